"""Requests that run at the same time see themselves alone: threads, greenlets, tasks."""

from __future__ import annotations

import asyncio
import gc
import threading
import typing as t
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from flask import (
    Flask,
    copy_current_request_context,
    current_app,
    flash,
    g,
    get_flashed_messages,
    has_app_context,
    has_request_context,
    request,
    session,
    stream_with_context,
    url_for,
)
from flask.ctx import AppContext, RequestContext
from flask.globals import _cv_app, _cv_request

COUNT = 8


def use(number: int, pause: Callable[[], object]) -> None:
    """Put marks wherever a request has a place for them, let others run, and look again."""
    assert "n" not in g
    assert session.get("n") is None
    g.n = session["n"] = number
    flash(f"message {number}")
    pause()
    assert (g.n, session["n"], request.args["n"]) == (number, number, str(number))
    assert url_for("view", n=number) == f"/?n={number}"
    pause()
    assert get_flashed_messages() == [f"message {number}"]


@pytest.fixture
def torn_down(app: Flask) -> list[int]:
    """An application whose view pauses by ``app.extensions['pause']``."""
    numbers: list[int] = []

    @app.route("/")
    def view() -> str:
        use(int(request.args["n"]), app.extensions["pause"])
        return request.args["n"]

    @app.teardown_request
    def collect(error: BaseException | None) -> None:
        assert error is None
        numbers.append(g.n)

    return numbers


def expect_all(texts: t.Iterable[str], torn_down: list[int]) -> None:
    assert list(texts) == [str(n) for n in range(COUNT)]
    assert sorted(torn_down) == list(range(COUNT))
    assert not has_request_context()
    assert not has_app_context()


def test_threads(app: Flask, torn_down: list[int]) -> None:
    barrier = threading.Barrier(COUNT, timeout=10)
    app.extensions["pause"] = barrier.wait

    def ask(number: int) -> str:
        return app.test_client().get(f"/?n={number}").text

    with ThreadPoolExecutor(COUNT) as pool:
        expect_all(pool.map(ask, range(COUNT)), torn_down)


def test_greenlets(app: Flask, torn_down: list[int]) -> None:
    greenlet = pytest.importorskip("greenlet")
    hub = greenlet.getcurrent()
    app.extensions["pause"] = hub.switch
    texts: list[str] = []

    def ask(number: int) -> None:
        texts.append(app.test_client().get(f"/?n={number}").text)

    waiting = [greenlet.greenlet(ask) for _ in range(COUNT)]
    for number, one in enumerate(waiting):
        one.switch(number)
    # What runs between them is outside of all.
    assert _cv_request.get(None) is None
    while waiting:
        for one in waiting:
            one.switch()
        waiting = [one for one in waiting if not one.dead]
    expect_all(texts, torn_down)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_gevent(app: Flask, torn_down: list[int]) -> None:
    gevent = pytest.importorskip("gevent")
    app.extensions["pause"] = gevent.sleep

    def ask(number: int) -> str:
        return app.test_client().get(f"/?n={number}").text

    jobs = [gevent.spawn(ask, number) for number in range(COUNT)]
    gevent.joinall(jobs, timeout=10, raise_error=True)
    expect_all([job.value for job in jobs], torn_down)


def test_tasks(app: Flask) -> None:
    @app.route("/")
    def view() -> str:
        return ""

    async def ask(number: int) -> str:
        with app.test_request_context(f"/?n={number}"):
            g.n = session["n"] = number
            for _ in range(3):
                await asyncio.sleep(0)
                assert (g.n, session["n"], request.args["n"]) == (number, number, str(number))
            # A thread that carries the task's context along, and a task of the task.
            assert await asyncio.to_thread(lambda: request.args["n"]) == str(number)
            return await asyncio.create_task(inner(number))

    async def inner(number: int) -> str:
        await asyncio.sleep(0)
        with app.test_request_context(f"/?n=inner{number}"):
            assert "n" in g  # the application's context is the one around it
            await asyncio.sleep(0)
            assert request.args["n"] == f"inner{number}"
        return request.args["n"]

    async def main() -> list[str]:
        found = await asyncio.gather(*(ask(number) for number in range(COUNT)))
        assert not has_request_context()
        return found

    assert asyncio.run(main()) == [str(n) for n in range(COUNT)]


def test_async_views_in_threads(app: Flask) -> None:
    pytest.importorskip("asgiref")
    barrier = threading.Barrier(COUNT, timeout=10)

    @app.before_request
    async def mark() -> None:
        g.n = request.args["n"]
        await asyncio.sleep(0)

    @app.route("/")
    async def view() -> str:
        session["n"] = g.n
        await asyncio.sleep(0.001)
        barrier.wait()
        await asyncio.gather(asyncio.sleep(0), asyncio.sleep(0))
        return f"{g.n} {session['n']} {request.args['n']} {current_app.name}"

    def ask(number: int) -> str:
        return app.test_client().get(f"/?n={number}").text

    with ThreadPoolExecutor(COUNT) as pool:
        assert list(pool.map(ask, range(COUNT))) == [f"{n} {n} {n} sample" for n in range(COUNT)]


def test_work_handed_to_a_thread(app: Flask) -> None:
    found: list[t.Any] = []
    done = threading.Event()

    @app.route("/<int:n>")
    def view(n: int) -> str:
        session["n"] = n

        @copy_current_request_context
        def work() -> None:
            done.wait(10)
            found.append((request.path, session["n"], current_app.name, "n" in g))

        g.n = n
        view.threads.append(threading.Thread(target=work))  # type: ignore[attr-defined]
        view.threads[-1].start()  # type: ignore[attr-defined]
        return "x"

    view.threads = []  # type: ignore[attr-defined]
    for n in range(3):
        app.test_client().get(f"/{n}")
    assert found == []
    done.set()
    for thread in view.threads:  # type: ignore[attr-defined]
        thread.join()
    assert sorted(found) == [(f"/{n}", n, "sample", False) for n in range(3)]


def test_streams_that_take_turns(app: Flask) -> None:
    @app.route("/<int:n>")
    def view(n: int) -> t.Any:
        @stream_with_context
        def pieces() -> Iterator[str]:
            for _ in range(3):
                yield request.path

        return pieces()

    # Each is pulled in a thread of its own, as servers do; none sees the other's request.
    barrier = threading.Barrier(2, timeout=10)

    def pull(n: int) -> list[bytes]:
        response = app.test_client().get(f"/{n}")
        found = []
        for piece in response.iter_encoded():
            barrier.wait()
            found.append(piece)
        response.close()
        return found

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(pull, range(2))) == [[b"/0"] * 3, [b"/1"] * 3]


def test_two_applications_at_once(app: Flask) -> None:
    other = Flask("other")
    other.add_url_rule("/", "view", lambda: f"{current_app.name} {request.path}")

    @app.route("/outer")
    def outer() -> str:
        g.n = 1
        inner = other.test_client().get("/").text
        return f"{inner}, {current_app.name} {request.path} {g.n}"

    assert app.test_client().get("/outer").text == "other /, sample /outer 1"


def test_nothing_is_left_after_requests(app: Flask) -> None:
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.log_exception = lambda exc_info: None  # type: ignore[method-assign]

    @app.route("/")
    def view() -> str:
        session["n"] = g.n = 1
        return "x" if "fail" not in request.args else str(1 // 0)

    def kept() -> int:
        gc.collect()
        kinds = (RequestContext, AppContext, app.request_class)
        return sum(type(one) in kinds for one in gc.get_objects())

    client = app.test_client()
    client.get("/")
    before = kept()
    for _ in range(20):
        client.get("/")
        client.get("/?fail=1")
        client.get("/nowhere")
    del client
    assert kept() <= before
    assert _cv_request.get(None) is None
    assert _cv_app.get(None) is None
