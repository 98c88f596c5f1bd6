"""Print text: ``echo``, and the decision whether escape sequences are kept.

The decision is looked up in the modules ``click.utils`` and ``click._compat``, because tests replace it
there.
"""

from __future__ import annotations

import sys

from ._ansi import may_have_sequences, strip_ansi
from ._streams import default_text_stderr, default_text_stdout, find_binary_writer
from ._streams import should_strip_ansi as _should_strip_ansi
from .globals import resolve_color_default

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import IO, Any


def strips_colors(stream: IO[Any] | None, color: bool | None, module: str = "click.utils") -> bool:
    """Return whether escape codes are stripped; the function for it is looked up in ``module``."""
    decide = getattr(sys.modules.get(module), "should_strip_ansi", _should_strip_ansi)
    return bool(decide(stream, color))


def echo(
    message: object = None,
    file: IO[Any] | None = None,
    nl: bool = True,
    err: bool = False,
    color: bool | None = None,
) -> None:
    """Print ``message`` and a newline, and flush.

    Unlike ``print`` this takes bytes too, finds a working encoding where the environment has none,
    and takes colours out when ``file`` is no terminal.

    :param message: text or bytes; anything else is shown as its ``str``, ``None`` as nothing.
    :param file: the stream; by default standard output.
    :param nl: print a newline after the message; by default true.
    :param err: use standard error instead of standard output.
    :param color: keep escape codes (true) or strip them (false); by default the context decides,
        then the kind of stream.
    """
    if file is None:
        file = default_text_stderr() if err else default_text_stdout()
        if file is None:
            # A program without console, such as one started by pythonw.
            return
    if isinstance(message, str):
        text = message + "\n" if nl else message
    elif isinstance(message, (bytes, bytearray)):
        _echo_bytes(message + b"\n" if nl else message, file)
        return
    elif message is None:
        text = "\n" if nl else ""
    else:
        text = f"{message!s}\n" if nl else str(message)
    if text:
        if may_have_sequences(text) and strips_colors(file, resolve_color_default(color)):
            text = strip_ansi(text)
        file.write(text)
    file.flush()


def _echo_bytes(data: bytes | bytearray, file: IO[Any]) -> None:
    if not data:
        file.flush()
        return
    binary = find_binary_writer(file)
    if binary is None:
        # No bytes below this text: let it say so itself.
        file.write(data)
        file.flush()
        return
    # What was written as text before goes first.
    file.flush()
    binary.write(data)
    binary.flush()
