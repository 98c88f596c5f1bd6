"""The context variables, the proxies for their values, and the class of ``g``.

:mod:`flask.ctx` sets the variables.
"""

from __future__ import annotations

from contextvars import ContextVar

from werkzeug.local import LocalProxy

from ._context_errors import OutsideMessage
from ._late_names import module_attribute

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from ._annotations import AppContext, Flask, Request, RequestContext, SessionMixin

_cv_request: ContextVar[RequestContext] = ContextVar("flask.request_ctx")
_cv_app: ContextVar[AppContext] = ContextVar("flask.app_ctx")

_missing: object = object()


class _AppCtxGlobals:
    """Any attribute may be set; it also has the reading half of a dict's methods."""

    __module__ = "flask.ctx"

    def __getattr__(self, name: str) -> t.Any:
        raise AttributeError(name)

    if TYPE_CHECKING:

        def __setattr__(self, name: str, value: object) -> None: ...

    def __delattr__(self, name: str) -> None:
        try:
            del self.__dict__[name]
        except KeyError:
            raise AttributeError(name) from None

    def get(self, name: str, default: t.Any | None = None) -> t.Any:
        """Return an attribute, or ``default`` when it is not set."""
        return self.__dict__.get(name, default)

    def pop(self, name: str, default: object = _missing) -> t.Any:
        """Take an attribute out.

        :raises KeyError: it is not set and there is no default.
        """
        if default is _missing:
            return self.__dict__.pop(name)
        return self.__dict__.pop(name, default)

    def setdefault(self, name: str, default: object = None) -> t.Any:
        """Return an attribute, which is set to ``default`` if it is not set."""
        return self.__dict__.setdefault(name, default)

    def __contains__(self, item: str) -> bool:
        return item in self.__dict__

    def __iter__(self) -> t.Iterator[str]:
        return iter(self.__dict__)

    def __repr__(self) -> str:
        context = _cv_app.get(None)
        if context is None:
            return object.__repr__(self)
        return f"<flask.g of '{context.app.name}'>"


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
