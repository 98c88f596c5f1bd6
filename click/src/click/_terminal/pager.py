"""Choose a pager and write to it.

The command line of the pager is split here and never goes through a shell. The kind of terminal is
looked up in ``click._termui_impl``, because tests replace the answers there.
"""

from __future__ import annotations

import contextlib
import os
import sys

from .._ansi import strip_ansi
from .._streams import WIN, default_text_stdout, get_best_encoding, isatty
from . import live

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import Any, TextIO

    #: where to write, and whether colours shall stay (undecided is no)
    Opened = tuple[TextIO, bool | None]

#: terminals in which no pager can work
_PLAIN_TERMINALS = frozenset({"dumb", "emacs"})
#: long options that make ``less`` pass colours on; short ones are any cluster with an r
_RAW_OPTIONS = frozenset({"--raw-control-chars", "--RAW-CONTROL-CHARS"})


class PagerText:
    """A text file that takes colours out if they must go; closing is not up to its users."""

    __module__ = "click._termui_impl"

    def __init__(self, stream: TextIO, color: bool) -> None:
        self._stream = stream
        self.color = color
        #: for ``echo``, which strips escape codes itself where nobody wants them
        self._shows_colors = color

    def write(self, text: str) -> int:
        return self._stream.write(text if self.color else strip_ansi(text))

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        self._stream.flush()

    def close(self) -> None:
        """Only flush: whoever opened the pager ends it."""
        self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


# -- choosing ----------------------------------------------------------------------------------


def locate(words: list[str]) -> tuple[Path, list[str]] | None:
    """Return the program that ``words`` name and its arguments; ``None`` if there is no such program."""
    import shutil

    found = shutil.which(words[0]) if words and words[0] else None
    if found is None:
        return None
    from pathlib import Path

    return Path(found), words[1:]


def _command_words() -> list[str]:
    """Return the command line of the pager; nothing where text should just be printed."""
    chosen = os.environ.get("PAGER", "").strip()
    if chosen:
        import shlex

        if not live("WIN", WIN):
            return shlex.split(chosen)
        # Backslashes separate folders there; outside POSIX mode quotes stay on the words.
        return [word.strip("\"'") for word in shlex.split(chosen, posix=False)]
    if os.environ.get("TERM") in _PLAIN_TERMINALS:
        return []
    return ["more" if _without_pipes() else "less"]


def _without_pipes() -> bool:
    return bool(live("WIN", WIN)) or sys.platform.startswith("os2")


def choose(color: bool | None = None) -> AbstractContextManager[Opened]:
    """Return the way in which text is shown, as a context manager."""
    stdout: object = live("_default_text_stdout", default_text_stdout)()
    if stdout is None:
        # A program without console.
        import io

        stdout = io.StringIO()
    is_terminal = live("isatty", isatty)
    if is_terminal(sys.stdin) and is_terminal(stdout):
        command = locate(_command_words())
        if command is not None:
            if _without_pipes():
                show = live("_tempfilepager", through_file)
            else:
                show = live("_pipepager", through_pipe)
            return show(*command, color)  # type: ignore[no-any-return]
    return live("_nullpager", to_stream)(stdout, color)  # type: ignore[no-any-return]


@contextlib.contextmanager
def pager_file(color: bool | None = None) -> Generator[TextIO]:
    """Return a context manager with a text file that is shown in a pager."""
    with live("_pager_contextmanager", choose)(color=color) as (stream, keeps):
        text: Any = PagerText(stream, bool(keeps))
        try:
            yield text
        finally:
            with contextlib.suppress(BrokenPipeError):
                text.flush()


# -- colours -----------------------------------------------------------------------------------


def less_passes_colors(less_env: str, cmd_params: list[str]) -> bool:
    """Return whether the variable or the arguments of ``less`` let it pass control characters."""
    for word in [*less_env.split(), *cmd_params]:
        if word.startswith("--"):
            if word in _RAW_OPTIONS:
                return True
        elif word.startswith("-") and ("r" in word or "R" in word):
            return True
    return False


def _is_less(program: Path) -> bool:
    return program.stem.lower() == "less"


# -- ways to show text -------------------------------------------------------------------------


@contextlib.contextmanager
def to_stream(stream: TextIO, color: bool | None = None) -> Generator[Opened]:
    """Yield the stream itself, which is left open."""
    yield stream, color


@contextlib.contextmanager
def through_pipe(
    cmd_path: Path, cmd_params: list[str], color: bool | None = None
) -> Generator[Opened]:
    """Yield the input of a pager that runs meanwhile.

    :raises OSError: it cannot be started.
    """
    import subprocess

    environment = dict(os.environ)
    if color is None and _is_less(cmd_path):
        settings = environment.get("LESS", "")
        if settings or cmd_params:
            color = less_passes_colors(settings, cmd_params)
        else:
            # Neither a variable nor an argument says anything.
            environment["LESS"] = "-R"
            color = True
    process = subprocess.Popen(
        [str(cmd_path), *cmd_params],
        shell=False,
        stdin=subprocess.PIPE,
        env=environment,
        text=True,
        encoding=get_best_encoding(live("_default_text_stdout", default_text_stdout)()),
        errors="replace",
    )
    pipe: Any = process.stdin
    try:
        yield pipe, color
    except BrokenPipeError:
        # The reader has seen enough.
        pass
    except Exception:
        process.terminate()
        raise
    finally:
        # What cannot be delivered any more is lost.
        with contextlib.suppress(BrokenPipeError):
            pipe.close()
        _outlive(process)


def _outlive(process: Any) -> None:
    """Wait for the pager to end; Ctrl-C goes to the pager."""
    while True:
        try:
            process.wait()
        except KeyboardInterrupt:
            continue
        return


@contextlib.contextmanager
def through_file(
    cmd_path: Path, cmd_params: list[str], color: bool | None = None
) -> Generator[Opened]:
    """Yield a temporary file that the pager shows afterwards, for systems without usable pipes.

    :raises OSError: the pager cannot be started.
    """
    import subprocess
    import tempfile

    descriptor, path = tempfile.mkstemp()
    try:
        encoding = get_best_encoding(live("_default_text_stdout", default_text_stdout)())
        with open(descriptor, "w", encoding=encoding, errors="replace") as stream:
            yield stream, color
        subprocess.call([str(cmd_path), *cmd_params, path])
    finally:
        with contextlib.suppress(OSError):
            os.unlink(path)
