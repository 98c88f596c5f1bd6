"""Environments for templates that are not trusted.

A sandbox limits the attributes and calls of a template. It does not limit how long the template
runs and how much memory it takes.
"""

from __future__ import annotations

import operator
from collections import deque
from collections.abc import MutableMapping, MutableSequence, MutableSet
from functools import update_wrapper
from string import Formatter
from types import (
    AsyncGeneratorType,
    BuiltinMethodType,
    CodeType,
    CoroutineType,
    FrameType,
    FunctionType,
    GeneratorType,
    MethodType,
    TracebackType,
)

from markupsafe import EscapeFormatter, Markup

from .environment import Environment
from .exceptions import SecurityError
from .runtime import Context, Undefined
from .runtime.undefined import set_cause

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    F = t.TypeVar("F", bound=t.Callable[..., t.Any])

#: The longest range that a sandboxed template may make.
MAX_RANGE = 100000

#: Attributes of functions that are refused in addition to those with underscores.
UNSAFE_FUNCTION_ATTRIBUTES: set[str] = set()

#: Attributes of methods that are refused in addition to those of functions.
UNSAFE_METHOD_ATTRIBUTES: set[str] = set()

#: Attributes of generators that are refused.
UNSAFE_GENERATOR_ATTRIBUTES = {"gi_frame", "gi_code"}

#: Attributes of coroutines that are refused.
UNSAFE_COROUTINE_ATTRIBUTES = {"cr_frame", "cr_code"}

#: Attributes of asynchronous generators that are refused.
UNSAFE_ASYNC_GENERATOR_ATTRIBUTES = {"ag_code", "ag_frame"}

# Attributes of functions that say that calling them does harm.
_MARKS_OF_UNSAFE = ("unsafe_callable", "alters_data")

# Operators, and their functions in the standard library.
_BINARY = (
    ("%", "mod"),
    ("*", "mul"),
    ("**", "pow"),
    ("+", "add"),
    ("-", "sub"),
    ("/", "truediv"),
    ("//", "floordiv"),
)
_UNARY = (("+", "pos"), ("-", "neg"))

_MUTATORS: tuple[tuple[type, frozenset[str]], ...] = (
    (
        MutableSet,
        frozenset(
            "add clear difference_update discard intersection_update pop remove"
            " symmetric_difference_update update".split()
        ),
    ),
    (
        MutableMapping,
        frozenset("clear move_to_end pop popitem setdefault subtract update".split()),
    ),
    (
        MutableSequence,
        frozenset(
            "append byteswap clear extend frombytes fromfile fromlist fromunicode insert pop"
            " remove resize reverse sort take_bytes".split()
        ),
    ),
    (
        deque,
        frozenset("appendleft extendleft popleft rotate".split()),
    ),
    (
        memoryview,
        frozenset({"release"}),
    ),
)


def safe_range(*args: int) -> range:
    """Return a range of at most :data:`MAX_RANGE` items.

    :raises OverflowError: it would be longer.
    """
    made = range(*args)
    # len() does not work for lengths beyond those of sequences.
    if made and (made[-1] - made[0]) // made.step >= MAX_RANGE:
        raise OverflowError(
            f"Range too big. The sandbox blocks ranges larger than MAX_RANGE ({MAX_RANGE})."
        )
    return made


def unsafe(f: F) -> F:
    """Mark a function or method as unsafe: sandboxed templates cannot call it."""
    f.unsafe_callable = True  # type: ignore[attr-defined]
    return f


def _refused_for(obj: object) -> t.Collection[str]:
    """Return the public attributes that lead out of the sandbox from an object of this kind."""
    if isinstance(obj, FunctionType):
        return UNSAFE_FUNCTION_ATTRIBUTES
    if isinstance(obj, MethodType):
        return UNSAFE_FUNCTION_ATTRIBUTES | UNSAFE_METHOD_ATTRIBUTES
    if isinstance(obj, type):
        return ("mro",)
    if isinstance(obj, GeneratorType):
        return UNSAFE_GENERATOR_ATTRIBUTES
    if isinstance(obj, CoroutineType):
        return UNSAFE_COROUTINE_ATTRIBUTES
    if isinstance(obj, AsyncGeneratorType):
        return UNSAFE_ASYNC_GENERATOR_ATTRIBUTES
    return ()


def is_internal_attribute(obj: object, attr: str) -> bool:
    """Return whether an attribute belongs to Python's own machinery, so that it leads everywhere.

    >>> is_internal_attribute(str, "mro")
    True
    >>> is_internal_attribute(str, "upper")
    False
    """
    if attr.startswith("__"):
        return True
    # Everything about code, frames and tracebacks is machinery.
    if isinstance(obj, (CodeType, TracebackType, FrameType)):
        return True
    return attr in _refused_for(obj)


def modifies_known_mutable(obj: object, attr: str) -> bool:
    """Return whether an attribute of an object is a method that changes it.

    Known are lists, dicts, sets, deques, and what is registered as one of their kinds::

        >>> modifies_known_mutable({}, "clear")
        True
        >>> modifies_known_mutable({}, "keys")
        False
    """
    return any(attr in names and isinstance(obj, kind) for kind, names in _MUTATORS)


class SandboxedEnvironment(Environment):
    """An environment for templates that are not trusted.

    Attributes that lead to Python's machinery, and calls of functions that are marked as unsafe,
    raise :exc:`SecurityError` or are undefined. Override :meth:`is_safe_attribute` and
    :meth:`is_safe_callable` to decide differently.
    """

    sandboxed = True

    #: The functions of binary operators.
    default_binop_table: dict[str, t.Callable[[t.Any, t.Any], t.Any]] = {
        symbol: getattr(operator, name) for symbol, name in _BINARY
    }

    #: The functions of unary operators.
    default_unop_table: dict[str, t.Callable[[t.Any], t.Any]] = {
        symbol: getattr(operator, name) for symbol, name in _UNARY
    }

    #: The binary operators that go through :meth:`call_binop`. Each costs a call.
    intercepted_binops: frozenset[str] = frozenset()

    #: The unary operators that go through :meth:`call_unop`.
    intercepted_unops: frozenset[str] = frozenset()

    def __init__(self, *args: t.Any, **kwargs: t.Any) -> None:
        # Extensions, which the base class loads, may want to change the tables.
        self.binop_table: dict[str, t.Callable[[t.Any, t.Any], t.Any]] = dict(
            self.default_binop_table
        )
        self.unop_table: dict[str, t.Callable[[t.Any], t.Any]] = dict(self.default_unop_table)
        super().__init__(*args, **kwargs)
        self.globals.update(range=safe_range)

    def is_safe_attribute(self, obj: t.Any, attr: str, value: t.Any) -> bool:
        """Return whether a template may have this attribute. By default names that begin with an
        underscore and everything :func:`is_internal_attribute` knows are refused.

        :param value: the value of the attribute.
        """
        return not (attr.startswith("_") or is_internal_attribute(obj, attr))

    def is_safe_callable(self, obj: t.Any) -> bool:
        """Return whether a template may call the object. By default those are refused that are marked
        by :func:`unsafe` or have a true attribute ``alters_data``.
        """
        return not any(getattr(obj, mark, False) for mark in _MARKS_OF_UNSAFE)

    def call_binop(self, context: Context, operator: str, left: t.Any, right: t.Any) -> t.Any:
        """Compute a binary operation that is intercepted."""
        compute = self.binop_table[operator]
        return compute(left, right)

    def call_unop(self, context: Context, operator: str, arg: t.Any) -> t.Any:
        """Compute a unary operation that is intercepted."""
        compute = self.unop_table[operator]
        return compute(arg)

    def getitem(self, obj: t.Any, argument: str | t.Any) -> t.Any | Undefined:
        """As in the base class, as far as it is safe."""
        try:
            return obj[argument]
        except (TypeError, LookupError) as error:
            if not isinstance(argument, str):
                return set_cause(self.undefined(obj=obj, name=argument), error)
            # A subclass of str could return another text each time it is converted.
            name = str(argument)
            try:
                value = getattr(obj, name)
            except AttributeError as attribute_error:
                return set_cause(self.undefined(obj=obj, name=argument), attribute_error, error)
        return self._obtained(obj, name, value)

    def getattr(self, obj: t.Any, attribute: str) -> t.Any | Undefined:
        """As in the base class, as far as it is safe."""
        try:
            value = getattr(obj, attribute)
        except AttributeError as error:
            try:
                return obj[attribute]
            except (TypeError, LookupError) as item_error:
                return set_cause(self.undefined(obj=obj, name=attribute), error, item_error)
        return self._obtained(obj, attribute, value)

    def _obtained(self, obj: object, name: str, value: object) -> t.Any | Undefined:
        """Return the value of an attribute, if the template may have it."""
        formatting = self.wrap_str_format(value)
        if formatting is not None:
            return formatting
        if self.is_safe_attribute(obj, name, value):
            return value
        return self.unsafe_undefined(obj, name)

    def unsafe_undefined(self, obj: t.Any, attribute: str) -> Undefined:
        """Return the undefined value that replaces an attribute that is refused."""
        return self.undefined(
            f"access to attribute {attribute!r} of {type(obj).__name__!r} object is unsafe.",
            name=attribute,
            obj=obj,
            exc=SecurityError,
        )

    def wrap_str_format(self, value: t.Any) -> t.Callable[..., str] | None:
        """If the value is the bound method ``format`` or ``format_map`` of text, a function in
        its place whose fields stay within the sandbox; else ``None``.

        The wrapping is done when the method is obtained, so it does not matter who calls it.
        """
        if not isinstance(value, (MethodType, BuiltinMethodType)):
            return None
        name = getattr(value, "__name__", None)
        if name not in ("format", "format_map"):
            return None
        text = value.__self__
        if not isinstance(text, str):
            return None
        kind = type(text)
        formatter: SandboxedFormatter
        if isinstance(text, Markup):
            formatter = SandboxedEscapeFormatter(self, escape=text.escape)
        else:
            formatter = SandboxedFormatter(self)

        def within(args: tuple[t.Any, ...], values: t.Mapping[str, t.Any]) -> str:
            return kind(formatter.vformat(text, args, values))

        if name == "format":

            def wrapped(*args: t.Any, **kwargs: t.Any) -> str:
                return within(args, kwargs)

        else:

            def wrapped(*args: t.Any, **kwargs: t.Any) -> str:
                _one_mapping(args, kwargs)
                return within((), args[0])

        update_wrapper(wrapped, value)
        # The way back to the method itself is not for templates.
        del wrapped.__wrapped__  # type: ignore[attr-defined]
        return wrapped

    def call(self, context: Context, obj: t.Any, /, *args: t.Any, **kwargs: t.Any) -> t.Any:
        """Call an object for a template.

        :raises SecurityError: it is not safe to call.
        """
        if not self.is_safe_callable(obj):
            raise SecurityError(f"{obj!r} is not safely callable")
        return context.call(obj, *args, **kwargs)


def _one_mapping(args: tuple[t.Any, ...], kwargs: t.Mapping[str, t.Any]) -> None:
    if kwargs:
        raise TypeError("format_map() takes no keyword arguments")
    if len(args) != 1:
        raise TypeError(f"format_map() takes exactly one argument ({len(args)} given)")


class ImmutableSandboxedEnvironment(SandboxedEnvironment):
    """A sandbox in which the methods that change lists, dicts, sets and deques are refused too."""

    def is_safe_attribute(self, obj: t.Any, attr: str, value: t.Any) -> bool:
        return super().is_safe_attribute(obj, attr, value) and not modifies_known_mutable(obj, attr)


class SandboxedFormatter(Formatter):
    """A formatter that looks up the attributes in its fields by the sandbox."""

    def __init__(self, env: Environment, **kwargs: t.Any) -> None:
        self._env = env
        super().__init__(**kwargs)

    def get_field(
        self, field_name: str, args: t.Sequence[t.Any], kwargs: t.Mapping[str, t.Any]
    ) -> tuple[t.Any, str]:
        first, rest = _split_field(field_name)
        value = self.get_value(first, args, kwargs)
        for is_attribute, name in rest:
            if is_attribute:
                value = self._env.getattr(value, name)
            else:
                value = self._env.getitem(value, name)
        return value, first


def _split_field(name: str) -> tuple[t.Any, t.Iterable[tuple[bool, t.Any]]]:
    """Return the parts of a field name: ``a.b[0]`` is ``a``, attribute ``b``, item ``0``."""
    from _string import formatter_field_name_split  # type: ignore[import-not-found]

    return formatter_field_name_split(name)  # type: ignore[no-any-return]


class SandboxedEscapeFormatter(SandboxedFormatter, EscapeFormatter):
    """The same for safe text: what goes into it is escaped."""


__all__ = [
    "ImmutableSandboxedEnvironment",
    "MAX_RANGE",
    "SandboxedEnvironment",
    "SandboxedEscapeFormatter",
    "SandboxedFormatter",
    "UNSAFE_ASYNC_GENERATOR_ATTRIBUTES",
    "UNSAFE_COROUTINE_ATTRIBUTES",
    "UNSAFE_FUNCTION_ATTRIBUTES",
    "UNSAFE_GENERATOR_ATTRIBUTES",
    "UNSAFE_METHOD_ATTRIBUTES",
    "is_internal_attribute",
    "modifies_known_mutable",
    "safe_range",
    "unsafe",
]
