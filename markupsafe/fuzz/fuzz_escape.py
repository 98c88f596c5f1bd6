"""Escaping, stripping and formatting of any text.

Takes bytes. Raises when escaping in C and in Python differ, when escaped text holds a special
character or does not come back, or when a format raises what it should not.
"""

from __future__ import annotations

import html

from markupsafe import EscapeFormatter, Markup, _escape_text, _native, escape

SPECIAL = "<>\"'"


class Section(Markup):
    """Takes the complete way through ``%``."""


def check_escape(text: str) -> None:
    safe = _escape_text(text)
    assert safe == _native._escape_text(text), "C and Python differ"
    assert not any(character in safe for character in SPECIAL)
    assert escape(text).unescape() == html.unescape(safe)
    assert escape(escape(text)) == safe

    if "&" not in text and "\r" not in text:
        assert html.unescape(safe) == text


def check_striptags(text: str) -> None:
    stripped = Markup(text).striptags()

    if "<" not in text:
        assert stripped == html.unescape(" ".join(text.split()))


def check_percent(text: str) -> None:
    results = []

    for cls in (Markup, Section):
        try:
            results.append(str(cls(text) % ("<", 5)))
        except (TypeError, ValueError, OverflowError, KeyError) as error:
            results.append(type(error).__name__)

    assert results[0] == results[1], "the short and the complete way differ"


def check_braces(text: str) -> None:
    results = []

    for way in (short_way, complete_way):
        try:
            results.append(way(text, "<", 5, a=">"))
        except (IndexError, KeyError, ValueError, AttributeError, TypeError) as error:
            results.append(type(error).__name__)

    assert results[0] == results[1], "the short and the complete way differ"


def short_way(text: str, *args: object, **names: object) -> str:
    return str(Markup(text).format(*args, **names))


def complete_way(text: str, *args: object, **names: object) -> str:
    return EscapeFormatter(escape).format(text, *args, **names)


CHECKS = (check_escape, check_striptags, check_percent, check_braces)
# Widths and precisions of formats could ask for more memory than there is.
MAX_DIGITS = 4


def one_input(data: bytes) -> None:
    texts = {data.decode("latin-1"), data.decode("utf-8", "surrogateescape")}

    if len(data) % 2 == 0:
        texts.add(data.decode("utf-16-le", "surrogatepass" if len(data) < 4096 else "replace"))

    for text in texts:
        for check in CHECKS:
            if check in (check_percent, check_braces) and longest_number(text) > MAX_DIGITS:
                continue

            check(text)


def longest_number(text: str) -> int:
    spaced = "".join(c if c.isdigit() else " " for c in text)
    return max(map(len, spaced.split()), default=0)
