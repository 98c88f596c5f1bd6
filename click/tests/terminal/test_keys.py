"""Single keys, in a terminal of their own."""

from __future__ import annotations

import contextlib
import io
import os
import select
import subprocess
import sys
import time
from typing import Any

import pytest

pty = pytest.importorskip("pty", reason="needs the pseudo-terminals of POSIX systems")

CODE = """\
import click
import click._termui_impl as impl
import contextlib
raw = impl.raw_terminal
@contextlib.contextmanager
def announced():
    with raw() as descriptor:
        print("raw!", flush=True)
        yield descriptor
impl.raw_terminal = announced
try:
    print("got", ascii(click.getchar(echo=False)), flush=True)
except BaseException as error:
    print("got", repr(error), flush=True)
"""


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("a", "'a'"),
        ("\xe9", r"'\xe9'"),
        ("\x1b[A", r"'\x1b[A'"),
        ("\r", r"'\r'"),
        ("\x03", "KeyboardInterrupt()"),
        ("\x04", "EOFError()"),
    ],
)
def test_key(key: Any, shown: Any) -> None:
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHON_COLORS": "0"}
    command = [sys.executable, "-c", CODE]
    child = subprocess.Popen(command, stdin=theirs, stdout=theirs, env=environment)
    try:
        assert "raw!" in _read_until(ours, "raw!")
        os.write(ours, key.encode())
        assert f"got {shown}" in _read_until(ours, "got " + shown)
        assert child.wait(10) == 0
    finally:
        child.kill()
        child.wait()
        os.close(ours)
        os.close(theirs)


def _read_until(descriptor: int, text: str) -> str:
    seen = ""
    end = time.monotonic() + 15
    while text not in seen and time.monotonic() < end:
        if select.select([descriptor], [], [], 0.2)[0]:
            seen += os.read(descriptor, 1024).decode()
    return seen


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that reads the key which is pressed at a terminal as soon as it waits for one."""
    import click._termui_impl as impl

    master, slave = os.openpty()
    raw = impl.raw_terminal

    def press(key: Any, echo: Any = False) -> Any:
        @contextlib.contextmanager
        def pressed() -> Any:
            with raw() as descriptor:
                os.write(master, key.encode())
                yield descriptor

        monkeypatch.setattr(impl, "raw_terminal", pressed)
        return impl.getchar(echo)

    with open(slave, encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        yield press
    os.close(master)


@pytest.mark.parametrize("key", ["a", "é", "\x1b[A", "\r"])
def test_keys_here(press: Any, key: Any) -> None:
    assert press(key) == key


@pytest.mark.parametrize(("key", "error"), [("\x03", KeyboardInterrupt), ("\x04", EOFError)])
def test_keys_that_end(press: Any, key: Any, error: Any) -> None:
    with pytest.raises(error):
        press(key)


class Terminal(io.StringIO):
    """Something that says it is a terminal."""

    def isatty(self) -> Any:
        return True


@pytest.mark.parametrize(("shown", "output"), [(Terminal(), "x"), (io.StringIO(), "")])
def test_a_key_is_echoed_on_terminals_only(
    press: Any, monkeypatch: pytest.MonkeyPatch, shown: Any, output: Any
) -> None:
    monkeypatch.setattr(sys, "stdout", shown)
    assert press("x", echo=True) == "x"
    assert shown.getvalue() == output


def test_a_key_of_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    import click._termui_impl as impl
    from click._terminal.keys import raise_for_key

    monkeypatch.setattr(impl, "WIN", True)
    raise_for_key("\x04")
    with pytest.raises(EOFError):
        raise_for_key("\x1a")
