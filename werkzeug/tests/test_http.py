"""Dates, ages, ranges, tags, and conditional requests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from time import gmtime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkzeug import http
from werkzeug.datastructures import ContentRange, Headers, Range

MOMENT = datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)


@given(st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)))
def test_date_round_trip(moment: datetime) -> None:
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    if moment.year >= 1000:
        assert http.parse_date(http.http_date(moment)) == moment


@pytest.mark.parametrize(
    "text",
    [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "06 Nov 1994 10:49:37 +0200",
        "Sun, 06 Nov 1994 08:49:37 -0000",
    ],
)
def test_parse_date(text: str) -> None:
    assert http.parse_date(text) == MOMENT


@given(st.integers(0, 99))
def test_years_of_two_digits(year: int) -> None:
    parsed = http.parse_date(f"Sunday, 06-Nov-{year:02} 08:49:37 GMT")
    assert parsed is not None and parsed.year % 100 == year
    assert 0 <= gmtime().tm_year + 50 - parsed.year < 100


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "x",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT",
        "Sun, 06 Foo 1994 08:49:37 GMT",
    ],
)
def test_parse_no_date(text: str | None) -> None:
    assert http.parse_date(text) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (MOMENT, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (MOMENT.replace(tzinfo=None), "Sun, 06 Nov 1994 08:49:37 GMT"),
        (date(1994, 11, 6), "Sun, 06 Nov 1994 00:00:00 GMT"),
        (gmtime(5), "Thu, 01 Jan 1970 00:00:05 GMT"),
    ],
)
def test_http_date(value: object, expected: str) -> None:
    assert http.http_date(value) == expected


def test_http_date_now_and_never() -> None:
    assert http.parse_date(http.http_date()) - datetime.now(UTC) < timedelta(seconds=5)
    with pytest.raises(ValueError, match="out of range"):
        http.http_date(10**12)


def test_ages() -> None:
    assert http.parse_age("5") == timedelta(seconds=5)
    assert [http.parse_age(text) for text in (None, "", "-1", "x", "9" * 30)] == [None] * 5
    assert [http.dump_age(age) for age in (None, 5, timedelta(minutes=1))] == [None, "5", "60"]
    with pytest.raises(ValueError, match="negative"):
        http.dump_age(-1)


@pytest.mark.parametrize(
    ("header", "ranges"),
    [
        ("bytes=0-0", [(0, 1)]),
        ("bytes=0-", [(0, None)]),
        ("bytes=-5", [(-5, None)]),
        ("bytes=0-1, 5-", [(0, 2), (5, None)]),
        ("BYTES = 0 - 1", [(0, 2)]),
        ("bytes=2-3,0-1", [(2, 4), (0, 2)]),
        ("bytes=0-,5-6", [(0, None), (5, 7)]),
        ("bytes=-2,-1", [(-2, None), (-1, None)]),
        ("bytes=0-1, ,", [(0, 2)]),
        *[
            (text, None)
            for text in (
                None,
                "",
                "bytes",
                "bytes=",
                "bytes=,",
                "bytes=-0",
                "bytes=5-3",
                "bytes=a-b",
                "bytes=-1-2",
                "bytes=+1-2",
                "bytes=1_0-20",
                "bytes=١-٢",
            )
        ],
    ],
)
def test_parse_range(header: str | None, ranges: object) -> None:
    parsed = http.parse_range_header(header)
    if ranges is None:
        assert parsed is None
    else:
        assert parsed.units == "bytes" and parsed.ranges == ranges


@given(st.integers(0, 50), st.integers(0, 50) | st.none(), st.integers(0, 40))
def test_range_is_a_slice(start: int, stop: int | None, length: int) -> None:
    if stop is not None and stop <= start:
        with pytest.raises(ValueError):
            Range("bytes", [(start, stop)])
        return
    window = Range("bytes", [(start, stop)]).range_for_length(length)
    content = range(length)
    expected = content[start:stop]
    assert (content[slice(*window)] if window else range(0)) == expected
    header = Range("bytes", [(start, stop)]).make_content_range(length)
    if window is None:
        assert header is None
    else:
        again = http.parse_content_range_header(header.to_header())
        assert (again.start, again.stop, again.length) == (*window, length)


@pytest.mark.parametrize(
    "header",
    [None, "", "bytes", "bytes 0-1", "bytes 5-1/9", "bytes a-b/c", "bytes 5/9", "bytes */-5"],
)
def test_parse_no_content_range(header: str | None) -> None:
    assert http.parse_content_range_header(header) is None


def test_content_range_object() -> None:
    seen: list[str] = []
    value = ContentRange("bytes", 0, 5, 10, lambda x: seen.append(x.to_header()))
    value.stop = 3
    value.length = None
    value.unset()
    assert seen == ["bytes 0-2/10", "bytes 0-2/*", ""]
    assert not value
    with pytest.raises(AssertionError, match="Bad range"):
        value.set(5, 1)


def test_etags_of_content() -> None:
    tag = http.generate_etag(b"abc")
    assert len(tag) == 40
    assert http.unquote_etag(http.quote_etag(tag, weak=True)) == (tag, True)
    with pytest.raises(ValueError, match="invalid etag"):
        http.quote_etag('a"b')


@pytest.mark.parametrize(
    ("environ", "modified"),
    [
        ({}, True),
        ({"HTTP_IF_NONE_MATCH": '"a"'}, False),
        ({"HTTP_IF_NONE_MATCH": 'W/"a"'}, False),
        ({"HTTP_IF_NONE_MATCH": "*"}, False),
        ({"HTTP_IF_NONE_MATCH": '"b"'}, True),
        ({"HTTP_IF_MATCH": '"a"'}, True),
        ({"HTTP_IF_MATCH": '"b"'}, False),
        ({"HTTP_IF_MODIFIED_SINCE": "Sun, 06 Nov 1994 08:49:37 GMT"}, False),
        ({"HTTP_IF_MODIFIED_SINCE": "Sun, 06 Nov 1994 08:49:36 GMT"}, True),
        ({"HTTP_RANGE": "bytes=0-", "HTTP_IF_RANGE": '"a"'}, False),
        ({"HTTP_RANGE": "bytes=0-", "HTTP_IF_RANGE": '"b"'}, True),
    ],
)
def test_is_resource_modified(environ: dict[str, str], modified: bool) -> None:
    result = http.is_resource_modified(
        environ, etag='"a"', last_modified=MOMENT, ignore_if_range=False
    )
    assert result is modified


def test_is_resource_modified_by_content() -> None:
    environ = {"HTTP_IF_NONE_MATCH": http.quote_etag(http.generate_etag(b"x"))}
    assert not http.is_resource_modified(environ, data=b"x")
    assert http.is_resource_modified(environ, data=b"y")
    with pytest.raises(TypeError, match="both"):
        http.is_resource_modified(environ, etag="a", data=b"x")


def test_remove_headers() -> None:
    headers = Headers([("Date", "a"), ("Expires", "b"), ("Content-Type", "c"), ("TE", "d")])
    http.remove_entity_headers(headers)
    assert headers.keys() and list(headers.keys()) == ["Date", "Expires", "TE"]
    http.remove_hop_by_hop_headers(headers)
    assert list(headers.keys()) == ["Date", "Expires"]
    pairs = [("Connection", "a"), ("X", "b")]
    http.remove_hop_by_hop_headers(pairs)
    assert pairs == [("X", "b")]


def test_functions_live_at_their_door() -> None:
    for name in ("parse_list_header", "dump_cookie", "http_date", "COEP", "parse_etags"):
        assert getattr(http, name).__module__ == "werkzeug.http"
