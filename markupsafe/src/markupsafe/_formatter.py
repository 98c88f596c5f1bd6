"""The formatter class that programs subclass.

In: a function that escapes. Out: a ``string.Formatter`` which applies it to every field.
It stands alone because ``string`` is slow to import and few programs need it.
"""

from __future__ import annotations

import string

from ._format import escape_field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._format import Escape


class EscapeFormatter(string.Formatter):
    """Formats like ``str.format`` and escapes every field.

    :param escape: called with each formatted value; returns safe text.
    """

    __module__ = "markupsafe"
    __slots__ = ("escape",)

    def __init__(self, escape: Escape) -> None:
        self.escape = escape
        super().__init__()

    def format_field(self, value: Any, format_spec: str) -> str:
        """Format one value, by its ``__html_format__`` or ``__html__`` if it has one.

        :raises ValueError: if a value that only has ``__html__`` is given a format spec.
        """
        return str(escape_field(value, format_spec, self.escape))
