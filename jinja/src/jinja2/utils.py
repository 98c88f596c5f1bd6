"""Helpers for programs and extensions."""

from __future__ import annotations

from collections import deque

from ._autoescape import select_autoescape
from ._caches import LRUCache, clear_caches
from ._imports import import_string, object_type_repr, open_if_exists
from ._marks import (
    _MissingType,
    _PassArg,
    internal_code,
    internalcode,
    is_undefined,
    missing,
    pass_context,
    pass_environment,
    pass_eval_context,
)
from ._namespaces import Cycler, Joiner, Namespace
from ._text import generate_lorem_ipsum, htmlsafe_json_dumps, pformat, url_quote, urlize

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

concat: t.Callable[[t.Iterable[str]], str] = "".join
"""Join pieces of text."""


def consume(iterable: t.Iterable[t.Any]) -> None:
    """Run through an iterable and forget the items."""
    deque(iterable, maxlen=0)


__all__ = [
    "Cycler",
    "Joiner",
    "LRUCache",
    "Namespace",
    "_MissingType",
    "_PassArg",
    "clear_caches",
    "concat",
    "consume",
    "generate_lorem_ipsum",
    "htmlsafe_json_dumps",
    "import_string",
    "internal_code",
    "internalcode",
    "is_undefined",
    "missing",
    "object_type_repr",
    "open_if_exists",
    "pass_context",
    "pass_environment",
    "pass_eval_context",
    "pformat",
    "select_autoescape",
    "url_quote",
    "urlize",
]
