"""Applications that are changed while they serve.

Every change is made between two requests, in one of the ways that programs and tests use:
a registry is changed without a method, a method is overridden in a subclass,
replaced on the object or patched on the class.  Each observation is what the very next
requests give, and which functions heard of them, in order and with which arguments.
"""

from __future__ import annotations

import typing as t
from collections.abc import Callable, Iterator
from unittest import mock

import flask
from flask import Blueprint, Flask, Response, g, render_template_string, request, session
from flask.ctx import AppContext, RequestContext
from flask.sessions import SecureCookieSessionInterface
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import Map, MapAdapter, Rule

EXPECTED_DIFFERENCES: dict[str, str] = {
    "debug, /missing": "the description shows which rules are near",
    "debug, /bp/missing": "the description shows which rules are near",
    "debug, /static/no.txt": "the description shows which folder was searched",
    "json_provider": "a session that nobody looks at needs no serializer, so none is tried out",
    "handlers_replaced": "a registry that is a plain dict may lack keys",
}

Log = list[t.Any]
PATHS = (
    "/",
    "/user/7",
    "/bp/x",
    "/bp/in/y",
    "/missing",
    "/bp/missing",
    "/boom",
    "/bp/boom",
    "/abort",
    "/template",
    "/session",
    "/slash",
    "/static/no.txt",
    "/teapot",
    "OPTIONS /",
    "POST /",
    "HEAD /",
)


class Boom(Exception):
    pass


def shown(value: t.Any) -> t.Any:
    """A value as text that is the same in every process and on both stacks."""
    if value is None or isinstance(value, (str, int, bytes)):
        return repr(value)
    if isinstance(value, BaseException):
        return f"{type(value).__name__}: {str(value).splitlines()[:1]}"
    if isinstance(value, Response):
        return f"Response {value.status_code} {value.get_data() if value.is_sequence else '...'}"
    if isinstance(value, tuple):
        return [shown(item) for item in value]
    if isinstance(value, dict):
        if "wsgi.input" in value:
            return "environ"
        return {str(key): shown(item) for key, item in sorted(value.items(), key=str)}
    if callable(value) and hasattr(value, "__name__"):
        return f"function {value.__name__}"
    for kind in (MapAdapter, RequestContext, AppContext):
        if isinstance(value, kind):
            return kind.__name__
    return type(value).__name__.strip("_")


def build(cls: type[Flask], log: Log) -> Flask:
    app = cls("seam", static_folder="static", root_path="/nowhere")
    app.secret_key = "seam"
    outer = Blueprint("outer", __name__, url_prefix="/bp")
    inner = Blueprint("inner", __name__, url_prefix="/in")

    def hook(name: str, value: t.Any = None) -> Callable[..., t.Any]:
        def run(*args: t.Any) -> t.Any:
            log.append([name, *map(shown, args)])
            if name.startswith("after"):
                return args[0]
            return value

        run.__name__ = name
        return run

    for owner, name in ((app, "app"), (outer, "outer"), (inner, "inner")):
        owner.before_request(hook(f"before {name}"))
        owner.after_request(hook(f"after {name}"))
        owner.teardown_request(hook(f"teardown {name}"))
        owner.url_value_preprocessor(hook(f"values {name}"))
        owner.context_processor(hook(f"context {name}", {name: name}))
    app.teardown_appcontext(hook("teardown appcontext"))

    @app.route("/", methods=["GET"])
    def index() -> str:
        return "index"

    @app.route("/user/<int:id>")
    def user(id: int) -> t.Any:
        return {"id": id, "url": flask.url_for("user", id=id + 1)}

    @app.route("/boom")
    @outer.route("/boom")
    def boom() -> t.Any:
        raise Boom("boom")

    @app.route("/abort")
    def aborts() -> t.Any:
        flask.abort(403)

    @app.route("/teapot")
    def teapot() -> t.Any:
        flask.abort(418)

    @app.route("/template")
    def template() -> str:
        return render_template_string("{{ app }} {{ request.path }} {{ g.x }} {{ extra }}")

    @app.route("/session")
    def sessions() -> t.Any:
        session["n"] = session.get("n", 0) + 1
        return f"{session['n']}"

    @app.route("/slash/")
    def slash() -> str:
        return "slash"

    @outer.route("/x")
    def x() -> t.Any:
        return render_template_string("{{ app }} {{ outer }} {{ inner }}"), 201, {"X-X": "1"}

    @inner.route("/y")
    def y() -> str:
        return request.endpoint or ""

    app.errorhandler(403)(hook("handles 403", ("403", 403)))
    outer.errorhandler(Boom)(hook("handles boom", ("boom", 555)))
    outer.register_blueprint(inner)
    app.register_blueprint(outer)
    app.logger.disabled = True
    return app


def steady(name: str, value: str) -> t.Any:
    """The part of a header that does not depend on time or on the order of a set."""
    if name == "Allow":
        return sorted(value.split(", "))
    return value.partition(".")[0] if name == "Set-Cookie" else value


def ask(app: Flask, log: Log, path: str) -> t.Any:
    log.clear()
    method, _, rest = path.rpartition(" ")
    client = app.test_client()
    try:
        response = client.open(rest, method=method or "GET")
    except Exception as e:
        return ["raised", shown(e), list(log)]
    headers = sorted((name, steady(name, value)) for name, value in response.headers)
    return [response.status, headers, response.get_data(as_text=True), list(log)]


Change = Callable[[Flask, Log], t.Any]
CHANGES: dict[str, Change] = {}


def change(f: Change) -> Change:
    CHANGES[f.__name__] = f
    return f


# Registries, without their methods


@change
def nothing(app: Flask, log: Log) -> None:
    pass


@change
def before_appended(app: Flask, log: Log) -> None:
    app.before_request_funcs[None].append(lambda: "early")


@change
def before_of_blueprint(app: Flask, log: Log) -> None:
    app.before_request_funcs["outer"].insert(0, lambda: ("early", 299))


@change
def before_cleared(app: Flask, log: Log) -> None:
    app.before_request_funcs.clear()


@change
def before_is_plain_dict(app: Flask, log: Log) -> None:
    app.before_request_funcs = {None: [lambda: log.append("plain")], "other": []}


@change
def before_is_a_tuple(app: Flask, log: Log) -> None:
    app.before_request_funcs[None] = (lambda: log.append("one"), lambda: log.append("two"))  # type: ignore[assignment]


@change
def before_none_key(app: Flask, log: Log) -> None:
    del app.before_request_funcs[None]


@change
def after_appended(app: Flask, log: Log) -> None:
    def mark(response: Response) -> Response:
        response.headers["X-Late"] = str(response.status_code)
        return response

    app.after_request_funcs[None].append(mark)


@change
def after_of_blueprint(app: Flask, log: Log) -> None:
    app.after_request_funcs.setdefault("outer.inner", []).append(
        lambda response: Response("replaced", status=202)
    )


@change
def after_gives_none(app: Flask, log: Log) -> None:
    app.after_request_funcs[None] = [lambda response: None]  # type: ignore[list-item,return-value]


@change
def after_fails(app: Flask, log: Log) -> None:
    def fail(response: Response) -> Response:
        raise Boom("after")

    app.after_request_funcs["outer"].append(fail)


@change
def teardown_appended(app: Flask, log: Log) -> None:
    app.teardown_request_funcs[None].append(lambda error: log.append(["late", shown(error)]))


@change
def teardown_appcontext_replaced(app: Flask, log: Log) -> None:
    app.teardown_appcontext_funcs = [lambda error: log.append(["mine", shown(error)])]


@change
def teardown_cleared(app: Flask, log: Log) -> None:
    app.teardown_request_funcs.clear()
    app.teardown_appcontext_funcs.clear()


@change
def view_replaced(app: Flask, log: Log) -> None:
    app.view_functions["index"] = lambda: "new"
    app.view_functions["outer.x"] = lambda: ["new"]


@change
def view_is_async(app: Flask, log: Log) -> None:
    async def view() -> str:
        return "async"

    app.view_functions["index"] = view  # type: ignore[assignment]
    app.before_request_funcs[None].append(view)


@change
def view_missing(app: Flask, log: Log) -> None:
    del app.view_functions["index"]


@change
def view_functions_replaced(app: Flask, log: Log) -> None:
    app.view_functions = {name: (lambda **kw: f"all {kw}") for name in app.view_functions}


@change
def view_wrapped(app: Flask, log: Log) -> None:
    for name, view in list(app.view_functions.items()):

        def wrapped(view: t.Any = view, name: str = name, **kw: t.Any) -> t.Any:
            log.append(["wrapped", name])
            return view(**kw)

        app.view_functions[name] = wrapped


@change
def rule_added(app: Flask, log: Log) -> None:
    app.url_map.add(Rule("/missing", endpoint="index"))
    app.url_map.add(Rule("/bp/missing", endpoint="outer.late"))
    app.view_functions["outer.late"] = lambda: f"late {request.blueprints}"


@change
def rule_with_bare_rule(app: Flask, log: Log) -> None:
    app.url_map.add(Rule("/missing", endpoint="index", methods=["GET", "POST"]))
    app.url_map.add(Rule("/", endpoint="user", defaults={"id": 1}, methods=["POST"]))


@change
def map_replaced(app: Flask, log: Log) -> None:
    app.url_map = Map([Rule("/missing", endpoint="index"), Rule("/user/<id>", endpoint="index")])


@change
def handler_added(app: Flask, log: Log) -> None:
    app.error_handler_spec[None][404][NotFound] = lambda e: (f"none: {e.code}", 404)
    app.error_handler_spec[None][None][Boom] = lambda e: (f"app {e}", 500)


@change
def handler_of_blueprint(app: Flask, log: Log) -> None:
    app.error_handler_spec["outer"][None][Boom] = lambda e: (f"bp {e}", 500)
    app.error_handler_spec["outer"][404][NotFound] = lambda e: "never"


@change
def handler_of_everything(app: Flask, log: Log) -> None:
    app.error_handler_spec[None][None][Exception] = lambda e: (shown(e), 222)


@change
def handler_of_http(app: Flask, log: Log) -> None:
    app.error_handler_spec[None][None][HTTPException] = lambda e: (f"http {e.code}", e.code)


@change
def handlers_replaced(app: Flask, log: Log) -> None:
    app.error_handler_spec = {None: {403: {}, None: {Boom: lambda e: "plain dict"}}}


@change
def handlers_cleared(app: Flask, log: Log) -> None:
    app.error_handler_spec.clear()


@change
def processors_appended(app: Flask, log: Log) -> None:
    app.template_context_processors[None].append(lambda: {"extra": "E", "app": "late"})
    app.template_context_processors["outer"].append(lambda: {"inner": "bp"})


@change
def processors_replaced(app: Flask, log: Log) -> None:
    app.template_context_processors = {None: [lambda: {"extra": 1}]}


@change
def values_appended(app: Flask, log: Log) -> None:
    def add(endpoint: str | None, values: dict[str, t.Any] | None) -> None:
        if values is not None and "id" in values:
            values["id"] += 100

    app.url_value_preprocessors[None].append(add)


@change
def values_replaced(app: Flask, log: Log) -> None:
    app.url_value_preprocessors = {"outer": [lambda e, v: log.append(["only", e])]}


@change
def defaults_added(app: Flask, log: Log) -> None:
    app.url_default_functions[None] = [lambda endpoint, values: values.update(q=endpoint)]


@change
def jinja_changed(app: Flask, log: Log) -> None:
    app.jinja_env.globals["extra"] = "global"
    app.jinja_env.variable_start_string = "{{"


@change
def jinja_replaced(app: Flask, log: Log) -> None:
    app.jinja_env = app.create_jinja_environment()
    app.jinja_env.globals["extra"] = "replaced"


@change
def build_error_handler(app: Flask, log: Log) -> None:
    app.url_build_error_handlers.append(lambda error, endpoint, values: f"/built/{endpoint}")
    app.view_functions["index"] = lambda: flask.url_for("nowhere", a=1)


# Settings and parts


class LoudInterface(SecureCookieSessionInterface):
    log: Log

    def open_session(self, app: Flask, request: t.Any) -> t.Any:
        self.log.append("open")
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: t.Any, response: t.Any) -> None:
        self.log.append(["save", dict(session)])
        super().save_session(app, session, response)


@change
def interface_replaced(app: Flask, log: Log) -> None:
    app.session_interface = LoudInterface()
    app.session_interface.log = log


@change
def interface_gives_none(app: Flask, log: Log) -> None:
    class Null(SecureCookieSessionInterface):
        def open_session(self, app: Flask, request: t.Any) -> t.Any:
            log.append("open")
            return None

    app.session_interface = Null()


@change
def interface_is_another_kind(app: Flask, log: Log) -> None:
    class Own(flask.sessions.SessionInterface):
        def open_session(self, app: Flask, request: t.Any) -> t.Any:
            log.append(["open", request.endpoint])
            return flask.sessions.SecureCookieSession({"n": 40})

        def save_session(self, app: Flask, session: t.Any, response: t.Any) -> None:
            log.append(["save", dict(session), session.modified, session.accessed])

    app.session_interface = Own()


@change
def interface_patched(app: Flask, log: Log) -> None:
    interface = SecureCookieSessionInterface()
    inner = interface.open_session
    interface.open_session = lambda a, r: (log.append("open"), inner(a, r))[1]  # type: ignore[method-assign]
    app.session_interface = interface


@change
def interface_salt(app: Flask, log: Log) -> None:
    interface = SecureCookieSessionInterface()
    interface.salt = "other"
    app.session_interface = interface


@change
def no_key(app: Flask, log: Log) -> None:
    app.secret_key = None


@change
def testing(app: Flask, log: Log) -> None:
    app.testing = True


@change
def debug(app: Flask, log: Log) -> None:
    app.debug = True


@change
def propagate(app: Flask, log: Log) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = True


@change
def trap_http(app: Flask, log: Log) -> None:
    app.config["TRAP_HTTP_EXCEPTIONS"] = True


@change
def trusted_hosts(app: Flask, log: Log) -> None:
    app.config["TRUSTED_HOSTS"] = ["example.org"]


@change
def server_name(app: Flask, log: Log) -> None:
    app.config["SERVER_NAME"] = "example.org"


@change
def server_name_and_subdomains(app: Flask, log: Log) -> None:
    app.config["SERVER_NAME"] = "localhost"
    app.subdomain_matching = True


@change
def config_replaced(app: Flask, log: Log) -> None:
    config = app.make_config()
    config["SECRET_KEY"] = "other"
    config["SESSION_COOKIE_NAME"] = "renamed"
    app.config = config


@change
def cookie_settings(app: Flask, log: Log) -> None:
    app.config.update(
        SESSION_COOKIE_NAME="renamed", SESSION_COOKIE_PATH="/p", SESSION_COOKIE_SAMESITE="Lax"
    )


@change
def json_provider(app: Flask, log: Log) -> None:
    class Loud(flask.json.provider.DefaultJSONProvider):
        def dumps(self, obj: t.Any, **kwargs: t.Any) -> str:
            log.append("dumps")
            return super().dumps(obj, **kwargs)

    app.json = Loud(app)


@change
def request_class(app: Flask, log: Log) -> None:
    class Loud(flask.Request):
        @property
        def blueprints(self) -> list[str]:
            log.append("blueprints")
            return super().blueprints

        def close(self) -> None:
            log.append("close")
            super().close()

    app.request_class = Loud


@change
def response_class(app: Flask, log: Log) -> None:
    class Loud(flask.Response):
        default_mimetype = "text/plain"

        def __init__(self, *args: t.Any, **kwargs: t.Any) -> None:
            log.append(["made", len(args), sorted(kwargs)])
            super().__init__(*args, **kwargs)

        def set_data(self, value: t.Any) -> None:
            super().set_data(value)
            self.headers["X-Set"] = "1"

    app.response_class = Loud


@change
def globals_class(app: Flask, log: Log) -> None:
    class Loud(flask.ctx._AppCtxGlobals):
        def __init__(self) -> None:
            log.append("g")
            self.x = "gx"

    app.app_ctx_globals_class = Loud


@change
def middleware(app: Flask, log: Log) -> None:
    inner = app.wsgi_app

    def outer(environ: t.Any, start_response: t.Any) -> t.Any:
        log.append(["outer", environ["PATH_INFO"]])
        environ["PATH_INFO"] = environ["PATH_INFO"].replace("/missing", "/")
        return inner(environ, start_response)

    app.wsgi_app = outer  # type: ignore[method-assign]


@change
def name_of_match_request(app: Flask, log: Log) -> None:
    class Context(RequestContext):
        def match_request(self) -> None:
            log.append("match")
            super().match_request()
            if self.request.path == "/missing":
                self.request.routing_exception = None
                self.request.url_rule = Rule("/missing", endpoint="user")
                self.request.view_args = {"id": 9}

        def push(self) -> None:
            log.append("push")
            super().push()

        def pop(self, *args: t.Any) -> None:
            log.append(["pop", len(args)])
            super().pop(*args)

    app.request_context = lambda environ: Context(app, environ)  # type: ignore[method-assign]


@change
def own_app_context(app: Flask, log: Log) -> None:
    class Context(AppContext):
        def push(self) -> None:
            log.append("push app")
            super().push()

        def pop(self, *args: t.Any) -> None:
            log.append(["pop app", len(args)])
            super().pop(*args)

    app.app_context = lambda: Context(app)  # type: ignore[method-assign]


@change
def own_adapter(app: Flask, log: Log) -> None:
    class Adapter(MapAdapter):
        def match(self, *args: t.Any, **kwargs: t.Any) -> t.Any:
            log.append(["match", len(args), sorted(kwargs)])
            return super().match(*args, **kwargs)

        def build(self, *args: t.Any, **kwargs: t.Any) -> t.Any:
            log.append(["build", len(args), sorted(kwargs)])
            return super().build(*args, **kwargs)

    def make(request: t.Any) -> t.Any:
        if request is None:
            return None
        return Adapter(app.url_map, "localhost", "/", "", "http", request.path, request.method)

    app.create_url_adapter = make  # type: ignore[method-assign]


@change
def signals_connected(app: Flask, log: Log) -> None:
    # Held by the log's owner: receivers are weak.
    receivers = []
    for name in (
        "template_rendered before_render_template request_started request_finished"
        " request_tearing_down got_request_exception appcontext_tearing_down"
        " appcontext_pushed appcontext_popped"
    ).split():

        def receive(sender: t.Any, name: str = name, **extra: t.Any) -> None:
            log.append(["signal", name, sender is app, sorted(extra)])

        getattr(flask, name).connect(receive, app)
        receivers.append(receive)
    app.extensions["receivers"] = receivers


METHODS = (
    "wsgi_app full_dispatch_request preprocess_request dispatch_request finalize_request"
    " make_response process_response handle_user_exception handle_http_exception"
    " handle_exception log_exception raise_routing_exception create_url_adapter request_context"
    " app_context ensure_sync async_to_sync do_teardown_request do_teardown_appcontext"
    " should_ignore_error trap_http_exception make_default_options_response"
    " update_template_context inject_url_defaults url_for handle_url_build_error redirect"
    " send_static_file get_send_file_max_age create_jinja_environment"
).split()


def loud(name: str, inner: Callable[..., t.Any], log: Log, is_method: bool) -> t.Any:
    def run(*args: t.Any, **kwargs: t.Any) -> t.Any:
        given = args[is_method:]
        if name == "wsgi_app":
            # Its arguments and its answer belong to whoever calls it.
            log.append(name)
            return inner(*args, **kwargs)
        if name == "create_url_adapter" and given == (None,):
            # That of an application context may be made when it is asked for.
            return inner(*args, **kwargs)
        log.append([name, *map(shown, given), {k: shown(v) for k, v in kwargs.items()}])
        value = inner(*args, **kwargs)
        log.append([f"/{name}", shown(value)])
        return value

    return run


def loud_class(names: t.Iterable[str], log: Log) -> type[Flask]:
    body = {name: loud(name, getattr(Flask, name), log, True) for name in names}
    return type("Loud", (Flask,), body)


def answers() -> dict[str, tuple[str, Callable[..., t.Any]]]:
    """Overrides that do something else than what they override."""

    def dispatch(self: Flask) -> t.Any:
        try:
            return Flask.dispatch_request(self)
        except Exception as e:
            return f"caught {type(e).__name__}", 299

    def full(self: Flask) -> t.Any:
        response = Flask.full_dispatch_request(self)
        response.headers["X-Full"] = "1"
        return response

    def make(self: Flask, rv: t.Any) -> t.Any:
        if isinstance(rv, dict):
            rv = {"wrapped": rv}
        return Flask.make_response(self, rv)

    def finalize(self: Flask, rv: t.Any, from_error_handler: bool = False) -> t.Any:
        return Flask.finalize_request(self, f"final {shown(rv)}", from_error_handler)

    def fails(self: Flask, *args: t.Any, **kwargs: t.Any) -> t.Any:
        raise Boom("override")

    def not_found(self: Flask, *args: t.Any, **kwargs: t.Any) -> t.Any:
        if args == (None,):
            # The adapter of an application context, or a teardown without an error.
            return None
        raise NotFound("override")

    def text(self: Flask, *args: t.Any, **kwargs: t.Any) -> t.Any:
        return "override"

    def true(self: Flask, *args: t.Any, **kwargs: t.Any) -> t.Any:
        return True

    def none(self: Flask, *args: t.Any, **kwargs: t.Any) -> t.Any:
        return None

    def decorated(self: Flask, func: Callable[..., t.Any]) -> Callable[..., t.Any]:
        def inner(*args: t.Any, **kwargs: t.Any) -> t.Any:
            g.calls = g.get("calls", 0) + 1
            return func(*args, **kwargs)

        return inner

    found: dict[str, tuple[str, Callable[..., t.Any]]] = {
        "dispatch_request catches": ("dispatch_request", dispatch),
        "full_dispatch_request adds": ("full_dispatch_request", full),
        "make_response wraps": ("make_response", make),
        "finalize_request changes": ("finalize_request", finalize),
        "ensure_sync decorates": ("ensure_sync", decorated),
        "create_url_adapter gives None": ("create_url_adapter", none),
        "should_ignore_error": ("should_ignore_error", true),
        "trap_http_exception": ("trap_http_exception", true),
    }
    for name in (
        "preprocess_request dispatch_request process_response full_dispatch_request"
        " handle_user_exception handle_http_exception raise_routing_exception"
        " create_url_adapter do_teardown_request do_teardown_appcontext make_response"
        " finalize_request log_exception make_default_options_response"
    ).split():
        found[f"{name} fails"] = (name, fails)
        found[f"{name} is not found"] = (name, not_found)
    for name in (
        "preprocess_request dispatch_request handle_user_exception handle_http_exception"
        " raise_routing_exception"
    ).split():
        found[f"{name} gives text"] = (name, text)
        found[f"{name} gives None"] = (name, none)
    return found


def observations() -> Iterator[tuple[str, object]]:
    """All changes, each with all requests."""
    for label, make in CHANGES.items():
        log: Log = []
        app = build(Flask, log)
        ask(app, log, "/")
        ask(app, log, "/bp/in/y")
        make(app, log)
        for path in PATHS:
            yield f"{label}, {path}", ask(app, log, path)

    for name in METHODS:
        log = []
        app = build(loud_class([name], log), log)
        for path in PATHS:
            yield f"overridden {name}, {path}", ask(app, log, path)

        app = build(Flask, log)
        ask(app, log, "/")
        setattr(app, name, loud(name, getattr(app, name), log, False))
        for path in PATHS:
            yield f"replaced {name}, {path}", ask(app, log, path)
        delattr(app, name)
        yield f"put back {name}", ask(app, log, "/")

        with mock.patch.object(Flask, name, loud(name, getattr(Flask, name), log, True)):
            yield f"patched {name}", [ask(app, log, path) for path in PATHS]
        yield f"patched no more {name}", ask(app, log, "/boom")

    log = []
    app = build(loud_class(METHODS, log), log)
    for path in PATHS:
        yield f"all overridden, {path}", ask(app, log, path)

    for label, (name, override) in answers().items():
        log = []
        app = build(type("Other", (Flask,), {name: override}), log)
        for path in PATHS:
            yield f"{label}, {path}", ask(app, log, path)
        app.testing = True
        yield f"{label}, testing", ask(app, log, "/boom")
