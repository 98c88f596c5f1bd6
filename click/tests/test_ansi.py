"""Escape sequences and columns of characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import click
from click.formatting import term_len, wrap_text

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


@given(_TEXTS)
def test_sequences_take_no_columns(text: str) -> None:
    assert term_len(text) == term_len(click.unstyle(text))
    assert click.unstyle(click.unstyle(text)) == click.unstyle(text)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("日本", 4),
        ("ｱ", 1),
        ("Ａ", 2),
        ("e\u0301", 1),
        ("\u200b", 0),
        ("한", 2),
        ("\u1112\u1161\u11ab", 2),
        ("\U0001f469\u200d\U0001f469\u200d\U0001f467", 2),
        ("\U0001f44d\U0001f3fd", 2),
        ("❤\ufe0f", 2),
        ("\xad", 1),
        ("größe", 5),
        ("░", 1),
    ],
)
def test_columns(text: str, columns: int) -> None:
    assert term_len(text) == columns


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b[31m",
        "\x1b[?25l",
        "\x1b[1 q",
        "\x9b31m",
        "\x1b]8;;http://x\x1b\\",
        "\x1b]8;;http://x\x07",
        "\x1b]8;;http://x\x9c",
        "\x9d0;t\x07",
        "\x1bP1$r0m\x1b\\",
        "\x90q\x9c",
        "\x1b_app\x1b\\",
        "\x1b^pm\x1b\\",
        "\x1bXsos\x1b\\",
        "\x1b(B",
        "\x1b%G",
        "\x1b#8",
        "\x1b7",
        "\x1b=",
        "\x1bc",
        "\x1bM",
    ],
)
def test_unstyle_removes(sequence: str) -> None:
    assert click.unstyle(f"a{sequence}b") == "ab"
    assert click.unstyle(f"é{sequence}ü") == "éü"


@pytest.mark.parametrize(
    "text", ["\x1b", "a\x1b[", "\x1b]8;;x", "\x1bPq", "\x85", "\x9b", "a\x1b\x1b"]
)
def test_unstyle_keeps_what_is_no_sequence(text: str) -> None:
    assert click.unstyle(text) == text


def test_tabs_stop_at_columns() -> None:
    assert wrap_text("日本\tx", 30) == "日本    x"
    assert wrap_text("\x1b[1mab\x1b[0m\tx", 30) == "\x1b[1mab\x1b[0m      x"
