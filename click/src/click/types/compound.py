"""Several values of different types as one.

In: a sequence of values. Out: a tuple, each item converted by its own type.
"""

from __future__ import annotations

from .._i18n import translate, translate_plural
from .base import CompositeParamType, ParamType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ..core.context import Context
    from ..core.parameter import Parameter
    from ._infos import TupleInfoDict


class Tuple(CompositeParamType["tuple[Any, ...]"]):
    """As many values as there are types.

    :param types: the type of each value.
    """

    __module__ = "click.types"

    def __init__(self, types: Sequence[type[Any] | ParamType[Any]]) -> None:
        from .convert import convert_type

        self.types: Sequence[ParamType[Any]] = [convert_type(item) for item in types]

    def to_info_dict(self) -> TupleInfoDict:
        return {"types": [item.to_info_dict() for item in self.types], **super().to_info_dict()}

    @property
    def name(self) -> str:  # type: ignore[override]
        """The names of all types."""
        return f"<{' '.join(item.name for item in self.types)}>"

    @property
    def arity(self) -> int:  # type: ignore[override]
        return len(self.types)

    def convert(self, value: Any, param: Parameter | None, ctx: Context | None) -> tuple[Any, ...]:
        wanted = len(self.types)
        try:
            given = len(value)
        except TypeError:
            self.fail(translate("Value must be an iterable."), param, ctx)
        if given != wanted:
            message = translate_plural(
                "{len_type} values are required, but {len_value} was given.",
                "{len_type} values are required, but {len_value} were given.",
                given,
            )
            self.fail(message.format(len_type=wanted, len_value=given), param, ctx)
        return tuple([kind(item, param, ctx) for kind, item in zip(self.types, value, strict=True)])
