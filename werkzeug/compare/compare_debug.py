"""The debugger beyond its pages: representations, the console, tracebacks as text, the PIN."""

from __future__ import annotations

import collections
import io
import os
import re
import types
from collections.abc import Iterator
from typing import Any

from werkzeug.debug import DebuggedApplication, get_pin_and_cookie_name
from werkzeug.debug.console import Console, HTMLStringO
from werkzeug.debug.repr import DebugReprGenerator, debug_repr
from werkzeug.debug.tbtools import DebugTraceback
from werkzeug.test import create_environ, run_wsgi_app

EXPECTED_DIFFERENCES = {
    "command, no PIN": "a request without the PIN gets that answer; the original asks the application",
    "application {'evalex': True, 'pin_security': False}, right": "no cookie where no PIN is needed",
    "application {'evalex': True, 'pin_security': False}, wrong": "any PIN is as good as none",
}


class Words(list[Any]):
    pass


class Names(dict[Any, Any]):
    pass


class Text(str):
    pass


class Unprintable:
    def __repr__(self) -> str:
        raise ZeroDivisionError("no representation")


def values() -> Iterator[tuple[str, Any]]:
    endless: list[Any] = [1]
    endless.append(endless)
    mirror: dict[str, Any] = {}
    mirror["mirror"] = mirror
    for size in (0, 1, 5, 7, 8, 9, 30):
        yield f"list {size}", list(range(size))
        yield f"tuple {size}", tuple(range(size))
        yield f"set {size}", set(range(size))
        yield f"frozenset {size}", frozenset(range(size))
        yield f"dict {size}", {str(number): number for number in range(size)}
        yield f"deque {size}", collections.deque(range(size))
    for size in (0, 1, 67, 68, 69, 70, 71, 72, 73, 200):
        yield f"text {size}", "x" * size
        yield f"bytes {size}", b"x" * size
        yield f"escapes {size}", "\n" * size
        yield f"markup {size}", "<" * size
        yield f"kind of text {size}", Text("y" * size)
    plain = (None, True, 3, -1, 1.5, 2j, ..., int, len, range(4), bytearray(b"a"))
    yield from ((repr(value), value) for value in plain)
    yield "nested", {"a": [1, (2, {"b": {3}})]}
    yield "kinds", [Words([1]), Names(a=1), Text("<")]
    yield "counter", collections.Counter("aab")
    yield "ordered", collections.OrderedDict(a=1)
    yield "namespace", types.SimpleNamespace(a=1)
    yield "pattern", [re.compile(r"a\d+"), re.compile(b"b", re.IGNORECASE)]
    yield "unprintable", [Unprintable()]
    yield "endless", endless
    yield "mirror", mirror


LINES = (
    *("1 + 1", "x = 5", "x", "_", "print('hi')", "print('<b>')", "'<b>'", "None", "..."),
    *("for i in range(2): print(i)", "def f(): return [1, 'a']", "f()", "1; 2", "# nothing"),
    *("(1 +", "2)", "import sys; sys.stdout.write('raw')", "help", "[x, {'a': f()}]"),
)


def leaf() -> None:
    raise ValueError("wrong <value>")


def cause() -> None:
    try:
        leaf()
    except ValueError as error:
        raise KeyError("key") from error


def context() -> None:
    try:
        leaf()
    except ValueError:
        {}["missing"]


def note() -> None:
    error = ValueError("noted")
    error.add_note("a note\nof two lines")
    raise error


def group() -> None:
    raise ExceptionGroup("several", [ValueError(1), TypeError("two")])


def hides() -> None:
    __traceback_hide__ = True
    leaf()


def hides_before() -> None:
    __traceback_hide__ = "before"
    leaf()


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    if environ["PATH_INFO"] == "/error":
        raise ValueError("wrong")
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"fine"]


def tracebacks() -> Iterator[tuple[str, object]]:
    for function in (leaf, cause, context, note, group, hides, hides_before):
        try:
            function()
        except Exception as error:
            for options in ({}, {"skip": 1}, {"hide": False}):
                shown = DebugTraceback(error, **options)
                label = f"traceback, {function.__name__} {options}"
                # The file is the same on both sides.
                yield f"{label}, text", shown.render_traceback_text()
                frames = [(frame.name, frame.lineno, frame.line) for frame in shown.all_frames]
                yield f"{label}, frames", frames
                related = [(said, type(te).__name__) for said, te in shown.all_tracebacks]
                yield f"{label}, related", related


def ask(app: DebuggedApplication, path: str, query: str = "", host: str = "localhost") -> object:
    environ = create_environ(path, f"http://{host}/", query_string=query)
    environ["wsgi.errors"] = io.StringIO()
    body, status, headers = run_wsgi_app(app, environ)
    text = b"".join(body).decode()
    cookie = headers.get("Set-Cookie")
    return (
        status,
        headers.get("Content-Type"),
        # A page looks as it likes.
        text if len(text) < 200 else "page",
        cookie and re.sub(r"\d+\|\w+", "moment|hash", re.sub(r"__wzd\w+", "name", cookie)),
        environ["wsgi.errors"].getvalue().splitlines()[-1:],
    )


def middleware() -> Iterator[tuple[str, object]]:
    os.environ["WERKZEUG_DEBUG_PIN"] = "123-456-789"
    for options in (
        {},
        {"evalex": True},
        {"evalex": True, "pin_security": False},
        {"evalex": True, "console_path": "/elsewhere"},
        {"evalex": True, "console_path": None},
    ):
        app = DebuggedApplication(application, **options)
        label = f"application {options}"
        yield f"{label}, PIN", (app.pin, len(app.secret), app.trusted_hosts, app.console_path)
        for path in ("/", "/error"):
            yield f"{label}, {path}", ask(app, path)
        if options.get("evalex"):
            yield f"{label}, console", ask(app, "/elsewhere")[0]  # type: ignore[index]
        command = f"__debugger__=yes&s={app.secret}&cmd="
        yield f"{label}, right", ask(app, "/", f"{command}pinauth&pin=123 456-789")
        yield f"{label}, wrong", ask(app, "/", f"{command}pinauth&pin=1")
        yield f"{label}, stranger", ask(app, "/", "__debugger__=yes&s=x&cmd=pinauth&pin=1")
        yield f"{label}, other host", ask(app, "/", f"{command}printpin", "evil.example")[0]  # type: ignore[index]
        yield f"{label}, print", ask(app, "/", f"{command}printpin")
    app = DebuggedApplication(application, evalex=True)
    ask(app, "/error")
    yield "command, no PIN", ask(app, "/", f"__debugger__=yes&s={app.secret}&cmd=1&frm=1")
    for wish in ("off", "123456", "12-34-56", "1-2", "123-456-789-0"):
        os.environ["WERKZEUG_DEBUG_PIN"] = wish
        yield f"wish {wish}", get_pin_and_cookie_name(application)[0]
    del os.environ["WERKZEUG_DEBUG_PIN"]


def observations() -> Iterator[tuple[str, object]]:
    for label, value in values():
        yield f"repr, {label}", re.sub("0x[0-9a-f]+", "0x", debug_repr(value))
    shown = DebugReprGenerator().dump_locals({"a": 1, "b": "<"})
    yield "dump of locals", re.sub(r"\s+", " ", shown)
    console = Console()
    for line in LINES:
        yield f"console, {line}", console.eval(line)
    yield "console, names", Console({"a": 1}, {"b": 2}).eval("a + b")
    stream = HTMLStringO()
    stream.write("<a>")
    stream.writelines(["b", "<"])
    yield "stream", (stream.isatty(), stream.reset(), stream.reset())
    yield from tracebacks()
    yield from middleware()
