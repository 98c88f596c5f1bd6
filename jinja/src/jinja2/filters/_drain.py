"""Filters that need the whole sequence: collect asynchronous items before they run."""

from __future__ import annotations

from functools import update_wrapper

from .._marks import _PassArg
from ..async_utils import async_variant, auto_to_list, is_async_iterable

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    F = t.TypeVar("F", bound=t.Callable[..., t.Any])


def also_async(eager: t.Callable[..., t.Any], name: str) -> t.Callable[..., t.Any]:
    """Return the filter `name`, which collects asynchronous items in an asynchronous environment,
    and then calls `eager`."""

    async def drain_value(value: t.Any, *args: t.Any, **kwargs: t.Any) -> t.Any:
        return eager(await auto_to_list(value), *args, **kwargs)

    async def drain_second(first: t.Any, value: t.Any, *args: t.Any, **kwargs: t.Any) -> t.Any:
        return eager(first, await auto_to_list(value), *args, **kwargs)

    drained = drain_value if _PassArg.from_obj(eager) is None else drain_second
    drained.__name__ = drained.__qualname__ = name
    return async_variant(eager)(drained)


def collecting(function: F) -> F:
    """Decorate a filter that takes the environment and an iterable, and is not called in another
    way in asynchronous environments: there, asynchronous items are collected first, and the
    result has to be awaited."""

    async def collected(
        environment: t.Any, value: t.Any, args: tuple[t.Any, ...], kwargs: dict[str, t.Any]
    ) -> t.Any:
        return function(environment, await auto_to_list(value), *args, **kwargs)

    def call(environment: t.Any, value: t.Any, *args: t.Any, **kwargs: t.Any) -> t.Any:
        if environment.is_async and is_async_iterable(value):
            return collected(environment, value, args, kwargs)
        return function(environment, value, *args, **kwargs)

    return update_wrapper(call, function)  # type: ignore[return-value]
