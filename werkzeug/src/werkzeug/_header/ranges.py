"""Arithmetic of byte ranges (RFC 9110, section 14). Ends are exclusive, as in Python slices."""

from __future__ import annotations


def is_byte_range_valid(start: int | None, stop: int | None, length: int | None) -> bool:
    """Return whether the three numbers describe bytes that can exist.

    :param start: first byte; with ``stop`` both given or both ``None``.
    :param stop: one past the last byte.
    :param length: length of the whole, if it is known.
    """
    if (start is None) != (stop is None):
        return False
    if start is None or stop is None:
        return length is None or length >= 0
    if length is None:
        return 0 <= start < stop
    return 0 <= start < stop and start < length
