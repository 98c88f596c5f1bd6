"""Forms: the same for every split of the body, within limits, and never an open file left."""

from __future__ import annotations

import time
import typing as t
from io import BytesIO
from tempfile import SpooledTemporaryFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from werkzeug import formparser
from werkzeug.datastructures import FileStorage, Headers, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser, MultiPartParser, parse_form_data
from werkzeug.sansio.form import MultipartForm
from werkzeug.sansio.multipart import (
    NEED_DATA,
    Data,
    Epilogue,
    Event,
    Field,
    File,
    MultipartDecoder,
    MultipartEncoder,
    Preamble,
    State,
)
from werkzeug.wrappers import Request

HEAD = b'--foo\r\nContent-Disposition: form-data; name="a"\r\n\r\n'
FILE = b'--foo\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n'


def environ(body: bytes, content_type: str) -> dict[str, object]:
    return {
        "wsgi.input": BytesIO(body),
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": content_type,
        "REQUEST_METHOD": "POST",
    }


def form_of(chunks: list[bytes]) -> object:
    form = MultipartForm(b"foo", lambda *_: BytesIO())
    try:
        for chunk in chunks:
            form.feed(chunk)
        form.close()
    except ValueError:
        return None
    return form.fields, [(name, file.filename, file.read()) for name, file in form.files]


def events_of(chunks: list[bytes]) -> object:
    decoder = MultipartDecoder(b"foo")
    parts: list[list[object]] = []
    try:
        for chunk in [*chunks, None]:
            decoder.receive_data(chunk)
            while (event := decoder.next_event()) is not NEED_DATA:
                if isinstance(event, (Field, File)):
                    parts.append([event.name, getattr(event, "filename", None), b""])
                elif isinstance(event, Data):
                    parts[-1][2] += event.data
                elif isinstance(event, Epilogue):
                    break
    except ValueError:
        return None
    return parts


contents = st.lists(
    st.sampled_from(
        [
            b"\r",
            b"\n",
            b"\r\n",
            b"--",
            b"-",
            b"--fo",
            b"--foo",
            b"\r\n--fo",
            b"\n--foox",
            b"a",
            b" ",
        ]
    ),
    max_size=8,
).map(b"".join)


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    newline = draw(st.sampled_from([b"\r\n", b"\r\n", b"\n", b"\r"]))
    body = draw(st.sampled_from([b"", b"preamble" + newline]))
    for _ in range(draw(st.integers(0, 4))):
        head = draw(st.sampled_from([HEAD, FILE]))
        body += head.replace(b"\r\n", newline) + draw(contents) + newline
    return body + draw(
        st.sampled_from([b"--foo--", b"--foo--\r\n", b"--foo-- \r\nepilogue", b"--foo"])
    )


@settings(max_examples=150)
@given(bodies(), st.data())
def test_any_split_is_the_same_form(body: bytes, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(body)), max_size=6)))
    chunks = [body[a:b] for a, b in zip([0, *cuts], [*cuts, len(body)], strict=True)]
    bytewise = [bytes([byte]) for byte in body]
    assert form_of([body]) == form_of(chunks) == form_of(bytewise)
    assert events_of([body]) == events_of(chunks) == events_of(bytewise)
    assert form_of([body]) == form_of_parts(events_of([body]))


def form_of_parts(parts: t.Any) -> object:
    """Return what a form makes of the parts of the events."""
    if parts is None:
        return None
    fields = [(name, content.decode(errors="replace")) for name, kind, content in parts if not kind]
    return fields, [tuple(part) for part in parts if part[1]]


@given(st.lists(st.tuples(st.text("abé漢 ;:=\"\\'"), st.binary(max_size=40))))
def test_encoder_and_decoder(parts: list[tuple[str, bytes]]) -> None:
    boundary = b"----a-boundary-that-is-not-in-the-data"
    encoder = MultipartEncoder(boundary)
    body = encoder.send_event(Preamble(b""))
    for name, content in parts:
        body += encoder.send_event(Field(name, Headers()))
        body += encoder.send_event(Data(content, more_data=False))
    body += encoder.send_event(Epilogue(b""))
    seen = []
    decoder = MultipartDecoder(boundary)
    decoder.receive_data(body)
    decoder.receive_data(None)
    while not isinstance(event := decoder.next_event(), Epilogue):
        if isinstance(event, Field):
            seen.append((event.name, b""))
        elif isinstance(event, Data):
            seen[-1] = (seen[-1][0], seen[-1][1] + event.data)
    assert seen == parts


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text('a"\\\r\n:; '))
def test_names_cannot_end_their_header(name: str, filename: str) -> None:
    encoder = MultipartEncoder(b"foo")
    encoder.send_event(Preamble(b""))
    head = encoder.send_event(File(name, filename, Headers([("X-A", "b")]))).decode()
    lines = head.split("\r\n")
    assert lines[:2] == ["", "--foo"] and lines[3:] == ["X-A: b", ""]
    assert "\n" not in lines[2] and "\r" not in lines[2]


def all_events(body: bytes) -> list[Event]:
    decoder = MultipartDecoder(b"foo")
    decoder.receive_data(body)
    decoder.receive_data(None)
    events: list[Event] = []
    while decoder.state is not State.COMPLETE:
        events.append(decoder.next_event())
    return events


def test_decoder_events() -> None:
    body = b"pre\r\n" + HEAD + b"v\r\n--foo--\r\nepi"
    headers = Headers([("Content-Disposition", 'form-data; name="a"')])
    assert all_events(body) == [
        Preamble(b"pre"),
        Field("a", headers),
        Data(b"v", False),
        Epilogue(b"epi"),
    ]


def test_decoder_holds_back_little() -> None:
    decoder = MultipartDecoder(b"foo")
    decoder.receive_data(FILE)
    assert decoder.next_event() == Preamble(b"")
    assert isinstance(decoder.next_event(), File)
    assert decoder.next_event() == Data(b"", more_data=True)
    decoder.receive_data(b"x" * 1000 + b"\r\n--fo")
    assert decoder.next_event() == Data(b"x" * 1000, more_data=True)
    assert decoder.next_event() is NEED_DATA
    decoder.receive_data(b"o-")
    assert decoder.next_event() is NEED_DATA
    decoder.receive_data(b"y")
    assert decoder.next_event() == Data(b"\r\n--foo-y", more_data=True)


def test_decoder_patterns() -> None:
    decoder = MultipartDecoder(b"foo")
    assert decoder.preamble_re.match(b"--foo\r\n") and decoder.boundary_re.match(b"\n--foo--")
    assert not decoder.boundary_re.match(b"--foo\r\n")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "State.PREAMBLE"),
        (b"--foo\r\nContent", "State.PART"),
        (HEAD + b"v", "State.DATA"),
        (b"--foo\r\nX: y\r\n\r\nv\r\n--foo--", "Missing Content-Disposition header"),
    ],
)
def test_decoder_errors(body: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        all_events(body)
    assert form_of([body]) is None


def test_decoder_limits() -> None:
    decoder = MultipartDecoder(b"foo", max_form_memory_size=10)
    with pytest.raises(RequestEntityTooLarge):
        decoder.receive_data(b"x" * 11)
    decoder = MultipartDecoder(b"foo", max_parts=1)
    decoder.receive_data(HEAD + b"v\r\n" + HEAD)
    for _ in range(3):
        decoder.next_event()
    with pytest.raises(RequestEntityTooLarge):
        decoder.next_event()


def test_encoder_order() -> None:
    encoder = MultipartEncoder(b"foo")
    with pytest.raises(ValueError, match="Cannot generate Data"):
        encoder.send_event(Data(b"", True))
    assert encoder.send_event(Preamble(b"p")) == b"p"
    file = File("f", "x", Headers([("Content-Disposition", "z"), ("A", "b")]))
    assert encoder.send_event(file) == (
        b'\r\n--foo\r\nContent-Disposition: form-data; name="f"; filename="x"\r\nA: b\r\n'
    )
    assert encoder.send_event(Data(b"", True)) == b""
    assert encoder.send_event(Data(b"v", False)) == b"\r\nv"
    encoder.send_event(Epilogue(b""))
    with pytest.raises(ValueError):
        encoder.send_event(NEED_DATA)


def test_form_data() -> None:
    body = HEAD + "é".encode() + b"\r\n" + FILE + b"\x00\xff\r\n--foo--"
    _, form, files = parse_form_data(environ(body, 'multipart/form-data; boundary="foo"'))
    assert form.to_dict() == {"a": "é"}
    assert isinstance(files["f"], FileStorage) and files["f"].read() == b"\x00\xff"
    assert files["f"].filename == "x" and files["f"].name == "f"
    files["f"].close()


def test_part_charset() -> None:
    head = HEAD.replace(b"\r\n\r\n", b"\r\nContent-Type: text/plain; charset=%s\r\n\r\n")
    for charset, expected in ((b"iso-8859-1", "é"), (b"utf-16", "\ufffd"), (b"ascii", "\ufffd")):
        body = head % charset + b"\xe9\r\n--foo--"
        form, _ = MultiPartParser().parse(BytesIO(body), b"foo", None)
        assert form["a"] == expected


def test_overridden_charset() -> None:
    class Parser(MultiPartParser):
        def get_part_charset(self, headers: Headers) -> str:
            assert "content-disposition" in headers
            return "latin1"

    form, _ = Parser().parse(BytesIO(HEAD + b"\xe9\r\n--foo--"), b"foo", None)
    assert form["a"] == "é"


def test_urlencoded() -> None:
    body = b"a=1&a=2&b=%C3%A9+x&c&=d&&e=%FF"
    _, form, files = parse_form_data(environ(body, "application/x-www-form-urlencoded"))
    assert form.to_dict(flat=False) == {
        "a": ["1", "2"],
        "b": ["é x"],
        "c": [""],
        "": ["d"],
        "e": ["%FF"],
    }
    assert not files


@given(st.binary(max_size=12))
def test_bytes_of_a_form_are_read_as_in_a_query(body: bytes) -> None:
    _, form, _ = parse_form_data(environ(body, "application/x-www-form-urlencoded"))
    query = {"REQUEST_METHOD": "GET", "QUERY_STRING": body.decode("latin-1")}
    assert list(form.items(multi=True)) == list(Request(query).args.items(multi=True))


@pytest.mark.parametrize(
    ("head", "name", "filename"),
    [
        (b'name="\xff"', "\ufffd", None),
        (b'name="\xff"; filename="\xc3\xa9\xff"', "\ufffd", "\xe9\ufffd"),
        # What browsers write, which escape no backslash, and curl, which does.
        (rb'name="a"; filename="C:\dir\f.txt"', "a", r"C:\dir\f.txt"),
        (rb'name="a"; filename="C:\\dir\\f \"g\".txt"', "a", r'C:\dir\f "g".txt'),
    ],
)
def test_bytes_and_backslashes_of_names(head: bytes, name: str, filename: str | None) -> None:
    body = b"--foo\r\nContent-Disposition: form-data; " + head + b"\r\n\r\nx\r\n--foo--"
    _, form, files = parse_form_data(environ(body, "multipart/form-data; boundary=foo"))
    if filename is None:
        assert form.to_dict() == {name: "x"}
    else:
        assert files[name].filename == filename
        files[name].close()


def test_urlencoded_is_not_limited_as_a_field() -> None:
    body = b"a=" + b"x" * 1000
    env = environ(body, "application/x-www-form-urlencoded")
    _, form, _ = parse_form_data(env, max_form_memory_size=10)
    assert len(form["a"]) == 1000


def test_other_types_are_left() -> None:
    stream, form, files = parse_form_data(environ(b"{}", "application/json"))
    assert stream.read() == b"{}" and not form and not files


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary=foo"),
        (b"", "multipart/form-data; boundary*=utf-8''%C3%A9"),
    ],
)
def test_malformed(body: bytes, content_type: str) -> None:
    _, form, files = parse_form_data(environ(body, content_type))
    assert form == files == MultiDict()
    with pytest.raises(ValueError):
        parse_form_data(environ(body, content_type), silent=False)


@pytest.mark.parametrize(
    "limit", [{"max_content_length": 20}, {"max_form_memory_size": 20}, {"max_form_parts": 1}]
)
def test_limits(limit: dict[str, int]) -> None:
    body = HEAD + b"v" * 30 + b"\r\n" + HEAD + b"\r\n--foo--"
    with pytest.raises(RequestEntityTooLarge):
        parse_form_data(environ(body, "multipart/form-data; boundary=foo"), **limit)


@settings(max_examples=200)
@given(
    sizes=st.lists(st.integers(0, 30), min_size=1, max_size=4),
    limit=st.integers(0, 30),
    block=st.integers(1, 200),
    most=st.integers(0, 5),
)
def test_limits_are_exact(sizes: list[int], limit: int, block: int, most: int) -> None:
    # Neither the other parts nor the size of the reads matter.
    content = b"\r\n".join(HEAD + b"x" * size for size in sizes)
    body = FILE + b"y" * 500 + b"\r\n" + content + b"\r\n--foo--"
    parser = MultiPartParser(max_form_memory_size=limit, max_form_parts=most, buffer_size=block)
    if max(sizes) > limit or len(sizes) + 1 > most:
        with pytest.raises(RequestEntityTooLarge):
            parser.parse(BytesIO(body), b"foo", len(body))
    else:
        form, files = parser.parse(BytesIO(body), b"foo", len(body))
        assert form.getlist("a") == ["x" * size for size in sizes]
        with files["f"].stream as stream:
            assert stream.read() == b"y" * 500


@pytest.mark.parametrize(
    "disposition", ["form-data", "attachment", 'form-data; filename="x"', 'form-data; name="a']
)
def test_a_part_needs_a_name(disposition: str) -> None:
    body = f"--foo\r\nContent-Disposition: {disposition}\r\n\r\nv\r\n--foo--".encode()
    with pytest.raises(ValueError, match="Missing name"):
        MultiPartParser().parse(BytesIO(body), b"foo", None)
    with pytest.raises(ValueError, match="Missing name"):
        all_events(body)


def test_a_name_may_be_empty() -> None:
    body = b'--foo\r\nContent-Disposition: form-data; name=""\r\n\r\nv\r\n--foo--'
    assert MultiPartParser().parse(BytesIO(body), b"foo", None)[0].to_dict() == {"": "v"}


@pytest.mark.parametrize("line", [b"x" * 64, b"a line of text, as files have them\r\n", b"\r"])
@pytest.mark.parametrize("most", [None, 7000])
def test_memory_of_an_upload(line: bytes, most: int | None) -> None:
    # PyPy has none; what is held there is the same.
    tracemalloc = pytest.importorskip("tracemalloc", exc_type=ImportError)
    head = FILE + b"z"
    tail = b"\r\n--foo--"
    unit = line * (100_000 // len(line))

    class Upload:
        """Twelve million bytes that are never held at once. A read may return fewer than asked."""

        def __init__(self) -> None:
            self.ready = head
            self.left = 120

        def read(self, size: int) -> bytes:
            size = min(size, most or size)
            while len(self.ready) < size and self.left:
                self.left -= 1
                self.ready += unit if self.left else tail
            block, self.ready = self.ready[:size], self.ready[size:]
            return block

    MultiPartParser().parse(BytesIO(head + tail), b"foo", None)[1]["f"].close()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    _, files = MultiPartParser().parse(Upload(), b"foo", None)  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    files["f"].close()
    # 500 KiB before the file goes to the disk; what the stream above holds itself is in it.
    assert peak < 1.3 * 2**20


@pytest.mark.parametrize("part", [b"X: y\r\n", b"--fo", b"\r\n--foo ", b"\n", b"\r"])
@pytest.mark.parametrize("start", [b"", b"--foo\r\n", FILE])
def test_events_in_linear_time(start: bytes, part: bytes) -> None:
    def cost(count: int) -> float:
        decoder = MultipartDecoder(b"foo")
        decoder.receive_data(start)
        begin = time.thread_time()
        for _ in range(count):
            decoder.receive_data(part)
            try:
                while decoder.next_event() is not NEED_DATA:
                    pass
            except (RequestEntityTooLarge, ValueError):
                break
        return time.thread_time() - begin

    # Eight times the parts: 8 if it is linear, 64 if each part costs what came before. The best of
    # several, since other programs take from the time of this one.
    small = min(cost(1000) for _ in range(5))
    assert min(cost(8000) for _ in range(5)) < max(small * 32, 0.1)


def test_field_limit_while_reading() -> None:
    parser = MultiPartParser(max_form_memory_size=100, buffer_size=50)
    read = 0

    class Endless(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            nonlocal read
            read += 1
            return HEAD[:50] if read == 1 else HEAD[50:] if read == 2 else b"x" * 50

    with pytest.raises(RequestEntityTooLarge):
        parser.parse(Endless(), b"foo", None)
    assert read < 10


def test_endless_headers() -> None:
    form = MultipartForm(b"foo", lambda *_: BytesIO())
    form.feed(b"--foo\r\n")
    with pytest.raises(RequestEntityTooLarge):
        for _ in range(100):
            form.feed(b"X: y\r\n" * 1000)


def test_files_are_closed_on_failure() -> None:
    opened: list[BytesIO] = []

    def factory(**_: object) -> BytesIO:
        opened.append(BytesIO())
        return opened[-1]

    body = FILE + b"1\r\n" + FILE + b"2"
    with pytest.raises(ValueError):
        MultiPartParser(factory).parse(BytesIO(body), b"foo", len(body))
    assert len(opened) == 2 and all(file.closed for file in opened)


def test_stream_factory_arguments() -> None:
    seen: list[dict[str, object]] = []

    def factory(**kwargs: object) -> BytesIO:
        seen.append(kwargs)
        return BytesIO()

    body = (
        FILE.replace(b"\r\n\r\n", b"\r\nContent-Type: a/b\r\nContent-Length: 1\r\n\r\n")
        + b"1\r\n--foo--"
    )
    FormDataParser(stream_factory=factory).parse_from_environ(
        environ(body, "multipart/form-data; boundary=foo")
    )
    assert seen == [
        {
            "total_content_length": len(body),
            "content_type": "a/b",
            "filename": "x",
            "content_length": 1,
        }
    ]


def test_fail() -> None:
    with pytest.raises(ValueError, match="why"):
        MultiPartParser().fail("why")


@pytest.mark.parametrize(
    "pump", [b"\r", b"\n", b"\r\n", b"\r\n--fo", b"--foo", b"\r\n--foo x", b"\r\n--foo-", b"x"]
)
def test_linear_and_small(pump: bytes) -> None:
    chunk = pump * (65_536 // len(pump))

    class Sink(BytesIO):
        def write(self, data: bytes) -> int:
            return len(data)

    def cost(count: int) -> float:
        form = MultipartForm(b"foo", lambda *_: Sink())
        form.feed(FILE + b"x")
        start = time.thread_time()
        for _ in range(count):
            form.feed(chunk)
        return time.thread_time() - start

    small = min(cost(2) for _ in range(3))
    assert cost(16) < max(small * 32, 0.1)
    form = MultipartForm(b"foo", lambda *_: Sink())
    form.feed(FILE + b"x")
    # PyPy has none; what is held there is the same.
    tracemalloc = pytest.importorskip("tracemalloc", exc_type=ImportError)
    tracemalloc.start()
    for _ in range(8):
        form.feed(chunk)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 400_000


class WrittenBlocks(BytesIO):
    """Remembers the blocks that were written."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[bytes] = []

    def write(self, block: bytes) -> int:  # type: ignore[override]
        self.blocks.append(block)
        return super().write(block)


def test_form_passes_content_on_as_it_came() -> None:
    place = WrittenBlocks()
    form = MultipartForm(b"B", lambda name, filename, headers: place)
    form.feed(b'--B\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n')
    blocks = [b"one\r\ntwo\r\n--A", b"\r\n--three", b"fo\rur", b"five\r\n-", b"-six"]
    for block in blocks:
        form.feed(block)
    form.feed(b"seven\r")
    form.feed(b"\n--B--")
    form.close()
    # Only what may begin a delimiter waits for the next block.
    assert place.blocks == [*blocks[:3], b"five", b"\r\n--six", b"seven"]
    assert form.files[0][1].stream is place


def test_form_with_a_line_break_in_its_boundary() -> None:
    place = WrittenBlocks()
    form = MultipartForm(b"B\nB", lambda name, filename, headers: place)
    head = b'Content-Disposition: form-data; name="f"; filename="x"\r\n\r\n'
    for byte in b"--B\nB\r\n" + head + b"a\r\n--B\nA" + b"\r\n--B\nB--":
        form.feed(bytes([byte]))
    form.close()
    assert place.getvalue() == b"a\r\n--B\nA"


@pytest.mark.parametrize(
    ("body", "state"),
    [(b"--fo", "PREAMBLE"), (HEAD[:-2], "PART"), (HEAD, "DATA"), (FILE + b"a\r\n--foo", "DATA")],
)
def test_says_where_a_body_ends_early(body: bytes, state: str) -> None:
    parser = FormDataParser(silent=False)
    text = f"^Invalid form-data cannot parse beyond State.{state}$"
    with pytest.raises(ValueError, match=text):
        parser.parse_from_environ(environ(body, "multipart/form-data; boundary=foo"))


def test_head_of_a_part_is_bounded() -> None:
    for blank in (b"", b"\r\n\r\n"):
        form = MultipartForm(b"foo", lambda *_: BytesIO())
        with pytest.raises(RequestEntityTooLarge):
            form.feed(b"--foo\r\nX: " + b"y" * 70_000 + blank)


@pytest.mark.parametrize("size", [1, 40, 90])
def test_field_is_bounded_however_it_comes(size: int) -> None:
    body = HEAD + b"x" * 200 + b"\r\n--foo--"
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    form = MultipartForm(b"foo", lambda *_: BytesIO(), max_field_size=200)
    for part in parts:
        form.feed(part)
    assert form.fields == [("a", "x" * 200)]
    form = MultipartForm(b"foo", lambda *_: BytesIO(), max_field_size=199)
    with pytest.raises(RequestEntityTooLarge):
        for part in parts:
            form.feed(part)


def test_padding_of_a_boundary_is_bounded() -> None:
    body = HEAD + b"a\r\n--foo" + b" " * 2000 + b"\r\nb\r\n--foo--"
    parser = FormDataParser(silent=False)
    form = parser.parse_from_environ(environ(body, "multipart/form-data; boundary=foo"))[1]
    assert form["a"].startswith("a\r\n--foo  ") and form["a"].endswith("b")


def test_charset_may_be_asked_of_the_parser() -> None:
    assert MultiPartParser().get_part_charset(Headers()) == "utf-8"
    latin = Headers([("Content-Type", "text/plain; charset=ISO-8859-1")])
    assert MultiPartParser().get_part_charset(latin) == "iso-8859-1"


def test_nothing_comes_after_the_end() -> None:
    decoder = MultipartDecoder(b"foo")
    decoder.receive_data(b"--foo--")
    decoder.receive_data(None)
    while decoder.state is not State.COMPLETE:
        decoder.next_event()
    with pytest.raises(ValueError, match=r"beyond State\.COMPLETE"):
        decoder.next_event()


def test_place_of_files_is_found_when_asked_for() -> None:
    formparser.__dict__.pop("SpooledTemporaryFile", None)
    assert formparser.SpooledTemporaryFile is SpooledTemporaryFile
    assert "SpooledTemporaryFile" in vars(formparser)
    with pytest.raises(AttributeError, match="has no attribute 'missing'"):
        formparser.missing


def test_headers_of_a_part_are_clean() -> None:
    head = b'--foo\r\nContent-Disposition: form-data; name="a"; x="\x00"\r\n\r\nv\r\n--foo--'
    with pytest.raises(ValueError, match="NUL"):
        MultiPartParser().parse(BytesIO(head), b"foo", None)
    headers = (
        b'--foo\rX: 1\n 2\rContent-Disposition: form-data; name="a"; filename="f"\r\rv\r--foo--'
    )
    _, files = MultiPartParser().parse(BytesIO(headers), b"foo", None)
    assert files["a"].headers["X"] == "1 2"
    files["a"].close()
