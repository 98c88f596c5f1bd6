"""``Flask``, the class that programs instantiate and subclass.

The methods are short: their work is done in :mod:`flask._request` and :mod:`flask._cli`, which
call each other through the methods, so that an override counts. The order of the steps of a request
is in :mod:`flask._request.lifecycle`.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from functools import cached_property as _cached

from werkzeug.datastructures import ImmutableDict
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.exceptions import InternalServerError as InternalServerError
from werkzeug.routing import Map, RequestRedirect, RoutingException, Rule  # noqa: F401
from werkzeug.wsgi import get_host

from . import _hooks, _send_signals
from . import typing as ft
from ._late_names import module_attribute
from ._request import errors, lifecycle, url_building
from ._request.response import to_response
from .ctx import AppContext, RequestContext
from .globals import _cv_request, request, request_ctx
from .helpers import get_debug_flag as get_debug_flag
from .helpers import get_flashed_messages, open_in, send_from_directory, send_static
from .helpers import get_load_dotenv as get_load_dotenv
from .sansio.app import App
from .sansio.scaffold import _sentinel
from .sessions import SecureCookieSessionInterface, SessionInterface
from .wrappers import Request, Response

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import collections.abc as cabc
    import typing as t
    from types import TracebackType

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from click import Group
    from werkzeug.routing import MapAdapter

    from ._jinja import Environment
    from .testing import FlaskClient, FlaskCliRunner


def _current() -> RequestContext:
    """Return the current request context; without one, the error of the proxy."""
    ctx = _cv_request.get(None)
    if ctx is None:
        return request_ctx._get_current_object()  # type: ignore[attr-defined, no-any-return]
    return ctx


class Flask(App):
    """A WSGI application and the registry of its parts.

    :param import_name: ``__name__`` of the module that makes it; folders are found from it.
    :param static_url_path: where static files are served; the folder's name by default.
    :param static_folder: folder with static files, relative to ``root_path``.
    :param static_host: host of the static route; needs ``host_matching``.
    :param host_matching: rules have a ``host``, which is matched.
    :param subdomain_matching: rules match in their subdomain of ``SERVER_NAME`` only.
    :param template_folder: folder with templates, relative to ``root_path``.
    :param instance_path: absolute path of the instance folder; found by default.
    :param instance_relative_config: configuration files are relative to that folder.
    :param root_path: found from ``import_name`` by default.
    """

    session_interface: SessionInterface = SecureCookieSessionInterface()
    """Opens and saves sessions."""

    request_class: type[Request] = Request
    """The class of requests."""

    response_class: type[Response] = Response
    """The class of responses."""

    # Programs may see this order.
    default_config = ImmutableDict(
        DEBUG=None,
        TESTING=False,
        PROPAGATE_EXCEPTIONS=None,
        SECRET_KEY=None,
        SECRET_KEY_FALLBACKS=None,
        PERMANENT_SESSION_LIFETIME=timedelta(days=31),
        USE_X_SENDFILE=False,
        TRUSTED_HOSTS=None,
        SERVER_NAME=None,
        APPLICATION_ROOT="/",
        SESSION_COOKIE_NAME="session",
        SESSION_COOKIE_DOMAIN=None,
        SESSION_COOKIE_PATH=None,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=False,
        SESSION_COOKIE_PARTITIONED=False,
        SESSION_COOKIE_SAMESITE=None,
        SESSION_REFRESH_EACH_REQUEST=True,
        MAX_CONTENT_LENGTH=None,
        MAX_FORM_MEMORY_SIZE=500_000,
        MAX_FORM_PARTS=1_000,
        SEND_FILE_MAX_AGE_DEFAULT=None,
        TRAP_BAD_REQUEST_ERRORS=None,
        TRAP_HTTP_EXCEPTIONS=False,
        EXPLAIN_TEMPLATE_LOADING=False,
        PREFERRED_URL_SCHEME="http",
        TEMPLATES_AUTO_RELOAD=None,
        MAX_COOKIE_SIZE=4093,
        PROVIDE_AUTOMATIC_OPTIONS=True,
    )

    def __init__(
        self,
        import_name: str,
        static_url_path: str | None = None,
        static_folder: str | os.PathLike[str] | None = "static",
        static_host: str | None = None,
        host_matching: bool = False,
        subdomain_matching: bool = False,
        template_folder: str | os.PathLike[str] | None = "templates",
        instance_path: str | None = None,
        instance_relative_config: bool = False,
        root_path: str | None = None,
    ):
        super().__init__(
            import_name,
            static_url_path,
            static_folder,
            static_host,
            host_matching,
            subdomain_matching,
            template_folder,
            instance_path,
            instance_relative_config,
            root_path,
        )
        if self.has_static_folder:
            assert bool(static_host) == host_matching, (
                "Invalid static_host/host_matching combination"
            )
            # The application holds the map, which holds the view: a weak reference leaves
            # no cycle that keeps an application alive.
            from weakref import ref

            self_ref = ref(self)
            self.add_url_rule(
                f"{self.static_url_path}/<path:filename>",
                endpoint="static",
                host=static_host,
                view_func=lambda **kw: self_ref().send_static_file(**kw),  # type: ignore[union-attr]
            )

    @_cached
    def cli(self) -> Group:  # type: ignore[override]
        """The commands of this application, for the ``flask`` tool."""
        from ._cli.group import AppGroup

        group = AppGroup()
        group.name = self.name
        return group

    # Files

    def get_send_file_max_age(self, filename: str | None) -> int | None:
        """Return how many seconds a file may be cached: ``SEND_FILE_MAX_AGE_DEFAULT``.

        With ``None`` the browser checks each time.
        """
        value: timedelta | int | None = self.config["SEND_FILE_MAX_AGE_DEFAULT"]
        return int(value.total_seconds()) if isinstance(value, timedelta) else value

    def send_static_file(self, filename: str) -> Response:
        """Send a file of the static folder.

        :raises RuntimeError: there is no static folder.
        """
        return send_static(self, filename, send_from_directory)

    def open_resource(
        self, resource: str, mode: str = "rb", encoding: str | None = None
    ) -> t.IO[t.AnyStr]:
        """Open a file relative to :attr:`root_path`.

        :param encoding: for text mode.
        :raises ValueError: the mode is not for reading.
        """
        return open_in(self.root_path, resource, mode, encoding)

    def open_instance_resource(
        self, resource: str, mode: str = "rb", encoding: str | None = "utf-8"
    ) -> t.IO[t.AnyStr]:
        """Open a file relative to :attr:`instance_path`; writing is allowed."""
        path = os.path.join(self.instance_path, resource)
        if "b" in mode:
            return open(path, mode)
        return open(path, mode, encoding=encoding)

    # Templates

    def create_jinja_environment(self) -> Environment:
        """Make the Jinja environment with Flask's globals and the JSON of the application."""
        # Absolute, as a relative import in a function takes 0.3 us more (CPython 3.13).
        from ._jinja import make_environment

        return make_environment(self, get_flashed_messages)

    def update_template_context(self, context: dict[str, t.Any]) -> None:
        """Add what the context processors give; names that are there stay.

        Those of the application come first, then those of the request's blueprints from
        the outside in.
        """
        names: tuple[str | None, ...] = (None,)
        ctx = _cv_request.get(None)
        if ctx is not None:
            names = (None, *reversed(ctx.request.blueprints))
        given = context.copy()
        registry = self.template_context_processors
        for name in names:
            for processor in registry.get(name, ()):
                context.update(self.ensure_sync(processor)())
        context.update(given)

    def make_shell_context(self) -> dict[str, t.Any]:
        """Return the names for ``flask shell``: ``app``, ``g`` and those of the processors."""
        from .globals import g

        names: dict[str, t.Any] = {"app": self, "g": g}
        for processor in self.shell_context_processors:
            names.update(processor())
        return names

    # Serving

    def run(
        self,
        host: str | None = None,
        port: int | str | float | None = None,
        debug: bool | None = None,
        load_dotenv: bool = True,
        **options: t.Any,
    ) -> None:
        """Serve with the development server, which is not for production.

        :param host: ``127.0.0.1`` by default, or that of ``SERVER_NAME``.
        :param port: a number, or text such as that of an environment variable; by default, or
            if it is empty, that of ``SERVER_NAME``, or 5000.
        :param debug: overrides :attr:`debug`.
        :param load_dotenv: read ``.env`` and ``.flaskenv`` first.
        :param options: for :func:`werkzeug.serving.run_simple`.
        """
        from . import cli  # noqa: F401 - sets the hook that run_app needs
        from ._cli.serve import run_app

        run_app(self, host, port, debug, load_dotenv, options)

    def test_client(self, use_cookies: bool = True, **kwargs: t.Any) -> FlaskClient:
        """Return a client that calls the application without a network."""
        cls = self.test_client_class
        if cls is None:
            from . import testing

            cls = testing.FlaskClient
        return cls(self, self.response_class, use_cookies=use_cookies, **kwargs)

    def test_cli_runner(self, **kwargs: t.Any) -> FlaskCliRunner:
        """Return a runner that invokes the application's commands."""
        cls = self.test_cli_runner_class
        if cls is None:
            from . import testing

            cls = testing.FlaskCliRunner
        return cls(self, **kwargs)

    # URLs

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Bind the URL map to a request, or to ``SERVER_NAME``.

        :raises werkzeug.exceptions.SecurityError: the host is not in ``TRUSTED_HOSTS``.
        """
        if request is None:
            name = self.config["SERVER_NAME"]
            if name is None:
                return None
            return self.url_map.bind(
                name,
                script_name=self.config["APPLICATION_ROOT"],
                url_scheme=self.config["PREFERRED_URL_SCHEME"],
            )
        trusted = self.config["TRUSTED_HOSTS"]
        if trusted is not None:
            request.trusted_hosts = trusted
        if request.trusted_hosts is not None:
            # A cached property takes a value, though checkers see a property.
            request.__dict__["host"] = get_host(request.environ, request.trusted_hosts)
        adapter = url_building.path_adapter(self, request)
        if adapter is not None:
            return adapter
        server_name, subdomain = url_building.names_to_match(self)
        # Called here, not in another module: a warning about the server name then belongs
        # to ``flask.app``, where filters of programs expect it.
        return self.url_map.bind_to_environ(
            request.environ, server_name=server_name, subdomain=subdomain
        )

    def url_for(
        self,
        /,
        endpoint: str,
        *,
        _anchor: str | None = None,
        _method: str | None = None,
        _scheme: str | None = None,
        _external: bool | None = None,
        **values: t.Any,
    ) -> str:
        """Build the URL of an endpoint.

        :param endpoint: its name; with a dot in front, inside the current blueprint.
        :param _anchor: the part after ``#``.
        :param _method: prefer a rule with this method.
        :param _scheme: of an absolute URL.
        :param _external: absolute or not; by default only outside of requests.
        :param values: variables of the rule; others go into the query string.
        """
        return url_building.build(self, endpoint, values, _anchor, _method, _scheme, _external)

    # The life of a request

    def raise_routing_exception(self, request: Request) -> t.NoReturn:
        """Raise the error of the routing.

        In debug mode it says if a redirect loses a form, and which URLs are near one that was
        not found.
        """
        error = request.routing_exception
        if self.debug and type(error) in (NotFound, MethodNotAllowed):
            from ._debug_routing import add_route_hints

            add_route_hints(self, request, error)  # type: ignore[arg-type]
        if (
            not self.debug
            or not isinstance(error, RequestRedirect)
            or error.code in (307, 308)
            or request.method in ("GET", "HEAD", "OPTIONS")
        ):
            raise error  # type: ignore[misc]
        from ._debug_forms import FormDataRoutingRedirect

        raise FormDataRoutingRedirect(request)

    def dispatch_request(self) -> ft.ResponseReturnValue:
        """Call the view of the current request and return what it returns."""
        request = _current().request
        if request.routing_exception is not None:
            self.raise_routing_exception(request)
        rule: Rule = request.url_rule  # type: ignore[assignment]
        if getattr(rule, "provide_automatic_options", False) and request.method == "OPTIONS":
            return self.make_default_options_response()
        view = self.view_functions[rule.endpoint]
        return self.ensure_sync(view)(  # type: ignore[no-any-return]
            **request.view_args  # type: ignore[arg-type]
        )

    def full_dispatch_request(self) -> Response:
        """Run hooks, view and error handlers of the current request, and return the response."""
        self._got_first_request = True
        return lifecycle.run_now(lifecycle.respond(self, None))

    def preprocess_request(self) -> ft.ResponseReturnValue | None:
        """Run value preprocessors and before hooks; a value of a hook is the answer."""
        if not self.before_request_funcs and not self.url_value_preprocessors:
            return None
        return lifecycle.run_now(lifecycle.before(self, _current().request, None))  # type: ignore[no-any-return]

    def finalize_request(
        self,
        rv: ft.ResponseReturnValue | HTTPException,
        from_error_handler: bool = False,
    ) -> Response:
        """Make a response of a view's or a handler's value and run the after hooks.

        :param from_error_handler: log errors of the after hooks instead of raising them.
        """
        response = self.make_response(rv)
        try:
            response = self.process_response(response)
            if _send_signals.signals:
                _send_signals.send("request_finished", self, response=response)
        except Exception:
            if not from_error_handler:
                raise
            self.logger.exception("Request finalizing failed with an error while handling an error")
        return response

    def process_response(self, response: Response) -> Response:
        """Run the after hooks and save the session."""
        ctx = _current()
        if ctx._after_request_functions or self.after_request_funcs:
            response = lifecycle.run_now(lifecycle.after(self, ctx, response, None))
        lifecycle.save_session(self, ctx, response)
        return response

    def make_default_options_response(self) -> Response:
        """Return the answer to OPTIONS: the methods that the URL allows."""
        adapter = request_ctx.url_adapter
        response = self.response_class()
        response.allow.update(adapter.allowed_methods())  # type: ignore[union-attr]
        return response

    def make_response(self, rv: ft.ResponseReturnValue) -> Response:
        """Make a response of what a view returned.

        :raises TypeError: the value cannot become a response.
        """
        if rv.__class__ is str:
            # A class of one's own may insist on all three.
            return self.response_class(rv, status=None, headers=None)  # pyright: ignore[reportArgumentType]
        return to_response(
            rv, self.response_class, request, self.json.response, self._describe_view
        )

    def _describe_view(self) -> tuple[str, str]:
        """Return endpoint and place of the view of this request, for error texts."""
        from ._setup_errors import whereabouts

        endpoint = request.endpoint
        view = self.view_functions.get(endpoint) if endpoint is not None else None
        where = "" if view is None else f"View: {whereabouts(view)}\n"
        return endpoint, where  # type: ignore[return-value]

    # Errors

    def handle_http_exception(self, e: HTTPException) -> HTTPException | ft.ResponseReturnValue:
        """Return the answer to an HTTP error: a handler's, or the error as its own response."""
        return errors.answer_http_error(self, e)  # type: ignore[no-any-return]

    def handle_user_exception(self, e: Exception) -> HTTPException | ft.ResponseReturnValue:
        """Return the answer to an error of a hook or a view, or raise it again."""
        return errors.answer_error(self, e)  # type: ignore[no-any-return]

    def handle_exception(self, e: Exception) -> Response:
        """Return the answer to an error that nobody handled: 500, after logging it.

        It is raised again while testing or debugging, or with ``PROPAGATE_EXCEPTIONS``.
        """
        return errors.answer_unhandled(self, e)  # type: ignore[no-any-return]

    def log_exception(
        self,
        exc_info: (tuple[type, BaseException, TracebackType] | tuple[None, None, None]),
    ) -> None:
        """Log an error that nobody handled."""
        self.logger.error(
            f"Exception on {request.path} [{request.method}]",
            exc_info=exc_info,
        )

    # Async

    def ensure_sync(self, func: t.Callable[..., t.Any]) -> t.Callable[..., t.Any]:
        """Make a function synchronous if it is a coroutine function."""
        if lifecycle.is_plain(func):
            return func
        from inspect import iscoroutinefunction

        return self.async_to_sync(func) if iscoroutinefunction(func) else func

    def async_to_sync(
        self, func: t.Callable[..., t.Coroutine[t.Any, t.Any, t.Any]]
    ) -> t.Callable[..., t.Any]:
        """Return a synchronous function that runs a coroutine function.

        :raises RuntimeError: the extra ``async`` is not installed.
        """
        from ._async import to_sync

        return to_sync(func)

    # Contexts

    def app_context(self) -> AppContext:
        """Return a context that makes this application the current one."""
        return AppContext(self)

    def request_context(self, environ: WSGIEnvironment) -> RequestContext:
        """Return a context for the request of an environ."""
        return RequestContext(self, environ)

    def test_request_context(self, *args: t.Any, **kwargs: t.Any) -> RequestContext:
        """Return a context for a request that is described like one of the test client."""
        from .testing import EnvironBuilder

        builder = EnvironBuilder(self, *args, **kwargs)
        try:
            environ = builder.get_environ()
        finally:
            builder.close()
        return self.request_context(environ)

    def do_teardown_request(self, exc: BaseException | None = _sentinel) -> None:
        """Run the teardown functions of the current request and send the signal."""
        if exc is _sentinel:
            exc = sys.exc_info()[1]
        if self.teardown_request_funcs:
            lifecycle.attempt_all(
                lifecycle.teardown_calls(self, request_ctx.request.blueprints, exc)
            )
        if _send_signals.signals:
            _send_signals.send("request_tearing_down", self, exc=exc)

    def do_teardown_appcontext(self, exc: BaseException | None = _sentinel) -> None:
        """Run the teardown functions of the application context and send the signal."""
        if exc is _sentinel:
            exc = sys.exc_info()[1]
        if self.teardown_appcontext_funcs:
            lifecycle.attempt_all(lifecycle.appcontext_teardown_calls(self, exc))
        if _send_signals.signals:
            _send_signals.send("appcontext_tearing_down", self, exc=exc)

    # WSGI

    def wsgi_app(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> cabc.Iterable[bytes]:
        """Handle a WSGI request. Middleware wraps this attribute, not the object."""
        return lifecycle.serve(self, environ, start_response)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> cabc.Iterable[bytes]:
        return self.wsgi_app(environ, start_response)


_hooks.app_class = Flask
_hooks.app_url_for = Flask.url_for
_hooks.build_url = url_building.build
_hooks.app_module = sys.modules[__name__]


def __getattr__(name: str) -> t.Any:
    return module_attribute(__name__, name)
