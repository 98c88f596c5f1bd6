"""Rendering: a greeting, a table, and a page with inheritance, includes, macros and filters."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from jinja2 import DictLoader, Environment

TABLE = """<table>
{%- for row in table %}
<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>
{%- endfor %}
</table>"""

PAGES = {
    "layout.html": """<!doctype html>
<html><head><title>{% block title %}Shop{% endblock %}</title></head>
<body class="{{ body_class|default('page') }}">
{% include "nav.html" %}
<main>{% block main %}{% endblock %}</main>
<footer>{% block footer %}&copy; {{ year }} {{ site.name }}{% endblock %}</footer>
</body></html>""",
    "nav.html": """<nav><ul>
{% for item in menu %}<li{% if item.url == here %} class="active"{% endif %}>\
<a href="{{ item.url }}">{{ item.title }}</a></li>
{% endfor %}</ul>{% if user %}<p>Hello {{ user.name }}!</p>{% endif %}</nav>""",
    "forms.html": """{% macro field(name, value='', type='text', size=20) -%}
<input type="{{ type }}" name="{{ name }}" value="{{ value }}" size="{{ size }}">
{%- endmacro %}
{% macro price(amount) %}<b>{{ '%.2f'|format(amount) }}</b>{% endmacro %}""",
    "list.html": """{% extends "layout.html" %}
{% from "forms.html" import field, price %}
{% block title %}{{ heading|title }} - {{ super() }}{% endblock %}
{% block main %}
<h1>{{ heading }}</h1>
<form>{{ field("q", query) }}{{ field("go", "Search", type="submit") }}</form>
<table>
{% for product in products %}
<tr class="{{ loop.cycle('odd', 'even') }}">
<td>{{ loop.index }}</td>
<td><a href="/product/{{ product.id }}">{{ product.name|upper }}</a></td>
<td>{{ product.text|truncate(30) }}</td>
<td>{{ price(product.price) }}</td>
<td>{% if product.stock > 10 %}in stock{% elif product.stock %}few{% else %}sold out{% endif %}</td>
<td>{{ product.tags|join(", ") }}</td>
</tr>
{% else %}<tr><td>nothing</td></tr>
{% endfor %}
</table>
{% endblock %}""",
}


def page_values() -> dict[str, object]:
    products = [
        {
            "id": number,
            "name": f"Product <{number}>",
            "text": "A fine thing & useful for a lot of purposes " * 2,
            "price": number * 1.5,
            "stock": number % 20,
            "tags": ["new", "a&b", str(number)],
        }
        for number in range(100)
    ]
    menu = [{"url": f"/{name}", "title": name.title()} for name in ("home", "shop", "about")]
    return {
        "products": products,
        "menu": menu,
        "here": "/shop",
        "user": {"name": "Ann"},
        "year": 2026,
        "site": {"name": "Shop & Co"},
        "heading": "all products",
        "query": '"x"',
    }


def workloads() -> dict[str, Callable[[], object]]:
    table = [[f"cell {row} {column}" for column in range(10)] for row in range(1000)]
    rough = [[f"<b>{row}</b> & {column}" for column in range(10)] for row in range(1000)]
    numbers = [list(range(10)) for _ in range(1000)]
    escaping = Environment(autoescape=True, loader=DictLoader(PAGES))
    plain = Environment(loader=DictLoader(PAGES))
    values = page_values()
    hello = escaping.from_string("Hello {{ name }}!")
    hello_plain = plain.from_string("Hello {{ name }}!")
    table_on, table_off = escaping.from_string(TABLE), plain.from_string(TABLE)
    page_on, page_off = escaping.get_template("list.html"), plain.get_template("list.html")
    waiting = Environment(autoescape=True, enable_async=True, loader=DictLoader(PAGES))
    page_async = waiting.get_template("list.html")
    runner = asyncio.new_event_loop()
    macro = escaping.from_string(
        "{% macro m(a, b=2) %}<i>{{ a }}{{ b }}</i>{% endmacro %}"
        "{% for i in range(300) %}{{ m(i) }}{% endfor %}"
    )
    inherited = escaping.get_template("layout.html")
    return {
        "hello, escaped": lambda: hello.render(name="World"),
        "hello, plain": lambda: hello_plain.render(name="World"),
        "table 1000x10, escaped": lambda: table_on.render(table=table),
        "table 1000x10 with markup, escaped": lambda: table_on.render(table=rough),
        "table 1000x10 of numbers, escaped": lambda: table_on.render(table=numbers),
        "table 1000x10, plain": lambda: table_off.render(table=table),
        "page, escaped": lambda: page_on.render(values),
        "page, plain": lambda: page_off.render(values),
        "page, async": lambda: runner.run_until_complete(page_async.render_async(values)),
        "page, generated piece by piece": lambda: sum(1 for _ in page_on.generate(values)),
        "macro called 300 times": lambda: macro.render(),
        "layout alone": lambda: inherited.render(values),
    }
