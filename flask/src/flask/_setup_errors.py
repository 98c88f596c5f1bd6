"""Explain mistakes in setting an application up."""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t


def whereabouts(func: t.Callable[..., t.Any]) -> str:
    """Return a function's name and its file and line, if it has them."""
    code = getattr(func, "__code__", None)
    name = getattr(func, "__qualname__", None) or repr(func)
    if code is None:
        return f"{getattr(func, '__module__', '?')}.{name}"
    return f"{name} ({code.co_filename}:{code.co_firstlineno})"


def endpoint_taken(endpoint: str, old: t.Any, new: t.Any) -> str:
    """Return the message for two functions that were registered for one endpoint."""
    lines = [
        f"View function mapping is overwriting an existing endpoint function: {endpoint}",
        f"  registered: {whereabouts(old)}",
        f"  now:        {whereabouts(new)}",
    ]
    codes = [getattr(func, "__code__", None) for func in (old, new)]
    if codes[0] is not None and codes[0] is codes[1]:
        lines.append(
            "Both were made by the same decorator, which hides the names of the views:"
            " put @functools.wraps(view) on its inner function."
        )
    else:
        lines.append("Rename one of them, or give one an endpoint: @app.route(..., endpoint=...)")
    return "\n".join(lines)
