"""Explanations for debug mode, under their old roof."""

from __future__ import annotations

from ._debug_forms import DebugFilesKeyError as DebugFilesKeyError
from ._debug_forms import FormDataRoutingRedirect as FormDataRoutingRedirect
from ._debug_forms import UnexpectedUnicodeError as UnexpectedUnicodeError
from ._debug_forms import attach_enctype_error_multidict as attach_enctype_error_multidict
from ._debug_loading import (
    explain_template_loading_attempts as explain_template_loading_attempts,
)
