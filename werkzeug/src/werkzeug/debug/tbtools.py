"""Tracebacks as text and as HTML: an exception in, its frames, texts and pages out.

Frames keep the names they could see, so that they can be looked at and worked in later. The text
is what Python itself would print. How a page looks is known to `_page`, not here.
"""

from __future__ import annotations

import secrets
import traceback
import typing as t

from .._internal import module_getattr
from . import _page
from ._page import CONSOLE_HTML as CONSOLE_HTML
from ._page import FOOTER as FOOTER
from ._page import FRAME_HTML as FRAME_HTML
from ._page import HEADER as HEADER
from ._page import PAGE_HTML as PAGE_HTML
from ._page import SUMMARY_HTML as SUMMARY_HTML
from ._page import render_console_html as render_console_html
from ._source import is_library_file
from .console import Console

if t.TYPE_CHECKING:
    from types import FrameType

__all__ = ["DebugFrameSummary", "DebugTraceback", "render_console_html"]


class DebugFrameSummary(traceback.FrameSummary):
    """A frame of a traceback, with the names that its code saw.

    :param locals: local variables.
    :param globals: global variables.
    :param kwargs: as for :class:`traceback.FrameSummary`.
    """

    __slots__ = ("_console", "frame_id", "global_ns", "local_ns")

    def __init__(
        self, *, locals: dict[str, t.Any], globals: dict[str, t.Any], **kwargs: t.Any
    ) -> None:
        super().__init__(locals=None, lookup_line=False, **kwargs)
        self.local_ns = locals
        self.global_ns = globals
        #: Names the frame in the page. It cannot be guessed, and a JavaScript number can hold it.
        self.frame_id = secrets.randbits(52) | 1 << 52
        self._console: Console | None = None

    @property
    def info(self) -> str | None:
        """The value of the variable `__traceback_info__` in the frame, a text about it."""
        return self.local_ns.get("__traceback_info__")

    @property
    def is_library(self) -> bool:
        """``True`` if the code is part of Python or of an installed package."""
        return is_library_file(self.filename)

    @property
    def console(self) -> Console:
        """A prompt with the names of this frame. It is made once."""
        if self._console is None:
            self._console = Console(self.global_ns, self.local_ns)
        return self._console

    def eval(self, code: str) -> t.Any:
        """Run a line in the console of this frame."""
        return self.console.eval(code)

    def render_html(self, mark_library: bool) -> str:
        """Return the frame with its source around the line.

        :param mark_library: whether code that is not the programmer's own steps back.
        """
        return _page.frame_html(self, mark_library and self.is_library, opened=True)


Pairs: t.TypeAlias = "list[tuple[FrameType, traceback.FrameSummary]]"

# What a frame may wish by its variable `__traceback_hide__`: whether all frames before it are left
# out, whether it is shown itself, and whether those that follow are hidden.
_WISHES: dict[object, tuple[bool, bool, bool]] = {
    "before": (True, True, False),
    "before_and_this": (True, False, False),
    "reset": (False, True, False),
    "reset_and_this": (False, False, False),
    "after": (False, True, True),
    "after_and_this": (False, False, True),
}


def _wish(frame: FrameType, hiding: bool) -> tuple[bool, bool, bool]:
    wish = frame.f_locals.get("__traceback_hide__", False)
    if isinstance(wish, str) and wish in _WISHES:
        return _WISHES[wish]
    try:
        is_hidden = hiding or bool(wish)
    except Exception:
        is_hidden = hiding
    return False, not is_hidden, hiding


def _without_hidden(pairs: Pairs) -> Pairs:
    shown: Pairs = []
    hiding = False
    for pair in pairs:
        forget, show, hiding = _wish(pair[0], hiding)
        if forget:
            shown.clear()
        if show:
            shown.append(pair)
    return shown


def _with_names(frame: FrameType, summary: traceback.FrameSummary) -> DebugFrameSummary:
    return DebugFrameSummary(
        locals=dict(frame.f_locals),
        globals=frame.f_globals,
        filename=summary.filename,
        lineno=summary.lineno,
        name=summary.name,
        end_lineno=summary.end_lineno,
        colno=summary.colno,
        end_colno=summary.end_colno,
    )


def _give_names(
    exc: BaseException, te: traceback.TracebackException, skip: int, hide: bool
) -> None:
    """Put frames with names in the place of those without, here and in all related errors."""
    todo: list[tuple[BaseException, traceback.TracebackException, int]] = [(exc, te, skip)]
    while todo:
        exc, te, skip = todo.pop()
        frames: Pairs = [
            (frame, summary)
            for (frame, _), summary in zip(
                traceback.walk_tb(exc.__traceback__), te.stack, strict=False
            )
        ][skip:]
        if hide:
            frames = _without_hidden(frames)
        te.stack[:] = [_with_names(frame, summary) for frame, summary in frames]
        todo += [(exc_, te_, 0) for exc_, te_ in _related(exc, te)]


def _related(
    exc: BaseException, te: traceback.TracebackException
) -> t.Iterator[tuple[BaseException, traceback.TracebackException]]:
    """Return the cause, the context and the members of an error, as far as its traceback has them."""
    if te.__cause__ is not None and exc.__cause__ is not None:
        yield exc.__cause__, te.__cause__
    if te.__context__ is not None and exc.__context__ is not None:
        yield exc.__context__, te.__context__
    if te.exceptions and isinstance(exc, BaseExceptionGroup):
        yield from zip(exc.exceptions, te.exceptions, strict=False)


CAUSE = "The above exception was the direct cause of the following exception"
CONTEXT = "During handling of the above exception, another exception occurred"


class DebugTraceback:
    """An exception with its frames, to be shown.

    :param exc: the exception.
    :param te: its traceback, if there is one already; its frames are replaced.
    :param skip: how many of the outermost frames are left out.
    :param hide: whether frames may leave themselves or others out, by `__traceback_hide__`.
    """

    __slots__ = ("_te",)

    def __init__(
        self,
        exc: BaseException,
        te: traceback.TracebackException | None = None,
        *,
        skip: int = 0,
        hide: bool = True,
    ) -> None:
        if te is None:
            te = traceback.TracebackException.from_exception(exc, lookup_lines=False, compact=True)
        _give_names(exc, te, skip, hide)
        self._te = te

    def __str__(self) -> str:
        return f"<{type(self).__name__} {self._te}>"

    @property
    def all_tracebacks(self) -> list[tuple[str | None, traceback.TracebackException]]:
        """The error and what led to it, latest first; each with the sentence that stands between
        it and the one that follows in the list.
        """
        return list(_page.chain(self._te, CAUSE, CONTEXT))

    @property
    def all_frames(self) -> list[DebugFrameSummary]:
        """The frames of the error and of all that is related to it."""
        return [t.cast(DebugFrameSummary, frame) for frame in _page.all_frames(self._te)]

    def render_traceback_text(self) -> str:
        """Return the text that Python would print."""
        return "".join(self._te.format())

    def render_traceback_html(self, include_title: bool = True) -> str:
        """Return the frames and messages, without a page round them.

        :param include_title: whether a heading stands above.
        """
        return _page.tracebacks_html(self._te, include_title)

    def render_debugger_html(self, evalex: bool, secret: str, evalex_trusted: bool) -> str:
        """Return the whole page.

        :param evalex: whether code may be run in the frames.
        :param secret: what the page must send along with each command.
        :param evalex_trusted: whether the PIN was given already.
        """
        return self._render_page(evalex, secret, evalex_trusted, "")

    def _render_page(self, evalex: bool, secret: str, evalex_trusted: bool, more: str) -> str:
        """Return the whole page, with more sections after the frames."""
        return _page.page_html(
            self._te,
            text=self.render_traceback_text(),
            evalex=evalex,
            secret=secret,
            evalex_trusted=evalex_trusted,
            more=more,
        )


if not t.TYPE_CHECKING:
    __getattr__ = module_getattr(__name__)
