"""Translation of messages, without loading `gettext` for programs that do not translate.

In: an English message. Out: what `gettext` makes of it. A translation can only exist after the
program has imported `gettext` to bind a domain, so until then the message itself is the answer.
"""

from __future__ import annotations

import sys


def translate(message: str) -> str:
    """The translation of *message* in the current domain."""
    catalogue = sys.modules.get("gettext")
    if catalogue is None:
        return message
    return str(catalogue.gettext(message))


def translate_plural(one: str, many: str, count: int) -> str:
    """The translation of *one* or *many*, as *count* asks."""
    catalogue = sys.modules.get("gettext")
    if catalogue is None:
        return one if count == 1 else many
    return str(catalogue.ngettext(one, many, count))
