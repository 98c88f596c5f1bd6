"""Iterables of bytes that pass from an application to a server, and close their source."""

from __future__ import annotations

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Callable, Iterable, Iterator

    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

_MISSING = object()


def responder(f: Callable[..., WSGIApplication]) -> WSGIApplication:
    """Make a WSGI application of a function that returns one: a response, or an HTTP error."""
    from functools import update_wrapper

    def application(*args: t.Any) -> Iterable[bytes]:
        environ, start_response = args[-2:]
        return f(*args)(environ, start_response)

    return update_wrapper(application, f)


class ClosingIterator:
    """An iterator that runs callbacks when the server closes it.

    :param iterable: its own ``close`` runs before the callbacks.
    :param callbacks: one function, or several.
    """

    __module__ = "werkzeug.wsgi"

    def __init__(
        self,
        iterable: Iterable[bytes],
        callbacks: Callable[[], None] | Iterable[Callable[[], None]] | None = None,
    ) -> None:
        self._next = iter(iterable).__next__
        if callbacks is None:
            later: list[Callable[[], None]] = []
        elif callable(callbacks):
            later = [callbacks]
        else:
            later = list(callbacks)
        close = getattr(iterable, "close", None)
        if close is not None:
            later.insert(0, close)
        self._callbacks = later

    def __iter__(self) -> ClosingIterator:
        return self

    def __next__(self) -> bytes:
        return self._next()

    def close(self) -> None:
        """Close the iterable and run the callbacks."""
        for callback in self._callbacks:
            callback()


def wrap_file(
    environ: WSGIEnvironment, file: t.IO[bytes], buffer_size: int = 8192
) -> Iterable[bytes]:
    """Make an iterable of a file: the server's own kind if it has one, else
    :class:`FileWrapper`. The response needs ``direct_passthrough``.
    """
    wrapper = environ.get("wsgi.file_wrapper", FileWrapper)
    return wrapper(file, buffer_size)  # type: ignore[no-any-return]


class FileWrapper:
    """The content of a file in blocks.

    :param file: anything with ``read``; ``close``, ``seek``, ``seekable`` and ``tell`` are used
        if it has them.
    :param buffer_size: bytes per block.
    """

    __module__ = "werkzeug.wsgi"

    file: t.IO[bytes]
    buffer_size: int

    def __init__(self, file: t.IO[bytes], buffer_size: int = 8192) -> None:
        self.file = file
        self.buffer_size = buffer_size

    def close(self) -> None:
        """Close the file."""
        if hasattr(self.file, "close"):
            self.file.close()

    def seekable(self) -> bool:
        """Return whether :meth:`seek` moves."""
        asked = getattr(self.file, "seekable", None)
        if asked is not None:
            return bool(asked())
        return hasattr(self.file, "seek")

    def seek(self, *args: t.Any) -> None:
        """Move in the file, if it can."""
        if hasattr(self.file, "seek"):
            self.file.seek(*args)

    def tell(self) -> int | None:
        """Return the position, if the file knows it."""
        return self.file.tell() if hasattr(self.file, "tell") else None

    def __iter__(self) -> FileWrapper:
        return self

    def __next__(self) -> bytes:
        block = self.file.read(self.buffer_size)
        if block:
            return block
        raise StopIteration()


class _RangeWrapper:
    """A window on an iterable of bytes, by position and length.

    :param start_byte: where the window begins, counted from the current position. A seekable
        iterable is moved there, another one is read up to there.
    :param byte_range: the length of the window; to the end if not given.
    """

    __module__ = "werkzeug.wsgi"

    def __init__(
        self,
        iterable: Iterable[bytes] | t.IO[bytes],
        start_byte: int = 0,
        byte_range: int | None = None,
    ) -> None:
        self._source = iterable
        self._blocks = _window(iterable, start_byte, byte_range)

    def __iter__(self) -> _RangeWrapper:
        return self

    def __next__(self) -> bytes:
        return next(self._blocks)

    def close(self) -> None:
        """Close the iterable."""
        close = getattr(self._source, "close", None)
        if close is not None:
            close()


def _window(
    source: Iterable[bytes] | t.IO[bytes], start: int, length: int | None
) -> Iterator[bytes]:
    """Yield the bytes of a source between two positions. The first block comes lazily."""
    skip = start
    can_seek = getattr(source, "seekable", None)
    if can_seek is not None and can_seek():
        file: t.Any = source
        here = file.tell() if hasattr(file, "tell") else 0
        file.seek((here or 0) + start)
        skip = 0
    left = length
    for block in source:
        if skip:
            if len(block) <= skip:
                skip -= len(block)
                continue
            block = block[skip:]
            skip = 0
        if left is not None:
            if len(block) >= left:
                if left:
                    yield block[:left]
                return
            left -= len(block)
        yield block
