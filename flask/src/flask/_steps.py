"""The seam between the life of a request and the world that runs it.

In: coroutines that call the application's functions.  Out: their values.  The life of a
request is written once, as coroutines in :mod:`flask._flow.dispatch`.  Whoever serves the
application decides two things: how a user's function is made callable for its world, and
how a coroutine is driven.  Under WSGI every function is made synchronous beforehand, so no
coroutine ever waits and :func:`run_now` brings it to its end at once.
"""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any, TypeVar

    T = TypeVar("T")


def run_now(steps: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that never really waits, and return its value.

    :raises RuntimeError: the coroutine waited for something.
    """
    try:
        steps.send(None)
    except StopIteration as done:
        value: T = done.value
        return value
    steps.close()
    raise RuntimeError("A step of the request waited, but it was called synchronously.")
