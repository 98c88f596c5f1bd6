"""The runner: streams, input, environment, exit codes."""

from __future__ import annotations

import os
import sys
from typing import Literal

import pytest

import click
from click.testing import CliRunner


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
    assert result.output == "Aborted!\nName: "


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
