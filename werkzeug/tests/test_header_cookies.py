"""Cookies: what is read, what is written, and what cannot be smuggled in."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkzeug.http import dump_cookie, parse_cookie
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

RFC = json.loads((Path(__file__).parent / "data" / "cookies.json").read_text("utf-8"))


@given(st.text(st.characters(codec="utf-8")))
def test_round_trip(value: str) -> None:
    header = dump_cookie("a", value, max_size=0).partition("; Path")[0]
    assert header.isascii() and header.isprintable()
    assert parse_cookie(header).getlist("a") == [value]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("a=b; c=d", {"a": "b", "c": "d"}),
        ("a", {"a": ""}),
        ("=b; =__Host-x=bad", {}),
        ("a=b=c", {"a": "b=c"}),
        ('a="b; c"; d=e', {"a": "b; c", "d": "e"}),
        ("a=b c; d=e", {"a": "b c", "d": "e"}),
        ('a="b"x;c=d', {"a": '"b"x', "c": "d"}),
        ('a="b', {"a": '"b'}),
        ('a="b; c=d', {"a": '"b', "c": "d"}),
        ('a="b; c="d', {"a": '"b', "c": '"d'}),
        ('a=b"c; d=e', {"a": 'b"c', "d": "e"}),
        ('a={"b":1}; c=["d","e"]', {"a": '{"b":1}', "c": '["d","e"]'}),
        ('"a"=b', {'"a"': "b"}),
        ('"a=b"; c=" d', {'"a': 'b"', "c": '" d'}),
        ('="b"; c="d"', {"c": "d"}),
        (r'a="\303\251\"\\x"', {"a": 'é"\\x'}),
        (r'a="\400"', {"a": "400"}),
        (r'a="\\\\134"', {"a": "\\\\134"}),
        ("a=\xff", {"a": "\ufffd"}),
    ],
)
def test_parse(header: str, expected: dict[str, str]) -> None:
    assert parse_cookie(header).to_dict() == expected


raw_name = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="=;"))
raw_value = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E, exclude_characters=";"))


@given(st.lists(st.tuples(raw_name.filter(bool), raw_value.map(str.strip))))
def test_values_arrive_as_browsers_keep_them(cookies: list[tuple[str, str]]) -> None:
    """A browser keeps what stands before the semicolon, quotes and all (RFC 6265bis, 5.6)."""
    # Values that begin with a quote are the business of ``dump_cookie``.
    cookies = [(name, value) for name, value in cookies if value[:1] != '"']
    header = "; ".join(f"{name}={value}" for name, value in cookies)
    assert sorted(parse_cookie(header).items(multi=True)) == sorted(cookies)


def test_parse_environ() -> None:
    assert parse_cookie({"HTTP_COOKIE": "a=b"})["a"] == "b"
    assert not parse_cookie({}) and not parse_cookie(None)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, "a=b; Path=/"),
        ({"path": None}, "a=b"),
        ({"path": "/é x;"}, "a=b; Path=/%C3%A9%20x%3B"),
        ({"domain": ".Example.com:80"}, "a=b; Domain=Example.com; Path=/"),
        ({"domain": "é.com"}, "a=b; Domain=xn--9ca.com; Path=/"),
        ({"max_age": timedelta(minutes=1), "sync_expires": False}, "a=b; Max-Age=60; Path=/"),
        (
            {"expires": datetime(2020, 1, 1, tzinfo=UTC)},
            "a=b; Expires=Wed, 01 Jan 2020 00:00:00 GMT; Path=/",
        ),
        ({"expires": "x"}, "a=b; Expires=x; Path=/"),
        (
            {"secure": True, "httponly": True, "samesite": "lax"},
            "a=b; Secure; HttpOnly; Path=/; SameSite=Lax",
        ),
        ({"partitioned": True}, "a=b; Secure; Path=/; Partitioned"),
    ],
)
def test_attributes(options: dict[str, object], expected: str) -> None:
    assert dump_cookie("a", "b", **options) == expected


def test_max_age_sets_expires() -> None:
    assert "; Expires=" in dump_cookie("a", max_age=5)
    assert "; Expires=" in dump_cookie("a", max_age=timedelta(seconds=5))


@pytest.mark.parametrize(
    "arguments",
    [
        {"key": "a\nb"},
        {"key": "a;b"},
        {"key": "a=b"},
        {"key": "a", "domain": "x; Secure"},
        {"key": "a", "expires": "x\ny"},
        {"key": "a", "samesite": "never"},
        {"key": "a", "domain": "x" * 70},
    ],
)
def test_refused(arguments: dict[str, str]) -> None:
    with pytest.raises(ValueError):
        dump_cookie(**arguments)


@pytest.mark.parametrize("value", [5, b"b", None])
def test_value_is_text(value: object) -> None:
    with pytest.raises(TypeError, match="must be str, not"):
        dump_cookie("a", value)  # type: ignore[arg-type]


def test_warns_of_size() -> None:
    with pytest.warns(UserWarning, match="'a' cookie is too large"):
        dump_cookie("a", "b" * 5000)


def test_age_as_a_flag() -> None:
    assert "; Max-Age;" in dump_cookie("a", "b", max_age=True)
    assert "Max-Age" not in dump_cookie("a", "b", max_age=False)


def answer(vector: list[object]) -> object:
    """Return what is expected of a vector: the RFC's answer, or ours where there is a reason for it."""
    if len(vector) > 3:
        assert vector[3] != vector[2] and vector[4]
        return vector[3]
    return vector[2]


@pytest.mark.parametrize("vector", RFC["header"], ids=lambda vector: vector[0])
def test_headers_of_the_rfc(vector: list[object]) -> None:
    assert isinstance(vector[1], str)
    pairs = parse_cookie(vector[1]).items(multi=True)
    assert [list(pair) for pair in pairs] == answer(vector)


@pytest.mark.parametrize("vector", RFC["jar"], ids=lambda vector: vector[0])
def test_jar_of_the_rfc(vector: list[object]) -> None:
    """Cookies set at /a/b of example.com, and what is sent to each of the addresses after it."""

    @Request.application
    def app(request: Request) -> Response:
        response = Response(request.headers.get("Cookie", ""))
        if request.args:
            response.headers.setlist("Set-Cookie", vector[1])
        return response

    client = Client(app)
    client.get("/a/b?set", base_url="http://example.com")
    sent = []
    for url in RFC["requests"]:
        host, _, path = url.removeprefix("http://").partition("/")
        sent.append(client.get(f"/{path}", base_url=f"http://{host}").text)
    assert sent == answer(vector)
