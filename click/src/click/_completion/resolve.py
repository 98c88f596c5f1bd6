"""Words of a command line to the object that can complete the next one.

In: a command, the words before the cursor, the word at it. Out: a command or parameter, and the
text to complete. Asks objects what they are by `param_type_name` and methods.
"""

from __future__ import annotations

from contextlib import ExitStack

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import MutableMapping
    from typing import Any

    from .._annotations import Command, Context, Parameter
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
        while True:
            words = _left(ctx)
            group: Any = ctx.command
            if not words or not hasattr(group, "resolve_command"):
                return ctx
            inner = self._follow_chain(ctx, words) if group.chain else self._follow(ctx, words)[0]
            if inner is None:
                return ctx
            ctx = inner

    def __exit__(self, *exc_info: Any) -> None:
        self._stack.__exit__(*exc_info)

    def _follow(
        self, ctx: Context, words: list[str], **settings: Any
    ) -> tuple[Context | None, list[str]]:
        """The context of the subcommand that *words* begins with, and what it leaves."""
        group: Any = ctx.command
        name, command, words = group.resolve_command(ctx, words)
        if command is None:
            return None, words
        settings["resilient_parsing"] = True
        inner = command.make_context(name, words, parent=ctx, **settings)
        self._stack.enter_context(inner)
        return inner, inner.args

    def _follow_chain(self, ctx: Context, words: list[str]) -> Context | None:
        """The context of the last subcommand of a chain, if each of *words* is known."""
        inner: Context | None = None
        while words:
            inner, words = self._follow(
                ctx, words, allow_extra_args=True, allow_interspersed_args=False
            )
            if inner is None:
                return None
        return inner


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


def innermost_context(
    cli: Command, settings: MutableMapping[str, Any], prog_name: str, args: list[str]
) -> Context:
    """The context that *args* lead to, closed already like those around it."""
    with Resolved(cli, settings, prog_name, args) as ctx:
        return ctx


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
