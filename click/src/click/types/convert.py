"""From what a declaration says to a parameter type, and the instances everybody shares.

In: a type, a class, a tuple of them, a function, or a default to guess from. Out: a `ParamType`.
"""

from __future__ import annotations

from .base import FuncParamType, ParamType, UnprocessedParamType
from .scalars import (
    BoolParamType,
    FloatParamType,
    IntParamType,
    StringParamType,
    UUIDParameterType,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final, overload

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

_SHARED: dict[object, ParamType[Any]] = {
    str: STRING,
    None: STRING,
    int: INT,
    float: FLOAT,
    bool: BOOL,
}


def _guess(default: object) -> object:
    """The Python type that values should have, judging by the default."""
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
    def convert_type(ty: type | ParamType[Any], default: Any | None = None) -> ParamType[Any]: ...
    @overload
    def convert_type(ty: Any | None, default: Any | None = None) -> ParamType[Any]: ...


def convert_type(ty: Any | None = None, default: Any | None = None) -> ParamType[Any]:
    """The parameter type for *ty*, or for the kind of *default* when there is none.

    A tuple makes a :class:`Tuple`; a callable that is no known class becomes a function type,
    except that a class guessed from a default and not known means text.

    :raises AssertionError: *ty* is a parameter type that was not called.
    """
    guessed = ty is None and default is not None
    if guessed:
        ty = _guess(default)
    if isinstance(ty, ParamType):
        return ty
    if isinstance(ty, (tuple, list)):
        from .compound import Tuple

        return Tuple(ty)
    try:
        shared = _SHARED.get(ty)
    except TypeError:
        # Not hashable, so none of the known ones.
        shared = None
    if shared is not None:
        return shared
    if guessed:
        return STRING
    if isinstance(ty, type) and issubclass(ty, ParamType):
        error = AssertionError(f"Attempted to use an uninstantiated parameter type ({ty}).")
        error.add_note(f"Write {ty.__name__}() with its arguments instead.")
        raise error
    return FuncParamType(ty)  # type: ignore[arg-type]
