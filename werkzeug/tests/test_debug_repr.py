"""Values as HTML."""

from __future__ import annotations

import html
import re
from collections import OrderedDict, deque
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkzeug.debug.repr import DebugReprGenerator, debug_repr, dump, helper


class Words(list[str]):
    pass


class Name(str):
    __slots__ = ()


class Broken:
    def __repr__(self) -> str:
        raise ValueError("no <text>")


class Worse:
    def __repr__(self) -> str:
        raise Unprintable


class Unprintable(Exception):
    def __str__(self) -> str:
        raise ValueError


def plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markup))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1, "1"),
        (True, "True"),
        (1.5, "1.5"),
        (2j, "2j"),
        (None, "None"),
        ("<b>'", '"<b>\'"'),
        (b"\xff<", "b'\\xff<'"),
        ([1, "a"], "[1, 'a']"),
        ((1, 2), "(1, 2)"),
        ({1}, "set([1])"),
        (frozenset(), "frozenset([])"),
        (deque([1]), "collections.deque([1])"),
        ({"a": [1]}, "{'a': [1]}"),
        (re.compile(r"\d<"), r"re.compile(r'\d<')"),
        (re.compile(rb"\d'"), 're.compile(rb"\\d\'")'),
        (OrderedDict(a=1), "collections.OrderedDict({'a': 1})"),
        (range(3), "range(0, 3)"),
        (Broken(), "<broken repr (ValueError: no <text>)>"),
        (helper, "Type help(object) for help about object."),
    ],
)
def test_shown(value: object, shown: str) -> None:
    assert plain(debug_repr(value)) == shown


def test_classes_are_told_apart() -> None:
    assert debug_repr(1) == '<span class="number">1</span>'
    assert debug_repr("a") == '<span class="string">&#39;a&#39;</span>'
    assert debug_repr(None) == '<span class="object">None</span>'
    assert plain(debug_repr(Words(["a"]))).endswith("Words(['a'])")
    assert plain(debug_repr(Name("a"))).endswith("Name('a')")
    assert '<span class="module">' in debug_repr(Name("a"))


def test_long_values_are_split() -> None:
    assert 'class="extended"' not in debug_repr("a" * 70)
    assert debug_repr("a" * 71).endswith('<span class="extended">aa&#39;</span></span>')
    assert plain(debug_repr("<" * 200)) == repr("<" * 200)
    for value in ("a" * 200, b"a" * 200, list(range(9)), dict.fromkeys(range(9))):
        assert debug_repr(value).count('<span class="extended">') == 1
    assert plain(debug_repr(list(range(9)))) == repr(list(range(9)))
    assert plain(debug_repr(dict.fromkeys(range(9)))) == repr(dict.fromkeys(range(9)))


def test_values_that_hold_themselves() -> None:
    inner: list[Any] = [1]
    inner.append(inner)
    assert plain(debug_repr(inner)) == "[1, [...]]"
    table: dict[str, Any] = {}
    table["self"] = table
    assert plain(debug_repr(table)) == "{'self': {...}}"
    pair = ([],)  # type: ignore[var-annotated]
    pair[0].append(pair)
    assert plain(debug_repr(pair)) == "([(...)])"
    queue: deque[Any] = deque()
    queue.append(queue)
    assert plain(debug_repr(queue)) == "collections.deque([collections.deque([...])])"
    maker = DebugReprGenerator()
    assert maker.set_repr([], True) == "set([...])"
    assert maker.frozenset_repr([], True) == "frozenset([...])"
    # Twice is not inside.
    twice: list[int] = []
    assert plain(debug_repr([twice, twice])) == "[[], []]"


def test_an_error_without_text() -> None:
    assert 'class="brokenrepr"' in debug_repr(Worse())


class Tags(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.open: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.open.append(tag)
        assert all(name == "class" for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


texts = st.text(alphabet=st.sampled_from("<>&'\"ab/= \n\\\x00é"), max_size=90)
leaves = texts | st.binary(max_size=90) | st.integers() | st.none() | st.floats()
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner) | st.dictionaries(texts, inner) | st.tuples(inner),
    max_leaves=12,
)


@given(values)
def test_no_value_adds_markup(value: object) -> None:
    tags = Tags(debug_repr(value))
    assert tags.seen <= {"span"}
    assert not tags.open


@given(texts, texts)
def test_no_name_adds_markup(name: str, value: str) -> None:
    table = DebugReprGenerator().dump_locals({name: value})
    assert Tags_of_table(table) <= {"div", "h3", "pre", "table", "tr", "th", "td", "span"}


def Tags_of_table(markup: str) -> set[str]:
    return set(re.findall(r"<([a-z0-9]+)", markup))


class Thing:
    size = 3

    @property
    def fails(self) -> int:
        raise ValueError


def test_dump(capsys: pytest.CaptureFixture[str]) -> None:
    dump({"key<": "value"})
    shown = capsys.readouterr().out
    assert "Contents of dict object at 0x" in shown
    assert "<th>key&lt;<td>" in shown

    dump(Thing())
    shown = capsys.readouterr().out
    assert "Details for" in shown
    assert "Thing object at 0x" in shown
    assert "<th>size<td>" in shown
    assert "<th>fails" not in shown

    dump({1: 2})
    assert "Details for dict object" in capsys.readouterr().out

    here = "a <local>"
    dump()
    shown = capsys.readouterr().out
    assert "Local variables in frame" in shown
    assert "a &lt;local&gt;" in shown and here
    assert "Nothing" in DebugReprGenerator().dump_locals({})


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    helper()
    assert "Type help(object)" in capsys.readouterr().out
    helper(len)
    shown = capsys.readouterr().out
    assert "<h3>Help on built-in function len in module builtins:</h3>" in shown
    assert "number of items" in shown
    helper("no such <topic>")
    assert "<topic>" not in capsys.readouterr().out
