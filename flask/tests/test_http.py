"""Unusual requests, as an application of Flask sees what Werkzeug answers."""

from __future__ import annotations

import importlib.metadata
import io
import math
import pathlib
import typing as t

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flask import Flask, Response, abort, jsonify, redirect, request, send_file, session, url_for
from flask.testing import FlaskClient
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.routing import BuildError
from werkzeug.test import TestResponse

OLD_WERKZEUG = importlib.metadata.version("werkzeug") < "3.2"
pytestmark = pytest.mark.skipif(OLD_WERKZEUG, reason="Werkzeug answers so from 3.2 on")

FORM = b"a=1&b=2&amount=1000000"
JSON = b'{"pay":100}           {"x":2}'


@pytest.fixture
def bodies(app: Flask) -> Flask:
    app.config["MAX_CONTENT_LENGTH"] = 18
    readers: dict[str, t.Callable[[], t.Any]] = {
        "form": lambda: request.form.to_dict(),
        "values": lambda: request.values.to_dict(),
        "json": lambda: request.get_json(force=True),
        "data": lambda: request.get_data(),
        "text": lambda: request.get_data(as_text=True),
        "read": lambda: request.stream.read(),
        "pieces": lambda: b"".join(iter(lambda: request.stream.read(5), b"")),
        "line": lambda: request.stream.readline(),
        "lines": lambda: b"".join(request.stream.readlines()),
        "loop": lambda: b"".join(request.stream),
    }
    for name, reader in readers.items():
        app.add_url_rule(f"/{name}", name, reader, methods=["POST"])
    return app


def chunked(body: bytes) -> dict[str, t.Any]:
    return {
        "input_stream": io.BytesIO(body),
        "environ_overrides": {
            "wsgi.input_terminated": True,
            "HTTP_TRANSFER_ENCODING": "chunked",
        },
    }


TYPES = {"form": "application/x-www-form-urlencoded", "values": "application/x-www-form-urlencoded"}
READERS = ["form", "values", "json", "data", "text", "read", "pieces", "line", "lines", "loop"]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("announced", [True, False], ids=["length", "chunked"])
@pytest.mark.parametrize("body", [FORM, JSON], ids=["form", "json"])
def test_a_body_over_the_limit_is_refused(
    bodies: Flask, reader: str, announced: bool, body: bytes
) -> None:
    sent = {"data": body} if announced else chunked(body)
    response = bodies.test_client().post(
        f"/{reader}", content_type=TYPES.get(reader, "text/plain"), **sent
    )
    assert response.status_code == 413


@pytest.mark.parametrize("reader", ["data", "text", "read", "pieces", "line", "lines", "loop"])
@pytest.mark.parametrize("size", [0, 1, 17, 18])
def test_a_body_of_the_limit_is_read_whole(bodies: Flask, reader: str, size: int) -> None:
    response = bodies.test_client().post(
        f"/{reader}", content_type="text/plain", **chunked(b"x" * size)
    )
    assert (response.status_code, response.data) == (200, b"x" * size)


VARY = st.lists(st.sampled_from(["Accept", "Accept-Encoding", "Origin", "Cookie", "X-A"]))


@given(st.lists(VARY, max_size=4), st.booleans())
def test_a_session_keeps_every_field_of_vary(fields: list[list[str]], write: bool) -> None:
    app = Flask("vary")
    app.secret_key = "key"

    @app.get("/")
    def view() -> Response:
        if write:
            session["a"] = 1
        else:
            session.get("a")
        response = app.response_class("x")
        for field in fields:
            response.headers.add("Vary", ", ".join(field))
        return response

    response = app.test_client().get("/")
    got = [name for line in response.headers.getlist("Vary") for name in line.split(", ")]
    assert set(got) - {""} == {name for field in fields for name in field} | {"Cookie"}


@pytest.fixture
def hosts(app: Flask) -> Flask:
    @app.route("/d/")
    def folder() -> list[str]:
        session["a"] = 1
        return [request.host, request.url, url_for("folder", _external=True)]

    @app.route("/<path:p>/")
    def path(p: str) -> str:
        return p

    return app


def ask(app: Flask, host: str, path: str) -> TestResponse:
    return app.test_client().get(path, environ_overrides={"HTTP_HOST": host})


@pytest.mark.parametrize("host", ["my_app:5000", "a~b.test", "a!b.test", "a%20b.test"])
def test_a_host_that_rfc_3986_allows_is_kept(hosts: Flask, host: str) -> None:
    url = f"http://{host}/d/"
    assert ask(hosts, host, "/d/").get_json() == [host, url, url]
    assert ask(hosts, host, "/d").location in (url, "/d/")


@pytest.mark.parametrize("host", ["my_app:5000", "ex.test:", "[fe80::1%25eth0]", "a b", "a/b", "@"])
def test_no_redirect_leads_to_a_host_in_the_path(hosts: Flask, host: str) -> None:
    response = ask(hosts, host, "/evil.example")
    assert response.status_code in (308, 400)
    assert not (response.location or "").startswith(("http:///", "//"))


def test_an_underscore_in_a_trusted_host(hosts: Flask) -> None:
    hosts.config["TRUSTED_HOSTS"] = ["my_app"]
    assert ask(hosts, "my_app:5000", "/d/").status_code == 200
    assert ask(hosts, "other:5000", "/d/").status_code == 400


@pytest.mark.parametrize(
    ("scheme", "host", "url"),
    [
        ("http", "EX.Test:5000", "http://ex.test:5000/d/"),
        ("HTTPS", "ex.test", "https://ex.test/d/"),
    ],
)
def test_urls_of_the_request_are_those_of_url_for(
    hosts: Flask, scheme: str, host: str, url: str
) -> None:
    over = {"HTTP_HOST": host, "wsgi.url_scheme": scheme}
    got = hosts.test_client().get("/d/", environ_overrides=over).get_json()
    assert got[1:] == [url, url]


FLOATS = st.floats(min_value=0, allow_nan=False, allow_infinity=False)


@given(FLOATS)
def test_url_for_of_a_float_leads_back(value: float) -> None:
    app = Flask("floats")
    app.add_url_rule("/f/<float:x>", "f", lambda x: repr(x))
    with app.test_request_context():
        url = url_for("f", x=value)
    assert float(app.test_client().get(url).text) == value


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_url_for_refuses_what_no_url_leads_to(app: Flask, value: float) -> None:
    app.add_url_rule("/f/<float:x>", "f", lambda x: repr(x))
    with app.test_request_context(), pytest.raises(BuildError):
        url_for("f", x=value)


@pytest.mark.parametrize(
    ("path", "text"), [("/api/", "A0B0"), ("/api/A1/B1", "A1B1"), ("/api/A0/B1", "A0B1")]
)
def test_variables_of_the_url_come_before_defaults(
    app: Flask, client: FlaskClient, path: str, text: str
) -> None:
    @app.route("/api/", defaults={"a": "A0", "b": "B0"})
    @app.route("/api/<a>/<b>", defaults={"a": "A0", "b": "B0"})
    def view(a: str, b: str) -> str:
        return a + b

    assert client.get(path, follow_redirects=True).text == text


def test_a_missing_header_is_a_bad_request(app: Flask, client: FlaskClient) -> None:
    app.add_url_rule("/", "view", lambda: request.headers["X-None"])
    assert client.get("/").status_code == 400


def test_a_part_without_a_name_is_no_field(app: Flask, client: FlaskClient) -> None:
    app.add_url_rule("/", "view", lambda: request.form.to_dict(), methods=["POST"])
    body = b"--b\r\nContent-Disposition: form-data\r\n\r\nv\r\n--b--\r\n"
    response = client.post("/", data=body, content_type="multipart/form-data; boundary=b")
    assert response.status_code == 400 or response.get_json() == {}


@pytest.mark.parametrize(
    ("code", "method", "followed"),
    [(code, method, method) for code in (301, 302, 307, 308) for method in ("PUT", "DELETE")]
    + [(301, "POST", "GET"), (302, "POST", "GET"), (307, "POST", "POST"), (308, "POST", "POST")]
    + [(303, "PUT", "GET"), (303, "POST", "GET")],
)
def test_methods_of_followed_redirects(
    app: Flask, client: FlaskClient, code: int, method: str, followed: str
) -> None:
    methods = ["GET", "PUT", "DELETE", "POST"]
    app.add_url_rule("/r", "r", lambda: redirect("/m", code), methods=methods)
    app.add_url_rule("/m", "m", lambda: request.method, methods=methods)
    assert client.open("/r", method=method, follow_redirects=True).text == followed


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Range": "bytes=0-3"}, 206),
        ({"Range": "bytes=-100"}, 206),
        ({"Range": "chars=0-3"}, 200),
        ({"Range": "bytes=0-3", "If-Range": 'W/"tag"'}, 200),
        ({"Range": "bytes=0-3", "If-None-Match": '"tag"'}, 304),
        ({"If-Match": '"other"'}, 412),
        ({"If-Unmodified-Since": "Mon, 13 Nov 2000 22:13:20 GMT"}, 412),
    ],
)
def test_conditions_of_a_sent_file(
    app: Flask, client: FlaskClient, tmp_path: pathlib.Path, headers: dict[str, str], status: int
) -> None:
    file = tmp_path / "f.txt"
    file.write_bytes(b"0123456789")
    app.add_url_rule("/", "view", lambda: send_file(file, etag="tag"))
    with client.get("/", headers=headers) as response:
        assert response.status_code == status
    if status == 206:
        with client.head("/", headers=headers) as response:
            assert response.status_code == 200


def test_a_blueprint_does_not_handle_urls_that_nobody_serves(
    app: Flask, client: FlaskClient
) -> None:
    """No blueprint is chosen when no rule is: by design (flask #1498)."""
    from flask import Blueprint

    bp = Blueprint("bp", __name__, url_prefix="/bp")
    bp.errorhandler(404)(lambda error: ("the blueprint", 404))
    bp.add_url_rule("/raise", "raise", lambda: abort(404))
    app.errorhandler(404)(lambda error: ("the application", 404))
    app.register_blueprint(bp)
    assert client.get("/bp/raise").text == "the blueprint"
    assert client.get("/bp/nowhere").text == "the application"


def test_nan_is_written_as_python_does(app: Flask, client: FlaskClient) -> None:
    app.add_url_rule("/", "view", lambda: jsonify(x=math.nan))
    assert client.get("/").text == '{"x":NaN}\n'
    app.config["PROPAGATE_EXCEPTIONS"] = True

    class Strict(type(app.json)):  # type: ignore[misc]
        def dumps(self, obj: t.Any, **kwargs: t.Any) -> str:
            return str(super().dumps(obj, allow_nan=False, **kwargs))

    app.json = Strict(app)
    with pytest.raises(ValueError, match="not JSON compliant"):
        client.get("/")


def test_a_note_for_a_path_given_to_url_for(app: Flask) -> None:
    app.add_url_rule("/users", "users", lambda: "x")
    with app.test_request_context():
        with pytest.raises(BuildError) as error:
            url_for("/users")
        assert "The endpoint of this path is 'users'." in error.value.__notes__[-1]
        with pytest.raises(BuildError) as error:
            url_for("/nowhere")
        assert "'flask routes' lists the endpoints" in error.value.__notes__[-1]


def test_a_method_that_is_not_allowed_lists_the_others(app: Flask, client: FlaskClient) -> None:
    app.add_url_rule("/", "view", lambda: "x", methods=["GET"])
    app.add_url_rule("/raise", "raise", lambda: abort(405))
    assert set(client.post("/").allow) == {"GET", "HEAD", "OPTIONS"}
    assert client.get("/raise").status_code == 405
    assert MethodNotAllowed.code == 405


@pytest.mark.parametrize(
    ("cookies", "values"),
    [
        ('prefs={"a":1}; session=abc', {"prefs": '{"a":1}', "session": "abc"}),
        ('a="x; b=1', {"a": '"x', "b": "1"}),
        ('a=x"y; b=1', {"a": 'x"y', "b": "1"}),
        ('a=["1","b"]; b=1', {"a": '["1","b"]', "b": "1"}),
        ('a="x y"; b=1', {"a": "x y", "b": "1"}),
    ],
)
def test_cookies_with_quotes(
    app: Flask, client: FlaskClient, cookies: str, values: dict[str, str]
) -> None:
    app.add_url_rule("/", "view", lambda: dict(request.cookies))
    response = client.get("/", environ_overrides={"HTTP_COOKIE": cookies})
    assert response.get_json() == values


@pytest.mark.parametrize(
    ("header", "same", "other"),
    [
        ("a=1; Max-Age=100; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "a=1", "-"),
        ("a=1; Path=x", "a=1", "-"),
        ("a=1; Domain=LocalHost", "a=1", "-"),
        ("a=1; Domain=other.test", "-", "-"),
        ("a=1; Domain=.localhost", "a=1", "-"),
        ("a=1; Max-Age=-1", "-", "-"),
        ("a=1; Max-Age=abc", "a=1", "-"),
    ],
)
def test_cookies_of_the_client(
    app: Flask, client: FlaskClient, header: str, same: str, other: str
) -> None:
    app.add_url_rule("/c/set", "set", lambda: Response("", headers=[("Set-Cookie", header)]))
    app.add_url_rule("/c/get", "get", lambda: request.headers.get("Cookie", "-"))
    client.get("/c/set")
    assert client.get("/c/get").text == same
    assert client.get("/c/get", base_url="http://other.test/").text == other


def test_directives_of_a_policy_are_kept(app: Flask, client: FlaskClient) -> None:
    @app.get("/")
    def view() -> Response:
        policy = "default-src 'self'; upgrade-insecure-requests; sandbox"
        response = Response(headers={"Content-Security-Policy": policy})
        response.content_security_policy.script_src = "x"
        return response

    policy = client.get("/").headers["Content-Security-Policy"]
    directives = [part.strip() for part in policy.split(";")]
    assert directives == [
        "default-src 'self'",
        "upgrade-insecure-requests",
        "sandbox",
        "script-src x",
    ]


def test_an_error_response_ignores_conditions(app: Flask, client: FlaskClient) -> None:
    @app.get("/")
    def view() -> Response:
        response = Response(b"not there!", 404)
        response.set_etag("strong")
        return response.make_conditional(request, accept_ranges=True, complete_length=10)  # type: ignore[return-value]

    for headers in ({"Range": "bytes=0-3"}, {"If-None-Match": '"strong"'}, {"If-Match": '"o"'}):
        assert client.get("/", headers=headers).status_code == 404


def test_a_subdomain_value_never_leaves_its_domain(app: Flask) -> None:
    app.config["SERVER_NAME"] = "h.example"
    app.subdomain_matching = True
    app.add_url_rule("/1", "view", lambda s: s, subdomain="<s>")
    with app.app_context():
        assert url_for("view", s="www") == "http://www.h.example/1"
        for value in ("evil.example/", "evil.example?", "evil.example#", "a@", "a:1", "a\\\\"):
            try:
                url = url_for("view", s=value)
            except BuildError:
                continue
            host = url.removeprefix("http://").partition("/")[0]
            assert host.endswith(".h.example")
            assert not set(host) & set("@:?#\\\\")


def test_a_rule_without_a_host_is_built_with_the_host_of_the_request() -> None:
    app = Flask("hosts", host_matching=True, static_folder=None)
    app.add_url_rule("/1", "view", lambda: "x")
    with app.test_request_context("/", base_url="http://h.example/"):
        assert url_for("view", _external=True) == "http://h.example/1"


@pytest.mark.parametrize("size", [20, 5000])
def test_an_int_that_no_url_leads_to(app: Flask, client: FlaskClient, size: int) -> None:
    app.add_url_rule("/i/<int:x>", "view", lambda x: "found")
    app.add_url_rule("/f/<float:x>", "float", lambda x: "found")
    with app.test_request_context():
        with pytest.raises(BuildError):
            url_for("view", x=-5)
    assert client.get("/i/" + "1" * size).status_code == (200 if size < 4300 else 404)
    assert client.get("/f/" + "1" * 400 + ".0").status_code == 404
