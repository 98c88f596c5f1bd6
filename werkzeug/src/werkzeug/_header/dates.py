"""Dates and ages in headers (RFC 9110, section 5.6.7; RFC 9111, section 5.1).

The usual form of a date is parsed here. Obsolete forms go to :mod:`email.utils`, which is imported
only for them because that takes long.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import gmtime
from time import time as now

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from datetime import date
    from time import struct_time

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_TWO_DIGITS = [f"{number:02}" for number in range(100)]
_MONTH_NUMBERS = {name: number for number, name in enumerate(_MONTHS, 1)}


def http_date(timestamp: datetime | date | int | float | struct_time | None = None) -> str:
    """Return a date and time as text, such as ``Sun, 06 Nov 1994 08:49:37 GMT``.

    :param timestamp: seconds since 1970, or a date, a datetime (naive means UTC), a time tuple
        in UTC. ``None`` is now.
    :raises ValueError: the year has more than four digits.
    """
    if timestamp is None:
        return _format(gmtime(now()))
    if type(timestamp) is datetime and (timestamp.tzinfo is UTC or timestamp.tzinfo is None):
        # The usual type. No time tuple has to be made.
        return (
            f"{_DAYS[timestamp.weekday()]}, {_TWO_DIGITS[timestamp.day]}"
            f" {_MONTHS[timestamp.month - 1]} {timestamp.year:04} {_TWO_DIGITS[timestamp.hour]}"
            f":{_TWO_DIGITS[timestamp.minute]}:{_TWO_DIGITS[timestamp.second]} GMT"
        )
    moment: t.Any = timestamp
    for method in ("utctimetuple", "timetuple"):
        if hasattr(moment, method):
            return _format(getattr(moment, method)())
    return _format(moment if isinstance(moment, tuple) else gmtime(moment))


def _format(moment: tuple[int, ...]) -> str:
    year, month, day, hour, minute, second, weekday = moment[:7]
    if not 0 < year < 10_000:
        raise ValueError(f"year {year} is out of range")
    return (
        f"{_DAYS[weekday]}, {_TWO_DIGITS[day]} {_MONTHS[month - 1]} {year:04}"
        f" {_TWO_DIGITS[hour]}:{_TWO_DIGITS[minute]}:{_TWO_DIGITS[second]} GMT"
    )


def parse_date(value: str | None) -> datetime | None:
    """Parse a date and time in any of the forms that HTTP and e-mail have used.

    :return: an aware datetime, or ``None`` if the text is no date. Without a time zone it is UTC.
    """
    if not value:
        return None
    if len(value) == 29 and value[25:] == " GMT" and value[12] != "0":
        return _parse_usual(value)
    return _parse_any(value)


def _parse_usual(value: str) -> datetime | None:
    """Parse ``Sun, 06 Nov 1994 08:49:37 GMT``; any other form goes to :func:`_parse_any`."""
    month = _MONTH_NUMBERS.get(value[8:11])
    digits = value[5:7] + value[12:16] + value[17:19] + value[20:22] + value[23:25]
    marks = value[3:5] + value[7] + value[11] + value[16] + value[19] + value[22]
    if (
        not value[:3].isalpha()
        or month is None
        or marks != ",    ::"
        or not (digits.isascii() and digits.isdigit())
    ):
        return _parse_any(value)

    try:
        return datetime(
            int(digits[2:6]),
            month,
            int(digits[:2]),
            int(digits[6:8]),
            int(digits[8:10]),
            int(digits[10:]),
            tzinfo=UTC,
        )
    except ValueError:
        return None


def _parse_any(value: str) -> datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        if value.count("-") >= 2 and f"-{moment.year}" not in value:
            moment = moment.replace(year=_full_year(moment))
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return moment


def _full_year(moment: datetime) -> int:
    """Return the year that two digits mean: the latest that is not more than 50 years ahead."""
    year = gmtime(now()).tm_year
    return year + 50 - (year + 50 - moment.year) % 100


def parse_age(value: str | None = None) -> timedelta | None:
    """Parse a number of seconds. Text that is no number, or a negative one, gives ``None``."""
    if not value:
        return None
    try:
        seconds = int(value)
    except ValueError:
        return None
    if seconds < 0:
        return None

    try:
        return timedelta(seconds=seconds)
    except OverflowError:
        return None


def dump_age(age: timedelta | int | None = None) -> str | None:
    """Return an age in whole seconds as text; ``None`` stays ``None``.

    :raises ValueError: the age is negative.
    """
    if age is None:
        return None
    span: t.Any = age
    seconds = int(span.total_seconds() if hasattr(span, "total_seconds") else span)
    if seconds < 0:
        raise ValueError("age cannot be negative")
    return str(seconds)
