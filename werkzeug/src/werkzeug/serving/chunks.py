"""The chunked transfer coding (RFC 9112, section 7.1), read strictly.

Sizes are hexadecimal digits and nothing else, and lines end with CR LF: a body that two parsers could
read differently is refused.
"""

from __future__ import annotations

import io
import typing as t

__all__ = ["BadChunk", "DechunkedInput"]

LONGEST_LINE = 4096
HEX_DIGITS = frozenset(b"0123456789abcdefABCDEF")


class BadChunk(OSError):
    """A body that is not a well-formed sequence of chunks: an error of the client.

    :param hint: what exactly is wrong, as a note.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint
        if hint:
            self.add_note(hint)


class DechunkedInput(io.RawIOBase):
    """A raw stream of the body of a request that comes in chunks.

    :param rfile: a buffered stream, at the first byte after the head of the request.

    :raises OSError: while reading, for anything that is not well-formed (a `BadChunk`).
    """

    def __init__(self, rfile: t.IO[bytes]) -> None:
        self._rfile = rfile
        self._left = 0  # bytes of the current chunk that were not read yet
        self._done = False

    def readable(self) -> bool:
        return True

    def _line(self) -> bytes:
        line = self._rfile.readline(LONGEST_LINE)
        if not line.endswith(b"\r\n"):
            raise BadChunk("Invalid chunk header", "A line does not end with CR LF.")
        return line[:-2]

    def read_chunk_len(self) -> int:
        """Read the line that begins a chunk, and return the size of the chunk in bytes."""
        size = self._line().partition(b";")[0].rstrip(b" \t")
        if size[:1] == b"-" and size[1:] and HEX_DIGITS.issuperset(size[1:]):
            raise BadChunk("Negative chunk length not allowed")
        if not size or len(size) > 16 or not HEX_DIGITS.issuperset(size):
            raise BadChunk("Invalid chunk header", f"{size[:20]!r} is no hexadecimal size.")
        return int(size, 16)

    def _end_of_chunk(self) -> None:
        if self._rfile.read(2) != b"\r\n":
            raise BadChunk("Missing chunk terminating newline")

    def _trailers(self) -> None:
        while self._line():
            pass  # trailer fields have no meaning for WSGI

    def readinto(self, buf: bytearray) -> int:  # type: ignore[override]
        if self._done or not len(buf):
            return 0
        if not self._left:
            self._left = self.read_chunk_len()
            if not self._left:
                self._done = True
                self._trailers()
                return 0
        data = self._rfile.read(min(len(buf), self._left))
        if not data:
            raise BadChunk("Missing chunk terminating newline", "The body ended inside of a chunk.")
        buf[: len(data)] = data
        self._left -= len(data)
        if not self._left:
            self._end_of_chunk()
        return len(data)
