"""The tests that follow "is"."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from jinja2 import Environment, StrictUndefined, Undefined
from jinja2.tests import TESTS
from markupsafe import Markup


class Broken:
    def __len__(self) -> int:
        raise RuntimeError


class Endless:
    def __getitem__(self, index: int) -> int:
        return index


TABLE = [
    ("odd", (1,), True),
    ("odd", (2,), False),
    ("even", (4,), True),
    ("even", (4.5,), False),
    ("divisibleby", (9, 3), True),
    ("divisibleby", (9, 4), False),
    ("defined", (None,), True),
    ("defined", (Undefined(),), False),
    ("defined", (StrictUndefined(),), False),
    ("undefined", (Undefined(),), True),
    ("none", (None,), True),
    ("none", (0,), False),
    ("boolean", (True,), True),
    ("boolean", (1,), False),
    ("true", (True,), True),
    ("true", (1,), False),
    ("false", (False,), True),
    ("false", (0,), False),
    ("integer", (1,), True),
    ("integer", (True,), False),
    ("integer", (1.0,), False),
    ("float", (1.0,), True),
    ("float", (1,), False),
    ("number", (1,), True),
    ("number", (True,), True),
    ("number", (Decimal(1),), True),
    ("number", (Fraction(1, 2),), True),
    ("number", (1j,), True),
    ("number", ("1",), False),
    ("string", ("a",), True),
    ("string", (Markup(""),), True),
    ("string", (b"a",), False),
    ("lower", ("a1",), True),
    ("lower", ("1",), False),
    ("lower", (1,), False),
    ("upper", ("A",), True),
    ("upper", ("Aa",), False),
    ("mapping", ({},), True),
    ("mapping", ([],), False),
    ("sequence", ("a",), True),
    ("sequence", ({},), True),
    ("sequence", (set(),), False),
    ("sequence", (Broken(),), False),
    ("sequence", (1,), False),
    ("iterable", ([],), True),
    ("iterable", (Endless(),), True),
    ("iterable", (1,), False),
    ("callable", (len,), True),
    ("callable", (1,), False),
    ("escaped", (Markup(""),), True),
    ("escaped", ("",), False),
    ("sameas", (None, None), True),
    ("sameas", ([], []), False),
    ("in", (1, [1]), True),
    ("in", ("b", "abc"), True),
    ("in", (2, {1: 2}), False),
]
COMPARISONS = {
    "eq": ("==", "equalto"),
    "ne": ("!=",),
    "lt": ("<", "lessthan"),
    "le": ("<=",),
    "gt": (">", "greaterthan"),
    "ge": (">=",),
}


@pytest.mark.parametrize(("name", "args", "expected"), TABLE)
def test_table(name: str, args: tuple[object, ...], expected: bool) -> None:
    assert TESTS[name](*args) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("eq", (False, True, False)),
        ("ne", (True, False, True)),
        ("lt", (True, False, False)),
        ("le", (True, True, False)),
        ("gt", (False, False, True)),
        ("ge", (False, True, True)),
    ],
)
def test_comparisons(name: str, expected: tuple[bool, ...]) -> None:
    for alias in (name, *COMPARISONS[name]):
        compare = TESTS[alias]
        assert (compare(1, 2), compare(1, 1), compare(2, 1)) == expected


def test_registries() -> None:
    environment = Environment()
    environment.filters["mine"] = str
    environment.tests["mine too"] = bool
    assert environment.call_test("filter", "mine") is True
    assert environment.call_test("filter", "mine too") is False
    assert environment.call_test("test", "mine too") is True
    assert environment.call_test("test", "upper") is True


def test_in_templates() -> None:
    render = Environment().from_string(
        "{{ x is odd }}{{ x is not divisibleby 3 }}{{ y is defined }}"
    )
    assert render.render(x=3) == "TrueFalseFalse"
