"""Options: flags, counters, optional values, prompts and their help records.

The functions at the end decide whether an option is a flag and which value a flag gives.
"""

from __future__ import annotations

import enum
import os
import sys

from .._display import clean_help
from .._i18n import translate as _
from .._option_names import split_opt
from .._utils import FLAG_NEEDS_VALUE, UNSET
from ..parser import _Option as ParserOption
from ..types.convert import BOOL, FLOAT, INT, STRING, UNPROCESSED
from ..types.scalars import BoolParamType
from .parameter import Parameter
from .source import ParameterSource

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any, Literal, overload

    from ..parser import _OptionParser
    from ..types._infos import OptionHelpExtra
    from ..types.base import ParamType
    from .context import Context

# Programs patch names in the package, so these are looked up there on each use.
_core = sys.modules[__package__]

_PROMPT = ParameterSource.PROMPT
_COMMANDLINE = ParameterSource.COMMANDLINE
_DEFAULT_MAP = ParameterSource.DEFAULT_MAP


class Option(Parameter):
    """A parameter that is named on the command line, such as ``--count 3``.

    Spellings are given as ``--name`` or ``-n``; ``--yes/--no`` makes a flag with two sides. A
    word without dashes names the argument of the function, which else comes from the longest
    prefix.

    :param show_default: show the default on the help page; a text is shown instead of it.
    :param prompt: ask for the value when it is not given; a text is the question.
    :param confirmation_prompt: ask twice; a text is the second question.
    :param prompt_required: (false) ask only when the option is given without its value.
    :param hide_input: do not show what is typed.
    :param is_flag: the option takes no value. False makes the value optional.
    :param flag_value: the value of the bare option.
    :param multiple: the option may be given several times; the value is a tuple.
    :param count: the value is how often the option is given.
    :param allow_from_autoenv: use the automatic environment variable of the context.
    :param hidden: leave it out of help pages.
    :param show_choices: show the choices of a choice in prompt and help.
    :param show_envvar: show the environment variable in help and errors.
    :param attrs: as for :class:`Parameter`.
    :raises TypeError: the name cannot be found, or settings contradict each other.
    :raises ValueError: both sides of a flag are spelled the same.
    """

    __module__ = "click.core"

    param_type_name = "option"

    prompt: str | None
    confirmation_prompt: bool | str
    prompt_required: bool
    hide_input: bool
    hidden: bool
    is_flag: bool
    flag_value: Any
    type: ParamType
    count: bool
    allow_from_autoenv: bool
    show_default: bool | str | None
    show_choices: bool
    show_envvar: bool

    def __init__(
        self,
        param_decls: Sequence[str] | None = None,
        show_default: bool | str | None = None,
        prompt: bool | str = False,
        confirmation_prompt: bool | str = False,
        prompt_required: bool = True,
        hide_input: bool = False,
        is_flag: bool | None = None,
        flag_value: Any = UNSET,
        multiple: bool = False,
        count: bool = False,
        allow_from_autoenv: bool = True,
        type: Any = None,
        help: str | None = None,
        hidden: bool = False,
        show_choices: bool = True,
        show_envvar: bool = False,
        deprecated: bool | str = False,
        **attrs: Any,
    ) -> None:
        if help:
            help = clean_help(help)
        super().__init__(
            param_decls,
            type=type,
            multiple=multiple,
            deprecated=deprecated,
            help=help,
            **attrs,
        )
        self.prompt = None if prompt is False else _question(prompt, self.name)
        self.confirmation_prompt = confirmation_prompt
        self.prompt_required = prompt_required
        self.hide_input = hide_input
        self.hidden = hidden
        if is_flag is None and flag_value is UNSET and prompt_required:
            # The most common kind is known from its spelling alone.
            self.is_flag = bool(self.secondary_opts)
            self._flag_needs_value = False
        else:
            self.is_flag, self._flag_needs_value = _kind(is_flag, flag_value, self)
        if type is None and (count or self.is_flag):
            self.type = _type_of(flag_value, count)
        self.flag_value = flag_value
        self.count = count
        self.allow_from_autoenv = allow_from_autoenv
        self.show_default = show_default
        self.show_choices = show_choices
        self.show_envvar = show_envvar
        _check(self)

    @property
    def is_bool_flag(self) -> bool:
        """True for a flag whose value is true or false."""
        return self.is_flag and isinstance(self.type, BoolParamType)

    @property
    def flag_activation_value(self) -> Any:
        """The value of the option without an argument."""
        if self.flag_value is not UNSET:
            return self.flag_value
        return True if self.is_flag else None

    def to_info_dict(self) -> dict[str, Any]:
        info = super().to_info_dict()
        info["default"] = _none_for_unset(self._own_default())
        info.update(
            prompt=self.prompt,
            is_flag=self.is_flag,
            flag_value=self.flag_activation_value,
            count=self.count,
            hidden=self.hidden,
        )
        return info

    def _parse_decls(
        self, decls: Sequence[str], expose_value: bool
    ) -> tuple[str, list[str], list[str]]:
        name: str | None = None
        opts: list[str] = []
        secondary_opts: list[str] = []
        for decl in decls:
            if decl[:1] == "-" and "/" not in decl:
                opts.append(decl)
                continue
            if decl.isidentifier():
                if name is not None:
                    raise TypeError(f"Name '{name}' defined twice")
                name = decl
                continue
            on, separator, off = decl.partition(";" if decl[:1] == "/" else "/")
            if not separator:
                opts.append(decl)
                continue
            on, off = on.rstrip(), off.lstrip()
            if on:
                opts.append(on)
            if off:
                secondary_opts.append(off)
            if on == off:
                raise ValueError(
                    f"Boolean option {decl!r} cannot use the same flag for true/false."
                )
        if name is None:
            name = _name_from(opts)
        if name is None:
            if not expose_value:
                return "", opts, secondary_opts
            error = TypeError(f"Could not determine name for option with declarations {decls!r}")
            error.add_note("Add the name of the function's argument: option('--1st', 'first').")
            raise error
        if not opts and not secondary_opts:
            raise TypeError(
                f"No options defined but a name was passed ({name}). Did you mean to declare an "
                f"argument instead? Did you mean to pass '--{name}'?"
            )
        return name, opts, secondary_opts

    def add_to_parser(self, parser: _OptionParser, ctx: Context) -> None:
        if self.secondary_opts and self.is_bool_flag:
            self._add_side(parser, self.secondary_opts, self._record(False))
        self._add_side(parser, self.opts, self._record())

    def _add_side(self, parser: _OptionParser, opts: Sequence[str], record: ParserOption) -> None:
        parser.add_option(
            obj=self,
            opts=opts,
            dest=self.name,
            action=record.action,
            nargs=record.nargs,
            const=record.const,
        )

    def _record(self, on: bool = True) -> ParserOption:
        """Return the parser's record for this option, or for its other side (not ``on``)."""
        if self.multiple:
            action = "append"
        elif self.count:
            action = "count"
        else:
            action = "store"
        if not self.is_flag:
            return ParserOption(self, (), self.name, action, self.nargs)
        const = self.flag_activation_value
        if self.secondary_opts and self.is_bool_flag:
            const = on
        return ParserOption(self, (), self.name, f"{action}_const", const=const)

    # -- values ----------------------------------------------------------------------------

    if TYPE_CHECKING:

        @overload
        def get_default(self, ctx: Context, call: Literal[True] = True) -> Any | None: ...
        @overload
        def get_default(self, ctx: Context, call: bool = ...) -> Any | Callable[[], Any] | None: ...

    def get_default(self, ctx: Context, call: bool = True) -> Any | Callable[[], Any] | None:
        if ctx.default_map is not None or ctx._asks_elsewhere:
            value = ctx._find_default(self.name, call=False)
        else:
            value = UNSET
        if value is UNSET:
            value = self.default
            if value is UNSET or value is True:
                return self._own_default()
        if call and callable(value):
            return UNSET if ctx.resilient_parsing else value()
        return value

    def _own_default(self) -> object:
        """Return the declared default, or the one that follows from the kind of option."""
        value = self.default
        if value is UNSET:
            if self.count:
                return 0
            if self.is_flag and not self.required:
                if self.multiple and self.prompt is None:
                    return ()
                if self.is_bool_flag:
                    return False
            return UNSET
        if value is True and self.is_flag and not self.is_bool_flag:
            # "This one is the default" of several flags for one name.
            return self.flag_activation_value
        return value

    def consume_value(self, ctx: Context, opts: Mapping[str, Any]) -> tuple[Any, ParameterSource]:
        value = opts.get(self.name, UNSET)
        source = _COMMANDLINE
        if value is UNSET:
            value, source = self._look_elsewhere(ctx)
        if value is FLAG_NEEDS_VALUE:
            if self.prompt is not None and not ctx.resilient_parsing:
                return self._ask(ctx), _PROMPT
            return self.flag_activation_value, _COMMANDLINE
        if self._flag_needs_value and self.multiple and source == _COMMANDLINE:
            bare = self.flag_activation_value
            return [bare if item is FLAG_NEEDS_VALUE else item for item in value], source
        if (
            self.prompt is not None
            and (value is UNSET or source >= _DEFAULT_MAP)
            and (self.required or self.prompt_required)
            and not ctx.resilient_parsing
        ):
            return self._ask(ctx), _PROMPT
        return value, source

    def _ask(self, ctx: Context) -> object:
        # The type and the callback work during the prompt and may ask for the source.
        ctx.set_parameter_source(self.name, _PROMPT)
        return self.prompt_for_value(ctx)

    def _value_of_nothing(self, ctx: Context) -> object:
        if self.is_bool_flag and self.default is UNSET and not (self.required or self.multiple):
            return self.type_cast_value(ctx, False)
        return super()._value_of_nothing(ctx)

    def prompt_for_value(self, ctx: Context) -> Any:
        """Ask the user for the value, until it can be converted and the callback accepts it.

        The words of an answer are taken apart as in an environment variable when the option has
        several values.
        """
        assert self.prompt is not None
        default = self.get_default(ctx)
        if self.is_bool_flag:
            known = default is not UNSET and default is not None
            yes = _core.confirm(self.prompt, bool(default) if known else None)
            return [yes] if self.multiple else yes

        def convert(answer: object) -> object:
            raw = self._split(answer) if isinstance(answer, str) else answer
            value = self.process_value(ctx, raw)
            ctx._answered = self, value
            return value

        return _core.prompt(
            self.prompt,
            default=_none_for_unset(default),
            type=self.type,
            hide_input=self.hide_input,
            show_choices=self.show_choices,
            confirmation_prompt=self.confirmation_prompt,
            value_proc=convert,
            show_default=True if self.show_default is None else self.show_default,
        )

    def resolve_envvar_value(self, ctx: Context) -> str | None:
        text = super().resolve_envvar_value(ctx) if self.envvar else None
        if text is not None or ctx.auto_envvar_prefix is None:
            return text
        variable = self._automatic_variable(ctx)
        return None if variable is None else os.environ.get(variable) or None

    def _automatic_variable(self, ctx: Context) -> str | None:
        if not self.allow_from_autoenv or ctx.auto_envvar_prefix is None or not self.name:
            return None
        return f"{ctx.auto_envvar_prefix}_{self.name.upper()}"

    def _variable_in_use(self, ctx: Context) -> str | None:
        variable = super()._variable_in_use(ctx)
        if variable is None:
            return self._automatic_variable(ctx)
        # Messages name it already when the option says so.
        return None if self.show_envvar else variable

    def value_from_envvar(self, ctx: Context) -> Any:
        text = self.resolve_envvar_value(ctx)
        if text is None:
            return None
        if self.is_flag and not self.is_bool_flag:
            return self._flag_from_text(text)
        return self._split(text)

    def _flag_from_text(self, text: str) -> object:
        """Return the meaning of ``text`` for a flag with a value; ``None`` if it means nothing."""
        on = _meaning(text, self.flag_value)
        if not self.multiple:
            return None if on is None else self.flag_value if on else False
        words = [text] if on is not None else self.type.split_envvar_value(text)
        meanings = [_meaning(word, self.flag_value) for word in words]
        if all(on is None for on in meanings):
            return None
        return [self.flag_value for on in meanings if on]

    # -- help ------------------------------------------------------------------------------

    def get_error_hint(self, ctx: Context | None) -> str:
        hint = super().get_error_hint(ctx)
        if self.show_envvar and self.envvar:
            names = [self.envvar] if isinstance(self.envvar, str) else self.envvar
            hint += f" (env var: {', '.join(repr(name) for name in names)})"
        return hint

    def get_help_spec(self, ctx: Context) -> str:
        """Return the spellings and the metavar, as the help page shows them."""
        metavar = "" if self.is_flag or self.count else f" {self.make_metavar(ctx=ctx)}"
        sides = [_core.join_options(self.opts)]
        if self.secondary_opts:
            sides.append(_core.join_options(self.secondary_opts))
        separator = "; " if any(slashes for _, slashes in sides) else " / "
        return separator.join(text + metavar for text, _ in sides)

    def get_help_record(self, ctx: Context) -> tuple[str, str] | None:
        if self.hidden:
            return None
        help = self.help or ""
        notes = "; ".join(_notes(self.get_help_extra(ctx)))
        if notes:
            help = f"{help}  [{notes}]" if help else f"[{notes}]"
        return self.get_help_spec(ctx), help

    def get_help_extra(self, ctx: Context) -> OptionHelpExtra:
        """Return the notes in brackets on the help page: variables, default, range, required."""
        extra: OptionHelpExtra = {}
        if self.show_envvar:
            names = self._shown_variables(ctx)
            if names:
                extra["envvars"] = names
        default = self._shown_default(ctx)
        if default:
            extra["default"] = default
        describe = getattr(self.type, "_describe_range", None)
        if describe is not None and not _counts_from_zero(self):
            range_text = describe()
            if range_text:
                extra["range"] = range_text
        if self.required:
            extra["required"] = "required"
        return extra

    def _shown_variables(self, ctx: Context) -> tuple[str, ...]:
        if self.envvar:
            return (self.envvar,) if isinstance(self.envvar, str) else tuple(self.envvar)
        automatic = self._automatic_variable(ctx)
        return () if automatic is None else (automatic,)

    def _shown_default(self, ctx: Context) -> str:
        """Return the default as the help page shows it; empty if it does not."""
        show = ctx.show_default if self.show_default is None else self.show_default
        if not show:
            return ""
        if isinstance(show, str):
            return f"({show})"
        resilient, ctx.resilient_parsing = ctx.resilient_parsing, True
        try:
            default = self.get_default(ctx, call=False)
        finally:
            ctx.resilient_parsing = resilient
        return self._default_text(default)

    def _default_text(self, default: object) -> str:
        if default is None or default is UNSET:
            return ""
        if isinstance(default, (list, tuple)):
            return ", ".join([_as_text(item) for item in default])
        if type(default).__name__ == "function":
            return _("(dynamic)")
        if self.is_bool_flag:
            if self.secondary_opts:
                side = self.opts if default else self.secondary_opts
                return split_opt(side[0])[1] if side else ""
            if not default:
                return ""
        elif isinstance(default, str) and default == "":
            return '""'
        return _as_text(default)


def _none_for_unset(value: object) -> object:
    return None if value is UNSET else value


def _as_text(value: object) -> str:
    return value.name if isinstance(value, enum.Enum) else str(value)


def _name_from(opts: Sequence[str]) -> str | None:
    """Return the name of the function's argument, from the first spelling with the longest prefix."""
    longest, best = "", ""
    for opt in opts:
        prefix, rest = split_opt(opt)
        if not best or len(prefix) > len(longest):
            longest, best = prefix, rest
    name = best.replace("-", "_").lower()
    return name if name.isidentifier() else None


def _question(prompt: bool | str, name: str) -> str | None:
    if prompt is True:
        if not name:
            raise TypeError("'name' is required with 'prompt=True'.")
        return name.replace("_", " ").capitalize()
    return None if prompt is False else prompt


def _kind(is_flag: bool | None, flag_value: object, option: Option) -> tuple[bool, bool]:
    """Return whether ``option`` is a flag, and whether its value may be left out."""
    if is_flag is None:
        if flag_value is not UNSET:
            return True, False
        if option.prompt and not option.prompt_required:
            return False, True
        return bool(option.secondary_opts), False
    if is_flag:
        return True, False
    return False, flag_value is not UNSET or option.default is UNSET


#: the type of a flag follows the type of its value
_TYPES_OF_FLAG_VALUES = {bool: BOOL, int: INT, float: FLOAT, type(None): STRING}


def _type_of(flag_value: object, count: bool) -> ParamType:
    """Return the type of a counter, or of a flag with this value."""
    if count:
        from ..types.ranges import IntRange

        return IntRange(min=0)
    if flag_value is UNSET:
        return BOOL
    if isinstance(flag_value, str):
        return STRING
    return _TYPES_OF_FLAG_VALUES.get(type(flag_value), UNPROCESSED)


def _check(option: Option) -> None:
    """Refuse settings that contradict each other."""
    if option.nargs == -1:
        error = TypeError("nargs=-1 is not supported for options.")
        error.add_note("Use multiple=True to let an option be given several times.")
        raise error
    if option.secondary_opts and not option.is_bool_flag:
        raise TypeError("Secondary flag is not valid for non-boolean flag.")
    if option.prompt is not None:
        if option.deprecated:
            raise ValueError("`deprecated` options cannot use `prompt`.")
        if option.hide_input and option.is_bool_flag:
            raise TypeError("'prompt' with 'hide_input' is not valid for boolean flag.")
    if option.count:
        if option.multiple:
            raise TypeError("'count' is not valid with 'multiple'.")
        if option.is_flag:
            raise TypeError("'count' is not valid with 'is_flag'.")


def _meaning(text: str, flag_value: object) -> bool | None:
    """Return whether ``text`` in an environment variable switches a flag on; ``None`` if neither.

    The flag's own value switches it on when that is a text; else the words for yes and no count.
    """
    if isinstance(flag_value, str) and text == flag_value:
        return True
    return BoolParamType.str_to_bool(text)


def _counts_from_zero(option: Option) -> bool:
    """Return whether the range is the one that every counter has."""
    kind = option.type
    return option.count and (getattr(kind, "min", None), getattr(kind, "max", 0)) == (0, None)


def _notes(extra: OptionHelpExtra) -> Iterator[str]:
    if "envvars" in extra:
        yield _("env var: {var}").format(var=", ".join(extra["envvars"]))
    if "default" in extra:
        yield _("default: {default}").format(default=extra["default"])
    if "range" in extra:
        yield extra["range"]
    if "required" in extra:
        yield _(extra["required"])
