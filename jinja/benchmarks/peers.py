"""Beside other template engines: the same pages, rendered by each that is installed.

Takes interpreters that have another Jinja2 (``--beside``), and prints a table of times, the
fastest of several turns in which all engines take part. Mako, Chameleon, Django and minijinja are
measured when they can be imported; the first line says which were found.
"""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

Render = Callable[[], object]
Sources = Mapping[str, str]

ROWS = [[f"cell {row} & {column}" for column in range(10)] for row in range(1000)]
ITEMS = [{"name": f"<{n}>", "price": n * 3, "sold": n % 3 == 0} for n in range(100)]
VALUES: dict[str, dict[str, Any]] = {
    "hello": {"name": "World <b>"},
    "table 1000x10": {"table": ROWS},
    "list of 100": {"items": ITEMS, "title": "All & everything"},
}

JINJA: Sources = {
    "hello": "Hello {{ name }}!",
    "table 1000x10": "<table>{% for row in table %}<tr>{% for cell in row %}<td>{{ cell }}</td>"
    "{% endfor %}</tr>{% endfor %}</table>",
    "list of 100": "<h1>{{ title }}</h1><ul>{% for item in items %}<li>{{ loop.index }}. "
    "{{ item.name }}: {{ item.price }}{% if item.sold %} sold{% endif %}</li>{% endfor %}</ul>",
}
DJANGO: Sources = {
    name: source.replace("loop.index", "forloop.counter") for name, source in JINJA.items()
}
MAKO: Sources = {
    "hello": "Hello ${name}!",
    "table 1000x10": "<table>\n% for row in table:\n<tr>\n% for cell in row:\n<td>${cell}</td>\n"
    "% endfor\n</tr>\n% endfor\n</table>",
    "list of 100": "<h1>${title}</h1><ul>\n% for item in items:\n<li>${loop.index + 1}. "
    "${item['name']}: ${item['price']}${' sold' if item['sold'] else ''}</li>\n% endfor\n</ul>",
}
CHAMELEON: Sources = {
    "hello": "<p>Hello ${name}!</p>",
    "table 1000x10": '<table><tr tal:repeat="row table"><td tal:repeat="cell row">${cell}</td>'
    "</tr></table>",
    "list of 100": '<div><h1>${title}</h1><ul><li tal:repeat="item items">${repeat.item.number}. '
    "${item['name']}: ${item['price']}<b tal:condition=\"item['sold']\"> sold</b></li></ul></div>",
}


def jinja() -> dict[str, Render]:
    from jinja2 import Environment

    environment = Environment(autoescape=True)

    def prepared(name: str) -> Render:
        template = environment.from_string(JINJA[name])
        return lambda: template.render(VALUES[name])

    return {name: prepared(name) for name in VALUES}


def minijinja() -> dict[str, Render]:
    module: Any = importlib.import_module("minijinja")
    environment = module.Environment(
        templates={f"{name}.html": source for name, source in JINJA.items()}
    )

    def prepared(name: str) -> Render:
        return lambda: environment.render_template(f"{name}.html", **VALUES[name])

    return {name: prepared(name) for name in VALUES}


def mako() -> dict[str, Render]:
    template_class: Any = importlib.import_module("mako.template").Template

    def prepared(name: str) -> Render:
        template = template_class(MAKO[name], default_filters=["h"])
        return lambda: template.render(**VALUES[name])

    return {name: prepared(name) for name in VALUES}


def chameleon() -> dict[str, Render]:
    template_class: Any = importlib.import_module("chameleon").PageTemplate

    def prepared(name: str) -> Render:
        template = template_class(CHAMELEON[name])
        return lambda: template.render(**VALUES[name])

    return {name: prepared(name) for name in VALUES}


def django() -> dict[str, Render]:
    settings: Any = importlib.import_module("django.conf").settings
    settings.configure(USE_I18N=False)
    module: Any = importlib.import_module("django.template")
    engine = module.Engine()

    def prepared(name: str) -> Render:
        template = engine.from_string(DJANGO[name])
        return lambda: template.render(module.Context(VALUES[name]))

    return {name: prepared(name) for name in VALUES}


ENGINES = {
    "jinja2": jinja,
    "mako": mako,
    "chameleon": chameleon,
    "django": django,
    "minijinja": minijinja,
}


def timed(render: Render, at_least: float = 0.1) -> float:
    """Seconds of one rendering: the fastest of several short series."""
    render()
    begin = time.perf_counter()
    render()
    times = max(1, int(at_least / 5 / max(time.perf_counter() - begin, 1e-7)))
    best = float("inf")
    for _ in range(5):
        begin = time.perf_counter()
        for _ in range(times):
            render()
        best = min(best, (time.perf_counter() - begin) / times)
    return best


def one_turn(python: str, engine: str) -> dict[str, float] | None:
    command = [python, __file__, "--engine", engine]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    return json.loads(done.stdout) if done.returncode == 0 else None


def found(engine: str) -> bool:
    try:
        importlib.import_module(engine)
    except ImportError:
        return False
    return True


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure Jinja2 beside other template engines.")
    parser.add_argument("--beside", action="append", default=[], help="an interpreter with another Jinja2")  # fmt: skip
    parser.add_argument("--rounds", type=int, default=3, help="turns of each engine (default 3)")
    parser.add_argument("--engine", choices=ENGINES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.engine:
        renders = ENGINES[options.engine]()
        print(json.dumps({name: timed(render) for name, render in renders.items()}))
        return
    present = [engine for engine in ENGINES if found(engine)]
    absent = [engine for engine in ENGINES if engine not in present]
    print("found:", ", ".join(present), "- not installed:", ", ".join(absent) or "none")
    sides = [(engine, sys.executable, engine) for engine in present]
    sides += [(f"jinja2 of {python}", python, "jinja2") for python in options.beside]
    best: dict[str, dict[str, float]] = {}
    for _ in range(options.rounds):
        for label, python, engine in sides:
            for name, seconds in (one_turn(python, engine) or {}).items():
                row = best.setdefault(label, {})
                row[name] = min(row.get(name, seconds), seconds)
    width = max(map(len, best), default=0)
    print(" " * width, *(f"{name:>22}" for name in VALUES))
    for label, row in best.items():
        cells = (
            f"{row[name] * 1e6:>12.1f} µs {row[name] / best['jinja2'][name]:>5.1f}x"
            for name in VALUES
        )
        print(f"{label:<{width}}", *cells)


if __name__ == "__main__":
    main()
