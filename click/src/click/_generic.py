"""Classes that can be subscripted like generics, without loading `typing`.

In: a class body that names :class:`Subscriptable` as a base. Out: `Class[int]` works at run time,
as an annotation and as a base class. What the parameters mean is for type checkers only.
"""

from __future__ import annotations

#: what `list[int]` is an instance of; importing `types` for it would cost more
_Alias = type(list[int])


class Subscriptable:
    """Base of classes that take type parameters."""

    __slots__ = ()
    __class_getitem__ = classmethod(_Alias)  # type: ignore[var-annotated]
