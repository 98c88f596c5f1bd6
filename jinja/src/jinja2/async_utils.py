"""One door for values which may be awaitable, and for iterables which may be asynchronous.

Goes in: any value, any iterable. Comes out: the value that was waited for, an asynchronous
iterator, a list. Knows no event loop.
"""

from __future__ import annotations

from functools import WRAPPER_ASSIGNMENTS, update_wrapper

from ._marks import _PassArg, pass_eval_context

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    import typing_extensions as te

    V = t.TypeVar("V")
    F = t.TypeVar("F", bound=t.Callable[..., t.Any])

# Values of these types are never awaitable; a look at the type spares the question.
_PLAIN = frozenset(
    {str, int, float, complex, bool, bytes, type(None), list, tuple, dict, set, frozenset, range}
)


def async_variant(normal_func: t.Any) -> t.Callable[[F], F]:
    """Decorate the asynchronous twin of a filter.

    The result calls the twin when the environment is asynchronous and `normal_func` when it is
    not. It asks for the same first argument as `normal_func`; when that wants none, the result
    asks for the evaluation context and keeps it to itself.
    """
    wanted = _PassArg.from_obj(normal_func)
    mark = wanted or _PassArg.eval_context

    def decorator(async_func: F) -> F:
        if mark is _PassArg.environment:

            def choose(first: t.Any, /, *args: t.Any, **kwargs: t.Any) -> t.Any:
                return (async_func if first.is_async else normal_func)(first, *args, **kwargs)

        elif wanted is not None:

            def choose(first: t.Any, /, *args: t.Any, **kwargs: t.Any) -> t.Any:
                chosen = async_func if first.environment.is_async else normal_func
                return chosen(first, *args, **kwargs)

        else:

            def choose(first: t.Any, /, *args: t.Any, **kwargs: t.Any) -> t.Any:
                chosen = async_func if first.environment.is_async else normal_func
                return chosen(*args, **kwargs)

        named = [name for name in WRAPPER_ASSIGNMENTS if name != "__name__"]
        update_wrapper(choose, normal_func, named)
        choose.__name__ = async_func.__name__
        choose.__qualname__ = async_func.__qualname__
        if wanted is None:
            pass_eval_context(choose)
        choose.jinja_async_variant = True  # type: ignore[attr-defined]
        return choose  # type: ignore[return-value]

    return decorator


async def auto_await(value: t.Awaitable[V] | V) -> V:
    """Wait for the value if it can be waited for."""
    kind = type(value)
    # The method is looked for on the type, where ``await`` finds it; generator based coroutines
    # wear a flag instead, which the standard library knows.
    if kind in _PLAIN:
        return value  # type: ignore[return-value]
    if hasattr(kind, "__await__"):
        return await value  # type: ignore[misc, no-any-return]
    if kind.__name__ == "generator":
        from inspect import isawaitable

        if isawaitable(value):
            return await value
    return value  # type: ignore[return-value]


class _Paced:
    """An asynchronous iterator over a plain one, which never waits."""

    __slots__ = ("_next",)

    def __init__(self, iterator: t.Iterator[V]) -> None:
        self._next = iterator.__next__

    def __aiter__(self) -> te.Self:
        return self

    async def __anext__(self) -> t.Any:
        try:
            return self._next()
        except StopIteration:
            raise StopAsyncIteration from None


def auto_aiter(iterable: t.AsyncIterable[V] | t.Iterable[V]) -> t.AsyncIterator[V]:
    """An asynchronous iterator over either kind of iterable.

    :raises TypeError: the object cannot be iterated over at all.
    """
    either: t.Any = iterable
    if hasattr(either, "__aiter__"):
        return either.__aiter__()  # type: ignore[no-any-return]
    return _Paced(iter(either))


async def auto_to_list(value: t.AsyncIterable[V] | t.Iterable[V]) -> list[V]:
    """All items of either kind of iterable."""
    either: t.Any = value
    if hasattr(either, "__aiter__"):
        return [item async for item in either]
    return list(either)
