"""Filters and tests as templates use them: expressions and what they give, from a table."""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from pathlib import Path

import pytest

from jinja2 import Environment
from markupsafe import Markup

ROWS = json.loads((Path(__file__).parent.parent / "data" / "filters.json").read_text("utf-8"))


class Record:
    def __init__(self, **values: object) -> None:
        self.__dict__.update(values)

    def __getitem__(self, name: str) -> object:
        return {"item": "an item"}[name]

    def __repr__(self) -> str:
        return f"Record({self.__dict__!r})"


class Html:
    def __html__(self) -> str:
        return "<i>&amp;</i>"

    def __str__(self) -> str:
        return "<plain>"


VALUES = {
    "records": [
        Record(name="b", size=3, tags=["x", "y"], inner={"deep": 1}),
        Record(name="A", size=1, tags=[], inner={"deep": 2}),
        Record(name="a", size=2, tags=["y"], inner={}),
    ],
    "pairs": {"b": 1, "A": 2, "c": 3},
    "safe": Markup("<m>"),
    "html": Html(),
}


def shown(value: object) -> list[str]:
    if hasattr(value, "__next__"):
        value = list(value)  # type: ignore[call-overload]
    return [type(value).__name__, re.sub(r" at 0x[0-9a-f]+", "", repr(value))]


def outcome(row: dict[str, str]) -> list[str]:
    environment = Environment(autoescape=row["environment"] == "escaped")
    try:
        expression = environment.compile_expression(row["expression"], undefined_to_none=False)
        return shown(expression(VALUES))
    except Exception as error:
        return ["raised", type(error).__name__, str(error)]


def _without_module(message: str) -> str:
    """The first line of a message, without the module of this file's classes."""
    return re.sub(r"[\w.]+\.Record object", "Record object", message.split("\n")[0])


# What Python itself says differs between its versions and implementations.
OWN_WORDS = re.compile(r"Template|Undefined|FilterArgument|Value|Assertion")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['environment']}: {row['expression']}")
def test_expression(row: dict[str, str]) -> None:
    if "|replace(" in row["expression"] and int(version("markupsafe").split(".")[0]) < 3:
        pytest.skip("Markup.replace of this MarkupSafe escapes what it looks for, too")
    expected = list(row["gives"])
    got = outcome(row)
    if expected[0] == "raised":
        if not OWN_WORDS.match(expected[1]):
            expected, got = expected[:2], got[:2]
        else:
            expected[2], got[2] = (_without_module(text) for text in (expected[2], got[2]))
    assert got == expected
