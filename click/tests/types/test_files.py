"""Files and paths."""

from __future__ import annotations

import os
import pathlib
from typing import Any

import pytest

import click
from click.testing import CliRunner


def test_paths(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    folder = tmp_path / "folder"
    folder.mkdir()
    assert click.Path(path_type=pathlib.Path)(str(file)) == file
    assert click.Path(path_type=bytes)(str(file)) == os.fsencode(file)
    assert click.Path(path_type=str)(os.fsencode(file)) == str(file)
    assert click.Path(exists=True, allow_dash=True)("-") == "-"
    assert click.Path(resolve_path=True)(str(folder / ".." / "file")) == os.path.realpath(file)
    for kind, path, text in (
        (click.Path(exists=True), tmp_path / "no", "Path '{}' does not exist."),
        (click.Path(dir_okay=False), folder, "File '{}' is a directory."),
        (click.Path(file_okay=False), file, "Directory '{}' is a file."),
        (click.Path(executable=True), file, "Path '{}' is not executable."),
    ):
        with pytest.raises(click.BadParameter) as caught:
            kind(str(path))
        assert caught.value.message == text.format(path)


def test_unreadable_paths(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: mode == os.R_OK)
    with pytest.raises(click.BadParameter, match="is not writable"):
        click.Path(writable=True)(str(tmp_path))
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(click.BadParameter, match="is not readable"):
        click.Path()(str(tmp_path))


@pytest.mark.parametrize(("mode", "lazy"), [("r", None), ("w", None), ("r", True), ("w", False)])
def test_files(runner: CliRunner, tmp_path: pathlib.Path, mode: str, lazy: bool | None) -> None:
    file = tmp_path / "file"
    file.write_text("old")

    @click.command()
    @click.argument("file", type=click.File(mode, lazy=lazy))
    @click.pass_context
    def use(ctx: click.Context, file: Any) -> None:
        click.echo(file.read() if mode == "r" else file.write("new!"))

    assert runner.invoke(use, [str(file)]).output == ("old\n" if mode == "r" else "4\n")
    assert file.read_text() == ("old" if mode == "r" else "new!")
    result = runner.invoke(use, [str(tmp_path / "no" / "file")])
    assert "No such file or directory" in result.stderr
    kind = click.File(mode)
    opened = kind(str(file))
    assert kind(opened) is opened
    opened.close()
