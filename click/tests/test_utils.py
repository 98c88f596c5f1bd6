"""Printing, opening files, naming files and folders."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import Any

import pytest

import click
from click.testing import CliRunner


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


@pytest.mark.parametrize("lazy", [True, False])
def test_atomic_file_appears_when_closed(tmp_path: Path, lazy: bool) -> None:
    name = tmp_path / "file"
    name.write_text("old")
    with click.open_file(str(name), "w", lazy=lazy, atomic=True) as file:
        file.write("new")
        assert name.read_text() == "old"
    assert name.read_text() == "new"
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.parametrize(
    ("mode", "text"), [("a", "Appending"), ("x", "overwrite"), ("r+", "Atomic"), ("r", "Atomic")]
)
def test_modes_that_cannot_be_atomic(tmp_path: Path, mode: str, text: str) -> None:
    with pytest.raises(ValueError, match=text):
        click.open_file(str(tmp_path / "file"), mode, atomic=True)


def test_lazy_file_opens_late(tmp_path: Path) -> None:
    name = tmp_path / "file"
    file: Any = click.open_file(str(name), "w", lazy=True)
    assert not name.exists()
    assert repr(file) == f"<unopened file '{name}' w>"
    with file:
        file.write("x")
    assert name.read_text() == "x"
    with click.open_file(str(name), lazy=True) as file:
        assert list(file) == ["x"]
    with pytest.raises(OSError, match="No such file"):
        click.open_file(str(tmp_path / "no"), lazy=True)
    late: Any = click.open_file(str(tmp_path / "no" / "file"), "w", lazy=True)
    with pytest.raises(click.FileError, match="No such file"):
        late.write("x")


def test_dash_is_a_standard_stream(runner: CliRunner) -> None:
    def copy() -> None:
        with click.open_file("-") as source, click.open_file("-", "w") as target:
            target.write(source.read())
        click.echo("still open")

    assert runner.invoke(click.Command("c", callback=copy), input="x\n").output == (
        "x\nstill open\n"
    )


@pytest.mark.parametrize(
    ("name", "shorten", "wanted"),
    [
        ("a/b", False, "a/b"),
        ("a/b", True, "b"),
        (b"a/\xff", False, "a/\N{REPLACEMENT CHARACTER}"),
        (Path("a"), False, "a"),
        ("\udcff", False, "\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_format_filename(name: Any, shorten: bool, wanted: str) -> None:
    assert click.format_filename(name, shorten) == wanted


@pytest.mark.skipif(sys.platform != "linux", reason="folders are elsewhere on other systems")
def test_app_dir(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/x")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    assert click.get_app_dir("My App") == "/home/x/.config/my-app"
    assert click.get_app_dir("My App", force_posix=True) == "/home/x/.my-app"


def test_echoed_input_comes_when_it_is_read() -> None:
    def read() -> None:
        click.echo("first")
        sys.stdin.readline()
        click.echo("second")
        sys.stdin.readline()

    result = CliRunner(echo_stdin=True).invoke(click.Command("c", callback=read), input="a\nb\n")
    assert result.output == "first\na\nsecond\nb\n"
