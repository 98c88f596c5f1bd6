"""Cycler, Joiner and Namespace."""

from __future__ import annotations

import pytest

from jinja2.utils import Cycler, Joiner, Namespace


def test_cycler() -> None:
    cycler = Cycler("a", "b")
    assert cycler.current == "a"
    assert [cycler.next(), next(cycler), cycler.next()] == ["a", "b", "a"]  # type: ignore[call-overload]
    assert (cycler.current, cycler.pos, cycler.items) == ("b", 1, ("a", "b"))
    cycler.reset()
    assert cycler.current == "a"


def test_cycler_needs_items() -> None:
    with pytest.raises(RuntimeError, match="at least one item has to be provided"):
        Cycler()


def test_joiner() -> None:
    joiner = Joiner("; ")
    assert joiner.used is False
    assert [joiner(), joiner(), joiner()] == ["", "; ", "; "]
    assert Joiner().sep == ", "


def test_namespace() -> None:
    space = Namespace({"a": 1}, b=2)
    space["c"] = 3
    assert (space.a, space.b, space.c) == (1, 2, 3)
    assert repr(space) == "<Namespace {'a': 1, 'b': 2, 'c': 3}>"
    assert Namespace([("x", 1)]).x == 1
    assert space.__class__ is Namespace


def test_namespace_has_only_what_was_put_in() -> None:
    space = Namespace(self=1, items=2)
    assert (space.self, space.items) == (1, 2)
    for name in ("nope", "__dict__", "__init__"):
        with pytest.raises(AttributeError, match=name):
            getattr(space, name)
