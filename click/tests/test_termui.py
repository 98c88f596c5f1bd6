"""Prompts, confirmations, styles, keys and what they print."""

from __future__ import annotations

import enum
import io
import sys
from typing import Any

import pytest

import click
import click.decorators
import click.testing
import click.types
from click.testing import CliRunner


def ask(settings: dict[str, Any], typed: str, question: Any = click.prompt) -> tuple[str, str]:
    @click.command()
    def command() -> None:
        click.echo(repr(question("Q", **settings)))

    result = CliRunner().invoke(command, input=typed)
    return result.stdout, result.stderr


class Speed(enum.StrEnum):
    FAST = "fast-mode"
    SLOW = "slow-mode"


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


@pytest.mark.parametrize(
    ("default", "kind", "typed", "value"),
    [
        ("s", None, ["", ""], "'s'"),
        ("s", None, ["", "s"], "'s'"),
        ("s", None, ["s", "", "s"], "'s'"),
        ("s", None, ["", "t"], None),
        ("s", None, ["t", "s"], None),
        (5, None, ["", ""], "5"),
        (5, None, ["", "5"], "5"),
        (5, None, ["", "05"], "5"),
        (5, None, ["", "6"], None),
        (5, None, ["", "x"], None),
        (0, None, ["", ""], "0"),
        ("", None, ["", ""], "''"),
        (2.5, None, ["", "2.50"], "2.5"),
        (Speed.FAST, click.Choice(Speed), ["", ""], repr(Speed.FAST)),
        (Speed.FAST, click.Choice(Speed), ["", "FAST"], repr(Speed.FAST)),
        (Speed.FAST, click.Choice(Speed), ["", "SLOW"], None),
        (("a", 1), (str, int), ["", ""], "('a', 1)"),
    ],
)
@pytest.mark.parametrize("hide_input", [False, True])
def test_a_default_is_confirmed_by_enter_or_by_its_text(
    default: Any, kind: Any, typed: list[str], value: str | None, hide_input: bool
) -> None:
    settings = {"default": default, "type": kind, "hide_input": hide_input}
    settings["confirmation_prompt"] = True
    stdout, stderr = ask(settings, "".join(f"{line}\n" for line in typed))
    if value is None:
        assert "Error: The two entered values do not match." in stdout
    else:
        assert stdout.splitlines()[-1] == value
        assert "Error" not in stdout + stderr


@pytest.mark.parametrize("case_sensitive", [False, True])
def test_a_prompt_shows_the_choices_as_help_does(case_sensitive: bool) -> None:
    for choices in (Speed, ["Red", "Green"], [1, 2.5]):
        kind = click.Choice(choices, case_sensitive=case_sensitive)
        for normalize in (None, lambda word: word.replace("_", "-").upper()):
            option = click.Option(["--x"], type=kind, prompt=True)
            command = click.Command(
                "c",
                params=[option],
                callback=lambda x: x,
                context_settings={"token_normalize_func": normalize},
            )
            page = CliRunner().invoke(command, ["--help"]).output
            shown = page.partition("[")[2].partition("]")[0] if "--x [" in page else ""
            words = page[page.index("--x [") + 5 :].partition("]")[0].split("|")
            assert shown
            for word, choice in zip(words, kind.choices, strict=True):
                result = CliRunner().invoke(command, input=f"{word}\n", standalone_mode=False)
                assert result.output == f"X ({', '.join(words)}): {word}\n"
                assert result.return_value == choice


def test_the_default_of_a_choice_of_enum_members_is_shown_by_name() -> None:
    settings = {"type": click.Choice(Speed), "default": Speed.SLOW}
    for typed in ("", "SLOW"):
        stdout = ask(settings, f"{typed}\n")[0]
        assert stdout == f"Q (FAST, SLOW) [SLOW]: {typed}\n{Speed.SLOW!r}\n"


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


RUNNER = CliRunner()


class Screen(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_clearing_and_pausing_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = iter(["x", KeyboardInterrupt(), EOFError()])

    def press(echo: bool) -> str:
        key = next(keys)
        if isinstance(key, BaseException):
            raise key
        return key

    monkeypatch.setattr("click.termui._getchar", press)
    for name in ("stdin", "stdout"):
        monkeypatch.setattr(sys, name, Screen())
    shown: Any = sys.stdout
    click.clear()
    click.pause()
    click.pause("Stop")
    click.pause("")
    assert shown.getvalue() == "\x1b[2J\x1b[1;1HPress any key to continue...\nStop\n"
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    click.clear()
    click.pause()
    assert sys.stdout.getvalue() == ""  # type: ignore[attr-defined]


def test_secrets_are_masked_in_messages() -> None:
    option = click.Option(["--pw"], prompt=True, hide_input=True, type=int)
    command = click.Command("c", params=[option], callback=lambda pw: None)
    result = RUNNER.invoke(command, input="se\n5\n")
    assert "Error: '***' is not a valid integer." in result.output
    assert "'se'" not in result.output


def test_the_input_is_gone() -> None:
    command = click.Command("c", callback=lambda: click.prompt("Name"))
    result = RUNNER.invoke(command, input="")
    assert (result.exit_code, result.stderr) == (1, "Aborted!\n")
