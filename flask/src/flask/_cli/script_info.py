"""The object that finds the application of a command line."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import TypeVar

import click

from .._env_flags import get_debug_flag, get_load_dotenv
from .locate import NoAppException, check_is_named_file, locate_app, prepare_import

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .._annotations import Flask

R = TypeVar("R")

_NOT_FOUND = (
    "Could not locate a Flask application. Use the 'flask --app' option, 'FLASK_APP'"
    " environment variable, or a 'wsgi.py' or 'app.py' file in the current directory."
)


class ScriptInfo:
    """Finds the application once and keeps it; the ``obj`` of Click's context.

    :ivar app_import_path: where the application is, as ``--app`` says it.
    :ivar create_app: a function that gives the application instead.
    :ivar data: free for commands.
    """

    __module__ = "flask.cli"

    app_import_path: str | None
    create_app: t.Callable[..., Flask] | None
    load_dotenv_defaults: bool
    set_debug_flag: bool
    data: dict[object, object]

    def __init__(
        self,
        app_import_path: str | None = None,
        create_app: t.Callable[..., Flask] | None = None,
        set_debug_flag: bool = True,
        load_dotenv_defaults: bool = True,
    ) -> None:
        self._loaded_app: Flask | None = None
        self.create_app = create_app
        self.app_import_path = app_import_path
        self.load_dotenv_defaults = get_load_dotenv(load_dotenv_defaults)
        self.set_debug_flag = set_debug_flag
        self.data = {}

    def load_app(self) -> Flask:
        """Return the application.

        :raises NoAppException: it cannot be found.
        """
        if self._loaded_app is not None:
            return self._loaded_app
        app = self._find()
        if app is None:
            tried = "" if self.create_app else f"\nNeither file is in {os.getcwd()!r}."
            raise NoAppException(f"{_NOT_FOUND}{tried}")
        if self.set_debug_flag:
            # Through the attribute, so that what depends on it follows.
            app.debug = get_debug_flag()
        self._loaded_app = app
        return app

    def _find(self) -> Flask | None:
        if self.create_app is not None:
            return self.create_app()
        if self.app_import_path:
            path, name = _split_reference(self.app_import_path)
            # Names of modules, too: the console script does not put the current folder on
            # ``sys.path``.
            module = prepare_import(path)
            check_is_named_file(module)
            return locate_app(module, name)
        for file in ("wsgi.py", "app.py"):
            module = prepare_import(file)
            check_is_named_file(module)
            app = locate_app(module, None, raise_if_not_found=False)
            if app is not None:
                return app
        return None


def _split_reference(text: str) -> tuple[str, str | None]:
    """Split at a colon that is not part of a drive: module or path, and the rest."""
    path, *name = re.split(r":(?![\\/])", text, maxsplit=1)
    return path, name[0] if name else None


def pass_script_info(f: Callable[..., R]) -> Callable[..., R]:
    """Pass the :class:`ScriptInfo` as the first argument of a command."""
    return click.make_pass_decorator(ScriptInfo, ensure=True)(f)
