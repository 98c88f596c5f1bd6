"""Rendering, modules and streams."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jinja2 import DictLoader, Environment, Template, TemplateSyntaxError, UndefinedError
from markupsafe import Markup

LOOP = "a{{ b }}c{% for i in items %}{{ i }}{% endfor %}"


def test_constructor() -> None:
    assert Template("<% if x %>{{ x }}<% endif %>", "<%", "%>").render(x=1) == "1"
    assert Template("{{ x }}", autoescape=True).render(x="<") == "&lt;"
    assert Template("{% do x.append(1) %}", extensions=["jinja2.ext.do"]).render(x=[]) == ""
    with pytest.raises(TypeError):
        Template("x", loader=None)  # type: ignore[call-arg]


def test_subclass() -> None:
    class Own(Template):
        pass

    assert type(Own("x")) is Own
    assert type(Environment().from_string("x", template_class=Own)) is Own


def test_arguments() -> None:
    template = Template("{{ x }}")
    assert template.render(x=1) == template.render({"x": 1}) == template.render([("x", 1)]) == "1"
    assert template.render({"x": 1}, x=2) == "2"
    with pytest.raises(TypeError):
        template.render(1, 2)


def test_arguments_are_not_changed() -> None:
    given = {"x": 1}
    assert Template("{% set x = 2 %}{% set y = 3 %}{{ x }}{{ y }}").render(given) == "23"
    assert given == {"x": 1}


def test_attributes() -> None:
    template = Environment(loader=DictLoader({"n": "{% block b %}{% endblock %}"})).get_template(
        "n"
    )
    assert (template.name, template.filename, list(template.blocks)) == ("n", None, ["b"]) or (
        template.filename == "<template>"
    )
    assert repr(template) == "<Template 'n'>"
    assert repr(Template("x")).startswith("<Template memory:")
    assert repr(template.module) == "<TemplateModule 'n'>"
    assert repr(Template("x").module).startswith("<TemplateModule memory:")


def test_lines() -> None:
    template = Template("\n\n{{ x }}\n{{ y }}")
    lines = dict(template.debug_info)
    assert template.get_corresponding_lineno(0) == 1
    assert template.get_corresponding_lineno(10_000) == max(lines)
    for line, code in template.debug_info:
        assert template.get_corresponding_lineno(code) == line


def test_functions_can_be_called_with_a_context() -> None:
    template = Template("a{% block b %}{{ x }}{% endblock %}c")
    context = template.new_context({"x": 1})
    assert "".join(template.root_render_func(context)) == "a1c"
    assert "".join(template.blocks["b"](template.new_context({"x": 2}))) == "2"


def test_replaced_functions_are_used() -> None:
    template = Template("a")
    template.root_render_func = lambda context: iter(["b", "c"])
    assert template.render() == "bc"
    assert list(template.generate()) == ["b", "c"]


def test_errors_come_from_every_way() -> None:
    template = Template("x{{ a.b.c }}")
    ways: list[Callable[[], object]] = [
        template.render,
        lambda: list(template.generate()),
        lambda: list(template.stream()),
    ]
    for way in ways:
        with pytest.raises(UndefinedError, match="'a' is undefined"):
            way()


class TestModule:
    SOURCE = "{% macro f(x) %}[{{ x }}]{% endmacro %}{% set q = 3 %}{% set _p = 1 %}body"

    def test_exports(self) -> None:
        module: Any = Template(self.SOURCE).module
        assert (str(module), module.f(1), module.q) == ("body", "[1]", 3)
        assert not hasattr(module, "_p")
        assert module.__html__() == Markup("body")
        assert "".join(module._body_stream) == "body"

    def test_once(self) -> None:
        template = Template(self.SOURCE)
        assert template.module is template.module
        assert template.make_module() is not template.module

    def test_values(self) -> None:
        module: Any = Template("{% set y = x + 1 %}").make_module({"x": 1})
        assert module.y == 2
        module = Template("{% set y = x + 1 %}").make_module(None, False, {"x": 2})
        assert module.y == 3

    def test_imports_see_the_globals_of_their_importer(self) -> None:
        environment = Environment(
            loader=DictLoader(
                {
                    "m": "{% macro f() %}{{ g }}{% endmacro %}",
                    "t": "{% import 'm' as m %}{{ m.f() }}",
                }
            )
        )
        assert environment.get_template("t", globals={"g": 1}).render() == "1"
        assert environment.get_template("m")._module is None


class TestStream:
    def stream(self) -> Any:
        return Template(LOOP).stream(b="B", items=range(5))

    def test_pieces(self) -> None:
        stream = self.stream()
        assert iter(stream) is stream
        assert "".join(stream) == "aBc01234"

    def test_lazy(self) -> None:
        seen: list[int] = []

        def items() -> Iterator[int]:
            for number in range(3):
                seen.append(number)
                yield number

        stream = Template("{% for i in items %}{{ i }}{% endfor %}").stream(items=items())
        assert seen == []
        assert next(stream) == "0"
        assert len(seen) < 3

    @pytest.mark.parametrize("size", [2, 3, 5, 100])
    def test_buffering(self, size: int) -> None:
        single = len([piece for piece in self.stream() if piece])
        stream = self.stream()
        stream.enable_buffering(size)
        assert stream.buffered
        pieces = list(stream)
        assert "".join(pieces) == "aBc01234"
        assert len(pieces) == -(-single // size)

    def test_switch(self) -> None:
        stream = self.stream()
        stream.enable_buffering(2)
        first = next(stream)
        stream.disable_buffering()
        assert not stream.buffered
        assert first + "".join(stream) == "aBc01234"

    def test_small_buffer(self) -> None:
        with pytest.raises(ValueError, match="buffer size too small"):
            self.stream().enable_buffering(1)

    def test_dump(self, tmp_path: Path) -> None:
        def stream() -> Any:
            return Template("é{{ 1 }}").stream()

        for target in (tmp_path / "a", str(tmp_path / "b")):
            stream().dump(target)
            assert Path(target).read_bytes() == b"\xc3\xa91"
        stream().dump(tmp_path / "c", "ascii", "replace")
        assert (tmp_path / "c").read_bytes() == b"?1"
        with pytest.raises(UnicodeEncodeError):
            stream().dump(tmp_path / "d", "ascii")
        binary, text = io.BytesIO(), io.StringIO()
        stream().dump(binary, "utf-8")
        stream().dump(text)
        assert (binary.getvalue(), text.getvalue()) == (b"\xc3\xa91", "é1")

    def test_dump_to_a_writer(self) -> None:
        class Writer:
            text = ""

            def write(self, text: str) -> None:
                self.text += text

        writer = Writer()
        self.stream().dump(writer)
        assert writer.text == "aBc01234"


class TestAsync:
    ENVIRONMENT = Environment(enable_async=True)

    async def numbers(self) -> AsyncIterator[int]:
        for number in range(3):
            await asyncio.sleep(0)
            yield number

    def test_every_way(self) -> None:
        template = self.ENVIRONMENT.from_string("{% for n in numbers %}{{ n }}{% endfor %}")

        async def pieces() -> list[str]:
            return [piece async for piece in template.generate_async(numbers=self.numbers())]

        assert template.render(numbers=self.numbers()) == "012"
        assert asyncio.run(template.render_async(numbers=self.numbers())) == "012"
        assert "".join(asyncio.run(pieces())) == "012"
        assert "".join(template.generate(numbers=self.numbers())) == "012"
        assert "".join(template.stream(numbers=[0, 1])) == "01"

    def test_module(self) -> None:
        template = self.ENVIRONMENT.from_string("{% set q = x %}body")
        module: Any = asyncio.run(template.make_module_async({"x": 4}))
        assert (str(module), module.q) == ("body", 4)
        with pytest.raises(RuntimeError, match="Module is not available in async mode"):
            _ = template.module
        with pytest.raises(RuntimeError, match="Async mode requires a body stream"):
            template.make_module()
        default = asyncio.run(template._get_default_module_async())
        assert asyncio.run(template._get_default_module_async()) is default

    def test_needs_async(self) -> None:
        template = Template("x")

        async def pieces() -> list[str]:
            return [piece async for piece in template.generate_async()]

        for way in (template.render_async, pieces):
            with pytest.raises(RuntimeError, match="was not created with async mode enabled"):
                asyncio.run(way())

    def test_inside_a_loop(self) -> None:
        async def render() -> str:
            return self.ENVIRONMENT.from_string("x").render()

        with pytest.raises(RuntimeError, match="cannot be called from a running event loop"):
            asyncio.run(render())

    def test_stopping_early_cleans_up(self) -> None:
        cleaned: list[bool] = []

        async def endless() -> AsyncIterator[int]:
            try:
                while True:
                    yield 1
            finally:
                cleaned.append(True)

        async def take_one() -> None:
            template = self.ENVIRONMENT.from_string("{% for n in numbers %}{{ n }}{% endfor %}")
            numbers = endless()
            pieces = template.generate_async(numbers=numbers)
            assert await pieces.__anext__() == "1"
            await pieces.aclose()
            await numbers.aclose()  # type: ignore[attr-defined]

        asyncio.run(take_one())
        assert cleaned == [True]

    def test_errors(self) -> None:
        template = self.ENVIRONMENT.from_string("{{ a.b.c }}")

        async def pieces() -> list[str]:
            return [piece async for piece in template.generate_async()]

        for way in (template.render_async, pieces):
            with pytest.raises(UndefinedError, match="'a' is undefined"):
                asyncio.run(way())


def test_threads() -> None:
    environment = Environment(
        loader=DictLoader(
            {f"t{n}": f"{{% for i in r %}}{{{{ i + {n} }}}} {{% endfor %}}" for n in range(20)}
        ),
        cache_size=7,
    )
    wrong: list[object] = []

    def work(offset: int) -> None:
        try:
            for step in range(60):
                n = (offset * 3 + step) % 20
                text = environment.get_template(f"t{n}").render(r=range(5))
                if text != "".join(f"{i + n} " for i in range(5)):
                    wrong.append(text)
        except Exception as error:
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(environment.cache or ()) <= 7


def test_syntax_errors_name_the_template() -> None:
    environment = Environment(loader=DictLoader({"t": "ok\n{% if %}"}))
    with pytest.raises(TemplateSyntaxError) as caught:
        environment.get_template("t")
    assert (caught.value.name, caught.value.lineno) == ("t", 2)


def test_own_concat_meets_errors_between_pieces() -> None:
    class Patient(Environment):
        @staticmethod
        def concat(pieces: Any) -> str:  # type: ignore[override]
            seen: list[str] = []
            try:
                seen.extend(iter(pieces))
            except UndefinedError:
                seen.append("?")
            return "|".join(seen)

    assert Patient().from_string("a{{ b }}c").render(b=1) == "a|1|c"
    assert Patient().from_string("a{{ b + 1 }}c").render() == "a|?"
