"""Values and iterables that may be asynchronous."""

from __future__ import annotations

import asyncio
import gc
import sys
import types
import warnings
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinja2 import DictLoader, Environment, pass_context, pass_environment, pass_eval_context
from jinja2.async_utils import async_variant, auto_aiter, auto_await, auto_to_list
from jinja2.exceptions import FilterArgumentError


async def later(value: object) -> object:
    await asyncio.sleep(0)
    return value


async def numbers() -> AsyncIterator[int]:
    for number in range(3):
        yield number


@types.coroutine
def old_style() -> Iterator[Any]:
    yield from asyncio.sleep(0).__await__()
    return 7  # type: ignore[return-value]


class Awaitable:
    def __await__(self) -> Iterator[None]:
        yield
        return "done"  # type: ignore[return-value]


@pytest.mark.parametrize("value", [1, "a", None, [1], object(), print])
def test_plain_values(value: object) -> None:
    assert asyncio.run(auto_await(value)) is value


def test_awaitables() -> None:
    async def check() -> None:
        assert await auto_await(later(1)) == 1
        assert await auto_await(Awaitable()) == "done"
        assert await auto_await(old_style()) == 7  # type: ignore[arg-type]
        assert await auto_await(asyncio.ensure_future(later(2))) == 2

    asyncio.run(check())


def test_generators_are_values() -> None:
    generator = iter(number for number in range(2))
    assert asyncio.run(auto_await(generator)) is generator


def test_iterables() -> None:
    async def check() -> None:
        assert await auto_to_list([1, 2]) == [1, 2]
        assert await auto_to_list(numbers()) == [0, 1, 2]
        assert [n async for n in auto_aiter(range(2))] == [0, 1]
        assert [n async for n in auto_aiter(numbers())] == [0, 1, 2]
        plain = auto_aiter("ab")
        assert plain.__aiter__() is plain

    asyncio.run(check())


def test_not_iterable() -> None:
    with pytest.raises(TypeError, match="not iterable"):
        auto_aiter(3)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not iterable"):
        asyncio.run(auto_to_list(3))  # type: ignore[arg-type]


@pytest.mark.parametrize("mark", [None, pass_context, pass_eval_context, pass_environment])
def test_variant(mark: Any) -> None:
    def plain(*args: object) -> object:
        return ("plain", args[-1])

    def twin(*args: object) -> object:
        return ("async", args[-1])

    if mark is not None:
        mark(plain)
    both = async_variant(plain)(twin)
    assert both.jinja_async_variant is True  # type: ignore[attr-defined]
    assert both.__name__ == "twin"
    assert both.__wrapped__ is plain  # type: ignore[attr-defined]
    for is_async in (False, True):
        environment = Environment(enable_async=is_async)
        context = environment.from_string("").new_context()
        environment.filters["both"] = both
        expected = ("async" if is_async else "plain", 5)
        assert environment.call_filter("both", 5, context=context) == expected
        # Unmarked filters get no first argument that they did not ask for.
        if mark is None:
            assert both(context.eval_ctx, 5) == expected


def awaiting(environment: Environment, source: str, **values: object) -> str:
    async def render() -> str:
        return await environment.from_string(source).render_async(**values)

    return asyncio.run(render())


ASYNC = Environment(enable_async=True, extensions=["jinja2.ext.do"])
SYNC = Environment(extensions=["jinja2.ext.do"])

LAZY = [
    "map('int')",
    "map('string')",
    "map('abs')",
    "select",
    "reject",
    "select('odd')",
    "reject('odd')",
    "select('in', [1, 2, 3]|map('int'))",
    "selectattr('real')",
    "rejectattr('real', 'odd')",
    "map(attribute='real')",
    "reverse",
    "unique",
    "sort",
    "batch(2)|map('first')",
    "batch(2)|map('list')|map('last')",
    "slice(2)|map('sum')",
    "sort(reverse=true)",
    "list",
]
ENDS = [
    "{{ %s|list }}",
    "{{ %s|join(',') }}",
    "{{ %s|first }}",
    "{{ %s|min }}{{ %s|max }}",
    "{{ %s|sum }}",
    "{{ %s|sort }}{{ %s|sort(reverse=true) }}",
    "{{ %s|reverse|list }}",
    "{{ %s|batch(2, 0)|list }}{{ %s|slice(2)|list }}",
    "{{ %s|groupby('real')|list }}",
    "{{ %s|unique|list }}",
    "{{ 1 in %s }}{{ 7 not in %s }}{{ 1 is in(%s) }}",
    "{{ %s is iterable }}{{ %s is sequence and false }}{{ %s is mapping }}",
    "{{ f(*%s) }}{{ f(1, *%s) }}",
    "{% macro m() %}{{ varargs }}{% endmacro %}{{ m(*%s) }}",
    "{{ g(%s) }}",
    "{% for x in %s %}{{ x }}{{ loop.index }}{% else %}none{% endfor %}",
    "{% set s = %s %}{{ s|first }}{{ s|list }}{{ s|list }}",
    "{% set a, b = %s|list|length, 2 %}{{ a }}",
    "{{ dict(%s|map('string')|map('list')|map('batch', 1)|map('first')|list and []) }}",
    "{{ %s|map('string')|map('upper')|join }}",
    "{{ [[1, 2], [3]]|map('map', 'string')|map('join', '-')|list }}{{ %s|list }}",
    "{{ [[2, 1]]|map('sort')|list }}{{ %s|list }}",
    "{{ %s == 1 }}{{ (%s)[:1] if false }}",
]


def outcome(environment: Environment, source: str, **values: object) -> object:
    values = {
        "f": lambda *args: args,
        "g": lambda items: sorted(items, key=str),
        **values,
    }
    try:
        if environment.is_async:
            return awaiting(environment, source, **values)
        return environment.from_string(source).render(values)
    except Exception as error:
        return type(error)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.integers(0, 4), max_size=5),
    st.lists(st.sampled_from(LAZY), max_size=3),
    st.sampled_from(ENDS),
    st.booleans(),
)
def test_async_filters_give_what_the_others_give(
    numbers: list[int], chain: list[str], end: str, as_generator: bool
) -> None:
    name = "it()" if as_generator else "xs"
    expression = "|".join([name, *chain])
    source = end.replace("%s", f"({expression})")
    values = {"xs": numbers, "it": lambda: iter(numbers)}
    assert outcome(ASYNC, source, **values) == outcome(SYNC, source, **values)


# What waits can be used by filters and loops.
WAITING_ENDS = [end for end in ENDS if not any(part in end for part in (" in ", "is ", "*%", "g("))]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.integers(0, 4), max_size=5),
    st.lists(st.sampled_from(LAZY), max_size=3),
    st.sampled_from(WAITING_ENDS),
)
def test_sources_that_wait(numbers: list[int], chain: list[str], end: str) -> None:
    async def source() -> AsyncIterator[int]:
        for number in numbers:
            await asyncio.sleep(0)
            yield number

    expression = "|".join(["it()", *chain])
    text = end.replace("%s", f"({expression})")
    assert outcome(ASYNC, text, it=source) == outcome(SYNC, text, it=lambda: iter(numbers))


def test_reverse_reports_items_that_fail_as_in_sync_mode() -> None:
    async def wait() -> AsyncIterator[str]:
        await asyncio.sleep(0)
        yield "a"

    text = "{{ it()|map('abs')|reverse }}"
    assert outcome(ASYNC, text, it=wait) is FilterArgumentError
    assert outcome(SYNC, text, it=lambda: iter("a")) is FilterArgumentError


def test_tests_that_wait() -> None:
    async def big(value: int) -> bool:
        await asyncio.sleep(0)
        return value > 1

    environment = Environment(enable_async=True)
    environment.tests["big"] = big
    source = "{{ xs|select('big')|list }}{{ xs|reject('big')|list }}"
    assert awaiting(environment, source, xs=[1, 2]) == "[2][1]"


def test_items_that_wait_for_an_operator_are_an_error() -> None:
    async def wait() -> AsyncIterator[int]:
        await asyncio.sleep(0)
        yield 1

    with pytest.raises(RuntimeError, match="Apply the filter 'list' first"):
        awaiting(ASYNC, "{{ 1 in it()|map('int') }}", it=wait)
    assert awaiting(ASYNC, "{{ 1 in it()|map('int')|list }}", it=wait) == "True"


def test_sequences_without_end_stay_lazy() -> None:
    async def endless() -> AsyncIterator[int]:
        number = 0
        while True:
            yield number
            number += 1

    source = "{{ it()|map('string')|select|batch(2)|map('join')|first }}"
    assert awaiting(ASYNC, source, it=endless) == "01"


STREAMS = {
    "block": "{% block b %}{% for x in xs %}{{ x }}{% endfor %}{% endblock %}",
    "child": "{% extends 'block' %}",
    "grandchild": "{% extends 'child' %}{% block b %}{{ xs }}{{ super() }}{% endblock %}",
    "include": "{% include 'child' %}",
    "included in a loop": "{% for x in xs %}{% include 'include' %}{% endfor %}",
    "many blocks": "{% for x in xs * 30 %}{% if x %}{% include 'block' %}{% endif %}{% endfor %}",
    "without context": "{% include 'plain' without context %}",
    "plain": "{% for x in [1, 2] %}{{ x }}{% endfor %}",
    "broken": "{% block b %}{% for x in xs %}{{ x }}{{ 1 // 0 }}{% endfor %}{% endblock %}",
}


@pytest.mark.parametrize("name", STREAMS)
@pytest.mark.parametrize("pieces", [0, 1, 2, 50])
def test_a_closed_stream_leaves_no_generator_open(name: str, pieces: int) -> None:
    environment = Environment(enable_async=True, loader=DictLoader(STREAMS))
    left_open: list[Any] = []

    async def read() -> None:
        stream = environment.get_template(name).generate_async(xs=[1, 2, 3])
        try:
            for _ in range(pieces):
                await anext(stream)
        except (StopAsyncIteration, ZeroDivisionError):
            pass
        await stream.aclose()

    before = sys.get_asyncgen_hooks()
    sys.set_asyncgen_hooks(finalizer=left_open.append)
    try:
        # Nothing waits, so that no event loop with hooks of its own is needed.
        with pytest.raises(StopIteration):
            read().send(None)
        gc.collect()
    finally:
        sys.set_asyncgen_hooks(*before)
    assert left_open == []


READERS = {
    "loop": "{% for x in it() %}{{ x }}{% endfor %}",
    "loop object": "{% for x in it() %}{{ x }}{{ loop.last if x > 5 }}{% endfor %}",
    "condition": "{% for x in it() if x %}{{ x }}{% endfor %}",
    "block": "{% block b %}{% for x in it() %}{{ x }}{% endfor %}{% endblock %}",
    "child": "{% extends 'block' %}",
    "include": "{% include 'block' %}",
    "map": "{% for x in it()|map('string') %}{{ x }}{% endfor %}",
    "select": "{% for x in it()|select %}{{ x }}{% endfor %}",
    "chain": "{% for x in it()|select|map('string')|reject('none') %}{{ x }}{% endfor %}",
    "iterable": "{% for x in made %}{{ x }}{% endfor %}",
    "two": "{% for x in it() %}{% for y in it() %}{{ x }}{% endfor %}{% endfor %}",
    "left": "{% for x in it() %}{% break %}{% endfor %}{% if true %}1{% endif %}{{ it }}",
}


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("library", ["asyncio", "trio"])
def test_a_closed_stream_closes_what_it_reads(name: str, library: str) -> None:
    event_loop = pytest.importorskip(library)
    closed: list[str] = []

    async def source(self: object = None) -> AsyncIterator[int]:
        try:
            for number in range(1, 9):
                await event_loop.sleep(0)
                yield number
        finally:
            closed.append("source")

    made = type("Made", (), {"__aiter__": source})()
    environment = Environment(
        enable_async=True, loader=DictLoader(READERS), extensions=["jinja2.ext.loopcontrols"]
    )

    async def read() -> None:
        stream = environment.get_template(name).generate_async(it=source, made=made)
        assert await anext(stream) == "1"
        await stream.aclose()
        assert closed == ["source"] * (2 if name == "two" else 1)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        event_loop.run(read if library == "trio" else read())
        gc.collect()
