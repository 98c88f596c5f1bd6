"""The formatter class that programs subclass.

It has a module of its own since few programs need it and importing ``string`` takes 5 ms.
"""

from __future__ import annotations

import string

from ._format import escape_field

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any

    from ._format import Escape


class EscapeFormatter(string.Formatter):
    """A :class:`string.Formatter` that escapes every field.

    >>> EscapeFormatter(escape).format("<b>{}</b>", "<")
    '<b>&lt;</b>'

    :param escape: called with each formatted value; returns safe text.
    """

    __module__ = "markupsafe"
    __slots__ = ("escape",)

    def __init__(self, escape: Escape) -> None:
        self.escape: Escape = escape
        super().__init__()

    def format_field(self, value: Any, format_spec: str) -> str:
        """Format one value, with its ``__html_format__`` or ``__html__`` method if it has one.

        :raises ValueError: if a value that only has ``__html__`` is given a format spec.
        """
        return str(escape_field(value, format_spec, self.escape))
