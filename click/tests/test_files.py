"""Files that are opened late, named pipes, and what becomes of atomic files."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

import click
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
def test_atomic_parameter(tmp_path: Path, lazy, end, content: str, on_group: bool) -> None:
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
    def copy(source, target) -> None:
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
