"""A text stream over a binary stream that leaves the binary stream open."""

from __future__ import annotations

import io

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any, BinaryIO


class FixedStream:
    """A stream with the questions answered that incomplete streams cannot answer.

    :param force_readable: claim to be readable whatever the stream says.
    :param force_writable: claim to be writable whatever the stream says.
    """

    def __init__(
        self, stream: BinaryIO, force_readable: bool = False, force_writable: bool = False
    ) -> None:
        self._wrapped = stream
        self._claims = {"readable": force_readable, "writable": force_writable}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._wrapped, name)

    def read1(self, size: int = -1) -> bytes:
        read = getattr(self._wrapped, "read1", None)
        return bytes(read(size) if read is not None else self._wrapped.read(size))

    def readable(self) -> bool:
        return self._claims["readable"] or self._ask("readable", "read", 0)

    def writable(self) -> bool:
        return self._claims["writable"] or self._ask("writable", "write", b"")

    def seekable(self) -> bool:
        ask = getattr(self._wrapped, "seekable", None)
        if ask is not None:
            return bool(ask())
        try:
            self._wrapped.seek(self._wrapped.tell())
        except Exception:
            return False
        return True

    def _ask(self, question: str, attempt: str, argument: object) -> bool:
        ask = getattr(self._wrapped, question, None)
        if ask is not None:
            return bool(ask())
        try:
            getattr(self._wrapped, attempt)(argument)
        except Exception:
            return False
        return True


class NonClosingTextIOWrapper(io.TextIOWrapper):
    """Text over ``stream``; when collected it gives the stream back instead of closing it."""

    def __init__(
        self,
        stream: BinaryIO,
        encoding: str | None,
        errors: str | None,
        force_readable: bool = False,
        force_writable: bool = False,
        **extra: Any,
    ) -> None:
        fixed: Any = FixedStream(stream, force_readable, force_writable)
        super().__init__(fixed, encoding, errors, **extra)

    def __del__(self) -> None:
        try:
            self.detach()
        except Exception:
            # Already detached, or the buffer is gone: nothing is left to save.
            return

    def isatty(self) -> bool:
        return self.buffer.isatty()
