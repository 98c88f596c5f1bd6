"""The built-in tests: what may follow ``is`` in a template."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from numbers import Number

from ._marks import is_undefined, pass_environment
from .runtime.undefined import Undefined

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .environment import Environment


def test_odd(value: int) -> bool:
    """Return whether the number is odd."""
    return value % 2 == 1


def test_even(value: int) -> bool:
    """Return whether the number is even."""
    return value % 2 == 0


def test_divisibleby(value: int, num: int) -> bool:
    """Return whether the number can be divided by another without a remainder."""
    return value % num == 0


def test_defined(value: object) -> bool:
    """Return whether the variable is defined."""
    return not is_undefined(value)


def test_undefined(value: object) -> bool:
    """Return whether the variable is undefined."""
    return is_undefined(value)


@pass_environment
def test_filter(env: Environment, value: str) -> bool:
    """Return whether the environment has a filter of this name."""
    return value in env.filters


@pass_environment
def test_test(env: Environment, value: str) -> bool:
    """Return whether the environment has a test of this name."""
    return value in env.tests


def test_none(value: object) -> bool:
    """Return whether the value is none."""
    return value is None


def test_boolean(value: object) -> bool:
    """Return whether the value is ``True`` or ``False``."""
    return value is True or value is False


def test_false(value: object) -> bool:
    """Return whether the value is ``False`` itself."""
    return value is False


def test_true(value: object) -> bool:
    """Return whether the value is ``True`` itself."""
    return value is True


def test_integer(value: object) -> bool:
    """Return whether the value is an integer; truth values are not."""
    return isinstance(value, int) and not isinstance(value, bool)


def test_float(value: object) -> bool:
    """Return whether the value is a floating point number."""
    return isinstance(value, float)


def test_lower(value: str) -> bool:
    """Return whether the text has letters, none of them uppercase."""
    return str(value).islower()


def test_upper(value: str) -> bool:
    """Return whether the text has letters, none of them lowercase."""
    return str(value).isupper()


def test_string(value: object) -> bool:
    """Return whether the value is text."""
    return isinstance(value, str)


def test_mapping(value: object) -> bool:
    """Return whether the value is a mapping, such as a dict."""
    return type(value) is dict or isinstance(value, Mapping)


def test_number(value: object) -> bool:
    """Return whether the value is a number of any kind."""
    # isinstance() of an abstract class is slow.
    return type(value) in _USUAL_NUMBERS or isinstance(value, Number)


_USUAL_NUMBERS = frozenset({int, float, bool})


def test_sequence(value: t.Any) -> bool:
    """Return whether the value has a length and items."""
    try:
        len(value)
        return value.__getitem__ is not None
    except Exception:
        return False


def test_sameas(value: object, other: object) -> bool:
    """Return whether both are the same object."""
    return value is other


def test_iterable(value: t.Any) -> bool:
    """Return whether the value can be iterated over."""
    try:
        iter(value)
    except TypeError:
        return False
    return True


def test_escaped(value: object) -> bool:
    """Return whether the value is marked as safe."""
    return hasattr(value, "__html__")


def test_in(value: object, seq: t.Container[t.Any]) -> bool:
    """Return whether the value is one of the items."""
    return value in seq


_COMPARISONS: tuple[tuple[t.Callable[..., t.Any], tuple[str, ...]], ...] = (
    (operator.eq, ("eq", "equalto", "==")),
    (operator.ne, ("ne", "!=")),
    (operator.gt, ("gt", "greaterthan", ">")),
    (operator.ge, ("ge", ">=")),
    (operator.lt, ("lt", "lessthan", "<")),
    (operator.le, ("le", "<=")),
)

TESTS: dict[str, t.Callable[..., t.Any]] = {
    "boolean": test_boolean,
    "callable": callable,
    "defined": test_defined,
    "divisibleby": test_divisibleby,
    "escaped": test_escaped,
    "even": test_even,
    "false": test_false,
    "filter": test_filter,
    "float": test_float,
    "in": test_in,
    "integer": test_integer,
    "iterable": test_iterable,
    "lower": test_lower,
    "mapping": test_mapping,
    "none": test_none,
    "number": test_number,
    "odd": test_odd,
    "sameas": test_sameas,
    "sequence": test_sequence,
    "string": test_string,
    "test": test_test,
    "true": test_true,
    "undefined": test_undefined,
    "upper": test_upper,
}
TESTS.update((name, compare) for compare, names in _COMPARISONS for name in names)

__all__ = [
    "TESTS",
    "Undefined",
    "pass_environment",
    "test_boolean",
    "test_defined",
    "test_divisibleby",
    "test_escaped",
    "test_even",
    "test_false",
    "test_filter",
    "test_float",
    "test_in",
    "test_integer",
    "test_iterable",
    "test_lower",
    "test_mapping",
    "test_none",
    "test_number",
    "test_odd",
    "test_sameas",
    "test_sequence",
    "test_string",
    "test_test",
    "test_true",
    "test_undefined",
    "test_upper",
]
