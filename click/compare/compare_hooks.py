"""Which overridden methods are called, in what order, with what: every class with every method.

Each public class gets a subclass in which every public method writes down its call and passes it
on; programs made of these classes are run, and the written lists compared.
"""

from __future__ import annotations

import functools
import os
import re
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import click
from click.formatting import HelpFormatter
from click.shell_completion import BashComplete, ShellComplete
from click.testing import CliRunner

EXPECTED_DIFFERENCES: dict[str, str] = {
    "complete:": "completion calls no callbacks",
    "shell": "completion calls no callbacks",
}

# How often and when these are asked is free: their answers are the same each time.
FREE = re.compile(
    r"(\w+)\(\w*\)\.(get_params|get_help_option|get_help_option_names|write|getvalue|section|"
    r"write_paragraph|write_heading|indent|dedent|normalize_choice|get_help_record|make_metavar|"
    r"get_metavar)\("
)
# These may not be asked at all when the answer would not be used.
IDLE = re.compile(r"\w+\(\w*\)\.(lookup_default|get_default|list_commands|indentation)\(")
CALLS: list[str] = []
RUNNER = CliRunner()


def _plain(value: object) -> str:
    """A value as text that is the same in every process."""
    if isinstance(value, click.Context):
        return f"ctx:{value.info_name}"
    if isinstance(value, (click.Command, click.Parameter)):
        return f"{value.name}"
    if isinstance(value, (list, tuple)):
        return f"{type(value).__name__}[{', '.join(map(_plain, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {_plain(item)}" for key, item in value.items()) + "}"
    return re.sub(r"( object)? at 0x\w+|lambda>.*", "", repr(value))


def _written(owner: str, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def call(self: Any, *args: Any, **more: Any) -> Any:
        given = [_plain(value) for value in args]
        given += [f"{key}={_plain(value)}" for key, value in more.items()]
        who = getattr(self, "name", None) or getattr(self, "info_name", None) or ""
        CALLS.append(f"{owner}({who}).{name}({', '.join(given)})")
        return method(self, *args, **more)

    return call


def spied(cls: type[Any], *skipped: str) -> type[Any]:
    """A subclass of ``cls`` that writes down every call of a public method."""
    members: dict[str, Any] = {}
    for name in dir(cls):
        method = getattr(cls, name)
        public = not name.startswith("_") or name == "__call__"
        plain = callable(method) and not isinstance(method, type)
        if public and plain and not hasattr(method, "__self__") and name not in skipped:
            members[name] = _written(cls.__name__, name, method)
    return type(f"Spy{cls.__name__}", (cls,), members)


SpyFormatter = spied(HelpFormatter)


class SpyContext(spied(click.Context, "get_parameter_source", "scope")):  # type: ignore[misc]
    formatter_class = SpyFormatter


class SpyCommand(spied(click.Command)):  # type: ignore[misc]
    context_class = SpyContext


class SpyGroup(spied(click.Group)):  # type: ignore[misc]
    context_class = SpyContext
    command_class = SpyCommand
    group_class = type


class SpyCollection(spied(click.CommandCollection)):  # type: ignore[misc]
    context_class = SpyContext


SpyOption = spied(click.Option)
SpyArgument = spied(click.Argument)
SpyType = spied(click.ParamType)
SpyChoice = spied(click.Choice)
SpyTuple = spied(click.Tuple)


class Word(SpyType):  # type: ignore[misc, valid-type]
    name = "word"


def _asked(**values: Any) -> str:
    CALLS.append(f"called {_plain(values)}")
    return "result"


def _params() -> list[click.Parameter]:
    def callback(ctx: click.Context, param: click.Parameter, value: object) -> object:
        CALLS.append(f"callback({_plain(ctx)}, {param.name}, {value!r})")
        return value

    return [
        SpyOption(["--word", "-w"], type=Word(), envvar="HOOKS_WORD", callback=callback),
        SpyOption(["--pair"], nargs=2, type=Word(), default=("a", "b"), show_default=True),
        SpyOption(["--many"], multiple=True, type=Word(), help="Many of them."),
        SpyOption(["--flag/--no-flag"], default=False, help="A flag.", show_default=True),
        SpyOption(["--choice"], type=SpyChoice(["x", "y"]), default="x", show_envvar=True),
        SpyOption(["--both"], type=SpyTuple([Word(), int]), is_eager=True),
        SpyOption(["-v"], count=True),
        SpyOption(["--switch"], flag_value="on", default=True),
        SpyOption(["--hidden"], hidden=True),
        SpyArgument(["src"], type=Word(), callback=callback, required=False),
        SpyArgument(["rest"], nargs=-1, type=Word(), help="What is left."),
    ]


def _leaf(name: str, **settings: Any) -> click.Command:
    settings.setdefault("params", _params())
    command: click.Command = SpyCommand(
        name, callback=_asked, help=f"Help of {name}. More.", epilog="The end.", **settings
    )
    return command


def _group(**settings: Any) -> click.Group:
    settings.setdefault("params", _params()[:4])
    group: click.Group = SpyGroup(
        "top",
        callback=_asked,
        commands=[_leaf("one"), _leaf("two", deprecated=True), _leaf("three", hidden=True)],
        help="Help of top.",
        **settings,
    )
    return group


LINES = [
    [],
    ["--help"],
    ["--word", "1"],
    ["-w1", "s", "r1", "r2"],
    ["--pair", "1", "2", "--many", "a", "--many", "b"],
    ["--both", "w", "3", "-vv", "--no-flag"],
    ["--choice", "z"],
    ["--nope"],
    ["--word"],
    ["--pair", "1"],
    ["--both", "w", "x"],
    ["--switch", "--", "--word"],
]
GROUP_LINES = [
    [],
    ["--help"],
    ["one"],
    ["one", "--help"],
    ["two", "x"],
    ["nope"],
    ["--word", "1", "one", "--choice", "y"],
    ["one", "--nope"],
    ["three"],
]


def _seen() -> object:
    """The calls in their order; of those that are free only which there were."""
    free = sorted({match[0] for call in CALLS if (match := FREE.match(call))})
    return [[call for call in CALLS if not FREE.match(call) and not IDLE.match(call)], free]


def _run(make: Callable[[], object], args: list[str], **more: Any) -> object:
    CALLS.clear()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            command: Any = make()
            CALLS.append("-- made")
            result = RUNNER.invoke(command, args, **more)
            CALLS.append(f"-- {result.exit_code} {result.return_value!r} {result.exception!r}")
            CALLS.append(result.output.split("\nHint: ")[0])
        except Exception as error:
            CALLS.append(f"-- {error!r}")
    return _seen()


def observations() -> Iterator[tuple[str, object]]:
    environments: list[dict[str, str]] = [{}, {"HOOKS_WORD": "e", "APP_PAIR": "x y", "APP_V": "2"}]
    for args in LINES:
        for env in environments:
            for settings in ({}, {"default_map": {"word": "m", "pair": "1 2", "choice": "y"}}):
                more: Any = {"env": env, "auto_envvar_prefix": "APP", **settings}
                yield (
                    f"command:{args}:{bool(env)}:{bool(settings)}",
                    _run(lambda: _leaf("leaf"), args, **more),
                )
    for args in GROUP_LINES:
        for chain in (False, True):
            for alone in (False, True):

                def make(chain: bool = chain, alone: bool = alone) -> object:
                    params = _params()[:4]
                    one = _leaf("one", params=_params()[:9] if chain else None)
                    return SpyGroup(
                        "top",
                        params=params,
                        callback=_asked,
                        commands=[one, _leaf("two", deprecated=True, params=[])],
                        chain=chain,
                        invoke_without_command=alone,
                        help="Help of top.",
                        result_callback=lambda value, **more: (value, sorted(more)),
                    )

                yield f"group:{args}:{chain}:{alone}", _run(make, args)
        yield (
            f"collection:{args}",
            _run(lambda: SpyCollection("c", sources=[_group(), _group()]), args),
        )
    for words in (
        "top ",
        "top o",
        "top one ",
        "top one --",
        "top one --choice ",
        "top one --word x",
        "top --flag one --pair ",
        "top nope ",
        "top one s t -",
    ):
        for number in (1, 2, 3, 4):
            CALLS.clear()
            os.environ["COMP_WORDS"] = words
            os.environ["COMP_CWORD"] = str(number)
            spy = spied(BashComplete)(_group(), {}, "top", "_TOP_COMPLETE")
            try:
                CALLS.append(spy.complete())
            except Exception as error:
                CALLS.append(repr(error))
            yield f"complete:{words}:{number}", _seen()
    CALLS.clear()
    ctx = SpyContext(_group(), info_name="top")
    ctx.get_help()
    ctx.get_usage()
    one = ctx.command.commands["one"]
    ctx.invoke(one, word="given")
    ctx.params["flag"] = True
    ctx.forward(one)
    ctx.invoke(_asked, x=1)
    ctx.command.to_info_dict(ctx)
    ctx.to_info_dict()
    for param in one.params:
        param.get_error_hint(ctx)
        param.get_help_record(ctx)
        param.make_metavar(ctx)
        param.get_default(ctx)
        param.get_default(ctx, call=False)
        param.value_is_missing(None)
        param.handle_parse_result(ctx, {}, [])
    yield "context", _seen()
    CALLS.clear()

    class Bash(spied(ShellComplete)):  # type: ignore[misc]
        name = "hooks"
        source_template = "%(complete_func)s"

    made = Bash(_group(), {}, "top", "_TOP_COMPLETE")
    made.source()
    made.source_vars()
    made.get_completions(["one"], "")
    made.get_completions([], "o")
    yield "shell", _seen()
