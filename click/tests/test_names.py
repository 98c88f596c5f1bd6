"""Texts for people: help without the indent of its source, summaries, names of files."""

from __future__ import annotations

from pathlib import Path

import pytest

import click
from click._names import clean_help, short_help
from click.testing import CliRunner


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


def test_help_of_a_command_is_kept_as_it_is_written() -> None:
    def run() -> None: ...

    run.__doc__ = "\n    Runs.\n\n    Now.\n    "
    command = click.command(run)
    assert command.help == run.__doc__
    assert command.to_info_dict(click.Context(command))["help"] == run.__doc__
    assert "\n\n  Runs.\n\n  Now.\n\nOptions:" in CliRunner().invoke(command, ["--help"]).output


def test_nothing_of_a_help_is_shown_behind_a_form_feed() -> None:
    command = click.Command("c", help="\fhidden")
    assert "hidden" not in CliRunner().invoke(command, ["--help"]).output


@pytest.mark.parametrize(("help", "listed"), [(None, False), ("", True), ("Text", True)])
def test_arguments_are_listed_when_one_has_help(help: str | None, listed: bool) -> None:
    command = click.Command("c", params=[click.Argument(["src"], help=help)])
    output = CliRunner().invoke(command, ["--help"]).output
    assert ("Positional arguments:\n  SRC" in output) is listed


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
