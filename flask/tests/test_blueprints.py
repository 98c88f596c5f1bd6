"""Blueprints: prefixes, nesting, hooks, names and everything they register."""

from __future__ import annotations

import typing as t

import pytest

import flask
from flask import Blueprint, Flask, g, request, url_for
from flask.testing import FlaskClient, FlaskCliRunner


@pytest.mark.parametrize(
    ("prefix", "rule", "url"),
    [
        (None, "/", "/"),
        (None, "/x", "/x"),
        ("/", "/", "/"),
        ("/", "x", "/x"),
        ("/p", "", "/p"),
        ("/p", "/", "/p/"),
        ("/p/", "/x", "/p/x"),
        ("/p", "x", "/p/x"),
        ("/<lang>", "/x", "/<lang>/x"),
    ],
)
def test_prefix_and_rule(app: Flask, prefix: str | None, rule: str, url: str) -> None:
    bp = Blueprint("bp", __name__, url_prefix=prefix)
    bp.add_url_rule(rule, "view", lambda: "x")
    app.register_blueprint(bp)
    assert [r.rule for r in app.url_map.iter_rules("bp.view")] == [url]


@pytest.mark.parametrize(
    ("outer", "inner", "url"),
    [
        (None, None, "/v"),
        ("", "/i", "/i/v"),
        ("/", "/i", "/i/v"),
        ("/o", None, "/o/v"),
        ("/o", "", "/o/v"),
        ("/o/", "/i/", "/o/i/v"),
        ("/o", "i", "/o/i/v"),
    ],
)
def test_nested_prefixes(app: Flask, outer: str | None, inner: str | None, url: str) -> None:
    parent = Blueprint("parent", __name__, url_prefix=outer)
    child = Blueprint("child", __name__, url_prefix=inner)
    child.add_url_rule("/v", "v", lambda: "x")
    parent.register_blueprint(child)
    app.register_blueprint(parent)
    assert [r.rule for r in app.url_map.iter_rules("parent.child.v")] == [url]


def test_nested_subdomains(app: Flask) -> None:
    parent = Blueprint("parent", __name__, subdomain="outer")
    child = Blueprint("child", __name__, subdomain="inner")
    plain = Blueprint("plain", __name__)
    for bp in (child, plain):
        bp.add_url_rule("/", "v", lambda: "x")
        parent.register_blueprint(bp)
    app.register_blueprint(parent)
    found = {r.endpoint: r.subdomain for r in app.url_map.iter_rules() if "v" in r.endpoint}
    assert found == {"parent.child.v": "inner.outer", "parent.plain.v": "outer"}


def test_hooks_go_from_the_outside_in_and_back(app: Flask, client: FlaskClient) -> None:
    order: list[str] = []
    parent, child = Blueprint("parent", __name__), Blueprint("child", __name__)
    other = Blueprint("other", __name__)

    def register(name: str, scaffold: t.Any) -> None:
        @scaffold.before_request
        def before() -> None:
            order.append(f"before {name}")

        @scaffold.after_request
        def after(response: t.Any) -> t.Any:
            order.append(f"after {name}")
            return response

        @scaffold.teardown_request
        def teardown(error: t.Any) -> None:
            order.append(f"teardown {name}")

    for name, scaffold in {"app": app, "parent": parent, "child": child, "other": other}.items():
        register(name, scaffold)

    @child.before_app_request
    def everywhere() -> None:
        order.append("before_app child")

    child.add_url_rule("/", "view", lambda: order.append("view") or "x")
    parent.register_blueprint(child)
    app.register_blueprint(parent)
    app.register_blueprint(other)
    client.get("/")
    assert order == [
        "before app",
        "before_app child",
        "before parent",
        "before child",
        "view",
        "after child",
        "after parent",
        "after app",
        "teardown child",
        "teardown parent",
        "teardown app",
    ]


def test_handlers_of_blueprints_come_first(app: Flask, client: FlaskClient) -> None:
    parent = Blueprint("parent", __name__, url_prefix="/p")
    child = Blueprint("child", __name__, url_prefix="/c")
    app.register_error_handler(403, lambda e: ("app", 403))
    parent.register_error_handler(403, lambda e: ("parent", 403))
    child.register_error_handler(KeyError, lambda e: "child key")
    for bp in (parent, child):
        bp.add_url_rule("/forbidden", "forbidden", lambda: flask.abort(403))
        bp.add_url_rule("/key", "key", lambda: {}["x"])

    @child.app_errorhandler(404)
    def missing(e: Exception) -> t.Any:
        return "app 404 of the child", 404

    parent.register_blueprint(child)
    app.register_blueprint(parent)
    app.add_url_rule("/forbidden", "forbidden", lambda: flask.abort(403))
    assert client.get("/forbidden").text == "app"
    assert client.get("/p/forbidden").text == "parent"
    assert client.get("/p/c/forbidden").text == "parent"
    assert client.get("/p/c/key").text == "child key"
    assert client.get("/p/nowhere").text == "app 404 of the child"
    with pytest.raises(KeyError):
        client.get("/p/key")


def test_registered_twice_under_two_names(app: Flask, client: FlaskClient) -> None:
    bp = Blueprint("bp", __name__, url_prefix="/one")
    bp.before_request(lambda: g.setdefault("count", 0) and None)

    @bp.before_app_request
    def count() -> None:
        g.count = g.get("count", 0) + 1

    bp.add_url_rule("/", "view", lambda: f"{request.blueprint} {url_for('.view')} {g.count}")
    app.register_blueprint(bp)
    app.register_blueprint(bp, name="again", url_prefix="/two")
    assert client.get("/one/").text == "bp /one/ 1"
    assert client.get("/two/").text == "again /two/ 1"
    with pytest.raises(AssertionError, match="The setup method 'route' can no longer be called"):
        bp.route("/late")


def test_names(app: Flask) -> None:
    with pytest.raises(ValueError, match="may not be empty"):
        Blueprint("", __name__)
    with pytest.raises(ValueError, match="'name' may not contain a dot"):
        Blueprint("a.b", __name__)
    bp = Blueprint("bp", __name__)
    with pytest.raises(ValueError, match="'endpoint' may not contain a dot"):
        bp.add_url_rule("/", "a.b")
    with pytest.raises(ValueError, match="on itself"):
        bp.register_blueprint(bp)
    app.register_blueprint(bp)
    with pytest.raises(ValueError, match="already registered for this blueprint"):
        app.register_blueprint(bp)
    with pytest.raises(ValueError, match="already registered for a different blueprint"):
        app.register_blueprint(Blueprint("bp", __name__))
    parent, child = Blueprint("parent", __name__), Blueprint("child", __name__)
    parent.register_blueprint(child)
    parent.register_blueprint(child)
    with pytest.raises(ValueError, match=r"'child' is already .* this blueprint 'parent\.child'"):
        app.register_blueprint(parent)


def test_url_values_and_defaults(app: Flask, client: FlaskClient) -> None:
    bp = Blueprint("bp", __name__, url_prefix="/<lang>", url_defaults={"kind": "default"})

    @bp.url_value_preprocessor
    def take(endpoint: str | None, values: dict[str, t.Any] | None) -> None:
        assert values is not None
        g.lang = values.pop("lang")

    @bp.url_defaults
    def put(endpoint: str, values: dict[str, t.Any]) -> None:
        values.setdefault("lang", g.lang)

    @bp.get("/x")
    def view(kind: str) -> str:
        return f"{g.lang} {kind} {url_for('.view')}"

    app.register_blueprint(bp)
    assert client.get("/en/x").text == "en default /en/x"


def test_files_and_templates(app: Flask, client: FlaskClient, tmp_path: t.Any) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a.txt").write_text("static file")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "bp.html").write_text("template {{ here }}")
    bp = Blueprint(
        "bp",
        __name__,
        root_path=str(tmp_path),
        static_folder="static",
        template_folder="templates",
        url_prefix="/bp",
    )
    bp.context_processor(lambda: {"here": "of the blueprint"})
    bp.add_url_rule("/", "view", lambda: flask.render_template("bp.html"))
    app.register_blueprint(bp)
    assert client.get("/bp/").text == "template of the blueprint"
    with client.get("/bp/static/a.txt") as response:
        assert response.text == "static file"
    with bp.open_resource("static/a.txt", "r") as file:
        assert file.read() == "static file"
    with pytest.raises(RuntimeError, match="'static_folder' must be set"):
        Blueprint("none", __name__).send_static_file("x")


@pytest.mark.parametrize(
    ("group", "command"),
    [
        ({}, ["bp", "hi"]),
        ({"cli_group": "other"}, ["other", "hi"]),
        ({"cli_group": None}, ["hi"]),
    ],
)
def test_commands(
    app: Flask, runner: FlaskCliRunner, group: dict[str, t.Any], command: list[str]
) -> None:
    bp = Blueprint("bp", __name__, **group)

    @bp.cli.command("hi")
    def hi() -> None:
        print(f"hi from {flask.current_app.name}")

    app.register_blueprint(bp)
    assert runner.invoke(args=command).output == "hi from sample\n"


def test_template_helpers_for_the_application(app: Flask) -> None:
    bp = Blueprint("bp", __name__)

    @bp.app_template_filter()
    def twice(text: str) -> str:
        return text * 2

    @bp.app_template_test("odd_one")
    def test_one(n: int) -> bool:
        return n == 1

    @bp.app_template_global
    def answer() -> int:
        return 42

    bp.app_context_processor(lambda: {"everywhere": "yes"})
    app.register_blueprint(bp)
    with app.app_context():
        source = "{{ 'a'|twice }} {{ 1 is odd_one }} {{ answer() }} {{ everywhere }}"
        assert flask.render_template_string(source) == "aa True 42 yes"


def test_recorded_functions_and_states(app: Flask) -> None:
    states: list[t.Any] = []
    bp = Blueprint("bp", __name__)
    bp.record(states.append)
    bp.record_once(lambda state: states.append("once"))
    app.register_blueprint(bp, custom="option")
    app.register_blueprint(bp, name="again")
    assert [state if state == "once" else state.first_registration for state in states] == [
        True,
        "once",
        False,
    ]
    assert states[0].options["custom"] == "option"
    with pytest.raises(AttributeError, match=r"removed in Flask 2\.3"):
        bp.before_app_first_request  # type: ignore[attr-defined]


def test_hooks_for_the_whole_application(app: Flask, client: FlaskClient) -> None:
    trail: list[str] = []
    bp = Blueprint("bp", __name__)
    bp.before_app_request(lambda: trail.append("before"))
    bp.after_app_request(lambda response: trail.append("after") or response)
    bp.teardown_app_request(lambda error: trail.append("teardown"))
    bp.app_context_processor(lambda: {"from_bp": "given"})
    bp.app_url_value_preprocessor(lambda endpoint, values: trail.append(f"values of {endpoint}"))
    bp.app_url_defaults(lambda endpoint, values: values.setdefault("q", "1"))
    app.register_blueprint(bp)
    app.add_url_rule(
        "/",
        "index",
        lambda: flask.render_template_string("{{ from_bp }} {{ url_for('index') }}"),
    )
    assert client.get("/").text == "given /?q=1"
    assert trail == ["values of index", "before", "after", "teardown"]


def test_views_for_endpoints_and_short_forms(app: Flask, client: FlaskClient) -> None:
    bp = Blueprint("bp", __name__, url_prefix="/x")
    bp.put("/p")(lambda: "put")
    bp.delete("/d", endpoint="d")(lambda: "delete")
    bp.patch("/t", endpoint="t")(lambda: "patch")
    bp.add_url_rule("/later", endpoint="later")
    app.endpoint("bp.later")(lambda: "later")
    app.register_blueprint(bp)
    assert client.put("/x/p").text == "put"
    assert client.delete("/x/d").text == "delete"
    assert client.patch("/x/t").text == "patch"
    assert client.get("/x/later").text == "later"
    with pytest.raises(ValueError, match="may not contain a dot"):
        Blueprint("b", __name__).add_url_rule("/", view_func=type("a.b", (), {}))
