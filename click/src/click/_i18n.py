"""Translation of messages, without loading ``gettext`` for programs that do not translate.

A translation can only exist after the program has imported ``gettext`` to bind a domain. Until then
the message is returned as it is.
"""

from __future__ import annotations

import sys


def translate(message: str) -> str:
    """Return the translation of ``message`` in the current domain."""
    catalogue = sys.modules.get("gettext")
    if catalogue is None:
        return message
    return str(catalogue.gettext(message))


def translate_plural(one: str, many: str, count: int) -> str:
    """Return the translation of ``one`` or of ``many``, depending on ``count``."""
    catalogue = sys.modules.get("gettext")
    if catalogue is None:
        return one if count == 1 else many
    return str(catalogue.ngettext(one, many, count))
