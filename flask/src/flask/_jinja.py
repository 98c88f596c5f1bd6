"""The Jinja environment of an application, and the loader that includes its blueprints."""

from __future__ import annotations

from jinja2 import BaseLoader, TemplateNotFound
from jinja2 import Environment as BaseEnvironment

from .globals import g, request, session

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from ._annotations import App, Flask, Scaffold

    Source = tuple[str, str | None, t.Callable[[], bool] | None]


class Environment(BaseEnvironment):
    """A Jinja environment that belongs to an application and uses its loaders."""

    __module__ = "flask.templating"

    app: App

    def __init__(self, app: App, **options: t.Any) -> None:
        if "loader" not in options:
            options["loader"] = app.create_global_jinja_loader()
        super().__init__(**options)
        self.app = app


class DispatchingJinjaLoader(BaseLoader):
    """Looks into the application's template folder, then into those of its blueprints."""

    __module__ = "flask.templating"

    app: App

    def __init__(self, app: App) -> None:
        self.app = app

    def get_source(self, environment: BaseEnvironment, template: str) -> Source:
        """Return the source from the first loader that has the template.

        With ``EXPLAIN_TEMPLATE_LOADING`` every loader is asked, and the result is logged.

        :raises jinja2.TemplateNotFound: none has it.
        """
        if self.app.config["EXPLAIN_TEMPLATE_LOADING"]:
            return self._explained(environment, template)
        for _, loader in self._iter_loaders(template):
            try:
                return loader.get_source(environment, template)
            except TemplateNotFound:
                continue
        raise self._not_found(template)

    def _explained(self, environment: BaseEnvironment, template: str) -> Source:
        from ._debug_templates import explain_template_loading_attempts

        attempts: list[tuple[BaseLoader, Scaffold, Source | None]] = []
        found: Source | None = None
        for owner, loader in self._iter_loaders(template):
            source: Source | None
            try:
                source = loader.get_source(environment, template)
            except TemplateNotFound:
                source = None
            if found is None:
                found = source
            attempts.append((loader, owner, source))
        explain_template_loading_attempts(self.app, template, attempts)
        if found is None:
            raise self._not_found(template)
        return found

    def _not_found(self, template: str) -> TemplateNotFound:
        from ._debug_templates import folders_note

        error = TemplateNotFound(template)
        error.add_note(folders_note(template, list(self._iter_loaders(template))))
        return error

    def _iter_loaders(self, template: str) -> t.Iterator[tuple[Scaffold, BaseLoader]]:
        owner: Scaffold
        for owner in (self.app, *self.app.iter_blueprints()):
            if (loader := owner.jinja_loader) is not None:
                yield owner, loader

    def list_templates(self) -> list[str]:
        """Return the names in all folders."""
        return list(
            {name: None for _, loader in self._iter_loaders("") for name in loader.list_templates()}
        )


def make_environment(app: Flask, get_flashed_messages: object) -> Environment:
    """Return an environment with the application's options, Flask's globals and its JSON."""
    options = dict(app.jinja_options)
    if "autoescape" not in options:
        options["autoescape"] = app.select_jinja_autoescape
    if "auto_reload" not in options:
        reload = app.config["TEMPLATES_AUTO_RELOAD"]
        options["auto_reload"] = app.debug if reload is None else reload
    environment: Environment = app.jinja_environment(app, **options)
    environment.globals.update(
        url_for=app.url_for,
        get_flashed_messages=get_flashed_messages,
        config=app.config,
        # Imported templates do not see the context, so these are global as well.
        request=request,
        session=session,
        g=g,
    )
    environment.policies["json.dumps_function"] = app.json.dumps
    return environment
