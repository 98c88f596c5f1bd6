"""The former module of terminal helpers, whose names programs import.

Tests replace ``isatty``, ``WIN``, ``CYGWIN``, ``raw_terminal`` and the pagers here, so they are
looked up here on each use.
"""

from __future__ import annotations

import contextlib
import math
import os
import sys
import time

from ._ansi import strip_ansi as strip_ansi
from ._ansi import term_len as term_len
from ._output import echo as echo
from ._streams import CYGWIN as CYGWIN
from ._streams import WIN as WIN
from ._streams import default_text_stdout as _default_text_stdout
from ._streams import get_best_encoding as get_best_encoding
from ._streams import isatty as isatty
from ._terminal.editor import Editor as Editor
from ._terminal.editor import open_url as open_url
from ._terminal.keys import getchar as getchar
from ._terminal.keys import raise_for_key as _translate_ch_to_exc
from ._terminal.keys import raw_terminal as raw_terminal
from ._terminal.pager import PagerText as _PagerWriter
from ._terminal.pager import choose as _pager_contextmanager
from ._terminal.pager import less_passes_colors as _less_uses_raw_mode
from ._terminal.pager import locate as _resolve_pager_command
from ._terminal.pager import pager_file as get_pager_file
from ._terminal.pager import through_file as _tempfilepager
from ._terminal.pager import through_pipe as _pipepager
from ._terminal.pager import to_stream as _nullpager
from ._terminal.progress import AFTER_BAR as AFTER_BAR
from ._terminal.progress import BEFORE_BAR as BEFORE_BAR
from ._terminal.progress import ProgressBar as ProgressBar
from .exceptions import ClickException as ClickException

__all__ = [
    "AFTER_BAR",
    "BEFORE_BAR",
    "CYGWIN",
    "WIN",
    "ClickException",
    "Editor",
    "ProgressBar",
    "_PagerWriter",
    "_default_text_stdout",
    "_less_uses_raw_mode",
    "_nullpager",
    "_pager_contextmanager",
    "_pipepager",
    "_resolve_pager_command",
    "_tempfilepager",
    "_translate_ch_to_exc",
    "contextlib",
    "echo",
    "get_best_encoding",
    "get_pager_file",
    "getchar",
    "isatty",
    "math",
    "open_url",
    "os",
    "raw_terminal",
    "strip_ansi",
    "sys",
    "term_len",
    "time",
]
