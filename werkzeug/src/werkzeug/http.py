"""The public functions for headers.

The text of headers is parsed and written in ``_header``; the functions that return objects of
``datastructures`` are defined here.
"""

from __future__ import annotations

from . import datastructures as ds
from ._header.cookies import dump_cookie as dump_cookie
from ._header.dates import dump_age as dump_age
from ._header.dates import http_date as http_date
from ._header.dates import parse_age as parse_age
from ._header.dates import parse_date as parse_date
from ._header.etags import generate_etag as generate_etag
from ._header.etags import quote_etag as quote_etag
from ._header.etags import unquote_etag as unquote_etag
from ._header.lists import dump_header as dump_header
from ._header.lists import dump_options_header as dump_options_header
from ._header.lists import parse_accept_pairs
from ._header.lists import parse_dict_header as parse_dict_header
from ._header.lists import parse_list_header as parse_list_header
from ._header.lists import parse_options_header as parse_options_header
from ._header.quoting import quote_header_value as quote_header_value
from ._header.quoting import unquote_header_value as unquote_header_value
from ._header.ranges import is_byte_range_valid as is_byte_range_valid
from ._header.vocab import COEP as COEP
from ._header.vocab import COOP as COOP
from ._header.vocab import ENTITY_HEADERS, HOP_BY_HOP_HEADERS
from ._header.vocab import HTTP_STATUS_CODES as HTTP_STATUS_CODES
from .sansio import http as _sansio_http

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from datetime import datetime

    from _typeshed.wsgi import WSGIEnvironment

    _TAnyAccept = t.TypeVar("_TAnyAccept", bound=ds.Accept)
    _TAnyCC = t.TypeVar("_TAnyCC", bound=ds.cache_control._CacheControl)
    _TAnyCSP = t.TypeVar("_TAnyCSP", bound=ds.ContentSecurityPolicy)

for _function in (
    dump_age,
    dump_cookie,
    dump_header,
    dump_options_header,
    generate_etag,
    http_date,
    is_byte_range_valid,
    parse_age,
    parse_date,
    parse_dict_header,
    parse_list_header,
    parse_options_header,
    quote_etag,
    quote_header_value,
    unquote_etag,
    unquote_header_value,
):
    _function.__module__ = __name__
del _function


if TYPE_CHECKING:

    @t.overload
    def parse_accept_header(value: str | None) -> ds.Accept: ...
    @t.overload
    def parse_accept_header(value: str | None, cls: type[_TAnyAccept]) -> _TAnyAccept: ...


def parse_accept_header(value: str | None, cls: type[_TAnyAccept] | None = None) -> _TAnyAccept:
    """Read an ``Accept``, ``Accept-Charset``, ``Accept-Encoding`` or ``Accept-Language`` header.

    :param cls: the class of the result, :class:`~werkzeug.datastructures.Accept` by default.
    """
    wanted = ds.Accept if cls is None else cls
    return wanted(parse_accept_pairs(value) if value else None)  # type: ignore[return-value]


if TYPE_CHECKING:

    @t.overload
    def parse_cache_control_header(
        value: str | None,
        on_update: t.Callable[[ds.cache_control._CacheControl], None] | None = None,
    ) -> ds.RequestCacheControl: ...
    @t.overload
    def parse_cache_control_header(
        value: str | None,
        on_update: t.Callable[[ds.cache_control._CacheControl], None] | None = None,
        cls: type[_TAnyCC] = ...,
    ) -> _TAnyCC: ...


def parse_cache_control_header(
    value: str | None,
    on_update: t.Callable[[ds.cache_control._CacheControl], None] | None = None,
    cls: type[_TAnyCC] | None = None,
) -> _TAnyCC:
    """Read a ``Cache-Control`` header.

    :param on_update: called with the object after each change.
    :param cls: the class of the result,
        :class:`~werkzeug.datastructures.RequestCacheControl` by default.
    """
    wanted = ds.RequestCacheControl if cls is None else cls
    return wanted(ds.cache_control.parse_directives(value), on_update)  # type: ignore[return-value]


if TYPE_CHECKING:

    @t.overload
    def parse_csp_header(
        value: str | None,
        on_update: t.Callable[[ds.ContentSecurityPolicy], None] | None = None,
    ) -> ds.ContentSecurityPolicy: ...
    @t.overload
    def parse_csp_header(
        value: str | None,
        on_update: t.Callable[[ds.ContentSecurityPolicy], None] | None = None,
        cls: type[_TAnyCSP] = ...,
    ) -> _TAnyCSP: ...


def parse_csp_header(
    value: str | None,
    on_update: t.Callable[[ds.ContentSecurityPolicy], None] | None = None,
    cls: type[_TAnyCSP] | None = None,
) -> _TAnyCSP:
    """Read a ``Content-Security-Policy`` header.

    :param on_update: called with the object after each change.
    :param cls: the class of the result,
        :class:`~werkzeug.datastructures.ContentSecurityPolicy` by default.
    """
    wanted = ds.ContentSecurityPolicy if cls is None else cls
    return wanted(ds.csp.parse_csp_directives(value), on_update)  # type: ignore[return-value]


def dump_csp_header(header: ds.ContentSecurityPolicy) -> str:
    """Return the text of a ``Content-Security-Policy`` header."""
    return ds.csp.dump_csp_directives(header)


def parse_set_header(
    value: str | None, on_update: t.Callable[[ds.HeaderSet], None] | None = None
) -> ds.HeaderSet:
    """Read a header that holds a set of words.

    :param on_update: called with the set after each change.
    """
    return ds.HeaderSet.from_header(value, on_update)


def parse_etags(value: str | None) -> ds.ETags:
    """Read an ``If-Match`` or ``If-None-Match`` header."""
    return ds.ETags.from_header(value)


def parse_if_range_header(value: str | None) -> ds.IfRange:
    """Read an ``If-Range`` header."""
    return ds.IfRange.from_header(value)


def parse_range_header(value: str | None, make_inclusive: bool = True) -> ds.Range | None:
    """Read a ``Range`` header; ``None`` if there is none or it is malformed.

    Ends of the result are exclusive.

    :param make_inclusive: has no effect.
    """
    return ds.Range.from_header(value)


def parse_content_range_header(
    value: str | None, on_update: t.Callable[[ds.ContentRange], None] | None = None
) -> ds.ContentRange | None:
    """Read a ``Content-Range`` header; ``None`` if there is none or it is malformed.

    :param on_update: called with the object after each change.
    """
    return ds.ContentRange.from_header(value, on_update)


def parse_cookie(
    header: WSGIEnvironment | str | None,
    cls: type[ds.MultiDict[str, str]] | None = None,
) -> ds.MultiDict[str, str]:
    """Read a ``Cookie`` header.

    :param header: the header as a WSGI environ holds it (Latin-1), or the environ.
    :param cls: the class of the result, :class:`~werkzeug.datastructures.MultiDict` by default.
    """
    text: str | None = header.get("HTTP_COOKIE") if isinstance(header, dict) else header
    if text and not text.isascii():
        text = text.encode("latin1").decode(errors="replace")
    return _sansio_http.parse_cookie(text, cls)


def is_entity_header(header: str) -> bool:
    """Return whether a header describes the body."""
    return header.lower() in ENTITY_HEADERS


def is_hop_by_hop_header(header: str) -> bool:
    """Return whether a header is for the next hop only, and not for an application to set."""
    return header.lower() in HOP_BY_HOP_HEADERS


def remove_entity_headers(
    headers: ds.Headers | list[tuple[str, str]],
    allowed: t.Iterable[str] = ("expires", "content-location"),
) -> None:
    """Remove the headers that describe the body, in place.

    :param allowed: names of those that stay.
    """
    kept = {name.lower() for name in allowed}
    headers[:] = [
        (name, value)
        for name, value in headers
        if (lower := name.lower()) in kept or lower not in ENTITY_HEADERS
    ]


def remove_hop_by_hop_headers(headers: ds.Headers | list[tuple[str, str]]) -> None:
    """Remove the headers that are for the next hop only, in place."""
    headers[:] = [pair for pair in headers if not is_hop_by_hop_header(pair[0])]


def is_resource_modified(
    environ: WSGIEnvironment,
    etag: str | None = None,
    data: bytes | None = None,
    last_modified: datetime | str | None = None,
    ignore_if_range: bool = True,
) -> bool:
    """Return whether a conditional request has to be answered in full (RFC 9110, section 13.2.2).

    ``False`` means that the answer is 304 or 412; or, with ``ignore_if_range=False``, that the
    part may be sent which the client asked for.

    :param environ: the WSGI environ of the request.
    :param etag: the tag of the resource in the form of a header.
    :param data: the content, to make the tag from.
    :param last_modified: when the resource last changed.
    :param ignore_if_range: ignore the ``If-Range`` header.
    :raises TypeError: both tag and content are given.
    """
    return _sansio_http.is_resource_modified(
        data=data,
        etag=etag,
        last_modified=last_modified,
        ignore_if_range=ignore_if_range,
        http_if_match=environ.get("HTTP_IF_MATCH"),
        http_if_none_match=environ.get("HTTP_IF_NONE_MATCH"),
        http_if_modified_since=environ.get("HTTP_IF_MODIFIED_SINCE"),
        http_if_range=environ.get("HTTP_IF_RANGE"),
        http_if_unmodified_since=environ.get("HTTP_IF_UNMODIFIED_SINCE"),
        http_range=environ.get("HTTP_RANGE"),
    )
