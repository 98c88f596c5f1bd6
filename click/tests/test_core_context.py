"""Contexts: where defaults are looked up, what is inherited, how they end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import click
from click.testing import CliRunner


class FromTable(click.Context):
    """Looks up defaults in a table of its own."""

    table: dict[str, object] = {}
    asked: list[tuple[str, bool]] = []

    def lookup_default(self, name: str, call: bool = True) -> Any:
        self.asked.append((name, call))
        return self.table.get(name)


def show(value: object) -> str:
    source = click.get_current_context().get_parameter_source("value")
    assert source is not None
    return f"{value!r} {source.name}"


def run_with(table: dict[str, object], option: click.Option, **settings: Any) -> object:
    class Ctx(FromTable):
        pass

    class Cmd(click.Command):
        context_class = Ctx

    Ctx.table, Ctx.asked = table, []
    command = Cmd("c", callback=show, params=[option])
    return command.main([], standalone_mode=False, **settings)


@pytest.mark.parametrize(
    ("table", "settings", "expected"),
    [
        ({"value": "t"}, {}, "'t' DEFAULT_MAP"),
        ({"value": "t"}, {"default_map": {"value": "m"}}, "'t' DEFAULT_MAP"),
        ({}, {}, "'d' DEFAULT"),
        ({}, {"default_map": {}}, "'d' DEFAULT"),
        ({}, {"default_map": {"value": "m"}}, "None DEFAULT_MAP"),
    ],
)
def test_an_overridden_lookup_is_asked(
    table: dict[str, object], settings: dict[str, Any], expected: str
) -> None:
    option = click.Option(["--value"], default="d")
    assert run_with(table, option, **settings) == expected


@pytest.mark.parametrize("result", [None, "x"])
def test_a_callable_entry_is_called_once(result: str | None) -> None:
    calls = []

    def entry() -> str | None:
        calls.append(1)
        return result

    command = click.Command("c", callback=show, params=[click.Option(["--value"])])
    shown = command.main([], standalone_mode=False, default_map={"value": entry})
    assert shown == f"{result!r} DEFAULT_MAP"
    assert calls == [1]


def test_the_path_holds_what_every_parameter_shows() -> None:
    class Shown(click.Option):
        def get_usage_pieces(self, ctx: click.Context) -> list[str]:
            return [self.opts[0]]

    top = click.Context(
        click.Group("top", params=[Shown(["--it"]), click.Argument(["src"])]), info_name="top"
    )
    assert click.Context(click.Command("sub"), top, "sub").command_path == "top --it SRC sub"


def test_methods_of_types_get_names_for_what_they_get() -> None:
    seen: list[str] = []

    class Loud(click.Choice[str]):
        def normalize_choice(self, choice: object, ctx: click.Context | None) -> str:
            return super().normalize_choice(choice=choice, ctx=ctx)

        def fail(self, *args: Any, **more: Any) -> Any:
            seen.extend(sorted(more))
            super().fail(*args, **more)

    with pytest.raises(click.BadParameter):
        Loud(["a"]).convert("b", None, None)
    assert seen == ["ctx", "param"]


def test_unknown_commands_do_not_list_those_of_a_group_that_knows_some() -> None:
    class Lazy(click.Group):
        def list_commands(self, ctx: click.Context) -> list[str]:
            raise AssertionError("listing costs")

    group = Lazy("g", commands=[click.Command("start")])
    result = CliRunner().invoke(group, ["stat"])
    assert "No such command 'stat'. Did you mean 'start'?" in result.stderr


def _nothing() -> None:
    """A callback."""


@pytest.mark.parametrize("make", [lambda ctx: ctx.close, lambda ctx: lambda: ctx.exit(3)])
def test_callbacks_run_when_the_context_ends(
    make: Callable[[click.Context], Callable[[], object]],
) -> None:
    ctx = click.Context(click.Command("c", callback=_nothing))
    seen: list[int] = []
    ctx.call_on_close(lambda: seen.append(1))
    ctx.call_on_close(lambda: seen.append(2))
    try:
        make(ctx)()
    except click.exceptions.Exit as end:
        assert end.exit_code == 3
    assert seen == [2, 1]
    ctx.close()
    assert seen == [2, 1]
