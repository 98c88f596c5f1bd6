"""Types of one plain value: text, numbers, booleans, UUIDs, dates.

They accept a text or a value of the type itself, and read other values as their text.
"""

from __future__ import annotations

import sys

from .._i18n import translate as _
from .._i18n import translate_plural
from .._streams import get_argv_encoding
from .base import ParamType

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any, ClassVar, NoReturn, SupportsFloat, SupportsIndex, SupportsInt

    from typing_extensions import TypeVar

    from .._annotations import Context, Parameter
    from ._infos import DateTimeInfoDict

    _InputT_contra = TypeVar("_InputT_contra", contravariant=True)
    _ValueT_co = TypeVar("_ValueT_co", covariant=True)
    _IntInput = SupportsInt | SupportsIndex
    _FloatInput = SupportsFloat | SupportsIndex
else:
    Any = _ValueT_co = _InputT_contra = _IntInput = _FloatInput = None


class StringParamType(ParamType[str]):
    """Text; bytes are decoded as the command line was."""

    __module__ = "click.types"

    name = "text"

    def convert(self, value: Any, param: Parameter | None, ctx: Context | None) -> str:
        if isinstance(value, bytes):
            return _decode(value)
        return str(value)

    def __repr__(self) -> str:
        return "STRING"


def _decode(value: bytes) -> str:
    tried = get_argv_encoding()
    for encoding in dict.fromkeys((tried, sys.getfilesystemencoding())):
        try:
            return value.decode(encoding)
        except UnicodeError:
            continue
    return value.decode("utf-8", "replace")


class _NumberParamTypeBase(ParamType[_ValueT_co, _InputT_contra]):
    """A number that a Python class reads."""

    __module__ = "click.types"

    _number_class: ClassVar[type[Any]]

    def convert(
        self, value: _InputT_contra, param: Parameter | None, ctx: Context | None
    ) -> _ValueT_co:
        try:
            return self._number_class(value)  # type: ignore[no-any-return]
        except (ValueError, TypeError, OverflowError):
            # A default map may hold anything: a list, infinity for a whole number.
            pass
        self.fail(
            _("{value!r} is not a valid {number_type}.").format(value=value, number_type=self.name),
            param,
            ctx,
        )


class IntParamType(_NumberParamTypeBase[int, _IntInput]):
    """A whole number."""

    __module__ = "click.types"

    name = "integer"
    _number_class = int

    def __repr__(self) -> str:
        return "INT"


class FloatParamType(_NumberParamTypeBase[float, _FloatInput]):
    """A floating point number."""

    __module__ = "click.types"

    name = "float"
    _number_class = float

    def __repr__(self) -> str:
        return "FLOAT"


_TRUE_AND_FALSE_WORDS = (("1", "0"), ("yes", "no"), ("true", "false"))
_MORE_WORDS = (("on", "off"), ("t", "f"), ("y", "n"))


class BoolParamType(ParamType[bool]):
    """Yes or no, in many words."""

    __module__ = "click.types"

    name = "boolean"

    #: what each word means; compared stripped and in lower case
    bool_states: dict[str, bool] = {
        **{
            word: meaning
            for pair in _TRUE_AND_FALSE_WORDS + _MORE_WORDS
            for word, meaning in zip(pair, (True, False), strict=True)
        },
        "": False,
    }

    @staticmethod
    def str_to_bool(value: str | bool) -> bool | None:
        """Return the meaning of ``value``, or ``None`` if it is unknown."""
        if isinstance(value, bool):
            return value
        return BoolParamType.bool_states.get(str(value).strip().lower())

    def convert(self, value: Any, param: Parameter | None, ctx: Context | None) -> bool:
        meaning = self.str_to_bool(value)
        if meaning is not None:
            return meaning
        self.fail(
            _("{value!r} is not a valid boolean. Recognized values: {states}").format(
                value=value, states=", ".join(sorted(self.bool_states))
            ),
            param,
            ctx,
        )

    def __repr__(self) -> str:
        return "BOOL"


class UUIDParameterType(ParamType["uuid.UUID"]):
    """A universally unique identifier (RFC 9562)."""

    __module__ = "click.types"

    name = "uuid"

    def convert(
        self, value: uuid.UUID | str, param: Parameter | None, ctx: Context | None
    ) -> uuid.UUID:
        import uuid

        if isinstance(value, uuid.UUID):
            return value
        text = str(value).strip()
        try:
            return uuid.UUID(text)
        except ValueError:
            pass
        self.fail(_("{value!r} is not a valid UUID.").format(value=text), param, ctx)

    def __repr__(self) -> str:
        return "UUID"


class DateTime(ParamType["datetime"]):
    """A date, or a date and time, in one of several formats.

    :param formats: as for ``datetime.strptime``, tried in order; ISO 8601 dates, and dates with a
        time after ``T`` or a space, when not given.
    """

    __module__ = "click.types"

    name = "datetime"
    formats: Sequence[str]

    def __init__(self, formats: Sequence[str] | None = None) -> None:
        self.formats = formats or [
            "%Y-%m-%d",
            "%Y-%m-%dT%H:%M:%S",
            "%Y-%m-%d %H:%M:%S",
        ]

    def to_info_dict(self) -> DateTimeInfoDict:
        return {"formats": self.formats, **super().to_info_dict()}

    def get_metavar(self, param: Parameter, ctx: Context) -> str:
        return "[" + "|".join(self.formats) + "]"

    def convert(self, value: Any, param: Parameter | None, ctx: Context | None) -> datetime:
        from datetime import datetime

        if isinstance(value, datetime):
            return value
        for layout in self.formats:
            try:
                return datetime.strptime(str(value), layout)
            except ValueError:
                continue
        self._refuse(value, param, ctx)

    def _refuse(self, value: object, param: Parameter | None, ctx: Context | None) -> NoReturn:
        message = translate_plural(
            "{value!r} does not match the format {formats}.",
            "{value!r} does not match the formats {formats}.",
            len(self.formats),
        )
        formats = ", ".join(map(repr, self.formats))
        self.fail(message.format(value=value, formats=formats), param, ctx)

    def __repr__(self) -> str:
        return "DateTime"
