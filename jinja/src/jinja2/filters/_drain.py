"""Filters that need the whole sequence: collect asynchronous items before they run."""

from __future__ import annotations

from .._marks import _PassArg
from ..async_utils import async_variant, auto_to_list

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t


def also_async(eager: t.Callable[..., t.Any], name: str) -> t.Callable[..., t.Any]:
    """Return the filter `name`, which collects asynchronous items in an asynchronous environment,
    and then calls `eager`.
    """

    async def drain_value(value: t.Any, *args: t.Any, **kwargs: t.Any) -> t.Any:
        return eager(await auto_to_list(value), *args, **kwargs)

    async def drain_second(first: t.Any, value: t.Any, *args: t.Any, **kwargs: t.Any) -> t.Any:
        return eager(first, await auto_to_list(value), *args, **kwargs)

    drained = drain_value if _PassArg.from_obj(eager) is None else drain_second
    drained.__name__ = drained.__qualname__ = name
    return async_variant(eager)(drained)


async def collected(
    function: t.Callable[..., t.Any], environment: t.Any, value: t.Any, *args: t.Any
) -> t.Any:
    """Call a filter with asynchronous items after all of them were collected."""
    return function(environment, await auto_to_list(value), *args)
