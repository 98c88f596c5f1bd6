"""Build command line interfaces from functions and decorators.

>>> import click
>>> @click.command()
... @click.option("--count", default=1, help="How often.")
... @click.argument("name")
... def hello(count, name):
...     for _ in range(count):
...         click.echo(f"Hello {name}!")

Names that most programs do not use are loaded on first use.
"""

from __future__ import annotations

import sys

from . import _late
from .core import (
    Argument,
    Command,
    CommandCollection,
    Context,
    Group,
    Option,
    Parameter,
    ParameterSource,
)
from .decorators import (
    argument,
    command,
    confirmation_option,
    custom_version_option,
    group,
    help_option,
    make_pass_decorator,
    option,
    pass_context,
    pass_obj,
    password_option,
    version_option,
)
from .exceptions import (
    Abort,
    BadArgumentUsage,
    BadOptionUsage,
    BadParameter,
    ClickException,
    FileError,
    MissingParameter,
    NoSuchCommand,
    NoSuchOption,
    UsageError,
)
from .formatting import HelpFormatter, wrap_text
from .globals import get_current_context
from .types import BOOL, FLOAT, INT, STRING, UNPROCESSED, UUID, DateTime, ParamType
from .utils import echo, format_filename, get_app_dir, open_file

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any

    from . import core, decorators, exceptions, formatting, globals, parser, termui, types, utils
    from .termui import (
        clear,
        confirm,
        echo_via_pager,
        edit,
        get_pager_file,
        getchar,
        launch,
        pause,
        progressbar,
        prompt,
        secho,
        style,
        unstyle,
    )
    from .types import Choice, File, FloatRange, IntRange, Path, Tuple
del TYPE_CHECKING

__all__ = [
    # what programs are made of
    "command",
    "group",
    "option",
    "argument",
    "Command",
    "Group",
    "CommandCollection",
    "Option",
    "Argument",
    "Parameter",
    "ParameterSource",
    # options that are ready for use
    "help_option",
    "version_option",
    "custom_version_option",
    "confirmation_option",
    "password_option",
    # contexts
    "Context",
    "get_current_context",
    "pass_context",
    "pass_obj",
    "make_pass_decorator",
    # types
    "ParamType",
    "STRING",
    "INT",
    "FLOAT",
    "BOOL",
    "UUID",
    "UNPROCESSED",
    "Choice",
    "DateTime",
    "File",
    "Path",
    "IntRange",
    "FloatRange",
    "Tuple",
    # the terminal
    "echo",
    "secho",
    "style",
    "unstyle",
    "prompt",
    "confirm",
    "pause",
    "getchar",
    "clear",
    "progressbar",
    "echo_via_pager",
    "get_pager_file",
    "edit",
    "launch",
    # files and texts
    "open_file",
    "format_filename",
    "get_app_dir",
    "HelpFormatter",
    "wrap_text",
    # errors
    "ClickException",
    "UsageError",
    "BadParameter",
    "MissingParameter",
    "NoSuchOption",
    "NoSuchCommand",
    "BadOptionUsage",
    "BadArgumentUsage",
    "FileError",
    "Abort",
    # modules
    "core",
    "decorators",
    "exceptions",
    "formatting",
    "globals",
    "parser",
    "termui",
    "types",
    "utils",
]

#: late modules that importing the package has always made available
_MODULES = ("_compat", "termui")


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return __import__(f"{__name__}.{name}", fromlist=(name,))
    if name == "__version__":
        import importlib.metadata
        import warnings

        warnings.warn(
            "The '__version__' attribute is deprecated and will be removed in Click 9.1. Use "
            "feature detection or 'importlib.metadata.version(\"click\")' instead.",
            DeprecationWarning,
            stacklevel=2,
        )
        return importlib.metadata.version("click")
    return _late.find(__name__, name)


def __dir__() -> list[str]:
    # Not globals(): here that name is the module ``click.globals``.
    return sorted({*vars(sys.modules[__name__]), *_late.NAMES[__name__]})
