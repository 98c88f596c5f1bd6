"""Rendering, streaming, loaders and their explanations."""

from __future__ import annotations

import typing as t

import pytest

import flask
from flask import Blueprint, Flask, g, request, session
from flask.testing import FlaskClient
from jinja2 import TemplateNotFound


@pytest.fixture
def folders(tmp_path: t.Any) -> Flask:
    for folder in ("app", "bp"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "both.html").write_text(f"from {folder}")
    (tmp_path / "bp" / "only.html").write_text("{{ x }}")
    (tmp_path / "app" / "plain.txt").write_text("{{ x }}")
    app = Flask("t", root_path=str(tmp_path), template_folder="app")
    bp = Blueprint("bp", "t", root_path=str(tmp_path), template_folder="bp")
    app.register_blueprint(bp)
    app.secret_key = "k"
    return app


def test_lookup_and_escaping(folders: Flask) -> None:
    with folders.app_context():
        assert flask.render_template("both.html") == "from app"
        assert flask.render_template("only.html", x="<") == "&lt;"
        assert flask.render_template("plain.txt", x="<") == "<"
        assert flask.render_template(["nope.html", "only.html"], x=1) == "1"
        assert flask.render_template_string("{{ x }}", x="<") == "&lt;"
    assert sorted(folders.jinja_env.list_templates()) == ["both.html", "only.html", "plain.txt"]


def test_a_missing_template_tells_where_it_was_sought(folders: Flask, tmp_path: t.Any) -> None:
    with folders.app_context(), pytest.raises(TemplateNotFound) as caught:
        flask.render_template("onyl.html")
    assert str(caught.value) == "onyl.html"
    note = "\n".join(caught.value.__notes__)
    assert str(tmp_path / "app") in note
    assert str(tmp_path / "bp") in note
    assert "'only.html'" in note
    app = Flask("none", template_folder=None)
    with app.app_context(), pytest.raises(TemplateNotFound) as caught:
        flask.render_template("x.html")
    assert "No template folder" in caught.value.__notes__[0]


def test_explaining(folders: Flask, caplog: pytest.LogCaptureFixture) -> None:
    folders.config["EXPLAIN_TEMPLATE_LOADING"] = True
    with folders.app_context():
        flask.render_template("both.html")
        assert "Locating template 'both.html'" in caplog.text
        assert "blueprint 'bp' (t)" in caplog.text
        assert "multiple loaders returned a match" in caplog.text
        with pytest.raises(TemplateNotFound):
            flask.render_template("nope.html")
    assert "could not be found" in caplog.text


def test_what_templates_see(app: Flask, client: FlaskClient) -> None:
    app.context_processor(lambda: {"x": "processor", "y": "processor"})

    @app.context_processor
    async def later() -> dict[str, t.Any]:
        return {"z": "async"}

    @app.get("/")
    def view() -> str:
        g.v = "g"
        session["s"] = "session"
        return flask.render_template_string(
            "{{ x }} {{ y }} {{ z }} {{ g.v }} {{ session.s }} {{ request.path }}"
            " {{ config.TESTING }} {{ url_for('view') }} {{ [1]|tojson }}",
            x="view",
        )

    assert client.get("/").text == "view processor async g session / True / [1]"


def test_a_template_without_session_does_not_touch_it(app: Flask, client: FlaskClient) -> None:
    app.add_url_rule("/no", "no", lambda: flask.render_template_string("{{ request.path }}"))
    app.add_url_rule("/yes", "yes", lambda: flask.render_template_string("{{ session.x }}"))
    assert "Cookie" not in client.get("/no").vary
    assert "Cookie" in client.get("/yes").vary


@pytest.mark.parametrize("in_async_view", [False, True])
def test_streams_keep_the_request(app: Flask, client: FlaskClient, in_async_view: bool) -> None:
    torn: list[str] = []
    app.teardown_request(lambda e: torn.append("request"))

    def make() -> t.Any:
        g.x = "g"
        return flask.stream_template_string(
            "{% for i in range(2) %}{{ i }}{{ request.path }}{{ g.x }} {% endfor %}"
        )

    if in_async_view:

        async def view() -> t.Any:
            return make()

        app.add_url_rule("/", "view", view)
    else:
        app.add_url_rule("/", "view", make)
    assert client.get("/").text == "0/g 1/g "


def test_stream_with_context(app: Flask, client: FlaskClient) -> None:
    closed: list[str] = []

    class Pieces:
        def __iter__(self) -> t.Any:
            return self

        def __next__(self) -> str:
            if closed:
                raise StopIteration
            return request.path

        def close(self) -> None:
            closed.append("closed")

    @app.get("/object")
    def view() -> t.Any:
        return flask.stream_with_context(Pieces())  # type: ignore[arg-type]

    @app.get("/function")
    def function() -> t.Any:
        @flask.stream_with_context
        def pieces(first: str) -> t.Any:
            yield first
            yield request.path

        return pieces("first ")

    response = client.get("/object", buffered=False)
    assert next(iter(response.iter_encoded())) == b"/object"
    response.close()
    assert set(closed) == {"closed"}
    assert client.get("/function").text == "first /function"
    with pytest.raises(RuntimeError, match="'stream_with_context' can only be used when"):
        flask.stream_with_context(iter("ab"))


def test_template_attribute(folders: Flask, tmp_path: t.Any) -> None:
    (tmp_path / "app" / "m.html").write_text("{% macro hi(n) %}Hi {{ n }}{% endmacro %}")
    with folders.app_context():
        assert flask.get_template_attribute("m.html", "hi")("you") == "Hi you"


def test_reload_follows_debug(app: Flask) -> None:
    assert not app.jinja_env.auto_reload
    app.debug = True
    assert app.jinja_env.auto_reload
    other = Flask("other")
    other.config["TEMPLATES_AUTO_RELOAD"] = True
    assert other.jinja_env.auto_reload


def test_signals_of_templates(app: Flask) -> None:
    seen: list[t.Any] = []

    def listen(sender: Flask, template: t.Any, context: dict[str, t.Any]) -> None:
        seen.append((sender, template.name, context["x"]))

    with (
        flask.before_render_template.connected_to(listen, app),
        flask.template_rendered.connected_to(listen, app),
        app.app_context(),
    ):
        flask.render_template_string("{{ x }}", x=1)
        list(flask.stream_template_string("{{ x }}", x=2))
    assert seen == [(app, None, 1)] * 2 + [(app, None, 2)] * 2


def test_a_page_of_many_filters_is_that_of_the_earlier_release(app: Flask) -> None:
    """A change of a page by Jinja or MarkupSafe is seen here as well."""
    text = (
        "{% for k, v in d|dictsort %}{{ loop.index }} {{ k }}={{ v|tojson }}"
        "{% if not loop.last %}, {% endif %}{% endfor %} {{ x|e }} {{ '%.2f'|format(3.14159) }} "
        "{{ s|truncate(9) }} {{ u|urlize }}"
    )
    values: dict[str, t.Any] = {
        "d": {"b": [1, "<"], "a": None},
        "x": "'\"<>&",
        "s": "one two three four",
        "u": "see https://example.com/?a=1&b=2",
    }
    with app.app_context():
        page = flask.render_template_string(text, **values)
    link = "https://example.com/?a=1&amp;b=2"
    assert page == (
        '1 a=null, 2 b=[1, "\\u003c"] &#39;&#34;&lt;&gt;&amp; 3.14 one... '
        f'see <a href="{link}" rel="noopener">{link}</a>'
    )
