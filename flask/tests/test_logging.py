"""The logger of an application, and what it says about errors in odd places."""

from __future__ import annotations

import logging
import typing as t

import pytest

from flask import Flask, render_template_string, request_finished
from flask.logging import default_handler, has_level_handler
from flask.testing import FlaskClient


def test_a_broken_after_hook_of_an_error_page_is_logged(
    app: Flask, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/")
    def view() -> t.NoReturn:
        raise ValueError("view")

    @app.after_request
    def broken(response: t.Any) -> t.Any:
        raise KeyError("hook")

    assert client.get("/").status_code == 500
    assert "Request finalizing failed with an error while handling an error" in caplog.text


def test_base_exceptions_pass_and_are_torn_down(app: Flask, client: FlaskClient) -> None:
    seen: list[BaseException | None] = []
    app.teardown_request(seen.append)

    @app.get("/")
    def view() -> t.NoReturn:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        client.get("/")
    assert [type(error) for error in seen] == [KeyboardInterrupt]


def test_teardown_by_hand_takes_the_error_that_is_handled(app: Flask) -> None:
    seen: list[BaseException | None] = []
    app.teardown_request(seen.append)
    app.teardown_appcontext(seen.append)
    with app.test_request_context():
        try:
            raise ValueError("handled")
        except ValueError as e:
            app.do_teardown_request()
            app.do_teardown_appcontext()
            assert seen == [e, e]


def test_handlers_are_added_where_none_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    app = Flask("logger_without_handlers")
    assert app.logger.handlers == [default_handler]
    assert has_level_handler(app.logger)
    quiet = logging.getLogger("quiet_parent")
    quiet.propagate = False
    assert not has_level_handler(logging.getLogger("quiet_parent.child"))


def test_signals_and_templates_without_request(app: Flask) -> None:
    with app.app_context():
        assert render_template_string("{{ g is defined }} {{ not request }}") == "True True"


def test_the_finished_signal_has_the_response(app: Flask, client: FlaskClient) -> None:
    app.add_url_rule("/", "view", lambda: "x")
    seen: list[t.Any] = []

    def receive(sender: Flask, response: t.Any) -> None:
        seen.append(response.data)

    with request_finished.connected_to(receive, app):
        client.get("/")
    assert seen == [b"x"]
