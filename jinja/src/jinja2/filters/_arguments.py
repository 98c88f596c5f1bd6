"""What filters are told by their arguments: which attribute of an item, which filter, which test.

Goes in: attribute paths (``"a.b"``, ``0``) and the arguments of ``map`` and ``select``. Comes out:
functions of one item. Looks attributes up by the environment only, so that a sandbox applies.
"""

from __future__ import annotations

from .._marks import is_undefined
from ..exceptions import FilterArgumentError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import typing as t

    from ..environment import Environment
    from ..runtime import Context

    V = t.TypeVar("V")
    OfItem = t.Callable[[t.Any], t.Any]


def ignore_case(value: V) -> V:
    """Text in lower case, for comparing; anything else as it is."""
    return value.lower() if isinstance(value, str) else value  # type: ignore[return-value]


def _path(attribute: str | int | None) -> list[str | int]:
    if attribute is None:
        return []
    if isinstance(attribute, str):
        return [int(part) if part.isdigit() else part for part in attribute.split(".")]
    return [attribute]


def _same(item: t.Any) -> t.Any:
    return item


def _walker(
    environment: Environment, path: list[str | int], default: t.Any = None
) -> t.Callable[[t.Any], t.Any]:
    getitem = environment.getitem
    if not path:
        return _same
    if default is not None:

        def walk_or_default(item: t.Any) -> t.Any:
            for part in path:
                item = getitem(item, part)
                if is_undefined(item):
                    item = default
            return item

        return walk_or_default

    if len(path) == 1:
        only = path[0]
        return lambda item: getitem(item, only)

    def walk(item: t.Any) -> t.Any:
        for part in path:
            item = getitem(item, part)
        return item

    return walk


def make_attrgetter(
    environment: Environment,
    attribute: str | int | None,
    postprocess: OfItem | None = None,
    default: t.Any | None = None,
) -> OfItem:
    """A function that gives an attribute of an item.

    :param attribute: a name, an index, or several joined by dots; ``None`` is the item itself.
    :param postprocess: applied to what was found.
    :param default: taken in place of undefined values.
    """
    walk = _walker(environment, _path(attribute), default)
    if postprocess is None:
        return walk
    if walk is _same:
        return postprocess
    return lambda item: postprocess(walk(item))


def make_multi_attrgetter(
    environment: Environment,
    attribute: str | int | None,
    postprocess: OfItem | None = None,
) -> t.Callable[[t.Any], list[t.Any]]:
    """A function that gives a list of attributes of an item; `attribute` joins them by commas."""
    paths = attribute.split(",") if isinstance(attribute, str) else [attribute]
    getters = [make_attrgetter(environment, path, postprocess) for path in paths]
    if len(getters) == 1:
        only = getters[0]
        return lambda item: [only(item)]
    return lambda item: [get(item) for get in getters]


def prepare_map(context: Context, args: tuple[t.Any, ...], kwargs: dict[str, t.Any]) -> OfItem:
    """What ``map`` does with an item: look up an attribute, or apply a filter.

    :raises FilterArgumentError: neither was named, or there are further arguments.
    """
    environment = context.environment
    if args:
        name, *rest = args
        return _applied(environment.call_filter, name, rest, kwargs, context)
    if "attribute" not in kwargs:
        raise FilterArgumentError("map requires a filter argument") from None
    attribute = kwargs.pop("attribute")
    default = kwargs.pop("default", None)
    if kwargs:
        raise FilterArgumentError(f"Unexpected keyword argument {next(iter(kwargs))!r}")
    return make_attrgetter(environment, attribute, default=default)


def prepare_select_or_reject(
    context: Context,
    args: tuple[t.Any, ...],
    kwargs: dict[str, t.Any],
    modfunc: OfItem,
    lookup_attr: bool,
) -> OfItem:
    """What ``select`` and its kin ask of an item: a test or its truth, of the item or of one of
    its attributes. `modfunc` turns the answer round, or not.

    :raises FilterArgumentError: the name of the attribute is missing.
    """
    environment = context.environment
    rest = list(args)
    of_item = None
    if lookup_attr:
        if not rest:
            raise FilterArgumentError("Missing parameter for attribute name") from None
        of_item = make_attrgetter(environment, rest.pop(0))
    if rest:
        ask = _applied(environment.call_test, rest[0], rest[1:], kwargs, context)
    else:
        ask = bool
    if of_item is None:
        return lambda item: modfunc(ask(item))
    return lambda item: modfunc(ask(of_item(item)))


def _applied(
    call: t.Callable[..., t.Any],
    name: str,
    args: list[t.Any],
    kwargs: dict[str, t.Any],
    context: Context,
) -> OfItem:
    return lambda item: call(name, item, args, kwargs, context=context)


for _public in (
    ignore_case,
    make_attrgetter,
    make_multi_attrgetter,
    prepare_map,
    prepare_select_or_reject,
):
    _public.__module__ = "jinja2.filters"
del _public
