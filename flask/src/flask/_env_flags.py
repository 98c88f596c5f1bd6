"""Read flags from environment variables."""

from __future__ import annotations

import os

_OFF = frozenset({"0", "false", "no"})


def flag_is_on(text: str | None) -> bool:
    """Read a switch: empty, ``0``, ``false`` and ``no`` in any case mean off."""
    return bool(text) and text.lower() not in _OFF  # type: ignore[union-attr]


def get_debug_flag() -> bool:
    """Return whether ``FLASK_DEBUG`` turns debug mode on."""
    return flag_is_on(os.environ.get("FLASK_DEBUG"))


def get_load_dotenv(default: bool = True) -> bool:
    """Return whether dotenv files are to be read.

    :param default: the answer while ``FLASK_SKIP_DOTENV`` is not set.
    """
    skip = os.environ.get("FLASK_SKIP_DOTENV")
    return not flag_is_on(skip) if skip else default


get_debug_flag.__module__ = get_load_dotenv.__module__ = "flask.helpers"
