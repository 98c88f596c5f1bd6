"""Tracebacks point into templates, and errors say where and what may help."""

from __future__ import annotations

import asyncio
import pickle
import sys
import traceback

import pytest

from jinja2 import (
    DictLoader,
    Environment,
    TemplateAssertionError,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.debug import get_template_locals
from jinja2.runtime import missing

PARTS = {
    "page": "{% extends 'base' %}\n{% block b %}\n  {{ part(1) }}{{ 1 / zero }}\n{% endblock %}",
    "base": "<\n{% block b %}{% endblock %}\n>",
    "macros": "{% macro m(x) %}\n{{ x.y.z }}{% endmacro %}",
    "user": "{% from 'macros' import m %}\n\n{{ m(1) }}",
    "typo": "a\n{{ user.nmae.x }} {{ itmes.x }}",
    "broken": "a\n  {% if %}",
    "spread": "{{ a }} {{\n  b\n  .c.d }} {{ e }}",
}

PYPY = sys.implementation.name == "pypy"


def failure(name, **given):
    environment = Environment(loader=DictLoader(PARTS), autoescape=True)
    with pytest.raises(Exception) as caught:
        environment.get_template(name).render(given)
    return caught.value


def frames(error):
    return [
        (frame.filename, frame.lineno, frame.name)
        for frame in traceback.extract_tb(error.__traceback__)
        if not frame.filename.endswith(".py")
    ]


def test_frames():
    error = failure("page", part=str, zero=0)
    assert isinstance(error, ZeroDivisionError)
    assert frames(error) == [
        ("<template>", 1, "top-level template code"),
        ("<template>", 2, "top-level template code"),
        ("<template>", 3, "block 'b'"),
    ]
    assert error.__notes__ == [
        (
            "In the template 'page', line 3, column 19:\n"
            "    {{ part(1) }}{{ 1 / zero }}\n"
            "                    ^"
        )
    ]


def test_macro():
    error = failure("user")
    assert frames(error)[-1] == ("<template>", 2, "template")
    assert "'macros', line 2" in error.__notes__[0]


def test_near_names():
    error = failure("typo", user={"name": 1}, items=[])
    assert isinstance(error, UndefinedError)
    assert str(error) == "'dict object' has no attribute 'nmae'"
    assert error.__notes__[1] == "Did you mean 'name'?"
    error = failure("typo", user={"nmae": {"x": 1}}, items=[])
    assert error.__notes__[1] == "Did you mean 'items'?"


@pytest.mark.parametrize(
    ("source", "column"),
    [
        ("{{ aaaa }} {{ 1/zero }}", 15),
        ("{% for i in [1, 0] %}a{{ 1/i }}b{% endfor %}", 26),
        ("{% for i in [1, 0] %}{{ i }}{{ 1/i }}b{% endfor %}", 32),
        ("{% macro m(a) %} {{ a.b.c }}{% endmacro %}x {{ m() }}", 21),
        ("{% block q %} a {{ x() }}{% endblock %}", 20),
        ("é{{ é }} {{ '€😀' }}{{ x.y }}", 23),
    ],
)
def test_column_however_the_template_is_rendered(source, column):
    template = Environment().from_string(source)
    lazily = Environment(enable_async=True).from_string(source)

    async def pieces():
        return [piece async for piece in lazily.generate_async(zero=0)]

    ways = {
        "at once": lambda: template.render(zero=0),
        "by pieces": lambda: list(template.generate(zero=0)),
        "at once, async": lambda: lazily.render(zero=0),
        "by pieces, async": lambda: asyncio.run(pieces()),
    }
    for way, render in ways.items():
        with pytest.raises((ZeroDivisionError, UndefinedError)) as caught:
            render()
        assert f"line 1, column {column}:" in caught.value.__notes__[0], way


@pytest.mark.parametrize(
    ("source", "place", "caret"),
    [
        ("{{ a\n |nope }}", (2, 3), " ^"),
        ("x\n {{ a is nope }}", (2, 7), "     ^"),
        ("{% block a %}{% endblock %}\n  {% block a %}{% endblock %}", (2, 6), "   ^"),
        ("{% for loop in x %}{% endfor %}", (1, 8), "       ^"),
        ("{% macro m(caller) %}{{ caller() }}{% endmacro %}", (1, 4), "   ^"),
        ("{% for a in b %}\n  {% extends 'a' %}{% endfor %}", (2, 6), "   ^"),
        ("{{ 'é€😀' }}{{ x|upper|nope }}", (1, 23), " " * 22 + "^"),
        ("{% filter nope %}{% endfilter %}", (1, 11), " " * 10 + "^"),
        ("a\n# set y = x|nope\n", (2, 13), " " * 12 + "^"),
    ],
)
def test_columns_of_what_the_compiler_refuses(source, place, caret):
    environment = Environment(line_statement_prefix="#")
    with pytest.raises(TemplateAssertionError) as caught:
        environment.from_string(source)
    error = caught.value
    assert (error.lineno, error.column) == place
    note = error.__notes__[-1].splitlines()
    assert note[0] == f"In the template, line {place[0]}, column {place[1]}:"
    assert note[1:] == ["    " + source.splitlines()[place[0] - 1].strip(), "    " + caret]
    assert pickle.loads(pickle.dumps(error)).column == place[1]


def test_no_column_without_source():
    environment = Environment()
    with pytest.raises(TemplateAssertionError) as caught:
        environment.compile(environment.parse("{{ x|nope }}"))
    assert (caught.value.lineno, caught.value.column) == (1, None)


@pytest.mark.parametrize(
    ("source", "path"),
    [
        ("{{ a.b.c.d }}", "a.b.c"),
        ("{{ a['b'].c['d'].e }}", "a['b'].c"),
        ("{{ a.c.c.d }}", "a.c"),
        ("{{ a.l[7].x }}", "a.l[7]"),
        ("{{ a.b.c() }}", "a.b.c"),
        ("{{ a.b.c + 1 }}", "a.b.c"),
        ("{% for i in [a] %}{{ i.c.d }}{% endfor %}", "i.c"),
        ("{{ nope.x }}", None),
        ("{{ a[nope].x }}", None),
    ],
)
def test_the_path_of_an_undefined_value(source, path):
    with pytest.raises(UndefinedError) as caught:
        Environment().from_string(source).render(a={"b": {}, "l": []})
    found = [note for note in caught.value.__notes__ if "undefined value" in note]
    assert found == ([] if path is None else [f"The undefined value is {path}"])


def test_translations():
    def notes(source, **options):
        with pytest.raises(UndefinedError) as caught:
            Environment(**options).from_string(source).render()
        return caught.value.__notes__

    assert notes("{{ gettext('a') }}")[-1] == (
        "The function 'gettext' belongs to the extension 'jinja2.ext.i18n':"
        " add it to the environment."
    )
    extended = notes("{% trans %}a{% endtrans %}", extensions=["jinja2.ext.i18n"])
    assert "install_gettext_translations" in extended[-1]
    assert not any("i18n" in note for note in notes("{{ x.gettext.y }}"))


def test_expression_over_several_lines():
    error = failure("spread", b={})
    assert str(error) == "'dict object' has no attribute 'c'"
    assert "line 3, column" in error.__notes__[0]


def test_syntax_error():
    error = failure("broken")
    assert isinstance(error, TemplateSyntaxError)
    assert (error.lineno, error.column, error.translated) == (2, 9, True)
    assert str(error) == "Expected an expression, got 'end of statement block'"
    assert error.__notes__ == [
        "In the template 'broken', line 2, column 9:\n    {% if %}\n          ^"
    ]
    assert frames(error)[-1][1:] == (2, "template")


def test_variables_of_frames():
    error = failure("user")
    innermost = error.__traceback__
    while innermost.tb_next is not None:
        innermost = innermost.tb_next
    variables = innermost.tb_frame.f_locals
    assert variables["x"] == 1


def test_inner_scopes_hide_outer_ones():
    real = {"l_0_a": 1, "l_2_a": 3, "l_1_a": 2, "l_0_b": missing, "l_x": 5, "t_1": 6, "l_0_c_d": 7}
    assert get_template_locals(real) == {"a": 3, "c_d": 7}


@pytest.mark.parametrize("lazily", [False, True])
@pytest.mark.parametrize(
    ("source", "line", "underlined"),
    [
        ("a {{ fail() }} b", 1, "fail()"),
        ("\t{{ '\u65e5\u672c' }}{{ user.nmae.x }}", 1, "user.nmae.x"),
        ("{{ max(1,\n   x.y.z\n) }}", 2, "x.y.z"),
        ("{% for i in [0] %}\n  {{ 1 / i }}{% endfor %}", 2, "1 / i"),
        ("{% for i in [0] %}\u20ac{{ i }}{{ (1 / i)|string }}{% endfor %}", 1, "1 / i"),
        ("\n{% if x %}{{ x|join|nope_(fail()) if x.q }}{{ fail(x) + 1 }}{% endif %}", 2, "fail(x)"),
        pytest.param(
            *("{% for i in 5 %}{% endfor %}", 1, "5"),
            marks=pytest.mark.skipif(
                PYPY or sys.version_info < (3, 13), reason="a loop has the place of its target"
            ),
        ),
        ("{% macro m() %}{{ x.y\n  .z.q }}{% endmacro %}{{ m() }}", 2, ".z"),
        ("{% block b %}{{ x['y']\n['z'] }}{% endblock %}", 2, "['z']"),
    ],
)
def test_the_failing_expression_is_underlined(source, line, underlined, lazily):
    def fail(*args):
        raise ValueError("x")

    environment = Environment()
    environment.filters["nope_"] = str
    template = environment.from_string(source)
    values = {"fail": fail, "x": {"k": 1}, "user": {}, "max": max}
    with pytest.raises((ValueError, UndefinedError, ZeroDivisionError, TypeError)) as caught:
        list(template.generate(values)) if lazily else template.render(values)
    frames = traceback.extract_tb(caught.value.__traceback__)
    frame = [frame for frame in frames if frame.filename == "<template>"][-1]
    assert (frame.lineno, frame.end_lineno) == (line, line)
    text = source.split("\n")[line - 1].encode()
    assert text[frame.colno : frame.end_colno].decode() == underlined


def test_what_is_not_known_is_not_underlined():
    environment = Environment()
    code = environment.compile(environment.parse("{{ 1 / zero }}"))
    template = environment.template_class.from_code(environment, code, {})
    with pytest.raises(ZeroDivisionError) as caught:
        template.render(zero=0)
    frame = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert frame.colno == frame.end_colno


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("{% if a %}{% elseif b %}{% endif %}", "Did you mean 'elif'?"),
        ("{% endfor %}", "No block is open that 'endfor' could belong to."),
        ("{% elif a %}", "No block is open that 'elif' could belong to."),
        ("{% else %}", "No block is open that 'else' could belong to."),
        ("{% fro x in y %}", "Did you mean 'from'?"),
    ],
)
def test_hints_for_tags(source, hint):
    with pytest.raises(TemplateSyntaxError) as caught:
        Environment().from_string(source)
    assert caught.value.__notes__[0] == hint


def test_super_outside_of_blocks():
    with pytest.raises(UndefinedError) as caught:
        Environment().from_string("{{ super() }}").render(users=1, supper=2)
    notes = caught.value.__notes__
    assert "super() is there in blocks that override a block of a parent." in notes
    assert not any("Did you mean" in note for note in notes)
