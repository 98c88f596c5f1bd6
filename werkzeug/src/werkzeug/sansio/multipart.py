"""Multipart bodies (RFC 2046, RFC 7578) as a state machine: bytes in, events out, and back.

The hard part is to find a delimiter whose bytes may come in any pieces, in linear time and with
little memory. Its middle, two dashes and the boundary, is looked for with ``find``; only at a hit
are the bytes around it examined. At the end of the input so far, just those bytes are held back
that may turn out to be the beginning of a delimiter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from .._header.lists import parse_options_header
from ..datastructures import Headers
from ..exceptions import RequestEntityTooLarge

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t


class Event:
    """The base of everything that a decoder gives and an encoder takes."""


@dataclass(frozen=True)
class Epilogue(Event):
    """What stands after the last part. The body has ended."""

    data: bytes


@dataclass(frozen=True)
class Data(Event):
    """Content of the part. ``more_data`` is false for its last piece."""

    data: bytes
    more_data: bool


@dataclass(frozen=True)
class File(Event):
    """A part begins that is a file."""

    name: str
    filename: str
    headers: Headers


@dataclass(frozen=True)
class Field(Event):
    """A part begins that is no file."""

    name: str
    headers: Headers


@dataclass(frozen=True)
class Preamble(Event):
    """What stands before the first part."""

    data: bytes


class State(Enum):
    """What is expected next."""

    PREAMBLE, PART, DATA, DATA_START, EPILOGUE, COMPLETE = range(1, 7)


class NeedData(Event):
    """Nothing more can be said until more bytes arrive."""


NEED_DATA = NeedData()

# Senders end lines as they like; all three ways count.
LINE_BREAK = b"(?:\r\n|\n|\r)"
BLANK_LINE_RE = re.compile(b"(?:\r\n\r\n|\r\r|\n\n)", re.MULTILINE)
LINE_BREAK_RE = re.compile(LINE_BREAK, re.MULTILINE)
HEADER_CONTINUATION_RE = re.compile(LINE_BREAK + b"[ \t]", re.MULTILINE)
# How far before new bytes the end of the headers may have begun.
SEARCH_EXTRA_LENGTH = 8

# Blanks that may follow a boundary. More than these are not a delimiter any more, so that a
# stream of blanks cannot make the decoder collect them all.
MAX_PADDING = 256
_PADDING = b" \t\x0b\x0c"
_CR, _LF = b"\r\n"

# The first delimiter needs no line break before it, wherever it stands.
ANYWHERE = -2

# What find_delimiter met.
NEXT_PART, LAST_PART, UNDECIDED, NOTHING = "next", "last", "undecided", "nothing"


def find_delimiter(
    data: bytes | bytearray, mark: bytes, start: int, bare_at: int, complete: bool
) -> tuple[str, int, int]:
    """Look for the next delimiter.

    :param mark: two dashes and the boundary.
    :param start: where to begin. A line break before it is seen too.
    :param bare_at: the one position where the mark needs no line break before it, :data:`ANYWHERE`,
        or -1 for nowhere.
    :param complete: no more bytes will follow.
    :return: what was met; where the content before it ends; where it ends itself. If it cannot be
        decided yet, the second is where to begin again. If there is nothing, both are -1.
    """
    at = data.find(mark, start)
    while at != -1:
        if at > 0 and data[at - 1] == _LF:
            content_end = at - 2 if at > 1 and data[at - 2] == _CR else at - 1
        elif at > 0 and data[at - 1] == _CR:
            content_end = at - 1
        elif at == bare_at or bare_at == ANYWHERE:
            content_end = at
        else:
            at = data.find(mark, at + 1)
            continue

        end = at + len(mark)
        after = data[end : end + 2]
        if after == b"\r\n":
            return NEXT_PART, content_end, end + 2
        kind, end = _examine_end(data, end, complete)
        if kind != NOTHING:
            return kind, content_end, end
        at = data.find(mark, at + 1)
    return NOTHING, -1, -1


def undecided_end(data: bytes, mark: bytes, start: int) -> int:
    """Where the bytes begin, at the end of the data, that may turn out to begin a delimiter.

    Most often there are none, so that content passes through as it came.

    :param start: where to begin. Nothing before it is held back.
    """
    size = len(data)
    low = max(start, size - len(mark))
    if b"\r" in mark or b"\n" in mark:
        return max(start, low - 2)
    # A boundary has no line breaks, so only the last one can be that of a delimiter.
    at = max(data.rfind(b"\n", low), data.rfind(b"\r", low))
    if at == -1 or not mark.startswith(data[at + 1 :]):
        return size
    if at > start and data[at] == _LF and data[at - 1] == _CR:
        return at - 1
    return at


def _examine_end(data: bytes | bytearray, at: int, complete: bool) -> tuple[str, int]:
    """Examine what follows a boundary: dashes, padding, a line break."""
    size = len(data)
    is_last = data[at : at + 2] == b"--"
    if is_last:
        at += 2
    elif data[at:] == b"-":
        return (NOTHING if complete else UNDECIDED), at
    limit = at + MAX_PADDING
    while at < size and at <= limit and data[at] in _PADDING:
        at += 1
    if at > limit:
        return NOTHING, at
    if is_last:
        # The line break belongs to it, but is not needed; see strip_line_break.
        return LAST_PART, at
    if at == size:
        return (NOTHING if complete else UNDECIDED), at
    if data[at] == _LF:
        return NEXT_PART, at + 1
    if data[at] != _CR:
        return NOTHING, at
    if at + 1 == size and not complete:
        return UNDECIDED, at
    return NEXT_PART, at + 2 if data[at + 1 : at + 2] == b"\n" else at + 1


def strip_line_break(epilogue: bytes) -> bytes:
    """Take away the line break that ends the last delimiter."""
    match = LINE_BREAK_RE.match(epilogue)
    return epilogue if match is None else epilogue[match.end() :]


def parse_part_headers(block: bytes) -> Headers:
    """Read the headers of a part; lines that continue are joined."""
    block = HEADER_CONTINUATION_RE.sub(b" ", block)
    headers = Headers()
    for line in block.splitlines():
        line = line.strip()
        if line:
            name, _, value = line.decode().partition(":")
            headers.add(name.strip(), value.strip())
    return headers


def part_names(headers: Headers) -> tuple[str, str | None]:
    """Return the name of the field and, for a file, its name at the client.

    :raises ValueError: the part does not say what it is.
    """
    if "content-disposition" not in headers:
        raise ValueError("Missing Content-Disposition header")
    options = parse_options_header(headers["content-disposition"])[1]
    # A part without a name has None there, which only the annotation of Field rules out.
    return options.get("name"), options.get("filename")  # type: ignore[return-value]


class MultipartDecoder:
    """Bytes to events.

    Give bytes to :meth:`receive_data` as they come, ``None`` at the end, and ask
    :meth:`next_event` until it needs more, after each.

    :param boundary: of the parts, from the options of the content type.
    :param max_form_memory_size: bytes that may be held at once.
    :param max_parts: how many parts there may be.
    """

    def __init__(
        self,
        boundary: bytes,
        max_form_memory_size: int | None = None,
        *,
        max_parts: int | None = None,
    ) -> None:
        self.buffer = bytearray()
        self.complete = False
        self.boundary = boundary
        self.max_form_memory_size = max_form_memory_size
        self.max_parts = max_parts
        self.state = State.PREAMBLE
        self._mark = b"--" + boundary
        self._searched = 0
        self._parts = 0
        # Whether the part has no content yet: a delimiter may follow without a line break.
        self._is_bare = False

    def _delimiter_re(self, before: bytes) -> re.Pattern[bytes]:
        pad = rb"[^\S\n\r]*"
        after = rb"(--" + pad + LINE_BREAK + rb"?|" + pad + LINE_BREAK + rb")"
        return re.compile(before + b"--" + re.escape(self.boundary) + after, re.MULTILINE)

    @property
    def preamble_re(self) -> re.Pattern[bytes]:
        """The first delimiter as a pattern."""
        return self._delimiter_re(LINE_BREAK + b"?")

    @property
    def boundary_re(self) -> re.Pattern[bytes]:
        """The other delimiters as a pattern."""
        return self._delimiter_re(LINE_BREAK)

    def receive_data(self, data: bytes | None) -> None:
        """Take bytes; ``None`` says that there are no more.

        :raises RequestEntityTooLarge: too many bytes would have to be held.
        """
        if data is None:
            self.complete = True
            return
        limit = self.max_form_memory_size
        if limit is not None and len(self.buffer) + len(data) > limit:
            raise RequestEntityTooLarge()
        self.buffer.extend(data)

    def next_event(self) -> Event:
        """Return the next event, or :data:`NEED_DATA`.

        :raises ValueError: the body is malformed, or ends too early.
        :raises RequestEntityTooLarge: there are too many parts.
        """
        event = _STEPS[self.state](self)
        if self.complete and event is NEED_DATA:
            raise ValueError(f"Invalid form-data cannot parse beyond {self.state}")
        return event

    def _take(self, size: int) -> bytes:
        """Remove bytes from the front of the buffer."""
        taken = bytes(self.buffer[:size])
        del self.buffer[:size]
        self._searched = 0
        return taken

    def _next_preamble(self) -> Event:
        start = max(0, self._searched - len(self._mark) - MAX_PADDING - 2)
        kind, content_end, end = find_delimiter(
            self.buffer, self._mark, start, ANYWHERE, self.complete
        )
        if kind in {NOTHING, UNDECIDED}:
            self._searched = len(self.buffer)
            return NEED_DATA
        data = self._take(end)[:content_end]
        self.state = State.PART if kind == NEXT_PART else State.EPILOGUE
        return Preamble(data)

    def _next_part(self) -> Event:
        match = BLANK_LINE_RE.search(self.buffer, max(0, self._searched - SEARCH_EXTRA_LENGTH))
        if match is None:
            self._searched = len(self.buffer)
            return NEED_DATA
        start, end = match.span()
        headers = parse_part_headers(self._take(end)[:start])
        name, filename = part_names(headers)
        self.state = State.DATA_START
        self._is_bare = True
        self._parts += 1
        if self.max_parts is not None and self._parts > self.max_parts:
            raise RequestEntityTooLarge()
        if filename is None:
            return Field(name, headers)
        return File(name, filename, headers)

    def _next_data(self) -> Event:
        is_start = self.state is State.DATA_START
        kind, content_end, end = find_delimiter(
            self.buffer, self._mark, 0, 0 if self._is_bare else -1, self.complete
        )
        if kind in {NEXT_PART, LAST_PART}:
            data = self._take(end)[:content_end]
            self.state = State.PART if kind == NEXT_PART else State.EPILOGUE
            return Data(data, more_data=False)

        if kind == NOTHING:
            content_end = self._undecided_from()
        if not content_end and not (is_start and not self._may_start_with_mark()):
            return NEED_DATA
        self.state = State.DATA
        if content_end:
            self._is_bare = False
        return Data(self._take(content_end), more_data=True)

    def _may_start_with_mark(self) -> bool:
        """Whether the data so far may be the beginning of a delimiter without a line break."""
        return bool(self.buffer) and self._mark.startswith(self.buffer[: len(self._mark)])

    def _undecided_from(self) -> int:
        """Return where the bytes begin that may be the start of a delimiter."""
        buffer, size = self.buffer, len(self.buffer)
        if self._is_bare and self._may_start_with_mark():
            return 0
        longest = len(self._mark) + 2
        from_ = max(0, size - longest)
        breaks = [buffer.rfind(b"\n", from_), buffer.rfind(b"\r", from_)]
        return min((at for at in breaks if at != -1), default=size)

    def _next_epilogue(self) -> Event:
        if not self.complete:
            return NEED_DATA
        self.state = State.COMPLETE
        return Epilogue(strip_line_break(self._take(len(self.buffer))))

    def _next_nothing(self) -> Event:
        return NEED_DATA


_STEPS: dict[State, t.Callable[[MultipartDecoder], Event]] = {
    State.PREAMBLE: MultipartDecoder._next_preamble,
    State.PART: MultipartDecoder._next_part,
    State.DATA_START: MultipartDecoder._next_data,
    State.DATA: MultipartDecoder._next_data,
    State.EPILOGUE: MultipartDecoder._next_epilogue,
    State.COMPLETE: MultipartDecoder._next_nothing,
}


class MultipartEncoder:
    """Events to bytes. Give them in the order in which a decoder gives them.

    :param boundary: of the parts. It must not occur in their content.
    """

    def __init__(self, boundary: bytes) -> None:
        self.boundary = boundary
        self.state = State.PREAMBLE

    def send_event(self, event: Event) -> bytes:
        """Return the bytes for an event.

        :raises ValueError: the event cannot come now.
        """
        state = self.state
        if isinstance(event, Preamble) and state is State.PREAMBLE:
            self.state = State.PART
            return event.data
        if isinstance(event, (Field, File)) and state in {
            State.PREAMBLE,
            State.PART,
            State.DATA,
        }:
            self.state = State.DATA_START
            return self._part_head(event)
        if isinstance(event, Data) and state is State.DATA_START:
            # A part without content needs no empty line: the delimiter brings one.
            if not event.data:
                if not event.more_data:
                    self.state = State.DATA
                return b""
            self.state = State.DATA
            return b"\r\n" + event.data
        if isinstance(event, Data) and state is State.DATA:
            return event.data
        if isinstance(event, Epilogue):
            self.state = State.COMPLETE
            return b"\r\n--" + self.boundary + b"--\r\n" + event.data
        raise ValueError(f"Cannot generate {event} in state: {self.state}")

    def _part_head(self, event: Field | File) -> bytes:
        disposition = f'form-data; name="{event.name}"'
        if isinstance(event, File):
            disposition = f'{disposition}; filename="{event.filename}"'
        lines = ["", f"--{self.boundary.decode('ascii')}", f"Content-Disposition: {disposition}"]
        lines += [
            f"{name}: {value}"
            for name, value in event.headers
            if name.lower() != "content-disposition"
        ]
        return "\r\n".join([*lines, ""]).encode()
