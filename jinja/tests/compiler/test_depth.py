"""The depth to which templates and expressions may be nested with Python's default recursion limit.

Each row has at least the depth that the original reaches.
"""

from __future__ import annotations

import asyncio
import sys
import threading

import pytest

from jinja2 import DictLoader, Environment


def run_alone(work):
    """Run in a thread of its own: the stack of the test runner does not count there."""
    outcome = []

    def target():
        try:
            outcome.append(work())
        except BaseException as error:
            outcome.append(type(error).__name__)

    thread = threading.Thread(target=target)
    thread.start()
    thread.join()
    return outcome[0]


def includes(count):
    return {
        "m": "{% if n > 0 %}{% with n = n - 1 %}{% include 'm' %}{% endwith %}{% endif %}x"
    }, count


def includes_with_block(count):
    source = "{% if n > 0 %}{% block b scoped %}{% with n = n - 1 %}{% include 'm' %}{% endwith %}"
    return {"m": source + "{% endblock %}{% endif %}x"}, count


def parents(count):
    parts = {f"t{i}": f"{{% extends 't{i + 1}' %}}" for i in range(count)}
    return {**parts, "m": "{% extends 't0' %}", f"t{count}": "x"}, 0


def supers(count):
    block = "{% block b %}{{ super() }}.{% endblock %}"
    parts = {f"t{i}": f"{{% extends 't{i + 1}' %}}{block}" for i in range(count)}
    last = "{% block b %}x{% endblock %}"
    return {**parts, "m": "{% extends 't0' %}" + block, f"t{count}": last}, 0


def selves(count):
    source = "{% block b %}{% set k.n = k.n - 1 %}{% if k.n > 0 %}{{ self.b() }}{% endif %}x"
    return {"m": "{% set k = namespace(n=n) %}" + source + "{% endblock %}"}, count


def imports(count):
    parts = {f"t{i}": f"{{% from 't{i + 1}' import v %}}" for i in range(count)}
    return {**parts, "m": "{% from 't0' import v %}x", f"t{count}": "{% set v = 1 %}"}, 0


def macros(count):
    source = "{% macro m(n) %}{% if n > 0 %}{{ m(n - 1) }}{% endif %}x{% endmacro %}{{ m(n) }}"
    return {"m": source}, count


DEPTHS = [
    (includes, 980, 980),
    (includes_with_block, 488, 480),
    (parents, 965, 960),
    (supers, 246, 240),
    (selves, 325, 240),
    # 3.14 takes more frames for an import statement: the original reaches 193 there.
    (imports, *((240, 240) if sys.version_info < (3, 14) else (190, 190))),
    (macros, 246, 240),
]


@pytest.mark.skipif(
    sys.version_info < (3, 12), reason="before 3.12, C calls and tracing count against the limit"
)
@pytest.mark.parametrize(("make", "depth", "depth_async"), DEPTHS)
def test_templates(make, depth, depth_async):
    parts, count = make(depth)
    environment = Environment(loader=DictLoader(parts))
    template = environment.get_template("m")
    found = run_alone(lambda: template.render(n=count, k=None).strip()[:1])
    assert found in ("x", ".")
    parts, count = make(depth_async)
    waiting = Environment(loader=DictLoader(parts), enable_async=True).get_template("m")
    found = run_alone(lambda: asyncio.run(waiting.render_async(n=count, k=None)).strip()[:1])
    assert found in ("x", ".")


@pytest.mark.parametrize(
    ("begin", "end", "depth"),
    [("(", ")", 69), ("[", "]", 74), ("{1: ", "}", 74), ("f(", ")", 69)],
)
@pytest.mark.parametrize("waits", [False, True])
def test_brackets(begin, end, depth, waits):
    source = "{{ " + begin * depth + "x" + end * depth + " }}"
    environment = Environment(enable_async=waits)
    render = run_alone(lambda: environment.from_string(source).render(x=1, f=lambda v: v))
    assert "1" in render
