"""Blocks in statements, ``autoescape`` around blocks, and what a child template outputs.

The texts are compared with a small model of inheritance that knows nothing of code generation.
"""

from __future__ import annotations

import asyncio
import traceback
from dataclasses import dataclass, field

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jinja2 import DictLoader, Environment, FunctionLoader
from jinja2.nativetypes import NativeEnvironment

# -- the model


@dataclass
class Text:
    """Text of the template, or ``{{ v }}``, whose value is a character that is escaped."""

    text: str

    def source(self) -> str:
        return self.text


@dataclass
class Nest:
    """A statement around other statements."""

    kind: str
    body: list[Text | Nest | Block] = field(default_factory=list)

    def source(self) -> str:
        begin, end = WRAPS[self.kind]
        return begin + "".join(part.source() for part in self.body) + end


@dataclass
class Block:
    name: str
    body: list[Text | Nest | Block] = field(default_factory=list)

    def source(self) -> str:
        inner = "".join(part.source() for part in self.body)
        return f"{{% block {self.name} %}}{inner}{{% endblock %}}"


WRAPS = {
    "for": ("{% for i in 'ab' %}", "{% endfor %}"),
    "with": ("{% with w = 1 %}", "{% endwith %}"),
    "if": ("{% if v %}", "{% endif %}"),
    "filter": ("{% filter replace('x', 'y') %}", "{% endfilter %}"),
    "set": ("{% set s %}", "{% endset %}"),
    "unescaped": ("{% autoescape false %}", "{% endautoescape %}"),
    "escaped": ("{% autoescape true %}", "{% endautoescape %}"),
}


class Model:
    """Renders a child and its base: a block outputs what the child has for it, where it stands in
    the base, and follows the nearest ``autoescape``: first one around its definition, then one
    around the place where it is shown."""

    def __init__(self, child: list, base: list, escaping: bool) -> None:
        self.overrides = {}
        self.default = escaping
        self.collect(base, None)
        if child is not None:
            self.collect(child, None)
        self.base = base

    def collect(self, body, stated):
        for part in body:
            if isinstance(part, Block):
                self.overrides[part.name] = (part, stated)
            if not isinstance(part, Text):
                inner = {"unescaped": False, "escaped": True}.get(
                    getattr(part, "kind", None), stated
                )
                self.collect(part.body, inner)

    def render(self) -> str:
        return self.text(self.base, self.default, None)

    def text(self, body, escaping, stated) -> str:
        out = []
        for part in body:
            if isinstance(part, Text):
                value = "&lt;" if escaping else "<"
                out.append(part.text.replace("{{ v }}", value))
            elif isinstance(part, Block):
                block, own = self.overrides[part.name]
                mine = stated if own is None else own
                out.append(self.text(block.body, self.default if mine is None else mine, mine))
            elif part.kind == "set":
                continue
            elif part.kind in ("unescaped", "escaped"):
                now = part.kind == "escaped"
                out.append(self.text(part.body, now, now))
            else:
                text = self.text(part.body, escaping, stated)
                if part.kind == "for":
                    text *= 2
                out.append(text.replace("x", "y") if part.kind == "filter" else text)
        return "".join(out)


def bodies(depth: int, names: list[str], in_filter: bool = False) -> st.SearchStrategy[list]:
    texts = st.sampled_from(["x", "{{ v }}", "-"]).map(Text)
    if not depth:
        return st.lists(texts, max_size=2)
    inner = st.deferred(lambda: bodies(depth - 1, names))
    nests = st.builds(Nest, st.sampled_from(sorted(WRAPS)), inner)
    blocks = st.builds(Block, st.sampled_from(names), inner)
    return st.lists(st.one_of(texts, nests, blocks), max_size=3)


def distinct(body, seen=None):
    """Each block name once, as templates demand."""
    seen = set() if seen is None else seen
    out = []
    for part in body:
        if isinstance(part, Text):
            out.append(part)
        elif isinstance(part, Block):
            if part.name not in seen:
                seen.add(part.name)
                out.append(Block(part.name, distinct(part.body, seen)))
        else:
            out.append(Nest(part.kind, distinct(part.body, seen)))
    return out


def everyway(parts: dict[str, str], name: str, **options: object) -> dict[str, str]:
    """The text in each way of rendering."""
    plain = Environment(loader=DictLoader(parts), **options)
    waiting = Environment(loader=DictLoader(parts), enable_async=True, **options)

    async def pieces() -> str:
        return "".join([piece async for piece in waiting.get_template(name).generate_async(v="<")])

    return {
        "render": plain.get_template(name).render(v="<"),
        "generate": "".join(plain.get_template(name).generate(v="<")),
        "async": waiting.get_template(name).render(v="<"),
        "async, generate": asyncio.run(pieces()),
    }


NAMES = ["a", "b", "c"]


@settings(max_examples=100, deadline=None)
@given(child=bodies(3, NAMES), base=bodies(3, NAMES), escaping=st.booleans())
@example(
    child=[Nest("for", [Block("a", [Text("x")])])],
    base=[Text("["), Block("a"), Text("]")],
    escaping=False,
)
@example(
    child=[Block("a", [Text("{{ v }}")])],
    base=[Nest("escaped", [Block("a")])],
    escaping=False,
)
def test_every_nesting_around_blocks(child, base, escaping):
    child, base = distinct(child), distinct(base)
    parts = {
        "base": "".join(part.source() for part in base),
        "child": "{% extends 'base' %}" + "".join(part.source() for part in child),
    }
    for name, mine in (("child", child), ("base", None)):
        found = everyway(parts, name, autoescape=escaping)
        expected = Model(mine, base, escaping).render()
        assert set(found.values()) == {expected}, (parts, found)


WAYS_AROUND = [
    "{% for i in [1, 2] %}@{% endfor %}",
    "{% with v = 1 %}@{% endwith %}",
    "{% autoescape true %}@{% endautoescape %}",
    "{% filter upper %}@{% endfilter %}",
    "{% set s %}@{% endset %}",
    "{% if true %}@{% endif %}",
    "{% if true %}{% with %}{% for i in 'a' %}@{% endfor %}{% endwith %}{% endif %}",
]


@pytest.mark.parametrize("around", WAYS_AROUND)
@pytest.mark.parametrize("extends", ["{% extends 'p' %}", "{% if v %}{% extends 'p' %}{% endif %}"])
def test_a_child_only_defines_blocks(around, extends):
    parts = {
        "p": "{% macro t() %}T{% endmacro %}[{% block b %}{% endblock %}]",
        "m": extends + around.replace("@", "{% block b %}{{ t() }}{% endblock %}"),
    }
    assert set(everyway(parts, "m").values()) == {"[T]"}


@pytest.mark.parametrize(
    "statement",
    [
        "{% include 'other' %}",
        "{% call m() %}c{% endcall %}",
        "{% filter upper %}y{% endfilter %}",
        "{% for i in 'ab' %}{% include 'other' %}{% endfor %}",
        "{% for i in 'ab' recursive %}y{{ loop('') }}{% endfor %}",
    ],
)
def test_a_child_outputs_nothing_outside_of_blocks(statement):
    parts = {
        "p": "[{% block b %}{% endblock %}]",
        "other": "other",
        "m": "{% extends 'p' %}{% macro m() %}{{ caller() }}{% endmacro %}" + statement,
        "perhaps": "{% if up %}{% extends 'p' %}{% endif %}{% macro m() %}{{ caller() }}{% endmacro %}"
        + statement,
    }
    assert set(everyway(parts, "m").values()) == {"[]"}
    shown = set(everyway(parts, "perhaps").values())
    assert len(shown) == 1
    assert shown != {"[]"}


def test_macros_of_a_child_show_blocks():
    parts = {
        "p": "[{% block a %}{% endblock %}]",
        "m": "{% extends 'p' %}{% macro m() %}{% block b %}x{% endblock %}{% endmacro %}"
        "{% block a %}{{ m() }}{% endblock %}",
    }
    found = everyway(parts, "p")
    assert set(found.values()) == {"[]"}
    environment = Environment(loader=DictLoader(parts))
    # A macro runs when it is called, which is while the page is rendered.
    assert environment.get_template("m").blocks.keys() == {"a", "b"}


# -- super() and self in autoescape


@pytest.mark.parametrize(
    ("base", "child", "escaping", "expected"),
    [
        (
            "{% autoescape false %}{% block b %}{{ v }}{% endblock %}{% endautoescape %}",
            "{% block b %}{{ super() }}{% endblock %}",
            True,
            "<",
        ),
        (
            "{% autoescape true %}{% block b %}{{ v }}{% endblock %}{% endautoescape %}",
            "{% block b %}{{ super() }}{{ v }}{% endblock %}",
            False,
            "&lt;&lt;",
        ),
        (
            "{% block b %}{{ v }}{% endblock %}",
            "{% block b %}{{ super() }}{{ v }}{% endblock %}",
            True,
            "&lt;&lt;",
        ),
        (
            "{% block b %}{{ v }}{% endblock %}",
            (
                "{% block b %}{% autoescape true %}{{ super() }}{{ v }}{% endautoescape %}"
                "{% endblock %}"
            ),
            False,
            "&lt;&lt;",
        ),
        (
            (
                "{% autoescape true %}{% block b %}{% block c %}{% endblock %}{% endblock %}"
                "{% endautoescape %}"
            ),
            "{% block c %}{{ v }}{% endblock %}",
            False,
            "&lt;",
        ),
        (
            "{% autoescape v %}{% block b %}{% endblock %}{% endautoescape %}",
            "{% block b %}{{ v }}{% set s %}{{ v }}{% endset %}{{ s }}{% endblock %}",
            False,
            "&lt;&lt;",
        ),
        (
            (
                "{% block b %}{{ v }}{% endblock %}{% autoescape true %}{{ self.b() }}"
                "{% endautoescape %}"
            ),
            "",
            False,
            "<&lt;",
        ),
    ],
)
def test_autoescape_around_blocks(base, child, escaping, expected):
    parts = {"p": base, "m": "{% extends 'p' %}" + child}
    assert set(everyway(parts, "m", autoescape=escaping).values()) == {expected}


# -- loop


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "{% for i in [1] %}{% with loop = 9 %}{{ loop }}{% endwith %}{{ loop.index }}{% endfor %}",
            "91",
        ),
        (
            (
                "{% macro m() %}{{ caller(7) }}{% endmacro %}{% for i in [1] %}{% call(loop) m() %}"
                "{{ loop }}{% endcall %}{{ loop.index }}{% endfor %}"
            ),
            "71",
        ),
        (
            (
                "{% for i in [1] %}{% macro m(loop) %}{{ loop }}{% endmacro %}{{ m(8) }}"
                "{{ loop.index }}{% endfor %}"
            ),
            "81",
        ),
        (
            (
                "{% for i in [1] %}{% for j in [1, 2] %}{{ loop.index }}{% endfor %}"
                "{{ loop.length }}{% endfor %}"
            ),
            "121",
        ),
        (
            (
                "{% for i in [1] %}{% for j in [] %}{% else %}{{ loop.index }}{% endfor %}"
                "{% for loop_ in [2] %}{{ loop.first }}{% endfor %}{% endfor %}"
            ),
            "1True",
        ),
        ("{% for i in 'ab' %}{% include 'i' %}{% endfor %}", "12"),
        ("{% for i in 'ab' %}{% if i %}{% include ['no', 'i'] %}{% endif %}{% endfor %}", "12"),
        ("{% for i in 'ab' %}{% include 'i' ignore missing %}{% endfor %}", "12"),
        ("{% for i in 'ab' %}{% include 'outer' %}{% endfor %}", "12"),
        ("{% for i in 'ab' %}{% from 'n' import n with context %}{{ n }}{% endfor %}", "12"),
        ("{% for i in 'ab' %}{% import 'n' as n with context %}{{ n.n }}{% endfor %}", "12"),
    ],
)
def test_loop(source, expected):
    parts = {
        "m": source,
        "i": "{{ loop.index }}",
        "outer": "{% include 'i' %}",
        "n": "{% set n = loop.index %}",
    }
    assert set(everyway(parts, "m").values()) == {expected}


# -- lines


def lines_of(parts: dict[str, str], name: str, lazily: bool, **values: object) -> list[int]:
    loader = FunctionLoader(lambda wanted: (parts[wanted], wanted, None))
    template = Environment(loader=loader).get_template(name)
    with pytest.raises(ZeroDivisionError) as caught:
        list(template.generate(values)) if lazily else template.render(values)
    frames = traceback.extract_tb(caught.value.__traceback__)
    return [frame.lineno for frame in frames if frame.filename == name]


@pytest.mark.parametrize("lazily", [False, True])
@pytest.mark.parametrize(
    ("child", "line"),
    [
        ("{% extends 'p' %}\n\n{% set x = 1 %}\n", 1),
        ("\n{% if x %}{% extends 'p' %}\n{% endif %}\n{{ 3 }}\n", 2),
        ("{% if not x %}\n{% extends 'q' %}\n{% else %}\n{% extends 'p' %}\n{% endif %}\n", 4),
        ("{% if not x %}\n{% extends 'p' %}\n{% endif %}\n{% extends 'p' %}\n", 4),
    ],
)
def test_a_failing_parent_fails_in_the_line_of_extends(child, line, lazily):
    parts = {"p": "{{ 1/0 }}", "q": "", "c": child}
    assert lines_of(parts, "c", lazily, x=1) == [line]


# -- the lazy form is made late


def test_a_changed_environment_gives_the_lazy_form_at_once():
    environment = Environment()
    template = environment.from_string("a{{ x }}b")
    environment.variable_start_string = "<<"
    assert "".join(template.generate(x=1)) == "a1b"
    assert template.render(x=1) == "a1b"


def test_no_module_holds_its_code_twice():
    code = Environment().compile("{% block b %}{{ x }}{% endblock %}", raw=True)
    assert code.count("def block_b") == 1
    assert "yield" not in code


def test_native_environments_have_generators_only():
    template = NativeEnvironment().from_string("{{ x }}")
    assert not hasattr(template.root_render_func, "into")
    assert template.render(x=[1]) == [1]
