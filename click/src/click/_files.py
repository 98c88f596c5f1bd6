"""Files that open late, and files that stay open.

In: a name and a mode, or an open stream. Out: objects that stand for the file in a `with`.
Opening errors become errors for the user.
"""

from __future__ import annotations

import os

from ._names import format_filename
from ._streams import open_stream
from .exceptions import FileError

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import IO, Any, AnyStr


class LazyFile:
    """A file which is opened when it is first used.

    A file to be read is opened and closed once at the start, so that a missing file is
    reported before work begins.

    :param filename: path of the file, or ``-`` for a standard stream.
    :param atomic: write to a temporary file that takes the place of the other when closed.
    """

    name: str
    mode: str
    encoding: str | None
    errors: str | None
    atomic: bool
    #: false for a standard stream
    should_close: bool

    def __init__(
        self,
        filename: str | os.PathLike[str],
        mode: str = "r",
        encoding: str | None = None,
        errors: str | None = "strict",
        atomic: bool = False,
    ) -> None:
        self.name = os.fspath(filename)
        self.mode = mode
        self.encoding = encoding
        self.errors = errors
        self.atomic = atomic
        self.should_close = True
        self._f: IO[Any] | None = None
        if self.name == "-":
            self._f, self.should_close = open_stream(filename, mode, encoding, errors)
        elif "r" in mode:
            with open(filename, mode):
                # That it opens is all that is asked for yet.
                pass

    def __getattr__(self, name: str) -> Any:
        return getattr(self.open(), name)

    def __repr__(self) -> str:
        if self._f is None:
            return f"<unopened file '{format_filename(self.name)}' {self.mode}>"
        return repr(self._f)

    def open(self) -> IO[Any]:
        """The opened file.

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
        """Close the file if it was opened, whatever it is."""
        if self._f is not None:
            self._f.close()

    def close_intelligently(self) -> None:
        """Close the file unless it is a standard stream."""
        if self.should_close:
            self.close()

    def __enter__(self) -> LazyFile:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.close_intelligently()

    def __iter__(self) -> Iterator[AnyStr]:
        return iter(self.open())


class KeepOpenFile:
    """A stream that a `with` block leaves open."""

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
