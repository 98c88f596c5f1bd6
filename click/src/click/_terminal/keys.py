"""Read single keys. The mode of the terminal is always restored."""

from __future__ import annotations

import contextlib
import os
import sys

from .._streams import WIN, get_best_encoding, isatty
from . import live

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

#: as much as the sequence of one key can have, in bytes
_LONGEST_KEY = 32


def raise_for_key(key: str) -> None:
    """Raise what ``key`` means, if it asks for an end.

    :raises KeyboardInterrupt: Ctrl-C.
    :raises EOFError: Ctrl-D, on Windows Ctrl-Z.
    """
    if key == "\x03":
        raise KeyboardInterrupt()
    if key == ("\x1a" if live("WIN", WIN) else "\x04"):
        raise EOFError()


if sys.platform == "win32":

    @contextlib.contextmanager
    def raw_terminal() -> Generator[int]:
        """Nothing has to change on Windows; gives a descriptor that is none."""
        yield -1

    def getchar(echo: bool) -> str:
        """One key; special ones give two characters.

        :raises KeyboardInterrupt: Ctrl-C.
        :raises EOFError: Ctrl-Z.
        """
        import msvcrt

        # The functions of msvcrt for bytes know only the code page.
        read: object = msvcrt.getwche if echo else msvcrt.getwch
        key: str = read()
        if key in ("\x00", "\xe0"):
            # The first half of a special key; what follows is its code.
            key += read()
        raise_for_key(key)
        return key

else:

    @contextlib.contextmanager
    def raw_terminal() -> Generator[int]:
        """Make keys arrive one by one; gives the descriptor to read them from."""
        import termios
        import tty

        with contextlib.ExitStack() as opened:
            keyboard: Any = sys.stdin
            if not live("isatty", isatty)(keyboard):
                # Input is redirected, and the user still sits at the terminal.
                keyboard = opened.enter_context(open("/dev/tty"))
            descriptor = keyboard.fileno()
            # A terminal that went away ends the block early.
            with contextlib.suppress(termios.error):
                mode = termios.tcgetattr(descriptor)
                try:
                    tty.setraw(descriptor)
                    yield descriptor
                finally:
                    termios.tcsetattr(descriptor, termios.TCSADRAIN, mode)
                    sys.stdout.flush()

    def getchar(echo: bool) -> str:
        """One key; special ones give several characters.

        :raises KeyboardInterrupt: Ctrl-C.
        :raises EOFError: Ctrl-D.
        """
        with live("raw_terminal", raw_terminal)() as descriptor:
            sent = os.read(descriptor, _LONGEST_KEY)
            key = sent.decode(get_best_encoding(sys.stdin), "replace")
            if echo and live("isatty", isatty)(sys.stdout):
                sys.stdout.write(key)
            raise_for_key(key)
        return key
