"""The development server over real sockets: environs, answers, log lines, calls of a handler."""

from __future__ import annotations

import io
import logging
import re
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

from werkzeug import serving
from werkzeug.serving import DechunkedInput, WSGIRequestHandler, make_server

EXPECTED_DIFFERENCES = {
    "request, Cookie: a=1": "cookies are joined by semicolons (RFC 9113, 8.2.3)",
    "request, Host: second": "several hosts are refused (RFC 9112, 3.2)",
    "log of Host: second": "and logged as such",
    "answer, HEAD": "an answer to HEAD has no body",
    "answer, GET /text": "a body that is no bytes is an error before anything is sent",
    "log of GET /text": "and is logged as such",
    "log of HEAD /text": "and is logged as such",
}

LOGGED: list[tuple[str, str]] = []


class Keep(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        # Tracebacks name files, which differ.
        LOGGED.append((record.levelname, normal(record.getMessage().splitlines()[0])))


def normal(text: str) -> str:
    text = re.sub(r"Date: [^\r\n]+", "Date: now", text)
    text = re.sub(r"Werkzeug/[\d.]+", "Werkzeug/x", text)
    text = re.sub(r"\[\d\d/\w+/\d{4} [\d:]+\]", "[now]", text)
    text = re.sub(r"'(REMOTE|SERVER)_PORT', '?\d+'?", r"'\1_PORT', n", text)
    return re.sub(r"\r\n[0-9a-f]{2,3}\r\n", "\r\nlength\r\n", text)


def app(environ: dict[str, Any], start_response: Any) -> Any:
    path = environ["PATH_INFO"]
    if path.startswith("/status/"):
        start_response(path[8:].replace("_", " "), [("Content-Length", "0")])
        return []
    if path == "/error":
        raise ValueError("wanted")
    if path == "/unstarted":
        return [b"x"]
    if path == "/twice":
        start_response("200 OK", [("X-A", "0")])
        start_response("404 NOT FOUND", [])
    start_response("200 OK", [("X-A", "1")])
    if path == "/late":
        return late()
    if path == "/text":
        return ["text"]
    if path == "/pieces":
        return iter([b"one ", b"", b"two"])
    body = b""
    length = environ.get("CONTENT_LENGTH")
    if length or "wsgi.input_terminated" in environ:
        body = environ["wsgi.input"].read(int(length) if length else -1)
    plain = (str, int, bool, tuple)
    facts = {k: v if isinstance(v, plain) else type(v).__name__ for k, v in environ.items()}
    return [repr((sorted(facts.items()), body)).encode()]


def late() -> Iterator[bytes]:
    yield b"a"
    raise ValueError("late")


def talk(port: int, raw: bytes) -> str:
    with socket.create_connection(("127.0.0.1", port), 10) as connection:
        connection.sendall(raw)
        return normal(connection.makefile("rb").read().decode("latin-1"))


def heads() -> Iterator[tuple[str, bytes]]:
    host = b"Host: example.org:80\r\n"
    for line in (
        *("GET / HTTP/1.1", "OPTIONS * HTTP/1.1", "get / HTTP/1.1", "FOO /x HTTP/1.1"),
        *("GET http://other.org:81/x?y=1 HTTP/1.1", "GET https://other.org HTTP/1.1"),
        *("GET //evil.example/a HTTP/1.1", "GET ///a//b HTTP/1.1", "GET /a%2Fb%20c?q=%20 HTTP/1.1"),
        *("GET /%C3%A9;p=1?a=b?c#d HTTP/1.1", "GET foo HTTP/1.1", "GET ?x HTTP/1.1"),
        *("GET /a b HTTP/1.1", "GET /x:y HTTP/1.1", "GET /[x HTTP/1.1", "GET / HTTP/1.9"),
    ):
        yield line, line.encode() + b"\r\n" + host + b"\r\n"
    for lines in (
        *("X-A: 1\r\nX-A: 2", "X_A: 1", "Cookie: a=1\r\nCookie: b=2", "X-A:", "X-A: \xe9"),
        *("Content-Type: a\r\nContent-Type: b", "Host: second", "Connection: keep-alive"),
        *("Upgrade: websocket\r\nConnection: Upgrade", "CONTENT_TYPE: x", "X-Forwarded-For: 1"),
        *("Content-Length: 0", "Content-Type: text/plain\r\nContent-Length: 0"),
    ):
        head = b"GET /h HTTP/1.1\r\n" + host + lines.encode("latin-1") + b"\r\n\r\n"
        yield lines, head
    post = b"POST / HTTP/1.1\r\n" + host
    yield "length", post + b"Content-Length: 5\r\n\r\nhello"
    yield "more than length", post + b"Content-Length: 3\r\n\r\nhelloGET / HTTP/1.1\r\n\r\n"
    yield "chunked", post + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    yield "Chunked", post + b"Transfer-Encoding: Chunked\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n"


def answers() -> Iterator[tuple[str, bytes]]:
    for method in ("GET", "HEAD"):
        for path in ("/error", "/late", "/unstarted", "/twice", "/text", "/pieces"):
            yield f"{method} {path}", f"{method} {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode()
    for status in ("200", "200_OK", "204_NO_CONTENT", "301_M", "304_N", "404_NOT_FOUND", "500_X"):
        line = f"GET /status/{status} HTTP/1.1"
        yield line, f"{line}\r\nHost: a\r\n\r\n".encode()


def handler_that_tells(calls: list[str]) -> type[WSGIRequestHandler]:
    def recorder(name: str) -> Any:
        def method(self: Any, *args: Any) -> Any:
            shown = [str(int(arg)) if isinstance(arg, int) else type(arg).__name__ for arg in args]
            calls.append(f"{name} {shown}")
            return getattr(super(kind, self), name)(*args)

        return method

    names = "make_environ run_wsgi send_response log_request log_error log address_string"
    names += " port_integer send_error parse_request handle connection_dropped"
    kind = type(
        "Recording", (WSGIRequestHandler,), {name: recorder(name) for name in names.split()}
    )
    return kind


def served(threaded: bool, handler: type[WSGIRequestHandler] | None = None) -> Any:
    server = make_server("127.0.0.1", 0, app, threaded=threaded, request_handler=handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    return server


def logged(count: int) -> list[tuple[str, str]]:
    end = time.monotonic() + 2
    while len(LOGGED) < count and time.monotonic() < end:
        time.sleep(0.01)
    return list(LOGGED)


def observations() -> Iterator[tuple[str, object]]:
    logger = logging.getLogger("werkzeug")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(Keep())
    server = served(threaded=True)
    for kind, requests in (("request", heads()), ("answer", answers())):
        for label, raw in requests:
            LOGGED.clear()
            yield f"{kind}, {label}", talk(server.port, raw)
            yield f"log of {label}"[:60], logged(1)[:1]
    server.shutdown()

    calls: list[str] = []
    server = served(True, handler_that_tells(calls))
    for path in ("/", "/status/404_X", "/error"):
        calls.clear()
        LOGGED.clear()
        talk(server.port, f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        logged(2 if path == "/error" else 1)
        yield f"calls, {path}", list(calls)
    server.shutdown()

    for host in ("127.0.0.1", "0.0.0.0", "::", "localhost"):
        server = make_server(host, 0, app)
        LOGGED.clear()
        server.log_startup()
        server.server_close()
        yield f"start-up, {host}", list(LOGGED)
    for body in (
        *(b"5\r\nhello\r\n0\r\n\r\n", b"0\r\n\r\n", b"", b"3\r\nab", b"x\r\n", b"-1\r\n"),
        *(b"3\r\nabcX", b"1 \r\na\r\n0\r\n\r\n"),
    ):
        yield f"chunks, {body!r}", read(body)
    for host in ("127.0.0.1", "::1", "unix://a/b", ""):
        family = serving.select_address_family(host, 80)
        yield f"address, {host}", (family.name, str(serving.get_sockaddr(host, 80, family)))


def read(body: bytes) -> object:
    try:
        return DechunkedInput(io.BytesIO(body)).read().decode()
    except OSError as error:
        return ["OSError", str(error)]
