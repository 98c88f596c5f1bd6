"""Call an application without a network, and its commands without a shell."""

from __future__ import annotations

import sys
from contextlib import closing, contextmanager
from contextvars import ContextVar
from functools import partial

import werkzeug.test
from werkzeug.test import Client
from werkzeug.wrappers import Request as BaseRequest

from . import _hooks
from ._late_names import module_attribute
from ._request.lifecycle import attempt_all
from .sessions import SessionMixin as SessionMixin

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from types import TracebackType

    from _typeshed.wsgi import WSGIEnvironment

    from werkzeug.test import TestResponse

    from ._annotations import Flask
    from ._cli.test_runner import FlaskCliRunner as FlaskCliRunner
    from .ctx import AppContext, RequestContext


class EnvironBuilder(werkzeug.test.EnvironBuilder):
    """Describes a request with defaults from an application's configuration.

    :param subdomain: put in front of ``SERVER_NAME``.
    :param url_scheme: ``PREFERRED_URL_SCHEME`` by default.
    """

    def __init__(
        self,
        app: Flask,
        path: str = "/",
        base_url: str | None = None,
        subdomain: str | None = None,
        url_scheme: str | None = None,
        *args: t.Any,
        **kwargs: t.Any,
    ) -> None:
        assert not (base_url or subdomain or url_scheme) or (base_url is not None) != bool(
            subdomain or url_scheme
        ), 'Cannot pass "subdomain" or "url_scheme" with "base_url".'
        if base_url is None:
            path, base_url = _from_config(app, path, subdomain, url_scheme)
        self.app = app
        super().__init__(path, base_url, *args, **kwargs)

    def json_dumps(self, obj: t.Any, **kwargs: t.Any) -> str:
        """Write JSON like the application does."""
        return self.app.json.dumps(obj, **kwargs)


def _from_config(
    app: Flask, path: str, subdomain: str | None, url_scheme: str | None
) -> tuple[str, str]:
    """Return the path with its query, and the base URL, of a URL that may be absolute."""
    from urllib.parse import urlsplit

    host = app.config.get("SERVER_NAME") or "localhost"
    if subdomain:
        host = f"{subdomain}.{host}"
    if url_scheme is None:
        url_scheme = app.config["PREFERRED_URL_SCHEME"]
    parts = urlsplit(path)
    root = app.config["APPLICATION_ROOT"].lstrip("/")
    base_url = f"{parts.scheme or url_scheme}://{parts.netloc or host}/{root}"
    path = parts.path
    if parts.query:
        path = f"{path}?{parts.query}"
    return path, base_url


_agent: str | None = None


def _user_agent() -> str:
    global _agent
    if _agent is None:
        from importlib.metadata import version

        _agent = f"Werkzeug/{version('werkzeug')}"
    return _agent


# What clients keep entered in this thread or task, the innermost last.
_entered_contexts: ContextVar[tuple[AppContext | RequestContext, ...]] = ContextVar(
    "flask.testing.entered_contexts", default=()
)


class FlaskClient(Client):
    """The test client.

    As a context manager it keeps the contexts of the last request until the next one or
    the end of the block, so that ``request``, ``session`` and ``g`` can be looked at.

    :ivar environ_base: values for every environ.
    """

    application: Flask

    def __init__(self, *args: t.Any, **kwargs: t.Any) -> None:
        super().__init__(*args, **kwargs)
        self.preserve_context = False
        self._kept: list[AppContext | RequestContext] = []
        self._entered: list[AppContext | RequestContext] = []
        self.environ_base = {
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_USER_AGENT": _user_agent(),
        }

    @contextmanager
    def session_transaction(self, *args: t.Any, **kwargs: t.Any) -> t.Iterator[SessionMixin]:
        """Change the session of the next request inside a ``with`` block.

        Arguments describe the request that it is opened for.

        :raises TypeError: the client has no cookies.
        """
        if self._cookies is None:
            raise TypeError("Cookies are disabled. Create a client with 'use_cookies=True'.")
        app = self.application
        interface = app.session_interface
        ctx = app.test_request_context(*args, **kwargs)
        self._add_cookies_to_wsgi(ctx.request.environ)
        with ctx:
            opened = interface.open_session(app, ctx.request)
        if opened is None:
            raise RuntimeError("Session backend did not open a session.")
        yield opened
        response = app.response_class()
        if interface.is_null_session(opened):
            return
        with ctx:
            interface.save_session(app, opened, response)
        self._update_cookies_from_response(
            ctx.request.host.partition(":")[0],
            ctx.request.path,
            response.headers.getlist("Set-Cookie"),
        )

    def _with_defaults(self, other: t.Mapping[str, object]) -> WSGIEnvironment:
        merged = {**self.environ_base, **other}
        if self.preserve_context:
            merged["werkzeug.debug.preserve_context"] = self._kept.append
        return merged

    def _request_from_builder_args(
        self, args: tuple[t.Any, ...], kwargs: dict[str, t.Any]
    ) -> BaseRequest:
        base = self._with_defaults(kwargs.pop("environ_base", {}))
        with closing(EnvironBuilder(self.application, *args, environ_base=base, **kwargs)) as made:
            return made.get_request()

    def _request_from(self, args: tuple[object, ...], kwargs: dict[str, object]) -> BaseRequest:
        """Make a request from a builder, an environ, a request, or the builder's arguments."""
        first = args[0] if args else None
        if isinstance(first, werkzeug.test.EnvironBuilder):
            builder = first
            builder.environ_base = self._with_defaults(builder.environ_base or {})
            try:
                return builder.get_request()
            finally:
                builder.close()
        if isinstance(first, dict):
            again = EnvironBuilder.from_environ(first, app=self.application)
            environ = self._with_defaults(again.get_environ())
            again.close()
            return BaseRequest(environ)
        if isinstance(first, BaseRequest):
            return type(first)(self._with_defaults(first.environ))
        return self._request_from_builder_args(args, kwargs)

    def open(
        self,
        *args: t.Any,
        buffered: bool = False,
        follow_redirects: bool = False,
        **kwargs: t.Any,
    ) -> TestResponse:
        """Make a request; see :class:`EnvironBuilder` for the arguments.

        :param buffered: read the response to its end before returning it.
        :param follow_redirects: go on until there is no redirect.
        """
        request = self._request_from(args, kwargs)
        # What an earlier request kept must go before this one starts.
        self._leave_contexts()
        response = super().open(request, buffered=buffered, follow_redirects=follow_redirects)
        response.json_module = self.application.json

        # Redirects that were followed leave contexts too; the last request's stay on top.
        while self._kept:
            ctx = self._kept.pop(0)
            ctx.push()
            self._entered.append(ctx)
            _entered_contexts.set((*_entered_contexts.get(), ctx))
        return response

    def _leave_contexts(self) -> None:
        """Pop the contexts that this client keeps.

        Those that other clients entered later lie on top of them: they are taken off and
        put back, so that clients may end in any order.
        """
        mine, self._entered = self._entered, []
        if not mine:
            return
        stack = _entered_contexts.get()
        positions = [n for n, ctx in enumerate(stack) if ctx in mine]
        if len(positions) != len(mine):
            # Entered in another thread or task.
            attempt_all(partial(ctx.pop, None) for ctx in reversed(mine))
            return
        above: list[t.Callable[[], None]] = []

        def leave(ctx: AppContext | RequestContext) -> None:
            if ctx in mine:
                ctx.pop(None)
            else:
                above.append(ctx._suspend())

        _entered_contexts.set(tuple(ctx for ctx in stack if ctx not in mine))
        try:
            attempt_all(partial(leave, ctx) for ctx in reversed(stack[positions[0] :]))
        finally:
            for resume in reversed(above):
                resume()

    def __enter__(self) -> FlaskClient:
        if self.preserve_context:
            raise RuntimeError("Cannot nest client invocations")
        self.preserve_context = True
        return self

    def __exit__(
        self,
        exc_type: type | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.preserve_context = False
        self._leave_contexts()


_hooks.testing_module = sys.modules[__name__]


def __getattr__(name: str) -> t.Any:
    value = module_attribute(__name__, name)
    if name == "FlaskCliRunner":
        # A name of this module, which only saves the import of Click's runner.
        globals()[name] = value
    return value
