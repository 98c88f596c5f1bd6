"""Requests over an environ."""

from __future__ import annotations

import io

import pytest

from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import BadRequest, NotFound, RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.test import Client, create_environ
from werkzeug.wrappers import Request, Response


def test_head() -> None:
    environ = create_environ(
        "/é?a=1&a=2", "http://e.org:8080/app/", environ_base={"REMOTE_ADDR": "1.2.3.4"}
    )
    request = Request(environ)
    assert (request.path, request.root_path, request.script_root) == ("/é", "/app", "/app")
    assert (request.scheme, request.server, request.remote_addr) == (
        "http",
        ("e.org", 8080),
        "1.2.3.4",
    )
    assert request.args.getlist("a") == ["1", "2"] and request.query_string == b"a=1&a=2"
    assert request.url_root == request.root_url == "http://e.org:8080/app/"
    assert environ["werkzeug.request"] is request
    assert (request.is_multithread, request.is_run_once, request.remote_user) == (
        False,
        False,
        None,
    )
    bare = Request({"wsgi.url_scheme": "http"})
    assert (bare.method, bare.path, bare.server) == ("GET", "/", None)
    assert Request({"SERVER_NAME": "unix", "SERVER_PORT": ""}).server == ("unix", None)
    quiet: dict[str, object] = {}
    Request(quiet, populate_request=False)
    assert quiet == {}


def test_shallow() -> None:
    environ = create_environ()
    request = Request(environ, shallow=True)
    assert "werkzeug.request" not in environ
    with pytest.raises(RuntimeError, match="shallow=True"):
        request.stream


def test_form_and_files() -> None:
    request = Request.from_values(
        method="POST",
        data={"a": ["1", "2"], "f": (io.BytesIO(b"content"), "n.txt")},
        query_string="a=0",
    )
    assert request.form.getlist("a") == ["1", "2"]
    assert request.files["f"].read() == b"content"
    assert request.values.getlist("a") == ["0", "1", "2"]
    assert request.data == b"" and request.get_data() == b""
    with request:
        assert not request.files["f"].stream.closed
    assert request.files["f"].stream.closed
    assert Request.from_values("/?a=0", data={"a": "1"}).values.getlist("a") == ["0"]
    assert not Request.from_values().form
    Request.from_values().close()


def test_data() -> None:
    request = Request.from_values(method="POST", data="é", content_type="text/plain")
    assert request.get_data(cache=False) == "é".encode()
    assert request.get_data() == b""
    request = Request.from_values(
        method="POST", data="a=b", content_type="application/x-www-form-urlencoded"
    )
    assert request.get_data(as_text=True) == "a=b" == request.get_data(as_text=True)
    assert request.form["a"] == "b"
    request = Request.from_values(method="POST", data="x")
    assert request.data == b"x" and request.stream.read() == b""
    assert not request.want_form_data_parsed


def test_json() -> None:
    def made(data: str, content_type: str = "application/json") -> Request:
        return Request.from_values(method="POST", data=data, content_type=content_type)

    request = made('{"a": 1}')
    assert request.json == {"a": 1} and request.get_json() is request.json
    assert request.get_json(cache=False) == {"a": 1}
    for broken in ("{", "[" * 200_000):
        request = made(broken)
        assert request.get_json(silent=True) is None
        assert request.get_json(silent=True) is None
        with pytest.raises(BadRequest, match="Failed to decode JSON object"):
            request.json
    with pytest.raises(BadRequest):
        made("{").get_json(cache=False)
    other = made("{}", "text/plain")
    assert other.get_json(silent=True) is None and other.get_json(force=True) == {}
    with pytest.raises(UnsupportedMediaType, match="Content-Type was not 'application/json'"):
        made("{}", "text/plain").json

    class Lenient(Request):
        def on_json_loading_failed(self, e: ValueError | None) -> object:
            return "failed"

    lenient = Lenient.from_values(method="POST", data="{", content_type="application/json")
    assert lenient.json == "failed" == lenient.json


def test_limits() -> None:
    class Small(Request):
        max_content_length = 3

    with pytest.raises(RequestEntityTooLarge):
        Small.from_values(method="POST", data={"abc": "def"}).form
    assert Small.from_values(method="POST", data="abc").get_data() == b"abc"

    class Parts(Request):
        max_form_parts = 1

    with pytest.raises(RequestEntityTooLarge):
        Parts.from_values(method="POST", data={"a": "1", "b": (io.BytesIO(), "x")}).form


def test_own_file_streams() -> None:
    class Own(Request):
        def _get_file_stream(self, *args: object, **kwargs: object) -> io.BytesIO:
            return stream

    stream = io.BytesIO()
    request = Own.from_values(method="POST", data={"f": (io.BytesIO(b"x"), "n")})
    assert isinstance(request.files["f"], FileStorage) and stream.getvalue() == b"x"


def test_application() -> None:
    class Views:
        @Request.application
        def view(self, request: Request) -> Response:
            """Named."""
            if request.path == "/missing":
                raise NotFound()
            return Response(request.path)

    client = Client(Views().view)
    assert client.get("/a").text == "/a" and client.get("/missing").status_code == 404
    assert Views.view.__doc__ == "Named."
