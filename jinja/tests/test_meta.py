"""Questions about trees, and the pass that says where names come from."""

from __future__ import annotations

import pytest

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
        ("{% if a %}{% set b = 1 %}{% else %}{% set b = 2 %}{% endif %}{{ b }}", {"a", "b"}),
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
