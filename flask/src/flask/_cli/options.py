"""Types and callbacks of the options of ``flask`` and ``flask run``."""

from __future__ import annotations

import os

import click
from click.core import ParameterSource

from .. import _hooks
from .locate import NoAppException as NoAppException
from .script_info import ScriptInfo

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    _ParamType = click.ParamType[t.Any, t.Any]
    _Path = click.Path[t.Any]
else:
    # Click before 8.5 has no parameters for these.
    _ParamType = click.ParamType
    _Path = click.Path


class CertParamType(_ParamType):
    """A certificate file, the word ``adhoc``, or the import name of an ``SSLContext``."""

    __module__ = "flask.cli"

    path_type: click.Path[object]
    name = "path"

    def __init__(self) -> None:
        self.path_type = click.Path(resolve_path=True, dir_okay=False, exists=True)

    def convert(
        self, value: t.Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> t.Any:
        try:
            import ssl
        except ImportError:
            message = 'Using "--cert" requires Python to be compiled with SSL support.'
            raise click.BadParameter(message, ctx, param) from None
        try:
            return self.path_type(value, param, ctx)
        except click.BadParameter:
            found = _certificate_by_name(
                click.STRING(value, param, ctx), param, ctx, ssl.SSLContext
            )
            if found is None:
                raise
            return found


def _certificate_by_name(
    text: str, param: click.Parameter | None, ctx: click.Context | None, kind: type
) -> object:
    """Return ``adhoc`` or the context with an import name, or ``None`` for another text."""
    if text.lower() != "adhoc":
        found = _hooks.cli_module.import_string(text, silent=True)
        return found if isinstance(found, kind) else None
    try:
        import cryptography  # noqa: F401
    except ImportError:
        message = "Using ad-hoc certificates requires the cryptography library."
        raise click.BadParameter(message, ctx, param) from None
    return "adhoc"


def check_key(ctx: click.Context, param: click.Parameter, value: object) -> object:
    """Check that ``--key`` stands beside a certificate file, and beside nothing else."""
    cert = ctx.params.get("cert")
    kind = None
    if cert == "adhoc":
        kind = "adhoc"
    elif cert is not None and not isinstance(cert, str):
        kind = "an SSLContext object"
    if value is None:
        if cert and kind is None:
            raise click.BadParameter('Required when using "--cert".', ctx, param)
        return value
    if kind == "adhoc":
        raise click.BadParameter('When "--cert" is "adhoc", "--key" is not used.', ctx, param)
    if kind is not None:
        raise click.BadParameter(f'When "--cert" is {kind}, "--key" is not used.', ctx, param)
    if not cert:
        raise click.BadParameter('"--cert" must also be specified.', ctx, param)
    ctx.params["cert"] = cert, value
    return value


class SeparatedPathType(_Path):
    """Several paths in one value, separated like those of ``PATH``."""

    __module__ = "flask.cli"

    def convert(
        self, value: t.Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> t.Any:
        paths = self.split_envvar_value(value)
        return [super(SeparatedPathType, self).convert(path, param, ctx) for path in paths]


def set_app(ctx: click.Context, param: click.Option, value: str | None) -> str | None:
    """Handle ``--app``: store where the application is."""
    if value is None:
        return None
    info = ctx.ensure_object(ScriptInfo)
    info.app_import_path = value
    return value


def set_debug(ctx: click.Context, param: click.Option, value: bool) -> bool | None:
    """Handle ``--debug``: put the flag into the environment, where the reloader keeps it."""
    source = ctx.get_parameter_source(param.name)
    if source in (ParameterSource.DEFAULT, ParameterSource.DEFAULT_MAP):
        return None
    os.environ["FLASK_DEBUG"] = "1" if value else "0"
    return value


def set_env_file(ctx: click.Context, param: click.Option, value: str | None) -> str | None:
    """Handle ``--env-file``: load dotenv files before other options read the environment."""
    try:
        import dotenv  # noqa: F401
    except ImportError:
        # Only somebody who asked for a file needs to know.
        if value is not None:
            raise click.BadParameter(
                "python-dotenv must be installed to load an env file.", ctx=ctx, param=param
            ) from None
    info = ctx.obj
    if value is not None or info.load_dotenv_defaults:
        _hooks.cli_module.load_dotenv(value, load_defaults=info.load_dotenv_defaults)
    return value


def get_version(ctx: click.Context, param: click.Parameter, value: object) -> None:
    """Handle ``--version``: print those of Python, Flask and Werkzeug."""
    if not value or ctx.resilient_parsing:
        return
    from importlib.metadata import version
    from platform import python_version

    click.echo(
        f"Python {python_version()}\nFlask {version('flask')}\nWerkzeug {version('werkzeug')}",
        color=ctx.color,
    )
    ctx.exit()


get_version.__module__ = "flask.cli"

APP_OPTION_HELP = (
    "The Flask application or factory function to load, in the form 'module:name'. Module"
    " can be a dotted import or file path. Name is not required if it is 'app',"
    " 'application', 'create_app', or 'make_app', and can be 'name(args)' to pass arguments."
)
ENV_FILE_HELP = (
    "Load environment variables from this file, taking precedence over those set by '.env'"
    " and '.flaskenv'. Variables set directly in the environment take highest precedence."
    " python-dotenv must be installed."
)


class _SettingOption(click.Option):
    """An option whose callback is called for completion too: it decides which commands there are."""

    def process_value(self, ctx: click.Context, value: object) -> object:
        value = super().process_value(ctx, value)
        if ctx.resilient_parsing and self.callback is not None:
            # Click calls no callbacks then. A value that was not given is hidden from them.
            given = ctx.get_parameter_source(self.name) is not ParameterSource.DEFAULT
            self.callback(ctx, self, value if given else None)
        return value


def app_option() -> click.Option:
    """Return a new ``--app``."""
    return _SettingOption(
        ["-A", "--app"],
        metavar="IMPORT",
        help=APP_OPTION_HELP,
        is_eager=True,
        expose_value=False,
        callback=set_app,
    )


def debug_option() -> click.Option:
    """Return a new ``--debug``."""
    return _SettingOption(
        ["--debug/--no-debug"],
        help="Set debug mode.",
        expose_value=False,
        callback=set_debug,
    )


def env_file_option() -> click.Option:
    """Return a new ``--env-file``."""
    return _SettingOption(
        ["-e", "--env-file"],
        type=click.Path(exists=True, dir_okay=False),
        help=ENV_FILE_HELP,
        is_eager=True,
        expose_value=False,
        callback=set_env_file,
    )


def version_option() -> click.Option:
    """Return a new ``--version``."""
    return click.Option(
        ["--version"],
        help="Show the Flask version.",
        expose_value=False,
        callback=get_version,
        is_flag=True,
        is_eager=True,
    )
