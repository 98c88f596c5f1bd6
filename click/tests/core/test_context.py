"""Contexts: settings, resources, invocation of other commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

import click
import click.core
from click.testing import CliRunner


def test_forwarding_and_invoking() -> None:
    @click.command()
    @click.option("--count", default=1)
    @click.option("--name", default="d")
    def inner(count: int, name: str) -> str:
        return f"{name}{count}"

    @click.command()
    @click.option("--count", default=7)
    @click.pass_context
    def outer(ctx: click.Context, count: int) -> object:
        return [
            ctx.forward(inner),
            ctx.forward(inner, name="n"),
            ctx.invoke(inner),
            ctx.invoke(inner, count=3),
            ctx.invoke(lambda x: x, 5),
        ]

    assert outer.main([], standalone_mode=False) == ["d7", "n7", "d1", "d3", 5]
    ctx = click.Context(outer)
    with pytest.raises(TypeError, match="Callback is not a command"):
        ctx.forward(print)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="does not have a callback"):
        ctx.invoke(click.Command("empty"))


def test_contexts_inherit_settings() -> None:
    root = click.Context(
        click.Command("root"),
        info_name="root",
        auto_envvar_prefix="ro-ot",
        default_map={"sub": {"x": 1}},
        terminal_width=50,
        max_content_width=60,
        help_option_names=["-h"],
        token_normalize_func=str.lower,
        color=True,
        show_default=True,
        obj="object",
    )
    sub = click.Context(click.Command("sub"), parent=root, info_name="sub")
    for name in (
        "terminal_width max_content_width help_option_names token_normalize_func color "
        "show_default obj meta"
    ).split():
        assert getattr(sub, name) == getattr(root, name)
    assert (sub.default_map, sub.auto_envvar_prefix) == ({"x": 1}, "RO_OT_SUB")
    assert click.Context(click.Command("s"), root, "s", auto_envvar_prefix="q").default_map is None
    assert sub.find_root() is root
    assert sub.find_object(str) == "object"
    assert sub.find_object(int) is None
    assert sub.ensure_object(dict) == {} == sub.obj
    assert sub.command_path == "root sub"
    info = sub.to_info_dict()
    assert (info["info_name"], info["auto_envvar_prefix"]) == ("sub", "RO_OT_SUB")
    with pytest.warns(DeprecationWarning, match="protected_args"):
        assert sub.protected_args == []
    with pytest.raises(click.Abort):
        sub.abort()
    with pytest.raises(click.UsageError, match="why"):
        sub.fail("why")
    with sub.scope() as current:
        assert click.get_current_context() is current is sub


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


def test_invoke_and_forward_fill_in_defaults(make_group: Callable[..., click.Group]) -> None:
    show = make_group().commands["show"]

    @click.command()
    @click.option("--size", default=7)
    @click.pass_context
    def other(ctx: click.Context, size: int) -> object:
        return ctx.invoke(show), ctx.invoke(show, size=2), ctx.forward(show)

    assert other.main([], standalone_mode=False) == ((1, ()), (2, ()), (7, ()))


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
