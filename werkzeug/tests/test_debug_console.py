"""Evaluating code as at a prompt, in several threads, too."""

from __future__ import annotations

import contextvars
import gc
import html
import linecache
import re
import sys
import threading
from typing import Any

import pytest

from werkzeug.debug.console import Console, HTMLStringO, ThreadedStream


def output(console: Console, code: str) -> str:
    """Return what a line printed, as text."""
    shown = console.eval(code)
    return html.unescape(re.sub(r"<[^>]+>", "", shown))[len(f">>> {code}\n") :]


def test_values_and_prints() -> None:
    console = Console({"x": 5}, {"y": "<b>"})
    assert console.eval("x + 1") == '>>> x + 1\n<span class="number">6</span>'
    assert console.eval("y").endswith('<span class="string">&#39;&lt;b&gt;&#39;</span>')
    assert console.eval("print('<i>')") == ">>> print(&#39;&lt;i&gt;&#39;)\n&lt;i&gt;\n"
    assert output(console, "None") == ""
    assert output(console, "x") == "5"
    assert output(console, "_") == "5"
    assert output(console, "z = 3") == ""
    assert output(console, "(lambda: x + z)()") == "8"


def test_locals_hide_globals_and_neither_is_changed() -> None:
    globals, locals = {"x": 1}, {"x": 2}
    console = Console(globals, locals)
    assert output(console, "x") == "2"
    console.eval("x = 3")
    assert (globals, locals) == ({"x": 1}, {"x": 2})


def test_blocks() -> None:
    console = Console()
    assert console.eval("def twice(n):") == ">>> def twice(n):\n"
    assert console.eval("    return 2 * n") == "...     return 2 * n\n"
    console.eval("")
    assert output(console, "twice(4)") == "8"
    console.eval("for i in range(2):")
    assert output(console, "    i") == ""
    assert output(console, "    print()") == ""
    assert output(console, "") == "0\n1\n"


def test_a_line_that_is_outside_ends_a_block() -> None:
    console = Console()
    console.eval("def f():")
    console.eval("    return 3")
    assert output(console, "f()") == "3"
    console.eval("if f() == 4:")
    console.eval("    'four'")
    console.eval("else:")
    console.eval("    'another'")
    assert output(console, "") == "'another'"


def test_pasted_statements() -> None:
    console = Console()
    assert output(console, "for i in range(2): print(i)") == "0\n1\n"
    assert output(console, "def g(): return 5") == ""
    assert output(console, "g()") == "5"
    assert output(console, "a = 1\nb = 2\na + b") == "3"
    assert output(console, "def f():\n    return a\n\nf()") == "1"
    assert output(console, "for i in 'ab':\n    i") == "'a''b'"
    assert "SyntaxError" in output(console, "a = 1\nb = = 2")
    assert output(console, "(a +\nb)") == "3"


def test_errors_show_their_own_lines_only() -> None:
    console = Console()
    console.eval("def f(x): return 1 / x")
    console.eval("")
    shown = output(console, "f(0)")
    assert shown.startswith("Traceback (most recent call last):")
    assert "def f(x): return 1 / x" in shown
    assert "console.py" not in shown
    assert shown.rstrip().endswith("ZeroDivisionError: division by zero")
    assert "&lt;script&gt;" in console.eval("raise ValueError('<script>')")
    assert "SyntaxError" in output(console, "x x")
    assert "f(0)" not in output(console, "x x")


def test_an_unfinished_block_ends_with_an_error() -> None:
    console = Console()
    console.eval("if True:")
    assert "IndentationError" in output(console, "x = 1")
    assert console.eval("1").startswith(">>> ")


@pytest.mark.parametrize("code", ["raise SystemExit(3)", "exit()"])
def test_leaving_is_shown(code: str) -> None:
    if code == "exit()" and not hasattr(__import__("builtins"), "exit"):
        pytest.skip("site is not loaded")
    assert "SystemExit" in output(Console(), code)


def test_interrupts_get_through() -> None:
    console = Console()
    with pytest.raises(KeyboardInterrupt):
        console.eval("raise KeyboardInterrupt")
    assert console.eval("1").startswith(">>> 1\n")


def test_helpers() -> None:
    console = Console({"apples": 3})
    shown = output(console, "dump()")
    assert "apples3" in shown
    assert "__builtins__" not in shown
    assert "Contents of dict object" in output(console, "dump({'a': 1})")
    assert "number of items" in output(console, "help(len)")


def test_sys_is_left_as_it_was() -> None:
    before = sys.stdout, sys.displayhook
    console = Console()
    console.eval("import sys")
    assert "HTMLStringO" in output(console, "sys.stdout")
    assert (sys.stdout, sys.displayhook) == before


def test_sources_are_forgotten_with_the_console() -> None:
    console = Console()
    console.eval("1 + 1")
    names = list(console._interpreter.sources)
    assert all(name in linecache.cache for name in names)
    del console
    gc.collect()
    assert not any(name in linecache.cache for name in names)


def test_threads_have_their_own_output() -> None:
    gate = threading.Barrier(4)
    seen: dict[int, str] = {}

    def work(number: int) -> None:
        console = Console({"number": number, "gate": gate})
        code = "for _ in range(20):\n    reached = gate.wait(5); print(number, end=' ')\n"
        seen[number] = console.eval(code).split("\n")[-1]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {number: f"{number} " * 20 for number in range(4)}


def test_others_print_where_they_did(capsys: pytest.CaptureFixture[str]) -> None:
    def in_another_context() -> None:
        contextvars.Context().run(print, "elsewhere")
        contextvars.Context().run(sys.displayhook, 17)

    shown = output(Console({"f": in_another_context}), "f()")
    assert shown == ""
    assert capsys.readouterr().out.splitlines()[0] == "elsewhere"


def test_a_console_in_a_console() -> None:
    inner = Console()
    shown = output(Console({"inner": inner}), "print(inner.eval('1')); print('after')")
    assert shown.endswith("\nafter\n")
    assert inner.eval("2").endswith("2</span>")


def test_stream() -> None:
    stream = HTMLStringO()
    stream.write("<a>")
    stream.writelines(["b", "&"])
    assert not stream.isatty()
    stream.flush()
    stream.seek(0)
    stream.close()
    assert stream.readline() == "&lt;a&gt;"
    assert stream.reset() == "b&amp;"
    assert stream.readline() == stream.reset() == ""


def test_threaded_stream_stands_for_the_one_behind() -> None:
    def look() -> Any:
        ThreadedStream.push()
        stream: Any = sys.stdout
        assert isinstance(stream, ThreadedStream)
        assert "write" in dir(stream)
        assert repr(stream).startswith("<werkzeug.debug.console.HTMLStringO")
        with pytest.raises(AttributeError, match="read only attribute name"):
            stream.name = "x"
        print("here")
        return ThreadedStream.fetch(), ThreadedStream.fetch()

    assert contextvars.copy_context().run(look) == ("here\n", "")
