"""Text for people: file names, help texts, summaries."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

import click
import click.utils
from click._display import clean_help, short_help


@pytest.mark.parametrize(
    ("value", "text"), [("x", "x"), (b"x\xff", "x\ufffd"), (3, "3"), ("ü".encode(), "ü")]
)
def test_make_str(monkeypatch: pytest.MonkeyPatch, value: object, text: str) -> None:
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "utf-8")
    assert click.utils.make_str(value) == text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("one", "one"),
        ("  one", "one"),
        ("one\n    two\n      three\n", "one\ntwo\n  three"),
        ("\n\n    two\n    three\n\n    ", "two\nthree"),
        ("one\n\ttwo\n\tthree", "one\ntwo\nthree"),
        ("\fhidden", "\fhidden"),
        ("", ""),
        ("one\n  two\n\n three", "one\n two\n\nthree"),
    ],
)
def test_clean_help(text: str, cleaned: str) -> None:
    assert clean_help(text) == cleaned


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("Do this vs. that. More.", 45, "Do this vs. that."),
        ("First. second. Third", 45, "First. second."),
        ("Version 1.2. Next", 45, "Version 1.2."),
        ("one two three", 45, "one two three"),
        ("one two three", 9, "one..."),
        ("one two three", 2, "..."),
        ("\b\nkept as it is\n\nmore", 45, "kept as it is"),
        ("", 45, ""),
    ],
)
def test_short_help(text: str, limit: int, short: str) -> None:
    assert short_help(text, limit) == short


@pytest.mark.parametrize(
    ("name", "shorten", "shown"),
    [
        ("a/b.txt", False, "a/b.txt"),
        ("a/b.txt", True, "b.txt"),
        (b"a/\xffb", True, "\ufffdb"),
        ("a\udcffb", False, "a\ufffdb"),
        (Path("p") / "q", True, "q"),
    ],
)
def test_format_filename(name: str | bytes | Path, shorten: bool, shown: str) -> None:
    assert click.format_filename(name, shorten=shorten) == shown
