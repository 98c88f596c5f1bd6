"""The state of one invocation.

A context holds the parameters, the parent and the resources of a command that runs. Settings that
are not given are inherited from the parent. This module does not import commands.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack

from .._overrides import is_original
from .._utils import UNSET
from ..formatting import HelpFormatter
from .errors import add_details
from .source import ParameterSource

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping
    from contextlib import AbstractContextManager
    from types import TracebackType
    from typing import Any, Literal, NoReturn, Self, TypeVar, overload

    from .._annotations import Command, Parameter

    V = TypeVar("V")

# Programs patch names in the package, so these are looked up there on each use.
_core = sys.modules[__package__]
# The same for what every context needs: a module with ``__getattr__`` is slow to look in, its dict
# is not. Entering and leaving a context takes 0.68 us with it, 0.79 us without.
_core_names = vars(_core)


class _Scope:
    """A context made current for a block; its resources stay open unless ``cleanup``."""

    __slots__ = ("_cleanup", "_ctx")

    def __init__(self, ctx: Context, cleanup: bool) -> None:
        self._ctx = ctx
        self._cleanup = cleanup

    def __enter__(self) -> Context:
        if not self._cleanup:
            self._ctx._depth += 1
        return self._ctx.__enter__()

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
    ) -> bool | None:
        try:
            return self._ctx.__exit__(exc_type, exc_value, tb)
        finally:
            if not self._cleanup:
                self._ctx._depth -= 1


class Context:
    """The state of one command while it runs; subcommands have one of their own, with a parent.

    :param command: the command this is for.
    :param parent: the context of the group around it.
    :param info_name: how the command was called; part of usage lines and of the names of
        environment variables.
    :param obj: an object of the application, handed down.
    :param auto_envvar_prefix: options without a variable of their own are looked up in the
        environment under this and their name; grows by ``info_name`` on the way down.
    :param default_map: values that stand in for defaults, with a nested mapping for each
        subcommand.
    :param terminal_width: width of help pages; that of the terminal when not given.
    :param max_content_width: the widest that help pages may get (80).
    :param resilient_parsing: parse what can be parsed, without callbacks, prompts and errors.
    :param allow_extra_args: more arguments than declared are no error but stay in :attr:`args`.
    :param allow_interspersed_args: options may follow arguments.
    :param ignore_unknown_options: what looks like an option but is none is an argument.
    :param help_option_names: spellings of the help option (``--help``).
    :param token_normalize_func: applied to option names, choices and command names.
    :param color: whether escape codes survive printing; by default the stream decides.
    :param show_default: whether help pages show defaults.
    """

    __module__ = "click.core"

    #: makes help pages
    formatter_class: type[HelpFormatter] = HelpFormatter
    #: a subclass looks up defaults in its own way, so it is asked without a default map, too
    _asks_elsewhere = False

    obj: Any
    default_map: MutableMapping[str, Any] | None
    terminal_width: int | None
    max_content_width: int | None
    token_normalize_func: Callable[[str], str] | None
    color: bool | None
    show_default: bool | None
    auto_envvar_prefix: str | None
    parent: Context | None
    command: Command
    info_name: str | None
    #: values by parameter name, as the command's function gets them
    params: dict[str, Any]
    #: tokens that no parameter took
    args: list[str]
    _protected_args: list[str]
    #: name of the subcommand that is about to run; ``*`` for several in a chain
    invoked_subcommand: str | None
    resilient_parsing: bool
    _exit_code = 0
    allow_extra_args: bool
    allow_interspersed_args: bool
    ignore_unknown_options: bool
    help_option_names: list[str]
    _opt_prefixes: set[str]
    _parameter_source: dict[str, ParameterSource]
    # Few invocations set these, so they are class attributes.
    _resources: ExitStack | None = None
    #: some parameters may share a name or a spelling; set by ``Command.get_params``
    _names_clash = False
    #: of options that share a name: the one with the value on the command line
    _givers: Mapping[str, Parameter] | None = None
    #: an option that has prompted, and the converted answer
    _answered: tuple[Parameter, object] | None = None

    def __init__(
        self,
        command: Command,
        parent: Context | None = None,
        info_name: str | None = None,
        obj: Any = None,
        auto_envvar_prefix: str | None = None,
        default_map: MutableMapping[str, Any] | None = None,
        terminal_width: int | None = None,
        max_content_width: int | None = None,
        resilient_parsing: bool = False,
        allow_extra_args: bool | None = None,
        allow_interspersed_args: bool | None = None,
        ignore_unknown_options: bool | None = None,
        help_option_names: list[str] | None = None,
        token_normalize_func: Callable[[str], str] | None = None,
        color: bool | None = None,
        show_default: bool | None = None,
    ) -> None:
        self.parent = parent
        self.command = command
        self.info_name = info_name
        self.params = {}
        self.args = []
        self._protected_args = []
        self.resilient_parsing = resilient_parsing
        self.invoked_subcommand = None
        self.allow_extra_args = (
            command.allow_extra_args if allow_extra_args is None else allow_extra_args
        )
        self.allow_interspersed_args = (
            command.allow_interspersed_args
            if allow_interspersed_args is None
            else allow_interspersed_args
        )
        self.ignore_unknown_options = (
            command.ignore_unknown_options
            if ignore_unknown_options is None
            else ignore_unknown_options
        )
        if parent is None:
            self._opt_prefixes = set()
            self._meta: dict[str, Any] = {}
            if auto_envvar_prefix is not None:
                auto_envvar_prefix = auto_envvar_prefix.upper()
        else:
            self._opt_prefixes = set(parent._opt_prefixes)
            self._meta = parent._meta
            if obj is None:
                obj = parent.obj
            if default_map is None and info_name is not None and parent.default_map is not None:
                default_map = parent.default_map.get(info_name)
            if terminal_width is None:
                terminal_width = parent.terminal_width
            if max_content_width is None:
                max_content_width = parent.max_content_width
            if help_option_names is None:
                help_option_names = parent.help_option_names
            if token_normalize_func is None:
                token_normalize_func = parent.token_normalize_func
            if color is None:
                color = parent.color
            if show_default is None:
                show_default = parent.show_default
            auto_envvar_prefix = _nested_prefix(auto_envvar_prefix, parent, info_name)
        self.obj = obj
        self.default_map = default_map
        self.terminal_width = terminal_width
        self.max_content_width = max_content_width
        self.help_option_names = ["--help"] if help_option_names is None else help_option_names
        self.token_normalize_func = token_normalize_func
        self.color = color
        self.show_default = show_default
        if auto_envvar_prefix is not None:
            auto_envvar_prefix = auto_envvar_prefix.replace("-", "_")
        self.auto_envvar_prefix = auto_envvar_prefix
        self._depth = 0
        self._parameter_source = {}
        #: whether the default that fills a name was declared
        self._declared_default: dict[str, bool] = {}

    @property
    def protected_args(self) -> list[str]:
        """Tokens for subcommands; deprecated, use :attr:`args`."""
        import warnings

        warnings.warn(
            "'protected_args' is deprecated and will be removed in Click 9.0. 'args' will "
            "contain remaining unparsed tokens.",
            DeprecationWarning,
            stacklevel=2,
        )
        return self._protected_args

    def to_info_dict(self) -> dict[str, Any]:
        """Return a description of the command and its subcommands, for tools that document programs."""
        return {
            "command": self.command.to_info_dict(self),
            "info_name": self.info_name,
            "allow_extra_args": self.allow_extra_args,
            "allow_interspersed_args": self.allow_interspersed_args,
            "ignore_unknown_options": self.ignore_unknown_options,
            "auto_envvar_prefix": self.auto_envvar_prefix,
        }

    # -- life ------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        _core_names["push_context"](self)
        self._depth += 1
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
    ) -> bool | None:
        self._depth -= 1
        swallowed: bool | None = None
        try:
            if self._depth == 0 and self._resources is not None:
                swallowed = self._release(exc_type, exc_value, tb)
        finally:
            _core_names["pop_context"]()
        return swallowed

    def scope(self, cleanup: bool = True) -> AbstractContextManager[Context]:
        """Make this the current context for a ``with`` block.

        :param cleanup: close the context's resources at the end of the outermost block.
        """
        return _Scope(self, cleanup)

    @property
    def _exit_stack(self) -> ExitStack:
        if self._resources is None:
            self._resources = ExitStack()
        return self._resources

    def with_resource(self, context_manager: AbstractContextManager[V]) -> V:
        """Enter ``context_manager`` now and leave it when this context ends.

        It sees the exception that ends the context, and may suppress it.

        :return: the value of its ``__enter__``.
        """
        return self._exit_stack.enter_context(context_manager)

    def call_on_close(self, f: Callable[..., Any]) -> Callable[..., Any]:
        """Call ``f`` without arguments when this context ends; the last one first.

        :return: ``f``, so this can be a decorator.
        """
        return self._exit_stack.callback(f)

    def close(self) -> None:
        """Release all resources and run all callbacks for the end, now."""
        self._release(None, None, None)

    def _release(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
    ) -> bool | None:
        resources, self._resources = self._resources, None
        if resources is None:
            return None
        return resources.__exit__(exc_type, exc_value, tb)

    # -- names and relations ---------------------------------------------------------------

    @property
    def meta(self) -> dict[str, Any]:
        """A dict for extensions, shared by all contexts of one invocation.

        Keys should be dotted names of the extension's modules.
        """
        return self._meta

    @property
    def command_path(self) -> str:
        """All names from the program to this command, with the arguments between them."""
        name = self.info_name if self.info_name is not None else ""
        if self.parent is None:
            return name.lstrip()
        pieces = [self.parent.command_path]
        for param in self.parent.command.get_params(self):
            pieces += param.get_usage_pieces(self)
        return f"{' '.join(pieces)} {name}".lstrip()

    def find_root(self) -> Context:
        """Return the outermost context."""
        ctx = self
        while ctx.parent is not None:
            ctx = ctx.parent
        return ctx

    def find_object(self, object_type: type[V]) -> V | None:
        """Return the nearest :attr:`obj` of this type, from this context outwards, or ``None``."""
        ctx: Context | None = self
        while ctx is not None:
            if isinstance(ctx.obj, object_type):
                return ctx.obj
            ctx = ctx.parent
        return None

    def ensure_object(self, object_type: type[V]) -> V:
        """Return the nearest :attr:`obj` of this type; if there is none, make one and set it here.

        :param object_type: the type; it is called without arguments.
        """
        found = self.find_object(object_type)
        if found is None:
            self.obj = found = object_type()
        return found

    # -- values ----------------------------------------------------------------------------

    if TYPE_CHECKING:

        @overload
        def lookup_default(self, name: str, call: Literal[True] = True) -> Any | None: ...
        @overload
        def lookup_default(
            self, name: str, call: Literal[False] = ...
        ) -> Any | Callable[[], Any] | None: ...

    def lookup_default(self, name: str, call: bool = True) -> Any | None:
        """Return the entry ``name`` of the default map, or ``None`` if there is none.

        :param call: if the entry is callable, call it and give the result.
        """
        if self.default_map is None:
            return None
        value = self.default_map.get(name, UNSET)
        if value is UNSET:
            return None
        return value() if call and callable(value) else value

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls._asks_elsewhere = not is_original(cls.lookup_default, Context.lookup_default)

    def _find_default(self, name: str, call: bool = True) -> object:
        """Return what ``lookup_default`` finds, ``UNSET`` if there is no entry."""
        value = self.lookup_default(name) if call else self.lookup_default(name, call=False)
        if value is None and (
            self.default_map is None or self.default_map.get(name, UNSET) is UNSET
        ):
            return UNSET
        return value

    def set_parameter_source(self, name: str, source: ParameterSource) -> None:
        """Note where the value of the parameter ``name`` came from."""
        self._parameter_source[name] = source

    def get_parameter_source(self, name: str) -> ParameterSource | None:
        """Return the source of the value of the parameter ``name``; ``None`` for unknown names."""
        return self._parameter_source.get(name)

    # -- help ------------------------------------------------------------------------------

    def make_formatter(self) -> HelpFormatter:
        """Return a new formatter for a help page of this command."""
        return self.formatter_class(width=self.terminal_width, max_width=self.max_content_width)

    def get_usage(self) -> str:
        """Return the usage line of the command as text."""
        return self.command.get_usage(self)

    def get_help(self) -> str:
        """Return the help page of the command as text."""
        return self.command.get_help(self)

    # -- ways out --------------------------------------------------------------------------

    def fail(self, message: str) -> NoReturn:
        """End with a usage error.

        :raises UsageError: always.
        """
        raise _core.UsageError(message, self)

    def abort(self) -> NoReturn:
        """End as if the user had stopped the program.

        :raises Abort: always.
        """
        raise _core.Abort()

    def exit(self, code: int = 0) -> NoReturn:
        """End with a status, after closing the context.

        :raises Exit: always.
        """
        # For atomic files: closing does not see the exception.
        self._exit_code = code
        self.close()
        raise _core.Exit(code)

    # -- other commands --------------------------------------------------------------------

    def _make_sub_context(self, command: Command) -> Context:
        return type(self)(command, info_name=command.name, parent=self)

    if TYPE_CHECKING:

        @overload
        def invoke(self, callback: Callable[..., V], /, *args: Any, **kwargs: Any) -> V: ...
        @overload
        def invoke(self, callback: Command, /, *args: Any, **kwargs: Any) -> Any: ...

    def invoke(self, callback: Command | Callable[..., V], /, *args: Any, **kwargs: Any) -> Any:
        """Call a function, or the function of a command, within this context.

        A command gets a context of its own, and its defaults for parameters that are not given.

        :raises TypeError: the command has no function.
        """
        ctx: Context = self
        function: Any = callback
        if getattr(type(callback), "_is_command", False) is True:
            command: Command = callback  # type: ignore[assignment]
            function = command.callback
            if function is None:
                raise TypeError("The given command does not have a callback that can be invoked.")
            ctx = self._make_sub_context(command)
            for param in command.params:
                if param.expose_value and param.name not in kwargs:
                    value = param.get_default(ctx)
                    # The conversion of ``None`` knows what stands for no values at all.
                    kwargs[param.name] = param.type_cast_value(
                        ctx, None if value is UNSET else value
                    )
            # For an invocation that goes on with ``forward``.
            ctx.params.update(kwargs)
        try:
            with ctx:
                return function(*args, **kwargs)
        except _core.UsageError as error:
            add_details(error, self)
            raise

    def forward(self, cmd: Command, /, *args: Any, **kwargs: Any) -> Any:
        """Like :meth:`invoke`, with the parameters of this context where none are given.

        :raises TypeError: ``cmd`` is no command.
        """
        if getattr(type(cmd), "_is_command", False) is not True:
            raise TypeError("Callback is not a command.")
        for name, value in self.params.items():
            kwargs.setdefault(name, value)
        return self.invoke(cmd, *args, **kwargs)


def _nested_prefix(given: str | None, parent: Context, info_name: str | None) -> str | None:
    """Return the prefix of environment variables for a context with a parent."""
    if given is not None:
        return given.upper()
    if parent.auto_envvar_prefix is None or info_name is None:
        return None
    return f"{parent.auto_envvar_prefix}_{info_name.upper()}"
