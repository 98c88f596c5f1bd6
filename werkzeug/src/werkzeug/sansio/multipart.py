"""Multipart bodies (RFC 2046, RFC 7578) as a state machine: bytes in, events out, and back.

:class:`PartScanner` knows the grammar and is the only machine for it. It looks at bytes that its
caller holds and returns one token at a time. :class:`MultipartDecoder` makes the public events of
the tokens, :class:`werkzeug.sansio.form.MultipartForm` makes fields and files of them.

Finding delimiters. The bytes of a delimiter may arrive in any pieces, and have to be found in
linear time and with little memory. Its middle, two dashes and the boundary, is looked for with
``find``; only at a hit are the bytes around it examined. At the end of the bytes so far, only those
are held back that may turn out to be the beginning of a delimiter.
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
    from typing import TypeAlias

    Token: TypeAlias = tuple[str, int, int, int]


class Event:
    """The base of everything that a decoder returns and an encoder takes."""


@dataclass(frozen=True)
class Preamble(Event):
    """The bytes before the first part."""

    data: bytes


@dataclass(frozen=True)
class Field(Event):
    """A part begins that is not a file."""

    name: str
    headers: Headers


@dataclass(frozen=True)
class File(Event):
    """A part begins that is a file."""

    name: str
    filename: str
    headers: Headers


@dataclass(frozen=True)
class Data(Event):
    """Content of the part. ``more_data`` is false for its last piece."""

    data: bytes
    more_data: bool


@dataclass(frozen=True)
class Epilogue(Event):
    """The bytes after the last part. The body has ended."""

    data: bytes


class NeedData(Event):
    """There is no further event until more bytes arrive."""


NEED_DATA = NeedData()


class State(Enum):
    """The states of a decoder or encoder, named after what is expected next."""

    PREAMBLE = 1
    PART = 2
    DATA = 3
    DATA_START = 4
    EPILOGUE = 5
    COMPLETE = 6


# Senders end lines in different ways; all three are accepted.
LINE_BREAK = b"(?:\r\n|\n|\r)"
BLANK_LINE_RE = re.compile(b"(?:\r\n\r\n|\r\r|\n\n)", re.MULTILINE)
LINE_BREAK_RE = re.compile(LINE_BREAK, re.MULTILINE)
HEADER_CONTINUATION_RE = re.compile(LINE_BREAK + b"[ \t]", re.MULTILINE)
# How far before new bytes the end of the headers may have begun.
SEARCH_EXTRA_LENGTH = 8

MAX_HEADER_SIZE = 65_536
"""Bytes that the headers of one part may have."""

# The headers that browsers and clients send for a field that is not a file. Most parts of most
# forms match; a form of 500 fields is read in half the time with it.
_USUAL_FIELD = re.compile(rb'[Cc]ontent-[Dd]isposition: form-data; name="([^"\\%\r\n]*)"\r\n\r\n')

# Whitespace that may follow a boundary. What is longer is not a delimiter, so that a stream of
# spaces cannot make the scanner hold them all.
MAX_PADDING = 256
_PADDING = b" \t\x0b\x0c"
_CR, _LF = b"\r\n"

# The first delimiter needs no line break before it, wherever it is.
ANYWHERE = -2

# Results of find_delimiter.
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
    :return: what was found; where the content before it ends; where it ends itself. If it cannot be
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


def undecided_end(data: bytes | bytearray, mark: bytes, start: int) -> int:
    """Return where the bytes begin, at the end of the data, that may turn out to begin a delimiter.

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


def last_line_start(data: bytes | bytearray, mark: bytes, start: int) -> int:
    """Return where the last line begins, if a delimiter may begin there.

    It holds back at least as much as :func:`undecided_end`. The pieces of the events are cut so.
    """
    low = max(start, len(data) - len(mark) - 2)
    breaks = [data.rfind(b"\n", low), data.rfind(b"\r", low)]
    return min((at for at in breaks if at != -1), default=len(data))


def strip_line_break(epilogue: bytes) -> bytes:
    """Remove the line break that ends the last delimiter."""
    match = LINE_BREAK_RE.match(epilogue)
    return epilogue if match is None else epilogue[match.end() :]


def parse_part_headers(block: bytes) -> Headers:
    """Read the headers of a part; lines that continue are joined. Bytes that are no UTF-8 become
    U+FFFD, as in the content of a field.

    :raises ValueError: they contain a NUL.
    """
    if b"\0" in block:
        raise ValueError("Header of a part contains a NUL character")
    block = HEADER_CONTINUATION_RE.sub(b" ", block)
    headers = Headers()
    # A line has no line break, so that nothing is left for `Headers.add` to check: it takes 1 us of
    # the 60 us for a small file.
    pairs = headers._list
    for line in block.splitlines():
        line = line.strip()
        if line:
            name, _, value = line.decode(errors="replace").partition(":")
            pairs.append((name.strip(), value.strip()))
    return headers


# An escaped quote or backslash, or a backslash that escapes nothing.
_BACKSLASH = re.compile(r'(\\["\\])|\\')


def part_names(headers: Headers) -> tuple[str, str | None]:
    """Return the name of the field and, for a file, its name at the client.

    :raises ValueError: the part has no name, which RFC 7578 (section 4.2) requires.
    """
    if "content-disposition" not in headers:
        raise ValueError("Missing Content-Disposition header")
    disposition = headers["content-disposition"]
    if "\\" in disposition:
        # Browsers escape no backslash in a file name, other clients escape it and the quote.
        disposition = _BACKSLASH.sub(lambda found: found[1] or r"\\", disposition)
    options = parse_options_header(disposition)[1]
    if "name" not in options:
        raise ValueError("Missing name in Content-Disposition header")
    return options["name"], options.get("filename")


# Tokens of the scanner.
NEED_MORE, PREAMBLE, HEAD = "need more", "preamble", "head"
CONTENT, LAST_CONTENT, EPILOGUE = "content", "last content", "epilogue"

# The names of a class are looked up for each token.
_PREAMBLE, _PART, _DATA, _DATA_START = State.PREAMBLE, State.PART, State.DATA, State.DATA_START


class PartScanner:
    """The grammar of a multipart body, over bytes that the caller holds.

    Call :meth:`scan` with the bytes and a position, and again with the position that it returned.
    After :data:`NEED_MORE`, keep the bytes from that position on and append more.

    :param boundary: of the parts.
    :param max_parts: how many parts there may be.
    :param for_events: return the preamble in one piece, and cut content at lines where its end is
        not decided. Otherwise the preamble is dropped, and content is cut as late as possible.
    """

    #: The part whose head was scanned last.
    name: str
    filename: str | None
    #: Whether its head says nothing but the name of a field.
    is_plain: bool

    def __init__(
        self, boundary: bytes, max_parts: int | None = None, for_events: bool = False
    ) -> None:
        self.state = State.PREAMBLE
        self._mark = b"--" + boundary
        self._parts_left = -1 if max_parts is None else max_parts
        self._for_events = for_events
        # How many of the bytes that were kept were searched before.
        self._searched = 0
        # Whether the part has no content yet: a delimiter may follow without a line break.
        self._is_bare = False
        self._head = b""
        self._headers: Headers | None = None

    @property
    def headers(self) -> Headers:
        """The headers of the part."""
        if self._headers is None:
            self._headers = parse_part_headers(self._head)
        return self._headers

    def early_end(self) -> ValueError:
        """Return the error for a body that ends while more is expected."""
        return ValueError(f"Invalid form-data cannot parse beyond {self.state}")

    def scan(self, data: bytes | bytearray, at: int, complete: bool) -> Token:
        """Return the next token.

        :param at: where to begin.
        :param complete: no more bytes will follow.
        :return: the token, where its bytes begin and end, and where to go on.
        :raises ValueError: the head of a part is malformed.
        :raises RequestEntityTooLarge: there are too many parts, or too long a head.
        """
        state = self.state
        if state is _PART:
            # A usual head and a usual delimiter are taken here and in _scan_content without a
            # further call: forms of many fields are read a tenth faster.
            usual = _USUAL_FIELD.match(data, at)
            if usual is None or not self._parts_left:
                return self._scan_head(data, at)
            self._parts_left -= 1
            self._head, name = usual[0], usual[1]
            self._headers = self.filename = None
            self.name = name.decode(errors="replace")
            self.is_plain = self._is_bare = True
            self._searched = 0
            self.state = _DATA_START
            end = usual.end()
            return HEAD, at, end, end
        if state is _DATA or state is _DATA_START:
            return self._scan_content(data, at, complete)
        if state is _PREAMBLE:
            return self._scan_preamble(data, at, complete)
        if state is State.EPILOGUE and complete:
            self.state = State.COMPLETE
            return EPILOGUE, at, len(data), len(data)
        return NEED_MORE, at, at, at

    def _scan_preamble(self, data: bytes | bytearray, at: int, complete: bool) -> Token:
        start = at + self._searched
        kind, content_end, end = find_delimiter(data, self._mark, start, ANYWHERE, complete)
        if kind is NEXT_PART or kind is LAST_PART:
            self._searched = 0
            self.state = State.PART if kind is NEXT_PART else State.EPILOGUE
            return PREAMBLE, at, content_end, end
        again = content_end if kind is UNDECIDED else max(start, len(data) - len(self._mark) - 1)
        if not self._for_events:
            return NEED_MORE, at, at, again
        self._searched = again - at
        return NEED_MORE, at, at, at

    def _scan_head(self, data: bytes | bytearray, at: int) -> Token:
        blank = BLANK_LINE_RE.search(data, at + max(0, self._searched - SEARCH_EXTRA_LENGTH))
        size = (len(data) if blank is None else blank.start()) - at
        if size > MAX_HEADER_SIZE:
            raise RequestEntityTooLarge()
        if blank is None:
            self._searched = size
            return NEED_MORE, at, at, at
        self._headers = headers = parse_part_headers(bytes(data[at : at + size]))
        self.name, self.filename = part_names(headers)
        self.is_plain = False
        self._is_bare = True
        self._searched = 0
        self.state = _DATA_START
        if self._parts_left == 0:
            raise RequestEntityTooLarge()
        self._parts_left -= 1
        end = blank.end()
        return HEAD, at, end, end

    def _scan_content(self, data: bytes | bytearray, at: int, complete: bool) -> Token:
        mark = self._mark
        is_bare = self._is_bare
        kind, content_end = NOTHING, -1
        found = data.find(mark, at)
        if found != -1:
            end = found + len(mark)
            if found >= at + 2 and data[found - 2 : found] == b"\r\n" == data[end : end + 2]:
                self.state = _PART
                return LAST_CONTENT, at, found - 2, end + 2
            bare_at = at if is_bare else -1
            kind, content_end, end = find_delimiter(data, mark, found, bare_at, complete)
        if kind is NEXT_PART or kind is LAST_PART:
            self.state = _PART if kind is NEXT_PART else State.EPILOGUE
            return LAST_CONTENT, at, max(at, content_end), end

        may_begin = is_bare and at < len(data) and mark.startswith(data[at : at + len(mark)])
        if kind is UNDECIDED:
            keep = max(at, content_end)
        elif may_begin:
            keep = at
        elif self._for_events:
            keep = last_line_start(data, mark, at)
        else:
            keep = undecided_end(data, mark, at)
        if keep > at:
            self._is_bare = False
        elif self.state is _DATA or may_begin:
            return NEED_MORE, at, at, at
        self.state = _DATA
        return CONTENT, at, keep, keep


class MultipartDecoder:
    """Bytes to events.

    Pass bytes to :meth:`receive_data` as they come, ``None`` at the end, and after each call
    :meth:`next_event` until it needs more. The events come in the order :class:`Preamble`; for each
    part :class:`Field` or :class:`File`, then :class:`Data` once or more; :class:`Epilogue`.

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
        self._scanner = PartScanner(boundary, max_parts, for_events=True)

    @property
    def state(self) -> State:
        """The current state."""
        return self._scanner.state

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
        :raises RequestEntityTooLarge: there are too many parts, or too long a head.
        """
        scanner = self._scanner
        token, start, end, following = scanner.scan(self.buffer, 0, self.complete)
        if token is NEED_MORE:
            if self.complete:
                raise scanner.early_end()
            return NEED_DATA
        if token is HEAD:
            del self.buffer[:following]
            if scanner.filename is None:
                return Field(scanner.name, scanner.headers)
            return File(scanner.name, scanner.filename, scanner.headers)
        piece = bytes(self.buffer[start:end])
        del self.buffer[:following]
        if token is PREAMBLE:
            return Preamble(piece)
        if token is EPILOGUE:
            return Epilogue(strip_line_break(piece))
        return Data(piece, more_data=token is CONTENT)


def _quotable(text: str) -> str:
    """Return text for a quoted string. Line breaks would end the header; they are percent-encoded, as
    browsers do.
    """
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return text.replace("\r", "%0D").replace("\n", "%0A")


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
        disposition = f'form-data; name="{_quotable(event.name)}"'
        if isinstance(event, File):
            disposition = f'{disposition}; filename="{_quotable(event.filename)}"'
        lines = ["", f"--{self.boundary.decode('ascii')}", f"Content-Disposition: {disposition}"]
        lines += [
            f"{name}: {value}"
            for name, value in event.headers
            if name.lower() != "content-disposition"
        ]
        return "\r\n".join([*lines, ""]).encode()
