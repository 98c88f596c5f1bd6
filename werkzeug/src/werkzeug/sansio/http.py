"""Conditional requests, and the ``Cookie`` header as a multi dict.

In: header texts. Out: an answer, or an object. No environ and no response is known here.
"""

from __future__ import annotations

from .. import datastructures as ds
from .._header.cookies import parse_cookie_pairs
from .._header.dates import parse_date
from .._header.etags import generate_etag, unquote_etag
from .._internal import _dt_as_utc

TYPE_CHECKING = False
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
) -> bool:
    """Whether a conditional request has to be answered in full.

    :param etag: the tag of the resource as it stands in a header.
    :param data: the content, to make the tag from.
    :param last_modified: when the resource last changed; fractions of seconds are ignored.
    :param ignore_if_range: leave the ``If-Range`` header out of account.
    :raises TypeError: both tag and content are given.
    """
    if data is not None:
        if etag is not None:
            raise TypeError("both data and etag given")
        etag = generate_etag(data)
    if not (http_if_modified_since or http_if_none_match or http_if_match) and (
        ignore_if_range or not http_range or not http_if_range
    ):
        # Most requests set no condition: they are answered in full.
        return True

    changed = _whole_seconds(last_modified)
    # The condition of a part: if it fails, the whole is sent instead.
    for_part = http_range is not None and not ignore_if_range
    if_range = ds.IfRange.from_header(http_if_range) if for_part else None

    since: datetime | None
    if if_range is not None and if_range.date is not None:
        since = if_range.date
    else:
        since = parse_date(http_if_modified_since)
    unmodified = since is not None and changed is not None and changed <= since

    if etag:
        tag = unquote_etag(etag)[0]
        if if_range is not None and if_range.etag is not None:
            unmodified = if_range.etag == tag
        else:
            none_match = ds.ETags.from_header(http_if_none_match)
            if none_match:
                unmodified = none_match.contains_weak(tag)
            match = ds.ETags.from_header(http_if_match)
            if match:
                unmodified = not match.is_strong(tag)
    return not unmodified


def _whole_seconds(moment: datetime | str | None) -> datetime | None:
    """A moment in UTC as a header can say it."""
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
