"""Run a generator in the contexts of a request that is over.

A generator is suspended at each ``yield``, in the middle of its ``with`` blocks. If it set
context variables in the context of whoever asks for the next piece, they would stay set
there until the next step, and for ever if there is none: later requests of that thread
would see the ``g`` of another user. So each step runs in a :class:`contextvars.Context`
that belongs to the generator alone. The steps may then come from several threads, too.
"""

from __future__ import annotations

from . import _send_signals

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from contextvars import Context
    from types import TracebackType

    from ._annotations import AppContext, RequestContext


class StreamLife:
    """The contexts of a request around a generator that outlives its view.

    It is entered in a :class:`contextvars.Context` in which both contexts are current
    already, so nothing is pushed; at its end it tears down what the code inside opened. If
    the request is still handled, its own end does that.
    """

    def __init__(self, app_ctx: AppContext, ctx: RequestContext) -> None:
        self._app_ctx = app_ctx
        self._ctx = ctx

    def __enter__(self) -> None:
        if _send_signals.signals:
            _send_signals.send("appcontext_pushed", self._app_ctx.app)

    def __exit__(
        self,
        exc_type: type | None,
        exc_value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        ctx, app_ctx = self._ctx, self._app_ctx
        try:
            if not ctx._cv_tokens:
                ctx.app.do_teardown_request(exc_value)
                close = getattr(ctx.request, "close", None)
                if close is not None:
                    close()
        finally:
            try:
                if not app_ctx._cv_tokens:
                    app_ctx.app.do_teardown_appcontext(exc_value)
            finally:
                if _send_signals.signals:
                    _send_signals.send("appcontext_popped", app_ctx.app)


def run_in(
    context: Context, iterator: t.Iterator[object], life: StreamLife
) -> t.Generator[object, object, object]:
    """Iterate; each step of the iterator runs in ``context``."""

    def inside() -> t.Generator[object, object, t.Any]:
        with life:
            try:
                return (yield from iterator)
            finally:
                close = getattr(iterator, "close", None)
                if close is not None:
                    close()

    generator = inside()
    step: t.Callable[[t.Any], object] = generator.send
    value: object = None
    try:
        while True:
            try:
                item = context.run(step, value)
            except StopIteration as end:
                return end.value
            try:
                value = yield item
                step = generator.send
            except GeneratorExit:
                raise
            except BaseException as e:
                step, value = generator.throw, e
    finally:
        context.run(generator.close)


async def run_async_in(
    context: Context, iterator: t.AsyncIterator[object], life: StreamLife
) -> t.AsyncGenerator[object, None]:
    """Iterate asynchronously; each step of the iterator runs in ``context``."""

    async def inside() -> t.AsyncGenerator[object, None]:
        with life:
            try:
                async for item in iterator:
                    yield item
            finally:
                close = getattr(iterator, "aclose", None)
                if close is not None:
                    await close()

    generator = inside()
    try:
        while True:
            try:
                item = await _StepsIn(context, generator.__anext__())
            except StopAsyncIteration:
                return
            yield item
    finally:
        await _StepsIn(context, generator.aclose())


class _StepsIn:
    """Await something so that each of its steps runs in a given context."""

    def __init__(self, context: Context, awaitable: t.Awaitable[object]) -> None:
        self._context = context
        self._awaitable = awaitable

    def __await__(self) -> t.Generator[object, t.Any, t.Any]:
        run = self._context.run
        steps = self._awaitable.__await__()
        step: t.Callable[..., object] = steps.send
        value: object = None
        try:
            while True:
                try:
                    waited_for = run(step, value)
                except StopIteration as end:
                    return end.value
                try:
                    value = yield waited_for
                    step = steps.send
                except GeneratorExit:
                    raise
                except BaseException as e:
                    step, value = steps.throw, e
        finally:
            run(steps.close)
