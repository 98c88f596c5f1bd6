"""Filters that need the whole sequence, written once for both worlds.

Goes in: a filter that takes a plain iterable. Comes out: one that takes an asynchronous iterable
too, in environments that are asynchronous.
"""

from __future__ import annotations

from .._marks import _PassArg
from ..async_utils import async_variant, auto_to_list

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t


def also_async(eager: t.Callable[..., t.Any], name: str) -> t.Callable[..., t.Any]:
    """Make the filter `name` out of `eager`: asynchronous input is collected before it runs."""

    async def drain_value(value: t.Any, *args: t.Any, **kwargs: t.Any) -> t.Any:
        return eager(await auto_to_list(value), *args, **kwargs)

    async def drain_second(first: t.Any, value: t.Any, *args: t.Any, **kwargs: t.Any) -> t.Any:
        return eager(first, await auto_to_list(value), *args, **kwargs)

    drained = drain_value if _PassArg.from_obj(eager) is None else drain_second
    drained.__name__ = drained.__qualname__ = name
    return async_variant(eager)(drained)
