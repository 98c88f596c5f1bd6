"""Cutting lines into words, finding what completes the next one, and formats of answers."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import click
from click.shell_completion import (
    CompletionItem,
    ShellComplete,
    add_completion_class,
    get_completion_class,
)
from click.shell_completion import split_arg_string as split
from click.testing import CliRunner


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
        ("zsh", "plain\na\\:b\nx\r\\ny\tz"),
        ("fish", "plain,a:b\tx\r\\ny z"),
        ("powershell", "plain\na:b\nx  y\tz"),
    ],
)
def test_formats(shell, answer):
    completer = get_completion_class(shell)(cli, {}, "cli", "_CLI_COMPLETE")
    assert completer.format_completion(CompletionItem("a:b", help="x\r\ny\tz")) == answer
    assert "_CLI_COMPLETE" in ShellComplete.source(completer)


HELPED = CompletionItem("v:1", help="a: b\n\tc")
PLAIN = CompletionItem("w x", type="dir")


@pytest.mark.parametrize(
    ("shell", "helped", "plain"),
    [
        ("bash", "plain,v:1", "dir,w x"),
        ("zsh", "plain\nv\\:1\na: b\\n\tc", "dir\nw x\n_"),
        ("fish", "plain,v:1\ta: b\\n c", "dir,w x"),
        ("powershell", "plain\nv:1\na: b \tc", "dir\nw x\n_"),
    ],
)
def test_answers_of_each_shell(shell: str, helped: str, plain: str) -> None:
    cls = get_completion_class(shell)
    assert cls is not None
    made = cls(click.Command("c"), {}, "c", "_C_COMPLETE")
    assert made.format_completion(HELPED) == helped
    assert made.format_completion(PLAIN) == plain


@pytest.mark.parametrize(
    ("shell", "words", "cursor", "asked"),
    [
        ("bash", "c a 'b c' d", "3", (["a", "b c"], "d")),
        ("bash", "c a ", "2", (["a"], "")),
        ("zsh", "c ", "1", ([], "")),
        ("powershell", "c 'x", "1", ([], "x")),
        ("fish", "c a b", "b", (["a"], "b")),
        ("fish", "c a ", "", (["a"], "")),
        ("fish", "c a", "b", (["a"], "b")),
    ],
)
def test_questions_of_each_shell(
    monkeypatch: pytest.MonkeyPatch,
    shell: str,
    words: str,
    cursor: str,
    asked: tuple[list[str], str],
) -> None:
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", cursor)
    cls = get_completion_class(shell)
    assert cls is not None
    assert cls(click.Command("c"), {}, "c", "_C").get_completion_args() == asked


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_a_program_hands_out_its_script(shell: str) -> None:
    result = CliRunner().invoke(
        click.Command("c"), prog_name="my-prog.x", env={"_MY_PROG_X_COMPLETE": f"{shell}_source"}
    )
    assert result.exit_code == 0
    assert "my-prog.x" in result.stdout
    assert "_MY_PROG_X_COMPLETE" in result.stdout
    # The version of bash is told when it will not do.
    assert result.stderr == "" or shell == "bash"


def test_the_script_for_powershell_is_powershell() -> None:
    tree_sitter = pytest.importorskip("tree_sitter")
    grammar = pytest.importorskip("tree_sitter_powershell")
    parser = tree_sitter.Parser(tree_sitter.Language(grammar.language()))
    assert parser.parse(b"if ($a {").root_node.has_error

    cls = get_completion_class("powershell")
    assert cls is not None
    script = cls(click.Command("c"), {}, "my-prog.x", "_MY_PROG_X_COMPLETE").source()
    assert not parser.parse(script.encode()).root_node.has_error


@pytest.mark.parametrize("instruction", ["nope_source", "bash_nope", "bash"])
def test_unknown_instructions_end_with_1(instruction: str) -> None:
    result = CliRunner().invoke(
        click.Command("c"), prog_name="prog", env={"_PROG_COMPLETE": instruction}
    )
    assert result.exit_code == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for bash")
@pytest.mark.parametrize(
    ("says", "warning"),
    [
        ("5.2.1(1)-release", ""),
        ("4.4.0", ""),
        ("4.3.9", "not supported for Bash versions older than 4.4"),
        ("3.2.57", "not supported for Bash versions older than 4.4"),
        ("odd", "Couldn't detect Bash version"),
        (None, "Couldn't detect Bash version"),
    ],
)
def test_old_versions_of_bash_are_told(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    says: str | None,
    warning: str,
) -> None:
    if says is not None:
        (tmp_path / "bash").write_text(f"#!/bin/sh\necho '{says}'\n")
        (tmp_path / "bash").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    cls = get_completion_class("bash")
    assert cls is not None
    cls(click.Command("c"), {}, "c", "_C").source()
    told = capsys.readouterr().err
    assert (warning in told) if warning else told == ""


def test_a_shell_of_ones_own() -> None:
    class Mine(ShellComplete):
        name = "mine"
        source_template = "%(prog_name)s|%(complete_func)s|%(complete_var)s"

        def get_completion_args(self) -> tuple[list[str], str]:
            return [], "--h"

        def format_completion(self, item: CompletionItem[str]) -> str:
            return f"<{item.value}>"

    assert add_completion_class(Mine) is Mine
    assert add_completion_class(Mine, "other") is Mine
    assert get_completion_class("mine") is get_completion_class("other") is Mine
    assert get_completion_class("unknown") is None
    made = Mine(click.Command("c"), {}, "a-b.c", "_V")
    assert made.source() == "a-b.c|_a_bc_completion|_V"
    assert made.complete() == "<--help>"
    bare = ShellComplete(click.Command("c"), {}, "c", "_C")
    with pytest.raises(NotImplementedError):
        bare.get_completion_args()
    with pytest.raises(NotImplementedError):
        bare.format_completion(PLAIN)


def test_items_hold_whatever_they_are_given() -> None:
    item = CompletionItem("v", extra=3)
    assert (item.value, item.type, item.help, item.extra, item.other) == (
        "v",
        "plain",
        None,
        3,
        None,
    )


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


@pytest.mark.parametrize("kind", ["bash", "zsh", "fish", "powershell"])
def test_values_with_line_breaks_are_left_out(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    @click.command()
    @click.argument("word", type=click.Choice(["a\nb", "ab"]))
    def take(word: str) -> None:
        pass

    monkeypatch.setenv("COMP_WORDS", "take a")
    monkeypatch.setenv("COMP_CWORD", "a" if kind == "fish" else "1")
    cls = get_completion_class(kind)
    assert cls is not None
    answer = cls(take, {}, "take", "_TAKE_COMPLETE").complete()
    assert "ab" in answer
    assert "b" not in answer.splitlines()


@pytest.mark.parametrize(
    ("words", "cursor", "line", "asked"),
    [
        ("c --color = g", 3, None, ([], "--color=g")),
        ("c --color =", 2, None, ([], "--color=")),
        ("c --color = red x", 4, None, (["--color=red"], "x")),
        ("c = x", 2, None, (["="], "x")),
        ("c\n--color\n=\ng", 3, "c --color=g", ([], "--color=g")),
        ("c\n--color\n=\ng", 3, "c --color = g", (["--color", "="], "g")),
        ("c\na\n:\nb\n", 4, "c a:b ", (["a:b"], "")),
        ("c\na\n::\nb", 3, "c a::b", ([], "a::b")),
        ("c\n'a b'\n\"x", 2, "c 'a b' \"x", (["a b"], "x")),
    ],
)
def test_bash_splits_words(
    words: str,
    cursor: int,
    line: str | None,
    asked: tuple[list[str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(cursor))
    if line is None:
        monkeypatch.delenv("COMP_LINE", raising=False)
    else:
        monkeypatch.setenv("COMP_LINE", line)
    completer = get_completion_class("bash")(many, {}, "c", "_C_COMPLETE")
    assert completer.get_completion_args() == asked


def test_choices_are_offered_as_spelled() -> None:
    choice = click.Choice(["Straße", "MD5"], case_sensitive=False)
    for begin, wanted in [("straß", "Straße"), ("STRASS", "Straße"), ("m", "MD5")]:
        items = choice.shell_complete(None, None, begin)  # type: ignore[arg-type]
        assert [item.value for item in items] == [wanted]
