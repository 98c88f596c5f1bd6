"""Dotenv files and the lines the server prints first."""

from __future__ import annotations

import os

import click

_DEFAULT_FILES = (".env", ".flaskenv")


def load_dotenv(path: str | os.PathLike[str] | None = None, load_defaults: bool = True) -> bool:
    """Set environment variables from dotenv files.

    Variables that are set stay as they are. A given file comes first, then ``.env``, then
    ``.flaskenv``, which are sought from the current folder upwards.

    :param path: a file to load in addition to the default ones.
    :param load_defaults: look for the default files.
    :return: whether a file set anything.
    """
    try:
        import dotenv
    except ImportError:
        _tell_missing_extra(path)
        return False

    data: dict[str, str | None] = {}
    if load_defaults:
        for name in reversed(_DEFAULT_FILES):
            found = dotenv.find_dotenv(name, usecwd=True)
            if found:
                data.update(dotenv.dotenv_values(found, encoding="utf-8"))
    if path is not None and os.path.isfile(path):
        data.update(dotenv.dotenv_values(path, encoding="utf-8"))
    for key, value in data.items():
        if key not in os.environ and value is not None:
            os.environ[key] = value
    return bool(data)


def _tell_missing_extra(path: object) -> None:
    if path or any(os.path.isfile(name) for name in _DEFAULT_FILES):
        click.secho(
            " * Tip: There are .env files present. Install python-dotenv to use them.",
            fg="yellow",
            err=True,
        )


def show_server_banner(debug: bool, app_import_path: str | None) -> None:
    """Print what is served and whether debug mode is on; not again in the reloader's child."""
    if os.environ.get("WERKZEUG_RUN_MAIN") == "true":
        return
    if app_import_path is not None:
        click.echo(f" * Serving Flask app '{app_import_path}'")
    if debug is not None:
        click.echo(f" * Debug mode: {'on' if debug else 'off'}")


def warn_of_open_debugger(host: str, debugger: bool | None) -> None:
    """Warn if machines other than this one can reach the debugger."""
    if os.environ.get("WERKZEUG_RUN_MAIN") == "true" or not debugger:
        return
    if host not in ("localhost", "::1") and not host.startswith(("127.", "unix:")):
        click.secho(
            " * The debugger is on, and other machines can reach it: who guesses its PIN can run"
            " any code here.",
            fg="red",
            err=True,
        )


load_dotenv.__module__ = show_server_banner.__module__ = "flask.cli"
