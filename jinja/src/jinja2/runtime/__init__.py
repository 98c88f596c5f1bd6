"""The run time: everything that compiled templates import."""

from __future__ import annotations

from markupsafe import Markup, escape, soft_str

from .._abi import async_exported, exported
from .._autoescape import EvalContext
from .._imports import object_type_repr
from .._marks import internalcode, missing, pass_eval_context
from .._namespaces import Namespace
from ..async_utils import auto_aiter, auto_await
from ..async_utils import opened as _opened
from ..exceptions import TemplateNotFound, TemplateRuntimeError, UndefinedError
from .blocks import BlockReference, TemplateReference
from .blocks import include as _include
from .blocks import include_async as _include_async
from .blocks import inherit as _inherit
from .blocks import into as _into
from .blocks import into_async as _into_async
from .blocks import stated as _stated
from .blocks import versions as _versions
from .context import Context, new_context
from .loops import AsyncLoopContext, LoopContext
from .macros import Macro
from .support import absent as _absent
from .support import accessors as _accessors
from .support import escape_text as _escape_text
from .support import identity, markup_join, str_join
from .support import missing_export as _missing_export
from .support import plain_types as _plain_types
from .support import spelled as _spelled
from .undefined import (
    ChainableUndefined,
    DebugUndefined,
    StrictUndefined,
    Undefined,
    make_logging_undefined,
)

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

concat: t.Callable[[t.Iterable[str]], str] = "".join

__all__ = [
    "AsyncLoopContext",
    "BlockReference",
    "ChainableUndefined",
    "Context",
    "DebugUndefined",
    "EvalContext",
    "LoopContext",
    "Macro",
    "Markup",
    "Namespace",
    "StrictUndefined",
    "TemplateNotFound",
    "TemplateReference",
    "TemplateRuntimeError",
    "Undefined",
    "UndefinedError",
    "_absent",
    "_accessors",
    "_escape_text",
    "_include",
    "_include_async",
    "_inherit",
    "_into",
    "_into_async",
    "_missing_export",
    "_opened",
    "_plain_types",
    "_spelled",
    "_stated",
    "_versions",
    "async_exported",
    "auto_aiter",
    "auto_await",
    "concat",
    "escape",
    "exported",
    "identity",
    "internalcode",
    "make_logging_undefined",
    "markup_join",
    "missing",
    "new_context",
    "object_type_repr",
    "pass_eval_context",
    "soft_str",
    "str_join",
]
