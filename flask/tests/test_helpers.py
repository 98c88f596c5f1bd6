"""URLs, redirects, files, flashes, JSON, logging, signals and views."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import io
import logging
import typing as t
import uuid
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

import flask
from flask import (
    Blueprint,
    Flask,
    Response,
    jsonify,
    render_template_string,
    request,
    url_for,
)
from flask.json.provider import DefaultJSONProvider, JSONProvider
from flask.logging import default_handler, has_level_handler, wsgi_errors_stream
from flask.testing import FlaskClient
from flask.views import MethodView, View
from werkzeug.exceptions import NotFound
from werkzeug.http import parse_date
from werkzeug.routing import BuildError


@pytest.fixture
def urls(app: Flask) -> Flask:
    app.add_url_rule("/", "index", lambda: "x")
    app.add_url_rule("/u/<int:n>", "user", lambda n: str(n), methods=["GET"])
    app.add_url_rule("/p/<int:n>", "user", methods=["POST"])
    return app


def test_url_for(urls: Flask) -> None:
    with urls.test_request_context("/", base_url="https://example.com/root"):
        assert url_for("index") == "/root/"
        assert url_for("user", n=1, q="a b", r=["1", "2"]) == "/root/u/1?q=a+b&r=1&r=2"
        assert url_for("user", n=1, _method="POST") == "/root/p/1"
        assert url_for("index", _anchor="x y/z") == "/root/#x%20y/z"
        assert url_for("index", _anchor="100%#x'") == "/root/#100%25%23x'"
        assert url_for("index", _external=True) == "https://example.com/root/"
        assert url_for("index", _scheme="http") == "http://example.com/root/"
        assert url_for(".index") == "/root/"
        with pytest.raises(ValueError, match="'_external' must be True"):
            url_for("index", _scheme="http", _external=False)
        with pytest.raises(BuildError, match="Did you mean 'user' instead"):
            url_for("usr", n=1)


def test_url_for_outside_of_requests(urls: Flask) -> None:
    with urls.app_context(), pytest.raises(RuntimeError, match="without 'SERVER_NAME'") as caught:
        url_for("index")
    assert "test_request_context" in str(caught.value)
    urls.config.update(SERVER_NAME="example.com", PREFERRED_URL_SCHEME="https")
    with urls.app_context():
        assert url_for("index") == "https://example.com/"
        assert url_for("index", _external=False) == "/"


def test_build_error_handlers(urls: Flask) -> None:
    seen: list[t.Any] = []

    def unknown(error: Exception, endpoint: str, values: dict[str, t.Any]) -> str:
        seen.append((endpoint, values["_external"]))
        if endpoint == "known":
            return f"/handled/{values['x']}"
        raise error

    urls.url_build_error_handlers.append(unknown)
    with urls.test_request_context():
        assert url_for("known", x=1) == "/handled/1"
        with pytest.raises(BuildError):
            url_for("other")
    assert seen == [("known", False), ("other", False)]


def test_redirect_and_abort(app: Flask) -> None:
    assert flask.redirect("/x", 303).status_code == 303

    class Custom(Response):
        pass

    app.response_class = Custom
    with app.app_context():
        assert isinstance(flask.redirect("/x"), Custom)
        with pytest.raises(Exception, match="418"):
            flask.abort(418)
    with pytest.raises(Exception, match="404 Not Found"):
        flask.abort(404)


def test_make_response(app: Flask) -> None:
    with app.test_request_context():
        assert flask.make_response().data == b""
        assert flask.make_response("a", 201).status_code == 201
        assert flask.make_response(("a", 202)).status_code == 202


def test_send_file(app: Flask, client: FlaskClient, tmp_path: t.Any) -> None:
    (tmp_path / "a.txt").write_text("content")
    app.add_url_rule("/path", "path", lambda: flask.send_file(tmp_path / "a.txt"))
    app.add_url_rule(
        "/memory",
        "memory",
        lambda: flask.send_file(io.BytesIO(b"m"), download_name="m.bin", as_attachment=True),
    )
    app.add_url_rule(
        "/dir/<path:name>", "dir", lambda name: flask.send_from_directory(tmp_path, name)
    )
    with client.get("/path") as response:
        assert response.text == "content"
        assert response.mimetype == "text/plain"
        assert response.cache_control.no_cache
        etag = response.headers["ETag"]
    with client.get("/path", headers={"If-None-Match": etag}) as response:
        assert response.status_code == 304
    with client.get("/path", headers={"Range": "bytes=1-2"}) as response:
        assert (response.status_code, response.data) == (206, b"on")
    assert "attachment; filename=m.bin" in client.get("/memory").headers["Content-Disposition"]
    for name in ("../a.txt", "missing", "..", "%2e%2e/a.txt"):
        assert client.get(f"/dir/{name}").status_code == 404
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = datetime.timedelta(seconds=30)
    with client.get("/path") as response:
        assert response.cache_control.max_age == 30


def test_static_files(tmp_path: t.Any) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.css").write_text("a {}")
    app = Flask("s", root_path=str(tmp_path), static_folder="files", static_url_path="/f/")
    with app.test_client().get("/f/a.css") as response:
        assert response.text == "a {}"
    assert app.static_url_path == "/f"
    with app.test_request_context():
        assert url_for("static", filename="a.css") == "/f/a.css"
    with pytest.raises(RuntimeError, match="'static_folder' must be set"):
        Flask("n", static_folder=None).send_static_file("x")


def test_flashes(app: Flask, client: FlaskClient) -> None:
    seen: list[t.Any] = []

    @app.get("/flash")
    def put() -> str:
        flask.flash("one")
        flask.flash("two", "warning")
        return "x"

    @app.get("/get")
    def get() -> t.Any:
        return [
            flask.get_flashed_messages(),
            flask.get_flashed_messages(with_categories=True),
            flask.get_flashed_messages(category_filter=["warning"]),
        ]

    def listen(sender: Flask, message: str, category: str) -> None:
        seen.append((message, category))

    with flask.message_flashed.connected_to(listen, app):
        client.get("/flash")
    assert seen == [("one", "message"), ("two", "warning")]
    assert client.get("/get").json == [
        ["one", "two"],
        [["message", "one"], ["warning", "two"]],
        ["two"],
    ]
    assert client.get("/get").json == [[], [], []]


@dataclasses.dataclass
class Point:
    x: int


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime.date(2020, 1, 1), '"Wed, 01 Jan 2020 00:00:00 GMT"'),
        (decimal.Decimal("1.50"), '"1.50"'),
        (uuid.UUID(int=1), '"00000000-0000-0000-0000-000000000001"'),
        (Point(1), '{"x": 1}'),
        (object, None),
        ({"b": 1, "a": "ä"}, '{"a": "\\u00e4", "b": 1}'),
    ],
)
def test_json_values(app: Flask, value: t.Any, text: str | None) -> None:
    with app.app_context():
        if text is None:
            with pytest.raises(TypeError, match="is not JSON serializable"):
                flask.json.dumps(object())
            return
        assert flask.json.dumps(value) == text
        file = io.StringIO()
        flask.json.dump(value, file)
        assert file.getvalue() == text


def test_json_outside_and_custom(app: Flask) -> None:
    assert flask.json.dumps({"b": 1, "a": 2}) == '{"b": 1, "a": 2}'
    assert flask.json.loads(b'{"a": 1}') == flask.json.load(io.StringIO('{"a": 1}')) == {"a": 1}

    class Provider(JSONProvider):
        def dumps(self, obj: t.Any, **kwargs: t.Any) -> str:
            return "custom"

        def loads(self, s: str | bytes, **kwargs: t.Any) -> t.Any:
            return "loaded"

    app.json = Provider(app)
    with app.test_request_context("/", data="{}", content_type="application/json"):
        assert flask.jsonify(1).get_data(as_text=True) == "custom"
        assert request.get_json() == "loaded"
        assert flask.json.loads("1") == flask.json.load(io.StringIO("1")) == "loaded"


def test_jsonify(app: Flask) -> None:
    with app.app_context():
        assert flask.jsonify(a=1).data == b'{"a":1}\n'
        assert flask.jsonify(1, 2).data == b"[1,2]\n"
        assert flask.jsonify().data == b"null\n"
        with pytest.raises(TypeError, match="either args or kwargs, not both"):
            flask.jsonify(1, a=2)
        app.debug = True
        assert flask.jsonify(a=1).data == b'{\n  "a": 1\n}\n'
        provider = t.cast(DefaultJSONProvider, app.json)
        provider.compact = True
        provider.mimetype = "application/x"
        assert flask.jsonify(a=1).mimetype == "application/x"


def test_json_requests(app: Flask, client: FlaskClient) -> None:
    app.add_url_rule("/", "view", lambda: {"got": request.get_json()}, methods=["POST"])
    assert client.post("/", json={"a": 1}).json == {"got": {"a": 1}}
    assert client.post("/", data="x").status_code == 415
    bad = client.post("/", data="{", content_type="application/json")
    assert bad.status_code == 400
    assert "Failed to decode" not in bad.text
    app.debug = True
    assert "Failed to decode JSON object" in (
        client.post("/", data="{", content_type="application/json").text
    )
    wrong = client.post("/", data="x", content_type="text/plain").text
    assert "text/plain" in wrong
    assert "force=True" in wrong


def test_limits(app: Flask, client: FlaskClient) -> None:
    @app.post("/<name>/<int:value>")
    def view(name: str, value: int) -> t.Any:
        if value:
            setattr(request, name, value)
        return {"limit": getattr(request, name), "form": request.form}

    assert client.post("/max_form_parts/0", data={"a": "1"}).json == {
        "limit": 1000,
        "form": {"a": "1"},
    }
    assert client.post("/max_content_length/2", data={"a": "12345"}).status_code == 413
    app.config["MAX_CONTENT_LENGTH"] = 3
    assert client.post("/max_form_parts/0", data={"a": "12345"}).status_code == 413
    with app.test_request_context():
        request.max_content_length = 0
        assert request.max_content_length == 0
        request.max_content_length = None
        assert request.max_content_length == 3


def test_files_in_debug_mode(app: Flask, client: FlaskClient) -> None:
    from flask.debughelpers import DebugFilesKeyError

    app.debug = True
    app.add_url_rule("/", "view", lambda: request.files["f"].filename, methods=["POST"])
    with pytest.raises(DebugFilesKeyError, match="multipart/form-data") as caught:
        client.post("/", data={"f": "name.txt"})
    assert "'name.txt'" in str(caught.value)
    with pytest.raises(KeyError):
        client.post("/", data={"g": "name.txt"})


def test_views_as_classes(app: Flask, client: FlaskClient) -> None:
    made: list[int] = []

    class Counter(View):
        methods = ["GET", "POST"]
        init_every_request = False
        decorators = [lambda f: lambda **kw: f(**kw) + "!"]

        def __init__(self, word: str) -> None:
            made.append(1)
            self.word = word

        def dispatch_request(self, **kw: t.Any) -> str:
            return self.word

    class Base(MethodView):
        def get(self) -> str:
            return "get"

    class Derived(Base):
        def post(self) -> str:
            return "post"

    view = Counter.as_view("counter", "word")
    assert view.__name__ == "counter"
    assert view.view_class is Counter  # type: ignore[attr-defined]
    app.add_url_rule("/counter", view_func=view)
    app.add_url_rule("/derived", view_func=Derived.as_view("derived"))
    assert Derived.methods == {"GET", "POST"}
    assert client.get("/counter").text == client.post("/counter").text == "word!"
    assert made == [1]
    assert client.post("/derived").text == "post"
    assert client.head("/derived").status_code == 200
    assert client.put("/derived").status_code == 405

    class Claims(MethodView):
        methods = ["GET", "POST"]

    app._got_first_request = False
    app.add_url_rule("/claims", view_func=Claims.as_view("claims"))
    app.add_url_rule("/nothing", view_func=View.as_view("nothing"))
    with pytest.raises(AssertionError, match="Unimplemented method 'POST'"):
        client.post("/claims")
    with pytest.raises(NotImplementedError):
        client.get("/nothing")


@pytest.mark.parametrize("name", ["as_view", "dispatch_request", "decorators", "__init__"])
def test_attributes_of_the_view_itself_never_answer(app: Flask, name: str) -> None:
    class Sneaky(MethodView):
        pass

    app.add_url_rule("/", view_func=Sneaky.as_view("sneaky"), methods=[name])
    with pytest.raises(AssertionError, match="Unimplemented method"):
        app.test_client().open("/", method=name.upper())


WEBDAV = ["PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "REPORT", "SEARCH"]


@pytest.mark.parametrize("method", [*WEBDAV, "QUERY", "CONNECT", "X-OWN"])
def test_any_http_method_can_be_a_method_of_the_view(app: Flask, method: str) -> None:
    class Base(MethodView):
        methods = ["GET", method]

        def get(self) -> str:
            return "page"

    def answer(self: Base) -> str:
        return f"{request.method} answered"

    child = type("Child", (Base,), {method.lower(): answer})
    assert child.methods == {"GET", method}
    grandchild = type("Grandchild", (child,), {"post": lambda self: "posted"})
    assert grandchild.methods == {"GET", "POST", method}
    for kind in (Base, child, grandchild):
        app.add_url_rule(f"/{kind.__name__}", view_func=kind.as_view(kind.__name__))
    for kind in (child, grandchild):
        found = app.test_client().open(f"/{kind.__name__}", method=method)
        assert found.text == f"{method} answered"
        assert app.test_client().open(f"/{kind.__name__}", method="HEAD").status_code == 200
    with pytest.raises(AssertionError, match="Unimplemented method"):
        app.test_client().open("/Base", method=method)


def test_methods_of_a_mixin(app: Flask) -> None:
    class Mixin:
        methods = {"MKCOL"}

        def mkcol(self) -> str:
            return "made"

    class Folder(Mixin, MethodView):
        pass

    assert Folder.methods == {"MKCOL"}
    app.add_url_rule("/", view_func=Folder.as_view("folder"))
    assert app.test_client().open("/", method="MKCOL").text == "made"


NAMES = ["self", "app", "adapter", "values", "anchor", "method", "scheme", "external", "url", "kw"]


@pytest.mark.parametrize("name", NAMES)
def test_url_for_takes_variables_of_any_name(app: Flask, client: FlaskClient, name: str) -> None:
    bp = Blueprint("bp", __name__, url_prefix="/bp")

    @app.route(f"/u/<{name}>")
    @bp.route(f"/<{name}>")
    def view(**found: str) -> t.Any:
        path = {name: "a"}
        template = f"{{{{ url_for('view', {name}='a') }}}}"
        return [
            flask.url_for("view", **path),
            app.url_for("view", **path),
            render_template_string(template),
            flask.url_for(".view", **path),
            app.url_for("view", other="o", **path),
            found,
        ]

    app.register_blueprint(bp)
    found = {name: "x"}
    got = client.get("/u/x").get_json()
    assert got == ["/u/a", "/u/a", "/u/a", "/u/a", "/u/a?other=o", found]
    got = client.get("/bp/x").get_json()
    assert got == ["/u/a", "/u/a", "/u/a", "/bp/a", "/u/a?other=o", found]


@given(
    st.dictionaries(
        st.from_regex(r"\A[a-z][a-z0-9]{0,8}\Z") | st.sampled_from(NAMES),
        st.text(alphabet="abc/?#%& é", min_size=1, max_size=6),
        min_size=1,
        max_size=4,
    ).filter(lambda values: "endpoint" not in values)
)
def test_url_for_leads_back_to_its_values(values: dict[str, str]) -> None:
    app = Flask("names")
    rule = "".join(f"/<{name}>" for name in values)
    query = {f"q_{name}": value for name, value in values.items()}
    app.add_url_rule(rule, "view", lambda **found: [found, request.args])
    with app.test_request_context():
        try:
            url = flask.url_for("view", **values, **query)
        except BuildError:
            # A value with a slash cannot be a part of a path.
            assert any("/" in value for value in values.values())
            return
        assert url == app.url_for("view", **values, **query)
    if not any("/" in value for value in values.values()):
        assert app.test_client().get(url).get_json() == [values, query]


def test_keywords_of_the_user_may_be_called_self(app: Flask, client: FlaskClient) -> None:
    class Own(MethodView):
        def get(this, self: str) -> str:
            return self

    app.add_url_rule("/<self>", view_func=Own.as_view("own"))
    assert client.get("/x").text == "x"
    with app.app_context():
        assert jsonify(self=1).get_json() == {"self": 1}
        assert app.json.response(self=1, cls=2).get_json() == {"self": 1, "cls": 2}
    assert app.config.from_mapping(self=1, A=2)
    assert app.config["A"] == 2


def test_abort_takes_a_float_that_is_a_code(app: Flask) -> None:
    with pytest.raises(NotFound):
        flask.abort(404.0)  # type: ignore[arg-type]
    with app.app_context(), pytest.raises(NotFound):
        flask.abort(404.0)  # type: ignore[arg-type]
    for code in (404.5, "404", None):
        with pytest.raises(LookupError):
            flask.abort(code)  # type: ignore[arg-type]


@pytest.mark.parametrize("module", ["flask.app", r"flask\.app"])
def test_the_warning_about_a_server_name_belongs_to_flask_app(app: Flask, module: str) -> None:
    app.config["SERVER_NAME"] = "example.com"
    app.subdomain_matching = True
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("ignore")
        warnings.filterwarnings("always", module=module)
        app.test_client().get("/", base_url="http://other.org")
    assert "doesn't match configured server name 'example.com'" in str(caught[0].message)


def test_loggers() -> None:
    app = Flask("logger.test")
    assert app.logger.name == "logger.test"
    assert has_level_handler(app.logger)
    debugging = Flask("logger.debug")
    debugging.debug = True
    assert debugging.logger.level == logging.DEBUG
    stream = io.StringIO()
    with app.test_request_context(errors_stream=stream):
        assert wsgi_errors_stream._get_current_object() is stream  # type: ignore[attr-defined]
    assert default_handler.formatter is not None


def test_signals_of_requests(app: Flask, client: FlaskClient) -> None:
    order: list[str] = []
    names = [
        "appcontext_pushed",
        "request_started",
        "request_finished",
        "request_tearing_down",
        "appcontext_tearing_down",
        "appcontext_popped",
    ]
    app.add_url_rule("/", "view", lambda: "x")
    listeners = []
    for name in names:

        def listen(sender: Flask, name: str = name, **values: t.Any) -> None:
            order.append(name)

        getattr(flask, name).connect(listen, app)
        listeners.append(listen)

    @flask.got_request_exception.connect_via(app)
    async def error(sender: Flask, exception: Exception) -> None:
        order.append(repr(exception))

    client.get("/")
    assert order == names
    app.view_functions["view"] = lambda: {}["x"]
    with pytest.raises(KeyError):
        client.get("/")
    assert "KeyError('x')" in order


def test_dates_in_json_read_back() -> None:
    moment = datetime.datetime(2020, 5, 17, 1, 2, 3, tzinfo=datetime.UTC)
    assert parse_date(flask.json.loads(flask.json.dumps(moment))) == moment


def test_an_application_may_give_url_defaults_by_its_method() -> None:
    class Localized(Flask):
        def inject_url_defaults(self, endpoint: str, values: dict[str, t.Any]) -> None:
            values.setdefault("language", "en")

    app = Localized("localized")
    app.add_url_rule("/<language>/", "start")
    with app.test_request_context():
        assert app.url_for("start") == "/en/"
        assert app.url_for("start", language="de") == "/de/"


def test_responses_are_made_without_a_request(app: Flask) -> None:
    assert app.make_response(("", 204)).status_code == 204
    with app.app_context():
        assert app.make_response({"a": 1}).get_json() == {"a": 1}
    with pytest.raises(TypeError, match="but it was a int"):
        app.make_response(5)  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="outside of request context"):
        app.make_response(lambda environ, start_response: [b""])
