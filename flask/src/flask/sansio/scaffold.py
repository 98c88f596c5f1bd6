"""The common part of applications and blueprints: registries and folders.

This module does not know requests or WSGI.
"""

from __future__ import annotations

import os
from collections import defaultdict
from functools import update_wrapper
from typing import TypeVar

from werkzeug.exceptions import HTTPException, default_exceptions
from werkzeug.utils import cached_property

from .. import typing as ft
from .._paths import find_package as find_package
from .._paths import get_root_path
from .._paths import package_folder as _find_package_path  # noqa: F401
from .._template_context import _default_template_ctx_processor

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from click import Group
    from jinja2.loaders import BaseLoader

    _Hook = TypeVar("_Hook")
    _Hooks: t.TypeAlias = dict[ft.AppOrBlueprintKey, list[_Hook]]
    _HandlersByCode: t.TypeAlias = dict[int | None, dict[type[Exception], ft.ErrorHandlerCallable]]
    _Handlers: t.TypeAlias = dict[ft.AppOrBlueprintKey, _HandlersByCode]

F = TypeVar("F", bound="t.Callable[..., t.Any]")
T_after_request = TypeVar("T_after_request", bound="ft.AfterRequestCallable[t.Any]")
T_before_request = TypeVar("T_before_request", bound="ft.BeforeRequestCallable")
T_error_handler = TypeVar("T_error_handler", bound="ft.ErrorHandlerCallable")
T_teardown = TypeVar("T_teardown", bound="ft.TeardownCallable")
T_template_context_processor = TypeVar(
    "T_template_context_processor", bound="ft.TemplateContextProcessorCallable"
)
T_url_defaults = TypeVar("T_url_defaults", bound="ft.URLDefaultCallable")
T_url_value_preprocessor = TypeVar(
    "T_url_value_preprocessor", bound="ft.URLValuePreprocessorCallable"
)
T_route = TypeVar("T_route", bound="ft.RouteCallable")

# Stands for an argument that was not given where ``None`` means something.
_sentinel: t.Any = object()


def setupmethod(f: F) -> F:
    """Mark a method that may only be called before the first request."""
    name = f.__name__

    def checked(self: Scaffold, *args: object, **kwargs: object) -> object:
        self._check_setup_finished(name)
        return f(self, *args, **kwargs)

    return update_wrapper(checked, f)  # type: ignore[return-value]


def _endpoint_from_view_func(view_func: ft.RouteCallable) -> str:
    """Return the endpoint of a view that was registered without one: its name."""
    assert view_func is not None, "expected view func if endpoint is not provided."
    return view_func.__name__


def _by_code() -> defaultdict[int | None, dict[type[Exception], ft.ErrorHandlerCallable]]:
    return defaultdict(dict)


def _added(hooks: _Hooks[t.Any], f: F) -> F:
    """Register a hook of the object itself; a decorator answers with what it was given."""
    hooks.setdefault(None, []).append(f)
    return f


class Scaffold:
    """Registries and folders of an application or a blueprint.

    The keys of the registries are blueprint names; ``None`` is the object itself.

    :param import_name: ``__name__`` of the module that makes the object.
    :param static_folder: folder with static files, relative to ``root_path``.
    :param static_url_path: where they are served; the folder's name by default.
    :param template_folder: folder with templates, relative to ``root_path``.
    :param root_path: found from ``import_name`` by default.
    """

    _static_url_path: str | None = None
    _static_folder: str | None = None
    name: str
    cli: Group

    def __init__(
        self,
        import_name: str,
        static_folder: str | os.PathLike[str] | None = None,
        static_url_path: str | None = None,
        template_folder: str | os.PathLike[str] | None = None,
        root_path: str | None = None,
    ):
        # The folders are relative to the root.
        self.root_path: str = get_root_path(import_name) if root_path is None else root_path
        self.import_name = import_name
        self.template_folder = template_folder
        self.static_url_path = static_url_path
        self.static_folder = static_folder

        # Which view answers, and what is done with the variables of its URL.
        self.view_functions: dict[str, ft.RouteCallable] = {}
        self.url_default_functions: _Hooks[ft.URLDefaultCallable] = defaultdict(list)
        self.url_value_preprocessors: _Hooks[ft.URLValuePreprocessorCallable] = defaultdict(list)

        # What runs around the view, and when it fails.
        self.before_request_funcs: _Hooks[ft.BeforeRequestCallable] = defaultdict(list)
        self.after_request_funcs: _Hooks[ft.AfterRequestCallable[t.Any]] = defaultdict(list)
        self.teardown_request_funcs: _Hooks[ft.TeardownCallable] = defaultdict(list)
        self.error_handler_spec: _Handlers = defaultdict(_by_code)

        # What templates see.
        self.template_context_processors: _Hooks[ft.TemplateContextProcessorCallable]
        self.template_context_processors = defaultdict(list)
        self.template_context_processors[None].append(_default_template_ctx_processor)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r}>"

    def _check_setup_finished(self, f_name: str) -> None:
        raise NotImplementedError

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> t.NoReturn:
            from .._late_names import object_attribute_error

            raise object_attribute_error(self, name)

    # Folders

    @property
    def static_folder(self) -> str | None:
        """The absolute path of the static folder, or ``None``."""
        folder = self._static_folder
        return None if folder is None else os.path.join(self.root_path, folder)

    @static_folder.setter
    def static_folder(self, value: str | os.PathLike[str] | None) -> None:
        self._static_folder = None if value is None else os.fspath(value).rstrip(r"\/")

    @property
    def has_static_folder(self) -> bool:
        """Return whether :attr:`static_folder` is set; it need not exist."""
        return self._static_folder is not None

    @property
    def static_url_path(self) -> str | None:
        """The URL prefix of the static files."""
        if self._static_url_path is not None:
            return self._static_url_path
        folder = self.static_folder
        if folder is None:
            return None
        return f"/{os.path.basename(folder)}".rstrip("/")

    @static_url_path.setter
    def static_url_path(self, value: str | None) -> None:
        self._static_url_path = None if value is None else value.rstrip("/")

    @cached_property
    def jinja_loader(self) -> BaseLoader | None:
        """Return the loader of the template folder, or ``None`` without one."""
        if self.template_folder is None:
            return None
        from jinja2 import FileSystemLoader

        return FileSystemLoader(os.path.join(self.root_path, self.template_folder))

    # Routes

    @setupmethod
    def route(self, rule: str, **options: t.Any) -> t.Callable[[T_route], T_route]:
        """Register the decorated view; see :meth:`add_url_rule` for the options."""

        def register(f: T_route) -> T_route:
            self.add_url_rule(rule, options.pop("endpoint", None), f, **options)
            return f

        return register

    @setupmethod
    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: ft.RouteCallable | None = None,
        provide_automatic_options: bool | None = None,
        **options: t.Any,
    ) -> None:
        """Route a URL to an endpoint, and the endpoint to a view.

        :param rule: the URL with its variables, like ``/user/<int:id>``.
        :param endpoint: its name for ``url_for``; the view's name by default.
        :param view_func: the view; may be given later under the same endpoint.
        :param provide_automatic_options: answer OPTIONS requests without the view.
        :param options: ``methods``, ``defaults`` and everything else that
            :class:`~werkzeug.routing.Rule` takes.
        """
        raise NotImplementedError

    @setupmethod
    def endpoint(self, endpoint: str) -> t.Callable[[F], F]:
        """Register the decorated view for an endpoint whose rule is added elsewhere."""

        def register(f: F) -> F:
            self.view_functions[endpoint] = f
            return f

        return register

    # Shorter ways to add a route

    def _method_route(
        self, rule: str, options: dict[str, t.Any], method: str
    ) -> t.Callable[[T_route], T_route]:
        if "methods" not in options:
            return self.route(rule, **options, methods=[method])
        raise TypeError("Use the 'route' decorator to use the 'methods' argument.")

    @setupmethod
    def get(self, rule: str, **options: t.Any) -> t.Callable[[T_route], T_route]:
        """Call :meth:`route` for GET."""
        return self._method_route(rule, options, "GET")

    @setupmethod
    def post(self, rule: str, **options: t.Any) -> t.Callable[[T_route], T_route]:
        """Call :meth:`route` for POST."""
        return self._method_route(rule, options, "POST")

    @setupmethod
    def put(self, rule: str, **options: t.Any) -> t.Callable[[T_route], T_route]:
        """Call :meth:`route` for PUT."""
        return self._method_route(rule, options, "PUT")

    @setupmethod
    def delete(self, rule: str, **options: t.Any) -> t.Callable[[T_route], T_route]:
        """Call :meth:`route` for DELETE."""
        return self._method_route(rule, options, "DELETE")

    @setupmethod
    def patch(self, rule: str, **options: t.Any) -> t.Callable[[T_route], T_route]:
        """Call :meth:`route` for PATCH."""
        return self._method_route(rule, options, "PATCH")

    # Hooks

    @setupmethod
    def url_value_preprocessor(self, f: T_url_value_preprocessor) -> T_url_value_preprocessor:
        """Run ``f(endpoint, values)`` before everything else; it may change the values."""
        return _added(self.url_value_preprocessors, f)

    @setupmethod
    def before_request(self, f: T_before_request) -> T_before_request:
        """Run ``f()`` before the view; what it returns, unless ``None``, is the answer."""
        return _added(self.before_request_funcs, f)

    @setupmethod
    def after_request(self, f: T_after_request) -> T_after_request:
        """Run ``f(response)`` on each response; it returns the response to send.

        Not run when a request ends in an error that no handler turned into a response.
        """
        return _added(self.after_request_funcs, f)

    @setupmethod
    def teardown_request(self, f: T_teardown) -> T_teardown:
        """Run ``f(error)`` when the request context is popped; it must not fail."""
        return _added(self.teardown_request_funcs, f)

    @setupmethod
    def url_defaults(self, f: T_url_defaults) -> T_url_defaults:
        """Run ``f(endpoint, values)`` before a URL is built; it may add values."""
        return _added(self.url_default_functions, f)

    @setupmethod
    def context_processor(self, f: T_template_context_processor) -> T_template_context_processor:
        """Add the dict that ``f()`` returns to the variables of templates."""
        return _added(self.template_context_processors, f)

    # Error handlers

    @setupmethod
    def errorhandler(
        self, code_or_exception: type[Exception] | int
    ) -> t.Callable[[T_error_handler], T_error_handler]:
        """Handle a status code or a class of errors with the decorated function."""

        def register(f: T_error_handler) -> T_error_handler:
            self.register_error_handler(code_or_exception, f)
            return f

        return register

    @setupmethod
    def register_error_handler(
        self,
        code_or_exception: type[Exception] | int,
        f: ft.ErrorHandlerCallable,
    ) -> None:
        """Handle a status code or a class of errors with ``f(error)``.

        :raises ValueError: an unknown code, or no class of errors.
        :raises TypeError: an error object instead of its class.
        """
        error_class, code = self._get_exc_class_and_code(code_or_exception)
        self.error_handler_spec[None][code][error_class] = f

    @staticmethod
    def _get_exc_class_and_code(
        exc_class_or_code: type[Exception] | int,
    ) -> tuple[type[Exception], int | None]:
        """Return the class to register, and its status code if it has one."""
        error_class: type[Exception]
        if isinstance(exc_class_or_code, int):
            try:
                error_class = default_exceptions[exc_class_or_code]
            except KeyError:
                raise ValueError(
                    f"'{exc_class_or_code}' is not a recognized HTTP error code. Use a"
                    " subclass of HTTPException with that code instead."
                ) from None
        else:
            error_class = exc_class_or_code
        if isinstance(error_class, Exception):
            raise TypeError(
                f"{error_class!r} is an instance, not a class. Handlers can only be"
                " registered for Exception classes or HTTP error codes."
            )
        if not issubclass(error_class, Exception):
            raise ValueError(
                f"'{error_class.__name__}' is not a subclass of Exception. Handlers can"
                " only be registered for Exception classes or HTTP error codes."
            )
        code = error_class.code if issubclass(error_class, HTTPException) else None
        return error_class, code
