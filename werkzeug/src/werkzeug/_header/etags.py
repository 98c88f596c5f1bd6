"""Entity tags (RFC 9110, section 8.8.3), as a text without quotes and whether it is weak."""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t


def quote_etag(etag: str, weak: bool = False) -> str:
    """Return the tag in the form of a header, between quotes.

    :param weak: mark it as weak.
    :raises ValueError: the tag contains a double quote.
    """
    if '"' in etag:
        raise ValueError("invalid etag")
    return f'W/"{etag}"' if weak else f'"{etag}"'


if TYPE_CHECKING:

    @t.overload
    def unquote_etag(etag: str) -> tuple[str, bool]: ...
    @t.overload
    def unquote_etag(etag: None) -> tuple[None, None]: ...


def unquote_etag(etag: str | None) -> tuple[str, bool] | tuple[None, None]:
    """Read one tag.

    :return: the tag without quotes, and whether it is weak; ``(None, None)`` for no tag.
    """
    if not etag:
        return None, None
    weak = etag[:2] in {"W/", "w/"}
    if weak:
        etag = etag[2:]
    if etag[:1] == etag[-1:] == '"':
        etag = etag[1:-1]
    return etag, weak


def generate_etag(data: bytes) -> str:
    """Return a tag for the content: its SHA-1 in hexadecimal. Not for security."""
    from hashlib import sha1

    return sha1(data, usedforsecurity=False).hexdigest()
