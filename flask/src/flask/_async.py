"""Run coroutine functions from synchronous code.

A coroutine runs in an event loop of the calling thread, which is kept for the next call.
A program that has imported :mod:`asgiref.sync` gets the bridge of that package instead, so
that its rules about threads hold.

An asynchronous iterator that is the body of a response gets a loop of its own.
"""

from __future__ import annotations

import atexit
import contextvars
import os
import sys
import threading
from functools import update_wrapper

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    Item = t.TypeVar("Item")


class _ThreadLoop:
    """The event loop of one thread."""

    def __init__(self) -> None:
        import asyncio

        self.pid = os.getpid()
        self.loop = asyncio.new_event_loop()

    def run(self, coroutine: t.Coroutine[object, object, object]) -> object:
        """Run a coroutine in the caller's context, and cancel the tasks that it leaves."""
        import asyncio

        loop = self.loop
        context = contextvars.copy_context()
        task = loop.create_task(coroutine, context=context)
        try:
            return loop.run_until_complete(task)
        finally:
            # Generators that the coroutine left suspended end with it, as their ``finally``
            # blocks may need what is current now. Not every loop has this set.
            suspended = getattr(loop, "_asyncgens", None)
            if suspended:
                generators = list(suspended)
                suspended.clear()
                loop.run_until_complete(_close_all(generators))
            left = asyncio.all_tasks(loop)
            if left:
                for other in left:
                    other.cancel()
                loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
            _take_over(context)

    def close(self) -> None:
        """Close the loop, unless it belongs to a parent process or is closed already."""
        if self.pid != os.getpid() or self.loop.is_closed():
            return
        if not _has_running_loop():
            self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()

    def __del__(self) -> None:
        # The loop of a thread ends with the thread; at the end of the process it is
        # closed before modules go away.
        if not sys.is_finalizing():
            self.close()


async def _close_all(generators: list[t.AsyncGenerator[object, object]]) -> None:
    import asyncio

    closing = (generator.aclose() for generator in generators)
    await asyncio.gather(*closing, return_exceptions=True)


def _take_over(context: contextvars.Context) -> None:
    """Set what the coroutine set: the caller goes on with its values."""
    for variable, value in context.items():
        try:
            if variable.get() is value:
                continue
        except LookupError:
            pass
        variable.set(value)


_of_thread = threading.local()


def _thread_loop() -> _ThreadLoop:
    found: _ThreadLoop | None = getattr(_of_thread, "loop", None)
    if found is None or found.pid != os.getpid():
        found = _of_thread.loop = _ThreadLoop()
        if threading.current_thread() is threading.main_thread():
            atexit.register(found.close)
    return found


def _has_running_loop() -> bool:
    asyncio_ = sys.modules.get("asyncio")
    return asyncio_ is not None and asyncio_._get_running_loop() is not None


_extra_found = False


def _check_extra() -> None:
    """Require the extra even where its code is not needed: a program should not work
    on one machine and fail on the next.
    """
    global _extra_found
    modules = sys.modules
    blocked = (
        modules.get("asgiref", _extra_found) is None
        or modules.get("asgiref.sync", _extra_found) is None
    )
    if not blocked and not _extra_found:
        from importlib.util import find_spec

        _extra_found = find_spec("asgiref") is not None
    if blocked or not _extra_found:
        raise RuntimeError(
            "Install Flask with the 'async' extra in order to use async views.\n"
            "  pip install 'flask[async]'"
        )


def to_sync(
    func: t.Callable[..., t.Coroutine[object, object, object]],
) -> t.Callable[..., object]:
    """Return a function that runs ``func`` and returns its result.

    :raises RuntimeError: the extra ``async`` is not installed.
    """
    _check_extra()

    def run(*args: object, **kwargs: object) -> object:
        if "asgiref.sync" in sys.modules:
            from asgiref.sync import async_to_sync

            return async_to_sync(func)(*args, **kwargs)
        if _has_running_loop():
            raise RuntimeError(
                "You cannot use AsyncToSync in the same thread as an async event loop - just"
                " await the async function directly."
            )
        return _thread_loop().run(func(*args, **kwargs))

    return update_wrapper(run, func)


def iterate(stream: t.AsyncIterable[Item]) -> t.Iterator[Item]:
    """Return a generator of the items of an asynchronous iterable.

    All items are asked for in one event loop and one copy of the context, from the first item
    to the end. Closing the generator closes the iterator.

    :raises RuntimeError: the extra ``async`` is not installed.
    """
    _check_extra()
    return _items(stream)


def _items(stream: t.AsyncIterable[Item]) -> t.Generator[Item, None, None]:
    import asyncio

    context = contextvars.copy_context()
    iterator = aiter(stream)
    close = getattr(iterator, "aclose", None)

    async def next_item() -> Item:
        return await anext(iterator)

    async def close_iterator() -> None:
        if close is not None:
            await close()

    # The loop of the thread is not used: between two items it may serve other requests, at
    # whose ends the tasks and generators in it are closed. As a factory is given, the runner
    # leaves the current loop of the thread alone.
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        try:
            while True:
                try:
                    item = runner.run(next_item(), context=context)
                except StopAsyncIteration:
                    return
                yield item
        finally:
            runner.run(close_iterator(), context=context)
