"""Values that may be awaitable, and iterables that may be asynchronous.

Works with every event loop, because it uses none.
"""

from __future__ import annotations

from functools import WRAPPER_ASSIGNMENTS, update_wrapper
from types import AsyncGeneratorType

from ._marks import _PassArg, pass_eval_context

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    import typing_extensions as te

    from .runtime import Context

    V = t.TypeVar("V")
    F = t.TypeVar("F", bound=t.Callable[..., t.Any])

# Values of these types are never awaitable.
_PLAIN = frozenset(
    {str, int, float, complex, bool, bytes, type(None), list, tuple, dict, set, frozenset, range}
)


def async_variant(normal_func: t.Any) -> t.Callable[[F], F]:
    """Decorate the asynchronous variant of a filter.

    The result calls the decorated function if the environment is asynchronous, and `normal_func`
    if it is not. It takes the same first argument as `normal_func`. If that takes none, the result
    takes the evaluation context and does not pass it on.
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
    """Await the value if it is awaitable, else return it."""
    kind = type(value)
    # ``await`` looks the method up on the type. Coroutines that are generators have a flag instead.
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
    """An asynchronous iterator over a plain iterator. It never waits."""

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


class LazyItems:
    """The result of a lazy filter in an asynchronous environment.

    It is the iterator that the filter returns in other environments, so that ``in``, ``*args``,
    tests and functions of the program work with it, and an asynchronous iterator, for sources or
    filters that wait. The items can be iterated over once.
    """

    __slots__ = ("__weakref__", "_items")

    def __init__(self, items: t.AsyncIterator[t.Any]) -> None:
        self._items = items

    def __aiter__(self) -> t.AsyncIterator[t.Any]:
        return self._items

    def __anext__(self) -> t.Awaitable[t.Any]:
        return self._items.__anext__()

    def aclose(self) -> t.Awaitable[None]:
        """Close the asynchronous generator."""
        closing: t.Awaitable[None] = self._items.aclose()  # type: ignore[attr-defined]
        return closing

    def __iter__(self) -> te.Self:
        return self

    def __next__(self) -> t.Any:
        """Return the next item.

        :raises RuntimeError: the source or the filter has to wait for it.
        """
        step: t.Any = self._items.__anext__()
        try:
            step.send(None)
        except StopIteration as done:
            return done.value
        except StopAsyncIteration:
            raise StopIteration from None
        step.close()
        raise RuntimeError(
            "The items of an asynchronous iterable were used where Jinja cannot wait for them."
            " Apply the filter 'list' first."
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._items!r}>"


def is_async_iterable(value: object) -> bool:
    """Return whether a filter has to collect the items of the value by ``async for``."""
    kind = type(value)
    return kind is LazyItems or (hasattr(kind, "__aiter__") and not hasattr(kind, "__iter__"))


class OpenIterators:
    """The async generators that a stream reads from, to be closed with it.

    Python does not close what an ``async for`` reads when the loop is left early: the generator
    would wait for the garbage collector and the event loop's hook. So each generator that a
    stream starts to read is noted here, the outer ones first.
    """

    __slots__ = ("_enough", "_iterators")

    def __init__(self) -> None:
        self._iterators: list[t.Any] = []
        self._enough = 16

    def add(self, iterator: t.Any) -> None:
        """Note a generator."""
        iterators = self._iterators
        iterators.append(iterator)
        if len(iterators) > self._enough:
            # Drop those that have ended. The limit doubles, so this takes constant time for each.
            iterators[:] = [it for it in iterators if getattr(it, "ag_frame", it)]
            self._enough = 2 * len(iterators) + 16

    async def aclose(self) -> None:
        """Close all, the inner ones first."""
        while self._iterators:
            iterator = self._iterators.pop()
            try:
                await iterator.aclose()
            except BaseException:
                await self.aclose()
                raise


def opened(context: Context, iterator: V) -> V:
    """Note an async generator, if it is read for a stream: its context has a list of them.

    :param iterator: the generator, or an object whose ``__aiter__`` makes one, which is returned
        in its place; anything else is returned as it is.
    """
    if context._open is not None:
        kind = type(iterator)
        if kind is AsyncGeneratorType:
            context._open.add(iterator)
        elif hasattr(kind, "__aiter__") and not hasattr(kind, "__iter__"):
            made: t.Any = iterator.__aiter__()  # type: ignore[attr-defined]
            if type(made) is AsyncGeneratorType and not hasattr(kind, "__len__"):
                context._open.add(made)
                return made  # type: ignore[return-value]
    return iterator


def auto_aiter(iterable: t.AsyncIterable[V] | t.Iterable[V]) -> t.AsyncIterator[V]:
    """Return an asynchronous iterator over a plain or asynchronous iterable.

    :raises TypeError: the object is no iterable.
    """
    either: t.Any = iterable
    if hasattr(either, "__aiter__"):
        return either.__aiter__()  # type: ignore[no-any-return]
    return _Paced(iter(either))


async def auto_to_list(value: t.AsyncIterable[V] | t.Iterable[V]) -> list[V]:
    """Return all items of a plain or asynchronous iterable."""
    either: t.Any = value
    if hasattr(either, "__aiter__"):
        return [item async for item in either]
    return list(either)
