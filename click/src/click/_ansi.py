"""Strip, measure and cut text that holds terminal escape sequences and wide characters.

Escape sequences follow ECMA-48, in the forms of 7 and of 8 bits: control sequences (colors),
control strings (hyperlinks, titles), character sets, and single functions. A sequence without its
end is text, since a terminal would wait for more.

Widths are columns of a terminal, after UAX #11: characters that are wide or fullwidth take two,
combining marks and format characters take none. What joins two characters makes one of them: an
emoji with a skin color or with a joiner is as wide as its first part.
"""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

_SEQUENCE = (
    r"\x1b(?:"
    # CSI: parameters, intermediates, final byte
    r"\[[0-?]*[ -/]*[@-~]"
    # OSC, which xterm ends with BEL too
    r"|\][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"
    # DCS, SOS, PM, APC
    r"|[PX^_][^\x1b\x9c]*(?:\x1b\\|\x9c)"
    # character sets and the like, then functions of a single character
    r"|[ -/]+[0-~]"
    r"|[0-OQ-WYZ\\`-~]"
    r")"
)
_SEQUENCE_8_BITS = (
    r"\x9b[0-?]*[ -/]*[@-~]"
    r"|\x9d[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"
    r"|[\x90\x98\x9e\x9f][^\x1b\x9c]*(?:\x1b\\|\x9c)"
)
#: text without these has as many columns as characters; the ranges are common blocks
_MAYBE_ODD = r"[^\x00-\x7f\xa0-\u02ff\u0370-\u0482\u048a-\u0590\u2010-\u2027\u2500-\u25fc]"

_patterns: dict[bool, re.Pattern[str]] = {}
_odd: re.Pattern[str] | None = None


def _pattern(text: str) -> re.Pattern[str]:
    """Return the compiled pattern of one escape sequence in ``text``; it is compiled on first use.

    Most text has none of the forms in 8 bits. Without them the pattern begins with a fixed
    character, which ``re`` searches twice as fast.
    """
    seven = text.isascii()
    return _patterns.get(seven) or _compile(seven)


def _compile(seven: bool) -> re.Pattern[str]:
    import re

    pattern = re.compile(_SEQUENCE if seven else f"{_SEQUENCE}|{_SEQUENCE_8_BITS}")
    _patterns[seven] = pattern
    return pattern


def may_have_sequences(text: str) -> bool:
    """Return whether ``text`` has a character that can start an escape sequence."""
    return "\x1b" in text or not (text.isascii() or _is_plain(text))


def strip_ansi(value: str) -> str:
    """Return ``value`` without its escape sequences."""
    if "\x1b" not in value and (value.isascii() or _is_plain(value)):
        return value
    return _pattern(value).sub("", value)


def term_len(x: str) -> int:
    """Return the number of columns that ``x`` takes in a terminal.

    >>> term_len("日本"), term_len("\\x1b[1mbold\\x1b[0m")
    (4, 4)
    """
    if "\x1b" not in x and (x.isascii() or _is_plain(x)):
        return len(x)
    seven = x.isascii()
    text = (_patterns.get(seven) or _compile(seven)).sub("", x)
    if text.isascii():
        return len(text)
    return sum([width for _, width in _characters(text)])


def _is_plain(text: str) -> bool:
    """Return whether every character of ``text`` surely takes one column and starts no sequence."""
    global _odd
    if _odd is None:
        import re

        _odd = re.compile(_MAYBE_ODD)
    return _odd.search(text) is None


def _characters(text: str) -> Iterator[tuple[int, int]]:
    """Yield (end, columns) of each character that a reader sees; ``text`` has no sequences."""
    from unicodedata import category, east_asian_width

    end = len(text)
    position = 0
    while position < end:
        char = text[position]
        position += 1
        emoji = char > "\u2000"
        if char.isascii():
            width = 1
        elif _is_invisible(char, category(char)):
            width = 0
        else:
            width = 2 if east_asian_width(char) in "WF" else 1
        while position < end:
            char = text[position]
            if char.isascii():
                break
            if char == "\ufe0f":
                # Variation selector 16 asks for the form of an emoji, which is wide.
                width = 2 if width and emoji else width
            elif char == "\u200d" and width == 2 and position + 1 < end:
                # The joiner takes the emoji after it along.
                position += text[position + 1] > "\u2000"
            elif not _is_invisible(char, category(char)) and not (
                width == 2 and "\U0001f3fb" <= char <= "\U0001f3ff"
            ):
                break
            position += 1
        yield position, width


def _is_invisible(char: str, category: str) -> bool:
    """Return whether ``char`` takes no column of its own."""
    if category in ("Mn", "Me", "Cf"):
        # A soft hyphen is shown.
        return char != "\xad"
    # Vowels and final consonants of Hangul join the consonant before them.
    return "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff"


def cut_visible(text: str, width: int) -> tuple[str, str]:
    """Split ``text`` after as many characters as fit into ``width`` columns.

    The head may be empty. Sequences in front of the cut stay in the head; no character loses its
    marks.
    """
    if text.isascii() and "\x1b" not in text:
        return text[:width], text[width:]
    left = width
    position = cut = 0
    for start, end in [*sequence_spans(text), (len(text), len(text))]:
        plain = text[position:start]
        for length, columns in _characters(plain):
            if columns > left or (columns and not left):
                return text[:cut], text[cut:]
            left -= columns
            cut = position + length
        position = end
        if left and start < end:
            cut = end
    return text[:cut], text[cut:]


def find_sequences(text: str) -> list[str]:
    """Return the escape sequences of ``text``."""
    return _pattern(text).findall(text)


def sequence_spans(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each escape sequence of ``text``."""
    return [match.span() for match in _pattern(text).finditer(text)]


def expand_tabs(text: str, size: int = 8) -> str:
    """Return ``text`` with spaces for tabs, as ``str.expandtabs`` does, by columns."""
    if "\t" not in text:
        return text
    if text.isascii() and "\x1b" not in text:
        return text.expandtabs(size)
    lines = []
    for line in text.splitlines(keepends=True):
        first, *others = line.split("\t")
        column = term_len(first)
        pieces = [first]
        for piece in others:
            gap = size - column % size
            pieces += (" " * gap, piece)
            column += gap + term_len(piece)
        lines.append("".join(pieces))
    return "".join(lines)
