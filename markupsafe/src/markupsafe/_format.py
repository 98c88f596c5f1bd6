"""Formatting that escapes: ``%``, ``str.format`` and template strings.

In: a format, the values for it and a function that escapes. Out: plain text in which
the format is trusted and every value is escaped. It knows no ``Markup``; how a class
escapes reaches it as an argument only.

The common shapes are answered by reading the format once and escaping the values
beforehand (``percent``, ``braces``). They return ``None`` for any other shape, before a
value was touched, and the complete but slower way is taken.
"""

from __future__ import annotations

from _string import formatter_parser  # type: ignore[import-not-found]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from string.templatelib import Template  # type: ignore[import-not-found,unused-ignore]
    from typing import Any

    Escape = Callable[[Any], str]

_CONVERSIONS: dict[str | None, Callable[[Any], Any]] = {
    None: lambda value: value,
    "s": str,
    "r": repr,
    "a": ascii,
}


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


def percent(format: str, values: Any, escape: Escape) -> str | None:
    """The answer to ``format % values`` if all directives are ``%s`` or ``%(name)s``."""
    kind = type(values)

    if kind is dict:
        return _percent_names(format, values, escape)

    if kind is not tuple:
        if hasattr(kind, "__getitem__") and kind is not str:
            return None
        values = (values,)

    if not format.count("%") == format.count("%s") == len(values):
        return None

    return str.__mod__(format, tuple([escape(value) for value in values]))


def _percent_names(format: str, values: dict[Any, Any], escape: Escape) -> str | None:
    head, *pieces = format.split("%(")

    if "%" in head:
        return None

    escaped = {}

    for piece in pieces:
        name, found, rest = piece.partition(")s")

        # An identifier holds no parenthesis, so the directive ends where it seems to.
        if not found or "%" in rest or not name.isidentifier() or name not in values:
            return None

        escaped[name] = values[name]

    return str.__mod__(format, {name: escape(value) for name, value in escaped.items()})


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


def braces(
    format: str, args: tuple[Any, ...], kwargs: Mapping[str, Any], escape: Escape
) -> str | None:
    """The answer to ``format.format(*args, **kwargs)`` if every field is ``{}``, a number
    or a name, without attributes, items or fields inside the format spec.
    """
    plan: list[tuple[str, Any, str, str | None]] = []
    automatic = 0
    numbered = False

    try:
        parsed = list(formatter_parser(format))
    except ValueError:
        return None

    for literal, field, spec, conversion in parsed:
        key: Any = field

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

    if automatic and numbered:
        return None

    pieces = []

    for literal, key, spec, conversion in plan:
        pieces.append(literal)

        if key is not None:
            value = args[key] if type(key) is int else kwargs[key]

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
