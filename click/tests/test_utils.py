"""Printing, opening files, naming files and folders."""

from __future__ import annotations

import io
import os
import sys
import types
from pathlib import Path
from typing import Any

import pytest

import click
import click.utils
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


@pytest.mark.parametrize(
    ("system", "settings", "wanted"),
    [
        ("win32", {"roaming": True}, "ROAMING/My App"),
        ("win32", {"roaming": False}, "LOCAL/My App"),
        ("darwin", {}, "HOME/Library/Application Support/My App"),
        ("darwin", {"force_posix": True}, "HOME/.my-app"),
        ("linux", {}, "HOME/.config/my-app"),
    ],
)
def test_app_dir_of_each_system(
    monkeypatch: pytest.MonkeyPatch, system: str, settings: dict[str, bool], wanted: str
) -> None:
    monkeypatch.setattr("click.utils.WIN", system == "win32")
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    for name, value in {"APPDATA": "ROAMING", "LOCALAPPDATA": "LOCAL", "HOME": "HOME"}.items():
        monkeypatch.setenv(name, value)
    if os.name != "nt":
        assert click.get_app_dir("My App", **settings) == wanted


def test_app_dir_without_the_variable_of_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.utils.WIN", True)
    monkeypatch.delenv("APPDATA", raising=False)
    wanted = os.path.join(os.path.expanduser("~"), "App")
    assert click.get_app_dir("App") == wanted


@pytest.mark.parametrize(
    ("path", "package", "name"),
    [
        ("/usr/bin/example", None, "example"),
        ("example.py", None, "example.py"),
        ("/x/example/__main__.py", "example", "python -m example"),
        ("/x/example/cli.py", "example", "python -m example.cli"),
        ("/x/example/__main__.py", ".example", "python -m example"),
        ("example", "", "example"),
    ],
)
def test_the_name_of_a_program(path: str, package: str | None, name: str) -> None:
    from click.utils import _detect_program_name

    main = types.ModuleType("__main__")
    main.__package__ = package
    assert _detect_program_name(path, _main=main) == name


@pytest.mark.parametrize(
    "name",
    ["LazyFile", "KeepOpenFile", "PacifyFlushWrapper", "make_default_short_help", "safecall"],
)
def test_former_helpers_warn(name: str) -> None:
    with pytest.warns(DeprecationWarning, match=f"'click.utils.{name}' is deprecated"):
        former = getattr(click.utils, name)
    assert former is getattr(click.utils, f"_{name}")
    with pytest.raises(AttributeError, match="nope"):
        _ = click.utils.nope


def test_a_safe_call_gives_nothing_for_a_failure() -> None:
    assert click.utils._safecall(int)("1") == 1
    assert click.utils._safecall(int)("x") is None


def test_lazy_files_say_what_they_are(tmp_path: Path) -> None:
    path = tmp_path / "f"
    lazy = click.open_file(str(path), "w", lazy=True)
    assert repr(lazy) == f"<unopened file '{path}' w>"
    with lazy as file:
        file.write("a\nb\n")
        assert repr(lazy) == repr(file)
    lazy.close()
    read: Any = click.open_file(str(path), lazy=True)
    assert list(read) == ["a\n", "b\n"]
    read.close_intelligently()
    with click.open_file("-") as stdin:
        assert repr(stdin)
    missing: Any = click.open_file(str(tmp_path / "no" / "f"), "w", lazy=True)
    with pytest.raises(click.FileError, match="No such file"):
        missing.open()
    with pytest.raises(FileNotFoundError):
        click.utils._LazyFile(str(tmp_path / "no"), "r")
    assert click.utils._LazyFile("-", "r").open() is not None


@pytest.mark.parametrize(
    ("value", "text"), [("x", "x"), (b"x\xff", "x\ufffd"), (3, "3"), ("ü".encode(), "ü")]
)
def test_make_str(monkeypatch: pytest.MonkeyPatch, value: object, text: str) -> None:
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "utf-8")
    assert click.utils.make_str(value) == text
