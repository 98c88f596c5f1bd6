"""Shapes of the dicts that describe types; loaded on first use.

These are ``TypedDict`` classes without behaviour.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypedDict, TypeVar

_ValueT_co = TypeVar("_ValueT_co", covariant=True)
_ValueT_contra = TypeVar("_ValueT_contra", contravariant=True)


class ParamTypeInfoDict(TypedDict):
    """Description of every type."""

    param_type: str
    name: str


class FuncParamTypeInfoDict(ParamTypeInfoDict, Generic[_ValueT_contra, _ValueT_co]):
    """Description of a function type."""

    func: Callable[[Any], Any]


class ChoiceInfoDict(ParamTypeInfoDict, Generic[_ValueT_co]):
    """Description of a choice."""

    choices: tuple[Any, ...]
    case_sensitive: bool


class DateTimeInfoDict(ParamTypeInfoDict):
    """Description of a date type."""

    formats: Sequence[str]


class NumberRangeInfoDict(ParamTypeInfoDict):
    """Description of a range."""

    min: Any | None
    max: Any | None
    min_open: bool
    max_open: bool
    clamp: bool


class FileInfoDict(ParamTypeInfoDict):
    """Description of a file type."""

    mode: str
    encoding: str | None


class PathInfoDict(ParamTypeInfoDict):
    """Description of a path type."""

    exists: bool
    file_okay: bool
    dir_okay: bool
    writable: bool
    readable: bool
    allow_dash: bool


class TupleInfoDict(ParamTypeInfoDict):
    """Description of a tuple type."""

    types: Sequence[ParamTypeInfoDict]


class OptionHelpExtra(TypedDict, total=False):
    """The notes in brackets after the help of an option."""

    envvars: tuple[str, ...]
    default: str
    range: str
    required: str


for _shape in list(vars().values()):
    if getattr(_shape, "__module__", None) == __name__ and isinstance(_shape, type):
        _shape.__module__ = "click.types"
