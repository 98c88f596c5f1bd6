"""The part of an application without I/O: configuration, registries, URL map, handlers.

:class:`flask.Flask` adds WSGI. This module opens no socket and reads no request.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from typing import TypeVar

from werkzeug.exceptions import (
    Aborter,
    BadRequest,
    BadRequestKeyError,
)
from werkzeug.routing import Map, Rule
from werkzeug.utils import cached_property

from .. import _hooks
from .. import typing as ft
from .._env_flags import get_debug_flag
from .._imported_class import class_from
from .._paths import find_package
from ..config import Config, ConfigAttribute
from ..globals import _AppCtxGlobals
from ..json.provider import DefaultJSONProvider, JSONProvider
from .scaffold import Scaffold, _endpoint_from_view_func, setupmethod

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import logging
    import typing as t

    from werkzeug.routing import BuildError
    from werkzeug.wrappers import Response as BaseResponse

    from .._annotations import Blueprint, FlaskClient, FlaskCliRunner
    from .._jinja import DispatchingJinjaLoader, Environment

    _BuildErrorHandler: t.TypeAlias = t.Callable[[Exception, str, dict[str, t.Any]], str]

T_shell_context_processor = TypeVar(
    "T_shell_context_processor", bound="ft.ShellContextProcessorCallable"
)
T_teardown = TypeVar("T_teardown", bound="ft.TeardownCallable")
T_template_filter = TypeVar("T_template_filter", bound="ft.TemplateFilterCallable")
T_template_global = TypeVar("T_template_global", bound="ft.TemplateGlobalCallable")
T_template_test = TypeVar("T_template_test", bound="ft.TemplateTestCallable")


def _as_timedelta(value: timedelta | int | None) -> timedelta | None:
    if value is None or isinstance(value, timedelta):
        return value
    return timedelta(seconds=value)


class App(Scaffold):
    """An application as a set of registries; :class:`flask.Flask` is the one to use."""

    aborter_class = Aborter
    """The class of :attr:`aborter`."""

    app_ctx_globals_class = _AppCtxGlobals
    """The class of ``g``."""

    config_class = Config
    """The class of :attr:`config`."""

    testing = ConfigAttribute[bool]("TESTING")
    """Errors pass through to the test client."""

    secret_key = ConfigAttribute["str | bytes | None"]("SECRET_KEY")
    """Signs sessions and whatever extensions sign."""

    permanent_session_lifetime = ConfigAttribute["timedelta"](
        "PERMANENT_SESSION_LIFETIME",
        get_converter=_as_timedelta,  # type: ignore[arg-type]
    )
    """The lifetime of a permanent session; a number counts seconds."""

    url_rule_class = Rule
    """The class of rules."""

    url_map_class = Map
    """The class of :attr:`url_map`."""

    json_provider_class: type[JSONProvider] = DefaultJSONProvider
    """The class of :attr:`json`."""

    test_client_class: type[FlaskClient] | None = None
    """The class of :meth:`~flask.Flask.test_client`; the one of Flask by default."""

    test_cli_runner_class: type[FlaskCliRunner] | None = None
    """The class of :meth:`~flask.Flask.test_cli_runner`; the one of Flask by default."""

    jinja_environment: type[Environment] = class_from("flask.templating", "Environment")
    """The class of :attr:`jinja_env`."""

    jinja_options: dict[str, t.Any] = {}
    """Options of the Jinja environment; set before it is used first."""

    default_config: dict[str, t.Any]
    response_class: type[BaseResponse]

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
    ) -> None:
        super().__init__(import_name, static_folder, static_url_path, template_folder, root_path)
        if instance_path is not None and not os.path.isabs(instance_path):
            raise ValueError(
                "If an instance path is provided it must be absolute. A relative path was"
                " given instead."
            )
        self._got_first_request = False
        self.extensions: dict[str, t.Any] = {}
        self.blueprints: dict[str, Blueprint] = {}
        self.shell_context_processors: list[ft.ShellContextProcessorCallable] = []
        self.teardown_appcontext_funcs: list[ft.TeardownCallable] = []
        self.url_build_error_handlers: list[_BuildErrorHandler] = []

        # From here on methods and classes that programs replace are called; what they may
        # ask for comes first.
        self.instance_path = instance_path or self.auto_find_instance_path()
        self.config: Config = self.make_config(instance_relative_config)
        self.aborter = self.make_aborter()
        self.json: JSONProvider = self.json_provider_class(self)
        self.subdomain_matching = subdomain_matching
        self.url_map = self.url_map_class(host_matching=host_matching)
        _hooks.app_was_made = True

    def _check_setup_finished(self, f_name: str) -> None:
        if self._got_first_request:
            raise AssertionError(
                f"The setup method '{f_name}' can no longer be called on the application."
                " It has already handled its first request, any changes will not be applied"
                " consistently.\n"
                "Make sure all imports, decorators, functions, etc. needed to set up the"
                " application are done before running it."
            )

    # Identity and folders

    @cached_property
    def name(self) -> str:
        """Return the import name; for ``__main__`` the name of the file that runs."""
        if self.import_name != "__main__":
            return self.import_name
        file: str | None = getattr(sys.modules["__main__"], "__file__", None)
        if file is None:
            return "__main__"
        return os.path.splitext(os.path.basename(file))[0]

    def auto_find_instance_path(self) -> str:
        """Return ``instance`` beside the code, or ``var/<name>-instance`` where it is installed."""
        prefix, folder = find_package(self.import_name)
        if prefix is None:
            return os.path.join(folder, "instance")
        return os.path.join(prefix, "var", f"{self.name}-instance")

    @cached_property
    def logger(self) -> logging.Logger:
        """Return the logger of the application, named like it."""
        from ..logging import create_logger

        return create_logger(self)

    # Configuration

    def make_config(self, instance_relative: bool = False) -> Config:
        """Make :attr:`config`.

        :param instance_relative: files are named relative to the instance folder.
        """
        values = dict(self.default_config)
        values["DEBUG"] = get_debug_flag()
        root = self.instance_path if instance_relative else self.root_path
        return self.config_class(root, values)

    @property
    def debug(self) -> bool:
        """Debug mode, from ``DEBUG``; setting it reloads templates that change."""
        return self.config["DEBUG"]  # type: ignore[no-any-return]

    @debug.setter
    def debug(self, value: bool) -> None:
        self.config["DEBUG"] = value
        if self.config["TEMPLATES_AUTO_RELOAD"] is None and "jinja_env" in self.__dict__:
            self.jinja_env.auto_reload = value

    def make_aborter(self) -> Aborter:
        """Make :attr:`aborter`, which ``abort()`` calls."""
        return self.aborter_class()

    # Templates

    @cached_property
    def jinja_env(self) -> Environment:
        """Return the Jinja environment, made on first use."""
        return self.create_jinja_environment()

    def create_jinja_environment(self) -> Environment:
        """Make :attr:`jinja_env`."""
        raise NotImplementedError

    def create_global_jinja_loader(self) -> DispatchingJinjaLoader:
        """Make the loader that looks into the application and then its blueprints."""
        # Absolute, as a relative import in a function takes 0.3 us more (CPython 3.13).
        from .._jinja import DispatchingJinjaLoader

        return DispatchingJinjaLoader(self)

    def select_jinja_autoescape(self, filename: str | None) -> bool:
        """Return whether a template escapes: HTML, XML and SVG files do, and those of no name."""
        if filename is None:
            return True
        return filename.endswith((".html", ".htm", ".xml", ".xhtml", ".svg"))

    @setupmethod
    def template_filter(
        self, name: str | None = None
    ) -> t.Callable[[T_template_filter], T_template_filter]:
        """Register the decorated function as a filter; named like itself by default."""
        return self._named(self.add_template_filter, name)  # type: ignore[no-any-return]

    @setupmethod
    def template_test(
        self, name: str | None = None
    ) -> t.Callable[[T_template_test], T_template_test]:
        """Register the decorated function as a test; named like itself by default."""
        return self._named(self.add_template_test, name)  # type: ignore[no-any-return]

    @setupmethod
    def template_global(
        self, name: str | None = None
    ) -> t.Callable[[T_template_global], T_template_global]:
        """Register the decorated function as a global; named like itself by default."""
        return self._named(self.add_template_global, name)  # type: ignore[no-any-return]

    @staticmethod
    def _named(add: t.Callable[..., None], name: object) -> t.Any:
        """Return a decorator that adds a function under a name.

        The decorators also work without their parentheses.
        """
        if callable(name):
            add(name)
            return name

        def register(f: t.Any) -> t.Any:
            add(f, name=name)
            return f

        return register

    @setupmethod
    def add_template_filter(self, f: ft.TemplateFilterCallable, name: str | None = None) -> None:
        """Register a filter."""
        self.jinja_env.filters[name or f.__name__] = f

    @setupmethod
    def add_template_test(self, f: ft.TemplateTestCallable, name: str | None = None) -> None:
        """Register a test."""
        self.jinja_env.tests[name or f.__name__] = f

    @setupmethod
    def add_template_global(self, f: ft.TemplateGlobalCallable, name: str | None = None) -> None:
        """Register a global function."""
        self.jinja_env.globals[name or f.__name__] = f

    # Routes and blueprints

    @setupmethod
    def register_blueprint(self, blueprint: Blueprint, **options: t.Any) -> None:
        """Add a blueprint's routes, hooks and handlers.

        :param options: ``url_prefix``, ``subdomain``, ``url_defaults``, ``name``, and what
            the blueprint's own registration functions read.
        """
        blueprint.register(self, options)

    def iter_blueprints(self) -> t.ValuesView[Blueprint]:
        """Return the blueprints in the order of their registration."""
        return self.blueprints.values()

    @setupmethod
    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: ft.RouteCallable | None = None,
        provide_automatic_options: bool | None = None,
        **options: t.Any,
    ) -> None:
        if endpoint is None:
            endpoint = _endpoint_from_view_func(view_func)  # type: ignore[arg-type]
        given = options.pop("methods", None)
        if given is None:
            given = getattr(view_func, "methods", None) or ("GET",)
        if isinstance(given, str):
            raise TypeError(
                "Allowed methods must be a list of strings, for example:"
                ' @app.route(..., methods=["POST"])'
            )
        methods = {method.upper() for method in given}
        methods.update(getattr(view_func, "required_methods", ()))

        if provide_automatic_options is None:
            provide_automatic_options = getattr(view_func, "provide_automatic_options", None)
            if provide_automatic_options is None:
                provide_automatic_options = (
                    "OPTIONS" not in methods and self.config["PROVIDE_AUTOMATIC_OPTIONS"]
                )
                if provide_automatic_options:
                    methods.add("OPTIONS")

        options["endpoint"] = endpoint
        made = self.url_rule_class(rule, methods=methods, **options)
        made.provide_automatic_options = provide_automatic_options  # type: ignore[attr-defined]
        self.url_map.add(made)
        if view_func is None:
            return
        known = self.view_functions.get(endpoint)
        if known is not None and known != view_func:
            from .._setup_errors import endpoint_taken

            raise AssertionError(endpoint_taken(endpoint, known, view_func))
        self.view_functions[endpoint] = view_func

    def inject_url_defaults(self, endpoint: str, values: dict[str, t.Any]) -> None:
        """Let the functions of :meth:`url_defaults` add values: the application's, then
        those of the endpoint's blueprints from the outside in.
        """
        registry = self.url_default_functions
        if not registry:
            return
        names: list[str | None] = [None]
        if "." in endpoint:
            from .._paths import blueprint_chain

            names.extend(reversed(blueprint_chain(endpoint.rpartition(".")[0])))
        for name in names:
            for func in registry.get(name, ()):
                func(endpoint, values)

    def handle_url_build_error(
        self, error: BuildError, endpoint: str, values: dict[str, t.Any]
    ) -> str:
        """Ask :attr:`url_build_error_handlers` for a URL; the first answer counts.

        :raises werkzeug.routing.BuildError: nobody knows one.
        """
        for handler in self.url_build_error_handlers:
            try:
                url = handler(error, endpoint, values)
            except type(error) as later:
                # A handler may raise a better error: the last one counts.
                error = later
            else:
                if url is not None:
                    return url
        if error is sys.exc_info()[1]:
            raise  # noqa: PLE0704 - called while the error is handled
        raise error

    # Life cycle and shell

    @setupmethod
    def teardown_appcontext(self, f: T_teardown) -> T_teardown:
        """Run ``f(error)`` when an application context ends; it must not fail."""
        self.teardown_appcontext_funcs.append(f)
        return f

    @setupmethod
    def shell_context_processor(self, f: T_shell_context_processor) -> T_shell_context_processor:
        """Add the dict that ``f()`` returns to the names in ``flask shell``."""
        self.shell_context_processors.append(f)
        return f

    # Errors

    def _find_error_handler(
        self, e: Exception, blueprints: list[str]
    ) -> ft.ErrorHandlerCallable | None:
        """Return the handler for an error.

        Handlers for its status code come before handlers for classes, blueprints from the
        inside out before the application, near classes before far ones.
        """
        spec = self.error_handler_spec
        if not spec:
            return None
        error_class, code = self._get_exc_class_and_code(type(e))
        line = error_class.__mro__
        for key in (None,) if code is None else (code, None):
            for name in (*blueprints, None):
                handlers = spec[name].get(key) if name in spec else None
                if not handlers:
                    continue
                for cls in line:
                    handler = handlers.get(cls)
                    if handler is not None:
                        return handler
        return None

    def trap_http_exception(self, e: Exception) -> bool:
        """Return whether an HTTP error passes through like any other error.

        So do all with ``TRAP_HTTP_EXCEPTIONS``, bad requests with
        ``TRAP_BAD_REQUEST_ERRORS``, and missing form keys in debug mode.
        """
        if self.config["TRAP_HTTP_EXCEPTIONS"]:
            return True
        trap: bool | None = self.config["TRAP_BAD_REQUEST_ERRORS"]
        if trap is None and self.debug and isinstance(e, BadRequestKeyError):
            return True
        return bool(trap) and isinstance(e, BadRequest)

    def should_ignore_error(self, error: BaseException | None) -> bool:
        """Return whether an error is kept from teardown functions."""
        return False

    def redirect(self, location: str, code: int = 302) -> BaseResponse:
        """Return a redirect of the application's response class."""
        from werkzeug.utils import redirect

        return redirect(location, code=code, Response=self.response_class)
