"""The same words mean the same, wherever a parameter gets them from.

`model` says in a few lines what the value is; every source must agree with it, or refuse.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import click
from click.testing import CliRunner

RUNNER = CliRunner()


class Level(enum.Enum):
    LOW = 1
    HIGH = 2


class Refused(Exception):
    """The words are a usage error."""


def _level(word: str) -> Level:
    return Level[word]


def _ratio(word: str) -> float:
    number = float(word)
    if not 0 <= number <= 1:
        raise ValueError
    return number


#: parameter types, and a function of one word that does the same
TYPES: dict[str, tuple[Any, Any]] = {
    "text": (str, str),
    "whole": (int, int),
    "number": (float, float),
    "ratio": (click.FloatRange(0, 1), _ratio),
    "choice": (click.Choice(Level), _level),
}
WORDS = st.sampled_from(["a", "LOW", "HIGH", "1", "0", "2", "0.5", "x=y", "inf", "1e400"])


def convert(kind: str, words: Sequence[str]) -> list[Any]:
    try:
        return [TYPES[kind][1](word) for word in words]
    except (ValueError, KeyError):
        raise Refused from None


def model(kind: str, nargs: int, multiple: bool, words: list[str]) -> Any:
    """The value of a parameter that is given *words*."""
    if not multiple and nargs == 1:
        (value,) = convert(kind, words)
        return value
    if len(words) % nargs or not (multiple or len(words) == nargs):
        raise Refused
    values = convert(kind, words)
    if not multiple:
        return tuple(values)
    if nargs == 1:
        return tuple(values)
    return tuple(tuple(values[at : at + nargs]) for at in range(0, len(values), nargs))


def on_the_line(words: list[str], nargs: int, multiple: bool) -> list[str]:
    if not multiple:
        return ["--x", *words]
    args: list[str] = []
    for at in range(0, len(words), nargs):
        args += ["--x", *words[at : at + nargs]]
    return args


def as_default(words: list[str], nargs: int, multiple: bool) -> Any:
    if not multiple:
        return words[0] if nargs == 1 else tuple(words)
    if nargs == 1:
        return list(words)
    return [tuple(words[at : at + nargs]) for at in range(0, len(words), nargs)]


def run(
    source: str, kind: str, nargs: int, multiple: bool, required: bool, words: list[str]
) -> tuple[Any, list[Any], str]:
    """What *words* from *source* give: the value, what the callback saw, and the source noted."""
    seen: list[Any] = []
    attrs: dict[str, Any] = {"nargs": nargs, "multiple": multiple, "required": required}
    invocation: dict[str, Any] = {}
    args: list[str] = []
    text = " ".join(words)
    if source == "COMMANDLINE":
        args = on_the_line(words, nargs, multiple)
    elif source == "ENVIRONMENT":
        invocation["env"] = {"X_WORDS": text}
    elif source == "DEFAULT_MAP":
        invocation["default_map"] = {"x": text}
    elif source == "DEFAULT":
        attrs["default"] = as_default(words, nargs, multiple)
    else:
        attrs["prompt"] = True
        invocation["input"] = f"{text}\n"

    def look(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
        found = ctx.get_parameter_source("x")
        assert found is not None
        seen.append((value, found.name))
        return value

    option = click.Option(["--x"], type=TYPES[kind][0], envvar="X_WORDS", callback=look, **attrs)
    result = RUNNER.invoke(
        click.Command("c", params=[option], callback=lambda x: x),
        args,
        standalone_mode=False,
        **invocation,
    )
    if isinstance(result.exception, click.UsageError) or "Error: " in result.output:
        raise Refused
    assert result.exception is None, result.exception
    return result.return_value, [value for value, _ in seen], seen[-1][1]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(sorted(TYPES)),
    st.integers(1, 3),
    st.booleans(),
    st.booleans(),
    st.lists(WORDS, min_size=1, max_size=6),
)
def test_every_source_gives_the_same(
    kind: str, nargs: int, multiple: bool, required: bool, words: list[str]
) -> None:
    if nargs == 1 and not multiple:
        words = words[:1]
    wanted: Any
    try:
        wanted = model(kind, nargs, multiple, words)
    except Refused:
        wanted = Refused
    for source in ("COMMANDLINE", "ENVIRONMENT", "DEFAULT_MAP", "DEFAULT", "PROMPT"):
        got: Any
        try:
            got, seen, noted = run(source, kind, nargs, multiple, required, words)
        except Refused:
            got = Refused
        else:
            # The callback runs once, on the value, and knows the source.
            assert (seen, noted) == ([got], source)
        assert got == wanted, source


@settings(max_examples=100, deadline=None)
@given(st.booleans(), st.lists(WORDS, max_size=4))
def test_tuples_take_their_words_from_every_source(multiple: bool, words: list[str]) -> None:
    def value(**given: Any) -> Any:
        args = given.pop("args", [])
        option = click.Option(["--x"], type=(str, int), multiple=multiple, envvar="X_WORDS")
        command = click.Command("c", params=[option], callback=lambda x: x)
        result = RUNNER.invoke(command, args, standalone_mode=False, **given)
        if isinstance(result.exception, click.UsageError):
            return Refused
        assert result.exception is None
        return result.return_value

    words = words or ["a"]
    text = " ".join(words)
    wanted = value(args=on_the_line(words, 2, multiple))
    assert value(env={"X_WORDS": text}) == wanted
    assert value(default_map={"x": text}) == wanted


@pytest.mark.parametrize("nargs", [-1, 1, 2])
def test_arguments_take_their_words_from_every_source(nargs: int) -> None:
    for words in (["a"], ["a", "b"], ["a", "b", "c"]):
        if nargs == 1 and len(words) > 1:
            continue
        results = []
        for args, given_ in (
            (words, {}),
            ([], {"env": {"X_WORDS": " ".join(words)}}),
            ([], {"default_map": {"x": " ".join(words)}}),
        ):
            argument = click.Argument(["x"], nargs=nargs, envvar="X_WORDS")
            command = click.Command("c", params=[argument], callback=lambda x: x)
            result = RUNNER.invoke(command, args, standalone_mode=False, **given_)  # type: ignore[arg-type]
            results.append((type(result.exception) is not type(None), result.return_value))
        assert results[0] == results[1] == results[2]


@pytest.mark.parametrize(
    ("word", "value"),
    [(word, value) for word, value in click.BOOL.bool_states.items() if word]
    + [("maybe", Refused), ("2", Refused)],
)
def test_flags_take_yes_and_no_from_every_source(word: str, value: object) -> None:
    def outcome(**attrs: Any) -> Any:
        invocation = {key: attrs.pop(key) for key in ("env", "default_map") if key in attrs}
        option = click.Option(["--x"], is_flag=True, envvar="X_WORDS", **attrs)
        command = click.Command("c", params=[option], callback=lambda x: x)
        result = RUNNER.invoke(command, standalone_mode=False, **invocation)
        return Refused if isinstance(result.exception, click.UsageError) else result.return_value

    assert outcome(env={"X_WORDS": word}) is value
    assert outcome(default_map={"x": word}) is value
    assert outcome(default=word) is value
    wanted = Refused if value is Refused else (value, value)
    assert outcome(env={"X_WORDS": f"{word} {word}"}, multiple=True) == wanted
    assert outcome(default_map={"x": f"{word} {word}"}, multiple=True) == wanted


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
        # The word for "no" is what the type makes of `False`; other words mean nothing.
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


VALUES = [1, 2.5, [1], {"a": 1}, float("inf"), float("nan"), 10**400, b"\xff", object(), True]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize(
    "type_",
    [int, float, bool, click.UUID, click.DateTime(), click.IntRange(0), (int, str)],
    ids=str,
)
def test_odd_values_of_a_default_map_are_usage_errors(type_: Any, value: object) -> None:
    option = click.Option(["--x"], type=type_)
    command = click.Command("c", params=[option], callback=lambda x: x)
    result = RUNNER.invoke(command, default_map={"x": value}, standalone_mode=False)
    assert result.exception is None or isinstance(result.exception, click.UsageError)
