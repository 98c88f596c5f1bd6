"""Wrapping, tables, usage lines, and whole help pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import click
from click.formatting import HelpFormatter, iter_rows, measure_table, wrap_text
from click.testing import CliRunner


@pytest.mark.parametrize(
    ("text", "width", "wanted"),
    [
        ("one two three", 8, "one two\nthree"),
        ("aaaaaaaaaa b", 4, "aaaa\naaaa\naa b"),
        ("well-known words", 6, "well-\nknown\nwords"),
        ("\x1b[1mone\x1b[0m two", 7, "\x1b[1mone\x1b[0m two"),
        ("\x1b[1mabcdef\x1b[0m", 4, "\x1b[1mabcd\nef\x1b[0m"),
        ("", 10, ""),
    ],
)
def test_wrap(text: str, width: int, wanted: str) -> None:
    assert wrap_text(text, width) == wanted


def test_paragraphs_stay_apart() -> None:
    text = "one two\nthree\n\n  four five\n\n\b\nkept\n  as it is"
    assert wrap_text(text, 9, "*", " ", preserve_paragraphs=True) == (
        "*one two\n three\n\n*  four\n   five\n\n*kept\n   as it is"
    )


def test_kept_paragraphs_are_indented_like_their_mark() -> None:
    assert wrap_text("  \b\na   b\n c", 9, preserve_paragraphs=True) == "  a   b\n   c"


def test_no_room_at_all() -> None:
    with pytest.raises(ValueError, match="invalid width"):
        wrap_text("a", 0)


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
