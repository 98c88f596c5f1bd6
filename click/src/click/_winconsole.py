"""Console streams of Windows.

In: a standard stream. Out: a text stream that reads and writes Unicode whatever the code page is,
or `None` when the stream is no console. Since PEP 528 Python's own console streams do that; they
are only rewrapped when another encoding was asked for.
"""

from __future__ import annotations

from ._text_io import NonClosingTextIOWrapper

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TextIO

#: encodings in which a console takes all of Unicode
_UNICODE = (None, "utf-8", "utf-16-le")


def console_stream(stream: Any, encoding: str | None, errors: str | None) -> TextIO | None:
    """The console behind *stream* as text, if there is one and it can do *encoding*."""
    if encoding not in _UNICODE or errors not in (None, "strict"):
        return None
    buffer: Any = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", None)
    if type(raw).__name__ != "_WindowsConsoleIO":
        return None
    if getattr(stream, "encoding", None) == "utf-8":
        return stream  # type: ignore[no-any-return]
    return NonClosingTextIOWrapper(buffer, "utf-8", "strict", line_buffering=True)
