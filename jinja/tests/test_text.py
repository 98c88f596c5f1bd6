"""Links, filler text, URL quoting and JSON for HTML."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinja2.constants import LOREM_IPSUM_WORDS
from jinja2.utils import (
    generate_lorem_ipsum,
    htmlsafe_json_dumps,
    pformat,
    url_quote,
    urlize,
)
from markupsafe import Markup, escape


def link(address: str, shown: str | None = None) -> str:
    return f'<a href="{address}">{shown or address}</a>'


LINKED = [
    ("http://a.com", link("http://a.com")),
    ("www.a.com", link("https://www.a.com", "www.a.com")),
    ("foo.org, x", link("https://foo.org", "foo.org") + ", x"),
    ("foo@bar.co.uk.", link("mailto:foo@bar.co.uk", "foo@bar.co.uk") + "."),
    ("mailto:a@b.com", link("mailto:a@b.com", "a@b.com")),
    ("(http://a.com)", "(" + link("http://a.com") + ")"),
    ("<http://a.com>", "&lt;" + link("http://a.com") + "&gt;"),
    ("http://x.com/a_(b)", link("http://x.com/a_(b)")),
    ("(see http://x.com/a_(b))", "(see " + link("http://x.com/a_(b)") + ")"),
    ("http://a.com,,,", link("http://a.com") + ",,,"),
    ("http://localhost", link("http://localhost")),
    ("http://127.0.0.1:80/x", link("http://127.0.0.1:80/x")),
    ("https://[fe80::1]:80/a", link("https://[fe80::1]:80/a")),
    ("http://a.com\nhttp://b.com", link("http://a.com") + "\n" + link("http://b.com")),
    ("http://é.com/é?x#y", link("http://é.com/é?x#y")),
    ("http://a.com?x&y", link("http://a.com?x&amp;y")),
    ("http://xn--a.com", link("http://xn--a.com")),
]

NOT_LINKED = """a.com é.com x.com/path http:// www. www.a http://a ftp://x.com tel:1 @a@b.com foo@bar mailto:
mailto:x //a.com http:/a.com a.net?x http://a-b.c/ https://user:pw@h.com [http://a.com] http://[::x] http://[1]
http://[1:2] http://[12345:1:2] http://a..com""".split()


@pytest.mark.parametrize(("text", "expected"), LINKED)
def test_links(text: str, expected: str) -> None:
    assert urlize(text) == expected


@pytest.mark.parametrize("text", NOT_LINKED)
def test_no_links(text: str) -> None:
    assert urlize(text) == str(escape(text))


def test_link_options() -> None:
    assert urlize("http://a.com/abc", trim_url_limit=8) == link("http://a.com/abc", "http://a...")
    assert urlize("http://a.com", rel='a"b', target="_x") == (
        '<a href="http://a.com" rel="a&#34;b" target="_x">http://a.com</a>'
    )
    assert urlize("tel:1 tel: x", extra_schemes=["tel:"]) == link("tel:1") + " tel: x"
    assert urlize(Markup("<b>www.a.com</b>")) == "<b>www.a.com</b>"


@given(st.lists(st.sampled_from([*NOT_LINKED, *(text for text, _ in LINKED), "<", '"', "'", " "])))
def test_links_change_nothing_else(words: list[str]) -> None:
    text = " ".join(words)
    without_links = re.sub(r"</?a(?: [^>]*)?>", "", urlize(text)).replace("mailto:", "")
    assert without_links == str(escape(text)).replace("mailto:", "")


@given(st.text())
def test_links_are_safe(text: str) -> None:
    for tag in re.findall(r"<[^>]*>", urlize(text)):
        assert re.fullmatch(r'</a>|<a href="(?:https?://|mailto:)[^"<>]*">', tag)


PUMPS = ["(", ")", ".", "&gt;", "@", "a@", "www.", "a.", "http://", "&lt;", "a:", "(a", "-", "[:"]


def _cost(call: Callable[[str], object], text: str) -> float:
    """The best of some runs, in seconds."""
    best = 1e9
    for _ in range(5):
        start = time.thread_time()
        call(text)
        best = min(best, time.thread_time() - start)
    return best


@pytest.mark.parametrize("pump", PUMPS)
@pytest.mark.parametrize("tail", ["", "!", " x"])
def test_links_take_linear_time(pump: str, tail: str) -> None:
    small, large = (pump * (count // len(pump)) + tail for count in (20_000, 160_000))
    # Quadratic cost would be 64 times as much; what is too quick to measure is fine. A busy
    # machine gets another chance.
    assert any(_cost(urlize, large) < max(0.05, 30 * _cost(urlize, small)) for _ in range(4))


def test_filler() -> None:
    random.seed(1)
    words = set(LOREM_IPSUM_WORDS.split())
    text = generate_lorem_ipsum(3, html=False, min=10, max=30)
    paragraphs = text.split("\n\n")
    assert len(paragraphs) == 3
    for paragraph in paragraphs:
        found = paragraph.split()
        assert 10 <= len(found) < 30
        assert paragraph[0].isupper() and paragraph.endswith(".")
        assert {word.strip(",.").lower() for word in found} <= words


def test_filler_markup() -> None:
    text = generate_lorem_ipsum(2, min=1, max=5)
    assert isinstance(text, Markup)
    assert re.fullmatch(r"<p>[^<]+</p>\n<p>[^<]+</p>", text)
    assert generate_lorem_ipsum(0) == ""
    with pytest.raises(ValueError):
        generate_lorem_ipsum(1, min=5, max=3)


@pytest.mark.parametrize(
    ("value", "path", "query"),
    [
        ("a b/c&é~", "a%20b/c%26%C3%A9~", "a+b%2Fc%26%C3%A9~"),
        (b"\xff/ ", "%FF/%20", "%FF%2F+"),
        (3, "3", "3"),
        ("%2F+ ", "%252F%2B%20", "%252F%2B+"),
    ],
)
def test_quoting(value: object, path: str, query: str) -> None:
    assert url_quote(value) == path
    assert url_quote(value, for_qs=True) == query


def test_quoting_charset() -> None:
    assert url_quote("é", "latin-1") == "%E9"


@given(st.recursive(st.text() | st.integers() | st.none(), st.lists))
def test_json_is_json_and_safe(value: object) -> None:
    import json

    text = htmlsafe_json_dumps(value)
    assert isinstance(text, Markup)
    assert json.loads(text) == value
    assert not set(text) & set("<>&'")


def test_json_function() -> None:
    def dumps(value: object, **options: object) -> str:
        return f"<{value}{options}>"

    assert htmlsafe_json_dumps(1, dumps, a=2) == "\\u003c1{\\u0027a\\u0027: 2}\\u003e"


def test_pretty() -> None:
    assert pformat({"b": 1, "a": 2}) == "{'a': 2, 'b': 1}"
