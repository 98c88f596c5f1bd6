"""Words of a command line to the object that can complete the next one.

In: a command, the words before the cursor, the word at it. Out: a command or parameter, and the
text to complete. Asks objects what they are by `param_type_name` and methods.
"""

from __future__ import annotations

from contextlib import ExitStack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping
    from typing import Any

    from ..core import Command, Context, Parameter
    from .item import CompletionItem

#: ParameterSource.COMMANDLINE, as a number
_COMMANDLINE = 2


class Resolved:
    """The innermost context that the words lead to; a context manager which closes all of them."""

    def __init__(
        self,
        cli: Command,
        settings: MutableMapping[str, Any],
        prog_name: str,
        args: list[str],
    ) -> None:
        settings["resilient_parsing"] = True
        self._stack = ExitStack()
        self._cli = cli
        self._make = prog_name, list(args), settings

    def __enter__(self) -> Context:
        name, args, settings = self._make
        ctx = self._stack.enter_context(self._cli.make_context(name, args, **settings))
        for inner in self._descend(ctx):
            ctx = inner
        return ctx

    def __exit__(self, *exc_info: Any) -> None:
        self._stack.__exit__(*exc_info)

    def _descend(self, ctx: Context) -> Iterator[Context]:
        """The contexts of the subcommands that the rest of the words names."""
        args = _left(ctx)
        outer = ctx
        while args and hasattr(outer.command, "resolve_command"):
            group: Any = outer.command
            name, command, args = group.resolve_command(outer, args)
            if command is None:
                return
            more = {"resilient_parsing": True}
            if group.chain:
                more |= {"allow_extra_args": True, "allow_interspersed_args": False}
            ctx = command.make_context(name, args, parent=outer, **more)
            self._stack.enter_context(ctx)
            yield ctx
            args = _left(ctx)
            if not group.chain or hasattr(command, "resolve_command"):
                outer = ctx


def _left(ctx: Context) -> list[str]:
    return [*ctx._protected_args, *ctx.args]


def _starts_option(ctx: Context, word: str) -> bool:
    return bool(word) and word[0] in ctx._opt_prefixes


def _waits_for_value(ctx: Context, args: list[str], param: Parameter) -> bool:
    """Whether *param* is an option whose values are not complete yet."""
    if param.param_type_name != "option" or param.is_flag or param.count:  # type: ignore[attr-defined]
        return False
    for word in reversed(args[-param.nargs :] if param.nargs > 0 else []):
        if _starts_option(ctx, word):
            return word in param.opts
    return False


def _has_room(ctx: Context, param: Parameter) -> bool:
    """Whether *param* is an argument that takes one more value."""
    if param.param_type_name != "argument":
        return False
    if param.nargs == -1 or ctx.get_parameter_source(param.name) != _COMMANDLINE:
        return True
    value = ctx.params.get(param.name)
    return param.nargs > 1 and (
        value is None or (isinstance(value, (tuple, list)) and len(value) < param.nargs)
    )


def find_completer(
    ctx: Context, args: list[str], incomplete: str
) -> tuple[Command | Parameter, str]:
    """The object that completes the word at the cursor, and the text to complete."""
    args = list(args)
    if incomplete == "=":
        # Some shells cut the word there.
        incomplete = ""
    elif "=" in incomplete and _starts_option(ctx, incomplete):
        name, _, incomplete = incomplete.partition("=")
        args.append(name)
    if "--" not in args and _starts_option(ctx, incomplete):
        return ctx.command, incomplete
    params = ctx.command.get_params(ctx)
    for param in params:
        if _waits_for_value(ctx, args, param):
            return param, incomplete
    for param in params:
        if _has_room(ctx, param):
            return param, incomplete
    return ctx.command, incomplete


def complete(
    cli: Command,
    settings: MutableMapping[str, Any],
    prog_name: str,
    args: list[str],
    incomplete: str,
) -> list[CompletionItem[Any]]:
    """The completions of the word *incomplete* behind *args*."""
    with Resolved(cli, settings, prog_name, args) as ctx:
        completer, text = find_completer(ctx, args, incomplete)
        return completer.shell_complete(ctx, text)
