"""The debugger shows a page for every error, whatever its text, values, source or request are."""

from __future__ import annotations

import io
import linecache
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from werkzeug.debug import DebuggedApplication
from werkzeug.debug._text import environ_text, text_of
from werkzeug.test import Client, create_environ


class Broken:
    """Fails whatever is asked of it."""

    def __str__(self) -> str:
        raise RuntimeError

    __repr__ = __str__
    __html__ = __str__

    def __bool__(self) -> bool:
        raise RuntimeError

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    __hash__ = None  # type: ignore[assignment]


class BrokenText(Exception):
    def __str__(self) -> str:
        raise RuntimeError

    __repr__ = __str__


class NoText(Exception):
    def __str__(self) -> Any:
        return 5  # noqa: PLE0307


def raising(error: BaseException) -> Callable[..., Any]:
    def app(environ: object, start_response: object) -> Any:
        raise error

    return app


def compiled(source: bytes, filename: str) -> Callable[..., Any]:
    """An application whose file holds other bytes than those that were compiled."""
    namespace: dict[str, Any] = {}
    code = "\ndef app(environ, start_response):\n    raise ValueError('from a file')\n"
    if source:
        Path(filename).write_bytes(source)
    exec(compile(code, filename, "exec"), namespace)
    return namespace["app"]  # type: ignore[no-any-return]


def with_notes(notes: object) -> BaseException:
    error = ValueError("with notes")
    error.__notes__ = notes  # type: ignore[assignment]
    return error


def syntax_error(**attributes: object) -> SyntaxError:
    error = SyntaxError("bad syntax")
    for name, value in attributes.items():
        setattr(error, name, value)
    return error


def with_module(name: object) -> BaseException:
    return type("OddError", (Exception,), {"__module__": name})("odd")  # type: ignore[no-any-return]


def with_info(environ: object, start_response: object) -> Any:
    __traceback_info__ = Broken()
    raise ValueError(f"{__traceback_info__ is None}")


def with_wish(environ: object, start_response: object) -> Any:
    __traceback_hide__ = Broken()
    raise ValueError(f"{__traceback_hide__ is None}")


def with_locals(environ: object, start_response: object) -> Any:
    local, text = Broken(), "\ud800"
    raise ValueError(f"{local is None} {text!r}")


def in_the_middle(environ: object, start_response: Any) -> Iterator[bytes]:
    start_response("200 OK", [])
    yield b""
    raise ValueError("\ud800")


def in_a_chain(environ: object, start_response: object) -> Any:
    try:
        raise BrokenText
    except BrokenText as error:
        raise ValueError("\udcff") from error


ERRORS: dict[str, Callable[..., Any]] = {
    "surrogate": raising(ValueError("bad \ud800 text")),
    "broken text": raising(BrokenText()),
    "no text": raising(NoText()),
    "no latin": raising(ValueError("漢字 \x00\x1b[31m\u202e")),
    "argument": raising(ValueError(Broken())),
    "note": raising(with_notes(["\ud800", Broken(), 5, None])),
    "notes that fail": raising(with_notes(Broken())),
    "notes that are none": raising(with_notes(5)),
    "syntax error": raising(SyntaxError("bad", ("f\ud800", 1, 2, "ab\ud800\tc", 1, 4))),
    "empty syntax error": raising(SyntaxError("bad", (None, None, None, None))),
    "odd syntax error": raising(syntax_error(lineno="a", text=5, offset="q", filename=object())),
    "module": raising(with_module("m\ud800")),
    "no module": raising(with_module(5)),
    "group": raising(ExceptionGroup("\ud800", [BrokenText(), ExceptionGroup("x", [KeyError("\ud800")])])),
    "chain": in_a_chain,
    "info": with_info,
    "wish": with_wish,
    "locals": with_locals,
    "in the middle": in_the_middle,
    "long": raising(ValueError("x" * 200_000)),
}  # fmt: skip


def page_for(app: Callable[..., Any], errors: Any = None, **environ: Any) -> str:
    answers: list[str] = []
    request = create_environ("/", errors_stream=errors or io.StringIO())
    request.update(environ)
    debugged = DebuggedApplication(app, evalex=True)
    body = b"".join(debugged(request, lambda status, headers, exc=None: answers.append(status)))
    assert answers[-1] == "500 INTERNAL SERVER ERROR"
    return body.decode()


@pytest.mark.parametrize("name", sorted(ERRORS))
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_every_error_has_a_page(name: str, encoding: str) -> None:
    written = io.BytesIO()
    errors = io.TextIOWrapper(written, encoding)
    page = page_for(ERRORS[name], errors)
    assert page.startswith("<!doctype html>") and page.rstrip().endswith(("-->", "</html>"))
    assert "test_debug_any_error.py" in page
    errors.flush()
    assert b"Traceback (most recent call last)" in written.getvalue()


@pytest.mark.parametrize(
    "source",
    [
        b"# \xe9\xff\n\n\n",
        b"# coding: none\n\n\n",
        b"# \x00 \x0c \x1b[31m\r\x85\n\xe2\x80\xa8\n",
        b"\xff\xfe\x00",
        b"x\n",
        b"",
    ],
)
def test_every_source_has_a_page(source: bytes, tmp_path: Path) -> None:
    assert "from a file" in page_for(compiled(source, str(tmp_path / "source.py")))


def test_file_name_without_an_encoding() -> None:
    try:
        linecache.getline("/folder\ud800/name.py", 1)
        exec(compile("", "/folder\ud800/name.py", "exec"))  # coverage looks for it as well
    except UnicodeEncodeError:
        pytest.skip("this Python cannot look for such a file")
    assert "/folder\\ud800/" in page_for(compiled(b"", "/folder\ud800/name.py"))


def test_surrogates_are_spelled_out() -> None:
    page = page_for(ERRORS["surrogate"])
    assert "bad \\ud800 text" in page


def test_an_error_that_cannot_be_shown_in_full() -> None:
    page = page_for(ERRORS["odd syntax error"])
    assert "SyntaxError" in page
    # Newer traceback modules show this error themselves.
    shown = sys.version_info >= (3, 14)
    assert shown or "could not be shown in full: AttributeError" in page


def test_lines_of_a_note_stay_under_each_other() -> None:
    note = "1 | {{ usr }}\n  |    ^^^"
    page = page_for(raising(with_notes([note, "of one line"])))
    assert f"<li><pre>{note}</pre></li><li>of one line</li>" in page
    style = Client(DebuggedApplication(raising(ValueError()), evalex=True)).get(
        "/?__debugger__=yes&cmd=resource&f=style.css"
    )
    rule = re.search(r"\.notes \{(.*?)\}", style.text, re.DOTALL)
    assert rule is not None and "var(--mono)" in rule[1]
    rule = re.search(r"\.notes pre,[^{]*\{(.*?)\}", style.text, re.DOTALL)
    assert rule is not None and "white-space: pre;" in rule[1]


def test_console_and_variables_with_surrogates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("werkzeug.debug._log", lambda *args: None)
    client = Client(DebuggedApplication(with_locals, evalex=True, pin_security=False))
    page = client.get("/", errors_stream=io.StringIO()).text
    secret = re.search(r'SECRET = "(\w+)"', page)
    frame = re.findall(r'id="frame-(\d+)"', page)[-1]
    assert secret is not None
    query = {"__debugger__": "yes", "s": secret[1], "frm": frame}
    for command in ("text", "print(text)", "local", "raise ValueError(text)"):
        answer = client.get("/", query_string={**query, "cmd": command})
        assert answer.status_code == 200 and command in answer.text
    assert client.get("/", query_string={**query, "view": "locals"}).status_code == 200


junk = st.one_of(
    st.text(st.sampled_from('a\ud800\udcff€é<&%=;,\x00\r\n" '), max_size=8), st.integers()
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "PATH_INFO",
                "SCRIPT_NAME",
                "REQUEST_METHOD",
                "HTTP_HOST",
                "HTTP_COOKIE",
                "HTTP_REFERER",
                "HTTP_X",
                "CONTENT_TYPE",
            ]
        ),
        junk,
    ),
    st.text(st.sampled_from("a=\ud800€%&;"), max_size=8),
)
def test_every_request_has_a_page(environ: dict[str, object], query: str) -> None:
    environ = {
        key: value
        for key, value in environ.items()
        # The middleware itself compares the path.
        if key != "PATH_INFO" or isinstance(value, str)
    }
    page = page_for(raising(ValueError("shown")), QUERY_STRING=query, **environ)
    assert "ValueError" in page


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40), st.lists(st.text(max_size=20), max_size=3))
def test_every_text_has_a_page(text: str, notes: list[str]) -> None:
    page = page_for(raising(with_notes(notes)))
    assert page.count("<li>") >= len(notes)
    page = page_for(raising(ValueError(f"<script>alert{text}")))
    # The plain text is in a comment at the end.
    assert "<script>alert" not in page[: page.rindex("<!--")]


def test_text_of_anything() -> None:
    assert text_of(Broken()) == "<unprintable Broken object>"
    assert environ_text("\xc3\xa9") == "é" and environ_text("\u20ac") == "\u20ac"
    assert environ_text(5) == "5"
