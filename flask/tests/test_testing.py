"""The test client, its sessions and contexts, and the environ builder."""

from __future__ import annotations

import typing as t

import pytest

import flask
from flask import Flask, g, request, session
from flask.testing import EnvironBuilder, FlaskClient, FlaskCliRunner
from werkzeug.test import EnvironBuilder as BaseBuilder


def test_environ_defaults(app: Flask, client: FlaskClient) -> None:
    app.add_url_rule(
        "/",
        "view",
        lambda: {"url": request.url, "agent": request.user_agent.string, "ip": request.remote_addr},
    )
    answer = client.get("/").json
    assert answer["url"] == "http://localhost/"
    assert answer["agent"].startswith("Werkzeug/")
    assert answer["ip"] == "127.0.0.1"
    client.environ_base["REMOTE_ADDR"] = "10.0.0.1"
    assert client.get("/").json["ip"] == "10.0.0.1"
    assert client.get("/", environ_overrides={"REMOTE_ADDR": "10.0.0.2"}).json["ip"] == "10.0.0.2"


@pytest.mark.parametrize(
    ("args", "url"),
    [
        (("/x",), "https://example.com/root/x"),
        (("/x?y=1",), "https://example.com/root/x?y=1"),
        (("http://other.org/x",), "http://other.org/root/x"),
        (("/x", None, "sub"), "https://sub.example.com/root/x"),
        (("/x", None, None, "ftp"), "ftp://example.com/root/x"),
        (("/x", "http://base.com"), "http://base.com/x"),
    ],
)
def test_base_urls(app: Flask, args: tuple[t.Any, ...], url: str) -> None:
    app.config.update(
        SERVER_NAME="example.com", APPLICATION_ROOT="/root", PREFERRED_URL_SCHEME="https"
    )
    builder = EnvironBuilder(app, *args)
    assert builder.get_request().url == url
    builder.close()
    with pytest.raises(AssertionError, match='Cannot pass "subdomain"'):
        EnvironBuilder(app, "/", base_url="http://a", subdomain="b")


def test_what_open_takes(app: Flask, client: FlaskClient) -> None:
    app.add_url_rule("/x", "view", lambda: request.path + request.method, methods=["GET", "PUT"])
    builder = BaseBuilder("/x", method="PUT")
    assert client.open(builder).text == "/xPUT"
    environ = BaseBuilder("/x").get_environ()
    assert client.open(environ).text == "/xGET"
    assert client.open(BaseBuilder("/x").get_request()).text == "/xGET"


def test_contexts_are_kept_in_a_block(app: Flask, client: FlaskClient) -> None:
    torn: list[str] = []
    app.teardown_request(lambda e: torn.append(request.path))

    @app.get("/<name>")
    def view(name: str) -> t.Any:
        session["name"] = g.name = name
        return flask.redirect("/last") if name == "first" else name

    with client:
        client.get("/one")
        assert (request.path, session["name"], g.name) == ("/one", "one", "one")
        client.get("/first", follow_redirects=True)
        assert (request.path, session["name"], g.name) == ("/last", "last", "last")
        with pytest.raises(RuntimeError, match="Cannot nest client invocations"), client:
            pass
    assert set(torn) == {"/first", "/last", "/one"}
    assert not flask.has_request_context()


def test_session_transactions(app: Flask, client: FlaskClient) -> None:
    app.add_url_rule("/", "view", lambda: repr(sorted(session.items())))
    with client.session_transaction() as opened:
        opened["x"] = 1
    assert client.get("/").text == "[('x', 1)]"
    with client.session_transaction("/deep", base_url="https://localhost") as opened:
        assert opened["x"] == 1
        opened.clear()
    assert client.get("/").text == "[]"
    with pytest.raises(TypeError, match="Cookies are disabled"):
        with app.test_client(use_cookies=False).session_transaction():
            pass
    app.secret_key = None
    with pytest.raises(RuntimeError, match="Session backend did not open a session"):
        with client.session_transaction():
            pass


def test_json_of_the_application(app: Flask, client: FlaskClient) -> None:
    import uuid

    app.add_url_rule("/", "view", lambda: request.get_json(), methods=["POST"])
    answer = client.post("/", json={"id": uuid.UUID(int=1)})
    assert answer.json == {"id": "00000000-0000-0000-0000-000000000001"}


def test_own_classes(app: Flask) -> None:
    class Client(FlaskClient):
        pass

    class Runner(FlaskCliRunner):
        pass

    app.test_client_class = Client
    app.test_cli_runner_class = Runner
    assert isinstance(app.test_client(), Client)
    assert isinstance(app.test_cli_runner(), Runner)


def test_request_contexts_for_tests(app: Flask) -> None:
    with app.test_request_context("/x", method="POST", data={"a": "1"}, headers={"X-A": "b"}):
        assert (request.form["a"], request.headers["X-A"], request.method) == ("1", "b", "POST")
    with app.test_request_context(json={"a": 1}):
        assert request.json == {"a": 1}
