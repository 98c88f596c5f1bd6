"""Completions at each place of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import click
from click.shell_completion import (
    ShellComplete,
)


@click.group(chain=True)
def cli() -> None:
    pass


@cli.command()
@click.option("--pair", nargs=2, type=click.Choice(["p1", "p2"]))
@click.argument("word", type=click.Choice(["w1", "w2"]))
def first(**values: object) -> None:
    pass


@cli.command()
@click.option("--flag", is_flag=True)
def second(**values: object) -> None:
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
def test_completions(words: list[str], incomplete: str, found: list[str]) -> None:
    completer = ShellComplete(cli, {}, "cli", "_CLI_COMPLETE")
    assert [item.value for item in completer.get_completions(words, incomplete)] == found


@click.command()
@click.option("--color", type=click.Choice(["red", "green"]))
@click.option("-s", "--size", type=click.Choice(["big", "small"]), multiple=True)
@click.option("--pair", type=(click.Choice(["p1"]), click.Choice(["p2"])), multiple=True)
@click.option("--two", nargs=2, type=click.Choice(["x", "y"]))
@click.option("--maybe", is_flag=False, flag_value="m0", type=click.Choice(["m0", "m1"]))
@click.option("-v", "--verbose", count=True)
@click.option("--on/--off")
@click.argument("both", type=(click.Choice(["a1", "a2"]), click.Choice(["b1"])))
@click.argument("rest", nargs=-1, type=click.Choice(["r1", "r2"]))
def many(**values: object) -> None:
    pass


@pytest.mark.parametrize(
    ("words", "incomplete", "found"),
    [
        ([], "--color=g", ["green"]),
        ([], "-s=b", []),
        (["-s"], "b", ["big"]),
        (["-vs"], "b", ["big"]),
        (["-sbig"], "", ["a1", "a2"]),
        (["--pair"], "", ["p1"]),
        (["--pair", "p1"], "", ["p2"]),
        (["--pair=p1"], "", ["p2"]),
        (["--pair", "p1", "p2"], "", ["a1", "a2"]),
        (["--pair", "p1", "p2", "--pair"], "", ["p1"]),
        (["--two", "x"], "", ["x", "y"]),
        (["--color=red"], "", ["a1", "a2"]),
        (["--maybe"], "m", ["m0", "m1"]),
        (["a1"], "", ["b1"]),
        (["a1", "--on"], "", ["b1"]),
        (["a1", "b1"], "", ["r1", "r2"]),
        (["a1", "b1", "r1"], "r", ["r1", "r2"]),
        (["--", "a1"], "", ["b1"]),
        (["--"], "--c", []),
        (["--", "--color"], "", ["b1"]),
        (["a1"], "--o", ["--on", "--off"]),
        (["--on=1"], "", ["a1", "a2"]),
    ],
)
def test_places_on_the_line(words: list[str], incomplete: str, found: list[str]) -> None:
    completer = ShellComplete(many, {}, "many", "_MANY_COMPLETE")
    assert [item.value for item in completer.get_completions(words, incomplete)] == found


_TOKENS = ["--color", "-s", "-vs", "--pair", "--two", "--maybe", "-v", "--on", "--", "--size="]
_TOKENS += ["--color=", "red", "big", "p1", "p2", "x", "m1", "a1", "b1", "r1"]


@given(st.lists(st.sampled_from(_TOKENS), max_size=6), st.sampled_from(["", "--color=", "--size="]))
@settings(max_examples=300)
def test_the_parser_takes_what_is_offered(words: list[str], incomplete: str) -> None:
    completer = ShellComplete(many, {}, "many", "_MANY_COMPLETE")
    for item in completer.get_completions(words, incomplete):
        if item.value in words:
            continue
        word = f"{incomplete}{item.value}"
        try:
            many.make_context("many", [*words, word])
        except click.UsageError as error:
            # What is wrong, if anything, are the words before and what is still to come.
            assert repr(item.value) not in error.message.partition(" is not ")[0]


def test_completion_calls_nothing_and_opens_nothing(tmp_path: Path) -> None:
    calls: list[str] = []

    def default() -> str:
        calls.append("default")
        return "x"

    def callback(ctx: click.Context, param: click.Parameter, value: object) -> object:
        calls.append(param.name)
        return value

    @click.group(context_settings={"default_map": {"mapped": default}})
    @click.option("--eager", is_eager=True, callback=callback)
    @click.option("--made", default=default)
    @click.option("--mapped")
    @click.option("--asked", prompt=True)
    @click.option("--flag", flag_value="f", default=default)
    @click.password_option(callback=callback)
    def outer(**values: object) -> None:
        pass

    @outer.command()
    @click.argument("target", type=click.File("w", lazy=False), callback=callback)
    @click.option("--source", type=click.File(lazy=True), default=str(tmp_path / "absent"))
    @click.option("--atomic", type=click.File("w", lazy=False, atomic=True))
    def inner(**values: object) -> None:
        pass

    kept = tmp_path / "kept"
    kept.write_text("old")
    completer = ShellComplete(outer, {}, "outer", "_OUTER_COMPLETE")
    words = ["--eager", "1", "inner", str(kept), "--atomic", str(kept)]
    items = completer.get_completions(words, "--")
    assert [item.value for item in items] == ["--source", "--help"]
    assert calls == []
    assert kept.read_text() == "old"
    assert list(tmp_path.iterdir()) == [kept]


def test_choices_are_offered_as_spelled() -> None:
    choice = click.Choice(["Straße", "MD5"], case_sensitive=False)
    for begin, wanted in [("straß", "Straße"), ("STRASS", "Straße"), ("m", "MD5")]:
        items = choice.shell_complete(None, None, begin)  # type: ignore[arg-type]
        assert [item.value for item in items] == [wanted]
