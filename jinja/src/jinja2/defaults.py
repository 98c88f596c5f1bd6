"""The defaults of an environment: syntax, filters, tests, globals and policies."""

from __future__ import annotations

from ._namespaces import Cycler, Joiner, Namespace
from ._syntax import (
    BLOCK_END_STRING,
    BLOCK_START_STRING,
    COMMENT_END_STRING,
    COMMENT_START_STRING,
    DEFAULT_POLICIES,
    KEEP_TRAILING_NEWLINE,
    LINE_COMMENT_PREFIX,
    LINE_STATEMENT_PREFIX,
    LSTRIP_BLOCKS,
    NEWLINE_SEQUENCE,
    TRIM_BLOCKS,
    VARIABLE_END_STRING,
    VARIABLE_START_STRING,
)
from ._text import generate_lorem_ipsum
from .filters import FILTERS as DEFAULT_FILTERS
from .tests import TESTS as DEFAULT_TESTS

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

DEFAULT_NAMESPACE: dict[str, t.Any] = {
    "cycler": Cycler,
    "dict": dict,
    "joiner": Joiner,
    "lipsum": generate_lorem_ipsum,
    "namespace": Namespace,
    "range": range,
}

__all__ = [
    "BLOCK_END_STRING",
    "BLOCK_START_STRING",
    "COMMENT_END_STRING",
    "COMMENT_START_STRING",
    "Cycler",
    "DEFAULT_FILTERS",
    "DEFAULT_NAMESPACE",
    "DEFAULT_POLICIES",
    "DEFAULT_TESTS",
    "Joiner",
    "KEEP_TRAILING_NEWLINE",
    "LINE_COMMENT_PREFIX",
    "LINE_STATEMENT_PREFIX",
    "LSTRIP_BLOCKS",
    "NEWLINE_SEQUENCE",
    "Namespace",
    "TRIM_BLOCKS",
    "VARIABLE_END_STRING",
    "VARIABLE_START_STRING",
    "generate_lorem_ipsum",
]
