"""Make functions of one item from the arguments of filters: an attribute, a filter, a test.

Attributes are looked up by the environment only, so that a sandbox applies.
"""

from __future__ import annotations

from functools import partial, update_wrapper

from markupsafe import Markup

from .._marks import _PassArg, is_original, is_undefined, missing
from ..exceptions import FilterArgumentError
from ..runtime.undefined import attribute_or_undefined

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from ..environment import Environment
    from ..runtime import Context

    F = t.TypeVar("F", bound=t.Callable[..., t.Any])
    V = t.TypeVar("V")
    OfItem = t.Callable[[t.Any], t.Any]


def ignore_case(value: V) -> V:
    """Convert text to lowercase, for comparing; return anything else as it is."""
    return value.lower() if isinstance(value, str) else value  # type: ignore[return-value]


def _path(attribute: str | int | None) -> list[str | int]:
    if attribute is None:
        return []
    if isinstance(attribute, str):
        return [int(part) if part.isdigit() else part for part in attribute.split(".")]
    return [attribute]


def _same(item: object) -> object:
    return item


def _walker(environment: Environment, path: list[str | int], default: t.Any = missing) -> OfItem:
    if not path:
        return _same
    getitem: t.Any = environment.getitem
    # An environment that overrides the look-up, such as a sandbox, does all of it.
    quick: t.Any = dict if is_original(environment, "getitem") else None
    step = getitem if quick is None else partial(_step, environment)

    def walk(item: t.Any) -> t.Any:
        for part in path:
            if type(item) is quick:
                try:
                    item = item[part]
                    continue
                except KeyError:
                    pass
            item = step(item, part)
        return item

    if default is not missing:

        def walk_or_default(item: object) -> t.Any:
            for part in path:
                item = step(item, part)
                if is_undefined(item):
                    item = default
            return item

        return walk_or_default

    if len(path) > 1:
        return walk
    only = path[0]

    def of_item(item: t.Any) -> t.Any:
        if type(item) is quick:
            try:
                return item[only]
            except KeyError:
                pass
        return step(item, only)

    return of_item


def _step(environment: Environment, item: t.Any, part: str | int) -> t.Any:
    """Do what the environment's `getitem` does, without raising errors only to catch them."""
    kind = type(item)
    if kind is dict:
        found = item.get(part, missing)
        if found is not missing:
            return found
    elif hasattr(kind, "__getitem__") or issubclass(kind, type):
        return environment.getitem(item, part)
    return attribute_or_undefined(environment, item, part)


_TEXT = frozenset({str, Markup})
_NUMBERS = frozenset({int, float, bool})


def comparing_key(values: t.Iterable[t.Any], case_sensitive: bool) -> OfItem | None:
    """Return the cheapest key function for these values, or ``None`` if they need none."""
    if case_sensitive:
        return None
    kinds = set(map(type, values))
    if kinds <= _TEXT:
        return str.lower
    return ignore_case if any(issubclass(kind, str) for kind in kinds) else None


def compares_alone(values: t.Iterable[t.Any]) -> bool:
    """Return whether values have the same order by themselves as within tuples.

    Tuples compare items for equality before they compare them for order, so that equal items may
    be of types that have no order.
    """
    kinds = set(map(type, values))
    return kinds <= _TEXT or kinds <= _NUMBERS


def make_attrgetter(
    environment: Environment,
    attribute: str | int | None,
    postprocess: OfItem | None = None,
    default: t.Any | None = None,
) -> OfItem:
    """Return a function that looks up an attribute of an item.

    :param attribute: a name, an index, or several joined by dots; ``None`` is the item itself.
    :param postprocess: applied to the value of the attribute.
    :param default: replaces undefined values, if it is not ``None``.
    """
    walk = _walker(environment, _path(attribute), missing if default is None else default)
    if postprocess is None:
        return walk
    if walk is _same:
        return postprocess
    return lambda item: postprocess(walk(item))


def attrgetter_with_default(
    environment: Environment, attribute: str | int | None, default: object
) -> OfItem:
    """Return a function that looks up an attribute of an item. The default replaces undefined
    values, also if it is ``None``; :data:`~jinja2.utils.missing` replaces none.
    """
    return _walker(environment, _path(attribute), default)


def none_if_given(name: str, position: int) -> t.Callable[[F], F]:
    """Decorate a function that has ``None`` as the default of a parameter: it receives
    :data:`~jinja2.utils.missing` instead, unless the caller has passed the argument.
    """

    def decorator(function: F) -> F:
        def call(*args: object, **kwargs: object) -> object:
            if len(args) <= position and name not in kwargs:
                kwargs[name] = missing
            return function(*args, **kwargs)

        return update_wrapper(call, function)  # type: ignore[return-value]

    return decorator


def make_multi_attrgetter(
    environment: Environment,
    attribute: str | int | None,
    postprocess: OfItem | None = None,
) -> t.Callable[[t.Any], list[t.Any]]:
    """Return a function that looks up a list of attributes of an item; their names are joined by
    commas in `attribute`.
    """
    paths = attribute.split(",") if isinstance(attribute, str) else [attribute]
    getters = [make_attrgetter(environment, path, postprocess) for path in paths]
    if len(getters) == 1:
        only = getters[0]
        return lambda item: [only(item)]
    return lambda item: [get(item) for get in getters]


def prepare_map(context: Context, args: tuple[t.Any, ...], kwargs: dict[str, t.Any]) -> OfItem:
    """Return the function that ``map`` applies to an item: it looks up an attribute, or applies a
    filter.

    :raises FilterArgumentError: neither was given, or there are further arguments.
    """
    if args:
        return _applied("filter", context, args, kwargs)
    if "attribute" not in kwargs:
        raise FilterArgumentError("map requires a filter argument") from None
    attribute = kwargs.pop("attribute")
    default = kwargs.pop("default", missing)
    if kwargs:
        raise FilterArgumentError(f"Unexpected keyword argument {next(iter(kwargs))!r}")
    return attrgetter_with_default(context.environment, attribute, default)


def as_is(answer: object) -> t.Any:
    """Return the result of a test as it is, for ``select``."""
    return answer


def prepare_select_or_reject(
    context: Context,
    args: tuple[t.Any, ...],
    kwargs: dict[str, t.Any],
    modfunc: OfItem,
    lookup_attr: bool,
) -> OfItem:
    """Return the condition that ``select``, ``reject`` and their attribute forms check for an
    item: a test or the truth, of the item or of one of its attributes.

    :param modfunc: is applied to the result; ``reject`` inverts it.

    :raises FilterArgumentError: the name of the attribute is missing.
    """
    steps: list[OfItem] = []
    if lookup_attr:
        if not args:
            raise FilterArgumentError("Missing parameter for attribute name") from None
        steps.append(make_attrgetter(context.environment, args[0]))
        args = args[1:]
    if args:
        steps.append(_applied("test", context, args, kwargs))
    if modfunc is not as_is:
        steps.append(modfunc)
    if len(steps) < 2:
        return steps[0] if steps else as_is
    if len(steps) == 2:
        inner, outer = steps
        return lambda item: outer(inner(item))
    of_item, ask, turn = steps
    return lambda item: turn(ask(of_item(item)))


def _applied(
    kind: str, context: Context, args: tuple[t.Any, ...], kwargs: dict[str, t.Any]
) -> OfItem:
    """Return a function that applies a filter or a test to an item; the first argument is its
    name.
    """
    name, args = args[0], args[1:]
    environment = context.environment
    call = getattr(environment, f"call_{kind}")
    function = None
    if isinstance(name, str) and is_original(environment, f"call_{kind}"):
        function = getattr(environment, f"{kind}s").get(name)
    if function is None:
        # An override is called for each item; an unknown name is an error when there is an item.
        return lambda item: call(name, item, args, kwargs, context=context)
    mark = _PassArg.from_obj(function)
    if mark is None:
        if not (args or kwargs):
            return function  # type: ignore[no-any-return]
        if len(args) == 1 and not kwargs:
            only = args[0]
            return lambda item: function(item, only)
        return lambda item: function(item, *args, **kwargs)
    first = {
        _PassArg.context: context,
        _PassArg.eval_context: context.eval_ctx,
        _PassArg.environment: environment,
    }[mark]
    return lambda item: function(first, item, *args, **kwargs)


for _public in (
    ignore_case,
    make_attrgetter,
    make_multi_attrgetter,
    prepare_map,
    prepare_select_or_reject,
):
    _public.__module__ = "jinja2.filters"
del _public
