"""The behaviour of environ builder, client, cookies and redirects."""

# ruff: noqa: B023 - every function is called in the round of the loop that makes it
from __future__ import annotations

import io
import json
import re
import warnings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EXPECTED_DIFFERENCES = {
    "environ:('/', 'http://[::1]:80/')": "the server name of an IPv6 host is its address",
    "redirect:to://localhost": "a location without a scheme keeps that of the request",
    "redirect:301:PUT": "only POST becomes GET (RFC 9110)",
    "redirect:302:PUT": "only POST becomes GET (RFC 9110)",
    "redirect:305:PUT": "only POST becomes GET (RFC 9110)",
    "cookies:o=1; Domain=other.com": "a foreign domain is refused (RFC 6265bis)",
    "cookies:pp=1; Path=x": "such a path is the default path (RFC 6265bis)",
    "cookies:header": "a Cookie header that the test gives is joined with the client's cookies",
    "cookies:k=; Max-Age=-1": "a negative age deletes the cookie, too (RFC 6265)",
    "builder:from_environ": "a path with a question mark or a percent sign survives",
}


def _call(function: Callable[[], object]) -> object:
    try:
        with warnings.catch_warnings(record=True):
            warnings.simplefilter("always")
            return function()
    except Exception as error:
        return [type(error).__name__, str(error)]


def _app() -> object:
    from werkzeug.wrappers import Request, Response

    @Request.application
    def app(request: Request) -> Response:
        if request.path.startswith("/r/"):
            return Response("", int(request.args["c"]), headers={"Location": request.args["to"]})
        if request.path == "/set":
            response = Response("set")
            for value in request.args.getlist("v"):
                response.headers.add("Set-Cookie", value)
            return response
        return Response(
            json.dumps(
                {
                    "method": request.method,
                    "url": request.url,
                    "path": request.path,
                    "root": request.root_path,
                    "form": request.form.to_dict(flat=False),
                    "files": [
                        (key, file.filename, file.content_type, file.read().decode("latin1"))
                        for key, file in request.files.items(multi=True)
                    ],
                    "data": request.get_data(as_text=True),
                    "cookies": request.cookies.to_dict(),
                    "type": (request.content_type or "").split(";")[0],
                    "x": request.headers.get("X-A"),
                    "auth": repr(request.authorization),
                    "json": request.get_json(silent=True),
                }
            ),
            mimetype="application/json",
        )

    return app


def _environs() -> Iterator[tuple[str, object]]:
    from werkzeug.test import create_environ

    def show(args: tuple[object, ...], kwargs: dict[str, object]) -> object:
        environ = create_environ(*args, **kwargs)
        environ["wsgi.input"] = environ["wsgi.input"].read().decode("latin1")
        del environ["wsgi.errors"]
        if "multipart" in environ.get("CONTENT_TYPE", ""):
            # The boundary contains the time, so its length varies.
            del environ["CONTENT_LENGTH"]
        text = repr(sorted(environ.items(), key=lambda item: item[0]))
        return re.sub(r"WerkzeugFormPart_[\d.]+", "BOUNDARY", text)

    def stream() -> io.BytesIO:
        return io.BytesIO(b"abc")

    cases: list[tuple[tuple[object, ...], dict[str, object]]] = [
        ((), {}), (("/é?a=b c&x=%20", "http://ex.com:81/app/é"), {}), (("http://foo.com/b?x=1",), {}),
        (("/a",), {"query_string": {"a": [1, 2], "b": "é"}}), (("/a?x=1",), {"query_string": "y=2"}),
        (("a/b", "http://x"), {}), (("/", "https://ex.com"), {"method": "post", "data": {"a": "b", "c": ["d", "e"]}}),
        (("/",), {"method": "POST", "data": "text é"}), (("/",), {"data": b"bytes", "content_type": "text/x"}),
        (("/",), {"json": {"a": 1}}), (("/",), {"json": [1], "content_type": "application/x"}),
        (("/",), {"headers": {"X-A": "1", "Content-Type": "x/y", "Host": "foo"}, "auth": ("u", "p")}),
        (("/",), {"headers": [("X-A", "1"), ("X-A", "2"), ("Content-Length", "5")],
                  "environ_base": {"REMOTE_ADDR": "1.2.3.4", "HTTP_X": "y"}, "environ_overrides": {"a": "b"}}),
        (("/",), {"mimetype": "text/html", "data": "x"}), (("/",), {"data": "x", "json": {}}),
        (("/",), {"data": {"a": "b"}, "content_type": "application/x-www-form-urlencoded; charset=utf-8"}),
        (("/",), {"data": {"f": (stream(), "a.txt"), "q": "é", "n": 5}}),
        (("/",), {"data": {"f": (stream(), "a.png", "image/x"), "g": [(stream(), "b"), (stream(), "c.zip")]}}),
        (("/",), {"input_stream": stream(), "data": "y"}), (("/",), {"input_stream": stream(), "content_length": 2}),
        (("/", "http://x/?a=1"), {}), (("/", "http://[::1]:80/"), {}), (("/",), {"multithread": True, "run_once": True}),
        (("//a//b",), {}), (("",), {}), (("?a=1",), {}), (("/#frag",), {}), (("/a;b=c",), {}), (("/%2F",), {}),
        (("/a b",), {}), (("/a:b",), {}), (("/\"'<>",), {}), (("/",), {"data": ""}), (("/",), {"data": {}}),
        (("/",), {"query_string": ""}), (("/",), {"query_string": {}}), (("/",), {"data": stream()}),
        (("/", "http://ex.com:abc/"), {}), (("/x", "http://user@ex.com/"), {}),
    ]  # fmt: skip
    for number, (args, kwargs) in enumerate(cases):
        label = f"environ:{args}:{sorted(kwargs)}:{number}"
        yield label, _call(lambda: show(args, kwargs))


def _builders() -> Iterator[tuple[str, object]]:
    from werkzeug.test import EnvironBuilder

    def facts(builder: EnvironBuilder) -> object:
        names = (
            "path", "script_root", "host", "url_scheme", "query_string", "method", "request_uri",
            "content_type", "content_length", "mimetype", "base_url", "server_name", "server_port",
        )  # fmt: skip
        return [(name, _call(lambda: repr(getattr(builder, name)))) for name in names] + [
            ("args", _call(lambda: repr(builder.args))),
            ("form", _call(lambda: repr(builder.form))),
            ("files", _call(lambda: repr(builder.files))),
            ("params", _call(lambda: repr(dict(builder.mimetype_params)))),
            ("headers", repr(list(builder.headers))),
        ]

    builder = EnvironBuilder("/x?y=1", "http://h:8080/app", method="POST", data={"a": "1"})
    yield "builder:form", facts(builder)
    builder.files.add_file("f", io.BytesIO(b"1"), "x.txt")
    yield "builder:files", facts(builder)
    builder.input_stream = io.BytesIO(b"z")
    yield "builder:stream", facts(builder)
    builder.args = {"k": "v"}  # type: ignore[assignment]
    builder.content_type = "a/b; c=d"
    yield "builder:args", facts(builder)
    builder.query_string = "q=r"
    builder.content_length = 4
    builder.base_url = "https://y:99/z"
    builder.mimetype = "text/plain"
    builder.mimetype_params["x"] = "y"  # type: ignore[index]
    yield "builder:rest", facts(builder)
    environ = EnvironBuilder(
        "/a b/%3F?x=1&é", "http://h/app", method="PUT", data="dd", headers={"X-Y": "z"}
    ).get_environ()
    yield "builder:from_environ", _call(lambda: facts(EnvironBuilder.from_environ(environ)))
    environ["PATH_INFO"] = "/plain \xc3\xa9"
    yield (
        "builder:from_environ2",
        _call(lambda: facts(EnvironBuilder.from_environ(environ, method="GET"))),
    )


def _client() -> Iterator[tuple[str, object]]:
    from werkzeug.test import Client

    app = _app()

    def answer(response: object) -> object:
        return [
            response.status_code,
            response.text,
            [item.request.url for item in response.history],
            response.request.url,
        ]

    for code in (300, 301, 302, 303, 304, 305, 307, 308):
        for method in ("GET", "POST", "HEAD", "PUT"):
            client = Client(app)
            data = {"a": "b"} if method in ("POST", "PUT") else None
            yield (
                f"redirect:{code}:{method}",
                _call(
                    lambda: answer(
                        client.open(
                            "/r/x", method=method, query_string={"c": code, "to": "/next?q=1"},
                            data=data, headers={"X-A": "1"}, follow_redirects=True,
                        )
                    )
                ),
            )  # fmt: skip
    targets = (
        "http://other.com/", "http://sub.localhost/", "http://localhost/x", "//localhost/app/z",
        "/app/z", "/z", "http://localhost:80/y", "https://localhost/s", "/ü?é=1",
        "/r/x?c=302&to=/end",
    )  # fmt: skip
    for target in targets:
        for subdomains in (False, True):
            client = Client(app, allow_subdomain_redirects=subdomains)
            yield (
                f"redirect:to:{target}:{subdomains}",
                _call(
                    lambda: answer(
                        client.get(
                            "/r/x", "http://localhost/app", query_string={"c": 302, "to": target},
                            follow_redirects=True,
                        )
                    )
                ),
            )  # fmt: skip
    client = Client(app)
    yield (
        "redirect:loop",
        _call(
            lambda: answer(
                client.get(
                    "/r/x",
                    query_string={"c": 302, "to": "/r/x?c=302&to=/r/x"},
                    follow_redirects=True,
                )
            )
        ),
    )
    cookies = (
        "p=1; Path=/p", "d=1; Domain=localhost", "e=x; Max-Age=0", "s=1; Secure",
        'x="a b"; HttpOnly; SameSite=Lax; Expires=Wed, 21 Oct 2099 07:28:00 GMT', "k=; Max-Age=-1",
        "o=1; Domain=other.com", "old=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "novalue",
        'q="\\303\\251"', "pp=1; Path=x", "a=b=c", "u=1; Path=/p/q/",
    )  # fmt: skip
    for cookie in cookies:
        client = Client(app)
        client.get("/set", query_string={"v": cookie})
        yield (
            f"cookies:{cookie}",
            [
                [repr(item) for item in client._cookies.values()],
                *[
                    client.get(path, base).json["cookies"]
                    for path in ("/", "/p", "/p/q", "/pq", "/p/q/r")
                    for base in ("http://localhost", "https://localhost", "http://sub.localhost")
                ],
            ],
        )
    client = Client(app)
    client.set_cookie("a", 'é; "x"', max_age=5, httponly=True)
    client.set_cookie("b", "1", domain="ex.com", path="/q")
    client.set_cookie("w", "1", domain="ex.com", origin_only=False)
    client.set_cookie("n")
    # The moment of expiry is a matter of the clock.
    yield "cookies:set", [repr(item).partition("expires=")[0] for item in client._cookies.values()]
    yield "cookies:sent", client.get("/q/x", "http://ex.com").json["cookies"]
    yield "cookies:sub", client.get("/q/x", "http://a.ex.com").json["cookies"]
    yield "cookies:get", repr([client.get_cookie("b", "ex.com", "/q"), client.get_cookie("b")])
    client.delete_cookie("a")
    client.delete_cookie("none")
    yield "cookies:deleted", sorted(client._cookies)
    yield "cookies:header", client.get("/", headers={"Cookie": "h=1"}).json["cookies"]
    yield "cookies:header2", Client(app).get("/", headers={"Cookie": "h=1"}).json["cookies"]
    without = Client(app, use_cookies=False)
    yield (
        "cookies:none",
        [
            _call(lambda: without.set_cookie("a", "b")),
            _call(lambda: without.get_cookie("a")),
            without.get("/", headers={"Cookie": "h=1"}).json["cookies"],
        ],
    )
    yield (
        "post:multipart",
        client.post("/", data={"a": ["1", "2"], "f": (io.BytesIO(b"x\r\n--y"), "é.txt")}).json,
    )
    yield "post:form", client.post("/?q=1", data={"a": ["1", "2"], "é": "ü&="}).json
    yield "post:json", client.post("/", json={"a": None}, auth=("u", "p:x")).json
    yield "methods", [getattr(client, name)("/").request.method for name in (
        "get", "post", "put", "delete", "patch", "options", "trace", "head")]  # fmt: skip


def observations() -> Iterator[tuple[str, object]]:
    """All answers."""
    yield from _environs()
    yield from _builders()
    yield from _client()
