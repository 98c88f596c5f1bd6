"""Trees and syntax errors: a table, and the help that comes with errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

CASES = json.loads((Path(__file__).parent / "data/parser.json").read_text("utf-8"))
EXTENSIONS = [f"jinja2.ext.{name}" for name in ("i18n", "do", "loopcontrols", "debug")]


def test_table():
    environment = Environment(extensions=EXTENSIONS)
    for source, expected in CASES:
        try:
            found = environment.parse(source).dump()
        except TemplateSyntaxError as error:
            found = [type(error).__name__, error.message, error.column]
        assert found == expected, source


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        ("a\n{{ b c }}", 2, 6),
        ("{% if x %}\n  {% endfor %}", 2, 6),
        ("{% if x %}\n", 1, 4),
        ("a\n {% for x in y %}\nb{{ c }}\n", 2, 5),
        ("{{ (a }}", 1, 7),
        ("é{{ é + }}", 1, 9),
        ("{{ a", 1, 5),
    ],
)
def test_place(source, line, column):
    with pytest.raises(TemplateSyntaxError) as caught:
        Environment().parse(source)
    assert (caught.value.lineno, caught.value.column) == (line, column)


def notes(source, **options):
    with pytest.raises(TemplateSyntaxError) as caught:
        Environment(**options).parse(source)
    return "\n".join(caught.value.__notes__)


def test_excerpt():
    assert (
        notes("x\n   {{ b c }}") == "In the template, line 2, column 9:\n    {{ b c }}\n         ^"
    )


def test_hints():
    assert "jinja2.ext.loopcontrols" in notes("{% break %}")
    assert "Did you mean 'block'?" in notes("{% blok a %}")
    assert "Did you mean 'endif'?" in notes("{% if a %}{% endfi %}")


def test_no_column_where_tokens_were_changed():
    class Doubling(Extension):
        def preprocess(self, source, name, filename=None):
            return source * 2

    with pytest.raises(TemplateSyntaxError) as caught:
        Environment(extensions=[Doubling]).parse("{{ a b }}")
    assert caught.value.column is None


def test_tags_of_extensions():
    class Two(Extension):
        tags = {"two"}

        def parse(self, parser):
            lineno = next(parser.stream).lineno
            name = parser.free_identifier(lineno)
            assert name.name == "fi1"
            body = parser.parse_statements(("name:endtwo",), drop_needle=True)
            return [nodes.Scope(body, lineno=lineno), nodes.Scope(body, lineno=lineno)]

    environment = Environment(extensions=[Two])
    assert environment.from_string("{% two %}{{ a }}{% endtwo %}").render(a=1) == "11"


def test_expressions_only():
    parser = Parser(Environment(), "a.b + 1", state="variable")
    assert parser.parse_expression().dump().startswith("nodes.Add(nodes.Getattr(")


LINES = [
    "# with a=1:|# endwith:",
    "# with:|# endwith",
    "# with a=1, b=2:|# endwith",
    "# set a = 1:",
    "# set a = {1: 2}:",
    "# set a:|1|# endset:",
    "# for x in [1]:|# else:|# endfor:",
    "# for x in [1] if x recursive:|# endfor",
    "# if 1:|# elif 2:|# else:|# endif:",
    "# block a scoped:|# endblock a:",
    "# macro m(a=1):|# endmacro:",
    "# macro m():|# endmacro|# call(x) m():|# endcall:",
    "# filter upper:|# endfilter:",
    "# autoescape true:|# endautoescape:",
    "# include 'i' ignore missing:",
    "# import 'i' as x:",
    "# from 'i' import x with context:",
    "# extends 'p':",
    "# print 1, 2:",
    "# do 1:",
    "# for x in [1]:|# break:|# endfor",
    "# trans:|x|# endtrans:",
    "# trans a=1:|x|# pluralize:|y|# endtrans",
    "# trans a=1, b=2:|x|# pluralize a:|y|# endtrans",
]


@pytest.mark.parametrize("lines", LINES)
def test_every_line_statement_may_end_with_a_colon(lines):
    environment = Environment(
        line_statement_prefix="#",
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n"],
    )
    source = lines.replace("|", "\n")
    plain = source.replace(":\n", "\n").removesuffix(":")
    assert environment.parse(source) == environment.parse(plain)
    with pytest.raises(TemplateSyntaxError):
        environment.parse(source.replace(":\n", "::\n") if "|" in lines else source + ":")
