"""Form bodies: bytes in, fields and files out, within limits.

Feed the bytes as they come, in any pieces, then close. No stream is read here; the callers do that.
A function that the caller passes opens a file object for the content of each file. The grammar of
multipart bodies is in :mod:`werkzeug.sansio.multipart`.
"""

from __future__ import annotations

from .._internal import _plain_int
from ..datastructures import FileStorage, Headers
from ..exceptions import RequestEntityTooLarge
from ..urls import parse_query
from .multipart import (
    CONTENT,
    HEAD,
    LAST_CONTENT,
    NEED_MORE,
    PartScanner,
    State,
)

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Callable

    OpenFile = Callable[[str, str, Headers], t.IO[bytes]]
    PartCharset = Callable[[Headers], str]

# Charsets that a part may name for its text.
_PART_CHARSETS = frozenset({"ascii", "us-ascii", "utf-8", "iso-8859-1"})


def parse_urlencoded(body: bytes) -> list[tuple[str, str]]:
    """Read the body of an ``application/x-www-form-urlencoded`` form. Bytes that are no UTF-8 are
    percent-encoded, as in a query string.
    """
    return parse_query(body.decode(errors="werkzeug.url_quote"))


def part_charset(headers: Headers) -> str:
    """Return the charset of the text in a part: UTF-8 unless it names another common one."""
    content_type = headers.get("content-type")
    if content_type:
        from .._header.lists import parse_options_header

        charset = parse_options_header(content_type)[1].get("charset", "").lower()
        if charset in _PART_CHARSETS:
            return charset
    return "utf-8"


def announced_length(headers: Headers) -> int:
    """Return the length that a part announces, 0 if it does not."""
    try:
        return _plain_int(headers["content-length"])
    except (KeyError, ValueError):
        return 0


class MultipartForm:
    """Reads ``multipart/form-data``.

    :param boundary: of the parts.
    :param open_file: called with field name, file name and headers of a file; returns the file
        object that its bytes are written to.
    :param charset: returns the charset of a field for its headers; ``None`` is
        :func:`part_charset`.
    :param max_field_size: bytes that one field which is not a file may have.
    :param max_parts: how many parts there may be.

    The results are in :attr:`fields` and :attr:`files`. After an error, :meth:`abort` closes the
    files.

    In addition to the fields, only the bytes that were fed last and those that cannot be decided
    yet are held in memory: the head of a part, or less than a delimiter.
    """

    def __init__(
        self,
        boundary: bytes,
        open_file: OpenFile,
        charset: PartCharset | None = None,
        max_field_size: int | None = None,
        max_parts: int | None = None,
    ) -> None:
        self.fields: list[tuple[str, str]] = []
        self.files: list[tuple[str, FileStorage]] = []
        self._scanner = PartScanner(boundary, max_parts)
        self._open_file = open_file
        self._charset = charset
        self._max_field_size = max_field_size
        self._tail = b""
        self._ended = False
        # The content of the part that is being read.
        self._pieces: list[bytes] = []
        self._size = 0
        self._file: t.IO[bytes] | None = None

    def feed(self, data: bytes) -> None:
        """Take the next bytes.

        :raises ValueError: the body is malformed.
        :raises RequestEntityTooLarge: a limit is exceeded.
        """
        if not self._ended:
            self._run(self._tail + data if self._tail else data, False)

    def close(self) -> None:
        """Say that there are no more bytes.

        :raises ValueError: the body ends too early.
        """
        if not self._ended:
            self._run(self._tail, True)
        if not self._ended:
            raise self._scanner.early_end()

    def abort(self) -> None:
        """Close all files that were opened."""
        if self._file is not None:
            self._file.close()
        for _, file in self.files:
            file.close()

    def _run(self, data: bytes, complete: bool) -> None:
        """Take all tokens of the data; keep what cannot be decided yet."""
        scanner = self._scanner
        scan = scanner.scan
        at = 0
        while True:
            token, start, end, at = scan(data, at, complete)
            if token is LAST_CONTENT:
                self._finish(data, start, end)
            elif token is HEAD:
                if scanner.filename is not None:
                    self._file = self._open_file(scanner.name, scanner.filename, scanner.headers)
            elif token is CONTENT:
                self._collect(data, start, end)
                if at == len(data):
                    self._tail = b""
                    return
            elif token is NEED_MORE:
                # All that is left after the last part is the epilogue.
                self._ended = scanner.state is State.EPILOGUE
                self._tail = b"" if self._ended else data[at:]
                return

    def _collect(self, data: bytes, start: int, end: int) -> None:
        """Take content of the part."""
        if start == end:
            return
        if self._file is not None:
            self._file.write(data[start:end] if start or end != len(data) else data)
            return
        self._check_size(end - start)
        self._size += end - start
        self._pieces.append(data[start:end])

    def _check_size(self, more: int) -> None:
        if self._max_field_size is not None and self._size + more > self._max_field_size:
            raise RequestEntityTooLarge()

    def _finish(self, data: bytes, start: int, end: int) -> None:
        """Take the last content of the part, and the part."""
        scanner = self._scanner
        file = self._file
        if file is not None:
            if end > start:
                file.write(data[start:end])
            file.seek(0)
            stored = FileStorage(file, scanner.filename, scanner.name, headers=scanner.headers)
            self.files.append((scanner.name, stored))
            self._file = None
            return
        self._check_size(end - start)
        value = data[start:end]
        if self._pieces:
            self._pieces.append(value)
            value = b"".join(self._pieces)
            self._pieces.clear()
            self._size = 0
        if scanner.is_plain and self._charset is None:
            charset = "utf-8"
        else:
            charset = (self._charset or part_charset)(scanner.headers)
        self.fields.append((scanner.name, value.decode(charset, "replace")))
