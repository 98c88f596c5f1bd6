"""Names that are similar to an unknown name, to be suggested in errors.

A name is similar if few single mistakes lead from one to the other: a missing, additional, wrong or
swapped character, at most one for three characters of the unknown name. Uppercase and lowercase count
as equal. The caller passes names of the same kind only.
"""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t


def _mistakes(wrong: str, right: str, most: int) -> int:
    """Return the edit distance with swaps (optimal string alignment), or more than `most`."""
    if abs(len(wrong) - len(right)) > most:
        return most + 1
    before: list[int] = []
    row = [*range(len(right) + 1)]
    for place, char in enumerate(wrong, 1):
        after: list[int] = [place]
        for other, wanted in enumerate(right, 1):
            cost = min(row[other] + 1, after[-1] + 1, row[other - 1] + (char != wanted))
            if min(place, other) > 1 and char == right[other - 2] and wrong[place - 2] == wanted:
                cost = min(cost, before[other - 2] + 1)
            after.append(cost)
        before, row = row, after
    distance: int = row[-1]
    return distance


def near_names(name: str, known: t.Iterable[object]) -> list[str]:
    """Return up to three of the known names that are similar, the nearest first."""
    most = len(name) // 3 or len(name) // 2
    folded = name.lower()
    near = []
    for other in dict.fromkeys(known):
        if isinstance(other, str) and other != name:
            mistakes = _mistakes(folded, other.lower(), most)
            if mistakes <= most:
                near.append((mistakes, other))
    near.sort(key=lambda found: found[0])
    return [other for _, other in near[:3]]


def did_you_mean(name: object, known: t.Iterable[object]) -> str | None:
    """Return a question that suggests similar names, or ``None``."""
    near = near_names(name, known) if isinstance(name, str) else []
    if not near:
        return None
    *rest, last = map(repr, near)
    return f"Did you mean {', '.join(rest)} or {last}?" if rest else f"Did you mean {last}?"
