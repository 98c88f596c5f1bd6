"""Applications that are changed while they serve: the very next request sees the change."""

from __future__ import annotations

import functools
import inspect
import sys
import typing as t
from collections.abc import Callable
from unittest import mock

import pytest

import flask
from flask import Blueprint, Flask, g, render_template_string, request, session
from flask.ctx import AppContext, RequestContext
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionInterface
from flask.testing import FlaskClient
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, MapAdapter, Rule


@pytest.fixture
def served(app: Flask, client: FlaskClient) -> Flask:
    """An application with a blueprint that has answered a request."""
    blueprint = Blueprint("bp", __name__, url_prefix="/bp")

    @app.route("/")
    @blueprint.route("/")
    def index(**values: t.Any) -> str:
        return f"index {values}"

    @app.route("/template")
    def template() -> str:
        return render_template_string("{{ extra }}")

    @app.route("/session")
    def use_session() -> str:
        session["n"] = session.get("n", 0) + 1
        return str(session["n"])

    @app.route("/boom")
    def boom() -> str:
        raise LookupError("boom")

    app.register_blueprint(blueprint)
    assert client.get("/").text == "index {}"
    assert client.get("/bp/").text == "index {}"
    return app


def set_header(name: str, value: str) -> Callable[[flask.Response], flask.Response]:
    def run(response: flask.Response) -> flask.Response:
        response.headers[name] = value
        return response

    return run


def test_hooks_put_into_the_registries(served: Flask, client: FlaskClient) -> None:
    heard: list[str] = []
    served.before_request_funcs[None].append(lambda: heard.append("before"))
    served.before_request_funcs["bp"].append(lambda: "from the blueprint's hook")
    served.after_request_funcs["bp"].append(set_header("X-After", "bp"))
    served.teardown_request_funcs[None].append(lambda error: heard.append("teardown"))
    served.teardown_appcontext_funcs.append(lambda error: heard.append("appcontext"))
    served.url_value_preprocessors[None].append(
        lambda endpoint, values: None if values is None else values.update(endpoint=endpoint)
    )
    assert client.get("/").text == "index {'endpoint': 'index'}"
    assert heard == ["before", "teardown", "appcontext"]
    response = client.get("/bp/")
    assert (response.text, response.headers["X-After"]) == ("from the blueprint's hook", "bp")
    served.before_request_funcs.clear()
    served.after_request_funcs = {None: [set_header("X-After", "app")]}
    response = client.get("/bp/")
    assert (response.text, response.headers["X-After"]) == ("index {'endpoint': 'bp.index'}", "app")


def test_views_rules_and_handlers(served: Flask, client: FlaskClient) -> None:
    served.view_functions["index"] = lambda: {"new": 1}
    assert client.get("/").json == {"new": 1}
    assert client.get("/later/7").status_code == 404
    served.url_map.add(Rule("/later/<int:id>", endpoint="index"))
    served.view_functions = {"index": lambda **values: f"{values}"}
    assert client.get("/later/7").text == "{'id': 7}"
    served.error_handler_spec[None][404][NotFound] = lambda error: ("mine", 404)
    served.error_handler_spec[None][None][KeyError] = lambda error: (f"no view {error}", 500)
    assert client.get("/nowhere").text == "mine"
    assert client.get("/template").text == "no view 'template'"
    served.error_handler_spec.clear()
    assert "Not Found" in client.get("/nowhere").text
    served.url_map = Map([Rule("/only", endpoint="index")])
    assert client.get("/only").text == "{}"
    assert client.get("/").status_code == 404


def test_templates(served: Flask, client: FlaskClient) -> None:
    assert client.get("/template").text == ""
    served.jinja_env.globals["extra"] = "a global"
    assert client.get("/template").text == "a global"
    served.template_context_processors[None].append(lambda: {"extra": "a processor's"})
    assert client.get("/template").text == "a processor&#39;s"
    served.template_context_processors = {}
    served.jinja_env = served.create_jinja_environment()
    assert client.get("/template").text == ""


def test_settings(served: Flask, client: FlaskClient) -> None:
    assert client.get("/session").text == "1"
    served.config["SESSION_COOKIE_NAME"] = "renamed"
    response = client.get("/session")
    assert response.text == "1"
    assert response.headers["Set-Cookie"].startswith("renamed=")
    config = served.make_config()
    config["SECRET_KEY"] = "another"
    config["PROPAGATE_EXCEPTIONS"] = False
    served.config = config
    assert client.get("/session").text == "1"
    served.log_exception = lambda exc_info: None  # type: ignore[method-assign]
    assert client.get("/boom").status_code == 500
    served.testing = True
    served.config["PROPAGATE_EXCEPTIONS"] = None
    with pytest.raises(LookupError, match="boom"):
        client.get("/boom")
    served.config["TRUSTED_HOSTS"] = ["example.org"]
    assert client.get("/").status_code == 400


def test_session_interfaces(served: Flask, client: FlaskClient) -> None:
    heard: list[t.Any] = []

    class Own(SessionInterface):
        def open_session(self, app: Flask, request: flask.Request) -> SecureCookieSession:
            heard.append(("open", request.path))
            return SecureCookieSession({"n": 40})

        def save_session(self, app: Flask, session: t.Any, response: flask.Response) -> None:
            heard.append(("save", dict(session)))

    served.session_interface = Own()
    assert client.get("/session").text == "41"
    client.get("/")
    assert heard == [("open", "/session"), ("save", {"n": 41}), ("open", "/"), ("save", {"n": 40})]

    served.session_interface = patched = SecureCookieSessionInterface()
    client.get("/")
    with mock.patch.object(patched, "open_session", return_value=SecureCookieSession({"n": 7})):
        assert client.get("/session").text == "8"
    with mock.patch.object(SecureCookieSessionInterface, "save_session") as save:
        client.get("/")
        save.assert_called_once()


def test_middleware_and_classes(served: Flask, client: FlaskClient) -> None:
    inner = served.wsgi_app

    def moved(environ: dict[str, t.Any], start_response: t.Any) -> t.Any:
        environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix("/moved")
        return inner(environ, start_response)

    served.wsgi_app = moved  # type: ignore[method-assign]
    assert client.get("/moved/").text == "index {}"

    class Answer(flask.Response):
        default_mimetype = "text/plain"

        def __init__(self, response: t.Any, status: t.Any, headers: t.Any) -> None:
            super().__init__(response, status, headers)

    class Question(flask.Request):
        @property
        def endpoint(self) -> str | None:
            return "asked"

    class Globals(flask.ctx._AppCtxGlobals):
        mark = "the class's"

    served.response_class = Answer
    served.request_class = Question
    served.app_ctx_globals_class = Globals
    served.view_functions["index"] = lambda: f"{request.endpoint} {g.mark}"
    response = client.get("/")
    assert (response.mimetype, response.text) == ("text/plain", "asked the class's")


def test_contexts_of_ones_own(served: Flask, client: FlaskClient) -> None:
    heard: list[str] = []

    class Own(RequestContext):
        def push(self) -> None:
            heard.append("push")
            super().push()

        def match_request(self) -> None:
            super().match_request()
            self.request.routing_exception = None
            self.request.url_rule = Rule("/", endpoint="index")
            self.request.view_args = {"matched": 1}

    class OwnApp(AppContext):
        def pop(self, *args: t.Any) -> None:
            heard.append("pop")
            super().pop(*args)

    served.request_context = lambda environ: Own(served, environ)  # type: ignore[method-assign]
    served.app_context = lambda: OwnApp(served)  # type: ignore[method-assign]
    assert client.get("/nowhere").text == "index {'matched': 1}"
    assert heard == ["push", "pop"]


def test_adapters_of_ones_own(served: Flask, client: FlaskClient) -> None:
    class Own(MapAdapter):
        def match(self, *args: t.Any, **kwargs: t.Any) -> t.Any:
            rule, values = super().match(*args, **kwargs)
            return rule, {**values, "adapted": 1}

    def make(request: flask.Request | None) -> MapAdapter | None:
        if request is None:
            return None
        return Own(served.url_map, "localhost", "/", "", "http", request.path, request.method)

    served.create_url_adapter = make  # type: ignore[method-assign]
    assert client.get("/").text == "index {'adapted': 1}"


STEPS = (
    "wsgi_app request_context app_context create_url_adapter full_dispatch_request"
    " preprocess_request dispatch_request ensure_sync finalize_request make_response"
    " process_response do_teardown_request do_teardown_appcontext"
).split()
ERROR_STEPS = [*STEPS, "handle_user_exception", "handle_exception", "log_exception"]


def loud(name: str, inner: Callable[..., t.Any], heard: list[str]) -> Callable[..., t.Any]:
    def run(*args: t.Any, **kwargs: t.Any) -> t.Any:
        heard.append(name)
        return inner(*args, **kwargs)

    return run


@pytest.mark.parametrize("way", ["subclass", "object", "class"])
def test_every_step_may_be_replaced(way: str) -> None:
    heard: list[str] = []
    replaced = {name: loud(name, getattr(Flask, name), heard) for name in ERROR_STEPS}
    kind = type("Loud", (Flask,), replaced) if way == "subclass" else type("Sub", (Flask,), {})
    app = kind("loud")
    app.logger.setLevel("CRITICAL")
    app.add_url_rule("/", view_func=lambda: "index", endpoint="index")
    app.add_url_rule("/boom", view_func=lambda: 1 / 0, endpoint="boom")
    client = app.test_client()
    if way != "subclass":
        client.get("/")
        assert heard == []
        for name in ERROR_STEPS:
            if way == "class":
                setattr(kind, name, replaced[name])
            else:
                setattr(app, name, loud(name, getattr(app, name), heard))
    assert client.get("/").text == "index"
    assert sorted(set(heard)) == sorted(STEPS)
    heard.clear()
    assert client.get("/boom").status_code == 500
    assert sorted(set(heard)) == sorted(ERROR_STEPS)
    if way == "class":
        for name in ERROR_STEPS:
            delattr(kind, name)
        heard.clear()
        assert client.get("/").text == "index"
        assert heard == []


def test_patching_one_step_for_a_while(served: Flask, client: FlaskClient) -> None:
    with mock.patch.object(Flask, "dispatch_request", lambda self: "patched"):
        assert client.get("/").text == "patched"
    with mock.patch.object(served, "dispatch_request", return_value=("on it", 201)):
        assert client.get("/").status == "201 CREATED"
    with mock.patch.object(served, "preprocess_request", side_effect=NotFound):
        assert client.get("/").status_code == 404
    with mock.patch.object(served, "make_response", wraps=served.make_response) as made:
        client.get("/")
        made.assert_called_once_with("index {}")
    with mock.patch.object(served, "should_ignore_error", return_value=True) as ignore:
        passed: list[object] = []
        served.teardown_request_funcs[None] = [passed.append]
        with pytest.raises(LookupError):
            client.get("/boom")
        assert (ignore.call_count, passed) == (1, [None])
    assert client.get("/").text == "index {}"


def test_url_for_goes_through_the_method(served: Flask, client: FlaskClient) -> None:
    served.view_functions["index"] = lambda: flask.url_for("boom", q=1, _anchor="a")
    assert client.get("/").text == "/boom?q=1#a"
    inner = Flask.url_for

    @functools.wraps(inner)
    def wrapped(*args: t.Any, **kwargs: t.Any) -> str:
        return f"wrapped {inner(*args, **kwargs)}"

    with mock.patch.object(Flask, "url_for", wrapped):
        assert client.get("/").text == "wrapped /boom?q=1#a"
    with mock.patch.object(served, "url_for", return_value="mock") as mocked:
        assert client.get("/").text == "mock"
    mocked.assert_called_once_with(
        "boom", _anchor="a", _method=None, _scheme=None, _external=None, q=1
    )
    with mock.patch.object(Flask, "url_for", return_value="mock of the class"):
        assert client.get("/").text == "mock of the class"
    sub = type("Sub", (Flask,), {"url_for": wrapped})(__name__)
    sub.add_url_rule("/", "boom", lambda: flask.url_for("boom"))
    assert sub.test_client().get("/").text == "wrapped /"


def test_ensure_sync_is_asked_for_every_function_each_time(
    served: Flask, client: FlaskClient
) -> None:
    asked: list[str] = []

    def named(name: str) -> Callable[..., t.Any]:
        def run(*args: t.Any) -> t.Any:
            return args[0] if name == "after" else None

        run.__name__ = name
        return run

    served.before_request_funcs[None].append(named("before"))
    served.after_request_funcs[None].append(named("after"))
    served.teardown_request_funcs[None].append(named("teardown"))
    served.teardown_appcontext_funcs.append(named("appcontext"))
    served.error_handler_spec[None][None][LookupError] = lambda error: "handled"
    client.get("/")

    def ensure(func: Callable[..., t.Any]) -> Callable[..., t.Any]:
        asked.append(func.__name__)
        return func

    served.ensure_sync = ensure  # type: ignore[method-assign]
    for _ in range(2):
        asked.clear()
        client.get("/boom")
        assert asked == ["before", "boom", "<lambda>", "after", "teardown", "appcontext"]


@pytest.mark.skipif(sys.version_info < (3, 12), reason="functions cannot be marked before")
def test_marked_functions_are_coroutine_functions(app: Flask, client: FlaskClient) -> None:
    pytest.importorskip("asgiref")

    async def inner() -> str:
        return "awaited"

    def view() -> t.Any:
        return inner()

    app.add_url_rule("/", view_func=inspect.markcoroutinefunction(view))  # type: ignore[attr-defined,unused-ignore]
    assert client.get("/").text == "awaited"


def test_what_certainly_is_no_coroutine_function(app: Flask) -> None:
    class Views:
        def plain(self) -> str:
            return "plain"

    @functools.wraps(Views.plain)
    def wrapped() -> str:
        return "wrapped"

    wrapped.mark = 1  # type: ignore[attr-defined]
    for func in (wrapped, Views().plain, functools.partial(wrapped), len, mock.Mock()):
        assert app.ensure_sync(func) == func
