"""Formatting with ``%``, ``str.format`` and template strings."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import markupsafe
from markupsafe import _format

DATA = Path(__file__).parent / "data"


def rows(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def values_of(given: Any) -> Any:
    return given if isinstance(given, dict) else tuple(given)


class Html:
    def __html__(self) -> str:
        return "<b>"


class HtmlFormat(Html):
    def __html_format__(self, spec: str) -> Any:
        return markupsafe.Markup(f"<i>{spec}</i>")


class Raising:
    def __html__(self) -> str:
        raise ZeroDivisionError


@pytest.mark.parametrize(("format", "args", "kwargs", "expected"), rows("format"))
@pytest.mark.parametrize("derived", [False, True])
def test_format(
    ms: ModuleType, derived: bool, format: str, args: Any, kwargs: Any, expected: str
) -> None:
    class Section(ms.Markup):  # type: ignore[name-defined,misc]
        pass

    cls = Section if derived else ms.Markup
    result = cls(format).format(*args, **kwargs)
    assert result == expected
    assert type(result) is cls

    if not args:
        assert cls(format).format_map(kwargs) == expected


@pytest.mark.parametrize(("format", "args", "error"), rows("format_errors"))
def test_format_errors(ms: ModuleType, format: str, args: Any, error: str) -> None:
    with pytest.raises(Exception) as caught:
        ms.Markup(format).format(*args)

    assert type(caught.value).__name__ == error


@pytest.mark.parametrize(("format", "given", "expected"), rows("percent"))
@pytest.mark.parametrize("derived", [False, True])
def test_percent(ms: ModuleType, derived: bool, format: str, given: Any, expected: str) -> None:
    class Section(ms.Markup):  # type: ignore[name-defined,misc]
        pass

    cls = Section if derived else ms.Markup
    result = cls(format) % values_of(given)
    assert result == expected
    assert type(result) is cls


@pytest.mark.parametrize(("format", "given"), rows("percent_errors"))
def test_a_wrong_percent_format_fails_as_it_does_for_str(
    ms: ModuleType, format: str, given: Any
) -> None:
    if "*" in format and sys.implementation.name == "pypy":
        pytest.skip("PyPy converts a width with int(), which asks the value itself")
    with pytest.raises(Exception) as expected:
        format % values_of(given)

    with pytest.raises(expected.type) as caught:
        ms.Markup(format) % values_of(given)

    # Python 3.15 names the type of the value, which is not that of the text itself.
    assert str(caught.value).partition(", not ")[0] == str(expected.value).partition(", not ")[0]


def test_percent_converts_numbers_as_int_does(ms: ModuleType) -> None:
    with pytest.raises(ValueError, match="invalid literal for int"):
        ms.Markup("%d") % "x"
    with pytest.raises(TypeError, match=r"%x.*integer"):
        ms.Markup("%x") % "a"


@pytest.mark.parametrize("value", ["<", 5, None, Html(), ["<"], b"<", 1.5, markupsafe.Markup("<")])
def test_percent_takes_one_value_without_a_tuple(ms: ModuleType, value: object) -> None:
    assert ms.Markup("%s") % value == ms.escape(value)
    assert ms.Markup("%5s") % value in (f"{ms.escape(value):>5}", ms.escape(f"{value!s:>5}"))


FLAGS = st.text(alphabet="#0- +", max_size=3)
SIZES = st.sampled_from(["", "1", "4", "12", "*"])
PRECISIONS = st.sampled_from(["", ".", ".0", ".2", ".7", ".*"])
DIRECTIVE = st.tuples(FLAGS, SIZES, PRECISIONS, st.sampled_from("srac%diuoxXeEfFgG")).map("".join)
VALUES = st.one_of(
    st.text(alphabet="a<&", max_size=5),
    st.integers(-3, 300),
    st.floats(-2, 2),
    st.booleans(),
    st.none(),
)


@pytest.mark.parametrize("derived", [False, True])
@settings(max_examples=300)
@given(directives=st.lists(DIRECTIVE, max_size=3), values=st.lists(VALUES, max_size=5))
def test_percent_is_that_of_str_with_escaped_texts(
    derived: bool, directives: list[str], values: list[object]
) -> None:
    """With values that are printed and no character to escape in the format, formatting first and
    escaping the result is the same."""

    class Section(markupsafe.Markup):
        pass

    cls = Section if derived else markupsafe.Markup
    format = "|".join(f"%{directive}" for directive in directives)
    try:
        expected = format % tuple(values)
    except (TypeError, ValueError, OverflowError):
        # Numbers are converted from more types than by ``str``.
        return
    assert cls(format) % tuple(values) == markupsafe.escape(expected)


def test_percent_takes_odd_collections(ms: ModuleType) -> None:
    class Pair(tuple):  # type: ignore[type-arg]
        pass

    class Names(dict):  # type: ignore[type-arg]
        def __missing__(self, key: str) -> str:
            return f"<{key}>"

    class Items:
        def __getitem__(self, key: str) -> str:
            return f"<{key}>"

    assert ms.Markup("%s %s") % Pair(("<", 1)) == "&lt; 1"
    assert ms.Markup("%(a)s") % Names() == "&lt;a&gt;"
    assert ms.Markup("%(a)s") % Items() == "&lt;a&gt;"
    assert ms.Markup("x") % [1] == "x"

    for value in [5, Html(), "<"]:
        with pytest.raises(TypeError, match="format requires a mapping"):
            ms.Markup("%(a)s") % value


def test_percent_counts_before_it_asks_the_values(ms: ModuleType) -> None:
    with pytest.raises(TypeError, match="not all arguments converted"):
        ms.Markup("%s") % ("a", Raising())

    with pytest.raises(ZeroDivisionError):
        ms.Markup("%s") % Raising()


def test_html_format_comes_before_html(ms: ModuleType) -> None:
    assert ms.Markup("{}").format(HtmlFormat()) == "<i></i>"
    assert ms.Markup("{:x}").format(HtmlFormat()) == "<i>x</i>"
    assert ms.Markup("{0:{1}}").format(HtmlFormat(), "y") == "<i>y</i>"


def test_html_without_html_format_takes_no_spec(ms: ModuleType) -> None:
    # A plain str from __html__ is escaped; only Markup is trusted here.
    assert ms.Markup("{}").format(Html()) == "&lt;b&gt;"

    with pytest.raises(ValueError, match=r"^Format specifier x given, but .*__html_format__"):
        ms.Markup("{:x}").format(Html())


def test_markup_in_a_field_takes_no_spec(ms: ModuleType) -> None:
    assert ms.Markup("{}").format(ms.Markup("<b>")) == "<b>"

    with pytest.raises(ValueError, match=r"^Unsupported format specification for Markup\.$"):
        ms.Markup("{:>5}").format(ms.Markup("<b>"))


def test_a_conversion_takes_the_trust_away(ms: ModuleType) -> None:
    assert ms.Markup("{!s}").format(ms.Markup("<b>")) == "&lt;b&gt;"
    assert ms.Markup("{!r}").format(ms.Markup("<")) == "Markup(&#39;&lt;&#39;)"


def test_format_map_asks_the_mapping(ms: ModuleType) -> None:
    class Names(dict):  # type: ignore[type-arg]
        def __missing__(self, key: str) -> str:
            return f"<{key}>"

    assert ms.Markup("{a}").format_map(Names()) == "&lt;a&gt;"

    with pytest.raises(IndexError):
        ms.Markup("{}").format_map({"": 1})

    with pytest.raises(TypeError, match="not subscriptable"):
        ms.Markup("{a}").format_map(5)


def test_plans_are_bounded() -> None:
    plans: dict[str, Any] = {}

    for index in range(3 * _format._MAX_PLANS):
        _format._remember(plans, str(index), [])
        assert len(plans) <= _format._MAX_PLANS

    assert plans
    before = dict(plans)
    _format._remember(plans, "x" * (_format._MAX_PLANNED_LENGTH + 1), [])
    assert plans == before


def test_a_plan_is_used_again(ms: ModuleType) -> None:
    for _ in range(2):
        assert ms.Markup("again {} <").format("<") == "again &lt; <"
        assert ms.Markup("again %s <") % "<" == "again &lt; <"
        assert ms.Markup("again {").__class__ is ms.Markup


TEXT = st.text(alphabet="a<%{}()s!:r0d.", max_size=12)


@given(format=TEXT, value=st.one_of(st.text(alphabet="a<", max_size=3), st.integers(0, 9)))
def test_short_and_complete_way_agree(format: str, value: object) -> None:
    """A subclass always takes the complete way for ``%``; the formatter does for fields."""

    class Section(markupsafe.Markup):
        pass

    for values in ((value,), {"a": value, "": value}):
        short, long = (outcome(cls(format).__mod__, values) for cls in (markupsafe.Markup, Section))
        assert short == long

    complete = markupsafe.EscapeFormatter(markupsafe.escape)
    short = outcome(markupsafe.Markup(format).format, value, a=value)
    assert short == outcome(complete.format, format, value, a=value)


def outcome(function: Any, *args: Any, **kwargs: Any) -> tuple[str, str]:
    try:
        return "result", str(function(*args, **kwargs))
    except Exception as error:
        return type(error).__name__, str(error)


def test_helper_without_the_operator() -> None:
    helper = _format._MarkupEscapeHelper({"a": "<"}, markupsafe.escape)
    assert str(helper["a"]) == "&lt;"
    assert repr(helper["a"]) == "&#39;&lt;&#39;"
    assert int(_format._MarkupEscapeHelper("5", markupsafe.escape)) == 5
    assert float(_format._MarkupEscapeHelper("5", markupsafe.escape)) == 5.0


class FakeInterpolation:
    """Has the attributes of ``string.templatelib.Interpolation``."""

    def __init__(self, value: object, conversion: str | None = None, spec: str = "") -> None:
        self.value = value
        self.conversion = conversion
        self.format_spec = spec


class FakeTemplate:
    """Iterates like ``string.templatelib.Template``, on every Python."""

    def __init__(self, *parts: object) -> None:
        self.parts = parts

    def __iter__(self) -> Any:
        return iter(self.parts)


FakeTemplate.__name__ = "Template"
FakeTemplate.__module__ = "string.templatelib"


def test_template_rule() -> None:
    field = FakeInterpolation
    inner = FakeTemplate("<i>", field("<"), "</i>")
    template = FakeTemplate(
        "<b>", field("<"), field("<", "r"), field(1.5, None, ".2f"), field(inner)
    )
    rendered = _format.render_template(template, markupsafe._escape_text)
    assert rendered == "<b>&lt;&#39;&lt;&#39;1.50<i>&lt;</i>"


def test_markup_renders_a_template(pure: ModuleType) -> None:
    template = FakeTemplate("<b>", FakeInterpolation("<"))
    assert pure.Markup(template) == "<b>&lt;"
    assert pure._render_trusted(template) == "<b>&lt;"

    class Loud(markupsafe.Markup):
        @classmethod
        def escape(cls, s: Any, /) -> Any:
            return super().escape(str(s).upper())

    assert Loud(FakeTemplate("<b>", FakeInterpolation("x<"))) == "<b>X&lt;"


@pytest.mark.skipif(sys.version_info < (3, 14), reason="Python has no template strings yet")
class TestTemplateStrings:
    def render(self, ms: ModuleType, source: str, **names: Any) -> Any:
        return ms.Markup(eval(source, names))

    @pytest.mark.parametrize(
        ("source", "expected"),
        [
            ("t''", ""),
            ("t'<b>'", "<b>"),
            ("t'<b>{x}</b>'", "<b>&lt;x&gt;</b>"),
            ("t'{x}{x}'", "&lt;x&gt;&lt;x&gt;"),
            ("t'{x!r}'", "&#39;&lt;x&gt;&#39;"),
            ("t'{x!s}'", "&lt;x&gt;"),
            ("t'{e!a}'", "&#39;\\xe9&#39;"),
            ("t'{n:.2f}'", "1.50"),
            ("t'{x:>5}|'", "  &lt;x&gt;|"),
            ("t'{x:{w}}|'", "&lt;x&gt;  |"),
            ("t'{x!r:>7}'", "  &#39;&lt;x&gt;&#39;"),
            ("t'{m}'", "<br>"),
            ("t'{m!s}'", "&lt;br&gt;"),
            ("t'{f:go}'", "<i>go</i>"),
            ("t'{t\"<i>{x}</i>\"}'", "<i>&lt;x&gt;</i>"),
            ("t'{{{x}}}'", "{&lt;x&gt;}"),
        ],
    )
    def test_rendered(self, ms: ModuleType, source: str, expected: str) -> None:
        names = {"x": "<x>", "e": "é", "n": 1.5, "w": 5, "m": ms.Markup("<br>"), "f": HtmlFormat()}
        result = self.render(ms, source, **names)
        assert result == expected
        assert type(result) is ms.Markup

    def test_template_in_a_template_takes_no_spec(self, ms: ModuleType) -> None:
        with pytest.raises(TypeError, match="unsupported format string"):
            self.render(ms, "t'{x:>5}'", x=eval("t'a'"))

    def test_an_encoding_is_for_bytes(self, ms: ModuleType) -> None:
        with pytest.raises(TypeError):
            ms.Markup(eval("t'a'"), "ascii")

    def test_errors_of_values_come_through(self, ms: ModuleType) -> None:
        with pytest.raises(ZeroDivisionError):
            self.render(ms, "t'{x}'", x=Raising())
