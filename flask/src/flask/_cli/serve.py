"""Serve an application with the development server."""

from __future__ import annotations

import os

from .. import _hooks

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .._annotations import Flask


def run_app(
    app: Flask,
    host: str | None,
    port: int | str | float | None,
    debug: bool | None,
    load_dotenv: bool,
    options: dict[str, t.Any],
) -> None:
    """Do what :meth:`.Flask.run` documents."""
    if os.environ.get("FLASK_RUN_FROM_CLI") == "true":
        _explain_run_from_cli()
        return

    from .dotenv_files import warn_of_open_debugger

    names = _hooks.app_module
    if names.get_load_dotenv(load_dotenv):
        _hooks.cli_module.load_dotenv()
        # The files may have said something about debug mode.
        if "FLASK_DEBUG" in os.environ:
            app.debug = names.get_debug_flag()
    if debug is not None:
        app.debug = bool(debug)

    name_host, name_port = _split_server_name(app.config["SERVER_NAME"])
    if not host:
        host = name_host or "127.0.0.1"
    # Environment variables are text, and an empty one means none: PORT="".
    if not port and port != 0:
        port = name_port or 5000
    port = int(port)

    options.setdefault("use_reloader", app.debug)
    options.setdefault("use_debugger", app.debug)
    options.setdefault("threaded", True)
    _hooks.cli_module.show_server_banner(app.debug, app.name)
    warn_of_open_debugger(host, options["use_debugger"])

    from werkzeug.serving import run_simple

    try:
        run_simple(host, port, app, **options)
    finally:
        # An interactive session may go on and set the application up further.
        app._got_first_request = False


def _split_server_name(name: str | None) -> tuple[str, str]:
    host, _, port = (name or "").partition(":")
    return host, port


def _explain_run_from_cli() -> None:
    if _hooks.app_module.is_running_from_reloader():
        return
    import click

    click.secho(
        " * Ignoring a call to 'app.run()' that would block the current 'flask' CLI"
        " command.\n"
        "   Only call 'app.run()' in an 'if __name__ == \"__main__\"' guard.",
        fg="red",
    )
