"""Completion in real shells, driven through a terminal with real Tab keys."""

from __future__ import annotations

import os
import re
import select
import shutil
import sys
import time

import pytest

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
        """What has come since the last time, once *text* is in it."""
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
def session(request, tmp_path):
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


def test_tab_completes_commands_options_values_and_files(session):
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


def _completed(session, line: str) -> str:
    """Type *line* with its Tab, wait, run it, and return what the program got."""
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
def test_the_program_accepts_what_is_completed(session, before: str) -> None:
    for value in VALUES[:-1]:
        assert _completed(session, f"clicktry say {before}{value[0]}\t") == value


@pytest.mark.parametrize("quote", ["'", '"'])
def test_values_are_completed_inside_of_quotes(session, quote: str) -> None:
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
def test_words_that_shells_split(session, typed: str, wanted: str) -> None:
    assert _completed(session, typed) == wanted
