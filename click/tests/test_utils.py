"""Helpers for programs: application folders, files, names."""

from __future__ import annotations

import os
import sys
import types
from pathlib import Path
from typing import Any

import pytest

import click
import click.utils
from click.testing import CliRunner


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
