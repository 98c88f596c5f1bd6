"""Values of parameters from every source."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import click
import click.core
import click.decorators
import click.testing
import click.types
from click.testing import CliRunner

RUNNER = CliRunner()


@pytest.mark.parametrize(
    ("options", "args", "value"),
    [
        ([("--up", "upper", True), ("--lo", "lower", None)], [], "upper"),
        ([("--up", "upper", None), ("--lo", "lower", True)], [], "lower"),
        ([("--up", "upper", None), ("--lo", "lower", None)], [], None),
        ([("--up", "upper", None), ("--lo", "lower", None)], ["--lo", "--up"], "upper"),
        ([("--up", "upper", "x"), ("--lo", "lower", "y")], [], "y"),
        ([("--up", "upper", "x"), ("--lo", "lower", None)], [], "x"),
        ([("--up", "upper", "x"), ("--lo", "lower", None)], ["--lo"], "lower"),
    ],
)
def test_options_that_share_a_name(
    options: list[tuple[str, str, Any]], args: list[str], value: object
) -> None:
    params: list[click.Parameter] = [
        click.Option(
            [spelling, "t"], flag_value=flag, **({} if default is None else {"default": default})
        )
        for spelling, flag, default in options
    ]
    command = click.Command("c", callback=lambda t: t, params=params)
    assert command.main(args, standalone_mode=False) == value


def test_callbacks_see_no_marker_for_what_is_absent() -> None:
    seen: list[object] = []

    def look(ctx: click.Context, param: click.Parameter, value: object) -> object:
        seen.append((value, dict(ctx.params)))
        return value

    params: list[click.Parameter] = [
        click.Option(["--a"]),
        click.Option(["--b"], callback=look),
        click.Option(["--c"], envvar=["CORNER_1", "CORNER_2"]),
    ]
    command = click.Command("cmd", callback=lambda **values: values, params=params)
    result = RUNNER.invoke(command, env={"CORNER_2": "two"}, standalone_mode=False)
    assert result.return_value == {"a": None, "b": None, "c": "two"}
    assert seen == [(None, {"a": None})]


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: click.Option(["name"]), TypeError, "Did you mean to pass '--name'?"),
        (lambda: click.Option(["a", "b", "--c"]), TypeError, "Name 'a' defined twice"),
        (lambda: click.Option(["--1st"]), TypeError, "Could not determine name for option"),
        (lambda: click.Option(["--a/--a"]), ValueError, "cannot use the same flag"),
        (lambda: click.Option(["--a"], nargs=-1), TypeError, "not supported for options"),
        (lambda: click.Option(["--a"], nargs=3, type=(int, int)), ValueError, "'nargs' must be 2"),
        (lambda: click.Option(["--a"], count=True, multiple=True), TypeError, "with 'multiple'"),
        (lambda: click.Option(["--a"], count=True, is_flag=True), TypeError, "with 'is_flag'"),
        (
            lambda: click.Option(["--a"], is_flag=True, hide_input=True, prompt=True),
            TypeError,
            "'hide_input' is not valid",
        ),
        (
            lambda: click.Option(["--a/--b"], flag_value="x"),
            TypeError,
            "Secondary flag is not valid",
        ),
        (
            lambda: click.Option(["--a"], deprecated=True, required=True),
            ValueError,
            "deprecated and still required",
        ),
        (lambda: click.Option(["--a"], deprecated=True, prompt=True), ValueError, "`prompt`"),
        (
            lambda: click.Option(["--1"], prompt=True, expose_value=False),
            TypeError,
            "'name' is required with 'prompt=True'",
        ),
        (lambda: click.Argument([]), TypeError, "Argument is marked as exposed"),
        (lambda: click.Argument(["a", "b"]), TypeError, "exactly one parameter declaration"),
        (lambda: click.Argument(["a"], nargs=-1, multiple=True), TypeError, "multiple"),
        (lambda: click.Parameter(["a"]), TypeError, "abstract"),  # type: ignore[abstract]  # type: ignore[abstract]
    ],
)
def test_mistakes_of_developers_show_when_they_declare(
    make: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message.replace("?", r"\?")):
        make()


@pytest.mark.parametrize(
    ("settings", "source", "hint"),
    [
        ({"env": {"HOOK_N": "x"}}, "env", "environment variable 'HOOK_N'"),
        ({"default_map": {"n": "x"}}, "map", "default map, entry 'n'"),
        ({"env": {"AUTO_N": "x"}, "auto_envvar_prefix": "AUTO"}, "env", "variable 'AUTO_N'"),
    ],
)
def test_errors_say_where_a_bad_value_came_from(
    settings: dict[str, Any], source: str, hint: str
) -> None:
    option = click.Option(["--n"], type=int, envvar="HOOK_N")
    result = RUNNER.invoke(click.Command("c", params=[option]), **settings)
    assert result.exit_code == 2
    assert hint in result.stderr, source


@pytest.mark.parametrize(
    ("make", "error", "text"),
    [
        (lambda: click.Option(["--x", "a", "b"]), TypeError, "Name 'a' defined twice"),
        (lambda: click.Option(["a"]), TypeError, "Did you mean to pass '--a'"),
        (lambda: click.Option(["--x"], nargs=-1), TypeError, "not supported for options"),
        (lambda: click.Option(["--x/--x"]), ValueError, "same flag"),
        (lambda: click.Option(["--x/--y"], type=int), TypeError, "Secondary flag"),
        (lambda: click.Option(["--x"], count=True, is_flag=True), TypeError, "'is_flag'"),
        (lambda: click.Option(["--x"], count=True, multiple=True), TypeError, "'multiple'"),
        (lambda: click.Option(["--x"], type=(int, int), nargs=3), ValueError, "must be 2"),
        (
            lambda: click.Option(["--x"], deprecated=True, required=True),
            ValueError,
            "deprecated and still required",
        ),
        (lambda: click.Option(["--x"], deprecated=True, prompt=True), ValueError, "prompt"),
        (lambda: click.Argument(["a"], multiple=True), TypeError, "'multiple'"),
        (lambda: click.Argument(["a", "b"]), TypeError, "exactly one"),
        (lambda: click.Argument([]), TypeError, "does not have a name"),
        (lambda: click.Parameter(["a"]), TypeError, "abstract"),  # type: ignore[abstract]
        (lambda: click.Group("g").add_command(click.Command(None)), TypeError, "no name"),
        (lambda: click.command(click.Command("c")), TypeError, "twice"),
    ],
)
def test_mistakes_in_declarations(make: Any, error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        make()


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
    """The value of a parameter that is given ``words``."""
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
    """Return the outcome of ``words`` from ``source``: the value, what the callback saw, and the source noted."""
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
