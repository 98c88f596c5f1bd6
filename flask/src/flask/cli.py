"""The ``flask`` command: the group that finds an application and its commands."""

from __future__ import annotations

import os
import sys

import click
from click.core import ParameterSource as ParameterSource

from . import _hooks
from ._cli.commands import routes_command as routes_command
from ._cli.commands import run_command as run_command
from ._cli.commands import shell_command as shell_command
from ._cli.dotenv_files import load_dotenv as load_dotenv
from ._cli.dotenv_files import show_server_banner as show_server_banner
from ._cli.group import AppGroup as AppGroup
from ._cli.group import with_appcontext as with_appcontext
from ._cli.locate import NoAppException as NoAppException
from ._cli.locate import find_app_by_string as find_app_by_string
from ._cli.locate import find_best_app as find_best_app
from ._cli.locate import locate_app as locate_app
from ._cli.locate import prepare_import as prepare_import
from ._cli.options import CertParamType as CertParamType
from ._cli.options import SeparatedPathType as SeparatedPathType
from ._cli.options import app_option, debug_option, env_file_option
from ._cli.options import get_version as get_version
from ._cli.options import version_option as _version_option
from ._cli.script_info import ScriptInfo as ScriptInfo
from ._cli.script_info import pass_script_info as pass_script_info
from ._env_flags import get_debug_flag as get_debug_flag
from ._env_flags import get_load_dotenv as get_load_dotenv
from ._late_names import module_attribute
from .globals import _cv_app
from .globals import current_app as current_app

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from ._annotations import Flask

_hooks.cli_module = sys.modules[__name__]
version_option = _version_option()


class FlaskGroup(AppGroup):
    """Finds the application and offers its commands beside the built-in ones.

    :param add_default_commands: offer ``run``, ``shell`` and ``routes``.
    :param create_app: gives the application, instead of ``--app`` and the environment.
    :param add_version_option: offer ``--version``.
    :param load_dotenv: read ``.env`` and ``.flaskenv`` first.
    :param set_debug_flag: set the application's debug flag.
    """

    def __init__(
        self,
        add_default_commands: bool = True,
        create_app: t.Callable[..., Flask] | None = None,
        add_version_option: bool = True,
        load_dotenv: bool = True,
        set_debug_flag: bool = True,
        **extra: t.Any,
    ) -> None:
        params: list[click.Parameter] = list(extra.pop("params", None) or ())
        params += [env_file_option(), app_option(), debug_option()]
        if add_version_option:
            params.append(version_option)
        settings = extra.pop("context_settings", {})
        settings.setdefault("auto_envvar_prefix", "FLASK")
        super().__init__(params=params, context_settings=settings, **extra)

        self.create_app = create_app
        self.load_dotenv = load_dotenv
        self.set_debug_flag = set_debug_flag
        self._has_plugins = False
        if add_default_commands:
            for command in (run_command, shell_command, routes_command):
                self.add_command(command)

    def _load_plugin_commands(self) -> None:
        if self._has_plugins:
            return
        from ._cli.plugins import plugin_commands

        for name, command in plugin_commands():
            self.add_command(command, name)
        self._has_plugins = True

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return a built-in command or one of a plugin, else one of the application.

        The built-in ones work without an application.
        """
        self._load_plugin_commands()
        command = super().get_command(ctx, name)
        if command is not None:
            return command
        info = ctx.ensure_object(ScriptInfo)
        try:
            app = info.load_app()
        except NoAppException as e:
            _show_error(ctx, e)
            return None
        # An application pushed here is the one of the command, even if its own code has
        # put others on the stack; it ends with the command.
        context = _cv_app.get(None)
        if context is None or context.app is not app:
            ctx.with_resource(app.app_context())
        return app.cli.get_command(ctx, name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands. An application that fails to load is reported."""
        self._load_plugin_commands()
        names = set(super().list_commands(ctx))
        info = ctx.ensure_object(ScriptInfo)
        try:
            names.update(info.load_app().cli.list_commands(ctx))
        except NoAppException as e:
            _show_error(ctx, e)
        except Exception:
            import traceback

            click.secho(f"{traceback.format_exc()}\n", err=True, fg="red")
        return sorted(names)

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: t.Any,
    ) -> click.Context:
        # While a command runs, app.run() in the application's module must not serve.
        os.environ["FLASK_RUN_FROM_CLI"] = "true"
        if not ("obj" in self.context_settings or "obj" in extra):
            extra["obj"] = self._script_info()
        return super().make_context(info_name, args, parent, **extra)

    def _script_info(self) -> ScriptInfo:
        """Return what commands find the application with, unless the caller passed its own."""
        return ScriptInfo(
            create_app=self.create_app,
            load_dotenv_defaults=self.load_dotenv,
            set_debug_flag=self.set_debug_flag,
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        asks_for_help = (not args and self.no_args_is_help) or (
            len(args) == 1 and args[0] in self.get_help_option_names(ctx)
        )
        if asks_for_help:
            # Help lists the application's commands and stops at once: what other options
            # would do must happen before.
            for option in (env_file_option(), app_option()):
                option.handle_parse_result(ctx, {}, [])
        try:
            return super().parse_args(ctx, args)
        except click.exceptions.Exit:
            # Help has looked at the application's commands, which pushed its context; Click
            # before 8.2 leaves it on the stack.
            ctx.close()
            raise


def _show_error(ctx: click.Context, error: NoAppException) -> None:
    """Print an error, once: suggestions for a mistyped command ask for the names again."""
    message = error.format_message()
    if ctx.meta.get("flask.cli.shown") != message:
        ctx.meta["flask.cli.shown"] = message
        click.secho(f"Error: {message}\n", err=True, fg="red")


cli = FlaskGroup(
    name="flask",
    help="""\
A general utility script for Flask applications.

An application to load must be given with the '--app' option,
'FLASK_APP' environment variable, or with a 'wsgi.py' or 'app.py' file
in the current directory.
""",
)


def main() -> None:
    """Run the ``flask`` command."""
    cli.main()


def __getattr__(name: str) -> t.Any:
    return module_attribute(__name__, name)
