"""Types that are made from Python classes and defaults."""

from __future__ import annotations

import enum
from typing import Any

import pytest

import click
import click.decorators
import click.testing
import click.types
from click.types import convert_type


class Shade(enum.Enum):
    DARK = 1
    LIGHT = 2


@pytest.mark.parametrize(
    ("given", "wanted"),
    [((int, str), click.Tuple), (Shade, click.types.FuncParamType)],
)
def test_types_from_anything(given: Any, wanted: type) -> None:
    assert type(click.types.convert_type(given)) is wanted
    assert click.types.convert_type(None, {"a": 1}) is click.STRING


@pytest.mark.parametrize(
    ("default", "name"),
    [
        (1, "integer"),
        (1.5, "float"),
        (True, "boolean"),
        ("s", "text"),
        (None, "text"),
        ([], "text"),
        ([1], "integer"),
        ([(1, "a")], "<integer text>"),
        (object(), "text"),
    ],
)
def test_a_default_tells_the_type(default: object, name: str) -> None:
    assert convert_type(None, default).name == name


def test_a_class_of_types_is_refused() -> None:
    with pytest.raises(AssertionError, match="uninstantiated"):
        convert_type(click.IntRange)
