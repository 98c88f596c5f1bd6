"""Commands: contexts, parsing, invocation and help pages.

A command parses arguments in a new context, calls its function and formats its help page. Its
public methods can be overridden; fast paths check for overrides and call them. No state is kept
between runs.
"""

from __future__ import annotations

import os
import sys

from .._display import clean_help
from .._display import short_help as shorten
from .._i18n import translate as _
from .._i18n import translate_plural
from .._overrides import is_original
from .._utils import UNSET
from ..parser import _OptionParser
from . import help_pages
from .argument import Argument
from .context import Context
from .main import program_arguments, run
from .option import Option
from .parameter import Parameter, deprecation_reason, iter_params_for_processing, with_deprecation
from .source import ParameterSource

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping, Sequence
    from typing import Any, Literal, NoReturn, overload

    from .._completion.item import CompletionItem
    from ..formatting import HelpFormatter
    from ..parser import _Option as ParserOption

# Programs patch names in the package, so these are looked up there on each use.
_core = sys.modules[__package__]


class Command:
    """A function that is called with values from the command line.

    It is made by :func:`click.command`, or directly:

    >>> hello = Command("hello", callback=lambda: "Hello!")
    >>> hello.main([], standalone_mode=False)
    'Hello!'

    :param name: how it is called; a group may know it under another name.
    :param context_settings: defaults for the parameters of :class:`Context`.
    :param callback: the function; parameters are keyword arguments.
    :param params: parameters in the order of help and arguments.
    :param help: description on the help page.
    :param epilog: stands at the end of the help page.
    :param short_help: summary for the list of commands; by default the start of ``help``.
    :param options_metavar: stands for the options in the usage line.
    :param add_help_option: add ``--help``.
    :param no_args_is_help: without arguments show the help page.
    :param hidden: leave it out of the list of commands.
    :param deprecated: warn users that the command will be removed; a text gives the reason or the
        replacement.
    """

    __module__ = "click.core"

    #: makes contexts for this command
    context_class: type[Context] = Context
    #: see :class:`Context`
    allow_extra_args = False
    #: see :class:`Context`
    allow_interspersed_args = True
    #: see :class:`Context`
    ignore_unknown_options = False

    name: str | None
    context_settings: MutableMapping[str, Any]
    #: the function
    callback: Callable[..., Any] | None
    #: without the automatic help option
    params: list[Parameter]
    help: str | None
    epilog: str | None
    short_help: str | None
    options_metavar: str | None
    add_help_option: bool
    no_args_is_help: bool
    hidden: bool
    deprecated: bool | str
    _help_option: Option | None

    #: marks commands for modules that cannot import this class
    _is_command = True

    def __init__(
        self,
        name: str | None,
        context_settings: MutableMapping[str, Any] | None = None,
        callback: Callable[..., Any] | None = None,
        params: list[Parameter] | None = None,
        help: str | None = None,
        epilog: str | None = None,
        short_help: str | None = None,
        options_metavar: str | None = "[OPTIONS]",
        add_help_option: bool = True,
        no_args_is_help: bool = False,
        hidden: bool = False,
        deprecated: bool | str = False,
    ) -> None:
        self.name = name
        self.callback = callback
        self.params = params or []
        self.context_settings = {} if context_settings is None else context_settings
        # What help pages say.
        self.help, self.short_help, self.epilog = help, short_help, epilog
        self.options_metavar = options_metavar
        self.hidden, self.deprecated = hidden, deprecated
        # When they are shown.
        self.no_args_is_help = no_args_is_help
        self.add_help_option = add_help_option
        self._help_option = None

    def to_info_dict(self, ctx: Context) -> dict[str, Any]:
        """Return a description of the command, for tools that document programs."""
        params = [param.to_info_dict() for param in self.get_params(ctx)]
        return {
            "name": self.name,
            "params": params,
            "help": self.help,
            "epilog": self.epilog,
            "short_help": self.short_help,
            "hidden": self.hidden,
            "deprecated": self.deprecated,
        }

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    # -- parameters ------------------------------------------------------------------------

    def get_params(self, ctx: Context) -> list[Parameter]:
        """Return all parameters, the automatic help option last.

        :param ctx: the context of the invocation; it may rename the help option.
        """
        params = self.params
        option = self.get_help_option(ctx)
        if option is not None:
            params = [*params, option]
        if not _differ(self.params, option):
            ctx._names_clash = True
            _warn_of_clashes(self.params, option)
        return params

    def get_help_option_names(self, ctx: Context) -> list[str]:
        """Return the spellings of the help option that no parameter of the command uses."""
        names = ctx.help_option_names
        taken = {opt for param in self.params for opt in param.opts}
        for param in self.params:
            if param.secondary_opts:
                taken.update(param.secondary_opts)
        return [name for name in dict.fromkeys(names) if name not in taken]

    def get_help_option(self, ctx: Context) -> Option | None:
        """Return the automatic help option, or ``None`` if there is none or no spelling is free."""
        if not self.add_help_option:
            return None
        names = self.get_help_option_names(ctx)
        if not names:
            return None
        if self._help_option is None:
            self._help_option = help_pages.make_help_option(names)
        return self._help_option

    def make_parser(self, ctx: Context) -> _OptionParser:
        """Return a new parser for all parameters."""
        parser = _OptionParser(ctx)
        for param in self.get_params(ctx):
            param.add_to_parser(parser, ctx)
        return parser

    def _parser_for(self, ctx: Context, params: list[Parameter]) -> _OptionParser:
        """Return a parser for ``params``.

        :meth:`make_parser` is called if it is overridden. Otherwise the parser learns the spellings
        of the options only, and makes the record of one when it is on the command line.
        """
        if not (
            is_original(self.make_parser, _MAKE_PARSER)
            and is_original(self.get_params, _GET_PARAMS)
        ):
            return self.make_parser(ctx)
        parser = _OptionParser(ctx)
        if _expect_all(parser, params, ctx):
            return parser
        parser = _OptionParser(ctx)
        for param in params:
            param.add_to_parser(parser, ctx)
        return parser

    # -- running ---------------------------------------------------------------------------

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: Context | None = None,
        **extra: Any,
    ) -> Context:
        """Make the context of one invocation: parse ``args`` and process all parameters.

        :param info_name: how the command is called.
        :param args: its arguments; the list is consumed.
        :param parent: context of the group around it.
        :param extra: parameters of :class:`Context`, before those of ``context_settings``.
        """
        if self.context_settings:
            extra = {**self.context_settings, **extra}
        made = self.context_class(self, parent=parent, info_name=info_name, **extra)
        # Nothing is released at the end: the context is only about to begin its work.
        with made.scope(cleanup=False):
            self.parse_args(made, args)
        return made

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse ``args`` into the context; what is left stays in its ``args``.

        :return: what is left.
        :raises UsageError: the arguments do not fit.
        """
        if self.no_args_is_help and not (args or ctx.resilient_parsing):
            raise _core.NoArgsIsHelpError(ctx)
        params = self.get_params(ctx)
        parser = self._parser_for(ctx, params)
        opts, args, order = parser.parse_args(args=args)
        if ctx._names_clash:
            ctx._givers = _givers(order)
        for param in iter_params_for_processing(order, params):
            _value, args = param.handle_parse_result(ctx, opts, args)
        _hide_unset(ctx)
        if args and not ctx.allow_extra_args and not ctx.resilient_parsing:
            message = translate_plural(
                "Got unexpected extra argument ({args})",
                "Got unexpected extra arguments ({args})",
                len(args),
            )
            ctx.fail(message.format(args=" ".join(map(str, args))))
        ctx._opt_prefixes |= parser._opt_prefixes
        ctx.args = args
        return args

    def invoke(self, ctx: Context) -> Any:
        """Call the function with the parameters of the context.

        :return: what it returns; ``None`` without a function.
        """
        if self.deprecated:
            self._warn_of_use()
        if self.callback is None:
            return None
        return ctx.invoke(self.callback, **ctx.params)

    def _warn_of_use(self) -> None:
        reason = deprecation_reason(self.deprecated)
        message = _("DeprecationWarning: The command {name!r} is deprecated.{extra_message}")
        text = message.format(name=self.name, extra_message=reason)
        _core.echo(_core.style(text, fg="red"), err=True)

    if TYPE_CHECKING:

        @overload
        def main(
            self,
            args: Sequence[str] | None = None,
            prog_name: str | None = None,
            complete_var: str | None = None,
            standalone_mode: Literal[True] = True,
            **extra: Any,
        ) -> NoReturn: ...
        @overload
        def main(
            self,
            args: Sequence[str] | None = None,
            prog_name: str | None = None,
            complete_var: str | None = None,
            standalone_mode: bool = ...,
            **extra: Any,
        ) -> Any: ...

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command as a program.

        :param args: arguments; by default those of the process.
        :param prog_name: name for usage lines; by default found out.
        :param complete_var: environment variable that asks for shell completion; by default made
            of the program's name.
        :param standalone_mode: end the process, with the exit code of what happened. When false,
            errors are raised and the function's result, or the code of an ``Exit``, is returned.
        :param windows_expand_args: expand patterns, variables and home folders in the
            arguments of the process, which the shells of Windows do not.
        :param extra: parameters of :class:`Context`.
        """
        arguments = program_arguments(args, windows_expand_args)
        if prog_name is None:
            from ..utils import _detect_program_name

            prog_name = _detect_program_name()
        self._main_shell_completion(extra, prog_name, complete_var)
        return run(self, arguments, prog_name, standalone_mode, extra)

    def _main_shell_completion(
        self,
        ctx_args: MutableMapping[str, Any],
        prog_name: str,
        complete_var: str | None = None,
    ) -> None:
        """Answer the shell and end, if the environment asks for it."""
        if complete_var is None:
            complete_var = _completion_variable(prog_name)
        if complete_var not in os.environ:
            return
        instruction = os.environ[complete_var]
        if not instruction:
            return
        from ..shell_completion import shell_complete

        sys.exit(shell_complete(self, ctx_args, prog_name, complete_var, instruction))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command as a program, as :meth:`main` does with the same arguments."""
        return self.main(*args, **kwargs)

    # -- help ------------------------------------------------------------------------------

    def get_usage(self, ctx: Context) -> str:
        """Return the usage line as text."""
        formatter = ctx.make_formatter()
        self.format_usage(ctx, formatter)
        return formatter.getvalue().rstrip("\n")

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the usage line."""
        pieces = self.collect_usage_pieces(ctx)
        formatter.write_usage(ctx.command_path, " ".join(pieces))

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        """Return the pieces that follow the name in the usage line."""
        return help_pages.usage_pieces(self, ctx)

    def get_help(self, ctx: Context) -> str:
        """Return the help page as text."""
        formatter = ctx.make_formatter()
        self.format_help(ctx, formatter)
        return formatter.getvalue().rstrip("\n")

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the summary for the list of commands.

        :param limit: the longest summary that is made from the help; ``short_help`` is not cut.
        """
        if self.short_help:
            text = clean_help(self.short_help)
        elif self.help:
            text = shorten(self.help, limit)
        else:
            text = ""
        if self.deprecated:
            text = with_deprecation(text, self.deprecated)
        return text.strip()

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the help page by the methods for its parts."""
        for part in ("usage", "help_text", "arguments", "options", "epilog"):
            getattr(self, f"format_{part}")(ctx, formatter)

    def format_help_text(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the description."""
        help_pages.write_help_text(self, formatter)

    def format_arguments(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the arguments, once one of them has help."""
        help_pages.write_arguments(self, ctx, formatter)

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the options."""
        help_pages.write_options(self, ctx, formatter)

    def format_epilog(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the epilog, which is below all other parts."""
        help_pages.write_epilog(self, formatter)

    # -- completion ------------------------------------------------------------------------

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        """Return completions: options, and further commands of chained groups around this command.

        :param ctx: the context of the command, with what was parsed so far.
        :param incomplete: the beginning of the word.
        """
        from .._completion.item import CompletionItem

        found: list[CompletionItem] = []
        if incomplete and not incomplete[0].isalnum() and not getattr(ctx, "_options_ended", False):
            for param in self.get_params(ctx):
                if param.param_type_name != "option" or getattr(param, "hidden", False):
                    continue
                given = ctx.get_parameter_source(param.name)
                if not param.multiple and given is ParameterSource.COMMANDLINE:
                    continue
                found += [
                    CompletionItem(name, help=param.help)
                    for name in [*param.opts, *param.secondary_opts]
                    if name.startswith(incomplete)
                ]
        outer = ctx.parent
        while outer is not None:
            if getattr(outer.command, "chain", False):
                group: Any = outer.command
                found += [
                    CompletionItem(name, help=command.get_short_help_str())
                    for name, command in group._visible_commands(outer, incomplete)
                    if name not in outer._protected_args
                ]
            outer = outer.parent
        return found


_MAKE_PARSER = Command.make_parser
_GET_PARAMS = Command.get_params
_ADD_OPTION = Option.add_to_parser
_ADD_ARGUMENT = Argument.add_to_parser


def _expect_all(parser: _OptionParser, params: list[Parameter], ctx: Context) -> bool:
    """Add ``params`` to ``parser``, unless one overrides how it is added."""
    spellings: list[tuple[list[str], Option | ParserOption]] = []
    for param in params:
        if isinstance(param, Option) and is_original(param.add_to_parser, _ADD_OPTION):
            if param.secondary_opts and param.is_bool_flag:
                spellings.append((param.secondary_opts, param._record(False)))
            spellings.append((param.opts, param))
        elif is_original(param.add_to_parser, _ADD_ARGUMENT):
            param.add_to_parser(parser, ctx)
        else:
            return False
    return parser._expect(spellings)


_variables: dict[str, str] = {}


def _completion_variable(prog_name: str) -> str:
    """Return the name of the environment variable in which a shell requests completions."""
    variable = _variables.get(prog_name)
    if variable is None:
        name = prog_name.replace("-", "_").replace(".", "_")
        variable = f"_{name}_COMPLETE".upper()
        if len(_variables) < 64:
            _variables[prog_name] = variable
    return variable


def _givers(order: Sequence[Parameter]) -> dict[str, Parameter]:
    """Return the last option on the command line for each name."""
    return {param.name: param for param in order if param.param_type_name == "option"}


def _hide_unset(ctx: Context) -> None:
    """Replace ``UNSET`` by ``None`` in the parameters of ``ctx``."""
    for name, value in ctx.params.items():
        if value is UNSET:
            ctx.params[name] = None


def _clashes(params: list[Parameter]) -> list[str]:
    """Return warnings for the developer about names that are used twice."""
    spellings = [opt for param in params for opt in param.opts]
    messages = [_used_twice(opt) for opt in _repeated(spellings)]
    arguments = {param.name for param in params if param.param_type_name == "argument"}
    if arguments:
        messages += [
            f"The name {name!r} is used by an argument and another parameter. They will overwrite "
            "each other's value during parsing. Give each parameter a unique name."
            for name in _repeated([param.name for param in params if param.name])
            if name in arguments
        ]
    return messages


def _used_twice(opt: str) -> str:
    return (
        f"The parameter {opt} is used more than once. Remove its duplicate as parameters should "
        "be unique."
    )


def _repeated(words: list[str]) -> list[str]:
    if len(set(words)) == len(words):
        return []
    return [word for word in dict.fromkeys(words) if words.count(word) > 1]


def _warn_of_clashes(own: list[Parameter], help_option: Parameter | None) -> None:
    messages = _clashes(own)
    if help_option is not None:
        # Only an overridden choice of names can make it clash.
        taken = {opt for param in own for opt in param.opts}
        messages += [_used_twice(opt) for opt in help_option.opts if opt in taken]
    messages += [
        f"The name {param.name!r} is reserved for the automatic help option. Give the "
        "parameter a different name."
        for param in own
        if param.name == help_pages.HELP_OPTION_NAME
    ]
    if not messages:
        return
    import warnings

    for message in messages:
        warnings.warn(message, stacklevel=4)


def _differ(own: list[Parameter], help_option: Parameter | None) -> bool:
    """Return whether all names and spellings differ, as they nearly always do."""
    names = {param.name for param in own}
    spellings = [opt for param in own for opt in param.opts]
    if help_option is not None:
        spellings += help_option.opts
    return (
        len(names) == len(own)
        and len(set(spellings)) == len(spellings)
        and help_pages.HELP_OPTION_NAME not in names
    )
