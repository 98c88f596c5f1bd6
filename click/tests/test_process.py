"""Programs as processes: closed streams, pipes nobody reads, signals, odd locales and arguments.

The exit codes are those that the documentation promises; there is never a traceback.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import click
from click.testing import CliRunner

PROGRAM = '''
import click

@click.group()
def cli():
    """Everything."""

@cli.command()
@click.argument("count", type=int)
def lines(count):
    for number in range(count):
        click.echo(f"line {number}")

@cli.command()
@click.argument("text")
def show(text):
    click.echo(click.format_filename(text))

@cli.command()
@click.argument("file", type=click.File())
def read(file):
    click.echo(file.read())

@cli.command()
@click.option("--hidden", is_flag=True)
def ask(hidden):
    click.echo(repr(click.prompt("Größe", hide_input=hidden)))

@cli.command()
def sure():
    click.echo(click.confirm("Sure?"))

cli(prog_name="cli")
'''
posix = pytest.mark.skipif(os.name == "nt", reason="streams are closed with a POSIX shell")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "cli.py"
    path.write_text(PROGRAM, encoding="utf-8")
    return path


def run(
    program: Path, *args: str | bytes, env: dict[str, str] | None = None, typed: bytes = b""
) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, str(program), *args],
        input=typed,
        capture_output=True,
        env={**os.environ, **(env or {})},
        timeout=60,
    )
    out, err = (text.decode("utf-8", "backslashreplace") for text in (done.stdout, done.stderr))
    assert "Traceback" not in err
    return done.returncode, out, err


def in_shell(program: Path, line: str) -> tuple[int, str]:
    """Run a line of shell in which ``$cli`` is the program; the code, and all that was printed."""
    done = subprocess.run(
        ["/bin/sh", "-c", line],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "cli": f"{sys.executable} {program}"},
        timeout=60,
    )
    text = done.stdout.decode()
    assert "Traceback" not in text and "Exception ignored" not in text
    return done.returncode, text


@posix
def test_a_pipe_that_nobody_reads_ends_with_1(program: Path) -> None:
    _, text = in_shell(program, "{ $cli lines 100000; echo code $? >&2; } | head -n 1")
    assert sorted(text.split("\n")) == ["", "code 1", "line 0"]


@posix
@pytest.mark.parametrize(
    ("line", "code", "text"),
    [
        ("$cli lines 3 >&-", 0, ""),
        ("$cli --help >&-", 0, ""),
        ("$cli nope >&- 2>&-", 2, ""),
        ("$cli lines x >&- 2>&-", 2, ""),
        ("$cli lines 1 <&-", 0, "line 0\n"),
        ("$cli sure >&-", 1, "Aborted!\n"),
        ("$cli sure <&-", 1, "Aborted!\n"),
        ("$cli ask <&-", 1, "Aborted!\n"),
        ("$cli sure < /dev/null", 1, "Sure? [y/N]: \nAborted!\n"),
    ],
)
def test_closed_streams(program: Path, line: str, code: int, text: str) -> None:
    found_code, found = in_shell(program, line)
    if sys.implementation.name == "pypy" and line.endswith("<&-"):
        # PyPy opens something in the place of a closed stream, so that the question is asked.
        found = found[found.find(text) :]
    assert (found_code, found) == (code, text)


@posix
@pytest.mark.parametrize("command", ["ask", "sure"])
def test_an_interrupted_prompt_ends_with_1(program: Path, command: str) -> None:
    with subprocess.Popen(
        [sys.executable, str(program), command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout is not None
        process.stdout.read(5)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err.decode().split()) == (1, ["Aborted!"])


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "C"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONUTF8": "1"},
    ],
)
def test_prompts_and_texts_where_the_locale_knows_only_ascii(
    program: Path, env: dict[str, str]
) -> None:
    code, out, _ = run(program, "ask", env=env, typed=b"12\n")
    assert (code, out) == (0, "Größe: '12'\n")
    code, _, err = run(program, "größe", env=env)
    assert code == 2
    assert "Error: No such command " in err


@posix
def test_arguments_that_are_no_text(program: Path) -> None:
    assert run(program, "show", b"a\xffb")[:2] == (0, "a\ufffdb\n")
    for args in (["--\xff".encode("latin-1")], [b"\xff"], ["lines", b"\xff"], ["read", b"\xff"]):
        code, _, err = run(program, *args)
        assert code == 2
        assert err.startswith("Usage: cli")


def test_an_argument_of_a_megabyte() -> None:
    huge = "x" * 2**20

    @click.command()
    @click.option("--number", type=int)
    @click.argument("text", required=False)
    def cli(number: int, text: str) -> None:
        click.echo(len(text))

    runner = CliRunner()
    assert runner.invoke(cli, [huge]).output == f"{2**20}\n"
    for args in ([f"--number={huge}"], [f"--{huge}"], ["--number", "9" * 2**20], ["a", huge]):
        result = runner.invoke(cli, args)
        assert result.exit_code == 2
        assert "Error: " in result.stderr
