"""Whole templates: each case of the table in every kind of environment."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinja2 import ChainableUndefined, DictLoader, Environment, StrictUndefined, nodes, pass_context
from jinja2.compiler import CodeGenerator
from jinja2.nativetypes import NativeEnvironment
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

DATA = json.loads((Path(__file__).parent / "data/templates.json").read_text("utf-8"))
COMMON = {
    "loader": DictLoader(DATA["parts"]),
    "extensions": ["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"],
}
KINDS = {
    "plain": lambda: Environment(**COMMON),
    "escaping": lambda: Environment(**COMMON, autoescape=True),
    "strict": lambda: Environment(**COMMON, undefined=StrictUndefined, autoescape=True),
    "chained": lambda: Environment(**COMMON, undefined=ChainableUndefined, optimized=False),
    "trim": lambda: Environment(
        **COMMON, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    ),
    "final": lambda: Environment(
        **COMMON, autoescape=True, finalize=lambda v: "-" if v is None else v
    ),
    "sandbox": lambda: SandboxedEnvironment(**COMMON, autoescape=True),
    "native": lambda: NativeEnvironment(**COMMON),
    "async": lambda: Environment(**COMMON, autoescape=True, enable_async=True),
}


class User:
    __module__ = "c"  # messages name it
    name = "Ann <b>"
    tags = ("x", "y")

    def greet(self, greeting="hi"):
        return f"{greeting} {self.name}"

    def __repr__(self):
        return "<User>"


@pass_context
def see_context(context, *names):
    return ",".join(str(context.get(name, "-")) for name in ("a", "x", "i", "loop_", *names))


def values():
    return {
        "a": 1,
        "b": "b<c",
        "items": [1, 2, 3],
        "rows": [{"name": "r1", "k": 1}, {"name": "r2", "k": 2}],
        "user": User(),
        "text": "plain",
        "html": Markup("<i>"),
        "none_": None,
        "n": 7,
        "f": lambda *args, **kwargs: f"f{args}{sorted(kwargs)}",
        "ctx": see_context,
    }


def outcome(environment, source, lazily=False):
    try:
        template = environment.from_string(source)
        if environment.is_async:
            return asyncio.run(template.render_async(values()))
        if lazily:
            return "".join(template.generate(values()))
        return template.render(values())
    except Exception as error:
        return [type(error).__name__, str(error).partition("\n")[0]]


@pytest.mark.parametrize("kind", KINDS)
def test_templates(kind):
    environment = KINDS[kind]()
    environment.install_null_translations()
    for case in DATA["cases"]:
        special = case.get("otherwise", {})
        if kind == "native" and kind not in special:
            continue
        expected = special.get(kind, case["expected"])
        if expected is None:
            continue
        assert outcome(environment, case["template"]) == expected, case["template"]


@pytest.mark.parametrize("kind", ["plain", "escaping", "sandbox"])
def test_pieces_join_to_the_same_text(kind):
    environment = KINDS[kind]()
    environment.install_null_translations()
    for case in DATA["cases"]:
        source = case["template"]
        assert outcome(environment, source, True) == outcome(environment, source), source


class PlainGenerator(CodeGenerator):
    """Overrides a hook, and so gets the form of generators."""

    def _output_const_repr(self, group):
        return repr("".join(map(str, group)).upper())


def test_overridden_output_hooks():
    environment = Environment()
    environment.code_generator_class = PlainGenerator
    template = environment.from_string("abc {{ x }}{% for i in [1] %} def {{ i }}{% endfor %}")
    assert template.render(x="x") == "ABC x DEF 1"
    assert not hasattr(template.root_render_func, "into")


def test_overridden_expression_keeps_the_fast_form():
    class Generator(CodeGenerator):
        def visit_Const(self, node, frame):
            self.write(repr(str(node.value) + "!"))

    environment = Environment(optimized=False)
    environment.code_generator_class = Generator
    template = environment.from_string("{{ x ~ 1 }}")
    assert template.render(x="x") == "x1!"
    assert hasattr(template.root_render_func, "into")


def test_generators_are_lazy():
    def endless():
        number = 0
        while True:
            number += 1
            yield number

    environment = Environment()
    pieces = environment.from_string("{% for i in items %}[{{ i }}]{% endfor %}").generate(
        items=endless()
    )
    assert [next(pieces) for _ in range(8)] == ["[", "1", "]", "[", "2", "]", "[", "3"]


PIECES = {
    "a{{ x }}b{{ x }}": ["a", "X", "b", "X"],
    "a{{ 1 }}b{{ '%' }}{{ x }}%s": ["a1b%", "X", "%s"],
    "{{ x }}{{ '' }}": ["X", ""],
    "{{ x }}\n{# c #}{% raw %}r{% endraw %}": ["X", "\nr"],
    "{% for i in y %}{{ i }}{% endfor %}": ["1", "2"],
    "{% for i in y %}<{{ i }}>{% endfor %}": ["<", "1", ">", "<", "2", ">"],
    "{% for i in y %}{{ i }},{{ i + 1 }}{% endfor %}": ["1", ",", "2", "2", ",", "3"],
    "{% for i in y %}{{ loop.index }}.{% endfor %}": ["1", ".", "2", "."],
    "{% for i in y %}-{% endfor %}": ["-", "-"],
    "{% if x %}a{{ x }}{% endif %}": ["a", "X"],
    "{% block b %}a{{ x }}{% endblock %}c": ["a", "X", "c"],
    "{% macro m() %}a{{ x }}b{% endmacro %}c{{ m() }}": ["c", "aXb"],
    "{% filter upper %}a{{ y }}{% endfilter %}b": ["A[1, 2]", "b"],
    "{% include 'part' %}c": ["[", "X", "]", "c"],
    "{% print x, 1 %}": ["X", "1"],
}


@pytest.mark.parametrize("source", PIECES)
@pytest.mark.parametrize("escaping", [False, True])
def test_each_value_is_a_piece_when_asked_piece_by_piece(source, escaping):
    options = {"loader": DictLoader({"part": "[{{ x }}]"}), "autoescape": escaping}
    expected = PIECES[source]
    values = {"x": "X", "y": [1, 2]}
    assert list(Environment(**options).from_string(source).generate(values)) == expected
    lazily = Environment(**options, enable_async=True).from_string(source)

    async def pieces():
        return [piece async for piece in lazily.generate_async(values)]

    assert asyncio.run(pieces()) == expected


def test_a_piece_comes_before_the_next_is_computed():
    pieces = Environment().from_string("a{{ 1 // x }}").generate(x=0)
    assert next(pieces) == "a"
    with pytest.raises(ZeroDivisionError):
        next(pieces)


def test_blocks_and_root_give_iterables():
    template = Environment().from_string("a{% block b %}{{ x }}{% endblock %}c")
    context = template.new_context({"x": 1})
    assert "".join(template.root_render_func(context)) == "a1c"
    assert list(template.blocks["b"](context)) == ["1"]


def test_lines_of_generated_code():
    template = Environment().from_string("a\n{{ b }}\n{% if c %}\n{{ d }}{% endif %}")
    assert [line for line, _ in template.debug_info] == [1, 2, 3, 4]


@given(st.text(alphabet="{}%'\"\\\n<>$f() s#N", max_size=30))
def test_text_never_becomes_code(text):
    environment = Environment(
        block_start_string="[%",
        block_end_string="%]",
        variable_start_string="[[",
        variable_end_string="]]",
        comment_start_string="[#",
        comment_end_string="#]",
        keep_trailing_newline=True,
    )
    source = f"{text}[[ x ]]{text}[% for i in y %]{text}[[ i ]][% endfor %]"
    name = f"{text}{{1/0}}"
    code = environment.compile(source, name=name, filename="t")
    template = environment.template_class.from_code(environment, code, environment.globals)
    assert template.render(x="X", y=[1, 2]) == f"{text}X{text}{text}1{text}2"
    assert template.name == name


def test_code_is_deterministic():
    source = "{% macro m(a, b) %}{{ a|upper|lower is odd }}{{ z }}{{ y }}{% endmacro %}" * 2
    environment = Environment()
    assert environment.compile(source, raw=True) == environment.compile(source, raw=True)


def test_no_template_node():
    from jinja2 import nodes
    from jinja2.compiler import generate

    with pytest.raises(TypeError, match=re.escape("Can't compile non template nodes")):
        generate(nodes.Const(1), Environment(), None, None)


# Written by hand after the interface of compiled modules: this is what may lie on disk.
OLD_MODULE = """
from jinja2.runtime import LoopContext, Macro, Markup, Namespace, TemplateNotFound
from jinja2.runtime import TemplateReference, TemplateRuntimeError, Undefined, escape, identity
from jinja2.runtime import internalcode, markup_join, missing, str_join
name = "old"

def root(context, missing=missing):
    yield "<"
    for item, loop in LoopContext([1, 2], context.environment.undefined):
        yield str(loop.index) + str_join((item, context.resolve("x")))
    yield from context.blocks["b"][0](context)
    yield ">"

def block_b(context, missing=missing):
    yield str(context.call(context.resolve("f"), 2, _block_vars={}))

blocks = {"b": block_b}
debug_info = "1=8&2=9"
"""


def test_module_of_another_compiler():
    environment = Environment(
        loader=DictLoader({"new": "{% extends old %}{% block b %}({{ super() }}){% endblock %}"})
    )
    namespace = {"__file__": "old"}
    exec(OLD_MODULE, namespace)
    template = environment.template_class.from_module_dict(environment, namespace, {})
    given = {"x": "x", "f": lambda number: number * 2}
    assert template.render(given) == "<11x22x4>"
    assert environment.get_template("new").render(given, old=template) == "<11x22x(4)>"
    included = environment.from_string("[{% include old %}]")
    assert included.render(given, old=template) == "[<11x22x4>]"


def test_symbols_of_a_subclass_take_names() -> None:
    from jinja2.idtracking import FrameSymbolVisitor, Symbols

    taken: list[tuple[str, str]] = []

    class Noting(Symbols):
        def load(self, name: str) -> None:
            taken.append(("load", name))
            super().load(name)

        def store(self, name: str) -> None:
            taken.append(("store", name))
            super().store(name)

        def declare_parameter(self, name: str) -> str:
            taken.append(("param", name))
            return super().declare_parameter(name)

    visitor = FrameSymbolVisitor(Noting())
    for ctx in ("load", "store", "param"):
        visitor.visit(nodes.Name(f"a_{ctx}", ctx))
    visitor.visit(nodes.Name("a", "load"), store_as_param=True)
    assert taken == [("load", "a_load"), ("store", "a_store"), ("param", "a_param"), ("param", "a")]
