"""The life of a request for an interface that waits: the same steps, called by a runner."""

from __future__ import annotations

import asyncio
import inspect
import typing as t

import pytest

from flask import Flask, Response, after_this_request, g, request
from flask._request import lifecycle
from flask._request.lifecycle import run_now


def test_a_step_that_waits_cannot_run_at_once() -> None:
    async def waits() -> None:
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="called synchronously"):
        run_now(waits())


class LoopRunner:
    """Calls functions on the running loop and awaits those that are coroutine functions."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.steps: list[str] = []

    async def step(self, name: str, *args: t.Any) -> t.Any:
        self.steps.append(name)
        if name == "preprocess_request":
            return await lifecycle.before(self.app, request, self)  # type: ignore[arg-type]
        if name == "dispatch_request" and request.endpoint is not None:
            return await self.call(
                lambda: self.app.view_functions[request.endpoint](**request.view_args)  # type: ignore[index, arg-type]
            )
        return getattr(self.app, name)(*args)

    async def call(self, func: t.Callable[..., t.Any], *args: t.Any) -> t.Any:
        value = func(*args)
        return await value if inspect.isawaitable(value) else value


def test_a_runner_awaits_hooks_and_views_on_its_own_loop(app: Flask) -> None:
    """Async functions run on the loop that is running, which no plain call could do."""
    loops: list[object] = []

    @app.before_request
    async def hook() -> None:
        await asyncio.sleep(0)
        loops.append(asyncio.get_running_loop())

    @app.get("/<name>")
    async def view(name: str) -> str:
        await asyncio.sleep(0)
        loops.append(asyncio.get_running_loop())
        return {"good": "fine"}[name]

    app.register_error_handler(KeyError, lambda e: ("handled", 400))

    async def handle(path: str) -> tuple[Response, list[str], object]:
        runner = LoopRunner(app)
        with app.test_request_context(path):
            return await lifecycle.respond(app, runner), runner.steps, asyncio.get_running_loop()

    response, steps, loop = asyncio.run(handle("/good"))
    assert response.get_data() == b"fine"
    assert steps == ["preprocess_request", "dispatch_request", "finalize_request"]
    assert loops == [loop, loop]

    response, steps, _ = asyncio.run(handle("/bad"))
    assert response.status_code == 400
    assert steps[2:] == ["handle_user_exception", "finalize_request"]


def test_a_runner_calls_the_hooks_in_the_order_of_wsgi(app: Flask) -> None:
    """The same hooks, plain ones, give the same order with a runner and without."""
    app.before_request(lambda: g.order.append("before"))

    @app.after_request
    def last(response: Response) -> Response:
        g.order.append("after")
        return response

    def own(response: Response) -> Response:
        g.order.append("own")
        return response

    def order(run: LoopRunner | None) -> list[str]:
        with app.test_request_context("/") as ctx:
            g.order = []
            after_this_request(own)
            asyncio.run(_before_and_after(app, ctx, run))
            return t.cast("list[str]", g.order)

    assert order(None) == order(LoopRunner(app)) == ["before", "own", "after"]


async def _before_and_after(app: Flask, ctx: t.Any, run: LoopRunner | None) -> None:
    assert await lifecycle.before(app, ctx.request, run) is None
    response = app.response_class("x")
    assert await lifecycle.after(app, ctx, response, run) is response


def test_a_value_of_a_before_hook_ends_the_steps(app: Flask) -> None:
    """With a runner, too, later hooks and the view do not run."""
    app.before_request(lambda: "stop")
    app.before_request(lambda: pytest.fail("a hook after the answer ran"))
    runner = LoopRunner(app)
    with app.test_request_context("/"):
        response = asyncio.run(lifecycle.respond(app, runner))
    assert response.get_data() == b"stop"
    assert runner.steps == ["preprocess_request", "finalize_request"]
