"""The small modules at the bottom: caches, imports, literals, marks, errors, escaping by name."""

from __future__ import annotations

import copy
import math
import os.path
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinja2 import (
    Environment,
    TemplateNotFound,
    TemplatesNotFound,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
    clear_caches,
    select_autoescape,
)
from jinja2._identifier import pattern
from jinja2._literals import has_safe_repr, literal_text
from jinja2._module_names import module_filename
from jinja2.nodes import EvalContext
from jinja2.utils import LRUCache, import_string, is_undefined, object_type_repr, open_if_exists
from markupsafe import Markup


def test_cache_forgets_what_was_unused_longest():
    cache = LRUCache(3)
    for key in "abcd":
        cache[key] = key.upper()
    assert list(cache) == ["d", "c", "b"] and "a" not in cache
    assert cache["b"] == "B" and list(cache) == cache.keys() == ["b", "d", "c"]
    assert list(reversed(cache)) == ["c", "d", "b"]
    assert cache.items()[0] == ("b", "B") and cache.values() == ["B", "D", "C"]
    cache["c"] = 1
    assert cache.keys()[0] == "c" and len(cache) == 3
    assert cache.get("zz", 5) == 5 and cache.setdefault("q", 7) == 7 == cache.setdefault("q", 8)
    del cache["q"]
    with pytest.raises(KeyError):
        cache["q"]
    assert repr(cache) == "<LRUCache {'b': 'B', 'c': 1}>"
    for twin in (cache.copy(), copy.copy(cache), pickle.loads(pickle.dumps(cache))):
        assert twin.items() == cache.items() and twin.capacity == 3
    cache.clear()
    assert not len(cache)


def test_clear_caches():
    before = Environment().lexer
    clear_caches()
    assert Environment().lexer is not before


@pytest.mark.parametrize("name", ["os.path:join", "os.path.join"])
def test_import_string(name):
    assert import_string(name) is os.path.join


def test_import_string_fails():
    with pytest.raises(ImportError):
        import_string("no_such_module_here.x")
    with pytest.raises(AttributeError):
        import_string("os:no_such_name")
    assert import_string("os:no_such_name", silent=True) is None


def test_descriptions():
    found = [object_type_repr(value) for value in (None, ..., 1, Environment())]
    assert found == ["None", "Ellipsis", "int object", "jinja2.environment.Environment object"]
    assert open_if_exists("/no/such/file") is None
    with open_if_exists(__file__) as file:
        assert file.read(3)


def test_autoescape_by_name():
    decide = select_autoescape(["html", ".XML"], ["txt"], default=True, default_for_string=False)
    names = [None, "a.html", "a.HTML", "b.xml", "a.txt", "html", "a.html.txt", "a.py"]
    expected = [False, True, True, True, False, True, False, True]
    assert [decide(name) for name in names] == expected


def test_eval_context():
    context = EvalContext(Environment(autoescape=lambda name: name == "x"), "x")
    assert context.autoescape and not context.volatile
    saved = context.save()
    context.autoescape = False
    context.revert(saved)
    assert context.autoescape


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats() | st.complex_numbers(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def same(a, b):
    if isinstance(a, (float, complex)) and a != a:
        return b != b
    if isinstance(a, (list, tuple)):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    return a == b and type(a) is type(b)


@given(values)
def test_literals_mean_their_value(value):
    assert has_safe_repr(value)
    assert same(value, eval(literal_text(value), {"complex": complex}))


def test_literals():
    assert has_safe_repr({1: [Markup("x"), (2.5, range(3))], "s": {4}})
    assert not has_safe_repr([object()]) and not has_safe_repr({"a": object()})
    assert literal_text(math.inf) == "1e999" and literal_text(-math.inf) == "-1e999"


@given(st.characters())
def test_identifier_characters(character):
    if ("a" + character).isidentifier():
        assert pattern.fullmatch(character)


def test_module_names():
    name = module_filename("a/ü.html")
    assert name.startswith("tmpl_") and name.endswith(".py") and len(name) == 48
    assert name != module_filename("b")


def test_not_found():
    error = TemplateNotFound("a")
    assert (str(error), error.name, error.templates, error.args) == ("a", "a", ["a"], ("a",))
    assert str(TemplateNotFound("a", "why")) == "why"
    with pytest.raises(UndefinedError, match="'x' is undefined"):
        TemplateNotFound(Undefined(name="x"))
    many = TemplatesNotFound(["a", Undefined(name="x")])
    assert str(many) == "none of the templates given were found: a, 'x' is undefined"
    assert TemplatesNotFound([]).templates == []
    assert is_undefined(many.name)


def test_syntax_error():
    error = TemplateSyntaxError("wrong", 2, "name", "file")
    assert str(error) == 'wrong\n  File "file", line 2'
    error.source = "a\n  bb cc\n"
    # Programs look for exactly this; the column stands in a note.
    error.column = 6
    assert str(error) == 'wrong\n  File "file", line 2\n    bb cc'
    twin = pickle.loads(pickle.dumps(error))
    assert (twin.message, twin.lineno, twin.name, twin.column) == ("wrong", 2, "name", 6)
    error.translated = True
    assert str(error) == "wrong"
    assert str(TemplateSyntaxError("m", 3)) == "m\n  line 3"
