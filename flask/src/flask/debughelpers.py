"""Explanations for debug mode, at the path where programs import them."""

from __future__ import annotations

from ._debug_forms import DebugFilesKeyError as DebugFilesKeyError
from ._debug_forms import FormDataRoutingRedirect as FormDataRoutingRedirect
from ._debug_forms import UnexpectedUnicodeError as UnexpectedUnicodeError
from ._debug_forms import attach_enctype_error_multidict as attach_enctype_error_multidict
from ._debug_templates import (
    explain_template_loading_attempts as explain_template_loading_attempts,
)
from ._late_names import module_attribute

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t


def __getattr__(name: str) -> t.Any:
    return module_attribute(__name__, name)
