"""The contexts that the proxies of :mod:`flask.globals` refer to.

A context may be pushed several times. It is torn down once, when the last push is undone.
"""

from __future__ import annotations

import sys
from functools import update_wrapper
from typing import TypeVar

from werkzeug.exceptions import HTTPException

from . import _hooks, _send_signals
from ._context_errors import needs_request
from .globals import _AppCtxGlobals as _AppCtxGlobals
from .globals import _cv_app, _cv_request

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import contextvars
    import typing as t
    from types import TracebackType

    from _typeshed.wsgi import WSGIEnvironment

    from werkzeug.routing import MapAdapter

    from . import typing as ft
    from ._annotations import Flask, Request, SessionMixin

    F = TypeVar("F", bound=t.Callable[..., t.Any])

_sentinel: t.Any = object()


def after_this_request(f: ft.AfterRequestCallable[t.Any]) -> ft.AfterRequestCallable[t.Any]:
    """Run ``f`` on the response of the request that is being handled.

    It takes the response and returns the same or another one.

    :raises RuntimeError: no request is being handled.
    """
    ctx = _cv_request.get(None)
    if ctx is None:
        raise RuntimeError(needs_request("after_this_request"))
    ctx._after_request_functions.append(f)
    return f


def copy_current_request_context(f: F) -> F:
    """Make a function that runs in a copy of the present request's context.

    For work that goes on in a thread, greenlet or task; the session is shared.

    :raises RuntimeError: no request is being handled.
    """
    current = _cv_request.get(None)
    if current is None:
        raise RuntimeError(needs_request("copy_current_request_context"))
    base = current.copy()

    def in_copied_context(*args: t.Any, **kwargs: t.Any) -> t.Any:
        # A copy for each call: calls in several threads must not share a stack of pushes.
        with base.copy() as ctx:
            return ctx.app.ensure_sync(f)(*args, **kwargs)

    return update_wrapper(in_copied_context, f)  # type: ignore[return-value]


def has_request_context() -> bool:
    """Return whether a request is being handled here."""
    return _cv_request.get(None) is not None


def has_app_context() -> bool:
    """Return whether ``current_app`` and ``g`` are available here."""
    return _cv_app.get(None) is not None


class AppContext:
    """Binds an application and a fresh ``g`` to the code that runs while it is pushed."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.g: _AppCtxGlobals = app.app_ctx_globals_class()
        self._cv_tokens: list[contextvars.Token[AppContext]] = []

    @property
    def url_adapter(self) -> MapAdapter | None:
        """Builds URLs without a request; ``None`` unless ``SERVER_NAME`` is set."""
        adapter: MapAdapter | None
        try:
            adapter = self.__dict__["url_adapter"]
        except KeyError:
            adapter = self.__dict__["url_adapter"] = self.app.create_url_adapter(None)
        return adapter

    @url_adapter.setter
    def url_adapter(self, value: MapAdapter | None) -> None:
        self.__dict__["url_adapter"] = value

    def push(self) -> None:
        """Make this the current application context."""
        self._cv_tokens.append(_cv_app.set(self))
        if _send_signals.signals:
            _send_signals.send("appcontext_pushed", self.app)

    def pop(self, exc: BaseException | None = _sentinel) -> None:
        """Undo one push; the last one runs the teardown functions.

        :param exc: the error that ended the work; the one being handled by default.
        :raises AssertionError: another context was pushed after this one.
        """
        try:
            if len(self._cv_tokens) == 1:
                if exc is _sentinel:
                    exc = sys.exc_info()[1]
                self.app.do_teardown_appcontext(exc)
        finally:
            current = _cv_app.get()
            _cv_app.reset(self._cv_tokens.pop())
        if current is not self:
            raise AssertionError(f"Popped wrong app context. ({current!r} instead of {self!r})")
        if _send_signals.signals:
            _send_signals.send("appcontext_popped", self.app)

    def _suspend(self) -> t.Callable[[], None]:
        """Undo the last push without tearing down; return what pushes again."""
        _cv_app.reset(self._cv_tokens.pop())
        return lambda: self._cv_tokens.append(_cv_app.set(self))

    def __enter__(self) -> AppContext:
        self.push()
        return self

    def __exit__(
        self,
        exc_type: type | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.pop(exc_value)


class RequestContext:
    """Binds a request, its session and its URL adapter.

    Pushing it pushes an application context too, unless one of the same application is
    current.

    :param request: use this request instead of making one from ``environ``.
    :param session: use this session instead of opening one.
    """

    flashes: list[tuple[str, str]] | None = None
    _session: SessionMixin | None
    _session_waits = False

    def __init__(
        self,
        app: Flask,
        environ: WSGIEnvironment,
        request: Request | None = None,
        session: SessionMixin | None = None,
    ) -> None:
        self._cv_tokens: list[tuple[contextvars.Token[RequestContext], AppContext | None]] = []
        self._after_request_functions: list[ft.AfterRequestCallable[t.Any]] = []
        self.app = app
        if request is None:
            request = app.request_class(environ)
            request.json_module = app.json
        self.request: Request = request
        self._session = session
        self.url_adapter: MapAdapter | None = None
        try:
            self.url_adapter = app.create_url_adapter(request)
        except HTTPException as e:
            # A host that is not trusted fails when the request is dispatched.
            request.routing_exception = e

    def copy(self) -> RequestContext:
        """Return a context for the same request and the same session, not pushed anywhere."""
        if self._session_waits:
            self._open_session()
        return type(self)(
            self.app,
            environ=self.request.environ,
            request=self.request,
            session=self._session,
        )

    def match_request(self) -> None:
        """Find the rule for the request; what the routing raises is kept for later."""
        try:
            found = self.url_adapter.match(return_rule=True)  # type: ignore[union-attr]
        except HTTPException as e:
            self.request.routing_exception = e
        else:
            self.request.url_rule, self.request.view_args = found  # type: ignore[assignment]

    @property
    def session(self) -> SessionMixin:
        """The session. Looking at it marks it as accessed.

        :raises AssertionError: the context was never pushed.
        """
        if self._session_waits:
            self._open_session()
        session = self._session
        assert session is not None, "The session has not yet been opened."
        session.accessed = True
        return session

    def _open_session(self) -> None:
        self._session_waits = False
        if self._session is not None:
            # An extension set a session of its own on the pushed context: keep it.
            return
        interface = self.app.session_interface
        session = interface.open_session(self.app, self.request)
        if session is None:
            session = interface.make_null_session(self.app)
        self._session = session

    def push(self) -> None:
        """Make this the current request, open its session and find its rule."""
        app = self.app
        current = _cv_app.get(None)
        pushed: AppContext | None = None
        if current is None or current.app is not app:
            pushed = app.app_context()
            pushed.push()
        self._cv_tokens.append((_cv_request.set(self), pushed))

        if self._session is None and not self._session_waits:
            # An interface of another class, or one that overrides a method involved, is asked
            # at once.
            if _hooks.cookie_session.kept_by(app.session_interface):
                self._session_waits = True
            else:
                self._open_session()
        if self.url_adapter is not None:
            self.match_request()

    def pop(self, exc: BaseException | None = _sentinel) -> None:
        """Undo one push; the last one runs the teardown functions.

        :raises AssertionError: another context was pushed after this one.
        """
        last = len(self._cv_tokens) == 1
        try:
            if last:
                if exc is _sentinel:
                    exc = sys.exc_info()[1]
                self.app.do_teardown_request(exc)
                close = getattr(self.request, "close", None)
                if close is not None:
                    close()
        finally:
            current = _cv_request.get()
            token, pushed = self._cv_tokens.pop()
            _cv_request.reset(token)
            if last:
                # Werkzeug puts the request into its own environ: break the cycle.
                current.request.environ["werkzeug.request"] = None
            if pushed is not None:
                pushed.pop(exc)
        if current is not self:
            raise AssertionError(f"Popped wrong request context. ({current!r} instead of {self!r})")

    def _suspend(self) -> t.Callable[[], None]:
        """Undo the last push without tearing down; return what pushes again."""
        token, pushed = self._cv_tokens.pop()
        _cv_request.reset(token)
        resume_pushed = None if pushed is None else pushed._suspend()

        def resume() -> None:
            if resume_pushed is not None:
                resume_pushed()
            self._cv_tokens.append((_cv_request.set(self), pushed))

        return resume

    def __enter__(self) -> RequestContext:
        self.push()
        return self

    def __exit__(
        self,
        exc_type: type | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.pop(exc_value)

    def __repr__(self) -> str:
        request = self.request
        return f"<{type(self).__name__} {request.url!r} [{request.method}] of {self.app.name}>"
