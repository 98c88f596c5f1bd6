"""Numbers between bounds.

A number outside the bounds is refused, or moved to the nearest one when clamping. Each bound may be
open (the bound itself is outside) or absent.
"""

from __future__ import annotations

import operator
from abc import abstractmethod

from .._i18n import translate as _
from .scalars import FloatParamType, IntParamType, _NumberParamTypeBase

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any, Generic, Literal

    from typing_extensions import TypeVar

    from .._annotations import Context, Parameter
    from ._infos import NumberRangeInfoDict

    _ValueT_contra = TypeVar("_ValueT_contra", contravariant=True)
    _FloatValueT_co = TypeVar("_FloatValueT_co", bound=float, covariant=True)
else:
    from .._generic import Subscriptable as Generic

    _ValueT_contra = _FloatValueT_co = None


class _NumberRangeBase(
    _NumberParamTypeBase[_FloatValueT_co, _ValueT_contra],
    Generic[_ValueT_contra, _FloatValueT_co],
):
    """A number between two bounds.

    :param min: the lower bound; none when ``None``.
    :param max: the upper bound; none when ``None``.
    :param min_open: the lower bound is outside.
    :param max_open: the upper bound is outside.
    :param clamp: move a number that is outside to the bound, instead of refusing it.
    """

    __module__ = "click.types"

    def __init__(
        self,
        min: _FloatValueT_co | None = None,
        max: _FloatValueT_co | None = None,
        min_open: bool = False,
        max_open: bool = False,
        clamp: bool = False,
    ) -> None:
        self.clamp = clamp
        self.min = min
        self.min_open = min_open
        self.max = max
        self.max_open = max_open

    def to_info_dict(self) -> NumberRangeInfoDict:
        return {
            "min": self.min,
            "max": self.max,
            "min_open": self.min_open,
            "max_open": self.max_open,
            "clamp": self.clamp,
            **super().to_info_dict(),
        }

    def convert(self, value: Any, param: Parameter | None, ctx: Context | None) -> _FloatValueT_co:
        number = super().convert(value, param, ctx)
        # A value such as NaN is neither inside nor outside, so only being inside counts.
        inside_min = self.min is None or (operator.gt if self.min_open else operator.ge)(
            number, self.min
        )
        inside_max = self.max is None or (operator.lt if self.max_open else operator.le)(
            number, self.max
        )
        if inside_min and inside_max:
            return number
        if self.clamp:
            if self.min is not None and number <= self.min:
                return self._clamp(self.min, 1, self.min_open)
            if self.max is not None and number >= self.max:
                return self._clamp(self.max, -1, self.max_open)
        self.fail(
            _("{value} is not in the range {range}.").format(
                value=number, range=self._describe_range()
            ),
            param,
            ctx,
        )

    @abstractmethod
    def _clamp(
        self,
        bound: _FloatValueT_co,  # type: ignore[misc]
        dir: Literal[1, -1],
        open: bool,
    ) -> _FloatValueT_co:
        """Return the number nearest to ``bound`` that is inside.

        :param dir: 1 for a lower bound, -1 for an upper one.
        :param open: the bound itself is outside.
        """

    def _describe_range(self) -> str:
        """Return the range as text, such as ``0<=x<5``."""
        upper = "<" if self.max_open else "<="
        if self.min is None:
            return f"x{upper}{self.max}"
        if self.max is None:
            return f"x{'>' if self.min_open else '>='}{self.min}"
        return f"{self.min}{'<' if self.min_open else '<='}x{upper}{self.max}"

    def __repr__(self) -> str:
        clamped = " clamped" if self.clamp else ""
        return f"<{type(self).__name__} {self._describe_range()}{clamped}>"


class IntRange(_NumberRangeBase[int, int], IntParamType):
    """A whole number between bounds, as for the parameters of a range."""

    __module__ = "click.types"

    name = "integer range"

    def _clamp(self, bound: int, dir: Literal[1, -1], open: bool) -> int:
        return bound + dir if open else bound


class FloatRange(_NumberRangeBase[float, float], FloatParamType):
    """A floating point number between bounds; open bounds cannot clamp.

    :raises TypeError: ``clamp`` with an open bound.
    """

    __module__ = "click.types"

    name = "float range"

    def __init__(
        self,
        min: float | None = None,
        max: float | None = None,
        min_open: bool = False,
        max_open: bool = False,
        clamp: bool = False,
    ) -> None:
        super().__init__(min=min, max=max, min_open=min_open, max_open=max_open, clamp=clamp)
        if clamp and (min_open or max_open):
            raise TypeError("Clamping is not supported for open bounds.")

    def _clamp(self, bound: float, dir: Literal[1, -1], open: bool) -> float:
        if not open:
            return bound
        raise RuntimeError("Clamping is not supported for open bounds.")
