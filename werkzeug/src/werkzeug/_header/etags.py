"""Entity tags (RFC 9110, section 8.8.3), as a text without quotes and whether it is weak."""

from __future__ import annotations

from functools import partial

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
    weak = etag[0] in "Ww" and etag[1:2] == "/"
    if weak:
        etag = etag[2:]
    if etag and etag[0] == '"' == etag[-1]:
        etag = etag[1:-1]
    return etag, weak


def generate_etag(data: bytes) -> str:
    """Return a tag for the content: its SHA-1 in hexadecimal. Not for security."""
    global _sha1
    if _sha1 is None:
        # Imported at the first call, since hashlib takes 3 ms.
        import hashlib

        try:
            hashlib.sha1()
            _sha1 = hashlib.sha1
        except ValueError:  # a Python whose policy forbids SHA-1 for security
            _sha1 = partial(hashlib.sha1, usedforsecurity=False)
    return _sha1(data).hexdigest()


_sha1: t.Callable[[bytes], t.Any] | None = None
