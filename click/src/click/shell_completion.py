"""The public module of shell completion, and the registry of shells."""

from __future__ import annotations

import sys

from . import _late
from ._completion.item import CompletionItem as CompletionItem
from ._completion.resolve import find_completer as _resolve_incomplete
from ._completion.resolve import innermost_context as _resolve_context
from ._completion.shells import BashComplete as BashComplete
from ._completion.shells import FishComplete as FishComplete
from ._completion.shells import PowerShellComplete as PowerShellComplete
from ._completion.shells import ShellComplete as ShellComplete
from ._completion.shells import ZshComplete as ZshComplete
from ._completion.words import split_arg_string as split_arg_string

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from typing import Any, Literal, TypeVar, overload

    from ._annotations import Command

    _ShellCompleteT = TypeVar("_ShellCompleteT", bound=ShellComplete)

split_arg_string.__module__ = __name__

__all__ = [
    "BashComplete",
    "CompletionItem",
    "FishComplete",
    "PowerShellComplete",
    "ShellComplete",
    "ZshComplete",
    "_resolve_context",
    "_resolve_incomplete",
    "add_completion_class",
    "get_completion_class",
    "shell_complete",
    "split_arg_string",
]

_available_shells: dict[str, type[ShellComplete]] = {
    shell.name: shell for shell in (BashComplete, FishComplete, PowerShellComplete, ZshComplete)
}


def add_completion_class(
    cls: type[_ShellCompleteT], name: str | None = None
) -> type[_ShellCompleteT]:
    """Register a class for a shell; may be used as a decorator.

    :param name: the shell; by default as the class says.
    """
    _available_shells[cls.name if name is None else name] = cls
    return cls


if TYPE_CHECKING:

    @overload
    def get_completion_class(shell: Literal["bash"]) -> type[BashComplete]: ...
    @overload
    def get_completion_class(shell: Literal["fish"]) -> type[FishComplete]: ...
    @overload
    def get_completion_class(shell: Literal["zsh"]) -> type[ZshComplete]: ...
    @overload
    def get_completion_class(shell: str) -> type[ShellComplete] | None: ...


def get_completion_class(shell: str) -> type[ShellComplete] | None:
    """Return the class for ``shell``, or ``None``."""
    return _available_shells.get(shell)


def shell_complete(
    cli: Command,
    ctx_args: MutableMapping[str, Any],
    prog_name: str,
    complete_var: str,
    instruction: str,
) -> Literal[0, 1]:
    """Answer the request of a shell on standard output.

    :param cli: the command to complete.
    :param ctx_args: parameters of its context.
    :param prog_name: name of the program in the shell.
    :param complete_var: environment variable that holds the instruction.
    :param instruction: shell and request, as in ``bash_source`` or ``zsh_complete``.
    :return: the exit code: 0, or 1 for an unknown shell or request.
    """
    shell, _, request = instruction.partition("_")
    kind = get_completion_class(shell)
    if kind is None or request not in ("source", "complete"):
        return 1
    answers = kind(cli, ctx_args, prog_name, complete_var)
    # A script ends with a newline of its own.
    _write(answers.source() if request == "source" else f"{answers.complete()}\n")
    return 0


def _write(text: str) -> None:
    """Print ``text`` without the line ends of Windows, which shells do not know."""
    sys.modules[__name__].echo(text.encode() if sys.platform == "win32" else text, nl=False)


def __getattr__(name: str) -> Any:
    return _late.find(__name__, name)
