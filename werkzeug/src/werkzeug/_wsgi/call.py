"""Call a WSGI application in memory, without request or response objects."""

from __future__ import annotations

from ..datastructures import Headers
from .iterators import ClosingIterator

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Iterable

    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment


class _Start:
    """The ``start_response`` of one call."""

    __slots__ = ("headers", "status", "written")

    def __init__(self) -> None:
        self.status: str | None = None
        self.headers: list[tuple[str, str]] = []
        self.written: list[bytes] = []

    def __call__(
        self, status: str, headers: list[tuple[str, str]], exc_info: t.Any = None, /
    ) -> t.Any:
        if exc_info:
            try:
                if self.written:
                    raise exc_info[1].with_traceback(exc_info[2])
            finally:
                exc_info = None
        self.status = status
        self.headers = headers
        return self.written.append


def run_wsgi_app(
    app: WSGIApplication, environ: WSGIEnvironment, buffered: bool = False
) -> tuple[Iterable[bytes], str, Headers]:
    """Call an application.

    :param buffered: collect the whole body and close the iterable. Otherwise the first block is
        read, and on until the application called ``start_response``.
    :return: body, status line and headers.
    """
    start = _Start()
    result = app(dict(environ), start)
    close = getattr(result, "close", None)
    body: Iterable[bytes]
    if buffered:
        try:
            blocks = list(result)
        finally:
            if close is not None:
                close()
        body = start.written + blocks
    else:
        body = _rest(result, start)
        if close is not None:
            body = ClosingIterator(body, close)
    assert start.status is not None, "the application did not call start_response"
    return body, start.status, Headers(start.headers)


def _rest(result: Iterable[bytes], start: _Start) -> Iterable[bytes]:
    """Read the first block, and on until the application has started its response; give all."""
    from itertools import chain

    iterator = iter(result)
    head = start.written
    for block in iterator:
        head.append(block)
        if start.status is not None:
            break
    return chain(head, iterator)
