"""Standard streams and files: find, rewrap where the environment got them wrong, open.

Standard streams are looked up in ``sys`` on each use, because tests and programs replace them. A
text stream is rewrapped only if its encoding or error handler does not suit.
"""

from __future__ import annotations

import codecs
import os
import sys

from ._text_io import NonClosingTextIOWrapper

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType
    from typing import IO, Any, BinaryIO, TextIO

WIN = sys.platform.startswith("win")
CYGWIN = sys.platform.startswith("cygwin")


def is_ascii_encoding(encoding: str) -> bool:
    """Return whether ``encoding`` is a name of ASCII."""
    try:
        return codecs.lookup(encoding).name == "ascii"
    except LookupError:
        return False


def get_best_encoding(stream: IO[Any]) -> str:
    """Return the encoding of ``stream``, or UTF-8 where it would be ASCII."""
    encoding = getattr(stream, "encoding", None) or sys.getdefaultencoding()
    return "utf-8" if is_ascii_encoding(encoding) else encoding


def get_argv_encoding() -> str:
    """Return the encoding that command line arguments were decoded with."""
    return getattr(sys.stdin, "encoding", None) or sys.getfilesystemencoding()


# -- what kind of stream is it? ----------------------------------------------------------------


def is_binary_reader(stream: object, default: bool = False) -> bool:
    """Return whether reading ``stream`` returns bytes; ``default`` if that is unknown."""
    try:
        return isinstance(stream.read(0), bytes)  # type: ignore[attr-defined]
    except Exception:
        return default


def is_binary_writer(stream: object, default: bool = False) -> bool:
    """Return whether ``stream`` takes bytes; ``default`` if it takes neither bytes nor text."""
    write: Any = getattr(stream, "write", None)
    for sample, answer in ((b"", True), ("", False)):
        try:
            write(sample)
        except Exception:
            continue
        return answer
    return default


def _binary_side(
    stream: object, test: Callable[[object, bool], bool], fallback: bool
) -> BinaryIO | None:
    """Return ``stream`` itself or the buffer below it, whichever is binary."""
    if test(stream, False):
        return stream  # type: ignore[return-value]
    buffer = getattr(stream, "buffer", None)
    if buffer is not None and test(buffer, fallback):
        return buffer  # type: ignore[no-any-return]
    return None


def find_binary_reader(stream: object) -> BinaryIO | None:
    """Return the side of ``stream`` that gives bytes, if any."""
    return _binary_side(stream, is_binary_reader, True)


def find_binary_writer(stream: object) -> BinaryIO | None:
    """Return the side of ``stream`` that takes bytes, if any."""
    return _binary_side(stream, is_binary_writer, True)


def isatty(stream: IO[Any]) -> bool:
    """Return whether ``stream`` is a terminal."""
    try:
        return stream.isatty()
    except Exception:
        return False


def is_notebook_output(stream: object) -> bool:
    """Return whether ``stream`` shows its text in a notebook, which understands colours."""
    while type(stream).__name__ in ("FixedStream", "NonClosingTextIOWrapper"):
        stream = getattr(stream, "_wrapped", None) or getattr(stream, "buffer", None)
    return type(stream).__module__.startswith("ipykernel.")


def should_strip_ansi(stream: IO[Any] | None = None, color: bool | None = None) -> bool:
    """Return whether escape codes are stripped from text for ``stream`` (default: ``sys.stdin``)."""
    if color is not None:
        return not color
    asked: Any = sys.stdin if stream is None else stream
    if isatty(asked) or is_notebook_output(asked):
        return False
    # The text for a pager is no terminal, but the pager may be set to show colours.
    return not getattr(asked, "_shows_colors", False)


# -- standard streams as text ------------------------------------------------------------------


def _suits(stream: object, name: str, wanted: str | None) -> bool:
    value = getattr(stream, name, None)
    return value == wanted or (wanted is None and value is not None)


def _is_suitable(stream: object, encoding: str | None, errors: str | None) -> bool:
    """Return whether the text stream can be used as it is."""
    return _suits(stream, "encoding", encoding) and _suits(stream, "errors", errors)


def _as_text(
    stream: Any,
    encoding: str | None,
    errors: str | None,
    is_binary: Callable[[object, bool], bool],
    find_binary: Callable[[object], BinaryIO | None],
    **claims: bool,
) -> TextIO:
    if is_binary(stream, False):
        binary = stream
    else:
        if _is_suitable(stream, encoding, errors) and not (
            encoding is None and is_ascii_encoding(getattr(stream, "encoding", None) or "ascii")
        ):
            return stream  # type: ignore[no-any-return]
        found = find_binary(stream)
        if found is None:
            return stream  # type: ignore[no-any-return]
        binary = found
    return NonClosingTextIOWrapper(
        binary,
        encoding or get_best_encoding(stream),
        errors or "replace",
        line_buffering=True,
        **claims,
    )


def _console(stream: object, encoding: str | None, errors: str | None) -> TextIO | None:
    """Return the console stream of Windows for ``stream``; ``None`` elsewhere."""
    if not WIN:
        return None
    from ._winconsole import console_stream

    return console_stream(stream, encoding, errors)


def as_text_reader(
    stream: object, encoding: str | None = None, errors: str | None = None
) -> TextIO:
    """Return ``stream`` as text to be read; rewrapped only if its encoding does not suit."""
    return _console(stream, encoding, errors) or _as_text(
        stream, encoding, errors, is_binary_reader, find_binary_reader, force_readable=True
    )


def as_text_writer(
    stream: object, encoding: str | None = None, errors: str | None = None
) -> TextIO:
    """Return ``stream`` as text to be written; rewrapped only if its encoding does not suit."""
    return _console(stream, encoding, errors) or _as_text(
        stream, encoding, errors, is_binary_writer, find_binary_writer, force_writable=True
    )


def get_text_stdin(encoding: str | None = None, errors: str | None = None) -> TextIO:
    """Return standard input as text."""
    return as_text_reader(sys.stdin, encoding, errors)


def get_text_stdout(encoding: str | None = None, errors: str | None = None) -> TextIO:
    """Return standard output as text."""
    return as_text_writer(sys.stdout, encoding, errors)


def get_text_stderr(encoding: str | None = None, errors: str | None = None) -> TextIO:
    """Return standard error as text."""
    return as_text_writer(sys.stderr, encoding, errors)


def _binary_or_fail(binary: BinaryIO | None, name: str) -> BinaryIO:
    if binary is None:
        raise RuntimeError(f"Was not able to determine binary stream for sys.{name}.")
    return binary


def get_binary_stdin() -> BinaryIO:
    """Return standard input as bytes. :raises RuntimeError: it has no binary side."""
    return _binary_or_fail(find_binary_reader(sys.stdin), "stdin")


def get_binary_stdout() -> BinaryIO:
    """Return standard output as bytes. :raises RuntimeError: it has no binary side."""
    return _binary_or_fail(find_binary_writer(sys.stdout), "stdout")


def get_binary_stderr() -> BinaryIO:
    """Return standard error as bytes. :raises RuntimeError: it has no binary side."""
    return _binary_or_fail(find_binary_writer(sys.stderr), "stderr")


binary_streams: Mapping[str, Callable[[], BinaryIO]] = {
    "stdin": get_binary_stdin,
    "stdout": get_binary_stdout,
    "stderr": get_binary_stderr,
}
text_streams: Mapping[str, Callable[[str | None, str | None], TextIO]] = {
    "stdin": get_text_stdin,
    "stdout": get_text_stdout,
    "stderr": get_text_stderr,
}


class _Remembered:
    """The text side of a standard stream, found once for each stream object."""

    __slots__ = ("_find", "_name", "_source", "_text")

    def __init__(self, name: str, find: Callable[[], TextIO]) -> None:
        self._name = name
        self._find = find
        self._source: Callable[[], object | None] | None = None
        self._text: Callable[[], TextIO | None] | TextIO | None = None

    def __call__(self) -> TextIO | None:
        stream = getattr(sys, self._name)
        if stream is None:
            return None
        if self._source is not None and self._source() is stream:
            text = self._text
            return stream if text is None else text  # type: ignore[return-value]
        found = self._find()
        from _weakref import ref

        try:
            self._source = ref(stream)
        except TypeError:
            # A stream which cannot be referred to weakly is asked each time.
            self._source = None
            return found
        # A wrapper refers to the buffer, not to the stream, so it may be kept.
        self._text = None if found is stream else found
        return found


default_text_stdin = _Remembered("stdin", get_text_stdin)
default_text_stdout = _Remembered("stdout", get_text_stdout)
default_text_stderr = _Remembered("stderr", get_text_stderr)


# -- files -------------------------------------------------------------------------------------


def plain_open(
    file: str | os.PathLike[str] | int, mode: str, encoding: str | None, errors: str | None
) -> IO[Any]:
    """Open a file like ``open``, with encoding and errors for text only."""
    if "b" in mode:
        return open(file, mode)
    return open(file, mode, encoding=encoding, errors=errors)


def _standard_stream(mode: str, encoding: str | None, errors: str | None) -> IO[Any]:
    """Return the standard stream for ``mode``."""
    writing = any(letter in mode for letter in "wax")
    if "b" in mode:
        return get_binary_stdout() if writing else get_binary_stdin()
    if writing:
        return get_text_stdout(encoding=encoding, errors=errors)
    return get_text_stdin(encoding=encoding, errors=errors)


_NO_APPENDING = (
    "Appending to an existing file is not supported, because that would involve an expensive "
    "`copy`-operation to a temporary file. Open the file in normal `w`-mode and copy explicitly "
    "if that's what you're after."
)
_ATOMIC_REFUSALS = (("a", _NO_APPENDING), ("x", "Use the `overwrite`-parameter instead."))


def _check_atomic(mode: str) -> None:
    for letter, message in _ATOMIC_REFUSALS:
        if letter in mode:
            raise ValueError(message)
    if "w" not in mode:
        raise ValueError("Atomic writes only make sense with `w`-mode.")


def _temporary_beside(name: str, mode: str) -> tuple[int, str]:
    """Create a file of a new random name in the same folder, and open it."""
    import errno
    import random

    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    permissions = 0o666
    try:
        permissions = os.stat(name).st_mode & 0o7777
    except OSError:
        # A new file gets what the umask leaves.
        existing = False
    else:
        existing = True
    folder = os.path.dirname(name)
    while True:
        path = os.path.join(folder, f".__atomic-write{random.randrange(1 << 32):08x}")
        try:
            fd = os.open(path, flags, permissions)
        except OSError as error:
            taken = error.errno == errno.EEXIST or (
                os.name == "nt"
                and error.errno == errno.EACCES
                and os.path.isdir(error.filename)
                and os.access(error.filename, os.W_OK)
            )
            if taken:
                continue
            raise
        if existing:
            os.chmod(path, permissions)
        return fd, path


def open_stream(
    filename: str | os.PathLike[str],
    mode: str = "r",
    encoding: str | None = None,
    errors: str | None = "strict",
    atomic: bool = False,
) -> tuple[IO[Any], bool]:
    """Open a file, or the standard stream that ``-`` stands for.

    :param atomic: write to a temporary file that takes the place of ``filename`` when closed.
    :return: the stream, and whether the caller has to close it.
    :raises OSError: the file cannot be opened.
    :raises ValueError: ``atomic`` with a mode other than writing anew.
    """
    name = os.fspath(filename)
    if name == "-":
        return _standard_stream(mode, encoding, errors), False
    if not atomic:
        return plain_open(name, mode, encoding, errors), True
    _check_atomic(mode)
    fd, temporary = _temporary_beside(name, mode)
    file = plain_open(fd, mode, encoding, errors)
    return AtomicFile(file, temporary, os.path.realpath(name)), True  # type: ignore[return-value]


class AtomicFile:
    """A file which appears under its real name only when it is complete."""

    def __init__(self, f: IO[Any], tmp_filename: str, real_filename: str) -> None:
        self.closed = False
        self._f = f
        #: where it is written, and where it goes
        self._tmp_filename, self._real_filename = tmp_filename, real_filename

    @property
    def name(self) -> str:
        return self._real_filename

    def close(self, delete: bool = False) -> None:
        """Put the file in its place, or with ``delete`` throw it away."""
        if not self.closed:
            self._f.close()
            self._settle(delete)
            self.closed = True

    def _settle(self, delete: bool) -> None:
        """Rename or delete the temporary file."""
        if delete:
            os.unlink(self._tmp_filename)
        else:
            os.replace(self._tmp_filename, self._real_filename)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._f, name)

    def __enter__(self) -> AtomicFile:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.close(delete=exc_type is not None)

    def __repr__(self) -> str:
        return repr(self._f)


AtomicFile.__name__ = AtomicFile.__qualname__ = "_AtomicFile"
AtomicFile.__module__ = "click._compat"


class PacifyFlushWrapper:
    """A stream whose ``flush`` does not mind that the other end is gone.

    Python flushes standard output once more when it exits; with a broken pipe that prints a
    traceback no handler can reach.
    """

    __slots__ = ("wrapped",)

    def __init__(self, wrapped: IO[Any]) -> None:
        self.wrapped = wrapped

    def flush(self) -> None:
        import errno

        try:
            self.wrapped.flush()
        except OSError as error:
            if error.errno != errno.EPIPE:
                raise

    def __getattr__(self, attr: str) -> Any:
        return getattr(self.wrapped, attr)
