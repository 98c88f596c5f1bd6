"""The two sentinels for a missing value.

``UNSET`` means that no value was given, ``FLAG_NEEDS_VALUE`` that an option with an optional value was
given without it. Copying and pickling return the same objects.
"""

from __future__ import annotations

import enum

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final, Literal, TypeAlias


class Sentinel(enum.Enum):
    """Marks which no caller can produce by accident."""

    UNSET = "unset"
    FLAG_NEEDS_VALUE = "flag needs value"

    def __repr__(self) -> str:
        return f"Sentinel.{self._name_}"

    __str__ = __repr__

    def __reduce_ex__(self, proto: object, /) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        # By name, because the values are private and may differ between releases.
        return getattr, (Sentinel, self._name_)


UNSET: Final = Sentinel.UNSET
FLAG_NEEDS_VALUE: Final = Sentinel.FLAG_NEEDS_VALUE

if TYPE_CHECKING:
    T_UNSET: TypeAlias = Literal[Sentinel.UNSET]
    T_FLAG_NEEDS_VALUE: TypeAlias = Literal[Sentinel.FLAG_NEEDS_VALUE]
