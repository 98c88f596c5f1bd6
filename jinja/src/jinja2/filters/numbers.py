"""Filters on numbers: conversion, rounding, file sizes. They know nothing of templates."""

from __future__ import annotations

import math

from ..exceptions import FilterArgumentError

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t


def do_int(value: t.Any, default: int = 0, base: int = 10) -> int:
    """Convert the value to an integer, or give the default if that does not work.

    :param base: the base of numbers in text; ``0`` reads the prefixes ``0b``, ``0o`` and ``0x``.
    """
    try:
        return int(value, base) if isinstance(value, str) else int(value)
    except (TypeError, ValueError):
        pass
    try:
        # Text such as "42.23" is no integer for Python, but is one here.
        return int(float(value))
    except (TypeError, ValueError, OverflowError):
        return default


def do_float(value: t.Any, default: float = 0.0) -> float:
    """Convert the value to a floating point number, or give the default if that does not work."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return default


_TO_WHOLE: dict[str, t.Callable[[float], int]] = {"ceil": math.ceil, "floor": math.floor}


def do_round(
    value: float,
    precision: int = 0,
    method: t.Literal["common", "ceil", "floor"] = "common",
) -> float:
    """Round the number to so many digits after the point.

    :param method: ``common`` rounds to the nearer side, ``ceil`` always up, ``floor`` always down.
    :raises FilterArgumentError: there is no such method.
    """
    if method == "common":
        return round(value, precision)
    if method not in _TO_WHOLE:
        raise FilterArgumentError("method must be common, ceil or floor")
    shift: float = 10**precision
    return _TO_WHOLE[method](value * shift) / shift


_DECIMAL_UNITS = ("kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB")
_BINARY_UNITS = ("KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB")


def do_filesizeformat(value: str | float, binary: bool = False) -> str:
    """A number of bytes as people read it: ``13.0 kB``, ``4.1 MB``.

    :param binary: count in steps of 1024 (``KiB``) instead of 1000 (``kB``).
    """
    size = float(value)
    step, units = (1024, _BINARY_UNITS) if binary else (1000, _DECIMAL_UNITS)
    if size == 1:
        return "1 Byte"
    if size < step:
        return f"{int(size)} Bytes"
    exponent = 1
    while exponent < len(units) and size >= step ** (exponent + 1):
        exponent += 1
    return f"{step * size / step ** (exponent + 1):.1f} {units[exponent - 1]}"


for _public in (do_int, do_float, do_round, do_filesizeformat):
    _public.__module__ = "jinja2.filters"
del _public
