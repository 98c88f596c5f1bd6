"""Choose a pager and feed it.

In: a decision about colours, and the environment. Out: a text file to write to. The pager's
command line is cut in words here and never seen by a shell.
"""

from __future__ import annotations

import contextlib
import os
import sys

from .._ansi import strip_ansi
from .._streams import WIN, default_text_stdout, get_best_encoding, isatty

TYPE_CHECKING = False
if TYPE_CHECKING:
    import io
    from collections.abc import Generator, Iterator
    from contextlib import AbstractContextManager
    from typing import Any, TextIO

#: terminals in which no pager can work
_PLAIN_TERMINALS = ("dumb", "emacs")


class _PagerText:
    """A text file that takes colours out, if they must go."""

    def __init__(self, stream: TextIO, color: bool) -> None:
        self._stream = stream
        self._color = color

    def write(self, text: str) -> int:
        self._stream.write(text if self._color else strip_ansi(text))
        return len(text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __enter__(self) -> _PagerText:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._stream.flush()

    def __iter__(self) -> Iterator[str]:
        return iter(self._stream)


def pager_file(color: bool | None = None) -> AbstractContextManager[TextIO]:
    """A context manager with a text file whose content is shown in a pager."""
    stdout = default_text_stdout()
    if stdout is None:
        import io

        stdout = io.StringIO()
    if not isatty(sys.stdin) or not isatty(stdout):
        return _plain(stdout, color)
    command = _command()
    if command is None:
        return _plain(stdout, color)
    if WIN:
        return _through_file(command, color)
    return _through_pipe(command, color)


def _words(command_line: str) -> list[str]:
    import shlex

    words = shlex.split(command_line, posix=not WIN)
    # Outside POSIX mode quotes stay on the words.
    return [word.strip("\"'") if WIN else word for word in words]


def _command() -> list[str] | None:
    """The pager with its arguments, or `None` when the text should just be printed."""
    import shutil

    chosen = os.environ.get("PAGER", "").strip()
    if chosen:
        command = _words(chosen)
    elif os.environ.get("TERM") in _PLAIN_TERMINALS:
        return None
    else:
        command = ["more"] if WIN or sys.platform.startswith("os2") else ["less"]
    program = shutil.which(command[0]) if command else None
    return None if program is None else [program, *command[1:]]


def _keeps_colors(command: list[str], environment: dict[str, str]) -> bool:
    """Whether the pager shows colours; tells `less` to, when nobody told it anything."""
    name = os.path.splitext(os.path.basename(command[0]))[0].lower()
    if name != "less":
        return False
    settings = environment.get("LESS", "")
    if not settings and len(command) == 1:
        environment["LESS"] = "-R"
        return True
    return any(_asks_for_raw(word) for word in [*settings.split(), *command[1:]])


def _asks_for_raw(word: str) -> bool:
    """Whether an option of `less` makes it pass colours on."""
    if word.startswith("--"):
        return word[2:].lower() in ("raw-control-chars", "quit-if-raw")
    if word.startswith("+"):
        return False
    letters = word[1:] if word.startswith("-") else word
    return "r" in letters or "R" in letters


@contextlib.contextmanager
def _plain(stream: TextIO, color: bool | None) -> Generator[TextIO]:
    """Standard output itself, which stays open."""
    text: Any = _PagerText(stream, bool(color))
    yield text
    stream.flush()


def _text_over(binary: Any) -> TextIO:
    import io

    stdout: Any = default_text_stdout() or sys.__stdout__
    encoding = get_best_encoding(stdout) if stdout is not None else "utf-8"
    return io.TextIOWrapper(binary, encoding=encoding, errors="replace")


@contextlib.contextmanager
def _through_pipe(command: list[str], color: bool | None) -> Generator[TextIO]:
    """The input of a pager that runs meanwhile."""
    import subprocess

    environment = dict(os.environ)
    raw = _keeps_colors(command, environment)
    process = subprocess.Popen(
        command,
        shell=False,
        stdin=subprocess.PIPE,
        env=environment,
        errors="replace",
        text=True,
        encoding=get_best_encoding(default_text_stdout() or sys.stdout),
    )
    pipe: Any = process.stdin
    try:
        text: Any = _PagerText(pipe, raw if color is None else color)
        yield text
    except BrokenPipeError:
        # The user has left the pager before the end.
        pass
    except BaseException:
        process.terminate()
        raise
    finally:
        with contextlib.suppress(BrokenPipeError):
            pipe.close()
        _wait(process)


def _wait(process: Any) -> None:
    """Wait for the pager; an interrupt is for it, not for us."""
    while True:
        try:
            process.wait()
        except KeyboardInterrupt:
            continue
        return


@contextlib.contextmanager
def _through_file(command: list[str], color: bool | None) -> Generator[TextIO]:
    """A temporary file that the pager shows afterwards, for systems without real pipes."""
    import subprocess
    import tempfile

    environment = dict(os.environ)
    raw = _keeps_colors(command, environment)
    descriptor, path = tempfile.mkstemp()
    try:
        with _text_over(os.fdopen(descriptor, "wb")) as stream:
            text: Any = _PagerText(stream, raw if color is None else color)
            yield text
        subprocess.call([*command, path], shell=False, env=environment)
    finally:
        with contextlib.suppress(OSError):
            os.unlink(path)
