"""Bad requests over a real connection: a documented status, no hang, and no file left behind."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, TYPE_CHECKING, Any

import pytest

from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

SECONDS = 10
OPENED: list[IO[bytes]] = []
FAILED: list[str] = []


class Upload(Request):
    """Keeps every file on the disk, so that one that stays is seen."""

    max_content_length = 4000
    max_form_memory_size = 1000
    max_form_parts = 5

    def _get_file_stream(self, *args: Any, **kwargs: Any) -> IO[bytes]:
        OPENED.append(NamedTemporaryFile("rb+"))
        return OPENED[-1]


def view(request: Upload) -> Response:
    if "to" in request.args:
        try:
            return redirect(request.args["to"])
        except ValueError as error:
            raise BadRequest(str(error)) from None
    found: list[object] = [request.path, request.host, request.args.to_dict()]
    if request.is_json:
        found.append(request.get_json())
    else:
        found.append(request.form.to_dict())
        found.append({name: file.read().decode() for name, file in request.files.items()})
        found.append(len(request.get_data()))
    return Response(json.dumps(found))


def app(environ: WSGIEnvironment, start_response: StartResponse) -> Any:
    response: Response | HTTPException
    with Upload(environ) as request:
        try:
            response = view(request)
        except HTTPException as error:
            response = error
    return response(environ, start_response)


class Handler(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        if type == "error" and not message.startswith("code "):
            FAILED.append(message % args)


@pytest.fixture(scope="module")
def server() -> Iterator[BaseWSGIServer]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join(SECONDS)
    server.server_close()


def ask(server: BaseWSGIServer, request: bytes) -> tuple[int, bytes, bytes]:
    """Send the request and not a byte more. A server that waits for more fails by its time."""
    with socket.create_connection(("127.0.0.1", server.port), SECONDS) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split(b" ", 2)[1]), head, body


def post(body: bytes, content_type: str, length: int | None = None, target: str = "/") -> bytes:
    length = len(body) if length is None else length
    head = f"Host: x\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n"
    return f"POST {target} HTTP/1.1\r\n{head}".encode("latin-1") + body


def chunked(body: bytes, content_type: str, end: bytes = b"0\r\n\r\n") -> bytes:
    head = f"Host: x\r\nContent-Type: {content_type}\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunks = b"%x\r\n%s\r\n" % (len(body), body) + end
    return b"POST / HTTP/1.1\r\n" + head.encode() + chunks


def get(target: bytes, host: bytes = b"x") -> bytes:
    return b"GET " + target + b" HTTP/1.1\r\nHost: " + host + b"\r\n\r\n"


URL = "application/x-www-form-urlencoded"
JSON = "application/json"
PARTS = "multipart/form-data; boundary=foo"
FIELD = b'--foo\r\nContent-Disposition: form-data; name="a"\r\n\r\n'
FILE = b'--foo\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n'
END = b"\r\n--foo--\r\n"
TYPED = FIELD.replace(b"\r\n\r\n", b"\r\nContent-Type: text/plain; charset=%s\r\n\r\n")
# A form that cannot be read is empty, unless the application asks for errors.
EMPTY = ["/", "x", {}, {}, {}, 0]

TABLE: dict[str, tuple[bytes, int, object]] = {
    "body, too large by its length": (post(b"a=" + b"x" * 4000, URL), 413, None),
    "body, says to be huge and sends nothing": (post(b"", URL, 10**15), 413, None),
    "body, too large in chunks": (chunked(FILE + b"x" * 4000 + END, PARTS), 413, None),
    "body, too large in chunks of another type": (chunked(b"x" * 5000, "a/b"), 413, None),
    "body, too large without a length": (
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\n\r\na=" % URL.encode() + b"x" * 5000,
        200,
        EMPTY,
    ),
    "body, ends before its length": (post(b"a=1", URL, 100), 400, None),
    "body, ends within a chunk": (chunked(b"a=1", URL, b"ff\r\nb"), 400, None),
    "body, ends before the last chunk": (chunked(b"a=1", URL, b""), 400, None),
    "body, ends within a file": (post(FILE + b"x", PARTS, 1000), 400, None),
    "body, ends within a file in chunks": (chunked(FILE + b"x" * 50, PARTS, b"5\r\n"), 400, None),
    "multipart, no boundary given": (post(FIELD + END, "multipart/form-data"), 200, None),
    "multipart, no ASCII boundary": (post(END, 'multipart/form-data; boundary="\xe9"'), 200, None),
    "multipart, another boundary": (post(FIELD + b"1" + END, PARTS + "t"), 200, EMPTY),
    "multipart, boundary of 2000": (post(FIELD, PARTS + "o" * 2000), 200, EMPTY),
    "multipart, nothing": (post(b"", PARTS), 200, EMPTY),
    "multipart, stops in the boundary": (post(b"--fo", PARTS), 200, EMPTY),
    "multipart, stops after the boundary": (post(b"--foo\r\n", PARTS), 200, EMPTY),
    "multipart, stops in a head": (post(FIELD[:30], PARTS), 200, EMPTY),
    "multipart, stops in a field": (post(FIELD + b"1", PARTS), 200, EMPTY),
    "multipart, stops in a file": (post(FILE + b"1", PARTS), 200, EMPTY),
    "multipart, stops in the second file": (
        post(FILE + b"1\r\n" + FILE + b"2", PARTS),
        200,
        EMPTY,
    ),
    "multipart, stops in the last boundary": (post(FILE + b"1\r\n--foo-", PARTS), 200, EMPTY),
    "multipart, a bad part after a file": (
        post(FILE + b"1\r\n--foo\r\nX: y\r\n\r\nv" + END, PARTS),
        200,
        EMPTY,
    ),
    "multipart, head is no UTF-8": (post(FIELD.replace(b"a", b"\xff") + END, PARTS), 200, EMPTY),
    "multipart, head without a colon": (post(b"--foo\r\nx\r\n\r\n1" + END, PARTS), 200, EMPTY),
    "multipart, too many parts": (post((FIELD + b"1\r\n") * 6 + END, PARTS), 413, None),
    "multipart, too many parts after a file": (
        post(FILE + b"1\r\n" + (FIELD + b"1\r\n") * 6 + END, PARTS),
        413,
        None,
    ),
    "multipart, field too big for memory": (post(FIELD + b"x" * 1001 + END, PARTS), 413, None),
    "multipart, fields as big as they may be": (
        post(FIELD + b"x" * 1000 + b"\r\n" + FIELD + b"x" * 1000 + END, PARTS),
        200,
        ["/", "x", {}, {"a": "x" * 1000}, {}, 0],
    ),
    "multipart, field too big after a file": (
        post(FILE + b"1\r\n" + FIELD + b"x" * 1001 + END, PARTS),
        413,
        None,
    ),
    "charset, unknown for a form": (
        post(b"a=%FF", URL + "; charset=nope"),
        200,
        ["/", "x", {}, {"a": "%FF"}, {}, 0],
    ),
    "charset, unknown for a part": (
        post(TYPED % b"nope" + b"\xff" + END, PARTS),
        200,
        ["/", "x", {}, {"a": "\ufffd"}, {}, 0],
    ),
    "charset, a codec that is none for text": (
        post(TYPED % b"base64" + b"\xff" + END, PARTS),
        200,
        ["/", "x", {}, {"a": "\ufffd"}, {}, 0],
    ),
    "charset, bytes of another one": (
        post(b"a=\xff", URL),
        200,
        ["/", "x", {}, {"a": "%FF"}, {}, 0],
    ),
    "JSON, broken": (post(b'{"a":', JSON), 400, None),
    "JSON, empty": (post(b"", JSON), 400, None),
    "JSON, no UTF-8": (post(b'"\xff"', JSON), 400, None),
    "JSON, NUL": (post(b"\0\0\0\0", JSON), 400, None),
    "JSON, deep": (post(b"[" * 3999, JSON), 400, None),
    "JSON, too large": (post(b"1" * 4001, JSON), 413, None),
    "JSON, ends early": (post(b"[1", JSON, 5), 400, None),
    "query, broken escapes": (
        get(b"/?%zz&%ff=%&=&;&a=%00"),
        200,
        ["/", "x", {"%zz": "", "%FF": "%", "": "", ";": "", "a": "\0"}, {}, {}, 0],
    ),
    "path, NUL": (get(b"/a%00b"), 200, ["/a\0b", "x", {}, {}, {}, 0]),
    "path, a bare NUL": (get(b"/a\0b"), 200, ["/a\0b", "x", {}, {}, {}, 0]),
    "path, no UTF-8": (get(b"/%ff"), 200, ["/\ufffd", "x", {}, {}, {}, 0]),
    "host, of two words": (get(b"/", b"a b"), 400, None),
    "host, with a path": (get(b"/", b"a/b"), 400, None),
    "header, line breaks in what becomes one": (get(b"/?to=/a%0d%0aX-New:%20b"), 400, None),
    "header, a bare line break": (get(b"/", b"x\rX-New: b"), 400, None),
    "header, NUL": (get(b"/", b"x\0"), 400, None),
}

BEGUN = {
    "body, ends within a file",
    "body, ends within a file in chunks",
    "multipart, stops in a file",
    "multipart, stops in the second file",
    "multipart, stops in the last boundary",
    "multipart, a bad part after a file",
    "multipart, too many parts after a file",
}
assert TABLE.keys() >= BEGUN


@pytest.mark.parametrize("row", TABLE)
def test_bad_request(server: BaseWSGIServer, row: str) -> None:
    request, status, expected = TABLE[row]
    del OPENED[:], FAILED[:]
    found, head, body = ask(server, request)
    assert found == status
    assert b"X-New:" not in head
    if expected is not None:
        assert json.loads(body) == expected
    assert not FAILED
    assert all(file.closed and not Path(file.name).exists() for file in OPENED)
    # Where a file was begun before something went wrong, there was one to clean up.
    assert OPENED or row not in BEGUN


def test_good_request(server: BaseWSGIServer) -> None:
    """The table is no table of refusals alone: what is well formed is read, after all the rest."""
    del OPENED[:]
    body = FIELD + b"1\r\n" + FILE + b"2" + END
    assert json.loads(ask(server, post(body, PARTS))[2]) == [
        "/",
        "x",
        {},
        {"a": "1"},
        {"f": "2"},
        0,
    ]
    assert len(OPENED) == 1 and OPENED[0].closed and not Path(OPENED[0].name).exists()
