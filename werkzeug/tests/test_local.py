"""Locals, stacks, managers and proxies."""

from __future__ import annotations

import asyncio
import copy
import math
import operator
import threading
from contextvars import ContextVar, copy_context

import pytest

from werkzeug.local import Local, LocalManager, LocalProxy, LocalStack, release_local


def proxy_of(value: object) -> LocalProxy:
    return LocalProxy(lambda: value)


def test_local() -> None:
    local = Local()
    local.x = 1
    local.y = 2
    assert local.x == 1 and dict(local) == {"x": 1, "y": 2}
    del local.x
    for use in (lambda: local.x, lambda: delattr(local, "x")):
        with pytest.raises(AttributeError, match="x"):
            use()
    release_local(local)
    assert list(local) == []
    own = ContextVar("own")
    Local(own).a = 1
    assert own.get() == {"a": 1}


def test_stack() -> None:
    stack: LocalStack[int] = LocalStack()
    assert stack.top is None and stack.pop() is None
    assert stack.push(1) == [1] and stack.push(2) == [1, 2]
    assert (stack.top, stack.pop(), stack.pop(), stack.top) == (2, 2, 1, None)
    stack.push(3)
    assert stack() == 3 and stack("real") == 3
    release_local(stack)
    assert stack.top is None
    assert LocalStack(ContextVar("s")).top is None


def test_contexts_do_not_see_each_other() -> None:
    local, stack = Local(), LocalStack()
    local.x = "outer"
    stack.push("outer")
    seen: list[object] = []

    def change() -> None:
        local.x = "inner"
        stack.push("inner")
        seen.append((local.x, stack.top))

    copy_context().run(change)
    assert (local.x, stack.top, seen) == ("outer", "outer", [("inner", "inner")])
    thread = threading.Thread(target=lambda: seen.append((dict(local), stack.top)))
    thread.start()
    thread.join()
    if not getattr(__import__("sys").flags, "thread_inherit_context", False):
        assert seen[1] == ({}, None)

    async def task(value: int) -> int:
        local.x = value
        await asyncio.sleep(0)
        return local.x

    async def main() -> list[int]:
        return await asyncio.gather(*(task(n) for n in range(5)))

    assert asyncio.run(main()) == list(range(5))


def test_greenlets() -> None:
    greenlet = pytest.importorskip("greenlet")
    local = Local()
    local.x = 0

    def run() -> object:
        before = dict(local)
        local.x = 1
        greenlet.getcurrent().parent.switch()
        return before, local.x

    worker = greenlet.greenlet(run)
    worker.switch()
    assert local.x == 0
    assert worker.switch() == ({}, 1)


def test_manager() -> None:
    local, stack = Local(), LocalStack()
    manager = LocalManager([local, stack])
    assert repr(manager) == "<LocalManager storages: 2>"
    assert LocalManager().locals == [] and LocalManager(local).locals == [local]

    @manager.middleware
    def app(environ: dict, start_response: object) -> list[bytes]:
        """Named."""
        local.x = 1
        stack.push(2)
        return [b"a"]

    body = app({}, None)
    assert b"".join(body) == b"a" and local.x == 1
    body.close()
    assert list(local) == [] and stack.top is None and app.__doc__ == "Named."


def test_unbound() -> None:
    proxy = LocalProxy(ContextVar("v"))
    assert not proxy and repr(proxy) == "<LocalProxy unbound>" and dir(proxy) == []
    assert proxy.__doc__ == LocalProxy.__doc__
    assert not isinstance(proxy, int) and proxy.__class__ is LocalProxy
    assert (proxy == 1) is False and proxy != 1
    uses = [lambda: proxy.x, lambda: proxy + 1, lambda: 1 + proxy, lambda: str(proxy), lambda: len(proxy),
            lambda: proxy.__dict__, lambda: proxy(), lambda: setattr(proxy, "x", 1)]  # fmt: skip
    for use in uses:
        with pytest.raises(RuntimeError, match="object is not bound"):
            use()
    for use in (lambda: hash(proxy), lambda: proxy < 1):
        with pytest.raises(TypeError):
            use()
    for unbound in (
        LocalProxy(ContextVar("v"), unbound_message="none"),
        Local()("x", unbound_message="none"),
        LocalStack()(unbound_message="none"),
    ):
        with pytest.raises(RuntimeError, match=r"^none$"):
            unbound.x


def test_what_can_be_proxied() -> None:
    with pytest.raises(TypeError, match="Don't know how to proxy"):
        LocalProxy(5)
    with pytest.raises(TypeError, match="'name' is required"):
        LocalProxy(Local())
    assert LocalProxy(lambda: 5, "real") == 5
    var = ContextVar("v", default=5)
    assert LocalProxy(var) == 5 == LocalProxy(var, "real")
    assert LocalProxy(ContextVar("w")).__wrapped__.name == "w"
    with pytest.raises(AttributeError):
        LocalProxy(var).__wrapped__
    assert not hasattr(LocalProxy, "__wrapped__")


def test_proxy_looks_like_its_object() -> None:
    class Thing:
        """A thing."""

        def __init__(self) -> None:
            self.a = 1

    thing = Thing()
    proxy = proxy_of(thing)
    assert isinstance(proxy, Thing) and type(proxy) is LocalProxy
    assert proxy.__doc__ == "A thing." and "current context" in LocalProxy.__doc__
    assert proxy.__dict__ == {"a": 1} and dir(proxy) == dir(thing)
    assert hash(proxy) == hash(thing) and proxy == thing and repr(proxy) == repr(thing)
    proxy.b = 2
    assert thing.b == 2
    del proxy.b
    assert not hasattr(thing, "b")
    assert proxy._get_current_object() is thing
    assert (
        isinstance(5, proxy_of(int)) and issubclass(bool, proxy_of(int)) and proxy_of(int)("5") == 5
    )


NUMBERS = [
    operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod,
    operator.lshift, operator.rshift, operator.and_, operator.or_, operator.xor, divmod, pow,
    operator.lt, operator.le, operator.eq, operator.ne, operator.gt, operator.ge,
]  # fmt: skip


@pytest.mark.parametrize("function", NUMBERS)
def test_operators_in_both_directions(function: object) -> None:
    assert function(proxy_of(7), 2) == function(7, 2) == function(proxy_of(7), proxy_of(2))
    assert function(2, proxy_of(7)) == function(2, 7)


@pytest.mark.parametrize(
    "function",
    [
        operator.neg, operator.pos, abs, operator.invert, complex, int, float, operator.index, round,
        math.trunc, math.floor, math.ceil, bytes, str, bool, hash, copy.copy, copy.deepcopy,
    ],
)  # fmt: skip
def test_functions_of_numbers(function: object) -> None:
    assert function(proxy_of(7)) == function(7)


def test_containers() -> None:
    items = [1, 2]
    proxy = proxy_of(items)
    proxy[0] = 5
    del proxy[1]
    assert (items, len(proxy), proxy[0], list(proxy), 5 in proxy) == ([5], 1, 5, [5], True)
    assert list(reversed(proxy)) == [5] and operator.length_hint(proxy) == 1
    assert (
        next(proxy_of(iter([1]))) == 1
        and f"{proxy_of(5):03d}" == "005"
        and pow(proxy_of(2), 3, 5) == 3
    )
    again = proxy
    again += [6]
    assert again is proxy and items == [5, 6]
    number = proxy_of(2)
    number **= 3
    assert number == 2

    class Matrix:
        def __matmul__(self, other: object) -> str:
            return "m"

        __rmatmul__ = __imatmul__ = __matmul__

    assert proxy_of(Matrix()) @ 1 == 1 @ proxy_of(Matrix()) == "m"


def test_protocols() -> None:
    class Everything:
        def __enter__(self) -> int:
            return 1

        def __exit__(self, *args: object) -> None:
            log.append("exit")

        async def __aenter__(self) -> int:
            return 2

        async def __aexit__(self, *args: object) -> None:
            log.append("aexit")

        def __await__(self):
            yield from ()
            return 3

        def __aiter__(self) -> Everything:
            return self

        async def __anext__(self) -> None:
            raise StopAsyncIteration

    log: list[str] = []
    proxy = proxy_of(Everything())
    with proxy as value:
        assert value == 1

    async def main() -> None:
        async with proxy as value:
            assert value == 2
        assert await proxy == 3
        assert [item async for item in proxy] == []

    asyncio.run(main())
    assert log == ["exit", "aexit"]


def test_shown_though_nothing_can_be_found() -> None:
    nothing: dict[str, object] = {}
    assert repr(LocalProxy(lambda: nothing["a"])).startswith("<LocalProxy object at ")
