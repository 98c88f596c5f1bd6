"""Names that resemble a name, to be suggested in errors.

Goes in: a name that is not there and those that are. Comes out: a sentence, or nothing.
"""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t


def did_you_mean(name: object, known: t.Iterable[object]) -> str | None:
    """A question that offers up to three similar names."""
    if not isinstance(name, str):
        return None
    from difflib import get_close_matches

    by_fold = {other.lower(): other for other in known if isinstance(other, str)}
    near = [by_fold[fold] for fold in get_close_matches(name.lower(), by_fold, 3, 0.6)]
    if not near:
        return None
    *rest, last = map(repr, near)
    return f"Did you mean {', '.join(rest)} or {last}?" if rest else f"Did you mean {last}?"
