"""Parts of a resource: ``Range``, ``If-Range`` and ``Content-Range`` (RFC 9110, section 14).

Ends are exclusive in Python, as in slices, and inclusive in the text of the headers.
"""

from __future__ import annotations

import typing as t

from .._header.dates import http_date, parse_date
from .._header.etags import quote_etag, unquote_etag
from .._header.ranges import is_byte_range_valid
from .._internal import _plain_int

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import collections.abc as cabc
    from datetime import datetime

    import typing_extensions as te

T = t.TypeVar("T")


class IfRange:
    """The condition of a ``Range``: a tag or a date. Without either there is no condition.

    :param etag: the tag, without quotes.
    :param date: the date; it wins if both are given.
    """

    def __init__(self, etag: str | None = None, date: datetime | None = None) -> None:
        self.etag = etag
        self.date = date

    @classmethod
    def from_header(cls, value: str | None) -> te.Self:
        """Read the text of a header: a date, or a tag with or without quotes.

        What is neither sets no condition. The object does not say whether the tag was weak.
        """
        if not value:
            return cls()
        # A tag cannot be a date, and trying takes 6 µs.
        date = None if value.startswith(('"', "W/", "w/")) else parse_date(value)
        if date is not None:
            return cls(date=date)
        tag = unquote_etag(value)[0]
        return cls() if '"' in tag else cls(tag)

    def to_header(self) -> str:
        """Return the text of the header."""
        if self.date is not None:
            return http_date(self.date)
        if self.etag is not None:
            return quote_etag(self.etag)
        return ""

    def __str__(self) -> str:
        return self.to_header()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {str(self)!r}>"


class Range:
    """Which parts the client wants.

    :param units: the unit, usually ``bytes``.
    :param ranges: first and one past the last; a negative first with no last counts from the end.
    :raises ValueError: a range is empty or backwards.
    """

    def __init__(self, units: str, ranges: cabc.Sequence[tuple[int, int | None]]) -> None:
        self.units = units
        self.ranges = ranges
        pairs: cabc.Iterable[t.Any] = ranges
        for start, end in pairs:
            if start is None or (end is not None and not 0 <= start < end):
                raise ValueError(f"{(start, end)} is not a valid range.")

    @classmethod
    def from_header(cls, value: str | None) -> te.Self | None:
        """Read the text of a header; ``None`` if there is none or it is malformed.

        The ranges may be in any order and may overlap (RFC 9110, section 14.1.2).
        """
        if not value:
            return None
        units, has_ranges, text = value.partition("=")
        if not has_ranges:
            return None
        ranges: list[tuple[int, int | None]] = []
        for piece in text.split(","):
            item = piece.strip(" \t")
            if not item:
                # Empty elements of a list are skipped (RFC 9110, section 5.6.1.2).
                continue
            try:
                ranges.append(_parse_range(item))
            except ValueError:
                return None
        if not ranges:
            return None
        return cls(units.strip(" \t").lower(), ranges)

    def range_for_length(self, length: int | None) -> tuple[int, int] | None:
        """Return the part to send of a resource of that length.

        Ranges that lie outside of the resource do not count. A suffix that is longer than the
        resource means all of it.

        :return: first and one past the last byte; ``None`` if the length is not known, the unit is
            not bytes, or there is not exactly one range within the resource.
        """
        if self.units != "bytes" or length is None:
            return None
        windows = self._satisfiable(length)
        return windows[0] if len(windows) == 1 else None

    def _satisfiable(self, length: int) -> list[tuple[int, int]]:
        """Return the ranges within a resource of that length, as first and one past the last."""
        windows = []
        for start, stop in self.ranges:
            if start < 0:
                start = max(start + length, 0)
            if start < length:
                windows.append((start, length if stop is None else min(stop, length)))
        return windows

    def make_content_range(self, length: int | None) -> ContentRange | None:
        """Return the header that goes with the window of :meth:`range_for_length`."""
        window = self.range_for_length(length)
        if window is None:
            return None
        return ContentRange(self.units, window[0], window[1], length)

    def to_header(self) -> str:
        """Return the text of the header."""
        items = []
        for start, stop in self.ranges:
            if stop is not None:
                items.append(f"{start}-{stop - 1}")
            else:
                items.append(f"{start}-" if start >= 0 else str(start))
        return f"{self.units}={','.join(items)}"

    def to_content_range_header(self, length: int | None) -> str | None:
        """Return the text that goes with the window of :meth:`range_for_length`."""
        window = self.range_for_length(length)
        if window is None:
            return None
        return f"{self.units} {window[0]}-{window[1] - 1}/{length}"

    def __str__(self) -> str:
        return self.to_header()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {str(self)!r}>"


def _parse_range(text: str) -> tuple[int, int | None]:
    """Read ``first-last``, ``first-`` or ``-length``.

    :raises ValueError: the text is none of these.
    """
    first, has_dash, last = text.partition("-")
    if not has_dash:
        raise ValueError("no range")
    if not first:
        start = _plain_int(text)
        if start == 0:
            raise ValueError("nothing from the end")
        return start, None
    start = _plain_int(first)
    if not last.strip(" \t"):
        return start, None
    stop = _plain_int(last) + 1
    if start >= stop:
        raise ValueError("backwards")
    return start, stop


class _CallbackProperty(t.Generic[T]):
    """An attribute that reports when it is set."""

    def __set_name__(self, owner: type[ContentRange], name: str) -> None:
        self.attr = f"_{name}"

    if TYPE_CHECKING:

        @t.overload
        def __get__(self, instance: None, owner: None) -> te.Self: ...
        @t.overload
        def __get__(self, instance: ContentRange, owner: type[ContentRange]) -> T: ...

    def __get__(
        self, instance: ContentRange | None, owner: type[ContentRange] | None
    ) -> te.Self | T:
        if instance is None:
            return self
        return instance.__dict__[self.attr]  # type: ignore[no-any-return]

    def __set__(self, instance: ContentRange, value: T) -> None:
        instance.__dict__[self.attr] = value
        instance._changed()


class ContentRange:
    """Which part a response holds. False while it is unset.

    :param units: the unit, usually ``bytes``; ``None`` unsets all.
    :param start: first, or ``None`` when the range could not be given.
    :param stop: one past the last, or ``None``.
    :param length: length of the whole; ``None`` when it is not known.
    :param on_update: called with the object after each change.
    :raises AssertionError: the numbers make no sense.
    """

    def __init__(
        self,
        units: str | None,
        start: int | None,
        stop: int | None,
        length: int | None = None,
        on_update: cabc.Callable[[ContentRange], None] | None = None,
    ) -> None:
        self.on_update: cabc.Callable[[ContentRange], None] | None = None
        self.set(start, stop, length, units)
        self.on_update = on_update

    units: str | None = _CallbackProperty[str | None]()  # type: ignore[assignment]
    start: int | None = _CallbackProperty[int | None]()  # type: ignore[assignment]
    stop: int | None = _CallbackProperty[int | None]()  # type: ignore[assignment]
    length: int | None = _CallbackProperty[int | None]()  # type: ignore[assignment]

    @classmethod
    def from_header(
        cls,
        value: str | None,
        on_update: cabc.Callable[[ContentRange], None] | None = None,
    ) -> te.Self | None:
        """Read the text of a header; ``None`` if there is none or it is malformed.

        A part that ends after the whole is malformed, and so is one where neither part nor length
        is known (RFC 9110, section 14.4).
        """
        if not value:
            return None
        units, _, text = value.strip(" \t").partition(" ")
        window, has_length, size = text.partition("/")
        if not has_length:
            return None
        start = stop = length = None
        try:
            if size.strip(" \t") != "*":
                length = _plain_int(size)
            if window.strip(" \t") != "*":
                first, _, last = window.partition("-")
                start = _plain_int(first)
                stop = _plain_int(last) + 1
        except ValueError:
            return None
        if (stop is None and length is None) or not is_byte_range_valid(start, stop, length):
            return None
        if stop is not None and length is not None and stop > length:
            return None
        return cls(units, start, stop, length, on_update)

    def _changed(self) -> None:
        if self.on_update is not None:
            self.on_update(self)

    def set(
        self,
        start: int | None,
        stop: int | None,
        length: int | None = None,
        units: str | None = "bytes",
    ) -> None:
        """Set all at once.

        :raises AssertionError: the numbers make no sense.
        """
        if not is_byte_range_valid(start, stop, length):
            raise AssertionError("Bad range provided")
        self.__dict__.update(_units=units, _start=start, _stop=stop, _length=length)
        self._changed()

    def unset(self) -> None:
        """Set all to ``None``: the header goes away."""
        self.set(None, None, units=None)

    def to_header(self) -> str:
        """Return the text of the header, empty while it is unset."""
        if self.units is None:
            return ""
        length = "*" if self.length is None else self.length
        if self.start is None or self.stop is None:
            return f"{self.units} */{length}"
        return f"{self.units} {self.start}-{self.stop - 1}/{length}"

    def __bool__(self) -> bool:
        return self.units is not None

    def __str__(self) -> str:
        return self.to_header()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {str(self)!r}>"
