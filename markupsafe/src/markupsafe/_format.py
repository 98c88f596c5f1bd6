"""Format with ``%``, ``str.format`` and template strings, and escape the values.

The format is trusted, every value is escaped. A value is formatted first and escaped then, so that
widths and precisions count its characters and not those of character references.

A format is parsed once into a plan. Where there is none (the format is wrong, or mixes directives
with and without names), ``percent`` leaves the work to the interpreter and gives it values that
escape themselves, and ``braces`` returns ``None`` for the caller to use ``EscapeFormatter``.

This module does not know ``Markup``: how a class escapes is an argument.
"""

from __future__ import annotations

from _string import formatter_parser  # type: ignore[import-not-found]

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from string.templatelib import Template  # type: ignore[import-not-found,unused-ignore]
    from typing import Any, TypeVar

    Escape = Callable[[Any], str]

    # Literal text, key, format spec and conversion; the key is None after the last field.
    BracesPlan = list[tuple[str, int | str | None, str, str | None]]
    # The format with "%s" for each directive that prints text; the names, if directives have
    # names; the position and directive of each text, and the position and type of each number; how
    # many directives there are.
    PercentPlan = tuple[
        str, tuple[str, ...], tuple[tuple[int, str], ...], tuple[tuple[int, type], ...], int
    ]

    _P = TypeVar("_P")

_CONVERSIONS: dict[str | None, Callable[[object], object]] = {
    None: lambda value: value,
    "s": str,
    "r": repr,
    "a": ascii,
}

# The last character of a directive of ``%`` -> the type of what it prints.
_DIRECTIVES = (
    dict.fromkeys("srac", str) | dict.fromkeys("diuoxX", int) | dict.fromkeys("eEfFgG", float)
)

# Plans are kept for few formats and short ones, so that formats from outside cannot fill the
# memory.
_MAX_PLANS = 256
_MAX_PLANNED_LENGTH = 512


def _remember(plans: dict[str, _P], format: str, plan: _P) -> _P:
    if len(format) <= _MAX_PLANNED_LENGTH:
        if len(plans) >= _MAX_PLANS:
            plans.clear()
        plans[str(format)] = plan
    return plan


class _MarkupEscapeHelper:
    """A value for ``%`` that is escaped however it is printed, or converted to a number.

    Some errors of the interpreter contain the name of this class.
    """

    __slots__ = ("_escape", "_value")

    def __init__(self, value: Any, escape: Escape, /) -> None:
        self._value = value
        self._escape = escape

    def __str__(self) -> str:
        return str(self._escape(self._value))

    def __repr__(self) -> str:
        return str(self._escape(repr(self._value)))

    def __float__(self) -> float:
        return float(self._value)

    def __int__(self) -> int:
        return int(self._value)

    def __index__(self) -> int:
        if not hasattr(type(self._value), "__index__"):
            raise TypeError(f"an integer is required, not {type(self._value).__name__}")
        index: int = self._value.__index__()
        return index

    def __getitem__(self, key: Any) -> _MarkupEscapeHelper:
        return _MarkupEscapeHelper(self._value[key], self._escape)


def _escaping_arguments(values: object, escape: Escape) -> object:
    """Return the right operand of ``%`` in which each value escapes itself."""
    if isinstance(values, tuple):
        return tuple(_MarkupEscapeHelper(value, escape) for value in values)
    if _is_mapping(values):
        return _MarkupEscapeHelper(values, escape)
    return (_MarkupEscapeHelper(values, escape),)


def _is_mapping(values: object) -> bool:
    """Return whether ``%`` takes a value as a mapping; it does so with lists, too."""
    return hasattr(type(values), "__getitem__") and not isinstance(values, (str, tuple))


_percent_plans: dict[str, PercentPlan | None] = {}
_braces_plans: dict[str, BracesPlan | None] = {}


def _plan_percent(format: str) -> PercentPlan | None:
    """Parse a format for ``%``; return ``None`` if it is wrong or mixes names and no names."""
    pieces: list[str] = []
    names: list[str] = []
    directives: list[tuple[type, str]] = []
    rest = str(format)
    while rest:
        literal, percent_sign, rest = rest.partition("%")
        pieces.append(literal)
        if not percent_sign:
            break
        if rest[:1] == "%":
            pieces.append("%%")
            rest = rest[1:]
            continue
        if rest[:1] == "(":
            name, closed, rest = rest[1:].partition(")")
            if "(" in name or not closed:
                return None
            names.append(name)
        after_flags = rest.lstrip("#0- +.123456789")
        if after_flags[:1] in ("h", "l", "L"):  # lengths of C, ignored by the interpreter
            after_flags = after_flags[1:]
        kind = _DIRECTIVES.get(after_flags[:1])
        if kind is None:
            return None
        directive = "%" + rest[: len(rest) - len(after_flags) + 1]
        directives.append((kind, directive))
        pieces.append("%s" if kind is str else directive)
        rest = after_flags[1:]
    if names and len(names) != len(directives):
        return None
    texts = tuple(
        (position, "" if directive == "%s" else directive)
        for position, (kind, directive) in enumerate(directives)
        if kind is str
    )
    numbers = tuple(
        (position, kind) for position, (kind, _) in enumerate(directives) if kind is not str
    )
    return "".join(pieces), tuple(names), texts, numbers, len(directives)


def _fill_in_stars(
    format: str, values: tuple[object, ...]
) -> tuple[str, tuple[object, ...]] | None:
    """Write the widths and precisions that are given as values (``%*s``) into the format."""
    pieces = str(format).split("%")
    left = list(values)
    kept: list[object] = []
    number = 1
    while number < len(pieces):
        if not pieces[number]:  # "%%"
            number += 2
            continue
        after_flags = pieces[number].lstrip("#0- +.123456789*")
        spec = pieces[number][: len(pieces[number]) - len(after_flags)]
        for _ in range(spec.count("*")):
            size = left.pop(0) if left else None
            if not isinstance(size, int):
                return None
            spec = spec.replace("*", str(int(size)), 1)
        pieces[number] = spec + after_flags
        kept += left[:1]
        del left[:1]
        number += 1
    return "%".join(pieces), (*kept, *left)


def percent(format: str, values: Any, escape: Escape) -> str:
    """Return ``format % values`` with each value escaped."""
    try:
        plan = _percent_plans[format]
    except KeyError:
        plan = _remember(_percent_plans, format, _plan_percent(format))
    if plan is None:
        filled = _fill_in_stars(format, values) if isinstance(values, tuple) else None
        if filled is not None and filled[0] != format:
            return percent(*filled, escape)
        return str.__mod__(format, _escaping_arguments(values, escape))
    positional, names, texts, numbers, count = plan
    if names:
        if not _is_mapping(values):
            return str.__mod__(format, _escaping_arguments(values, escape))
        safe = [values[name] for name in names]
    elif isinstance(values, tuple):
        safe = list(values)
    else:
        safe = [values] if count or not _is_mapping(values) else []
    if len(safe) != count:  # the interpreter has the right error
        return str.__mod__(format, _escaping_arguments(values, escape))
    for position, kind in numbers:
        if type(safe[position]) is not kind:
            safe[position] = _MarkupEscapeHelper(safe[position], escape)
    for position, directive in texts:
        value = safe[position]
        safe[position] = _escape_formatted(directive, value, escape) if directive else escape(value)
    return str.__mod__(positional, tuple(safe))


def _escape_formatted(directive: str, value: object, escape: Escape) -> str:
    """Format one value by a directive such as ``%.9s`` or ``%r``, and escape the result.

    A value that has its own HTML is trusted, so that ``%9s`` pads the HTML.
    """
    if directive[-1] in "sc" and hasattr(value, "__html__"):
        return directive % (escape(value),)
    return escape(directive % (value,))


def escape_field(value: Any, spec: str, escape: Escape) -> str:
    """Format one value and escape it.

    ``__html_format__`` is used if the value has it, else ``__html__``. What they return is passed
    through ``escape`` as well, so that a plain ``str`` is never trusted.

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
    """Parse a format; return ``None`` if a field is not simple (see :func:`braces`)."""
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
    format: str, args: tuple[object, ...], kwargs: Mapping[str, object], escape: Escape
) -> str | None:
    """Return ``format.format(*args, **kwargs)`` with each value escaped.

    :return: ``None`` if a field is not ``{}``, a number or a name, or if a format spec has fields.
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
    """Return the text of a template string: its literal parts are trusted, its values escaped.

    A template inside a template is rendered in the same way.
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
