"""Files that are opened late, named pipes, and what becomes of atomic files."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

import click
import click.utils
from click.testing import CliRunner


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("lazy", [True, False])
def test_a_named_pipe_is_opened_once(tmp_path: Path, lazy: bool) -> None:
    @click.command()
    @click.argument("file", type=click.File(lazy=lazy))
    def show(file: click.utils._LazyFile) -> None:
        click.echo(file.read())

    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_text, args=("hello",), daemon=True)
    writer.start()
    result = CliRunner().invoke(show, [str(path)])
    writer.join(10)
    assert result.output == "hello\n"


def test_a_lazy_file_that_is_missing_is_reported_at_once(tmp_path: Path) -> None:
    @click.command()
    @click.argument("file", type=click.File(lazy=True))
    def show(file: object) -> None:
        raise AssertionError("must not run")

    result = CliRunner().invoke(show, [str(tmp_path / "absent")])
    assert result.exit_code == 2
    assert "No such file or directory" in result.output


@pytest.mark.parametrize("lazy", [True, False, None])
@pytest.mark.parametrize(
    ("end", "content"),
    [
        (lambda: None, "new"),
        (lambda: click.get_current_context().exit(0), "new"),
        (lambda: sys.exit(0), "new"),
        (lambda: sys.exit(), "new"),
        (lambda: click.get_current_context().exit(3), "old"),
        (lambda: sys.exit(1), "old"),
        (lambda: sys.exit("message"), "old"),
        (lambda: click.get_current_context().abort(), "old"),
        (lambda: click.get_current_context().fail("no"), "old"),
        (lambda: 1 / 0, "old"),
    ],
)
@pytest.mark.parametrize("on_group", [True, False])
def test_atomic_parameter(
    tmp_path: Path, lazy: Any, end: Any, content: str, on_group: bool
) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    option = click.Option(["--file"], type=click.File("w", lazy=lazy, atomic=True))

    def write(**values: object) -> None:
        context = click.get_current_context()
        file = (context.parent or context).params["file"] if on_group else context.params["file"]
        file.write("new")
        end()

    command = click.Command("c", params=[] if on_group else [option], callback=write)
    words = ["--file", str(path)]
    if on_group:
        group = click.Group("g", {"c": command}, params=[option], callback=lambda file: None)
        CliRunner().invoke(group, [*words, "c"])
    else:
        CliRunner().invoke(command, words)
    assert path.read_text() == content
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("lazy", [True, False])
def test_atomic_file_in_a_with_block(tmp_path: Path, lazy: bool) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    with (
        pytest.raises(ZeroDivisionError),
        click.open_file(path, "w", lazy=lazy, atomic=True) as file,
    ):
        file.write("new")
        raise ZeroDivisionError
    assert path.read_text() == "old"
    with click.open_file(path, "w", lazy=lazy, atomic=True) as file:
        file.write("new")
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_standard_streams_stay_open() -> None:
    @click.command()
    @click.argument("source", type=click.File("r", lazy=True))
    @click.argument("target", type=click.File("w", lazy=True))
    def copy(source: Any, target: Any) -> None:
        with source, target:
            target.write(source.read())
        target.write("!")
        click.echo("after")

    assert CliRunner().invoke(copy, ["-", "-"], input="abc").output == "abc!after\n"


def test_a_lazy_folder_is_reported_at_once(tmp_path: Path) -> None:
    @click.command()
    @click.argument("file", type=click.File(lazy=True))
    def show(file: object) -> None:
        raise AssertionError("must not run")

    assert CliRunner().invoke(show, [str(tmp_path)]).exit_code == 2


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
