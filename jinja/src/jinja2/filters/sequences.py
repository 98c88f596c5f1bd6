"""Filters on sequences: order, groups, parts, sums, and single items.

They are written for plain iterables; :mod:`._drain` collects the items of asynchronous ones.
Attributes are looked up by the environment.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Mapping
from itertools import islice
from operator import itemgetter

from markupsafe import escape, soft_str

from .._entities import by_character, has_entities
from .._marks import is_undefined, missing, pass_context, pass_environment, pass_eval_context
from ..async_utils import LazyItems, async_variant, auto_aiter, is_async_iterable
from ..exceptions import FilterArgumentError
from ._arguments import (
    attrgetter_with_default,
    compares_alone,
    comparing_key,
    make_attrgetter,
    none_if_given,
)
from ._drain import also_async, collected

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    import typing_extensions as te

    from .._autoescape import EvalContext
    from ..environment import Environment
    from ..runtime import Context, Undefined

    K = t.TypeVar("K")
    V = t.TypeVar("V")
    Attribute = str | int | None


def do_default(value: V, default_value: V = "", boolean: bool = False) -> V:  # type: ignore[assignment]
    """Return the value, or the default if it is undefined.

    :param boolean: take the default for every false value.
    """
    if is_undefined(value) or (boolean and not value):
        return default_value
    return value


@pass_environment
def do_attr(environment: Environment, obj: object, name: str) -> Undefined | t.Any:
    """Return the attribute of an object. Unlike ``obj.name`` this never looks at items."""
    # The environment falls back to items, and so do classes, which are subscribed for generics.
    may_have_items = hasattr(type(obj), "__getitem__") or isinstance(obj, type)
    if may_have_items and not _has_attribute(obj, name):
        return environment.undefined(obj=obj, name=name)
    return environment.getattr(obj, name)


def _has_attribute(obj: object, name: str) -> bool:
    """Return whether there is such an attribute, if possible without running code of the object."""
    if name in getattr(obj, "__dict__", ()):
        return True
    for kind in type(obj).__mro__:
        if name in kind.__dict__:
            return True
    return hasattr(obj, name)


def do_items(value: t.Mapping[K, V] | Undefined) -> t.Iterator[tuple[K, V]]:
    """Yield the pairs of a mapping; none of an undefined value.

    :raises TypeError: the value is no mapping.
    """
    if is_undefined(value):
        return
    if type(value) is not dict and not isinstance(value, Mapping):
        raise TypeError("Can only get item pairs from a mapping.")
    yield from value.items()


def do_dictsort(
    value: t.Mapping[K, V],
    case_sensitive: bool = False,
    by: t.Literal["key", "value"] = "key",
    reverse: bool = False,
) -> list[tuple[K, V]]:
    """Return the pairs of a mapping in order.

    :param by: ``key`` or ``value``.
    :raises FilterArgumentError: `by` is something else.
    """
    if by not in ("key", "value"):
        raise FilterArgumentError('You can only sort by either "key" or "value"')
    pairs = [*value.items()]
    found = [*map(itemgetter(0 if by == "key" else 1), pairs)]
    return _ordered(pairs, _keys(found, case_sensitive), reverse)


@pass_environment
def do_sort(
    environment: Environment,
    value: t.Iterable[V],
    reverse: bool = False,
    case_sensitive: bool = False,
    attribute: Attribute = None,
) -> list[V]:
    """Return the items in order.

    :param attribute: order by this attribute, or by several joined by commas.
    """
    if environment.is_async and is_async_iterable(value):
        return collected(do_sort, environment, value, reverse, case_sensitive, attribute)  # type: ignore[return-value]
    items = list(value)
    columns = []
    for path in attribute.split(",") if isinstance(attribute, str) else [attribute]:
        column = items if path is None else [*map(make_attrgetter(environment, path), items)]
        columns.append(_keys(column, case_sensitive))
    if len(columns) == 1 and compares_alone(columns[0]):
        return _ordered(items, columns[0], reverse)
    return _ordered(items, [*zip(*columns, strict=True)], reverse)


def _keys(values: list[t.Any], case_sensitive: bool) -> list[t.Any]:
    """By what values are compared; may be the same list."""
    key = comparing_key(values, case_sensitive)
    return values if key is None else [*map(key, values)]


def _ordered(items: list[V], keys: list[t.Any], reverse: bool) -> list[V]:
    """Return the items in the order of their keys, which were made before: comparing them is
    fastest when all are of one type.
    """
    if keys is items:
        return sorted(keys, reverse=reverse)
    order = sorted(range(len(items)), key=keys.__getitem__, reverse=reverse)
    return [items[place] for place in order]


@pass_environment
def sync_do_unique(
    environment: Environment,
    value: t.Iterable[V],
    case_sensitive: bool = False,
    attribute: Attribute = None,
) -> t.Iterator[V]:
    """Yield the items without repetitions, in the order of their first appearance.

    :param attribute: compare by this attribute.
    """
    seen: set[t.Any] = set()
    walk = None if attribute is None else make_attrgetter(environment, attribute)
    for item in value:
        key: object = item if walk is None else walk(item)
        if not case_sensitive and isinstance(key, str):
            key = key.lower()
        if key not in seen:
            seen.add(key)
            yield item


def _extreme(
    pick: t.Callable[..., V],
    environment: Environment,
    value: t.Iterable[V],
    case_sensitive: bool,
    attribute: Attribute,
) -> V | Undefined:
    items = list(value)
    if not items:
        return environment.undefined("No aggregated item, sequence was empty.")
    if attribute is None:
        return pick(items, key=comparing_key(items, case_sensitive))
    keys = _keys([*map(make_attrgetter(environment, attribute), items)], case_sensitive)
    if compares_alone(keys):
        return items[keys.index(pick(keys))]
    return items[pick(range(len(items)), key=keys.__getitem__)]  # type: ignore[call-overload, no-any-return]


@pass_environment
def do_min(
    environment: Environment,
    value: t.Iterable[V],
    case_sensitive: bool = False,
    attribute: Attribute = None,
) -> V | Undefined:
    """Return the smallest item.

    :param attribute: compare by this attribute.
    """
    if environment.is_async and is_async_iterable(value):
        return collected(do_min, environment, value, case_sensitive, attribute)  # type: ignore[return-value]
    return _extreme(min, environment, value, case_sensitive, attribute)


@pass_environment
def do_max(
    environment: Environment,
    value: t.Iterable[V],
    case_sensitive: bool = False,
    attribute: Attribute = None,
) -> V | Undefined:
    """Return the largest item.

    :param attribute: compare by this attribute.
    """
    if environment.is_async and is_async_iterable(value):
        return collected(do_max, environment, value, case_sensitive, attribute)  # type: ignore[return-value]
    return _extreme(max, environment, value, case_sensitive, attribute)


#: Types whose values are never safe markup.
_UNMARKED = frozenset({str, int, float, bool, type(None)})


@pass_eval_context
def sync_do_join(
    eval_ctx: EvalContext,
    value: t.Iterable[t.Any],
    d: str = "",
    attribute: Attribute = None,
) -> str:
    """Return the items as one text.

    :param d: what stands between them.
    :param attribute: join this attribute of the items.
    """
    items = value
    if attribute is not None:
        items = [*map(make_attrgetter(eval_ctx.environment, attribute), value)]
    if eval_ctx.autoescape:
        return _joined_as_markup(d, items)
    return str(d).join(map(str, items))


def _joined_as_markup(between: str, items: t.Iterable[t.Any]) -> str:
    """Return the items as one text, which is safe if one of them or what stands between them is."""
    if hasattr(between, "__html__"):
        return soft_str(between).join(map(soft_str, items))
    if type(items) is list and _UNMARKED.issuperset(map(type, items)):
        return str(between).join(map(str, items))
    parts = [item if hasattr(item, "__html__") else str(item) for item in items]
    # If any item is safe the result has to be, so everything else must be escaped.
    if any(hasattr(part, "__html__") for part in parts):
        return escape(between).join(parts)
    return str(between).join(parts)


@pass_environment
def sync_do_sum(
    environment: Environment,
    iterable: t.Iterable[V],
    attribute: Attribute = None,
    start: V = 0,  # type: ignore[assignment]
) -> V:
    """Return the sum of the items, or of an attribute of them.

    :param start: what the sum begins with; it is the sum of an empty sequence.
    """
    if attribute is not None:
        iterable = map(make_attrgetter(environment, attribute), iterable)
    return sum(iterable, start)  # type: ignore[no-any-return, call-overload]


def sync_do_list(value: t.Iterable[V]) -> list[V]:
    """Return the items as a list; those of a text are its characters."""
    return list(value)


def do_reverse(value: str | t.Iterable[V]) -> str | t.Iterable[V]:
    """Return the text backwards, or an iterator over the items from the last to the first.

    :raises FilterArgumentError: the value is no iterable.
    """
    if is_async_iterable(value):
        return _reversed_async(value)  # type: ignore[return-value]
    if isinstance(value, str):
        if has_entities(value):
            return by_character(value, lambda plain: plain[::-1])
        return value[::-1]
    try:
        return reversed(value)  # type: ignore[call-overload, no-any-return]
    except TypeError:
        pass
    try:
        return list(value)[::-1]
    except TypeError as error:
        raise FilterArgumentError("argument must be iterable") from error


async def _reversed_async(value: t.Any) -> list[t.Any]:
    try:
        return [item async for item in value][::-1]
    except TypeError as error:
        raise FilterArgumentError("argument must be iterable") from error


@pass_environment
def sync_do_first(environment: Environment, seq: t.Iterable[V]) -> V | Undefined:
    """Return the first item."""
    for item in seq:
        return item
    return environment.undefined("No first item, sequence was empty.")


@async_variant(sync_do_first)
async def do_first(
    environment: Environment, seq: t.AsyncIterable[V] | t.Iterable[V]
) -> V | Undefined:
    # Not drained: the sequence may have no end.
    async for item in auto_aiter(seq):
        return item
    return environment.undefined("No first item, sequence was empty.")


@pass_environment
def do_last(environment: Environment, seq: t.Reversible[V]) -> V | Undefined:
    """Return the last item. Does not work with generators: make a list of them first."""
    for item in reversed(seq):
        return item
    return environment.undefined("No last item, sequence was empty.")


@pass_context
def do_random(context: Context, seq: t.Sequence[V]) -> V | Undefined:
    """Any item."""
    from random import choice

    try:
        return choice(seq)
    except IndexError:
        return context.environment.undefined("No random item, sequence was empty.")


def _refuse(filter_name: str, argument: str, value: object) -> te.NoReturn:
    raise FilterArgumentError(f"{filter_name}: {argument} must be at least 1, but is {value!r}.")


@none_if_given("fill_with", 2)
def do_batch(
    value: t.Iterable[V], linecount: int, fill_with: V | None = None
) -> t.Iterator[list[V]]:
    """Return an iterator over lists of `linecount` items each.

    :param fill_with: fills up the last list, also if it is ``None``.
    :raises FilterArgumentError: `linecount` is less than 1.
    """
    count: object = linecount
    if isinstance(count, (int, float)) and count < 1:
        _refuse("batch", "linecount", linecount)
    if type(value) is list and type(linecount) is int:
        starts = range(0, len(value), linecount)
        parts = [value[start : start + linecount] for start in starts]
        if parts and fill_with is not missing:
            parts[-1] += [fill_with] * (linecount - len(parts[-1]))
        return iter(parts)
    if is_async_iterable(value):
        return LazyItems(_batches_async(value, linecount, fill_with))
    return _batches(value, linecount, fill_with)


async def _batches_async(
    value: t.Any, linecount: int, fill_with: t.Any
) -> t.AsyncGenerator[list[t.Any], None]:
    part: list[t.Any] = []
    async for item in auto_aiter(value):
        part.append(item)
        if len(part) == linecount:
            yield part
            part = []
    for last in _batches(part, linecount, fill_with):
        yield last


def _batches(value: t.Iterable[V], linecount: int, fill_with: t.Any) -> t.Iterator[list[V]]:
    if type(linecount) is not int:
        yield from _grown(value, linecount, fill_with)
        return
    items = iter(value)
    for part in iter(lambda: list(islice(items, linecount)), []):
        if fill_with is not missing:
            part += [fill_with] * (linecount - len(part))
        yield part


def _grown(value: t.Iterable[V], linecount: int, fill_with: t.Any) -> t.Iterator[list[V]]:
    """Return lists of a length that is not an integer, which a list may never reach."""
    part: list[V] = []
    for item in value:
        if len(part) == linecount:
            yield part
            part = []
        part.append(item)
    if part:
        if fill_with is not missing and len(part) < linecount:
            part += [fill_with] * (linecount - len(part))
        yield part


@none_if_given("fill_with", 2)
def sync_do_slice(
    value: t.Collection[V], slices: int, fill_with: V | None = None
) -> t.Iterator[list[V]]:
    """Return an iterator over `slices` lists whose lengths differ by at most one, the longer ones
    first.

    :param fill_with: is appended to the shorter lists, also if it is ``None``.
    :raises FilterArgumentError: `slices` is less than 1.
    """
    if slices < 1:
        _refuse("slice", "slices", slices)
    return _slices(list(value), slices, fill_with)


def _slices(items: list[V], slices: int, fill_with: t.Any) -> t.Iterator[list[V]]:
    length, longer = divmod(len(items), slices)
    start = 0
    for number in range(slices):
        end = start + length + (number < longer)
        part = items[start:end]
        if fill_with is not missing and number >= longer:
            part.append(fill_with)
        yield part
        start = end


class _GroupTuple(namedtuple("_GroupTuple", ["grouper", "list"])):
    """One group: what its items have in common, and the items."""

    __module__ = "jinja2.filters"
    __slots__ = ()

    # Groups look like the tuples they are.
    def __repr__(self) -> str:
        return tuple.__repr__(self)


@none_if_given("default", 3)
@pass_environment
def sync_do_groupby(
    environment: Environment,
    value: t.Iterable[V],
    attribute: str | int,
    default: t.Any | None = None,
    case_sensitive: bool = False,
) -> list[_GroupTuple]:
    """Group the items that have the same value of an attribute, in order of the values.

    Each group has the attributes ``grouper``, the value, and ``list``, the items; it is a tuple
    of the two.

    :param default: replaces the value for items that lack the attribute, also if it is ``None``.
    """
    items = list(value)
    found = [*map(attrgetter_with_default(environment, attribute, default), items)]
    keys = _keys(found, case_sensitive)
    groups: list[_GroupTuple] = []
    last: object = missing
    for place in sorted(range(len(items)), key=keys.__getitem__):
        key = keys[place]
        if key is last or key == last:
            groups[-1].list.append(items[place])
        else:
            last = key
            groups.append(tuple.__new__(_GroupTuple, (found[place], [items[place]])))
    return groups


do_groupby: t.Callable[..., t.Any] = also_async(sync_do_groupby, "do_groupby")
do_join: t.Callable[..., t.Any] = also_async(sync_do_join, "do_join")
do_list: t.Callable[..., t.Any] = also_async(sync_do_list, "do_list")
do_slice: t.Callable[..., t.Any] = also_async(sync_do_slice, "do_slice")
do_sum: t.Callable[..., t.Any] = also_async(sync_do_sum, "do_sum")
do_unique: t.Callable[..., t.Any] = also_async(sync_do_unique, "do_unique")

for _public in (
    do_default,
    do_attr,
    do_items,
    do_dictsort,
    do_sort,
    do_min,
    do_max,
    do_reverse,
    do_last,
    do_random,
    do_batch,
    sync_do_unique,
    sync_do_join,
    sync_do_sum,
    sync_do_list,
    sync_do_first,
    sync_do_slice,
    sync_do_groupby,
    do_first,
    do_groupby,
    do_join,
    do_list,
    do_slice,
    do_sum,
    do_unique,
):
    _public.__module__ = "jinja2.filters"
del _public
