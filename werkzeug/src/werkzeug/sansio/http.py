"""Conditional requests, and the ``Cookie`` header as a multi dict.

These functions take the text of headers. They know no environ and no response.
"""

from __future__ import annotations

from .. import datastructures as ds
from .._header.cookies import parse_cookie_pairs
from .._header.dates import parse_date
from .._header.etags import generate_etag
from .._header.preconditions import failed_precondition, if_range_holds
from .._internal import _dt_as_utc, module_getattr

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from datetime import datetime


def is_resource_modified(
    http_range: str | None = None,
    http_if_range: str | None = None,
    http_if_modified_since: str | None = None,
    http_if_none_match: str | None = None,
    http_if_match: str | None = None,
    etag: str | None = None,
    data: bytes | None = None,
    last_modified: datetime | str | None = None,
    ignore_if_range: bool = True,
    http_if_unmodified_since: str | None = None,
) -> bool:
    """Return whether a conditional request has to be answered in full (RFC 9110, section 13.2.2).

    ``False`` means that the answer is 304 or 412; or, with ``ignore_if_range=False``, that the
    part may be sent which the client asked for.

    :param etag: the tag of the resource in the form of a header.
    :param data: the content, to make the tag from.
    :param last_modified: when the resource last changed; fractions of seconds are ignored.
    :param ignore_if_range: leave the ``If-Range`` header out of account.
    :raises TypeError: both tag and content are given.
    """
    if data is not None:
        if etag is not None:
            raise TypeError("both data and etag given")
        etag = generate_etag(data)
    if not (
        http_if_match or http_if_none_match or http_if_modified_since or http_if_unmodified_since
    ) and (ignore_if_range or not http_range or not http_if_range):
        # Most requests set no condition.
        return True

    changed = _whole_seconds(last_modified)
    failed = failed_precondition(
        etag,
        changed,
        if_match=http_if_match,
        if_unmodified_since=http_if_unmodified_since,
        if_none_match=http_if_none_match,
        if_modified_since=http_if_modified_since,
    )
    if failed is not None:
        return False
    if ignore_if_range or not http_range or not http_if_range:
        return True
    # If the condition of a part is false, the whole is sent instead.
    return not if_range_holds(http_if_range, etag, changed)


def _whole_seconds(moment: datetime | str | None) -> datetime | None:
    """Return a moment in UTC as a header can say it."""
    found = parse_date(moment) if isinstance(moment, str) else moment
    return None if found is None else _dt_as_utc(found.replace(microsecond=0))


def parse_cookie(
    cookie: str | None = None, cls: type[ds.MultiDict[str, str]] | None = None
) -> ds.MultiDict[str, str]:
    """Read a ``Cookie`` header.

    :param cookie: the text of the header.
    :param cls: the class of the result, :class:`~werkzeug.datastructures.MultiDict` by default.
    """
    make = ds.MultiDict if cls is None else cls
    return make(parse_cookie_pairs(cookie)) if cookie else make()


if not TYPE_CHECKING:
    __getattr__ = module_getattr(__name__)
