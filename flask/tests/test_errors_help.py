"""Errors that say what to do: the first line is what programs know, the help comes after it."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import typing as t
import unittest

import pytest

import click
import flask
from flask import Blueprint, Flask, current_app, request, url_for
from flask.cli import NoAppException, ScriptInfo, locate_app
from flask.testing import FlaskClient

APP = "Working outside of application context."
REQUEST = "Working outside of request context."


def message(call: t.Callable[[], object]) -> str:
    with pytest.raises(RuntimeError) as caught:
        call()
    return str(caught.value)


def both() -> tuple[str, str]:
    return message(lambda: current_app.name), message(lambda: request.path)


# Outside of a context


def test_outside_in_a_test(app: Flask) -> None:
    for text, first in zip(both(), (APP, REQUEST), strict=True):
        assert text.splitlines()[0] == first
        assert "in the test test_outside_in_a_test." in text
    assert "in a fixture around it" in both()[0]
    assert "with client:" in both()[1]


def test_outside_in_a_unittest(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[str] = []

    class Case(unittest.TestCase):
        def test_it(self) -> None:
            monkeypatch.delenv("PYTEST_CURRENT_TEST")
            found.extend(both())

    assert Case("test_it").run().wasSuccessful()  # type: ignore[union-attr]
    assert "in the test test_it." in found[0]


def test_outside_in_a_thread(app: Flask) -> None:
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.extend(both()), name="worker")
    thread.start()
    thread.join()
    assert "inside the function that the thread runs" in found[0]
    assert "copy_current_request_context" in found[1]
    assert all("This is thread 'worker'." in text for text in found)


def test_outside_in_a_command(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flask._context_errors._test_name", lambda: None)
    found: list[str] = []

    @click.command("fill")
    def command() -> None:
        found.extend(both())

    command.main([], "fill", standalone_mode=False)
    assert "with_appcontext" in found[0]
    assert "pass it what it needs as arguments" in found[1]
    assert all("in the command fill." in text for text in found)


def test_outside_at_a_prompt_and_in_a_script(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flask._context_errors._test_name", lambda: None)
    monkeypatch.delattr(sys, "ps1", raising=False)
    assert "a script, a job, a setup step" in both()[0]
    monkeypatch.setattr(sys, "ps1", ">>> ", raising=False)
    found = both()
    assert "app.app_context().push()" in found[0]
    assert 'app.test_request_context("/path").push()' in found[1]
    assert all("at an interactive prompt." in text for text in found)


def test_outside_before_any_application() -> None:
    code = "import flask\ntry: flask.current_app.x\nexcept RuntimeError as e: print(e)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[0] == APP
    assert "no application has been made in this process yet" in done.stdout


# URLs that are not found


@pytest.fixture
def debug(app: Flask) -> Flask:
    app.debug = True
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.route("/users")
    def users() -> str:
        return "users"

    @app.route("/articles/")
    def articles() -> str:
        return "articles"

    blueprint = Blueprint("shop", __name__, url_prefix="/shop")
    blueprint.errorhandler(404)(lambda error: ("never for URLs", 404))
    blueprint.get("/item")(lambda: "item")
    blueprint.view_functions = {}
    app.register_blueprint(blueprint)
    return app


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/users/", "There is a rule '/users'. A rule without a slash"),
        ("/user", "Rules that are near: '/users'."),
        ("/zzz", "No rule is near; 'flask routes' lists them all."),
        ("/shop/items", "Blueprint 'shop' has a handler for 404, but no URL was found"),
        ("/static/none.css", "There is no file 'none.css' in the folder"),
    ],
)
def test_not_found_in_debug_mode(debug: Flask, path: str, expected: str) -> None:
    debug.handle_http_exception = lambda e: (f"{e.description}", e.code)  # type: ignore[assignment,method-assign]
    first = "The requested URL was not found on the server."
    found = debug.test_client().get(path)
    assert (found.status_code, found.text.startswith(first)) == (404, True)
    assert expected in found.text
    assert found.text.endswith("(Shown in debug mode.)")
    debug.debug = False
    assert "\n" not in debug.test_client().get(path).text


def test_the_folder_of_static_files_may_not_exist(debug: Flask) -> None:
    debug.static_folder = "not there"
    assert "which does not exist" in debug.test_client().get("/static/x").text


def test_abort_says_nothing_of_rules(debug: Flask) -> None:
    debug.view_functions["users"] = lambda: flask.abort(404)
    assert "near" not in debug.test_client().get("/users").text


def test_method_not_allowed_and_a_blueprint(debug: Flask) -> None:
    debug.error_handler_spec["shop"][405] = debug.error_handler_spec["shop"][404]
    response = debug.test_client().post("/shop/item")
    assert response.status_code == 405
    assert "has a handler for 405" in response.text
    assert debug.test_client().post("/users").text.count("debug mode") == 0


# Logs of debug mode


def test_a_proxy_that_nobody_believes(debug: Flask, caplog: pytest.LogCaptureFixture) -> None:
    debug.view_functions["users"] = lambda: url_for("users", _external=True)
    client = debug.test_client()
    sent = {"X-Forwarded-Proto": "https"}
    with caplog.at_level(logging.WARNING, debug.logger.name):
        assert client.get("/users").text == "http://localhost/users"
        assert caplog.text == ""
        client.get("/users", headers=sent)
        assert "ProxyFix(app.wsgi_app, x_proto=1, x_host=1)" in caplog.text
        caplog.clear()
        client.get("/users", headers=sent)
        assert caplog.text == ""


def test_where_the_body_went(debug: Flask, caplog: pytest.LogCaptureFixture) -> None:
    @debug.post("/form")
    def form() -> bytes:
        return request.data

    client = debug.test_client()
    with caplog.at_level(logging.DEBUG, debug.logger.name):
        assert client.post("/form", data={"a": "1"}).data == b""
        assert "application/x-www-form-urlencoded and is in request.form." in caplog.text
        caplog.clear()
        assert client.post("/form", data=b"raw").data == b"raw"
        assert client.post("/form").data == b""
        debug.debug = False
        client.post("/form", data={"a": "1"})
        assert caplog.text == ""


def test_what_came_with_a_form(app: Flask, client: FlaskClient) -> None:
    app.debug = True

    @app.post("/")
    def form() -> str:
        return request.form["name"]

    with pytest.raises(KeyError) as caught:
        client.post("/?q=1", data={"nmae": "x"})
    notes = "\n".join(caught.value.__notes__)
    assert "request.form has 'nmae'" in notes
    assert "request.args has 'q'" in notes
    assert "application/x-www-form-urlencoded" in notes


@pytest.mark.parametrize(
    ("kwargs", "status", "expected"),
    [
        ({"data": b"{}", "content_type": "text/plain"}, 415, "header of this request is 'text/pl"),
        ({"data": b"{}"}, 415, "header of this request is 'missing'"),
        ({"data": b"{]", "content_type": "application/json"}, 400, "line 1 column 2 (char 1)"),
    ],
)
def test_json_that_cannot_be_read(
    app: Flask, kwargs: dict[str, t.Any], status: int, expected: str
) -> None:
    app.add_url_rule("/", view_func=lambda: request.json, endpoint="x", methods=["POST"])
    app.register_error_handler(status, lambda e: (e.description, status))
    plain = app.test_client().post("/", **kwargs)
    app.debug = True
    app.config["TRAP_BAD_REQUEST_ERRORS"] = False
    explained = app.test_client().post("/", **kwargs)
    assert (plain.status_code, explained.status_code) == (status, status)
    assert expected not in plain.text
    assert expected in explained.text


# The command line


def test_modules_that_import_each_other(modules: t.Callable[..., None]) -> None:
    modules(
        site_app="import flask\nimport site_views\napp = flask.Flask('x')\n",
        site_views="from site_models import db\n",
        site_models="from site_app import app\n",
    )
    with pytest.raises(NoAppException) as caught:
        locate_app("site_app", None)
    text = str(caught.value)
    assert text.startswith("While importing 'site_app', an ImportError was raised:\n\nTraceback")
    assert "import each other: site_app -> site_views -> site_models -> site_app" in text


def test_other_import_errors_tell_no_cycle(modules: t.Callable[..., None]) -> None:
    modules(broken_app="import not_there_at_all\n")
    with pytest.raises(NoAppException) as caught:
        locate_app("broken_app", None)
    assert "each other" not in str(caught.value)


def test_no_application_here(modules: t.Callable[..., None]) -> None:
    with pytest.raises(NoAppException) as caught:
        ScriptInfo().load_app()
    assert str(caught.value).splitlines()[1] == f"Neither file is in {os.getcwd()!r}."
    with pytest.raises(NoAppException) as caught:
        ScriptInfo(create_app=lambda: None).load_app()  # type: ignore[arg-type,return-value]
    assert "Neither" not in str(caught.value)


@pytest.mark.parametrize(
    ("host", "debugger", "expected"),
    [
        ("127.0.0.1", True, ""),
        ("localhost", True, ""),
        ("0.0.0.0", True, "The debugger is on, and other machines can reach it"),
        ("0.0.0.0", False, ""),
        ("unix:///tmp/s", True, ""),
    ],
)
def test_a_debugger_open_to_others_is_announced(
    host: str, debugger: bool, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from flask._cli.dotenv_files import warn_of_open_debugger

    warn_of_open_debugger(host, debugger)
    found = capsys.readouterr()
    assert found.out == ""
    assert expected in found.err
    assert bool(found.err) is bool(expected)
