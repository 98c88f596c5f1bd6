"""Applications around applications."""

from __future__ import annotations

import io
import socketserver
import threading
import warnings
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkzeug.exceptions import BadRequest
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.http_proxy import ProxyMiddleware
from werkzeug.middleware.lint import (
    GuardedIterator,
    HTTPWarning,
    LintMiddleware,
    WSGIWarning,
    check_type,
)
from werkzeug.middleware.profiler import ProfilerMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.sansio.utils import host_is_trusted
from werkzeug.test import Client, create_environ, run_wsgi_app
from werkzeug.wrappers import Request, Response


@Request.application
def app(request: Request) -> Response:
    return Response(f"{request.root_path}|{request.path}|{request.get_data(as_text=True)}")


@pytest.mark.parametrize(
    ("path", "answer"),
    [("/", "|/"), ("/shop", "shop /shop|/"), ("/shop/a", "shop /shop|/a"), ("/shopping", "|/shopping"),
     ("/shop/sub/x/y", "sub /shop/sub|/x/y"), ("/x/shop", "|/x/shop")],
)  # fmt: skip
def test_dispatcher(path: str, answer: str) -> None:
    def named(name: str) -> object:
        return Request.application(lambda r: Response(f"{name} {r.root_path}|{r.path}"))

    main = Request.application(lambda r: Response(f"{r.root_path}|{r.path}"))
    client = Client(DispatcherMiddleware(main, {"/shop": named("shop"), "/shop/sub": named("sub")}))
    assert client.get(path).text == answer
    assert DispatcherMiddleware(main).mounts == {}


@pytest.mark.parametrize(
    ("settings", "headers", "expected"),
    [
        ({}, {"X-Forwarded-For": "1.1.1.1, 2.2.2.2"}, {"REMOTE_ADDR": "2.2.2.2"}),
        ({"x_for": 2}, {"X-Forwarded-For": "1.1.1.1, 2.2.2.2"}, {"REMOTE_ADDR": "1.1.1.1"}),
        ({"x_for": 3}, {"X-Forwarded-For": "1.1.1.1, 2.2.2.2"}, {"REMOTE_ADDR": "9.9.9.9"}),
        ({"x_for": 0}, {"X-Forwarded-For": "1.1.1.1"}, {"REMOTE_ADDR": "9.9.9.9"}),
        ({}, {"X-Forwarded-Proto": "https"}, {"wsgi.url_scheme": "https"}),
        ({}, {"X-Forwarded-Host": "x.org"}, {"HTTP_HOST": "localhost"}),
        ({"x_host": 1}, {"X-Forwarded-Host": "x.org:8"}, {"HTTP_HOST": "x.org:8", "SERVER_NAME": "x.org", "SERVER_PORT": "8"}),
        ({"x_host": 1}, {"X-Forwarded-Host": "[::1]"}, {"SERVER_NAME": "[::1]", "SERVER_PORT": "80"}),
        ({"x_port": 1}, {"X-Forwarded-Port": "8"}, {"HTTP_HOST": "localhost:8", "SERVER_PORT": "8"}),
        ({"x_host": 1, "x_port": 1}, {"X-Forwarded-Host": "[::1]:7", "X-Forwarded-Port": "8"}, {"HTTP_HOST": "[::1]:8"}),
        ({"x_prefix": 1}, {"X-Forwarded-Prefix": "/p"}, {"SCRIPT_NAME": "/p"}),
        ({"x_prefix": 1}, {"X-Forwarded-Prefix": "/a%20b/%C3%A9"}, {"SCRIPT_NAME": "/a b/Ã©"}),
        ({"x_prefix": 1}, {"X-Forwarded-Prefix": "/%2Fevil.example"}, {"SCRIPT_NAME": "/evil.example"}),
    ],
)  # fmt: skip
def test_proxy_fix(settings: dict, headers: dict, expected: dict) -> None:
    environ = create_environ(headers=headers, environ_base={"REMOTE_ADDR": "9.9.9.9"})
    ProxyFix(lambda environ, start: [], **settings)(environ, None)
    assert expected.items() <= environ.items()
    original = environ["werkzeug.proxy_fix.orig"]
    assert original["REMOTE_ADDR"] == "9.9.9.9" and original["SERVER_NAME"] == "localhost"


def test_proxy_fix_without_host() -> None:
    environ = {"HTTP_X_FORWARDED_PORT": "8"}
    ProxyFix(lambda environ, start: [], x_port=1)(environ, None)
    assert environ["SERVER_PORT"] == "8" and "HTTP_HOST" not in environ


def test_profiler(tmp_path: Path) -> None:
    stream = io.StringIO()
    client = Client(ProfilerMiddleware(app, stream=stream, profile_dir=str(tmp_path)))
    assert client.get("/a/b").text == "|/a/b|"
    assert "PATH: '/a/b'" in stream.getvalue() and "function calls" in stream.getvalue()
    (file,) = tmp_path.iterdir()
    assert file.name.startswith("GET.a.b.") and file.name.endswith(".prof")
    named = ProfilerMiddleware(
        app, stream=None, profile_dir=str(tmp_path),
        filename_format=lambda environ: f"{sorted(environ['werkzeug.profiler'])[0]}.prof",
    )  # fmt: skip
    Client(named).get("/")
    assert (tmp_path / "elapsed.prof").exists()

    def writing(environ: dict, start: object) -> list[bytes]:
        start("200 OK", [])(b"a")
        return [b"b"]

    assert Client(ProfilerMiddleware(writing, stream=None)).get("/").data == b"ab"


def test_shared_data(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"text")
    (tmp_path / "b.unknown").write_bytes(b"?")
    exports = {
        "/files": str(tmp_path),
        "/one": str(tmp_path / "a.txt"),
        "/lib": ("werkzeug", "routing"),
        "/slash/": str(tmp_path),
    }
    client = Client(SharedDataMiddleware(app, exports, disallow="*.secret"))
    with client.get("/files/a.txt") as response:
        assert (response.data, response.mimetype, response.content_length) == (
            b"text",
            "text/plain",
            4,
        )
        assert response.cache_control.max_age == 43200 and response.expires is not None
        etag = response.headers["Etag"]
    assert client.get("/files/a.txt", headers={"If-None-Match": etag}).status_code == 304
    for path, data in (("/one", b"text"), ("/one/x", b"text"), ("/slash/a.txt", b"text")):
        with client.get(path) as response:
            assert response.data == data
    with client.get("/files/b.unknown") as response:
        assert response.mimetype == "application/octet-stream"
    with client.get("/lib/__init__.py") as response:
        assert b"Only re-exports" in response.data
    for path in (
        "/files/none",
        "/files",
        "/files/../x",
        "/lib/none",
        "/lib/../x",
        "/lib",
        "/other",
        "/files/a\0b",
    ):
        assert client.get(path).text.startswith("|/")
    (tmp_path / "x.secret").write_bytes(b"")
    assert client.get("/files/x.secret").text == "|/files/x.secret|"
    plain = Client(SharedDataMiddleware(app, list(exports.items()), cache=False))
    with plain.get("/files/a.txt") as response:
        assert response.headers["Cache-Control"] == "public" and "Etag" not in response.headers
    with pytest.raises(TypeError, match="unknown def 5"):
        SharedDataMiddleware(app, {"/": 5})
    with pytest.raises(ValueError, match="no package"):
        SharedDataMiddleware(app, {"/": ("no_such_package", "x")})


# --- lint ---


def lint(wrapped: object, change: object = None, **kwargs: object) -> list[str]:
    environ = create_environ(**kwargs)
    if change is not None:
        change(environ)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            run_wsgi_app(LintMiddleware(wrapped), environ, buffered=True)
        except Exception:
            assert caught
    return [str(item.message) for item in caught]


def answering(
    status: object = "200 OK", headers: object = (), body: object = (b"a",), *args: object
) -> object:
    def wrapped(environ: dict, start: object) -> object:
        start(status, list(headers) if isinstance(headers, tuple) else headers, *args)
        return list(body) if isinstance(body, tuple) else body

    return wrapped


@pytest.mark.parametrize(
    ("wrapped", "message"),
    [
        (answering("200"), "Invalid value for status '200'."), (answering("20x OK"), "Status code must be three digits."),
        (answering("99 OK"), "Status code < 100 detected."), (answering(b"200 OK"), "'status' requires 'str', got 'bytes'."),
        (answering(headers=(("Status", "x"),)), "The status header is not supported"),
        (answering(headers=(("a", 1),)), "Header keys and values must be strings."),
        (answering(headers=(["a", "b"],)), "Header items must be 2-item tuples."),
        (answering(headers={"ab": 1}), "Header list is not a list."),
        (answering(headers=(("ETag", "x"),)), "Unquoted etag emitted."),
        (answering(headers=(("ETag", 'w/"x"'),)), "Weak etag indicator should be upper case."),
        (answering(headers=(("Content-Length", "9"),)), "Content-Length and the number of bytes"),
        (answering("304 X", (("Content-Type", "x"),)), "Entity header 'content-type' found in 304 response."),
        (answering("304 X"), "304 responses must not have a body."),
        (answering("204 X", (("Content-Length", "5"),)), "204 responses must have an empty content length."),
        (answering("204 X", (("Content-Length", "0"),)), "204 responses must not have a body."),
        (answering(body="x"), "The application returned a string."),
        (answering(body=("x",)), "'application iterator items' requires 'bytes', got 'str'."),
        (answering("200 OK", (), (), 5), "Invalid value for exc_info."),
        (lambda environ, start: [b"x"], "The application returned before it started the response."),
        (lambda environ, start: start("200 OK"), "Invalid number of arguments: 1, expected 2 or 3."),
        (lambda environ, start: start("200 OK", [], x=1) and [], "'start_response' does not take keyword arguments."),
        (lambda environ, start: start("200 OK", [])("x") or [], "'write()' requires 'bytes', got 'str'."),
    ],
)  # fmt: skip
def test_lint_of_applications(wrapped: object, message: str) -> None:
    assert any(text.startswith(message) for text in lint(wrapped))


@pytest.mark.parametrize(
    ("use", "message"),
    [
        (lambda e: e["wsgi.input"].read(), "WSGI does not guarantee an EOF marker"),
        (
            lambda e: e["wsgi.input"].read(1, 2),
            "Too many parameters passed to 'wsgi.input.read()'.",
        ),
        (
            lambda e: e["wsgi.input"].readline(),
            "Calls to 'wsgi.input.readline()' without arguments",
        ),
        (
            lambda e: e["wsgi.input"].readline(1),
            "'wsgi.input.readline()' was called with a size hint.",
        ),
        (lambda e: e["wsgi.input"].close(), "The application closed the input stream!"),
        (
            lambda e: e["wsgi.errors"].write(b""),
            "'wsgi.error.write()' requires 'str', got 'bytes'.",
        ),
        (lambda e: e["wsgi.errors"].close(), "The application closed the error stream!"),
    ],
)
def test_lint_of_streams(use: object, message: str) -> None:
    def wrapped(environ: dict, start: object) -> object:
        use(environ)
        return answering()(environ, start)

    assert lint(wrapped, errors_stream=io.StringIO())[0].startswith(message)


def test_lint_lets_good_ones_pass() -> None:
    def wrapped(environ: dict, start: object) -> list[bytes]:
        environ["wsgi.input"].read(1)
        assert list(environ["wsgi.input"]) == []
        environ["wsgi.errors"].writelines(["a"])
        environ["wsgi.errors"].flush()
        start("200 OK", [("Content-Length", "2"), ("ETag", 'W/"x"')])(b"a")
        return [b"b"]

    assert lint(wrapped, errors_stream=io.StringIO()) == []
    assert lint(answering("101 X", (("Content-Length", "0"),), ())) == []

    def too_many(environ: dict, start: object) -> list[bytes]:
        with pytest.raises(TypeError, match="Too many arguments"):
            environ["wsgi.input"].readline(1, 2)
        return answering()(environ, start)

    assert lint(too_many) == []

    def not_iterable(environ: dict) -> None:
        environ["wsgi.input"] = type("Bare", (), {"read": None})()

    assert lint(lambda e, s: list(e["wsgi.input"]) or answering()(e, s), not_iterable) == [
        "'wsgi.input' is not iterable."
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda e: e.pop("SERVER_NAME"), "Required environment key 'SERVER_NAME' not found"),
        (lambda e: e.update({"wsgi.version": (1, 1)}), "Environ is not a WSGI 1.0 environ."),
        (lambda e: e.update(PATH_INFO="x"), "'PATH_INFO' does not start with a slash: 'x'"),
    ],
)
def test_lint_of_servers(change: object, message: str) -> None:
    assert lint(answering(), change) == [message]


def test_lint_of_calls_and_closing() -> None:
    linted = LintMiddleware(answering())

    class Environ(dict):
        pass

    def start(*args: object) -> None:
        return None

    with pytest.warns(WSGIWarning, match="standard Python dict"):
        body = linted(Environ(create_environ()), start)
    body.close()
    with pytest.warns(WSGIWarning, match="closed 'app_iter'"):
        list(body)
    with pytest.warns(WSGIWarning, match="takes two arguments"), pytest.raises(IndexError):
        linted(create_environ())
    with pytest.warns(WSGIWarning, match="keyword arguments"):
        linted(create_environ(), start, x=1).close()
    with pytest.warns(WSGIWarning, match="garbage collected"):
        linted(create_environ(), start).__del__()
    with pytest.raises(TypeError):
        GuardedIterator(None, (), [])
    with pytest.warns(WSGIWarning, match="'x' requires 'str', got 'int'"):
        check_type("x", 5)
    assert issubclass(HTTPWarning, Warning)


# --- proxy ---


@pytest.fixture
def target() -> str:
    class Quiet(WSGIRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

    @Request.application
    def remote(request: Request) -> Response:
        length = int(request.environ.get("CONTENT_LENGTH") or 0)
        body = request.environ["wsgi.input"].read(length).decode()
        host = request.environ["HTTP_HOST"]
        query = request.environ["QUERY_STRING"]
        added = request.headers.get("X-Added")
        return Response(f"{request.method} {request.path} {query} {host} {added} {body}")

    socketserver.TCPServer.allow_reuse_address = True
    server = make_server("127.0.0.1", 0, remote, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_http_proxy(target: str) -> None:
    netloc = target.removeprefix("http://")
    client = Client(
        ProxyMiddleware(
            app,
            {
                "/a": {"target": target, "host": None, "headers": {"X-Added": "1"}},
                "/b/": {"target": f"{target}/base/", "remove_prefix": True},
                "/c": {"target": target, "host": "named.org"},
                "/down": {"target": "http://127.0.0.1:9"},
                "/odd": {"target": "ftp://x"},
            },
            timeout=5,
        )
    )
    response = client.get("/a/x?q=1", buffered=True)
    assert response.text == "GET /a/x q=1 localhost 1 "
    assert (
        client.post("/b/u y", data="body", buffered=True).text
        == f"POST /base/u y  {netloc} None body"
    )
    assert "named.org" in client.get("/c/", buffered=True).text
    assert client.get("/other").text == "|/other|"
    assert client.get("/down/").status_code == 502
    with pytest.raises(RuntimeError, match="must be 'http' or 'https'"):
        client.get("/odd/")


def test_http_proxy_bodies_without_length() -> None:
    sent: list[bytes] = []

    class Connection:
        def send(self, data: bytes) -> None:
            sent.append(data)

    proxy = ProxyMiddleware(app, {"/x": {"target": "http://t"}}, chunk_size=2)
    environ = create_environ(
        environ_base={"HTTP_TRANSFER_ENCODING": "Chunked", "wsgi.input_terminated": True}
    )
    environ["wsgi.input"] = io.BytesIO(b"abc")
    headers, chunked = proxy._request_headers(environ, proxy.targets["/x/"], "t")
    assert chunked and ("Transfer-Encoding", "chunked") in headers and ("Host", "t") in headers
    proxy._send_body(Connection(), environ, chunked)
    assert sent == [b"2\r\nab\r\n", b"1\r\nc\r\n", b"0\r\n\r\n"]

    class Broken:
        def read(self, size: int) -> bytes:
            raise OSError

    assert list(proxy._body(Broken())) == []


def test_lint_names_the_line_that_is_wrong() -> None:
    def wrapped(environ: dict[str, object], start: object) -> list[bytes]:
        for use in ("read", "readline"):
            getattr(environ["wsgi.input"], use)()
        for stream in ("wsgi.input", "wsgi.errors"):
            environ[stream].close()
        return answering("302 Found", (("ETag", "w/a"),))(environ, start)

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        run_wsgi_app(LintMiddleware(wrapped), create_environ(errors_stream=io.StringIO()), True)
    named = [(item.category.__name__, item.filename) for item in caught]
    assert named[:6] == [("WSGIWarning", __file__)] * 4 + [("HTTPWarning", __file__)] * 2


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, {}, "hello"),
        (200, {"Content-Type": "text/plain", "ETag": '"a"'}, "hello"),
        (201, {"Location": "/x"}, ""),
        (301, {"Location": "x"}, "moved"),
        (302, {"Location": "?a=1"}, ""),
        (302, {"Location": "//h/x"}, ""),
        (308, {"Location": "http://h/x"}, ""),
        (100, {}, ""),
        (204, {}, ""),
        (204, {"Content-Length": "0"}, ""),
        (304, {"ETag": '"a"', "Expires": "0", "Content-Location": "/a", "Vary": "Accept"}, ""),
        (304, {"Last-Modified": "Sun, 06 Nov 1994 08:49:37 GMT", "Content-Length": "5"}, ""),
        (404, {}, "not found"),
    ],
)
def test_lint_of_what_http_allows(
    status: int, headers: dict[str, str], body: str, method: str
) -> None:
    response = Response(body, status, headers)
    if status in {100, 204, 304}:
        del response.headers["Content-Type"]
    environ = create_environ(method=method)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        run_wsgi_app(LintMiddleware(response), environ, buffered=True)
    assert [str(item.message) for item in caught] == []


def test_lint_of_a_head_that_has_a_body() -> None:
    def app(environ: dict[str, object], start: object) -> list[bytes]:
        start("200 OK", [("Content-Length", "3")])
        return [b"ab"]

    with pytest.warns(WSGIWarning, match="do not match"):
        run_wsgi_app(LintMiddleware(app), create_environ(method="HEAD"), buffered=True)


def test_shared_data_without_a_body() -> None:
    folder = Path(__file__).parent
    app = SharedDataMiddleware(lambda environ, start: [], {"/s": str(folder)})
    path = f"/s/{Path(__file__).name}"
    size = str(Path(__file__).stat().st_size)
    body, status, headers = run_wsgi_app(app, create_environ(path, method="HEAD"), buffered=True)
    assert (b"".join(body), status, headers["Content-Length"]) == (b"", "200 OK", size)
    body, status, headers = run_wsgi_app(app, create_environ(path), buffered=True)
    assert (str(len(b"".join(body))), status) == (size, "200 OK")


def test_profile_class_can_be_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    used = []

    class Profile:
        def runcall(self, function: object) -> None:
            used.append(function)
            function()

    monkeypatch.setattr("werkzeug.middleware.profiler.Profile", Profile)
    app = ProfilerMiddleware(Response("x"), stream=None)
    assert b"".join(run_wsgi_app(app, create_environ(), buffered=True)[0]) == b"x" and used


def proxied(**headers: str) -> dict[str, object]:
    seen: dict[str, object] = {}
    environ = create_environ("/p", "http://int.test:8000/old")
    environ.update({f"HTTP_X_FORWARDED_{name}": value for name, value in headers.items()})
    app = ProxyFix(lambda environ, start: seen.update(environ) or [], 1, 1, 1, 1, 1)
    app(environ, None)
    return seen


@pytest.mark.parametrize(
    ("prefix", "mount"),
    [
        ("/pre", "/pre"),
        ("pre", "/pre"),
        ("/pre/", "/pre"),
        ("pre/fix/", "/pre/fix"),
        ("//evil.example", "/evil.example"),
        ("/", ""),
        ("//", ""),
        ("a, pre", "/pre"),
    ],
)
def test_proxied_prefix(prefix: str, mount: str) -> None:
    environ = proxied(PREFIX=prefix)
    assert environ["SCRIPT_NAME"] == mount
    assert Request(environ).url == f"http://int.test:8000{mount}/p"


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [("HTTPS", "https"), ("https", "https"), ("wss", "wss"), ("ht tp", "http"), ("1x", "http")],
)
def test_proxied_scheme(scheme: str, expected: str) -> None:
    assert proxied(PROTO=scheme)["wsgi.url_scheme"] == expected


@pytest.mark.parametrize(
    ("host", "port", "expected"),
    [
        ("ex.test", None, ("ex.test", "ex.test", "8000")),
        ("ex.test:90", None, ("ex.test:90", "ex.test", "90")),
        ("ex.test:90", "91", ("ex.test:91", "ex.test", "91")),
        ("ex.test:", None, ("ex.test:", "ex.test", "8000")),
        ("ex.test:", "91", ("ex.test:91", "ex.test", "91")),
        ("ex.test:x", None, ("ex.test:x", "ex.test:x", "8000")),
        ("[::1]", None, ("[::1]", "[::1]", "8000")),
        ("[::1]:90", None, ("[::1]:90", "[::1]", "90")),
        ("[::1]", "91", ("[::1]:91", "[::1]", "91")),
        ("::1", None, ("::1", "::1", "8000")),
        (None, "91", ("int.test:91", "int.test", "91")),
        (None, "x", ("int.test:8000", "int.test", "8000")),
        (None, "65536", ("int.test:8000", "int.test", "8000")),
        (None, "\u0669", ("int.test:8000", "int.test", "8000")),
    ],
)
def test_proxied_host_and_port(
    host: str | None, port: str | None, expected: tuple[str, ...]
) -> None:
    headers = {"HOST": host, "PORT": port}
    environ = proxied(**{name: value for name, value in headers.items() if value is not None})
    assert tuple(environ[key] for key in ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT")) == expected


@given(
    st.dictionaries(
        st.sampled_from(["FOR", "PROTO", "HOST", "PORT", "PREFIX"]),
        st.text('ab:[]/," .1\xff', max_size=8),
    )
)
def test_proxied_junk(headers: dict[str, str]) -> None:
    request = Request(proxied(**headers))
    try:
        assert request.url.partition("://")[2][:1] != "/"
    except BadRequest:
        assert not host_is_trusted(request.environ["HTTP_HOST"])
    assert request.root_path == "" or request.root_path[:2].rstrip("/") != ""
