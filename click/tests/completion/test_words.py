"""A command line as words."""

from __future__ import annotations

import shlex
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from click.shell_completion import split_arg_string as split


@given(st.lists(st.text()))
def test_quoted_words_come_back(words: Any) -> None:
    assert split(shlex.join(words)) == words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("a 'b c", ["a", "b c"]),
        ('a "b', ["a", "b"]),
        ("a\\", ["a"]),
        ("a \\", ["a", ""]),
        ('"a\\b" \\"', ["a\\b", '"']),
        ("a #b", ["a", "#b"]),
        ('a "', ["a", ""]),
    ],
)
def test_unfinished_words(line: Any, words: Any) -> None:
    assert split(line) == words
