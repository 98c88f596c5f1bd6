"""The preconditions of a request (RFC 9110, section 13), decided from the text of the headers.

A field from which no value can be read counts as absent. The entity tag of the resource is given
as it stands in the ``ETag`` header, its date of change as an aware datetime.
"""

from __future__ import annotations

from .dates import parse_date
from .etags import unquote_etag
from .lists import parse_etag_list

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from datetime import datetime


# What ``*`` reads as. A quoted star is a tag like any other.
_ANY: tuple[list[str], list[str]] = ([], [])


def failed_precondition(
    etag: str | None,
    last_modified: datetime | None,
    *,
    if_match: str | None = None,
    if_unmodified_since: str | None = None,
    if_none_match: str | None = None,
    if_modified_since: str | None = None,
) -> int | None:
    """Evaluate the preconditions of a ``GET`` or ``HEAD`` request in the order of RFC 9110, 13.2.2.

    ``If-Match`` compares strongly and ``If-None-Match`` weakly; ``*`` matches any resource that
    exists. A date is only compared where the field with tags of the same purpose is absent and the
    date of the resource is known.

    :return: 412 or 304, the status that the first false precondition demands; ``None`` if all of
        them hold.
    """
    wanted = _tags(if_match)
    if wanted is not None:
        if not _matches(wanted, etag, weakly=False):
            return 412
    elif last_modified is not None and if_unmodified_since:
        date = parse_date(if_unmodified_since)
        if date is not None and last_modified > date:
            return 412

    known = _tags(if_none_match)
    if known is not None:
        if _matches(known, etag, weakly=True):
            return 304
    elif last_modified is not None and if_modified_since:
        date = parse_date(if_modified_since)
        if date is not None and last_modified <= date:
            return 304
    return None


def if_range_holds(if_range: str, etag: str | None, last_modified: datetime | None) -> bool:
    """Return whether a part may be sent: the client has the very bytes of this resource (RFC 9110,
    13.1.5).

    A tag has to be quoted, strong, and the same. A date has to be exactly that of the resource.
    """
    if_range = if_range.strip(" \t")
    tag, is_weak = unquote_etag(etag)
    if tag is not None and not is_weak and if_range == f'"{tag}"':
        return True
    if '"' in if_range or last_modified is None:
        return False
    return parse_date(if_range) == last_modified


def _tags(field: str | None) -> tuple[list[str], list[str]] | None:
    """Return the strong and the weak tags of a field, :data:`_ANY` for a star."""
    if not field:
        return None
    if field.strip(" \t") == "*":
        return _ANY
    strong, weak = parse_etag_list(field)
    return (strong, weak) if strong or weak else None


def _matches(tags: tuple[list[str], list[str]], etag: str | None, *, weakly: bool) -> bool:
    if tags is _ANY:
        return True
    strong, weak = tags
    tag, is_weak = unquote_etag(etag)
    if weakly:
        return tag in strong or tag in weak
    return not is_weak and tag in strong
