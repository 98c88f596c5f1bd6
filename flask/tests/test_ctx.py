"""Contexts and proxies."""

from __future__ import annotations

import asyncio
import contextvars
import threading
import typing as t

import pytest

import flask
from flask import Flask, current_app, g, request, session
from flask.ctx import AppContext
from flask.globals import app_ctx, request_ctx
from flask.testing import FlaskClient


def test_outside_of_everything() -> None:
    assert not flask.has_app_context()
    assert not flask.has_request_context()
    assert not request
    for call, kind in (
        (lambda: current_app.name, "application"),
        (lambda: g.x, "application"),
        (lambda: app_ctx.app, "application"),
        (lambda: request.path, "request"),
        (lambda: session.get("x"), "request"),
        (lambda: request_ctx.app, "request"),
        (lambda: flask.send_file("x"), "request"),
        (lambda: flask.send_from_directory("x", "y"), "application"),
    ):
        with pytest.raises(RuntimeError) as caught:
            call()
        lines = str(caught.value).splitlines()
        assert lines[0] == f"Working outside of {kind} context."
        assert "main thread" in lines[-1]
        assert repr(caught.value).startswith(f"RuntimeError('Working outside of {kind} context.")


def test_outside_in_a_thread_and_in_a_task() -> None:
    texts: list[str] = []

    def work() -> None:
        try:
            request.path
        except RuntimeError as e:
            texts.append(str(e))

    thread = threading.Thread(target=work, name="worker")
    thread.start()
    thread.join()

    async def task() -> None:
        work()

    asyncio.run(task())
    assert "copy_current_request_context" in texts[0]
    assert "thread 'worker'" in texts[0]
    assert "copy_current_request_context" not in texts[1]
    assert "task 'Task-" in texts[1]


@pytest.mark.parametrize(
    "call",
    [flask.after_this_request, flask.copy_current_request_context],
)
def test_functions_that_need_a_request(call: t.Callable[..., t.Any]) -> None:
    with pytest.raises(RuntimeError, match="only be used when a request context is active"):
        call(lambda response: response)


def test_g_is_a_namespace(app: Flask) -> None:
    with app.app_context():
        assert repr(g) == "<flask.g of 'sample'>"
        with pytest.raises(AttributeError, match="missing"):
            g.missing
        with pytest.raises(AttributeError):
            del g.missing
        g.x = 1
        assert (g.get("x"), g.get("y"), g.get("y", 2), "x" in g, list(g)) == (
            1,
            None,
            2,
            True,
            ["x"],
        )
        assert g.setdefault("x", 5) == 1
        assert g.pop("x") == 1
        assert g.pop("x", None) is None
        with pytest.raises(KeyError):
            g.pop("x")
        inner = g._get_current_object()  # type: ignore[attr-defined]
    assert "object at" in repr(inner)


def test_a_request_uses_the_context_of_its_application(app: Flask) -> None:
    with app.app_context():
        g.x = 1
        with app.test_request_context("/"):
            assert g.x == 1
        assert current_app.name == "sample"
        with Flask("other").test_request_context("/"):
            assert "x" not in g
            assert current_app.name == "other"
        assert g.x == 1


def test_teardown_runs_at_the_last_pop(app: Flask) -> None:
    seen: list[t.Any] = []
    app.teardown_request(lambda e: seen.append(("request", e)))
    app.teardown_appcontext(lambda e: seen.append(("app", e)))
    ctx = app.test_request_context("/")
    ctx.push()
    ctx.push()
    ctx.pop()
    assert seen == []
    error = ValueError()
    ctx.pop(error)
    assert seen == [("request", error), ("app", error)]
    seen.clear()
    with pytest.raises(ZeroDivisionError), app.app_context():
        1 / 0
    assert isinstance(seen[0][1], ZeroDivisionError)


def test_popping_the_wrong_context(app: Flask) -> None:
    def mixed_up() -> None:
        first, second = app.app_context(), app.app_context()
        first.push()
        second.push()
        with pytest.raises(AssertionError, match="Popped wrong app context"):
            first.pop()

    contextvars.copy_context().run(mixed_up)


def test_repr(app: Flask) -> None:
    ctx = app.test_request_context("/x?y=1", method="POST")
    assert repr(ctx) == "<RequestContext 'http://localhost/x?y=1' [POST] of sample>"


def test_copied_contexts_share_the_session(app: Flask, client: FlaskClient) -> None:
    results: list[t.Any] = []

    @app.get("/")
    def view() -> str:
        session["x"] = 1
        g.only = "here"

        @flask.copy_current_request_context
        def work() -> None:
            results.append((request.path, session["x"], "only" in g))

        @flask.copy_current_request_context
        async def async_work() -> None:
            results.append((request.path, session["x"], "only" in g))

        for target in (work, async_work):
            thread = threading.Thread(target=target)
            thread.start()
            thread.join()
        return "x"

    client.get("/")
    assert results == [("/", 1, False), ("/", 1, False)]


def test_session_before_push(app: Flask) -> None:
    ctx = app.test_request_context("/")
    with pytest.raises(AssertionError, match="session has not yet been opened"):
        ctx.session


def test_concurrent_requests_do_not_meet(app: Flask) -> None:
    barrier = threading.Barrier(6)
    seen: dict[int, tuple[str, int]] = {}

    @app.get("/<int:n>")
    def view(n: int) -> str:
        g.n = n
        barrier.wait()
        seen[n] = (request.path, g.n)
        return "x"

    threads = [threading.Thread(target=app.test_client().get, args=(f"/{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {n: (f"/{n}", n) for n in range(6)}


def test_app_context_has_no_adapter_without_a_name(app: Flask) -> None:
    assert AppContext(app).url_adapter is None
    app.config["SERVER_NAME"] = "example.com"
    adapter = AppContext(app).url_adapter
    assert adapter is not None
    assert adapter.server_name == "example.com"


def test_trusted_hosts(app: Flask, client: FlaskClient) -> None:
    app.config["TRUSTED_HOSTS"] = ["example.com", ".sub.org"]
    app.add_url_rule("/", "view", lambda: request.host)
    for host, status in {
        "example.com": 200,
        "a.sub.org": 200,
        "evil.com": 400,
        "example.com.evil.com": 400,
    }.items():
        assert client.get("/", base_url=f"http://{host}").status_code == status


def test_a_session_given_to_the_pushed_context_is_the_session() -> None:
    app = flask.Flask("given_session")
    app.secret_key = "key"
    mine = {"kept": 1}
    with app.test_request_context() as ctx:
        ctx._session = _Given(mine)
        flask.session["more"] = 2
        assert dict(flask.session) == {"kept": 1, "more": 2}


def test_a_session_given_to_the_pushed_context_is_saved_without_being_looked_at() -> None:
    app = flask.Flask("given_session")
    app.secret_key = "key"
    with app.test_request_context() as ctx:
        given = ctx._session = flask.sessions.SecureCookieSession({"kept": 1})
        given["more"] = 2
        assert "session=" in app.process_response(app.response_class()).headers["Set-Cookie"]


class _Given(dict[str, object], flask.sessions.SessionMixin):
    """A session as extensions bring them."""
