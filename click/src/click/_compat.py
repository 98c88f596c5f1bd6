"""Old names of stream and text helpers, which programs import.

Tests replace ``should_strip_ansi`` here, and the progress bar looks it up here.
"""

from __future__ import annotations

from ._ansi import strip_ansi as strip_ansi
from ._ansi import term_len as term_len
from ._streams import CYGWIN as CYGWIN
from ._streams import WIN as WIN
from ._streams import AtomicFile as _AtomicFile
from ._streams import as_text_reader as _force_correct_text_reader
from ._streams import as_text_writer as _force_correct_text_writer
from ._streams import binary_streams as binary_streams
from ._streams import default_text_stderr as _default_text_stderr
from ._streams import default_text_stdin as _default_text_stdin
from ._streams import default_text_stdout as _default_text_stdout
from ._streams import find_binary_reader as _find_binary_reader
from ._streams import find_binary_writer as _find_binary_writer
from ._streams import get_argv_encoding as _get_argv_encoding
from ._streams import get_best_encoding as get_best_encoding
from ._streams import get_binary_stderr as get_binary_stderr
from ._streams import get_binary_stdin as get_binary_stdin
from ._streams import get_binary_stdout as get_binary_stdout
from ._streams import get_text_stderr as get_text_stderr
from ._streams import get_text_stdin as get_text_stdin
from ._streams import get_text_stdout as get_text_stdout
from ._streams import is_ascii_encoding as is_ascii_encoding
from ._streams import is_notebook_output as _is_jupyter_kernel_output
from ._streams import isatty as isatty
from ._streams import open_stream as open_stream
from ._streams import plain_open as _wrap_io_open
from ._streams import should_strip_ansi as should_strip_ansi
from ._streams import text_streams as text_streams
from ._text_io import FixedStream as _FixupStream
from ._text_io import NonClosingTextIOWrapper as _NonClosingTextIOWrapper

__all__ = [
    "CYGWIN",
    "WIN",
    "_AtomicFile",
    "_FixupStream",
    "_NonClosingTextIOWrapper",
    "_default_text_stderr",
    "_default_text_stdin",
    "_default_text_stdout",
    "_find_binary_reader",
    "_find_binary_writer",
    "_force_correct_text_reader",
    "_force_correct_text_writer",
    "_get_argv_encoding",
    "_is_jupyter_kernel_output",
    "_wrap_io_open",
    "binary_streams",
    "get_best_encoding",
    "get_binary_stderr",
    "get_binary_stdin",
    "get_binary_stdout",
    "get_text_stderr",
    "get_text_stdin",
    "get_text_stdout",
    "is_ascii_encoding",
    "isatty",
    "open_stream",
    "should_strip_ansi",
    "strip_ansi",
    "term_len",
    "text_streams",
]
