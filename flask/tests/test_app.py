"""The application: the life of a request, errors, set-up and overriding."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
import typing as t
import weakref

import pytest

import flask
from flask import Flask, g, request
from flask.testing import FlaskClient
from flask.views import MethodView
from werkzeug.exceptions import (
    BadRequestKeyError,
    Forbidden,
    HTTPException,
    InternalServerError,
    NotFound,
)


def test_order_of_a_request(app: Flask, client: FlaskClient) -> None:
    order: list[str] = []

    @app.url_value_preprocessor
    def values(endpoint: str | None, found: t.Any) -> None:
        order.append(f"values {endpoint} {found}")

    @app.before_request
    def one() -> None:
        order.append("before 1")

    @app.before_request
    async def two() -> None:
        await asyncio.sleep(0)
        order.append("before 2")

    @app.after_request
    def after_one(response: t.Any) -> t.Any:
        order.append("after 1")
        return response

    @app.after_request
    async def after_two(response: t.Any) -> t.Any:
        order.append("after 2")
        return response

    @app.teardown_request
    def teardown_one(error: BaseException | None) -> None:
        order.append(f"teardown 1 {error}")

    @app.teardown_request
    async def teardown_two(error: BaseException | None) -> None:
        order.append("teardown 2")

    @app.teardown_appcontext
    def app_teardown(error: BaseException | None) -> None:
        order.append("teardown app")

    @app.get("/<int:n>")
    def view(n: int) -> str:
        @flask.after_this_request
        def this(response: t.Any) -> t.Any:
            order.append("after this")
            return response

        order.append("view")
        return str(n)

    assert client.get("/7").text == "7"
    assert order == [
        "values view {'n': 7}",
        "before 1",
        "before 2",
        "view",
        "after this",
        "after 2",
        "after 1",
        "teardown 2",
        "teardown 1 None",
        "teardown app",
    ]


def test_a_value_of_a_before_hook_is_the_answer(app: Flask, client: FlaskClient) -> None:
    app.before_request(lambda: ("stopped", 202))
    app.before_request(lambda: pytest.fail("not reached"))
    app.add_url_rule("/", "view", lambda: pytest.fail("not reached"))
    response = client.get("/")
    assert (response.status_code, response.text) == (202, "stopped")


def test_registries_may_change_later(app: Flask, client: FlaskClient) -> None:
    app.add_url_rule("/", "view", lambda: "old")
    assert client.get("/").text == "old"
    app.view_functions["view"] = lambda: "new"
    assert client.get("/").text == "new"
    app.before_request_funcs.setdefault(None, []).append(lambda: "hook")
    assert client.get("/").text == "hook"
    app.before_request_funcs[None][0] = lambda: "other hook"
    assert client.get("/").text == "other hook"
    app.before_request_funcs = {}
    assert client.get("/").text == "new"


@pytest.mark.parametrize(
    ("value", "status", "body", "headers"),
    [
        ("text", 200, b"text", {"Content-Type": "text/html; charset=utf-8"}),
        (b"bytes", 200, b"bytes", {}),
        (bytearray(b"array"), 200, b"array", {}),
        ({"b": 1, "a": 2}, 200, b'{"a":2,"b":1}\n', {"Content-Type": "application/json"}),
        ([1, 2], 200, b"[1,2]\n", {"Content-Type": "application/json"}),
        (("text", 201), 201, b"text", {}),
        (("text", "201 Made"), 201, b"text", {}),
        (("text", {"X-A": "1"}), 200, b"text", {"X-A": "1"}),
        (("text", 202, [("X-A", "1")]), 202, b"text", {"X-A": "1"}),
        (({"a": 1}, 203, {"X-A": "1"}), 203, b'{"a":1}\n', {"X-A": "1"}),
        (Forbidden("no"), 403, None, {}),
        (lambda environ, start: (start("205 X", []), [b"wsgi"])[1], 205, b"wsgi", {}),
    ],
)
def test_what_views_return(
    app: Flask,
    client: FlaskClient,
    value: t.Any,
    status: int,
    body: bytes | None,
    headers: dict[str, str],
) -> None:
    app.add_url_rule("/", "view", lambda: value)
    response = client.get("/")
    assert response.status_code == status
    assert body is None or response.data == body
    assert {key: response.headers[key] for key in headers} == headers


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "'view' did not return a valid response. The function either returned None"),
        ((None, 200), "'view' did not return a valid response"),
        (5, "but it was a int."),
        (("a",), "valid response tuple"),
        (("a", 1, {}, 3), "valid response tuple"),
        (lambda: None, "but it was a function."),
    ],
)
def test_what_views_must_not_return(
    app: Flask, client: FlaskClient, value: t.Any, message: str
) -> None:
    def view() -> t.Any:
        return value

    app.add_url_rule("/", view_func=view)
    with pytest.raises(TypeError) as caught:
        client.get("/")
    assert message in str(caught.value)
    if "tuple" not in message:
        assert "test_app.py:" in caught.value.__notes__[0]


def test_handlers_by_code_class_and_nearness(app: Flask, client: FlaskClient) -> None:
    class Base(Exception):
        pass

    class Derived(Base):
        pass

    app.register_error_handler(Base, lambda e: "base")
    app.register_error_handler(Exception, lambda e: f"exception {type(e).__name__}")
    app.register_error_handler(404, lambda e: ("by code", 404))
    app.register_error_handler(HTTPException, lambda e: ("http", e.code))

    def raises(error: Exception) -> t.Callable[[], t.NoReturn]:
        def view() -> t.NoReturn:
            raise error

        return view

    for name, error in {
        "derived": Derived(),
        "key": KeyError(),
        "nf": NotFound(),
        "forbidden": Forbidden(),
    }.items():
        app.add_url_rule(f"/{name}", name, raises(error))
    assert client.get("/derived").text == "base"
    assert client.get("/key").text == "exception KeyError"
    assert client.get("/nf").text == client.get("/nowhere").text == "by code"
    assert client.get("/forbidden").text == "http"


def test_an_unhandled_error_is_a_500(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    app.testing = False
    seen: list[t.Any] = []

    @app.teardown_request
    def teardown(error: BaseException | None) -> None:
        seen.append(error)

    @app.errorhandler(500)
    def handler(e: InternalServerError) -> t.Any:
        return f"handled {e.original_exception!r}", 500

    @app.after_request
    def fails_once(response: t.Any) -> t.Any:
        raise RuntimeError("in the after hook")

    app.add_url_rule("/", "view", lambda: {}["missing"])
    response = client.get("/")
    assert response.status_code == 500
    assert response.text == "handled KeyError('missing')"
    assert "Exception on / [GET]" in caplog.text
    assert "Request finalizing failed with an error while handling an error" in caplog.text
    assert len(seen) == 1
    assert isinstance(seen[0], KeyError)


@pytest.mark.parametrize("setting", ["TESTING", "DEBUG", "PROPAGATE_EXCEPTIONS"])
def test_errors_pass_through(app: Flask, client: FlaskClient, setting: str) -> None:
    app.testing = False
    app.config[setting] = True
    app.add_url_rule("/", "view", lambda: {}["missing"])
    with pytest.raises(KeyError):
        client.get("/")


def test_trapping(app: Flask, client: FlaskClient) -> None:
    app.add_url_rule("/key", "key", lambda: request.form["missing"], methods=["POST"])
    app.add_url_rule("/abort", "abort", lambda: flask.abort(404))
    assert client.post("/key").status_code == 400
    app.debug = True
    with pytest.raises(BadRequestKeyError) as caught:
        client.post("/key", data={"there": "1"})
    assert "KeyError: 'missing'" in str(caught.value)
    assert "request.form has 'there'" in caught.value.__notes__[0]
    app.debug = False
    app.config["TRAP_BAD_REQUEST_ERRORS"] = True
    with pytest.raises(BadRequestKeyError):
        client.post("/key")
    assert client.get("/abort").status_code == 404
    app.config["TRAP_HTTP_EXCEPTIONS"] = True
    with pytest.raises(NotFound):
        client.get("/abort")


def test_after_the_first_request_set_up_is_over(app: Flask, client: FlaskClient) -> None:
    client.get("/")
    for name, args in {
        "route": ("/",),
        "before_request": (print,),
        "errorhandler": (404,),
        "register_blueprint": (None,),
        "template_filter": (),
        "shell_context_processor": (print,),
    }.items():
        with pytest.raises(AssertionError, match=f"The setup method '{name}' can no longer"):
            getattr(app, name)(*args)


def test_endpoint_taken_tells_both_functions(app: Flask) -> None:
    def decorate(f: t.Any) -> t.Any:
        def inner() -> t.Any:
            return f()

        return inner

    app.add_url_rule("/1", view_func=decorate(print))
    with pytest.raises(AssertionError) as caught:
        app.add_url_rule("/2", view_func=decorate(repr))
    text = str(caught.value)
    assert text.startswith(
        "View function mapping is overwriting an existing endpoint function: inner\n"
    )
    assert text.count("test_app.py:") == 2
    assert "functools.wraps" in text
    with pytest.raises(AssertionError, match=r"endpoint=\.\.\."):
        app.add_url_rule("/3", "inner", lambda: "")


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda app: app.add_url_rule("/", "x", print, methods="GET"), TypeError, "list of str"),
        (lambda app: app.add_url_rule("/"), AssertionError, "expected view func"),
        (lambda app: app.get("/", methods=["GET"]), TypeError, "Use the 'route' decorator"),
        (lambda app: app.register_error_handler(999, print), ValueError, "'999' is not a"),
        (lambda app: app.register_error_handler(KeyError(), print), TypeError, "an instance"),
        (lambda app: app.register_error_handler(int, print), ValueError, "'int' is not a sub"),
        (lambda app: Flask("x", instance_path="rel"), ValueError, "must be absolute"),
        (lambda app: Flask("x", static_host="h"), AssertionError, "static_host/host_matching"),
        (lambda app: app.open_resource("x", "w"), ValueError, "only be opened for reading"),
    ],
)
def test_mistakes_in_set_up(
    app: Flask, call: t.Callable[[Flask], object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        call(app)


def test_options_and_methods(app: Flask, client: FlaskClient) -> None:
    app.add_url_rule("/auto", "auto", lambda: "x", methods=["GET", "POST"])
    app.add_url_rule("/own", "own", lambda: "own", methods=["OPTIONS"])
    app.add_url_rule("/off", "off", lambda: "x", provide_automatic_options=False)
    response = client.options("/auto")
    assert set(response.allow) == {"GET", "HEAD", "OPTIONS", "POST"}
    assert client.options("/own").text == "own"
    assert client.options("/off").status_code == 405
    assert client.head("/auto").data == b""

    def view() -> str:
        return request.method

    view.methods = ["put"]  # type: ignore[attr-defined]
    view.required_methods = ["DELETE"]  # type: ignore[attr-defined]
    app._got_first_request = False
    app.add_url_rule("/attributes", view_func=view)
    assert client.put("/attributes").text == "PUT"
    assert client.delete("/attributes").text == "DELETE"
    assert client.get("/attributes").status_code == 405


def test_no_automatic_options_by_configuration(app: Flask, client: FlaskClient) -> None:
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.add_url_rule("/", "view", lambda: "x")
    assert client.options("/").status_code == 405


def test_steps_are_called_through_their_methods() -> None:
    calls: list[str] = []

    class Traced(Flask):
        pass

    steps = [
        "wsgi_app",
        "request_context",
        "app_context",
        "create_url_adapter",
        "full_dispatch_request",
        "preprocess_request",
        "dispatch_request",
        "finalize_request",
        "make_response",
        "process_response",
        "do_teardown_request",
        "do_teardown_appcontext",
        "handle_user_exception",
        "handle_http_exception",
        "ensure_sync",
    ]

    def traced(name: str) -> t.Callable[..., t.Any]:
        original = getattr(Flask, name)

        def method(self: Flask, *args: t.Any, **kwargs: t.Any) -> t.Any:
            calls.append(name)
            return original(self, *args, **kwargs)

        return method

    for name in steps:
        setattr(Traced, name, traced(name))
    app = Traced("traced", static_folder=None)
    app.add_url_rule("/", "view", lambda: flask.abort(418))
    assert app.test_client().get("/").status_code == 418
    assert set(calls) == set(steps)
    assert [name for name in calls if name not in ("ensure_sync", "create_url_adapter")] == [
        "wsgi_app",
        "request_context",
        "app_context",
        "full_dispatch_request",
        "preprocess_request",
        "dispatch_request",
        "handle_user_exception",
        "handle_http_exception",
        "finalize_request",
        "make_response",
        "process_response",
        "do_teardown_request",
        "do_teardown_appcontext",
    ]


def test_handle_exception_may_be_overridden() -> None:
    class Custom(Flask):
        def handle_exception(self, e: Exception) -> t.Any:
            return self.response_class(f"custom {e}", status=500)

    app = Custom("custom")
    app.add_url_rule("/", "view", lambda: {}["x"])
    assert app.test_client().get("/").text == "custom 'x'"


def test_ignored_errors_are_not_told_to_teardown(app: Flask, client: FlaskClient) -> None:
    seen: list[t.Any] = []
    app.teardown_request(seen.append)
    app.should_ignore_error = lambda error: True  # type: ignore[method-assign]
    app.add_url_rule("/", "view", lambda: {}["x"])
    with pytest.raises(KeyError):
        client.get("/")
    assert seen == [None]


def test_all_teardown_functions_run(app: Flask, client: FlaskClient) -> None:
    seen: list[str] = []

    @app.teardown_request
    def first(error: BaseException | None) -> None:
        seen.append("first")

    @app.teardown_request
    def second(error: BaseException | None) -> None:
        raise RuntimeError("second")

    app.add_url_rule("/", "view", lambda: "x")
    with pytest.raises(RuntimeError, match="second"):
        client.get("/")
    assert seen == ["first"]


def test_async_views(app: Flask, client: FlaskClient) -> None:
    @app.get("/")
    async def view() -> t.Any:
        g.seen = "before"
        await asyncio.sleep(0)
        task = asyncio.create_task(asyncio.sleep(60))
        assert not task.done()
        return {"path": request.path, "g": g.seen, "thread": threading.get_ident()}

    class Views(MethodView):
        async def get(self) -> str:
            return "async method"

    app.add_url_rule("/class", view_func=Views.as_view("class"))

    @app.errorhandler(KeyError)
    async def handler(e: KeyError) -> t.Any:
        return "async handler", 500

    @app.get("/error")
    async def error() -> t.Any:
        raise KeyError

    for _ in range(2):
        answer = client.get("/").get_json()
        assert (answer["path"], answer["g"]) == ("/", "before")
    assert client.get("/class").text == "async method"
    assert client.get("/error").text == "async handler"


def test_async_views_in_threads(app: Flask) -> None:
    @app.get("/<int:n>")
    async def view(n: int) -> str:
        await asyncio.sleep(0.001)
        return f"{n} {request.path}"

    answers: dict[int, str] = {}

    def work(n: int) -> None:
        answers[n] = app.test_client().get(f"/{n}").text

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {n: f"{n} /{n}" for n in range(8)}


def test_routing_redirects_in_debug_mode(app: Flask, client: FlaskClient) -> None:
    from flask.debughelpers import FormDataRoutingRedirect
    from werkzeug.routing import RequestRedirect

    app.add_url_rule("/slash/", "slash", lambda: "x", methods=["GET", "POST"])
    response = client.post("/slash", data={})
    assert (response.status_code, response.location) == (308, "http://localhost/slash/")
    app.debug = True

    class See(RequestRedirect):
        code = 302

    with app.test_request_context("/slash", method="POST"):
        request.routing_exception = See("http://localhost/slash/")
        with pytest.raises(FormDataRoutingRedirect, match="canonical URL"):
            app.dispatch_request()


def test_an_application_is_no_cycle_of_its_own() -> None:
    app = Flask("cycle")
    gc.collect()
    gc.disable()
    try:
        ref = weakref.ref(app)
        del app
        if sys.implementation.name != "cpython":  # nothing is freed before a collection
            gc.collect()
        assert ref() is None
    finally:
        gc.enable()


def test_removed_names_tell_the_way_out(app: Flask) -> None:
    with pytest.raises(AttributeError, match=r"removed in Flask 2\.3"):
        app.before_first_request  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match="from markupsafe import Markup"):
        flask.Markup  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        app.nonsense  # type: ignore[attr-defined]
    with pytest.raises(ImportError, match="from markupsafe import escape") as caught:
        from flask import escape  # type: ignore[attr-defined]  # noqa: F401
    assert str(caught.value).startswith("cannot import name 'escape' from 'flask' (")
    assert caught.value.name == "flask"
    with pytest.raises(ImportError, match="DefaultJSONProvider"):
        from flask.json import JSONEncoder  # type: ignore[attr-defined]  # noqa: F401
    with pytest.raises(ImportError, match="cannot import name 'nonsense'"):
        from flask import nonsense  # type: ignore[attr-defined]  # noqa: F401
    assert not hasattr(flask, "escape")
    assert getattr(flask, "Markup", None) is None
    with pytest.raises(AttributeError) as missing:
        flask.nonsense  # type: ignore[attr-defined]
    assert str(missing.value) == "nonsense"
    with pytest.warns(DeprecationWarning, match="__version__"):
        assert flask.__version__


def test_decorators_work_without_parentheses(app: Flask) -> None:
    @app.template_filter
    def double(text: str) -> str:
        return text * 2

    @app.template_test("tiny")
    def small(n: int) -> bool:
        return n < 3

    @app.template_global()
    def pi() -> float:
        return 3.14

    with app.app_context():
        text = flask.render_template_string("{{ 'a'|double }} {{ 2 is tiny }} {{ pi() }}")
    assert text == "aa True 3.14"
