"""Groups: subcommands, chains, result callbacks, collections."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import click
import click.core
from click.testing import CliRunner

RUNNER = CliRunner()


@pytest.mark.parametrize(
    ("chain", "args", "shown"),
    [
        (False, ["one"], "group one\nresult 1 x=d\n"),
        (True, ["one", "two"], "group *\nresult [1, 2] x=d\n"),
        (True, [], "group None\nresult [] x=d\n"),
        (False, [], "group None\nresult None x=d\n"),
        (False, ["--x", "y", "two"], "group two\nresult 2 x=y\n"),
    ],
)
def test_result_callbacks(chain: bool, args: list[str], shown: str) -> None:
    @click.group(chain=chain, invoke_without_command=True)
    @click.option("--x", default="d")
    @click.pass_context
    def cli(ctx: click.Context, x: str) -> None:
        click.echo(f"group {ctx.invoked_subcommand}")

    cli.command("one")(lambda: 1)
    cli.command("two")(lambda: 2)

    @cli.result_callback()
    def first(value: object, x: str) -> object:
        click.echo(f"result {value} x={x}")
        return value

    result = RUNNER.invoke(cli, args, catch_exceptions=False)
    assert result.output == shown

    @cli.result_callback()
    def second(value: object, x: str) -> object:
        return ("second", value)

    value = cli.main(args, standalone_mode=False)
    assert isinstance(value, tuple) and value[0] == "second"

    @cli.result_callback(replace=True)
    def third(value: object, x: str) -> object:
        return "third"

    assert cli.main(args, standalone_mode=False) == "third"


def test_groups_make_commands_of_their_classes() -> None:
    class Mine(click.Command):
        pass

    class MyGroup(click.Group):
        command_class = Mine
        group_class = type

    cli = MyGroup("cli")

    @cli.command
    def bare() -> None: ...

    @cli.group("named")
    def sub_group() -> None: ...

    assert isinstance(bare, Mine)
    assert type(sub_group) is MyGroup
    assert sorted(cli.commands) == ["bare", "named"]
    with pytest.raises(TypeError, match="Command has no name"):
        cli.add_command(click.Command(None))
    with pytest.raises(RuntimeError, match="chain"):
        click.Group("c", chain=True).add_command(click.Group("sub"), "sub")
    with pytest.raises(RuntimeError, match="optional arguments"):
        RUNNER.invoke(
            click.Group("c", chain=True, params=[click.Argument(["a"], required=False)]),
            ["x"],
            catch_exceptions=False,
        )
    with pytest.raises(TypeError, match="into a command twice"):
        click.command()(bare)


def test_collections_look_into_their_sources() -> None:
    one = click.Group("one", commands=[click.Command("a", callback=lambda: "one-a")])
    two = click.Group("two", commands=[click.Command("a"), click.Command("b")])
    both = click.CommandCollection("both", sources=[one])
    both.add_source(two)
    assert both.list_commands(click.Context(both)) == ["a", "b"]
    assert both.main(["a"], standalone_mode=False) == "one-a"
    assert "Did you mean" not in RUNNER.invoke(both, ["zzz"]).output


def test_subcommand_runs_behind_its_group(
    make_group: Callable[..., click.Group], runner: CliRunner
) -> None:
    result = runner.invoke(make_group(), ["show", "--size", "2", "a", "b"])
    assert result.output == "tool\nshow 2 ('a', 'b')\n"
    assert result.exit_code == 0


def test_chain_gives_a_list_to_the_result_callback(
    make_group: Callable[..., click.Group], runner: CliRunner
) -> None:
    tool = make_group(chain=True)
    seen: list[object] = []
    tool.result_callback()(seen.append)
    runner.invoke(tool, ["show", "drop"])
    assert seen == [[(1, ()), "dropped"]] or seen == [[(1, ("drop",))]]
    seen.clear()
    runner.invoke(tool, ["drop", "show"])
    assert seen == [["dropped", (1, ())]]


def test_result_callbacks_feed_each_other(make_group: Callable[..., click.Group]) -> None:
    tool = make_group()
    tool.result_callback()(lambda value: f"{value}!")
    tool.result_callback()(lambda value: f"{value}?")
    assert tool.main(["drop"], standalone_mode=False) == "dropped!?"
    tool.result_callback(replace=True)(lambda value: value)
    assert tool.main(["drop"], standalone_mode=False) == "dropped"


def test_unknown_command_is_answered_with_a_near_one(
    make_group: Callable[..., click.Group], runner: CliRunner
) -> None:
    result = runner.invoke(make_group(), ["shwo"])
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == ("Error: No such command 'shwo'. Did you mean 'show'?")


def test_group_without_arguments_shows_help_on_stderr(
    make_group: Callable[..., click.Group], runner: CliRunner
) -> None:
    result = runner.invoke(make_group())
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "  show  Show it.\n" in result.stderr


def test_collection_prefers_own_commands(
    make_group: Callable[..., click.Group], runner: CliRunner
) -> None:
    own = click.Command("show", callback=lambda: click.echo("own"))
    collection = click.CommandCollection("c", sources=[make_group()], commands={"show": own})
    assert runner.invoke(collection, ["show"]).output == "own\n"
    assert runner.invoke(collection, ["drop"]).output == "drop\n"
    with click.Context(collection) as ctx:
        assert collection.list_commands(ctx) == ["drop", "show"]


def test_a_group_cannot_be_nested_in_a_chain(make_group: Callable[..., click.Group]) -> None:
    with pytest.raises(RuntimeError, match="in chain mode"):
        make_group(chain=True).add_command(make_group())


def test_an_unknown_command_is_named_as_it_was_normalized(runner: CliRunner) -> None:
    group = click.Group("cli", context_settings={"token_normalize_func": str.lower})
    assert "No such command 'inss'." in runner.invoke(group, ["INSS"]).output


def test_unknown_commands_do_not_list_those_of_a_group_that_knows_some() -> None:
    class Lazy(click.Group):
        def list_commands(self, ctx: click.Context) -> list[str]:
            raise AssertionError("listing costs")

    group = Lazy("g", commands=[click.Command("start")])
    result = CliRunner().invoke(group, ["stat"])
    assert "No such command 'stat'. Did you mean 'start'?" in result.stderr
