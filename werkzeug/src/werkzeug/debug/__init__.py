"""The debugger as WSGI middleware: errors of an application are answered with the traceback and, if
enabled, a console in each frame.

Security: who can use a console can do anything that the program can. So a command must come from a
trusted host, know the secret of the page, and bring the cookie of somebody who knew the PIN. Never
use the debugger where strangers can reach it.
"""

from __future__ import annotations

import hmac
import json
import os
import pkgutil
import threading
import time
import typing as t
from contextlib import ExitStack
from contextvars import Context, copy_context
from multiprocessing import Value

from markupsafe import escape

from .._internal import _log, module_getattr
from ..exceptions import NotFound, SecurityError
from ..http import parse_cookie
from ..sansio.utils import host_is_trusted
from ..security import gen_salt
from ..wrappers.request import Request
from ..wrappers.response import Response
from . import pin as _pin_module
from ._page import content_policy, fallback_page
from ._request import request_html
from ._text import environ_text, utf8, write_text
from .console import Console
from .pin import PIN_TIME as PIN_TIME
from .pin import get_machine_id as get_machine_id
from .pin import get_pin_and_cookie_name as get_pin_and_cookie_name
from .pin import hash_pin as hash_pin
from .pin import same_pin
from .repr import DebugReprGenerator
from .tbtools import DebugFrameSummary, DebugTraceback, render_console_html

if t.TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

__all__ = [
    "PIN_TIME",
    "DebuggedApplication",
    "get_machine_id",
    "get_pin_and_cookie_name",
    "hash_pin",
]

MOST_TRIES = 10
MOST_ERRORS = 50  # how many errors keep their frames, and with them all values in sight
RESOURCES = {
    "style.css": "text/css",
    "debugger.js": "text/javascript",
    "console.png": "image/png",
}
TOO_LATE = (
    "Debugging middleware caught exception in streamed response at a point where response headers"
    " were already sent.\n"
)


class _ConsoleFrame:
    """A frame for the console that belongs to no error."""

    def __init__(self, namespace: dict[str, t.Any]) -> None:
        self.console = Console(namespace)
        self.id = 0
        self.local_ns = namespace

    def eval(self, code: str) -> t.Any:
        return self.console.eval(code)


class _Surroundings(t.NamedTuple):
    """Where the code of a frame runs again: in its own copy of the context, under a lock.

    The frames of one error share the context managers that are entered, so they share the lock.
    """

    context: Context
    lock: threading.RLock


class DebuggedApplication:
    """Show the errors of an application, with a console in each frame if `evalex` is true.

    :param app: the application.
    :param evalex: whether code may be run in the browser. It also opens a console at
        `console_path`.
    :param request_key: the key of the environ that holds the request; kept for callers.
    :param console_path: the path of the console that belongs to no error.
    :param console_init_func: returns the names that this console starts with; `app` is added.
    :param show_hidden_frames: show also the frames that hide themselves.
    :param pin_security: whether code needs the PIN. Without it, whoever reaches the server can run
        code on the machine.
    :param pin_logging: whether the PIN is written to the log.
    """

    _pin: str | None
    _pin_cookie: str

    def __init__(
        self,
        app: WSGIApplication,
        evalex: bool = False,
        request_key: str = "werkzeug.request",
        console_path: str = "/console",
        console_init_func: t.Callable[[], dict[str, t.Any]] | None = None,
        show_hidden_frames: bool = False,
        pin_security: bool = True,
        pin_logging: bool = True,
    ) -> None:
        self.app = app
        # What is shown and offered.
        self.show_hidden_frames = show_hidden_frames
        self.console_path = console_path
        self.console_init_func = console_init_func
        self.request_key = request_key
        # Who may use it.
        self.evalex = evalex
        self.pin_logging = pin_logging
        self.secret = gen_salt(20)
        #: Hosts that commands may come from; a leading dot means all below, too.
        self.trusted_hosts: list[str] = [".localhost", "127.0.0.1"]
        self._tries = Value("B", 0)  # processes that are forked later count together
        # What is kept of past errors.
        self.frames: dict[int, DebugFrameSummary | _ConsoleFrame] = {}
        self.frame_contexts: dict[int, list[t.ContextManager[None]]] = {}
        self._surroundings: dict[int, _Surroundings] = {}
        self._errors: list[list[int]] = []
        self._errors_lock = threading.Lock()
        self._console_lock = threading.Lock()
        if not pin_security:
            self.pin = None
        elif pin_logging and os.environ.get("WERKZEUG_RUN_MAIN") == "true":
            self._announce()

    def _announce(self) -> None:
        _log("warning", " * Debugger is active!")
        if self.pin is None:
            _log("warning", " * Debugger PIN disabled. DEBUGGER UNSECURED!")
        else:
            _log("info", " * Debugger PIN: %s", self.pin)

    @property
    def pin(self) -> str | None:
        """The PIN; ``None`` if no PIN is needed."""
        if not hasattr(self, "_pin"):
            self._pin = get_pin_and_cookie_name(self.app)[0]
        return self._pin

    @pin.setter
    def pin(self, value: str | None) -> None:
        self._pin = value

    @property
    def pin_cookie_name(self) -> str:
        """The name of the cookie of browsers in which the PIN was entered."""
        if not hasattr(self, "_pin_cookie"):
            self._pin_cookie = _pin_module.cookie_name_of(_pin_module.facts_about(self.app))
        return self._pin_cookie

    def debug_application(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> t.Iterator[bytes]:
        """Run the application and yield its body; answer its errors with a page."""
        contexts: list[t.ContextManager[None]] = []
        if self.evalex:
            environ["werkzeug.debug.preserve_context"] = contexts.append
        body: t.Iterable[bytes] = ()
        closed = False
        try:
            body = self.app(environ, start_response)
            yield from body
            closed = True
            _close(body)
        except Exception as error:
            if not closed:
                closed = True
                _close(body)
            yield from self._answer_error(error, environ, start_response, contexts)
        finally:
            if not closed:
                _close(body)

    def _answer_error(
        self,
        error: Exception,
        environ: WSGIEnvironment,
        start_response: StartResponse,
        contexts: list[t.ContextManager[None]],
    ) -> t.Iterator[bytes]:
        info: t.Any = (type(error), error, error.__traceback__)
        try:
            page, text = self._render(error, environ, contexts)
        except Exception as problem:
            page, text = fallback_page(error, problem)
        response = _page_response(page, 500)

        def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> t.Any:
            return start_response(status, headers, info)

        errors = environ["wsgi.errors"]
        try:
            yield from response(environ, start)
        except Exception:
            errors.write(TOO_LATE)
        write_text(errors, text)

    def _render(
        self,
        error: Exception,
        environ: WSGIEnvironment,
        contexts: list[t.ContextManager[None]],
    ) -> tuple[str, str]:
        """Return the page about an error, and its traceback as text."""
        # The outermost frame is that of this class.
        shown = DebugTraceback(error, skip=1, hide=not self.show_hidden_frames)
        host_trusted = self.check_host_trust(environ)
        if self.evalex and host_trusted:
            self._keep_frames(shown, contexts)
        page = shown._render_page(
            evalex=self.evalex and host_trusted,
            secret=self.secret,
            evalex_trusted=self.evalex and host_trusted and bool(self.check_pin_trust(environ)),
            more=self._why_locked(environ, host_trusted) + request_html(environ),
        )
        return page, shown.render_traceback_text()

    def _why_locked(self, environ: WSGIEnvironment, host_trusted: bool) -> str:
        if not self.evalex or host_trusted:
            return ""
        host = escape(environ_text(environ.get("HTTP_HOST", "")))
        return (
            '<p class="notice">Variables and consoles are off for this page, because the debugger'
            f" does not trust the host <code>{host}</code>. Open it as <code>localhost</code> or"
            " <code>127.0.0.1</code>, or append the host to <code>trusted_hosts</code> of"
            " <code>DebuggedApplication</code>.</p>"
        )

    def _keep_frames(self, shown: DebugTraceback, contexts: list[t.ContextManager[None]]) -> None:
        lock = threading.RLock()
        context = copy_context()
        ids = []
        for frame in shown.all_frames:
            key = frame.frame_id
            ids.append(key)
            self.frames[key] = frame
            self.frame_contexts[key] = contexts
            self._surroundings[key] = _Surroundings(context.copy(), lock)
        with self._errors_lock:
            self._errors.append(ids)
            forgotten = self._errors[:-MOST_ERRORS]
            del self._errors[:-MOST_ERRORS]
        for keys in forgotten:
            for key in keys:
                for kept in (self.frames, self.frame_contexts, self._surroundings):
                    kept.pop(key, None)

    def execute_command(
        self, request: Request, command: str, frame: DebugFrameSummary | _ConsoleFrame
    ) -> Response:
        """Run a line in a frame and return what it printed."""
        refused = self._refuse_host(request)
        if refused is not None:
            return refused
        output = self._in_frame(frame, lambda: frame.eval(command))
        return Response(utf8(output), mimetype="text/html")

    def _in_frame(self, frame: DebugFrameSummary | _ConsoleFrame, work: t.Callable[[], str]) -> str:
        """Call a function in the context of the frame, with its context managers entered."""
        key = frame.id if isinstance(frame, _ConsoleFrame) else frame.frame_id
        surroundings = self._surroundings.get(key)
        contexts = self.frame_contexts.get(key, [])
        if surroundings is None:
            return _enter_and(contexts, work)
        with surroundings.lock:
            return surroundings.context.run(_enter_and, contexts, work)

    def _show_locals(self, request: Request, frame: DebugFrameSummary | _ConsoleFrame) -> Response:
        refused = self._refuse_host(request)
        if refused is not None:
            return refused

        def work() -> str:
            return DebugReprGenerator().dump_locals(frame.local_ns)

        return Response(utf8(self._in_frame(frame, work)), mimetype="text/html")

    def display_console(self, request: Request) -> Response:
        """Return the page of the console that belongs to no error."""
        refused = self._refuse_host(request)
        if refused is not None:
            return refused
        with self._console_lock:
            if 0 not in self.frames:
                names = dict(self.console_init_func() if self.console_init_func else ())
                names.setdefault("app", self.app)
                self.frames[0] = _ConsoleFrame(names)
                self._surroundings[0] = _Surroundings(copy_context(), threading.RLock())
        page = render_console_html(
            secret=self.secret, evalex_trusted=bool(self.check_pin_trust(request.environ))
        )
        return _page_response(page, 200)

    def get_resource(self, request: Request, filename: str) -> Response:
        """Return one of the files of the page; 404 for all other names."""
        kind = RESOURCES.get(filename)
        data = pkgutil.get_data("werkzeug.debug", f"shared/{filename}") if kind else None
        if data is None:
            return NotFound().get_response(request.environ)
        response = Response(data, mimetype=kind)
        response.cache_control.no_cache = True
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.add_etag()
        response.make_conditional(request.environ)
        return response

    def check_pin_trust(self, environ: WSGIEnvironment) -> bool | None:
        """Return whether the request has the cookie of a browser in which the PIN was entered.

        ``None`` means that it brings one which is too old or of another PIN.
        """
        if self.pin is None:
            return True
        try:
            cookies = parse_cookie(environ.get("HTTP_COOKIE"))
        except UnicodeEncodeError:
            # No server passes such a header on.
            return False
        value = cookies.get(self.pin_cookie_name) or ""
        moment, bar, digest = value.partition("|")
        if not bar or not (moment.isascii() and moment.isdigit()):
            return False
        if not hmac.compare_digest(digest.encode(), hash_pin(self.pin).encode()):
            return None
        now = time.time()
        return True if len(moment) < 20 and now - PIN_TIME < int(moment) else None

    def check_host_trust(self, environ: WSGIEnvironment) -> bool:
        """Return whether commands of this request are allowed, by the host that it names.

        A foreign page can make its own host name resolve to this machine (DNS rebinding), but it
        cannot make the browser send another name.
        """
        return host_is_trusted(environ.get("HTTP_HOST"), self.trusted_hosts)

    def _refuse_host(self, request: Request) -> Response | None:
        if self.check_host_trust(request.environ):
            return None
        host = request.environ.get("HTTP_HOST", "")
        error = SecurityError(
            f"The debugger does not trust the host {host!r}. Open the page as 'localhost' or"
            " '127.0.0.1', or append the host to the 'trusted_hosts' of 'DebuggedApplication'."
        )
        return error.get_response(request.environ)

    def pin_auth(self, request: Request) -> Response:
        """Answer whether the PIN is right, and set the cookie if so.

        After ten wrong ones no PIN is accepted until the program starts again.
        """
        refused = self._refuse_host(request)
        if refused is not None:
            return refused
        auth, exhausted = self._try_pin(request)
        response = Response(
            json.dumps({"auth": auth, "exhausted": exhausted}), mimetype="application/json"
        )
        if auth and self.pin is not None:
            response.set_cookie(
                self.pin_cookie_name,
                f"{int(time.time())}|{hash_pin(self.pin)}",
                httponly=True,
                samesite="Strict",
                secure=request.is_secure,
            )
        return response

    def _try_pin(self, request: Request) -> tuple[bool, bool]:
        pin = self.pin
        if pin is None or self.check_pin_trust(request.environ):
            return True, False
        with self._tries.get_lock():
            tries: int = self._tries.value
            if tries >= MOST_TRIES:
                return False, True
            # Counted before the comparison, so that concurrent tries count, too.
            self._tries.value = tries + 1
        if same_pin(request.args.get("pin") or "", pin):
            self._tries.value = 0
            return True, False
        time.sleep(5.0 if tries > MOST_TRIES // 2 else 0.5)
        return False, False

    def log_pin_request(self, request: Request) -> Response:
        """Write the PIN to the log."""
        refused = self._refuse_host(request)
        if refused is not None:
            return refused
        if self.pin_logging and self.pin is not None:
            _log("info", " * To enable the debugger you need to enter the security pin:")
            _log("info", " * Debugger pin code: %s", self.pin)
        return Response("")

    def _knows_secret(self, request: Request) -> bool:
        given = request.args.get("s") or ""
        return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), self.secret.encode())

    def _command(self, request: Request) -> Response | None:
        """Return the answer to a command of a page; ``None`` if the request is not a command."""
        command = request.args.get("cmd")
        if command == "resource":
            filename = request.args.get("f")
            return self.get_resource(request, filename) if filename else None
        if not self._knows_secret(request):
            return None
        if command == "pinauth":
            return self.pin_auth(request)
        if command == "printpin":
            return self.log_pin_request(request)
        view = request.args.get("view")
        if not self.evalex or (command is None and view != "locals"):
            return None
        if not self.check_host_trust(request.environ):
            return self._refuse_host(request)
        if not self.check_pin_trust(request.environ):
            return Response("The PIN is needed.\n", 403, mimetype="text/plain")
        number = request.args.get("frm", type=int)
        frame = self.frames.get(number) if isinstance(number, int) else None
        if frame is None:
            return Response("This frame is not kept any more.\n", 404, mimetype="text/plain")
        if command is None:
            return self._show_locals(request, frame)
        return self.execute_command(request, command, frame)

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> t.Iterable[bytes]:
        # Most requests are neither commands nor the console: no request object for them.
        if "__debugger__=yes" in environ.get("QUERY_STRING", ""):
            request = Request(environ)
            if request.args.get("__debugger__") == "yes":
                response = self._command(request)
                if response is not None:
                    response.headers.setdefault("Cache-Control", "no-store")
                    return response(environ, start_response)
        elif self.evalex and self.console_path and _path(environ) == self.console_path:
            return self.display_console(Request(environ))(environ, start_response)
        return self.debug_application(environ, start_response)


def _path(environ: WSGIEnvironment) -> str:
    return f"/{environ.get('PATH_INFO', '').lstrip('/')}"


def _close(body: t.Iterable[bytes]) -> None:
    close = getattr(body, "close", None)
    if close is not None:
        close()


def _enter_and(contexts: list[t.ContextManager[None]], work: t.Callable[[], str]) -> str:
    with ExitStack() as entered:
        for context in contexts:
            entered.enter_context(context)
        return work()


def _page_response(page: str, status: int) -> Response:
    response = Response(utf8(page), status, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = content_policy(page)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


if not t.TYPE_CHECKING:
    __getattr__ = module_getattr(__name__)
