"""Filters on numbers: conversion, rounding, file sizes."""

from __future__ import annotations

import math

from ..exceptions import FilterArgumentError

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t


def do_int(value: t.Any, default: int = 0, base: int = 10) -> int:
    """Convert the value to an integer, or return the default if it cannot be converted.

    Infinity and NaN cannot be converted.

    :param base: the base of numbers in text; ``0`` reads the prefixes ``0b``, ``0o`` and ``0x``.
    """
    try:
        return int(value, base) if isinstance(value, str) else int(value)
    except (TypeError, ValueError, OverflowError):
        pass
    try:
        # Text such as "42.23" is not an integer for int(), but is converted here.
        return int(float(value))
    except (TypeError, ValueError, OverflowError):
        return default


def do_float(value: t.Any, default: float = 0.0) -> float:
    """Convert the value to a floating point number, or return the default if it cannot be
    converted, which includes integers that are too large.
    """
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return default


def do_round(
    value: float,
    precision: int = 0,
    method: t.Literal["common", "ceil", "floor"] = "common",
) -> float:
    """Round the number to so many digits after the point.

    ``ceil`` and ``floor`` take the decimal digits with which a float is printed: ``2.3`` stays
    ``2.3``, although the float is slightly smaller than that number.

    :param precision: the number of digits; negative for digits before the point.
    :param method: ``common`` rounds to the nearer number, ``ceil`` always up, ``floor`` always
        down.
    :raises FilterArgumentError: the method is something else.
    """
    if method == "common":
        return round(value, precision)
    if method not in ("ceil", "floor"):
        raise FilterArgumentError("method must be common, ceil or floor")
    if isinstance(value, float):
        nearest = round(value, precision)
        return nearest if nearest == value else _rounded(value, nearest, precision, method)
    to_whole = math.ceil if method == "ceil" else math.floor
    if precision >= 0:
        shift: float = 10**precision
        return to_whole(value * shift) / shift
    unit = 10**-precision
    if isinstance(value, int):
        # Division of large integers is not exact, floor division is.
        return float(unit * (value // unit if method == "floor" else -(-value // unit)))
    return float(unit * to_whole(value / unit))


def _rounded(value: float, nearest: float, precision: int, method: str) -> float:
    """Round up or down.

    :func:`round` returns the float of the nearest number with so many decimal digits, which is
    the value itself if it is printed with no more. If the nearest number is on the wrong side,
    the result is the next one.
    """
    if method == "ceil":
        return round(nearest + 10.0**-precision, precision) if nearest < value else nearest
    return round(nearest - 10.0**-precision, precision) if nearest > value else nearest


_DECIMAL_UNITS = ("kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB")
_BINARY_UNITS = ("KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB")


def do_filesizeformat(value: str | float, binary: bool = False) -> str:
    """Format a number of bytes for people: ``13.0 kB``, ``4.1 MB``.

    The unit is the largest in which the rounded number is at least 1, so that 999999 bytes are
    ``1.0 MB`` and not ``1000.0 kB``. A negative number has the unit of its absolute value.

    :param value: a number, or the text of one.
    :param binary: count in steps of 1024 (``KiB``) instead of 1000 (``kB``).
    """
    try:
        size: t.Any = float(value)
    except OverflowError:
        from decimal import Decimal

        size = Decimal(value)
    sign = ""
    if size < 0:
        sign, size = "-", -size
    step, units, rounded_up = 1000, _DECIMAL_UNITS, "1000.0"
    if binary:
        step, units, rounded_up = 1024, _BINARY_UNITS, "1024.0"
    if size < step:
        whole = int(size)
        if size == 1:
            return f"{sign}1 Byte"
        return f"{sign if whole else ''}{whole} Bytes"
    last = len(units)
    exponent = 1
    while exponent < last and not size < step ** (exponent + 1):
        exponent += 1
    number = f"{step * size / step ** (exponent + 1):.1f}"
    if number == rounded_up and exponent < last:
        # It was rounded up to the next unit.
        exponent, number = exponent + 1, "1.0"
    return f"{sign}{number} {units[exponent - 1]}"


for _public in (do_int, do_float, do_round, do_filesizeformat):
    _public.__module__ = "jinja2.filters"
del _public
