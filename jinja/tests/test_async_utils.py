"""Values and iterables that may be asynchronous."""

from __future__ import annotations

import asyncio
import types
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from jinja2 import Environment, pass_context, pass_environment, pass_eval_context
from jinja2.async_utils import async_variant, auto_aiter, auto_await, auto_to_list


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
