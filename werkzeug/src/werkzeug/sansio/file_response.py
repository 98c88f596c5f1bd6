"""Headers of a response with a file, from its name, size and time of change.

Nothing here touches the file system.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote
from zlib import adler32

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable

# Characters that need no escape in an extended parameter (RFC 8187).
_EXTENDED_SAFE = "!#$&+-.^_`|~"


class MediaType(NamedTuple):
    """Media type and content coding of a file."""

    mimetype: str
    encoding: str | None


def guess_media_type(
    mimetype: str | None, download_name: str | None, as_attachment: bool
) -> MediaType:
    """Return the given media type, or that of the name.

    The content coding is left out for attachments, so that a downloaded archive stays packed.

    :raises TypeError: when there is neither a type nor a name.
    """
    if mimetype is not None:
        return MediaType(mimetype, None)
    if download_name is None:
        raise TypeError(
            "Unable to detect the MIME type because a file name is not available."
            " Either set 'download_name', pass a path instead of a file, or set 'mimetype'."
        )
    from mimetypes import guess_type

    guessed, encoding = guess_type(download_name)
    return MediaType(guessed or "application/octet-stream", None if as_attachment else encoding)


def disposition_names(download_name: str) -> dict[str, str]:
    """Return the parameters of ``Content-Disposition`` that name a file (RFC 6266).

    Bytes of a name that are not UTF-8, which Python reads as surrogates, become U+FFFD.
    """
    if download_name.isascii():
        return {"filename": download_name}
    from unicodedata import normalize

    plain = normalize("NFKD", download_name).encode("ascii", "ignore").decode("ascii")
    encoded = download_name.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    extended = quote(encoded, safe=_EXTENDED_SAFE)
    return {"filename": plain, "filename*": f"UTF-8''{extended}"}


def file_etag(path: str, mtime: float, size: int) -> str:
    """Return a tag that changes with path, time and size."""
    return f"{mtime}-{size}-{adler32(path.encode(errors='surrogatepass'))}"


def cache_age(
    max_age: int | Callable[[str | None], int | None] | None, path: str | None
) -> int | None:
    """Return for how many seconds a file may be cached; ``None`` means revalidating each time."""
    return max_age(path) if callable(max_age) else max_age
