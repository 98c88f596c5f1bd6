"""The body of a request as a stream that ends where the body ends.

In: a WSGI environ. Out: a stream that never blocks for bytes that will not come, never gives more
than was announced, and refuses bodies beyond a limit.
"""

from __future__ import annotations

import io

from .._internal import _plain_int
from ..exceptions import ClientDisconnected, RequestEntityTooLarge

TYPE_CHECKING = False
if TYPE_CHECKING:
    import typing as t

    from _typeshed.wsgi import WSGIEnvironment

_BLOCK = 64 * 1024


def content_length(environ: WSGIEnvironment) -> int | None:
    """The announced length of the body. ``None`` if unknown, 0 if the header is no number."""
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
    """The body of a request, see :func:`werkzeug.wsgi.get_input_stream`."""
    stream: t.IO[bytes] = environ["wsgi.input"]
    length = content_length(environ)
    if max_content_length is not None and length is not None and length > max_content_length:
        raise RequestEntityTooLarge()
    if "wsgi.input_terminated" in environ:
        if max_content_length is None:
            return stream
        return t_io(LimitedStream(stream, max_content_length, is_max=True))
    if length is None:
        return io.BytesIO() if safe_fallback else stream
    return t_io(LimitedStream(stream, length))


def t_io(stream: LimitedStream) -> t.IO[bytes]:
    """The same stream, as type checkers want it."""
    return stream  # type: ignore[return-value]


class LimitedStream(io.RawIOBase):
    """A stream that ends after a number of bytes.

    :param stream: where the bytes come from.
    :param limit: how many there may be.
    :param is_max: whether reaching the limit is an error (413) in place of the end. Without it,
        a stream that ends earlier is one (a lost connection).
    """

    __module__ = "werkzeug.wsgi"

    limit: int

    def __init__(self, stream: t.IO[bytes], limit: int, is_max: bool = False) -> None:
        self._source = stream
        self._position = 0
        self.limit = limit
        self._is_max = is_max

    @property
    def is_exhausted(self) -> bool:
        """Whether the limit is reached."""
        return self._position >= self.limit

    def on_exhausted(self) -> None:
        """Called when something is read after the limit is reached.

        :raises RequestEntityTooLarge: if the limit is a maximum.
        """
        if self._is_max:
            raise RequestEntityTooLarge()

    def on_disconnect(self, error: Exception | None = None) -> None:
        """Called when the source ends early, or fails. An early end of a stream whose limit is a
        maximum is fine.

        :raises ClientDisconnected: in all other cases.
        """
        if not self._is_max or error is not None:
            raise ClientDisconnected() from error

    def _take(self, size: int) -> bytes:
        """At most ``size`` bytes of the source; empty at the end."""
        left = self.limit - self._position
        if left <= 0:
            self.on_exhausted()
            return b""
        try:
            data = self._source.read(min(size, left))
        except (OSError, ValueError) as error:
            self.on_disconnect(error=error)
            return b""
        if data:
            self._position += len(data)
        else:
            self.on_disconnect()
        return data

    def read(self, size: int | None = -1, /) -> bytes:
        """Read up to ``size`` bytes, or all that are left."""
        if size is None or size < 0:
            return self.readall()
        return self._take(size) if size else b""

    def readinto(self, b: bytearray) -> int | None:  # type: ignore[override]
        """Read into a buffer, whose length does not change."""
        size = len(b)
        if not size:
            return 0
        data = self._take(size)
        b[: len(data)] = data
        return len(data)

    def readall(self) -> bytes:
        """Read all that is left."""
        if self._position >= self.limit:
            self.on_exhausted()
            return b""
        blocks: list[bytes] = []
        while self._position < self.limit:
            block = self._take(_BLOCK)
            if not block:
                break
            blocks.append(block)
        return b"".join(blocks)

    def readline(self, size: int | None = -1, /) -> bytes:
        """Read up to and with the next newline."""
        read = getattr(self._source, "readline", None)
        left = self.limit - self._position
        if read is None or left <= 0 or size == 0:
            return super().readline(size)
        wanted = left if size is None or size < 0 else min(size, left)
        try:
            line: bytes = read(wanted)
        except (OSError, ValueError) as error:
            self.on_disconnect(error=error)
            return b""
        self._position += len(line)
        if len(line) < wanted and line[-1:] != b"\n":
            self.on_disconnect()
        return line

    def exhaust(self) -> bytes:
        """Read and return what is left, if the end was not reached yet."""
        return b"" if self.is_exhausted else self.readall()

    def tell(self) -> int:
        """How many bytes were read."""
        return self._position

    def readable(self) -> bool:
        return True
