"""Escaping in Python, and that escaping in C gives the same answers."""

from __future__ import annotations

import html
import importlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from markupsafe import _native

try:
    _fast: Any = importlib.import_module("markupsafe._speedups")
except ImportError:
    _fast = _native

MODULES = [_native] if _fast is _native else [_native, _fast]
SPECIAL = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"}

# One run per width of characters that a str may have, with special ones mixed in.
RUNS = st.sampled_from(["a", "é", "Ж", "\ud800", "\U0001f40d", "&", "<", ">", '"', "'", "#", ";"])
TEXT = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=())),
    st.lists(st.tuples(RUNS, st.integers(1, 70)), max_size=12).map(
        lambda runs: "".join(run * count for run, count in runs)
    ),
)


def reference(text: str) -> str:
    return "".join(SPECIAL.get(character, character) for character in text)


class Text(str):
    pass


class Spoken(str):
    def __str__(self) -> str:
        return "<spoken>"


class Html:
    def __init__(self, answer: object) -> None:
        self.answer = answer

    def __html__(self) -> Any:
        return self.answer


class Shown:
    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def __str__(self) -> str:
        return self.answer  # type: ignore[no-any-return]


class Raising:
    def __html__(self) -> str:
        raise ZeroDivisionError("from __html__")


class Refusing:
    def __getattr__(self, name: str) -> Any:
        raise LookupError(name)


class Answering:
    def __getattr__(self, name: str) -> Any:
        if name == "__html__":
            return lambda: "<answer>"
        raise AttributeError(name)


class Proxy:
    """Says that it is a str, and is none."""

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return str

    def __str__(self) -> str:
        return "<proxy>"


OBJECTS = [
    (5, "5"),
    (10**30, "1" + "0" * 30),
    (1.5, "1.5"),
    (True, "True"),
    (None, "None"),
    (b"<", "b&#39;&lt;&#39;"),
    (["<"], "[&#39;&lt;&#39;]"),
    (Text("<"), "&lt;"),
    (Text("plain"), "plain"),
    (Spoken("x"), "&lt;spoken&gt;"),
    (Html("<b>"), "<b>"),
    (Html(Text("<b>")), "<b>"),
    (Html(5), "5"),
    (Html(None), "None"),
    (Html(Html("<deep>")), "<deep>"),
    (Html(Html(Text("<deep>"))), "<deep>"),
    (Shown("<shown>"), "&lt;shown&gt;"),
    (Shown(Text("<shown>")), "&lt;shown&gt;"),
    (Shown(Text("shown")), "shown"),
    (Answering(), "<answer>"),
    (Proxy(), "&lt;proxy&gt;"),
]
ERRORS = [
    (Raising(), ZeroDivisionError),
    (Refusing(), LookupError),
    (Html, TypeError),
    (Shown(5), TypeError),
    (Html(Raising()), ZeroDivisionError),
    (Html(Refusing()), LookupError),
    (Html(Shown(5)), TypeError),
]
parametrize_modules = pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__)


@parametrize_modules
@given(text=TEXT)
def test_escapes_each_character_on_its_own(module: Any, text: str) -> None:
    expected = reference(text)
    assert module._escape_inner(text) == expected
    assert module._escape_text(text) == expected


@parametrize_modules
@given(text=st.text())
def test_html_unescape_brings_the_text_back(module: Any, text: str) -> None:
    plain = text.replace("&", "")
    assert html.unescape(module._escape_text(plain)) == plain


@pytest.mark.parametrize("wide", ["a", "Ж", "\U0001f40d"])
@parametrize_modules
def test_every_position_in_and_around_a_block(module: Any, wide: str) -> None:
    for length in [0, 1, 3, 4, 7, 8, 15, 16, 17, 31, 33, 63, 64, 65, 80]:
        clean = wide * length
        assert module._escape_inner(clean) == clean

        for position in range(length):
            for special, replaced in SPECIAL.items():
                text = wide * position + special + wide * (length - position - 1)
                assert module._escape_inner(text) == text.replace(special, replaced)


@parametrize_modules
def test_neighbours_of_the_special_characters_are_clean(module: Any) -> None:
    for wide in ["", "Ж", "\U0001f40d"]:
        clean = "".join(chr(code) for code in range(0x180) if chr(code) not in SPECIAL) + wide
        assert module._escape_inner(clean) == clean

    # Their low byte, or low two bytes, are those of special characters.
    for special in SPECIAL:
        for offset in [0x100, 0x2600, 0x10000, 0x100000]:
            clean = chr(ord(special) + offset) * 40
            assert module._escape_inner(clean) == clean


@parametrize_modules
def test_all_special(module: Any) -> None:
    for wide in ["", "Ж", "\U0001f40d"]:
        text = "&<>\"'" * 100 + wide
        assert module._escape_inner(text) == "&amp;&lt;&gt;&#34;&#39;" * 100 + wide


@parametrize_modules
def test_clean_text_is_the_same_object(module: Any) -> None:
    for text in ["", "a" * 5, "é" * 100, "Ж" * 100, "\U0001f40d" * 100]:
        assert module._escape_inner(text) is text
        assert module._escape_text(text) is text


@parametrize_modules
def test_inner_keeps_a_clean_subclass(module: Any) -> None:
    text = Text("clean")
    assert module._escape_inner(text) is text
    assert type(module._escape_inner(Text("<"))) is str
    assert module._escape_inner(Spoken("<")) == "&lt;"


@parametrize_modules
def test_inner_takes_only_text(module: Any) -> None:
    with pytest.raises(TypeError):
        module._escape_inner(5)


@pytest.mark.parametrize(("value", "expected"), OBJECTS, ids=lambda v: type(v).__name__)
@parametrize_modules
def test_objects(module: Any, value: object, expected: str) -> None:
    result = module._escape_text(value)
    assert result == expected
    assert type(result) is str


@pytest.mark.parametrize(("value", "error"), ERRORS, ids=lambda v: type(v).__name__)
@parametrize_modules
def test_errors_of_objects_come_through(module: Any, value: object, error: Any) -> None:
    with pytest.raises(error):
        module._escape_text(value)


@parametrize_modules
def test_markup_becomes_plain_text(module: Any) -> None:
    from markupsafe import Markup

    class Loud(Markup):
        def __html__(self) -> Any:
            return "<loud>"

    for value, expected in [
        (Markup("<b>"), "<b>"),
        (Loud("x"), "<loud>"),
        (Html(Loud(1)), "<loud>"),
    ]:
        result = module._escape_text(value)
        assert result == expected
        assert type(result) is str


def test_the_package_uses_the_fast_module() -> None:
    package: Any = importlib.import_module("markupsafe")
    assert package._escape_text is _fast._escape_text
    assert package._escape_inner is _fast._escape_inner
