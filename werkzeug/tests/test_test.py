"""The test client, the environ builder and the cookies."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkzeug.datastructures import Authorization, Headers, MultiDict
from werkzeug.test import (
    Client,
    ClientRedirectError,
    Cookie,
    EnvironBuilder,
    TestResponse,
    create_environ,
    encode_multipart,
    run_wsgi_app,
    stream_encode_multipart,
)
from werkzeug.wrappers import Request, Response


@Request.application
def app(request: Request) -> Response:
    if request.path == "/go":
        return Response(
            "", int(request.args.get("code", 302)), headers={"Location": request.args["to"]}
        )
    response = Response(
        json.dumps(
            {
                "method": request.method, "url": request.url, "root": request.root_path, "path": request.path,
                "form": request.form, "cookies": request.cookies, "data": request.get_data(as_text=True),
            }
        ),
        mimetype="application/json",
    )  # fmt: skip
    for value in request.args.getlist("set"):
        response.headers.add("Set-Cookie", value)
    return response


def test_environ() -> None:
    environ = create_environ(
        "/é?a=1", "https://e.org:444/app", method="PUT", data=b"abc", headers=[("X-A", "1"), ("X-A", "2")],
        environ_base={"base": 1}, environ_overrides={"over": 2}, content_type="a/b", multithread=True,
    )  # fmt: skip
    wanted = {
        "REQUEST_METHOD": "PUT", "SCRIPT_NAME": "/app", "PATH_INFO": "/\xc3\xa9", "QUERY_STRING": "a=1",
        "SERVER_NAME": "e.org", "SERVER_PORT": "444", "HTTP_HOST": "e.org:444", "wsgi.url_scheme": "https",
        "CONTENT_LENGTH": "3", "CONTENT_TYPE": "a/b", "HTTP_X_A": "1, 2", "base": 1, "over": 2,
        "wsgi.multithread": True, "REQUEST_URI": "/\xc3\xa9?a=1",
    }  # fmt: skip
    assert wanted.items() <= environ.items()
    assert create_environ(base_url="http://[::1]:81/")["SERVER_NAME"] == "::1"
    odd = EnvironBuilder()
    odd.host = "x:y"
    assert (odd.server_name, odd.server_port) == ("x", 80)
    assert (
        create_environ("/", query_string=MultiDict([("a", "1"), ("a", "2")]))["QUERY_STRING"]
        == "a=1&a=2"
    )
    assert create_environ(data=io.BytesIO(b"x"))["wsgi.input"].read() == b"x"
    assert (
        create_environ(auth=Authorization("bearer", token="t"))["HTTP_AUTHORIZATION"] == "Bearer t"
    )
    with pytest.raises(ValueError, match="Query string is defined"):
        create_environ("/?a=1", query_string="b=2")
    with pytest.raises(ValueError, match="base url must not contain"):
        create_environ(base_url="http://x/?a")
    for kwargs in ({"json": 1, "data": "x"}, {"input_stream": io.BytesIO(), "data": "x"}):
        with pytest.raises(TypeError, match="can't provide"):
            create_environ(**kwargs)


def test_builder() -> None:
    builder = EnvironBuilder("/x?y=1", data={"a": "1"}, headers=Headers({"X": "y"}))
    assert builder.content_type == "application/x-www-form-urlencoded"
    builder.files.add_file("f", io.BytesIO(b"1"), "x.txt")
    assert builder.mimetype == "multipart/form-data" and builder.query_string == "y=1"
    with pytest.raises(AttributeError, match="query string is defined"):
        builder.args
    builder.args = MultiDict({"k": "v"})
    assert builder.query_string == "k=v"
    builder.query_string = None
    assert not builder.args
    builder.input_stream = io.BytesIO(b"z")
    with pytest.raises(AttributeError, match="input stream is defined"):
        builder.form
    builder.form = MultiDict({"q": "r"})
    assert builder.get_request().form["q"] == "r"
    builder.files = builder.files
    builder.content_type = None
    builder.mimetype = "text/x"
    builder.mimetype_params["a"] = "b"
    assert builder.content_type == "text/x; charset=utf-8; a=b"
    builder.content_length = 5
    assert builder.content_length == 5
    builder.content_length = None
    assert builder.content_length is None
    builder.base_url = "https://h:9/z/"
    assert (builder.base_url, builder.server_name, builder.server_port) == (
        "https://h:9/z/",
        "h",
        9,
    )
    assert EnvironBuilder(mimetype="text/plain").mimetype == "text/plain"
    assert EnvironBuilder().mimetype is None

    class Own(Request):
        pass

    assert type(builder.get_request(Own)) is Own


def test_builder_closes_files() -> None:
    class Stubborn(io.BytesIO):
        def close(self) -> None:
            closed.append(1)
            if len(closed) == 1:
                raise OSError

    closed: list[int] = []
    builder = EnvironBuilder(data={"a": Stubborn(), "b": (Stubborn(), "n")})
    builder.close()
    builder.close()
    assert closed[:2] == [1, 1] and builder.closed


def test_from_environ_makes_the_same_again() -> None:
    environ = create_environ(
        "/a b/%3F/é", "http://h/app", method="POST", data={"a": "b"}, query_string="q=é"
    )
    again = EnvironBuilder.from_environ(environ).get_environ()
    for key in (
        "PATH_INFO",
        "SCRIPT_NAME",
        "QUERY_STRING",
        "HTTP_HOST",
        "CONTENT_TYPE",
        "CONTENT_LENGTH",
    ):
        assert again[key] == environ[key]
    assert EnvironBuilder.from_environ(environ, method="GET").method == "GET"


def test_multipart() -> None:
    class File(io.BytesIO):
        filename = "f.bin"
        content_type = None
        headers = None

    boundary, body = encode_multipart(
        {"a": "é", "n": 5, "b": b"x", "f": File(b"1"), "g": io.BytesIO(b"2")}, "b"
    )
    assert boundary == "b" and body.count(b"--b\r\n") == 5
    assert b'name="f"; filename="f.bin"' in body or b"filename=f.bin" in body
    stream, length, boundary = stream_encode_multipart({"a": "x" * 100}, threshold=10)
    assert len(stream.read()) == length and "WerkzeugFormPart_" in boundary
    stream.close()
    request = Request.from_values(
        method="POST", data=body, content_type="multipart/form-data; boundary=b"
    )
    assert request.form.to_dict() == {"a": "é", "n": "5", "b": "x", "g": "2"}
    request.close()


def test_methods_and_bodies() -> None:
    client = Client(app)
    for name in ("get", "post", "put", "delete", "patch", "options", "trace"):
        assert getattr(client, name)("/").json["method"] == name.upper()
    assert client.head("/").data == b""
    assert client.post("/", data={"a": "b"}).json["form"] == {"a": "b"}
    assert client.post("/", json=[1]).json["data"] == "[1]"
    assert repr(client).startswith("<Client <function app")


def test_what_can_be_opened() -> None:
    client = Client(app)
    environ = create_environ("/e")
    assert client.open(environ).json["path"] == "/e"
    assert client.open(EnvironBuilder("/b")).json["path"] == "/b"
    assert client.open(Request(environ)).json["path"] == "/e"
    assert client.open("/k", "http://q/").json["url"] == "http://q/k"


def test_responses() -> None:
    class Own(Response):
        def extra(self) -> int:
            return 1

    response = Client(app, Own).get("/")
    assert isinstance(response, TestResponse) and response.extra() == 1
    assert response.history == () and response.request.path == "/" and response.text.startswith("{")
    assert Client(app, Response).response_wrapper is TestResponse
    assert Client(app, TestResponse).response_wrapper is TestResponse


@pytest.mark.parametrize(
    ("code", "method"), [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")]
)
def test_redirects(code: int, method: str) -> None:
    client = Client(app)
    response = client.post(
        "/go", query_string={"to": "/new?x=1", "code": code}, data={"a": "b"}, follow_redirects=True
    )
    assert response.json["method"] == method and response.json["url"] == "http://localhost/new?x=1"
    assert response.json["form"] == ({"a": "b"} if method == "POST" else {})
    assert [step.status_code for step in response.history] == [code]
    assert client.get("/go?to=/x").status_code == 302
    assert client.head("/go?to=/x", follow_redirects=True, buffered=True).request.method == "HEAD"


@pytest.mark.parametrize(
    ("to", "url", "root"),
    [
        ("/app/new", "http://localhost/app/new", "/app"), ("/new", "http://localhost/new", ""),
        ("new", "http://localhost/app/new", "/app"), ("?a=1", "http://localhost/app/x?a=1", "/app"),
        ("http://localhost/app", "http://localhost/app/", "/app"), ("//localhost/y", "http://localhost/y", ""),
        ("https://localhost/y", "https://localhost/y", ""), ("http://u:p@localhost/y", "http://localhost/y", ""),
    ],
)  # fmt: skip
def test_where_redirects_lead(to: str, url: str, root: str) -> None:
    @Request.application
    def moved(request: Request) -> Response:
        if request.path == "/x" and not request.args:
            return Response("", 302, headers={"Location": to})
        return app_response(request)

    def app_response(request: Request) -> Response:
        return Response(json.dumps([request.url, request.root_path]))

    response = Client(moved).get("/x", "http://localhost/app", follow_redirects=True)
    assert json.loads(response.text) == [url, root]


def test_redirects_that_are_refused() -> None:
    client = Client(app)
    with pytest.raises(RuntimeError, match="external redirects"):
        client.get("/go?to=http://other.org/", follow_redirects=True)
    with pytest.raises(RuntimeError, match="subdomain redirects"):
        client.get("/go?to=http://s.localhost/", follow_redirects=True)
    open_client = Client(app, allow_subdomain_redirects=True)
    assert (
        open_client.get("/go?to=http://s.localhost/", follow_redirects=True).json["url"]
        == "http://s.localhost/"
    )
    loop = Client(Response("", 302, headers={"Location": "/"}))
    with pytest.raises(ClientRedirectError, match="A 302 redirect to / was already made"):
        loop.get("/", follow_redirects=True)


@pytest.mark.parametrize(
    ("header", "paths"),
    [
        ("k=v", ["/", "/p", "/p/q", "/pq"]), ("k=v; Path=/p", ["/p", "/p/q"]), ("k=v; Path=/p/", ["/p/q"]),
        ("k=v; Max-Age=0", []), ("k=v; Expires=Thu, 01 Jan 1970 00:00:00 GMT", []), ("k=v; Max-Age=x", ["/", "/p", "/p/q", "/pq"]),
        ("k=v; Domain=other.org", []),
    ],
)  # fmt: skip
def test_cookies_by_path(header: str, paths: list[str]) -> None:
    client = Client(app)
    client.get("/", query_string={"set": header})
    assert [
        path for path in ("/", "/p", "/p/q", "/pq") if client.get(path).json["cookies"]
    ] == paths


def test_cookies() -> None:
    client = Client(app)
    client.set_cookie("a", 'é; "x"')
    client.set_cookie("b", "1", domain="e.org", path="/q")
    client.set_cookie("w", "1", domain="e.org", origin_only=False)
    assert client.get("/").json["cookies"] == {"a": 'é; "x"'}
    assert client.get("/q/x", "http://e.org").json["cookies"] == {"b": "1", "w": "1"}
    assert client.get("/q/x", "http://s.e.org").json["cookies"] == {"w": "1"}
    assert client.get("/q/x", "http://se.org").json["cookies"] == {}
    cookie = client.get_cookie("a")
    assert isinstance(cookie, Cookie) and cookie.decoded_value == 'é; "x"' and cookie.origin_only
    client.delete_cookie("a")
    assert client.get_cookie("a") is None
    client.set_cookie("x", "1", domain="::1")
    assert client.get("/", "http://[::1]:80/").json["cookies"] == {"x": "1"}
    client.set_cookie("y", max_age=0)
    client.get("/", query_string={"set": "z=1; Secure; HttpOnly; SameSite=Lax; Domain=localhost"})
    kept = client.get_cookie("z")
    assert (kept.secure, kept.http_only, kept.same_site, kept.origin_only) == (
        True,
        True,
        "Lax",
        False,
    )
    assert client.get("/", "http://s.localhost").json["cookies"] == {"z": "1"}
    client.get("/deep/er", query_string={"set": "d=1"})
    assert client.get_cookie("d", path="/deep")
    without = Client(app, use_cookies=False)
    without.get("/", query_string={"set": "a=1"})
    assert without.get("/", headers={"Cookie": "h=1"}).json["cookies"] == {"h": "1"}
    for use in (
        lambda: without.set_cookie("a"),
        lambda: without.get_cookie("a"),
        lambda: without.delete_cookie("a"),
    ):
        with pytest.raises(TypeError, match="Cookies are disabled"):
            use()
    without._update_cookies_from_response("x", "/", ["a=b"])
    assert Cookie._from_response_header("h", "/", 'q="a;\\"b"; Path=/x').decoded_value == 'a;"b'


def test_running_an_application() -> None:
    closed: list[int] = []

    class Late:
        def __init__(self, environ: dict, start: object) -> None:
            self.start = start

        def __iter__(self):
            yield b"a"
            self.start("200 OK", [("A", "b")])
            yield b"b"

        def close(self) -> None:
            closed.append(1)

    for buffered in (False, True):
        body, status, headers = run_wsgi_app(Late, create_environ(), buffered)
        assert (b"".join(body), status, headers["A"]) == (b"ab", "200 OK", "b")
        if not buffered:
            body.close()
    assert closed == [1, 1]

    def writing(environ: dict, start: object) -> list[bytes]:
        start("200 OK", [])(b"1")
        return [b"2"]

    assert b"".join(run_wsgi_app(writing, create_environ())[0]) == b"12"

    def failing(environ: dict, start: object) -> list[bytes]:
        start("200 OK", [])
        try:
            raise ValueError("late")
        except ValueError:
            import sys

            start("500 ERROR", [], sys.exc_info())
            start("500 ERROR", [])(b"x")
            start("500 ERROR", [], sys.exc_info())
        return []

    with pytest.raises(ValueError, match="late"):
        run_wsgi_app(failing, create_environ())
    with pytest.raises(AssertionError, match="start_response"):
        run_wsgi_app(lambda environ, start: iter(()), create_environ())


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("code", [301, 302, 303, 305, 307, 308])
@pytest.mark.parametrize("is_read", [False, True])
def test_method_and_body_of_redirects(code: int, method: str, is_read: bool) -> None:
    @Request.application
    def moved(request: Request) -> Response:
        if request.path == "/old":
            if is_read:
                request.get_data()
            return Response("", code, headers={"Location": "/new"})
        seen.append((request.method, request.get_data(), request.content_type))
        return Response()

    seen: list[object] = []
    Client(moved).open(
        "/old", method=method, data=b"body", content_type="a/b", follow_redirects=True
    )
    to_get = code == 303 or (method == "POST" and code not in {307, 308})
    if to_get:
        assert seen == [("HEAD" if method == "HEAD" else "GET", b"", None)]
    else:
        assert seen == [(method, b"body", "a/b")]


def test_each_response_has_the_history_before_it() -> None:
    @Request.application
    def steps(request: Request) -> Response:
        step = int(request.path.strip("/") or 0)
        return Response(str(step), 302 if step < 4 else 200, headers={"Location": f"/{step + 1}"})

    response = Client(steps).get("/", follow_redirects=True)
    assert [len(earlier.history) for earlier in response.history] == [0, 1, 2, 3]
    assert len(response.history) == 4
    assert response.history[-1].history[-1] is response.history[-2]
    for count, earlier in enumerate(response.history):
        assert earlier.history == response.history[:count]


@pytest.mark.parametrize("length", [0, 2, 23])
def test_length_without_a_body(length: int) -> None:
    for kwargs in ({}, {"content_type": "text/plain"}, {"method": "POST"}):
        environ = create_environ(content_length=length, **kwargs)
        assert environ["CONTENT_LENGTH"] == str(length)
        assert Request.from_values(content_length=length, **kwargs).content_length == length
    assert "CONTENT_LENGTH" not in create_environ()
    # A body has its own length.
    assert create_environ(content_length=length, data=b"abc")["CONTENT_LENGTH"] == "3"


paths = st.text(st.characters(exclude_characters="?#", exclude_categories=["Cs"])).map(
    lambda path: "/" + path.lstrip("/\\")
)


@given(
    path=st.one_of(paths, st.sampled_from(["/%FF", "/a%2Fb", "//x/y", "/é/%C3%A9", "/a b"])),
    query=st.sampled_from(["", "x=ü", "q=%FF", "a=1&a=2", "q=\udcff"]),
    root=st.sampled_from(["", "/root", "/é", "/a%20b"]),
    data=st.sampled_from([None, b"", b"abc", {"a": "b"}]),
    method=st.sampled_from(["GET", "POST"]),
)
def test_an_environ_comes_back_as_it_was(
    path: str, query: str, root: str, data: object, method: str
) -> None:
    try:
        environ = create_environ(
            path, f"https://ex.test:8{root}", query_string=query, data=data, method=method
        )
    except ValueError:
        # No path of a URL.
        return
    again = EnvironBuilder.from_environ(environ).get_environ()
    assert again == environ
    assert EnvironBuilder.from_environ(environ, path="/other").get_environ()["RAW_URI"] == "/other"


def test_bytes_of_a_path_come_back_as_they_were() -> None:
    environ = create_environ("/%FF%C3%A9")
    assert environ["PATH_INFO"] == "/\xff\xc3\xa9"
    assert EnvironBuilder.from_environ(environ).get_environ() == environ


def test_redirect_of_a_body_that_cannot_be_rewound() -> None:
    class Once:
        """A stream that is read once."""

        def read(self, size: int = -1) -> bytes:
            return b""

        def close(self) -> None:
            pass

    @Request.application
    def moved(request: Request) -> Response:
        return Response(request.method, 302 if request.path == "/" else 200, {"Location": "/new"})

    environ = create_environ(method="POST", environ_overrides={"wsgi.input": Once()})
    client = Client(moved)
    response = client.open(Request(environ), follow_redirects=True)
    assert response.text == "GET"


@pytest.mark.parametrize("url", ["http://h:x/", "http://h:65536/", "http://[::1/"])
def test_base_url_that_cannot_be_parsed(url: str) -> None:
    with pytest.raises(ValueError):
        create_environ(base_url=url)


def test_several_fields_of_one_name() -> None:
    headers = [("Cookie", "a=1"), ("X-A", "1"), ("cookie", "b=2"), ("X-A", "2")]
    environ = EnvironBuilder(headers=headers).get_environ()
    assert (environ["HTTP_COOKIE"], environ["HTTP_X_A"]) == ("a=1; b=2", "1, 2")
    assert Request(environ).cookies.to_dict() == {"a": "1", "b": "2"}
