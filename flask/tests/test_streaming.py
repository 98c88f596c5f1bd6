"""Generators that run in the contexts of their request, wherever and whenever they run."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import threading
import typing as t
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import flask
from flask import (
    Flask,
    copy_current_request_context,
    g,
    has_app_context,
    has_request_context,
    request,
    session,
    stream_template_string,
    stream_with_context,
)
from flask.signals import appcontext_popped, appcontext_pushed
from flask.testing import FlaskClient
from werkzeug.test import create_environ

PIECES = 4
mark: contextvars.ContextVar[str] = contextvars.ContextVar("mark", default="none")


class Streams:
    """An application that streams, with a record of what its functions saw."""

    def __init__(self) -> None:
        self.app = app = Flask("streams")
        app.secret_key = "key"
        self.ended: list[str] = []
        self.torn_down: list[str] = []
        self.kept: list[Iterator[str]] = []

        def pieces(user: str) -> Iterator[str]:
            try:
                for n in range(PIECES):
                    assert g.user == user == session["user"]
                    assert request.path in (f"/stream/{user}", f"/keep/{user}", f"/nested/{user}")
                    mark.set(user)
                    yield f"{g.user}{n}"
                    assert mark.get() == user
            finally:
                self.ended.append(f"{g.user}{request.path}")

        @app.before_request
        def note_user() -> None:
            user = (request.view_args or {}).get("user")
            if user is not None:
                g.user = session["user"] = user

        @app.get("/stream/<user>")
        def stream(user: str) -> t.Any:
            return stream_with_context(pieces(user))

        @app.get("/nested/<user>")
        def nested(user: str) -> t.Any:
            @stream_with_context
            def outer() -> Iterator[str]:
                yield from stream_with_context(pieces(user))

            return outer()

        @app.get("/keep/<user>")
        def keep(user: str) -> str:
            self.kept.append(stream_with_context(pieces(user)))
            return next(self.kept[-1])

        @app.get("/who")
        def who() -> str:
            return f"{g.get('user')} {session.get('user')} {request.path} {mark.get()}"

        @app.teardown_appcontext
        def note_teardown(error: BaseException | None) -> None:
            self.torn_down.append(g.get("user", "nobody"))

    def open(self, path: str) -> Iterator[bytes]:
        return iter(self.app(create_environ(path), lambda *args: lambda data: None))

    def who(self) -> None:
        before = self.torn_down.count("nobody")
        assert b"".join(self.open("/who")) == b"None None /who none"
        assert self.torn_down.count("nobody") == before + 1
        assert not has_request_context()
        assert not has_app_context()


def in_thread(call: Callable[[], object]) -> None:
    failed: list[BaseException] = []

    def run() -> None:
        try:
            call()
        except BaseException as e:
            failed.append(e)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert failed == []


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["step", "step", "close", "drop", "who"]),
        st.integers(0, 3),
        st.booleans(),
    ),
    max_size=25,
)


@given(st.lists(st.sampled_from(["stream", "nested", "keep"]), max_size=4), ACTIONS)
def test_any_order_of_steps_and_ends(
    kinds: list[str], actions: list[tuple[str, int, bool]]
) -> None:
    streams = Streams()
    live: dict[int, t.Any] = {}
    steps: dict[int, int] = {}
    for n, kind in enumerate(kinds):
        body = streams.open(f"/{kind}/u{n}")
        if kind == "keep":
            assert b"".join(body) == f"u{n}0".encode()
            body = streams.kept[-1]  # type: ignore[assignment]
            streams.kept.clear()
        live[n] = body
        steps[n] = int(kind == "keep")
        streams.who()
    started = {n for n in live if steps[n]}
    body = None  # type: ignore[assignment]

    for action, n, elsewhere in actions:
        run = in_thread if elsewhere else (lambda call: call())
        if action == "who":
            run(streams.who)
        elif n in live and action == "step":

            def step(n: int = n) -> None:
                piece = next(live[n], None)
                if steps[n] == PIECES:
                    assert piece is None
                    return
                started.add(n)
                text = piece.decode() if isinstance(piece, bytes) else piece
                assert text == f"u{n}{steps[n]}"
                steps[n] += 1

            run(step)
        elif n in live and action == "close":
            run(live[n].close)
            live.pop(n)
        elif n in live and action == "drop":
            live.pop(n)
        assert not has_request_context()
        streams.who()

    while live:
        _, body = live.popitem()
        body.close()
        del body
    gc.collect()
    assert sorted(streams.ended) == sorted(f"u{n}/{kinds[n]}/u{n}" for n in started)
    # Once for the request; once more for what a stream opened, and for an inner stream.
    for n, kind in enumerate(kinds):
        more = 0 if n not in started else 2 if kind == "nested" else 1
        assert streams.torn_down.count(f"u{n}") == 1 + more
    streams.who()


def test_a_stream_read_to_its_end(client: FlaskClient) -> None:
    streams = Streams()
    assert streams.app.test_client().get("/stream/ann").text == "ann0ann1ann2ann3"
    assert streams.torn_down == ["ann", "ann"]


def test_a_stream_consumed_by_the_view_is_torn_down_with_the_request(
    app: Flask, client: FlaskClient
) -> None:
    seen: list[object] = []
    app.teardown_request(seen.append)

    @app.get("/")
    def view() -> str:
        return "".join(stream_with_context(iter(["a", request.path])))

    assert client.get("/").text == "a/"
    assert seen == [None]


def test_an_error_reaches_the_teardown_functions_once(app: Flask, client: FlaskClient) -> None:
    seen: list[object] = []
    app.teardown_request(seen.append)

    @app.get("/")
    def view() -> t.Any:
        @stream_with_context
        def pieces() -> Iterator[str]:
            yield request.path
            raise LookupError(g.get("x"))

        return pieces()

    with pytest.raises(LookupError):
        client.get("/", buffered=True)
    assert seen[0] is None
    assert isinstance(seen[1], LookupError)
    assert len(seen) == 2
    assert not has_request_context()


def test_all_teardown_functions_run_when_one_fails(app: Flask) -> None:
    seen: list[str] = []

    @app.teardown_request
    def fail(error: object) -> None:
        seen.append("request")
        if len(seen) > 2:
            raise ValueError

    app.teardown_appcontext(lambda error: seen.append("app"))
    app.add_url_rule("/", "view", lambda: stream_with_context(iter("ab")))
    body = iter(app(create_environ("/"), lambda *args: lambda data: None))
    with pytest.raises(ValueError):
        list(body)
    assert seen == ["request", "app", "request", "app"]


def test_send_throw_and_the_returned_value(app: Flask) -> None:
    def pieces() -> t.Generator[str, str, str]:
        got = yield "first"
        try:
            yield f"{got} {request.path}"
        except KeyError:
            yield f"caught in {request.path}"
        return "end"

    with app.test_request_context("/x"):
        stream: t.Any = stream_with_context(pieces())
    assert next(stream) == "first"
    assert stream.send("sent") == "sent /x"
    assert stream.throw(KeyError()) == "caught in /x"
    with pytest.raises(StopIteration) as end:
        next(stream)
    assert end.value.value == "end"


def test_signals_of_a_stream_come_in_pairs(app: Flask, client: FlaskClient) -> None:
    seen: list[str] = []
    with (
        appcontext_pushed.connected_to(lambda app: seen.append("pushed"), app),
        appcontext_popped.connected_to(lambda app: seen.append("popped"), app),
    ):
        app.add_url_rule("/", "view", lambda: stream_with_context(iter("ab")))
        assert client.get("/").text == "ab"
    assert seen == ["pushed", "popped"] * 2


def test_an_abandoned_template(app: Flask) -> None:
    @app.get("/")
    def view() -> t.Any:
        g.user = "ann"
        return stream_template_string(
            "{% for n in 'ab' %}{{ g.user }}{{ request.path }}{% endfor %}"
        )

    body = iter(app(create_environ("/"), lambda *args: lambda data: None))
    assert next(body)
    assert not has_app_context()
    assert not has_request_context()


def test_variables_of_the_view_are_seen_and_none_leaks(app: Flask) -> None:
    def pieces() -> Iterator[str]:
        yield mark.get()
        mark.set("the stream's")
        yield mark.get()

    token = mark.set("the view's")
    with app.test_request_context():
        stream = stream_with_context(pieces())
    mark.reset(token)
    assert list(stream) == ["the view's", "the stream's"]
    assert mark.get() == "none"


def test_outside_of_a_request(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="'stream_with_context' can only be used"):
        stream_with_context(iter("ab"))
    with app.app_context(), pytest.raises(RuntimeError):
        stream_with_context(iter("ab"))


async def letters(seen: list[str]) -> AsyncIterator[str]:
    try:
        for letter in "abc":
            await asyncio.sleep(0)
            assert g.user == "ann"
            mark.set(letter)
            yield f"{letter}{request.path}"
            assert mark.get() == letter
    finally:
        await asyncio.sleep(0)
        seen.append(f"closed {request.path}")


@pytest.mark.parametrize("steps", range(5))
def test_an_asynchronous_generator(app: Flask, steps: int) -> None:
    seen: list[str] = []
    app.teardown_appcontext(lambda error: seen.append(f"torn down {g.user}"))

    async def main() -> None:
        with app.test_request_context("/x"):
            g.user = "ann"
            stream = stream_with_context(letters(seen))
            decorated = stream_with_context(letters)
            assert hasattr(decorated(seen), "__anext__")
        seen.clear()
        got = []
        for _ in range(steps):
            try:
                got.append(await anext(stream))
            except StopAsyncIteration:
                break
            finally:
                assert mark.get() == "none"
                assert not has_request_context()
        await stream.aclose()  # type: ignore[attr-defined]
        assert got == ["a/x", "b/x", "c/x"][:steps]
        assert seen == (["closed /x", "torn down ann"] if steps else [])

    asyncio.run(main())


def test_a_cancelled_asynchronous_generator(app: Flask) -> None:
    seen: list[str] = []

    async def waits() -> AsyncIterator[str]:
        try:
            await asyncio.sleep(60)
            yield ""
        finally:
            seen.append(request.path)

    async def main() -> None:
        with app.test_request_context("/x"):
            stream = stream_with_context(waits())
        task = asyncio.ensure_future(anext(stream))  # type: ignore[arg-type]
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not has_request_context()

    asyncio.run(main())
    assert seen == ["/x"]


def test_a_copied_context_is_entered_by_several_threads_at_once(app: Flask) -> None:
    barrier = threading.Barrier(2)
    seen: list[str] = []
    with app.test_request_context("/x"):

        @copy_current_request_context
        def work() -> None:
            barrier.wait(5)
            seen.append(request.path)
            barrier.wait(5)

    threads = [threading.Thread(target=in_thread, args=(work,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == ["/x", "/x"]


@given(st.lists(st.sampled_from("abcABC"), max_size=10), st.permutations("abc"))
def test_clients_keep_contexts_of_their_own(actions: list[str], ends: list[str]) -> None:
    app = Flask("clients")
    app.secret_key = "key"
    torn_down: list[str] = []

    @app.get("/<name>")
    def view(name: str) -> str:
        assert "name" not in g
        g.name = session["name"] = name
        return name

    app.teardown_appcontext(lambda error: torn_down.append(g.get("name", "outer")))
    with app.app_context():
        clients = {name: app.test_client() for name in "abc"}
        for client in clients.values():
            client.__enter__()
        order: list[str] = []
        for action in actions:
            name = action.lower()
            assert clients[name].get(f"/{name}").text == name
            order = [*(other for other in order if other != name), name]
            assert (g.name, request.path, session["name"]) == (name, f"/{name}", name)
        for name in ends:
            if order:
                assert (g.name, request.path) == (order[-1], f"/{order[-1]}")
            clients[name].__exit__(None, None, None)
            order = [other for other in order if other != name]
        assert not has_request_context()
        assert "name" not in g
    assert not has_app_context()
    assert torn_down.count("outer") == 1


def test_a_client_inside_of_a_context_of_the_application(app: Flask, client: FlaskClient) -> None:
    @app.get("/")
    def view() -> str:
        g.setdefault("seen", []).append("request")
        return repr(g.seen)

    with app.app_context():
        g.seen = ["outer"]
        assert client.get("/").text == "['request']"
        assert g.seen == ["outer"]
        with client:
            client.get("/")
            assert g.seen == ["request"]
        assert g.seen == ["outer"]
    with app.test_request_context("/other"):
        assert client.get("/").text == "['request']"
        assert flask.request.path == "/other"
