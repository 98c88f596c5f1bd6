"""Loops that do nothing but output are written as comprehensions, and joined where their body has
one value. Nobody may notice: text, order of effects, scopes, errors and hooks are those of a loop.
"""

from __future__ import annotations

import asyncio
import gc
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError
from jinja2.compiler import CodeGenerator
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup


class Plain(CodeGenerator):
    """Writes every loop as a loop."""

    def blockvisit(self, nodes, frame):
        super().blockvisit(nodes, frame)


class PlainEnvironment(Environment):
    code_generator_class = Plain


def is_joined(source, **options):
    text = Environment(**options).compile(source, raw=True)
    return ".join(t_" in text.partition("_versions(")[0]


def ways(source, values, **options):
    """The text, or the error, by each way of rendering. `values` makes fresh ones each time."""

    def settle(render):
        try:
            return "".join(map(str, render()))
        except Exception as error:
            return type(error), str(error)

    template = Environment(**options).from_string(source)
    plain = PlainEnvironment(**options).from_string(source)
    lazily = Environment(enable_async=True, **options).from_string(source)

    async def pieces():
        return [piece async for piece in lazily.generate_async(values())]

    return {
        "joined": settle(lambda: template.render(values())),
        "lazy": settle(lambda: template.generate(values())),
        "plain": settle(lambda: plain.render(values())),
        "plain, lazy": settle(lambda: plain.generate(values())),
        "async": settle(lambda: lazily.render(values())),
        "async, lazy": settle(lambda: asyncio.run(pieces())),
    }


class Shouting:
    """Its text is not what it is."""

    def __init__(self, text):
        self.text = text

    def __str__(self):
        return self.text + "!"

    def __repr__(self):
        return f"<{self.text}>"


class Html(Shouting):
    def __html__(self):
        return f"<b>{self.text}</b>"


class Sub(str):
    """Text that says something else of itself."""

    def __str__(self):
        return "other"


def values():
    return {
        "x": ["a", "<b>", Markup("<i>"), 1, None, 2.5, Shouting("s<"), Html("h"), Sub("sub")],
        "pairs": [("k", 1), ("<", Markup(">"))],
        "nested": [[1, 2], [], [3]],
        "tuples": [(1,), (), (1, 2), ("%s", "%")],
        "one": ["only"],
        "none": [],
        "text": "<>&",
        "numbers": (number for number in range(3)),
        "outer": "o",
        "echo": lambda caller: caller(),
        "i": "before",
    }


JOINED = [
    "{% for i in x %}{{ i }}{% endfor %}",
    "{% for i in x %}<{{ i }}>{% endfor %}",
    "{% for i in x %}{{ i }},{% endfor %}",
    "{% for i in x %}\n{{ i }}{% endfor %}",
    "{% for i in x %}%s{{ i }}%(a)d%%{% endfor %}",
    "{% for i in x %}'\"\\{{ i }}\\\\'''{% endfor %}",
    "{% for i in x %}{{ 1 }}{{ i }}{{ 2 }}x{% endfor %}",
    "{% for i in x %}[{{ i|string|upper }}]{% endfor %}",
    "{% for i in x %}[{{ i is string }}]{% endfor %}",
    "{{ outer }}{% for i in x %}[{{ (i, outer) }}]{% endfor %}",
    "{{ outer }}{% for i in x %}[{{ i ~ outer }}]{% endfor %}",
    "{{ outer }}{% for i in x %}[{{ outer }}]{% endfor %}",
    "{% for i in x %}[{{ i.nope }}]{% endfor %}",
    "{% for i in x %}[{{ i.nope|default('d<') }}]{% endfor %}",
    "{% for i in one %}({{ i }}){% endfor %}",
    "{% for i in none %}({{ i }}){% endfor %}",
    "{% for i in missing|default([]) %}({{ i }}){% endfor %}",
    "{% for i in text %}({{ i }}){% endfor %}",
    "{% for i in tuples %}({{ i }}){% endfor %}",
    "{% for i in numbers %}({{ i }}){% endfor %}{% for i in numbers %}({{ i }}){% endfor %}",
    "{% for k, v in pairs %}({{ k }}){% endfor %}",
    "{% for k, v in pairs %}({{ v }}){% endfor %}",
    "{% for i in x|reverse %}({{ i }}){% endfor %}",
    "{% for i in range(3) %}({{ i * 2 }}){% endfor %}",
    "{{ i }}{% for i in one %}({{ i }}){% endfor %}{{ i }}",
    "{% set i = 5 %}{% for i in one %}({{ i }}){% endfor %}{{ i }}",
    "{% for i in one %}({{ i }}){% endfor %}{% for j in one %}({{ j }}{{ i }}){% endfor %}",
    "{% for i in i %}({{ i }}){% endfor %}{{ i }}",
    "{% for i in nested %}{% for j in i %}({{ j }}){% endfor %}|{% endfor %}",
    "{% for i in nested %}{{ loop.index }}{% for i in i %}({{ i }}){% endfor %}{{ i }}{% endfor %}",
    "{% macro m(x) %}{% for i in x %}({{ i }}){% endfor %}{% endmacro %}[{{ m(pairs) }}]",
    "{% set s %}{% for i in x %}({{ i }}){% endfor %}{% endset %}[{{ s }}]",
    "{% filter upper %}{% for i in one %}({{ i }}){% endfor %}{% endfilter %}",
    "{% call echo() %}{% for i in x %}({{ i }}){% endfor %}{% endcall %}",
    "{% block b %}{% for i in x %}({{ i }}){% endfor %}{% endblock %}{{ self.b() }}",
    "{% with y = x %}{% for i in y %}({{ i }}){% endfor %}{% endwith %}",
    "{% if x %}{% for i in x %}({{ i }}){% endfor %}{% endif %}",
    "{% autoescape true %}{% for i in x %}({{ i }}){% endfor %}{% endautoescape %}",
    "{% autoescape outer %}{% for i in x %}({{ i }}){% endfor %}{% endautoescape %}",
    "{% autoescape false %}{% for i in x %}({{ i }}){% endfor %}{% endautoescape %}",
]
OPTIONS = {
    "plain": {},
    "escaping": {"autoescape": True},
    "final": {"autoescape": True, "finalize": lambda value: "-" if value is None else value},
    "strict": {"undefined": StrictUndefined},
    "unoptimized": {"optimized": False},
}


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize("source", JOINED)
def test_the_same_text_in_every_way(source, options):
    found = ways(source, values, **OPTIONS[options])
    assert len(set(found.values())) == 1, found


@pytest.mark.parametrize("source", JOINED)
def test_they_are_joined(source):
    assert is_joined(source)
    assert is_joined(source, autoescape=True)


@pytest.mark.parametrize(
    "source",
    [
        "{% for i in x %}({{ i }}){% else %}none{% endfor %}",
        "{% for i in x if i %}({{ i }}){% endfor %}",
        "{% for i in x recursive %}({{ i }}){% endfor %}",
        "{% for i in x %}({{ loop.index }}){% endfor %}",
        "{% for i in x %}({{ i }}{{ i }}){% endfor %}",
        "{% for i in x %}{% set y = i %}({{ y }}){% endfor %}",
        "{% for i in x %}({{ missing }}){% endfor %}",
        "{% for i in x %}({{ outer }}){% endfor %}",
    ],
)
def test_they_are_not_joined(source):
    assert not is_joined(source)
    found = ways(source, values, undefined=StrictUndefined)
    assert len(set(found.values())) == 1, found


def test_texts():
    render = Environment(autoescape=True).from_string("{% for i in x %}<{{ i }}>,{% endfor %}")
    assert render.render(x=["a", "<", Markup("<"), Html("h"), None]) == (
        "<a>,<&lt;>,<<>,<<b>h</b>>,<None>,"
    )
    assert render.render(x=[]) == ""
    assert render.render(x={"k": 1}) == "<k>,"
    assert Environment().from_string("{% for i in x %}{{ i }}{% endfor %}").render(x="abc") == "abc"


# -- the order of what happens


class Diary:
    """Notes when an item is asked for and when its text is made."""

    def __init__(self, count):
        self.count = count
        self.notes = []

    def __iter__(self):
        for number in range(self.count):
            self.notes.append(f"next {number}")
            yield Entry(self, number)
        self.notes.append("end")


class Entry:
    def __init__(self, diary, number):
        self.diary = diary
        self.number = number

    def __str__(self):
        self.diary.notes.append(f"text {self.number}")
        return str(self.number)

    def touch(self):
        self.diary.notes.append(f"touch {self.number}")
        return self


@pytest.mark.parametrize("environment", [Environment, PlainEnvironment])
@pytest.mark.parametrize("lazily", [False, True])
@pytest.mark.parametrize("escaping", [False, True])
def test_order_of_effects(environment, lazily, escaping):
    def notes(source):
        diary = Diary(2)
        template = environment(autoescape=escaping).from_string(source)
        (lambda **given: list(template.generate(**given)) if lazily else template.render(**given))(
            x=diary
        )
        return diary.notes

    assert notes("{% for i in x %}<{{ i }}>{% endfor %}") == [
        *("next 0", "text 0", "next 1", "text 1", "end")
    ]
    assert notes("{% for i in x %}<{{ i.touch() }}>{% endfor %}") == [
        *("next 0", "touch 0", "text 0", "next 1", "touch 1", "text 1", "end")
    ]
    assert notes("{% for i in x %}<{{ i }}{{ i.touch() }}{{ i }}>{% endfor %}") == [
        *("next 0", "text 0", "touch 0", "text 0", "text 0"),
        *("next 1", "text 1", "touch 1", "text 1", "text 1", "end"),
    ]


def test_text_of_a_value_is_made_before_the_next_value_changes_it():
    source = "{{ x }}{{ x.append(1) or '' }}{{ x }}"
    looping = "{% for i in [1] %}{{ x }}{{ x.append(1) or '' }}{{ x }}{% endfor %}"
    for text in (source, looping):
        found = ways(text, lambda: {"x": []})
        assert set(found.values()) == {"[][1]"}, found


def test_items_may_be_added_on_the_way():
    source = "{% for i in x %}{{ x.append(i - 1) or i if i else 'end' }}{% endfor %}"
    assert is_joined(source)
    assert set(ways(source, lambda: {"x": [3]}).values()) == {"321end"}


def test_what_was_rendered_before_an_error_comes_piece_by_piece():
    def failing():
        yield 1
        yield 2
        raise ValueError("enough")

    template = Environment().from_string("a{% for i in x %}<{{ i }}>{% endfor %}")
    pieces = template.generate(x=failing())
    assert [next(pieces) for _ in range(7)] == ["a", "<", "1", ">", "<", "2", ">"]
    with pytest.raises(ValueError, match="enough"):
        next(pieces)


def test_an_unfinished_generator_is_closed():
    closed = []

    def items():
        try:
            yield 1
            yield 2
        finally:
            closed.append(True)

    template = Environment().from_string("{% for i in x %}{{ i }}{% endfor %}")
    pieces = template.generate(x=items())
    assert next(pieces) == "1"
    pieces.close()
    gc.collect()
    assert closed


# -- places of errors


def failing_lines(source, lazily, **given):
    template = Environment(**given.pop("options", {})).from_string(source)
    with pytest.raises(Exception) as caught:
        list(template.generate(given)) if lazily else template.render(given)
    frames = traceback.extract_tb(caught.value.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == "<template>"]
    return lines, caught.value.__notes__[0].splitlines()[0]


@pytest.mark.parametrize("lazily", [False, True])
@pytest.mark.parametrize("escaping", [False, True])
def test_lines_of_errors(lazily, escaping):
    def lines(source, **given):
        return failing_lines(source, lazily, options={"autoescape": escaping}, **given)[0]

    def failing():
        yield 1
        raise ValueError("enough")

    value = "a\n{% for i in x %}\n\n<{{ i }}>\n{% endfor %}"
    computed = "a\n{% for i in x %}\n\n<{{ 1 / i }}>\n{% endfor %}"
    two = "a\n{% for i in x %}\n{{ i }}\n{{ 1 / i }}\n{% endfor %}"
    for source in (value, computed, two):
        assert lines(source, x=5) == [2]
        assert lines(source, x=failing()) == [2]
    assert lines(computed, x=[1, 0]) == [4]
    assert lines(two, x=[1, 0]) == [4]
    macro = (
        "{% macro m(x) %}\n{% for i in x %}\n{{ 1 / i }}{% endfor %}{% endmacro %}\n{{ m([0]) }}"
    )
    assert lines(macro) == [4, 3]
    nested = "{% for i in [1] %}\n{% for j in [0] %}\n{{ i / j }}\n{% endfor %}\n{% endfor %}"
    assert lines(nested) == [3]
    after = "{% for i in [1] %}\n{{ i }}\n{% endfor %}\n{{ 1 / 0 }}"
    assert lines(after) == [4]


@pytest.mark.parametrize("lazily", [False, True])
def test_columns_of_errors(lazily):
    assert failing_lines("{% for i in [1, 0] %}a{{ 1/i }}b{% endfor %}", lazily) == (
        [1],
        "In the template, line 1, column 26:",
    )
    assert failing_lines("\n{% for i in [0] %}\n éé{{ 1/i }}{% endfor %}", lazily) == (
        [3],
        "In the template, line 3, column 7:",
    )


def test_undefined_items():
    template = Environment(undefined=StrictUndefined).from_string(
        "{% for i in [{}] %}<{{ i.nmae }}>{% endfor %}"
    )
    with pytest.raises(UndefinedError, match="has no attribute 'nmae'"):
        template.render()


# -- inheritance, includes, hooks


def test_children_output_nothing_of_their_own():
    parts = {
        "base": "<{% block b %}{% for i in x %}({{ i }}){% endfor %}{% endblock %}>",
        "child": "{% extends 'base' %}{% for i in x %}lost {{ i }}{% endfor %}"
        "{% block b %}{{ super() }}{% for i in x %}[{{ i }}]{% endfor %}{% endblock %}",
        "perhaps": "{% if up %}{% extends 'base' %}{% endif %}{% for i in x %}{{ i }},{% endfor %}",
    }
    for environment in (Environment(loader=DictLoader(parts)), SandboxedEnvironment()):
        environment.loader = DictLoader(parts)
        render = {name: environment.get_template(name).render for name in parts}
        assert render["child"](x=[1, 2]) == "<(1)(2)[1][2]>"
        assert render["perhaps"](x=[1, 2], up=True) == "<(1)(2)>"
        assert render["perhaps"](x=[1, 2], up=False) == "1,2,"


@pytest.mark.parametrize(
    ("hook", "expected"),
    [("visit_Name", "(v1)(v2)"), ("blockvisit", "(1)(2)"), ("enter_frame", "(1)(2)")],
)
def test_hooks_of_subclasses_are_called(hook, expected):
    calls = []

    class Generator(CodeGenerator):
        def visit_Name(self, node, frame):
            calls.append("visit_Name")
            if hook == "visit_Name" and node.ctx == "load" and node.name == "i":
                self.write("'v' + str(")
                super().visit_Name(node, frame)
                self.write(")")
            else:
                super().visit_Name(node, frame)

        def blockvisit(self, nodes, frame):
            calls.append("blockvisit")
            super().blockvisit(nodes, frame)

        def enter_frame(self, frame):
            calls.append("enter_frame")
            super().enter_frame(frame)

    for name in {"visit_Name", "blockvisit", "enter_frame"} - {hook}:
        delattr(Generator, name)
    environment = Environment()
    environment.code_generator_class = Generator
    template = environment.from_string("{% for i in [1, 2] %}({{ i }}){% endfor %}")
    assert template.render() == expected
    # For the template, and for the loop.
    assert calls.count(hook) >= 2


def test_overridden_output_hooks_see_the_pieces():
    class Generator(CodeGenerator):
        def _output_child_pre(self, node, frame, finalize):
            self.write("'+' + ")
            super()._output_child_pre(node, frame, finalize)

    environment = Environment()
    environment.code_generator_class = Generator
    template = environment.from_string("{% for i in [1, 2] %}({{ i }}){% endfor %}")
    assert template.render() == "(+1)(+2)"


def test_lines_of_the_code():
    template = Environment().from_string("{% for i in x %}\n{{ i / 1 }}\n{% endfor %}\n{{ x }}")
    lines = [line for line, _ in template.debug_info]
    assert lines == [1, 2, 1, 3, 4]
    code = [line for _, line in template.debug_info]
    assert code == sorted(set(code))


texts = st.text(alphabet="ab%s(){}<>&'\"\\\n", max_size=6)


@given(before=texts, after=texts, items=st.lists(st.one_of(texts, st.integers()), max_size=5))
def test_any_text_around_any_items(before, after, items):
    environment = Environment(
        "[%", "%]", "[[", "]]", "[#", "#]", keep_trailing_newline=True, autoescape=False
    )
    source = f"[% for i in x %]{before}[[ i ]]{after}[% endfor %]"
    template = environment.from_string(source)
    expected = "".join(f"{before}{item}{after}" for item in items)
    assert template.render(x=items) == expected
    assert "".join(template.generate(x=items)) == expected
