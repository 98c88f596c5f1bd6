"""Completion in real shells, driven through a terminal with real Tab keys."""

from __future__ import annotations

import os
import re
import select
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import click
from click.shell_completion import (
    CompletionItem,
    ShellComplete,
    get_completion_class,
)

pty = pytest.importorskip("pty", reason="needs the pseudo-terminals of POSIX systems")


PROGRAM = """\
#!{python}
import click

@click.group()
def cli(): pass

@cli.command(help="Move it: now.")
@click.option("--speed", type=click.Choice(["slowly", "quick:ly"]))
@click.argument("file", type=click.Path())
def relocate(speed, file): pass

@cli.command()
@click.option("--word", type=click.Choice({values!r}))
@click.option("--path", type=click.Path())
@click.option("--pair", type=(click.Choice(["first"]), click.Choice(["second"])))
@click.argument("words", nargs=-1, type=click.Choice({values!r}))
def say(word, path, pair, words):
    text = word or path or "".join(pair or words)
    click.echo("GOT-" + text.encode().hex())

@cli.command()
@click.option("--note", help="first\\nsecond: $HOME")
@click.option("--other", help="x")
def explain(note, other): pass

cli(prog_name="clicktry")
"""


#: values that begin with different letters
VALUES = [
    "two words",
    "a'b",
    'b"c',
    "colon:ed",
    "d:e:f",
    "e$HOME",
    "f\\g",
    "g`h`",
    "h=i",
    "j&k|l;<>",
    "k*l?",
    "l(m)[n]{o}",
    "m!n",
    "r%s,#~@^",
    "straße é",
    "-dash",
]


#: what each shell is started with, and the line that loads the script
SHELLS = {
    "bash": (
        ["bash", "--norc", "--noprofile", "-i"],
        'eval "$(_CLICKTRY_COMPLETE=bash_source clicktry)"',
    ),
    "zsh": (
        ["zsh", "-f", "-i"],
        'autoload -Uz compinit && compinit -u -D; eval "$(_CLICKTRY_COMPLETE=zsh_source clicktry)"',
    ),
    "fish": (
        ["fish", "--no-config", "-i"],
        "_CLICKTRY_COMPLETE=fish_source clicktry | source",
    ),
}


class Session:
    """A shell in a terminal of its own."""

    def __init__(self, command: list[str], folder: str) -> None:
        self.output = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.environ.update(
                PATH=f"{folder}:{os.environ['PATH']}", TERM="vt100", HOME=folder, PS1="$ "
            )
            os.execvp(command[0], command)

    def type(self, text: str) -> None:
        os.write(self.fd, text.encode())

    def expect(self, text: str, seconds: float = 15) -> bytes:
        """Return the output since the last time, once ``text`` is in it."""
        end = time.monotonic() + seconds
        while text.encode() not in self.output:
            left = end - time.monotonic()
            assert left > 0, f"waited for {text!r}, got {self.output!r}"
            if select.select([self.fd], [], [], left)[0]:
                self.output += os.read(self.fd, 65536)
        end_of_text = self.output.index(text.encode()) + len(text)
        found, self.rest = self.output[:end_of_text], self.output[end_of_text:]
        self.output = b""
        return found

    def read(self, seconds: float) -> None:
        """Add what comes next to ``rest``."""
        assert select.select([self.fd], [], [], seconds)[0], f"got {self.rest!r}"
        self.rest += os.read(self.fd, 65536)

    def close(self) -> None:
        import signal

        os.kill(self.pid, signal.SIGKILL)
        os.close(self.fd)
        os.waitpid(self.pid, 0)


@pytest.fixture(params=SHELLS)
def session(request: Any, tmp_path: Path) -> Any:
    shell = request.param
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    program = tmp_path / "clicktry"
    program.write_text(PROGRAM.format(python=sys.executable, values=VALUES))
    program.chmod(0o755)
    (tmp_path / "notes.txt").write_text("")
    command, load = SHELLS[shell]
    session = Session(command, str(tmp_path))
    session.shell = shell
    try:
        # The sum shows that the line has run, and is not its echo.
        session.type(f"{load}; expr 40000 + 2\n")
        session.expect("40002")
        yield session
    finally:
        session.close()


def test_tab_completes_commands_options_values_and_files(session: Any) -> None:
    for typed, added in [
        ("clicktry rel\t", "ocate"),
        ("clicktry relocate --sp\t", "eed"),
        ("clicktry relocate --speed slo\t", "wly"),
        ("clicktry relocate not\t", "es.txt"),
        ("clicktry say tw\t", "o"),
    ]:
        session.type(typed)
        session.expect(added)
        # Throw the line away, and see that the shell is ready for the next one.
        session.type("\x15expr 70000 + 7\n")
        session.expect("70007")


def _completed(session: Any, line: str) -> str:
    """Type ``line`` with its Tab, wait, run it, and return what the program got."""
    session.type(line)
    # The shell answers keys in order, so this is typed after the completion.
    session.type("\n")
    session.expect("GOT-")
    while True:
        hexadecimal = re.match(rb"[0-9a-f]*(?=[^0-9a-f])", session.rest)
        if hexadecimal:
            return bytes.fromhex(hexadecimal[0].decode()).decode()
        session.read(15)


@pytest.mark.parametrize("before", ["", "--word="])
def test_the_program_accepts_what_is_completed(session: Any, before: str) -> None:
    for value in VALUES[:-1]:
        assert _completed(session, f"clicktry say {before}{value[0]}\t") == value


@pytest.mark.parametrize("quote", ["'", '"'])
def test_values_are_completed_inside_of_quotes(session: Any, quote: str) -> None:
    for value in VALUES[:-1]:
        if value == "m!n":
            # Bash expands its history inside of double quotes, where it knows no escape.
            continue
        assert _completed(session, f"clicktry say {quote}{value[0]}\t") == value


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("clicktry say colon:\t", "colon:ed"),
        ("clicktry say --word=colon:e\t", "colon:ed"),
        ("clicktry say d:e\t", "d:e:f"),
        ("clicktry say h=\t", "h=i"),
        ("clicktry say -- -d\t", "-dash"),
        ("clicktry say --path=not\t", "notes.txt"),
        ("clicktry say --path not\t", "notes.txt"),
        ("clicktry say --pair fi\tse\t", "firstsecond"),
    ],
)
def test_words_that_shells_split(session: Any, typed: str, wanted: str) -> None:
    assert _completed(session, typed) == wanted


@click.group(chain=True)
def cli() -> None:
    pass


@pytest.mark.parametrize(
    ("shell", "answer"),
    [
        ("bash", "plain,a:b"),
        ("zsh", "plain\na\\:b\nx\r\\ny\tz"),
        ("fish", "plain,a:b\tx\r\\ny z"),
        ("powershell", "plain\na:b\nx  y\tz"),
    ],
)
def test_formats(shell: Any, answer: Any) -> None:
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


def test_the_script_for_powershell_is_powershell() -> None:
    tree_sitter = pytest.importorskip("tree_sitter")
    grammar = pytest.importorskip("tree_sitter_powershell")
    parser = tree_sitter.Parser(tree_sitter.Language(grammar.language()))
    assert parser.parse(b"if ($a {").root_node.has_error

    cls = get_completion_class("powershell")
    assert cls is not None
    script = cls(click.Command("c"), {}, "my-prog.x", "_MY_PROG_X_COMPLETE").source()
    assert not parser.parse(script.encode()).root_node.has_error


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
    printed = capsys.readouterr().err
    assert (warning in printed) if warning else printed == ""


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
