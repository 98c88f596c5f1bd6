"""Commands: parameters, parsing, overridden steps, descriptions."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest

import click
import click.core
from click.core import UNSET
from click.testing import CliRunner

RUNNER = CliRunner()


def test_deprecated_things_say_so_when_used() -> None:
    command = click.Command(
        "c",
        params=[
            click.Option(["--old"], deprecated="use --new"),
            click.Argument(["arg"], deprecated=True, required=False),
        ],
        deprecated="use d",
        callback=lambda old, arg: None,
    )
    result = RUNNER.invoke(command, ["--old", "x", "y"])
    for text in (
        "The option 'old' is deprecated. use --new",
        "The argument 'ARG' is deprecated.",
        "The command 'c' is deprecated. use d",
    ):
        assert text in result.stderr


def test_the_parser_follows_changes_of_parameters(
    make_group: Callable[..., click.Group], runner: CliRunner
) -> None:
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


def test_to_info_dict(make_group: Callable[..., click.Group]) -> None:
    with click.Context(make_group(), info_name="tool") as ctx:
        info = ctx.to_info_dict()
    show = info["command"]["commands"]["show"]
    assert [param["name"] for param in show["params"]] == ["size", "names", "_click_default_help"]
    assert show["params"][0]["default"] == 1
