"""``Markup`` and the functions of the package."""

from __future__ import annotations

import copy
import inspect
import json
import pickle
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import markupsafe
from markupsafe import Markup, escape

DATA = Path(__file__).parent / "data"


def rows(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


class Html:
    def __init__(self, answer: object = "<b>") -> None:
        self.answer = answer

    def __html__(self) -> Any:
        return self.answer


class Raising:
    def __html__(self) -> str:
        raise ZeroDivisionError


class Text(str):
    def __str__(self) -> str:
        return "<text>"


class Two:
    def __index__(self) -> int:
        return 2


def test_the_functions(ms: ModuleType) -> None:
    for function, value, expected in [
        (ms.escape, "<'&\">", "&lt;&#39;&amp;&#34;&gt;"),
        (ms.escape, None, "None"),
        (ms.escape, Html(), "<b>"),
        (ms.escape, Text("x"), "&lt;text&gt;"),
        (ms.escape_silent, None, ""),
        (ms.escape_silent, "<", "&lt;"),
        (ms.escape_silent, 0, "0"),
    ]:
        result = function(value)
        assert result == expected
        assert type(result) is ms.Markup


def test_markup_is_not_escaped_again(ms: ModuleType) -> None:
    once = ms.escape("<")
    assert ms.escape(once) == ms.escape_silent(once) == ms.Markup(once) == "&lt;"
    assert type(ms.escape(once)) is ms.Markup


def test_what_html_gives_may_ask_again(ms: ModuleType) -> None:
    assert ms.escape(Html(Html("<deep>"))) == "<deep>"
    assert ms.escape(Html(5)) == "5"
    shown = ms.Markup(Html(Html("<deep>")))
    assert shown.startswith("<") and "Html object" in shown


def test_errors_come_through(ms: ModuleType) -> None:
    for function in (ms.escape, ms.escape_silent, ms.Markup, ms.Markup.escape):
        with pytest.raises(ZeroDivisionError):
            function(Raising())


def test_soft_str(ms: ModuleType) -> None:
    for value in ["a", Text("a"), ms.Markup("<")]:
        assert ms.soft_str(value) is value

    assert ms.soft_str(5) == "5"
    assert type(ms.soft_str(Html())) is str


def test_constructor(ms: ModuleType) -> None:
    for result, expected in [
        (ms.Markup(), ""),
        (ms.Markup("<b>"), "<b>"),
        (ms.Markup(object="<b>"), "<b>"),
        (ms.Markup(Html()), "<b>"),
        (ms.Markup(Html(Text("x"))), "<text>"),
        (ms.Markup(Text("x")), "<text>"),
        (ms.Markup(5), "5"),
        (ms.Markup(None), "None"),
        (ms.Markup([1]), "[1]"),
        (ms.Markup(b"<b>"), "b'<b>'"),
        (ms.Markup(b"<b>", "ascii"), "<b>"),
        (ms.Markup(b"<\xff", "ascii", "replace"), "<\ufffd"),
        (ms.Markup(b"<b>", encoding="ascii"), "<b>"),
        (ms.Markup(bytearray(b"<b>"), "ascii"), "<b>"),
        (ms.Markup(b"<b>", errors="ignore"), "b'<b>'"),
        (ms.Markup("x", None), "x"),
        (ms.Markup("x", None, "ignore"), "x"),
        (ms.Markup(errors="strict"), ""),
    ]:
        assert result == expected
        assert type(result) is ms.Markup


@pytest.mark.parametrize(
    ("args", "kwargs"),
    [
        (("x", "ascii"), {}),
        ((), {"encoding": "ascii"}),
        ((Html(), "ascii"), {}),
        ((5, "ascii"), {}),
        ((b"x", 5), {}),
        ((1, 2, 3, 4), {}),
        ((), {"text": "x"}),
        (("x",), {"object": "y"}),
    ],
)
def test_constructor_errors(ms: ModuleType, args: Any, kwargs: Any) -> None:
    with pytest.raises(TypeError):
        ms.Markup(*args, **kwargs)


def test_the_class(ms: ModuleType) -> None:
    assert ms.Markup.__mro__ == (ms.Markup, str, object)
    assert ms.Markup.__module__ == "markupsafe"
    assert not hasattr(ms.Markup(""), "__dict__")
    parameters = inspect.signature(ms.Markup).parameters
    assert [(p.name, p.default) for p in parameters.values()] == [
        ("object", ""),
        ("encoding", None),
        ("errors", "strict"),
    ]
    assert type.__call__(ms.Markup, Html()) == "<b>"
    assert type(str.__new__(ms.Markup, "<")) is ms.Markup


def test_subclasses(ms: ModuleType) -> None:
    made = []

    class Section(ms.Markup):  # type: ignore[name-defined,misc]
        __slots__ = ("title",)

        def __init_subclass__(cls, **options: Any) -> None:
            made.append(options)

    class Named(Section, level=2):
        def __new__(cls, text: str, title: str) -> Any:
            section = super().__new__(cls, text)
            section.title = title
            return section

    assert made == [{"level": 2}]
    named = Named(Html(), "a")  # type: ignore[arg-type]
    assert (named, named.title, type(named)) == ("<b>", "a", Named)
    assert type(Section("<") + "<") is Section
    assert Section.escape("<") == "&lt;"
    assert type(Section.escape("<")) is Section
    assert type(Section.escape(ms.Markup("<"))) is Section
    assert repr(Section("<")) == "Section('<')"


def test_a_subclass_may_escape_otherwise(ms: ModuleType) -> None:
    class Loud(ms.Markup):  # type: ignore[name-defined,misc]
        @classmethod
        def escape(cls, s: Any, /) -> Any:
            return cls(f"[{ms.escape(s)}]")

    assert Loud("a") + "<" == "a[&lt;]"
    assert "<" + Loud("a") == "[&lt;][a]"
    assert Loud("%s") % "<" == "[&lt;]"
    assert Loud("{}").format("<") == "[&lt;]"
    assert Loud(",").join(["<", "b"]) == "[&lt;],[b]"
    assert Loud("a").replace("a", "<") == "[&lt;]"


def test_a_subclass_may_have_other_html(ms: ModuleType) -> None:
    class Tag(ms.Markup):  # type: ignore[name-defined,misc]
        def __html__(self) -> Any:
            return ms.Markup(f"<{self!s}>")

    assert ms.escape(Tag("br")) == "<br>"
    assert ms.Markup("a") + Tag("br") == "a<br>"
    assert ms.Markup("%s") % Tag("br") == "<br>"


@pytest.mark.parametrize(("text", "method", "args", "kwargs", "kind", "expected"), rows("methods"))
@pytest.mark.parametrize("derived", [False, True])
def test_methods(
    ms: ModuleType,
    derived: bool,
    text: str,
    method: str,
    args: Any,
    kwargs: Any,
    kind: str,
    expected: Any,
) -> None:
    class Section(ms.Markup):  # type: ignore[name-defined,misc]
        pass

    cls = Section if derived else ms.Markup

    if method == "translate":
        args = [{int(key): value for key, value in args[0].items()}]

    result = getattr(cls(text), method)(*args, **kwargs)

    if kind == "Markup":
        assert type(result) is cls
    else:
        assert type(result).__name__ == kind

    if kind in {"list", "tuple"}:
        assert list(result) == expected
        assert all(type(item) is cls for item in result)
    elif kind != "bytes":
        assert result == expected


def test_every_method_of_str_that_makes_text_keeps_the_type(ms: ModuleType) -> None:
    arguments: dict[str, tuple[Any, ...]] = {
        "center": (9,), "ljust": (9,), "rjust": (9,), "zfill": (9,), "join": (["<"],),
        "replace": ("a", "<"), "translate": ({},), "format_map": ({},), "removeprefix": ("a",),
        "removesuffix": ("a",), "__add__": ("<",), "__mul__": (2,), "__rmul__": (2,),
        "__mod__": ((),), "__getitem__": (0,), "partition": ("a",), "rpartition": ("a",),
    }  # fmt: skip
    seen = 0

    for name in dir(str):
        if name.startswith("_") and name not in arguments:
            continue

        try:
            expected = getattr("abc", name)(*arguments.get(name, ()))
        except TypeError:
            continue

        result = getattr(ms.Markup("abc"), name)(*arguments.get(name, ()))

        if type(expected) is str:
            assert type(result) is ms.Markup, name
            seen += 1
        elif type(expected) in (list, tuple):
            assert {type(item) for item in result} == {ms.Markup}, name
            seen += 1

    assert seen > 25


def test_signatures_are_those_of_str(ms: ModuleType) -> None:
    for name in ["strip", "lstrip", "rstrip", "removeprefix", "partition", "rpartition", "replace",
                 "center", "ljust", "rjust", "zfill", "translate", "join"]:  # fmt: skip
        parameters = list(inspect.signature(getattr(ms.Markup, name)).parameters.values())
        assert {p.kind for p in parameters} == {inspect.Parameter.POSITIONAL_ONLY}, name

    for name in ["split", "rsplit", "splitlines", "expandtabs", "removesuffix"]:
        parameters = list(inspect.signature(getattr(ms.Markup, name)).parameters.values())
        assert parameters[-1].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD, name


def test_plus(ms: ModuleType) -> None:
    for result, expected in [
        (ms.Markup("<a>") + "<", "<a>&lt;"),
        ("<" + ms.Markup("<a>"), "&lt;<a>"),
        (ms.Markup("<a>") + ms.Markup("<"), "<a><"),
        (ms.Markup("<a>") + Html(), "<a><b>"),
        (Html() + ms.Markup("<a>"), "<b><a>"),
        (ms.Markup("<a>") + Text("x"), "<a>&lt;text&gt;"),
        (ms.Markup("ab") * Two(), "abab"),
        (2 * ms.Markup("ab"), "abab"),
    ]:
        assert result == expected
        assert type(result) is ms.Markup


@pytest.mark.skipif(
    sys.implementation.name == "pypy", reason="PyPy asks the left of two subclasses of str only"
)
def test_plus_right_of_another_subclass(ms: ModuleType) -> None:
    assert Text("x") + ms.Markup("<a>") == "&lt;text&gt;<a>"


@pytest.mark.parametrize("value", [5, None, b"x", ["<"]])
def test_plus_takes_text_only(ms: ModuleType, value: Any) -> None:
    with pytest.raises(TypeError, match="unsupported operand"):
        ms.Markup("a") + value

    with pytest.raises(TypeError):
        value + ms.Markup("a")


def test_plus_gives_way(ms: ModuleType) -> None:
    assert ms.Markup("a").__add__(5) is NotImplemented
    assert ms.Markup("a").__radd__(5) is NotImplemented


@pytest.mark.parametrize(("method", "value"), [("__mul__", "x"), ("__rmul__", 1.5)])
def test_times_takes_integers_only(ms: ModuleType, method: str, value: Any) -> None:
    with pytest.raises(TypeError, match="cannot be interpreted as an integer"):
        getattr(ms.Markup("a"), method)(value)


def test_join(ms: ModuleType) -> None:
    comma = ms.Markup(", ")
    assert comma.join(["<", ms.Markup("<"), 5, Html(), None]) == "&lt;, <, 5, <b>, None"
    assert comma.join(iter("a<")) == "a, &lt;"
    assert comma.join([]) == ""
    assert type(comma.join(["a"])) is ms.Markup

    with pytest.raises(TypeError, match="not iterable"):
        comma.join(5)

    with pytest.raises(ZeroDivisionError):
        comma.join(["a", Raising()])


def test_protocol(ms: ModuleType) -> None:
    markup = ms.Markup("<b>")
    assert markup.__html__() is markup
    assert markup.__html_format__("") is markup
    assert (f"{markup}", type(f"{markup:>4}"), type(str(markup))) == ("<b>", str, str)
    assert repr(markup) == "Markup('<b>')"
    assert hash(markup) == hash("<b>")
    assert list(markup) == ["<", "b", ">"]
    assert type(next(iter(markup))) is str


@pytest.mark.parametrize(("markup", "expected"), rows("striptags"))
def test_striptags(ms: ModuleType, markup: str, expected: str) -> None:
    result = ms.Markup(markup).striptags()
    assert result == expected
    assert type(result) is str


@pytest.mark.parametrize(
    "unit", ["<", "<!--", "<!---", "<!-- --", "<a", "<a>", "-->", "<!-->", " "]
)
def test_striptags_is_linear(unit: str) -> None:
    markup = Markup(unit * 400_000)
    start = time.process_time()
    markup.striptags()
    # A fraction of a second; looking for each end anew would take many.
    assert time.process_time() - start < 3


@given(text=st.text())
def test_unescape_undoes_escape(text: str) -> None:
    assert escape(text).unescape() == text


@given(text=st.text(), other=st.text())
def test_escaping_is_the_same_before_and_after_joining(text: str, other: str) -> None:
    whole = escape(text + other)
    assert escape(text) + other == whole
    assert text + escape(other) == whole
    assert Markup("%s%s") % (text, other) == whole
    assert Markup("{}{}").format(text, other) == whole
    assert Markup("").join([text, other]) == whole


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickles(protocol: int) -> None:
    markup = Markup("<Ж>")
    again = pickle.loads(pickle.dumps(markup, protocol))
    assert again == markup
    assert type(again) is Markup


def test_pickle_names_only_the_public_class() -> None:
    # Bytes as MarkupSafe 3.0.4 writes them.
    written = b"\x80\x04\x95#\x00\x00\x00\x00\x00\x00\x00\x8c\nmarkupsafe\x94\x8c\x06Markup\x94\x93\x94\x8c\x03<a>\x94\x85\x94\x81\x94."
    assert pickle.dumps(Markup("<a>"), 4) == written
    assert pickle.loads(written) == Markup("<a>")
    assert pickle.loads(pickle.dumps(escape)) is escape


def test_copies() -> None:
    for again in (copy.copy(Markup("<")), copy.deepcopy(Markup("<"))):
        assert again == "<"
        assert type(again) is Markup


def test_version_is_deprecated() -> None:
    with pytest.warns(DeprecationWarning, match="'__version__' attribute is deprecated") as caught:
        version: str = markupsafe.__version__

    assert version[0].isdigit()
    assert caught[0].filename == __file__


def test_missing_names() -> None:
    with pytest.raises(AttributeError, match=r"^nonsense$"):
        markupsafe.nonsense

    with pytest.raises(AttributeError, match=r"^soft_unicode\n") as caught:
        markupsafe.soft_unicode

    assert "soft_str" in caught.value.__notes__[0]


def test_public_names() -> None:
    for name in markupsafe.__all__:
        assert getattr(markupsafe, name).__module__ == "markupsafe"
