"""Small renders, loading of cached templates, filters, and what importing costs."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path

from jinja2 import DictLoader, Environment, FileSystemLoader
from jinja2.sandbox import SandboxedEnvironment

PROCESSES = {
    "import jinja2": "import jinja2",
    "import, compile, render": (
        "import jinja2; jinja2.Environment().from_string('Hello {{ name }}').render(name='x')"
    ),
}

WORDS = "The quick brown fox jumps over the lazy dog, see https://example.com/ (or not). " * 20
ROWS = [
    {"name": f"Name {n}", "size": n * 7 % 13, "group": n % 5, "tags": ["a", "b"]}
    for n in range(100)
]

FILTERS = {
    "upper": "{{ words|upper }}",
    "default": "{{ nope|default('x') }}",
    "escape": "{{ words|e }}",
    "urlize": "{{ words|urlize }}",
    "striptags": "{{ words|striptags }}",
    "wordwrap": "{{ words|wordwrap(40) }}",
    "truncate": "{{ words|truncate(40) }}",
    "title": "{{ words|title }}",
    "indent": "{{ words|indent }}",
    "replace": "{{ words|replace('fox', 'cat') }}",
    "tojson": "{{ rows|tojson }}",
    "join": "{{ rows|join(', ', attribute='name') }}",
    "map attribute": "{{ rows|map(attribute='name')|list }}",
    "map filter": "{{ rows|map(attribute='name')|map('upper')|list }}",
    "selectattr": "{{ rows|selectattr('size', 'gt', 5)|list }}",
    "sort": "{{ rows|sort(attribute='size,name') }}",
    "groupby": "{{ rows|groupby('group')|list }}",
    "sum": "{{ rows|sum(attribute='size') }}",
    "unique": "{{ rows|unique(attribute='group')|list }}",
    "batch": "{{ rows|batch(7)|list }}",
    "dictsort": "{{ rows[0]|dictsort }}",
    "xmlattr": "{{ rows[0]|xmlattr }}",
    "filesizeformat": "{{ 123456789|filesizeformat }}{{ size|filesizeformat }}",
    "tests": "{{ rows is iterable }}{{ words is string }}{{ size is odd }}{{ size is number }}",
}

SOURCES = {
    "hello": "Hello {{ name }}!",
    "base": "<title>{% block title %}{% endblock %}</title>{% block body %}{% endblock %}",
    "page": "{% extends 'base' %}{% block title %}{{ title }}{% endblock %}{% block body %}{{ name }}{% endblock %}",
    "includes": "{% include 'hello' %}{% include 'hello' %}{% include ['nope', 'hello'] %}",
    "ignoring": "{% include 'nope' ignore missing %}",
    "imports": "{% from 'macros' import field %}{{ field('a') }}{{ field('b', 3) }}",
    "macros": "{% macro field(name, size=1) %}<input name={{ name }} size={{ size }}>{% endmacro %}",
}


def _rendered(source: str) -> Callable[[], object]:
    template = Environment(autoescape=True).from_string(source)
    return lambda: template.render(words=WORDS, rows=ROWS, size=12345)


def workloads() -> dict[str, Callable[[], object]]:
    environment = Environment(autoescape=True, loader=DictLoader(SOURCES))
    folder = Path(tempfile.mkdtemp())
    for name, source in SOURCES.items():
        (folder / name).write_text(source)
    files = Environment(loader=FileSystemLoader(folder))
    frozen = Environment(loader=FileSystemLoader(folder), auto_reload=False)
    uncached = Environment(loader=DictLoader(SOURCES), cache_size=0)
    many_globals = Environment()
    many_globals.globals.update((f"name_{n}", n) for n in range(100))
    boxed = SandboxedEnvironment().from_string(
        "{{ row.name }}{{ row.tags[0] }}{{ 'a{}'.format(1) }}"
    )
    awaiting = Environment(enable_async=True).from_string("Hello {{ name }}!")
    expression = environment.compile_expression("a + b * 2")
    hello = environment.get_template("hello")
    plain = Environment().from_string("Hello {{ name }}!")
    crowded = many_globals.from_string("Hello {{ name }}!")

    async def awaited() -> None:
        for _ in range(20):
            await awaiting.render_async(name="x")

    found: dict[str, Callable[[], object]] = {
        "hello": lambda: plain.render(name="World"),
        "hello, escaped": lambda: hello.render(name="World"),
        "hello, dict": lambda: plain.render({"name": "World"}),
        "hello, 100 globals": lambda: crowded.render(name="World"),
        "hello, generate": lambda: "".join(plain.generate(name="World")),
        "hello, async, 20": lambda: asyncio.run(awaited()),
        "get, dict": lambda: environment.get_template("hello"),
        "get, files": lambda: files.get_template("hello"),
        "get, files, no reload": lambda: frozen.get_template("hello"),
        "get, uncached": lambda: uncached.get_template("hello"),
        "select": lambda: environment.select_template(["hello"]),
        "page": lambda: environment.get_template("page").render(name="x", title="y"),
        "includes": lambda: environment.get_template("includes").render(name="x"),
        "include missing": lambda: environment.get_template("ignoring").render(),
        "imports": lambda: environment.get_template("imports").render(),
        "sandbox": lambda: boxed.render(row=ROWS[0]),
        "expression": lambda: expression(a=1, b=2),
        "from_string": lambda: environment.from_string("Hello {{ name|upper }}!"),
        "environment": lambda: Environment(),
        "overlay": lambda: environment.overlay(trim_blocks=True),
    }
    for name, source in FILTERS.items():
        found[f"filter {name}"] = _rendered(source)
    return found
