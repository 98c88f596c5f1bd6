"""Convert the text of one URL variable to a Python value, and back.

Converters do not know rules or requests. The map is only an argument that they keep.
"""

from __future__ import annotations

import re
from urllib.parse import quote

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    import uuid
    from collections.abc import Callable, Mapping

    from .map import Map

__all__ = [
    "DEFAULT_CONVERTERS",
    "AnyConverter",
    "BaseConverter",
    "FloatConverter",
    "IntegerConverter",
    "NumberConverter",
    "PathConverter",
    "UUIDConverter",
    "UnicodeConverter",
    "ValidationError",
]

#: Characters that RFC 3986 lets stand in a path without a percent sign.
PATH_SAFE = "!$&'()*+,/:;=@"


def quote_path(text: str) -> str:
    """Percent-encode what may not stand in a URL path."""
    if text.isalnum() and text.isascii():
        return text
    return quote(text, safe=PATH_SAFE)


class ValidationError(ValueError):
    """Raised by :meth:`BaseConverter.to_python` when the text is no valid value, and by
    :meth:`BaseConverter.to_url` when no URL leads to the value. The rule is then treated as if it
    had not matched, or did not fit.
    """


class BaseConverter:
    """The way in which one variable of a rule is matched, read and written.

    :attr:`regex` is what the variable looks like in a URL. :attr:`weight` orders rules: lower ones
    are tried first. With :attr:`part_isolating` false, the value may contain slashes; a subclass
    that only sets :attr:`regex` gets it from whether the pattern contains a slash.
    """

    regex = "[^/]+"
    weight = 100
    part_isolating = True

    def __init_subclass__(cls, **kwargs: t.Any) -> None:
        super().__init_subclass__(**kwargs)
        own = cls.__dict__
        if "regex" in own and "part_isolating" not in own:
            cls.part_isolating = "/" not in cls.regex

    def __init__(self, map: Map, *args: t.Any, **kwargs: t.Any) -> None:
        self.map = map

    def to_python(self, value: str) -> t.Any:
        """Return the value of the matched text. Raise :exc:`ValidationError` to refuse it."""
        return value

    def to_url(self, value: t.Any) -> str:
        """Return the URL text of a value."""
        return quote_path(str(value))


class UnicodeConverter(BaseConverter):
    """Text without a slash: ``<name>``, ``<string(length=2):lang>``.

    :param minlength: least number of characters, at least 1.
    :param maxlength: greatest number of characters.
    :param length: exact number of characters; the other two are ignored then.
    """

    def __init__(
        self,
        map: Map,
        minlength: int = 1,
        maxlength: int | None = None,
        length: int | None = None,
    ) -> None:
        super().__init__(map)
        if length is not None:
            minlength = maxlength = int(length)
            count = str(minlength)
        else:
            minlength = int(minlength)
            maxlength = None if maxlength is None else int(maxlength)
            count = f"{minlength},{'' if maxlength is None else maxlength}"
        self._lengths = (minlength, maxlength)
        self.regex = f"[^/]{{{count}}}"


class AnyConverter(BaseConverter):
    """One of the given words: ``<any(about, help):page>``. Words may contain slashes; numbers
    stand for their digits.
    """

    def __init__(self, map: Map, *items: str) -> None:
        super().__init__(map)
        self._words = tuple([str(item) for item in items])
        self.items = set(items)
        self.regex = f"(?:{'|'.join([re.escape(word) for word in self._words])})"
        if "/" in self.regex:
            self.part_isolating = False

    def to_url(self, value: t.Any) -> str:
        """Return the word itself; a value that is no such word is a :exc:`ValidationError`."""
        if value in self.items or (value.__class__ is str and value in self._words):
            return quote_path(str(value))
        choices = ", ".join(repr(item) for item in sorted(self.items, key=str))
        raise ValidationError(f"'{value}' is not one of {choices}")


class PathConverter(BaseConverter):
    """Text that may contain slashes, but does not begin with one: ``<path:filename>``."""

    part_isolating = False
    regex = "[^/].*?"
    weight = 200


class NumberConverter(BaseConverter):
    """The common base for whole and decimal numbers: digits, bounds and signs."""

    weight = 50
    num_convert: Callable[[t.Any], t.Any] = int

    def __init__(
        self,
        map: Map,
        fixed_digits: int = 0,
        min: int | None = None,
        max: int | None = None,
        signed: bool = False,
    ) -> None:
        if signed:
            self.regex = self.signed_regex
        super().__init__(map)
        self.min, self.max = min, max
        self.signed = signed
        self.fixed_digits = fixed_digits

    def to_python(self, value: str) -> t.Any:
        """Return the number if it has the digits and is within the bounds of the rule."""
        if self.fixed_digits and len(value) != self.fixed_digits:
            raise ValidationError()
        try:
            number = self.num_convert(value)
        except ValueError:
            # Also: more digits than the interpreter converts.
            raise ValidationError() from None
        if self.min is not None and number < self.min:
            raise ValidationError()
        if self.max is not None and number > self.max:
            raise ValidationError()
        return number

    def to_url(self, value: t.Any) -> str:
        """Return the digits, padded with zeros to the fixed length.

        :raises ValidationError: the value is no number, has more digits than the interpreter
            writes, or is too great for a float.
        """
        try:
            text = self._digits(self.num_convert(value))
        except ValueError as error:
            if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()):
                raise ValidationError("the number has too many digits") from None
            raise ValidationError(*error.args) from None
        except OverflowError:
            raise ValidationError("the number is too great or infinite") from None
        return text.zfill(self.fixed_digits) if self.fixed_digits else text

    def _digits(self, number: object) -> str:
        return str(number)

    @property
    def signed_regex(self) -> str:
        return f"-?{self.regex}"


class IntegerConverter(NumberConverter):
    r"""Whole numbers: ``<int:page>``, ``<int(signed=True):offset>``.

    :param fixed_digits: the exact number of digits in the URL.
    :param min: least value.
    :param max: greatest value.
    :param signed: allow a minus sign.
    """

    regex = r"\d+"


class FloatConverter(NumberConverter):
    """Decimal numbers with a point: ``<float:ratio>``.

    :param min: least value.
    :param max: greatest value.
    :param signed: allow a minus sign.
    """

    regex = r"\d+\.\d+"
    num_convert = float

    def __init__(
        self,
        map: Map,
        min: float | None = None,
        max: float | None = None,
        signed: bool = False,
    ) -> None:
        super().__init__(map, min=min, max=max, signed=signed)  # type: ignore[arg-type]

    def to_python(self, value: str) -> t.Any:
        """Return the number if it is within the bounds of the rule and of a float."""
        number = super().to_python(value)
        if number - number != 0:
            raise ValidationError("the number is too great")
        return number

    def _digits(self, number: t.Any) -> str:
        """Return the shortest digits that are read as this number, never with an exponent."""
        # Adding zero takes the sign from a negative zero.
        text = repr(number + 0.0)
        if "e" not in text:
            return text
        from decimal import Decimal

        text = f"{Decimal(text):f}"
        return text if "." in text else f"{text}.0"


class UUIDConverter(BaseConverter):
    """A UUID in its usual form with hyphens: ``<uuid:id>``."""

    regex = r"[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}"

    def to_python(self, value: str) -> uuid.UUID:
        """Return the UUID object."""
        from uuid import UUID

        return UUID(value)

    def to_url(self, value: uuid.UUID) -> str:
        """Return the text of the UUID."""
        return str(value)


#: The names that rules can use without registering anything.
DEFAULT_CONVERTERS: Mapping[str, type[BaseConverter]] = {
    **dict.fromkeys(("default", "string"), UnicodeConverter),
    "path": PathConverter,
    "any": AnyConverter,
    "uuid": UUIDConverter,
    "float": FloatConverter,
    "int": IntegerConverter,
}
