"""The context variables and the proxies that look at them.

In: nothing.  Out: the application, the request, the session and ``g`` of the code that
asks.  Who sets the variables is :mod:`flask.ctx`.
"""

from __future__ import annotations

from contextvars import ContextVar

from werkzeug.local import LocalProxy

from ._late_names import module_attribute
from ._outside import OutsideMessage

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .app import Flask
    from .ctx import AppContext, RequestContext, _AppCtxGlobals
    from .sessions import SessionMixin
    from .wrappers import Request

_cv_request: ContextVar[RequestContext] = ContextVar("flask.request_ctx")
_cv_app: ContextVar[AppContext] = ContextVar("flask.app_ctx")
_no_req_msg = OutsideMessage("request")
_no_app_msg = OutsideMessage("app")


def _proxy(variable: ContextVar[t.Any], attribute: str | None = None) -> t.Any:
    """Look at a context, or at one of its attributes, as whoever uses the proxy sees it."""
    message = _no_req_msg if variable is _cv_request else _no_app_msg
    return LocalProxy(variable, attribute, unbound_message=message)


request_ctx: RequestContext = _proxy(_cv_request)
request: Request = _proxy(_cv_request, "request")
session: SessionMixin = _proxy(_cv_request, "session")

app_ctx: AppContext = _proxy(_cv_app)
current_app: Flask = _proxy(_cv_app, "app")
g: _AppCtxGlobals = _proxy(_cv_app, "g")


def __getattr__(name: str) -> t.Any:
    return module_attribute(__name__, name)
