"""Help pages: usage, tables, widths."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import click
from click.formatting import HelpFormatter, iter_rows, measure_table, term_len, wrap_text
from click.testing import CliRunner


def test_usage_lines() -> None:
    for width, prog, args, wanted in (
        (40, "prog", "", "Usage: prog\n"),
        (40, "prog", "A B", "Usage: prog A B\n"),
        (32, "prog", "ARG " * 6, "Usage: prog ARG ARG ARG ARG ARG\n            ARG\n"),
        (30, "long-program-name", "ARG", "Usage: long-program-name \n           ARG\n"),
    ):
        formatter = HelpFormatter(width=width)
        formatter.write_usage(prog, args)
        assert formatter.getvalue() == wanted


def test_tables() -> None:
    formatter = HelpFormatter(width=30)
    with formatter.section("Head"):
        formatter.write_dl([("a", "text " * 8), ("long" * 10, "below"), ("none", "")], col_max=10)
    assert formatter.getvalue() == (
        "Head:\n  a           text text text\n              text text text\n"
        "              text text\n  longlonglonglonglonglonglonglonglonglong\n"
        "              below\n  none\n"
    )
    with pytest.raises(TypeError, match="two columns"):
        formatter.write_dl([("a", "b", "c")])  # type: ignore[list-item]
    assert measure_table([("a", "bb"), ("ccc", "")]) == (3, 2)
    assert list(iter_rows([("a",)], 2)) == [("a", "")]  # type: ignore[list-item]


def test_page(runner: CliRunner) -> None:
    command = click.Command(
        "c",
        help="Does it.\fNot shown.",
        epilog="The end.",
        deprecated="use d",
        params=[
            click.Option(["--a/--no-a"], default=True, show_default=True),
            click.Option(["-b"], count=True, help="Count."),
            click.Option(["--env"], envvar=["E1", "E2"], show_envvar=True, required=True),
            click.Option(["--range"], type=click.IntRange(1, 5), default=2, show_default=True),
            click.Option(["--dyn"], default=lambda: 1, show_default=True),
            click.Option(["--text"], show_default="other", deprecated=True),
            click.Option(["--empty"], default="", show_default=True, metavar="M"),
            click.Option(["--pair"], default=(1, 2), nargs=2, show_default=True),
            click.Option(["--hidden"], hidden=True),
            click.Argument(["first"], help="The first."),
            click.Argument(["rest"], nargs=-1),
        ],
    )
    assert runner.invoke(command, ["--help"]).output == (
        """\
Usage: c [OPTIONS] FIRST [REST]...

  Does it. (DEPRECATED: use d)

Positional arguments:
  FIRST      The first.
  [REST]...

Options:
  --a / --no-a           [default: a]
  -b                     Count.
  --env TEXT             [env var: E1, E2; required]
  --range INTEGER RANGE  [default: 2; 1<=x<=5]
  --dyn TEXT             [default: (dynamic)]
  --text TEXT            (DEPRECATED)  [default: (other)]
  --empty M              [default: ""]
  --pair INTEGER...      [default: 1, 2]
  --help                 Show this message and exit.

  The end.
"""
    )


@given(st.lists(st.text("ab1日-", min_size=1, max_size=9), max_size=12), st.integers(9, 30))
def test_lines_fit_and_nothing_is_lost(words: list[str], width: int) -> None:
    styled = [f"\x1b[1m{word}\x1b[0m" if len(word) % 2 else word for word in words]
    wrapped = click.unstyle(wrap_text(" ".join(styled), width))
    assert all(len(line) <= width for line in wrapped.split("\n"))
    assert "".join(wrapped.split()) == "".join(words)


_CHARACTERS = [*"ab-é日本語ｱ한", "e\u0301", "\u200b", "\U0001f469\u200d\U0001f3fd", "❤\ufe0f"]


_WORDS = st.lists(st.sampled_from(_CHARACTERS), min_size=1, max_size=12).map("".join)


_SEQUENCES = st.sampled_from(
    [
        "\x1b[1m",
        "\x1b[38;5;9m",
        "\x1b]8;;http://a-b c\x1b\\",
        "\x1b]0;a title\x07",
        "\x1bP1 q\x1b\\",
        "\x1b(B",
        "\x1b7",
        "\x9b31m",
        "\x9d8;;x y\x9c",
    ]
)


_TEXTS = st.lists(st.one_of(_WORDS, _SEQUENCES, st.sampled_from(" \t\n")), max_size=25).map("".join)


@given(_TEXTS, st.integers(2, 60))
def test_usage_is_broken_at_blanks_only(text: str, width: int) -> None:
    formatter = HelpFormatter(width=width)
    formatter.write_usage("prog", text)
    usage = click.unstyle(formatter.getvalue())
    assert usage.split() == ["Usage:", "prog", *click.unstyle(text).split()]
    for line in usage.splitlines():
        words = line.removeprefix("Usage: prog ").split()
        assert term_len(line) <= width or len(words) <= 1 or line.rstrip() == "Usage: prog"


def test_table_columns_are_aligned_by_width() -> None:
    formatter = HelpFormatter(width=40)
    formatter.write_dl([("日本", "one"), ("\x1b]8;;x\x07abc\x1b]8;;\x07", "two")])
    lines = click.unstyle(formatter.getvalue()).splitlines()
    assert lines == ["日本  one", "abc   two"]


@pytest.mark.parametrize("width", [0, -1, -80, 1, 2, 5])
def test_any_width_makes_a_page(width: int) -> None:
    @click.group(context_settings={"terminal_width": width})
    @click.option("--name", help="A name that is long enough to wrap.")
    def cli(name: str) -> None:
        "Some text about the command."

    @cli.command()
    def sub() -> None:
        "Help of a subcommand."

    result = CliRunner().invoke(cli, ["--help"])
    assert result.exception is None
    assert "".join(result.output.split()).startswith("Usage:cli[OPTIONS]")


def test_width_that_is_not_positive_is_that_of_the_terminal() -> None:
    assert HelpFormatter(width=0).width == HelpFormatter().width
