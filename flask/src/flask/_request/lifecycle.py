"""The life of a request, from the environ to the teardown functions.

The module reads from top to bottom in the order of the events: :func:`serve` takes the request
of a WSGI server, pushes its contexts and pops them whatever happens; :func:`respond` runs the
steps between; :func:`before`, :func:`after`, :func:`save_session` and the teardown functions are
those steps. Each step is reached through the method of the application that programs override.

The steps are coroutines with a parameter ``run``. Under WSGI it is ``None``: methods and
functions are called, and no coroutine waits. An interface that waits passes a :class:`Runner`,
which then makes these calls: only so can it choose where a function runs, and await one that
is a coroutine function. The registries are read at each request, so a change counts from the
next request on.
"""

from __future__ import annotations

from types import FunctionType, MethodType

from .. import _send_signals
from ..globals import _cv_app, _cv_request

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Awaitable, Callable, Coroutine, Iterable

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from .._annotations import Flask
    from ..ctx import AppContext, RequestContext
    from ..wrappers import Request, Response

    T = t.TypeVar("T")

    class Runner(t.Protocol):
        """Makes the calls of a request for an interface that waits."""

        def step(self, name: str, *args: object) -> Awaitable[t.Any]:
            """Call a method of the application by its name."""

        def call(self, func: Callable[..., t.Any], *args: object) -> Awaitable[t.Any]:
            """Call a function that the program registered."""


_CO_COROUTINE = 0x80


# In and out


def serve(app: Flask, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Handle one request of a WSGI server."""
    ctx = app.request_context(environ)
    own: AppContext | None = None
    error: BaseException | None = None
    try:
        try:
            if _cv_app.get(None) is not None:
                # Called by code that has a context, as tests do. The request must not
                # share the ``g`` of that context.
                own = app.app_context()
                own.push()
            ctx.push()
            response = app.full_dispatch_request()
        except Exception as e:
            error = e
            response = app.handle_exception(e)
        except BaseException as e:
            error = e
            raise
        return response(environ, start_response)
    finally:
        keep = environ.get("werkzeug.debug.preserve_context")
        if keep is not None:
            keep(_cv_app.get())
            keep(_cv_request.get())
        if error is not None and app.should_ignore_error(error):
            error = None
        try:
            ctx.pop(error)
        finally:
            if own is not None:
                own.pop(error)


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


# The steps


async def respond(app: Flask, run: Runner | None) -> Response:
    """Run all steps from the first hook to the finished response, and error handlers."""
    value: t.Any
    response: Response
    try:
        if _send_signals.signals:
            _send_signals.send("request_started", app)
        value = app.preprocess_request() if run is None else await run.step("preprocess_request")
        if value is None:
            value = app.dispatch_request() if run is None else await run.step("dispatch_request")
            if run is None and value.__class__ is not str:
                # Here, and not where the response is made: error handlers answer what it raises.
                value = result_of(app, value)
    except Exception as e:
        if run is None:
            value = app.handle_user_exception(e)
        else:
            value = await run.step("handle_user_exception", e)
    if run is None:
        response = app.finalize_request(value)
    else:
        response = await run.step("finalize_request", value)
    return response


def result_of(app: Flask, value: t.Any) -> t.Any:
    """Await a value if it is awaitable.

    A decorator that knows nothing of coroutines returns the coroutine of an async function.
    """
    if not hasattr(type(value), "__await__"):
        return value

    async def wait() -> object:
        return await value

    return app.ensure_sync(wait)()


async def before(app: Flask, request: Request, run: Runner | None) -> t.Any:
    """Run value preprocessors and before hooks: the application's, then from the outside in.

    The value of the first hook that returns one is the answer; the hooks after it do not run.
    """
    names = (None, *reversed(request.blueprints))
    processors = app.url_value_preprocessors
    for name in names:
        for processor in processors.get(name, ()):
            processor(request.endpoint, request.view_args)
    hooks = app.before_request_funcs
    for name in names:
        for hook in hooks.get(name, ()):
            value = app.ensure_sync(hook)() if run is None else await run.call(hook)
            if value is not None:
                if run is None:
                    value = result_of(app, value)
                if value is not None:
                    return value
    return None


async def after(app: Flask, ctx: RequestContext, response: t.Any, run: Runner | None) -> t.Any:
    """Run the hooks of this request, then the others from the inside out, each list backwards."""
    for hook in ctx._after_request_functions:
        if run is None:
            response = app.ensure_sync(hook)(response)
        else:
            response = await run.call(hook, response)
    registry = app.after_request_funcs
    if registry:
        for name in (*ctx.request.blueprints, None):
            for hook in reversed(registry.get(name, ())):
                if run is None:
                    response = app.ensure_sync(hook)(response)
                else:
                    response = await run.call(hook, response)
    return response


def save_session(app: Flask, ctx: RequestContext, response: Response) -> None:
    """Save the session of a request, opening it only if it could matter.

    The session in the cookie is opened when it is first used, as most requests do not use it;
    see :meth:`flask.ctx.RequestContext.push`. One that nobody looked at is sent again when it
    is permanent; without its cookie it is empty and there is nothing to send.
    """
    interface = app.session_interface
    if ctx._session_waits and ctx._session is None:
        if not app.config["SESSION_REFRESH_EACH_REQUEST"]:
            return
        cookies = ctx.request.environ.get("HTTP_COOKIE")
        if not cookies or interface.get_cookie_name(app) not in cookies:
            return
        ctx._open_session()
    session = ctx._session
    if not interface.is_null_session(session):
        interface.save_session(app, session, response)  # type: ignore[arg-type]


# The end


def teardown_calls(
    app: Flask, blueprints: t.Sequence[str], exc: BaseException | None
) -> list[Callable[[], object]]:
    """Return the teardown functions of a request, from the inside out, each list backwards."""
    registry = app.teardown_request_funcs
    return [
        _bound(app, func, exc)
        for name in (*blueprints, None)
        for func in reversed(registry.get(name, ()))
    ]


def appcontext_teardown_calls(app: Flask, exc: BaseException | None) -> list[Callable[[], object]]:
    """Return the teardown functions of an application context, the last registered first."""
    return [_bound(app, func, exc) for func in reversed(app.teardown_appcontext_funcs)]


def _bound(app: Flask, func: t.Any, exc: BaseException | None) -> Callable[[], object]:
    return lambda: app.ensure_sync(func)(exc)


def attempt_all(callbacks: Iterable[Callable[[], object]]) -> None:
    """Call all, even after a failure; raise the first failure afterwards.

    Later failures are notes of the first one.
    """
    first: BaseException | None = None
    for callback in callbacks:
        try:
            callback()
        except BaseException as e:
            if first is None:
                first = e
            else:
                first.add_note(f"After that {callback!r} failed as well: {e!r}")
    if first is not None:
        raise first


# Functions of the program


def is_plain(func: object) -> bool:
    """Return whether a function or method certainly is no coroutine function."""
    if type(func) is MethodType:
        func = func.__func__
    if type(func) is not FunctionType or func.__code__.co_flags & _CO_COROUTINE:
        return False
    # inspect.markcoroutinefunction() leaves an attribute, whose name depends on the Python.
    own = func.__dict__
    return not own or not any(name.startswith("_is_coroutine") for name in own)
