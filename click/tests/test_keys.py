"""Single keys, in a terminal of their own."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time

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
def test_key(key, shown):
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
