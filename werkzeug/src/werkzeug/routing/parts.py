"""Build the parts that the matcher compares from the pieces of a rule.

This module does not know maps, requests or other rules.
"""

from __future__ import annotations

import re
from typing import NamedTuple

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .builder import Pieces
    from .converters import BaseConverter
    from .rules import Rule

__all__ = ["RulePart", "Weighting", "rule_parts"]


class Weighting(NamedTuple):
    """Orders the parts of rules: the smaller is tried first."""

    number_static_weights: int
    static_weights: list[tuple[int, int]]
    number_argument_weights: int
    argument_weights: list[int]


class RulePart:
    """One step of a match: a static text, or a pattern.

    ``final`` parts take the whole rest of the path, ``suffixed`` ones leave its last slash.
    """

    __module__ = "werkzeug.routing.rules"
    __slots__ = ("_items", "content", "final", "static", "suffixed", "weight")
    __match_args__ = ("content", "final", "static", "suffixed", "weight")
    __hash__ = None  # type: ignore[assignment]

    def __init__(
        self, content: str, final: bool, static: bool, suffixed: bool, weight: Weighting
    ) -> None:
        self.content = content
        self.final = final
        self.static = static
        self.suffixed = suffixed
        self.weight = weight
        #: Fixed texts and converters in turn, as far as they are known.
        self._items: tuple[str | BaseConverter, ...] = ()

    def _fields(self) -> tuple[str, bool, bool, bool, Weighting]:
        return self.content, self.final, self.static, self.suffixed, self.weight

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RulePart):
            return NotImplemented
        return self._fields() == other._fields()

    def __repr__(self) -> str:
        shown = ", ".join(
            f"{name}={value!r}"
            for name, value in zip(self.__match_args__, self._fields(), strict=True)
        )
        return f"RulePart({shown})"


Weighting.__module__ = "werkzeug.routing.rules"

_BLANK = Weighting(0, [], 0, [])
_EMPTY_PART = RulePart("", False, True, False, _BLANK)


class _PartBuilder:
    """Collects pattern, weights and variables of one part."""

    def __init__(self) -> None:
        self.pattern: list[str] = []
        self.items: list[str | BaseConverter] = []
        self.fixed: list[str] = []
        self.weights: list[int] = []
        self.converters: list[BaseConverter] = []

    def text(self, text: str) -> None:
        """Add fixed text. Slashes only separate weights."""
        self.pattern.append(re.escape(text))
        if text:
            self.items.append(text)
        self.fixed += [item for item in text.split("/") if item]

    def variable(self, converter: BaseConverter) -> None:
        name = f"__werkzeug_{len(self.converters)}"
        self.pattern.append(f"(?P<{name}>{converter.regex})")
        self.items.append(converter)
        self.weights.append(converter.weight)
        self.converters.append(converter)

    def weight(self) -> Weighting:
        fixed = [(index, -len(text)) for index, text in enumerate(self.fixed)]
        return Weighting(-len(fixed), fixed, -len(self.weights), list(self.weights))

    def static(self, text: str) -> RulePart:
        if text == "":
            return _EMPTY_PART
        return RulePart(text, False, True, False, Weighting(-1, [(0, -len(text))], 0, []))

    def dynamic(self, final: bool, suffixed: bool) -> RulePart:
        ending = r"(?<!/)(/?)\Z" if suffixed else r"\Z"
        part = RulePart("".join(self.pattern) + ending, final, False, suffixed, self.weight())
        part._items = tuple(self.items)
        return part


def _one_part(pieces: Pieces, converters: dict[str, BaseConverter]) -> RulePart:
    """Return a part without slashes (or with all of them, for a path variable)."""
    part = _PartBuilder()
    if len(pieces) == 1:
        return part.static(pieces[0])
    final = False
    suffixed = False
    for index, piece in enumerate(pieces):
        if index % 2:
            converter = converters[piece]
            final = final or not converter.part_isolating
            part.variable(converter)
        elif piece:
            if final and index == len(pieces) - 1 and piece[-1] == "/":
                suffixed = True
                piece = piece[:-1]
            part.text(piece)
    return part.dynamic(final, suffixed)


def _path_groups(pieces: Pieces, converters: dict[str, BaseConverter]) -> Iterator[list[str]]:
    """Cut the pieces of a path at each slash, up to the first variable that may contain one."""
    group: list[str] = [""]
    open_end = False
    for index, piece in enumerate(pieces):
        if index % 2:
            open_end = open_end or not converters[piece].part_isolating
            group += (piece, "")
        elif open_end:
            group[-1] += piece
        else:
            first, *others = piece.split("/")
            group[-1] += first
            for text in others:
                yield group
                group = [text]
    yield group


def rule_parts(rule: Rule) -> list[RulePart]:
    """Return the steps of a match: the host, then the parts of the path."""
    converters = rule._converters
    host = _one_part(rule._host_pieces, converters)
    # Only a path has a rest that a part could take.
    host.final = False
    parts = [host]
    for group in _path_groups(rule._path_pieces, converters):
        part = _one_part(tuple(group), converters)
        parts.append(part)
        if part.suffixed:
            parts.append(RulePart("", False, True, False, part.weight))
    return parts
