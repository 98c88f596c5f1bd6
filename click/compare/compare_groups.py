"""Groups, chains, collections, contexts, warnings, completions: what programs see of them."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import click
from click.shell_completion import BashComplete
from click.testing import CliRunner

EXPECTED_DIFFERENCES: dict[str, str] = {
    **dict.fromkeys(
        [
            "complete:callback:['--', 'one']:",
            "complete:chain-callback:['--', 'one']:",
            "complete:chain-optional:['--', 'one']:",
            "complete:chain:['--', 'one']:",
            "complete:clash-arguments:['one', '--', '--x']:",
            "complete:clash:['--', 'one']:",
            "complete:clash:['one', '--', '--x']:",
            "complete:collection:['--', 'one']:",
            "complete:deep:['one', '--', '--x']:",
            "complete:defaults:['--', 'one']:",
            "complete:deprecated:['--', 'one']:",
            "complete:metavar:['--', 'one']:",
            "complete:names:['--', 'one']:",
            "complete:narrow:['--', 'one']:",
            "complete:nested:['--', 'one']:",
            "complete:no-function:['--', 'one']:",
            "complete:normalized:['--', 'one']:",
            "complete:obj:['--', 'one']:",
            "complete:optional:['--', 'one']:",
            "complete:plain:['--', 'one']:",
            "complete:reserved:['--', 'one']:",
            "complete:reserved:['one', '--', '--x']:",
            "complete:twice:['--', 'one']:",
            "complete:twice:['one', '--', '--x']:",
            "complete:with-argument:['--', 'one']:",
            "complete:with-argument:['one', '--', '--x']:",
        ],
        "what follows ``--`` is no option; a subcommand after it has its own",
    ),
    **dict.fromkeys(
        [
            "complete:chain-callback:['loose', '--what', '-z', 'a']:",
            "complete:chain-callback:['one', '--x', '1', 'a', 'b']:",
            "complete:chain-callback:['one', '--x=5', 'two', 'a']:",
            "complete:chain-callback:['one', 'two']:",
            "complete:chain-optional:['loose', '--what', '-z', 'a']:",
            "complete:chain-optional:['one', '--x', '1', 'a', 'b']:",
            "complete:chain-optional:['one', '--x=5', 'two', 'a']:",
            "complete:chain-optional:['one', 'two']:",
            "complete:chain:['loose', '--what', '-z', 'a']:",
            "complete:chain:['one', '--x', '1', 'a', 'b']:",
            "complete:chain:['one', '--x=5', 'two', 'a']:",
            "complete:chain:['one', 'two']:",
        ],
        "commands of a chain take no options after their arguments",
    ),
    "collection:['on']": "the commands of the sources are suggested too",
}

RUNNER = CliRunner()


def outcome(command: click.Command, args: list[str], **more: Any) -> object:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        result = RUNNER.invoke(command, args, **more)
    error = result.exception
    problem = None
    if error is not None and not isinstance(error, SystemExit):
        problem = f"{type(error).__name__}: {error}"
    # How often the same is said differs.
    heard = sorted({f"{item.category.__name__}: {item.message}" for item in caught})
    stderr = result.stderr.split("\nHint: ")[0].rstrip("\n")
    return [result.exit_code, result.stdout, stderr, problem, repr(result.return_value), heard]


def leaf(name: str, **settings: Any) -> click.Command:
    @click.pass_context
    def run(ctx: click.Context, **values: Any) -> str:
        click.echo(f"{ctx.command_path} {values} {ctx.args} {ctx.invoked_subcommand} {ctx.obj}")
        ctx.call_on_close(lambda: click.echo(f"close {name}"))
        return name

    params = [click.Option(["--x"], default="d"), click.Argument(["rest"], nargs=-1)]
    return click.Command(
        name, callback=run, params=params, help=f"Help of {name}. More.", **settings
    )


def group(**settings: Any) -> click.Group:
    @click.pass_context
    def run(ctx: click.Context, **values: Any) -> str:
        click.echo(f"group {values} {ctx.invoked_subcommand}")
        ctx.call_on_close(lambda: click.echo("close group"))
        return "group"

    commands = [
        leaf("one"),
        leaf("two", deprecated=True),
        leaf("three", hidden=True),
        leaf("four", deprecated="use one", short_help="short"),
        leaf("no-help", add_help_option=False, epilog="The end.\n\nReally."),
        leaf("must", no_args_is_help=True),
        leaf("loose", context_settings={"ignore_unknown_options": True, "allow_extra_args": True}),
    ]
    settings.setdefault("params", [click.Option(["--g/--no-g"])])
    return click.Group("g", commands=commands, callback=run, help="A group.", **settings)


LINES = [
    [],
    ["--help"],
    ["one"],
    ["one", "--help"],
    ["one", "--x", "1", "a", "b"],
    ["one", "two"],
    ["one", "--x=5", "two", "a"],
    ["--g", "two"],
    ["four", "--help"],
    ["three"],
    ["no-help", "--help"],
    ["must"],
    ["must", "--help"],
    ["loose", "--what", "-z", "a"],
    ["nope"],
    ["on"],
    ["-x"],
    ["--gg"],
    ["--", "one"],
    ["one", "--", "--x"],
    ["ONE"],
    ["one", "--y"],
    ["one", "-q"],
]

GROUPS: dict[str, Callable[[], click.Command]] = {
    "plain": group,
    "chain": lambda: group(chain=True),
    "optional": lambda: group(invoke_without_command=True),
    "chain-optional": lambda: group(chain=True, invoke_without_command=True),
    "callback": lambda: group(result_callback=lambda value, **kw: ("result", value, kw)),
    "chain-callback": lambda: group(
        chain=True, result_callback=lambda value, **kw: ("result", value, kw)
    ),
    "normalized": lambda: group(context_settings={"token_normalize_func": str.lower}),
    "with-argument": lambda: group(params=[click.Argument(["name"])]),
    "metavar": lambda: group(subcommand_metavar="SUB"),
    "no-function": lambda: click.Group("g", commands=[leaf("one")]),
    "collection": lambda: click.CommandCollection("g", sources=[group(), group(chain=True)]),
    "nested": lambda: click.Group("g", commands=[group(), leaf("one")]),
    "deep": lambda: click.Group("g", commands={"one": group(), "two": group(chain=True)}),
    "obj": lambda: group(context_settings={"obj": "O", "auto_envvar_prefix": "A"}),
    "defaults": lambda: group(
        context_settings={"default_map": {"one": {"x": "mapped"}, "g": True}, "show_default": True}
    ),
    "narrow": lambda: group(context_settings={"terminal_width": 30}),
    "names": lambda: group(context_settings={"help_option_names": ["-h", "--help"]}),
    "deprecated": lambda: group(deprecated="gone soon"),
    "twice": lambda: click.Command(
        "t", params=[click.Option(["--a", "-x"]), click.Option(["--b", "-x"])]
    ),
    "clash": lambda: click.Command(
        "t", params=[click.Option(["--name"]), click.Argument(["name"], required=False)]
    ),
    "reserved": lambda: click.Command("t", params=[click.Option(["--a", "_click_default_help"])]),
    "clash-arguments": lambda: click.Command(
        "t", params=[click.Argument(["a"]), click.Argument(["a"])]
    ),
}

UNFINISHED = ["", "o", "--", "--x", "--g", "t", "-"]


def completions(command: click.Command, words: list[str], cursor: int) -> object:
    os.environ["COMP_WORDS"] = " ".join(["prog", *words])
    os.environ["COMP_CWORD"] = str(cursor)
    try:
        return BashComplete(command, {}, "prog", "_PROG_COMPLETE").complete()
    except Exception as error:
        return repr(error)


def observations() -> Iterator[tuple[str, object]]:
    warnings.simplefilter("ignore")
    for name, make in GROUPS.items():
        for line in LINES:
            for standalone in (True, False):
                yield (
                    f"{name}:{line}:{standalone}",
                    outcome(
                        make(),
                        list(line),
                        standalone_mode=standalone,
                        env={"A_G": "1", "A_ONE_X": "env"},
                    ),
                )
            for word in UNFINISHED:
                yield (
                    f"complete:{name}:{line}:{word}",
                    completions(make(), [*line, word], len(line) + 1),
                )
        with click.Context(make(), info_name="g") as ctx:
            yield f"info:{name}", repr(ctx.to_info_dict())
