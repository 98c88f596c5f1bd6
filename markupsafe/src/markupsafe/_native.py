"""Escape in pure Python, with the same results as the C module ``_speedups``."""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any

# The ampersand comes first: the other replacements contain one.
_REPLACEMENTS = (
    ("&", "&amp;"),
    ("<", "&lt;"),
    (">", "&gt;"),
    ('"', "&#34;"),
    ("'", "&#39;"),
)


def _plain(obj: object) -> str:
    """Return ``str(obj)`` as an object of exactly ``str``."""
    text = str(obj)
    return text if type(text) is str else str.__str__(text)


def _escape_inner(s: str, /) -> str:
    """Escape the text of a ``str``. If there is nothing to escape, return the same object."""
    text = clean = s if type(s) is str else str.__str__(s)
    for special, reference in _REPLACEMENTS:
        if special in text:
            text = text.replace(special, reference)
    return s if text is clean else text


def _escape_text(s: Any, /) -> str:
    """Return the escaped text of any object, or its HTML if it has ``__html__``, as a ``str``."""
    if type(s) is str:
        return _escape_inner(s)
    if not hasattr(s, "__html__"):
        return _escape_inner(_plain(s))
    html = s.__html__()
    # ``__html__`` may return an object with another ``__html__``; one such step is followed.
    if type(html) is not str and hasattr(html, "__html__"):
        html = html.__html__()
    return _plain(html)
