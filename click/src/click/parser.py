"""Command line tokens to raw values by name.

The parser splits a list of arguments into values by destination and remaining tokens, and keeps
the order in which parameters were met. Types, defaults and callbacks are applied later.
"""

from __future__ import annotations

from . import _late
from ._i18n import translate as _
from ._i18n import translate_plural
from ._option_names import normalize_with
from ._option_names import split_opt as _split_opt
from ._overrides import is_original
from ._utils import FLAG_NEEDS_VALUE, UNSET
from .exceptions import BadArgumentUsage, BadOptionUsage, NoSuchOption, UsageError

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence, Set
    from typing import Any, TypeAlias

    from ._annotations import Argument as CoreArgument
    from ._annotations import Context
    from ._annotations import Option as CoreOption
    from ._annotations import Parameter as CoreParameter
    from ._utils import T_UNSET

    #: what options and arguments store, by destination
    _Values: TypeAlias = dict[str, Any]


def _pad(found: list[str], count: int, left: bool) -> tuple[str | T_UNSET, ...]:
    gap: list[str | T_UNSET] = [UNSET] * (count - len(found))
    return (*gap, *found) if left else (*found, *gap)


def _unpack_args(
    args: Sequence[str], nargs_spec: Sequence[int]
) -> tuple[Sequence[str | Sequence[str | T_UNSET] | T_UNSET], list[str]]:
    """Deal ``args`` out to positions.

    A position of one gets a value, a longer one a tuple; ``UNSET`` stands where no token is left.
    At most one position is negative and gets all that the others leave; the positions after
    it are filled from the right.

    :return: what each position gets, and the tokens that are left.
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


def _one_or_many(found: list[str], count: int, left: bool) -> object:
    if count == 1:
        return found[0] if found else UNSET
    return tuple(found) if len(found) == count else _pad(found, count, left)


class _ParsingState:
    """The state of parsing one command line."""

    __slots__ = ("largs", "opts", "order", "rargs")

    def __init__(self, rargs: list[str]) -> None:
        #: values found, by destination
        self.opts: _Values = {}
        #: tokens that are no options
        self.largs: list[str] = []
        #: tokens still to be looked at
        self.rargs = rargs
        #: parameters in the order in which they were met
        self.order: list[CoreParameter] = []


# -- what an option does when it is met, but for "store", which every option with a value does -----


def _store_const(option: _Option, value: object, opts: _Values) -> None:
    opts[option.dest] = option.const


def _append(option: _Option, value: object, opts: _Values) -> None:
    opts.setdefault(option.dest, []).append(value)


def _append_const(option: _Option, value: object, opts: _Values) -> None:
    opts.setdefault(option.dest, []).append(option.const)


def _count(option: _Option, value: object, opts: _Values) -> None:
    opts[option.dest] = opts.get(option.dest, 0) + 1


#: the actions for which the tokens after the option are its value
_WITH_VALUE = frozenset({"store", "append"})

_ACTIONS: dict[str, Callable[[_Option, object, _Values], None]] = {
    "store_const": _store_const,
    "append": _append,
    "append_const": _append_const,
    "count": _count,
}


class _Option:
    """The record of an option: its spellings and what it stores where."""

    #: empty for a record that is made when the option is met
    _short_opts: Sequence[str] = ()
    _long_opts: Sequence[str] = ()
    prefixes: Set[str] = frozenset()

    def __init__(
        self,
        obj: CoreOption,
        opts: Sequence[str],
        dest: str,
        action: str | None = None,
        nargs: int = 1,
        const: object = None,
    ) -> None:
        if opts:
            self._sort(opts)
        self.dest = dest
        self.action: str | None = action or "store"
        self.nargs = nargs
        self.const = const
        self.obj = obj

    def _sort(self, opts: Sequence[str]) -> None:
        """Separate short spellings, which can share a token, from long ones."""
        short: list[str] = []
        long: list[str] = []
        prefixes: set[str] = set()
        for opt in opts:
            prefix, name = _split_opt(opt)
            if not prefix:
                raise ValueError(f"Invalid start character for option ({opt})")
            prefixes.add(prefix[0])
            if len(prefix) == 1 and len(name) == 1:
                short.append(opt)
            else:
                long.append(opt)
                prefixes.add(prefix)
        self._short_opts, self._long_opts, self.prefixes = short, long, prefixes

    @property
    def takes_value(self) -> bool:
        """True if the option consumes the tokens after it."""
        return self.action in _WITH_VALUE

    def process(self, value: object, state: _ParsingState) -> None:
        """Store ``value``, or what stands for the bare option, and note the parameter."""
        action = self.action
        if action == "store":
            state.opts[self.dest] = value
        else:
            act = _ACTIONS.get(action or "")
            if act is None:
                raise ValueError(f"unknown action '{action}'")
            act(self, value, state.opts)
        state.order.append(self.obj)


class _Argument:
    """The record of an argument."""

    def __init__(self, obj: CoreArgument, dest: str, nargs: int = 1) -> None:
        self.dest = dest
        self.nargs = nargs
        self.obj = obj

    def process(
        self,
        value: str | Sequence[str | T_UNSET] | T_UNSET,
        state: _ParsingState,
    ) -> None:
        """Store ``value`` and note the parameter.

        :raises BadArgumentUsage: some but not all of the values are there.
        """
        if self.nargs > 1:
            values: Any = value
            holes = sum(item is UNSET for item in values)
            if holes == len(values):
                value = UNSET
            elif holes:
                raise BadArgumentUsage(
                    _("Argument {name!r} takes {nargs} values.").format(
                        name=self.dest, nargs=self.nargs
                    )
                )
        elif value == ():
            # Nothing was given: the environment or a default may know more.
            value = UNSET
        state.opts[self.dest] = value
        state.order.append(self.obj)


class _OptionParser:
    """Finds options and arguments in a list of tokens.

    :param ctx: settings are taken from it, and it goes into errors.
    """

    #: options may follow arguments
    allow_interspersed_args: bool
    #: what looks like an option but is none is left in place
    ignore_unknown_options: bool

    def __init__(self, ctx: Context | None = None) -> None:
        self.ctx = ctx
        self._opt_prefixes = {"-", "--"}
        self._long_opt: dict[str, _Option] = {}
        self._short_opt: dict[str, _Option] = {}
        self._args: list[_Argument] = []
        self.allow_interspersed_args = ctx is None or ctx.allow_interspersed_args
        self.ignore_unknown_options = ctx is not None and ctx.ignore_unknown_options

    def _expect(self, spellings: Iterable[tuple[Sequence[str], Any]]) -> bool:
        """Learn how options are spelled, whose records are made when they are met.

        :param spellings: of each option, and the option; or a record that is made already.
        :return: false if one needs the care of :meth:`add_option`: it begins with no dash.
        """
        ctx = self.ctx
        as_is = ctx is None or ctx.token_normalize_func is None
        short: dict[str, Any] = self._short_opt
        long: dict[str, Any] = self._long_opt
        for opts, option in spellings:
            for opt in opts:
                if opt[:1] != "-":
                    return False
                table = short if len(opt) == 2 and opt != "--" else long
                table[opt if as_is else self._normalize(opt)] = option
        return True

    def _met(self, table: dict[str, _Option], name: str) -> _Option | None:
        """Return the record for ``name``, if it is known."""
        found: Any = table.get(name)
        # What others put into the table stays as it is.
        make = None if isinstance(found, _Option) else getattr(found, "_record", None)
        if make is not None:
            table[name] = found = make()
        return found  # type: ignore[no-any-return]

    def _normalize(self, opt: str) -> str:
        ctx = self.ctx
        if ctx is None or ctx.token_normalize_func is None:
            return opt
        return normalize_with(opt, ctx.token_normalize_func)

    def add_option(
        self,
        obj: CoreOption,
        opts: Sequence[str],
        dest: str,
        action: str | None = None,
        nargs: int = 1,
        const: object = None,
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

    def add_argument(self, obj: CoreArgument, dest: str, nargs: int = 1) -> None:
        """Add an argument after the existing ones.

        :param nargs: how many tokens it takes; negative for all that are left.
        """
        self._args.append(_Argument(obj, dest, nargs))

    def parse_args(self, args: list[str]) -> tuple[_Values, list[str], list[CoreParameter]]:
        """Parse ``args``, which is consumed.

        :return: values by destination, tokens left over, parameters in the order of the line.
        :raises UsageError: the line is wrong, unless the context is resilient.
        """
        state = _ParsingState(args)
        for step in (self._process_args_for_options, self._process_args_for_args):
            try:
                step(state)
            except UsageError:
                if self.ctx is not None and self.ctx.resilient_parsing:
                    # What was understood so far is worth something.
                    break
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
        prefixes = self._opt_prefixes
        while state.rargs:
            tokens = state.rargs
            if tokens[0][:1] not in prefixes or len(tokens[0]) < 2:
                if not self.allow_interspersed_args:
                    return
                # Values that stand together move together: there may be very many.
                count = _count_values(tokens, prefixes)
                state.largs += tokens[:count]
                del tokens[:count]
                continue
            token = tokens.pop(0)
            if token == "--":
                return
            self._process_opts(token, state)

    def _process_opts(self, arg: str, state: _ParsingState) -> None:
        name, equals, attached = arg.partition("=")
        if self.ctx is not None and self.ctx.token_normalize_func is not None:
            name = self._normalize(name)
        match = self._match_long_opt
        # An override may accept names that the table does not have.
        if name in self._long_opt or not is_original(match, _MATCH_LONG_OPT):
            try:
                return match(name, attached if equals else None, state)
            except NoSuchOption as error:
                unknown = error
        else:
            unknown = None
        if arg[:2] in self._opt_prefixes:
            if not self.ignore_unknown_options:
                raise unknown or self._no_such(name)
            state.largs.append(arg)
        else:
            # One dash: perhaps several short options in one token.
            self._match_short_opt(arg, state)

    def _no_such(self, name: str) -> NoSuchOption:
        return NoSuchOption(name, possibilities=self._long_opt, ctx=self.ctx)

    def _can_take(self, token: str, state: _ParsingState) -> bool:
        """Return whether ``token`` is a number and an argument is left that could take it."""
        try:
            float(token)
        except ValueError:
            return False
        counts = [argument.nargs for argument in self._args]
        return min(counts, default=0) < 0 or len(state.largs) < sum(counts)

    # Programs call and replace the next three.

    def _match_long_opt(self, opt: str, explicit_value: str | None, state: _ParsingState) -> None:
        """Process an option by its long name and the value after the equals sign.

        :raises NoSuchOption: the name is unknown.
        """
        option = self._met(self._long_opt, opt)
        if option is None:
            raise self._no_such(opt)
        if option.action in _WITH_VALUE:
            if explicit_value is not None:
                state.rargs.insert(0, explicit_value)
            option.process(self._get_value_from_state(opt, option, state), state)
        elif explicit_value is None:
            option.process(UNSET, state)
        else:
            raise BadOptionUsage(opt, _("Option {name!r} does not take a value.").format(name=opt))

    def _match_short_opt(self, arg: str, state: _ParsingState) -> None:
        """Process the short options that share a token."""
        prefix = arg[0]
        unknown = ""
        for position, letter in enumerate(arg[1:], 2):
            name = self._normalize(prefix + letter)
            option = self._met(self._short_opt, name)
            if option is None:
                if not self.ignore_unknown_options:
                    error = NoSuchOption(name, ctx=self.ctx)
                    if self._can_take(arg, state):
                        error._negative_number = arg
                    raise error
                unknown += letter
                continue
            if option.action not in _WITH_VALUE:
                option.process(UNSET, state)
                continue
            # The rest of the token is the value, if there is a rest.
            if position < len(arg):
                state.rargs.insert(0, arg[position:])
            option.process(self._get_value_from_state(name, option, state), state)
            break
        if unknown:
            state.largs.append(prefix + unknown)

    def _get_value_from_state(
        self, option_name: str, option: _Option, state: _ParsingState
    ) -> object:
        """Take the value of an option, or its values, from the tokens after it."""
        count = option.nargs
        tokens = state.rargs
        may_be_bare = option.obj._flag_needs_value
        if count == 1 and tokens and not may_be_bare:
            return tokens.pop(0)
        if len(tokens) < count:
            if may_be_bare:
                return FLAG_NEEDS_VALUE
            message = translate_plural(
                "Option {name!r} requires an argument.",
                "Option {name!r} requires {nargs} arguments.",
                count,
            )
            raise BadOptionUsage(option_name, message.format(name=option_name, nargs=count))
        if count == 1:
            if _looks_like_option(tokens[0], self._opt_prefixes):
                return FLAG_NEEDS_VALUE
            return tokens.pop(0)
        values = tuple(tokens[:count])
        del tokens[:count]
        return values


_MATCH_LONG_OPT = _OptionParser._match_long_opt


def _count_values(tokens: list[str], prefixes: set[str]) -> int:
    """Return how many of ``tokens`` are before the first that looks like an option."""
    for count, token in enumerate(tokens):
        if token[:1] in prefixes and len(token) > 1:
            return count
    return len(tokens)


def _looks_like_option(token: object, prefixes: set[str]) -> bool:
    return isinstance(token, str) and token[:1] in prefixes and len(token) > 1


def _normalize_opt(opt: str, ctx: Context | None) -> str:
    return normalize_with(opt, ctx.token_normalize_func if ctx is not None else None)


def __getattr__(name: str) -> Any:
    return _late.find(__name__, name)
