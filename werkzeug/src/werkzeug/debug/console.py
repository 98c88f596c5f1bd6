"""Evaluate Python as at the interactive prompt, and return what it printed, as HTML.

Each console has its own names. Several may run at once, in several threads: what code prints goes to
the console of its context; the output of other threads goes where it went before.
"""

from __future__ import annotations

import itertools
import linecache
import sys
import threading
import traceback
import typing as t
import warnings
import weakref
from code import InteractiveInterpreter, compile_command
from contextvars import ContextVar

from markupsafe import escape

from .repr import debug_repr, dump, helper

__all__ = ["Console", "HTMLStringO", "ThreadedStream"]

_stream: ContextVar[HTMLStringO | None] = ContextVar("werkzeug.debug.stream", default=None)
_running: ContextVar[Interpreter | None] = ContextVar("werkzeug.debug.running", default=None)


class HTMLStringO:
    """A stream to print to; what is printed is escaped."""

    def __init__(self) -> None:
        self._buffer: list[str] = []
        self._outer: HTMLStringO | None = None

    def isatty(self) -> bool:
        return False

    def close(self) -> None:
        pass

    def flush(self) -> None:
        pass

    def seek(self, n: int, mode: int = 0) -> None:
        pass

    def readline(self) -> str:
        """Return the first piece that was written, and remove it."""
        return self._buffer.pop(0) if self._buffer else ""

    def reset(self) -> str:
        """Return all that was written, and remove it."""
        written, self._buffer = self._buffer, []
        return "".join(written)

    def _write(self, x: str) -> None:
        """Write markup."""
        self._buffer.append(x)

    def write(self, x: str) -> None:
        self._buffer.append(str(escape(x)))

    def writelines(self, x: t.Iterable[str]) -> None:
        self.write("".join(x))


class _Before:
    """The state of ``sys`` before the first console began to run, and how many run."""

    lock = threading.Lock()
    running = 0
    stdout: t.Any = None
    displayhook: t.Callable[[object], t.Any] = sys.__displayhook__


def _current_stream() -> object:
    stream = _stream.get()
    if stream is not None:
        return stream
    return _Before.stdout if _Before.stdout is not None else sys.__stdout__


class ThreadedStream:
    """Replaces ``sys.stdout`` while consoles run, and writes to the stream of the current context."""

    @staticmethod
    def push() -> None:
        """Collect what this context prints from now on."""
        with _Before.lock:
            if not isinstance(sys.stdout, ThreadedStream):
                _Before.stdout = sys.stdout
                sys.stdout = t.cast(t.TextIO, ThreadedStream())
            if sys.displayhook is not ThreadedStream.displayhook:
                _Before.displayhook = sys.displayhook
                sys.displayhook = ThreadedStream.displayhook
            _Before.running += 1
        stream = HTMLStringO()
        stream._outer = _stream.get()  # a console may run in a console
        _stream.set(stream)

    @staticmethod
    def fetch() -> str:
        """Stop collecting what this context prints, and return it."""
        stream = _stream.get()
        if stream is None:
            return ""
        _stream.set(stream._outer)
        with _Before.lock:
            _Before.running -= 1
            if not _Before.running:
                if isinstance(sys.stdout, ThreadedStream):
                    sys.stdout = _Before.stdout
                if sys.displayhook is ThreadedStream.displayhook:
                    sys.displayhook = _Before.displayhook
        return stream.reset()

    @staticmethod
    def displayhook(obj: object) -> None:
        """Show the value of an expression in the console that evaluates it."""
        stream, running = _stream.get(), _running.get()
        if stream is None or running is None:
            _Before.displayhook(obj)
            return
        if obj is not None:
            running.locals["_"] = obj
            stream._write(debug_repr(obj))

    def __setattr__(self, name: str, value: t.Any) -> None:
        raise AttributeError(f"read only attribute {name}")

    def __dir__(self) -> list[str]:
        return dir(_current_stream())

    def __getattribute__(self, name: str) -> t.Any:
        if name in {"__class__", "__dict__"}:
            return object.__getattribute__(self, name)
        return getattr(_current_stream(), name)

    def __repr__(self) -> str:
        return repr(_current_stream())


_numbers = itertools.count(1)


def _forget_sources(names: list[str]) -> None:
    for name in names:
        linecache.cache.pop(name, None)


class Interpreter(InteractiveInterpreter):
    """Compiles and runs code, shows errors, and keeps the sources for tracebacks."""

    locals: dict[str, t.Any]

    def __init__(self, globals: dict[str, t.Any], locals: dict[str, t.Any]) -> None:
        # One namespace: a function that is defined at the prompt finds no other.
        super().__init__(
            {
                **globals,
                **locals,
                "dump": dump,
                "help": helper,
            }
        )
        self.unfinished: list[str] = []
        self.sources: list[str] = []
        self.lock = threading.RLock()
        weakref.finalize(self, _forget_sources, self.sources)

    def remember(self, source: str) -> str:
        """Store the source for tracebacks, and return its file name."""
        name = f"<debugger {next(_numbers)}>"
        linecache.cache[name] = (len(source), None, source.splitlines(True), name)
        self.sources.append(name)
        return name

    def run(self, line: str) -> str:
        """Run a line, or keep it until the lines together are complete; return the output."""
        with self.lock:
            prompt = "... " if self.unfinished else ">>> "
            ThreadedStream.push()
            token = _running.set(self)
            try:
                self.take(line)
            except BaseException:
                self.unfinished.clear()
                raise
            finally:
                _running.reset(token)
                output = ThreadedStream.fetch()
            return f"{prompt}{escape(line)}\n{output}"

    def take(self, line: str) -> None:
        if self.unfinished and self.ends_block(line):
            block = "\n".join([*self.unfinished, ""])
            self.unfinished.clear()
            self.runsource(block, self.remember(block))
        self.unfinished.append(line)
        source = "\n".join(self.unfinished)
        name = self.remember(source)
        whole = None if len(self.unfinished) > 1 else _whole_code(line, name)
        if whole is not None:
            self.runcode(whole)
        elif self.runsource(source, name):
            return  # more lines are needed
        self.unfinished.clear()

    def ends_block(self, line: str) -> bool:
        """Return whether a line cannot belong to the block before it, which is complete without it."""
        block = "\n".join(self.unfinished)
        if not line or line[0].isspace() or _is_valid(f"{block}\n{line}"):
            return False
        return _is_valid(f"{block}\n", complete=True)

    def runcode(self, code: t.Any) -> None:
        try:
            exec(code, self.locals)
        except (Exception, SystemExit, GeneratorExit) as error:
            self.show(error, 1)

    def showsyntaxerror(self, filename: str | None = None, **kwargs: t.Any) -> None:
        error = sys.exc_info()[1]
        if error is not None:
            self.show(error, None)

    def show(self, error: BaseException, skip: int | None) -> None:
        """Write an error as Python does, without the frames of this module."""
        shown = traceback.TracebackException.from_exception(error)
        del shown.stack[:skip]
        stream = _stream.get()
        text = "".join(shown.format())
        if stream is None:  # the code ended the collecting itself
            sys.stderr.write(text)
        else:
            stream._write(f'<pre class="traceback">{escape(text)}</pre>')


def _is_valid(source: str, complete: bool = False) -> bool:
    """Return whether the source can be compiled, or could be with more lines."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            code = compile_command(source)
        except (SyntaxError, ValueError, OverflowError):
            return False
    return not complete or code is not None


def _whole_code(text: str, filename: str) -> object:
    """Return the code of a text that is complete by itself, else ``None``.

    A block that is typed line by line ends with an empty line; pasted text, or a block on one line,
    is complete.
    """
    import ast

    try:
        body = ast.parse(text, filename).body
        return compile(ast.Interactive(body), filename, "single")
    except (SyntaxError, ValueError, OverflowError):
        return None


class Console:
    """A prompt with its own names, `dump` and `help`.

    :param globals: names to start with.
    :param locals: more names; they hide those of `globals`.
    """

    def __init__(
        self, globals: dict[str, t.Any] | None = None, locals: dict[str, t.Any] | None = None
    ) -> None:
        self._interpreter = Interpreter(globals or {}, locals or {})

    def eval(self, code: str) -> str:
        """Run a line and return the prompt, the line, and what it printed, as HTML.

        A line that begins a block is kept until an empty line ends the block.
        """
        return self._interpreter.run(code)
