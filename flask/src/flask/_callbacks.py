"""Run every callback of a list, also if one of them fails."""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def attempt_all(callbacks: Iterable[Callable[[], object]]) -> None:
    """Call all, even after a failure; raise the first failure afterwards.

    Later failures are notes of the first one.
    """
    first: BaseException | None = None
    for callback in callbacks:
        try:
            callback()
        except BaseException as e:
            if first is None:
                first = e
            else:
                first.add_note(f"After that {callback!r} failed as well: {e!r}")
    if first is not None:
        raise first
