"""Small programs against the whole interface: what their last line is, or how they fail.

The programs stand in ``snippets.txt``, separated by empty lines. Answers are compared as text,
without addresses; errors by type and first line; warnings by category and text.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

EXPECTED_DIFFERENCES: dict[str, str] = {
    "async/1 ": "every filter takes asynchronous iterables",
    "async/11 ": "select awaits tests that are asynchronous",
    "environments/100 ": "the generated module holds the source of its template",
    "filters/1 ": "quotes and punctuation around an address are no part of it (RFC 3986, C)",
}

_ADDRESS = re.compile("0x[0-9a-f]+|memory:[0-9a-f]+")
_PRELUDE = """
import asyncio, copy, functools, gc, io, logging, os, pickle, re, sys, traceback, types, warnings
import jinja2
from jinja2 import *
from jinja2 import async_utils, bccache, compiler, debug, defaults, environment, exceptions, ext
from jinja2 import filters, idtracking, lexer, loaders, meta, nativetypes, nodes, optimizer, parser
from jinja2 import runtime, sandbox, utils, visitor
from jinja2 import tests as jtests
from jinja2.ext import Extension
from jinja2.nativetypes import NativeEnvironment, NativeTemplate
from jinja2.runtime import Context, LoopContext, Macro, new_context
from jinja2.sandbox import *
from markupsafe import Markup

def r(source, env=None, **values):
    return (env or Environment()).from_string(source).render(**values)

def ra(source, env=None, **values):
    env = env or Environment(enable_async=True)
    return asyncio.run(env.from_string(source).render_async(**values))

def dl(env=None, **templates):
    env = env or Environment()
    env.loader = DictLoader(templates)
    return env

def err(function, *args, **kwargs):
    try:
        value = function(*args, **kwargs)
    except BaseException as error:
        return type(error).__name__, str(error).partition("\\n")[0]
    return "ok", value
"""


def answer(source: str, names: dict[str, object]) -> list[object]:
    tree = ast.parse(source)
    last = tree.body.pop()
    assert isinstance(last, ast.Expr)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            exec(compile(tree, "<snippet>", "exec"), names)
            value = eval(compile(ast.Expression(last.value), "<snippet>", "eval"), names)
            found: list[object] = ["ok", _ADDRESS.sub("0x", repr(value))]
        except BaseException as error:
            found = [type(error).__name__, _ADDRESS.sub("0x", str(error).partition("\n")[0])]
    # A coroutine that nobody awaited is reported whenever it is collected, in any later snippet.
    reported = [each for each in caught if "was never awaited" not in str(each.message)]
    found += [[each.category.__name__, _ADDRESS.sub("0x", str(each.message))] for each in reported]
    return found


def observations() -> Iterator[tuple[str, object]]:
    with warnings.catch_warnings():
        # Some snippets hold regular expressions in plain strings.
        warnings.simplefilter("ignore")
        names: dict[str, object] = {}
        exec(_PRELUDE, names)
        text = Path(__file__).with_name("snippets.txt").read_text("utf-8")
        topic, number = "", 0
        for block in re.split(r"\n[ \t]*\n", text):
            if block.startswith("== "):
                topic, number = block[3:].strip(), 0
                continue
            number += 1
            line = block.strip().splitlines()[0]
            yield f"{topic}/{number} {line[:80]}", answer(block, {**names, "__name__": "snippet"})
