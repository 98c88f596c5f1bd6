"""Cut a command line that may be unfinished into words.

In: the line as it was typed. Out: its words without quotes. Knows the quoting of POSIX shells and
none of their expansions.
"""

from __future__ import annotations

_BLANKS = " \t\r\n"


def split_arg_string(string: str) -> list[str]:
    """The words of *string*, as a POSIX shell cuts it.

    The last word may lack its closing quote or what its backslash escapes; it is then what has
    been typed of it so far.
    """
    if "'" not in string and '"' not in string and "\\" not in string:
        if string.isascii():
            # Most lines are plain; these are ASCII characters that are no blanks here.
            if not any(odd in string for odd in "\x0b\x0c\x1c\x1d\x1e\x1f"):
                return string.split()
    words: list[str] = []
    position = 0
    end = len(string)
    while position < end:
        if string[position] in _BLANKS:
            position += 1
            continue
        word, position = _read_word(string, position, end)
        words.append(word)
    return words


def _read_word(string: str, position: int, end: int) -> tuple[str, int]:
    """The word that begins at *position*, and where it ends."""
    pieces: list[str] = []
    while position < end:
        char = string[position]
        position += 1
        if char in _BLANKS:
            break
        if char == "'":
            closing = string.find("'", position)
            closing = end if closing < 0 else closing
            pieces.append(string[position:closing])
            position = closing + 1
        elif char == '"':
            position = _read_quoted(string, position, end, pieces)
        elif char == "\\":
            pieces.append(string[position : position + 1])
            position += 1
        else:
            pieces.append(char)
    return "".join(pieces), position


def _read_quoted(string: str, position: int, end: int, pieces: list[str]) -> int:
    """Collect what stands between double quotes; give the position behind them."""
    while position < end:
        char = string[position]
        position += 1
        if char == '"':
            break
        if char == "\\":
            following = string[position : position + 1]
            position += 1
            # Between quotes a backslash escapes only a quote or itself.
            char = following if following in '"\\' else char + following
        pieces.append(char)
    return position
