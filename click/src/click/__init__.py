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

#: names that are loaded on first use, by the module which has them
_LATE: dict[str, str] = dict.fromkeys("Choice File FloatRange IntRange Path Tuple".split(), "types")
_LATE |= dict.fromkeys("confirm getchar pause prompt secho style unstyle".split(), "termui")
_LATE |= dict.fromkeys(
    "clear edit echo_via_pager get_pager_file launch progressbar".split(), "termui"
)

#: modules that importing the package has always made available
_MODULES = frozenset({"_compat", "termui", "parser", "utils", "types", "formatting"})

_REMOVED_IN = "is deprecated and will be removed in Click 9.0."


def _warn(message: str) -> None:
    import warnings

    warnings.warn(message, DeprecationWarning, stacklevel=3)


def __getattr__(name: str) -> Any:
    home = _LATE.get(name)
    if home is not None:
        value = getattr(__import__(f"{__name__}.{home}", fromlist=(name,)), name)
        # Not by globals(): here that name is the module ``click.globals``.
        setattr(sys.modules[__name__], name, value)
        return value
    if name in _MODULES:
        return __import__(f"{__name__}.{name}", fromlist=(name,))
    if name == "BaseCommand":
        from .core import _BaseCommand

        _warn(f"'{name}' {_REMOVED_IN} Use 'Command' instead.")
        return _BaseCommand
    if name == "MultiCommand":
        from .core import _MultiCommand

        _warn(f"'{name}' {_REMOVED_IN} Use 'Group' instead.")
        return _MultiCommand
    if name == "OptionParser":
        from .parser import _OptionParser

        _warn(f"'{name}' {_REMOVED_IN} The old parser is available in 'optparse'.")
        return _OptionParser
    if name in ("get_binary_stream", "get_text_stream"):
        from . import utils

        _warn(f"'{name}' {_REMOVED_IN}")
        return getattr(utils, f"_{name}")
    if name == "__version__":
        import importlib.metadata

        _warn(
            "The '__version__' attribute is deprecated and will be removed in Click 9.1. Use "
            "feature detection or 'importlib.metadata.version(\"click\")' instead."
        )
        return importlib.metadata.version("click")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*vars(sys.modules[__name__]), *_LATE})
