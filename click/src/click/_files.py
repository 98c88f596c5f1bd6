"""Files that are opened on first use, and files that a ``with`` block leaves open."""

from __future__ import annotations

import os
import stat

from ._display import format_filename
from ._streams import open_stream
from .exceptions import FileError

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import IO, Any, AnyStr


class LazyFile:
    """A file that is opened on first use.

    A file to be read is opened and closed once at the start, so that a missing file is reported
    before work begins. Of pipes and devices only the access rights are checked: opening one can
    wait for its other end, and closing it can lose what was written there.

    :param filename: path of the file, or ``-`` for a standard stream.
    :param atomic: write to a temporary file, which replaces the other when it is closed. It is
        deleted instead if the ``with`` block ends with an exception.
    :raises OSError: the file cannot be read.
    """

    name: str
    mode: str
    encoding: str | None
    errors: str | None
    atomic: bool
    #: false for a standard stream
    should_close: bool

    _f: IO[Any] | None

    def __init__(
        self,
        filename: str | os.PathLike[str],
        mode: str = "r",
        encoding: str | None = None,
        errors: str | None = "strict",
        atomic: bool = False,
    ) -> None:
        self._prepare(filename, mode, encoding, errors, atomic)
        if self.name == "-":
            self._f, self.should_close = open_stream(filename, mode, encoding, errors)
        elif "r" in mode:
            _check_reading(self.name, mode)

    def _prepare(
        self,
        filename: str | os.PathLike[str],
        mode: str,
        encoding: str | None,
        errors: str | None,
        atomic: bool,
    ) -> None:
        self.name = os.fspath(filename)
        self.mode = mode
        self.encoding = encoding
        self.errors = errors
        self.atomic = atomic
        self.should_close = True
        self._f = None

    @classmethod
    def unchecked(
        cls,
        filename: str | os.PathLike[str],
        mode: str = "r",
        encoding: str | None = None,
        errors: str | None = "strict",
        atomic: bool = False,
    ) -> LazyFile:
        """Return an object for a file that may not exist; nothing is opened yet."""
        file = cls.__new__(cls)
        file._prepare(filename, mode, encoding, errors, atomic)
        return file

    def __getattr__(self, name: str) -> Any:
        return getattr(self.open(), name)

    def __repr__(self) -> str:
        if self._f is None:
            return f"<unopened file '{format_filename(self.name)}' {self.mode}>"
        return repr(self._f)

    def open(self) -> IO[Any]:
        """Return the opened file.

        :raises FileError: it cannot be opened.
        """
        if self._f is None:
            settings = self.mode, self.encoding, self.errors, self.atomic
            try:
                self._f, self.should_close = open_stream(self.name, *settings)
            except OSError as error:
                raise FileError(self.name, hint=error.strerror) from error
        return self._f

    def close(self) -> None:
        """Close the file if it was opened, even a standard stream."""
        if self._f is not None:
            self._f.close()

    def close_intelligently(self) -> None:
        """Close the file unless it is a standard stream."""
        if self.should_close:
            self.close()

    def discard(self) -> None:
        """Close the file; what was written to an atomic one is dropped."""
        if self._f is not None and self.should_close:
            if self.atomic:
                self._f.close(delete=True)  # type: ignore[call-arg]
            else:
                self._f.close()

    def __enter__(self) -> LazyFile:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        if exc_type is None:
            self.close_intelligently()
        else:
            self.discard()

    def __iter__(self) -> Iterator[AnyStr]:
        return iter(self.open())


def _check_reading(name: str, mode: str) -> None:
    """Raise the error that opening ``name`` would raise, as far as that does not use it up."""
    mode_bits = os.stat(name).st_mode
    waits = stat.S_ISFIFO(mode_bits) or stat.S_ISCHR(mode_bits)
    if not waits or not os.access(name, os.R_OK):
        with open(name, mode):
            pass


class KeepOpenFile:
    """A stream that a ``with`` block leaves open."""

    def __init__(self, file: IO[Any]) -> None:
        self._file: IO[Any] = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> KeepOpenFile:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        return None

    def __repr__(self) -> str:
        return repr(self._file)

    def __iter__(self) -> Iterator[AnyStr]:
        return iter(self._file)


LazyFile.__module__ = KeepOpenFile.__module__ = "click.utils"
LazyFile.__name__, LazyFile.__qualname__ = "_LazyFile", "_LazyFile"
KeepOpenFile.__name__, KeepOpenFile.__qualname__ = "_KeepOpenFile", "_KeepOpenFile"
