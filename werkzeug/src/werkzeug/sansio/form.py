"""Form bodies: bytes in, fields and files out, within limits.

Feed the bytes as they come, in any pieces, then close. No stream is read here; both edges do that.
Where the content of files goes is told by a function that opens a place for each.
"""

from __future__ import annotations

import re

from .._internal import _plain_int
from ..datastructures import FileStorage, Headers
from ..exceptions import RequestEntityTooLarge
from ..urls import parse_query
from .multipart import (
    ANYWHERE,
    BLANK_LINE_RE,
    LAST_PART,
    NEXT_PART,
    NOTHING,
    State,
    find_delimiter,
    parse_part_headers,
    part_names,
    undecided_end,
)

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Callable

    OpenFile = Callable[[str, str, Headers], t.IO[bytes]]
    PartCharset = Callable[[Headers], str]

MAX_HEADER_SIZE = 65_536
"""Bytes that the headers of one part may have."""

# Charsets in which a part may say that its text is.
_PART_CHARSETS = frozenset({"ascii", "us-ascii", "utf-8", "iso-8859-1"})

# What the steps of the machine are called where it reports its end.
_STATES = {"_preamble": State.PREAMBLE, "_part": State.PART, "_content": State.DATA}

# The headers that browsers and clients send for a field that is no file.
_USUAL_FIELD = re.compile(rb'[Cc]ontent-[Dd]isposition: form-data; name="([^"\\%\r\n]*)"\r\n\r\n')


def parse_urlencoded(body: bytes) -> list[tuple[str, str]]:
    """Read the body of an ``application/x-www-form-urlencoded`` form.

    :raises UnicodeDecodeError: it is no UTF-8 even before anything is decoded.
    """
    return parse_query(body.decode())


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
    """The machine that reads ``multipart/form-data``.

    :param boundary: of the parts.
    :param open_file: called with field name, file name and headers of a file; returns where its
        bytes are written.
    :param charset: tells the charset of a field by its headers; ``None`` is :func:`part_charset`.
    :param max_field_size: bytes that one field which is no file may have, and bytes that may be
        fed at once.
    :param max_parts: how many parts there may be.

    The results are in :attr:`fields` and :attr:`files`. After an error, :meth:`abort` closes the
    files.
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
        self._mark = b"--" + boundary
        self._open_file = open_file
        self._charset = charset
        self._max_field_size = max_field_size
        self._parts_left = -1 if max_parts is None else max_parts
        self._tail = b""
        self._step: Callable[[bytes, int, bool], int] = self._preamble
        self._ended = False
        # The part that is being read.
        self._name = ""
        self._filename: str | None = None
        self._headers = Headers()
        self._pieces: list[bytes] = []
        self._size = 0
        self._file: t.IO[bytes] | None = None
        self._at_start = False

    def feed(self, data: bytes) -> None:
        """Take the next bytes.

        :raises ValueError: the body is malformed.
        :raises RequestEntityTooLarge: a limit is exceeded.
        """
        if self._ended:
            return
        limit = self._max_field_size
        if limit is not None and len(self._tail) + len(data) > limit:
            # As much would have to be held if no delimiter came.
            raise RequestEntityTooLarge()
        self._run(self._tail + data if self._tail else data, False)

    def close(self) -> None:
        """Say that there are no more bytes.

        :raises ValueError: the body ends too early.
        """
        if not self._ended:
            self._run(self._tail, True)
        if not self._ended:
            state = _STATES[self._step.__name__]
            raise ValueError(f"Invalid form-data cannot parse beyond {state}")

    def abort(self) -> None:
        """Close all files that were opened."""
        if self._file is not None:
            self._file.close()
        for _, file in self.files:
            file.close()

    def _run(self, data: bytes, complete: bool) -> None:
        """Let the steps eat the data; keep what they cannot decide about yet."""
        at = 0
        while at >= 0 and not self._ended:
            rest = at
            step = self._step
            at = step(data, at, complete)
            if at < 0:
                # A step that stops tells what it leaves as -1 - position.
                rest = -1 - at
        self._tail = b"" if self._ended else data[rest:]

    def _preamble(self, data: bytes, at: int, complete: bool) -> int:
        kind, content_end, end = find_delimiter(data, self._mark, at, ANYWHERE, complete)
        if kind == NEXT_PART:
            self._step = self._part
            return end
        if kind == LAST_PART:
            self._ended = True
            return end
        keep = content_end if kind != NOTHING else max(at, len(data) - len(self._mark) - 1)
        return -1 - keep

    def _part(self, data: bytes, at: int, complete: bool) -> int:
        usual = _USUAL_FIELD.match(data, at)
        if usual is not None:
            self._name = usual[1].decode()
            self._count_part()
            self._filename = None
            # Headers are made only for who asks; see _finish.
            self._head = data[at : usual.end()]
            at = usual.end()
        else:
            blank = BLANK_LINE_RE.search(data, at)
            if blank is None:
                if len(data) - at > MAX_HEADER_SIZE:
                    raise RequestEntityTooLarge()
                return -1 - at
            self._head = data[at : blank.start()]
            if len(self._head) > MAX_HEADER_SIZE:
                raise RequestEntityTooLarge()
            self._headers = parse_part_headers(self._head)
            self._name, self._filename = part_names(self._headers)
            self._count_part()
            if self._filename is not None:
                self._file = self._open_file(self._name, self._filename, self._headers)
            at = blank.end()
        self._at_start = True
        self._size = 0
        self._usual = usual is not None
        self._step = self._content
        return at

    def _count_part(self) -> None:
        if self._parts_left == 0:
            raise RequestEntityTooLarge()
        self._parts_left -= 1

    def _content(self, data: bytes, at: int, complete: bool) -> int:
        bare = at if self._at_start else -1
        kind, content_end, end = find_delimiter(data, self._mark, at, bare, complete)
        if kind == NEXT_PART or kind == LAST_PART:
            self._finish(data, at, max(at, content_end))
            if kind == LAST_PART:
                self._ended = True
            else:
                self._step = self._part
            return end

        if kind != NOTHING:
            keep = content_end
        elif self._at_start and self._mark.startswith(data[at:]):
            keep = at
        else:
            keep = undecided_end(data, self._mark, at)
        if keep <= at:
            return -1 - at
        self._at_start = False
        self._collect(data, at, keep)
        # The bytes before may hold the line break of a delimiter; they are kept with the tail.
        return -1 - keep

    def _collect(self, data: bytes, start: int, end: int) -> None:
        """Take content of the part."""
        if self._file is not None:
            self._file.write(data[start:end] if start or end != len(data) else data)
            return
        self._size += end - start
        if self._max_field_size is not None and self._size > self._max_field_size:
            raise RequestEntityTooLarge()
        self._pieces.append(data[start:end])

    def _finish(self, data: bytes, start: int, end: int) -> None:
        """Take the last content of the part, and the part."""
        file = self._file
        if file is not None:
            if end > start:
                file.write(data[start:end])
            file.seek(0)
            self.files.append(
                (
                    self._name,
                    FileStorage(file, self._filename, self._name, headers=self._headers),
                )
            )
            self._file = None
            return
        size = self._size + end - start
        if self._max_field_size is not None and size > self._max_field_size:
            raise RequestEntityTooLarge()
        value = data[start:end]
        if self._pieces:
            self._pieces.append(value)
            value = b"".join(self._pieces)
            self._pieces.clear()
        if self._usual and self._charset is None:
            charset = "utf-8"
        else:
            if self._usual:
                self._headers = parse_part_headers(self._head)
            charset = (self._charset or part_charset)(self._headers)
        self.fields.append((self._name, value.decode(charset, "replace")))
