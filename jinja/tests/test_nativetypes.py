"""Templates that render to Python values."""

from __future__ import annotations

import asyncio
import io

import pytest

from jinja2 import Undefined
from jinja2.nativetypes import NativeEnvironment, NativeTemplate, native_concat

CASES = [
    ("{{ x }}", [1, 2]),
    ("{{ 1 + 1 }}", 2),
    ("{{ 'a' }}b", "ab"),
    ("{{ 1 }}{{ 2 }}", 12),
    ("[{{ 1 }}, {{ 'x'|tojson }}]", [1, "x"]),
    ("", None),
    ("{{ none }}", None),
    ("{{ true }}", True),
    (" 1", " 1"),
    ("{{ '007' }}", "007"),
    ("{% if x %}{{ x }}{% endif %}", [1, 2]),
    ("{% for i in x %}{{ i }}{% endfor %}", 12),
    ("{{ {'a': y} }}", {"a": "y"}),
    ("{% set z = x %}{{ z }}", [1, 2]),
    ("{% macro m(v) %}{{ v }}{% endmacro %}{{ m(x) }}", [1, 2]),
    ("{% call(v) f() %}{{ v }}{% endcall %}", 3),
    ("{{ x }}!", "[1, 2]!"),
    ("0.000{{ 1 }}", 0.0001),
]


@pytest.mark.parametrize("enable_async", [False, True])
@pytest.mark.parametrize(("source", "expected"), CASES)
def test_values(source, expected, enable_async):
    environment = NativeEnvironment(enable_async=enable_async)
    given = {"x": [1, 2], "y": "y", "f": lambda caller: caller(3)}
    template = environment.from_string(source)
    assert isinstance(template, NativeTemplate)
    if enable_async:
        if "caller" in source or "call(" in source:
            return
        assert asyncio.run(template.render_async(given)) == expected
    else:
        assert template.render(given) == expected


def test_undefined_is_a_value():
    assert isinstance(NativeEnvironment().from_string("{{ missing }}").render(), Undefined)


def test_finalize():
    environment = NativeEnvironment(finalize=lambda value: value or 0)
    assert environment.from_string("{{ none }}").render() == 0
    assert environment.from_string("{{ x }}").render(x=[]) == 0


def test_same_object():
    value = object()
    assert NativeEnvironment().from_string("{{ x }}").render(x=value) is value


def test_constructor():
    assert NativeTemplate("{{ x + 1 }}").render(x=1) == 2


def test_concat():
    assert native_concat(iter(())) is None
    assert native_concat(["1", "2"]) == 12
    assert native_concat(["a", 1]) == "a1"
    assert native_concat(["("]) == "("


def test_not_async():
    with pytest.raises(RuntimeError, match="not created with async mode"):
        asyncio.run(NativeEnvironment().from_string("x").render_async())


def test_streams_of_native_values(tmp_path):
    template = NativeEnvironment().from_string("{{ 0 * n }}{{ n }}{{ '' }}{{ none if n }}{{ [n] }}")
    assert list(template.stream(n=1)) == [0, 1, "", None, [1]]
    stream = template.stream(n=1)
    stream.enable_buffering(3)
    assert list(stream) == ["01None", "[1]"]
    for encoding in (None, "utf-8"):
        file = tmp_path / f"page-{encoding}"
        template.stream(n=1).dump(str(file), encoding)
        assert file.read_text() == "01None[1]"
    text = io.StringIO()
    template.stream(n=1).dump(text)
    assert text.getvalue() == "01None[1]"
