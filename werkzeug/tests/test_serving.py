"""The development server: real sockets, honest and dishonest clients."""

from __future__ import annotations

import http.client
import io
import os
import re
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from werkzeug import serving
from werkzeug.serving import (
    BaseWSGIServer,
    DechunkedInput,
    ForkingWSGIServer,
    ThreadedWSGIServer,
    WSGIRequestHandler,
    make_server,
    select_address_family,
)


def app(environ: dict[str, Any], start_response: Any) -> Any:
    path = environ["PATH_INFO"]
    if path == "/pieces":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return iter([b"one ", b"", b"two"])
    if path == "/empty":
        start_response("204 NO CONTENT", [])
        return []
    if path == "/error":
        raise ValueError("this one is wanted")
    if path == "/late":
        start_response("200 OK", [])
        return late()
    if path.startswith("/status/"):
        start_response(path[8:], [("Content-Length", "0")])
        return []
    if path == "/text":
        start_response("200 OK", [])
        return ["no bytes"]
    body = b""
    if path == "/read":
        length = environ.get("CONTENT_LENGTH")
        body = environ["wsgi.input"].read(int(length) if length else -1)
    facts = {key: value for key, value in environ.items() if key.isupper()}
    text = repr((facts, environ["wsgi.url_scheme"], body)).encode()
    start_response("200 OK", [("Content-Length", str(len(text)))])
    return [text]


def late() -> Iterator[bytes]:
    yield b"begun"
    raise ValueError("in the middle")


class Quiet(WSGIRequestHandler):
    """Keeps the log for a look."""

    lines: list[str] = []

    def log(self, type: str, message: str, *args: Any) -> None:
        self.lines.append(f"{type}: {message % args}")


@contextmanager
def served(**options: Any) -> Iterator[BaseWSGIServer]:
    Quiet.lines = []
    options.setdefault("request_handler", Quiet)
    application = options.pop("app", app)
    server = make_server(options.pop("host", "127.0.0.1"), 0, application, **options)
    server.log = lambda kind, text, *args: Quiet.lines.append(f"{kind}: {text % args}")  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join(10)


@pytest.fixture(scope="module")
def server() -> Iterator[BaseWSGIServer]:
    with served(threaded=True) as server:
        yield server


def talk(server: BaseWSGIServer, raw: bytes) -> bytes:
    """Send bytes, then read until the server closes."""
    with socket.create_connection(("127.0.0.1", server.port), 10) as connection:
        connection.sendall(raw)
        return connection.makefile("rb").read()


def ask(server: BaseWSGIServer, target: str, *lines: str, method: str = "GET", body: bytes = b"") -> tuple[bytes, bytes]:  # fmt: skip
    head = "\r\n".join([f"{method} {target} HTTP/1.1", "Host: example", *lines, "", ""])
    answer = talk(server, head.encode("latin-1") + body)
    start, _, rest = answer.partition(b"\r\n\r\n")
    return start, rest


def facts(answer: tuple[bytes, bytes]) -> dict[str, Any]:
    assert answer[0].startswith(b"HTTP/1.1 200 OK"), answer
    return eval(answer[1])[0]


class TestRequest:
    def test_environ(self, server: BaseWSGIServer) -> None:
        environ = facts(ask(server, "/a%20b%C3%A9?x=%20", "X-Foo: a", "X-Foo:\tb ", "Content-Type: t/x"))  # fmt: skip
        assert environ["PATH_INFO"] == "/a b\xc3\xa9"
        assert environ["QUERY_STRING"] == "x=%20"
        assert environ["REQUEST_URI"] == environ["RAW_URI"] == "/a%20b%C3%A9?x=%20"
        assert environ["HTTP_X_FOO"] == "a,b"
        assert environ["CONTENT_TYPE"] == "t/x"
        assert "HTTP_CONTENT_TYPE" not in environ
        assert environ["SERVER_NAME"] == environ["REMOTE_ADDR"] == "127.0.0.1"
        assert environ["SERVER_PORT"] == str(server.port)
        assert environ["SERVER_PROTOCOL"] == "HTTP/1.1"
        assert environ["REMOTE_PORT"] > 0
        assert re.match(r"Werkzeug/\d", environ["SERVER_SOFTWARE"])

    def test_a_header_with_underscores_cannot_pass_for_another(
        self, server: BaseWSGIServer
    ) -> None:
        assert "HTTP_X_USER" not in facts(ask(server, "/", "X_User: admin"))

    def test_several_fields_of_one_name(self, server: BaseWSGIServer) -> None:
        environ = facts(ask(server, "/", "Cookie: a=1", "X-A: 1", "Cookie: b=2", "X-A: 2"))
        assert (environ["HTTP_COOKIE"], environ["HTTP_X_A"]) == ("a=1; b=2", "1,2")

    def test_absolute_form_brings_its_host(self, server: BaseWSGIServer) -> None:
        environ = facts(ask(server, "http://other.example:81/p?q"))
        assert (environ["HTTP_HOST"], environ["PATH_INFO"]) == ("other.example:81", "/p")

    @pytest.mark.parametrize("slashes", ["//", "///", "//////"])
    def test_a_path_begins_with_one_slash(self, server: BaseWSGIServer, slashes: str) -> None:
        assert facts(ask(server, f"{slashes}evil.example/x"))["PATH_INFO"] == "/evil.example/x"

    def test_raw_bytes_in_the_target(self, server: BaseWSGIServer) -> None:
        assert facts(ask(server, "/\xc3\xa9"))["PATH_INFO"] == "/\xc3\xa9"

    def test_a_target_that_is_no_url(self, server: BaseWSGIServer) -> None:
        head, _ = ask(server, "http://[x")
        assert head.startswith(b"HTTP/1.1 400 Bad request target ('http://[x')\r\n")

    @pytest.mark.parametrize("method", ["PROPFIND", "FOO-BAR", "get"])
    def test_any_method_reaches_the_application(self, server: BaseWSGIServer, method: str) -> None:
        assert facts(ask(server, "/", method=method))["REQUEST_METHOD"] == method

    def test_body_with_a_length(self, server: BaseWSGIServer) -> None:
        _, text = ask(server, "/read", "Content-Length: 3", method="POST", body=b"abc")
        assert eval(text)[2] == b"abc"

    def test_body_in_chunks(self, server: BaseWSGIServer) -> None:
        body = b"3;note=x\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n"
        _, text = ask(server, "/read", "Transfer-Encoding: chunked", method="POST", body=body)
        assert eval(text)[2] == b"abc0123456789"

    def test_a_client_that_waits_is_told_to_go_on_once(self, server: BaseWSGIServer) -> None:
        with socket.create_connection(("127.0.0.1", server.port), 10) as connection:
            stream = connection.makefile("rb")
            head = b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
            connection.sendall(head)
            assert stream.readline() == b"HTTP/1.1 100 Continue\r\n"
            assert stream.readline() == b"\r\n"
            connection.sendall(b"ok")
            assert stream.read().startswith(b"HTTP/1.1 200 OK")


class TestRefusals:
    """A request that two servers could read differently is answered with 400 and a closed connection."""

    @pytest.mark.parametrize(
        "lines",
        [
            ["Content-Length: 3", "Content-Length: 4"],
            ["Content-Length: 3", "Transfer-Encoding: chunked"],
            ["Content-Length: +3"],
            ["Content-Length: 0x3"],
            ["Content-Length: 3_0"],
            ["Content-Length: -1"],
            ["Content-Length: "],
            ["Content-Length: \xb2"],
            ["Transfer-Encoding: gzip"],
            ["Transfer-Encoding: chunked, gzip"],
            ["Transfer-Encoding: xchunked"],
            ["Transfer-Encoding: chunked, chunked"],
            ["Transfer-Encoding: chunked", "Transfer-Encoding: chunked"],
            ["Host: example"],
            ["Bad Header: x"],
            ["Space-Before-Colon : x"],
            ["no colon"],
            [": no name"],
            ["X-Null: a\0b"],
            ["X-CR: a\rb"],
            ["X-Fold: a", " folded"],
            ["\xe9: x"],
        ],
    )
    def test_heads(self, server: BaseWSGIServer, lines: list[str]) -> None:
        start, _ = ask(server, "/read", *lines, method="POST", body=b"3\r\nabc\r\n0\r\n\r\n")
        assert start.startswith(b"HTTP/1.1 400 ")
        assert b"Connection: close" in start

    def test_other_codings(self, server: BaseWSGIServer) -> None:
        lines = ["Transfer-Encoding: gzip", "Transfer-Encoding: chunked"]
        start, _ = ask(server, "/read", *lines, method="POST", body=b"0\r\n\r\n")
        assert start.startswith(b"HTTP/1.1 501 ")

    @pytest.mark.parametrize(
        "body",
        [
            b"zz\r\nabc\r\n0\r\n\r\n",
            b"0x3\r\nabc\r\n0\r\n\r\n",
            b"+3\r\nabc\r\n0\r\n\r\n",
            b"3_0\r\nabc\r\n0\r\n\r\n",
            b"3\nabc\n0\n\n",
            b"3\r\nabcd\r\n0\r\n\r\n",
            b"\r\nabc",
            b"00000000000000003\r\nabc\r\n0\r\n\r\n",
            b"3" + b" " * 5000 + b"\r\nabc\r\n0\r\n\r\n",
        ],
    )
    def test_chunks(self, server: BaseWSGIServer, body: bytes) -> None:
        start, _ = ask(server, "/read", "Transfer-Encoding: chunked", method="POST", body=body)
        assert start.startswith(b"HTTP/1.1 400 BAD REQUEST")

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            (b"BAD", b"400"),
            (b"GET /", b"400"),
            (b"GET  / HTTP/1.1", b"400"),
            (b"GET / x HTTP/1.1", b"400"),
            (b"GET / HTTP/one", b"400"),
            (b"GET / HTTP/2.0", b"505"),
            (b"GET / HTTP/9.9", b"505"),
            (b"GET /" + b"x" * 70000 + b" HTTP/1.1", b"414"),
        ],
    )
    def test_request_lines(self, server: BaseWSGIServer, line: bytes, code: bytes) -> None:
        assert talk(server, line + b"\r\n\r\n").split(b" ")[1] == code

    def test_one_long_line(self, server: BaseWSGIServer) -> None:
        start, _ = ask(server, "/", "X: " + "y" * 70000)
        assert start.startswith(b"HTTP/1.1 431 Line too long")

    def test_too_many_lines(self, server: BaseWSGIServer) -> None:
        start, _ = ask(server, "/", *(f"X{number}: y" for number in range(150)))
        assert start.startswith(b"HTTP/1.1 431 Too many headers")

    def test_a_body_is_no_second_request(self, server: BaseWSGIServer) -> None:
        hidden = b"GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n"
        answer = b"".join(ask(server, "/", f"Content-Length: {len(hidden)}", body=hidden))
        assert answer.count(b"HTTP/1.1 200") == 1
        assert not any("/hidden" in line for line in Quiet.lines)

    def test_a_silent_client_is_no_error(self, server: BaseWSGIServer) -> None:
        assert talk(server, b"\r\n") == b""


class TestResponse:
    def test_pieces_come_in_chunks(self, server: BaseWSGIServer) -> None:
        start, body = ask(server, "/pieces")
        assert b"Transfer-Encoding: chunked" in start
        assert body == b"4\r\none \r\n3\r\ntwo\r\n0\r\n\r\n"

    def test_an_old_client_gets_no_chunks(self, server: BaseWSGIServer) -> None:
        answer = talk(server, b"GET /pieces HTTP/1.0\r\n\r\n")
        assert b"chunked" not in answer
        assert answer.endswith(b"\r\n\r\none two")

    def test_every_answer_closes(self, server: BaseWSGIServer) -> None:
        start, _ = ask(server, "/")
        assert start.splitlines()[-1] == b"Connection: close"

    @pytest.mark.parametrize("target", ["/", "/pieces"])
    def test_head_has_no_body(self, server: BaseWSGIServer, target: str) -> None:
        start, body = ask(server, target, method="HEAD")
        assert start.startswith(b"HTTP/1.1 200 OK")
        assert body == b""

    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ([("Date", "then"), ("Server", "mine")], {"date": ["then"], "server": ["mine"]}),
            ([("date", "then"), ("DATE", "later")], {"date": ["then"]}),
            ([("Connection", "close")], {"connection": ["close"]}),
            ([("Connection", "keep-alive")], {"connection": ["close"]}),
            (
                [("Connection", "X-Hop, Close"), ("connection", "keep-alive, X-Other")],
                {"connection": ["X-Hop, X-Other, close"]},
            ),
            ([("Content-Type", "a/b"), ("content-type", "c/d")], {"content-type": ["a/b"]}),
            ([("Content-Length", "0"), ("Content-Length", "0")], {"content-length": ["0"]}),
            ([("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")], {"set-cookie": ["a=1", "b=2"]}),
            ([("Vary", "A"), ("Vary", "B")], {"vary": ["A", "B"]}),
        ],
    )
    def test_single_fields_are_sent_once(
        self, given: list[tuple[str, str]], expected: dict[str, list[str]]
    ) -> None:
        def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
            start_response("200 OK", given)
            return []

        with served(app=app) as server:
            start, _ = ask(server, "/")
        found: dict[str, list[str]] = {}
        for line in start.decode().splitlines()[1:]:
            name, _, value = line.partition(": ")
            found.setdefault(name.lower(), []).append(value)
        for name in ("date", "server", "connection"):
            assert len(found[name]) == 1
        assert expected.items() <= found.items()

    def test_no_content(self, server: BaseWSGIServer) -> None:
        start, body = ask(server, "/empty")
        assert start.startswith(b"HTTP/1.1 204 NO CONTENT")
        assert b"Transfer-Encoding" not in start
        assert body == b""

    def test_an_error_is_answered_and_logged(self, server: BaseWSGIServer) -> None:
        start, body = ask(server, "/error")
        assert start.startswith(b"HTTP/1.1 500 INTERNAL SERVER ERROR")
        assert b"wanted" not in body
        wait_for(lambda: any("ValueError: this one is wanted" in line for line in Quiet.lines))

    def test_an_error_in_the_middle_ends_the_answer(self, server: BaseWSGIServer) -> None:
        start, body = ask(server, "/late")
        assert start.startswith(b"HTTP/1.1 200 OK")
        assert body == b"5\r\nbegun\r\n"
        wait_for(lambda: any("in the middle" in line for line in Quiet.lines))

    def test_text_is_refused(self, server: BaseWSGIServer) -> None:
        assert ask(server, "/text")[0].startswith(b"HTTP/1.1 500")
        wait_for(lambda: any("applications must write bytes" in line for line in Quiet.lines))

    def test_start_response_by_the_book(self) -> None:
        seen: list[str] = []

        def rule_breaker(environ: Any, start_response: Any) -> Any:
            start_response("200 OK", [])
            try:
                start_response("200 OK", [])
            except AssertionError as error:
                seen.append(str(error))
            try:
                raise KeyError("replaced")
            except KeyError:
                write = start_response("404 NOT FOUND", [], sys.exc_info())
            write(b"")
            try:
                raise KeyError("too late")
            except KeyError as error:
                try:
                    start_response("500 X", [], sys.exc_info())
                except KeyError as again:
                    seen.append(f"raised again: {again is error}")
            return []

        with served(app=rule_breaker) as server:
            assert ask(server, "/")[0].startswith(b"HTTP/1.0 404 NOT FOUND")
        assert seen == ["Headers already set", "raised again: True"]

    def test_what_the_application_gave_is_closed(self) -> None:
        closed = threading.Event()

        class Result:
            def __iter__(self) -> Iterator[bytes]:
                yield b"x"
                raise ValueError

            close = closed.set

        def closing(environ: Any, start_response: Any) -> Any:
            start_response("200 OK", [])
            return Result()

        with served(app=closing) as server:
            ask(server, "/")
            assert closed.wait(10)

    def test_a_large_upload_that_nobody_reads_still_gets_its_answer(
        self, server: BaseWSGIServer
    ) -> None:
        client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        client.request("POST", "/error", body=bytes(8_000_000))
        assert client.getresponse().status == 500
        client.close()


class Unserved:
    """Stands where a server would be, and serves nothing."""

    calls: list[str] = []

    def __init__(self, *args: Any, fd: int | None) -> None:
        assert args[:3] == ("localhost", 0, app) and fd is None
        self.socket = socket.socket()
        Unserved.calls = []

    def fileno(self) -> int:
        return self.socket.fileno()

    def log_startup(self) -> None:
        self.calls.append("log_startup")

    def serve_forever(self) -> None:
        self.calls.append("serve_forever")
        self.socket.close()
        os.environ.pop("WERKZEUG_SERVER_FD", None)


class TestLog:
    @pytest.mark.parametrize(
        ("target", "logged"),
        [("/%C3%A9", '"GET /é HTTP/1.1" 200 -'), ("/\x1b[31m%1b\x7f", r"/\x1b[31m%1b\x7f")],
    )
    def test_no_control_character_reaches_it(self, target: str, logged: str) -> None:
        with served() as server:
            server._log_in_colour = False
            ask(server, target)
        (line,) = Quiet.lines
        assert logged in line
        assert not re.search(r"[\x00-\x1f\x7f-\x9f]", line)

    def test_statuses_have_colours(self) -> None:
        with served() as server:
            server._log_in_colour = True
            ask(server, "/empty")
        assert Quiet.lines == ['info: "\x1b[35m\x1b[1mGET /empty HTTP/1.1\x1b[0m" 204 -']

    def test_messages_go_to_the_logger(self, caplog: pytest.LogCaptureFixture) -> None:
        with served(request_handler=WSGIRequestHandler) as server:
            ask(server, "/%25s")
        lines = [record.getMessage() for record in caplog.records if record.name == "werkzeug"]
        assert any(
            re.match(r"127\.0\.0\.1 - - \[.+\] .*GET /%25s HTTP/1.1", line) for line in lines
        )

    def test_start_up_names_every_address(self, caplog: pytest.LogCaptureFixture) -> None:
        server = make_server("0.0.0.0", 0, app)
        server._log_in_colour = False
        server.log_startup()
        server.server_close()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("NO_COLOR", "1")
            patch.setattr(serving, "make_server", Unserved)
            serving.run_simple("localhost", 0, app)
        text = "\n".join(record.getMessage() for record in caplog.records)
        assert text.startswith("WARNING: This is a development server.")
        assert " * Running on all addresses (0.0.0.0)\n" in text
        assert f" * Running on http://127.0.0.1:{server.port}\n" in text
        assert text.endswith("Press CTRL+C to quit")
        assert Unserved.calls == ["log_startup", "serve_forever"]


class TestServers:
    def test_kinds(self) -> None:
        with pytest.raises(ValueError, match="multi-thread and multi-process"):
            make_server("127.0.0.1", 0, app, threaded=True, processes=2)
        for options, kind in (
            ({}, BaseWSGIServer),
            ({"threaded": True}, ThreadedWSGIServer),
            ({"processes": 3}, ForkingWSGIServer),
        ):
            server = make_server("127.0.0.1", 0, app, **options)  # type: ignore[arg-type]
            server.server_close()
            assert type(server) is kind
            assert server.port == server.server_address[1] != 0

    @pytest.mark.skipif(not serving.can_fork, reason="this platform cannot fork")
    @pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
    def test_forks_answer(self) -> None:
        with served(processes=2) as server:
            assert ask(server, "/")[0].startswith(b"HTTP/1.1 200")

    def test_threads_answer_side_by_side(self) -> None:
        both = threading.Barrier(2, timeout=10)

        def meet(environ: Any, start_response: Any) -> Any:
            both.wait()
            start_response("200 OK", [("Content-Length", "0")])
            return []

        with served(app=meet, threaded=True) as server:
            answers: list[bytes] = []
            clients = [
                threading.Thread(target=lambda: answers.append(ask(server, "/")[0]))
                for _ in range(2)
            ]
            for client in clients:
                client.start()
            for client in clients:
                client.join(10)
        assert [answer[:15] for answer in answers] == [b"HTTP/1.1 200 OK"] * 2

    def test_a_taken_port_is_explained(self, capsys: pytest.CaptureFixture[str]) -> None:
        first = make_server("127.0.0.1", 0, app)
        assert first.server_port == first.port != 0
        try:
            with pytest.raises(SystemExit) as stopped:
                make_server("127.0.0.1", first.port, app)
        finally:
            first.server_close()
        assert stopped.value.code == 1
        assert f"Port {first.port} is in use by another program." in capsys.readouterr().err

    def test_an_open_socket_can_be_handed_over(self) -> None:
        first = make_server("127.0.0.1", 0, app)
        second = make_server("127.0.0.1", 0, app, fd=first.fileno())
        assert second.port == first.port
        second.server_close()
        first.server_close()

    @pytest.mark.skipif(serving.af_unix is None, reason="this platform has no Unix sockets")
    def test_unix_sockets(self, tmp_path: Path) -> None:
        path = str(tmp_path / "s")
        for _ in range(2):  # what an earlier server left behind is no obstacle
            server = make_server(f"unix://{path}", 0, app, request_handler=Quiet)
            thread = threading.Thread(target=server.handle_request)
            thread.start()
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(path)
                client.sendall(b"GET / HTTP/1.0\r\n\r\n")
                with client.makefile("rb") as stream:
                    answer = stream.read()
            assert answer.startswith(b"HTTP/1.0 200 OK")
            assert repr({"SERVER_NAME": path})[1:-1].encode() in answer
            thread.join(10)
            server.server_close()

    def test_families(self) -> None:
        assert select_address_family("127.0.0.1", 1) == socket.AF_INET
        assert select_address_family("::1", 1) == socket.AF_INET6
        assert serving.get_sockaddr("bogus.invalid", 1, socket.AF_INET) == ("bogus.invalid", 1)
        assert serving.get_interface_ip(socket.AF_INET).count(".") == 3

    def test_errors_pass_through_where_they_shall(self) -> None:
        server = make_server("127.0.0.1", 0, app, passthrough_errors=True, request_handler=Quiet)
        client = socket.create_connection(("127.0.0.1", server.port))
        client.sendall(b"GET /error HTTP/1.0\r\n\r\n")
        with pytest.raises(ValueError, match="wanted"):
            server.handle_request()
        client.close()
        server.server_close()

    def test_overrides_are_used(self) -> None:
        class Mine(Quiet):
            def make_environ(self) -> dict[str, Any]:
                return {**super().make_environ(), "HTTP_MINE": "yes"}

            def address_string(self) -> str:
                return "somewhere"

        with served(request_handler=Mine, threaded=True) as server:
            environ = facts(ask(server, "/"))
        assert (environ["HTTP_MINE"], environ["REMOTE_ADDR"]) == ("yes", "somewhere")

    def test_port_must_be_a_number(self) -> None:
        with pytest.raises(TypeError, match="port must be an integer"):
            serving.run_simple("127.0.0.1", "5000", app)  # type: ignore[arg-type]


class TestTLS:
    @pytest.fixture(autouse=True)
    def _needs_cryptography(self) -> None:
        pytest.importorskip("cryptography", reason="certificates are made with cryptography")

    def test_a_certificate_on_the_spot(self) -> None:
        with served(threaded=True, ssl_context="adhoc") as server:
            trusting = ssl._create_unverified_context()
            client = http.client.HTTPSConnection("127.0.0.1", server.port, context=trusting, timeout=10)  # fmt: skip
            client.request("GET", "/")
            answer = client.getresponse()
            assert eval(answer.read())[1] == "https"
            client.close()

    def test_plain_text_to_a_tls_port_harms_nobody(self) -> None:
        with served(threaded=True, ssl_context="adhoc") as server:
            with socket.create_connection(("127.0.0.1", server.port), 10) as client:
                client.sendall(b"GET / HTTP/1.0\r\n\r\n")
            trusting = ssl._create_unverified_context()
            client2 = http.client.HTTPSConnection("127.0.0.1", server.port, context=trusting, timeout=10)  # fmt: skip
            client2.request("GET", "/")
            assert client2.getresponse().status == 200
            client2.close()

    def test_files(self, tmp_path: Path) -> None:
        certificate, key = serving.make_ssl_devcert(str(tmp_path / "dev"), host="local.example")
        assert (certificate, key) == (str(tmp_path / "dev.crt"), str(tmp_path / "dev.key"))
        context = serving.load_ssl_context(certificate, key)
        assert isinstance(context, ssl.SSLContext)
        from cryptography import x509

        made = x509.load_pem_x509_certificate(Path(certificate).read_bytes())
        assert "local.example" in made.subject.rfc4514_string()

    def test_errors_of_tls_are_known(self) -> None:
        assert serving.is_ssl_error(ssl.SSLError())
        assert not serving.is_ssl_error(ValueError())
        assert not serving.is_ssl_error()


def test_chunks_are_read_in_any_size() -> None:
    body = b"4\r\nabcd\r\n1\r\ne\r\n0\r\n\r\nrest"
    for size in range(1, 8):
        stream = io.BufferedReader(io.BytesIO(body))  # type: ignore[arg-type]
        chunked = DechunkedInput(stream)
        out = bytearray()
        buffer = bytearray(size)
        while count := chunked.readinto(buffer):
            out += buffer[:count]
        assert bytes(out) == b"abcde"
        assert chunked.readinto(buffer) == 0
        assert stream.read() == b"rest"


def test_a_body_that_ends_inside_a_chunk() -> None:
    with pytest.raises(OSError, match="ended inside"):
        DechunkedInput(io.BytesIO(b"9\r\nab")).read()


def wait_for(condition: Any) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "it did not happen within ten seconds"
        time.sleep(0.01)


PROGRAM = """
import sys
sys.path.insert(0, {folder!r})
from werkzeug.serving import run_simple
import watched

def app(environ, start_response):
    text = watched.TEXT
    if environ["PATH_INFO"] != "/":
        try:
            text = __import__(environ["PATH_INFO"][1:]).TEXT
        except Exception as error:
            text = type(error).__name__.encode()
    start_response("200 OK", [("Content-Length", str(len(text)))])
    return [text]

run_simple("127.0.0.1", {port}, app, use_reloader=True, reloader_type={kind!r}, reloader_interval=0.05)
"""


@pytest.mark.parametrize("kind", ["stat", "watchdog"])
def test_a_changed_file_restarts_the_program(tmp_path: Path, kind: str) -> None:
    if kind == "watchdog":
        pytest.importorskip("watchdog", reason="the reloader can use watchdog where it is there")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    watched = tmp_path / "watched.py"
    watched.write_text("TEXT = b'before'")
    (tmp_path / "late.py").write_text("TEXT = b'late")
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.format(folder=str(tmp_path), port=port, kind=kind))
    log = (tmp_path / "log").open("w+b")
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen(
        [sys.executable, str(program)], stdout=log, stderr=log, env=environment
    )

    def answers(text: bytes, path: str = "/") -> bool:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            client.request("GET", path)
            return client.getresponse().read() == text
        except (OSError, http.client.HTTPException):
            return False
        finally:
            client.close()

    def detected(path: Path) -> bool:
        """Return whether the change was noticed, and the process that noticed it has ended."""
        line = f" * Detected change in {str(path)!r}, reloading"
        return "Restarting" in (tmp_path / "log").read_text().partition(line)[2]

    def change(text: str) -> None:
        later = watched.stat().st_mtime + 5
        watched.write_text(text)
        os.utime(watched, (later, later))

    try:
        wait_for(lambda: answers(b"before"))
        change("TEXT = b'afterwards'")
        wait_for(lambda: answers(b"afterwards"))
        change("TEXT = b'broken")
        wait_for(lambda: b"waiting for the next change" in (tmp_path / "log").read_bytes())
        change("TEXT = b'mended'")
        wait_for(lambda: answers(b"mended"))
        # A module that a request fails to import, and one that is not there yet.
        wait_for(lambda: answers(b"SyntaxError", "/late"))
        late = tmp_path / "late.py"
        later = late.stat().st_mtime + 5
        late.write_text("TEXT = b'late'")
        os.utime(late, (later, later))
        wait_for(lambda: detected(late))
        wait_for(lambda: answers(b"late", "/late"))
        wait_for(lambda: answers(b"ModuleNotFoundError", "/new"))
        (tmp_path / "new").mkdir()
        new = tmp_path / "new" / "__init__.py"
        new.write_text("TEXT = b'new'")
        wait_for(lambda: detected(new))
        wait_for(lambda: answers(b"new", "/new"))
    finally:
        process.terminate()
        process.wait(10)
        log.seek(0)
        said = log.read().decode()
        log.close()
    assert f" * Restarting with {kind}" in said
    assert f" * Detected change in {str(watched)!r}, reloading" in said


def test_a_status_that_is_none(server: BaseWSGIServer) -> None:
    for status in ("", "fine"):
        head, _ = ask(server, f"/status/{status}")
        assert head.startswith(b"HTTP/1.1 500 INTERNAL SERVER ERROR\r\n")
    assert ask(server, "/status/299")[0].startswith(b"HTTP/1.1 299 \r\n")


def test_what_is_written_is_bytes(server: BaseWSGIServer) -> None:
    Quiet.lines.clear()
    assert ask(server, "/text")[0].startswith(b"HTTP/1.1 500 ")
    wait_for(lambda: any("This one wrote str." in line for line in Quiet.lines))


@pytest.mark.parametrize(
    ("chunks", "message"),
    [
        (b"-1\r\n", "Negative chunk length not allowed"),
        (b"--1\r\n", "Invalid chunk header"),
        (b"0x1\r\na\r\n", "Invalid chunk header"),
        (b"3\r\nab", "Missing chunk terminating newline"),
        (b"1\r\nab\r\n", "Missing chunk terminating newline"),
    ],
)
def test_messages_of_broken_chunks(chunks: bytes, message: str) -> None:
    with pytest.raises(OSError) as caught:
        DechunkedInput(io.BytesIO(chunks)).read()
    assert str(caught.value) == message


def test_what_is_overridden_is_called() -> None:
    calls: list[str] = []

    class Recorded(Quiet):
        def make_environ(self) -> Any:
            calls.append("make_environ")
            return super().make_environ()

        def run_wsgi(self) -> None:
            calls.append("run_wsgi")
            super().run_wsgi()

        def address_string(self) -> str:
            calls.append("address_string")
            return "10.1.2.3"

        def port_integer(self) -> int:
            calls.append("port_integer")
            return 4

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            calls.append(f"log_request {code} {size}")

        def log_error(self, format: str, *args: Any) -> None:
            calls.append(f"log_error {format % args}")

    with served(request_handler=Recorded, threaded=True) as server:
        environ = facts(ask(server, "/"))
        assert (environ["REMOTE_ADDR"], environ["REMOTE_PORT"]) == ("10.1.2.3", 4)
        wait_for(lambda: len(calls) == 5)
        talk(server, b"GET / HTTP/3.0\r\n\r\n")
        wait_for(lambda: len(calls) == 7)
    assert calls == [
        *("run_wsgi", "make_environ", "address_string", "port_integer", "log_request 200 -"),
        *("log_error code 505, message Invalid HTTP version (3.0)", "log_request 505 -"),
    ]


def test_many_clients_of_all_kinds() -> None:
    """Fifty at once: honest, slow, vanishing, pipelining, chunked and broken ones."""
    head = b"POST /read HTTP/1.1\r\nHost: a\r\n"
    chunked = head + b"Transfer-Encoding: chunked\r\n\r\n"
    wanted: list[tuple[list[bytes], bytes]] = [
        ([b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"], b"HTTP/1.1 200"),
        ([b"GET / HT", b"TP/1.1\r\nHo", b"st: a\r\n\r", b"\n"], b"HTTP/1.1 200"),
        ([head + b"Content-Length: 4\r\n\r\nab", b"cd"], b"HTTP/1.1 200"),
        ([chunked + b"2\r\nab\r\n", b"2\r\ncd\r\n0\r\n\r\n"], b"HTTP/1.1 200"),
        ([b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" * 3], b"HTTP/1.1 200"),
        ([chunked + b"zz\r\n"], b"HTTP/1.1 400"),
        ([chunked.replace(b"\r\n\r\n", b"\r\nContent-Length: 1\r\n\r\n0")], b"HTTP/1.1 400"),
        ([b"GET / HTTP/1.1\r\nA : b\r\n\r\n"], b"HTTP/1.1 400"),
        ([b"\x16\x03\x01\x02\x00\x1b[31m\r\n\r\n"], b"HTTP/1.1 400"),
        ([head + b"Content-Length: 100000\r\n\r\nabc"], b"gone"),
    ]
    got: list[tuple[bytes, bytes]] = []

    def client(pieces: list[bytes], start: bytes) -> None:
        with socket.create_connection(("127.0.0.1", server.port), 20) as connection:
            for index, piece in enumerate(pieces):
                if index:
                    time.sleep(0.1)
                connection.sendall(piece)
            answer = b"gone" if start == b"gone" else connection.makefile("rb").read()
        got.append((answer, start))

    with served(threaded=True) as server:
        threads = [threading.Thread(target=client, args=wanted[i % 10]) for i in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert len(got) == 50
        for answer, start in got:
            assert answer.startswith(start)
            # What stands behind a request is never taken for another one.
            assert answer.count(b"HTTP/1.1 ") <= 1
        assert ask(server, "/")[0].startswith(b"HTTP/1.1 200")
    assert not any(
        re.search(r"[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f]", line) for line in Quiet.lines
    )
    assert not any("\x1b[31m\\r" in line for line in Quiet.lines)
