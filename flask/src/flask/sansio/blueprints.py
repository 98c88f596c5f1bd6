"""Blueprints: record functions now, register them with an application later.

What was recorded runs at each registration, with a :class:`BlueprintSetupState` that holds
the options of that registration.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar

from .. import typing as ft
from .._paths import blueprint_chain as _blueprint_chain  # noqa: F401
from .scaffold import Scaffold, _endpoint_from_view_func, _sentinel, setupmethod

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .._annotations import App

DeferredSetupFunction = Callable[["BlueprintSetupState"], None]
T_after_request = TypeVar("T_after_request", bound="ft.AfterRequestCallable[Any]")
T_before_request = TypeVar("T_before_request", bound="ft.BeforeRequestCallable")
T_error_handler = TypeVar("T_error_handler", bound="ft.ErrorHandlerCallable")
T_teardown = TypeVar("T_teardown", bound="ft.TeardownCallable")
T_template_context_processor = TypeVar(
    "T_template_context_processor", bound="ft.TemplateContextProcessorCallable"
)
T_template_filter = TypeVar("T_template_filter", bound="ft.TemplateFilterCallable")
T_template_global = TypeVar("T_template_global", bound="ft.TemplateGlobalCallable")
T_template_test = TypeVar("T_template_test", bound="ft.TemplateTestCallable")
T_url_defaults = TypeVar("T_url_defaults", bound="ft.URLDefaultCallable")
T_url_value_preprocessor = TypeVar(
    "T_url_value_preprocessor", bound="ft.URLValuePreprocessorCallable"
)


def _first_given(options: Any, key: str, fallback: object) -> Any:
    value = options.get(key)
    return fallback if value is None else value


class BlueprintSetupState:
    """One registration of a blueprint; passed to the functions that it recorded."""

    def __init__(
        self, blueprint: Blueprint, app: App, options: t.Any, first_registration: bool
    ) -> None:
        self.app = app
        self.blueprint = blueprint
        self.options = options
        self.first_registration = first_registration
        self.subdomain = _first_given(options, "subdomain", blueprint.subdomain)
        self.url_prefix = _first_given(options, "url_prefix", blueprint.url_prefix)
        self.name = options.get("name", blueprint.name)
        self.name_prefix = options.get("name_prefix", "")
        self.url_defaults: dict[str, t.Any] = {
            **blueprint.url_values_defaults,
            **(options.get("url_defaults") or {}),
        }

    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: ft.RouteCallable | None = None,
        **options: t.Any,
    ) -> None:
        """Add a rule under this registration's prefix, subdomain, defaults and name."""
        prefix = self.url_prefix
        if prefix is not None:
            rule = f"{prefix.rstrip('/')}/{rule.lstrip('/')}" if rule else prefix
        options.setdefault("subdomain", self.subdomain)
        if endpoint is None:
            endpoint = _endpoint_from_view_func(view_func)  # type: ignore[arg-type]
        defaults = self.url_defaults
        if "defaults" in options:
            defaults = {**defaults, **options.pop("defaults")}
        self.app.add_url_rule(
            rule,
            f"{self.name_prefix}.{self.name}.{endpoint}".lstrip("."),
            view_func,
            defaults=defaults,
            **options,
        )


class Blueprint(Scaffold):
    """A part of an application that is registered later, once or several times.

    :param name: prefix of the endpoints; without dots.
    :param url_prefix: goes before every rule.
    :param subdomain: where the rules match by default.
    :param url_defaults: values that the rules get by default.
    :param cli_group: the group of the blueprint's commands: its own name by default, and
        with ``None`` the commands of the application itself.
    :raises ValueError: the name is empty or contains a dot.
    """

    _got_registered_once = False

    def __init__(
        self,
        name: str,
        import_name: str,
        static_folder: str | os.PathLike[str] | None = None,
        static_url_path: str | None = None,
        template_folder: str | os.PathLike[str] | None = None,
        url_prefix: str | None = None,
        subdomain: str | None = None,
        url_defaults: dict[str, t.Any] | None = None,
        root_path: str | None = None,
        cli_group: str | None = _sentinel,
    ):
        super().__init__(import_name, static_folder, static_url_path, template_folder, root_path)
        if not name:
            raise ValueError("'name' may not be empty.")
        if "." in name:
            raise ValueError("'name' may not contain a dot '.' character.")
        self.name = name
        self.cli_group = cli_group
        # What its rules get by default.
        self.url_values_defaults: dict[str, t.Any] = url_defaults or {}
        self.subdomain = subdomain
        self.url_prefix = url_prefix
        # What a registration does, and which blueprints it brings along.
        self.deferred_functions: list[DeferredSetupFunction] = []
        self._blueprints: list[tuple[Blueprint, dict[str, t.Any]]] = []

    def _check_setup_finished(self, f_name: str) -> None:
        if self._got_registered_once:
            raise AssertionError(
                f"The setup method '{f_name}' can no longer be called on the blueprint"
                f" '{self.name}'. It has already been registered at least once, any changes"
                " will not be applied consistently.\n"
                "Make sure all imports, decorators, functions, etc. needed to set up the"
                " blueprint are done before registering it."
            )

    # Recording

    @setupmethod
    def record(self, func: DeferredSetupFunction) -> None:
        """Call ``func(state)`` at each registration."""
        self.deferred_functions.append(func)

    @setupmethod
    def record_once(self, func: DeferredSetupFunction) -> None:
        """Call ``func(state)`` at the first registration only."""

        def only_first(state: BlueprintSetupState) -> None:
            if state.first_registration:
                func(state)

        self.record(update_wrapper(only_first, func))

    def make_setup_state(
        self, app: App, options: dict[str, t.Any], first_registration: bool = False
    ) -> BlueprintSetupState:
        """Make the state of a registration; override it to use another class."""
        return BlueprintSetupState(self, app, options, first_registration)

    @setupmethod
    def register_blueprint(self, blueprint: Blueprint, **options: t.Any) -> None:
        """Nest a blueprint: its prefix, name and hooks go inside this one's.

        :raises ValueError: the blueprint is this one.
        """
        if blueprint is self:
            raise ValueError("Cannot register a blueprint on itself")
        self._blueprints.append((blueprint, options))

    # Registration

    def register(self, app: App, options: dict[str, t.Any]) -> None:
        """Add everything to an application; called by its ``register_blueprint``.

        :raises ValueError: the name is taken.
        """
        prefix = options.get("name_prefix", "")
        own_name = options.get("name", self.name)
        name = f"{prefix}.{own_name}".lstrip(".")
        self._check_name_is_free(app, name, own_name)

        is_new = not any(known is self for known in app.blueprints.values())
        name_is_new = name not in app.blueprints
        app.blueprints[name] = self
        self._got_registered_once = True
        state = self.make_setup_state(app, options, is_new)

        if self.has_static_folder:
            state.add_url_rule(
                f"{self.static_url_path}/<path:filename>",
                view_func=self.send_static_file,  # type: ignore[attr-defined]
                endpoint="static",
            )
        if is_new or name_is_new:
            self._merge_blueprint_funcs(app, name)
        for func in self.deferred_functions:
            func(state)
        self._register_commands(app, options, name)
        for child, child_options in self._blueprints:
            child.register(app, self._options_of_child(child, child_options, state, name))

    def _check_name_is_free(self, app: App, name: str, own_name: str) -> None:
        known = app.blueprints.get(name)
        if known is None:
            return
        whose = "this" if known is self else "a different"
        raise ValueError(
            f"The name '{own_name}' is already registered for {whose} blueprint"
            f"{'' if own_name == name else f' {name!r}'}. Use 'name=' to provide a unique name."
        )

    def _register_commands(self, app: App, options: dict[str, t.Any], name: str) -> None:
        # The group is made when somebody asks for it: nobody did, so it has no commands.
        if "cli" not in self.__dict__ or not self.cli.commands:
            return
        group = options.get("cli_group", self.cli_group)
        if group is None:
            app.cli.commands.update(self.cli.commands)
            return
        self.cli.name = name if group is _sentinel else group
        app.cli.add_command(self.cli)

    def _options_of_child(
        self,
        child: Blueprint,
        options: dict[str, t.Any],
        state: BlueprintSetupState,
        name: str,
    ) -> dict[str, t.Any]:
        """Combine the options of a nested blueprint with those of this registration."""
        options = dict(options)
        subdomain = _first_given(options, "subdomain", child.subdomain)
        if state.subdomain is not None:
            subdomain = state.subdomain if subdomain is None else f"{subdomain}.{state.subdomain}"
        if subdomain is not None:
            options["subdomain"] = subdomain
        inner = _first_given(options, "url_prefix", child.url_prefix)
        outer = state.url_prefix
        if outer is not None:
            options["url_prefix"] = (
                outer if inner is None else f"{outer.rstrip('/')}/{inner.lstrip('/')}"
            )
        elif inner is not None:
            options["url_prefix"] = inner
        options["name_prefix"] = name
        return options

    def _merge_blueprint_funcs(self, app: App, name: str) -> None:
        """Put the registries of this blueprint under its name into the application's."""

        def full_name(key: str | None) -> str:
            return name if key is None else f"{name}.{key}"

        for key, by_code in self.error_handler_spec.items():
            spec = app.error_handler_spec[full_name(key)]
            for code, handlers in by_code.items():
                spec[code].update(handlers)
        for endpoint, view in self.view_functions.items():
            app.view_functions[endpoint] = view
        for registry in (
            "before_request_funcs",
            "after_request_funcs",
            "teardown_request_funcs",
            "url_default_functions",
            "url_value_preprocessors",
            "template_context_processors",
        ):
            target: dict[str | None, list[t.Any]] = getattr(app, registry)
            for key, funcs in getattr(self, registry).items():
                target.setdefault(full_name(key), []).extend(funcs)

    # Routes

    @setupmethod
    def add_url_rule(
        self,
        rule: str,
        endpoint: str | None = None,
        view_func: ft.RouteCallable | None = None,
        provide_automatic_options: bool | None = None,
        **options: t.Any,
    ) -> None:
        """Record a rule; its endpoint gets the blueprint's name in front.

        :raises ValueError: the endpoint, or the view's name, contains a dot.
        """
        if endpoint and "." in endpoint:
            raise ValueError("'endpoint' may not contain a dot '.' character.")
        if view_func is not None and "." in getattr(view_func, "__name__", ""):
            raise ValueError("'view_func' name may not contain a dot '.' character.")

        def add(state: BlueprintSetupState) -> None:
            state.add_url_rule(
                rule,
                endpoint,
                view_func,
                provide_automatic_options=provide_automatic_options,
                **options,
            )

        self.record(add)

    # For templates of the whole application

    @setupmethod
    def app_template_filter(
        self, name: str | None = None
    ) -> t.Callable[[T_template_filter], T_template_filter]:
        """Like :meth:`.Flask.template_filter`, when the blueprint is registered."""
        return self._named(self.add_app_template_filter, name)  # type: ignore[no-any-return]

    @setupmethod
    def add_app_template_filter(
        self, f: ft.TemplateFilterCallable, name: str | None = None
    ) -> None:
        """Like :meth:`.Flask.add_template_filter`, when the blueprint is registered."""
        self.record_once(lambda state: state.app.add_template_filter(f, name=name))

    @setupmethod
    def app_template_test(
        self, name: str | None = None
    ) -> t.Callable[[T_template_test], T_template_test]:
        """Like :meth:`.Flask.template_test`, when the blueprint is registered."""
        return self._named(self.add_app_template_test, name)  # type: ignore[no-any-return]

    @setupmethod
    def add_app_template_test(self, f: ft.TemplateTestCallable, name: str | None = None) -> None:
        """Like :meth:`.Flask.add_template_test`, when the blueprint is registered."""
        self.record_once(lambda state: state.app.add_template_test(f, name=name))

    @setupmethod
    def app_template_global(
        self, name: str | None = None
    ) -> t.Callable[[T_template_global], T_template_global]:
        """Like :meth:`.Flask.template_global`, when the blueprint is registered."""
        return self._named(self.add_app_template_global, name)  # type: ignore[no-any-return]

    @setupmethod
    def add_app_template_global(
        self, f: ft.TemplateGlobalCallable, name: str | None = None
    ) -> None:
        """Like :meth:`.Flask.add_template_global`, when the blueprint is registered."""
        self.record_once(lambda state: state.app.add_template_global(f, name=name))

    @staticmethod
    def _named(add: t.Callable[..., None], name: object) -> t.Any:
        if callable(name):
            add(name)
            return name

        def register(f: t.Any) -> t.Any:
            add(f, name=name)
            return f

        return register

    # Hooks of the whole application

    def _append_to_app(self, registry: str, f: object) -> None:
        self.record_once(lambda state: getattr(state.app, registry).setdefault(None, []).append(f))

    @setupmethod
    def before_app_request(self, f: T_before_request) -> T_before_request:
        """Like :meth:`before_request`, for every request of the application."""
        self._append_to_app("before_request_funcs", f)
        return f

    @setupmethod
    def after_app_request(self, f: T_after_request) -> T_after_request:
        """Like :meth:`after_request`, for every request of the application."""
        self._append_to_app("after_request_funcs", f)
        return f

    @setupmethod
    def teardown_app_request(self, f: T_teardown) -> T_teardown:
        """Like :meth:`teardown_request`, for every request of the application."""
        self._append_to_app("teardown_request_funcs", f)
        return f

    @setupmethod
    def app_context_processor(
        self, f: T_template_context_processor
    ) -> T_template_context_processor:
        """Like :meth:`context_processor`, for every template of the application."""
        self._append_to_app("template_context_processors", f)
        return f

    @setupmethod
    def app_url_value_preprocessor(self, f: T_url_value_preprocessor) -> T_url_value_preprocessor:
        """Like :meth:`url_value_preprocessor`, for every request of the application."""
        self._append_to_app("url_value_preprocessors", f)
        return f

    @setupmethod
    def app_url_defaults(self, f: T_url_defaults) -> T_url_defaults:
        """Like :meth:`url_defaults`, for every URL of the application."""
        self._append_to_app("url_default_functions", f)
        return f

    @setupmethod
    def app_errorhandler(
        self, code: type[Exception] | int
    ) -> t.Callable[[T_error_handler], T_error_handler]:
        """Like :meth:`errorhandler`, for every request of the application."""

        def register(f: T_error_handler) -> T_error_handler:
            self.record_once(lambda state: state.app.register_error_handler(code, f))
            return f

        return register
