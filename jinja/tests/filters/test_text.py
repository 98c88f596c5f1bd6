"""Filters on text and HTML: what tables do not show."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from importlib.metadata import version

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinja2 import Environment, UndefinedError
from jinja2.filters import (
    do_center,
    do_filesizeformat,
    do_float,
    do_indent,
    do_int,
    do_round,
    do_striptags,
    do_title,
    do_trim,
    do_truncate,
    do_urlencode,
    do_wordcount,
    do_wordwrap,
)
from markupsafe import Markup

ENVIRONMENT = Environment()


@pytest.mark.parametrize(
    ("text", "options", "expected"),
    [
        ("a\nb", (), "a\n    b"),
        ("a\n\nb\n", (), "a\n\n    b\n"),
        ("a\n\nb\n", (2, True), "  a\n\n  b\n"),
        ("a\n\nb\n", (2, True, True), "  a\n  \n  b\n  "),
        ("a\n\nb", (2, False, True), "a\n  \n  b"),
        ("", (2, True), "  "),
        ("\na", (2, True), "  \n  a"),
        ("a\r\nb", (">",), "a\r\n>b"),
        ("a\nb", (-1,), "a\nb"),
    ],
)
def test_indent(text: str, options: tuple[int | str | bool, ...], expected: str) -> None:
    assert do_indent(text, *options) == expected  # type: ignore[arg-type]
    safe = do_indent(Markup(text), *options)  # type: ignore[arg-type]
    assert isinstance(safe, Markup)
    assert safe == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u2028b\x0cc\x0bd\x1ce\x85f", "a\u2028b\x0cc\x0bd\x1ce\x85f"),
        ("a\r\nb\rc\nd", "a\r\n  b\r  c\n  d"),
        ("a\n\rb", "a\n\r  b"),
        ("a\r\n", "a\r\n"),
    ],
)
def test_indent_keeps_line_ends_and_other_separators(text: str, expected: str) -> None:
    assert do_indent(text, 2) == expected


@given(st.text("a \n\r\u2028\x0c", max_size=20), st.booleans(), st.booleans())
def test_indent_only_adds_its_margin(text: str, first: bool, blank: bool) -> None:
    assert do_indent(text, "|", first, blank).replace("|", "") == text


def test_wordwrap_keeps_separators_that_end_no_line() -> None:
    assert do_wordwrap(ENVIRONMENT, "a\u2028b\x1cc", 20) == "a\u2028b\x1cc"


class LazyText:
    def __str__(self) -> str:
        return "a\u2028b\nc"

    def __add__(self, other: str) -> str:
        return str(self) + other

    def splitlines(self) -> list[str]:
        return str(self).splitlines()


def test_objects_that_behave_like_text() -> None:
    assert do_indent(LazyText(), 1) == "a\u2028b\n c"  # type: ignore[arg-type]
    assert do_wordwrap(ENVIRONMENT, LazyText()) == "a\u2028b\nc"  # type: ignore[arg-type]
    with pytest.raises(UndefinedError, match="'x' is undefined"):
        do_indent(ENVIRONMENT.undefined(name="x"))  # type: ignore[arg-type]


def test_indent_of_safe_text_is_safe() -> None:
    assert do_indent(Markup("<a>\n"), "<", True) == Markup("<<a>\n")


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("aaa bbb ccc", 7, "aaa bbb\nccc"),
        ("aaaaaaaaaaaa bbb\nccc", 5, "aaaaa\naaaaa\naa\nbbb\nccc"),
        ("a b\n\n\nc d", 1, "a\nb\n\n\nc\nd"),
        ("a\r\nb", 5, "a\nb"),
        ("\n", 5, ""),
        ("", 5, ""),
        (" a", 5, " a"),
    ],
)
def test_wordwrap(text: str, width: int, expected: str) -> None:
    assert do_wordwrap(ENVIRONMENT, text, width) == expected
    dos = Environment(newline_sequence="\r\n")
    assert do_wordwrap(dos, text, width) == expected.replace("\n", "\r\n")


@given(st.text("ab \n", max_size=60), st.integers(1, 10))
def test_wrapped_lines_fit(text: str, width: int) -> None:
    lines = do_wordwrap(ENVIRONMENT, text, width).split("\n")
    assert all(len(line) <= width for line in lines)


@given(st.text(), st.integers(3, 30), st.booleans(), st.integers(0, 9))
def test_truncate(text: str, length: int, killwords: bool, leeway: int) -> None:
    short = do_truncate(ENVIRONMENT, text, length, killwords, "...", leeway)
    if len(text) <= length + leeway:
        assert short == text
    else:
        assert len(short) <= length
        assert short.endswith("...")
        assert text.startswith(short[:-3])


@given(
    st.lists(st.sampled_from(["a", "b", "-", "--", " ", "x-y", "\xa0", "—"]), max_size=30),
    st.integers(1, 9),
    st.booleans(),
    st.booleans(),
)
def test_long_words_are_wrapped_as_short_ones(
    parts: list[str], width: int, long_words: bool, hyphens: bool
) -> None:
    from textwrap import TextWrapper

    from jinja2.filters._wrap import LineWrapper

    text = "".join(parts)
    whole = LineWrapper(width, long_words, hyphens)
    # The walk for long words, applied to words of any length.
    walked = whole._walk(whole._split_chunks(text))
    usual = TextWrapper(width, break_long_words=long_words, break_on_hyphens=hyphens).wrap(text)

    # The standard library has not always dropped the space before a word that is broken.
    def visible(lines: list[str]) -> list[str]:
        return [line.rstrip(" ") for line in lines if line.strip()]

    assert visible(walked) == visible(usual)


def test_very_long_words() -> None:
    text = "a " + "b" * 1000 + "-c d"
    assert do_wordwrap(ENVIRONMENT, text, 10).split("\n") == [
        "a " + "b" * 8,
        *["b" * 10] * 99,
        "bb-c d",
    ]


@given(st.floats(1, 1e27), st.booleans())
def test_sizes_are_below_the_next_unit(size: float, binary: bool) -> None:
    number, unit = do_filesizeformat(size, binary).split()
    step = 1024 if binary else 1000
    assert 1 <= float(number) < step or unit[0] == "Y"
    assert do_filesizeformat(-size, binary) == f"-{number} {unit}"


def test_sizes_beyond_floats() -> None:
    assert do_filesizeformat(10**400) == "1" + "0" * 376 + ".0 YB"


@given(
    st.one_of(
        st.floats(-1e9, 1e9),
        st.integers(-(10**6), 10**6).map(lambda n: n / 1000),
        st.integers(-(10**20), 10**20),
    ),
    st.integers(-4, 6),
)
def test_floor_and_ceil_are_decimal(value: float, precision: int) -> None:
    exact = Decimal(repr(value))
    digit = Decimal(1).scaleb(-precision)
    for method, rounding in (("floor", ROUND_FLOOR), ("ceil", ROUND_CEILING)):
        rounded = do_round(value, precision, method)  # type: ignore[arg-type]
        with localcontext() as context:
            context.prec = 60
            expected = exact.quantize(digit, rounding) if exact else exact
        assert type(rounded) is float
        assert rounded == float(expected)


@pytest.mark.parametrize(
    ("value", "precision", "floor", "ceil"),
    [
        (2.3, 2, 2.3, 2.3),
        (1.1, 2, 1.1, 1.1),
        (1.0999999999999999, 2, 1.09, 1.1),
        (float("inf"), 1, float("inf"), float("inf")),
        (Decimal("-15"), -1, -20.0, -10.0),
        (Decimal("1.15"), 1, 1.1, 1.2),
        (True, 0, 1.0, 1.0),
    ],
)
def test_floor_and_ceil(value: float, precision: int, floor: float, ceil: float) -> None:
    assert do_round(value, precision, "floor") == floor
    assert do_round(value, precision, "ceil") == ceil


@pytest.mark.parametrize(
    "value",
    [float("inf"), float("-inf"), float("nan"), "inf", "1e400", "", "x", None, [], 1j, object()],
    ids=repr,
)
def test_what_is_no_integer_gives_the_default(value: object) -> None:
    assert do_int(value, 7) == 7


def test_what_is_no_float_gives_the_default() -> None:
    assert [do_float(value, 7.5) for value in (10**400, "x", None, 1j, [])] == [7.5] * 5
    assert do_float("inf") == float("inf")


def test_truncate_policy() -> None:
    environment = Environment()
    environment.policies["truncate.leeway"] = 0
    assert do_truncate(environment, "abc def", 6) == "abc..."
    assert do_truncate(ENVIRONMENT, "abc def", 6) == "abc def"


@given(st.text())
def test_title(text: str) -> None:
    titled = do_title(text)
    assert do_title(titled).lower() == titled.lower()


@pytest.mark.parametrize(
    ("size", "decimal", "binary"),
    [
        (0, "0 Bytes", "0 Bytes"),
        (1, "1 Byte", "1 Byte"),
        (999.9, "999 Bytes", "999 Bytes"),
        (1000, "1.0 kB", "1000 Bytes"),
        (1024, "1.0 kB", "1.0 KiB"),
        (999_999, "1.0 MB", "976.6 KiB"),
        ("1e6", "1.0 MB", "976.6 KiB"),
        (2**100, "1267650.6 YB", "1048576.0 YiB"),
        (-5, "-5 Bytes", "-5 Bytes"),
        (-1, "-1 Byte", "-1 Byte"),
        (-0.5, "0 Bytes", "0 Bytes"),
        (-1500, "-1.5 kB", "-1.5 KiB"),
        (999_949, "999.9 kB", "976.5 KiB"),
        (999_950, "1.0 MB", "976.5 KiB"),
        (2**20 - 1, "1.0 MB", "1.0 MiB"),
        (10**27 - 1, "1000.0 YB", "827.2 YiB"),
        (float("inf"), "inf YB", "inf YiB"),
        (float("-inf"), "-inf YB", "-inf YiB"),
        (float("nan"), "nan YB", "nan YiB"),
    ],
)
def test_sizes(size: int, decimal: str, binary: str) -> None:
    assert do_filesizeformat(size) == decimal
    assert do_filesizeformat(size, True) == binary


# What would begin another attribute, end the tag, or is replaced or refused by parsers.
@pytest.mark.parametrize("char", " \t\n\r\f\v/>=\"'\0")
def test_no_attributes_within_names(char: str) -> None:
    for key in (char, f"a{char}", f"{char}a", f"a{char}b"):
        with pytest.raises(ValueError, match="Invalid character in attribute name"):
            ENVIRONMENT.call_filter("xmlattr", {key: 1})


def test_attributes_are_escaped() -> None:
    environment = Environment(autoescape=True)
    attributes = environment.call_filter("xmlattr", {"a&": '"<>', "b": Markup("<b>"), "c": None})
    assert attributes == Markup(' a&amp;="&#34;&lt;&gt;" b="<b>"')
    assert isinstance(attributes, Markup)


def test_link_policies() -> None:
    environment = Environment(autoescape=True)
    environment.policies["urlize.rel"] = "x"
    environment.policies["urlize.target"] = "_t"
    environment.policies["urlize.extra_schemes"] = ["tel:"]
    render = environment.from_string("{{ v|urlize(rel='a', nofollow=true) }}").render
    attributes = 'rel="a nofollow x" target="_t"'
    assert render(v="www.a.com") == f'<a href="https://www.a.com" {attributes}>www.a.com</a>'
    assert render(v="tel:1") == f'<a href="tel:1" {attributes}>tel:1</a>'


def test_json_policies() -> None:
    environment = Environment()
    environment.policies["json.dumps_function"] = lambda value, **options: json.dumps(options)
    environment.policies["json.dumps_kwargs"] = {"a": 1}
    assert environment.from_string("{{ 1|tojson }}{{ 1|tojson(2) }}").render() == (
        '{"a": 1}{"a": 1, "indent": 2}'
    )


def test_safe_text_stays_safe() -> None:
    environment = Environment(autoescape=True)
    source = "{{ (x|safe)|replace('a', '<') }}{{ x|replace('a', '<'|safe) }}{{ x|upper }}{{ x|safe|trim }}"
    assert environment.from_string(source).render(x="<a>") == "<&lt;>&lt;<&gt;&lt;A&gt;<a>"


PUMPS = ["a", " ", "a ", "<", "<a", "<!--", ">", "&", "&amp", "-", "a-", "\n", "\r", ".", "\u2028"]
FILTERS: dict[str, Callable[[str], object]] = {
    "striptags": do_striptags,
    "truncate": lambda text: do_truncate(ENVIRONMENT, text, len(text) // 2),
    "wordwrap": lambda text: do_wordwrap(ENVIRONMENT, text, 20),
    "title": do_title,
    "wordcount": do_wordcount,
    "indent": do_indent,
    "trim": do_trim,
    "center": do_center,
    "urlencode": do_urlencode,
}


@pytest.mark.parametrize("name", FILTERS)
def test_linear_time(name: str) -> None:
    def cost(text: str) -> float:
        best = 1e9
        for _ in range(3):
            start = time.thread_time()
            FILTERS[name](text)
            best = min(best, time.thread_time() - start)
        return best

    if name == "striptags" and int(version("markupsafe").split(".")[0]) < 3:
        pytest.skip("this MarkupSafe takes quadratic time itself")
    for pump in PUMPS:
        small, large = (pump * (count // len(pump)) for count in (4_000, 32_000))
        # Quadratic cost would be 64 times as much; what is too quick to measure is fine. A busy
        # machine gets another chance.
        assert any(cost(large) < max(0.05, 30 * cost(small)) for _ in range(4)), pump
