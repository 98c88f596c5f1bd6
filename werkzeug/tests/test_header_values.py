"""Properties of the headers of every kind: fields that are cut in pieces, text that is read and
written again, line breaks, and the cost of long headers."""

from __future__ import annotations

import time
import typing as t
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkzeug import http
from werkzeug._header.preconditions import failed_precondition, if_range_holds
from werkzeug.datastructures import (
    Accept,
    Authorization,
    ContentRange,
    ContentSecurityPolicy,
    ETags,
    Headers,
    HeaderSet,
    IfRange,
    LanguageAccept,
    MIMEAccept,
    Range,
    RequestCacheControl,
    ResponseCacheControl,
    WWWAuthenticate,
)
from werkzeug.exceptions import (
    HTTPException,
    MethodNotAllowed,
    RequestedRangeNotSatisfiable,
    ServiceUnavailable,
    Unauthorized,
)
from werkzeug.sansio.request import Request as SansIORequest
from werkzeug.test import create_environ
from werkzeug.utils import redirect, send_file
from werkzeug.wrappers import Request, Response

# --- a list may come in several fields (RFC 9110, section 5.3) ---


def cut(items: list[str], at: list[int]) -> list[str]:
    """Join the items to one to three fields."""
    first, second = sorted(place % (len(items) + 1) for place in at)
    fields = [", ".join(items[a:b]) for a, b in ((0, first), (first, second), (second, None))]
    return [field for field in fields if field]


items = st.lists(
    st.sampled_from(["a", "B", "c-d", "x1", "max-age=5", 'y="q, r"']), min_size=1, unique=True
)
places = st.lists(st.integers(0, 9), min_size=2, max_size=2)

# How each property of a response is extended by the word ``new``.
EXTENDED: dict[str, t.Callable[[Response], object]] = {
    "Vary": lambda response: response.vary.add("new"),
    "Allow": lambda response: response.allow.add("new"),
    "Content-Language": lambda response: response.content_language.add("new"),
    "Cache-Control": lambda response: response.cache_control.update({"new": None}),
    "Access-Control-Allow-Headers": lambda response: setattr(
        response, "access_control_allow_headers", [*response.access_control_allow_headers, "new"]
    ),
    "Access-Control-Allow-Methods": lambda response: setattr(
        response, "access_control_allow_methods", [*response.access_control_allow_methods, "new"]
    ),
    "Access-Control-Expose-Headers": lambda response: setattr(
        response, "access_control_expose_headers", [*response.access_control_expose_headers, "new"]
    ),
}


@given(st.sampled_from(list(EXTENDED)), items, places)
def test_changing_a_list_loses_no_field(name: str, items: list[str], at: list[int]) -> None:
    response, whole = Response(), Response()
    for field in cut(items, at):
        response.headers.add(name, field)
    whole.headers[name] = ", ".join(items)
    for changed in (response, whole):
        EXTENDED[name](changed)
    assert response.headers.getlist(name) == whole.headers.getlist(name)
    assert len(http.parse_list_header(response.headers[name])) == len(items) + 1


READ = {
    "Pragma": "pragma",
    "Accept": "accept_mimetypes",
    "Accept-Charset": "accept_charsets",
    "Accept-Encoding": "accept_encodings",
    "Accept-Language": "accept_languages",
    "Cache-Control": "cache_control",
    "If-Match": "if_match",
    "If-None-Match": "if_none_match",
    "Content-Encoding": "content_encoding",
    "X-Forwarded-For": "access_route",
    "Access-Control-Request-Headers": "access_control_request_headers",
}


@given(st.sampled_from(list(READ)), items, places)
def test_reading_a_list_joins_its_fields(name: str, items: list[str], at: list[int]) -> None:
    def read(fields: list[str]) -> object:
        headers = Headers([(name, field) for field in fields])
        request = SansIORequest("GET", "http", None, "", "/", b"", headers, None)
        return getattr(request, READ[name])

    joined = ", ".join(items)
    assert str(read(cut(items, at))) == str(read([joined]))
    wsgi = getattr(Request(create_environ(headers={name: joined})), READ[name])
    assert str(wsgi) == str(read([joined]))


def test_text_of_a_list_joins_its_fields() -> None:
    response = Response(headers=[("Content-Encoding", "br"), ("content-encoding", "gzip")])
    assert response.content_encoding == "br, gzip" and Response().content_encoding is None


@pytest.mark.parametrize("name", ["Content-Security-Policy", "Content-Security-Policy-Report-Only"])
def test_further_policies_stay(name: str) -> None:
    response = Response(headers=[(name, "img-src a"), ("X", "y"), (name, "script-src b")])
    policy = getattr(response, name.replace("-", "_").lower())
    policy.font_src = "c"
    assert response.headers.getlist(name) == ["img-src a; font-src c", "script-src b"]
    policy.clear()
    assert response.headers.getlist(name) == ["script-src b"]


def test_further_ways_to_log_in_stay() -> None:
    response = Response(headers=[("WWW-Authenticate", "Negotiate"), ("WWW-Authenticate", "Basic")])
    way = response.www_authenticate
    way.token = None
    way.realm = "x"
    assert response.headers.getlist("WWW-Authenticate") == ['Negotiate realm="x"', "Basic"]


def test_a_dict_in_place_of_headers() -> None:
    request = Request(create_environ())
    request.headers = {"Accept": "a/b"}  # type: ignore[assignment]
    assert request.accept_mimetypes.best == "a/b"


# --- what is parsed and dumped again means the same ---

header_text = st.one_of(
    st.text("abAB01 \t,;=\"\\*/'%-:()", max_size=30),
    st.lists(
        st.sampled_from(
            ["a", "B", "q=0.5", "no-cache", '"x, y"', "W/", '"t"', "*", ";", ",", "=", " ", "5", "-", "/",
             "bytes", "Basic", "Digest", "dTpw", "img-src", "'self'", "UTF-8''%C3%A9", "text/html"]
        )
    ).map("".join),
)  # fmt: skip

TWO_WAYS = [
    (Accept.from_header, lambda value: sorted(value)),
    (MIMEAccept.from_header, lambda value: sorted(value)),
    (LanguageAccept.from_header, lambda value: sorted(value)),
    (ContentRange.from_header, lambda value: value and value.__dict__ | {"on_update": None}),
    (ContentSecurityPolicy.from_header, dict),
    (ETags.from_header, lambda value: (value.star_tag, value.as_set(True), value.as_set())),
    (HeaderSet.from_header, list),
    (IfRange.from_header, lambda value: (value.etag, value.date)),
    (Range.from_header, lambda value: value and (value.units, value.ranges)),
    (RequestCacheControl.from_header, dict),
    (ResponseCacheControl.from_header, dict),
]


@given(st.sampled_from(TWO_WAYS), header_text)
def test_dumped_text_reads_as_the_same(
    way: tuple[t.Callable[[str], t.Any], t.Callable[[t.Any], object]], text: str
) -> None:
    parse, facts = way
    value = parse(text)
    if value is None or (isinstance(value, Accept) and any('"' in item for item, _ in value)):
        # Nothing that is accepted has a quote in it, and there is no telling what was meant.
        return
    assert facts(parse(value.to_header())) == facts(value)


# --- no maker of headers lets a line break or a null character through ---


def answer_of(error: HTTPException) -> Response:
    return t.cast(Response, error.get_response(create_environ()))


def changed(change: t.Callable[[Response], object]) -> Response:
    response = Response()
    change(response)
    return response


MAKERS: dict[str, t.Callable[[str], Response]] = {
    "header name": lambda text: Response(headers={text: "x"}),
    "header value": lambda text: Response(headers=[("x", text)]),
    "status": lambda text: Response(status=f"200 {text}"),
    "changed status": lambda text: changed(lambda r: setattr(r, "status", text)),
    "mimetype": lambda text: Response(mimetype=text),
    "content type": lambda text: Response(content_type=text),
    "mimetype params": lambda text: changed(lambda r: r.mimetype_params.update(x=text)),
    "location": lambda text: redirect(text),
    "cookie name": lambda text: changed(lambda r: r.set_cookie(text)),
    "cookie value": lambda text: changed(lambda r: r.set_cookie("a", text)),
    "cookie path": lambda text: changed(lambda r: r.set_cookie("a", path=text)),
    "cookie domain": lambda text: changed(lambda r: r.set_cookie("a", domain=text)),
    "cookie expires": lambda text: changed(lambda r: r.set_cookie("a", expires=text)),
    "etag": lambda text: changed(lambda r: r.set_etag(text)),
    "vary": lambda text: changed(lambda r: r.vary.add(text)),
    "allowed headers": lambda text: changed(
        lambda r: setattr(r, "access_control_allow_headers", [text])
    ),
    "cache control": lambda text: changed(lambda r: setattr(r.cache_control, "no_cache", text)),
    "policy": lambda text: changed(
        lambda r: setattr(r.content_security_policy, "img_src", text)
    ),
    "log in": lambda text: changed(lambda r: setattr(r.www_authenticate, "realm", text)),
    "content range": lambda text: changed(lambda r: r.content_range.set(0, 1, 2, text)),
    "retry after": lambda text: changed(lambda r: setattr(r, "retry_after", text)),
    "methods": lambda text: answer_of(MethodNotAllowed([text])),
    "challenge": lambda text: answer_of(Unauthorized(www_authenticate=WWWAuthenticate(text))),
    "units": lambda text: answer_of(RequestedRangeNotSatisfiable(5, text)),
    "later": lambda text: answer_of(ServiceUnavailable(retry_after=t.cast(int, text))),
    "accept ranges": lambda text: Response(b"x").make_conditional(create_environ(), text, 1),
    "file name": lambda text: send_file(
        __file__, create_environ(), as_attachment=True, download_name=text
    ),
    "file etag": lambda text: send_file(__file__, create_environ(), etag=text),
}  # fmt: skip


@pytest.mark.parametrize("maker", MAKERS.values(), ids=list(MAKERS))
@pytest.mark.parametrize("text", ["a\r\nX-New: b", "a\nb", "a\rb", "a\0b"])
def test_line_breaks_never_reach_the_wire(maker: t.Callable[[str], Response], text: str) -> None:
    try:
        response = maker(text)
    except ValueError:
        return
    with response:
        _, status, headers = response.get_wsgi_response(create_environ())
        assert "X-New" not in dict(headers)
        sent = "".join([status, *(part for pair in headers for part in pair)])
        assert not {"\r", "\n", "\0"} & set(sent)


# --- the cost of a header grows with its length, not with its square ---

PUMPS = [
    '"', '\\"', 'a="\\', ';a="', "; ", '",', "=", ";=", 'a=";', '"a" ,', "W/", 'W/"', "a*0=b;",
    "a*0*=%C3;", "%", "'", " ", "\t,", ",", "0-1,", "-", "1", "a=b; ", "*,", "a;q=0.5,", "\xe9", "/", ":",
]  # fmt: skip
MOMENT = datetime(2020, 1, 1, tzinfo=UTC)

PARSERS: list[t.Callable[[str], object]] = [
    http.parse_list_header,
    http.parse_dict_header,
    http.parse_options_header,
    http.parse_etags,
    http.parse_cookie,
    http.parse_accept_header,
    http.parse_cache_control_header,
    http.parse_csp_header,
    http.parse_date,
    http.parse_age,
    http.parse_if_range_header,
    http.parse_range_header,
    http.parse_content_range_header,
    http.parse_set_header,
    http.unquote_etag,
    http.unquote_header_value,
    http.quote_header_value,
    Authorization.from_header,
    WWWAuthenticate.from_header,
    LanguageAccept.from_header,
    MIMEAccept.from_header,
    lambda text: if_range_holds(text, '"a"', MOMENT),
    lambda text: failed_precondition('"a"', MOMENT, if_match=text, if_none_match=text),
    lambda text: http.dump_options_header("a", {"b": text}),
    lambda text: http.dump_cookie("a", text, max_size=0),
    lambda text: Headers([("a", text)]) if text.isprintable() else None,
    lambda text: (HeaderSet(text.split(",")), Range("bytes", [(0, 1)] * len(text))),
]


@pytest.mark.parametrize("parse", PARSERS)
@pytest.mark.parametrize("prefix", ["a; ", "bytes="])
def test_cost_grows_with_the_length(parse: t.Callable[[str], object], prefix: str) -> None:
    def cost(text: str) -> float:
        best = 1.0
        for _ in range(3):
            start = time.thread_time()
            parse(text)
            best = min(best, time.thread_time() - start)
        return best

    for pump in PUMPS:
        size = 500
        while size < 16_000 and cost(prefix + pump * size) < 0.0002:
            size *= 2
        short, long = prefix + pump * size, prefix + pump * size * 4
        # Four times the text costs four times as much, or sixteen times if the cost is quadratic,
        # which takes far longer than a millisecond here. A moment in which the machine is slow may
        # spoil one measurement, not five.
        assert any(cost(long) < 9 * cost(short) + 0.001 for _ in range(5)), (pump, size)
