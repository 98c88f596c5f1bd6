"""``flask run``, ``flask shell`` and ``flask routes``."""

from __future__ import annotations

import os
import sys
import traceback

import click

from .. import _hooks
from ..globals import current_app
from .dotenv_files import warn_of_open_debugger
from .group import with_appcontext
from .options import CertParamType, SeparatedPathType, check_key, set_debug
from .script_info import ScriptInfo, pass_script_info

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from werkzeug.routing import Rule


@click.command(short_help="Run a development server.", name="run")
@click.option(
    "--debug/--no-debug",
    callback=set_debug,
    expose_value=False,
    help="Set debug mode.",
)
@click.option("--host", "-h", help="The interface to bind to.", default="127.0.0.1")
@click.option(
    "--port", "-p", help="The port to bind to.", default=5000, type=click.IntRange(0, 65535)
)
@click.option(
    "--cert",
    help="Specify a certificate file to use HTTPS.",
    is_eager=True,
    type=CertParamType(),
)
@click.option(
    "--key",
    help="The key file to use when specifying a certificate.",
    expose_value=False,
    callback=check_key,
    type=click.Path(resolve_path=True, dir_okay=False, exists=True),
)
@click.option(
    "--reload/--no-reload",
    default=None,
    help="Enable or disable the reloader. By default the reloader is active if debug is enabled.",
)
@click.option(
    "--debugger/--no-debugger",
    default=None,
    help="Enable or disable the debugger. By default the debugger is active if debug is enabled.",
)
@click.option(
    "--with-threads/--without-threads",
    default=True,
    help="Enable or disable multithreading.",
)
@click.option(
    "--extra-files",
    default=None,
    type=SeparatedPathType(),
    help=(
        "Extra files that trigger a reload on change. Multiple paths are separated by"
        f" {os.path.pathsep!r}."
    ),
)
@click.option(
    "--exclude-patterns",
    default=None,
    type=SeparatedPathType(),
    help=(
        "Files matching these fnmatch patterns will not trigger a reload on change. Multiple"
        f" patterns are separated by {os.path.pathsep!r}."
    ),
)
@pass_script_info
def run_command(
    info: ScriptInfo,
    host: str,
    port: int,
    reload: bool | None,
    debugger: bool | None,
    with_threads: bool,
    cert: object,
    extra_files: list[str] | None,
    exclude_patterns: list[str] | None,
) -> None:
    """Run a local development server.

    This server is for development purposes only. It does not provide
    the stability, security, or performance of production WSGI servers.

    The reloader and debugger are enabled by default with the '--debug'
    option.
    """
    app: WSGIApplication
    try:
        app = info.load_app()
    except Exception as e:
        if not _hooks.cli_module.is_running_from_reloader():
            raise
        # The server stays up: the next saved file may repair the application.
        traceback.print_exc()
        app = _raiser(e)
        # What failed to load is no module, so the reloader would not know its file.
        extra_files = [*(extra_files or ()), *_files_of(e)]

    debug = _hooks.cli_module.get_debug_flag()
    if reload is None:
        reload = debug
    if debugger is None:
        debugger = bool(debug)
    _hooks.cli_module.show_server_banner(debug, info.app_import_path)
    warn_of_open_debugger(host, debugger)

    _hooks.cli_module.run_simple(
        host,
        port,
        app,
        use_reloader=reload,
        use_debugger=debugger,
        threaded=with_threads,
        ssl_context=cert,
        extra_files=extra_files,
        exclude_patterns=exclude_patterns,
    )


def _files_of(error: BaseException | None) -> set[str]:
    """Return the files in which an error, and those that led to it, happened."""
    files: set[str] = set()
    while error is not None:
        frames = traceback.walk_tb(error.__traceback__)
        files.update(frame.f_code.co_filename for frame, _ in frames)
        if isinstance(error, SyntaxError) and error.filename:
            files.add(error.filename)
        error = error.__cause__ or error.__context__
    return {file for file in files if os.path.isfile(file)}


def _raiser(error: Exception) -> WSGIApplication:
    """Return an application that shows the error which kept the real one from loading."""

    def app(environ: WSGIEnvironment, start_response: StartResponse) -> t.Iterable[bytes]:
        raise error from None

    return app


@click.command("shell", short_help="Run a shell in the app context.")
@with_appcontext
def shell_command() -> None:
    """Run an interactive Python shell in the context of a given
    Flask application.  The application will populate the default
    namespace of this shell according to its configuration.

    This is useful for executing small snippets of management code
    without having to manually configure the application.
    """
    import code

    banner = (
        f"Python {sys.version} on {sys.platform}\n"
        f"App: {current_app.import_name}\n"
        f"Instance: {current_app.instance_path}"
    )
    names: dict[str, object] = {}
    # The file that python itself runs before an interactive session.
    startup = os.environ.get("PYTHONSTARTUP", "")
    if os.path.isfile(startup):
        with open(startup) as file:
            exec(compile(file.read(), startup, "exec"), names)
    names.update(current_app.make_shell_context())

    # ``sys.__interactivehook__`` sets the completion up, which must know these names.
    hook = getattr(sys, "__interactivehook__", None)
    if hook is not None:
        try:
            import readline
            from rlcompleter import Completer
        except ImportError:
            pass
        else:
            readline.set_completer(Completer(names).complete)
        hook()
    code.interact(banner=banner, local=names)


_SORTS = ("endpoint", "methods", "domain", "rule", "match")


@click.command("routes", short_help="Show the routes for the app.")
@click.option(
    "--sort",
    "-s",
    type=click.Choice(_SORTS),
    default="endpoint",
    help=(
        "Method to sort routes by. 'match' is the order that Flask will match routes when"
        " dispatching a request."
    ),
)
@click.option("--all-methods", help="Show HEAD and OPTIONS methods.", is_flag=True)
@with_appcontext
def routes_command(sort: str, all_methods: bool) -> None:
    """Show all registered routes with endpoints and methods."""
    url_map = current_app.url_map
    rules = list(url_map.iter_rules())
    if not rules:
        click.echo("No routes were registered.")
        return
    host_matching = url_map.host_matching
    has_domain = any(rule.host if host_matching else rule.subdomain for rule in rules)
    rows = [_row(rule, all_methods, host_matching, has_domain) for rule in rules]

    headers = ["Endpoint", "Methods"]
    columns = {"endpoint": 0, "methods": 1}
    if has_domain:
        headers.append("Host" if host_matching else "Subdomain")
        columns["domain"] = 2
    columns["rule"] = len(headers)
    headers.append("Rule")
    column = columns.get(sort)
    if column is not None:
        rows.sort(key=lambda row: row[column])

    widths = [max(map(len, cells)) for cells in zip(headers, *rows, strict=True)]
    for row in (headers, ["-" * width for width in widths], *rows):
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))


def _row(rule: Rule, all_methods: bool, host_matching: bool, has_domain: bool) -> list[str]:
    hidden = frozenset() if all_methods else frozenset({"HEAD", "OPTIONS"})
    cells = [str(rule.endpoint), ", ".join(sorted((rule.methods or set()) - hidden))]
    if has_domain:
        cells.append((rule.host if host_matching else rule.subdomain) or "")
    cells.append(rule.rule)
    return cells
