"""Tracebacks as text and as HTML."""

from __future__ import annotations

import html
import linecache
import re
import traceback
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkzeug.debug import _page, _source
from werkzeug.debug.tbtools import DebugFrameSummary, DebugTraceback, render_console_html


def caught(function: Callable[[], Any]) -> Exception:
    try:
        function()
    except Exception as error:
        return error
    raise AssertionError("nothing was raised")


def divide() -> float:
    zero = 0
    return 10 + 1 / zero


def from_cause() -> None:
    try:
        divide()
    except ZeroDivisionError as error:
        raise KeyError("<key>") from error


def in_context() -> None:
    try:
        divide()
    except ZeroDivisionError:
        raise KeyError("<key>")  # noqa: B904


def group() -> None:
    noted = caught(divide)
    noted.add_note("look <here>")
    raise ExceptionGroup("<some>", [noted, caught(from_cause)])


def syntax() -> None:
    compile("x = <b>(1", "<template>", "exec")


def page_of(error: BaseException) -> str:
    return DebugTraceback(error).render_debugger_html(True, "s3cret", False)


@pytest.mark.parametrize("function", [divide, from_cause, in_context, group, syntax])
def test_text_is_that_of_python(function: Callable[[], Any]) -> None:
    error = caught(function)
    assert DebugTraceback(error).render_traceback_text() == "".join(
        traceback.format_exception(error)
    )


def test_frames() -> None:
    shown = DebugTraceback(caught(divide), skip=1)
    (frame,) = shown.all_frames
    assert isinstance(frame, DebugFrameSummary)
    assert (frame.name, frame.local_ns) == ("divide", {"zero": 0})
    assert frame.global_ns is globals()
    assert frame.info is None
    assert not frame.is_library
    assert frame.eval("zero + 1").endswith("1</span>")
    assert frame.console is frame.console
    assert str(shown) == "<DebugTraceback division by zero>"


def test_frames_have_names_that_nobody_guesses() -> None:
    error = caught(group)
    ids = [frame.frame_id for frame in DebugTraceback(error).all_frames]
    ids += [frame.frame_id for frame in DebugTraceback(error).all_frames]
    assert len(set(ids)) == len(ids)
    assert all(2**52 <= number < 2**53 for number in ids)
    page = DebugTraceback(error).render_traceback_html()
    assert len(re.findall(r'id="frame-\d{16}"', page)) == len(ids) / 2


def test_chain() -> None:
    shown = DebugTraceback(caught(from_cause))
    sentences = [sentence for sentence, _ in shown.all_tracebacks]
    assert sentences[1] is None
    assert sentences[0] is not None
    assert f"\n{sentences[0]}:\n" in shown.render_traceback_text()
    assert [frame.name for frame in shown.all_frames] == [
        "caught",
        "from_cause",
        "from_cause",
        "divide",
    ]
    sentences = [sentence for sentence, _ in DebugTraceback(caught(in_context)).all_tracebacks]
    assert sentences[0] is not None and sentences[0].startswith("During handling")


def test_a_circle_ends() -> None:
    one, two = ValueError("one"), ValueError("two")
    one.__cause__, two.__cause__ = two, one
    assert len(DebugTraceback(one).all_tracebacks) == 2


def test_a_given_traceback_is_used() -> None:
    error = caught(divide)
    te = traceback.TracebackException.from_exception(error)
    shown = DebugTraceback(error, te)
    assert shown.all_tracebacks == [(None, te)]
    assert all(isinstance(frame, DebugFrameSummary) for frame in te.stack)


@pytest.mark.parametrize(
    ("wish", "names"),
    [
        ("before", "b c d"),
        ("before_and_this", "c d"),
        ("reset", "caught a b c d"),
        ("reset_and_this", "caught a c d"),
        ("after", "caught a b"),
        ("after_and_this", "caught a"),
        ("other", "caught a c d"),
        (True, "caught a c d"),
        (["odd"], "caught a c d"),
        (False, "caught a b c d"),
    ],
)
def test_frames_hide(wish: object, names: str) -> None:
    def a() -> None:
        b()

    def b() -> None:
        __traceback_hide__ = wish
        c()

    def c() -> None:
        d()

    def d() -> None:
        raise ValueError

    error = caught(a)
    assert [frame.name for frame in DebugTraceback(error).all_frames] == names.split()
    everything = DebugTraceback(error, hide=False).all_frames
    assert [frame.name for frame in everything] == ["caught", "a", "b", "c", "d"]


def test_info() -> None:
    def function() -> None:
        __traceback_info__ = "about <this>"
        raise ValueError

    shown = DebugTraceback(caught(function), skip=1)
    assert shown.all_frames[0].info == "about <this>"
    assert "about &lt;this&gt;" in shown.render_traceback_html()


def test_the_expression_is_marked() -> None:
    page = DebugTraceback(caught(divide), skip=1).render_traceback_html()
    if next(iter(divide.__code__.co_positions()))[2] is None:
        pytest.skip("this Python keeps no columns")
    assert "return 10 + <mark>1 / zero</mark>" in page


SOURCE = """\
def f(n):
    'é', (
        n  /
        0)
"""


def test_an_expression_of_several_lines() -> None:
    name = "<source of several lines>"
    linecache.cache[name] = (len(SOURCE), None, SOURCE.splitlines(True), name)
    names: dict[str, Any] = {}
    exec(compile(SOURCE, name, "exec"), names)
    frame = DebugTraceback(caught(lambda: names["f"](1))).all_frames[-1]
    if frame.colno is None:
        pytest.skip("this Python keeps no columns")
    shown = _source.excerpt(frame)
    assert [html.unescape(mark) for mark in re.findall("<mark>(.*?)</mark>", shown)] == [
        "n  /",
        "0",
    ]
    assert shown.count("line current") == 1
    del linecache.cache[name]


@pytest.mark.parametrize(
    ("line", "columns", "marked"),
    [
        ("x = f(1)\n", (4, 8), "f(1)"),
        ("'é' + f(1)\n", (7, 11), "f(1)"),
        ("f(1)\n", (0, 4), None),
        ("    f(1)  \n", (4, 8), None),
        ("f(<1>) or 2\n", (0, 6), "f(<1>)"),
        ("f(1)\n", (None, None), None),
        ("f(1)\n", (3, 2), None),
    ],
)
def test_columns(line: str, columns: tuple[int | None, int | None], marked: str | None) -> None:
    name = "<one line>"
    linecache.cache[name] = (len(line), None, [line], name)
    frame = DebugFrameSummary(
        locals={},
        globals={},
        filename=name,
        lineno=1,
        end_lineno=1,
        name="f",
        colno=columns[0],
        end_colno=columns[1],
    )
    found = [
        html.unescape(mark) for mark in re.findall("<mark>(.*?)</mark>", frame.render_html(True))
    ]
    assert found == ([] if marked is None else [marked])
    del linecache.cache[name]


def test_source_that_is_not_at_hand() -> None:
    frame = DebugFrameSummary(locals={}, globals={}, filename="<none>", lineno=1, name="f")
    assert _source.excerpt(frame) == ""
    assert "is not available" in frame.render_html(False)


def test_libraries() -> None:
    assert _source.is_library_file(traceback.__file__)
    assert _source.is_library_file("<frozen importlib._bootstrap>")
    assert not _source.is_library_file(__file__)
    error = caught(lambda: __import__("json").loads("{"))
    frames = DebugTraceback(error).all_frames
    mine, theirs = frames[:2], frames[2:]  # how many theirs are differs between interpreters
    assert not any(frame.is_library for frame in mine)
    assert theirs and all(frame.is_library for frame in theirs)
    page = DebugTraceback(error).render_traceback_html()
    assert page.count('class="frame library"') == len(theirs)
    # Open: the last frame of one's own, and the last of all.
    assert len(re.findall(r"<details class=\"frame[^>]* open>", page)) == 2


def test_page() -> None:
    page = page_of(caught(from_cause))
    assert "<title>KeyError: &#39;&lt;key&gt;&#39;" in page
    assert 'EVALEX = true, EVALEX_TRUSTED = false, SECRET = "s3cret";' in page
    assert "division by zero" in page
    plain = page.rpartition("<!--")[2]
    assert "ZeroDivisionError: division by zero" in plain
    assert plain.rstrip().endswith("-->")


def test_page_of_a_group() -> None:
    page = page_of(caught(group))
    assert "<b>1 of 2</b> ZeroDivisionError" in page
    assert "<li>look &lt;here&gt;</li>" in page
    names = [frame.name for frame in DebugTraceback(caught(group)).all_frames]
    assert names.count("divide") == 2


def test_page_of_a_syntax_error() -> None:
    page = page_of(caught(syntax))
    assert '<pre class="syntaxerror">  File &#34;&lt;template&gt;&#34;, line 1' in page
    assert "<h1>SyntaxError</h1>" in page


@pytest.mark.parametrize("notes", [None, "text", 5, [1], object()])
def test_odd_notes(notes: object) -> None:
    error = caught(divide)
    error.__notes__ = notes  # type: ignore[assignment]
    assert "division by zero" in page_of(error)


nasty = st.text(alphabet=st.sampled_from("<>!-&'\"/ab \n\\%\u2028"), max_size=30)


@given(nasty, nasty)
def test_no_text_adds_markup(message: str, note: str) -> None:
    def function() -> None:
        error = ValueError(f"<i>{message}")
        error.add_note(f"<i>{note}")
        raise error

    page, _, comment = page_of(caught(function)).partition("</html>")
    assert "<i>" not in re.sub(r"<i>\d+</i>", "", page)
    assert comment.count("-->") == 1
    assert comment.endswith("-->\n")
    assert "--" not in comment.strip()[len("<!--") : -len("-->")]


def test_secrets_cannot_end_the_script() -> None:
    page = render_console_html("</script><b>", True)
    assert page.count("</script>") == 2
    assert "CONSOLE_MODE = true, EVALEX = true, EVALEX_TRUSTED = true" in page


def test_policy_names_the_script() -> None:
    page = render_console_html("one", True)
    policy = _page.content_policy(page)
    assert policy == _page.content_policy(page) != _page.content_policy(page.replace("one", "two"))
    assert "default-src 'none'" in policy
    assert "'sha256-" not in _page.content_policy("<p>")
