"""The lazy filters: map, select, reject and their attribute forms.

The asynchronous variants are written out, because a sequence without end has to work with them.
"""

from __future__ import annotations

from .._marks import pass_context
from ..async_utils import LazyItems, async_variant, auto_aiter, auto_await, opened
from ..runtime.support import plain_types
from ._arguments import as_is, prepare_map, prepare_select_or_reject

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from ..runtime import Context

    V = t.TypeVar("V")
    Either = t.AsyncIterable[V] | t.Iterable[V]


def _is_not(answer: object) -> bool:
    return not answer


@pass_context
def sync_do_map(
    context: Context, value: t.Iterable[t.Any], *args: object, **kwargs: object
) -> t.Iterable[t.Any]:
    """Apply a filter to each item, or look an attribute up on each.

    Written ``|map("filter", arguments)`` or ``|map(attribute="path", default=...)``.
    """
    if value:
        apply = prepare_map(context, args, kwargs)
        if not args:
            yield from map(apply, value)
            return
        # A filter may raise StopIteration, which must not pass for the end of the items.
        for item in value:
            yield apply(item)


@async_variant(sync_do_map)
def do_map(
    context: Context, value: Either[t.Any], *args: object, **kwargs: object
) -> t.AsyncIterable[t.Any]:
    return LazyItems(opened(context, _map(context, value, args, kwargs)))


async def _map(
    context: Context, value: Either[t.Any], args: tuple[t.Any, ...], kwargs: dict[str, t.Any]
) -> t.AsyncGenerator[t.Any, None]:
    if value:  # type: ignore[truthy-bool]
        apply = prepare_map(context, args, kwargs)
        items: t.Any = value
        if hasattr(items, "__aiter__"):
            async for item in opened(context, auto_aiter(items)):
                yield await auto_await(apply(item))
            return
        for item in items:
            result = apply(item)
            yield result if type(result) in plain_types else await auto_await(result)


def select_or_reject(
    context: Context,
    value: t.Iterable[V],
    args: tuple[t.Any, ...],
    kwargs: dict[str, t.Any],
    modfunc: t.Callable[[t.Any], t.Any],
    lookup_attr: bool,
) -> t.Iterator[V]:
    """Return an iterator over the items that fulfil the condition."""
    if value:
        wanted = prepare_select_or_reject(context, args, kwargs, modfunc, lookup_attr)
        for item in value:
            if wanted(item):
                yield item


async def async_select_or_reject(
    context: Context,
    value: Either[V],
    args: tuple[t.Any, ...],
    kwargs: dict[str, t.Any],
    modfunc: t.Callable[[t.Any], t.Any],
    lookup_attr: bool,
) -> t.AsyncIterator[V]:
    """Do the same for a plain or asynchronous iterable, and for tests that have to be awaited."""
    if value:  # type: ignore[truthy-bool]
        condition = prepare_select_or_reject(context, args, kwargs, as_is, lookup_attr)
        items: t.Any = value
        if hasattr(items, "__aiter__"):
            async for item in opened(context, auto_aiter(items)):
                if modfunc(await auto_await(condition(item))):
                    yield item
            return
        for item in items:
            result = condition(item)
            if modfunc(result if type(result) in plain_types else await auto_await(result)):
                yield item


@pass_context
def sync_do_select(
    context: Context, value: t.Iterable[V], *args: object, **kwargs: object
) -> t.Iterator[V]:
    """Yield the items that pass a test; without a test, those that are true."""
    return select_or_reject(context, value, args, kwargs, as_is, False)


@async_variant(sync_do_select)
def do_select(
    context: Context, value: Either[V], *args: object, **kwargs: object
) -> t.AsyncIterator[V]:
    return LazyItems(
        opened(context, async_select_or_reject(context, value, args, kwargs, as_is, False))
    )


@pass_context
def sync_do_reject(
    context: Context, value: t.Iterable[V], *args: object, **kwargs: object
) -> t.Iterator[V]:
    """Yield the items that fail a test; without a test, those that are false."""
    return select_or_reject(context, value, args, kwargs, _is_not, False)


@async_variant(sync_do_reject)
def do_reject(
    context: Context, value: Either[V], *args: object, **kwargs: object
) -> t.AsyncIterator[V]:
    return LazyItems(
        opened(context, async_select_or_reject(context, value, args, kwargs, _is_not, False))
    )


@pass_context
def sync_do_selectattr(
    context: Context, value: t.Iterable[V], *args: object, **kwargs: object
) -> t.Iterator[V]:
    """Yield the items one of whose attributes passes a test; without a test, is true."""
    return select_or_reject(context, value, args, kwargs, as_is, True)


@async_variant(sync_do_selectattr)
def do_selectattr(
    context: Context, value: Either[V], *args: object, **kwargs: object
) -> t.AsyncIterator[V]:
    return LazyItems(
        opened(context, async_select_or_reject(context, value, args, kwargs, as_is, True))
    )


@pass_context
def sync_do_rejectattr(
    context: Context, value: t.Iterable[V], *args: object, **kwargs: object
) -> t.Iterator[V]:
    """Yield the items one of whose attributes fails a test; without a test, is false."""
    return select_or_reject(context, value, args, kwargs, _is_not, True)


@async_variant(sync_do_rejectattr)
def do_rejectattr(
    context: Context, value: Either[V], *args: object, **kwargs: object
) -> t.AsyncIterator[V]:
    return LazyItems(
        opened(context, async_select_or_reject(context, value, args, kwargs, _is_not, True))
    )


for _public in (
    sync_do_map,
    do_map,
    select_or_reject,
    async_select_or_reject,
    sync_do_select,
    do_select,
    sync_do_reject,
    do_reject,
    sync_do_selectattr,
    do_selectattr,
    sync_do_rejectattr,
    do_rejectattr,
):
    _public.__module__ = "jinja2.filters"
del _public
