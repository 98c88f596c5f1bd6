"""A piece of real work for each of some well-known extensions.

Each task makes an application, visits it, and returns what a client sees. Secrets, times and
versions are blotted out, so that two runs can be compared. Prints one line of JSON.
"""

from __future__ import annotations

import asyncio
import datetime
import io
import json
import re
import subprocess
import sys
import tempfile
import traceback
import typing as t
import warnings
from pathlib import Path

from flask import (
    Flask,
    abort,
    has_request_context,
    jsonify,
    redirect,
    render_template_string,
    request,
    session,
)

Task = t.Callable[[], t.Any]
TASKS: dict[str, Task] = {}
VOLATILE = ("Date", "Content-Length", "X-RateLimit-Reset", "Retry-After")


def task(f: Task) -> Task:
    TASKS[f.__name__] = f
    return f


def blot(text: str) -> str:
    """Take away what differs from run to run: long tokens, ids, addresses."""
    return re.sub(r"[\w.-]{60,}|0x[0-9a-f]+|(?<=value=\")[^\"]{30,}", "~", text)


def show(response: t.Any) -> list[t.Any]:
    """Return what a client sees of a response."""
    headers = [
        (name, ", ".join(sorted(value.split(", "))) if name == "Allow" else value)
        for name, value in response.headers.items()
        if name not in VOLATILE
    ]
    headers = sorted((name, re.sub(r"=[^;]{20,}", "=~", value)) for name, value in headers)
    return [response.status_code, headers, blot(response.get_data(as_text=True))[:4000]]


def sql_app() -> tuple[Flask, t.Any]:
    from flask_sqlalchemy import SQLAlchemy

    app = Flask("tasks")
    app.config.update(SQLALCHEMY_DATABASE_URI="sqlite://", SECRET_KEY="tasks")
    return app, SQLAlchemy(app)


@task
def sqlalchemy() -> t.Any:
    app, db = sql_app()

    class Person(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        name = db.Column(db.String, unique=True)

    @app.post("/")
    def add() -> t.Any:
        person = Person(name=request.json["name"])
        db.session.add(person)
        db.session.commit()
        return {"id": person.id}, 201

    @app.get("/<int:number>")
    def one(number: int) -> t.Any:
        return {"name": db.get_or_404(Person, number).name}

    @app.get("/")
    def some() -> t.Any:
        page = db.paginate(db.select(Person).order_by(Person.id), per_page=2)
        return {"names": [p.name for p in page], "total": page.total, "more": page.has_next}

    with app.app_context():
        db.create_all()
    client = app.test_client()
    added = [show(client.post("/", json={"name": name})) for name in "abc"]
    return added + [show(client.get(url)) for url in ("/1", "/9", "/", "/?page=2", "/?page=9")]


@task
def migrate() -> t.Any:
    program = """
from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///some.db"
db = SQLAlchemy(app)
Migrate(app, db)


class Thing(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String)
"""
    seen = []
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "program.py").write_text(program)
        for words in ("db init", "db migrate -m first", "db upgrade", "db current", "db check"):
            command = [sys.executable, "-m", "flask", "--app", "program", *words.split()]
            run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
            output = (run.stdout + run.stderr).replace(folder, "FOLDER")
            seen.append([words, run.returncode, re.sub(r"[0-9a-f]{12}", "REVISION", output)])
    return seen


@task
def login() -> t.Any:
    from flask_login import (
        FlaskLoginClient,
        LoginManager,
        UserMixin,
        current_user,
        fresh_login_required,
        login_required,
        login_user,
        logout_user,
    )

    class User(UserMixin):
        def __init__(self, name: str) -> None:
            self.id = name

    app = Flask("tasks")
    app.secret_key = "tasks"
    manager = LoginManager(app)
    manager.login_view = "sign_in"
    manager.user_loader(User)

    @manager.request_loader
    def by_key(request: t.Any) -> User | None:
        return User("api") if request.headers.get("X-Key") == "k" else None

    @app.route("/sign-in", methods=["GET", "POST"])
    def sign_in() -> t.Any:
        if request.method == "POST":
            login_user(User("bob"), remember=True)
            return redirect(request.args.get("next") or "/")
        return render_template_string("{{ get_flashed_messages() }} {{ current_user.is_active }}")

    @app.get("/")
    @login_required
    def index() -> str:
        return f"hello {current_user.id}"

    @app.get("/fresh")
    @fresh_login_required
    def fresh() -> str:
        return "fresh"

    @app.get("/sign-out")
    def sign_out() -> str:
        logout_user()
        return "out"

    client = app.test_client()
    seen = [show(client.get("/")), show(client.get("/sign-in"))]
    seen += [show(client.post("/sign-in?next=/", follow_redirects=True))]
    seen += [show(client.get("/fresh"))]
    client.delete_cookie("session")
    seen += [show(client.get(url)) for url in ("/", "/fresh", "/sign-out", "/")]
    seen += [show(app.test_client().get("/", headers={"X-Key": "k"}))]
    app.test_client_class = FlaskLoginClient
    with app.test_client(user=User("eve")) as known:
        return [*seen, show(known.get("/"))]


@task
def wtf() -> t.Any:
    from flask_wtf import CSRFProtect, FlaskForm
    from flask_wtf.file import FileAllowed, FileField
    from wtforms import StringField
    from wtforms.validators import DataRequired

    app = Flask("tasks")
    app.secret_key = "tasks"
    CSRFProtect(app)

    class Form(FlaskForm):
        name = StringField(validators=[DataRequired()])
        file = FileField(validators=[FileAllowed(["txt"])])

    @app.route("/", methods=["GET", "POST"])
    def index() -> str:
        form = Form()
        if form.validate_on_submit():
            return f"{form.name.data} {form.file.data and form.file.data.filename}"
        return render_template_string("{{ f.csrf_token }} {{ f.name }} {{ f.errors }}", f=form)

    client = app.test_client()
    page = client.get("/")
    found = re.search(r'type="hidden" value="([^"]+)', page.text)
    assert found is not None
    token = {"csrf_token": found[1]}
    text, picture = (io.BytesIO(b"x"), "a.txt"), (io.BytesIO(b"x"), "a.png")
    sent: list[dict[str, t.Any]] = [{"name": "x"}, {"name": "x", **token}, {"name": "", **token}]
    sent += [{"name": "x", "file": file, **token} for file in (text, picture)]
    return [show(page), *(show(client.post("/", data=data)) for data in sent)]


@task
def admin() -> t.Any:
    from flask_admin import Admin
    from flask_admin.contrib.sqla import ModelView
    from flask_babel import Babel

    app, db = sql_app()
    Babel(app)  # the extension takes it for granted where it is installed

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        title = db.Column(db.String)

    Admin(app, name="desk").add_view(ModelView(Post, db))
    with app.app_context():
        db.create_all()
    client = app.test_client()
    seen = [show(client.get("/admin/")), show(client.get("/admin/post/"))]
    seen += [show(client.post("/admin/post/new/", data={"title": "one"}))]
    seen += [show(client.get("/admin/post/edit/?id=1"))]
    seen += [show(client.post("/admin/post/edit/?id=1", data={"title": "two"}))]
    seen += [show(client.get("/admin/post/"))]
    return [*seen, show(client.post("/admin/post/delete/", data={"id": "1"}))]


@task
def caching() -> t.Any:
    from flask_caching import Cache

    app = Flask("tasks")
    cache = Cache(app, config={"CACHE_TYPE": "SimpleCache"})
    made: list[int] = []

    @app.get("/page")
    @cache.cached(timeout=60, query_string=True)
    def page() -> str:
        made.append(1)
        return str(len(made))

    @cache.memoize(60)
    def slow(x: str) -> str:
        made.append(1)
        return f"{x} {len(made)}"

    app.add_url_rule("/slow/<x>", "slow", lambda x: slow(x))

    @app.get("/part")
    def part() -> str:
        return render_template_string("{% cache 60, 'k' %}{{ n }}{% endcache %}", n=len(made))

    client = app.test_client()
    urls = "/page /page /page?a=1 /slow/1 /slow/1 /slow/2 /part /page?b=1 /part"
    return [show(client.get(url)) for url in urls.split()]


@task
def cors() -> t.Any:
    from flask_cors import CORS, cross_origin

    app = Flask("tasks")
    CORS(app, resources={r"/api/*": {"origins": ["http://a.test"]}}, supports_credentials=True)
    app.add_url_rule("/api/x", "x", lambda: "x", methods=["GET", "PUT"])
    app.add_url_rule("/y", "y", cross_origin(max_age=5)(lambda: "y"))
    app.add_url_rule("/api/no", "no", lambda: abort(403))
    client = app.test_client()
    seen = []
    for origin in ("http://a.test", "http://b.test"):
        asked = {"Origin": origin, "Access-Control-Request-Method": "PUT"}
        for url in ("/api/x", "/y", "/api/no", "/api/nowhere"):
            seen.append(show(client.get(url, headers={"Origin": origin})))
            seen.append(show(client.options(url, headers=asked)))
    return seen


@task
def restful() -> t.Any:
    from flask_restful import Api, Resource, fields, marshal_with, reqparse
    from flask_restful import abort as refuse

    app = Flask("tasks")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.logger.disabled = True
    api = Api(app, prefix="/v1")
    parser = reqparse.RequestParser()
    parser.add_argument("n", type=int, required=True, help="a number", location="json")

    class Item(Resource):
        @marshal_with({"id": fields.Integer, "url": fields.Url("item")})
        def get(self, id: int) -> t.Any:
            return {"id": id}

        def post(self, id: int) -> t.Any:
            return parser.parse_args(), 201, {"X-Made": "yes"}

        def delete(self, id: int) -> t.Any:
            refuse(409, message="in use")

        def put(self, id: int) -> t.Any:
            raise ValueError(id)

    api.add_resource(Item, "/item/<int:id>", endpoint="item")
    client = app.test_client()
    url = "/v1/item/3"
    seen = [show(client.open(url, method=m)) for m in ("GET", "DELETE", "PUT", "PATCH")]
    seen += [show(client.post(url, json=data)) for data in ({"n": "5"}, {"n": "x"}, {})]
    return [*seen, show(client.get("/v1/nowhere"))]


@task
def smorest() -> t.Any:
    import marshmallow
    from flask_smorest import Api, Blueprint
    from flask_smorest import abort as refuse

    from flask.views import MethodView

    app = Flask("tasks")
    app.config.update(
        API_TITLE="Pets", API_VERSION="1", OPENAPI_VERSION="3.0.2",
        OPENAPI_URL_PREFIX="/", OPENAPI_JSON_PATH="api.json",
    )  # fmt: skip
    api = Api(app)
    pets = Blueprint("pets", "pets", url_prefix="/pets")

    class Pet(marshmallow.Schema):
        id = marshmallow.fields.Int(dump_only=True)
        name = marshmallow.fields.Str(required=True)

    @pets.route("/")
    class Pets(MethodView):
        @pets.response(200, Pet(many=True))
        def get(self) -> t.Any:
            return [{"id": 1, "name": "a"}]

        @pets.arguments(Pet)
        @pets.response(201, Pet)
        def post(self, data: t.Any) -> t.Any:
            return {"id": 2, **data}

    @pets.route("/<int:number>")
    @pets.response(200, Pet)
    def one(number: int) -> t.Any:
        if number > 5:
            refuse(404, message="no such pet")
        return {"id": number, "name": "x"}

    api.register_blueprint(pets)
    client = app.test_client()
    seen = [show(client.get(url)) for url in ("/pets/", "/pets/1", "/pets/9", "/api.json", "/no")]
    return seen + [show(client.post("/pets/", json=data)) for data in ({"name": "z"}, {})]


@task
def apiflask() -> t.Any:
    from apiflask import APIFlask, Schema
    from apiflask.fields import Integer, String

    app = APIFlask("tasks")

    class Sent(Schema):
        name = String(required=True)

    class Given(Schema):
        id = Integer()
        name = String()

    @app.post("/<int:number>")
    @app.input(Sent)
    @app.output(Given, status_code=201)
    def make(number: int, json_data: t.Any) -> t.Any:
        return {"id": number, **json_data}

    client = app.test_client()
    seen = [show(client.post("/1", json=data)) for data in ({"name": "x"}, {})]
    return seen + [show(client.get(url)) for url in ("/openapi.json", "/docs", "/no")]


@task
def stored_sessions() -> t.Any:
    from cachelib import FileSystemCache
    from flask_session import Session

    app = Flask("tasks")
    store = FileSystemCache(tempfile.mkdtemp())
    app.config.update(SESSION_TYPE="cachelib", SESSION_CACHELIB=store, SECRET_KEY="tasks")
    Session(app)

    @app.get("/set/<value>")
    def put(value: str) -> str:
        session["value"] = value
        return "set"

    app.add_url_rule("/get", "get", lambda: f"{session.get('value')} {session.modified}")
    app.add_url_rule("/clear", "clear", lambda: str(session.clear()))
    app.add_url_rule("/no", "no", lambda: "no look")
    client = app.test_client()
    return [show(client.get(url)) for url in "/no /get /set/1 /no /get /clear /get".split()]


@task
def socketio() -> t.Any:
    from flask_socketio import SocketIO, emit, join_room

    app = Flask("tasks")
    app.secret_key = "tasks"
    sockets = SocketIO(app, async_mode="threading")

    @app.get("/")
    def index() -> str:
        session["from"] = "page"
        return "x"

    @sockets.on("greet")
    def greet(name: str) -> str:
        session["name"] = name
        emit("hello", {"session": dict(session), "path": request.path})
        join_room("room")
        emit("joined", name, to="room")
        return "done"

    @sockets.on("fail")
    def fail() -> None:
        raise ValueError("as asked")

    sockets.on_error_default(lambda error: emit("failed", str(error)))
    client = app.test_client()
    client.get("/")
    link = sockets.test_client(app, flask_test_client=client)
    seen = [link.is_connected(), link.emit("greet", "ada", callback=True), link.get_received()]
    link.emit("fail")
    return [*seen, link.get_received()]


@task
def limiter() -> t.Any:
    from flask_limiter import Limiter
    from flask_limiter.util import get_remote_address

    app = Flask("tasks")
    limits = Limiter(
        get_remote_address, app=app, default_limits=["2/hour"], storage_uri="memory://"
    )

    @app.get("/")
    def index() -> str:
        return "index"

    app.add_url_rule("/once", "once", limits.limit("1/hour")(lambda: "once"))
    app.register_error_handler(429, lambda e: (f"slow: {e.description}", 429))
    client = app.test_client()
    return [show(client.get(url)) for url in "/ / / /once /once".split()]


@task
def http_auth() -> t.Any:
    from flask_httpauth import HTTPBasicAuth, HTTPTokenAuth, MultiAuth

    app = Flask("tasks")
    basic, token = HTTPBasicAuth(), HTTPTokenAuth()
    either = MultiAuth(basic, token)
    basic.verify_password(lambda name, word: name if word == "word" else None)
    token.verify_token(lambda sent: "somebody" if sent == "token" else None)
    view = either.login_required(lambda: str(either.current_user()))
    app.add_url_rule("/", "index", view)
    client = app.test_client()
    sent = ("", "Bearer token", "Bearer other", "junk")
    seen = [show(client.get("/", headers={"Authorization": value})) for value in sent]
    return seen + [show(client.get("/", auth=("ada", word))) for word in ("word", "wrong")]


@task
def jwt() -> t.Any:
    from flask_jwt_extended import (
        JWTManager,
        create_access_token,
        get_jwt_identity,
        jwt_required,
        set_access_cookies,
    )

    app = Flask("tasks")
    app.config.update(JWT_SECRET_KEY="k" * 40, JWT_TOKEN_LOCATION=["headers", "cookies"])
    JWTManager(app)

    @app.get("/token")
    def token() -> t.Any:
        made = create_access_token("ada")
        response = jsonify(made="yes")
        set_access_cookies(response, made)
        response.headers["X-Token"] = made
        return response

    app.add_url_rule("/who", "who", jwt_required()(lambda: get_jwt_identity()))
    known, other = app.test_client(), app.test_client()
    sent = known.get("/token").headers["X-Token"]
    seen = [show(known.get("/who")), show(other.get("/who"))]
    for value in (f"Bearer {sent}", "Bearer x.y.z"):
        seen.append(show(other.get("/who", headers={"Authorization": value})))
    return seen


@task
def babel() -> t.Any:
    from flask_babel import Babel, get_locale

    def select() -> str | None:
        if not has_request_context():
            return "en"
        return request.accept_languages.best_match(["en", "de"])

    app = Flask("tasks")
    Babel(app, locale_selector=select)

    @app.get("/")
    def index() -> str:
        source = "{{ day|datetimeformat('short') }} {{ 1234.5|numberformat }} {{ _('%(x)s', x=x) }}"
        day = datetime.datetime(2020, 1, 2)
        return f"{get_locale()} {render_template_string(source, day=day, x='<')}"

    client = app.test_client()
    languages = ("de", "en", "fr")
    return [show(client.get("/", headers={"Accept-Language": code})) for code in languages]


@task
def quart() -> t.Any:
    """Quart stands on the parts of Flask that know no server."""
    from quart import Blueprint, Quart, g, websocket
    from quart import render_template_string as render
    from quart import request as asked
    from quart import session as kept
    from quart import url_for as url

    app = Quart("tasks")
    app.secret_key = "tasks"
    part = Blueprint("part", "tasks", url_prefix="/part")
    trail: list[str] = []

    @part.before_request
    async def before() -> None:
        g.number = 1
        trail.append("before")

    @part.get("/<int:n>")
    async def number(n: int) -> t.Any:
        return {"n": n, "g": g.number, "url": url("part.number", n=2), "bp": asked.blueprint}

    @part.get("/error")
    async def error() -> t.Any:
        raise ValueError

    @part.errorhandler(ValueError)
    async def handle(e: ValueError) -> t.Any:
        return "handled", 418

    @app.route("/", methods=["GET", "POST"])
    async def index() -> str:
        kept["visits"] = kept.get("visits", 0) + 1
        return await render("{{ x|shout }} {{ given }} {{ session.visits }}", x="<")

    @app.post("/form")
    async def form() -> t.Any:
        return dict(await asked.form)

    @app.context_processor
    async def give() -> t.Any:
        return {"given": 1}

    @app.teardown_appcontext
    async def teardown(error: BaseException | None) -> None:
        trail.append("teardown")

    @app.websocket("/socket")
    async def socket() -> None:
        await websocket.send(f"heard {await websocket.receive()}")

    app.template_filter("shout")(str.upper)
    app.register_blueprint(part)

    async def visit() -> t.Any:
        client = app.test_client()
        seen: list[t.Any] = []
        for method, path in (
            ("GET", "/"), ("POST", "/"), ("OPTIONS", "/"), ("GET", "/part/4"),
            ("GET", "/part/error"), ("GET", "/part/x"), ("GET", "/nowhere"),
        ):  # fmt: skip
            answer = await client.open(path, method=method)
            seen.append([answer.status_code, sorted(answer.headers.keys()), await answer.data])
        answer = await client.post("/form", form={"a": "1"})
        async with client.websocket("/socket") as link:
            await link.send("you")
            return [seen, await answer.get_json(), await link.receive()]

    return [asyncio.run(visit()), trail]


def main() -> None:
    warnings.simplefilter("ignore")
    found: dict[str, t.Any] = {}
    for name in sys.argv[1:] or TASKS:
        try:
            found[name] = TASKS[name]()
        except Exception as e:
            found[name] = {"failed": traceback.format_exception_only(e)}
    print(json.dumps(found, default=repr))


if __name__ == "__main__":
    main()
