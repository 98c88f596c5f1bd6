"""Compare a text with one part of a rule, in time that grows with the text only.

``re`` matches a pattern with several variables of open length by backtracking: ``n`` characters and
``k`` variables take up to ``n ** k`` steps. :func:`_linear` answers the same in ``n * k`` steps. It
walks the pattern from the end and notes for every position whether the rest of the pattern
fits there, and which end of the variable ``re`` would have chosen. Then it reads the captured texts
from the start. Converters with a pattern of their own are left to ``re``.
"""

from __future__ import annotations

import re

from .converters import (
    AnyConverter,
    BaseConverter,
    FloatConverter,
    IntegerConverter,
    PathConverter,
    UnicodeConverter,
    UUIDConverter,
)

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .parts import RulePart

    Test = Callable[[str], "tuple[str, ...] | None"]
    #: Gives for each position the end that is chosen there, or -1. In: the text, and for each
    #: position whether the rest of the pattern fits.
    Step = Callable[[str, Sequence[bool]], list[int]]

#: Up to this many steps ``re`` is faster, and cannot become slow.
_FEW_STEPS = 20_000
#: The patterns of converters, by what they are called below.
_ANY_TEXT = BaseConverter.regex
_ANY_PATH = PathConverter.regex
_DIGITS = IntegerConverter.regex


def compile_part(part: RulePart) -> Test:
    """Return the function that compares a text with a part and gives back what was captured."""
    variables = [item for item in part._items if not isinstance(item, str)]
    if len(variables) == len(part._items) == 1 and not part.final:
        regex = variables[0].regex
        if regex == _ANY_TEXT or _lengths(variables[0]) == (1, None):
            return _take_text
        if regex == _DIGITS:
            return _take_digits
    with_re = _with_re(part)
    if len(variables) < 2:
        return with_re
    steps = _steps(part._items)
    if steps is None:
        return with_re
    suffixed = part.suffixed
    short = int(_FEW_STEPS ** (1 / len(variables)))

    def several(text: str) -> tuple[str, ...] | None:
        return with_re(text) if len(text) <= short else _linear(steps, text, suffixed)

    return several


def _take_text(text: str) -> tuple[str, ...] | None:
    return (text,) if text else None


def _take_digits(text: str) -> tuple[str, ...] | None:
    return (text,) if text.isdecimal() else None


def _with_re(part: RulePart) -> Test:
    compiled = re.compile(part.content)
    match = compiled.match
    numbers = [
        number for name, number in compiled.groupindex.items() if name.startswith("__werkzeug_")
    ]
    numbers.sort()
    if part.suffixed:
        numbers.append(compiled.groups)
    if len(numbers) == 1:
        (number,) = numbers

        def one(text: str) -> tuple[str, ...] | None:
            found = match(text)
            return None if found is None else (found[number],)

        return one

    def several(text: str) -> tuple[str, ...] | None:
        found = match(text)
        return None if found is None else found.group(*numbers)

    return several


# --- Matching without backtracking ------------------------------------------------------------------


def _linear(
    steps: Sequence[tuple[Step, bool, bool]], text: str, suffixed: bool
) -> tuple[str, ...] | None:
    """Return what the pattern captures.

    :param steps: each with whether a capture begins before it and ends after it.
    :param suffixed: whether a last slash is captured on its own; the text before it must not end
        with a slash.
    """
    size = len(text)
    fits = [False] * (size + 1)
    tail = ""
    if suffixed:
        if text[-1:] == "/":
            tail = "/"
            size -= 1
        if text[size - 1 : size] == "/":
            return None
    fits[size] = True
    chosen: list[list[int]] = []
    for step, _, _ in reversed(steps):
        ends = step(text, fits)
        chosen.append(ends)
        fits = [end >= 0 for end in ends]
    if not fits[0]:
        return None
    texts: list[str] = []
    position = start = 0
    for (_, begins, finishes), ends in zip(steps, reversed(chosen), strict=True):
        if begins:
            start = position
        position = ends[position]
        if finishes:
            texts.append(text[start:position])
    if suffixed:
        texts.append(tail)
    return tuple(texts)


def _steps(items: Sequence[str | BaseConverter]) -> list[tuple[Step, bool, bool]] | None:
    """Return the steps of a pattern; ``None`` when a converter has a pattern of its own."""
    found: list[tuple[Step, bool, bool]] = []
    for item in items:
        if isinstance(item, str):
            found.append((_fixed(item), False, False))
            continue
        steps = _steps_of(item)
        if steps is None:
            return None
        last = len(steps) - 1
        found += [(step, index == 0, index == last) for index, step in enumerate(steps)]
    return found


def _lengths(converter: BaseConverter) -> tuple[int, int | None] | None:
    return getattr(converter, "_lengths", None) if type(converter) is UnicodeConverter else None


def _steps_of(converter: BaseConverter) -> list[Step] | None:
    kind = type(converter)
    lengths = _lengths(converter)
    if lengths is not None:
        return [_run(_no_slash, *lengths)]
    if isinstance(converter, AnyConverter) and kind.__init__ is AnyConverter.__init__:
        return [_words(converter._words)]
    regex = converter.regex
    if regex == _ANY_TEXT:
        return [_run(_no_slash, 1, None)]
    if regex == _ANY_PATH:
        return [_shortest]
    if regex == UUIDConverter.regex:
        return [_of_length(re.compile(regex), 36)]
    sign: list[Step] = []
    if regex[:2] == "-?":
        sign = [_maybe_minus]
        regex = regex[2:]
    digits = _run(str.isdecimal, 1, None)
    if regex == _DIGITS:
        return [*sign, digits]
    if regex == FloatConverter.regex:
        return [*sign, digits, _fixed("."), digits]
    return None


def _no_slash(character: str) -> bool:
    return character != "/"


def _fixed(word: str) -> Step:
    return _words((word,))


def _words(words: Sequence[str]) -> Step:
    """Return the first of some words after which the rest fits."""

    def step(text: str, fits: Sequence[bool]) -> list[int]:
        ends = [-1] * len(fits)
        for word in reversed(words):
            size = len(word)
            start = text.find(word)
            while start >= 0:
                if fits[start + size]:
                    ends[start] = start + size
                start = text.find(word, start + 1)
        return ends

    return step


def _maybe_minus(text: str, fits: Sequence[bool]) -> list[int]:
    ends = [position if fit else -1 for position, fit in enumerate(fits)]
    for position, character in enumerate(text):
        if character == "-" and fits[position + 1]:
            ends[position] = position + 1
    return ends


def _of_length(pattern: re.Pattern[str], size: int) -> Step:
    def step(text: str, fits: Sequence[bool]) -> list[int]:
        ends = [-1] * len(fits)
        for start in range(len(text) - size + 1):
            if fits[start + size] and pattern.match(text, start) is not None:
                ends[start] = start + size
        return ends

    return step


def _run(belongs: Callable[[str], bool], least: int, most: int | None) -> Step:
    """Return the longest run of characters after which the rest fits, as greedy patterns take it."""

    def step(text: str, fits: Sequence[bool]) -> list[int]:
        size = len(text)
        # The last position up to each one at which the rest fits.
        before: list[int] = []
        last = -1
        for position, fit in enumerate(fits):
            if fit:
                last = position
            before.append(last)
        ends = [-1] * len(fits)
        end = size
        for start in range(size, -1, -1):
            if start < size and not belongs(text[start]):
                end = start
            furthest = end if most is None else min(end, start + most)
            best = before[furthest]
            if best >= start + least:
                ends[start] = best
        return ends

    return step


def _shortest(text: str, fits: Sequence[bool]) -> list[int]:
    """Return the shortest text after which the rest fits: no slash, then anything but line breaks."""
    ends = [-1] * len(fits)
    following = len(text) if fits[-1] else -1
    for start in range(len(text) - 1, -1, -1):
        # ``following`` is the first end after ``start`` that fits.
        if text[start] != "/":
            ends[start] = following
        if fits[start]:
            following = start
        elif text[start] == "\n":
            following = -1
    return ends
