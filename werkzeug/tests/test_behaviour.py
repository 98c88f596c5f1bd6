"""The values of expressions, written down in tables, so that a change of any answer is seen.

A table in ``data/behaviour`` has set-up code after ``[setup]``, then pairs: code, marked with ``>``,
and what it gives, marked with ``=``. An error is its type after ``!``, and its text unless the
interpreter words it.
"""

from __future__ import annotations

import ast
import contextlib
import gc
import io
import re
import typing as t
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import GeneratorType

import pytest

TABLES = sorted((Path(__file__).parent / "data" / "behaviour").glob("*.txt"))
VIEWS = {"dict_keys", "dict_values", "dict_items", "map", "filter", "zip", "chain"}
BRACKETS = {list: "[]", tuple: "()"}


def shown(value: object) -> str:
    """A text for a value that is the same on all interpreters."""
    kind = type(value)
    if kind in (str, bytes, int, float, bool, type(None)):
        return repr(value)
    if kind in BRACKETS:
        first, last = BRACKETS[kind]
        return first + ", ".join(map(shown, value)) + last  # type: ignore[call-overload]
    if kind is dict:
        pairs = value.items()  # type: ignore[attr-defined]
        return "{" + ", ".join(f"{shown(key)}: {shown(item)}" for key, item in pairs) + "}"
    if kind in (set, frozenset):
        return "{" + ", ".join(sorted(map(shown, value))) + "}"  # type: ignore[call-overload]
    if isinstance(value, GeneratorType) or kind.__name__ in VIEWS or "iterator" in kind.__name__:
        return "each of " + shown(list(value))  # type: ignore[call-overload]
    if isinstance(value, type):
        return f"class {value.__module__}.{value.__qualname__}"
    return re.sub(r"0x[0-9a-f]{6,}", "0x", f"{kind.__name__} {value!r}")


def evaluated(code: str, namespace: dict[str, object]) -> str:
    """Return the value of the last expression of the code, or the error."""
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            exec(compile(tree, "<table>", "exec"), namespace)
            if last is None:
                return shown(None)
            whole = ast.Expression(last.value)  # type: ignore[attr-defined]
            return shown(eval(compile(whole, "<table>", "eval"), namespace))
        except Exception as error:
            return f"!{type(error).__name__}: {error}".replace("\n", "\\n")


def rows(path: Path) -> Iterator[tuple[str, str, str]]:
    """Set-up code, code and result of each pair."""
    setup: list[str] = []
    code: list[str] = []
    in_setup = False
    for line in path.read_text("utf-8").splitlines():
        if line == "[setup]":
            setup, in_setup = [], True
        elif line.startswith("> "):
            in_setup = False
            code.append(line[2:])
        elif line.startswith("= "):
            yield "\n".join(setup), "\n".join(code), line[2:]
            code = []
        elif in_setup:
            setup.append(line)


def differences(path: Path) -> Iterator[str]:
    compiled: dict[str, t.Any] = {}
    for setup, code, expected in rows(path):
        if setup not in compiled:
            compiled[setup] = compile(setup, "<setup>", "exec")
        namespace: dict[str, object] = {}
        exec(compiled[setup], namespace)
        result = evaluated(code, namespace)
        if expected[0] == "!" and ":" not in expected:
            result = result.partition(":")[0]
        if result != expected:
            yield f"{code}\n  gives    {result}\n  not      {expected}"


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_table(path: Path) -> None:
    with warnings.catch_warnings():
        # Nobody closes what only stands in a table.
        warnings.simplefilter("ignore")
        different = list(differences(path))
        gc.collect()
    assert not different, "\n".join(different)


def test_there_are_tables() -> None:
    assert len(TABLES) > 5
