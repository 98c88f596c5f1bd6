"""Questions about trees, and the pass that says where names come from."""

# Templates are full of braces, which is why they are made with %.
# ruff: noqa: UP031

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jinja2 import Environment, TemplateAssertionError, meta, nodes
from jinja2.idtracking import find_symbols, symbols_for_node

ENVIRONMENT = Environment()


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("{% set a = 42 %}{{ a + b }}", {"b"}),
        ("{% for i in c %}{{ i }}{{ loop.index }}{{ d }}{% endfor %}{{ i }}", {"c", "d", "i"}),
        ("{% macro m(x=y) %}{{ x }}{{ z }}{% endmacro %}{{ m() }}", {"y", "z"}),
        ("{% if a %}{% set b = 1 %}{% endif %}{{ b }}", {"a", "b"}),
        ("{% if a %}{% set b = 1 %}{% else %}{% set b = 2 %}{% endif %}{{ b }}", {"a"}),
        ("{% if a %}{% set b = 1 %}{% elif c %}{% endif %}{{ b }}", {"a", "b", "c"}),
        (
            (
                "{% if a %}{% set b = 1 %}{% elif c %}{% set b = 2 %}{% else %}{% set b = 3 %}"
                "{% endif %}{{ b }}"
            ),
            {"a", "c"},
        ),
        (
            "{{ b }}{% if a %}{% set b = 1 %}{% else %}{% set b = 2 %}{% endif %}{{ b }}",
            {"a", "b"},
        ),
        (
            (
                "{% if a %}{% set b = 1 %}{% elif b %}{% set b = 2 %}{% else %}{% set b = 3 %}"
                "{% endif %}"
            ),
            {"a", "b"},
        ),
        (
            (
                "{% macro m() %}{{ b }}{% endmacro %}{{ m() }}"
                "{% if a %}{% set b = 1 %}{% else %}{% set b = 2 %}{% endif %}"
            ),
            {"a", "b"},
        ),
        ("{% set q = 1 %}{% block b %}{{ q }}{% endblock %}", set()),
        ("{% block b %}{{ q }}{% endblock %}{% set q = 1 %}", {"q"}),
        ("{% macro q() %}{% endmacro %}{% block b %}{{ q() }}{% endblock %}", set()),
        ("{% import 'a' as q %}{% block b %}{{ q }}{% endblock %}", set()),
        (
            "{% set q %}1{% endset %}{% set r, s = 1, 2 %}{% block b %}{{ q+r+s }}{% endblock %}",
            set(),
        ),
        ("{% if a %}{% set q = 1 %}{% endif %}{% block b %}{{ q }}{% endblock %}", {"a", "q"}),
        ("{% for i in a %}{% block b scoped %}{{ i, loop }}{% endblock %}{% endfor %}", {"a"}),
        ("{% for i in a %}{% block b %}{{ i }}{% endblock %}{% endfor %}", {"a", "i"}),
        ("{% with i = a %}{% block b scoped %}{{ i }}{% endblock %}{% endwith %}", {"a"}),
        ("{% extends a %}{% block b %}{{ q }}{% endblock %}{% set q = 1 %}", {"a"}),
        (
            "{% if a %}{% extends a %}{% endif %}{% block b %}{{ q }}{% endblock %}{% set q = 1 %}",
            {"a", "q"},
        ),
        ("{{ self.b() }}{% set q = 1 %}{% block b %}{{ q }}{% endblock %}", {"q"}),
        ("{{ range(3) }}{{ x|upper }}{% include y %}", {"x", "y"}),
        ("{% block b %}{{ q }}{% endblock %}{% set ns.a = 1 %}", {"q", "ns"}),
        ("{% import 'a' as b %}{% from 'a' import c as d %}{{ b }}{{ c }}{{ d }}", {"c"}),
    ],
)
def test_undeclared_variables(source, names):
    assert meta.find_undeclared_variables(ENVIRONMENT.parse(source)) == names


def test_undeclared_variables_of_what_does_not_compile():
    with pytest.raises(TemplateAssertionError, match="No filter named 'nope'"):
        meta.find_undeclared_variables(ENVIRONMENT.parse("{{ a|nope }}"))


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("{% extends 'a' %}{% include b %}", ["a", None]),
        ("{% import 'a' as b %}{% from 'c' import d %}", ["a", "c"]),
        (
            "{% include ['a', 'b'] %}{% include ('c', d) %}{% include ['e'] + f %}",
            [*list("abc"), None, None],
        ),
    ],
)
def test_referenced_templates(source, names):
    assert list(meta.find_referenced_templates(ENVIRONMENT.parse(source))) == names


def test_symbols():
    name = nodes.Name
    symbols = find_symbols(
        [
            nodes.Assign(name("a", "store"), name("b", "load")),
            nodes.If(name("a", "load"), [nodes.Assign(name("c", "store"), nodes.Const(1))], [], []),
        ]
    )
    assert symbols.refs == {"b": "l_0_b", "a": "l_0_a", "c": "l_0_c"}
    assert symbols.loads == {
        "l_0_b": ("resolve", "b"),
        "l_0_a": ("undefined", None),
        "l_0_c": ("resolve", "c"),
    }
    assert symbols.stores == {"a", "c"}
    loop = nodes.For(
        name("a", "store"), name("x", "load"), [nodes.Output([name("a", "load")])], [], None, False
    )
    inner = symbols_for_node(loop, symbols)
    assert inner.level == 1 and inner.find_ref("a") == "l_1_a" and inner.find_ref("b") == "l_0_b"
    assert inner.find_load("l_1_a") == ("param", None) and inner.find_load("l_0_b")[0] == "resolve"
    assert inner.dump_param_targets() == {"l_1_a"}
    assert inner.dump_stores() == {"a": "l_1_a", "c": "l_0_c"}
    with pytest.raises(AssertionError):
        inner.ref("unseen")


NAMES = ["x", "y", "z"]


class Source:
    """Draws a template whose conditions and loops depend on variables of their own."""

    def __init__(self, draw: Callable[[Any], Any]) -> None:
        self.draw = draw
        self.switches: list[str] = []
        self.functions = 0

    def switch(self) -> str:
        self.switches.append(f"c{len(self.switches)}")
        return self.switches[-1]

    def body(self, depth: int, in_macro: bool = False) -> str:
        return "".join(self.statement(depth, in_macro) for _ in range(self.draw(st.integers(1, 3))))

    def statement(self, depth: int, in_macro: bool) -> str:
        kinds = ["print", "print", "set", "set", "set block"]
        if depth and len(self.switches) < 4:
            kinds += ["if", "if else", "elif", "for", "with", "filter", "macro", "call"]
            if not in_macro:
                kinds += ["block", "scoped block"]
        kind = self.draw(st.sampled_from(kinds))
        name = self.draw(st.sampled_from(NAMES))
        if kind == "print":
            return "{{ %s }}" % name
        if kind == "set":
            return "{%% set %s = 1 %%}" % name
        if kind == "set block":
            return "{%% set %s %%}{{ %s }}{%% endset %%}" % (
                name,
                self.draw(st.sampled_from(NAMES)),
            )
        inner = self.body(depth - 1, in_macro or kind in ("macro", "call"))
        if kind == "if":
            return "{%% if %s %%}%s{%% endif %%}" % (self.switch(), inner)
        if kind == "if else":
            other = self.body(depth - 1, in_macro)
            return "{%% if %s %%}%s{%% else %%}%s{%% endif %%}" % (self.switch(), inner, other)
        if kind == "elif":
            return "{%% if %s %%}%s{%% elif %s %%}%s{%% else %%}%s{%% endif %%}" % (
                self.switch(),
                inner,
                self.switch(),
                self.body(depth - 1, in_macro),
                self.body(depth - 1, in_macro),
            )
        if kind == "for":
            other = self.body(depth - 1, in_macro)
            return "{%% for %s in %s %%}%s{%% else %%}%s{%% endfor %%}" % (
                name,
                self.switch(),
                inner,
                other,
            )
        if kind == "with":
            return "{%% with %s = 1 %%}%s{%% endwith %%}" % (name, inner)
        if kind == "filter":
            return "{%% filter string %%}%s{%% endfilter %%}" % inner
        self.functions += 1
        number = self.functions
        if kind == "macro":
            return "{%% macro m%d(%s=1) %%}%s{%% endmacro %%}{{ m%d() }}" % (
                number,
                name,
                inner,
                number,
            )
        if kind == "call":
            return (
                "{%% macro m%d() %%}{{ caller() }}{%% endmacro %%}"
                "{%% call m%d() %%}%s{%% endcall %%}"
            ) % (number, number, inner)
        scoped = " scoped" if kind == "scoped block" else ""
        return "{%% block b%d%s %%}%s{%% endblock %%}" % (number, scoped, inner)


@settings(max_examples=300, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.data())
def test_a_name_is_undeclared_if_a_render_prints_its_value_from_the_context(data):
    source = Source(data.draw)
    text = source.body(3)
    environment = Environment()
    names = meta.find_undeclared_variables(environment.parse(text))
    template = environment.from_string(text)
    given = {name: f"<{name}>" for name in NAMES}
    printed = set()
    for states in product([[], [1, 2]], repeat=len(source.switches)):
        output = template.render(given, **dict(zip(source.switches, states, strict=True)))
        printed.update(name for name in NAMES if f"<{name}>" in output)
    reported = names & set(NAMES)
    assert printed <= reported, text
    # A value may be captured by `set` and not be printed.
    if "endset" not in text:
        assert reported <= printed, text
