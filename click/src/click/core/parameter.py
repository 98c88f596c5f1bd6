"""The base class of options and arguments.

A value comes from the first of these sources that has one: command line, environment, default
map, default. An option may prompt for it.
"""

from __future__ import annotations

import os
import sys
from abc import ABC, abstractmethod

from .._i18n import translate as _
from .._i18n import translate_plural
from .._utils import UNSET
from ..types.base import ParamType
from ..types.convert import convert_type
from .errors import add_details
from .source import ParameterSource

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any, Literal, overload

    from .._annotations import Context
    from .._completion.item import CompletionItem
    from ..parser import _OptionParser

# Programs patch names in the package, so these are looked up there on each use.
_core = sys.modules[__package__]

_PROMPT = ParameterSource.PROMPT
_COMMANDLINE = ParameterSource.COMMANDLINE
_ENVIRONMENT = ParameterSource.ENVIRONMENT
_DEFAULT_MAP = ParameterSource.DEFAULT_MAP
_DEFAULT = ParameterSource.DEFAULT


def batch(iterable: Iterable[Any], batch_size: int) -> list[tuple[Any, ...]]:
    """Return the items of ``iterable`` in tuples of ``batch_size``.

    An incomplete last tuple is dropped.

    >>> batch("abcde", 2)
    [('a', 'b'), ('c', 'd')]
    """
    return list(zip(*[iter(iterable)] * batch_size, strict=False))


def _items(value: Any) -> Sequence[Any]:
    """Return the items of a value that must have several."""
    if isinstance(value, str):
        raise _core.BadParameter(_("Value must be an iterable."))
    try:
        return tuple(value)
    except TypeError:
        raise _core.BadParameter(_("Value must be an iterable.")) from None


def deprecation_label(deprecated: bool | str) -> str:
    """Return the label of something deprecated for help pages, with the reason if there is one."""
    if isinstance(deprecated, str):
        return f"({_('DEPRECATED')}: {deprecated})"
    return f"({_('DEPRECATED')})"


def deprecation_reason(deprecated: bool | str) -> str:
    """Return the end of a deprecation warning: the reason, if there is one."""
    return f" {deprecated}" if isinstance(deprecated, str) else ""


def with_deprecation(text: str, deprecated: bool | str) -> str:
    """Return ``text`` followed by the label, if deprecated."""
    if not deprecated:
        return text
    label = deprecation_label(deprecated)
    return f"{text} {label}" if text else label


class Parameter(ABC):
    """Base of options and arguments.

    :param param_decls: names and spellings.
    :param type: a parameter type or Python class; guessed from ``default`` when not given.
    :param required: a value must be given.
    :param default: the value when none is given, or a function that makes it.
    :param callback: called with context, parameter and value; its result is the value.
    :param nargs: how many tokens make the value; any but 1 gives a tuple, -1 takes all there are.
    :param multiple: the parameter can be given several times and the value is a tuple.
    :param metavar: stands for the value in help.
    :param expose_value: hand the value to the command's function.
    :param is_eager: process this parameter before those which are not eager.
    :param envvar: name of an environment variable, or several; the first that is set counts.
    :param shell_complete: called with context, parameter and the incomplete text; gives
        completions.
    :param deprecated: warn users that the parameter will be removed; a text gives the reason or the
        replacement.
    :param help: text for the help page.
    :raises ValueError: ``nargs`` does not fit ``type``, or a deprecated parameter is required.
    """

    __module__ = "click.core"

    param_type_name = "parameter"
    #: set by options whose value may be left out
    _flag_needs_value = False

    name: str
    required: bool
    callback: Callable[[Context, Parameter, Any], Any] | None
    multiple: bool
    expose_value: bool
    default: Any
    is_eager: bool
    metavar: str | None
    envvar: str | Sequence[str] | None
    deprecated: bool | str
    help: str | None
    _default_explicit: bool
    _custom_shell_complete: (
        Callable[[Context, Parameter, str], list[CompletionItem] | list[str]] | None
    )
    #: spellings; those of a flag that switch it on
    opts: list[str]
    #: spellings that switch a flag off
    secondary_opts: list[str]
    type: ParamType
    nargs: int

    def __init__(
        self,
        param_decls: Sequence[str] | None = None,
        type: Any = None,
        required: bool = False,
        default: Any = UNSET,
        callback: Callable[[Context, Parameter, Any], Any] | None = None,
        nargs: int | None = None,
        multiple: bool = False,
        metavar: str | None = None,
        expose_value: bool = True,
        is_eager: bool = False,
        envvar: str | Sequence[str] | None = None,
        shell_complete: Callable[[Context, Parameter, str], list[CompletionItem] | list[str]]
        | None = None,
        deprecated: bool | str = False,
        help: str | None = None,
    ) -> None:
        name, opts, secondary_opts = self._parse_decls(param_decls or (), expose_value)
        kind = convert_type(type, None if default is UNSET else default)
        if nargs is None:
            nargs = kind.arity if kind.is_composite else 1
        elif kind.is_composite and nargs != kind.arity:
            raise ValueError(
                f"'nargs' must be {kind.arity} (or None) for type {kind!r}, but it was {nargs}."
            )
        # How it is given.
        self.name = name
        self.opts = opts
        self.secondary_opts = secondary_opts
        self.nargs = nargs
        self.multiple = multiple
        self.envvar = envvar
        # What becomes of it.
        self.type = kind
        self.callback = callback
        self.is_eager = is_eager
        self.expose_value = expose_value
        # What if it is not given.
        self.default = default
        self._default_explicit = default is not UNSET
        self.required = required
        # What is said about it.
        self.metavar = metavar
        self.help = with_deprecation(help or "", deprecated) if deprecated else help
        self.deprecated = deprecated
        self._custom_shell_complete = shell_complete
        if deprecated and required:
            kind_name = self.param_type_name
            raise ValueError(
                f"The {kind_name} '{self.human_readable_name}' is deprecated and still required. "
                f"A deprecated {kind_name} cannot be required."
            )

    def to_info_dict(self) -> dict[str, Any]:
        """Return a description of the declaration, for tools that document programs."""
        return {
            "name": self.name,
            "param_type_name": self.param_type_name,
            "opts": self.opts,
            "secondary_opts": self.secondary_opts,
            "type": self.type.to_info_dict(),
            "required": self.required,
            "nargs": self.nargs,
            "multiple": self.multiple,
            "default": None if self.default is UNSET else self.default,
            "envvar": self.envvar,
            "help": self.help,
        }

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    @abstractmethod
    def _parse_decls(
        self, decls: Sequence[str], expose_value: bool
    ) -> tuple[str, list[str], list[str]]:
        """Return the name, the spellings, and the spellings that switch off."""

    @property
    def human_readable_name(self) -> str:
        """The name in messages."""
        return self.name

    def make_metavar(self, ctx: Context) -> str:
        """Return the placeholder of the value on the help page, such as ``INTEGER``."""
        shown = self.metavar
        if shown is None:
            kind = self.type
            shown = kind.get_metavar(param=self, ctx=ctx)
            if shown is None:
                shown = kind.name.upper()
            if self.nargs != 1:
                shown += "..."
        return shown

    if TYPE_CHECKING:

        @overload
        def get_default(self, ctx: Context, call: Literal[True] = True) -> Any | None: ...
        @overload
        def get_default(self, ctx: Context, call: bool = ...) -> Any | Callable[[], Any] | None: ...

    def get_default(self, ctx: Context, call: bool = True) -> Any | Callable[[], Any] | None:
        """Return the default: the entry of the context's default map, else the declared one.

        :param call: call it if it is callable; not while parsing is resilient, when such a default
            does not count.
        """
        if ctx.default_map is not None or ctx._asks_elsewhere:
            value = ctx._find_default(self.name, call=False)
        else:
            value = UNSET
        if value is UNSET:
            value = self.default
        if call and value is not UNSET and callable(value):
            return UNSET if ctx.resilient_parsing else value()
        return value

    @abstractmethod
    def add_to_parser(self, parser: _OptionParser, ctx: Context) -> None:
        """Add this parameter to ``parser``."""

    def consume_value(self, ctx: Context, opts: Mapping[str, Any]) -> tuple[Any, ParameterSource]:
        """Return the raw value and its source; ``UNSET`` from ``DEFAULT`` if there is none.

        :param ctx: the context, with default map and prefix of environment variables.
        :param opts: raw values by name, from the parser.
        """
        value = opts.get(self.name, UNSET)
        return self._look_elsewhere(ctx) if value is UNSET else (value, _COMMANDLINE)

    def _look_elsewhere(self, ctx: Context) -> tuple[Any, ParameterSource]:
        """Return value and source if the command line has no value."""
        source = _DEFAULT
        value: Any = self.value_from_envvar(ctx)
        if value is not None:
            source = _ENVIRONMENT
            # A flag can be switched on there and have no value of its own.
            if value is not UNSET:
                return value, source
        if ctx.default_map is not None or ctx._asks_elsewhere:
            value = self._value_from_map(ctx)
            if value is not UNSET:
                return value, _DEFAULT_MAP
        value = self.get_default(ctx)
        return value, source if value is UNSET else _DEFAULT

    def _value_from_map(self, ctx: Context) -> Any:
        if ctx.resilient_parsing:
            value = ctx._find_default(self.name, call=False)
            if callable(value):
                return UNSET
        else:
            value = ctx._find_default(self.name)
        return self._split(value) if isinstance(value, str) else value

    def _split(self, text: str) -> Any:
        """Return the raw value in ``text``; all of them for a parameter with several values.

        The words are taken as on the command line: an incomplete last group is left in, so that
        it is refused there as it would be here.
        """
        if self.nargs == 1 and not self.multiple:
            return text
        words = self.type.split_envvar_value(text)
        if not self.multiple or self.nargs <= 1:
            return words
        return [words[start : start + self.nargs] for start in range(0, len(words), self.nargs)]

    def type_cast_value(self, ctx: Context, value: Any) -> Any:
        """Convert ``value`` by the type, item by item if there are several.

        :raises BadParameter: a value does not do, or there are too many or too few.
        """
        if value is None:
            return () if self.multiple or self.nargs == -1 else None
        if self.multiple:
            return tuple([self._cast_one(ctx, item) for item in _items(value)])
        if self.nargs != 1:
            return self._cast_one(ctx, value)
        return self.type(value, param=self, ctx=ctx)

    def _cast_one(self, ctx: Context, value: object) -> Any:
        """Convert one occurrence of the parameter."""
        kind = self.type
        if self.nargs == 1:
            return kind(value, param=self, ctx=ctx)
        if kind.is_composite:
            return kind(value, param=self, ctx=ctx)
        items = _items(value)
        if self.nargs != -1 and len(items) != self.nargs:
            message = translate_plural(
                "Takes {nargs} values but 1 was given.",
                "Takes {nargs} values but {len} were given.",
                len(items),
            )
            raise _core.BadParameter(
                message.format(nargs=self.nargs, len=len(items)), ctx=ctx, param=self
            )
        return tuple([kind(item, self, ctx) for item in items])

    def value_is_missing(self, value: object) -> bool:
        """Return whether ``value`` means that nothing was given."""
        if value is UNSET:
            return True
        return (self.multiple or self.nargs != 1) and value == ()

    def process_value(self, ctx: Context, value: Any) -> Any:
        """Convert ``value``, check that a required one was given, and pass it through the callback.

        :raises MissingParameter: the parameter is required and nothing was given.
        """
        given = value is not UNSET
        value = self.type_cast_value(ctx, value) if given else self._value_of_nothing(ctx)
        if self.required and self.value_is_missing(value):
            raise _core.MissingParameter(ctx=ctx, param=self)
        if self.callback is None or ctx.resilient_parsing:
            return value
        return self._call_back(ctx, value)

    def _value_of_nothing(self, ctx: Context) -> Any:
        """Return the value if none was given."""
        return () if self.multiple or self.nargs == -1 else UNSET

    def _call_back(self, ctx: Context, value: object) -> object:
        """Call the callback, and hide ``UNSET`` from it meanwhile."""
        hidden = [name for name, held in ctx.params.items() if held is UNSET]
        for name in hidden:
            ctx.params[name] = None
        try:
            assert self.callback is not None
            return self.callback(ctx, self, None if value is UNSET else value)
        finally:
            for name in hidden:
                if name in ctx.params and ctx.params[name] is None:
                    ctx.params[name] = UNSET

    def resolve_envvar_value(self, ctx: Context) -> str | None:
        """Return the text of the first environment variable that is set and not empty, or ``None``."""
        variables = self.envvar
        if not variables:
            return None
        if isinstance(variables, str):
            return os.environ.get(variables) or None
        for variable in variables:
            text = os.environ.get(variable)
            if text:
                return text
        return None

    def value_from_envvar(self, ctx: Context) -> str | Sequence[str] | None:
        """Return the raw value in the environment, or ``None``.

        The text is split if the parameter takes several values.
        """
        text = self.resolve_envvar_value(ctx)
        return None if text is None else self._split(text)

    def handle_parse_result(
        self, ctx: Context, opts: Mapping[str, Any], args: list[str]
    ) -> tuple[Any, list[str]]:
        """Find, convert and store the value.

        :param opts: raw values by name, from the parser.
        :param args: tokens that are left.
        :return: the value and ``args``.
        """
        name = self.name
        held = ctx._parameter_source.get(name)
        givers = ctx._givers
        if givers is not None and givers.get(name, self) is not self:
            return self._stand_aside(ctx), args
        try:
            value, source = self.consume_value(ctx, opts)
            # Known before conversion: types and callbacks may ask.
            ctx.set_parameter_source(name, source)
            if self.deprecated and value is not UNSET and source < _DEFAULT_MAP:
                self._warn_of_use()
            try:
                if source is not _PROMPT or not self._is_processed(ctx, value):
                    value = self.process_value(ctx, value)
            except Exception:
                if not ctx.resilient_parsing:
                    raise
                value = UNSET
        except _core.UsageError as error:
            add_details(error, ctx, self)
            raise
        if self.expose_value:
            self._store(ctx, value, source, held)
        return value, args

    def _is_processed(self, ctx: Context, value: object) -> bool:
        """Return whether the prompt has converted ``value`` and called the callback."""
        answered = ctx._answered
        return answered is not None and answered[0] is self and answered[1] is value

    def _stand_aside(self, ctx: Context) -> object:
        """Leave the name to another option, whose value is on the command line.

        The callback is called with the default of this option, and what it gives is dropped.
        """
        if self.callback is None:
            return UNSET
        ctx.set_parameter_source(self.name, _COMMANDLINE)
        value = self.get_default(ctx)
        if value is UNSET and self.required:
            return UNSET
        try:
            return self.process_value(ctx, value)
        except _core.UsageError as error:
            add_details(error, ctx, self)
            raise

    def _store(
        self, ctx: Context, value: object, source: ParameterSource, held: ParameterSource | None
    ) -> None:
        """Store ``value`` under the name, unless another parameter's value takes precedence."""
        name = self.name
        params = ctx.params
        if name not in params or params[name] is UNSET:
            params[name] = value
            ctx._declared_default[name] = self._default_explicit
        elif held is not None:
            if source < held or (source == held and self._displaces(ctx, source)):
                params[name] = value
                ctx._declared_default[name] = self._default_explicit
            else:
                ctx.set_parameter_source(name, held)

    def _displaces(self, ctx: Context, source: ParameterSource) -> bool:
        """Return whether this parameter overrides an earlier one with the same source."""
        if source != _DEFAULT or self._default_explicit:
            return True
        return not ctx._declared_default.get(self.name, False)

    def _warn_of_use(self) -> None:
        reason = deprecation_reason(self.deprecated)
        message = _(
            "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}"
        ).format(
            param_type=self.param_type_name,
            name=self.human_readable_name,
            extra_message=reason,
        )
        _core.echo(_core.style(message, fg="red"), err=True)

    def get_help_record(self, ctx: Context) -> tuple[str, str] | None:
        """Return the two columns of this parameter on the help page, or ``None`` if it is not shown."""
        return None

    def get_usage_pieces(self, ctx: Context) -> list[str]:
        """Return the pieces of this parameter in the usage line."""
        return []

    def get_error_hint(self, ctx: Context | None) -> str:
        """Return the name of this parameter in error messages, in quotes."""
        return " / ".join([f"'{name}'" for name in self.opts or [self.human_readable_name]])

    def _describe_source(self, ctx: Context, source: ParameterSource) -> Iterator[str]:
        """Yield the source of a bad value, if it is not the command line."""
        if source == _ENVIRONMENT:
            variable = self._variable_in_use(ctx)
            if variable is not None:
                yield _("The value comes from the environment variable {name!r}.").format(
                    name=variable
                )
        elif source == _DEFAULT_MAP:
            yield _("The value comes from the default map, entry {name!r}.").format(name=self.name)

    def _variable_in_use(self, ctx: Context) -> str | None:
        variables = [self.envvar] if isinstance(self.envvar, str) else self.envvar or ()
        return next((name for name in variables if os.environ.get(name)), None)

    def shell_complete(self, ctx: Context, incomplete: str) -> list[CompletionItem]:
        """Return completions of the value that begin with ``incomplete``.

        :param ctx: the context of the command, with what was parsed so far.
        :param incomplete: the beginning of the value; may be empty.
        """
        if self._custom_shell_complete is None:
            return self.type.shell_complete(ctx, self, incomplete)
        from .._completion.item import CompletionItem

        results: list[Any] = self._custom_shell_complete(ctx, self, incomplete)
        if results and isinstance(results[0], str):
            return [CompletionItem(result) for result in results]
        return results


def iter_params_for_processing(
    invocation_order: Sequence[Parameter], declaration_order: Sequence[Parameter]
) -> list[Parameter]:
    """Return the parameters in the order in which they are processed.

    Eager ones come first; then those on the command line, as they stand there; then the rest as
    declared.
    """
    ordered = declaration_order
    if invocation_order:
        declared = set(map(id, declaration_order))
        given = {id(param): param for param in invocation_order if id(param) in declared}
        ordered = [*given.values(), *[p for p in declaration_order if id(p) not in given]]
    eager = [param for param in ordered if param.is_eager]
    return eager + [param for param in ordered if not param.is_eager]


iter_params_for_processing.__module__ = batch.__module__ = "click.core"
