"""``convert_type``, the shared instances of the plain types, and ``Tuple``.

``convert_type`` accepts a type, a class, a tuple of them, a function, or a default to infer the type
from. ``Tuple`` is defined here because its items are converted in the same way.
"""

from __future__ import annotations

from .._i18n import translate, translate_plural
from .base import CompositeParamType, FuncParamType, ParamType, UnprocessedParamType
from .scalars import (
    BoolParamType,
    FloatParamType,
    IntParamType,
    StringParamType,
    UUIDParameterType,
)

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Final, overload

    from .._annotations import Context, Parameter
    from .._completion.item import CompletionItem
    from ._infos import TupleInfoDict

#: Text as it is.
STRING: Final = StringParamType()
#: A whole number.
INT: Final = IntParamType()
#: A floating point number.
FLOAT: Final = FloatParamType()
#: Yes or no.
BOOL: Final = BoolParamType()
#: A UUID.
UUID: Final = UUIDParameterType()
#: No conversion at all.
UNPROCESSED: Final = UnprocessedParamType()

_SHARED: dict[object, ParamType] = {
    str: STRING,
    None: STRING,
    int: INT,
    float: FLOAT,
    bool: BOOL,
}


def _guess(default: object) -> object:
    """Return the Python type of the values, guessed from the default."""
    if not isinstance(default, (tuple, list)):
        return type(default)
    if not default:
        return None
    first = default[0]
    # A default of pairs is for a parameter that is given in pairs.
    if isinstance(first, (tuple, list)):
        return tuple(map(type, first))
    return type(first)


if TYPE_CHECKING:

    @overload
    def convert_type(ty: None, default: None = None) -> StringParamType: ...
    @overload
    def convert_type(ty: type | ParamType, default: Any = None) -> ParamType: ...
    @overload
    def convert_type(ty: Any | None, default: Any = None) -> ParamType: ...


def convert_type(ty: Any = None, default: Any = None) -> ParamType:
    """Return the parameter type for ``ty``, or for the type of ``default`` if it is ``None``.

    A tuple makes a :class:`Tuple`; a callable that is no known class becomes a function type,
    except that a class guessed from a default and not known means text.

    :raises AssertionError: ``ty`` is a parameter type that was not called.
    """
    guessed = ty is None and default is not None
    if guessed:
        ty = _guess(default)
    try:
        shared = _SHARED.get(ty)
    except TypeError:
        # Not hashable, so none of the known ones.
        shared = None
    if shared is not None:
        return shared
    if isinstance(ty, ParamType):
        return ty
    if isinstance(ty, tuple):
        return Tuple(ty)
    if guessed:
        return STRING
    if isinstance(ty, type) and issubclass(ty, ParamType):
        error = AssertionError(f"Attempted to use an uninstantiated parameter type ({ty}).")
        error.add_note(f"Write {ty.__name__}() with its arguments instead.")
        raise error
    return FuncParamType(ty)  # pyright: ignore[reportArgumentType]


class Tuple(CompositeParamType["tuple[Any, ...]"]):
    """As many values as there are types.

    :param types: the type of each value.
    """

    __module__ = "click.types"

    types: Sequence[ParamType]

    def __init__(self, types: Sequence[type[Any] | ParamType]) -> None:
        self.types = [convert_type(item) for item in types]

    def to_info_dict(self) -> TupleInfoDict:
        return {"types": [item.to_info_dict() for item in self.types], **super().to_info_dict()}

    @property
    def name(self) -> str:  # type: ignore[override]
        """The names of all types."""
        return f"<{' '.join(item.name for item in self.types)}>"

    @property
    def arity(self) -> int:  # type: ignore[override]
        return len(self.types)

    def shell_complete(
        self, ctx: Context, param: Parameter, incomplete: str
    ) -> list[CompletionItem]:
        # Set while completing: how many values there are before the incomplete one.
        before: int = getattr(ctx, "_values_before", 0)
        if not self.types:
            return []
        return self.types[before % len(self.types)].shell_complete(ctx, param, incomplete)

    def convert(self, value: Any, param: Parameter | None, ctx: Context | None) -> tuple[Any, ...]:
        wanted = len(self.types)
        try:
            given = len(value)
        except TypeError:
            self.fail(translate("Value must be an iterable."), param=param, ctx=ctx)
        if given != wanted:
            message = translate_plural(
                "{len_type} values are required, but {len_value} was given.",
                "{len_type} values are required, but {len_value} were given.",
                given,
            )
            self.fail(message.format(len_type=wanted, len_value=given), param=param, ctx=ctx)
        return tuple([kind(item, param, ctx) for kind, item in zip(self.types, value, strict=True)])
