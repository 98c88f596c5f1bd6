"""Descriptions of objects, for tools that document programs.

In: an object and the names of some of its attributes. Out: a dict of their values as they are
now, in the order of the names. Knows no classes.
"""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


def facts(owner: object, names: Iterable[str]) -> dict[str, Any]:
    """The attributes *names* of *owner*, by name."""
    return {name: getattr(owner, name) for name in names}
