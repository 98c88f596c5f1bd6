"""Prompts, confirmations, styles, keys and what they print."""

from __future__ import annotations

from typing import Any

import pytest

import click
from click.testing import CliRunner


def ask(settings: dict[str, Any], typed: str, question: Any = click.prompt) -> tuple[str, str]:
    @click.command()
    def command() -> None:
        click.echo(repr(question("Q", **settings)))

    result = CliRunner().invoke(command, input=typed)
    return result.stdout, result.stderr


@pytest.mark.parametrize(
    ("settings", "typed", "stdout"),
    [
        ({}, "\nx\n", "Q: \nQ: x\n'x'\n"),
        ({"default": "d"}, "\n", "Q [d]: \n'd'\n"),
        ({"default": "d", "show_default": False}, "\n", "Q: \n'd'\n"),
        ({"default": "d", "show_default": "other"}, "\n", "Q [(other)]: \n'd'\n"),
        ({"default": 3}, "4\n", "Q [3]: 4\n4\n"),
        ({"type": int}, "x\n4\n", "Q: x\nError: 'x' is not a valid integer.\nQ: 4\n4\n"),
        ({"prompt_suffix": "?"}, "x\n", "Q?x\n'x'\n"),
        ({"type": click.Choice("ab")}, "a\n", "Q (a, b): a\n'a'\n"),
        ({"type": click.Choice("ab"), "show_choices": False}, "a\n", "Q: a\n'a'\n"),
        ({"confirmation_prompt": True}, "a\na\n", "Q: a\nRepeat for confirmation: a\n'a'\n"),
        (
            {"confirmation_prompt": "Again"},
            "a\nb\nc\nc\n",
            "Q: a\nAgain: b\nError: The two entered values do not match.\nQ: c\nAgain: c\n'c'\n",
        ),
        (
            {"hide_input": True, "type": int},
            "secret\n5\n",
            "Q: \nError: '***' is not a valid integer.\nQ: \n5\n",
        ),
        ({"value_proc": str.upper}, "a\n", "Q: a\n'A'\n"),
    ],
)
def test_prompt(settings: dict[str, Any], typed: str, stdout: str) -> None:
    assert ask(settings, typed) == (stdout, "")


def test_prompt_on_stderr() -> None:
    assert ask({"err": True}, "x\n") == ("'x'\n", "Q: x\n")


@pytest.mark.parametrize(
    ("settings", "typed", "stdout"),
    [
        ({}, "\n", "Q [y/N]: \nFalse\n"),
        ({"default": True}, "\n", "Q [Y/n]: \nTrue\n"),
        ({"default": None}, "\nYES\n", "Q [y/n]: \nError: invalid input\nQ [y/n]: YES\nTrue\n"),
        ({"show_default": False}, "n\n", "Q: n\nFalse\n"),
        ({"prompt_suffix": "?"}, "y\n", "Q [y/N]?y\nTrue\n"),
    ],
)
def test_confirm(settings: dict[str, Any], typed: str, stdout: str) -> None:
    assert ask(settings, typed, click.confirm) == (stdout, "")


def test_confirm_aborts() -> None:
    assert ask({"abort": True}, "n\n", click.confirm) == ("Q [y/N]: n\n", "Aborted!\n")


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        ({}, "x\x1b[0m"),
        ({"reset": False}, "x"),
        ({"fg": "red"}, "\x1b[31mx\x1b[0m"),
        ({"bg": "bright_blue"}, "\x1b[104mx\x1b[0m"),
        ({"fg": 0}, "\x1b[38;5;0mx\x1b[0m"),
        ({"bg": (1, 2, 3)}, "\x1b[48;2;1;2;3mx\x1b[0m"),
        ({"bold": True, "underline": False}, "\x1b[1m\x1b[24mx\x1b[0m"),
    ],
)
def test_style(settings: dict[str, Any], wanted: str) -> None:
    styled = click.style("x", **settings)
    assert styled == wanted
    assert click.unstyle(styled) == "x"


@pytest.mark.parametrize("color", ["nope", 256, -1, (1, 2), True, "", ()])
def test_no_such_color(color: Any) -> None:
    with pytest.raises(ValueError, match="color"):
        click.style("x", fg=color)


def test_styles_are_taken_out_where_they_cannot_be_shown(runner: CliRunner) -> None:
    command = click.Command("c", callback=lambda: click.secho("x", fg="red"))
    assert runner.invoke(command).output == "x\n"
    assert runner.invoke(command, color=True).output == "\x1b[31mx\x1b[0m\n"
    command = click.Command("c", callback=lambda: click.secho(b"x", fg="red"))
    assert runner.invoke(command, color=True).output == "x\n"


def test_getchar_and_pause(runner: CliRunner) -> None:
    def keys() -> None:
        click.echo(click.getchar(echo=True))
        click.pause()
        click.clear()

    assert runner.invoke(click.Command("c", callback=keys), input="ab").output == "aa\n"
