"""Text for people: file names, help texts, one-line summaries."""

from __future__ import annotations

import os
import sys


def make_str(value: object) -> str:
    """Return ``value`` as text.

    Bytes are decoded with the encoding of the file system, else as UTF-8 with replacement characters.
    """
    if not isinstance(value, bytes):
        return str(value)
    try:
        return value.decode(sys.getfilesystemencoding())
    except UnicodeError:
        return value.decode("utf-8", "replace")


def format_filename(
    filename: str | bytes | os.PathLike[str] | os.PathLike[bytes], shorten: bool = False
) -> str:
    """Return ``filename`` as text that can be printed in every encoding of Unicode.

    What cannot be decoded is shown as the replacement character, so the result is for people and
    does not always open the file.

    :param shorten: keep only the part after the last separator.
    """
    name = os.path.basename(filename) if shorten else os.fspath(filename)
    if isinstance(name, bytes):
        return name.decode(sys.getfilesystemencoding(), "replace")
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _ends_sentence(words: list[str], index: int) -> bool:
    """Return whether this word ends a sentence: it has a period and no lowercase word follows."""
    if words[index][-1] != ".":
        return False
    return index + 1 == len(words) or not words[index + 1][0].islower()


def short_help(help: str, max_length: int = 45) -> str:
    """Return the first sentence of the first paragraph, cut between words to ``max_length`` characters.

    The mark of a paragraph that must not be wrapped (a line of ``\\b``) is skipped.
    """
    paragraph, _, _ = help.partition("\n\n")
    words = paragraph.split()
    if words and words[0] == "\b":
        del words[0]
    length = -1
    kept = 0
    for index, word in enumerate(words):
        length += len(word) + 1
        if length > max_length:
            break
        kept = index + 1
        if _ends_sentence(words, index):
            return " ".join(words[:kept])
    else:
        return " ".join(words)
    # Too long: shorten it by the length of the dots.
    length = len(" ".join(words[:kept]))
    while kept and length + 3 > max_length:
        kept -= 1
        length -= len(words[kept]) + (1 if kept else 0)
    return " ".join(words[:kept]) + "..."


def clean_help(text: str) -> str:
    """Return ``text`` without the indentation of its source, as for docstrings.

    The first line loses its own indent, the others what they have in common; blank lines at both
    ends go.
    """
    if "\n" not in text:
        return text.expandtabs().lstrip(" ")
    lines = text.expandtabs().split("\n")
    margins = [len(line) - len(line.lstrip(" ")) for line in lines[1:] if line.strip(" ")]
    margin = min(margins, default=0)
    cleaned = [lines[0].lstrip(" "), *(line[margin:] for line in lines[1:])]
    while cleaned and not cleaned[-1]:
        cleaned.pop()
    while cleaned and not cleaned[0]:
        cleaned.pop(0)
    return "\n".join(cleaned)
