"""Which pager is chosen, and what reaches it."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest

import click
from click import _termui_impl as impl

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pagers are written in Python")

RED = "\x1b[31mred\x1b[0m"
#: writes its arguments, LESS and its input to a file
SPY = """\
#!{python}
import os, pathlib, sys
text = sys.stdin.buffer.read().decode()
pathlib.Path({log!r}).write_text(repr((sys.argv[1:], os.environ.get("LESS"), text)))
"""


@pytest.fixture
def show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Page a text on a pretended terminal; gives what the pager saw, or what was printed."""
    log = tmp_path / "log"
    for name in ("less", "other"):
        program = tmp_path / name
        program.write_text(SPY.format(python=sys.executable, log=str(log)))
        program.chmod(0o755)
    printed = io.StringIO()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("PAGER", raising=False)
    monkeypatch.delenv("LESS", raising=False)
    monkeypatch.setattr(impl, "isatty", lambda stream: True)
    monkeypatch.setattr(impl, "_default_text_stdout", lambda: printed)

    def show(text: Any = RED, color: Any = None, **environment: Any) -> Any:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        click.echo_via_pager(text, color=color)
        return eval(log.read_text()) if log.exists() else printed.getvalue()

    show.folder = tmp_path  # type: ignore[attr-defined]
    return show


@pytest.mark.parametrize(
    ("environment", "color", "seen"),
    [
        ({}, None, ([], "-R", RED + "\n")),
        ({"PAGER": " "}, None, ([], "-R", RED + "\n")),
        ({"PAGER": "less"}, False, ([], None, "red\n")),
        ({"PAGER": "less"}, True, ([], None, RED + "\n")),
        ({"PAGER": "less -X"}, None, (["-X"], None, "red\n")),
        ({"PAGER": "less -X -r"}, None, (["-X", "-r"], None, RED + "\n")),
        ({"LESS": "-FRX"}, None, ([], "-FRX", RED + "\n")),
        ({"PAGER": "other"}, None, ([], None, "red\n")),
        ({"PAGER": "other 'two words'"}, None, (["two words"], None, "red\n")),
        ({"PAGER": "other; touch made"}, None, "red\n"),
        (
            {"PAGER": "other $(touch made) | x"},
            None,
            (["$(touch", "made)", "|", "x"], None, "red\n"),
        ),
        ({"PAGER": "missing"}, None, "red\n"),
        ({"PAGER": "missing"}, True, RED + "\n"),
        ({"TERM": "dumb"}, None, "red\n"),
        ({"TERM": "dumb", "PAGER": "less"}, None, ([], "-R", RED + "\n")),
    ],
)
def test_choice(show: Any, environment: Any, color: Any, seen: Any) -> None:
    assert show(color=color, **environment) == seen
    assert not (show.folder / "made").exists()


def test_pieces_are_joined(show: Any) -> None:
    assert show(text=iter(["a", "b"])) == ([], "-R", "ab\n")


def test_without_terminal_text_is_printed(show: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(impl, "isatty", lambda stream: False)
    assert show() == "red\n"


def test_error_of_the_text_ends_the_pager(show: Any) -> Any:
    def text() -> Any:
        yield "a"
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        show(text=text())


def test_reader_that_leaves_early_is_no_error(show: Any) -> None:
    quitter = show.folder / "quitter"
    quitter.write_text(f"#!{sys.executable}\n")
    quitter.chmod(0o755)
    assert show(text=["x" * 100_000] * 20, PAGER="quitter") == ""


@pytest.mark.parametrize(
    ("less", "arguments", "raw"),
    [
        ("", [], False),
        ("-R", [], True),
        ("R", [], False),
        ("", ["--RAW-CONTROL-CHARS"], True),
        ("", ["--raw-control-chars"], True),
        ("--prompt=R", [], False),
        ("-X", ["+R", "more"], False),
        ("-iMr", [], True),
    ],
)
def test_raw_mode_of_less(less: Any, arguments: Any, raw: Any) -> None:
    assert impl._less_uses_raw_mode(less, arguments) is raw


def test_file_for_systems_without_pipes(show: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(impl, "WIN", True)
    calls = []

    def call(command: Any, **options: Any) -> Any:
        with open(command[-1], encoding="utf-8") as file:
            calls.append((command[1:-1], file.read()))
        return 0

    monkeypatch.setattr("subprocess.call", call)
    show(PAGER="less -X")
    assert calls == [(["-X"], "red\n")]


@pytest.mark.parametrize(("color", "expected"), [(True, RED), (False, "red")])
def test_echo_to_the_pager_keeps_what_the_pager_shows(
    monkeypatch: pytest.MonkeyPatch, color: Any, expected: Any
) -> None:
    printed = io.StringIO()
    monkeypatch.setattr(impl, "_default_text_stdout", lambda: printed)
    with click.get_pager_file(color=color) as pager:
        click.echo(RED, file=pager)
        click.echo(RED, file=pager, color=False)
    assert printed.getvalue() == f"{expected}\nred\n"
