"""Public names of the run time."""

from __future__ import annotations

from .undefined import (
    ChainableUndefined,
    DebugUndefined,
    StrictUndefined,
    Undefined,
    make_logging_undefined,
)

__all__ = [
    "ChainableUndefined",
    "DebugUndefined",
    "StrictUndefined",
    "Undefined",
    "make_logging_undefined",
]
