"""Groups: find subcommands, run one or a chain of them, collect what they return.

The first argument is the name of a subcommand. What subcommands return is passed through the result
callback.
"""

from __future__ import annotations

import sys
from functools import update_wrapper

from .._i18n import translate as _
from .._option_names import split_opt
from . import help_pages
from .build import build_command
from .command import Command
from .context import Context

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableMapping, Sequence
    from typing import Any, TypeVar, overload

    from .._completion.item import CompletionItem
    from ..formatting import HelpFormatter

    C = TypeVar("C", bound=Command)
    F = TypeVar("F", bound=Callable[..., object])

# Programs patch names in the package, so these are looked up there on each use.
_core = sys.modules[__package__]
# A module with ``__getattr__`` is slow to look in, its dict is not: finding a subcommand takes 0.58 us
# with it, 0.67 us without.
_core_names = vars(_core)


class Group(Command):
    """A command that has subcommands.

    :param commands: subcommands by name, or a sequence of commands that know their names.
    :param invoke_without_command: call the function also when no subcommand is named.
    :param no_args_is_help: without arguments show the help page; by default the opposite of
        ``invoke_without_command``.
    :param subcommand_metavar: stands for the subcommand in the usage line.
    :param chain: several subcommands can be named one after the other.
    :param result_callback: called with what the subcommand returned (a list in a chain) and the
        group's own parameters; its result is that of the group.
    :param kwargs: as for :class:`Command`.
    :raises RuntimeError: a chain has optional arguments.
    """

    __module__ = "click.core"

    allow_extra_args = True
    allow_interspersed_args = False

    #: class of the commands that :meth:`command` makes
    command_class: type[Command] | None = None
    #: class of the groups that :meth:`group` makes; ``type`` means the class of this group
    group_class: type[Group] | type[type] | None = None

    #: subcommands by name
    commands: MutableMapping[str, Command]
    invoke_without_command: bool
    no_args_is_help: bool
    subcommand_metavar: str
    chain: bool

    def __init__(
        self,
        name: str | None = None,
        commands: MutableMapping[str, Command] | Sequence[Command] | None = None,
        invoke_without_command: bool = False,
        no_args_is_help: bool | None = None,
        subcommand_metavar: str | None = None,
        chain: bool = False,
        result_callback: Callable[..., object] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name, **kwargs)
        if commands is None:
            self.commands = {}
        else:
            named: Any = commands
            if not hasattr(named, "keys"):
                named = {command.name: command for command in named if command.name is not None}
            self.commands = named
        self.invoke_without_command = invoke_without_command
        if no_args_is_help is None:
            no_args_is_help = not invoke_without_command
        self.no_args_is_help = no_args_is_help
        if subcommand_metavar is None:
            subcommand_metavar = _metavar(chain, invoke_without_command)
        self.subcommand_metavar = subcommand_metavar
        self.chain = chain
        self._result_callback = result_callback
        if chain:
            for param in self.params:
                if param.param_type_name == "argument" and not param.required:
                    raise RuntimeError("A group in chain mode cannot have optional arguments.")

    def to_info_dict(self, ctx: Context) -> dict[str, Any]:
        info = super().to_info_dict(ctx)
        info["commands"] = {
            name: _described(command, ctx)
            for name in self.list_commands(ctx)
            if (command := self.get_command(ctx, name)) is not None
        }
        info["chain"] = self.chain
        return info

    # -- declaring -------------------------------------------------------------------------

    def add_command(self, cmd: Command, name: str | None = None) -> None:
        """Add a subcommand.

        :param name: what it is called here; by default its own name.
        :raises TypeError: there is no name.
        """
        name = name or cmd.name
        if name is None:
            raise TypeError("Command has no name.")
        _check_nesting(self, name, cmd)
        self.commands[name] = cmd

    if TYPE_CHECKING:

        @overload
        def command(self, func: Callable[..., object], /) -> Command: ...
        @overload
        def command(
            self, *args: Any, **kwargs: Any
        ) -> Callable[[Callable[..., object]], Command]: ...

    def command(
        self, *args: Any, **kwargs: Any
    ) -> Callable[[Callable[..., object]], Command] | Command:
        """Make a function a command and add it; arguments as for :func:`click.command`."""
        if self.command_class and kwargs.get("cls") is None:
            kwargs["cls"] = self.command_class
        return self._declare(Command, args, kwargs)

    if TYPE_CHECKING:

        @overload
        def group(self, func: Callable[..., object], /) -> Group: ...
        @overload
        def group(self, *args: Any, **kwargs: Any) -> Callable[[Callable[..., object]], Group]: ...

    def group(self, *args: Any, **kwargs: Any) -> Callable[[Callable[..., object]], Group] | Group:
        """Make a function a group and add it; arguments as for :func:`click.group`."""
        if self.group_class is not None and kwargs.get("cls") is None:
            kwargs["cls"] = type(self) if self.group_class is type else self.group_class
        return self._declare(Group, args, kwargs)

    def _declare(
        self, kind: type[C], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> C | Callable[[Callable[..., object]], C]:
        """Return the added command, or a decorator that adds it."""
        function = None
        if args and callable(args[0]):
            if len(args) != 1 or kwargs.keys() - {"cls"}:
                raise AssertionError(
                    f"Use '{kind.__name__.lower()}(**kwargs)(callable)' to provide arguments."
                )
            (function,) = args
            args = ()

        def decorator(function: Callable[..., object]) -> C:
            settings = dict(kwargs)
            name = args[0] if args else settings.pop("name", None)
            cls: type[C] | None = args[1] if len(args) > 1 else settings.pop("cls", None)
            command = build_command(function, name, cls or kind, settings)
            self.add_command(command)
            return command

        return decorator if function is None else decorator(function)

    def result_callback(self, replace: bool = False) -> Callable[[F], F]:
        """Decorate a function to be called with what the subcommand returned.

        It gets that (a list in a chain) and the group's parameters. Of several functions each
        gets what the one before it returned.

        :param replace: drop those which there are.
        """

        def decorator(function: F) -> F:
            earlier = self._result_callback
            if earlier is None or replace:
                self._result_callback = function
                return function

            def both(value: object, /, *args: object, **kwargs: object) -> object:
                return function(earlier(value, *args, **kwargs), *args, **kwargs)

            self._result_callback = combined = update_wrapper(both, function)
            return combined  # type: ignore[return-value]

        return decorator

    # -- finding ---------------------------------------------------------------------------

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """Return the subcommand ``cmd_name``, or ``None``.

        Subclasses override this to load commands on demand, together with :meth:`list_commands`.
        """
        return self.commands.get(cmd_name)

    def list_commands(self, ctx: Context) -> list[str]:
        """Return the names of all subcommands, in the order of the help page."""
        return sorted(self.commands)

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, Command | None, list[str]]:
        """Find the subcommand that ``args`` begins with.

        :return: its name, the command, and the remaining arguments.
        :raises NoSuchCommand: there is none, unless parsing is resilient.
        """
        name = _core_names["make_str"](args[0])
        command = self.get_command(ctx, name)
        if command is not None:
            return name, command, args[1:]
        if ctx.token_normalize_func is not None:
            name = ctx.token_normalize_func(name)
            command = self.get_command(ctx, name)
        if command is None and not ctx.resilient_parsing:
            if split_opt(name)[0]:
                # What looks like an option is more likely a mistyped one.
                self.parse_args(ctx, args)
            raise _core.NoSuchCommand(
                name, possibilities=self.commands or self.list_commands(ctx), ctx=ctx
            )
        return name if command is not None else None, command, args[1:]

    # -- running ---------------------------------------------------------------------------

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        rest = super().parse_args(ctx, args)
        # The names of commands; the remaining arguments belong to the command.
        names = len(rest) if self.chain else 1
        ctx._protected_args, ctx.args = rest[:names], rest[names:]
        return ctx.args

    def invoke(self, ctx: Context) -> Any:
        if not ctx._protected_args:
            return self._invoke_alone(ctx)
        args = [*ctx._protected_args, *ctx.args]
        ctx.args = []
        ctx._protected_args = []
        if self.chain:
            return self._invoke_chain(ctx, args)
        # The function of the group runs in its context, the subcommand in one below.
        with ctx:
            name, command, args = self.resolve_command(ctx, args)
            assert command is not None
            ctx.invoked_subcommand = name
            super().invoke(ctx)
            sub_ctx = command.make_context(name, args, parent=ctx)
            with sub_ctx:
                return self._finish(ctx, sub_ctx.command.invoke(sub_ctx))

    def _invoke_alone(self, ctx: Context) -> object:
        """Run the group itself, because no subcommand is named."""
        if not self.invoke_without_command:
            ctx.fail(_("Missing command."))
        with ctx:
            value = super().invoke(ctx)
            return self._finish(ctx, [] if self.chain else value)

    def _invoke_chain(self, ctx: Context, args: list[str]) -> object:
        with ctx:
            ctx.invoked_subcommand = "*" if args else None
            super().invoke(ctx)
            # All are parsed before the first runs, so that mistakes come early.
            contexts = []
            while args:
                name, command, args = self.resolve_command(ctx, args)
                assert command is not None
                sub_ctx = command.make_context(
                    name,
                    args,
                    parent=ctx,
                    allow_extra_args=True,
                    allow_interspersed_args=False,
                )
                contexts.append(sub_ctx)
                args, sub_ctx.args = sub_ctx.args, []
            values = []
            for sub_ctx in contexts:
                with sub_ctx:
                    values.append(sub_ctx.command.invoke(sub_ctx))
            return self._finish(ctx, values)

    def _finish(self, ctx: Context, value: object) -> object:
        """Return ``value`` after the result callback, if there is one."""
        if self._result_callback is None:
            return value
        return ctx.invoke(self._result_callback, value, **ctx.params)

    # -- help and completion ---------------------------------------------------------------

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        return [*super().collect_usage_pieces(ctx), self.subcommand_metavar]

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Write the list of subcommands that are not hidden."""
        help_pages.write_commands(list(self._visible_commands(ctx, "")), formatter)

    def _visible_commands(self, ctx: Context, incomplete: str) -> Iterator[tuple[str, Command]]:
        """Yield the subcommands that are not hidden and begin with ``incomplete``."""
        for name in self.list_commands(ctx):
            if not name.startswith(incomplete):
                continue
            command = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                yield name, command

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        """Return subcommands that begin with ``incomplete``, then the completions of any command."""
        from .._completion.item import CompletionItem

        found = [
            CompletionItem(name, help=command.get_short_help_str())
            for name, command in self._visible_commands(ctx, incomplete)
        ]
        return found + super().shell_complete(ctx, incomplete)


class CommandCollection(Group):
    """A group that has the subcommands of other groups.

    The functions of those groups do not run.

    :param sources: the groups; the first that has a command counts.
    :param kwargs: as for :class:`Group`.
    """

    __module__ = "click.core"

    #: the groups
    sources: list[Group]

    def __init__(
        self, name: str | None = None, sources: list[Group] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(name, **kwargs)
        self.sources = sources or []

    def add_source(self, group: Group) -> None:
        """Add a group."""
        self.sources.append(group)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            return command
        for source in self.sources:
            command = source.get_command(ctx, cmd_name)
            if command is not None:
                if self.chain:
                    _check_nesting(self, cmd_name, command)
                return command
        return None

    def list_commands(self, ctx: Context) -> list[str]:
        names = set(super().list_commands(ctx))
        for source in self.sources:
            names.update(source.list_commands(ctx))
        return sorted(names)


def _described(command: Command, ctx: Context) -> dict[str, Any]:
    """Return the description of a command in the group of ``ctx``."""
    sub_ctx = ctx._make_sub_context(command)
    with sub_ctx.scope(cleanup=False):
        return command.to_info_dict(sub_ctx)


def _metavar(chain: bool, optional: bool) -> str:
    """Return the metavar of the subcommands for the usage line."""
    if chain:
        if optional:
            return "[COMMAND1] [ARGS]... [COMMAND2 [ARGS]...]..."
        return "COMMAND1 [ARGS]... [COMMAND2 [ARGS]...]..."
    return "[COMMAND] [ARGS]..." if optional else "COMMAND [ARGS]..."


def _check_nesting(base: Group, name: str, command: Command) -> None:
    """Refuse a group in a chain, because its end would be ambiguous."""
    if not base.chain or not isinstance(command, Group):
        return
    raise RuntimeError(
        f"It is not possible to add the group {name!r} to another group {base.name!r} that is "
        "in chain mode."
    )
