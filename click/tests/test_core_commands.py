"""Commands, groups, chains, contexts."""

from __future__ import annotations

import copy
import pickle
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

import click
from click.core import UNSET
from click.testing import CliRunner


def make_group(**settings: Any) -> click.Group:
    @click.group(**settings)
    def tool() -> None:
        click.echo("tool")

    @tool.command()
    @click.option("--size", default=1)
    @click.argument("names", nargs=-1)
    def show(size: int, names: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
        """Show it. All of it."""
        click.echo(f"show {size} {names}")
        return size, names

    @tool.command()
    def drop_cmd() -> str:
        click.echo("drop")
        return "dropped"

    return tool


def test_subcommand_runs_behind_its_group(runner: CliRunner) -> None:
    result = runner.invoke(make_group(), ["show", "--size", "2", "a", "b"])
    assert result.output == "tool\nshow 2 ('a', 'b')\n"
    assert result.exit_code == 0


def test_chain_gives_a_list_to_the_result_callback(runner: CliRunner) -> None:
    tool = make_group(chain=True)
    seen: list[object] = []
    tool.result_callback()(seen.append)
    runner.invoke(tool, ["show", "drop"])
    assert seen == [[(1, ()), "dropped"]] or seen == [[(1, ("drop",))]]
    seen.clear()
    runner.invoke(tool, ["drop", "show"])
    assert seen == [["dropped", (1, ())]]


def test_result_callbacks_feed_each_other() -> None:
    tool = make_group()
    tool.result_callback()(lambda value: f"{value}!")
    tool.result_callback()(lambda value: f"{value}?")
    assert tool.main(["drop"], standalone_mode=False) == "dropped!?"
    tool.result_callback(replace=True)(lambda value: value)
    assert tool.main(["drop"], standalone_mode=False) == "dropped"


def test_unknown_command_is_answered_with_a_near_one(runner: CliRunner) -> None:
    result = runner.invoke(make_group(), ["shwo"])
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == ("Error: No such command 'shwo'. Did you mean 'show'?")


def test_group_without_arguments_shows_help_on_stderr(runner: CliRunner) -> None:
    result = runner.invoke(make_group())
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "  show  Show it.\n" in result.stderr


def test_names_drop_one_suffix() -> None:
    def init_db_command() -> None: ...
    def run_grp() -> None: ...
    def command() -> None: ...

    names = [click.command(function).name for function in (init_db_command, run_grp, command)]
    assert names == ["init-db", "run", "command"]


def test_collection_prefers_own_commands(runner: CliRunner) -> None:
    own = click.Command("show", callback=lambda: click.echo("own"))
    collection = click.CommandCollection("c", sources=[make_group()], commands={"show": own})
    assert runner.invoke(collection, ["show"]).output == "own\n"
    assert runner.invoke(collection, ["drop"]).output == "drop\n"
    with click.Context(collection) as ctx:
        assert collection.list_commands(ctx) == ["drop", "show"]


def test_a_group_cannot_be_nested_in_a_chain() -> None:
    with pytest.raises(RuntimeError, match="in chain mode"):
        make_group(chain=True).add_command(make_group())


def test_the_parser_follows_changes_of_parameters(runner: CliRunner) -> None:
    command = make_group().commands["show"]
    assert runner.invoke(command, ["--size", "3"]).exit_code == 0
    option = command.params[0]
    option.opts.append("-s")
    assert runner.invoke(command, ["-s", "4"]).output == "show 4 ()\n"
    option.nargs = 2
    option.type = click.STRING
    assert runner.invoke(command, ["-s", "4", "5"]).output == "show ('4', '5') ()\n"
    command.params.append(click.Option(["--more"], expose_value=False))
    assert runner.invoke(command, ["--more", "x", "--size", "1", "2"]).exit_code == 0
    command.params.pop()
    assert runner.invoke(command, ["--more", "x"]).exit_code == 2


def test_a_parameter_with_two_prefixes_among_plain_ones() -> None:
    command = click.Command(
        "c",
        params=[click.Option(["--x"]), click.Option(["/on;/off", "side"]), click.Option(["-y"])],
        callback=lambda **values: values,
    )
    line = ["/off", "-y5", "--x=1"]
    assert command.main(line, standalone_mode=False) == {"side": False, "y": "5", "x": "1"}


def test_the_later_of_two_options_with_one_spelling_counts() -> None:
    first = click.Option(["--a/--b", "first"])
    second = click.Option(["--c", "--b", "second"])
    command = click.Command("c", params=[first, second], callback=lambda **values: values)
    wanted = {"first": False, "second": "v"}
    assert command.main(["--b", "v"], standalone_mode=False) == wanted
    command.params.reverse()
    assert command.main(["--b"], standalone_mode=False) == {"first": False, "second": None}
    assert command.main(["--a"], standalone_mode=False) == {"first": True, "second": None}


def test_spellings_are_normalised_with_the_tokens() -> None:
    command = click.Command(
        "c",
        params=[click.Option(["--Size", "-S"]), click.Option(["--Yes/--No"])],
        callback=lambda **values: values,
        context_settings={"token_normalize_func": str.lower},
    )
    line = ["--NO", "-s", "4"]
    assert command.main(line, standalone_mode=False) == {"size": "4", "yes": False}


def test_a_method_replaced_on_one_parameter_is_called() -> None:
    option = click.Option(["--x"])
    met: list[str] = []

    def add_to_parser(parser: Any, ctx: click.Context) -> None:
        met.append("add")
        parser.add_option(obj=option, opts=["--other"], dest="x")

    option.add_to_parser = add_to_parser  # type: ignore[method-assign]
    command = click.Command("c", params=[option], callback=lambda x: x)
    assert command.main(["--other", "5"], standalone_mode=False) == "5"
    assert met == ["add"]


def test_overridden_steps_are_called() -> None:
    calls: list[str] = []

    class Loud(click.Option):
        def consume_value(self, ctx: Any, opts: Any) -> Any:
            calls.append("consume")
            return super().consume_value(ctx, opts)

        def process_value(self, ctx: Any, value: Any) -> Any:
            calls.append("process")
            return super().process_value(ctx, value)

        def type_cast_value(self, ctx: Any, value: Any) -> Any:
            calls.append("cast")
            return super().type_cast_value(ctx, value)

        def add_to_parser(self, parser: Any, ctx: Any) -> None:
            calls.append("add")
            super().add_to_parser(parser, ctx)

    command = click.Command("c", params=[Loud(["--x"])], callback=lambda x: x)
    for _ in range(2):
        assert command.main(["--x", "1"], standalone_mode=False) == "1"
    assert calls == ["add", "consume", "process", "cast"] * 2


def test_overridden_parser_and_params_are_used() -> None:
    class Special(click.Command):
        def get_params(self, ctx: click.Context) -> list[click.Parameter]:
            return [*super().get_params(ctx), click.Option(["--late"])]

        def make_parser(self, ctx: click.Context) -> Any:
            parser = super().make_parser(ctx)
            parser.ignore_unknown_options = True
            return parser

    command = Special("c", callback=lambda late: late, context_settings={"allow_extra_args": True})
    assert command.main(["--late", "1", "--what"], standalone_mode=False) == "1"


def test_deepcopy_and_pickle() -> None:
    option = click.Option(["--x"], type=int)
    assert pickle.loads(pickle.dumps(option)).default is UNSET
    command = click.Command("c", params=[option])
    command.main([], standalone_mode=False)
    twin = copy.deepcopy(command)
    assert twin.params[0] is not option
    assert twin.main(["--x", "1"], standalone_mode=False) is None


def test_settings_are_inherited() -> None:
    outer = click.Context(
        click.Command("outer"),
        info_name="my-tool",
        auto_envvar_prefix="my-tool",
        default_map={"inner": {"x": 1}},
        color=True,
        terminal_width=40,
        help_option_names=["-h"],
        obj="object",
    )
    inner = click.Context(click.Command("inner"), parent=outer, info_name="inner")
    assert inner.auto_envvar_prefix == "MY_TOOL_INNER"
    assert inner.default_map == {"x": 1}
    assert (inner.color, inner.terminal_width, inner.help_option_names, inner.obj) == (
        True,
        40,
        ["-h"],
        "object",
    )
    assert inner.find_root() is outer
    assert inner.command_path == "my-tool inner"
    assert inner.meta is outer.meta


def test_resources_see_and_may_swallow_the_exception(runner: CliRunner) -> None:
    seen: list[object] = []

    @contextmanager
    def swallow() -> Iterator[str]:
        try:
            yield "resource"
        except ZeroDivisionError as error:
            seen.append(type(error))

    @click.command()
    @click.pass_context
    def crash(ctx: click.Context) -> None:
        assert ctx.with_resource(swallow()) == "resource"
        raise ZeroDivisionError

    assert runner.invoke(crash).exit_code == 1
    assert seen == [ZeroDivisionError]


def test_exit_closes_first(runner: CliRunner) -> None:
    @click.command()
    @click.pass_context
    def leave(ctx: click.Context) -> None:
        ctx.call_on_close(lambda: click.echo("closed"))
        ctx.exit(3)

    result = runner.invoke(leave)
    assert (result.exit_code, result.output) == (3, "closed\n")
    assert leave.main([], standalone_mode=False) == 3


def test_invoke_and_forward_fill_in_defaults() -> None:
    show = make_group().commands["show"]

    @click.command()
    @click.option("--size", default=7)
    @click.pass_context
    def other(ctx: click.Context, size: int) -> object:
        return ctx.invoke(show), ctx.invoke(show, size=2), ctx.forward(show)

    assert other.main([], standalone_mode=False) == ((1, ()), (2, ()), (7, ()))


def test_context_outside_of_a_command() -> None:
    assert click.get_current_context(silent=True) is None
    with pytest.raises(RuntimeError, match="no active click context") as caught:
        click.get_current_context()
    assert caught.value.__notes__


@pytest.mark.parametrize(
    ("make", "error", "text"),
    [
        (lambda: click.Option(["--x", "a", "b"]), TypeError, "Name 'a' defined twice"),
        (lambda: click.Option(["a"]), TypeError, "Did you mean to pass '--a'"),
        (lambda: click.Option(["--x"], nargs=-1), TypeError, "not supported for options"),
        (lambda: click.Option(["--x/--x"]), ValueError, "same flag"),
        (lambda: click.Option(["--x/--y"], type=int), TypeError, "Secondary flag"),
        (lambda: click.Option(["--x"], count=True, is_flag=True), TypeError, "'is_flag'"),
        (lambda: click.Option(["--x"], count=True, multiple=True), TypeError, "'multiple'"),
        (lambda: click.Option(["--x"], type=(int, int), nargs=3), ValueError, "must be 2"),
        (
            lambda: click.Option(["--x"], deprecated=True, required=True),
            ValueError,
            "deprecated and still required",
        ),
        (lambda: click.Option(["--x"], deprecated=True, prompt=True), ValueError, "prompt"),
        (lambda: click.Argument(["a"], multiple=True), TypeError, "'multiple'"),
        (lambda: click.Argument(["a", "b"]), TypeError, "exactly one"),
        (lambda: click.Argument([]), TypeError, "does not have a name"),
        (lambda: click.Parameter(["a"]), TypeError, "abstract"),
        (lambda: click.Group("g").add_command(click.Command(None)), TypeError, "no name"),
        (lambda: click.command(click.Command("c")), TypeError, "twice"),
    ],
)
def test_mistakes_in_declarations(make: Any, error: type[Exception], text: str) -> None:
    with pytest.raises(error, match=text):
        make()


def test_names_used_twice_warn(runner: CliRunner) -> None:
    clash = click.Command("c", params=[click.Option(["-x"]), click.Option(["-x", "--y"])])
    with pytest.warns(UserWarning, match="-x is used more than once"):
        runner.invoke(clash)
    same = click.Command("c", params=[click.Option(["--n"]), click.Argument(["n"])])
    with pytest.warns(UserWarning, match="used by an argument and another parameter"):
        runner.invoke(same, ["v"])
    taken = click.Command("c", params=[click.Option(["--n", "_click_default_help"])])
    with pytest.warns(UserWarning, match="reserved"):
        runner.invoke(taken)


def test_former_names_warn() -> None:
    for name, instead in (("BaseCommand", click.Command), ("MultiCommand", click.Group)):
        with pytest.warns(DeprecationWarning, match=name):
            former = getattr(click, name)
        assert issubclass(instead, former)
    with pytest.warns(DeprecationWarning, match="__version__"):
        assert click.__version__
    with pytest.raises(AttributeError):
        _ = click.nothing_of_that_name
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "prompt" in dir(click)


def test_to_info_dict() -> None:
    with click.Context(make_group(), info_name="tool") as ctx:
        info = ctx.to_info_dict()
    show = info["command"]["commands"]["show"]
    assert [param["name"] for param in show["params"]] == ["size", "names", "_click_default_help"]
    assert show["params"][0]["default"] == 1


def test_an_unknown_command_is_named_as_it_was_normalized(runner: CliRunner) -> None:
    group = click.Group("cli", context_settings={"token_normalize_func": str.lower})
    assert "No such command 'inss'." in runner.invoke(group, ["INSS"]).output
