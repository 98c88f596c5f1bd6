"""The body of a request as a stream that ends where the body ends.

The end of a body is either announced (``Content-Length``) or found by the server (a chunked body,
``wsgi.input_terminated``). In the first case nothing is read past the announced length, because
that read could block. In the second case a maximum length applies: reading one byte more than
allowed is the only way to find out that a body is too long, so every read that reaches the limit
asks for that byte. A body that is longer is refused (413), never cut.
"""

from __future__ import annotations

import io

from .._internal import _plain_int
from ..exceptions import ClientDisconnected, RequestEntityTooLarge

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from _typeshed.wsgi import WSGIEnvironment

_BLOCK = 64 * 1024


def content_length(environ: WSGIEnvironment) -> int | None:
    """Return the announced length of the body. ``None`` if unknown, 0 if the header is not a
    number.
    """
    coding = environ.get("HTTP_TRANSFER_ENCODING")
    if coding and "chunked" in {item.strip(" \t").lower() for item in coding.split(",")}:
        return None
    announced = environ.get("CONTENT_LENGTH")
    if announced is None:
        return None
    try:
        return max(0, _plain_int(announced))
    except ValueError:
        return 0


def input_stream(
    environ: WSGIEnvironment,
    safe_fallback: bool = True,
    max_content_length: int | None = None,
) -> t.IO[bytes]:
    """Return the body of a request, see :func:`werkzeug.wsgi.get_input_stream`."""
    stream: t.IO[bytes] = environ["wsgi.input"]
    length = content_length(environ)
    if max_content_length is not None and length is not None and length > max_content_length:
        raise RequestEntityTooLarge()
    if length is not None and "wsgi.input_terminated" not in environ:
        return LimitedStream(stream, length)  # type: ignore[return-value]
    if length is None and "wsgi.input_terminated" not in environ and safe_fallback:
        return io.BytesIO()
    return limited_to(stream, max_content_length)


def limited_to(stream: t.IO[bytes], max_length: int | None) -> t.IO[bytes]:
    """Return a stream that raises 413 for more than ``max_length`` bytes.

    ``None`` means that there is no limit.
    """
    if max_length is None:
        return stream
    if isinstance(stream, LimitedStream) and stream.limit <= max_length:
        return stream
    return LimitedStream(stream, max_length, is_max=True)  # type: ignore[return-value]


class LimitedStream(io.RawIOBase):
    """A stream that ends after a number of bytes.

    With ``is_max``, a source that holds exactly ``limit`` bytes or fewer is read to its end. As
    soon as a read would have to leave bytes out because of the limit, it raises 413 instead, for
    every way to read, and so does each read after it. Without ``is_max``, nothing after the limit
    is read, and a source that ends earlier is an error (the connection was lost).

    :param stream: where the bytes come from.
    :param limit: how many there may be.
    :param is_max: whether the limit is a maximum, not the announced length.
    """

    __module__ = "werkzeug.wsgi"

    limit: int

    def __init__(self, stream: t.IO[bytes], limit: int, is_max: bool = False) -> None:
        self._source = stream
        self._position = 0
        self.limit = limit
        self._is_max = is_max
        # Whether a byte after the limit was seen.
        self._exceeded = False

    @property
    def is_exhausted(self) -> bool:
        """``True`` if the limit is reached."""
        return self._position >= self.limit

    def on_exhausted(self) -> None:
        """Answer a read after the limit is reached; with ``is_max``, only when
        the source goes on after the limit.

        :raises RequestEntityTooLarge: if the limit is a maximum.
        """
        if self._is_max:
            raise RequestEntityTooLarge()

    def on_disconnect(self, error: Exception | None = None) -> None:
        """Answer a source that ends early, or fails. An early end of a stream whose limit is a
        maximum is fine.

        :raises ClientDisconnected: in all other cases.
        """
        if not self._is_max or error is not None:
            raise ClientDisconnected() from error

    def _take(self, size: int, read: t.Callable[[int], bytes]) -> bytes:
        """Return at most ``size`` bytes; empty at the end.

        :param read: the method of the source to read with.
        """
        allowed = left = self.limit - self._position
        if self._is_max:
            # One byte past a maximum shows whether the source goes on.
            allowed += 1
        if allowed <= 0 or self._exceeded:
            self.on_exhausted()
            return b""
        try:
            data = read(size if size < allowed else allowed)
        except (OSError, ValueError) as error:
            self.on_disconnect(error=error)
            return b""
        count = len(data)
        if count > left:
            self._position = self.limit
            self._exceeded = True
            self.on_exhausted()
            return data[:left]
        self._position += count
        if not count and left:
            self.on_disconnect()
        return data

    def read(self, size: int | None = -1, /) -> bytes:
        """Read up to ``size`` bytes, or all that are left."""
        if size is None or size < 0:
            return self.readall()
        return self._take(size, self._source.read) if size else b""

    def readinto(self, b: bytearray) -> int | None:  # type: ignore[override]
        """Read into a buffer, whose length does not change."""
        size = len(b)
        if not size:
            return 0
        data = self._take(size, self._source.read)
        b[: len(data)] = data
        return len(data)

    def readall(self) -> bytes:
        """Read all that is left."""
        if self._position >= self.limit and not self._is_max:
            self.on_exhausted()
            return b""
        blocks: list[bytes] = []
        read = self._source.read
        while self._is_max or self._position < self.limit:
            block = self._take(_BLOCK, read)
            if not block:
                break
            blocks.append(block)
        return b"".join(blocks)

    def readline(self, size: int | None = -1, /) -> bytes:
        """Read up to and with the next newline, but not more than ``size`` bytes."""
        read = getattr(self._source, "readline", None)
        if read is None or size == 0:
            return super().readline(size)
        if size is None or size < 0:
            size = self.limit + 1
        position = self._position
        line = self._take(size, read)
        left = self.limit - position
        if line and len(line) < min(size, left) and line[-1:] != b"\n":
            self.on_disconnect()
        return line

    def exhaust(self) -> bytes:
        """Read and return what is left, if the end was not reached yet."""
        return b"" if self.is_exhausted else self.readall()

    def tell(self) -> int:
        """Return how many bytes were read."""
        return self._position

    def readable(self) -> bool:
        return True
