"""Console streams of Windows.

Their text streams read and write Unicode in every code page. Python's own console streams do so
(PEP 528) and are only rewrapped if another encoding is wanted. If they are switched off, with
``PYTHONLEGACYWINDOWSSTDIO``, the console is used through the wide functions of its interface.

Nothing here is specific to Windows but :func:`system_console`; everything else works on an object
with the methods of :class:`Console`.
"""

from __future__ import annotations

import codecs
import io

from ._text_io import NonClosingTextIOWrapper

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any, TextIO

#: encodings in which a console takes all of Unicode
_UNICODE = (None, "utf-8", "utf-16-le")
#: UTF-16 units that are moved at once; the console refuses much more than 64 KiB
_UNITS = 16_000
#: a read was ended by Ctrl-C, which arrives as a signal a moment later
_ABORTED = 995
#: what Ctrl-Z types, the end of input when it begins a line
_END = "\x1a"


class Console:
    """The wide functions of the console, with Python values.

    :param kernel: the functions, as ``kernel32`` has them.
    :param last_error: gives the number of the last failure.
    """

    def __init__(self, kernel: Any, last_error: Any) -> None:
        self._kernel = kernel
        self._last_error = last_error

    def is_console(self, handle: int) -> bool:
        """Return whether ``handle`` is a console, and not a file, a pipe or missing."""
        import ctypes

        mode = ctypes.c_uint32()
        return bool(self._kernel.GetConsoleMode(_handle(handle), ctypes.byref(mode)))

    def read(self, handle: int) -> bytes:
        """Return typed characters in UTF-16; empty at the end of the input.

        :raises OSError: the console cannot be read.
        """
        import ctypes

        buffer = (ctypes.c_uint16 * _UNITS)()
        count = ctypes.c_uint32()
        done = self._kernel.ReadConsoleW(
            _handle(handle), ctypes.byref(buffer), _UNITS, ctypes.byref(count), None
        )
        error = self._last_error()
        if not count.value and error == _ABORTED:
            import time

            # Leave the signal the time to become a KeyboardInterrupt.
            time.sleep(0.1)
            return b""
        if not done:
            raise OSError(f"The console cannot be read: Windows error {error}.")
        return bytes(buffer)[: 2 * count.value]

    def write(self, handle: int, text: bytes) -> int:
        """Print ``text``, which is UTF-16.

        :return: how many bytes of it were taken.
        :raises OSError: the console cannot be written.
        """
        import ctypes

        units = min(len(text) // 2, _UNITS)
        count = ctypes.c_uint32()
        done = self._kernel.WriteConsoleW(
            _handle(handle), text[: 2 * units], units, ctypes.byref(count), None
        )
        if not done or (units and not count.value):
            raise OSError(f"The console cannot be written: Windows error {self._last_error()}.")
        return 2 * count.value


def _handle(number: int) -> object:
    import ctypes

    return ctypes.c_void_p(number)


class _ConsoleFile(io.RawIOBase):
    """A console as a file of UTF-8."""

    def __init__(self, console: Console, handle: int, descriptor: int) -> None:
        self._console = console
        self._handle = handle
        self._descriptor = descriptor

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor


class ConsoleReader(_ConsoleFile):
    """The input of a console; a line that begins with Ctrl-Z ends it."""

    def __init__(self, console: Console, handle: int, descriptor: int) -> None:
        super().__init__(console, handle, descriptor)
        self._decoder = codecs.getincrementaldecoder("utf-16-le")("surrogatepass")
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        if not self._left:
            text = self._decoder.decode(self._console.read(self._handle))
            if text.startswith(_END):
                return 0
            self._left = text.encode("utf-8", "surrogatepass")
        count = min(len(target), len(self._left))
        target[:count] = self._left[:count]
        self._left = self._left[count:]
        return count


class ConsoleWriter(_ConsoleFile):
    """The output of a console."""

    def __init__(self, console: Console, handle: int, descriptor: int) -> None:
        super().__init__(console, handle, descriptor)
        # A character may come in pieces.
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        text = self._decoder.decode(bytes(data)).encode("utf-16-le")
        while text:
            text = text[self._console.write(self._handle, text) :]
        return len(data)


def system_console() -> tuple[Console, Any]:
    """Return the console of this system, and the function that returns the handle of a descriptor.

    :raises ImportError: this is not Windows.
    """
    import ctypes
    import msvcrt

    system: Any = ctypes
    files: Any = msvcrt
    kernel = system.WinDLL("kernel32", use_last_error=True)
    return Console(kernel, system.get_last_error), files.get_osfhandle


def console_stream(
    stream: Any,
    encoding: str | None,
    errors: str | None,
    system: tuple[Console, Any] | None = None,
) -> TextIO | None:
    """Return a text stream for the console of ``stream``, if it has one and ``encoding`` allows it.

    :param system: the console, and what gives handles, instead of those of this system.
    """
    if encoding not in _UNICODE or errors not in (None, "strict"):
        return None
    buffer: Any = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", None)
    if type(raw).__name__ != "_WindowsConsoleIO":
        return _legacy_stream(stream, system)
    if getattr(stream, "encoding", None) == "utf-8":
        return stream  # type: ignore[no-any-return]
    return NonClosingTextIOWrapper(buffer, "utf-8", "strict", line_buffering=True)


def _legacy_stream(stream: Any, system: tuple[Console, Any] | None) -> TextIO | None:
    """Return the console of a stream that does not report itself as one."""
    try:
        descriptor = stream.fileno()
        if not stream.isatty():
            return None
        console, handle_of = system_console() if system is None else system
        handle = handle_of(descriptor)
    except (AttributeError, ImportError, OSError, ValueError):
        # Not a file, or none that the system knows.
        return None
    if not console.is_console(handle):
        return None
    binary: Any
    if stream.readable():
        binary = io.BufferedReader(ConsoleReader(console, handle, descriptor))
    else:
        binary = io.BufferedWriter(ConsoleWriter(console, handle, descriptor))
    return NonClosingTextIOWrapper(binary, "utf-8", "strict", line_buffering=True)
