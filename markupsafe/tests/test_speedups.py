"""Faults that only an extension can have: arguments, references, threads, interpreters."""

from __future__ import annotations

import gc
import importlib
import inspect
import pickle
import subprocess
import sys
import sysconfig
import threading
from typing import Any

import pytest

import markupsafe
from markupsafe import Markup

_speedups: Any = pytest.importorskip("markupsafe._speedups")


def test_escape_looks_like_a_function_of_the_package() -> None:
    assert markupsafe.escape.__module__ == "markupsafe"
    assert markupsafe.escape.__name__ == "escape"
    assert str(inspect.signature(markupsafe.escape)) == "(s, /)"
    assert inspect.getdoc(markupsafe.escape)
    assert pickle.loads(pickle.dumps(markupsafe.escape)) is markupsafe.escape


def test_private_signatures() -> None:
    assert str(inspect.signature(_speedups._escape_text)) == "(s, /)"
    assert str(inspect.signature(_speedups._escape_inner)) == "(s, /)"


@pytest.mark.parametrize("args", [(), (1, 2)])
def test_escape_takes_one_argument(args: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError, match=r"escape\(\) takes exactly one argument"):
        markupsafe.escape(*args)


def test_bind_wants_a_class_of_its_own() -> None:
    class Deep(Markup):
        pass

    for arguments in [(), (str,), (str, print), (5, print), (Deep, print), (Markup, print)]:
        with pytest.raises(TypeError):
            _speedups._bind(*arguments)


def test_bind_serves_any_direct_subclass() -> None:
    code = """
from markupsafe import _speedups
class Own(str):
    pass
escape = _speedups._bind(Own, print)
assert type(escape("<")) is Own and escape("<") == "&lt;"
assert type(Own("<")) is Own and Own("<") == "<"
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_reload_gives_a_working_package() -> None:
    code = """
import importlib, markupsafe
old = markupsafe.Markup
importlib.reload(markupsafe)
assert markupsafe.Markup is not old
assert type(markupsafe.escape("<")) is markupsafe.Markup
assert type(old("x") + "<") is old
"""
    subprocess.run([sys.executable, "-X", "dev", "-W", "error", "-c", code], check=True)


def test_use_while_the_interpreter_ends() -> None:
    code = """
import markupsafe
class Late:
    def __init__(self, escape, text, markup):
        self.all = escape, text, markup
        self.me = self
    def __del__(self):
        for function in self.all:
            for value in ("<", 5, [1], self.all):
                try:
                    function(value)
                except RuntimeError:
                    pass
late = Late(markupsafe.escape, markupsafe._escape_text, markupsafe.Markup)
"""
    subprocess.run([sys.executable, "-X", "dev", "-c", code], check=True)


class Html:
    def __html__(self) -> str:
        return "<b>"


class Raising:
    def __html__(self) -> str:
        raise ValueError


def exercise() -> None:
    values = ["a", "<", "é<", "Ж<", "\U0001f40d<", 5, None, Html(), Markup("<"), [1], b"<"]

    for value in values:
        markupsafe.escape(value)
        markupsafe._escape_text(value)
        Markup(value)
        Markup(object=value)

    for function in (markupsafe.escape, markupsafe._escape_text, Markup):
        with pytest.raises(ValueError):
            function(Raising())

    with pytest.raises(TypeError):
        Markup("a", "ascii")

    with pytest.raises(UnicodeDecodeError):
        Markup(b"\xff", "ascii")

    Markup(b"a", "ascii", "strict")


@pytest.mark.skipif(not hasattr(sys, "getallocatedblocks"), reason="counts of CPython only")
def test_no_reference_is_lost() -> None:
    for _ in range(20):
        exercise()

    gc.collect()
    before = sys.getallocatedblocks()

    for _ in range(200):
        exercise()

    gc.collect()
    # One lost object per round and value would be thousands.
    assert sys.getallocatedblocks() - before < 200


def test_threads_agree() -> None:
    text = "<" + "x" * 1000 + "&"
    expected = "&lt;" + "x" * 1000 + "&amp;"
    wrong: list[object] = []

    def work() -> None:
        for _ in range(200):
            if markupsafe.escape(text) != expected or Markup("{}").format("<") != "&lt;":
                wrong.append(1)

    threads = [threading.Thread(target=work) for _ in range(4)]

    for thread in threads:
        thread.start()

    for thread in threads:
        thread.join()

    assert not wrong


@pytest.mark.skipif(not sysconfig.get_config_var("Py_GIL_DISABLED"), reason="a build with the GIL")
def test_the_gil_stays_off() -> None:
    code = "import sys, markupsafe._speedups; sys.exit(sys._is_gil_enabled())"
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


SUBINTERPRETERS = {
    (3, 13): "_interpreters",
    (3, 14): "concurrent.interpreters",
    (3, 15): "concurrent.interpreters",
}


@pytest.mark.skipif(sys.version_info[:2] not in SUBINTERPRETERS, reason="no module for it")
def test_interpreters_with_their_own_gil() -> None:
    code = f"""
import importlib
interpreters = importlib.import_module({SUBINTERPRETERS.get(sys.version_info[:2])!r})
import markupsafe
inner = '''
import markupsafe, markupsafe._speedups
assert markupsafe.escape("<") == "&lt;"
assert type(markupsafe.Markup(5)) is markupsafe.Markup
'''
for _ in range(3):
    one = interpreters.create()
    if hasattr(one, "exec"):
        one.exec(inner)
        one.close()
    else:
        problem = interpreters.exec(one, inner)
        assert problem is None, problem
        interpreters.destroy(one)
assert type(markupsafe.escape("<")) is markupsafe.Markup
"""
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_the_module_can_be_loaded_twice() -> None:
    spec = importlib.util.find_spec("markupsafe._speedups")
    assert spec is not None and spec.loader is not None
    other: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(other)
    assert other is not _speedups
    assert other._escape_text("<") == "&lt;"
