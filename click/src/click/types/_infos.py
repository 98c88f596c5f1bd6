"""Shapes of the dicts that describe types; loaded on first use.

In and out: nothing. These are `TypedDict` classes and have no behaviour.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypedDict, TypeVar

_ValueT_co = TypeVar("_ValueT_co", covariant=True)
_ValueT_contra = TypeVar("_ValueT_contra", contravariant=True)


class ParamTypeInfoDict(TypedDict):
    """What every type tells."""

    param_type: str
    name: str


class FuncParamTypeInfoDict(ParamTypeInfoDict, Generic[_ValueT_contra, _ValueT_co]):
    """What a function type tells."""

    func: Callable[[Any], Any]


class ChoiceInfoDict(ParamTypeInfoDict, Generic[_ValueT_co]):
    """What a choice tells."""

    choices: tuple[Any, ...]
    case_sensitive: bool


class DateTimeInfoDict(ParamTypeInfoDict):
    """What a date type tells."""

    formats: Sequence[str]


class NumberRangeInfoDict(ParamTypeInfoDict):
    """What a range tells."""

    min: Any | None
    max: Any | None
    min_open: bool
    max_open: bool
    clamp: bool


class FileInfoDict(ParamTypeInfoDict):
    """What a file type tells."""

    mode: str
    encoding: str | None


class PathInfoDict(ParamTypeInfoDict):
    """What a path type tells."""

    exists: bool
    file_okay: bool
    dir_okay: bool
    writable: bool
    readable: bool
    allow_dash: bool


class TupleInfoDict(ParamTypeInfoDict):
    """What a tuple type tells."""

    types: Sequence[ParamTypeInfoDict]


class OptionHelpExtra(TypedDict, total=False):
    """What stands in brackets behind the help of an option."""

    envvars: tuple[str, ...]
    default: str
    range: str
    required: str


for _shape in list(vars().values()):
    if getattr(_shape, "__module__", None) == __name__ and isinstance(_shape, type):
        _shape.__module__ = "click.types"
