"""The handler for messages of the ``werkzeug`` logger when the program configured none.

Log records become lines on the error stream of the current request, or on standard error.
Colours are left as they come, except on Windows, where an old console needs a translator.
"""

from __future__ import annotations

import logging
import sys
import typing as t


class _ColorStreamHandler(logging.StreamHandler[t.TextIO]):
    """Write to standard error, through ``colorama`` where it is installed."""

    __module__ = "werkzeug._internal"

    def __init__(self) -> None:
        stream = sys.stderr
        try:
            import colorama  # type: ignore[import-untyped]
        except ImportError:
            pass
        else:
            stream = t.cast(t.TextIO, colorama.AnsiToWin32(sys.stderr))
        super().__init__(stream)
