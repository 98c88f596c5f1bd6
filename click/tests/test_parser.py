"""The parser: tokens to raw values, and the names under which programs know its parts."""

from __future__ import annotations

import warnings
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import click
import click.parser as parser
from click.testing import CliRunner


def parsed(
    params: list[click.Parameter], args: list[str], **settings: Any
) -> tuple[dict[str, Any], list[str], list[str]]:
    command = click.Command("c", params=params, add_help_option=False)
    made = command.make_parser(click.Context(command, **settings))
    values, left, order = made.parse_args(list(args))
    found = {name: value for name, value in values.items() if value is not click.core.UNSET}
    return found, left, [param.name for param in order]


OPTIONS = [
    click.Option(["--name", "-n"]),
    click.Option(["--pair", "-p"], nargs=2),
    click.Option(["--many", "-m"], multiple=True),
    click.Option(["--flag/--no-flag", "-f/-F"]),
    click.Option(["-v"], count=True),
    click.Option(["--kind"], flag_value="K", multiple=True),
    click.Option(["--maybe"], is_flag=False, flag_value="bare"),
]


@pytest.mark.parametrize(
    ("args", "values", "left"),
    [
        (["--name", "x"], {"name": "x"}, []),
        (["--name=x"], {"name": "x"}, []),
        (["--name="], {"name": ""}, []),
        (["-nx"], {"name": "x"}, []),
        (["-n", "x"], {"name": "x"}, []),
        (["-n=x"], {"name": "=x"}, []),
        (["--name", "--name"], {"name": "--name"}, []),
        (["--pair", "a", "b", "c"], {"pair": ("a", "b")}, ["c"]),
        (["-pa", "b"], {"pair": ("a", "b")}, []),
        (["-m", "a", "-mb"], {"many": ["a", "b"]}, []),
        (["--flag"], {"flag": True}, []),
        (["-fF"], {"flag": False}, []),
        (["-vvv"], {"v": 3}, []),
        (["-vfnx"], {"v": 1, "flag": True, "name": "x"}, []),
        (["--kind", "--kind"], {"kind": ["K", "K"]}, []),
        (["--maybe", "x"], {"maybe": "x"}, []),
        (["a", "--name", "x", "b"], {"name": "x"}, ["a", "b"]),
        (["--", "--name", "x"], {}, ["--name", "x"]),
        (["-"], {}, ["-"]),
        ([], {}, []),
    ],
)
def test_options(args: list[str], values: dict[str, Any], left: list[str]) -> None:
    found, rest, _ = parsed(list(OPTIONS), args)
    assert (found, rest) == (values, left)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["--name"], "Option '--name' requires an argument."),
        (["-n"], "Option '-n' requires an argument."),
        (["--pair", "a"], "Option '--pair' requires 2 arguments."),
        (["--flag=x"], "Option '--flag' does not take a value."),
        (["--nam", "x"], "No such option '--nam'."),
        (["-x"], "No such option '-x'."),
        (["-fx"], "No such option '-x'."),
    ],
)
def test_what_options_refuse(args: list[str], message: str) -> None:
    with pytest.raises(click.UsageError) as caught:
        parsed(list(OPTIONS), args)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("args", "values", "left"),
    [
        (["--new", "a"], {}, ["--new", "a"]),
        (["-xf"], {"flag": True}, ["-x"]),
        (["-fx"], {"flag": True}, ["-x"]),
        (["--new=1", "--flag"], {"flag": True}, ["--new=1"]),
    ],
)
def test_unknown_options_can_be_left(
    args: list[str], values: dict[str, Any], left: list[str]
) -> None:
    found, rest, _ = parsed(list(OPTIONS), args, ignore_unknown_options=True)
    assert (found, rest) == (values, left)


def test_options_may_have_to_come_first() -> None:
    found, left, _ = parsed(list(OPTIONS), ["-f", "a", "-v"], allow_interspersed_args=False)
    assert (found, left) == ({"flag": True}, ["a", "-v"])


@pytest.mark.parametrize(
    ("nargs", "args", "values", "left"),
    [
        ([1], ["a"], ["a"], []),
        ([1, 1], ["a"], ["a", None], []),
        ([1], ["a", "b"], ["a"], ["b"]),
        ([-1], ["a", "b"], [("a", "b")], []),
        ([-1, 1], ["a", "b", "c"], [("a", "b"), "c"], []),
        ([1, -1], ["a"], ["a", None], []),
        ([1, -1, 1], ["a", "b", "c", "d"], ["a", ("b", "c"), "d"], []),
        ([2], ["a", "b"], [("a", "b")], []),
        ([2, -1], ["a", "b", "c"], [("a", "b"), ("c",)], []),
    ],
)
def test_arguments(nargs: list[int], args: list[str], values: list[Any], left: list[str]) -> None:
    params: list[click.Parameter] = [
        click.Argument([f"a{index}"], nargs=count) for index, count in enumerate(nargs)
    ]
    found, rest, order = parsed(params, args)
    assert [found.get(f"a{index}") or None for index in range(len(nargs))] == values
    assert rest == left
    assert order == [param.name for param in params]


def test_only_one_argument_takes_all_there_are() -> None:
    params: list[click.Parameter] = [
        click.Argument(["a"], nargs=-1),
        click.Argument(["b"], nargs=-1),
    ]
    with pytest.raises(TypeError, match="Cannot have two nargs < 0"):
        parsed(params, ["x"])


def test_too_few_values_for_an_argument() -> None:
    with pytest.raises(click.BadArgumentUsage) as caught:
        parsed([click.Argument(["pair"], nargs=2)], ["x"])
    assert caught.value.message == "Argument 'pair' takes 2 values."


def test_prefixes_may_be_any_signs() -> None:
    params: list[click.Parameter] = [
        click.Option(["+x", "x"], is_flag=True),
        click.Option(["/y", "y"]),
        click.Option(["++long"]),
    ]
    found, left, _ = parsed(params, ["+x", "/y", "1", "++long", "2", "z"])
    assert (found, left) == ({"x": True, "y": "1", "long": "2"}, ["z"])


def test_names_can_be_normalized() -> None:
    found, _, _ = parsed(list(OPTIONS), ["--NAME", "x", "-V"], token_normalize_func=str.lower)
    assert found == {"name": "x", "v": 1}


@given(st.lists(st.text(max_size=4), max_size=6))
def test_everything_behind_two_dashes_is_left_alone(words: list[str]) -> None:
    assert parsed(list(OPTIONS), ["--", *words]) == ({}, words, [])


@given(st.lists(st.sampled_from(["-f", "-v", "-nx", "a", "--", "-", "--name=1", "-mb"])))
def test_nothing_gets_lost(args: list[str]) -> None:
    found, left, order = parsed(list(OPTIONS), args)
    head = args[: args.index("--")] if "--" in args else args
    tail = args[args.index("--") + 1 :] if "--" in args else []
    options = [word for word in head if word not in ("a", "-")]
    assert left == [word for word in head if word in ("a", "-")] + tail
    assert len(order) == len(options)
    assert len(found) == len(set(order))


@pytest.mark.parametrize(
    "name", ["OptionParser", "Option", "Argument", "ParsingState", "split_opt", "normalize_opt"]
)
def test_former_names_warn(name: str) -> None:
    with pytest.warns(DeprecationWarning, match=f"'parser.{name}' is deprecated"):
        getattr(parser, name)


def test_unknown_names_are_no_attributes() -> None:
    with pytest.raises(AttributeError):
        _ = parser.nope


def test_former_parts_work() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        old, split, normalize = parser.OptionParser, parser.split_opt, parser.normalize_opt
        words = parser.split_arg_string
        state = parser.ParsingState(["a"])
    made = old()
    made.add_option(obj=OPTIONS[0], opts=["--name"], dest="name")
    made.add_argument(obj=click.Argument(["rest"]), dest="rest", nargs=-1)
    values, left, _ = made.parse_args(["--name", "x", "y"])
    assert (values, left) == ({"name": "x", "rest": ("y",)}, [])
    assert split("--ab") == ("--", "ab")
    assert split("ab") == ("", "ab")
    assert normalize("--AB", None) == "--AB"
    assert words("a 'b c' d\\ e 'f") == ["a", "b c", "d e", "f"]
    assert (state.opts, state.largs, state.rargs, state.order) == ({}, [], ["a"], [])
    with pytest.raises(ValueError, match="Invalid start character for option"):
        made.add_option(obj=OPTIONS[0], opts=["name"], dest="name")


def test_errors_in_parsing_are_forgiven_when_resilient() -> None:
    command = click.Command("c", params=list(OPTIONS))
    ctx = command.make_context("c", ["--name", "x", "--nope"], resilient_parsing=True)
    assert ctx.params["name"] == "x"


@pytest.mark.parametrize("word", ["-5", "-0.5", "-1e5", "-.5", "-5.", "-1_000", "-inf"])
def test_a_hint_quotes_the_whole_number(word: str) -> None:
    command = click.Command("c", params=[click.Argument(["n"], type=float)])
    result = CliRunner().invoke(command, [word])
    assert f"No such option {word[:2]!r}." in result.stderr
    assert f"as in '-- {word}'" in result.stderr
    assert CliRunner().invoke(command, ["--", word]).exit_code == 0


@given(
    st.sampled_from([[], [1], [2], [1, 1], [-1], [1, -1], [-1, 1]]),
    st.lists(st.sampled_from(["a", "7", "-v", "-o", "-v2", "-2v"]), max_size=3),
    st.from_regex(r"-[0-9.ev]{1,4}", fullmatch=True),
)
def test_a_hint_is_given_where_it_helps(counts: list[int], before: list[str], word: str) -> None:
    params: list[click.Parameter] = [
        click.Argument([f"a{number}"], nargs=count, required=False)
        for number, count in enumerate(counts)
    ]
    params += [click.Option(["-v"], is_flag=True), click.Option(["-o"])]
    command = click.Command("c", params=params, callback=lambda **values: None)
    stderr = CliRunner().invoke(command, [*before, word]).stderr
    if "Hint:" not in stderr:
        return
    number = stderr.partition("'-- ")[2].partition("'")[0]
    assert number == word
    float(number)
    stderr = CliRunner().invoke(command, [*before, "--", word]).stderr
    assert "No such option" not in stderr
    assert "unexpected extra" not in stderr


@pytest.mark.parametrize(
    ("counts", "args"),
    [([], ["-5"]), ([1], ["1", "-5"]), ([1], ["-v2024"]), ([1], ["-x"]), ([1], ["--5"])],
)
def test_no_hint_where_it_would_not_help(counts: list[int], args: list[str]) -> None:
    params: list[click.Parameter] = [click.Argument(["n"], nargs=count) for count in counts]
    params.append(click.Option(["-v"], is_flag=True))
    result = CliRunner().invoke(click.Command("c", params=params), args)
    assert "No such option" in result.stderr
    assert "Hint:" not in result.stderr


# -- steps that programs call and replace ------------------------------------------------------------


def test_a_wrapped_step_sees_each_long_option(runner: CliRunner) -> None:
    """As programs do that give an option without a value one of their own."""

    class Bare(click.Option):
        def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
            super().add_to_parser(parser, ctx)
            match = parser._match_long_opt

            def wrapped(opt: str, explicit_value: str | None, state: Any) -> None:
                record = parser._long_opt.get(opt)
                if explicit_value is None and record is not None and record.obj is self:
                    explicit_value = "always"
                match(opt, explicit_value, state)

            parser._match_long_opt = wrapped

    @click.command()
    @click.option("--color", cls=Bare)
    @click.option("--size", "-s")
    @click.argument("name")
    def cli(color: str, size: str, name: str) -> None:
        click.echo(f"{color} {size} {name}")

    assert runner.invoke(cli, ["--color", "a"]).output == "always None a\n"
    assert runner.invoke(cli, ["--color=no", "-s1", "a"]).output == "no 1 a\n"
    assert "No such option '--colour'" in runner.invoke(cli, ["--colour", "a"]).output


def test_a_replaced_step_may_know_more_names(runner: CliRunner) -> None:
    class Shortened(click.Command):
        def make_parser(self, ctx: click.Context) -> Any:
            parser = super().make_parser(ctx)
            match = parser._match_long_opt

            def wrapped(opt: str, explicit_value: str | None, state: Any) -> None:
                near = [name for name in parser._long_opt if name.startswith(opt)]
                match(near[0] if len(near) == 1 else opt, explicit_value, state)

            parser._match_long_opt = wrapped  # type: ignore[method-assign]
            return parser

    @click.command(cls=Shortened)
    @click.option("--verbose", is_flag=True)
    @click.option("--size")
    def cli(verbose: bool, size: str) -> None:
        click.echo(f"{verbose} {size}")

    assert runner.invoke(cli, ["--verb", "--si=3"]).output == "True 3\n"
    assert "No such option '--nothing'" in runner.invoke(cli, ["--nothing"]).output


def test_an_option_may_take_all_tokens_there_are(runner: CliRunner) -> None:
    class Greedy(click.Option):
        def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
            super().add_to_parser(parser, ctx)
            record = parser._long_opt["--all"]
            process = record.process

            def take(value: str, state: Any) -> None:
                taken = [value]
                while state.rargs and not state.rargs[0].startswith("-"):
                    taken.append(state.rargs.pop(0))
                process(",".join(taken), state)

            record.process = take

    @click.command()
    @click.option("--all", cls=Greedy)
    @click.option("--flag", is_flag=True)
    def cli(all: str, flag: bool) -> None:
        click.echo(f"{all} {flag}")

    assert runner.invoke(cli, ["--all", "a", "b", "c", "--flag"]).output == "a,b,c True\n"
