"""Random templates: every way to render gives the same text, and no data reaches a page unescaped.

The data holds ``<x>``, which the templates themselves never contain. Errors of rendering count as
results; generated code that Python warns of or refuses is a failure. A printed generator object is
left out: in async mode the filter has already read its items.
"""

from __future__ import annotations

import asyncio
import re
import warnings
from collections.abc import Callable
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from jinja2 import DictLoader, Environment, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

RAW = "<x>"
DATA: dict[str, Any] = {
    "text": f"a{RAW}b",
    "number": 3,
    "items": [f"1{RAW}", 2, f"3{RAW}", None],
    "table": {"key": f"v{RAW}", "n": 5, f"k{RAW}": [1, f"{RAW}"]},
    "rows": [{"a": f"p{RAW}", "b": 2}, {"a": "q", "b": 1}],
    "none": None,
    "call": lambda *args, **kwargs: f"c{RAW}{len(args)}{len(kwargs)}",
}

NAMES = st.sampled_from(["text", "number", "items", "table", "rows", "none", "missing", "i", "v"])
LITERALS = st.sampled_from(["1", "2.5", "'lit & '", "true", "none", "[1, 'z']", "{'q': 'w'}"])
ATTRIBUTES = st.sampled_from(["key", "a", "n", "0", "missing"])
FILTERS = st.sampled_from(
    (
        "upper|lower|title|capitalize|trim|length|string|list|first|last|reverse|sort|unique|join|"
        "join(', ')|replace('a', 'b')|default('d')|escape|e|forceescape|striptags|truncate(4)|"
        "wordwrap(3)|center(9)|indent(2)|wordcount|urlize|tojson|pprint|xmlattr|int|float|abs|"
        "round|sum|min|max|batch(2)|slice(2)|map('upper')|map(attribute='a')|select|reject|"
        "selectattr('b')|rejectattr('b')|groupby('b')|items|dictsort|urlencode|filesizeformat|"
        "attr('upper')|random is defined|format(1)|safe"
    ).split("|")
).filter(lambda name: name != "safe")
TESTS = st.sampled_from(
    [
        "defined",
        "none",
        "string",
        "number",
        "mapping",
        "iterable",
        "odd",
        "sameas(none)",
        "in('ab')",
    ]
)


def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operators = st.sampled_from(["+", "~", "*", "and", "or", "==", "<", "in", "not in"])
    return st.one_of(
        st.tuples(inner, FILTERS).map(lambda p: f"({p[0]})|{p[1]}"),
        st.tuples(inner, operators, inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(inner, ATTRIBUTES).map(lambda p: f"({p[0]})['{p[1]}']"),
        st.tuples(inner, TESTS).map(lambda p: f"(({p[0]}) is {p[1]})"),
        st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} if {p[1]} else {p[2]})"),
        inner.map(lambda e: f"call({e}, k={e})"),
        inner.map(lambda e: f"({e})[1:]"),
        inner.map(lambda e: f"not ({e})"),
    )


EXPRESSIONS = st.recursive(NAMES | LITERALS, grow, max_leaves=4)
TEXT = st.sampled_from(["", "t", " & ", "\n", "é"])


def nest(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def statement(shape: str) -> st.SearchStrategy[str]:
        parts = [EXPRESSIONS if c == "E" else inner for c in shape if c in "EB"]
        pieces = shape.replace("E", "\0").replace("B", "\0").split("\0")

        def fill(values: tuple[str, ...]) -> str:
            filled = [a + b for a, b in zip(pieces, (*values, ""), strict=True)]
            return "".join(filled)

        return st.tuples(*parts).map(fill)

    shapes = [
        "{% if E %}B{% else %}B{% endif %}",
        "{% for i in E %}B{% else %}B{% endfor %}",
        "{% for i in items if E %}{{ loop.index }}B{% endfor %}",
        "{% for i in rows recursive %}B{% endfor %}",
        "{% set v = E %}B",
        "{% set v %}B{% endset %}{{ v }}",
        "{% set v | upper %}B{% endset %}{{ v }}",
        "{% with v = E %}B{% endwith %}",
        "{% macro m(v, w=5) %}B{{ v }}{{ w }}{% endmacro %}{{ m(E) }}",
        "{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}B{% endcall %}",
        "{% filter upper %}B{% endfilter %}",
        "{% include 'part' %}B",
        "{% include 'part' without context %}B",
        "{% from 'lib' import shout %}{{ shout(E) }}",
        "{% import 'lib' as lib %}{{ lib.shout(E) }}",
        "{% autoescape true %}B{% endautoescape %}",
    ]
    return st.one_of([st.tuples(inner, inner).map("".join), *map(statement, shapes)])


BODIES = st.recursive(TEXT | EXPRESSIONS.map(lambda e: f"{{{{ {e} }}}}"), nest, max_leaves=6)
PARTS = {
    "part": "[{{ text }}{{ i }}]",
    "lib": "{% macro shout(x) %}{{ x }}!{{ x|upper }}{% endmacro %}",
    "base": "{% block head %}h{{ text }}{% endblock %}|{% block body %}{% endblock %}|",
}
TEMPLATES = st.one_of(
    BODIES,
    BODIES.map(
        lambda body: (
            f"{{% extends 'base' %}}{{% block body %}}{body}{{{{ super() }}}}{{% endblock %}}"
        )
    ),
)


def outcome(render: Callable[[], str]) -> tuple[str, str]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", SyntaxWarning)
        try:
            return "text", re.sub(r"0x[0-9a-f]+", "0x", render())
        except TemplateSyntaxError as error:
            assert "Python refuses" not in str(error)
            return type(error).__name__, str(error)
        except (SyntaxError, SyntaxWarning):
            raise
        except Exception as error:
            return type(error).__name__, str(error)


def ways(source: str) -> dict[str, tuple[str, str]]:
    templates = {**PARTS, "main": source}
    plain = Environment(loader=DictLoader(templates), autoescape=True)
    sandbox = SandboxedEnvironment(loader=DictLoader(templates), autoescape=True)
    later = Environment(loader=DictLoader(templates), autoescape=True, enable_async=True)

    def render_async() -> str:
        return asyncio.run(later.get_template("main").render_async(DATA))

    return {
        "render": outcome(lambda: plain.get_template("main").render(DATA)),
        "generate": outcome(lambda: "".join(plain.get_template("main").generate(DATA))),
        "stream": outcome(lambda: "".join(plain.get_template("main").stream(DATA))),
        "sandbox": outcome(lambda: sandbox.get_template("main").render(DATA)),
        "async": outcome(render_async),
    }


@settings(max_examples=100, deadline=None)
@given(TEMPLATES)
def test_every_way_gives_the_same_and_escapes(source: str) -> None:
    results = ways(source)
    assume(not any("generator object" in text.lower() for _, text in results.values()))
    wanted = results["render"]
    for way, result in results.items():
        if result[0] == "text":
            assert RAW not in result[1], (way, source)
        assert result[0] == wanted[0], (way, source, result, wanted)
        if wanted[0] == "text":
            assert result[1] == wanted[1], (way, source)
