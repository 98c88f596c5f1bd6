"""Classes that can be subscripted like generics, without loading ``typing``.

A subclass of :class:`Subscriptable` allows ``Class[int]`` at run time, as an annotation and as a
base class. The number of parameters is checked; their meaning is for type checkers only.
"""

from __future__ import annotations

import sys

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

#: what ``list[int]`` is an instance of; importing ``types`` for it would cost more
_Alias: Any = type(list[int])


class Subscriptable:
    """Base of classes that take type parameters."""

    __slots__ = ()

    def __class_getitem__(cls, given: Any) -> Any:
        """Return the alias of ``cls`` with type parameters.

        :raises TypeError: it takes none, or not so many.
        """
        if cls is Subscriptable:
            return _Alias(cls, given)
        if type(given) is not tuple:
            given = (given,)
        wanted = len(tuple(_parameters(cls)))
        if not wanted:
            raise TypeError(f"{cls!r} is not a generic class")
        if len(given) > wanted:
            raise TypeError(
                f"Too many arguments for {cls!r}; actual {len(given)}, expected {wanted}"
            )
        if len(given) < wanted:
            # The input of a parameter type may be left out. Code that reads it has loaded ``typing``.
            typing = sys.modules.get("typing")
            given += ("Any" if typing is None else typing.Any,) * (wanted - len(given))
        return _Alias(cls, given)


def _parameters(cls: object) -> Iterator[Any]:
    """Yield the type parameters that the bases of ``cls`` leave open."""
    seen: list[Any] = []
    for base in cls.__dict__.get("__orig_bases__", ()):
        origin = getattr(base, "__origin__", None)
        if origin is Subscriptable or getattr(origin, "__module__", "") == "typing":
            # It says which there are, in which order.
            return iter(base.__args__)
        # Here ``None`` stands for a type variable that only type checkers see.
        open_ones = [*getattr(base, "__parameters__", ())]
        open_ones += [arg for arg in getattr(base, "__args__", ()) if arg is None]
        seen += [one for one in open_ones if one is None or one not in seen]
    return iter(seen)
