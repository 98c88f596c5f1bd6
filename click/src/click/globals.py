"""The stack of active contexts, one for each thread.

Entering a context pushes it, leaving it pops it. The innermost one is the current context.
"""

from __future__ import annotations

from _thread import _local

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Literal, overload

    from ._annotations import Context


class _Stack(_local):
    """Contexts of one thread, outermost first."""

    def __init__(self) -> None:
        self.frames: list[Context] = []


_stack = _Stack()

if TYPE_CHECKING:

    @overload
    def get_current_context(silent: Literal[False] = False) -> Context: ...
    @overload
    def get_current_context(silent: bool = ...) -> Context | None: ...


def get_current_context(silent: bool = False) -> Context | None:
    """Return the innermost active context of this thread.

    :param silent: give ``None`` instead of raising when there is none.
    :raises RuntimeError: no command is running in this thread.
    """
    frames = _stack.frames
    if frames:
        return frames[-1]
    if silent:
        return None
    error = RuntimeError("There is no active click context.")
    error.add_note(
        "It exists while a command runs, in the thread that runs it. Elsewhere pass the context "
        "as an argument, or enter one: `with ctx: ...`."
    )
    raise error


def push_context(ctx: Context) -> None:
    """Make ``ctx`` the innermost context of this thread."""
    _stack.frames.append(ctx)


def pop_context() -> None:
    """Leave the innermost context of this thread."""
    _stack.frames.pop()


def resolve_color_default(color: bool | None = None) -> bool | None:
    """Return ``color`` if it is given, else the setting of the current context, else ``None``."""
    if color is not None:
        return color
    frames = _stack.frames
    return frames[-1].color if frames else None
