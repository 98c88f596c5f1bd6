"""Wrap one line of text, in time proportional to its length.

The standard library does the work, except for words that fill very many lines: it would copy the
rest of the word for each of them. This module is imported when it is first used, since few templates
wrap text.
"""

from __future__ import annotations

from textwrap import TextWrapper

# How many lines a word may fill and still be left to the standard library.
_FEW_LINES = 50


class LineWrapper(TextWrapper):
    """As :class:`textwrap.TextWrapper` without indentation and without changing white space."""

    def __init__(self, width: int, break_long_words: bool, break_on_hyphens: bool) -> None:
        super().__init__(
            width=width,
            expand_tabs=False,
            replace_whitespace=False,
            break_long_words=break_long_words,
            break_on_hyphens=break_on_hyphens,
        )

    def _split(self, text: str) -> list[str]:
        if not self.break_on_hyphens:
            return super()._split(text)
        # Only words with hyphens need the look at every character that finds places to break.
        chunks: list[str] = []
        for chunk in self.wordsep_simple_re.split(text):
            if "-" in chunk:
                chunks += super()._split(chunk)
            elif chunk:
                chunks.append(chunk)
        return chunks

    def _wrap_chunks(self, chunks: list[str]) -> list[str]:
        if self.width <= 0 or max(map(len, chunks), default=0) <= _FEW_LINES * self.width:
            return super()._wrap_chunks(chunks)
        return self._walk(chunks)

    def _walk(self, chunks: list[str]) -> list[str]:
        width = self.width
        lines: list[str] = []
        number = start = 0
        while number < len(chunks):
            chunk = chunks[number]
            # White space at the start of any line but the first is dropped.
            if lines and start >= len(chunk.rstrip()):
                number, start = number + 1, 0
            line: list[str] = []
            free = width
            while number < len(chunks):
                chunk = chunks[number]
                length = len(chunk) - start
                if length > free:
                    break
                line.append(chunk[start:])
                free -= length
                number, start = number + 1, 0
            if number < len(chunks) and len(chunks[number]) - start > width:
                chunk = chunks[number]
                if self.break_long_words and free:
                    end = self._end_of_part(chunk, start, free)
                    line.append(chunk[start:end])
                    start = end
                elif not self.break_long_words and not line:
                    line.append(chunk)
                    number += 1
            if line and not line[-1].strip():
                line.pop()
            if line:
                lines.append("".join(line))
        return lines

    def _end_of_part(self, word: str, start: int, free: int) -> int:
        """Where a word that is too long is broken: after a hyphen, or where the line ends."""
        if self.break_on_hyphens:
            hyphen = word.rfind("-", start, start + free)
            if hyphen > start and word[start:hyphen].strip("-"):
                return hyphen + 1
        return start + free
