"""Messages of errors, and the help they add."""

from __future__ import annotations

from typing import Any

import pytest

import click
from click.testing import CliRunner


def test_value_from_the_environment_is_named(runner: CliRunner) -> None:
    command = click.Command("c", params=[click.Option(["--size"], type=int, envvar="SIZE")])
    result = runner.invoke(command, [], env={"SIZE": "big"})
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-2:] == [
        "Error: Invalid value for '--size': 'big' is not a valid integer.",
        "Hint: The value comes from the environment variable 'SIZE'.",
    ]


def test_value_from_the_default_map_is_named(runner: CliRunner) -> None:
    command = click.Command("c", params=[click.Option(["--size"], type=int)])
    result = runner.invoke(command, [], default_map={"size": "big"})
    assert result.stderr.splitlines()[-1] == (
        "Hint: The value comes from the default map, entry 'size'."
    )


def test_value_from_the_line_needs_no_hint(runner: CliRunner) -> None:
    command = click.Command("c", params=[click.Option(["--size"], type=int)])
    assert "Hint" not in runner.invoke(command, ["--size", "big"]).stderr


def test_negative_number_is_told_how(runner: CliRunner) -> None:
    command = click.Command("c", params=[click.Argument(["number"], type=int)])
    result = runner.invoke(command, ["-6"])
    assert "No such option '-6'." in result.stderr
    assert "'-- -6'" in result.stderr
    assert runner.invoke(command, ["--", "-6"]).exit_code == 0


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (click.UsageError("m"), "m"),
        (click.BadParameter("m"), "Invalid value: m"),
        (click.BadParameter("m", param_hint=["a", "b"]), "Invalid value for 'a' / 'b': m"),
        (click.MissingParameter(param_hint="x", param_type="option"), "Missing option x."),
        (
            click.NoSuchOption("--foo", possibilities=["--foo1", "--zzz"]),
            "No such option '--foo'. Did you mean '--foo1'?",
        ),
        (
            click.NoSuchCommand("foo", possibilities=["foo2", "foo1"]),
            "No such command 'foo'. (Did you mean one of: 'foo1', 'foo2'?)",
        ),
        (click.FileError("a", "gone"), "Could not open file 'a': gone"),
        (
            click.MissingParameter(param=click.Option(["--x"], type=click.Choice("ab"))),
            "Missing option '--x'. Choose from:\n\ta,\n\tb",
        ),
    ],
)
def test_messages(error: click.ClickException, text: str) -> None:
    assert error.format_message() == text


def test_runner_without_mix_stderr() -> None:
    with pytest.raises(TypeError, match="mix_stderr") as caught:
        CliRunner(mix_stderr=False)
    assert "stderr" in caught.value.__notes__[0]


def test_bad_parameter_with_a_hint_takes_anything_as_parameter(runner: CliRunner) -> None:
    @click.command()
    @click.argument("source")
    def tiles(source: Any) -> None:
        raise click.BadParameter("no box", param=source, param_hint="source")

    result = runner.invoke(tiles, ["x"])
    assert result.exit_code == 2
    assert "Error: Invalid value for source: no box\n" in result.output
