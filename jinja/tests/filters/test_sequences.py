"""Filters on sequences, in both worlds."""

from __future__ import annotations

import asyncio
import itertools
import pickle
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinja2 import Environment, StrictUndefined
from jinja2.filters import (
    FILTERS,
    _GroupTuple,
    do_attr,
    do_batch,
    make_attrgetter,
    make_multi_attrgetter,
    sync_do_groupby,
    sync_do_slice,
)

ENVIRONMENT = Environment()


@given(st.lists(st.integers()), st.integers(1, 20))
def test_batches(items: list[int], size: int) -> None:
    batches = list(do_batch(items, size))
    assert list(itertools.chain(*batches)) == items
    assert all(len(batch) == size for batch in batches[:-1])
    filled = list(do_batch(items, size, -1))
    assert all(len(batch) == size for batch in filled)


@given(st.lists(st.integers()), st.integers(1, 20))
def test_slices(items: list[int], count: int) -> None:
    slices = list(sync_do_slice(items, count))
    assert len(slices) == count
    assert list(itertools.chain(*slices)) == items
    lengths = [len(part) for part in slices]
    assert sorted(lengths, reverse=True) == lengths
    assert max(lengths) - min(lengths) <= 1


@given(st.lists(st.tuples(st.text(max_size=2), st.integers())))
def test_groups(pairs: list[tuple[str, int]]) -> None:
    items = [{"key": key, "value": value} for key, value in pairs]
    groups = sync_do_groupby(ENVIRONMENT, items, "key")
    folded = [group.grouper.lower() for group in groups]
    assert folded == sorted(set(folded))
    for group in groups:
        same = [item for item in items if str(item["key"]).lower() == group.grouper.lower()]
        assert group.list == same
        assert group.grouper == same[0]["key"]


def test_group_tuples() -> None:
    group = _GroupTuple("a", [1])
    assert (group.grouper, group.list, tuple(group)) == ("a", [1], ("a", [1]))
    assert repr(group) == str(group) == "('a', [1])"
    assert pickle.loads(pickle.dumps(group)) == group


def test_lookups_are_done_once_for_each_item() -> None:
    looked_up: list[object] = []

    class Counting(Environment):
        def getitem(self, obj: Any, argument: Any) -> Any:
            looked_up.append(argument)
            return super().getitem(obj, argument)

    items = [{"a": n} for n in range(10)]
    sync_do_groupby(Counting(), items, "a")
    assert len(looked_up) == 10


def test_attribute_paths() -> None:
    item = {"a": {"b": [5, {"c": "X"}]}, "0": "text"}
    assert make_attrgetter(ENVIRONMENT, "a.b.0")(item) == 5
    assert make_attrgetter(ENVIRONMENT, "a.b.1.c", str.lower)(item) == "x"
    assert make_attrgetter(ENVIRONMENT, None)(item) is item
    assert make_attrgetter(ENVIRONMENT, None, str.lower)("A") == "a"
    assert make_attrgetter(ENVIRONMENT, 1)([3, 4]) == 4
    assert make_attrgetter(ENVIRONMENT, "a.x", default=7)(item) == 7
    assert make_multi_attrgetter(ENVIRONMENT, "a.b.0,a.b.1.c")(item) == [5, "X"]
    assert make_multi_attrgetter(ENVIRONMENT, None)(3) == [3]


class TestAttr:
    class Lazy:
        calls = 0

        @property
        def cost(self) -> int:
            self.calls += 1
            return self.calls

        def __getattr__(self, name: str) -> str:
            if name == "dynamic":
                return "found"
            raise AttributeError(name)

        def __getitem__(self, name: str) -> str:
            return "an item"

    def test_never_items(self) -> None:
        lazy = self.Lazy()
        assert do_attr(ENVIRONMENT, lazy, "dynamic") == "found"
        assert ENVIRONMENT.undefined(name="x") == do_attr(ENVIRONMENT, lazy, "nope")
        assert do_attr(ENVIRONMENT, {"a": 1}, "a") == ENVIRONMENT.undefined()
        assert do_attr(ENVIRONMENT, list, "nope") == ENVIRONMENT.undefined()
        assert do_attr(ENVIRONMENT, 3, "real") == 3

    def test_properties_run_once(self) -> None:
        lazy = self.Lazy()
        assert do_attr(ENVIRONMENT, lazy, "cost") == 1

    def test_by_the_environment(self) -> None:
        class Own(Environment):
            def getattr(self, obj: Any, attribute: str) -> Any:
                return f"own {attribute}"

        assert do_attr(Own(), {}, "items") == "own items"


async def numbers() -> AsyncIterator[int]:
    for number in (3, 1, 2):
        await asyncio.sleep(0)
        yield number


def endless() -> Iterator[int]:
    yield from itertools.count()


async def endless_async() -> AsyncIterator[int]:
    for number in itertools.count():
        yield number


ASYNC = [
    ("list", "[3, 1, 2]"),
    ("sum", "6"),
    ("join(',')", "3,1,2"),
    ("first", "3"),
    ("map('string')|list", "['3', '1', '2']"),
    ("map(attribute='real')|list", "[3, 1, 2]"),
    ("select('odd')|list", "[3, 1]"),
    ("reject('odd')|list", "[2]"),
    ("selectattr('real')|list", "[3, 1, 2]"),
    ("rejectattr('real', 'odd')|list", "[2]"),
    ("unique|list", "[3, 1, 2]"),
    ("slice(2)|list", "[[3, 1], [2]]"),
    ("groupby('real')|list", "[(1, [1]), (2, [2]), (3, [3])]"),
]


@pytest.mark.parametrize(("filters", "expected"), ASYNC)
def test_both_worlds(filters: str, expected: str) -> None:
    source = "{{ numbers|" + filters + " }}"
    assert Environment().from_string(source).render(numbers=[3, 1, 2]) == expected
    template = Environment(enable_async=True).from_string(source)
    assert template.render(numbers=[3, 1, 2]) == expected
    assert template.render(numbers=numbers()) == expected


def test_awaitable_results() -> None:
    async def add_one(value: int) -> int:
        return value + 1

    environment = Environment(enable_async=True)
    environment.filters["add_one"] = add_one
    template = environment.from_string("{{ [1, 2]|map('add_one')|list }}{{ 1|add_one }}")
    assert template.render() == "[2, 3]2"


@pytest.mark.parametrize(
    "filters",
    ["first", "map('string')|first", "select('odd')|first", "unique|first", "batch(2)|first"],
)
def test_endless_sequences(filters: str) -> None:
    source = "{{ numbers|" + filters + " }}"
    assert Environment().from_string(source).render(numbers=endless())


@pytest.mark.parametrize("filters", ["first", "map('string')|first", "select('odd')|first"])
def test_endless_async_sequences(filters: str) -> None:
    template = Environment(enable_async=True).from_string("{{ numbers|" + filters + " }}")
    assert template.render(numbers=endless_async())


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("[]|first", "No first item, sequence was empty."),
        ("[]|last", "No last item, sequence was empty."),
        ("[]|random", "No random item, sequence was empty."),
        ("[]|min", "No aggregated item, sequence was empty."),
        ("[]|max", "No aggregated item, sequence was empty."),
    ],
)
@pytest.mark.parametrize("is_async", [False, True])
def test_empty_sequences(expression: str, message: str, is_async: bool) -> None:
    from jinja2 import UndefinedError

    environment = Environment(undefined=StrictUndefined, enable_async=is_async)
    with pytest.raises(UndefinedError, match=message):
        environment.from_string("{{ " + expression + " }}").render()


def test_random_item() -> None:
    assert Environment().from_string("{{ [7]|random }}").render() == "7"


def test_every_filter_has_a_home() -> None:
    for name, function in FILTERS.items():
        assert function.__module__ in (
            "jinja2.filters",
            "markupsafe",
            "markupsafe._speedups",
            "builtins",
        ), name
