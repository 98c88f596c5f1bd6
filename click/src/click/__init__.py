"""Builds command line interfaces from functions and decorators.

The package door: public names only. What most programs do not use is loaded when it is first
named.
"""

from __future__ import annotations

import sys

from .core import Argument as Argument
from .core import Command as Command
from .core import CommandCollection as CommandCollection
from .core import Context as Context
from .core import Group as Group
from .core import Option as Option
from .core import Parameter as Parameter
from .core import ParameterSource as ParameterSource
from .decorators import argument as argument
from .decorators import command as command
from .decorators import confirmation_option as confirmation_option
from .decorators import custom_version_option as custom_version_option
from .decorators import group as group
from .decorators import help_option as help_option
from .decorators import make_pass_decorator as make_pass_decorator
from .decorators import option as option
from .decorators import pass_context as pass_context
from .decorators import pass_obj as pass_obj
from .decorators import password_option as password_option
from .decorators import version_option as version_option
from .exceptions import Abort as Abort
from .exceptions import BadArgumentUsage as BadArgumentUsage
from .exceptions import BadOptionUsage as BadOptionUsage
from .exceptions import BadParameter as BadParameter
from .exceptions import ClickException as ClickException
from .exceptions import FileError as FileError
from .exceptions import MissingParameter as MissingParameter
from .exceptions import NoSuchCommand as NoSuchCommand
from .exceptions import NoSuchOption as NoSuchOption
from .exceptions import UsageError as UsageError
from .formatting import HelpFormatter as HelpFormatter
from .formatting import wrap_text as wrap_text
from .globals import get_current_context as get_current_context
from .types import BOOL as BOOL
from .types import FLOAT as FLOAT
from .types import INT as INT
from .types import STRING as STRING
from .types import UNPROCESSED as UNPROCESSED
from .types import UUID as UUID
from .types import DateTime as DateTime
from .types import ParamType as ParamType
from .utils import echo as echo
from .utils import format_filename as format_filename
from .utils import get_app_dir as get_app_dir
from .utils import open_file as open_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .termui import clear as clear
    from .termui import confirm as confirm
    from .termui import echo_via_pager as echo_via_pager
    from .termui import edit as edit
    from .termui import get_pager_file as get_pager_file
    from .termui import getchar as getchar
    from .termui import launch as launch
    from .termui import pause as pause
    from .termui import progressbar as progressbar
    from .termui import prompt as prompt
    from .termui import secho as secho
    from .termui import style as style
    from .termui import unstyle as unstyle
    from .types import Choice as Choice
    from .types import File as File
    from .types import FloatRange as FloatRange
    from .types import IntRange as IntRange
    from .types import Path as Path
    from .types import Tuple as Tuple

#: names that are loaded on first use, and the module which has them
_LATE = {
    **dict.fromkeys(("Choice", "File", "FloatRange", "IntRange", "Path", "Tuple"), "types"),
    **dict.fromkeys(
        (
            "clear",
            "confirm",
            "echo_via_pager",
            "edit",
            "get_pager_file",
            "getchar",
            "launch",
            "pause",
            "progressbar",
            "prompt",
            "secho",
            "style",
            "unstyle",
        ),
        "termui",
    ),
}

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
        # Not by globals(): here that name is the module `click.globals`.
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
