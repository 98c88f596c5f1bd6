"""Properties of all parameter types."""

from __future__ import annotations

import datetime
import enum
import os
import uuid
from typing import Any

import pytest

import click
from click.types import convert_type


class Level(enum.Enum):
    LOW = 1
    HIGH = 2


def double(text: str) -> int:
    return int(text) * 2


@pytest.mark.parametrize(
    ("kind", "value", "wanted"),
    [
        (str, "a", "a"),
        (str, b"\xc3\xa9", "é"),
        (int, " 7 ", 7),
        (float, "1e3", 1000.0),
        (bool, " YES ", True),
        (bool, "off", False),
        (bool, "", False),
        (bool, True, True),
        (click.UUID, str(uuid.UUID(int=5)), uuid.UUID(int=5)),
        (click.UUID, uuid.UUID(int=5), uuid.UUID(int=5)),
        (click.UNPROCESSED, b"x", b"x"),
        (click.DateTime(), "2020-01-02", datetime.datetime(2020, 1, 2)),
        (click.DateTime(["%d.%m.%Y"]), "02.01.2020", datetime.datetime(2020, 1, 2)),
        (click.DateTime(), datetime.datetime(2020, 1, 2), datetime.datetime(2020, 1, 2)),
        (click.Choice(["a", "b"]), "b", "b"),
        (click.Choice(["Foo"], case_sensitive=False), "fOO", "Foo"),
        (click.Choice(Level), "LOW", Level.LOW),
        (click.Choice(Level), Level.HIGH, Level.HIGH),
        (click.Choice([1, 2]), "2", 2),
        (click.IntRange(1, 3), "3", 3),
        (click.IntRange(1, 3, clamp=True), "9", 3),
        (click.IntRange(1, 5, min_open=True, max_open=True, clamp=True), "0", 2),
        (click.IntRange(1, 5, min_open=True, max_open=True, clamp=True), "9", 4),
        (click.FloatRange(0, 1, clamp=True), "-3", 0),
        (click.FloatRange(min=0, min_open=True), "0.1", 0.1),
        ((int, str), ("1", "a"), (1, "a")),
        (double, "4", 8),
        (click.ParamType(), "x", "x"),
        (int, None, None),
    ],
)
def test_good_values(kind: Any, value: object, wanted: object) -> None:
    assert convert_type(kind)(value) == wanted


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (int, "x", "'x' is not a valid integer."),
        (float, "", "'' is not a valid float."),
        (bool, "maybe", "'maybe' is not a valid boolean"),
        (click.UUID, "u", "'u' is not a valid UUID."),
        (click.DateTime(["%Y"]), "x", "'x' does not match the format '%Y'."),
        (click.DateTime(["%Y", "%H"]), "x", "'x' does not match the formats '%Y', '%H'."),
        (click.Choice(["a", "b"]), "c", "'c' is not one of 'a', 'b'."),
        (click.Choice(["a"]), "c", "'c' is not 'a'."),
        (click.IntRange(1, 3), "4", "4 is not in the range 1<=x<=3."),
        (click.IntRange(min=1, min_open=True), "1", "1 is not in the range x>1."),
        (click.FloatRange(max=1, max_open=True), "1", "1.0 is not in the range x<1."),
        ((int, str), ("1",), "2 values are required, but 1 was given."),
        ((int, str), ("1", "2", "3"), "2 values are required, but 3 were given."),
        ((int, str), 5, "Value must be an iterable."),
        (double, "x", "invalid literal for int() with base 10: 'x'"),
    ],
)
def test_bad_values(kind: Any, value: object, text: str) -> None:
    with pytest.raises(click.BadParameter) as caught:
        convert_type(kind)(value)
    assert caught.value.message.startswith(text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (click.Choice(["a"]), "Choice(['a'])"),
        (click.IntRange(1, 3, clamp=True), "<IntRange 1<=x<=3 clamped>"),
        (click.FloatRange(min=1), "<FloatRange x>=1>"),
        (click.DateTime(), "DateTime"),
        (click.STRING, "STRING"),
        (click.INT, "INT"),
        (click.FLOAT, "FLOAT"),
        (click.BOOL, "BOOL"),
        (click.UUID, "UUID"),
        (click.UNPROCESSED, "UNPROCESSED"),
    ],
)
def test_repr(kind: object, text: str) -> None:
    assert repr(kind) == text


def test_info_dicts() -> None:
    assert convert_type((int, str)).to_info_dict() == {
        "param_type": "Tuple",
        "name": "<integer text>",
        "types": [
            {"param_type": "Int", "name": "integer"},
            {"param_type": "String", "name": "text"},
        ],
    }
    assert click.IntRange(1).to_info_dict() == {
        "param_type": "IntRange",
        "name": "integer range",
        "min": 1,
        "max": None,
        "min_open": False,
        "max_open": False,
        "clamp": False,
    }
    assert click.File().to_info_dict()["mode"] == "r"
    assert click.Path(exists=True).to_info_dict()["exists"] is True
    assert click.DateTime(["%Y"]).to_info_dict()["formats"] == ["%Y"]
    assert dict(convert_type(double).to_info_dict())["func"] is double
    assert click.types.ChoiceInfoDict.__module__ == "click.types"


def test_variables_are_split() -> None:
    assert click.STRING.split_envvar_value(" a  b ") == ["a", "b"]
    assert click.Path().split_envvar_value(os.pathsep.join(["a", "b", ""])) == ["a", "b", ""]


def test_completion_of_types() -> None:
    option = click.Option(["--x"])
    with click.Context(click.Command("c", params=[option])) as ctx:
        for kind, begin, wanted in (
            (click.Choice(["Ab", "b"]), "A", [("Ab", "plain")]),
            (click.Choice(["Ab", "b"], case_sensitive=False), "A", [("Ab", "plain")]),
            (click.File(), "f", [("f", "file")]),
            (click.Path(), "f", [("f", "file")]),
            (click.Path(file_okay=False), "f", [("f", "dir")]),
            (click.INT, "1", []),
        ):
            items = kind.shell_complete(ctx, option, begin)
            assert [(item.value, item.type) for item in items] == wanted


def test_metavars() -> None:
    command = click.Command("c")
    with click.Context(command) as ctx:
        for settings, wanted in (
            ({"type": click.Choice(["a", "b"])}, "[a|b]"),
            ({"type": click.Choice([1, "x", 2]), "show_choices": False}, "[INTEGER|TEXT]"),
            ({"type": click.DateTime(["%Y", "%d"])}, "[%Y|%d]"),
            ({"nargs": 2}, "TEXT..."),
            ({"type": (int, str)}, "<INTEGER TEXT>..."),
        ):
            assert click.Option(["--x"], **settings).make_metavar(ctx) == wanted
        argument = click.Argument(["x"], type=click.Choice("ab"))
        assert argument.make_metavar(ctx) == "{a|b}"


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        (click.Choice("ab"), "choices case_sensitive"),
        (click.IntRange(1), "min max min_open max_open clamp"),
        (click.FloatRange(1), "min max min_open max_open clamp"),
        (click.DateTime(), "formats"),
        (click.Path(), "exists file_okay dir_okay writable readable allow_dash"),
        (click.File(), "mode encoding"),
        (click.Tuple([int]), "types"),
        (click.types.FuncParamType(len), "func"),
        (click.INT, ""),
    ],
)
def test_a_description_begins_with_what_is_special(kind: Any, keys: str) -> None:
    # Tools print these dicts, so the order is part of the result.
    assert list(kind.to_info_dict()) == [*keys.split(), "param_type", "name"]
