"""Cutting lines into words, finding what completes the next one, and formats of answers."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

import click
from click.shell_completion import CompletionItem, ShellComplete, get_completion_class
from click.shell_completion import split_arg_string as split


@given(st.lists(st.text()))
def test_quoted_words_come_back(words):
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
def test_unfinished_words(line, words):
    assert split(line) == words


@click.group(chain=True)
def cli():
    pass


@cli.command()
@click.option("--pair", nargs=2, type=click.Choice(["p1", "p2"]))
@click.argument("word", type=click.Choice(["w1", "w2"]))
def first(pair, word):
    pass


@cli.command()
@click.option("--flag", is_flag=True)
def second(flag):
    pass


@pytest.mark.parametrize(
    ("words", "incomplete", "found"),
    [
        ([], "", ["first", "second"]),
        (["first"], "", ["w1", "w2"]),
        (["first", "--pair", "p1"], "p", ["p1", "p2"]),
        (["first"], "--pair=p2", ["p2"]),
        (["first", "--pair"], "=", ["p1", "p2"]),
        (["first", "w1"], "", ["second"]),
        (["second"], "--f", ["--flag"]),
        (["first", "--"], "w", ["w1", "w2"]),
        (["second", "unknown"], "", ["first", "second"]),
    ],
)
def test_completions(words, incomplete, found):
    completer = ShellComplete(cli, {}, "cli", "_CLI_COMPLETE")
    assert [item.value for item in completer.get_completions(words, incomplete)] == found


@pytest.mark.parametrize(
    ("shell", "answer"),
    [
        ("bash", "plain,a:b"),
        ("zsh", "plain\na\\:b\nx\r\ny\tz"),
        ("fish", "plain,a:b\tx\r\\ny z"),
        ("powershell", "plain\na:b\nx  y\tz"),
    ],
)
def test_formats(shell, answer):
    completer = get_completion_class(shell)(cli, {}, "cli", "_CLI_COMPLETE")
    assert completer.format_completion(CompletionItem("a:b", help="x\r\ny\tz")) == answer
    assert "_CLI_COMPLETE" in ShellComplete.source(completer)
