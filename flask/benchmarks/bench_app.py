"""Requests through an application, without a server; applications; URLs; the test client."""

from __future__ import annotations

import contextvars
import io
import os
import tempfile
import typing as t
from collections.abc import Callable

from flask import (
    Blueprint,
    Flask,
    abort,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)

PROCESSES = {
    "import flask": "import flask",
    "import and make an app": "import flask; flask.Flask('x')",
    "import and render": (
        "import flask\napp = flask.Flask('x')\n"
        "with app.app_context():\n    flask.render_template_string('{{ 1 }}')"
    ),
    "flask --help": (
        "import sys, os\nos.chdir('/')\nsys.argv = ['flask', '--help']\n"
        "sys.stdout = sys.stderr = open(os.devnull, 'w')\n"
        "from flask.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass"
    ),
}


def _environ(path: str, method: str = "GET", **more: t.Any) -> dict[str, t.Any]:
    path, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_USER_AGENT": "bench",
        "HTTP_ACCEPT": "*/*",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        **more,
    }


def _call(app: Flask, path: str, expect: str = "200", **more: t.Any) -> Callable[[], bytes]:
    environ = _environ(path, **more)
    status = [""]

    def start_response(line: str, headers: t.Any, exc_info: t.Any = None) -> t.Any:
        status[0] = line

    def once() -> bytes:
        body = app(environ.copy(), start_response)
        try:
            return b"".join(body)
        finally:
            close = getattr(body, "close", None)
            if close is not None:
                close()

    once()
    assert status[0].startswith(expect), (path, status)
    return once


def _app() -> Flask:
    folder = tempfile.mkdtemp()
    os.mkdir(os.path.join(folder, "templates"))
    os.mkdir(os.path.join(folder, "static"))
    with open(os.path.join(folder, "templates", "page.html"), "w") as file:
        file.write(
            "<!doctype html><title>{{ title }}</title><ul>"
            "{% for item in items %}<li><a href='{{ item.url }}'>{{ item.name }}</a></li>"
            "{% endfor %}</ul><p>{{ request.path }}</p>"
        )
    with open(os.path.join(folder, "static", "file.txt"), "w") as file:
        file.write("static " * 50)

    app = Flask("bench", root_path=folder)
    app.secret_key = "bench"

    @app.get("/")
    def hello() -> str:
        return "Hello, World!"

    @app.get("/json")
    def json() -> t.Any:
        return {"message": "Hello", "numbers": [1, 2, 3], "user": {"id": 7, "name": "x"}}

    @app.get("/user/<int:id>/<name>")
    def user(id: int, name: str) -> str:
        return f"{id} {name}"

    items = [{"url": f"/i/{n}", "name": f"item <{n}>"} for n in range(10)]

    @app.get("/page")
    def page() -> str:
        return render_template("page.html", title="Items", items=items)

    @app.get("/session")
    def counted() -> str:
        session["n"] = session.get("n", 0) + 1
        return "counted"

    @app.get("/async")
    async def asynchronous() -> str:
        return "async"

    @app.get("/redirect")
    def redirected() -> t.Any:
        return redirect(url_for("hello"))

    @app.get("/abort")
    def aborting() -> t.Any:
        abort(403)

    @app.errorhandler(403)
    def forbidden(e: t.Any) -> t.Any:
        return "forbidden", 403

    @app.post("/form")
    def form() -> str:
        return request.form["a"]

    bp = Blueprint("bp", __name__, url_prefix="/bp")

    @bp.before_request
    def before_one() -> None:
        g.one = 1

    @bp.before_request
    def before_two() -> None:
        g.two = 2

    @bp.after_request
    def after_one(response: t.Any) -> t.Any:
        return response

    @bp.after_request
    def after_two(response: t.Any) -> t.Any:
        response.headers["X-Two"] = "2"
        return response

    @bp.get("/")
    def in_bp() -> str:
        return "blueprint"

    app.register_blueprint(bp)
    return app


def _many_routes() -> Flask:
    app = Flask("many", static_folder=None)

    def view(**values: t.Any) -> str:
        return "many"

    for number in range(250):
        app.add_url_rule(f"/static{number}/part/leaf", f"s{number}", view)
        app.add_url_rule(f"/dynamic{number}/<int:id>/<name>", f"d{number}", view)
    return app


def workloads() -> dict[str, Callable[[], object]]:
    """Name -> one operation."""
    app = _app()
    cookie: list[str] = []

    def keep(status: str, headers: list[tuple[str, str]], exc_info: t.Any = None) -> t.Any:
        cookie.extend(value for name, value in headers if name == "Set-Cookie")

    b"".join(app(_environ("/session"), keep))
    many = _many_routes()
    client = app.test_client()
    # Only the rows that need a context have one: a server has none when it calls an application.
    inside = contextvars.copy_context()
    inside.run(app.test_request_context().push)

    form = b"a=1&b=2"

    def post() -> object:
        return _post()

    def _post() -> object:
        environ = _environ(
            "/form",
            method="POST",
            CONTENT_TYPE="application/x-www-form-urlencoded",
            CONTENT_LENGTH=str(len(form)),
        )
        environ["wsgi.input"] = io.BytesIO(form)
        return b"".join(app(environ, lambda *args: None))  # type: ignore[arg-type]

    return {
        "hello": _call(app, "/"),
        "json": _call(app, "/json"),
        "variables": _call(app, "/user/3/name"),
        "template": _call(app, "/page"),
        "session read and write": _call(app, "/session", HTTP_COOKIE=cookie[0].partition(";")[0]),
        "500 routes, static": _call(many, "/static200/part/leaf"),
        "500 routes, variables": _call(many, "/dynamic200/7/name"),
        "blueprint and four hooks": _call(app, "/bp/"),
        "async view": _call(app, "/async"),
        "redirect": _call(app, "/redirect", expect="302"),
        "404": _call(app, "/nowhere", expect="404"),
        "abort and handler": _call(app, "/abort", expect="403"),
        "static file": _call(app, "/static/file.txt"),
        "form post": post,
        "url_for": lambda: inside.run(url_for, "user", id=3, name="x"),
        "url_for external": lambda: inside.run(
            url_for, "user", id=3, name="x", q=1, _external=True
        ),
        "test client": lambda: client.get("/"),
        "test client json": lambda: client.get("/json").json,
        "make an app": lambda: Flask("made"),
        "make an app with 500 routes": _many_routes,
    }
