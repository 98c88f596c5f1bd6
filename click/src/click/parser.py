"""Command line tokens to raw values by name.

In: a list of arguments, and records of options and arguments. Out: values by destination, the
tokens nobody wanted, and the order in which parameters were met. Knows nothing of types, defaults
or callbacks; the parameters behind the records are only passed on.
"""

from __future__ import annotations

from ._i18n import translate as _
from ._i18n import translate_plural
from ._optnames import normalize_with
from ._optnames import split_opt as _split_opt
from ._utils import FLAG_NEEDS_VALUE, UNSET
from .exceptions import BadArgumentUsage, BadOptionUsage, NoSuchOption, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from ._utils import T_UNSET
    from .core.argument import Argument as CoreArgument
    from .core.context import Context
    from .core.option import Option as CoreOption
    from .core.parameter import Parameter as CoreParameter


def _pad(found: list[str], count: int, left: bool) -> tuple[str | T_UNSET, ...]:
    gap: list[Any] = [UNSET] * (count - len(found))
    return (*gap, *found) if left else (*found, *gap)


def _unpack_args(
    args: Sequence[str], nargs_spec: Sequence[int]
) -> tuple[Sequence[str | Sequence[str | T_UNSET] | T_UNSET], list[str]]:
    """Deal *args* out to positions.

    A position of one gets a value, a longer one a tuple; `UNSET` stands where no token is left.
    At most one position is negative and gets all that the others leave, those behind it being
    served from the right.

    :returns: what each position gets, and the tokens that are left.
    :raises TypeError: two positions are negative.
    """
    stars = [index for index, count in enumerate(nargs_spec) if count < 0]
    if len(stars) > 1:
        raise TypeError("Cannot have two nargs < 0")
    star = stars[0] if stars else len(nargs_spec)
    dealt: list[Any] = [None] * len(nargs_spec)
    low, high = 0, len(args)
    for index in range(star):
        count = nargs_spec[index]
        found = list(args[low : low + count])
        low += len(found)
        dealt[index] = _one_or_many(found, count, False)
    for index in range(len(nargs_spec) - 1, star, -1):
        count = nargs_spec[index]
        found = list(args[max(low, high - count) : high])
        high -= len(found)
        dealt[index] = _one_or_many(found, count, True)
    if stars:
        dealt[star] = tuple(args[low:high])
        return tuple(dealt), []
    return tuple(dealt), list(args[low:])


def _one_or_many(found: list[str], count: int, left: bool) -> Any:
    if count == 1:
        return found[0] if found else UNSET
    return tuple(found) if len(found) == count else _pad(found, count, left)


class _ParsingState:
    """How far parsing one command line has got."""

    __slots__ = ("largs", "opts", "order", "rargs")

    def __init__(self, rargs: list[str]) -> None:
        #: values found, by destination
        self.opts: dict[str, Any] = {}
        #: tokens that are no options
        self.largs: list[str] = []
        #: tokens still to be looked at
        self.rargs = rargs
        #: parameters in the order in which they were met
        self.order: list[CoreParameter] = []


# -- what an option does with what it is given ---------------------------------------------------


def _store(option: _Option, value: Any, opts: dict[str, Any]) -> None:
    opts[option.dest] = value  # type: ignore[index]


def _store_const(option: _Option, value: Any, opts: dict[str, Any]) -> None:
    opts[option.dest] = option.const  # type: ignore[index]


def _append(option: _Option, value: Any, opts: dict[str, Any]) -> None:
    opts.setdefault(option.dest, []).append(value)  # type: ignore[arg-type]


def _append_const(option: _Option, value: Any, opts: dict[str, Any]) -> None:
    opts.setdefault(option.dest, []).append(option.const)  # type: ignore[arg-type]


def _count(option: _Option, value: Any, opts: dict[str, Any]) -> None:
    opts[option.dest] = opts.get(option.dest, 0) + 1  # type: ignore[index, arg-type]


_ACTIONS: dict[str, Callable[[_Option, Any, dict[str, Any]], None]] = {
    "store": _store,
    "store_const": _store_const,
    "append": _append,
    "append_const": _append_const,
    "count": _count,
}


class _Option:
    """The record of an option: its spellings and what it stores where."""

    def __init__(
        self,
        obj: CoreOption,
        opts: Sequence[str],
        dest: str | None,
        action: str | None = None,
        nargs: int = 1,
        const: Any | None = None,
    ) -> None:
        self._short_opts: list[str] = []
        self._long_opts: list[str] = []
        self.prefixes: set[str] = set()
        for opt in opts:
            prefix, name = _split_opt(opt)
            if not prefix:
                raise ValueError(f"Invalid start character for option ({opt})")
            self.prefixes.add(prefix[0])
            if len(prefix) == 1 and len(name) == 1:
                self._short_opts.append(opt)
            else:
                self._long_opts.append(opt)
                self.prefixes.add(prefix)
        self.dest = dest
        self.action: str | None = action or "store"
        self.nargs = nargs
        self.const = const
        self.obj = obj

    @property
    def takes_value(self) -> bool:
        """Whether the option consumes tokens behind it."""
        return self.action in ("store", "append")

    def process(self, value: Any, state: _ParsingState) -> None:
        """Store *value*, or what stands for the bare option, and note the parameter."""
        act = _ACTIONS.get(self.action or "")
        if act is None:
            raise ValueError(f"unknown action '{self.action}'")
        act(self, value, state.opts)
        state.order.append(self.obj)


class _Argument:
    """The record of an argument."""

    def __init__(self, obj: CoreArgument, dest: str | None, nargs: int = 1) -> None:
        self.dest = dest
        self.nargs = nargs
        self.obj = obj

    def process(
        self,
        value: str | Sequence[str | T_UNSET] | T_UNSET,
        state: _ParsingState,
    ) -> None:
        """Store *value* and note the parameter.

        :raises BadArgumentUsage: some but not all of the values are there.
        """
        found: Any = value
        if self.nargs > 1:
            holes = sum(item is UNSET for item in found)
            if holes == len(found):
                found = UNSET
            elif holes:
                raise BadArgumentUsage(
                    _("Argument {name!r} takes {nargs} values.").format(
                        name=self.dest, nargs=self.nargs
                    )
                )
        elif found == ():
            # Nothing was given: the environment or a default may know more.
            found = UNSET
        state.opts[self.dest] = found  # type: ignore[index]
        state.order.append(self.obj)


class _OptionParser:
    """Finds options and arguments in a list of tokens.

    :param ctx: settings are taken from it, and it goes into errors.
    """

    def __init__(self, ctx: Context | None = None) -> None:
        self.ctx = ctx
        #: options may stand behind arguments
        self.allow_interspersed_args: bool = True
        #: what looks like an option but is none is left in place
        self.ignore_unknown_options: bool = False
        if ctx is not None:
            self.allow_interspersed_args = ctx.allow_interspersed_args
            self.ignore_unknown_options = ctx.ignore_unknown_options
        self._long_opt: dict[str, _Option] = {}
        self._short_opt: dict[str, _Option] = {}
        self._opt_prefixes = {"-", "--"}
        self._args: list[_Argument] = []

    def _for_context(self, ctx: Context) -> _OptionParser:
        """A parser with the same tables for another invocation."""
        twin = _OptionParser.__new__(_OptionParser)
        twin.__dict__ = {
            **self.__dict__,
            "ctx": ctx,
            "allow_interspersed_args": ctx.allow_interspersed_args,
            "ignore_unknown_options": ctx.ignore_unknown_options,
        }
        return twin

    def _normalize(self, opt: str) -> str:
        ctx = self.ctx
        if ctx is None or ctx.token_normalize_func is None:
            return opt
        return normalize_with(opt, ctx.token_normalize_func)

    def add_option(
        self,
        obj: CoreOption,
        opts: Sequence[str],
        dest: str | None,
        action: str | None = None,
        nargs: int = 1,
        const: Any | None = None,
    ) -> None:
        """Add an option.

        :param obj: noted when the option is met.
        :param opts: its spellings.
        :param dest: where its value is stored.
        :param action: ``store``, ``store_const``, ``append``, ``append_const`` or ``count``.
        :param nargs: tokens that it consumes, for the actions that consume any.
        :param const: the value of the bare option, for the actions that store one.
        """
        option = _Option(obj, [self._normalize(opt) for opt in opts], dest, action, nargs, const)
        self._opt_prefixes.update(option.prefixes)
        self._short_opt.update(dict.fromkeys(option._short_opts, option))
        self._long_opt.update(dict.fromkeys(option._long_opts, option))

    def add_argument(self, obj: CoreArgument, dest: str | None, nargs: int = 1) -> None:
        """Add an argument, behind those which there are.

        :param nargs: how many tokens it takes; negative for all that are left.
        """
        self._args.append(_Argument(obj, dest, nargs))

    def parse_args(self, args: list[str]) -> tuple[dict[str, Any], list[str], list[CoreParameter]]:
        """Parse *args*, which is consumed.

        :returns: values by destination, tokens left over, parameters in the order of the line.
        :raises UsageError: the line is wrong, unless the context is resilient.
        """
        state = _ParsingState(args)
        try:
            self._process_args_for_options(state)
            self._process_args_for_args(state)
        except UsageError:
            if self.ctx is None or not self.ctx.resilient_parsing:
                raise
        return state.opts, state.largs, state.order

    def _process_args_for_args(self, state: _ParsingState) -> None:
        rest = state.largs + state.rargs
        if self._args:
            dealt, rest = _unpack_args(rest, [argument.nargs for argument in self._args])
            for argument, value in zip(self._args, dealt, strict=True):
                argument.process(value, state)
        state.largs = rest
        state.rargs = []

    def _process_args_for_options(self, state: _ParsingState) -> None:
        tokens = state.rargs
        prefixes = self._opt_prefixes
        while tokens:
            token = tokens.pop(0)
            if token[:1] in prefixes and len(token) > 1:
                if token == "--":
                    return
                self._process_opts(token, state)
                tokens = state.rargs
            elif self.allow_interspersed_args:
                state.largs.append(token)
            else:
                tokens.insert(0, token)
                return

    def _process_opts(self, arg: str, state: _ParsingState) -> None:
        name, equals, attached = arg.partition("=")
        name = self._normalize(name)
        option = self._long_opt.get(name)
        if option is not None:
            self._take_long(option, name, attached if equals else None, state)
        elif arg[:2] not in self._opt_prefixes:
            # One dash: perhaps several short options in one token.
            self._take_short(arg, state)
        elif self.ignore_unknown_options:
            state.largs.append(arg)
        else:
            raise NoSuchOption(name, possibilities=self._long_opt, ctx=self.ctx)

    def _take_long(
        self, option: _Option, name: str, attached: str | None, state: _ParsingState
    ) -> None:
        value: Any = UNSET
        if option.takes_value:
            if attached is not None:
                state.rargs.insert(0, attached)
            value = self._value_for(name, option, state)
        elif attached is not None:
            raise BadOptionUsage(
                name, _("Option {name!r} does not take a value.").format(name=name)
            )
        option.process(value, state)

    def _take_short(self, arg: str, state: _ParsingState) -> None:
        prefix = arg[0]
        unknown = ""
        for position, letter in enumerate(arg[1:], 2):
            name = self._normalize(prefix + letter)
            option = self._short_opt.get(name)
            if option is None:
                if not self.ignore_unknown_options:
                    raise NoSuchOption(name, ctx=self.ctx)
                unknown += letter
                continue
            if not option.takes_value:
                option.process(UNSET, state)
                continue
            # The rest of the token is the value, if there is a rest.
            if position < len(arg):
                state.rargs.insert(0, arg[position:])
            option.process(self._value_for(name, option, state), state)
            break
        if unknown:
            state.largs.append(prefix + unknown)

    def _value_for(self, name: str, option: _Option, state: _ParsingState) -> Any:
        count = option.nargs
        tokens = state.rargs
        may_be_bare = option.obj._flag_needs_value
        if len(tokens) < count:
            if may_be_bare:
                return FLAG_NEEDS_VALUE
            message = translate_plural(
                "Option {name!r} requires an argument.",
                "Option {name!r} requires {nargs} arguments.",
                count,
            )
            raise BadOptionUsage(name, message.format(name=name, nargs=count))
        if count == 1:
            if may_be_bare and _looks_like_option(tokens[0], self._opt_prefixes):
                return FLAG_NEEDS_VALUE
            return tokens.pop(0)
        values = tuple(tokens[:count])
        del tokens[:count]
        return values


def _looks_like_option(token: object, prefixes: set[str]) -> bool:
    return isinstance(token, str) and token[:1] in prefixes and len(token) > 1


#: names that were public until the parser became internal
_FORMER_NAMES = {
    "OptionParser": _OptionParser,
    "Argument": _Argument,
    "Option": _Option,
    "ParsingState": _ParsingState,
}


def _normalize_opt(opt: str, ctx: Context | None) -> str:
    return normalize_with(opt, ctx.token_normalize_func if ctx is not None else None)


def __getattr__(name: str) -> object:
    import warnings

    former: object = _FORMER_NAMES.get(name)
    if name == "split_arg_string":
        from ._completion.words import split_arg_string

        warnings.warn(
            "Importing 'parser.split_arg_string' is deprecated, it will only be available in "
            "'shell_completion' in Click 9.0.",
            DeprecationWarning,
            stacklevel=2,
        )
        return split_arg_string
    if former is None:
        former = {"split_opt": _split_opt, "normalize_opt": _normalize_opt}.get(name)
    if former is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    warnings.warn(
        f"'parser.{name}' is deprecated and will be removed in Click 9.0. The old parser is "
        "available in 'optparse'.",
        DeprecationWarning,
        stacklevel=2,
    )
    return former
