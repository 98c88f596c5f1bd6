"""Undefined values, contexts, loops, macros and blocks, used from Python."""

from __future__ import annotations

import asyncio
import copy
import logging
import pickle
from unittest.mock import MagicMock

import pytest

from jinja2 import (
    ChainableUndefined,
    DebugUndefined,
    Environment,
    StrictUndefined,
    Undefined,
    UndefinedError,
    make_logging_undefined,
    pass_context,
    pass_environment,
    pass_eval_context,
)
from jinja2.runtime import (
    AsyncLoopContext,
    Context,
    LoopContext,
    markup_join,
    missing,
    new_context,
    str_join,
)
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

MESSAGES = [
    ({}, "None is undefined"),
    ({"name": "x"}, "'x' is undefined"),
    ({"obj": {}, "name": "x"}, "'dict object' has no attribute 'x'"),
    ({"obj": 3, "name": 5}, "int object has no element 5"),
    ({"obj": None, "name": "x"}, "'None' has no attribute 'x'"),
    ({"hint": "a hint", "name": "x"}, "a hint"),
]
FORBIDDEN = {
    "add": lambda u: u + 1,
    "radd": lambda u: 1 + u,
    "call": lambda u: u(),
    "attribute": lambda u: u.foo,
    "item": lambda u: u["foo"],
    "compare": lambda u: u < 1,
    "int": int,
    "complex": complex,
    "minus": lambda u: -u,
}


@pytest.mark.parametrize("cls", [Undefined, ChainableUndefined, DebugUndefined, StrictUndefined])
@pytest.mark.parametrize(("arguments", "message"), MESSAGES)
def test_messages(cls, arguments, message):
    value = cls(**arguments)
    assert value._undefined_message == message
    with pytest.raises(UndefinedError) as caught:
        value()
    assert str(caught.value) == message


@pytest.mark.parametrize("name", FORBIDDEN)
def test_forbidden(name):
    with pytest.raises(UndefinedError):
        FORBIDDEN[name](Undefined(name="x"))
    if name not in ("attribute", "item"):
        with pytest.raises(UndefinedError):
            FORBIDDEN[name](ChainableUndefined(name="x"))


def test_allowed():
    value = Undefined(name="x")
    assert (str(value), len(value), list(value), bool(value)) == ("", 0, [], False)
    assert value == Undefined() and value != 1 and hash(value) == hash(Undefined())
    assert not hasattr(value, "__html__") and repr(value) == "Undefined"
    assert copy.deepcopy(value)._undefined_name == "x"
    assert pickle.loads(pickle.dumps(value))._undefined_name == "x"

    async def items():
        return [item async for item in value]

    assert asyncio.run(items()) == []


def test_family():
    assert str(ChainableUndefined(name="x").a["b"].c) == ""
    assert ChainableUndefined().__html__() == ""
    assert str(DebugUndefined(name="x")) == "{{ x }}"
    assert str(DebugUndefined(obj={}, name="x")) == "{{ no such element: dict object['x'] }}"
    assert str(DebugUndefined(hint="h")) == "{{ undefined value printed: h }}"
    for use in (str, len, bool, list, hash, lambda u: u == 1, lambda u: u != 1, lambda u: 1 in u):
        with pytest.raises(UndefinedError):
            use(StrictUndefined(name="x"))
    with pytest.raises(AttributeError):
        ChainableUndefined().__nope__


def test_logging(caplog):
    cls = make_logging_undefined(logging.getLogger("templates"))
    value = cls(name="x")
    str(value), list(value), bool(value)
    with pytest.raises(UndefinedError):
        value.attribute
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        ("WARNING", "Template variable warning: 'x' is undefined")
    ] * 3 + [("ERROR", "Template variable error: 'x' is undefined")]


def test_context():
    environment = Environment()
    context = new_context(environment, "n", {}, {"x": 1}, globals={"g": 2})
    context.vars["y"] = 3
    context.exported_vars.add("y")
    assert (context["x"], context["g"], context["y"]) == (1, 2, 3)
    assert context.get("q", 5) == 5 and "q" not in context and "y" in context
    assert context.resolve_or_missing("q") is missing
    assert isinstance(context.resolve("q"), Undefined)
    assert context.get_exported() == {"y": 3} and context.globals_keys == {"g"}
    assert context.get_all() == dict(context.items()) == {"x": 1, "g": 2, "y": 3}
    assert list(context.keys()) == ["g", "x", "y"] and sorted(context.values()) == [1, 2, 3]
    assert repr(context) == "<Context {'g': 2, 'x': 1, 'y': 3} of 'n'>"
    derived = context.derived({"x": 9, "z": missing})
    assert derived["x"] == 9 and "z" not in derived and context["x"] == 1
    assert derived.eval_ctx is context.eval_ctx
    with pytest.raises(KeyError):
        context["q"]


def test_context_class():
    class Loud(Context):
        def resolve_or_missing(self, key):
            value = super().resolve_or_missing(key)
            return key.upper() if value is missing else value

    environment = Environment()
    environment.context_class = Loud
    assert environment.from_string("{{ a }}{{ b }}").render(b=1) == "A1"


def test_marked_callables():
    class Marked:
        @pass_context
        def __call__(self, context):
            return context["x"]

    environment = Environment()
    given = {
        "x": "X",
        "marked": Marked(),
        "by_context": pass_context(lambda context: context["x"]),
        "by_eval": pass_eval_context(lambda eval_ctx: eval_ctx.autoescape),
        "by_environment": pass_environment(lambda env: env is environment),
        "stops": lambda: next(iter(())),
    }
    source = "{{ marked() }}{{ by_context() }}{{ by_eval() }}{{ by_environment() }}{{ stops() }}"
    assert environment.from_string(source).render(given) == "XXFalseTrue"


def facts(loop):
    return [loop.index, loop.revindex, loop.first, loop.last, loop.length, loop.depth]


@pytest.mark.parametrize("make", [list, iter, tuple])
def test_loop(make):
    loop = LoopContext(make("abc"), Undefined)
    seen = [(item, facts(same), same.previtem, same.nextitem) for item, same in loop]
    assert [(s[0], s[1]) for s in seen] == [
        ("a", [1, 3, True, False, 3, 1]),
        ("b", [2, 2, False, False, 3, 1]),
        ("c", [3, 1, False, True, 3, 1]),
    ]
    assert [s[2] for s in seen][1:] == ["a", "b"] and [s[3] for s in seen][:2] == ["b", "c"]
    assert isinstance(seen[0][2], Undefined) and isinstance(seen[2][3], Undefined)
    assert repr(loop) == "<LoopContext 3/3>"


@pytest.mark.parametrize("look", ["last", "nextitem", "length", "revindex0"])
@pytest.mark.parametrize("make", [list, iter])
def test_looking_ahead_loses_nothing(look, make):
    loop = LoopContext(make(range(5)), Undefined)
    assert [(getattr(loop, look), item)[1] for item in loop._each()] == list(range(5))


def test_loop_methods():
    loop = LoopContext([1, 2, 3], Undefined)
    cycled = [same.cycle("a", "b") for _, same in loop]
    assert cycled == ["a", "b", "a"]
    assert [loop.changed(value) for value in (1, 1, 2)] == [True, False, True]
    with pytest.raises(TypeError, match="no items for cycling given"):
        loop.cycle()
    with pytest.raises(TypeError, match="must have the 'recursive' marker"):
        loop([1])


def test_async_loop():
    async def letters():
        for letter in "abc":
            yield letter

    async def run(items):
        seen = []
        async for item, loop in AsyncLoopContext(items, Undefined):
            seen.append((item, await loop.last, await loop.length, await loop.revindex, loop.index))
        return seen

    expected = [("a", False, 3, 3, 1), ("b", False, 3, 2, 2), ("c", True, 3, 1, 3)]
    assert asyncio.run(run(letters())) == asyncio.run(run("abc")) == expected


MACROS = """
{%- macro m(a, b=2) %}{{ a }}{{ b }}{% endmacro %}
{%- macro k() %}{{ kwargs }}{{ varargs }}{% endmacro %}
{%- macro c() %}{{ caller() }}{% endmacro %}
{%- macro d(caller=3) %}{{ caller }}{% endmacro %}"""


def test_macros():
    module = Environment().from_string(MACROS).module
    assert module.m(1) == module.m(a=1) == "12" and module.m(1, b=3) == "13"
    assert module.m() == "2"
    assert module.k(1, x=2) == "{'x': 2}(1,)"
    assert module.c(caller=lambda: 5) == "5" and module.d() == "3"
    assert (module.m.name, module.m.arguments, module.m.caller) == ("m", ("a", "b"), False)
    assert repr(module.m) == "<Macro 'm'>"
    assert type(Environment(autoescape=True).from_string(MACROS).module.m("<")) is Markup


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda m: m.m(1, 2, 3), "macro 'm' takes not more than 2 argument(s)"),
        (lambda m: m.m(1, z=3), "macro 'm' takes no keyword argument 'z'"),
        (
            lambda m: m.m(1, caller=3),
            (
                "macro 'm' was invoked with two values for the special caller argument."
                " This is most likely a bug."
            ),
        ),
    ],
)
def test_macro_arguments(call, message):
    with pytest.raises(TypeError) as caught:
        call(Environment().from_string(MACROS).module)
    assert str(caught.value) == message


def test_joins():
    assert str_join([1, "<"]) == "1<"
    assert markup_join(["<", 1]) == "<1"
    assert markup_join(["<", Markup("<"), "<"]) == Markup("&lt;<&lt;")

    class Html:
        def __html__(self):
            return "<i>"

        def __str__(self):
            return "<s>"

    # What counts is the text of a value.
    assert markup_join([Html(), "<"]) == "<s><"
    assert markup_join([Html(), Markup("<")]) == Markup("&lt;s&gt;<")


def test_missing():
    assert repr(missing) == "missing" and copy.copy(missing) is missing
    assert pickle.loads(pickle.dumps(missing)) is missing


@pytest.mark.parametrize("kind", [Undefined, StrictUndefined, ChainableUndefined, DebugUndefined])
def test_special_names_of_undefined_are_operations(kind):
    """A walk over the special names of the class, to wrap them, finds no tables among them."""
    assert "__annotations__" not in vars(kind)


class Broken:
    def __getattr__(self, name):
        if name == "dynamic":
            raise AttributeError("dynamic cause")
        raise AttributeError(name)


class BrokenProperty:
    calls = 0

    @property
    def q(self):
        self.calls += 1
        raise AttributeError("deep cause")


class BrokenItem:
    def __getitem__(self, key):
        raise LookupError("item cause")


def cause_of(environment, source, value):
    with pytest.raises(UndefinedError) as caught:
        if environment.is_async:
            asyncio.run(environment.from_string(source).render_async(b=value))
        else:
            environment.from_string(source).render(b=value)
    return repr(caught.value.__cause__)


@pytest.mark.parametrize("kind", [Environment, SandboxedEnvironment])
@pytest.mark.parametrize("is_async", [False, True])
@pytest.mark.parametrize(
    ("source", "value", "cause"),
    [
        ("{{ b.q.x }}", BrokenProperty(), "AttributeError('deep cause')"),
        ("{{ b['q'].x }}", BrokenProperty(), "AttributeError('deep cause')"),
        ("{{ b.q.x }}", Broken(), "AttributeError('q')"),
        ("{{ b.dynamic.x }}", Broken(), "AttributeError('dynamic cause')"),
        ("{{ b.q() }}", BrokenProperty(), "AttributeError('deep cause')"),
        ("{{ b.q + 1 }}", BrokenProperty(), "AttributeError('deep cause')"),
        (
            "{% for i in [1] %}{{ b.q.x }}{% endfor %}",
            BrokenProperty(),
            "AttributeError('deep cause')",
        ),
        ("{% set v = b.q %}{{ v.x }}", BrokenProperty(), "AttributeError('deep cause')"),
        ("{{ [b]|map(attribute='q.x')|list }}", BrokenProperty(), "AttributeError('deep cause')"),
        ("{{ b['q'].x }}", BrokenItem(), "LookupError('item cause')"),
        ("{{ b.q.x }}", BrokenItem(), "LookupError('item cause')"),
        ("{{ b[0].x }}", BrokenItem(), "LookupError('item cause')"),
        ("{{ b.q.x }}", {}, "None"),
        ("{{ b.q.x }}", 5, "None"),
        ("{{ b[3].x }}", [], "None"),
        ("{{ nope.x }}", None, "None"),
    ],
)
def test_cause_of_an_undefined_value(kind, is_async, source, value, cause):
    environment = kind(enable_async=is_async, undefined=StrictUndefined)
    assert cause_of(environment, source, value) == cause


def test_cause_with_other_kinds_of_undefined():
    class Own(Undefined):
        def __init__(self, hint=None, obj=None, name=None, exc=UndefinedError):
            super().__init__(hint, obj, name, exc)

    for kind in (Own, make_logging_undefined(logging.getLogger("cause"))):
        cause = cause_of(Environment(undefined=kind), "{{ b.q.x }}", BrokenProperty())
        assert cause == "AttributeError('deep cause')"
    chained = Environment(undefined=ChainableUndefined)
    assert (
        cause_of(chained, "{{ b.q.x.y + 1 }}", BrokenProperty()) == "AttributeError('deep cause')"
    )


def test_a_failing_property_outside_of_loops_runs_once():
    value = BrokenProperty()
    assert Environment().from_string("{{ b.q }}").render(b=value) == ""
    assert value.calls == 1


def test_undefined_values_with_a_cause_are_copied_and_pickled():
    value = Environment().getattr(BrokenProperty(), "q")
    value._undefined_obj = None
    for twin in (copy.copy(value), pickle.loads(pickle.dumps(value))):
        with pytest.raises(UndefinedError) as caught:
            twin.x
        assert repr(caught.value.__cause__) == "AttributeError('deep cause')"


class AnswersEverything:
    def __getattr__(self, name):
        return AnswersEverything()

    def __call__(self, *args):
        return len(args)


@pytest.mark.parametrize(
    "kind", [AnswersEverything, lambda: MagicMock(side_effect=lambda *a: len(a))]
)
@pytest.mark.parametrize("is_async", [False, True])
def test_objects_that_answer_everything_are_called_without_context(kind, is_async):
    environment = Environment(enable_async=is_async)
    value = kind()
    environment.filters["f"] = environment.tests["f"] = value
    source = "{{ o(1) }}{{ 1|f }}{{ 1 is f }}{{ [1]|map('f')|list }}{{ [1]|select('f')|list }}"
    assert environment.from_string(source).render(o=value) == "111[1][1]"
