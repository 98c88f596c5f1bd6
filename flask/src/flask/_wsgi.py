"""Handle a WSGI request."""

from __future__ import annotations

from .globals import _cv_app, _cv_request

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from ._annotations import Flask
    from .ctx import AppContext


def serve(app: Flask, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Handle one request."""
    ctx = app.request_context(environ)
    own: AppContext | None = None
    error: BaseException | None = None
    try:
        try:
            if _cv_app.get(None) is not None:
                # Called by code that has a context, as tests do. The request must not
                # share the ``g`` of that context.
                own = app.app_context()
                own.push()
            ctx.push()
            response = app.full_dispatch_request()
        except Exception as e:
            error = e
            response = app.handle_exception(e)
        except BaseException as e:
            error = e
            raise
        return response(environ, start_response)
    finally:
        keep = environ.get("werkzeug.debug.preserve_context")
        if keep is not None:
            keep(_cv_app.get())
            keep(_cv_request.get())
        if error is not None and app.should_ignore_error(error):
            error = None
        try:
            ctx.pop(error)
        finally:
            if own is not None:
                own.pop(error)
