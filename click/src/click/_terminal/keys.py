"""Single keys, as they are pressed.

In: the terminal. Out: the characters of one key. The mode of the terminal is put back whatever
happens.
"""

from __future__ import annotations

import contextlib
import os
import sys

from .._streams import get_best_encoding, isatty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Generator
    from typing import Any

#: what the user means by a key that ends things, by platform
_INTERRUPTS: dict[str, type[BaseException]] = {"\x03": KeyboardInterrupt}
_ENDS: dict[str, type[BaseException]] = {"\x1a" if os.name == "nt" else "\x04": EOFError}


def raise_for_key(key: str) -> None:
    """Raise what *key* means, if it means an end.

    :raises KeyboardInterrupt: Ctrl-C.
    :raises EOFError: Ctrl-D, on Windows Ctrl-Z.
    """
    error = _INTERRUPTS.get(key) or _ENDS.get(key)
    if error is not None:
        raise error()


if sys.platform == "win32":

    @contextlib.contextmanager
    def raw_terminal() -> Generator[int]:
        """Nothing has to change on Windows; gives a descriptor that is none."""
        yield -1

    def getchar(echo: bool) -> str:
        """One key; special ones give two characters."""
        import msvcrt

        read: Any = msvcrt.getwche if echo else msvcrt.getwch
        key: str = read()
        if key in ("\x00", "\xe0"):
            # The first half of a special key.
            key += read()
        raise_for_key(key)
        return key

else:

    @contextlib.contextmanager
    def raw_terminal() -> Generator[int]:
        """Make keys arrive one by one; gives the descriptor to read from."""
        import termios
        import tty

        opened = None
        if isatty(sys.stdin):
            descriptor = sys.stdin.fileno()
        else:
            # Input is redirected, and the user still sits at the terminal.
            opened = open("/dev/tty")
            descriptor = opened.fileno()
        try:
            with contextlib.suppress(termios.error):
                before = termios.tcgetattr(descriptor)
                try:
                    tty.setraw(descriptor)
                    yield descriptor
                finally:
                    termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
                    sys.stdout.flush()
        finally:
            if opened is not None:
                opened.close()

    def getchar(echo: bool) -> str:
        """One key; special ones give several characters."""
        with raw_terminal() as descriptor:
            key = os.read(descriptor, 32).decode(get_best_encoding(sys.stdin), "replace")
            if echo and isatty(sys.stdout):
                sys.stdout.write(key)
            raise_for_key(key)
            return key
        return ""
