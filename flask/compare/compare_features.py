"""One feature at a time, in every combination of its options, on both stacks.

Blueprints and how they nest, error handlers and who is nearest, hooks that fail, settings that
trap or pass errors on, what views return, sessions under each setting.
"""

from __future__ import annotations

import itertools
import logging
import re
import typing as t
from collections.abc import Iterator

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    after_this_request,
    flash,
    get_flashed_messages,
    jsonify,
    render_template_string,
    request,
    session,
    url_for,
)
from flask.views import MethodView, View
from werkzeug.exceptions import (
    BadRequest,
    BadRequestKeyError,
    Forbidden,
    HTTPException,
    InternalServerError,
    NotFound,
)

EXPECTED_DIFFERENCES = {
    "hooks/t2": "all teardown functions run, and then the error is raised",
    "hooks/ta2": "all teardown functions run, and then the error is raised",
    "returns/status/float": "a whole number is a status, whatever its type",
    "returns/status/bytes": "both refuse; the text of the TypeError differs",
}

Observations = Iterator[tuple[str, object]]


def outcome(call: t.Callable[[], t.Any]) -> object:
    """Return what a call returns, or the first line of what it raises."""
    try:
        return call()
    except Exception as e:
        return f"{type(e).__name__}: {str(e).partition(chr(10))[0]}"


def seen(response: t.Any) -> list[object]:
    """Status, headers and body, without what hangs on time or on the order of sets."""
    headers = []
    for name, value in response.headers.items():
        if name == "Allow":
            value = ", ".join(sorted(value.split(", ")))
        elif name == "Set-Cookie":
            value = re.sub(r"^(\w+)=[^;]+|[Ee]xpires=[^;]+", r"\1", value)
        headers.append([name, value])
    return [response.status, headers, response.get_data(as_text=True)]


def make_app(**config: t.Any) -> Flask:
    app = Flask("features", root_path="/", static_folder=None)
    app.logger.disabled = True
    app.config.update(SECRET_KEY="features", **config)
    return app


def show_request() -> t.Any:
    return jsonify(request.endpoint, request.blueprint, request.blueprints, url_for(".index"))


def blueprints() -> Observations:
    """Prefixes, names and subdomains of one blueprint, and of one inside another."""
    registrations: list[dict[str, t.Any]] = [
        {}, {"url_prefix": "/o"}, {"url_prefix": ""}, {"url_prefix": "/"}, {"name": "n"},
        {"subdomain": "s"}, {"url_defaults": {"z": 1}},
    ]  # fmt: skip
    for prefix, rule in itertools.product((None, "", "/", "/p", "/p/", "p"), ("", "/", "/r", "r")):
        for options in registrations:

            def single() -> object:
                bp = Blueprint("bp", "features", url_prefix=prefix, root_path="/")  # noqa: B023
                bp.add_url_rule(rule, "index", show_request)  # noqa: B023
                app = make_app()
                app.register_blueprint(bp, **options)  # noqa: B023
                return [[r.rule, r.endpoint, r.defaults, r.subdomain] for r in rules(app)]

            yield f"blueprints/{prefix}/{rule}/{options}", outcome(single)

    outer_options, inner_options = registrations[:6], registrations[:6]
    for outer, inner in itertools.product(outer_options, inner_options):
        for own in (None, "/c", ""):
            app = make_app(SERVER_NAME="localhost")
            parent = Blueprint("parent", "features", url_prefix="/p", root_path="/")
            child = Blueprint("child", "features", url_prefix=own, root_path="/")
            grandchild = Blueprint("grand", "features", url_prefix="/g", root_path="/")
            for bp in (parent, child, grandchild):
                bp.add_url_rule("/", "index", show_request)
            child.register_blueprint(grandchild)
            parent.register_blueprint(child, **inner)
            app.register_blueprint(parent, **outer)
            label = f"nested/{outer}/{inner}/{own}"
            yield label, [[r.rule, r.endpoint, r.subdomain] for r in rules(app)]
            client = app.test_client()
            for rule in rules(app):
                yield f"{label}/{rule.rule}", seen(client.get(rule.rule))


def rules(app: Flask) -> list[t.Any]:
    return list(app.url_map.iter_rules())


class First(Exception):
    pass


class Second(First):
    pass


class OwnNotFound(NotFound):
    pass


class OwnForbidden(Forbidden):
    code = 418


def handlers() -> Observations:
    """Which of several handlers gets an error; in the application, a blueprint, for both."""
    tables: list[dict[t.Any, str]] = [
        {404: "404"}, {NotFound: "class"}, {HTTPException: "http"}, {Exception: "all"},
        {500: "500"}, {InternalServerError: "internal"}, {First: "first"},
        {404: "404", HTTPException: "http", Exception: "all"}, {OwnNotFound: "own", 404: "404"},
        {Second: "second", First: "first"}, {500: "500", First: "first"}, {LookupError: "lookup"},
        {Exception: "all", 500: "500", HTTPException: "http"}, {418: "418", Forbidden: "class"},
        {KeyError: "key", BadRequestKeyError: "form"}, {400: "400", KeyError: "key"},
        {BadRequest: "400", KeyError: "key"}, {403: "403"}, {405: "405"},
    ]  # fmt: skip
    errors: dict[str, Exception] = {
        "notfound": NotFound(), "own": OwnNotFound(), "forbidden": Forbidden(),
        "teapot": OwnForbidden(), "first": First("x"), "second": Second(), "key": KeyError("k"),
        "internal": InternalServerError(), "form": BadRequestKeyError("k"),
    }  # fmt: skip

    def raiser(error: Exception) -> t.Callable[[], t.NoReturn]:
        def view() -> t.NoReturn:
            raise error

        return view

    def answering(text: str) -> t.Callable[[t.Any], t.Any]:
        def handler(error: t.Any) -> t.Any:
            original = type(getattr(error, "original_exception", None)).__name__
            return f"{text} {type(error).__name__} {getattr(error, 'code', None)} {original}", 299

        return handler

    for table, where in itertools.product(tables, ("application", "blueprint", "both")):
        for debug in (False, True):
            app = make_app(PROPAGATE_EXCEPTIONS=False)
            app.debug = debug
            bp = Blueprint("bp", "features", url_prefix="/bp", root_path="/")
            for key, text in table.items():
                if where in ("application", "both"):
                    app.register_error_handler(key, answering(f"application {text}"))
                if where in ("blueprint", "both"):
                    bp.register_error_handler(key, answering(f"blueprint {text}"))
            for owner in (app, bp):
                for name, error in errors.items():
                    owner.add_url_rule(f"/{name}", name, raiser(error))
                owner.add_url_rule("/abort", "abort", lambda: abort(404))
            app.register_blueprint(bp)
            client = app.test_client()
            found = {}
            for path in [*errors, "abort", "missing"]:
                for prefix in ("/", "/bp/"):
                    response = client.get(prefix + path)
                    found[prefix + path] = [response.status_code, response.text[:60]]
            found["post"] = client.post("/bp/own").text[:60]
            yield f"handlers/{list(map(str, table))}/{where}/{debug}", found


def hooks() -> Observations:
    """Everything around a view, and one of them fails or answers."""
    places = ("", "b1", "b2", "view", "a1", "a2", "late", "handler", "t1", "t2", "ta1", "ta2")
    for failing, answers in itertools.product(places, ("", "b1", "b2")):
        for propagate in (None, True, False):
            app = make_app(PROPAGATE_EXCEPTIONS=propagate)
            trail: list[object] = []

            def note(name: str, value: t.Any = None) -> t.Any:
                trail.append(name)  # noqa: B023
                if name == failing:  # noqa: B023
                    raise ValueError(name)
                return f"answered by {name}" if name == answers else value  # noqa: B023

            class Keep(logging.Handler):
                def emit(self, record: logging.LogRecord) -> None:
                    trail.append(f"log: {record.getMessage()}")  # noqa: B023

            app.logger.disabled = False
            app.logger.handlers[:] = [Keep()]
            app.logger.propagate = False
            app.before_request(lambda note=note: note("b1"))
            app.before_request(lambda note=note: note("b2"))
            app.after_request(lambda response, note=note: note("a1", response))
            app.after_request(lambda response, note=note: note("a2", response))
            for name in ("t1", "t2"):
                app.teardown_request(lambda e, name=name, note=note: note(name))
            for name in ("ta1", "ta2"):
                app.teardown_appcontext(lambda e, name=name, note=note: note(name))
            app.register_error_handler(500, lambda e, note=note: (note("handler", "sorry"), 500))

            def view(note: t.Callable[..., t.Any] = note) -> t.Any:
                after_this_request(lambda response: note("late", response))
                return note("view", "view")

            app.add_url_rule("/", "view", view)
            for path in ("/", "/missing"):
                trail.clear()
                got = outcome(lambda a=app, p=path: seen(a.test_client().get(p)))
                yield f"hooks/{failing}/{answers}/{propagate}{path}", [got, list(trail)]


def traps() -> Observations:
    """Which errors pass through a test client, under all settings that say so."""
    for debug, testing, propagate, bad, http in itertools.product(
        (False, True), (False, True), (None, True, False), (None, True, False), (False, True)
    ):
        app = make_app(
            TESTING=testing,
            PROPAGATE_EXCEPTIONS=propagate,
            TRAP_BAD_REQUEST_ERRORS=bad,
            TRAP_HTTP_EXCEPTIONS=http,
        )
        app.debug = debug
        app.add_url_rule("/key", "key", lambda: request.args["missing"])
        app.add_url_rule("/400", "400", lambda: abort(400))
        app.add_url_rule("/404", "404", lambda: abort(404))
        app.add_url_rule("/error", "error", lambda: t.cast(t.Any, 1 // 0))
        app.add_url_rule("/slash/", "slash", lambda: "x", methods=["POST"])
        client = app.test_client()
        label = f"traps/{debug}/{testing}/{propagate}/{bad}/{http}"
        for path in ("/key", "/400", "/404", "/error", "/missing"):
            yield label + path, outcome(lambda c=client, p=path: c.get(p).status)
        yield f"{label}/slash", outcome(lambda c=client: c.post("/slash").status)


def returns() -> Observations:
    """Everything that a view may and may not return, with statuses and headers."""
    bodies: dict[str, t.Callable[[], t.Any]] = {
        "str": lambda: "x", "bytes": lambda: b"x", "bytearray": lambda: bytearray(b"x"),
        "dict": lambda: {"b": 1, "a": [None]}, "list": lambda: [1], "empty": dict,
        "generator": lambda: (c for c in "ab"), "iterator": lambda: iter(["a"]),
        "response": lambda: Response("x", 202, {"X-A": "0", "X-B": "0"}),
        "error": lambda: NotFound("d"), "wsgi": lambda: wsgi, "none": lambda: None,
        "int": lambda: 5, "set": lambda: {1}, "object": object, "class": lambda: NotFound,
        "tuple": lambda: ("x", 201), "bool": lambda: True,
    }  # fmt: skip
    rests: list[tuple[t.Any, ...]] = [
        (), (201,), ("201 Made",), ("odd",), (None,), ({"X-A": "1"},), ([("X-A", "1")],),
        (201, {"X-A": ["1", "2"]}), (None, {"Content-Type": "a/b"}), (201, None), (1, 2, 3),
    ]  # fmt: skip
    for name, body in bodies.items():
        for rest in rests:
            app = make_app(TESTING=True)
            app.add_url_rule("/", "view", lambda b=body, r=rest: (b(), *r) if r else b())
            got = outcome(lambda a=app: seen(a.test_client().get("/")))
            yield f"returns/{name}/{rest}", got
    for name, status in {"float": 201.0, "bytes": b"201 Made", "bool": True}.items():
        app = make_app(TESTING=True)
        app.add_url_rule("/", "view", lambda s=status: ("x", s))
        yield f"returns/status/{name}", outcome(lambda a=app: seen(a.test_client().get("/")))


def wsgi(environ: t.Any, start_response: t.Any) -> list[bytes]:
    start_response("200 OK", [("X-Wsgi", "1")])
    return [b"wsgi"]


def sessions() -> Observations:
    """A walk of a browser under each setting of session cookies."""
    settings: list[dict[str, t.Any]] = [
        {}, {"SESSION_COOKIE_NAME": "other"}, {"SESSION_COOKIE_DOMAIN": "localhost"},
        {"SESSION_COOKIE_DOMAIN": False}, {"SESSION_COOKIE_PATH": "/p"},
        {"APPLICATION_ROOT": "/root"}, {"SESSION_COOKIE_HTTPONLY": False},
        {"SESSION_COOKIE_SECURE": True}, {"SESSION_COOKIE_SAMESITE": "Strict"},
        {"SESSION_COOKIE_PARTITIONED": True}, {"SESSION_REFRESH_EACH_REQUEST": False},
        {"PERMANENT_SESSION_LIFETIME": 60}, {"SECRET_KEY": None}, {"SECRET_KEY": ""},
        {"SECRET_KEY_FALLBACKS": ["old"]}, {"MAX_COOKIE_SIZE": 10},
    ]  # fmt: skip
    steps: dict[str, t.Callable[[], t.Any]] = {
        "no": lambda: "no look",
        "in": lambda: str("a" in session),
        "flags": lambda: str((len(session), session.new, session.modified, session.permanent)),
        "get": lambda: str(session.get("a")),
        "set": lambda: str(session.update(a=1)),
        "permanent": lambda: str(setattr(session, "permanent", True)),
        "brief": lambda: str(setattr(session, "permanent", False)),
        "inside": lambda: str(session.setdefault("list", []).append(1)),
        "mark": lambda: str(setattr(session, "modified", True)),
        "pop": lambda: str(session.pop("a", None)),
        "clear": lambda: str(session.clear()),
        "flash": lambda: str(flash("said", "kind")),
        "flashed": lambda: str(get_flashed_messages(with_categories=True)),
        "template": lambda: render_template_string("{{ session.a }}"),
        "unused": lambda: render_template_string("{{ 1 }}"),
    }
    walk = "no get in set get flags no permanent no get brief mark inside inside no template unused"
    walk += " flash flashed flashed pop clear no in clear flags"
    for setting in settings:
        app = make_app(PROPAGATE_EXCEPTIONS=False)
        app.config.update(setting)
        for name, view in steps.items():
            app.add_url_rule(f"/{name}", name, view)
        for base in ("http://localhost", "https://localhost/root"):
            client = app.test_client()
            for number, step in enumerate(walk.split()):
                response = client.get(f"/{step}", base_url=base)
                yield f"sessions/{setting}/{base}/{number}{step}", seen(response)


def classes() -> Observations:
    """Views as classes: their methods, decorators and options."""

    class Plain(View):
        methods = ["GET", "POST"]

        def dispatch_request(self, **values: t.Any) -> t.Any:
            return f"{request.method} {values}"

    class Items(MethodView):
        def get(self) -> str:
            return "get"

        def post(self) -> str:
            return "post"

        def helper(self) -> str:
            return "not for clients"

    class More(Items):
        init_every_request = False
        decorators = [lambda view: lambda **values: f"<{view(**values)}>"]

        def put(self) -> str:
            return "put"

        def head(self) -> t.Any:
            return Response("", headers={"X-Head": "1"})

    class Fewer(Items):
        methods = ["GET"]
        provide_automatic_options = False

    app = make_app()
    for kind in (Plain, Items, More, Fewer):
        view = kind.as_view(kind.__name__)
        app.add_url_rule(f"/{kind.__name__}", view_func=view)
        yield f"classes/{kind.__name__}", [view.__name__, sorted(kind.methods or ())]
    client = app.test_client()
    for rule in rules(app):
        for method in ("GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "HELPER"):
            yield f"classes{rule.rule}/{method}", seen(client.open(rule.rule, method=method))


def observations() -> Observations:
    """All of the above."""
    for part in (blueprints, handlers, hooks, traps, returns, sessions, classes):
        yield from part()
