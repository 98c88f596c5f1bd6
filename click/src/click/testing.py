"""Run commands in tests, with captured streams.

The standard streams, the reading functions in ``click.termui``, and the decisions about colors and
widths are replaced while a command runs, and restored afterwards.
"""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import sys
import tempfile

from . import _compat, formatting, termui, utils
from ._streams import find_binary_reader

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
    from types import TracebackType
    from typing import IO, Any, BinaryIO, Literal, TypeAlias

    from _typeshed import ReadableBuffer

    from .core import Command

    CaptureMode: TypeAlias = Literal["sys", "fd"]
    ExceptionInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType]

_CAPTURE_MODES = ("sys", "fd")


class EchoingStdin:
    """Standard input that shows what is read from it.

    :param input: what is read.
    :param output: where it is shown.
    """

    def __init__(self, input: BinaryIO, output: BinaryIO) -> None:
        self._input = input
        self._output = output
        self._paused = False

    def __getattr__(self, x: str) -> Any:
        return getattr(self._input, x)

    def _shown(self, data: bytes) -> bytes:
        if not self._paused:
            self._output.write(data)
        return data

    def read(self, n: int = -1) -> bytes:
        return self._shown(self._input.read(n))

    def read1(self, n: int = -1) -> bytes:
        return self._shown(self._input.read1(n))  # type: ignore[attr-defined]

    def readline(self, n: int = -1) -> bytes:
        return self._shown(self._input.readline(n))

    def readlines(self) -> list[bytes]:
        return [self._shown(line) for line in self._input.readlines()]

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._shown(line) for line in self._input)

    def __repr__(self) -> str:
        return repr(self._input)


@contextlib.contextmanager
def _silent(stream: EchoingStdin | None) -> Generator[None]:
    """Show nothing of what is read in the block: prompts show the answer themselves."""
    if stream is None:
        yield
        return
    stream._paused = True
    try:
        yield
    finally:
        stream._paused = False


class BytesIOCopy(io.BytesIO):
    """Bytes that are written to a second place too.

    :param copy_to: the second place.
    """

    def __init__(self, copy_to: io.BytesIO) -> None:
        self.copy_to = copy_to
        super().__init__()

    def flush(self) -> None:
        self.copy_to.flush()
        super().flush()

    def write(self, b: ReadableBuffer) -> int:
        count = super().write(b)
        self.copy_to.write(b)
        return count


class StreamMixer:
    """Captured standard output and error, each alone, and both as they were written."""

    def __init__(self) -> None:
        self.output: io.BytesIO = io.BytesIO()
        self.stdout: BytesIOCopy = BytesIOCopy(copy_to=self.output)
        self.stderr: BytesIOCopy = BytesIOCopy(copy_to=self.output)


class _NamedTextIOWrapper(io.TextIOWrapper):
    """A text stream with a name and mode; its buffer stays open when the stream is deleted.

    Neither a program nor the end of a ``with`` block closes it.

    :param descriptor: what ``fileno`` gives, if there is something to give.
    """

    def __init__(
        self, buffer: Any, name: str, mode: str, descriptor: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(buffer, **kwargs)
        self._name = name
        self._mode = mode
        self._descriptor = descriptor

    @property
    def name(self) -> str:
        return self._name

    @property
    def mode(self) -> str:
        return self._mode

    def fileno(self) -> int:
        if self._descriptor is None:
            raise io.UnsupportedOperation("fileno")
        return self._descriptor

    def close(self) -> None:
        """Do nothing: a program that closes its streams must not lose what it writes later."""

    def __del__(self) -> None:
        # A handler for logs may hold the buffer and write to it later.
        with contextlib.suppress(ValueError, AttributeError):
            self.detach()


class _Descriptor:
    """Everything that is written to a file descriptor, by child processes too."""

    def __init__(self, number: int) -> None:
        self._number = number
        self.saved = os.dup(number)
        self._file = tempfile.TemporaryFile(buffering=0)
        os.dup2(self._file.fileno(), number)

    def finish(self) -> bytes:
        """Put the descriptor back.

        :return: what was written to it.
        """
        os.dup2(self.saved, self._number)
        os.close(self.saved)
        self._file.seek(0)
        with self._file:
            return self._file.read()


def make_input_stream(input: str | bytes | IO[Any] | None, charset: str) -> BinaryIO:
    """Return ``input`` as a binary stream.

    :raises TypeError: it is a stream of text without a binary buffer.
    """
    if hasattr(input, "read"):
        stream = find_binary_reader(input)
        if stream is None:
            raise TypeError("Could not find binary reader for input stream.")
        return stream
    if input is None:
        return io.BytesIO()
    data: Any = input.encode(charset) if isinstance(input, str) else input
    return io.BytesIO(data)


class Result:
    """The result of running a command.

    :param runner: the runner.
    :param stdout_bytes: the bytes of standard output.
    :param stderr_bytes: the bytes of standard error.
    :param output_bytes: both, in the order in which they were written.
    :param return_value: the return value of the command.
    :param exit_code: the status with which the process would have ended.
    :param exception: an exception that came out of it.
    :param exc_info: the same with its class and traceback.
    """

    def __init__(
        self,
        runner: CliRunner,
        stdout_bytes: bytes,
        stderr_bytes: bytes,
        output_bytes: bytes,
        return_value: Any,
        exit_code: int,
        exception: BaseException | None,
        exc_info: ExceptionInfo | None = None,
    ) -> None:
        self.exit_code = exit_code
        self.return_value = return_value
        self.exc_info = exc_info
        self.exception = exception
        self.output_bytes = output_bytes
        self.stdout_bytes = stdout_bytes
        self.stderr_bytes = stderr_bytes
        self.runner = runner

    def _text(self, data: bytes) -> str:
        return data.decode(self.runner.charset, "replace").replace("\r\n", "\n")

    @property
    def output(self) -> str:
        """Both streams as text, as a terminal shows them: line by line, prompts before answers."""
        return self._text(self.output_bytes)

    @property
    def stdout(self) -> str:
        """Standard output as text."""
        return self._text(self.stdout_bytes)

    @property
    def stderr(self) -> str:
        """Standard error as text."""
        return self._text(self.stderr_bytes)

    def __repr__(self) -> str:
        state = repr(self.exception) if self.exception else "okay"
        return f"<{type(self).__name__} {state}>"


class _Replaced:
    """Attributes set for a while."""

    def __init__(self) -> None:
        self._before: list[tuple[Any, str, Any]] = []

    def set(self, place: object, name: str, value: object) -> None:
        self._before.append((place, name, getattr(place, name)))
        setattr(place, name, value)

    def restore(self) -> None:
        for place, name, value in reversed(self._before):
            setattr(place, name, value)


@contextlib.contextmanager
def _environment(changes: Mapping[str, str | None]) -> Generator[None]:
    """Change the environment for a block; ``None`` removes a variable."""
    before = {name: os.environ.get(name) for name in changes}
    try:
        _change_environment(changes)
        yield
    finally:
        _change_environment(before)


def _change_environment(values: Mapping[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


class CliRunner:
    """Runs commands in tests. It changes the state of the process while it does, so one at a time.

    :param charset: encoding of input and output.
    :param env: environment variables to set, or with ``None`` to remove.
    :param echo_stdin: show what is read from standard input in the output.
    :param catch_exceptions: keep exceptions in the result instead of raising them.
    :param capture: ``sys`` takes what is written to ``sys.stdout`` and ``sys.stderr``; ``fd`` takes
        in addition what child processes and C code write to the descriptors (not on Windows).
    :raises ValueError: no such way to capture, or not on this system.
    """

    def __init__(
        self,
        charset: str = "utf-8",
        env: Mapping[str, str | None] | None = None,
        echo_stdin: bool = False,
        catch_exceptions: bool = True,
        capture: CaptureMode = "sys",
        **removed: Any,
    ) -> None:
        if removed:
            raise _unexpected(removed)
        if capture not in _CAPTURE_MODES:
            raise ValueError(f"capture={capture!r} is not valid. Choose from 'sys' or 'fd'.")
        if capture == "fd" and sys.platform == "win32":
            raise ValueError("capture='fd' is not supported on Windows.")
        self.charset = charset
        self.env: Mapping[str, str | None] = env or {}
        self.echo_stdin = echo_stdin
        self.catch_exceptions = catch_exceptions
        self.capture: CaptureMode = capture

    def get_default_prog_name(self, cli: Command) -> str:
        """Return the name under which ``cli`` runs when none is given."""
        return cli.name or "root"

    def make_env(
        self, overrides: Mapping[str, str | None] | None = None
    ) -> Mapping[str, str | None]:
        """Return the changes to the environment, ``overrides`` last."""
        return {**self.env, **(overrides or {})}

    @contextlib.contextmanager
    def isolation(
        self,
        input: str | bytes | IO[Any] | None = None,
        env: Mapping[str, str | None] | None = None,
        color: bool = False,
    ) -> Generator[tuple[io.BytesIO, io.BytesIO, io.BytesIO]]:
        """Replace streams, reading functions and environment for a block.

        :return: what is written to standard output, standard error, and both.
        """
        source = make_input_stream(input, self.charset)
        mixer = StreamMixer()
        descriptors = (
            {number: _Descriptor(number) for number in (1, 2)} if self.capture == "fd" else {}
        )
        echoing = None
        if self.echo_stdin:
            echoing = EchoingStdin(source, mixer.stdout)
            source = echoing  # type: ignore[assignment]
        stdin = self._text_stream(source, "<stdin>", "r")
        if echoing is not None:
            # Nothing is shown before the program reads it.
            stdin._CHUNK_SIZE = 1  # type: ignore[attr-defined]
        saved = {number: held.saved for number, held in descriptors.items()}
        stdout = self._text_stream(mixer.stdout, "<stdout>", "w", descriptor=saved.get(1))
        stderr = self._text_stream(
            mixer.stderr, "<stderr>", "w", descriptor=saved.get(2), errors="backslashreplace"
        )
        replaced = _Replaced()
        try:
            _replace_debugger(replaced)
            for name, stream in (("stdin", stdin), ("stdout", stdout), ("stderr", stderr)):
                replaced.set(sys, name, stream)
            _replace_readers(replaced, stdin, echoing)
            _replace_colors(replaced, color)
            replaced.set(formatting, "FORCED_WIDTH", 80)
            with _environment(self.make_env(env)):
                yield mixer.stdout, mixer.stderr, mixer.output
        finally:
            replaced.restore()
            for number, held in descriptors.items():
                # What Python wrote first, then what went past it.
                (stdout if number == 1 else stderr).flush()
                (mixer.stdout if number == 1 else mixer.stderr).write(held.finish())

    def _text_stream(
        self,
        buffer: object,
        name: str,
        mode: str,
        descriptor: int | None = None,
        errors: str | None = None,
    ) -> _NamedTextIOWrapper:
        return _NamedTextIOWrapper(
            buffer,
            name,
            mode,
            descriptor,
            encoding=self.charset,
            errors=errors,
            # In a terminal each line appears at once, which decides the order of both streams.
            line_buffering=mode == "w",
        )

    def invoke(
        self,
        cli: Command,
        args: str | Sequence[str] | None = None,
        input: str | bytes | IO[Any] | None = None,
        env: Mapping[str, str | None] | None = None,
        catch_exceptions: bool | None = None,
        color: bool = False,
        **extra: Any,
    ) -> Result:
        """Run a command.

        :param args: its arguments; a text is cut as a shell would.
        :param input: standard input.
        :param env: environment variables to set, or with ``None`` to remove.
        :param catch_exceptions: instead of what the runner was made with.
        :param color: keep escape codes in the output.
        :param extra: arguments of :meth:`Command.main`.
        """
        if catch_exceptions is None:
            catch_exceptions = self.catch_exceptions
        value: Any = None
        exception: BaseException | None = None
        exc_info: Any = None
        code = 0
        with self.isolation(input=input, env=env, color=color) as (out, err, both):
            if isinstance(args, str):
                args = shlex.split(args)
            try:
                prog_name = extra.pop("prog_name")
            except KeyError:
                prog_name = self.get_default_prog_name(cli)
            try:
                value = cli.main(args=args or (), prog_name=prog_name, **extra)
            except SystemExit as error:
                exc_info = sys.exc_info()
                code, exception = _exit_status(error)
            except Exception as error:
                if not catch_exceptions:
                    raise
                exception, code = error, 1
                exc_info = sys.exc_info()
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
        return Result(
            runner=self,
            stdout_bytes=out.getvalue(),
            stderr_bytes=err.getvalue(),
            output_bytes=both.getvalue(),
            return_value=value,
            exit_code=code,
            exception=exception,
            exc_info=exc_info,
        )

    @contextlib.contextmanager
    def _temporary_folder(self, parent: str | os.PathLike[str] | None) -> Generator[str]:
        before = os.getcwd()
        folder = tempfile.mkdtemp(dir=parent)
        os.chdir(folder)
        try:
            yield folder
        finally:
            os.chdir(before)
            if parent is None:
                import shutil

                shutil.rmtree(folder, ignore_errors=True)

    def isolated_filesystem(
        self, temp_dir: str | os.PathLike[str] | None = None
    ) -> contextlib.AbstractContextManager[str]:
        """Make a temporary folder and work in it for a block; deprecated.

        :param temp_dir: make it there, and keep it.
        """
        import warnings

        warnings.warn(
            "'isolated_filesystem' is deprecated and will be removed in Click 9.0. Use "
            "'tempfile.TemporaryDirectory' or pytest's 'tmp_path' fixture with absolute paths "
            "instead.",
            DeprecationWarning,
            stacklevel=2,
        )
        return self._temporary_folder(temp_dir)


def _unexpected(removed: Iterable[str]) -> TypeError:
    """Return an error for parameters that there are not, or not any more."""
    name = next(iter(removed))
    error = TypeError(f"CliRunner.__init__() got an unexpected keyword argument {name!r}")
    if name == "mix_stderr":
        error.add_note(
            "It is gone since click 8.2: results always have `stdout` and `stderr` apart, and "
            "both together in `output`. Leave the argument out."
        )
    return error


def _exit_status(error: SystemExit) -> tuple[int, BaseException | None]:
    """Return the status of a process that ends by ``error``, and the error unless all is well."""
    code = error.code
    if code is None:
        return 0, None
    if isinstance(code, int):
        return code, error if code != 0 else None
    # Python prints what is no number.
    sys.stdout.write(str(code))
    sys.stdout.write("\n")
    return 1, error


def _replace_readers(
    replaced: _Replaced, stdin: _NamedTextIOWrapper, echoing: EchoingStdin | None
) -> None:
    """Let prompts and keys be read from ``stdin`` and shown as in a terminal."""

    def next_line() -> str:
        try:
            return next(stdin).rstrip("\r\n")
        except StopIteration:
            raise EOFError() from None

    def show(text: str) -> None:
        # As ``input`` does: what was printed before comes first.
        sys.stderr.flush()
        sys.stdout.write(text)
        sys.stdout.flush()

    def visible_input(prompt: str = "", /) -> str:
        show(prompt)
        with _silent(echoing):
            line = next_line()
        show(f"{line}\n")
        return line

    def hidden_input(prompt: str = "", /) -> str:
        show(prompt)
        with _silent(echoing):
            line = next_line()
        show("\n")
        return line

    def read_key(echo: bool) -> str:
        with _silent(echoing):
            key = sys.stdin.read(1)
        if echo:
            sys.stdout.write(key)
        sys.stdout.flush()
        return key

    replaced.set(termui, "visible_prompt_func", visible_input)
    replaced.set(termui, "hidden_prompt_func", hidden_input)
    replaced.set(termui, "_getchar", read_key)


def _replace_colors(replaced: _Replaced, keep: bool) -> None:
    """Keep colors, or strip them, where nothing else decides."""

    def should_strip_ansi(stream: IO[Any] | None = None, color: bool | None = None) -> bool:
        return not (keep if color is None else color)

    replaced.set(utils, "should_strip_ansi", should_strip_ansi)
    replaced.set(_compat, "should_strip_ansi", should_strip_ansi)


def _replace_debugger(replaced: _Replaced) -> None:
    """Let a debugger use the real terminal, also if the tests capture standard output."""
    import pdb

    stdin, stdout = sys.__stdin__ or sys.stdin, sys.__stdout__ or sys.stdout
    start: Callable[..., None] = pdb.Pdb.__init__

    def on_terminal(
        self: pdb.Pdb,
        completekey: str = "tab",
        stdin_: IO[str] | None = None,
        stdout_: IO[str] | None = None,
        *args: object,
        **kwargs: object,
    ) -> None:
        first = kwargs.pop("stdin", None) or stdin_ or stdin
        second = kwargs.pop("stdout", None) or stdout_ or stdout
        start(self, completekey, first, second, *args, **kwargs)

    replaced.set(pdb.Pdb, "__init__", on_terminal)


def __getattr__(name: str) -> object:
    if name not in ("CaptureMode", "ExceptionInfo"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # Aliases for annotations; nobody else pays for ``typing``.
    import types
    import typing

    aliases: dict[str, object] = {
        "CaptureMode": typing.Literal["sys", "fd"],
        "ExceptionInfo": tuple[type[BaseException], BaseException, types.TracebackType],
    }
    globals().update(aliases)
    return aliases[name]
