"""Filters that reach into items: the short ways around the environment change nothing."""

from __future__ import annotations

import functools
from typing import Any

import pytest

from jinja2 import Environment
from jinja2.exceptions import FilterArgumentError, TemplateRuntimeError
from jinja2.filters import do_batch, sync_do_slice


class Recording(Environment):
    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Any] = []

    @functools.wraps(Environment.getitem)
    def getitem(self, obj: Any, argument: Any) -> Any:
        self.asked.append(argument)
        return super().getitem(obj, argument)

    def call_filter(self, name: str, value: Any, *args: Any, **kwargs: Any) -> Any:
        self.asked.append(name)
        return super().call_filter(name, value, *args, **kwargs)

    def call_test(self, name: str, value: Any, *args: Any, **kwargs: Any) -> Any:
        self.asked.append(name)
        return super().call_test(name, value, *args, **kwargs)


@pytest.mark.parametrize(
    ("source", "asked", "output"),
    [
        ("{{ [{'a': 1}, {'a': 2}]|map(attribute='a')|list }}", ["a", "a"], "[1, 2]"),
        ("{{ [{'a': {'b': 1}}]|map(attribute='a.b')|list }}", ["a", "b"], "[1]"),
        ("{{ ['a', 'b']|map('upper')|list }}", ["upper", "upper"], "['A', 'B']"),
        ("{{ [1, 2]|select('odd')|list }}", ["odd", "odd"], "[1]"),
        ("{{ [{'a': 1}]|rejectattr('a', 'odd')|list }}", ["a", "odd"], "[]"),
    ],
)
def test_an_environment_that_looks_up_itself_is_asked(
    source: str, asked: list[str], output: str
) -> None:
    environment = Recording()
    assert environment.from_string(source).render() == output
    assert environment.asked == asked


def test_an_instance_may_look_up_itself_too() -> None:
    environment = Environment()
    environment.getitem = lambda obj, argument: f"<{argument}>"  # type: ignore[method-assign]
    template = environment.from_string("{{ [{'a': 1}]|map(attribute='a')|join }}")
    assert template.render() == "<a>"


class Bag:
    """Has the attribute but no items."""

    name = "attribute"


class Shelf(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return f"no {key}"


class Rows:
    def __getitem__(self, key: str) -> str:
        return f"item {key}"


@pytest.mark.parametrize(
    ("item", "found"),
    [
        ({"name": "x"}, "x"),
        ({}, ""),
        (Bag(), "attribute"),
        (Bag, "attribute"),
        (list, ""),
        (Shelf(), "no name"),
        (Rows(), "item name"),
        (None, ""),
    ],
)
def test_items_come_before_attributes(item: object, found: str) -> None:
    template = Environment().from_string("{{ [item]|map(attribute='name')|join }}")
    assert template.render(item=item).startswith(found)


def test_dotted_paths_take_the_default_at_every_step() -> None:
    render = Environment().from_string("{{ rows|map(attribute=path, default=d)|join('|') }}").render
    rows = [{"a": {"b": 1}}, {"a": {}}, {}]
    assert render(rows=rows, path="a.b", d={"b": 7}) == "1|{'b': 7}|7"
    assert render(rows=rows, path="", d=1) == "1|1|1"


def test_an_unknown_filter_is_an_error_once_there_is_an_item() -> None:
    template = Environment().from_string("{{ items|map('nope')|list }}")
    assert template.render(items=iter(())) == "[]"
    with pytest.raises(TemplateRuntimeError, match="No filter named 'nope'"):
        template.render(items=[1])


@pytest.mark.parametrize(
    ("values", "ordered"),
    [
        ([None, None], [None, None]),
        (["b", "A", "c"], ["A", "b", "c"]),
        ([3, 1.5, True], [True, 1.5, 3]),
        ([(2, "B"), (2, "a")], [(2, "B"), (2, "a")]),
        ([float("inf"), 1, float("-inf")], [float("-inf"), 1, float("inf")]),
        ([], []),
    ],
)
def test_sort_by_keys_of_any_type(values: list[Any], ordered: list[Any]) -> None:
    environment = Environment()
    assert environment.call_filter("sort", values) == ordered
    assert environment.call_filter("sort", [{"k": v} for v in values], (), {"attribute": "k"}) == [
        {"k": v} for v in ordered
    ]
    assert values is not environment.call_filter("sort", values)


def test_sort_keeps_the_order_of_equals_both_ways() -> None:
    environment = Environment()
    values = ["b", "A", "a", "B"]
    assert environment.call_filter("sort", values) == ["A", "a", "b", "B"]
    assert environment.call_filter("sort", values, (True,)) == ["b", "B", "A", "a"]
    assert environment.call_filter("sort", values, (), {"case_sensitive": True}) == [
        *"AB",
        *"ab",
    ]


def test_sort_by_several_attributes() -> None:
    rows = [{"a": 2, "b": "x"}, {"a": 1, "b": "Y"}, {"a": 1, "b": "x"}]
    ordered = Environment().call_filter("sort", rows, (), {"attribute": "a,b"})
    assert ordered == [rows[2], rows[1], rows[0]]


@pytest.mark.parametrize("pick", ["min", "max"])
def test_extremes_of_mixed_case_and_attributes(pick: str) -> None:
    environment = Environment()
    values = ["b", "A", "C", "a", "c"]
    assert environment.call_filter(pick, values) == {"min": "A", "max": "C"}[pick]
    rows = [{"n": value} for value in values]
    found = environment.call_filter(pick, iter(rows), (), {"attribute": "n"})
    assert found is rows[{"min": 1, "max": 2}[pick]]


def test_groups_are_of_neighbours_in_order() -> None:
    rows = [{"g": "b"}, {"g": "A"}, {"g": "B"}, {}]
    groups = Environment().call_filter("groupby", rows, ("g", "a"))
    assert groups == [("A", [rows[1], rows[3]]), ("b", [rows[0], rows[2]])]
    assert groups[0].grouper == "A" and groups[0].list == [rows[1], rows[3]]


def test_batches_of_odd_sizes() -> None:
    assert list(do_batch(iter(range(5)), 2)) == [[0, 1], [2, 3], [4]]
    assert list(do_batch(range(5), 2, "x")) == [[0, 1], [2, 3], [4, "x"]]
    assert list(do_batch(range(2), 1.5)) == [[0, 1]]  # type: ignore[arg-type]
    assert list(do_batch([], 3)) == []


@pytest.mark.parametrize("count", [0, -1, False, 0.5])
def test_batch_and_slice_need_one_at_least(count: int) -> None:
    with pytest.raises(FilterArgumentError, match="batch: linecount must be at least 1"):
        do_batch([1], count)
    with pytest.raises(FilterArgumentError, match="slice: slices must be at least 1"):
        sync_do_slice([1], count)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("[{}]|map(attribute='a', default=none)|list", [None]),
        ("[{}]|map(attribute='a.b', default=none)|list", [None]),
        ("[{'a': 1}]|map(attribute='a', default=none)|list", [1]),
        ("[{}]|groupby('a', default=none)|map('first')|list", [None]),
        ("[1]|batch(2, none)|list", [[1, None]]),
        ("[1]|batch(2)|list", [[1]]),
        ("[1]|slice(2, none)|list", [[1], [None]]),
        ("[1]|slice(2)|list", [[1], []]),
    ],
)
def test_none_is_an_argument_like_any_other(expression: str, expected: object) -> None:
    assert Environment().compile_expression(expression)() == expected


async def _some() -> Any:
    for number in range(4):
        yield number


@pytest.mark.parametrize(
    ("source", "output"),
    [
        ("{{ some()|select('odd')|list }}", "[1, 3]"),
        ("{{ some()|reject|list }}", "[0]"),
        ("{{ some()|map('string')|list }}", "['0', '1', '2', '3']"),
        ("{{ [1, 2]|map('later')|list }}", "[2, 3]"),
        ("{{ some()|map('later')|list }}", "[1, 2, 3, 4]"),
    ],
)
def test_both_kinds_of_iterables_in_asynchronous_environments(source: str, output: str) -> None:
    async def later(value: int) -> int:
        return value + 1

    environment = Environment(enable_async=True)
    environment.filters["later"] = later
    assert environment.from_string(source).render(some=_some) == output
