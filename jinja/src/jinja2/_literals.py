"""Decide which values may be written as a literal in generated code, and write them.

This is the only way by which a value that a template controls enters generated code.
"""

from __future__ import annotations

from markupsafe import Markup

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

_INFINITY = float("inf")
_SINGLES = frozenset({type(None), type(NotImplemented), type(Ellipsis)})
_SCALARS = frozenset({bool, int, float, complex, range, str, Markup})
_SERIES = frozenset({tuple, list, set, frozenset})


def has_safe_repr(value: t.Any) -> bool:
    """Return whether evaluating the text of the value in generated code gives an equal value."""
    kind = type(value)
    if kind in _SCALARS or kind in _SINGLES:
        return True
    if kind in _SERIES:
        return all(map(has_safe_repr, value))
    if kind is dict:
        return all(has_safe_repr(k) and has_safe_repr(v) for k, v in value.items())
    return False


def _float_text(value: float) -> str:
    if value != value:
        return "(1e999-1e999)"
    if value in (_INFINITY, -_INFINITY):
        return "1e999" if value > 0 else "-1e999"
    return repr(value)


def literal_text(value: t.Any) -> str:
    """Return the value as an expression of generated code.

    As ``repr``, but infinities and NaN, whose ``repr`` is a name, are spelled as numbers.
    """
    kind = type(value)
    if kind is float:
        return _float_text(value)
    if kind is complex and not _is_finite(value):
        return f"complex({_float_text(value.real)}, {_float_text(value.imag)})"
    if kind in (list, tuple):
        inner = ", ".join(map(literal_text, value))
        if kind is list:
            return f"[{inner}]"
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if kind is dict:
        pairs = (f"{literal_text(k)}: {literal_text(v)}" for k, v in value.items())
        return "{" + ", ".join(pairs) + "}"
    return repr(value)


def _is_finite(value: complex) -> bool:
    size = abs(value.real) + abs(value.imag)
    return size - size == 0
