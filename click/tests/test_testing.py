"""The runner: streams, input, environment, exit codes."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Literal

import pytest

import click
import click.decorators
import click.testing
import click.types
import click.utils
from click.testing import CliRunner, EchoingStdin, make_input_stream


@click.command()
@click.option("--name", prompt=True)
def greet(name: str) -> None:
    click.echo(f"Hello {name}")
    click.echo("careful", err=True)


def test_streams_apart_and_together(runner: CliRunner) -> None:
    result = runner.invoke(greet, input="Ada\n")
    assert result.stdout == "Name: Ada\nHello Ada\n"
    assert result.stderr == "careful\n"
    assert result.output == "Name: Ada\nHello Ada\ncareful\n"


def test_end_of_input_aborts(runner: CliRunner) -> None:
    result = runner.invoke(greet, input="")
    assert result.exit_code == 1
    assert result.output == "Name: \nAborted!\n"


def test_environment_is_put_back(runner: CliRunner) -> None:
    show = click.Command("c", callback=lambda: click.echo(os.environ.get("CLICK_TEST")))
    before = os.environ.get("CLICK_TEST")
    assert runner.invoke(show, env={"CLICK_TEST": "1"}).output == "1\n"
    assert os.environ.get("CLICK_TEST") == before


def test_exceptions(runner: CliRunner) -> None:
    def crash() -> None:
        raise KeyError("x")

    command = click.command(crash)
    result = runner.invoke(command)
    assert isinstance(result.exception, KeyError)
    assert result.exit_code == 1
    with pytest.raises(KeyError):
        runner.invoke(command, catch_exceptions=False)


@pytest.mark.parametrize(("status", "code"), [(None, 0), (0, 0), (3, 3), ("text", 1)])
def test_system_exit(runner: CliRunner, status: object, code: int) -> None:
    result = runner.invoke(click.Command("c", callback=lambda: sys.exit(status)))  # type: ignore[arg-type]
    assert result.exit_code == code


def test_echo_stdin() -> None:
    command = click.Command("c", callback=lambda: click.echo(sys.stdin.read().upper()))
    result = CliRunner(echo_stdin=True).invoke(command, input="ab")
    assert result.output == "abAB\n"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such capture there")
def test_descriptors_are_captured() -> None:
    def both() -> None:
        click.echo("text")
        os.write(1, b"raw\n")

    result = CliRunner(capture="fd").invoke(click.command(both))
    assert result.stdout == "text\nraw\n"


def test_hidden_prompts_show_nothing(runner: CliRunner) -> None:
    command = click.Command(
        "c",
        params=[click.Option(["--pin"], prompt=True, hide_input=True, type=int)],
        callback=lambda pin: click.echo(pin),
    )
    result = runner.invoke(command, input="oops\n12\n")
    assert result.stdout == "Pin: \nError: '***' is not a valid integer.\nPin: \n12\n"


def test_colors_only_on_request(runner: CliRunner) -> None:
    command = click.Command("c", callback=lambda: click.secho("x", fg="red"))
    assert runner.invoke(command).output == "x\n"
    assert runner.invoke(command, color=True).output == "\x1b[31mx\x1b[0m\n"


@pytest.mark.parametrize("capture", ["sys", "fd"])
def test_programs_may_close_their_streams(capture: Literal["sys", "fd"]) -> None:
    if capture == "fd" and sys.platform == "win32":
        pytest.skip("not there")

    @click.command()
    def cli() -> None:
        with sys.stdout as out, sys.stderr:
            out.write("first ")
        sys.stdin.close()
        click.echo(sys.stdin.read())
        click.echo("err", err=True)

    result = CliRunner(capture=capture).invoke(cli, input="typed")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "first typed\n", "err\n")


_TERMINAL_PROGRAM = """\
import sys
import click

@click.command()
@click.option("--name", prompt=True)
@click.option("--secret", prompt=True, hide_input=True, confirmation_prompt=True)
@click.option("--size", prompt=True, type=int, default=3)
def cli(name, secret, size):
    sys.stdout.write("started ")
    print("on stderr", file=sys.stderr)
    print("and going")
    sys.stderr.write("no newline ")
    click.secho("colored", fg="red")
    click.echo("error", err=True)
    click.confirm("Sure?", abort=True)
    click.prompt("To stderr", err=True)
    sys.stdout.write("end")
    sys.exit(3)
"""


def _in_terminal(folder: Path, lines: list[str]) -> str:
    """Return what a terminal shows when ``lines`` are typed at prompts and the input ends then."""
    pty = pytest.importorskip("pty", reason="needs the pseudo-terminals of POSIX systems")
    program = folder / "program.py"
    program.write_text(f"{_TERMINAL_PROGRAM}\ncli(prog_name='cli')")
    pid, descriptor = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "dumb"
        os.environ.pop("PYTHONUNBUFFERED", None)
        os.execv(sys.executable, [sys.executable, str(program)])
    waiting = [f"{line}\n" for line in lines] + ["\x04"] * 9
    shown = b""
    seen = 0
    while True:
        try:
            shown += os.read(descriptor, 65536)
        except OSError:
            # Linux says so when the other end is closed.
            break
        if shown.endswith(b": ") and len(shown) > seen:
            seen = len(shown)
            time.sleep(0.05)
            os.write(descriptor, waiting.pop(0).encode())
    os.close(descriptor)
    os.waitpid(pid, 0)
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["n"],
        ["n", "s"],
        ["n", "s", "s"],
        ["n", "s", "t", "s", "s"],
        ["n", "s", "s", "no", "4"],
        ["n", "s", "s", "", "n"],
        ["n", "s", "s", "", "y"],
        ["n", "s", "s", "", "y", "x"],
    ],
)
def test_output_is_what_a_terminal_shows(tmp_path: Path, lines: list[str]) -> None:
    names: dict[str, Any] = {}
    exec(_TERMINAL_PROGRAM, names)
    result = CliRunner().invoke(
        names["cli"], input="".join(f"{line}\n" for line in lines), color=True
    )
    assert result.output == _in_terminal(tmp_path, lines)


def test_debugger_uses_the_real_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    import pdb

    real_input, real_output = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "__stdin__", real_input)
    monkeypatch.setattr(sys, "__stdout__", real_output)

    @click.command()
    def debug() -> None:
        debugger = pdb.Pdb(nosigint=True)
        assert debugger.stdin is real_input
        assert debugger.stdout is real_output

    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert CliRunner().invoke(debug, catch_exceptions=False).exit_code == 0


def test_breakpoint_talks_to_the_real_terminal() -> None:
    # In a process of its own, because pytest replaces the debugger.
    program = """
import click, io, sys
from click.testing import CliRunner

@click.command()
def debug():
    breakpoint()
    click.echo("done")

captured = sys.stdout = io.StringIO()
result = CliRunner().invoke(debug, catch_exceptions=False)
assert result.output == "done\\n", result.output
assert captured.getvalue() == ""
"""
    environment = {**os.environ, "PYTHONBREAKPOINT": ""}
    done = subprocess.run(
        [sys.executable, "-c", program],
        input="p 6 * 7\ncontinue\n",
        capture_output=True,
        text=True,
        env=environment,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "42" in done.stdout


RUNNER = CliRunner()


def test_input_that_is_echoed_when_read() -> None:
    shown = io.BytesIO()
    stream: Any = EchoingStdin(io.BytesIO(b"a\nbc\nd\ne\nf\n"), shown)
    assert [stream.readline(), stream.read(1), stream.read1(2)] == [b"a\n", b"b", b"c\n"]
    assert [next(iter(stream)), *stream.readlines()] == [b"d\n", b"e\n", b"f\n"]
    assert shown.getvalue() == b"a\nbc\nd\ne\nf\n"
    assert "BytesIO" in repr(stream)


@pytest.mark.parametrize("given", [None, "ü", b"x", io.BytesIO(b"y")])
def test_input_streams(given: Any) -> None:
    wanted = {None: b"", "ü": "ü".encode(), b"x": b"x"}.get(
        given if isinstance(given, (str, bytes, type(None))) else "", b"y"
    )
    assert make_input_stream(given, "utf-8").read() == wanted
    with pytest.raises(TypeError, match="binary reader"):
        make_input_stream(io.StringIO("x"), "utf-8")


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"capture": "x"}, ValueError),
        ({"mix_stderr": False}, TypeError),
        ({"nope": 1}, TypeError),
    ],
)
def test_settings_that_the_runner_does_not_have(
    settings: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        CliRunner(**settings)
    notes = getattr(caught.value, "__notes__", [])
    assert bool(notes) is ("mix_stderr" in settings)


def test_a_folder_for_a_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for parent in (None, tmp_path):
        with pytest.warns(DeprecationWarning, match="isolated_filesystem"):
            made = RUNNER.isolated_filesystem(temp_dir=parent)
        with made as folder:
            assert Path.cwd() == Path(folder).resolve()
        assert Path.cwd() == tmp_path
        assert Path(folder).exists() is (parent is not None)


def test_names_for_annotations_are_there() -> None:
    assert click.testing.CaptureMode is click.testing.CaptureMode
    assert click.testing.ExceptionInfo
    assert click.decorators.FC is click.decorators.FC
    assert click.decorators.P.__name__ == "P"
    for module in (click.testing, click.decorators, click.types):
        with pytest.raises(AttributeError):
            module.nope


def test_echoed_input_comes_when_it_is_read() -> None:
    def read() -> None:
        click.echo("first")
        sys.stdin.readline()
        click.echo("second")
        sys.stdin.readline()

    result = CliRunner(echo_stdin=True).invoke(click.Command("c", callback=read), input="a\nb\n")
    assert result.output == "first\na\nsecond\nb\n"
