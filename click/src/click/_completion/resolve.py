"""Find the object that completes the word at the cursor.

The words before the cursor are parsed without interaction: a context made for this calls neither
callbacks nor functions that make defaults, prompts for nothing and opens no file.
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
    """A context manager for the innermost context of a command line; it closes all contexts.

    :ivar words: the words that belong to the innermost command.
    """

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
        self._make = prog_name, settings
        self.words = list(args)

    def __enter__(self) -> Context:
        name, settings = self._make
        made = self._cli.make_context(name, list(self.words), **settings)
        ctx = self._stack.enter_context(made)
        while True:
            words = _left(ctx)
            group: Any = ctx.command
            if not words or not _is_group(group):
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
        """Return the context of the subcommand that ``words`` begins with, and its extra words."""
        group: Any = ctx.command
        name, command, words = group.resolve_command(ctx, words)
        if command is None:
            return None, words
        settings["resilient_parsing"] = True
        self.words = list(words)
        inner = command.make_context(name, words, parent=ctx, **settings)
        self._stack.enter_context(inner)
        return inner, inner.args

    def _follow_chain(self, ctx: Context, words: list[str]) -> Context | None:
        """Return the context of the last subcommand of a chain, if all are known."""
        inner: Context | None = None
        while words:
            inner, words = self._follow(
                ctx, words, allow_extra_args=True, allow_interspersed_args=False
            )
            if inner is None:
                return None
        return inner


def _is_group(command: Command) -> bool:
    return hasattr(command, "resolve_command")


def _left(ctx: Context) -> list[str]:
    return [*ctx._protected_args, *ctx.args]


def _starts_option(ctx: Context, word: str) -> bool:
    return bool(word) and word[0] in ctx._opt_prefixes


class _Line:
    """The words of one command, read as the parser does, as far as completion needs it.

    :ivar waiting: the option that the next word is a value of, or ``None``.
    :ivar number: how many values that option has already.
    :ivar positional: the words that are no options and no values of options.
    :ivar ended: whether no option can follow, because of ``--`` or because the command allows none
        after its arguments.
    """

    def __init__(self, ctx: Context, words: list[str]) -> None:
        self.waiting: Parameter | None = None
        self.number = 0
        self.positional: list[str] = []
        self.ended = False
        self.options: dict[str, Parameter] = {}
        for param in ctx.command.get_params(ctx):
            if param.param_type_name == "option":
                for name in [*param.opts, *param.secondary_opts]:
                    self.options[_normalized(ctx, name)] = param
        self._read(ctx, words)

    def _read(self, ctx: Context, words: list[str]) -> None:
        position = 0
        while position < len(words) and not self.ended:
            word = words[position]
            position += 1
            if word == "--":
                self.ended = True
            elif len(word) > 1 and _starts_option(ctx, word):
                param, has_value = self._option(ctx, word)
                if param is None:
                    continue
                optional = param._flag_needs_value
                number = int(has_value)
                while number < param.nargs and position < len(words):
                    if optional and _starts_option(ctx, words[position]):
                        break
                    number += 1
                    position += 1
                if number < param.nargs and position == len(words):
                    self.waiting, self.number = param, number
            else:
                self.positional.append(word)
                # A group whose subcommand is unknown still offers its options.
                self.ended = not (ctx.allow_interspersed_args or _is_group(ctx.command))
        self.positional += words[position:]

    def _option(self, ctx: Context, word: str) -> tuple[Parameter | None, bool]:
        """Return the option in ``word`` that takes a value, and whether the value is in ``word`` too."""
        name, equals, _ = word.partition("=")
        param = self.options.get(_normalized(ctx, name))
        if param is not None and not (equals and _is_short(name)):
            return (param if _takes_value(param) else None), bool(equals)
        if word[:2] not in ctx._opt_prefixes:
            # Perhaps several short options in one word.
            for end, letter in enumerate(word[1:], 2):
                param = self.options.get(_normalized(ctx, word[0] + letter))
                if param is not None and _takes_value(param):
                    return param, end < len(word)
        return None, False


def _normalized(ctx: Context, name: str) -> str:
    """Return the name of an option as the context compares it."""
    from .._option_names import split_opt

    if ctx.token_normalize_func is None:
        return name
    prefix, rest = split_opt(name)
    return f"{prefix}{ctx.token_normalize_func(rest)}"


def _is_short(name: str) -> bool:
    """Return whether ``name`` is a short option: its value follows without an equals sign."""
    return len(name) == 2


def _takes_value(param: Any) -> bool:
    return not (param.is_flag or param.count)


def _can_take_more(ctx: Context, param: Parameter) -> bool:
    """Return whether ``param`` is an argument that takes one more value."""
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
    """Return the object that completes the word at the cursor, and the text to complete.

    Notes for that object are left on the context: ``_values_before``, how many values a parameter
    with several has already, and ``_options_ended``.
    """
    line = _Line(ctx, args)
    if incomplete == "=":
        # Some shells cut the word there.
        incomplete = ""
    elif "=" in incomplete and _starts_option(ctx, incomplete) and not line.ended:
        name, _, value = incomplete.partition("=")
        if not _is_short(name):
            incomplete = value
            line = _Line(ctx, [*args, name])
    notes: Any = ctx
    notes._options_ended = line.ended
    notes._values_before = line.number
    if not line.ended and _starts_option(ctx, incomplete):
        return ctx.command, incomplete
    if line.waiting is not None:
        return line.waiting, incomplete
    before = len(line.positional)
    for param in ctx.command.get_params(ctx):
        if _can_take_more(ctx, param):
            notes._values_before = max(before, 0)
            return param, incomplete
        if param.param_type_name == "argument":
            before -= param.nargs
    return ctx.command, incomplete


def innermost_context(
    cli: Command, settings: MutableMapping[str, Any], prog_name: str, args: list[str]
) -> Context:
    """Return the context that ``args`` lead to; it and its parents are closed."""
    with Resolved(cli, settings, prog_name, args) as ctx:
        return ctx


def complete(
    cli: Command,
    settings: MutableMapping[str, Any],
    prog_name: str,
    args: list[str],
    incomplete: str,
) -> tuple[list[CompletionItem], str]:
    """Return the completions of the word ``incomplete`` after ``args``.

    :return: the completions, and the part of ``incomplete`` that they leave out, as ``--color=``.
    """
    with (resolved := Resolved(cli, settings, prog_name, args)) as ctx:
        completer, text = find_completer(ctx, resolved.words, incomplete)
        items = completer.shell_complete(ctx, text)
        left_out = incomplete[: len(incomplete) - len(text)] if incomplete != "=" else ""
        return items, left_out
