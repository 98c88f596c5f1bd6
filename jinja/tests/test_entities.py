"""Text filters on HTML: an entity is one character, and nothing is escaped again."""

from __future__ import annotations

from html import escape as html_escape
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinja2 import Environment
from jinja2.filters import (
    do_center,
    do_indent,
    do_replace,
    do_title,
    do_truncate,
    do_wordcount,
    do_wordwrap,
)
from jinja2.nodes import EvalContext
from markupsafe import Markup

ENVIRONMENT = Environment(autoescape=True)
TEXTS = st.text("ab&<>\"';# l\nAé\U000f0000", max_size=30)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("'ab&lt;c'|safe|truncate(4, true, '', 0)", "ab&lt;c"),
        ("'ab&lt;cd'|safe|truncate(4, true, '.', 0)", "ab&lt;."),
        ("'a &lt; bcd'|safe|truncate(5, false, '', 0)", "a &lt;"),
        ("'&nbsp;&nbsp;&nbsp;'|safe|truncate(2, true, '', 0)", "&nbsp;&nbsp;"),
        ("'a &lt; b'|safe|wordwrap(40)", "a &lt; b"),
        ("'&lt;&lt;&lt;&lt;'|safe|wordwrap(2)", "&lt;&lt;\n&lt;&lt;"),
        ("'a b'|safe|wordwrap(1, wrapstring='<')", "a&lt;b"),
        ("'a b'|safe|wordwrap(1, wrapstring='<br>'|safe)", "a<br>b"),
        ("'&lt;'|safe|center(3)", " &lt; "),
        ("'&lt;'|safe|replace('l', 'x')", "&lt;"),
        ("'a &amp; b'|safe|replace('&', 'and')", "a and b"),
        ("'a &amp; b'|safe|replace('a', '&')", "&amp; &amp; b"),
        ("'<br>&amp;'|safe|replace('<br>', ' ')", " &amp;"),
        ("'<'|replace('l', 'x'|safe)", "&lt;"),
        ("'&amp;&amp;'|safe|replace('&', '+', 1)", "+&amp;"),
        ("'&amp;'|safe|replace('&', '+', 0)", "&amp;"),
        ("'&lt;;'|safe|trim(';')", "&lt;"),
        ("'&lt;a'|safe|trim('<')", "a"),
        ("' &lt; '|safe|trim", "&lt;"),
        ("'&lt;b'|safe|upper", "&lt;B"),
        ("'caf&eacute;'|safe|upper", "CAFÉ"),
        ("'&LT;&Eacute;'|safe|lower", "&LT;é"),
        ("'a &lt;b'|safe|title", "A &lt;b"),
        ("'a'|safe|title", "A"),
        ("'&eacute;A'|safe|capitalize", "Éa"),
        ("'a &lt; b'|safe|wordcount", "2"),
        ("'caf&eacute;'|safe|wordcount", "1"),
        ("'a&lt;b'|safe|reverse", "b&lt;a"),
        ("'&lt;\n&gt;'|safe|indent(1)", "&lt;\n &gt;"),
        ("'&lt;a&gt; b'|safe|striptags", "&lt;a&gt; b"),
        ("'&nosuch &lt'|safe|truncate(3, true, '', 0)", "&no"),
    ],
)
def test_an_entity_is_one_character(expression: str, expected: str) -> None:
    assert ENVIRONMENT.from_string("{{" + expression + "}}").render() == expected


def shown(html: str) -> str:
    """The text that a browser shows for escaped text."""
    return unescape(html)


def marked(text: str) -> Markup:
    return Markup(html_escape(text))


@given(TEXTS, st.integers(0, 20), st.booleans(), st.integers(0, 3))
def test_truncate_cuts_what_is_shown(text: str, length: int, kill: bool, leeway: int) -> None:
    cut = do_truncate(ENVIRONMENT, marked(text), length, kill, "", leeway)
    assert isinstance(cut, Markup)
    assert shown(cut) == do_truncate(ENVIRONMENT, text, length, kill, "", leeway)


@given(TEXTS, st.integers(0, 20))
def test_other_filters_do_the_same_for_html_and_text(text: str, number: int) -> None:
    html = marked(text)
    context = EvalContext(ENVIRONMENT)
    pairs = [
        (do_center(html, number), do_center(text, number)),
        (do_indent(html, number), do_indent(text, number)),
    ]
    for old, new in (("a", "<"), ("&", "l"), ("<", "&"), ("l", ""), (";", "x"), ("#", "y")):
        with_html = do_replace(context, html, old, new, number % 4)
        pairs.append((with_html, text.replace(old, new, number % 4)))
    for name in ("upper", "lower", "capitalize", "reverse", "trim"):
        do = ENVIRONMENT.filters[name]
        pairs.append((do(html), do(text)))
    assert all(isinstance(filtered, Markup) for filtered, _ in pairs)
    assert [shown(filtered) for filtered, _ in pairs] == [expected for _, expected in pairs]


@given(TEXTS, st.integers(1, 20))
def test_wrapped_html_keeps_its_entities(text: str, width: int) -> None:
    wrapped = do_wordwrap(ENVIRONMENT, marked(text), width)
    assert isinstance(wrapped, Markup)
    lines = shown(wrapped).split("\n")
    assert max(map(len, lines)) <= width
    assert "".join(shown(wrapped).split()) == "".join(text.split())


@given(TEXTS)
def test_words_and_titles(text: str) -> None:
    html = marked(text)
    assert do_wordcount(html) == do_wordcount(text)
    titled = do_title(html)
    assert isinstance(titled, Markup)
    assert shown(titled).lower() == text.lower()


@given(st.text("ab&é;\U000f0000\U000f0001", max_size=20))
def test_private_characters_survive(text: str) -> None:
    html = Markup("&lt;") + marked(text)
    assert shown(do_center(html, 40)).strip() == "<" + text.strip() or not text.strip()
