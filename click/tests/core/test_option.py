"""Options: flags, prompts, environment, help records."""

from __future__ import annotations

import enum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import click
import click.core
from click.testing import CliRunner

RUNNER = CliRunner()


@pytest.mark.parametrize(
    ("settings", "typed", "value"),
    [
        ({"prompt": True}, "x\n", "x"),
        ({"prompt": True, "default": "d"}, "\n", "d"),
        ({"prompt": "Q", "type": int}, "x\n3\n", 3),
        ({"prompt": True, "confirmation_prompt": "Again"}, "a\nb\nc\nc\n", "c"),
        ({"prompt": True, "is_flag": True}, "y\n", True),
        ({"prompt": True, "is_flag": True, "default": True}, "\n", True),
        ({"prompt": True, "type": click.Choice(["a", "b"])}, "z\nb\n", "b"),
        ({"prompt": True, "hide_input": True}, "secret\n", "secret"),
        ({"prompt": True, "default": lambda: "made"}, "\n", "made"),
    ],
)
def test_prompts_of_options(settings: dict[str, Any], typed: str, value: object) -> None:
    command = click.Command("c", callback=lambda x: x, params=[click.Option(["--x"], **settings)])
    result = RUNNER.invoke(command, [], input=typed, standalone_mode=False)
    assert result.return_value == value, result.output


def test_an_optional_value_is_asked_for_when_it_is_left_out() -> None:
    option = click.Option(["--x"], prompt=True, prompt_required=False)
    command = click.Command("c", callback=lambda x: x, params=[option])
    for args, typed, value in (([], "", None), (["--x"], "t\n", "t"), (["--x", "v"], "", "v")):
        result = RUNNER.invoke(command, args, input=typed, standalone_mode=False)
        assert result.return_value == value


class Kind(enum.Enum):
    A = 1
    B = 2


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"default": Kind.A, "type": click.Choice(Kind)}, "--x [A|B]  [default: A]"),
        ({"default": [1, 2], "multiple": True}, "--x INTEGER  [default: 1, 2]"),
        ({"default": lambda: 1}, "--x TEXT  [default: (dynamic)]"),
        ({"default": ""}, '--x TEXT  [default: ""]'),
        ({"default": True, "is_flag": True}, "--x  [default: True]"),
        ({"default": False, "is_flag": True}, "--x"),
        ({"default": None}, "--x TEXT"),
        ({"default": 3, "type": click.IntRange(1, 5)}, "--x INTEGER RANGE  [default: 3; 1<=x<=5]"),
        ({"count": True}, "--x  [default: 0]"),
        ({"required": True, "default": "d"}, "--x TEXT  [default: d; required]"),
        ({"envvar": ["A", "B"], "show_envvar": True}, "--x TEXT  [env var: A, B]"),
        ({"show_default": "odd"}, "--x TEXT  [default: (odd)]"),
        ({"type": click.Choice(["a"]), "show_choices": False}, "--x [TEXT]"),
    ],
)
def test_help_lines(settings: dict[str, Any], line: str) -> None:
    settings.setdefault("show_default", True)
    command = click.Command("c", params=[click.Option(["--x"], **settings)])
    shown = RUNNER.invoke(command, ["--help"], terminal_width=100).output
    assert " ".join(line.split()) in " ".join(shown.split())


def test_both_sides_of_a_flag_are_named() -> None:
    command = click.Command(
        "c", params=[click.Option(["--on/--off"], default=False, show_default=True)]
    )
    assert "--on / --off  [default: off]" in RUNNER.invoke(command, ["--help"]).output


@pytest.mark.parametrize(
    ("text", "value"),
    [("1", "v"), ("yes", "v"), ("v", "v"), ("0", "False"), ("odd", None), ("", None)],
)
def test_flags_with_a_value_and_the_environment(text: str, value: object) -> None:
    option = click.Option(["--x"], flag_value="v", envvar="HOOK_X")
    command = click.Command("c", callback=lambda x: x, params=[option])
    result = RUNNER.invoke(command, env={"HOOK_X": text}, standalone_mode=False)
    assert result.return_value == value


class Level(enum.Enum):
    LOW = 1
    HIGH = 2


class _Thing:
    def __str__(self) -> str:
        return "thing"


TEXTS = ["v", "42", "1", "0", "TRUE", " yes ", "off", "no", " ", "thing", "Level.LOW", "LOW", "foo"]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(
    "flag_value", ["v", "42", "1", "no", 42, 1, 0, 2.5, None, Level.LOW, _Thing(), b"v"], ids=repr
)
@pytest.mark.parametrize("type_", [None, str, click.UNPROCESSED], ids=str)
def test_texts_that_switch_a_flag_with_a_value(type_: Any, flag_value: Any, text: str) -> None:
    option = click.Option(["--x"], flag_value=flag_value, type=type_, envvar="X_WORDS")
    command = click.Command("c", params=[option], callback=lambda x: x)

    def outcome(*args: str, **env: str) -> Any:
        return RUNNER.invoke(command, args, env=env, standalone_mode=False).return_value

    meaning = click.BOOL.bool_states.get(text.strip().lower())
    if text == flag_value or meaning is True:
        wanted = outcome("--x")
    else:
        # The word for "no" is what the type makes of ``False``; other words mean nothing.
        wanted = option.type(False) if meaning is False else None
    assert outcome(X_WORDS=text) == wanted


def test_a_flag_with_a_value_counts_the_words_that_switch_it_on() -> None:
    option = click.Option(["--x"], flag_value="v", multiple=True, envvar="X_WORDS")
    command = click.Command("c", params=[option], callback=lambda x: x)
    for text, wanted in [("1", ("v",)), ("v yes 0", ("v", "v")), ("off", ()), ("foo", ())]:
        result = RUNNER.invoke(command, env={"X_WORDS": text}, standalone_mode=False)
        assert result.return_value == wanted


@pytest.mark.parametrize(
    ("args", "value", "seen"),
    [
        (["--a"], "A", [("a", "a"), ("b", None)]),
        (["--b"], "b!", [("b", "b"), ("a", None)]),
        (["--a", "--b"], "b!", [("a", None), ("b", "b")]),
        (["--b", "--a", "--b"], "b!", [("b", "b"), ("a", None)]),
        ([], None, [("a", None), ("b", None)]),
    ],
)
def test_callback_of_the_switch_that_gave_the_value(
    args: list[str], value: str | None, seen: list[tuple[str, str | None]]
) -> None:
    calls = []

    def upper(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
        calls.append(("a", value))
        return value and value.upper()

    def shout(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
        calls.append(("b", value))
        return value and f"{value}!"

    params: list[click.Parameter] = [
        click.Option(["--a", "x"], flag_value="a", callback=upper),
        click.Option(["--b", "x"], flag_value="b", callback=shout),
    ]
    command = click.Command("c", params=params, callback=lambda x: x)
    assert command.main(args, standalone_mode=False) == value
    assert calls == seen


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(["--a", "--b", "--c"]), max_size=4),
    st.permutations(["a", "b", "c"]),
    st.sets(st.sampled_from(["a", "b", "c"])),
)
def test_the_last_switch_on_the_line_decides(
    args: list[str], order: list[str], eager: set[str]
) -> None:
    def tag(name: str) -> Any:
        return lambda ctx, param, value: value and f"{value} by {name}"

    params: list[click.Parameter] = [
        click.Option(
            [f"--{name}", "x"], flag_value=name, callback=tag(name), is_eager=name in eager
        )
        for name in order
    ]
    command = click.Command("c", params=params, callback=lambda x: x)
    wanted = f"{args[-1][2:]} by {args[-1][2:]}" if args else None
    assert command.main(args, standalone_mode=False) == wanted


def test_a_switch_given_by_a_sibling_is_neither_asked_for_nor_missing() -> None:
    params: list[click.Parameter] = [
        click.Option(["--a", "x"], prompt=True),
        click.Option(["--b", "x"], required=True, callback=lambda c, p, v: v + "!"),
        click.Option(["--c", "x"], flag_value="c"),
    ]
    command = click.Command("c", params=params, callback=lambda x: x)
    result = RUNNER.invoke(command, ["--c"], standalone_mode=False)
    assert (result.exception, result.output, result.return_value) == (None, "", "c")


def test_a_callback_that_refuses_an_answer_lets_the_question_be_asked_again() -> None:
    calls = []

    def check(ctx: click.Context, param: click.Parameter, value: str) -> str:
        calls.append(value)
        if value == "bad":
            raise click.BadParameter("no")
        return value.upper()

    option = click.Option(["--x"], prompt=True, callback=check)
    command = click.Command("c", params=[option], callback=lambda x: x)
    result = RUNNER.invoke(command, input="bad\ngood\n", standalone_mode=False)
    assert result.return_value == "GOOD"
    assert calls == ["bad", "good"]


def test_an_answer_from_an_overridden_prompt_is_processed() -> None:
    class Fixed(click.Option):
        def prompt_for_value(self, ctx: click.Context) -> str:
            return "5"

    class Changed(click.Option):
        def prompt_for_value(self, ctx: click.Context) -> Any:
            return super().prompt_for_value(ctx) + 1

    for option, wanted in [
        (Fixed(["--x"], prompt=True, type=int), 5),
        (Changed(["--x"], prompt=True, type=int), 3),
    ]:
        command = click.Command("c", params=[option], callback=lambda x: x)
        result = RUNNER.invoke(command, input="2\n", standalone_mode=False)
        assert result.return_value == wanted
