"""Escape in pure Python.

In: any object. Out: its text as a plain ``str``, safe between tags and in quoted
attributes. It knows nothing of ``Markup`` beyond the ``__html__`` protocol, and is
the twin of ``_speedups``: both give the same answers.
"""

from __future__ import annotations

TYPE_CHECKING = False
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
    """``str(obj)``, where a subclass of ``str`` loses its type."""
    text = str(obj)
    return text if type(text) is str else str.__str__(text)


def _escape_inner(s: str, /) -> str:
    """Escape the text of a ``str``. Clean text comes back as the same object."""
    text = clean = s if type(s) is str else str.__str__(s)

    for special, reference in _REPLACEMENTS:
        if special in text:
            text = text.replace(special, reference)

    return s if text is clean else text


def _escape_text(s: Any, /) -> str:
    """Escape any object to a plain ``str``, asking its ``__html__`` first."""
    if type(s) is str:
        return _escape_inner(s)

    if not hasattr(s, "__html__"):
        return _escape_inner(_plain(s))

    html = s.__html__()

    # What ``__html__`` gave may have a mind of its own, once.
    if type(html) is not str and hasattr(html, "__html__"):
        html = html.__html__()

    return _plain(html)
