"""The life of a request for servers that wait: the same steps, awaited."""

from __future__ import annotations

import asyncio
import typing as t

import pytest

from flask import Flask, Response, after_this_request, request
from flask._request import dispatch
from flask._request.dispatch import run_now


def test_a_step_that_waits_cannot_run_at_once() -> None:
    async def waits() -> None:
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="called synchronously"):
        run_now(waits())


def test_every_value_goes_through_the_seam(app: Flask) -> None:
    """The values of hooks, views and handlers are passed to ``wait``, which may take its time."""
    seen: list[str] = []

    async def wait(value: t.Any) -> t.Any:
        await asyncio.sleep(0)
        seen.append(type(value).__name__)
        return value

    app.before_request(lambda: None)
    app.after_request(lambda response: response)
    app.register_error_handler(KeyError, lambda e: ("handled", 400))

    @app.get("/<name>")
    def view(name: str) -> str:
        after_this_request(lambda response: response)
        return {"good": "fine"}[name]

    for path, status in (("/good", 200), ("/bad", 400)):
        with app.test_request_context(path):
            answer: Response = asyncio.run(dispatch.respond(app, wait))
            assert answer.status_code == status
    assert seen.count("Response") == 2 and "str" in seen and "tuple" in seen

    seen.clear()
    with app.test_request_context("/good") as ctx:
        assert asyncio.run(dispatch.before(app, request, wait)) is None  # type: ignore[arg-type]
        app.before_request_funcs[None].append(lambda: "stop")
        assert asyncio.run(dispatch.before(app, request, wait)) == "stop"  # type: ignore[arg-type]
        ctx._after_request_functions.append(lambda response: response)
        asyncio.run(dispatch.after(app, ctx, app.response_class("x"), wait))
    assert seen == ["NoneType", "NoneType", "str", "Response", "Response"]
