"""Split a command line, which may be unfinished, into words.

The quotes of POSIX shells are removed; expansions are not known.
"""

from __future__ import annotations

_BLANKS = " \t\r\n"
#: what Bash makes a word of in the middle of a word
WORD_BREAKS = ("=", ":", "==", "::")


def split_arg_string(string: str) -> list[str]:
    """Return the words of ``string``, as a POSIX shell splits it.

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
    """Return the word that begins at ``position``, and the position after it."""
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
    """Collect the text between double quotes; return the position after them."""
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


def join_touching(pieces: list[str], line: str) -> list[str]:
    """Join the pieces that have no blank between them in ``line``.

    An empty piece is the word at a cursor after a blank.
    """
    words: list[str] = []
    position = 0
    for piece in pieces:
        start = line.find(piece, position)
        if words and piece and start == position:
            words[-1] += piece
        else:
            words.append(piece)
        if start >= 0:
            position = start + len(piece)
    return words


def join_option_values(pieces: list[str]) -> list[str]:
    """Join ``--option``, ``=`` and its value, for want of the line.

    A lone ``=`` elsewhere stays a word.
    """
    words: list[str] = []
    after_equals = False
    for piece in pieces:
        if piece == "=" and len(words) > 1 and _is_long_option(words[-1]):
            words[-1] += piece
            after_equals = True
        elif after_equals and piece:
            words[-1] += piece
            after_equals = False
        else:
            words.append(piece)
            after_equals = False
    return words


def _is_long_option(word: str) -> bool:
    return len(word) > 2 and word[0] in "-+/" and "=" not in word
