"""Wrap text by the columns that it takes in a terminal.

A word is broken only if no line can hold it. Where a line may end otherwise is the decision of
``textwrap``, which cuts text into chunks: at blanks, and after hyphens where that is allowed.
Escape sequences are taken out before and put back afterwards, so that none is cut in two.
"""

from __future__ import annotations

from ._ansi import cut_visible, find_sequences, may_have_sequences, sequence_spans, term_len

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_BLANK = " \t\n\x0b\x0c\r"


def _chunks(text: str, hyphens: bool) -> list[str]:
    """Cut ``text`` where a line may end: into words, runs of blanks, parts of hyphenated words."""
    if hyphens and ("-" in text or not text.isascii()):
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


def _chunks_with_sequences(text: str, hyphens: bool) -> list[str]:
    """Cut ``text`` as if it had no escape sequences, and put them back.

    A sequence beside a blank goes to the word at its other side, because a blank vanishes at the
    end of a line.
    """
    plain = []
    sequences: list[tuple[int, str]] = []
    position = offset = 0
    for start, end in sequence_spans(text):
        plain.append(text[position:start])
        offset += start - position
        sequences.append((offset, text[start:end]))
        position = end
    plain.append(text[position:])
    sequences.reverse()
    chunks = _chunks("".join(plain), hyphens)
    pieces: list[str] = []
    start = 0
    for number, chunk in enumerate(chunks):
        end = start + len(chunk)
        if not chunk.strip():
            while sequences and sequences[-1][0] < end:
                pieces.append(sequences.pop()[1])
        else:
            ends_word = number + 1 == len(chunks) or not chunks[number + 1].strip()
            done = 0
            while sequences and sequences[-1][0] < end + ends_word:
                place, sequence = sequences.pop()
                pieces += (chunk[done : place - start], sequence)
                done = place - start
            pieces.append(chunk[done:])
            chunks[number] = "".join(pieces)
            pieces = []
        start = end
    rest = "".join([*pieces, *[sequence for _, sequence in reversed(sequences)]])
    return [*chunks, rest] if rest else chunks


class _Filler:
    """Fills lines with chunks.

    :param break_words: break a word that fits no line; otherwise it stands alone on a line.
    """

    __slots__ = ("_break_words", "_chunks", "_next", "_widths")

    def __init__(self, chunks: list[str], break_words: bool) -> None:
        self._chunks = chunks
        self._widths = [term_len(chunk) for chunk in chunks]
        self._next = 0
        self._break_words = break_words

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

    def _fill(self, available: int) -> str:
        chunks, widths = self._chunks, self._widths
        start = self._next
        used = 0
        while self._next < len(chunks) and used + widths[self._next] <= available:
            used += widths[self._next]
            self._next += 1
        line = chunks[start : self._next]
        if self._next < len(chunks) and widths[self._next] > available:
            # The chunk fits no line at all.
            if self._break_words:
                head = self._break(available - used, bool(line))
                line += [head] if head else []
            elif not line:
                line.append(chunks[self._next])
                self._next += 1
        if line and not line[-1].strip():
            line.pop()
        return "".join(line)

    def _break(self, available: int, follows: bool) -> str:
        """Take what fits of the next chunk: at least one character if the line is empty."""
        chunk = self._chunks[self._next]
        if follows and available < 1:
            return ""
        head, tail = cut_visible(chunk, max(1, available))
        if not term_len(head) and not follows:
            # Only one column is left, and the character takes two.
            head, tail = cut_visible(chunk, 2)
        if tail:
            self._chunks[self._next] = tail
            self._widths[self._next] = term_len(tail)
        else:
            self._next += 1
        return head


def fill(
    text: str, width: int, first_indent: str, later_indent: str, break_words: bool = True
) -> str:
    """Return ``text`` as one paragraph of lines that take at most ``width`` columns.

    :param break_words: break words after hyphens, and anywhere if no line can hold them; otherwise
        lines end at blanks only, and such a word stands alone on a line that is too wide.
    :raises ValueError: ``width`` is not positive.
    """
    if width <= 0:
        raise ValueError(f"invalid width {width!r} (must be > 0)")
    if "\n" not in text and "\x1b" not in text:
        if term_len(first_indent) + term_len(text) <= width:
            # One line holds it all.
            line = text.rstrip(_BLANK)
            return first_indent + line if line else ""
    if _sequences_have_breaks(text):
        chunks = _chunks_with_sequences(text, break_words)
    else:
        chunks = _chunks(text, break_words)
    lines = _Filler(chunks, break_words).lines(width, first_indent, later_indent)
    return "\n".join(lines)


def _sequences_have_breaks(text: str) -> bool:
    """Return whether a line could end inside of an escape sequence; colors have no such place."""
    if not may_have_sequences(text):
        return False
    sequences = "".join(find_sequences(text))
    return "-" in sequences or any(blank in sequences for blank in _BLANK)


def indent_lines(text: str, first_indent: str, later_indent: str) -> str:
    """Return ``text`` with its own line ends and an indent before each line."""
    lines = text.splitlines()
    return "\n".join(
        (first_indent if number == 0 else later_indent) + line for number, line in enumerate(lines)
    )


def paragraphs(text: str) -> Iterator[tuple[int, bool, str]]:
    """Yield (indent of the first line, whether it is preformatted, text) of each paragraph.

    Blank lines separate paragraphs. One whose first line is a lone ``\\b`` is preformatted.
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
