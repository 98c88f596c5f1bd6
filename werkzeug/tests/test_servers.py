"""The pieces under other servers: gunicorn and waitress where they are installed, and the checker
of the standard library around applications of all kinds.
"""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import time
import typing as t
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from wsgiref.validate import validator

import pytest

from werkzeug.datastructures import Headers
from werkzeug.exceptions import NotFound, RequestedRangeNotSatisfiable
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.routing import Map, Rule
from werkzeug.test import Client
from werkzeug.testapp import test_app as facts_app
from werkzeug.utils import redirect, send_file
from werkzeug.wrappers import Request, Response

# --- the checker ---


@Request.application
def pages(request: Request) -> Response:
    """Answers of all kinds, chosen by the path."""
    if request.path == "/form":
        sizes = [f"{name}={len(value)}" for name, value in request.form.items()]
        sizes += [f"{name}={len(file.read())}" for name, file in request.files.items()]
        return Response(",".join(sizes))
    if request.path == "/json":
        return Response(repr(request.get_json()))
    if request.path == "/body":
        return Response(request.get_data())
    if request.path == "/stream":
        return Response(piece for piece in ["a", "b", "c"])
    if request.path == "/cookies":
        response = Response("c")
        response.set_cookie("é", "ü; x", max_age=5)
        return response
    if request.path == "/conditional":
        response = Response("0123456789")
        response.add_etag()
        return response.make_conditional(request, accept_ranges=True, complete_length=10)
    if request.path == "/file":
        return send_file(__file__, request.environ)
    if request.path == "/empty":
        response = Response(status=204)
        # The checker wants no type where there is no body.
        del response.headers["Content-Type"]
        return response
    if request.path == "/away":
        return redirect("/é?x=ü")
    raise NotFound()


def routed(environ: t.Any, start_response: t.Any) -> t.Any:
    """Dispatches by rules; redirects and errors are applications, too."""
    adapter = Map([Rule("/r/<x>/", endpoint="x")]).bind_to_environ(environ)
    answer = adapter.dispatch(
        lambda name, values: Response(values["x"]), catch_http_exceptions=True
    )
    return answer(environ, start_response)


def checked(app: t.Any) -> Client:
    return Client(validator(ProxyFix(validator(app))))


REQUESTS: list[tuple[str, str, dict[str, t.Any], int]] = [
    ("POST", "/form", {"data": {"a": "b", "f": (io.BytesIO(b"xy"), "f.txt")}}, 200),
    ("POST", "/form", {"data": {"a": "b"}}, 200),
    ("POST", "/json", {"json": {"a": [1]}}, 200),
    ("POST", "/json", {"data": "{", "content_type": "application/json"}, 400),
    ("POST", "/json", {"data": "a"}, 415),
    ("PUT", "/body", {"data": b"\xff" * 100}, 200),
    ("GET", "/stream", {}, 200),
    ("HEAD", "/stream", {}, 200),
    ("HEAD", "/form", {}, 200),
    ("GET", "/cookies", {}, 200),
    ("GET", "/conditional", {}, 200),
    ("GET", "/conditional", {"headers": {"Range": "bytes=2-4"}}, 206),
    ("GET", "/conditional", {"headers": {"Range": "bytes=20-"}}, 416),
    ("GET", "/conditional", {"headers": {"If-None-Match": "*"}}, 304),
    ("GET", "/file", {}, 200),
    ("GET", "/file", {"headers": {"Range": "bytes=0-9"}}, 206),
    ("HEAD", "/file", {}, 200),
    ("GET", "/empty", {}, 204),
    ("GET", "/away", {}, 302),
    ("GET", "/nothing", {}, 404),
]


@pytest.mark.parametrize(("method", "path", "options", "status"), REQUESTS)
def test_answers_keep_the_rules(
    method: str, path: str, options: dict[str, t.Any], status: int
) -> None:
    data = options.get("data")
    if isinstance(data, dict):
        # The builder closes what it sends.
        copies = [
            (io.BytesIO(b"xy"), "f.txt") if isinstance(v, tuple) else v for v in data.values()
        ]
        options = {**options, "data": dict(zip(data, copies, strict=True))}
    with checked(pages).open(path, method=method, **options) as response:
        assert response.status_code == status
        assert bool(response.data) is (method != "HEAD" and status not in {204, 304})


def test_middlewares_keep_the_rules(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("abc")
    app = DispatcherMiddleware(
        SharedDataMiddleware(facts_app, {"/static": str(tmp_path)}), {"/routed": routed}
    )
    client = checked(app)
    for path, status in {
        "/static/a.txt": 200, "/static/no": 200, "/routed/r/é/": 200, "/routed/r/x": 308,
        "/routed/no": 404, "/": 200,
    }.items():  # fmt: skip
        with client.get(path) as response:
            assert response.status_code == status and response.data
    with client.get("/static/a.txt") as response:
        headers = {"If-None-Match": response.headers["ETag"]}
    with client.get("/static/a.txt", headers=headers) as response:
        assert response.status_code == 304 and response.data == b""


def test_errors_keep_the_rules() -> None:
    with checked(RequestedRangeNotSatisfiable(5)).get("/") as response:
        assert response.headers["Content-Range"] == "bytes */5"
    with checked(Response("a", headers=Headers([("X", "é")]))).get("/") as response:
        assert response.headers["X"] == "é"


# --- real servers ---

SERVED = """
from werkzeug.wrappers import Request, Response

def peak():
    import resource
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

@Request.application
def app(request):
    if request.path == "/peak":
        return Response(str(peak()))
    files = {name: sum(map(len, iter(lambda: file.read(65536), b"")))
             for name, file in request.files.items()}
    return Response(repr((request.method, request.path, dict(request.args), dict(request.form),
                          files, request.host_url.rpartition(":")[0])))
"""
COMMANDS = {
    "gunicorn": ["-m", "gunicorn", "--bind", "127.0.0.1:{port}", "served:app"],
    "waitress": ["-m", "waitress", "--listen=127.0.0.1:{port}", "served:app"],
    "werkzeug": ["-c", ("from werkzeug import run_simple; from served import app;"
                        "run_simple('127.0.0.1', {port}, app, threaded=True)")],
}  # fmt: skip


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextmanager
def running(server: str, folder: Path) -> t.Iterator[int]:
    """The port of a server that was started for the served application."""
    (folder / "served.py").write_text(SERVED)
    port = free_port()
    command = [word.format(port=port) for word in COMMANDS[server]]
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONWARNINGS": "ignore"}
    with open(folder / "log", "wb") as log:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=folder, env=environment, stdout=log, stderr=log
        )
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert process.poll() is None, (folder / "log").read_text()
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def ask(port: int, head: str, *body: bytes) -> bytes:
    """The body of the answer; the request is written in pieces."""
    with socket.create_connection(("127.0.0.1", port), 20) as sock:
        sock.sendall(f"{head}\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n".encode())
        length = sum(map(len, body))
        sock.sendall(f"Content-Length: {length}\r\n\r\n".encode() if body else b"\r\n")
        for piece in body:
            sock.sendall(piece)
        answer = b"".join(iter(lambda: sock.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 200"), answer
    return answer.partition(b"\r\n\r\n")[2]


@pytest.mark.skipif(sys.platform == "win32", reason="needs the peak memory of a process")
@pytest.mark.parametrize("server", COMMANDS)
def test_under_a_server(server: str, tmp_path: Path) -> None:
    if find_spec(server) is None:
        pytest.skip(f"{server} is not installed")
    head = (
        b'--b\r\nContent-Disposition: form-data; name="f"; filename="big"\r\n\r\n',
        b'\r\n--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--b--\r\n',
    )
    megabyte = bytes(range(256)) * 4096
    form = "POST /p HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=b"
    with running(server, tmp_path) as port:
        text = ask(port, "GET /%C3%A9?q=%C3%BC HTTP/1.1").decode()
        assert text == repr(("GET", "/é", {"q": "ü"}, {}, {}, "http://127.0.0.1"))
        expected = repr(("POST", "/p", {}, {"a": "x"}, {"f": len(megabyte)}, "http://127.0.0.1"))
        assert ask(port, form, head[0], megabyte, head[1]).decode() == expected
        idle = int(ask(port, "GET /peak HTTP/1.1"))
        count = 50 if server == "werkzeug" else 15
        big = ask(port, form, head[0], *[megabyte] * count, head[1]).decode()
        assert big == expected.replace(str(len(megabyte)), str(count * len(megabyte)))
        kilobytes = int(ask(port, "GET /peak HTTP/1.1")) - idle
        if sys.platform == "darwin":
            kilobytes //= 1024
        # How much of the body the other servers hold is theirs to say, and PyPy's heap grows.
        counted = server == "werkzeug" and sys.implementation.name == "cpython"
        assert kilobytes <= 1024 or not counted
