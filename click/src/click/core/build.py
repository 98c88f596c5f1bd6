"""Make a command from a function and the parameters that decorators attached to it."""

from __future__ import annotations

from .command import Command

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from .parameter import Parameter

    CommandT = TypeVar("CommandT", bound=Command)

#: endings of function names that commands do not keep
_SUFFIXES = frozenset({"command", "cmd", "group", "grp"})

#: where decorators note parameters on a function
_NOTES = "__click_params__"


def note_parameter(f: Callable[..., object] | Command, param: Parameter) -> None:
    """Add ``param`` to a command, or to a function that will become one."""
    if isinstance(f, Command):
        f.params.append(param)
        return
    if not hasattr(f, _NOTES):
        setattr(f, _NOTES, [])
    getattr(f, _NOTES).append(param)


def name_from_function(function: Callable[..., object]) -> str:
    """Return the name of the command that is made from ``function``."""
    name = function.__name__.lower().replace("_", "-")
    stem, dash, suffix = name.rpartition("-")
    return stem if dash and suffix in _SUFFIXES else name


def build_command(
    function: Callable[..., object], name: str | None, cls: type[CommandT], attrs: dict[str, Any]
) -> CommandT:
    """Return a command of class ``cls`` that calls ``function``.

    :raises TypeError: ``function`` is a command already.
    """
    if isinstance(function, Command):
        raise TypeError("Attempted to convert a callback into a command twice.")
    attrs = dict(attrs)
    noted = getattr(function, _NOTES, None)
    if noted is not None:
        delattr(function, _NOTES)
        # Decorators run from the bottom up.
        noted.reverse()
    params = attrs.pop("params", None)
    if noted:
        params = [*(params or []), *noted]
    attrs["params"] = params if params is not None else []
    if attrs.get("help") is None and function.__doc__ is not None:
        # As it is written: help pages take the indent out.
        attrs["help"] = function.__doc__
    name = name_from_function(function) if name is None else name
    command = cls(name=name, callback=function, **attrs)
    command.__doc__ = function.__doc__
    return command
