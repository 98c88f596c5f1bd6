"""Marks on functions: which first argument they take, and whether tracebacks show them.

Also :data:`missing`, which stands for the absence of a value.
"""

from __future__ import annotations

import enum

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from types import CodeType

    F = t.TypeVar("F", bound=t.Callable[..., t.Any])


class _MissingType:
    """The type of :data:`missing`; it has one instance and copies to itself."""

    __module__ = "jinja2.utils"
    __slots__ = ()

    def __repr__(self) -> str:
        return "missing"

    def __reduce__(self) -> str:
        return "missing"


missing: t.Any = _MissingType()
"""Stands for the absence of a value where ``None`` is a value."""

internal_code: t.MutableSet[CodeType] = set()
"""Code objects whose frames are left out of rewritten tracebacks."""


_replaceable_code: set[CodeType] = set()


def replaceable(f: F) -> F:
    """Mark a method that has a fast path which does the same without calling it. The fast path is
    for objects whose class does not override the method: see :func:`is_original`.
    """
    _replaceable_code.add(f.__code__)
    return f


def is_original(owner: object, name: str) -> bool:
    """Return whether the method of an object is the one that this library defines."""
    # A wrapper may have the name and the attributes of what it wraps, but not its code.
    method = getattr(type(owner), name, None)
    return name not in owner.__dict__ and getattr(method, "__code__", None) in _replaceable_code


class _PassArg(enum.Enum):
    """The first argument of a callable that has a mark."""

    context = enum.auto()
    eval_context = enum.auto()
    environment = enum.auto()

    @classmethod
    def from_obj(cls, obj: t.Callable[..., t.Any]) -> _PassArg | None:
        """Return the mark of a callable, or ``None`` if it has none.

        An object that answers every attribute, such as a mock, has no mark.
        """
        mark = getattr(obj, "jinja_pass_arg", None)
        return mark if type(mark) is cls else None


_PassArg.__module__ = "jinja2.utils"


def pass_context(f: F) -> F:
    """Whenever a template calls this function, filter or test, the current
    :class:`~jinja2.runtime.Context` comes before the other arguments.
    """
    f.jinja_pass_arg = _PassArg.context  # type: ignore[attr-defined]
    return f


def pass_eval_context(f: F) -> F:
    """Whenever a template calls this function, filter or test, the current
    :class:`~jinja2.nodes.EvalContext` comes before the other arguments. Enough for callables that
    only ask whether escaping is on.
    """
    f.jinja_pass_arg = _PassArg.eval_context  # type: ignore[attr-defined]
    return f


def pass_environment(f: F) -> F:
    """Whenever a template calls this function, filter or test, its
    :class:`~jinja2.Environment` comes before the other arguments.
    """
    f.jinja_pass_arg = _PassArg.environment  # type: ignore[attr-defined]
    return f


def internalcode(f: F) -> F:
    """Mark a function of the engine, so that template tracebacks leave its frame out."""
    internal_code.add(f.__code__)
    return f


def is_undefined(obj: object) -> bool:
    """Return whether the object is an undefined value of any class."""
    # Looked up on the type: an instance may answer every attribute.
    return getattr(type(obj), "_jinja_undefined_mark", False) is True


for _public in (pass_context, pass_eval_context, pass_environment, internalcode, is_undefined):
    _public.__module__ = "jinja2.utils"
del _public
