"""Bodies and their limit: read whole, or refused with 413; never cut."""

from __future__ import annotations

import json
from io import BytesIO, RawIOBase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from werkzeug.exceptions import ClientDisconnected, HTTPException, RequestEntityTooLarge
from werkzeug.formparser import FormDataParser, parse_form_data
from werkzeug.wrappers import Request
from werkzeug.wsgi import LimitedStream, get_input_stream

MULTIPART = "multipart/form-data; boundary=b"
URLENCODED = "application/x-www-form-urlencoded"
HEAD = b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n'
TAIL = b"\r\n--b--"


def read_in_blocks(request: Request, size: int) -> bytes:
    return b"".join(iter(lambda: request.stream.read(size), b""))


def read_lines(request: Request, size: int) -> bytes:
    return b"".join(iter(lambda: request.stream.readline(size), b""))


def read_into(request: Request, size: int) -> bytes:
    buffer = bytearray(size)
    blocks = []
    while count := request.stream.readinto(buffer):
        blocks.append(bytes(buffer[:count]))
    return b"".join(blocks)


def read_some_then_all(request: Request, size: int) -> bytes:
    return request.stream.read(size) + request.stream.read()


def form_value(request: Request) -> bytes:
    return request.form.get("a", "").encode()


# name: how the body is wrapped around a value, its type, and how the value is read again.
PLAIN = (lambda value: value, "text/plain")
WAYS = {
    "form": (lambda value: b"a=" + value, URLENCODED, lambda r, n: form_value(r)),
    "multipart": (lambda value: HEAD + value + TAIL, MULTIPART, lambda r, n: form_value(r)),
    "values": (lambda value: b"a=" + value, URLENCODED, lambda r, n: r.values["a"].encode()),
    "json": (
        lambda value: json.dumps(value.decode()).encode(),
        "application/json",
        lambda r, n: r.get_json().encode(),
    ),
    "data": (*PLAIN, lambda r, n: r.data),
    "get_data": (*PLAIN, lambda r, n: r.get_data(cache=False)),
    "read": (*PLAIN, lambda r, n: r.stream.read()),
    "readall": (*PLAIN, lambda r, n: r.stream.readall()),
    "read(n)": (*PLAIN, read_in_blocks),
    "read(n), read()": (*PLAIN, read_some_then_all),
    "read(much)": (*PLAIN, lambda r, n: r.stream.read(10_000)),
    "readline": (*PLAIN, lambda r, n: read_lines(r, -1)),
    "readline(n)": (*PLAIN, read_lines),
    "iteration": (*PLAIN, lambda r, n: b"".join(r.stream)),
    "readlines": (*PLAIN, lambda r, n: b"".join(r.stream.readlines())),
    "readinto": (*PLAIN, read_into),
}


def ask(
    way: str, body: bytes, value_limit: int, size: int, **environ: object
) -> tuple[str, bytes | int]:
    """The value that was read, or the code of the error."""
    _, content_type, read = WAYS[way]
    request = Request(
        {
            "REQUEST_METHOD": "POST",
            "wsgi.input": BytesIO(body),
            "CONTENT_TYPE": content_type,
            **environ,
        }
    )
    request.max_content_length = value_limit
    try:
        return "read", read(request, size)
    except HTTPException as error:
        return "refused", error.code


@settings(max_examples=300)
@given(
    way=st.sampled_from(sorted(WAYS)),
    value=st.text("ab\n", max_size=30).map(str.encode),
    over=st.integers(-12, 3),
    size=st.integers(1, 40),
    announced=st.sampled_from(["no", "chunked", "length", "length and terminated"]),
)
def test_a_body_is_whole_or_refused(
    way: str, value: bytes, over: int, size: int, announced: str
) -> None:
    if "json" in way:
        value = value.replace(b"\n", b"")
    body = WAYS[way][0](value)
    limit = max(0, len(body) - over)
    environ: dict[str, object] = {}
    if announced != "length":
        environ["wsgi.input_terminated"] = True
    if announced == "chunked":
        environ["HTTP_TRANSFER_ENCODING"] = "chunked"
    if "length" in announced:
        environ["CONTENT_LENGTH"] = str(len(body))
    expected = ("read", value) if len(body) <= limit else ("refused", 413)
    assert ask(way, body, limit, size, **environ) == expected


@settings(max_examples=150)
@given(
    way=st.sampled_from([way for way, (_, kind, _) in WAYS.items() if kind == "text/plain"]),
    body=st.text("ab\n", max_size=20).map(str.encode),
    announced=st.integers(0, 30),
    limit=st.integers(0, 30),
    size=st.integers(1, 40),
    terminated=st.booleans(),
)
def test_a_length_that_is_not_true(
    way: str, body: bytes, announced: int, limit: int, size: int, terminated: bool
) -> None:
    environ: dict[str, object] = {"CONTENT_LENGTH": str(announced)}
    if terminated:
        environ["wsgi.input_terminated"] = True
    answer = ask(way, body, limit, size, **environ)
    if announced > limit or (terminated and len(body) > limit):
        assert answer == ("refused", 413)
    elif terminated:
        assert answer == ("read", body)
    elif announced <= len(body):
        assert answer == ("read", body[:announced])
    elif way == "read(much)":
        # One read may return less than was asked for; the next one reports the lost connection.
        assert answer == ("read", body) or answer == ("refused", 400)
    else:
        assert answer == ("refused", 400)


def test_limit_of_zero() -> None:
    for way, (_, kind, _) in WAYS.items():
        if kind == "text/plain":
            chunked = {"wsgi.input_terminated": True}
            assert ask(way, b"", 0, 5, **chunked) == ("read", b"")
            assert ask(way, b"x", 0, 5, **chunked) == ("refused", 413)


@pytest.mark.parametrize("call", ["read", "readall", "readline", "readlines", "__next__"])
def test_a_body_stays_refused(call: str) -> None:
    # The source has one byte too many: it was seen by the first call, and is gone.
    stream = LimitedStream(BytesIO(b"abcd"), 3, is_max=True)
    for _ in range(3):
        with pytest.raises(RequestEntityTooLarge):
            getattr(stream, call)()


def test_what_the_limit_allows_is_given_first() -> None:
    stream = LimitedStream(BytesIO(b"abcdef"), 4, is_max=True)
    assert stream.read(2) == b"ab" and stream.read(2) == b"cd"
    assert stream.is_exhausted and stream.exhaust() == b""
    with pytest.raises(RequestEntityTooLarge):
        stream.read(1)


def test_a_subclass_may_allow_the_cut() -> None:
    class Cut(LimitedStream):
        def on_exhausted(self) -> None:
            pass

    assert Cut(BytesIO(b"abcd"), 3, is_max=True).read() == b"abc"
    assert list(Cut(BytesIO(b"a\nbcd"), 4, is_max=True)) == [b"a\n", b"bc"]


def test_nothing_is_read_after_an_announced_length() -> None:
    source = BytesIO(b"abcnext request")
    stream = LimitedStream(source, 3)
    assert stream.read(100) == b"abc" and stream.read() == b"" and source.tell() == 3


def test_a_source_that_gives_little() -> None:
    class Dripping(RawIOBase):
        left = 5

        def read(self, size: int = -1) -> bytes:
            self.left -= 1
            return b"x" if self.left >= 0 else b""

    assert LimitedStream(Dripping(), 5, is_max=True).read() == b"x" * 5
    with pytest.raises(RequestEntityTooLarge):
        LimitedStream(Dripping(), 4, is_max=True).read()
    with pytest.raises(ClientDisconnected):
        LimitedStream(Dripping(), 6).read()


def test_limit_without_a_safe_end() -> None:
    environ = {"wsgi.input": BytesIO(b"abcdef")}
    stream = get_input_stream(environ, safe_fallback=False, max_content_length=3)
    with pytest.raises(RequestEntityTooLarge):
        stream.read()


@pytest.mark.parametrize("length", [None, 32])
def test_limit_of_a_parser_that_is_given_a_stream(length: int | None) -> None:
    source = BytesIO(b"a=" + b"x" * 30)
    stream, form, _ = FormDataParser(max_content_length=32).parse(source, URLENCODED, length)
    assert stream is source and form["a"] == "x" * 30
    source.seek(0)
    with pytest.raises(RequestEntityTooLarge):
        FormDataParser(max_content_length=31).parse(source, URLENCODED, length)


def test_form_of_a_chunked_body_is_whole() -> None:
    environ = {
        "wsgi.input": BytesIO(b"amount=1000000"),
        "wsgi.input_terminated": True,
        "CONTENT_TYPE": URLENCODED,
    }
    with pytest.raises(RequestEntityTooLarge):
        parse_form_data(environ, max_content_length=10)
