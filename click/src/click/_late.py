"""Names that modules resolve on first use: late imports and deprecated names.

The module ``__getattr__`` of the package and of the modules listed here calls :func:`find`, so a
program loads only what it uses. Some of the names are imported by programs from modules that only
use them. The code that uses one of those looks it up in the module listed here, so that tests can
patch it there.
"""

from __future__ import annotations

import sys

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from typing import Any

#: home module of each late name, by the module that has it
NAMES: dict[str, dict[str, str]] = {
    "click": {
        "Choice": "click.types",
        "File": "click.types",
        "FloatRange": "click.types",
        "IntRange": "click.types",
        "Path": "click.types",
        "Tuple": "click.types",
        "clear": "click.termui",
        "confirm": "click.termui",
        "echo_via_pager": "click.termui",
        "edit": "click.termui",
        "get_pager_file": "click.termui",
        "getchar": "click.termui",
        "launch": "click.termui",
        "pause": "click.termui",
        "progressbar": "click.termui",
        "prompt": "click.termui",
        "secho": "click.termui",
        "style": "click.termui",
        "unstyle": "click.termui",
    },
    "click.core": {
        "Abort": "click.exceptions",
        "BadParameter": "click.exceptions",
        "ClickException": "click.exceptions",
        "Exit": "click.exceptions",
        "FLAG_NEEDS_VALUE": "click._utils",
        "HelpFormatter": "click.formatting",
        "MissingParameter": "click.exceptions",
        "NoArgsIsHelpError": "click.exceptions",
        "NoSuchCommand": "click.exceptions",
        "UsageError": "click.exceptions",
        "confirm": "click.termui",
        "join_options": "click.formatting",
        "pop_context": "click.globals",
        "prompt": "click.termui",
        "push_context": "click.globals",
        "style": "click.termui",
    },
    "click.parser": {},
    "click.shell_completion": {
        "Argument": "click.core",
        "Command": "click.core",
        "Context": "click.core",
        "Group": "click.core",
        "Option": "click.core",
        "Parameter": "click.core",
        "ParameterSource": "click.core",
        "echo": "click.utils",
    },
    "click.termui": {"Choice": "click.types"},
    "click.types": {
        "Choice": "click.types.choice",
        "ChoiceInfoDict": "click.types._infos",
        "DateTimeInfoDict": "click.types._infos",
        "File": "click.types.files",
        "FileInfoDict": "click.types._infos",
        "FloatRange": "click.types.ranges",
        "FuncParamTypeInfoDict": "click.types._infos",
        "IntRange": "click.types.ranges",
        "NumberRangeInfoDict": "click.types._infos",
        "OptionHelpExtra": "click.types._infos",
        "ParamTypeInfoDict": "click.types._infos",
        "Path": "click.types.files",
        "PathInfoDict": "click.types._infos",
        "TupleInfoDict": "click.types._infos",
        "_NumberRangeBase": "click.types.ranges",
        "_is_file_like": "click.types.files",
        "format_filename": "click.utils",
    },
}

_REMOVED = "is deprecated and will be removed in Click 9.0."
_OPTPARSE = "The old parser is available in 'optparse'."
_BASE_COMMAND = ("click.core", "_BaseCommand", f"'BaseCommand' {_REMOVED} Use 'Command' instead.")
_MULTI_COMMAND = ("click.core", "_MultiCommand", f"'MultiCommand' {_REMOVED} Use 'Group' instead.")

_SPLIT = (
    "Importing 'parser.split_arg_string' is deprecated, it will only be available in "
    "'shell_completion' in Click 9.0."
)

#: home module, present name and warning of each deprecated name, by the module that has it
DEPRECATED: dict[str, dict[str, tuple[str, str, str]]] = {
    "click": {
        "BaseCommand": _BASE_COMMAND,
        "MultiCommand": _MULTI_COMMAND,
        "OptionParser": (
            "click.parser",
            "_OptionParser",
            f"'OptionParser' {_REMOVED} {_OPTPARSE}",
        ),
        "get_binary_stream": (
            "click.utils",
            "_get_binary_stream",
            f"'get_binary_stream' {_REMOVED}",
        ),
        "get_text_stream": ("click.utils", "_get_text_stream", f"'get_text_stream' {_REMOVED}"),
    },
    "click.core": {"BaseCommand": _BASE_COMMAND, "MultiCommand": _MULTI_COMMAND},
    "click.parser": {
        "split_arg_string": (
            "click.shell_completion",
            "split_arg_string",
            _SPLIT,
        ),
        **{
            name: ("click.parser", f"_{name}", f"'parser.{name}' {_REMOVED} {_OPTPARSE}")
            for name in (
                "Argument",
                "Option",
                "OptionParser",
                "ParsingState",
                "normalize_opt",
                "split_opt",
            )
        },
    },
}


def find(module: str, name: str) -> Any:
    """Return the value of ``name`` in the module called ``module``.

    A late name is kept in the module. A deprecated one is not, so that each use warns.

    :raises AttributeError: ``module`` has no such name.
    """
    home = NAMES[module].get(name)
    if home is not None:
        value = getattr(__import__(home, fromlist=(name,)), name)
        setattr(sys.modules[module], name, value)
        return value
    former = DEPRECATED.get(module, {}).get(name)
    if former is None:
        raise AttributeError(f"module {module!r} has no attribute {name!r}")
    import warnings

    home, present, message = former
    # To the caller of the module's ``__getattr__``.
    warnings.warn(message, DeprecationWarning, stacklevel=3)
    return getattr(__import__(home, fromlist=(present,)), present)
