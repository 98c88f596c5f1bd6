"""Printing with ``echo``."""

from __future__ import annotations

import io
import sys

import pytest

import click
import click.utils


@pytest.mark.parametrize(
    ("message", "nl", "wanted"),
    [
        ("x", True, b"x\n"),
        ("x", False, b"x"),
        (None, True, b"\n"),
        (None, False, b""),
        (5, True, b"5\n"),
        (b"\xff", True, b"\xff\n"),
        (bytearray(b"a"), True, b"a\n"),
        (b"", False, b""),
        ("\x1b[31mx", True, b"x\n"),
    ],
)
def test_echo(message: object, nl: bool, wanted: bytes) -> None:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, "utf-8", newline="")
    click.echo(message, file=file, nl=nl)
    assert raw.getvalue() == wanted


def test_echo_leaves_its_argument_alone() -> None:
    data = bytearray(b"a")
    click.echo(data, file=io.BytesIO())
    assert data == b"a"


def test_bytes_do_not_go_to_text() -> None:
    with pytest.raises(TypeError):
        click.echo(b"x", file=io.StringIO())


def test_echo_without_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    click.echo("x")
    click.echo("x", err=True)
