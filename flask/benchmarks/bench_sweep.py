"""Every public function and method with ordinary input: nothing may be slower.

A row is one call, most of them inside of one request context.
"""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import flask
from flask import json, sessions, views
from flask.json.tag import TaggedJSONSerializer
from flask.sansio.scaffold import setupmethod

FOLDER = tempfile.mkdtemp()
with open(os.path.join(FOLDER, "a.txt"), "w", encoding="utf-8") as _file:
    _file.write("hello")
with open(os.path.join(FOLDER, "config.json"), "w", encoding="utf-8") as _file:
    _file.write('{"A": 1, "B": "x"}')
with open(os.path.join(FOLDER, "config.py"), "w", encoding="utf-8") as _file:
    _file.write("A = 1\nB = 'x'\n")


class Settings:
    A = 1
    B = "x"


class Item(views.MethodView):
    def get(self, id: int) -> str:
        return str(id)


def make_app() -> flask.Flask:
    app = flask.Flask("json", root_path=FOLDER, static_folder=FOLDER)
    app.secret_key = "secret"

    @app.route("/")
    def index() -> str:
        return "hello"

    @app.route("/user/<int:id>")
    def user(id: int) -> dict[str, int]:
        return {"id": id}

    @app.route("/session")
    def session_view() -> str:
        flask.session["n"] = flask.session.get("n", 0) + 1
        return "ok"

    @app.route("/page")
    def page() -> str:
        return flask.render_template_string("Hello {{ name }}!", name="x")

    @app.route("/fail")
    def fail() -> str:
        flask.abort(404)

    @app.route("/file")
    def file() -> flask.Response:
        return flask.send_from_directory(FOLDER, "a.txt")

    @app.route("/stream")
    def stream() -> flask.Response:
        return flask.Response(flask.stream_with_context(str(n) for n in range(5)))

    app.add_url_rule("/item/<int:id>", view_func=Item.as_view("item"))
    return app


def workloads() -> dict[str, Callable[[], object]]:
    app = make_app()
    context = app.test_request_context("/user/5?a=1", headers={"Accept": "text/html"})
    context.push()
    client = app.test_client()
    runner = app.test_cli_runner()
    app.cli.command("hello")(lambda: None)
    tagged = TaggedJSONSerializer()
    values = {"a": 1, "b": (1, 2), "c": b"x", "d": datetime(2023, 1, 1, tzinfo=UTC), "e": "text"}
    text = tagged.dumps(values)
    document = {"a": [1, 2.5, None, True], "b": {"c": "text" * 10}}
    encoded = json.dumps(document)
    signing = app.session_interface.get_signing_serializer(app)
    cookie = signing.dumps({"user": 5})
    blueprint = flask.Blueprint("late", "json", url_prefix="/late")
    blueprint.add_url_rule("/x", "x", lambda: "x")

    def in_client(path: str) -> Callable[[], object]:
        return lambda: client.get(path)

    def register() -> None:
        flask.Flask("json", root_path=FOLDER).register_blueprint(blueprint)

    def push() -> None:
        with app.app_context():
            pass

    def push_request() -> None:
        with app.test_request_context("/"):
            pass

    def set_session() -> None:
        flask.session["a"] = 1

    def set_g() -> None:
        flask.g.a = 1

    def read_signed() -> object:
        return signing.loads(cookie)

    rows: dict[str, Callable[[], object]] = {
        "Flask()": lambda: flask.Flask("json", root_path=FOLDER),
        "make_app": make_app,
        "Blueprint()": lambda: flask.Blueprint("b", "json"),
        "register_blueprint": register,
        "app_context": push,
        "test_request_context": push_request,
        "current_app.name": lambda: flask.current_app.name,
        "request.path": lambda: flask.request.path,
        "request.args": lambda: flask.request.args,
        "request.endpoint": lambda: flask.request.endpoint,
        "request.blueprint": lambda: flask.request.blueprint,
        "request.blueprints": lambda: flask.request.blueprints,
        "request.max_content_length": lambda: flask.request.max_content_length,
        "g get": lambda: flask.g.get("nothing"),
        "g set": set_g,
        "g in": lambda: "a" in flask.g,
        "g.setdefault": lambda: flask.g.setdefault("b", 1),
        "session get": lambda: flask.session.get("a"),
        "session set": set_session,
        "has_request_context": flask.has_request_context,
        "has_app_context": flask.has_app_context,
        "url_for": lambda: flask.url_for("user", id=5),
        "url_for query": lambda: flask.url_for("index", page=2, _anchor="x"),
        "url_for external": lambda: flask.url_for("index", _external=True),
        "url_for static": lambda: flask.url_for("static", filename="a.txt"),
        "redirect": lambda: flask.redirect("/x"),
        "make_response": lambda: flask.make_response("x"),
        "make_response tuple": lambda: flask.make_response("x", 201, {"A": "b"}),
        "make_response dict": lambda: app.make_response({"a": 1}),
        "jsonify": lambda: flask.jsonify(a=1, b=[1, 2]),
        "flash": lambda: (flask.session.clear(), flask.flash("hello")),
        "get_flashed_messages": lambda: flask.get_flashed_messages(),
        "get_template_attribute": lambda: flask.render_template_string("x"),
        "render_template_string": lambda: flask.render_template_string("Hi {{ n }}", n=1),
        "stream_template_string": lambda: list(flask.stream_template_string("Hi {{ n }}", n=1)),
        "send_file": lambda: flask.send_file(os.path.join(FOLDER, "a.txt")).close(),
        "send_file stream": lambda: flask.send_file(io.BytesIO(b"x"), mimetype="text/plain"),
        "send_from_directory": lambda: flask.send_from_directory(FOLDER, "a.txt").close(),
        "copy_current_request_context": lambda: flask.copy_current_request_context(lambda: 1)(),
        "stream_with_context": lambda: list(flask.stream_with_context(str(n) for n in range(5))),
        "json.dumps": lambda: json.dumps(document),
        "json.loads": lambda: json.loads(encoded),
        "json.dumps types": lambda: json.dumps(
            [datetime(2023, 1, 1, tzinfo=UTC), date(2023, 1, 1), UUID(int=5), Decimal("1.5")]
        ),
        "app.json.response": lambda: app.json.response(a=1),
        "TaggedJSONSerializer.dumps": lambda: tagged.dumps(values),
        "TaggedJSONSerializer.loads": lambda: tagged.loads(text),
        "TaggedJSONSerializer plain": lambda: tagged.dumps({"a": "b"}),
        "get_signing_serializer": lambda: app.session_interface.get_signing_serializer(app),
        "signing loads": read_signed,
        "SecureCookieSession": lambda: sessions.SecureCookieSession({"a": 1}),
        "open_session": lambda: app.session_interface.open_session(app, flask.request),
        "should_set_cookie": lambda: app.session_interface.should_set_cookie(app, flask.session),
        "get_cookie_domain": lambda: app.session_interface.get_cookie_domain(app),
        "config get": lambda: app.config["SECRET_KEY"],
        "Config.from_object": lambda: flask.Config(FOLDER).from_object(Settings),
        "Config.from_mapping": lambda: flask.Config(FOLDER).from_mapping(A=1),
        "Config.from_pyfile": lambda: flask.Config(FOLDER).from_pyfile("config.py"),
        "Config.from_file": lambda: flask.Config(FOLDER).from_file("config.json", load=json.load),
        "Config.from_prefixed_env": lambda: flask.Config(FOLDER).from_prefixed_env("SWEEP"),
        "Config.get_namespace": lambda: app.config.get_namespace("SESSION_"),
        "View.as_view": lambda: Item.as_view("x"),
        "MethodView subclass": lambda: type("X", (views.MethodView,), {"get": lambda self: ""}),
        "setupmethod": lambda: setupmethod(lambda self: None),
        "app.logger": lambda: app.logger,
        "app.jinja_env": lambda: app.jinja_env,
        "app.create_jinja_environment": lambda: app.create_jinja_environment(),
        "app.create_url_adapter": lambda: app.create_url_adapter(None),
        "app.test_client": lambda: app.test_client(),
        "app.test_cli_runner": lambda: app.test_cli_runner(),
        "runner.invoke": lambda: runner.invoke(args=["hello"]),
        "app.open_resource": lambda: app.open_resource("a.txt").close(),
        "app.full_dispatch_request": lambda: app.full_dispatch_request(),
        "app.dispatch_request": lambda: app.dispatch_request(),
        "app.preprocess_request": lambda: app.preprocess_request(),
        "app.process_response": lambda: app.process_response(app.response_class("x")),
        "app.update_template_context": lambda: app.update_template_context({}),
        "app.ensure_sync": lambda: app.ensure_sync(push),
        "app.iter_blueprints": lambda: list(app.iter_blueprints()),
        "app.get_send_file_max_age": lambda: app.get_send_file_max_age("a.txt"),
        "app.select_jinja_autoescape": lambda: app.select_jinja_autoescape("a.html"),
    }
    for path in (
        "/",
        "/user/5",
        "/session",
        "/page",
        "/fail",
        "/file",
        "/stream",
        "/item/5",
        "/no",
    ):
        rows[f"client {path}"] = in_client(path)
    return rows
