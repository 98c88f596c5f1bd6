"""The steps of a request, from the first hook to the finished response.

The order is written here once, as coroutines. ``wait`` is the hook for servers that await:
under WSGI it is ``None``, and what a method of the application returns is its value;
otherwise the value is awaited with it. Every function of the user goes through
``app.ensure_sync`` at each request, so a change of a registry or of the application counts
from the next request on.
"""

from __future__ import annotations

from types import FunctionType, MethodType

from .. import _send_signals

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Coroutine

    from .._annotations import Flask
    from ..ctx import RequestContext
    from ..wrappers import Request, Response

    T = t.TypeVar("T")
    Wait = t.Callable[[t.Any], t.Awaitable[t.Any]] | None

_CO_COROUTINE = 0x80


def run_now(steps: Coroutine[object, t.Any, T]) -> T:
    """Run a coroutine that never really waits, and return its value.

    :raises RuntimeError: the coroutine waited for something.
    """
    try:
        steps.send(None)
    except StopIteration as done:
        value: T = done.value
        return value
    steps.close()
    raise RuntimeError("A step of the request waited, but it was called synchronously.")


async def respond(app: Flask, wait: Wait) -> Response:
    """Run all steps from the first hook to the finished response, and error handlers."""
    try:
        if _send_signals.signals:
            _send_signals.send("request_started", app)
        value: t.Any = app.preprocess_request()
        if wait is not None:
            value = await wait(value)
        if value is None:
            value = app.dispatch_request()
            if wait is not None:
                value = await wait(value)
    except Exception as e:
        value = app.handle_user_exception(e)
        if wait is not None:
            value = await wait(value)
    response: t.Any = app.finalize_request(value)
    if wait is not None:
        response = await wait(response)
    return response  # type: ignore[no-any-return]


async def before(app: Flask, request: Request, wait: Wait) -> t.Any:
    """Run value preprocessors and before hooks: the application's, then from the outside in."""
    names = (None, *reversed(request.blueprints))
    processors = app.url_value_preprocessors
    for name in names:
        for processor in processors.get(name, ()):
            processor(request.endpoint, request.view_args)
    hooks = app.before_request_funcs
    for name in names:
        for hook in hooks.get(name, ()):
            value = app.ensure_sync(hook)()
            if wait is not None:
                value = await wait(value)
            if value is not None:
                return value
    return None


async def after(app: Flask, ctx: RequestContext, response: t.Any, wait: Wait) -> t.Any:
    """Run the hooks of this request, then the others from the inside out, each list backwards."""
    for hook in ctx._after_request_functions:
        response = app.ensure_sync(hook)(response)
        if wait is not None:
            response = await wait(response)
    registry = app.after_request_funcs
    if registry:
        for name in (*ctx.request.blueprints, None):
            for hook in reversed(registry.get(name, ())):
                response = app.ensure_sync(hook)(response)
                if wait is not None:
                    response = await wait(response)
    return response


def teardown_calls(
    app: Flask, blueprints: t.Sequence[str], exc: BaseException | None
) -> list[t.Callable[[], object]]:
    """Return the teardown functions of a request, from the inside out, each list backwards."""
    registry = app.teardown_request_funcs
    return [
        _bound(app, func, exc)
        for name in (*blueprints, None)
        for func in reversed(registry.get(name, ()))
    ]


def appcontext_teardown_calls(
    app: Flask, exc: BaseException | None
) -> list[t.Callable[[], object]]:
    """Return the teardown functions of an application context, the last registered first."""
    return [_bound(app, func, exc) for func in reversed(app.teardown_appcontext_funcs)]


def _bound(app: Flask, func: t.Any, exc: BaseException | None) -> t.Callable[[], object]:
    return lambda: app.ensure_sync(func)(exc)


def is_plain(func: object) -> bool:
    """Return whether a function or method certainly is no coroutine function."""
    if type(func) is MethodType:
        func = func.__func__
    if type(func) is not FunctionType or func.__code__.co_flags & _CO_COROUTINE:
        return False
    # inspect.markcoroutinefunction() leaves an attribute, whose name depends on the Python.
    own = func.__dict__
    return not own or not any(name.startswith("_is_coroutine") for name in own)
