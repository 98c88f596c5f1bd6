"""Editing texts and files, and opening URLs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

import click
from click import _termui_impl as impl


@pytest.fixture
def editor(tmp_path: Path) -> Any:
    """A command line of an editor that runs Python code with the arguments in ``names``."""

    def make(code: Any = "", *arguments: Any) -> Any:
        program = tmp_path / "editor.py"
        program.write_text(f"import sys\nfrom pathlib import Path\nnames = sys.argv[1:]\n{code}\n")
        quoted = [f'"{word}"' for word in (sys.executable, program, *arguments)]
        return " ".join(quoted)

    return make


APPEND = "with open(names[-1], 'ab') as f: f.write(b'more')"


@pytest.mark.parametrize(
    ("text", "edited"),
    [("some", "some\nmore"), ("", "more"), (None, "more"), (b"some", b"somemore")],
)
def test_text_comes_back(editor: Any, text: Any, edited: Any) -> None:
    assert click.edit(text, editor=editor(APPEND)) == edited


def test_unsaved_text_is_none_unless_wanted(editor: Any) -> None:
    assert click.edit("a", editor=editor()) is None
    assert click.edit("a", editor=editor(), require_save=False) == "a\n"


def test_temporary_file_is_private_and_removed(editor: Any, tmp_path: Path) -> None:
    code = f"Path({str(tmp_path / 'log')!r}).write_text(names[-1])"
    click.edit("a", editor=editor(code), extension=".rst")
    name = (tmp_path / "log").read_text()
    assert name.endswith(".rst")
    assert not os.path.exists(name)


@pytest.mark.skipif(sys.platform == "win32", reason="quotes differ")
def test_command_line_is_cut_and_no_shell_runs(editor: Any, tmp_path: Path) -> None:
    code = f"Path({str(tmp_path / 'log')!r}).write_text(repr(names))"
    target = "x; touch made"
    click.edit(filename=[target, Path("b")], editor=editor(code, "two words", "`q`"))
    assert (tmp_path / "log").read_text() == repr(["two words", "`q`", target, "b"])


def test_environment_is_added(editor: Any, tmp_path: Path) -> None:
    code = f"import os; Path({str(tmp_path / 'log')!r}).write_text(os.environ['EXTRA'])"
    click.edit("a", editor=editor(code), env={"EXTRA": "yes"})
    assert (tmp_path / "log").read_text() == "yes"


def test_failures_name_the_editor(editor: Any) -> None:
    command = editor("sys.exit(3)")
    with pytest.raises(click.ClickException) as failed:
        click.edit("a", editor=command)
    assert failed.value.message == f"{command}: Editing failed"
    with pytest.raises(click.ClickException, match=r"^missing-editor: Editing failed: "):
        click.edit("a", editor="missing-editor")


def test_choice_of_the_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: "found" if name == "nano" else None)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    assert impl.Editor().get_editor() == ("notepad" if impl.WIN else "nano")
    monkeypatch.setenv("EDITOR", "e")
    assert impl.Editor().get_editor() == "e"
    monkeypatch.setenv("VISUAL", "v")
    assert impl.Editor().get_editor() == "v"
    assert impl.Editor(editor="given").get_editor() == "given"


@pytest.mark.parametrize(
    ("platform", "url", "options", "command"),
    [
        ("linux", "http://x/a b", {}, ["xdg-open", "http://x/a b"]),
        ("linux", "file:///a%20b/c", {}, ["xdg-open", "/a b/c"]),
        ("linux", "/a b/c", {"locate": True}, ["xdg-open", "/a b"]),
        ("linux", "c", {"locate": True}, ["xdg-open", "."]),
        ("darwin", "/a", {"wait": True, "locate": True}, ["open", "-W", "-R", "/a"]),
        ("cygwin", "/a/b", {"wait": True}, ["cygstart", "-w", "/a/b"]),
        ("cygwin", "/a/b", {"locate": True}, ["cygstart", "/a"]),
        ("win32", "file:///a%20b", {"locate": True}, ["explorer", "/select,", "/a b"]),
        ("win32", "C:\\a b", {}, ["startfile", "C:\\a b"]),
    ],
)
def test_launch(
    monkeypatch: pytest.MonkeyPatch, platform: Any, url: Any, options: Any, command: Any
) -> Any:
    calls = []

    class Process:
        def __init__(self, command: Any, **options: Any) -> None:
            calls.append(command)

        def wait(self) -> Any:
            return 0

    monkeypatch.setattr("subprocess.Popen", Process)
    monkeypatch.setattr("subprocess.call", lambda command: Process(command).wait())
    monkeypatch.setattr(
        os, "startfile", lambda url: calls.append(["startfile", url]), raising=False
    )
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(impl, "WIN", platform == "win32")
    monkeypatch.setattr(impl, "CYGWIN", platform == "cygwin")
    assert click.launch(url, **options) == 0
    assert calls == [command]
