"""The public module of helpers: print, open files, name files and folders, get streams.

Tests replace ``should_strip_ansi`` in this module; ``echo`` looks it up here on each use.
"""

from __future__ import annotations

import os
import sys

from ._ansi import strip_ansi as strip_ansi
from ._display import format_filename as format_filename
from ._display import make_str as make_str
from ._display import short_help as _make_default_short_help
from ._output import echo as echo
from ._streams import WIN as WIN
from ._streams import PacifyFlushWrapper as _PacifyFlushWrapper
from ._streams import binary_streams as binary_streams
from ._streams import open_stream as open_stream
from ._streams import should_strip_ansi as should_strip_ansi
from ._streams import text_streams as text_streams
from .globals import resolve_color_default as resolve_color_default

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import ModuleType
    from typing import IO, Any, BinaryIO, Literal, ParamSpec, TextIO, TypeVar

    P = ParamSpec("P")
    R = TypeVar("R")

echo.__module__ = format_filename.__module__ = make_str.__module__ = __name__
_PacifyFlushWrapper.__module__ = _make_default_short_help.__module__ = __name__
_PacifyFlushWrapper.__name__ = _PacifyFlushWrapper.__qualname__ = "_PacifyFlushWrapper"


def open_file(
    filename: str | os.PathLike[str],
    mode: str = "r",
    encoding: str | None = None,
    errors: str | None = "strict",
    lazy: bool = False,
    atomic: bool = False,
) -> IO[Any]:
    """Open a file; ``-`` is standard input or output, which a ``with`` leaves open.

    :param lazy: open it when it is first used; errors for the user then come from there.
    :param atomic: write to a temporary file that takes the place of the other when closed.
    :raises OSError: the file cannot be opened.
    """
    from ._files import KeepOpenFile, LazyFile

    if lazy:
        return LazyFile(filename, mode, encoding, errors, atomic=atomic)  # type: ignore[return-value]
    file, should_close = open_stream(filename, mode, encoding, errors, atomic=atomic)
    return file if should_close else KeepOpenFile(file)  # type: ignore[return-value]


def _get_binary_stream(name: Literal["stdin", "stdout", "stderr"]) -> BinaryIO:
    """Return a standard stream of bytes."""
    opener = binary_streams.get(name)
    if opener is None:
        raise TypeError(f"Unknown standard stream '{name}'")
    return opener()


def _get_text_stream(
    name: Literal["stdin", "stdout", "stderr"],
    encoding: str | None = None,
    errors: str | None = "strict",
) -> TextIO:
    """Return a standard stream of text."""
    opener = text_streams.get(name)
    if opener is None:
        raise TypeError(f"Unknown standard stream '{name}'")
    return opener(encoding, errors)


def _safecall(func: Callable[P, R]) -> Callable[P, R | None]:
    """Return ``func`` with a wrapper that returns ``None`` on an error."""
    from functools import wraps

    @wraps(func)
    def quiet(*args: P.args, **kwargs: P.kwargs) -> R | None:
        try:
            return func(*args, **kwargs)
        except Exception:
            return None

    return quiet


def get_app_dir(app_name: str, roaming: bool = True, force_posix: bool = False) -> str:
    """Return the folder for the settings of an application; it may not exist.

    ========  =============================================================================
    Windows   ``%APPDATA%\\Name`` or, not ``roaming``, ``%LOCALAPPDATA%\\Name``
    macOS     ``~/Library/Application Support/Name``
    others    ``$XDG_CONFIG_HOME/name`` or ``~/.config/name``
    ========  =============================================================================

    :param app_name: with capitals and spaces as it is written.
    :param roaming: on Windows, whether the folder follows the user to other machines.
    :param force_posix: outside Windows, ``~/.name``.
    """
    if WIN:
        folder = os.environ.get("APPDATA" if roaming else "LOCALAPPDATA")
        return os.path.join(folder or os.path.expanduser("~"), app_name)
    posix_name = "-".join(app_name.split()).lower()
    if force_posix:
        return os.path.join(os.path.expanduser(f"~/.{posix_name}"))
    if sys.platform == "darwin":
        return os.path.join(os.path.expanduser("~/Library/Application Support"), app_name)
    config = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    return os.path.join(config, posix_name)


def _detect_program_name(path: str | None = None, _main: ModuleType | None = None) -> str:
    """Return the command that runs this program, for usage lines.

    A script is named by its file, a package or module as ``python -m`` with its dotted name.
    """
    main = sys.modules["__main__"] if _main is None else _main
    path = path or sys.argv[0]
    package = getattr(main, "__package__", None)
    # A wrapper for an entry point on Windows sets an empty package too, but is an ".exe".
    as_script = package is None or (
        os.name == "nt"
        and package == ""
        and not os.path.exists(path)
        and os.path.exists(f"{path}.exe")
    )
    if as_script or not package:
        return os.path.basename(path)
    name = os.path.splitext(os.path.basename(path))[0]
    module = package if name == "__main__" else f"{package}.{name}"
    return f"python -m {module.lstrip('.')}"


def _expand_args(
    args: Iterable[str], *, user: bool = True, env: bool = True, glob_recursive: bool = True
) -> list[str]:
    """Expand home folders, variables and patterns in ``args``, as Unix shells do.

    A pattern that matches nothing, or is none, stays as it is.
    """
    steps: list[Callable[[str], str]] = []
    steps += [os.path.expanduser] * user
    steps += [os.path.expandvars] * env
    expanded: list[str] = []
    for arg in args:
        for step in steps:
            arg = step(arg)
        expanded += _matches(arg, glob_recursive) or [arg]
    return expanded


def _matches(pattern: str, recursive: bool) -> list[str]:
    """Return the files whose names match ``pattern``; none if the pattern is invalid."""
    import glob
    import re

    try:
        return glob.glob(pattern, recursive=recursive)
    except re.error:
        return []


#: former public names: what they are now, and what to write instead
_FORMER_NAMES = {
    "LazyFile": "_LazyFile",
    "KeepOpenFile": "_KeepOpenFile",
    "PacifyFlushWrapper": "_PacifyFlushWrapper",
    "make_default_short_help": "_make_default_short_help",
    "safecall": "_safecall",
    "get_binary_stream": "_get_binary_stream",
    "get_text_stream": "_get_text_stream",
}


def __getattr__(name: str) -> Any:
    if name in ("_LazyFile", "_KeepOpenFile"):
        from . import _files

        found = getattr(_files, name[1:])
        globals()[name] = found
        return found
    private = _FORMER_NAMES.get(name)
    if private is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import warnings

    warnings.warn(
        f"'click.utils.{name}' is deprecated and will be removed in Click 9.0.",
        DeprecationWarning,
        stacklevel=2,
    )
    return getattr(sys.modules[__name__], private)
