"""Built URLs lead back: matching one gives what it was built from, or building says why not."""

from __future__ import annotations

import typing as t
import uuid
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from werkzeug.routing import BaseConverter, BuildError, Map, MapAdapter, RequestRedirect, Rule


class Pairs(BaseConverter):
    """Words joined by plus signs."""

    regex = r"[a-z]+(?:\+[a-z]+)*"

    def to_python(self, value: str) -> list[str]:
        return value.split("+")

    def to_url(self, value: list[str]) -> str:
        return "+".join(value)


class Deep(BaseConverter):
    """Two segments."""

    regex = "[^/]+/[^/]+"


TEXT = st.text("aZ0é./-~%?#+:\\ \n", max_size=6)
NUMBERS = st.one_of(
    st.integers(-12, 1200), st.floats(), st.sampled_from([10**400, 1e-7, 1e16, 5e-324])
)
VARIABLES: dict[str, st.SearchStrategy[t.Any]] = {
    "": TEXT,
    "string(length=2):": TEXT,
    "string(minlength=2, maxlength=3):": TEXT,
    "path:": TEXT,
    'any("b/c", d, "é"):': st.sampled_from(["b/c", "d", "é"]),
    "int:": NUMBERS,
    "int(fixed_digits=3):": NUMBERS,
    "int(signed=True, max=9):": NUMBERS,
    "float:": NUMBERS,
    "float(signed=True):": NUMBERS,
    "float(max=5):": NUMBERS,
    "uuid:": st.one_of(st.uuids(), TEXT),
    "pairs:": st.lists(st.text("ab/?", max_size=2), max_size=3),
    "deep:": TEXT,
}


@st.composite
def questions(draw: t.Any) -> tuple[str, dict[str, t.Any]]:
    pattern = "/"
    values = {}
    for index in range(draw(st.integers(1, 3))):
        name = f"v{index}"
        kind = draw(st.sampled_from(sorted(VARIABLES)))
        pattern += draw(st.sampled_from(["", "x/", "a", "-", "."])) if index == 0 else ""
        pattern += f"<{kind}{name}>" + draw(st.sampled_from(["/", "/x/", "-", ".", "", "/a."]))
        values[name] = draw(VARIABLES[kind])
    return pattern, values


def served(adapter: MapAdapter, url: str) -> tuple[t.Any, t.Any]:
    """Return what a server matches that gets this URL from a client (RFC 3986 5.2.4)."""
    path = urlsplit(f"http://h{url}").path
    assert not {".", ".."}.intersection(unquote(path).split("/"))
    return adapter.match(unquote(path))


@given(questions(), st.booleans(), st.booleans())
@settings(max_examples=300, deadline=None)
def test_urls_lead_back(question: tuple[str, dict[str, t.Any]], strict: bool, merge: bool) -> None:
    pattern, values = question
    adapter = Map(
        [Rule(pattern, endpoint="e")],
        strict_slashes=strict,
        merge_slashes=merge,
        converters={"pairs": Pairs, "deep": Deep},
    ).bind("h")
    try:
        url = adapter.build("e", values)
    except BuildError as error:
        assert error.__notes__ and "v" in str(error)
        return
    assert url.isprintable() or "\n" not in url
    endpoint, found = served(adapter, url)
    assert endpoint == "e"
    assert {name: text(value) for name, value in found.items()} == {
        name: text(value) for name, value in values.items()
    }


def text(value: object) -> object:
    """Numbers compare as numbers, a UUID and its text are equal."""
    if isinstance(value, (int, float, list)):
        return value
    return str(value).lower() if isinstance(value, uuid.UUID) or is_uuid(value) else str(value)


def is_uuid(value: object) -> bool:
    return isinstance(value, str) and len(value) == 36


HOST_TEXT = st.text("aZ0é./-_~%?#+:@\\ \n[]／。", max_size=8)


@given(HOST_TEXT, st.sampled_from(["<s>", "<s>.api", "x<s>", "<s>-<u>"]), HOST_TEXT)
@settings(max_examples=300, deadline=None)
def test_no_value_leaves_the_domain(value: str, subdomain: str, other: str) -> None:
    adapter = Map([Rule("/1", endpoint="s", subdomain=subdomain)]).bind(
        "h.example", subdomain="www"
    )
    values = {"s": value, "u": other} if "<u>" in subdomain else {"s": value}
    try:
        url = adapter.build("s", values)
    except BuildError as error:
        assert error.__notes__
        return
    parts = urlsplit(url)
    assert parts.netloc.isascii() and parts.netloc.endswith(".h.example") and parts.path == "/1"
    assert not set(parts.netloc).intersection("/\\?#@:%[] \n")
    assert parts.username is None and parts.port is None
    found = adapter.map.bind("h.example", subdomain=parts.netloc.removesuffix(".h.example")).match(
        "/1"
    )
    if value.isascii() and other.isascii():
        assert found == ("s", {name: text.lower() for name, text in values.items()})


@pytest.mark.parametrize(
    ("value", "netloc"),
    [
        ("a.example:5000", "a.example:5000"),
        ("[::1]:81", "[::1]:81"),
        ("A.example", "a.example"),
        ("bücher.example:81", "xn--bcher-kva.example:81"),
        ("evil.example/", None),
        ("a@evil.example", None),
        ("a:b", None),
        ("a%2fb", None),
        ("", None),
        (".", None),
        ("a..b", None),
        (".a", None),
        ("a.", "a."),
        ("a" * 64, None),
        ("a" * 63 + ".b", "a" * 63 + ".b"),
    ],
)
def test_whole_hosts(value: str, netloc: str | None) -> None:
    adapter = Map([Rule("/", endpoint="h", host="<h>")], host_matching=True).bind("x.example")
    if netloc is None:
        with pytest.raises(BuildError):
            adapter.build("h", {"h": value})
    else:
        assert adapter.build("h", {"h": value}) == f"http://{netloc}/"


def test_rule_without_host_is_for_the_bound_host() -> None:
    adapter = Map([Rule("/1", endpoint="x")], host_matching=True).bind("h.example")
    assert adapter.build("x", force_external=True) == "http://h.example/1"
    assert adapter.build("x") == "/1"


@pytest.mark.parametrize(
    ("rule", "value", "expected"),
    [
        ("/<float:x>", 1e-7, "/0.0000001"),
        ("/<float:x>", 1e16, "/10000000000000000.0"),
        ("/<float:x>", 3, "/3.0"),
        ("/<float:x>", -0.0, "/0.0"),
        ("/<float:x>", float("nan"), "does not fit the pattern"),
        ("/<float:x>", float("inf"), "does not fit the pattern"),
        pytest.param("/<float:x>", 10**400, "too great", id="too great"),
        ("/<float(signed=True):x>", -1e-7, "/-0.0000001"),
        ("/<int:x>", -5, "does not fit the pattern"),
        ("/<int:x>", True, "/1"),
        ("/<int:x>", "7", "/7"),
        ("/<int:x>", 2.5, "would become 2"),
        ("/<int(max=5):x>", 6, "out of the bounds"),
        ("/<uuid:x>", "nope", "does not fit the pattern"),
        ("/<string(length=2):x>", "abc", "does not fit the pattern"),
        ("/<x>", "b/c", "contains a slash"),
        ("/<x>", "..", "clients resolve"),
        ("/<x>", "\ud800", "cannot be encoded"),
        ("/<x>.txt", "..", "/...txt"),
        ("/<x>.", ".", "clients resolve"),
        ("/<path:x>", "/b", "begins with a slash"),
        ("/<path:x>", "a/../b", "clients resolve"),
        ("/<path:x>", "a//b", "/a//b"),
        ("/<path:x>/", "a/", "ends with a slash"),
        ('/<any("b/c", d):x>', "b/c", "/b/c"),
    ],
)
def test_values(rule: str, value: object, expected: str) -> None:
    adapter = Map([Rule(rule, endpoint="e")]).bind("h")
    if expected[0] == "/":
        assert adapter.build("e", {"x": value}) == expected
        return
    with pytest.raises(BuildError) as caught:
        adapter.build("e", {"x": value})
    assert str(caught.value) == "Could not build url for endpoint 'e' with values ['x']."
    (note,) = caught.value.__notes__
    assert expected in note


@pytest.mark.parametrize("signed", [False, True])
def test_numbers_with_too_many_digits(signed: bool) -> None:
    adapter = Map([Rule(f"/<int(signed={signed}):x>", endpoint="e")]).bind("h")
    for value in (10**5000, "1" * 5000):
        with pytest.raises(BuildError) as caught:
            adapter.build("e", {"x": value})
        assert "too many digits" in caught.value.__notes__[0]


def test_words_are_numbers_or_texts() -> None:
    adapter = Map([Rule("/<any(1, b):x>", endpoint="e")]).bind("h")
    assert adapter.build("e", {"x": 1}) == adapter.build("e", {"x": "1"}) == "/1"
    with pytest.raises(ValueError, match="not one of"):
        adapter.build("e", {"x": "c"})


def test_variables_that_share_a_segment() -> None:
    adapter = Map([Rule("/<a>-<b>", endpoint="e")]).bind("h")
    assert adapter.build("e", {"a": "x-y", "b": "z"}) == "/x-y-z"
    with pytest.raises(BuildError) as caught:
        adapter.build("e", {"a": "x", "b": "y-z"})
    assert "read as other values" in caught.value.__notes__[0]


def test_defaults_of_variables() -> None:
    adapter = Map(
        [
            Rule("/api/", endpoint="v", defaults={"a": "A0", "b": "B0"}),
            Rule("/api/<a>/<b>", endpoint="v", defaults={"a": "A0", "b": "B0"}),
            Rule("/<int:n>", endpoint="n", defaults={"n": 1}),
        ]
    ).bind("h")
    assert adapter.match("/api/A1/B1") == ("v", {"a": "A1", "b": "B1"})
    assert adapter.match("/api/") == ("v", {"a": "A0", "b": "B0"})
    with pytest.raises(RequestRedirect) as caught:
        adapter.match("/api/A0/B0")
    assert caught.value.new_url == "http://h/api/"
    assert adapter.build("v") == adapter.build("v", {"a": "A0"}) == "/api/"
    assert adapter.build("v", {"a": "A1"}) == "/api/A1/B0"
    assert adapter.build("v", {"a": "A1", "b": "B1"}) == "/api/A1/B1"
    assert adapter.match("/5") == ("n", {"n": 5})
    assert (adapter.build("n"), adapter.build("n", {"n": 7})) == ("/1", "/7")


@given(st.sampled_from("ab"), st.sampled_from(["A0", "x"]), st.booleans())
def test_no_redirect_changes_a_value(name: str, value: str, first: bool) -> None:
    rules = [
        Rule("/x/<a>/<b>", endpoint="v"),
        Rule("/api/<a>/<b>", endpoint="v", defaults={"a": "A0", "b": "B0"}),
    ]
    adapter = Map(rules if first else rules[::-1]).bind("h")
    values = {"a": "A0", "b": "B0", name: value}
    url = f"/x/{values['a']}/{values['b']}"
    try:
        found = adapter.match(url)
    except RequestRedirect as redirect:
        found = adapter.match(urlsplit(redirect.new_url).path)
    assert found == ("v", values)


def test_hint_of_a_rule_that_suits() -> None:
    adapter = Map(
        [
            Rule("/u/", endpoint="x", defaults={"a": 1, "b": 2}),
            Rule("/u/<int:a>", endpoint="x", defaults={"b": 2}),
            Rule("/u/<int:a>/<int:b>", endpoint="x"),
        ]
    ).bind("h")
    assert adapter.build("x", {"a": 1, "b": 5}) == "/u/1/5"
    with pytest.raises(BuildError, match=r"Did you forget to specify values \['a'\]\?"):
        adapter.build("x", {"b": 5})


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("<p>", "http://h/https:/evil.example"),
        ("/<p>", "http://h/https:/evil.example"),
        ("new/<p>", "http://h/new/https:/evil.example"),
        ("https://other/<p>", "https://other/https:/evil.example"),
    ],
)
def test_values_choose_no_host_of_a_redirect(target: str, url: str) -> None:
    rule = Rule("/old/<path:p>", endpoint="r", redirect_to=target)
    with pytest.raises(RequestRedirect) as caught:
        Map([rule]).bind("h").match("/old/https:/evil.example")
    assert caught.value.new_url == url


def test_without_a_host_redirects_are_relative() -> None:
    with pytest.raises(RequestRedirect) as caught:
        Map([Rule("/<path:p>/", endpoint="r")]).bind("").match("/evil.example", query_args="a=1")
    assert caught.value.new_url == "/evil.example/?a=1"


def test_numbers_too_great_for_a_float_match_nothing() -> None:
    adapter = Map([Rule("/<float:x>", endpoint="f")]).bind("h")
    assert not adapter.test("/" + "1" * 400 + ".0")
    assert adapter.match("/" + "1" * 300 + ".0")[1]["x"] == float("1" * 300)


ROOTS = st.tuples(
    st.sampled_from(["/", "//"]),
    st.lists(st.text("aé%2?#;: ", min_size=1, max_size=3), max_size=2).map("/".join),
).map("".join)


@given(ROOTS, TEXT, st.booleans())
@settings(max_examples=300, deadline=None)
def test_mount_points_are_quoted(root: str, value: str, external: bool) -> None:
    rules = [Rule("/x/<v>/", endpoint="e"), Rule("/old", endpoint="o", redirect_to="x/a/")]
    adapter = Map(rules).bind("h", root)
    mounted = "/" + root.lstrip("/") + "/" if root.strip("/") else "/"
    try:
        url = adapter.build("e", {"v": value}, force_external=external)
    except BuildError:
        return
    parts = urlsplit(url)
    assert url.isascii() and parts.netloc == ("h" if external else "")
    assert unquote(parts.path) == f"{mounted}x/{value}/"
    for old in (f"/x/{value}", "/old"):
        with pytest.raises(RequestRedirect) as caught:
            adapter.match(old)
        moved = urlsplit(caught.value.new_url)
        assert (moved.netloc, moved.query, moved.fragment) == ("h", "", "")
        assert unquote(moved.path) == (
            f"{mounted}x/a/" if old == "/old" else f"{mounted}x/{value}/"
        )


def test_a_word_that_is_none_of_any() -> None:
    rules = [Rule("/<any(a, b):x>", endpoint="e"), Rule("/n/<int:x>", endpoint="e")]
    adapter = Map(rules).bind("h")
    assert adapter.build("e", {"x": 5}) == "/n/5"
    with pytest.raises(BuildError) as caught:
        adapter.build("e", {"x": "c"})
    # Programs catch what the converter raises.
    assert isinstance(caught.value, ValueError)
    assert "'c' is not one of 'a', 'b'" in "".join(caught.value.__notes__)
