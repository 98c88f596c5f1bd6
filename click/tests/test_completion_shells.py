"""Completion in real shells, driven through a terminal with real Tab keys."""

from __future__ import annotations

import os
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
@click.argument("word", type=click.Choice(["two words"]))
def say(word): pass

cli(prog_name="clicktry")
"""

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
        found, self.output = self.output, b""
        return found

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
    program.write_text(PROGRAM.format(python=sys.executable))
    program.chmod(0o755)
    (tmp_path / "notes.txt").write_text("")
    command, load = SHELLS[shell]
    session = Session(command, str(tmp_path))
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
        ("clicktry say \t", "two"),
    ]:
        session.type(typed)
        session.expect(added)
        # Throw the line away, and see that the shell is ready for the next one.
        session.type("\x15expr 70000 + 7\n")
        session.expect("70007")


def test_value_with_space_is_one_word(session):
    session.type("clicktry say tw\t")
    session.expect("words")
    session.type("&& expr 50000 + 5 || expr 60000 + 6\n")
    session.expect("50005")
