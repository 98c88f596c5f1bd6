"""Long and deep expressions, and that no template makes Python refuse the generated code."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinja2 import Environment, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

PYPY = sys.implementation.name == "pypy"


def render(source: str, **values: object) -> set[str]:
    """The text in each kind of environment."""
    options = {"extensions": ["jinja2.ext.loopcontrols"]}
    return {
        environment.from_string(source).render(values)
        for environment in (
            Environment(**options),
            Environment(**options, optimized=False, enable_async=True),
            SandboxedEnvironment(**options, autoescape=True),
        )
    }


def nest(count: int, begin: str, inside: str, end: str) -> str:
    return begin * count + inside + end * count


class Again:
    """Its attribute ``a``, its items and its results are itself."""

    def __getattr__(self, name: str) -> Again:
        if name != "a":
            raise AttributeError(name)
        return self

    def __getitem__(self, key: object) -> Again:
        return self

    def __call__(self) -> Again:
        return self

    def __str__(self) -> str:
        return "again"


@pytest.mark.parametrize("count", [1, 39, 40, 41, 200, 700])
@pytest.mark.parametrize(
    ("begin", "link", "expected"),
    [
        ("x == 0", " or x == 1", lambda n: "True"),
        ("x == 1", " and x == 1", lambda n: "True"),
        ("x", " + x", lambda n: str(n + 1)),
        ("x", " - x", lambda n: str(1 - n)),
        ("x", " * x", lambda n: "1"),
        ("x", " ** x", lambda n: "1"),
        ("x", " ~ x", lambda n: "1" * (n + 1)),
        ("'a'", "|upper", lambda n: "A"),
        ("x", " is defined", lambda n: "True"),
        ("o", ".a", lambda n: "again"),
        ("o", "['b']", lambda n: "again"),
        ("o", "()", lambda n: "again"),
    ],
)
def test_chains_of_any_length(begin, link, expected, count):
    if link == " is defined":
        # Tests are not chained without brackets.
        source = "(" * min(count, 60) + begin + f"{link})" * min(count, 60)
    else:
        source = begin + link * count
    assert render(f"{{{{ {source} }}}}", x=1, o=Again()) == {expected(count)}


@pytest.mark.parametrize("count", [1, 41, 200, 900])
def test_chains_from_the_right(count):
    assert render("{{ " + "not " * count + "x }}", x=1) == {str(count % 2 == 0)}
    assert render("{{ " + "-" * count + "x }}", x=1) == {str((-1) ** count)}
    conditions = "".join(f"{number} if x == {number} else " for number in range(count))
    last = count - 1
    assert render("{{ " + conditions + "'end' }}", x=last) == {str(last)}
    assert render("{{ " + conditions + "'end' }}", x=-1) == {"end"}


def test_a_chain_is_computed_once_and_from_the_left():
    calls = []

    def note(value):
        calls.append(value)
        return value

    chain = " or ".join(f"note({number})" for number in [0] * 99 + [7] + [0] * 99)
    assert Environment().from_string("{{ " + chain + " }}").render(note=note) == "7"
    assert calls == [0] * 99 + [7]


@pytest.mark.parametrize("count", [1, 8, 9, 21, 25, 60])
def test_loops_in_loops(count):
    begin = "".join(f"{{% for a{number} in x %}}" for number in range(count))
    last = count - 1
    source = begin + "{{ a0 }}{{ a" + str(last) + " }}!" + "{% endfor %}" * count
    assert render(source, x=[1]) == {"11!"}
    environment = Environment()
    assert "".join(environment.from_string(source).generate(x=[1])) == "11!"
    waiting = Environment(enable_async=True)
    assert "".join(waiting.from_string(source).generate(x=[1])) == "11!"


def test_loops_in_loops_break_and_remember():
    count = 30
    source = (
        "{% set n = namespace(total=0) %}"
        + "{% for i in x %}" * count
        + "{% set n.total = n.total + i %}{{ loop.index }}{% if i == 1 %}{% break %}{% endif %}no"
        + "{% else %}none{% endfor %}" * count
        + "{{ n.total }}"
    )
    assert render(source, x=[1]) == {"11"}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("end", ["[1:]", "[0]", "['key']", "()"])
@pytest.mark.parametrize(
    "constant",
    ["1.5", "none", "(not 1)", "(none if true else 1)", "(1.5|round)", "(1, 2)[0]", "(1 is odd)"],
)
def test_python_does_not_warn_of_what_constants_lack(constant: str, end: str) -> None:
    for environment in (
        Environment(),
        Environment(optimized=False, enable_async=True),
        SandboxedEnvironment(autoescape=True),
    ):
        environment.from_string("{{ " + constant + end + " }}")


def test_subscripts_of_several_parts():
    class Matrix:
        def __getitem__(self, key):
            return key

    for source, expected in {
        "m[1:2, 3]": "(slice(1, 2, None), 3)",
        "m[:, ::2]": "(slice(None, None, None), slice(None, None, 2))",
        "m[a:, 'k', 0]": "(slice(1, None, None), 'k', 0)",
        "m[1:2]": "slice(1, 2, None)",
    }.items():
        found = {
            Environment(enable_async=waits)
            .from_string("{{ " + source + " }}")
            .render(m=Matrix(), a=1)
            for waits in (False, True)
        }
        assert found == {expected}


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("a\n\n{{ f(a=1, a=2) }}", 3),
        ("a\n{{ x|f(a=1,\n a=2) }}", 3),
        ("{{ x is f(a=1, a=2) }}", 1),
        ("a\n{% macro m(x, x) %}{% endmacro %}", 2),
        ("a\n{% macro m(x, y, x=1) %}{% endmacro %}", 2),
        ("a\n{% call(x, x) m() %}{% endcall %}", 2),
        ("a\n{% call m(caller=1) %}{% endcall %}", 2),
        ("a\n{{ f(\u00b5=1, \u03bc=2) }}", 2),
        ("a\n" + "{% if x %}" * 120 + "{% endif %}" * 120, 2),
        pytest.param(
            *("a\n{{ 1" + "1" * 5000 + " }}", 2),
            marks=pytest.mark.skipif(PYPY, reason="PyPy reads integers of any length"),
        ),
    ],
)
def test_refused_with_a_line(source, line):
    with pytest.raises(TemplateSyntaxError) as caught:
        Environment().from_string(source)
    assert caught.value.lineno == line


# -- whatever parses also compiles

names = st.sampled_from(
    [
        "a",
        "b",
        "loop",
        "super",
        "self",
        "caller",
        "varargs",
        "class",
        "_loop_vars",
        "\u00b5",
        "\ufb01",
    ]
)
atoms = st.one_of(names, st.sampled_from(["1", "'x'", "none", "true", "[]", "{}", "()", "1.5"]))


def longer(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        pair.map(lambda p: f"{p[0]} or {p[1]}"),
        pair.map(lambda p: f"{p[0]} + ({p[1]})"),
        pair.map(lambda p: f"({p[0]})[{p[1]}:, {p[0]}]"),
        pair.map(lambda p: f"({p[0]})[::{p[1]}]"),
        pair.map(lambda p: f"{p[0]} if {p[1]} else {p[0]}"),
        pair.map(lambda p: f"({p[0]}, {p[1]},)"),
        st.tuples(inner, names, inner, names).map(
            lambda p: f"({p[0]})({p[0]}, {p[1]}={p[2]}, {p[3]}={p[0]}, *{p[2]}, **{p[0]})"
        ),
        st.tuples(inner, names, inner).map(lambda p: f"({p[0]})|default({p[1]}={p[2]})"),
        inner.map(lambda text: f"not -({text})"),
        st.tuples(inner, names).map(lambda p: f"({p[0]}).{p[1]}"),
        inner.map(lambda text: f"({text}) is divisibleby {text if text.isidentifier() else 2}"),
    )


expressions = st.recursive(atoms, longer, max_leaves=6)
STATEMENTS = [
    "{{% for {n} in {e} %}}{b}{{% else %}}{b}{{% endfor %}}",
    "{{% for {n} in {e} if {e} recursive %}}{b}{{% endfor %}}",
    "{{% if {e} %}}{b}{{% elif {e} %}}{b}{{% endif %}}",
    "{{% set {n} = {e} %}}",
    "{{% set {n} %}}{b}{{% endset %}}",
    "{{% with {n} = {e}, {m} = {e} %}}{b}{{% endwith %}}",
    "{{% macro {n}({m}, {n}={e}) %}}{b}{{% endmacro %}}",
    "{{% call({n}, {m}) x({m}={e}) %}}{b}{{% endcall %}}",
    "{{% filter default({e}, {n}={e}) %}}{b}{{% endfilter %}}",
    "{{% autoescape {e} %}}{b}{{% endautoescape %}}",
    "{{% block {n} scoped %}}{b}{{% endblock %}}",
    "{{% include {e} %}}{{% import {e} as {n} with context %}}",
    "{{% from {e} import {n}, a as {m} %}}",
    "{{% extends {e} %}}",
]


def statements(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda form, n, m, e, b: form.format(n=n, m=m, e=e, b=b),
        st.sampled_from(STATEMENTS),
        names,
        names,
        expressions,
        inner,
    )


templates = st.recursive(
    expressions.map(lambda text: f"{{{{ {text} }}}}"),
    lambda inner: st.one_of(statements(inner), st.tuples(inner, inner).map("\n".join)),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(source=templates, escaping=st.booleans(), waits=st.booleans())
def test_what_parses_compiles_or_is_refused_with_a_line(source, escaping, waits):
    environment = Environment(autoescape=escaping, enable_async=waits)
    try:
        template = environment.from_string(source)
    except TemplateSyntaxError as error:
        assert 1 <= error.lineno <= source.count("\n") + 1
        return
    functions = template.root_render_func._versions.functions
    # The other forms are compiled from the same tree.
    assert functions(False, None) is not None
    assert functions(True, not escaping) is not None
    again = environment.compile(source, raw=True)
    assert again == environment.compile(source, raw=True)
