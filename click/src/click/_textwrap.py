"""Wrap text by its visible width.

In: text, a width, two indents. Out: lines joined by newlines. Control sequences take no room.
Where a word may be broken is the standard library's decision (`textwrap` cuts text in chunks);
how the chunks fill lines is decided here.
"""

from __future__ import annotations

from ._ansi import cut_visible, term_len

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_BLANK = " \t\n\x0b\x0c\r"


def _chunks(text: str) -> list[str]:
    """*text* cut where a line may end: words, runs of blanks, parts of hyphenated words."""
    if "-" in text or not text.isascii():
        from textwrap import TextWrapper

        pieces = TextWrapper.wordsep_re.split(text)
        return [piece for piece in pieces if piece]
    if text.find("  ") < 0 and not any(mark in text for mark in "\n\t\x0b\x0c\r"):
        # Nothing but words and single spaces, as help texts mostly are.
        pieces = [""]
        for word in text.split(" "):
            pieces += (word, " ")
        return [piece for piece in pieces[1:-1] if piece]
    from textwrap import TextWrapper

    return [piece for piece in TextWrapper.wordsep_simple_re.split(text) if piece]


class _Filler:
    """Fills lines with chunks."""

    __slots__ = ("_chunks", "_next", "_widths")

    def __init__(self, chunks: list[str]) -> None:
        self._chunks = chunks
        self._widths = [term_len(chunk) for chunk in chunks]
        self._next = 0

    def lines(self, width: int, first_indent: str, later_indent: str) -> Iterator[str]:
        indent = first_indent
        began = False
        while self._next < len(self._chunks):
            if began and not self._chunks[self._next].strip():
                self._next += 1
                if self._next == len(self._chunks):
                    return
            line = self._fill(width - term_len(indent))
            if line:
                began = True
                yield indent + line
                indent = later_indent

    def _fill(self, room: int) -> str:
        chunks, widths = self._chunks, self._widths
        start = self._next
        used = 0
        while self._next < len(chunks) and used + widths[self._next] <= room:
            used += widths[self._next]
            self._next += 1
        line = chunks[start : self._next]
        if self._next < len(chunks) and widths[self._next] > room:
            # The chunk fits no line at all: what has room goes here, at least one character.
            line.append(self._break(max(1, room - used)))
        if line and not line[-1].strip():
            line.pop()
        return "".join(line)

    def _break(self, room: int) -> str:
        chunk = self._chunks[self._next]
        head, tail = cut_visible(chunk, room)
        if tail:
            self._chunks[self._next] = tail
            self._widths[self._next] = term_len(tail)
        else:
            self._next += 1
        return head


def fill(text: str, width: int, first_indent: str, later_indent: str) -> str:
    """*text* as one paragraph of lines which show at most *width* characters.

    :raises ValueError: *width* is not positive.
    """
    if width <= 0:
        raise ValueError(f"invalid width {width!r} (must be > 0)")
    if "\n" not in text and len(first_indent) + len(text) <= width and "\x1b" not in text:
        # One line holds it all.
        line = text.rstrip(_BLANK)
        return first_indent + line if line else ""
    return "\n".join(_Filler(_chunks(text)).lines(width, first_indent, later_indent))


def indent_lines(text: str, first_indent: str, later_indent: str) -> str:
    """*text* with its own line ends, every line behind an indent."""
    lines = text.splitlines()
    return "\n".join(
        (first_indent if number == 0 else later_indent) + line for number, line in enumerate(lines)
    )


def paragraphs(text: str) -> Iterator[tuple[int, bool, str]]:
    """Each paragraph of *text* as (indent of its first line, is it preformatted, its text).

    Blank lines separate. A paragraph whose first line is a lone ``\\b`` is preformatted.
    """
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line:
            lines.append(line)
        elif lines:
            yield _paragraph(lines)
            lines = []


def _paragraph(lines: list[str]) -> tuple[int, bool, str]:
    first = lines[0].lstrip()
    indent = term_len(lines[0]) - term_len(first)
    if first.rstrip() == "\b":
        return indent, True, "\n".join(lines[1:])
    return indent, False, " ".join([first, *lines[1:]])
