"""Iterables, streams and helpers for WSGI applications."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkzeug.exceptions import ClientDisconnected, NotFound, RequestEntityTooLarge, SecurityError
from werkzeug.wsgi import (
    ClosingIterator,
    FileWrapper,
    LimitedStream,
    _RangeWrapper,
    get_content_length,
    get_current_url,
    get_host,
    get_input_stream,
    get_path_info,
    responder,
    wrap_file,
)


def test_closing_iterator() -> None:
    log: list[object] = []

    class Body:
        def __iter__(self):
            return iter([b"a", b"b"])

        def close(self) -> None:
            log.append("body")

    both = ClosingIterator(Body(), [lambda: log.append(1), lambda: log.append(2)])
    assert iter(both) is both and list(both) == [b"a", b"b"]
    both.close()
    ClosingIterator([b"x"], lambda: log.append(3)).close()
    ClosingIterator([]).close()
    assert log == ["body", 1, 2, 3]


def test_file_wrapper() -> None:
    wrapper = wrap_file({}, io.BytesIO(b"abcdef"), 4)
    assert isinstance(wrapper, FileWrapper) and list(wrapper) == [b"abcd", b"ef"]
    assert wrapper.seekable() and wrapper.tell() == 6
    wrapper.seek(0)
    assert wrapper.tell() == 0
    wrapper.close()
    assert wrapper.file.closed
    bare = FileWrapper(type("Bare", (), {"read": lambda self, size: b""})())
    assert (bare.seekable(), bare.tell(), bare.seek(0), bare.close(), list(bare)) == (
        False,
        None,
        None,
        None,
        [],
    )
    assert FileWrapper(type("Old", (), {"seek": 1})()).seekable()
    assert wrap_file({"wsgi.file_wrapper": lambda f, n: (f, n)}, 1, 2) == (1, 2)


@given(
    st.binary(max_size=60),
    st.integers(0, 70),
    st.none() | st.integers(0, 70),
    st.integers(1, 9),
    st.booleans(),
)
def test_windows_are_slices(
    data: bytes, start: int, length: int | None, size: int, seek: bool
) -> None:
    source = FileWrapper(io.BytesIO(data), size) if seek else iter(
        [data[i : i + size] for i in range(0, len(data), size)]
    )  # fmt: skip
    window = _RangeWrapper(source, start, length)
    assert iter(window) is window
    end = None if length is None else start + length
    assert b"".join(window) == data[start:end]
    window.close()


def test_responder() -> None:
    @responder
    def app(environ: dict, start_response: object) -> NotFound:
        """Named."""
        return NotFound()

    started: list[object] = []
    assert b"Not Found" in b"".join(
        app({"REQUEST_METHOD": "GET"}, lambda *args: started.append(args))
    )
    assert started[0][0] == "404 NOT FOUND" and app.__doc__ == "Named."


@pytest.mark.parametrize(
    ("environ", "length"),
    [
        ({}, None), ({"CONTENT_LENGTH": "5"}, 5), ({"CONTENT_LENGTH": "-5"}, 0), ({"CONTENT_LENGTH": "+5"}, 0),
        ({"CONTENT_LENGTH": "x"}, 0), ({"CONTENT_LENGTH": ""}, 0),
        ({"CONTENT_LENGTH": "5", "HTTP_TRANSFER_ENCODING": "gzip, Chunked"}, None),
        ({"CONTENT_LENGTH": "5", "HTTP_TRANSFER_ENCODING": "gzip"}, 5),
    ],
)  # fmt: skip
def test_content_length(environ: dict[str, str], length: int | None) -> None:
    assert get_content_length(environ) == length


def test_input_stream() -> None:
    def stream(**extra: object) -> io.IOBase:
        limit = extra.pop("limit", None)
        safe = extra.pop("safe", True)
        return get_input_stream({"wsgi.input": io.BytesIO(b"0123456789"), **extra}, safe, limit)

    assert stream().read() == b"" and stream(safe=False).read() == b"0123456789"
    assert stream(CONTENT_LENGTH="4").read() == b"0123"
    assert stream(CONTENT_LENGTH="0").read() == b""
    ended = {"wsgi.input_terminated": True}
    assert stream(**ended).read() == b"0123456789"
    assert stream(**ended, limit=10).read() == b"0123456789"
    with pytest.raises(RequestEntityTooLarge):
        stream(CONTENT_LENGTH="4", limit=3)
    limited = stream(**ended, limit=5)
    assert limited.read(5) == b"01234"
    with pytest.raises(RequestEntityTooLarge):
        limited.read()
    with pytest.raises(ClientDisconnected):
        stream(CONTENT_LENGTH="50").read()


def test_limited_stream() -> None:
    stream = LimitedStream(io.BytesIO(b"ab\ncd\nef"), 7)
    assert stream.readable() and stream.read(1) == b"a" and stream.tell() == 1
    assert stream.read(0) == b"" and stream.readline(1) == b"b" and stream.readline() == b"\n"
    assert stream.readline(None) == b"cd\n" and not stream.is_exhausted
    assert stream.exhaust() == b"e" and stream.exhaust() == b"" and stream.is_exhausted
    assert stream.read(5) == b"" and stream.readline() == b"" and stream.read(None) == b""
    assert list(LimitedStream(io.BytesIO(b"a\nb\nc"), 4)) == [b"a\n", b"b\n"]
    buffer = bytearray(5)
    reader = LimitedStream(io.BytesIO(b"abc"), 2)
    assert (reader.readinto(buffer), reader.readinto(bytearray()), len(buffer)) == (2, 0, 5)
    assert io.BufferedReader(LimitedStream(io.BytesIO(b"abcd"), 3)).read() == b"abc"

    class NoLines:
        def read(self, size: int) -> bytes:
            return source.read(size)

    source = io.BytesIO(b"x\ny")
    assert LimitedStream(NoLines(), 3).readline() == b"x\n"


@pytest.mark.parametrize("call", ["read", "readline", "readall"])
def test_lost_connections(call: str) -> None:
    class Broken:
        def read(self, size: int) -> bytes:
            raise ConnectionResetError

        readline = read

    for source in (io.BytesIO(), Broken()):
        with pytest.raises(ClientDisconnected):
            getattr(LimitedStream(source, 5), call)()
    with pytest.raises(ClientDisconnected) as caught:
        getattr(LimitedStream(Broken(), 5, is_max=True), call)()
    assert isinstance(caught.value.__cause__, ConnectionResetError)
    assert getattr(LimitedStream(io.BytesIO(), 5, is_max=True), call)() == b""

    class Silent(LimitedStream):
        def on_disconnect(self, error: Exception | None = None) -> None:
            pass

    assert getattr(Silent(Broken(), 5), call)() == b""


@given(st.binary(max_size=40), st.integers(0, 40), st.lists(st.integers(0, 9), max_size=20))
def test_never_more_than_the_limit(data: bytes, limit: int, sizes: list[int]) -> None:
    limit = min(limit, len(data))
    stream = LimitedStream(io.BytesIO(data + b"next request"), limit)
    parts = [stream.read(size) for size in sizes]
    assert b"".join(parts) + stream.read() == data[:limit]


def test_urls_and_hosts() -> None:
    environ = {
        "wsgi.url_scheme": "http", "SERVER_NAME": "e.org", "SERVER_PORT": "80", "SCRIPT_NAME": "/\xc3\xa4",
        "PATH_INFO": "/a b", "QUERY_STRING": "x=\xc3\xa9",
    }  # fmt: skip
    assert get_current_url(environ) == "http://e.org/ä/a%20b?x=é"
    assert get_current_url(environ, strip_querystring=True) == "http://e.org/ä/a%20b"
    assert get_current_url(environ, root_only=True) == "http://e.org/ä/"
    assert get_current_url(environ, host_only=True) == "http://e.org/"
    assert get_path_info({"PATH_INFO": "/\xc3\xa9"}) == "/é"
    assert get_host({**environ, "HTTP_HOST": "x.org:80"}) == "x.org"
    with pytest.raises(SecurityError):
        get_host(environ, trusted_hosts=["x.org"])


def test_line_of_a_lost_connection() -> None:
    with pytest.raises(ClientDisconnected):
        LimitedStream(io.BytesIO(b"ab"), 5).readline()
    assert LimitedStream(io.BytesIO(b"ab\n"), 5).readline() == b"ab\n"
    assert LimitedStream(io.BytesIO(b"ab"), 5, is_max=True).readline() == b"ab"
