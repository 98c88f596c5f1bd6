"""Door with the old names of terminal helpers, which programs import."""

from __future__ import annotations

from ._terminal.editor import Editor as Editor
from ._terminal.editor import open_url as open_url
from ._terminal.keys import getchar as getchar
from ._terminal.keys import raise_for_key as _translate_ch_to_exc
from ._terminal.keys import raw_terminal as raw_terminal
from ._terminal.pager import pager_file as get_pager_file
from ._terminal.progress import AFTER_BAR as AFTER_BAR
from ._terminal.progress import BEFORE_BAR as BEFORE_BAR
from ._terminal.progress import ProgressBar as ProgressBar

__all__ = [
    "AFTER_BAR",
    "BEFORE_BAR",
    "Editor",
    "ProgressBar",
    "_translate_ch_to_exc",
    "get_pager_file",
    "getchar",
    "open_url",
    "raw_terminal",
]
