"""A typed application: what strict checkers must accept of Flask's public types. Never run."""

from __future__ import annotations

import typing as t
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from http import HTTPStatus

import click
from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    copy_current_request_context,
    current_app,
    flash,
    g,
    get_flashed_messages,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    send_from_directory,
    session,
    stream_template,
    stream_with_context,
    url_for,
)
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from flask.typing import ResponseReturnValue
from flask.views import MethodView, View
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.wrappers import Response as BaseResponse

app = Flask(__name__)
bp = Blueprint("bp", __name__)


@app.route("/str")
def s() -> str:
    return "x"


@app.route("/bytes")
def b() -> bytes:
    return b"x"


@app.route("/json")
def j() -> Response:
    return jsonify({"a": 1})


@app.route("/dict")
def d() -> dict[str, t.Any]:
    return {"a": 1}


class TD(t.TypedDict):
    a: int


@app.route("/td")
def td() -> TD:
    return {"a": 1}


@app.route("/list")
def listed() -> list[dict[str, int]]:
    return [{"a": 1}]


@app.route("/gen")
def gen() -> t.Generator[str, None, None]:
    yield "a"


@app.route("/iter")
def it() -> Iterator[str]:
    return iter(["a"])


@app.route("/tuple")
def tu() -> tuple[str, int]:
    return "a", 200


@app.route("/tuple2")
def tu2() -> tuple[str, dict[str, str]]:
    return "a", {"X": "1"}


@app.route("/tuple3")
def tu3() -> tuple[str, int, dict[str, str]]:
    return "a", 200, {"X": "1"}


@app.route("/tupstat")
def tus() -> tuple[str, HTTPStatus]:
    return "a", HTTPStatus.OK


@app.route("/tuph")
def tuh() -> tuple[dict[str, str], int, list[tuple[str, str]]]:
    return {}, 200, [("a", "b")]


@app.route("/red")
def red() -> BaseResponse:
    return redirect("/")


@app.route("/rrv/<name>")
def rrv(name: str | None = None) -> ResponseReturnValue:
    return render_template("x", name=name)


@app.route("/st")
def st() -> t.Iterator[str]:
    return stream_template("x")


@app.get("/async-generator")
async def ag() -> AsyncIterator[str]:
    yield "x"


@app.get("/async-tuple")
async def at() -> tuple[AsyncIterator[bytes], int]:
    async def blocks() -> AsyncIterator[bytes]:
        yield b"x"

    return blocks(), 202


@app.get("/async")
async def a() -> str:
    return "x"


@app.post("/wsgi")
def w() -> t.Callable[[dict[str, t.Any], t.Any], t.Iterable[bytes]]:
    return app.wsgi_app


class V(View):
    def __init__(self, template: str) -> None:
        self.template = template

    def dispatch_request(self) -> ResponseReturnValue:
        return self.template


app.add_url_rule("/v", view_func=V.as_view("v", template="x"))


class M(MethodView):
    def get(self, id: int) -> ResponseReturnValue:
        return str(id)


bp.add_url_rule("/m/<int:id>", view_func=M.as_view("m"))


@app.before_request
def br() -> None: ...
@app.before_request
async def br2() -> ResponseReturnValue | None:
    return None


@app.after_request
def ar(r: Response) -> Response:
    return r


@app.after_request
async def ar2(r: Response) -> Response:
    return r


@app.teardown_request
def tr(e: BaseException | None) -> None: ...
@app.teardown_appcontext
async def ta(e: BaseException | None) -> None: ...
@app.errorhandler(404)
def e1(e: NotFound) -> ResponseReturnValue:
    return "", 404


@app.errorhandler(HTTPException)
def e2(e: HTTPException) -> ResponseReturnValue:
    return "", 404


@app.errorhandler(ValueError)
def e3(e: ValueError) -> str:
    return ""


@app.errorhandler(500)
def e4(e: Exception) -> ResponseReturnValue:
    return ""


class Err(Exception):
    pass


@bp.app_errorhandler(Err)
def e5(e: Err) -> tuple[str, int]:
    return "", 1


@app.context_processor
def cp() -> dict[str, t.Any]:
    return {}


@app.template_filter()
def tf(x: str) -> str:
    return x


@app.template_filter("n")
def tf2(x: str) -> str:
    return x


@app.template_test()
def tt(x: t.Any) -> bool:
    return True


@app.template_global()
def tg() -> int:
    return 1


@app.url_value_preprocessor
def uvp(e: str | None, v: dict[str, t.Any] | None) -> None: ...
@app.url_defaults
def ud(e: str, v: dict[str, t.Any]) -> None: ...
@app.shell_context_processor
def sc() -> dict[str, t.Any]:
    return {}


@app.cli.command("x")
@click.argument("y")
def cmd(y: str) -> None: ...
@bp.record
def rec(state: t.Any) -> None: ...


class SI(SecureCookieSessionInterface):
    def open_session(self, app: Flask, request: t.Any) -> t.Any:
        return super().open_session(app, request)


app.session_interface = SI()


def values(c: FlaskClient) -> None:
    """The types that programs rely on."""
    t.assert_type(request.args.get("a"), str | None)
    t.assert_type(request.args.get("a", "b"), str)
    t.assert_type(request.args.get("a", type=int), int | None)
    t.assert_type(request.args.getlist("a"), list[str])
    t.assert_type(request.form["x"], str)
    t.assert_type(request.path, str)
    t.assert_type(c.get("/").text, str)
    t.assert_type(url_for("a", _external=True, x=1), str)
    t.assert_type(make_response("x", 200), Response)
    t.assert_type(current_app.name, str)
    t.assert_type(app.secret_key, str | bytes | None)
    t.assert_type(app.testing, bool)
    t.assert_type(app.test_cli_runner().invoke(args=["x"]).output, str)
    t.assert_type(copy_current_request_context(s)(), str)


def uses(c: FlaskClient) -> t.NoReturn:
    """Calls that must be accepted."""
    with c.session_transaction() as mine:
        mine["a"] = session.get("a")
    with app.test_request_context("/", method="POST"), app.app_context():
        g.x = g.get("x")
    flash("x", "y")
    get_flashed_messages(with_categories=True)
    make_response("x", 200).set_cookie("a", "b", httponly=True)
    app.register_blueprint(bp, url_prefix="/x")
    app.config.from_mapping(A=1)
    app.register_error_handler(404, e1)
    app.jinja_env.filters["x"] = tf
    send_file("x", as_attachment=True)
    send_from_directory("x", "y")
    app.debug = True
    app.run(debug=True, port=1)
    abort(404)


@app.errorhandler(HTTPException)
def as_json(e: HTTPException) -> ResponseReturnValue:
    return {"code": e.code, "name": e.name}, e.code


@app.errorhandler(HTTPException)
def as_json_with_headers(e: HTTPException) -> ResponseReturnValue:
    return {"name": e.name}, e.code, {"X-Error": "1"}


@app.errorhandler(HTTPException)
def inferred(e: HTTPException):  # type: ignore[no-untyped-def]
    return {"name": e.name}, e.code


@app.route("/stream")
def stream() -> ResponseReturnValue:
    @stream_with_context
    def rows() -> Iterator[str]:
        yield request.path

    @stream_with_context
    def numbered(first: int, *, step: int = 1) -> Generator[bytes, None, None]:
        yield b"%d" % (first + step)

    made: Callable[[], Iterator[str]] = rows
    text: Iterator[str] = stream_with_context(iter(["a"]))
    data: Iterator[bytes] = numbered(1, step=2)
    return made() if next(text) else data


@stream_with_context
async def later() -> AsyncIterator[str]:
    yield "a"


later_items: Callable[[], AsyncIterator[str]] = later
