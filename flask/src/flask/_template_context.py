"""The variables of every template."""

from __future__ import annotations

from .globals import _cv_app, _cv_request

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t


def _default_template_ctx_processor() -> dict[str, t.Any]:
    """Return ``g``, and the request while there is one.

    The session is reached through a global of the environment, so that a template which
    does not use it does not count as having touched it.
    """
    values: dict[str, object] = {}
    app_context = _cv_app.get(None)
    if app_context is not None:
        values["g"] = app_context.g
    request_context = _cv_request.get(None)
    if request_context is not None:
        values["request"] = request_context.request
    return values


_default_template_ctx_processor.__module__ = "flask.templating"
