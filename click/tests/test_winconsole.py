"""Consoles of Windows, with a pretended kernel.

What cannot be tested off Windows is ``system_console`` alone: that the kernel has these functions.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from click import _winconsole as win


class Kernel:
    """Keeps what is written and types what is prepared."""

    def __init__(self, typed: list[str] | None = None, error: int = 0, at_once: int = 10) -> None:
        self.typed = [text.encode("utf-16-le") for text in typed or []]
        self.error = error
        self.at_once = at_once
        self.shown = b""
        self.consoles = {7}

    def GetConsoleMode(self, handle: Any, mode: Any) -> int:
        mode._obj.value = 3
        return int(handle.value in self.consoles)

    def ReadConsoleW(self, handle: Any, buffer: Any, size: int, count: Any, _control: None) -> int:
        assert handle.value == 7
        if self.error or not self.typed:
            return int(self.error == 995 or not self.error)
        text = self.typed.pop(0)
        units = len(text) // 2
        assert units <= size
        for index in range(units):
            buffer._obj[index] = int.from_bytes(text[2 * index : 2 * index + 2], "little")
        count._obj.value = units
        return 1

    def WriteConsoleW(
        self, handle: Any, text: bytes, units: int, count: Any, _control: None
    ) -> int:
        assert len(text) == 2 * units
        if self.error:
            return 0
        units = min(units, self.at_once)
        self.shown += text[: 2 * units]
        count._obj.value = units
        return 1

    def system(self) -> tuple[win.Console, Callable[[int], int]]:
        return win.Console(self, lambda: self.error), lambda descriptor: descriptor + 4


class Standard(io.StringIO):
    """A standard stream of a program in legacy mode."""

    def __init__(self, reads: bool, descriptor: int = 3, terminal: bool = True) -> None:
        super().__init__()
        self._reads = reads
        self._descriptor = descriptor
        self._terminal = terminal

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return self._terminal

    def readable(self) -> bool:
        return self._reads


def opened(kernel: Kernel, reads: bool) -> Any:
    stream = win.console_stream(Standard(reads), None, None, kernel.system())
    assert stream is not None
    assert stream.isatty()
    assert stream.fileno() == 3
    return stream


def test_what_is_typed_is_read_as_unicode() -> None:
    stream = opened(Kernel(["grün ☃\r\n", "\U0001f600 zwei\r\n"]), reads=True)
    assert stream.readline() == "grün ☃\n"
    assert stream.readline() == "\U0001f600 zwei\n"
    assert stream.readline() == ""


def test_characters_may_be_cut_between_reads() -> None:
    kernel = Kernel()
    units = "\U0001f600x\r\n".encode("utf-16-le")
    kernel.typed = [units[:2], units[2:]]
    reader = win.ConsoleReader(kernel.system()[0], 7, 0)
    small = bytearray(3)
    read = b""
    # The first read brings half a character, which is nothing yet.
    while (count := reader.readinto(small)) or kernel.typed:
        read += small[:count]
    assert read.decode() == "\U0001f600x\r\n"
    assert reader.readable()


def test_a_line_that_begins_with_ctrl_z_is_the_end() -> None:
    stream = opened(Kernel(["a\r\n", "\x1a\r\n"]), reads=True)
    assert stream.read() == "a\n"


def test_an_interrupted_read_gives_nothing() -> None:
    assert opened(Kernel(error=995), reads=True).read() == ""


@pytest.mark.parametrize("reads", [True, False])
def test_failures_are_told_with_their_number(reads: bool) -> None:
    kernel = Kernel(error=6)
    stream = opened(kernel, reads)
    with pytest.raises(OSError, match="Windows error 6"):
        if reads:
            stream.read()
        else:
            stream.write("x")
            stream.flush()
    # What could not be written is tried again when the stream goes.
    kernel.error = 0


def test_long_texts_are_written_in_pieces() -> None:
    kernel = Kernel(at_once=7)
    stream = opened(kernel, reads=False)
    stream.write("äöü \U0001f600 and more\n")
    stream.flush()
    assert kernel.shown.decode("utf-16-le").replace("\r\n", "\n") == "äöü \U0001f600 and more\n"


def test_bytes_of_a_character_may_come_in_pieces() -> None:
    kernel = Kernel()
    writer = win.ConsoleWriter(kernel.system()[0], 7, 1)
    assert [writer.write(part) for part in (b"\xe2\x98", b"\x83", b"")] == [2, 1, 0]
    assert kernel.shown.decode("utf-16-le") == "☃"
    assert writer.writable()


@pytest.mark.parametrize(
    ("encoding", "errors", "stream"),
    [
        ("latin-1", None, Standard(True)),
        (None, "replace", Standard(True)),
        (None, None, Standard(True, terminal=False)),
        (None, None, Standard(True, descriptor=9)),
        (None, None, io.StringIO()),
        (None, None, object()),
    ],
)
def test_other_streams_are_no_consoles(
    encoding: str | None, errors: str | None, stream: object
) -> None:
    assert win.console_stream(stream, encoding, errors, Kernel().system()) is None


def test_without_windows_there_is_no_console() -> None:
    pytest.importorskip("fcntl")
    with pytest.raises(ImportError):
        win.system_console()
    assert win.console_stream(Standard(True), None, None) is None


class _WindowsConsoleIO(io.BytesIO):
    """Named like the raw streams that Python has for consoles."""


class _Buffered(io.BytesIO):
    raw = _WindowsConsoleIO()


class _Pythons:
    """A standard stream of Python on Windows."""

    def __init__(self, encoding: str) -> None:
        self.buffer = _Buffered()
        self.encoding = encoding


def test_consoles_that_python_opened_are_used() -> None:
    stream = _Pythons("utf-8")
    assert win.console_stream(stream, "utf-8", "strict") is stream
    other = _Pythons("cp1252")
    found = win.console_stream(other, None, None)
    assert found is not None
    found.write("☃\n")
    assert other.buffer.getvalue().decode().split() == ["☃"]
