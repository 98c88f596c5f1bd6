"""Responses as WSGI applications."""

from __future__ import annotations

import io
import pickle
from typing import Any
from wsgiref.validate import validator

import pytest

from werkzeug import exceptions
from werkzeug.test import Client, create_environ, run_wsgi_app
from werkzeug.wrappers import Request, Response


def serve(response: object, **environ: object) -> tuple[str, dict[str, str], bytes]:
    env = create_environ("/p", "http://e.org/app")
    env.update(environ)
    env.setdefault("QUERY_STRING", "")
    body, status, headers = run_wsgi_app(validator(response), env, buffered=True)
    return status, dict(headers), b"".join(body)


def test_bodies() -> None:
    assert serve(Response("é"))[1:] == (
        {"Content-Type": "text/plain; charset=utf-8", "Content-Length": "2"}, "é".encode()
    )  # fmt: skip
    for body in (["a", b"b"], ("a", "b"), iter(["a", "b"]), bytearray(b"ab")):
        assert serve(Response(body))[2] == b"ab"
    assert "Content-Length" not in serve(Response(iter(["a"])))[1]
    assert serve(Response())[1]["Content-Length"] == "0"


@pytest.mark.parametrize("status", [100, 204, 304])
def test_statuses_without_a_body(status: int) -> None:
    response = Response("abc", status)
    assert list(response.get_app_iter(create_environ())) == []
    headers = response.get_wsgi_headers(create_environ())
    assert "Content-Length" not in headers
    assert ("Content-Type" in headers) == (status != 304)


def test_head() -> None:
    closed: list[int] = []
    response = Response("abc")
    response.call_on_close(lambda: closed.append(1))
    env = create_environ(method="HEAD")
    body = response(env, lambda *args: None)
    assert list(body) == []
    body.close()
    assert closed == [1]
    assert Response("abc")(env, lambda *args: None) == ()


def test_urls_are_sent_in_ascii() -> None:
    response = Response(headers={"Location": "/é x", "Content-Location": "ü"})
    headers = serve(response)[1]
    assert (headers["Location"], headers["Content-Location"]) == ("/%C3%A9%20x", "%C3%BC")
    response.autocorrect_location_header = True
    assert serve(response)[1]["Location"] == "http://e.org/%C3%A9%20x"


def test_overridden_hooks_are_used() -> None:
    class Own(Response):
        def get_wsgi_headers(self, environ: dict) -> object:
            headers = super().get_wsgi_headers(environ)
            headers["X-Own"] = "1"
            return headers

        def iter_encoded(self) -> object:
            return (block.upper() for block in super().iter_encoded())

    assert serve(Own("a"))[1]["X-Own"] == "1"
    assert serve(Own("a"))[2] == b"A"


def test_body_can_be_iterated_twice_and_by_hand() -> None:
    body = Response(["a", "b"])(create_environ(), lambda *args: None)
    assert len(body) == 2 and list(body) == list(body) == [b"a", b"b"]
    assert (next(body), next(body)) == (b"a", b"b")
    with pytest.raises(StopIteration):
        next(body)


def test_data() -> None:
    response = Response(iter(["a", "b"]))
    assert response.is_streamed and not response.is_sequence
    assert repr(response) == "<Response streamed [200 OK]>"
    assert response.data == b"ab" and response.get_data(as_text=True) == "ab"
    assert response.is_sequence and not response.is_streamed
    assert repr(response) == "<Response 2 bytes [200 OK]>"
    response.data = "xyz"
    assert response.content_length == 3 == response.calculate_content_length()

    class Sized(list):
        pass

    assert repr(Response({"a": 1})) == "<Response likely-streamed [200 OK]>"
    passthrough = Response(iter([b"a"]), direct_passthrough=True)
    assert passthrough.calculate_content_length() is None
    with pytest.raises(RuntimeError, match="direct passthrough"):
        passthrough.get_data()

    class Explicit(Response):
        implicit_sequence_conversion = False
        automatically_set_content_length = False

    explicit = Explicit(iter(["a"]))
    with pytest.raises(RuntimeError, match="make_sequence"):
        explicit.get_data()
    explicit.make_sequence()
    explicit.set_data("b")
    assert "Content-Length" not in serve(explicit)[1]


def test_close() -> None:
    log: list[str] = []

    class Body:
        def __iter__(self):
            return iter(["a"])

        def close(self) -> None:
            log.append("body")

    with Response(Body()) as response:
        response.call_on_close(lambda: log.append("call"))
    assert log == ["body", "call"]
    response.make_sequence()
    response.close()
    assert log == ["body", "call", "body"]


def test_stream() -> None:
    response = Response(("a",), headers={"Content-Length": "1"})
    response.response = (b"a",)
    stream = response.stream
    assert stream.write(b"b") == 1
    stream.writelines([b"c"])
    stream.flush()
    assert (response.data, stream.tell(), stream.encoding, stream.isatty()) == (
        b"abc",
        3,
        "utf-8",
        False,
    )
    stream.close()
    for use in (lambda: stream.write(b""), stream.flush, stream.isatty):
        with pytest.raises(ValueError, match="closed"):
            use()


def test_freeze_and_pickle() -> None:
    response = Response(iter(["a", "b"]))
    response.freeze()
    assert response.content_length == 2
    etag = response.get_etag()
    again = pickle.loads(pickle.dumps(response))
    assert again.get_etag() == etag and again.data == b"ab"
    response.add_etag(overwrite=True, weak=True)
    assert response.get_etag() == (etag[0], True)


def test_json() -> None:
    response = Response('{"a": 1}', mimetype="application/json")
    assert response.json == {"a": 1} == response.get_json()
    assert Response("{}").json is None and Response("{}").get_json(force=True) == {}
    broken = Response("{", mimetype="application/json")
    assert broken.get_json(silent=True) is None
    with pytest.raises(ValueError):
        broken.get_json()


def test_force_type_and_from_app() -> None:
    class Own(Response):
        default_mimetype = "text/html"

    def app(environ: dict, start_response: object) -> list[bytes]:
        start_response("201 CREATED", [("X-A", "1")])
        return [b"a"]

    made = Own.force_type(Response("x"))
    assert type(made) is Own
    made = Own.force_type(app, create_environ())
    assert (type(made), made.status_code, made.headers["X-A"], made.data) == (Own, 201, "1", b"a")
    assert (made.mimetype, Own.from_app(app, create_environ()).mimetype) == (
        "text/plain",
        "text/html",
    )
    with pytest.raises(TypeError, match="without an environ"):
        Own.force_type(app)


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        ("bytes=0-2", 206, b"abc"), ("bytes=3-", 206, b"def"), ("bytes=-2", 206, b"ef"), ("bytes=0-99", 206, b"abcdef"),
        ("bytes=-99", 206, b"abcdef"), ("bytes=9-12,0-1", 206, b"ab"), ("bytes=4-,,", 206, b"ef"),
        ("bytes=0-0,-1", 200, b"abcdef"), ("items=0-1", 200, b"abcdef"), ("junk", 200, b"abcdef"),
        ("bytes=9-", 416, b""), ("bytes=-0", 416, b""), ("bytes=5-2", 416, b""), ("bytes=,", 416, b""),
    ],
)  # fmt: skip
def test_ranges(asked: str, status: int, body: bytes) -> None:
    def run() -> Response:
        request = Request(create_environ(headers={"Range": asked}))
        return Response("abcdef").make_conditional(request, accept_ranges=True, complete_length=6)

    if status == 416:
        with pytest.raises(exceptions.RequestedRangeNotSatisfiable):
            run()
        return
    response = run()
    assert (response.status_code, serve(response)[2]) == (status, body)
    assert response.headers["Accept-Ranges"] == "bytes"


def test_conditions() -> None:
    def run(method: str = "GET", accept: object = False, **headers: str) -> Response:
        response = Response("abcdef")
        response.set_etag("t")
        environ = create_environ(
            method=method, headers={k.replace("_", "-"): v for k, v in headers.items()}
        )
        return response.make_conditional(environ, accept, 6)

    assert run(If_None_Match='"t"').status_code == 304
    assert run(If_None_Match='"q"').status_code == 200
    assert run(If_Match='"q"').status_code == 412
    assert run("POST", If_None_Match='"t"').status_code == 200
    assert "Date" in run().headers and "Accept-Ranges" not in run().headers
    assert run(accept="items").headers["Accept-Ranges"] == "items"
    assert run(accept=True, Range="bytes=0-1", If_Range='"t"').status_code == 206
    assert run(accept=True, Range="bytes=0-1", If_Range='"q"').status_code == 200
    with pytest.raises(ValueError, match="accept_ranges"):
        run(accept=5)
    streamed = Response(iter([b"a"]), direct_passthrough=True)
    streamed.make_conditional(create_environ())
    assert "Content-Length" not in streamed.headers


def test_errors_render_themselves() -> None:
    assert exceptions._response_class is Response
    assert serve(exceptions.NotFound())[0] == "404 NOT FOUND"


def test_files_are_closed_when_there_is_no_body() -> None:
    file = io.BytesIO(b"x")
    response = Response(file, direct_passthrough=True)
    body = response(create_environ(method="HEAD"), lambda *args: None)
    body.close()
    assert file.closed
    assert Client(Response("a")).get("/").text == "a"


def test_numbers_as_status_and_data() -> None:
    response = Response("a")
    response.status = 404  # type: ignore[assignment]
    assert (response.status, response.status_code) == ("404 NOT FOUND", 404)
    for status in (b"404", 4.5, None):
        with pytest.raises(TypeError, match="Invalid status argument"):
            response.status = status  # type: ignore[assignment]
    with pytest.raises(TypeError):
        response.set_data(5)  # type: ignore[arg-type]
    response.set_data(memoryview(b"b"))  # type: ignore[arg-type]
    assert response.data == b"b"


@pytest.mark.parametrize(
    ("headers", "sent"),
    [
        ({"X-One": "1"}, [("X-One", "1")]),
        ({"X-One": ["1", "2"]}, [("X-One", "1"), ("X-One", "2")]),
        ([("X-One", "1"), ("x-one", "2")], [("X-One", "1"), ("x-one", "2")]),
        (None, []),
    ],
)
def test_headers_replaced_by_plain_objects(headers: Any, sent: list[tuple[str, str]]) -> None:
    response = Response("x")
    response.headers = headers
    assert response.get_wsgi_headers(create_environ()).to_wsgi_list() == [
        *sent,
        ("Content-Length", "1"),
    ]


def test_the_two_headers_of_a_fresh_response() -> None:
    response = Response("text")
    assert list(response.headers) == [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", "4"),
    ]
    assert list(Response(bytearray(b"abc"), mimetype="image/png").headers) == [
        ("Content-Type", "image/png"),
        ("Content-Length", "3"),
    ]
    given = Response("text", headers={"Content-Length": "9", "Content-Type": "a/b"})
    assert sorted(given.headers) == [("Content-Length", "4"), ("Content-Type", "a/b")]
    with pytest.raises(ValueError, match="newline"):
        Response("text", mimetype="text/plain\r\nX: 1")

    class Loud(Response):
        default_mimetype = None
        automatically_set_content_length = False

        def set_data(self, value: bytes | str) -> None:
            super().set_data(value.upper())

    assert Loud("text").data == b"TEXT"
    assert list(Loud("text").headers) == []


def test_no_condition_is_always_modified() -> None:
    response = Response("text")
    response.set_etag("x")
    environ = create_environ(headers={"Range": "bytes=0-1"})
    assert response.make_conditional(environ).status_code == 200
    environ = create_environ(headers={"Range": "bytes=0-1", "If-Range": '"x"'})
    partial = response.make_conditional(environ, accept_ranges=True, complete_length=4)
    assert (partial.status_code, partial.data) == (206, b"te")
