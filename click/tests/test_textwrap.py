"""Wrapped text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import click
from click.formatting import term_len, wrap_text


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


@given(_TEXTS, st.integers(2, 30))
def test_wrapped_lines_fit_and_keep_their_text(text: str, width: int) -> None:
    wrapped = wrap_text(text, width)
    assert all(term_len(line) <= width for line in wrapped.split("\n"))
    assert "".join(click.unstyle(wrapped).split()) == "".join(click.unstyle(text).split())
