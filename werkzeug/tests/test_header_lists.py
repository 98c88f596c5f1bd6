"""List, dict, option and set headers: tables, round trips, and linear time."""

from __future__ import annotations

import json
import time
import typing as t
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkzeug import http
from werkzeug.datastructures import (
    Accept,
    Authorization,
    ETags,
    LanguageAccept,
    MIMEAccept,
    WWWAuthenticate,
)
from werkzeug.sansio.utils import get_content_length, host_is_trusted
from werkzeug.urls import iri_to_uri, parse_query, uri_to_iri
from werkzeug.utils import secure_filename

CASES = json.loads((Path(__file__).parent / "data" / "headers.json").read_text("utf-8"))

text = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"))
token = st.text("abcXYZ019!#$&'+-.^_`|~", min_size=1)


@pytest.mark.parametrize(("header", "expected"), CASES["list"])
def test_parse_list(header: str, expected: list[str]) -> None:
    assert http.parse_list_header(header) == expected


@pytest.mark.parametrize(("header", "expected"), CASES["dict"])
def test_parse_dict(header: str, expected: dict[str, str]) -> None:
    assert http.parse_dict_header(header) == expected


@pytest.mark.parametrize(("header", "value", "options"), CASES["options"])
def test_parse_options(header: str, value: str, options: dict[str, str]) -> None:
    assert http.parse_options_header(header) == (value, options)


@pytest.mark.parametrize(("header", "strong", "weak"), CASES["etags"])
def test_parse_etags(header: str, strong: list[str], weak: list[str]) -> None:
    tags = http.parse_etags(header)
    assert tags.as_set() == set(strong)
    assert tags.as_set(include_weak=True) == {*strong, *weak}


@pytest.mark.parametrize(("header", "expected"), CASES["accept"])
def test_parse_accept(header: str, expected: list[list[object]]) -> None:
    assert [list(pair) for pair in http.parse_accept_header(header)] == expected


@given(st.lists(text))
def test_list_round_trip(items: list[str]) -> None:
    assert http.parse_list_header(http.dump_header(items)) == items


@given(st.dictionaries(token, st.none() | text))
def test_dict_round_trip(items: dict[str, str | None]) -> None:
    assert http.parse_dict_header(http.dump_header(items)) == items


@given(token, st.dictionaries(token.map(str.lower), text.filter(lambda x: "%22" not in x)))
def test_options_round_trip(value: str, options: dict[str, str]) -> None:
    header = http.dump_options_header(value, options)
    assert http.parse_options_header(header) == (value, options)


@given(text)
def test_quoting_round_trip(value: str) -> None:
    quoted = http.quote_header_value(value, allow_token=False)
    assert http.unquote_header_value(quoted) == value


@given(st.lists(st.tuples(token, st.integers(0, 1000).map(lambda x: x / 1000))))
def test_accept_round_trip(items: list[tuple[str, float]]) -> None:
    accept = Accept(items)
    assert list(http.parse_accept_header(accept.to_header())) == list(accept)


@given(st.sets(token), st.sets(token))
def test_etags_round_trip(strong: set[str], weak: set[str]) -> None:
    tags = http.parse_etags(ETags(strong, weak).to_header())
    assert tags.as_set() == strong
    assert tags.as_set(include_weak=True) == strong | weak


@given(text)
def test_junk_never_fails(value: str) -> None:
    http.parse_list_header(value)
    http.parse_dict_header(value)
    http.parse_options_header(value)
    http.parse_etags(value)
    http.parse_accept_header(value)
    http.parse_cookie(value.encode().decode("latin1"))


def test_dump_nothing() -> None:
    assert http.dump_options_header(None, {}) == ""
    assert http.dump_options_header(None, {"a": 1}) == "a=1"
    assert http.dump_options_header("a", {"b": None}) == "a"
    assert http.dump_header({"a*": "UTF-8''x y"}) == "a*=UTF-8''x y"


PUMPS = [
    '"',
    '\\"',
    'a="\\',
    ';a="',
    "; ",
    '",',
    "=",
    ";=",
    'a=";',
    '"a" ,',
    "W/",
    "a*0=b;",
    "%",
    "'",
    " ",
    "\t,",
    ",",
    "0-1,",
    "-",
    "1",
    "&",
    "+",
    "a=b&",
    "%C3",
    "\xe9",
    "xn--.",
    ".",
    "/",
    ":",
]


@pytest.mark.parametrize(
    "parse",
    [
        http.parse_list_header,
        http.parse_dict_header,
        http.parse_options_header,
        http.parse_etags,
        http.parse_cookie,
        http.parse_accept_header,
        http.parse_cache_control_header,
        http.parse_csp_header,
        http.parse_date,
        http.parse_if_range_header,
        http.parse_range_header,
        http.parse_set_header,
        Authorization.from_header,
        WWWAuthenticate.from_header,
        LanguageAccept.from_header,
        MIMEAccept.from_header,
        get_content_length,
        host_is_trusted,
        iri_to_uri,
        parse_query,
        secure_filename,
        uri_to_iri,
    ],
)
def test_linear(parse: t.Callable[[str], object]) -> None:
    def cost(pump: str, size: int) -> float:
        header = "a; " + pump * size
        best = 1.0
        for _ in range(3):
            start = time.thread_time()
            parse(header)
            best = min(best, time.thread_time() - start)
        return best

    for pump in PUMPS:
        small = cost(pump, 1_000)
        # Quadratic cost would be 64 times as much; a slow machine may double the linear one.
        assert cost(pump, 8_000) < max(small * 40, 0.1), pump


@pytest.mark.parametrize("options", ["f*=UTF-8''%C3%A9; f=e", "f=e; f*=UTF-8''%C3%A9"])
def test_an_extended_option_counts_more(options: str) -> None:
    assert http.parse_options_header(f"attachment; {options}")[1] == {"f": "é"}


@given(st.sampled_from(["basic", "digest", "bearer"]), st.dictionaries(token, token, min_size=1))
def test_realms_are_quoted(scheme: str, parameters: dict[str, str]) -> None:
    header = WWWAuthenticate(scheme, {**parameters, "realm": "x"}).to_header()
    assert 'realm="x"' in header
    assert WWWAuthenticate.from_header(header).realm == "x"  # type: ignore[union-attr]


def test_what_digest_quotes() -> None:
    names = ("username", "realm", "nonce", "uri", "response", "cnonce", "opaque")
    quoted = Authorization("digest", dict.fromkeys(names, "a"))
    assert str(quoted) == "Digest " + ", ".join(f'{name}="a"' for name in names)
    bare = Authorization("digest", {"qop": "auth", "nc": "00000001", "algorithm": "MD5"})
    assert str(bare) == "Digest qop=auth, nc=00000001, algorithm=MD5"


@pytest.mark.parametrize(("header", "quality"), [("a;q=1.", 1), ("a;q=0.", 0), ("a;q=0.5", 0.5)])
def test_a_quality_may_end_with_its_point(header: str, quality: float) -> None:
    assert list(http.parse_accept_header(header)) == [("a", quality)]
