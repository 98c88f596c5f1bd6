"""The same application on both stacks, and requests made from a seed.

Each observation is what a client sees: status, headers, body, and the cookies it then has.
"""

from __future__ import annotations

import io
import random
import typing as t
from collections.abc import Iterator
from datetime import UTC

import flask
import flask.views
from flask import (
    Blueprint,
    Flask,
    abort,
    current_app,
    flash,
    g,
    get_flashed_messages,
    jsonify,
    make_response,
    redirect,
    render_template_string,
    request,
    session,
    stream_with_context,
    url_for,
)
from itsdangerous.timed import TimestampSigner
from werkzeug.exceptions import HTTPException, NotFound

# A host that RFC 3986 does not allow is refused, where the originals go on with an empty name.
_BAD_HOST = "a host that is not valid is refused with 400"

EXPECTED_DIFFERENCES: dict[str, str] = {
    f"urls/{settings}/{subdomains}/3": _BAD_HOST
    for settings in range(4)
    for subdomains in (False, True)
}

FIXED_TIME = 1_700_000_000


class Teapot(HTTPException):
    code = 418
    description = "short and stout"


class Oops(Exception):
    pass


class SubOops(Oops):
    pass


class Items(flask.views.MethodView):
    init_every_request = False

    def get(self, item: int | None = None) -> t.Any:
        return {"item": item, "method": request.method}

    def post(self, item: int | None = None) -> t.Any:
        return {"posted": request.form.to_dict()}, 201

    async def delete(self, item: int | None = None) -> t.Any:
        return "", 204


def make_app(**config: t.Any) -> Flask:
    """One application with something of everything."""
    app = Flask("compared", static_folder=None, root_path="/")
    app.config.update(SECRET_KEY="compared", PERMANENT_SESSION_LIFETIME=3600, **config)
    trail: list[str] = []

    def note(name: str) -> None:
        trail.append(name)

    @app.before_request
    def app_before() -> t.Any:
        trail.clear()
        note("app_before")
        if request.args.get("stop") == "app":
            return "stopped by the application", 202
        return None

    @app.after_request
    def app_after(response: t.Any) -> t.Any:
        note("app_after")
        response.headers["X-Trail"] = ",".join(trail)
        return response

    @app.after_request
    async def app_after_async(response: t.Any) -> t.Any:
        note("app_after_async")
        return response

    @app.context_processor
    def variables() -> dict[str, t.Any]:
        return {"from_app": "a", "shadowed": "app"}

    @app.url_value_preprocessor
    def take_language(endpoint: str | None, values: dict[str, t.Any] | None) -> None:
        if values and "lang" in values:
            g.lang = values.pop("lang")

    @app.url_defaults
    def put_language(endpoint: str, values: dict[str, t.Any]) -> None:
        if "lang" in g and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values.setdefault("lang", g.lang)

    @app.template_filter("shout")
    def shout(text: str) -> str:
        return text.upper()

    @app.errorhandler(404)
    def not_found(e: NotFound) -> t.Any:
        return f"app 404 {e.description}", 404

    @app.errorhandler(Oops)
    def oops(e: Oops) -> t.Any:
        return f"app oops {e}", 500

    @app.errorhandler(HTTPException)
    def http(e: HTTPException) -> t.Any:
        return f"app http {e.code} {e.name}", e.code, {"X-Handled": "yes"}

    @app.errorhandler(500)
    def server_error(e: t.Any) -> t.Any:
        return f"app 500 {e.original_exception!r}", 500

    views: dict[str, t.Callable[..., t.Any]] = {
        "/": lambda: "hello",
        "/bytes": lambda: b"bytes",
        "/dict": lambda: {"b": 1, "a": [1, 2.5, None, True, "ä"]},
        "/list": lambda: [{"x": 1}, 2],
        "/tuple2": lambda: ("created", 201),
        "/tuple2h": lambda: ("headers", {"X-One": "1", "X-Two": ["a", "b"]}),
        "/tuple3": lambda: ("all", "299 Custom", [("X-A", "1"), ("X-A", "2")]),
        "/generator": lambda: (part for part in ("a", "b", "c")),
        "/wsgi": lambda: NotFound("as an application"),
        "/response": lambda: make_response({"made": True}, 203, {"X-M": "m"}),
        "/empty": lambda: "",
        "/json": lambda: jsonify(request.get_json()),
        "/silent": lambda: repr(request.get_json(silent=True)),
        "/force": lambda: repr(request.get_json(force=True, silent=True)),
        "/args": lambda: jsonify(request.args.to_dict(flat=False)),
        "/need": lambda: request.args["need"] + request.form.get("x", ""),
        "/form": lambda: jsonify(request.form.to_dict(flat=False)),
        "/values": lambda: jsonify(sorted(request.values.items(multi=True))),
        "/files": lambda: jsonify(
            {k: [f.filename, f.mimetype, len(f.read())] for k, f in request.files.items()}
        ),
        "/none": lambda: None,
        "/int": lambda: 3,
        "/zero": lambda: 1 // 0,
        "/flash": lambda: (flash("first"), flash("second", "warn"), "flashed")[2],
        "/flashed": lambda: repr(get_flashed_messages(with_categories=True)),
        "/peek": lambda: repr("n" in session),
        "/read": lambda: repr(sorted(session.items())),
        "/untouched": lambda: "untouched",
        "/clear": lambda: (session.clear(), "cleared")[1],
        "/to": lambda: redirect(url_for("/dict")),
        "/to/301": lambda: redirect("/somewhere?x=1&y=<2>", 301),
        "/template": lambda: render_template_string(
            "{{ from_app }} {{ shadowed }} {{ '<'|shout }} {{ request.path }} {{ g.lang }}"
            " {{ url_for('/dict') }} {{ config.TESTING }}",
            shadowed="view",
        ),
        "/flashtemplate": lambda: render_template_string("{{ get_flashed_messages() }}"),
        "/host": lambda: " ".join((request.host, request.url, request.base_url, request.root_url)),
        "/info": lambda: repr(
            (request.endpoint, request.blueprint, request.blueprints, request.view_args)
        ),
        "/external": lambda: url_for("/dict", _external=True, _anchor="x y", q="ä b"),
        "/cookies": lambda: jsonify(dict(request.cookies)),
    }
    for rule, view in views.items():
        app.add_url_rule(rule, rule, view, methods=["GET", "POST"])

    @app.get("/set/<key>/<path:value>")
    def put(key: str, value: str) -> str:
        kinds: dict[str, t.Any] = {
            "tuple": (1, "a"),
            "bytes": b"\x00\xff",
            "markup": flask.Flask and __import__("markupsafe").Markup("<b>"),
            "tagged": {" t": [1]},
            "nested": {"a": [(1, b"x"), {"b": ()}]},
            "permanent": value,
        }
        session[key] = kinds.get(key, value)
        if key == "permanent":
            session.permanent = True
        return "ok"

    @app.get("/abort/<int:code>")
    def aborting(code: int) -> t.Any:
        abort(code)

    @app.get("/raise/<kind>")
    def raising(kind: str) -> t.Any:
        raise {
            "teapot": Teapot,
            "oops": Oops,
            "sub": SubOops,
            "key": KeyError,
            "found": NotFound,
        }[kind]("raised")

    @app.get("/stream/<int:count>")
    def stream(count: int) -> t.Any:
        def pieces() -> Iterator[str]:
            for number in range(count):
                yield f"{number}{request.path}"

        return stream_with_context(pieces()), {"Content-Type": "text/plain"}

    @app.get("/async/<float:x>")
    async def asynchronous(x: float) -> t.Any:
        return {"x": x, "path": request.path, "app": current_app.name}

    @app.get("/after")
    def after() -> str:
        @flask.after_this_request
        def once(response: t.Any) -> t.Any:
            note("once")
            response.set_cookie("once", "1")
            return response

        return "after"

    app.add_url_rule("/items/", view_func=Items.as_view("items"), defaults={"item": None})
    app.add_url_rule("/items/<int:item>", view_func=Items.as_view("item"))
    app.add_url_rule("/options", "options", lambda: "mine", methods=["GET", "OPTIONS"])
    app.add_url_rule("/nooptions", "nooptions", lambda: "none", provide_automatic_options=False)

    parent = Blueprint("parent", __name__, url_prefix="/<lang>/p")
    child = Blueprint("child", __name__, url_prefix="/c")

    @parent.before_request
    async def parent_before() -> t.Any:
        note("parent_before")
        if request.args.get("stop") == "parent":
            return {"stopped": "parent"}
        return None

    @parent.after_request
    def parent_after(response: t.Any) -> t.Any:
        note("parent_after")
        return response

    @parent.errorhandler(404)
    def parent_404(e: NotFound) -> t.Any:
        return "parent 404", 404

    @parent.context_processor
    def parent_variables() -> dict[str, t.Any]:
        return {"shadowed": "parent"}

    @child.before_request
    def child_before() -> None:
        note("child_before")

    @child.after_request
    def child_after(response: t.Any) -> t.Any:
        note("child_after")
        return response

    @child.errorhandler(Oops)
    async def child_oops(e: Oops) -> t.Any:
        return "child oops", 409

    @child.app_errorhandler(405)
    def app_405(e: HTTPException) -> t.Any:
        return "405 of the child", 405

    @parent.route("/")
    def parent_index() -> str:
        return f"{g.lang} {url_for('.child.index')} {url_for('child.index') if 0 else ''}"

    @parent.route("/missing")
    def parent_missing() -> t.Any:
        abort(404)

    @child.route("/")
    def index() -> str:
        return f"{g.lang} {url_for('.index')} {url_for('parent.parent_index')} {request.blueprints}"

    @child.route("/oops")
    def child_raise() -> t.Any:
        raise SubOops("in the child")

    @child.route("/missing")
    def child_missing() -> t.Any:
        abort(404)

    @child.route("/template")
    def child_template() -> str:
        return render_template_string("{{ from_app }} {{ shadowed }}")

    parent.register_blueprint(child)
    app.register_blueprint(parent)
    app.register_blueprint(parent, name="again", url_prefix="/again/<lang>")
    return app


PATHS = (
    "/ /bytes /dict /list /tuple2 /tuple2h /tuple3 /generator /wsgi /response /empty /args"
    " /args?a=1&a=2&b=%C3%A4 /need /need?need=1 /none /int /zero /flash /flashed /peek /read"
    " /untouched /clear /to /to/301 /template /flashtemplate /host /info /external /cookies"
    " /set/a/1 /set/tuple/x /set/bytes/x /set/markup/x /set/tagged/x /set/nested/x"
    " /set/permanent/yes /abort/400 /abort/401 /abort/404 /abort/405 /abort/418 /abort/500"
    " /abort/503 /abort/999 /raise/teapot /raise/oops /raise/sub /raise/key /raise/found"
    " /raise/unknown /stream/0 /stream/3 /async/1.5 /after /items /items/ /items/7 /options"
    " /nooptions /en/p/ /en/p /en/p/missing /en/p/c/ /de/p/c/oops /en/p/c/missing"
    " /en/p/c/template /again/fr/ /again/fr/c/oops /again/fr/c /nowhere /en/p/nowhere //"
    " /dict/ /%C3%A4 /?stop=app /en/p/?stop=parent"
).split()
METHODS = ("GET", "GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "DELETE", "PUT")


def _show(response: t.Any) -> dict[str, t.Any]:
    headers = [
        # The methods come from a set, whose order changes with the hash seed.
        (name, ", ".join(sorted(value.split(", "))) if name == "Allow" else value)
        for name, value in response.headers.to_wsgi_list()
        if name not in ("Date", "Server")
    ]
    return {
        "status": response.status,
        "headers": headers,
        "body": response.get_data().decode("utf-8", "replace"),
    }


def _body(rng: random.Random) -> dict[str, t.Any]:
    kind = rng.randrange(6)
    if kind == 0:
        return {"json": {"a": rng.randrange(9), "b": ["x", None]}}
    if kind == 1:
        return {"data": b"{bad json", "content_type": "application/json"}
    if kind == 2:
        return {"data": {"x": str(rng.randrange(9)), "y": ["1", "2"]}}
    if kind == 3:
        return {"data": {"f": (io.BytesIO(b"content"), "name.txt"), "x": "1"}}
    if kind == 4:
        return {"data": b"plain", "content_type": "text/plain"}
    return {}


def _session_walks() -> Iterator[tuple[str, object]]:
    for number in range(12):
        rng = random.Random(number)
        app = make_app(
            SESSION_REFRESH_EACH_REQUEST=number % 3 != 0,
            TRAP_BAD_REQUEST_ERRORS=number % 5 == 0,
            DEBUG=False,
            PROPAGATE_EXCEPTIONS=False,
            SESSION_COOKIE_SAMESITE="Lax" if number % 2 else None,
        )
        app.logger.disabled = True
        client = app.test_client()
        for step in range(60):
            path = rng.choice(PATHS)
            method = rng.choice(METHODS)
            arguments = _body(rng) if method in ("POST", "PUT") else {}
            if rng.random() < 0.2:
                path = rng.choice(("/json", "/silent", "/force", "/form", "/files", "/values"))
                method, arguments = "POST", _body(rng)
            response = client.open(path, method=method, **arguments)
            shown = _show(response)
            cookie = client.get_cookie("session")
            shown["session"] = cookie and cookie.value
            yield f"walk/{number}/{step}/{method} {path}", shown


def _first_line(call: t.Callable[[], t.Any]) -> str:
    try:
        result = call()
    except Exception as e:
        return f"{type(e).__name__}: {str(e).partition(chr(10))[0]}"
    return f"returned {result!r}"


def _set_up_errors() -> Iterator[tuple[str, object]]:
    def view() -> str:
        return ""

    def other() -> str:
        return ""

    app = Flask("errors")
    app.add_url_rule("/", "taken", view)
    nested = Blueprint("b", __name__)
    calls: dict[str, t.Callable[[], t.Any]] = {
        "overwrite": lambda: app.add_url_rule("/2", "taken", other),
        "methods": lambda: app.add_url_rule("/3", "m", other, methods="GET"),
        "no view": lambda: app.add_url_rule("/4"),
        "get methods": lambda: app.get("/", methods=["GET"]),
        "code": lambda: app.register_error_handler(600, view),
        "instance": lambda: app.register_error_handler(ValueError(), view),
        "class": lambda: app.register_error_handler(int, view),
        "dots": lambda: Blueprint("a.b", __name__),
        "empty": lambda: Blueprint("", __name__),
        "itself": lambda: nested.register_blueprint(nested),
        "endpoint dots": lambda: nested.add_url_rule("/", "a.b", view),
        "slash": lambda: app.add_url_rule("noslash", "noslash", view),
        "static": lambda: Flask("x", static_folder=None).send_static_file("x"),
        "resource": lambda: app.open_resource("x", "w"),
        "instance path": lambda: Flask("x", instance_path="relative"),
        "current_app": lambda: flask.current_app.name,
        "request": lambda: flask.request.path,
        "url_for": lambda: flask.url_for("x"),
        "after": lambda: flask.after_this_request(view),
        "copy": lambda: flask.copy_current_request_context(view),
        "stream": lambda: flask.stream_with_context(iter("ab")),
        "twice": lambda: (app.register_blueprint(nested), app.register_blueprint(nested)),
    }
    for name, call in calls.items():
        yield f"set-up/{name}", _first_line(call)

    with app.app_context():
        yield "set-up/no name", _first_line(lambda: flask.url_for("taken"))
    with app.test_request_context():
        yield "set-up/build", _first_line(lambda: flask.url_for("nothing"))
        yield (
            "set-up/scheme",
            _first_line(lambda: flask.url_for("taken", _scheme="https", _external=False)),
        )
        yield "set-up/secret", _first_line(lambda: flask.session.update(a=1))
        yield "set-up/g", _first_line(lambda: flask.g.nothing)
    app.test_client().get("/")
    yield "set-up/late", _first_line(lambda: app.route("/late"))
    yield "set-up/late blueprint", _first_line(lambda: nested.before_request(view))


def _urls() -> Iterator[tuple[str, object]]:
    settings: list[dict[str, t.Any]] = [
        {},
        {"SERVER_NAME": "example.com:8080"},
        {"SERVER_NAME": "example.com", "PREFERRED_URL_SCHEME": "https"},
        {"SERVER_NAME": "example.com", "APPLICATION_ROOT": "/root"},
    ]
    environs: list[dict[str, t.Any]] = [
        {},
        {"base_url": "https://other.org/script"},
        {"base_url": "http://sub.example.com"},
        {"headers": {"Host": "bad host"}},
        {"headers": {"Host": "EXAMPLE.com:80"}},
    ]
    for i, config in enumerate(settings):
        for subdomains in (False, True):
            app = Flask("urls", static_folder=None, subdomain_matching=subdomains)
            app.config.update(config)
            app.add_url_rule("/", "index", lambda: "index")
            app.add_url_rule("/s", "sub", lambda: "sub", subdomain="sub")
            app.add_url_rule("/v/<int:x>/", "v", lambda x: str(x))
            for j, environ in enumerate(environs):
                label = f"urls/{i}/{subdomains}/{j}"
                for path in ("/", "/s", "/v/1", "/v/1/?a=b", "/nope"):
                    response = app.test_client().get(path, **environ)
                    yield f"{label}{path}", _show(response)
                with app.test_request_context("/v/2/", **environ):
                    for extra in ({}, {"_external": True}, {"_scheme": "ftp"}, {"q": "1&2"}):
                        for endpoint in ("index", "sub"):
                            yield (
                                f"{label}/url_for/{endpoint}/{extra}",
                                _first_line(lambda e=endpoint, x=extra: flask.url_for(e, **x)),
                            )
            with app.app_context():
                yield f"urls/{i}/{subdomains}/app", _first_line(lambda: flask.url_for("v", x=1))


def observations() -> Iterator[tuple[str, object]]:
    """Everything above, with the clock of the signatures and cookies standing still."""
    original = TimestampSigner.get_timestamp
    TimestampSigner.get_timestamp = lambda self: FIXED_TIME  # type: ignore[method-assign]
    expires = flask.sessions.SessionInterface.get_expiration_time

    def fixed(self: t.Any, app: Flask, session: t.Any) -> t.Any:
        from datetime import datetime

        return datetime(2030, 1, 1, tzinfo=UTC) if session.permanent else None

    flask.sessions.SessionInterface.get_expiration_time = fixed  # type: ignore[method-assign]
    try:
        yield from _session_walks()
        yield from _set_up_errors()
        yield from _urls()
    finally:
        TimestampSigner.get_timestamp = original  # type: ignore[method-assign]
        flask.sessions.SessionInterface.get_expiration_time = expires  # type: ignore[method-assign]
