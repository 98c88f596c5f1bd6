"""Configuration, registries, and the ways to a template."""

from __future__ import annotations

import gc
import sys
import weakref
from typing import Any

import pytest

from jinja2 import (
    DictLoader,
    Environment,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplatesNotFound,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
    clear_caches,
    pass_context,
    pass_environment,
    pass_eval_context,
)
from jinja2.environment import copy_cache, create_cache, get_spontaneous_environment
from jinja2.ext import Extension
from jinja2.sandbox import SandboxedEnvironment


def test_hello() -> None:
    assert Environment().from_string("Hello {{ name|upper }}").render(name="x") == "Hello X"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"block_start_string": "{{"}, "block, variable and comment start strings"),
        ({"newline_sequence": "x"}, "'newline_sequence' must be one of"),
        ({"undefined": int}, "'undefined' must be a subclass of 'jinja2.Undefined'."),
    ],
)
def test_impossible_options(options: dict[str, Any], message: str) -> None:
    with pytest.raises(AssertionError, match=message):
        Environment(**options)
    with pytest.raises(AssertionError, match=message):
        Environment().overlay(**options)


def test_registries_belong_to_one_environment() -> None:
    first, second = Environment(), Environment()
    for name in ("filters", "tests", "globals", "policies"):
        getattr(first, name)["new"] = 1
        assert "new" not in getattr(second, name)


class TestOverlay:
    def test_links(self) -> None:
        base = Environment(loader=DictLoader({"a": "{{ g }}"}))
        overlay = base.overlay(trim_blocks=True)
        assert (overlay.overlayed, overlay.linked_to, base.overlayed) == (True, base, False)
        assert overlay.filters is base.filters
        assert overlay.trim_blocks and not base.trim_blocks
        base.globals["g"] = 1
        assert overlay.get_template("a").render() == "1"
        assert overlay.cache is not base.cache

    @pytest.mark.parametrize(
        "options",
        [
            {"variable_start_string": "<<", "variable_end_string": ">>"},
            {"autoescape": True},
            {"trim_blocks": True, "lstrip_blocks": True},
            {"finalize": lambda value: "f"},
            {"undefined": StrictUndefined},
            {"keep_trailing_newline": True, "newline_sequence": "\r\n"},
            {"enable_async": True},
            {"optimized": False},
        ],
    )
    def test_same_as_a_new_environment(self, options: dict[str, Any]) -> None:
        source = "a\n  {% if 1 %}\n{{ '<' ~ x }}<< x >>\n  {% endif %}\n{{ 1 }}{{ y|d(2) }}\n"
        new = Environment(**options).from_string(source)
        assert Environment().overlay(**options).from_string(source).render(x=1) == new.render(x=1)

    @pytest.mark.parametrize(
        ("size", "options", "expected"),
        [
            (0, {}, None),
            (-1, {}, dict),
            (0, {"cache_size": 3}, 3),
            (5, {}, 5),
            (5, {"cache_size": 0}, None),
        ],
    )
    def test_cache(self, size: int, options: dict[str, Any], expected: object) -> None:
        cache = Environment(cache_size=size).overlay(**options).cache
        if expected is None:
            assert cache is None
        elif expected is dict:
            assert cache == {}
        else:
            assert cache is not None
            assert cache.capacity == expected  # type: ignore[attr-defined]

    def test_extensions(self) -> None:
        class One(Extension):
            def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
                return source + self.environment.variable_start_string

        class Two(Extension):
            pass

        base = Environment(extensions=[One])
        overlay = base.overlay(variable_start_string="<<", extensions=[Two])
        assert base.preprocess("x") == "x{{"
        assert overlay.preprocess("x") == "x<<"
        assert len(base.extensions) == 1 and len(overlay.extensions) == 2

    def test_unknown_option(self) -> None:
        with pytest.raises(TypeError, match="unexpected keyword argument 'bogus'"):
            Environment().overlay(bogus=1)  # type: ignore[call-arg]


class TestExtensions:
    def test_order_and_hooks(self) -> None:
        class First(Extension):
            priority = 1

            def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
                return source + "1"

        class Second(Extension):
            def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
                return source + "2"

            def filter_stream(self, stream: Any) -> Any:
                return (token for token in stream)

        environment = Environment(extensions=[Second, First])
        assert [type(extension) for extension in environment.iter_extensions()] == [First, Second]
        assert environment.preprocess("x") == "x12"
        assert environment.from_string("x").render() == "x12"

    def test_by_name(self) -> None:
        environment = Environment(extensions=["jinja2.ext.do"])
        assert list(environment.extensions) == ["jinja2.ext.ExprStmtExtension"]
        environment.add_extension("jinja2.ext.loopcontrols")
        assert len(environment.extensions) == 2
        with pytest.raises(ImportError):
            Environment(extensions=["there_is_no.such_thing"])

    def test_extend(self) -> None:
        environment = Environment()
        environment.extend(mine=1, cache=None)
        assert environment.mine == 1  # type: ignore[attr-defined]
        assert environment.cache is not None


class TestLookup:
    class Thing:
        size = 3

        def __getitem__(self, name: str) -> str:
            return {"item": "i", "size": "big"}[name]

    def test_getitem(self) -> None:
        environment = Environment()
        assert environment.getitem({"a": 1}, "a") == 1
        assert environment.getitem([1], 0) == 1
        assert environment.getitem(self.Thing(), "size") == "big"
        assert environment.getitem(object(), "__class__") is object
        for obj, key in (([1], 5), ({}, []), (object(), 1), (1, Undefined()), ([1], "0")):
            assert isinstance(environment.getitem(obj, key), Undefined)

    def test_getattr(self) -> None:
        environment = Environment()
        assert environment.getattr(self.Thing(), "size") == 3
        assert environment.getattr(self.Thing(), "item") == "i"
        assert isinstance(environment.getattr(object(), "q"), Undefined)
        assert isinstance(environment.getattr({}, "q"), Undefined)


class TestCalls:
    def test_marks(self) -> None:
        environment = Environment()
        context = environment.from_string("").new_context()
        environment.filters["c"] = pass_context(lambda first, value: first is context)
        environment.filters["e"] = pass_eval_context(lambda first, value: first)
        environment.tests["n"] = pass_environment(lambda first, value: first is environment)
        assert environment.call_filter("c", 1, context=context) is True
        assert environment.call_filter("e", 1, context=context) is context.eval_ctx
        assert environment.call_filter("e", 1, eval_ctx=3) == 3  # type: ignore[arg-type]
        assert environment.call_filter("e", 1).environment is environment
        assert environment.call_test("n", 1) is True

    def test_arguments(self) -> None:
        environment = Environment()
        assert environment.call_filter("replace", "abc", ["b"], {"new": "x"}) == "axc"
        assert environment.call_test("divisibleby", 4, [2]) is True

    def test_no_context(self) -> None:
        with pytest.raises(
            TemplateRuntimeError, match="Attempted to invoke a context filter without context"
        ):
            Environment().call_filter("map", [1])

    def test_unknown(self) -> None:
        environment = Environment()
        with pytest.raises(TemplateRuntimeError) as caught:
            environment.call_filter("uper", 1)
        assert str(caught.value) == "No filter named 'uper'."
        assert caught.value.__notes__ == ["Did you mean 'upper'?"]
        with pytest.raises(TemplateRuntimeError) as caught:
            environment.call_test("defned", 1)
        assert "'defined'" in caught.value.__notes__[0]
        with pytest.raises(TemplateRuntimeError) as caught:
            environment.call_test("xxxxxxxx", 1)
        assert not hasattr(caught.value, "__notes__")

    def test_undefined_name(self) -> None:
        with pytest.raises(TemplateRuntimeError) as caught:
            Environment().call_filter(Undefined(name="v"), 1)  # type: ignore[arg-type]
        assert str(caught.value) == (
            "No filter named Undefined."
            " ('v' is undefined; did you forget to quote the callable name?)"
        )


class TestCompile:
    def test_code(self) -> None:
        environment = Environment()
        assert environment.compile("x").co_filename == "<template>"
        assert environment.compile("x", filename="f").co_filename == "f"
        assert isinstance(environment.compile("x", raw=True), str)
        tree = environment.parse("{{ 1 }}")
        assert environment.from_string(tree).render() == "1"

    def test_the_steps_can_be_overridden(self) -> None:
        steps: list[str] = []

        class Own(Environment):
            def _parse(self, *args: Any) -> Any:
                steps.append("parse")
                return super()._parse(*args)

            def _generate(self, *args: Any, **kwargs: Any) -> Any:
                steps.append("generate")
                return super()._generate(*args, **kwargs)

            def _compile(self, *args: Any) -> Any:
                steps.append("compile")
                return super()._compile(*args)

        Own().from_string("x")
        assert steps == ["parse", "generate", "compile"]

    def test_not_a_source(self) -> None:
        with pytest.raises(TypeError, match="Can't compile non template nodes"):
            Environment().compile(3)  # type: ignore[call-overload]

    @pytest.mark.parametrize("call", ["compile", "parse", "from_string", "compile_expression"])
    def test_errors(self, call: str) -> None:
        with pytest.raises(TemplateSyntaxError) as caught:
            getattr(Environment(), call)("{% if")
        assert caught.value.source == "{% if"
        assert caught.value.lineno == 1

    def test_deterministic(self) -> None:
        source = "{% macro m(a, b=1) %}{{ a|upper }}{{ x }}{% endmacro %}{% for i in y if i is odd %}{{ m(i) }}{% endfor %}"
        assert len({Environment().compile(source, raw=True) for _ in range(5)}) == 1

    def test_lex(self) -> None:
        assert list(Environment().lex("a{{ b }}")) == [
            (1, "data", "a"),
            (1, "variable_begin", "{{"),
            (1, "whitespace", " "),
            (1, "name", "b"),
            (1, "whitespace", " "),
            (1, "variable_end", "}}"),
        ]


class TestExpression:
    def test_values(self) -> None:
        expression = Environment().compile_expression("foo == 42")
        assert expression(foo=42) is True
        assert expression({"foo": 23}) is False
        assert expression([("foo", 42)]) is True

    def test_undefined(self) -> None:
        assert Environment().compile_expression("foo")() is None
        assert isinstance(Environment().compile_expression("foo", False)(), Undefined)

    @pytest.mark.parametrize("source", ["1 2", "1 +", "", "a b"])
    def test_errors(self, source: str) -> None:
        with pytest.raises(TemplateSyntaxError):
            Environment().compile_expression(source)


class TestLoading:
    SOURCES = {
        "a": "A{{ g }}",
        "b": "{% include 'a' %}",
        "dir/c": "{% include 'd' %}",
        "dir/d": "D",
    }

    def environment(self, **options: Any) -> Environment:
        return Environment(loader=DictLoader(dict(self.SOURCES)), **options)

    def test_cached(self) -> None:
        environment = self.environment()
        template = environment.get_template("a")
        assert environment.get_template("a") is template
        assert environment.get_template(template) is template
        assert environment.overlay().get_template("a") is not template

    def test_not_cached(self) -> None:
        environment = self.environment(cache_size=0)
        assert environment.get_template("a") is not environment.get_template("a")

    def test_size(self) -> None:
        environment = self.environment(cache_size=1)
        template = environment.get_template("a")
        environment.get_template("b")
        assert environment.get_template("a") is not template
        assert len(environment.cache or ()) == 1

    @pytest.mark.parametrize(("reload", "expected"), [(True, "new"), (False, "A")])
    def test_reload(self, reload: bool, expected: str) -> None:
        environment = self.environment(auto_reload=reload)
        assert environment.get_template("a").render() == "A"
        environment.loader.mapping["a"] = "new"  # type: ignore[union-attr]
        assert environment.get_template("a").render() == expected

    def test_another_loader(self) -> None:
        environment = self.environment()
        environment.get_template("a")
        environment.loader = DictLoader({"a": "other"})
        assert environment.get_template("a").render() == "other"

    def test_globals(self) -> None:
        environment = self.environment()
        environment.globals["g"] = 0
        assert environment.get_template("a").render() == "A0"
        template = environment.get_template("a", globals={"g": 1})
        assert template.render() == "A1"
        environment.get_template("a", globals={"g": 2})
        assert template.render() == "A2"
        assert template.render(g=3) == "A3"
        assert environment.from_string("{{ g }}{{ h }}", {"h": 5}).render() == "05"

    def test_join_path(self) -> None:
        class Relative(Environment):
            def join_path(self, template: str, parent: str) -> str:
                return parent.rpartition("/")[0] + "/" + template

        environment = Relative(loader=DictLoader(self.SOURCES))
        assert environment.get_template("dir/c").render() == "D"
        assert environment.get_template("d", "dir/c").render() == "D"
        assert environment.select_template(["x", "d"], "dir/c").render() == "D"

    def test_select(self) -> None:
        environment = self.environment()
        template = environment.get_template("a")
        assert environment.select_template(["x", "a"]) is template
        assert environment.select_template(["x", template]) is template
        assert environment.get_or_select_template("a") is template
        assert environment.get_or_select_template(["a"]) is template
        assert environment.get_or_select_template(template) is template
        assert environment.select_template([Undefined(name="u"), "a"]) is template  # type: ignore[list-item]

    def test_select_errors(self) -> None:
        environment = self.environment()
        with pytest.raises(TemplatesNotFound, match="Tried to select from an empty list"):
            environment.select_template([])
        with pytest.raises(TemplatesNotFound) as caught:
            environment.select_template(["x", "y"])
        assert str(caught.value) == "none of the templates given were found: x, y"
        assert caught.value.templates == ["x", "y"]
        for call in (
            environment.select_template,
            environment.get_or_select_template,
            environment.get_template,
        ):
            with pytest.raises(UndefinedError, match="'u' is undefined"):
                call(Undefined(name="u"))  # type: ignore[operator]

    def test_near_names_of_several(self) -> None:
        with pytest.raises(TemplatesNotFound) as caught:
            self.environment().select_template(["dir/e", "zzzz"])
        assert (
            caught.value.__notes__ == ["'dir/e': Did you mean 'dir/c' or 'dir/d'?"]
            or len(caught.value.__notes__) == 1
        )

    def test_no_loader(self) -> None:
        with pytest.raises(TypeError, match="no loader for this environment specified"):
            Environment().get_template("x")
        with pytest.raises(AssertionError, match="No loader configured"):
            Environment().list_templates()

    def test_list(self) -> None:
        environment = Environment(loader=DictLoader({"a.html": "", "b.txt": "", "html": ""}))
        assert environment.list_templates() == ["a.html", "b.txt", "html"]
        assert environment.list_templates(["html"]) == ["a.html"]
        assert environment.list_templates(filter_func=lambda name: name < "b") == ["a.html"]
        with pytest.raises(TypeError, match="but not both"):
            environment.list_templates(["html"], lambda name: True)

    def test_missing(self) -> None:
        with pytest.raises(TemplateNotFound, match="nope"):
            self.environment().get_template("nope")


class TestCaches:
    def test_kinds(self) -> None:
        assert create_cache(0) is None
        assert create_cache(-1) == {}
        assert copy_cache(None) is None
        assert copy_cache({1: 2}) == {}  # type: ignore[dict-item]
        cache = create_cache(3)
        assert cache is not None
        cache["a"] = 1  # type: ignore[index, assignment]
        copy = copy_cache(cache)
        assert copy is not None
        assert (copy.capacity, len(copy)) == (3, 0)  # type: ignore[attr-defined]

    def test_spontaneous(self) -> None:
        environment = get_spontaneous_environment(Environment)
        assert environment.shared
        assert get_spontaneous_environment(Environment) is environment
        assert Template("x").environment is Template("y").environment
        clear_caches()
        assert get_spontaneous_environment(Environment) is not environment

    @pytest.mark.skipif(
        sys.version_info < (3, 14) and not getattr(sys, "_is_gil_enabled", lambda: True)(),
        reason="the first free-threaded Python forgets no functions once there were threads",
    )
    def test_environments_can_be_forgotten(self) -> None:
        environment = Environment(loader=DictLoader({"a": "{{ x }}"}))
        environment.get_template("a").render()
        gone = weakref.ref(environment)
        del environment
        gc.collect()
        gc.collect()
        assert gone() is None


class Attributed:
    name = "attribute"

    def __getitem__(self, key: str) -> str:
        return f"item {key}"


class Derived(dict[str, str]):
    name = "attribute"


@pytest.mark.parametrize(
    ("owner", "source", "output"),
    [
        ({"name": "item"}, "name", "item"),
        ({}, "name", ""),
        ({"name": None}, "name", "None"),
        ({"items": 1}, "items()|list", "[('items', 1)]"),
        (Derived(name="item"), "name", "attribute"),
        (Derived(other="item"), "other", "item"),
        (Attributed(), "name", "attribute"),
        (Attributed(), "other", "item other"),
        (Attributed, "other", ""),
        ("text", "upper()", "TEXT"),
        ("text", "nope", ""),
        (3, "real", "3"),
        (None, "nope", ""),
    ],
)
@pytest.mark.parametrize(
    "place",
    [
        "{{ owner.%s }}",
        "{%% for o in [owner] %%}{{ o.%s }}{%% endfor %%}",
        "{%% macro m(o) %%}{{ o.%s }}{%% endmacro %%}{{ m(owner) }}",
        "{%% for o in [owner] %%}{{ loop.index }}{{ o.%s }}{%% endfor %%}",
    ],
)
@pytest.mark.parametrize("kind", [Environment, SandboxedEnvironment])
def test_attributes_come_before_items_wherever_they_are_looked_up(
    kind: type[Environment], place: str, owner: object, source: str, output: str
) -> None:
    rendered = kind().from_string(place % source).render(owner=owner)
    assert rendered == ("1" if "loop" in place else "") + output


def test_an_environment_with_its_own_attributes_is_asked_everywhere() -> None:
    class Shouting(Environment):
        def getattr(self, obj: object, attribute: str) -> str:
            return f"{attribute}!"

    source = "{{ a.x }}{% for b in [{'x': 1}] %}{{ b.x }}{{ loop.index }}{% endfor %}"
    template = Shouting().from_string(source)
    assert template.render(a={"x": 1}).startswith("x!x!")
