"""One environment, many threads: what each gets is what it would get alone.

The free-threaded build runs these at the same time in earnest; elsewhere a short switch interval
makes threads meet in the middle of things.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Iterator

import pytest

from jinja2 import DictLoader, Environment, StrictUndefined, Template, UndefinedError
from jinja2.nativetypes import NativeEnvironment
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import clear_caches

PARTS = {
    "base": "<{% block head %}base{% endblock %}|{% block body %}{% endblock %}>",
    "page": "{% extends 'base' %}{% from 'macros' import row %}"
    "{% block head %}{{ super() }} {{ name }}{% endblock %}"
    "{% block body %}{% for i in items %}{{ row(i) }}{{ loop.index }}{% endfor %}"
    "{% include 'foot' %}{% endblock %}",
    "macros": "{% macro row(x, y=none) %}[{{ x|e }}{{ y or x|string|upper }}]{% endmacro %}",
    "foot": "{% for k, v in table|dictsort %}{{ k }}={{ v.w.x }};{% endfor %}{{ name|title }}",
    "tree": "{% for n in nodes recursive %}{{ n.v }}{% if n.c %}({{ loop(n.c) }}){% endif %}"
    "{% endfor %}",
}


@pytest.fixture(autouse=True)
def hurried() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(before)


def together(work: Callable[[int], object], count: int = 6) -> list[object]:
    """Run `work` in many threads that begin at once; give the results in order."""
    barrier = threading.Barrier(count)
    results: list[object] = [None] * count
    errors: list[BaseException] = []

    def run(number: int) -> None:
        barrier.wait()
        try:
            results[number] = work(number)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors, errors
    return results


def values(number: int) -> dict[str, object]:
    return {
        "name": f"name{number}",
        "items": [f"<{number}.{index}>" for index in range(5)],
        "table": {f"k{index}": {"w": {"x": number * index}} for index in range(4)},
    }


def expected(number: int) -> str:
    given = values(number)
    rows = "".join(
        f"[{item.replace('<', '&lt;').replace('>', '&gt;')}"
        f"{item.upper().replace('<', '&lt;').replace('>', '&gt;')}]{index}"
        for index, item in enumerate(given["items"], 1)  # type: ignore[arg-type]
    )
    table = "".join(f"k{index}={number * index};" for index in range(4))
    return f"<base name{number}|{rows}{table}Name{number}>"


KINDS: dict[str, Callable[..., Environment]] = {
    "plain": Environment,
    "small cache": lambda **options: Environment(cache_size=1, **options),
    "no cache": lambda **options: Environment(cache_size=0, **options),
    "sandboxed": SandboxedEnvironment,
    "async": lambda **options: Environment(enable_async=True, **options),
}


@pytest.mark.parametrize("kind", KINDS)
def test_pages(kind: str) -> None:
    for _ in range(2):
        environment = KINDS[kind](loader=DictLoader(PARTS), autoescape=True)

        def work(number: int, environment: Environment = environment) -> bool:
            wanted = expected(number)
            return all(
                environment.get_template("page").render(values(number)) == wanted for _ in range(2)
            )

        assert all(together(work))


def test_lazy_versions_are_made_once_for_all() -> None:
    for _ in range(2):
        template = Environment(loader=DictLoader(PARTS), autoescape=True).get_template("page")
        together(lambda number, page=template: "".join(page.generate(values(number))))
        found = together(lambda number, page=template: "".join(page.generate(values(number))))
        assert found == [expected(number) for number in range(6)]


def test_one_template_compiled_by_many() -> None:
    environment = Environment()

    def work(number: int) -> list[str]:
        return [
            environment.from_string(
                f"{{% macro m(x) %}}{{{{ x }}}}{{% endmacro %}}{{{{ m({number}) }}}}{{{{ a|upper }}}}"
            ).render(a=f"a{index}")
            for index in range(4)
        ]

    assert together(work) == [[f"{number}A{index}" for index in range(4)] for number in range(6)]


def test_modules_are_shared() -> None:
    environment = Environment(loader=DictLoader(PARTS))
    found = together(lambda number: environment.get_template("macros").module.row(number))
    assert found == [f"[{number}{number}]" for number in range(6)]


def test_recursion() -> None:
    environment = Environment(loader=DictLoader(PARTS))

    def nodes(number: int, depth: int) -> list[dict[str, object]]:
        return [{"v": number, "c": nodes(number, depth - 1) if depth else []} for _ in range(2)]

    found = together(lambda number: environment.get_template("tree").render(nodes=nodes(number, 3)))
    assert [len(set(str(text)) - set("()")) for text in found] == [1] * 6


def test_errors_belong_to_their_thread() -> None:
    template = Environment(undefined=StrictUndefined).from_string("\n{{ a.b }}{{ a['count'].d }}")

    def work(number: int) -> list[str]:
        with pytest.raises(UndefinedError) as caught:
            template.render(a={"b": number, f"count{number}": 0})
        return caught.value.__notes__

    for number, notes in enumerate(together(work)):
        assert "line 2, column" in notes[0]  # type: ignore[index]
        assert f"Did you mean 'count{number}'?" in notes  # type: ignore[operator]


def test_spontaneous_environments() -> None:
    clear_caches()
    found = together(
        lambda number: Template("{{ x }}", trim_blocks=bool(number % 2)).render(x=number)
    )
    assert found == [str(number) for number in range(6)]


def test_changes_of_an_environment_do_no_harm() -> None:
    environment = Environment(loader=DictLoader(dict(PARTS)), autoescape=True)
    stop = threading.Event()

    def meddle() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            environment.filters[f"f{number % 7}"] = str
            environment.globals[f"g{number % 7}"] = number
            environment.overlay(trim_blocks=True).from_string("{{ 1 }}")
            environment.cache.clear()  # type: ignore[union-attr]
            clear_caches()

    meddler = threading.Thread(target=meddle)
    meddler.start()
    try:
        found = together(lambda number: environment.get_template("page").render(values(number)))
    finally:
        stop.set()
        meddler.join()
    assert found == [expected(number) for number in range(6)]


def test_loops_of_their_own() -> None:
    environment = Environment(enable_async=True)
    template = environment.from_string("{% for i in x %}{{ i() }}{% endfor %}")

    async def value(number: int) -> int:
        await asyncio.sleep(0)
        return number

    def work(number: int) -> str:
        async def main() -> list[str]:
            calls = [lambda: value(number)] * 3
            return await asyncio.gather(*(template.render_async(x=calls) for _ in range(3)))

        return "".join(asyncio.run(main()))

    assert together(work) == [str(number) * 9 for number in range(6)]


def test_native() -> None:
    environment = NativeEnvironment()
    found = together(lambda number: environment.from_string("{{ [x, 1] }}").render(x=number))
    assert found == [[number, 1] for number in range(6)]
