"""Answer an error: with a handler, with the error itself, or with a 500."""

from __future__ import annotations

import sys

from werkzeug.exceptions import BadRequestKeyError, HTTPException, InternalServerError
from werkzeug.routing import RoutingException

from .. import _send_signals
from ..globals import _cv_request
from .lifecycle import result_of

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .._annotations import Flask


def _blueprints() -> list[str]:
    ctx = _cv_request.get(None)
    return [] if ctx is None else ctx.request.blueprints


def answer_http_error(app: Flask, e: HTTPException) -> t.Any:
    """Return the answer of a handler, or the error, which is a response itself.

    Errors without a code carry a finished response, and those of the routing belong to its
    redirects: no handler gets them.
    """
    if e.code is None or isinstance(e, RoutingException):
        return e
    handler = app._find_error_handler(e, _blueprints())
    return e if handler is None else result_of(app, app.ensure_sync(handler)(e))


def answer_error(app: Flask, e: Exception) -> t.Any:
    """Return the answer of a handler; an error that nobody handles is raised again."""
    if isinstance(e, BadRequestKeyError) and (app.debug or app.config["TRAP_BAD_REQUEST_ERRORS"]):
        e.show_exception = True
        _add_form_note(e)
    if isinstance(e, HTTPException) and not app.trap_http_exception(e):
        return app.handle_http_exception(e)
    handler = app._find_error_handler(e, _blueprints())
    if handler is None:
        raise  # noqa: PLE0704 - called while the error is handled
    return result_of(app, app.ensure_sync(handler)(e))


def _add_form_note(e: BadRequestKeyError) -> None:
    """Show what did arrive, in a note of the error."""
    ctx = _cv_request.get(None)
    if ctx is None or getattr(e, "__notes__", None):
        return
    request = ctx.request
    _ = request.args  # unlike the body, nothing is lost by reading it now
    found = {
        name: sorted(values)
        for name in ("args", "form", "files")
        if (values := request.__dict__.get(name))
    }
    came = "; ".join(
        f"request.{name} has {', '.join(map(repr, keys))}" for name, keys in found.items()
    )
    kind = request.mimetype or "none"
    hint = (
        " The body is JSON: read it with request.get_json()."
        if kind == "application/json"
        else " Fields arrive under the name= of their input; use .get() for those that may miss."
    )
    e.add_note(f"What arrived: {came or 'no values'} (Content-Type: {kind}).{hint}")


def answer_unhandled(app: Flask, e: Exception) -> t.Any:
    """Log an error that nobody handled and answer with 500, or let it pass through.

    It passes with ``PROPAGATE_EXCEPTIONS``, and while testing or debugging.
    """
    exc_info = sys.exc_info()
    if _send_signals.signals:
        _send_signals.send("got_request_exception", app, exception=e)
    propagate = app.config["PROPAGATE_EXCEPTIONS"]
    if propagate is None:
        propagate = app.testing or app.debug
    if propagate:
        if exc_info[1] is e:
            raise  # noqa: PLE0704 - called while the error is handled
        raise e
    app.log_exception(exc_info)
    error = InternalServerError(original_exception=e)
    handler = app._find_error_handler(error, _blueprints())
    answer = error if handler is None else result_of(app, app.ensure_sync(handler)(error))
    return app.finalize_request(answer, from_error_handler=True)
