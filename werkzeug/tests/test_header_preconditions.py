"""Preconditions and ranges against tables written from RFC 9110, sections 13 and 14."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from werkzeug._header.preconditions import failed_precondition, if_range_holds
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.http import is_resource_modified
from werkzeug.test import create_environ, run_wsgi_app
from werkzeug.wrappers import Response

CHANGED = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
BEFORE = "Mon, 13 Nov 2023 22:13:20 GMT"
EXACT = "Tue, 14 Nov 2023 22:13:20 GMT"
AFTER = "Wed, 15 Nov 2023 22:13:20 GMT"

# What each field with tags matches, by the tag of the resource: strong ``t``, weak ``t``, none.
# Strong comparison for If-Match (13.1.1), weak comparison for If-None-Match (13.1.2).
STRONG, WEAK, NONE = '"t"', 'W/"t"', None
MATCHES: dict[str, tuple[set[str | None], set[str | None]]] = {
    "*": ({STRONG, WEAK, NONE}, {STRONG, WEAK, NONE}),
    " * ": ({STRONG, WEAK, NONE}, {STRONG, WEAK, NONE}),
    '"t"': ({STRONG}, {STRONG, WEAK}),
    'W/"t"': (set(), {STRONG, WEAK}),
    '"x"': (set(), set()),
    '"x", "t"': ({STRONG}, {STRONG, WEAK}),
    '"x, y" , W/"t"': (set(), {STRONG, WEAK}),
    '"*"': (set(), set()),
    '"x", *': (set(), set()),
}
TAG_FIELDS = [None, *MATCHES]
DATE_FIELDS = {None: None, BEFORE: -1, EXACT: 0, AFTER: 1, "yesterday": None, "": None}
# 13.1.5: a tag compares strongly, a date has to be the same.
IF_RANGE = {
    None: {(STRONG, True), (WEAK, True), (NONE, True), (STRONG, False), (WEAK, False), (NONE, False)},
    '"t"': {(STRONG, True), (STRONG, False)},
    'W/"t"': set(),
    "t": set(),
    '"x"': set(),
    '"t", "t"': set(),
    BEFORE: set(),
    EXACT: {(STRONG, True), (WEAK, True), (NONE, True)},
    AFTER: set(),
}  # fmt: skip


def expected_failure(
    etag: str | None,
    dated: bool,
    if_match: str | None,
    if_unmodified_since: str | None,
    if_none_match: str | None,
    if_modified_since: str | None,
) -> int | None:
    """Follow the four steps of section 13.2.2 for ``GET`` and ``HEAD``."""
    unmodified_since = DATE_FIELDS[if_unmodified_since] if dated else None
    modified_since = DATE_FIELDS[if_modified_since] if dated else None
    if if_match is not None:
        if etag not in MATCHES[if_match][0]:
            return 412
    elif unmodified_since is not None and unmodified_since < 0:
        return 412
    if if_none_match is not None:
        if etag in MATCHES[if_none_match][1]:
            return 304
    elif modified_since is not None and modified_since >= 0:
        return 304
    return None


@pytest.mark.parametrize("etag", [STRONG, WEAK, NONE])
@pytest.mark.parametrize("dated", [True, False])
def test_every_combination_of_preconditions(etag: str | None, dated: bool) -> None:
    changed = CHANGED if dated else None
    for fields in product(TAG_FIELDS, DATE_FIELDS, TAG_FIELDS, DATE_FIELDS):
        if_match, if_unmodified_since, if_none_match, if_modified_since = fields
        given = {
            "if_match": if_match,
            "if_unmodified_since": if_unmodified_since,
            "if_none_match": if_none_match,
            "if_modified_since": if_modified_since,
        }
        expected = expected_failure(etag, dated, *fields)
        assert failed_precondition(etag, changed, **given) == expected, fields
        environ = {f"HTTP_{k.upper()}": v for k, v in given.items() if v is not None}
        assert is_resource_modified(environ, etag, last_modified=changed) is (expected is None)


def test_every_if_range() -> None:
    for (condition, holds), etag, dated in product(
        IF_RANGE.items(), [STRONG, WEAK, NONE], [True, False]
    ):
        changed = CHANGED if dated else None
        if condition is not None:
            assert if_range_holds(condition, etag, changed) is ((etag, dated) in holds)
            environ = {"HTTP_RANGE": "bytes=0-", "HTTP_IF_RANGE": condition}
            modified = is_resource_modified(
                environ, etag, last_modified=changed, ignore_if_range=False
            )
            assert modified is ((etag, dated) not in holds)


# Ranges of ten bytes: what is sent, "416", or the whole for a field that is ignored (14.1, 14.2).
RANGES = {
    None: None,
    "bytes=0-3": (0, 4),
    "Bytes = 4-": (4, 10),
    "bytes=-3": (7, 10),
    "bytes=-100": (0, 10),
    "bytes=8-100": (8, 10),
    "bytes=20-30,0-1": (0, 2),
    "bytes=-0": 416,
    "bytes=10-": 416,
    "bytes=20-30,40-": 416,
    "bytes=4-2": 416,
    "bytes=a-b": 416,
    "bytes=0-0,-1": None,
    "bytes=0-5,3-8": None,
    "chars=0-3": None,
    "0-3": None,
}
CONTENT = b"0123456789"


@settings(max_examples=300)
@given(
    method=st.sampled_from(["GET", "GET", "GET", "HEAD", "POST"]),
    status=st.sampled_from([200, 200, 200, 203, 302, 404, 500]),
    etag=st.sampled_from([STRONG, WEAK, NONE]),
    dated=st.booleans(),
    fields=st.tuples(
        *(st.sampled_from([None, None, None, *options]) for options in (MATCHES, DATE_FIELDS) * 2)
    ),
    range_=st.sampled_from(list(RANGES)),
    if_range=st.sampled_from(list(IF_RANGE)),
    streamed=st.booleans(),
    allowed=st.booleans(),
)
def test_every_answer(
    method: str,
    status: int,
    etag: str | None,
    dated: bool,
    fields: tuple[str | None, ...],
    range_: str | None,
    if_range: str | None,
    streamed: bool,
    allowed: bool,
) -> None:
    names = ["If-Match", "If-Unmodified-Since", "If-None-Match", "If-Modified-Since"]
    sent = dict(zip([*names, "Range", "If-Range"], [*fields, range_, if_range], strict=True))
    environ = create_environ(
        method=method, headers={name: value for name, value in sent.items() if value is not None}
    )
    closed = []

    def blocks():
        try:
            yield CONTENT[:3]
            yield CONTENT[3:].decode()
        finally:
            closed.append(True)

    response = Response(blocks() if streamed else [CONTENT[:3], CONTENT[3:].decode()], status)
    response.headers.extend(
        {"Vary": "Cookie", "Cache-Control": "max-age=5", "Content-Language": "en"}
    )
    if etag:
        response.headers["ETag"] = etag
    if dated:
        response.last_modified = CHANGED

    failed = window = None
    if method != "POST" and 200 <= status < 300:
        failed = expected_failure(etag, dated, *fields)
        if failed is None and method == "GET" and status == 200 and allowed:
            if (etag, dated) in IF_RANGE[if_range]:
                window = RANGES[range_]
    if window == 416:
        with pytest.raises(RequestedRangeNotSatisfiable):
            response.make_conditional(environ, accept_ranges=True, complete_length=10)
        return

    response.make_conditional(environ, accept_ranges=allowed, complete_length=10)
    body, status_line, headers = run_wsgi_app(response, environ, buffered=True)
    content = b"".join(body)
    code = failed or (206 if window else status)
    assert int(status_line[:3]) == code
    assert headers.get("ETag") == etag
    assert headers["Vary"] == "Cookie"
    assert ("Date" in headers) is (method != "POST")
    if method == "HEAD":
        assert not content
    elif code == 304:
        assert not content and "Content-Length" not in headers
        assert "Content-Language" not in headers and headers["Cache-Control"] == "max-age=5"
        # 15.4.5: Last-Modified is of use where there is no tag.
        assert ("Last-Modified" in headers) is (dated and etag is None)
    elif code == 412:
        assert b"412 Precondition Failed" in content and len(content) < 400
        assert headers["Content-Length"] == str(len(content))
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        assert "Content-Language" not in headers and "Cache-Control" not in headers
    elif window:
        start, stop = window
        assert content == CONTENT[start:stop]
        assert headers["Content-Length"] == str(stop - start)
        assert headers["Content-Range"] == f"bytes {start}-{stop - 1}/10"
    else:
        assert content == CONTENT and "Content-Range" not in headers
    assert ("Accept-Ranges" in headers) is (allowed and method != "POST" and 200 <= status < 300)


def test_content_is_closed_when_a_condition_fails() -> None:
    closed = []

    class Content:
        def __iter__(self):
            return iter([b"x"])

        def close(self) -> None:
            closed.append(True)

    response = Response(Content(), headers={"ETag": '"t"'}, direct_passthrough=True)
    environ = create_environ(headers={"If-Match": '"x"'})
    body, status, _ = run_wsgi_app(response.make_conditional(environ), environ)
    assert status.startswith("412") and b"x" != b"".join(body) and not closed
    response.close()
    assert closed == [True]


def test_ranges_count_bytes_of_text() -> None:
    environ = create_environ(headers={"Range": "bytes=1-3"})
    response = Response(["é", "éa"]).make_conditional(environ, True, 5)
    assert b"".join(response.iter_encoded()) == "éé".encode()[1:4]
