"""Extensions: their base, those that ship with the engine, and the extraction of messages."""

from __future__ import annotations

from .._imports import module_getattr
from .base import Extension
from .extract import babel_extract
from .i18n import (
    InternationalizationExtension,
    _make_new_gettext,
    _make_new_ngettext,
    _make_new_npgettext,
    _make_new_pgettext,
)
from .messages import GETTEXT_FUNCTIONS, extract_from_ast
from .statements import DebugExtension, ExprStmtExtension, LoopControlExtension

# The short names by which environments load them.
debug = DebugExtension
do = ExprStmtExtension
i18n: type[InternationalizationExtension] = InternationalizationExtension
loopcontrols = LoopControlExtension

TYPE_CHECKING: bool = False

__all__ = [
    "GETTEXT_FUNCTIONS",
    "DebugExtension",
    "ExprStmtExtension",
    "Extension",
    "InternationalizationExtension",
    "LoopControlExtension",
    "_make_new_gettext",
    "_make_new_ngettext",
    "_make_new_npgettext",
    "_make_new_pgettext",
    "babel_extract",
    "debug",
    "do",
    "extract_from_ast",
    "i18n",
    "loopcontrols",
]

if not TYPE_CHECKING:
    __getattr__ = module_getattr(__name__)
