"""Coroutines from synchronous code: contexts, leftovers, loops and processes."""

from __future__ import annotations

import asyncio
import contextvars
import functools
import gc
import importlib.util
import subprocess
import sys
import threading
import typing as t

import pytest

from flask import Flask, Response, abort, request, stream_with_context

variable: contextvars.ContextVar[str] = contextvars.ContextVar("variable")


def test_context_variables_go_in_and_come_back(app: Flask) -> None:
    async def work() -> str:
        seen = variable.get()
        variable.set("inner")
        return seen

    def outer() -> None:
        variable.set("outer")
        assert app.ensure_sync(work)() == "outer"
        assert variable.get() == "inner"

    contextvars.copy_context().run(outer)


def test_leftover_tasks_are_cancelled(app: Flask) -> None:
    ended: list[str] = []

    async def forever() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append("cancelled")

    async def work() -> t.Any:
        task = asyncio.create_task(forever())
        await asyncio.sleep(0)
        return task

    task = app.ensure_sync(work)()
    assert ended == ["cancelled"]
    assert task.cancelled()


def test_suspended_generators_are_closed_with_the_call(app: Flask) -> None:
    ended: list[str] = []
    kept: list[t.Any] = []

    async def letters() -> t.AsyncIterator[str]:
        try:
            yield "a"
            yield "b"
        finally:
            await asyncio.sleep(0)
            ended.append("closed")

    async def work() -> str:
        kept.append(letters())
        return await anext(kept[-1])  # type: ignore[no-any-return]

    for n in (1, 2):
        assert app.ensure_sync(work)() == "a"
        assert ended == ["closed"] * n


def test_errors_pass(app: Flask) -> None:
    async def work() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        app.async_to_sync(work)()


def test_plain_functions_stay(app: Flask) -> None:
    def work() -> None:
        pass

    assert app.ensure_sync(work) is work
    assert app.ensure_sync(len) is len


@pytest.mark.parametrize("loaded", [False, True])
def test_inside_a_running_loop_it_is_an_error(
    app: Flask, monkeypatch: pytest.MonkeyPatch, loaded: bool
) -> None:
    if loaded:
        pytest.importorskip("asgiref.sync")
    else:
        monkeypatch.delitem(sys.modules, "asgiref.sync", raising=False)

    async def inner() -> None:
        pass

    async def work() -> None:
        app.async_to_sync(inner)()

    with pytest.raises(RuntimeError, match="just await the async function directly"):
        asyncio.run(work())


@pytest.mark.parametrize("missing", ["", "asgiref", "asgiref.sync"])
def test_the_extra_must_be_installed(
    app: Flask, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    if missing:
        monkeypatch.setitem(sys.modules, missing, None)
    else:
        monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
        monkeypatch.setattr("flask._async._extra_found", False)

    async def work() -> None:
        pass

    with pytest.raises(RuntimeError, match="Install Flask with the 'async' extra") as caught:
        app.ensure_sync(work)
    assert "flask[async]" in str(caught.value)


PROGRAM = """
import asyncio, threading
from flask import Flask, Response, abort, request, stream_with_context
app = Flask("program")
async def work():
    await asyncio.sleep(0)
    return "done"
run = app.ensure_sync(work)
print(run())
thread = threading.Thread(target=lambda: print(run()))
thread.start()
thread.join()
"""


def test_nothing_is_left_at_the_end_of_a_program() -> None:
    result = subprocess.run(
        [sys.executable, "-W", "error", "-X", "dev", "-c", PROGRAM],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert result.stdout == "done\ndone\n"
    assert result.stderr == ""


def test_each_thread_has_its_loop(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "asgiref.sync", raising=False)
    loops: list[t.Any] = []

    async def work() -> None:
        loops.append(asyncio.get_running_loop())

    run = app.ensure_sync(work)
    run()
    run()
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert loops[0] is loops[1]
    assert loops[2] is not loops[0]
    gc.collect()  # where threads are not freed by counting references
    assert loops[2].is_closed()


def _undecorated(view: t.Callable[..., t.Any]) -> t.Callable[..., t.Any]:
    """Wrap a view as decorators do that know nothing of coroutines."""

    @functools.wraps(view)
    def wrapper(**kwargs: t.Any) -> t.Any:
        return view(**kwargs)

    return wrapper


def test_a_coroutine_that_a_view_returns_is_awaited(app: Flask) -> None:
    """Decorators may call an async view without awaiting it; errors reach their handlers."""

    @app.get("/<name>")
    @_undecorated
    async def view(name: str) -> t.Any:
        await asyncio.sleep(0)
        if name == "missing":
            abort(404)
        return {"name": name}, 201

    app.register_error_handler(404, lambda e: ("no such name", 404))
    client = app.test_client()
    response = client.get("/ann")
    assert (response.status_code, response.json) == (201, {"name": "ann"})
    assert client.get("/missing").get_data() == b"no such name"


def test_a_coroutine_that_a_before_hook_returns_is_awaited(app: Flask) -> None:
    """Its result is the answer, or nothing, and then the view runs."""

    @app.before_request
    @_undecorated
    async def guard() -> str | None:
        await asyncio.sleep(0)
        return "stopped" if request.path == "/stop" else None

    app.add_url_rule("/", "view", lambda: "view")
    app.add_url_rule("/stop", "never", lambda: "view")
    client = app.test_client()
    assert client.get("/").get_data() == b"view"
    assert client.get("/stop").get_data() == b"stopped"


@pytest.mark.parametrize("kind", [404, KeyError, 500])
def test_a_coroutine_that_a_handler_returns_is_awaited(app: Flask, kind: t.Any) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @_undecorated
    async def answer(**_: object) -> tuple[str, int]:
        await asyncio.sleep(0)
        return "answered", 418

    @app.get("/")
    def view() -> str:
        if kind == 404:
            abort(404)
        raise KeyError("x")

    app.register_error_handler(kind, lambda e: answer())
    response = app.test_client().get("/")
    assert (response.status_code, response.get_data()) == (418, b"answered")


class Letters:
    """An asynchronous iterator without ``aclose``."""

    def __init__(self) -> None:
        self.left = ["b", "a"]

    def __aiter__(self) -> Letters:
        return self

    async def __anext__(self) -> str:
        if not self.left:
            raise StopAsyncIteration
        return self.left.pop()


def test_asynchronous_iterators_are_bodies(app: Flask) -> None:
    """Returned alone, in a tuple, in a response, by a plain and by an async view."""

    async def generate() -> t.AsyncIterator[str]:
        for letter in "abc":
            await asyncio.sleep(0)
            yield letter

    @app.get("/view")
    async def view() -> t.AsyncIterator[str]:
        yield "v"

    async def from_async_view() -> t.Any:
        return generate()

    app.add_url_rule("/async", view_func=from_async_view)
    app.add_url_rule("/tuple", "tuple", lambda: (generate(), 202, {"X-Kind": "letters"}))
    app.add_url_rule("/response", "response", lambda: Response(generate(), mimetype="text/plain"))
    app.add_url_rule("/object", "object", Letters)
    client = app.test_client()
    bodies = {path: client.get(path).get_data() for path in ("/view", "/async", "/object")}
    assert bodies == {"/view": b"v", "/async": b"abc", "/object": b"ab"}
    response = client.get("/tuple")
    assert (response.status_code, response.headers["X-Kind"]) == (202, "letters")
    assert response.get_data() == b"abc"
    response = client.get("/response")
    assert (response.mimetype, response.get_data()) == ("text/plain", b"abc")


def test_an_asynchronous_body_has_one_loop_and_one_context(app: Flask) -> None:
    loops: set[object] = set()

    async def generate() -> t.AsyncIterator[str]:
        variable.set("inside")
        for _ in range(3):
            loops.add(asyncio.get_running_loop())
            yield f"{variable.get()} {request.path} "

    app.add_url_rule("/x", "x", lambda: stream_with_context(generate()))

    def read() -> bytes:
        variable.set("outside")
        body = app.test_client().get("/x").get_data()
        assert variable.get() == "outside"
        return body

    assert contextvars.copy_context().run(read) == b"inside /x " * 3
    assert len(loops) == 1


def test_an_asynchronous_body_is_closed_with_the_response(app: Flask) -> None:
    ended: list[str] = []

    async def generate() -> t.AsyncIterator[str]:
        try:
            while True:
                yield "more"
        finally:
            await asyncio.sleep(0)
            ended.append("closed")

    app.add_url_rule("/", "endless", lambda: generate())
    with app.test_client().get("/", buffered=False) as response:
        assert next(iter(response.response)) == b"more"
        assert ended == []
    assert ended == ["closed"]


def test_an_error_in_an_asynchronous_body_passes(app: Flask) -> None:
    async def generate() -> t.AsyncIterator[str]:
        yield "a"
        raise KeyError("in the body")

    app.add_url_rule("/", "fails", lambda: generate())
    with pytest.raises(KeyError, match="in the body"):
        app.test_client().get("/").get_data()
