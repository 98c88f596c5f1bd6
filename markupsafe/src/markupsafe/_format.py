"""Formatting that escapes: ``%``, ``str.format`` and template strings.

In: a format, the values for it and a function that escapes. Out: plain text in which
the format is trusted and every value is escaped. It knows no ``Markup``; how a class
escapes reaches it as an argument only.

The common shapes are answered by planning the format once and escaping the values
beforehand (``percent``, ``braces``). They return ``None`` for any other shape, before a
value was touched, and the complete but slower way is taken.
"""

from __future__ import annotations

from _string import formatter_parser  # type: ignore[import-not-found]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from string.templatelib import Template  # type: ignore[import-not-found,unused-ignore]
    from typing import Any, TypeVar

    Escape = Callable[[Any], str]

    # Literal text, key, format spec and conversion; the key is None after the last field.
    BracesPlan = list[tuple[str, int | str | None, str, str | None]]
    # The names, if the directives have names; which directives print text, and which print
    # a number of what type; how many there are.
    PercentPlan = tuple[tuple[str, ...], tuple[int, ...], tuple[tuple[int, type], ...], int]

    _P = TypeVar("_P")

_CONVERSIONS: dict[str | None, Callable[[Any], Any]] = {
    None: lambda value: value,
    "s": str,
    "r": repr,
    "a": ascii,
}

# The directives of ``%`` that are planned, with the type that each prints.
_DIRECTIVES = {"s": str, "d": int, "i": int, "u": int} | dict.fromkeys("eEfFgG", float)
_FLAGS_AND_SIZES = "#0- +.123456789"

# Plans are kept for short formats only and never for many, so whoever can choose the
# format cannot fill the memory.
_MAX_PLANS = 256
_MAX_PLANNED_LENGTH = 512


def _remember(plans: dict[str, _P], format: str, plan: _P) -> _P:
    if len(format) <= _MAX_PLANNED_LENGTH:
        if len(plans) >= _MAX_PLANS:
            plans.clear()
        plans[str(format)] = plan

    return plan


class _MarkupEscapeHelper:
    """Stands for a value while ``%`` works, and escapes however the value is printed.

    The interpreter names this class in some errors, such as the one for ``%x``.
    """

    __slots__ = ("_escape", "_value")

    def __init__(self, value: Any, escape: Escape, /) -> None:
        self._value = value
        self._escape = escape

    def __str__(self) -> str:
        return str(self._escape(self._value))

    def __repr__(self) -> str:
        printed = repr(self._value)
        return str(self._escape(printed))

    def __float__(self) -> float:
        return float(self._value)

    def __int__(self) -> int:
        return int(self._value)

    def __getitem__(self, key: Any) -> _MarkupEscapeHelper:
        return _MarkupEscapeHelper(self._value[key], self._escape)


def percent_arguments(values: Any, escape: Escape) -> Any:
    """What to put right of ``%`` so that any directive escapes what it prints."""
    if isinstance(values, tuple):
        return tuple(_MarkupEscapeHelper(value, escape) for value in values)

    if hasattr(type(values), "__getitem__") and not isinstance(values, str):
        return _MarkupEscapeHelper(values, escape)

    return (_MarkupEscapeHelper(values, escape),)


_percent_plans: dict[str, PercentPlan | None] = {}
_braces_plans: dict[str, BracesPlan | None] = {}


def _plan_percent(format: str) -> PercentPlan | None:
    """What a format for ``%`` asks for, or ``None`` if it is out of the ordinary."""
    names: list[str] = []
    kinds: list[type] = []
    pieces = iter(str(format).split("%"))
    next(pieces)

    for piece in pieces:
        if not piece:
            # "%%", and this is what follows it; or the format ends too early.
            if next(pieces, None) is None:
                return None
            continue

        if piece[0] == "(":
            name, _, piece = piece[1:].partition(")")
            names.append(name)

            if "(" in name:
                return None

        kind = _DIRECTIVES.get(piece.lstrip(_FLAGS_AND_SIZES)[:1])

        if kind is None:
            return None

        kinds.append(kind)

    if names and (len(names) != len(kinds) or len(set(names)) != len(names)):
        return None

    texts = tuple(index for index, kind in enumerate(kinds) if kind is str)
    numbers = tuple((index, kind) for index, kind in enumerate(kinds) if kind is not str)
    return tuple(names), texts, numbers, len(kinds)


def percent(format: str, values: Any, escape: Escape) -> str | None:
    """The answer to ``format % values``, if all directives are planned ones and each number
    is of the very type that its directive prints.
    """
    try:
        plan = _percent_plans[format]
    except KeyError:
        plan = _remember(_percent_plans, format, _plan_percent(format))

    if plan is None:
        return None

    names, texts, numbers, count = plan
    given = type(values)

    if names:
        if given is not dict:
            return None

        try:
            safe = [values[name] for name in names]
        except KeyError:
            return None
    elif given is tuple:
        safe = list(values)
    elif given is not str and hasattr(given, "__getitem__"):
        return None
    else:
        safe = [values]

    if len(safe) != count:
        return None

    for index, kind in numbers:
        if type(safe[index]) is not kind:
            return None

    for index in texts:
        safe[index] = escape(safe[index])

    if names:
        return str.__mod__(format, {name: safe[index] for index, name in enumerate(names)})

    return str.__mod__(format, tuple(safe))


def escape_field(value: Any, spec: str, escape: Escape) -> str:
    """One formatted and escaped value.

    An object that knows how to format itself as HTML is asked first, then one that knows
    its HTML. What they return is passed through ``escape`` as well, so that plain text
    is never trusted by accident.

    :raises ValueError: if a value that only has ``__html__`` is given a format spec.
    """
    if type(value) is str:
        return escape(value.__format__(spec) if spec else value)

    if hasattr(value, "__html_format__"):
        return escape(value.__html_format__(spec))

    if hasattr(value, "__html__"):
        if spec:
            raise ValueError(
                f"Format specifier {spec} given, but {type(value)} does not define"
                " __html_format__. A class that defines __html__ must define"
                " __html_format__ to work with format specifiers."
            )

        return escape(value.__html__())

    return escape(format(value, str(spec)))


def _plan_braces(format: str) -> BracesPlan | None:
    """The fields of a format, or ``None`` if one is out of the ordinary."""
    plan: BracesPlan = []
    automatic = 0
    numbered = False

    try:
        parsed = list(formatter_parser(format))
    except ValueError:
        return None

    for literal, field, spec, conversion in parsed:
        key: int | str | None = field

        if field is not None:
            if conversion not in _CONVERSIONS or "{" in spec or "}" in spec:
                return None

            if field == "":
                key = automatic
                automatic += 1
            elif field.isdecimal() and field.isascii() and len(field) < 10:
                key = int(field)
                numbered = True
            elif not field.isidentifier():
                return None

        plan.append((literal, key, spec, conversion))

    return None if automatic and numbered else plan


def braces(
    format: str, args: tuple[Any, ...], kwargs: Mapping[str, Any], escape: Escape
) -> str | None:
    """The answer to ``format.format(*args, **kwargs)`` if every field is ``{}``, a number
    or a name, without attributes, items or fields inside the format spec.
    """
    try:
        plan = _braces_plans[format]
    except KeyError:
        plan = _remember(_braces_plans, format, _plan_braces(format))

    if plan is None:
        return None

    pieces = []

    for literal, key, spec, conversion in plan:
        pieces.append(literal)

        if key is not None:
            value = args[key] if type(key) is int else kwargs[key]  # type: ignore[index]

            if conversion is not None:
                value = _CONVERSIONS[conversion](value)

            pieces.append(escape_field(value, spec, escape))

    return "".join(pieces)


def render_template(template: Template, escape: Escape) -> str:
    """The text of a template string: its literal parts are trusted, its values escaped.

    A template inside a template is rendered by the same rule, so that pieces of markup
    can be put together from templates.
    """
    pieces = []

    for part in template:
        if type(part) is str:
            pieces.append(part)
            continue

        value, conversion, spec = part.value, part.conversion, part.format_spec

        if conversion is None and not spec and type(value) is type(template):
            pieces.append(render_template(value, escape))
        else:
            pieces.append(escape_field(_CONVERSIONS[conversion](value), spec, escape))

    return "".join(pieces)
