"""Heads of requests and responses, hosts, URLs, and cached properties."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from werkzeug._properties import cached_property, get_content_type, header_property
from werkzeug.datastructures import ContentSecurityPolicy, Headers, WWWAuthenticate
from werkzeug.exceptions import SecurityError
from werkzeug.http import COEP, COOP
from werkzeug.sansio.request import Request
from werkzeug.sansio.response import Response
from werkzeug.sansio.utils import get_content_length, get_current_url, get_host, host_is_trusted
from werkzeug.urls import _urlencode, iri_to_uri, parse_query, uri_to_iri

HEADERS = [
    ("Host", "example.com:443"),
    ("Cookie", "a=b; c=d"),
    ("Cookie", "e=f"),
    ("Content-Type", "Application/JSON; charset=utf-8"),
    ("Content-Length", "5"),
    ("Accept", "text/html"),
    ("Accept-Charset", "utf-8"),
    ("Accept-Encoding", "gzip"),
    ("Accept-Language", "de"),
    ("Cache-Control", "no-cache"),
    ("If-Match", '"a"'),
    ("If-None-Match", "*"),
    ("If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT"),
    ("If-Range", '"r"'),
    ("Range", "bytes=0-4"),
    ("User-Agent", "Test"),
    ("Authorization", "Bearer x"),
    ("Max-Forwards", "x"),
    ("Pragma", "no-cache"),
    ("X-Forwarded-For", "1.1.1.1, 2.2.2.2"),
    ("Access-Control-Request-Headers", "A, b"),
    ("Date", "Sun, 06 Nov 1994 08:49:37 GMT"),
]


def make(**changes: object) -> Request:
    arguments = {
        "method": "post",
        "scheme": "https",
        "server": ("srv", 80),
        "root_path": "/root/",
        "path": "a/é",
        "query_string": b"q=1&q=2&x=%C3%A9",
        "headers": Headers(HEADERS),
        "remote_addr": "3.3.3.3",
    }
    return Request(**{**arguments, **changes})


def test_request() -> None:
    request = make()
    moment = datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)
    assert (request.method, request.path, request.root_path) == ("POST", "/a/é", "/root")
    assert request.args.to_dict(flat=False) == {"q": ["1", "2"], "x": ["é"]}
    assert request.cookies.to_dict() == {"a": "b", "c": "d", "e": "f"}
    assert request.url == "https://example.com/root/a/é?q=1&q=2&x=é"
    assert request.base_url == "https://example.com/root/a/é"
    assert (request.root_url, request.host_url) == (
        "https://example.com/root/",
        "https://example.com/",
    )
    assert request.full_path == "/a/é?q=1&q=2&x=%C3%A9" and request.host == "example.com"
    assert request.is_secure and request.is_json and request.mimetype == "application/json"
    assert request.mimetype_params == {"charset": "utf-8"} and request.content_length == 5
    assert request.access_route == ["1.1.1.1", "2.2.2.2"]
    assert request.accept_mimetypes.accept_html and "gzip" in request.accept_encodings
    assert "utf8" in request.accept_charsets and "de" in request.accept_languages
    assert (
        request.cache_control.no_cache
        and "a" in request.if_match
        and request.if_none_match.star_tag
    )
    assert (
        request.if_modified_since == moment == request.date and request.if_unmodified_since is None
    )
    assert request.if_range.etag == "r" and request.range.ranges == [(0, 5)]
    assert (
        request.user_agent.string
        == "Test"
        == str(request.user_agent)
        == request.user_agent.to_header()
    )
    assert not request.user_agent and repr(request.user_agent) == "<UserAgent None/None>"
    assert request.authorization.token == "x" and request.max_forwards is None
    assert "no-cache" in request.pragma and "B" in request.access_control_request_headers
    assert request.referrer is None and repr(request).startswith("<Request 'https://example.com/")
    with pytest.raises(AttributeError):
        request.origin = "x"


def test_bare_request() -> None:
    request = make(headers=Headers(), server=None, remote_addr=None)
    assert request.host == "" and request.access_route == [] and request.authorization is None
    assert not request.is_json and request.content_length is None and not request.cookies
    assert make(headers=Headers()).access_route == ["3.3.3.3"]
    untrusting = make()
    untrusting.trusted_hosts = ["other.org"]
    with pytest.raises(SecurityError):
        untrusting.host
    assert "invalid URL" in repr(untrusting)


def test_response() -> None:
    response = Response("404 nope", {"X": ["a", "b"]})
    assert (response.status_code, response.status) == (404, "404 nope")
    assert response.headers.getlist("X") == ["a", "b"] and response.mimetype == "text/plain"
    assert repr(response) == "<Response [404 nope]>" and not response.is_json
    response.status_code = 418
    assert response.status == "418 I'M A TEAPOT"
    response.mimetype = "application/json"
    assert response.is_json and response.content_type == "application/json"
    response.mimetype_params["a"] = "b"
    assert response.content_type == "application/json; a=b"
    headers = Headers()
    assert Response(headers=headers, content_type="x/y").headers is headers
    with pytest.raises(TypeError):
        response.status = 5.0


@pytest.mark.parametrize(
    ("given_status", "status", "code"),
    [
        (200, "200 OK", 200),
        (799, "799 UNKNOWN", 799),
        ("wtf", "0 wtf", 0),
        ("200", "200 OK", 200),
        ("201 A b", "201 A b", 201),
    ],
)
def test_status(given_status: object, status: str, code: int) -> None:
    response = Response(given_status)
    assert (response.status, response.status_code) == (status, code)


def test_empty_status() -> None:
    with pytest.raises(ValueError, match="Empty status"):
        Response(" ")


def test_response_headers() -> None:
    response = Response()
    moment = datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)
    for name in ("date", "expires", "last_modified"):
        setattr(response, name, moment)
        assert getattr(response, name) == moment
    response.age = 5
    assert response.age == timedelta(seconds=5)
    response.content_length = 7
    assert response.content_length == 7 and response.headers["Content-Length"] == "7"
    response.retry_after = 60
    assert timedelta(0) < response.retry_after - datetime.now(UTC) <= timedelta(seconds=60)
    response.retry_after = moment
    assert response.retry_after == moment
    response.retry_after = None
    assert response.retry_after is None
    for name in ("vary", "allow", "content_language"):
        setattr(response, name, ["A", "b"])
        getattr(response, name).add("c")
        assert list(getattr(response, name)) == ["A", "b", "c"]
        getattr(response, name).clear()
        assert not getattr(response, name)
    response.access_control_allow_credentials = True
    assert response.access_control_allow_credentials
    response.access_control_allow_credentials = False
    assert "Access-Control-Allow-Credentials" not in response.headers
    response.access_control_allow_methods = ["GET"]
    assert "get" in response.access_control_allow_methods
    assert response.cross_origin_opener_policy is COOP.UNSAFE_NONE
    response.cross_origin_opener_policy = COOP.SAME_ORIGIN
    response.cross_origin_embedder_policy = COEP.REQUIRE_CORP
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.cross_origin_embedder_policy is COEP.REQUIRE_CORP
    response.cache_control.max_age = 5
    assert response.headers["Cache-Control"] == "max-age=5"
    response.content_security_policy = ContentSecurityPolicy({"img-src": "*"})
    response.content_security_policy.default_src = "'self'"
    assert response.headers["Content-Security-Policy"] == "img-src *; default-src 'self'"
    response.content_security_policy = None
    assert "Content-Security-Policy" not in response.headers
    response.set_etag("a", weak=True)
    assert response.get_etag() == ("a", True)
    response.content_range.set(0, 5, 10)
    assert response.headers["Content-Range"] == "bytes 0-4/10"
    response.content_range.stop = 3
    assert response.content_range.stop == 3
    response.content_range = "bytes 1-2/3"
    response.content_range = response.content_range
    response.content_range.unset()
    assert "Content-Range" not in response.headers
    del response.location
    response.set_cookie("a", "b")
    response.delete_cookie("c")
    assert response.headers.getlist("Set-Cookie")[1].startswith("c=; Expires=Thu, 01 Jan 1970")


def test_response_www_authenticate() -> None:
    response = Response()
    response.www_authenticate.realm = "x"
    assert response.headers["WWW-Authenticate"] == 'Basic realm="x"'
    response.www_authenticate = [WWWAuthenticate("basic"), WWWAuthenticate("negotiate")]
    assert response.headers.getlist("WWW-Authenticate") == ["Basic", "Negotiate"]
    value = WWWAuthenticate("bearer", {"realm": "x"})
    response.www_authenticate = value
    value.realm = "y"
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="y"'
    del response.www_authenticate
    response.www_authenticate = None
    assert "WWW-Authenticate" not in response.headers


@pytest.mark.parametrize(
    ("host", "valid"),
    [
        *[
            (host, True)
            for host in (
                "a",
                "a.b",
                "a:80",
                "a-b",
                "[::1]",
                "[::1]:80",
                "127.0.0.1",
                "a.",
                ".a",
                "a_b",
                "a~b!$&'()*+,;=",
                "a%20b",
                "a:",
                "[::1]:",
                "[fe80::1%25eth0]",
                "[::ffff:1.2.3.4]",
                "[v1.a:b]",
            )
        ],
        *[
            (host, False)
            for host in (
                None,
                "",
                "a%2",
                "a%zz",
                "a\\b",
                "a<b",
                "a b",
                "a/b",
                "é.com",
                ":",
                ":80",
                "[:::]",
                "[1:2]",
                "[::1%eth0]",
                "[::1%25]",
                "[::1%25a/b]",
                "[v1]",
                "a:0",
                "a:65536",
                "a:x",
                "[::1",
                "[g]",
                "[]",
                "a\n",
                "u@a",
                "[::1]x",
                "[::1]8",
                "a:８",
            )
        ],
    ],
)
def test_host_form(host: str | None, valid: bool) -> None:
    assert host_is_trusted(host) is valid
    assert bool(get_host("ftp", host)) is valid


_HOST_TEXT = st.text("aZé9.-_~!%2F:@/\\\\?#[] \t<|", max_size=12)


@given(st.one_of(_HOST_TEXT, _HOST_TEXT.map("[{}]".format)))
@settings(max_examples=200)
def test_no_url_with_a_host_of_the_path(host: str) -> None:
    """A host is either kept or an error; no text of a client empties it."""
    from urllib.parse import urlsplit

    from werkzeug.exceptions import BadRequest

    request = Request("GET", "http", None, "", "/evil.example", b"", Headers({"Host": host}), None)
    try:
        url = request.url
    except BadRequest:
        assert not host_is_trusted(host)
        return
    if not host:
        assert request.host == ""
        return
    assert host_is_trusted(host) and request.host
    kept = host.removesuffix(":").removesuffix(":80")
    assert urlsplit(url).netloc.lower() == kept.lower()


@pytest.mark.parametrize(
    ("scheme", "host", "start"),
    [
        ("http", "EX.Test:5000", "http://ex.test:5000/"),
        ("HTTPS", "ex.test", "https://ex.test/"),
        ("http", "XN--9CA.test", "http://é.test/"),
        ("http", "a%c3%A9b.Test", "http://a%C3%A9b.test/"),
        ("http", "[FE80::1%25Eth0]:81", "http://[fe80::1%25eth0]:81/"),
    ],
)
def test_url_of_request_is_normal(scheme: str, host: str, start: str) -> None:
    from werkzeug.routing import Map, Rule
    from werkzeug.test import create_environ
    from werkzeug.wrappers import Request as WSGIRequest

    environ = create_environ(
        "/d/", environ_overrides={"HTTP_HOST": host, "wsgi.url_scheme": scheme}
    )
    request = WSGIRequest(environ)
    assert (request.host_url, request.root_url, request.url) == (start, start, f"{start}d/")
    adapter = Map([Rule("/d/", endpoint="d")]).bind_to_environ(environ)
    assert adapter.build("d", force_external=True) == iri_to_uri(request.url)


@given(st.text("aé/:@[]|Y%2F?#. \\\t\u202e", max_size=20), st.sampled_from(["", "//", "http://"]))
@settings(max_examples=300)
def test_any_text_is_encoded(text: str, start: str) -> None:
    """No text of a client is an error, and what is encoded stays so."""
    uri = iri_to_uri(start + text)
    assert uri.isascii() and iri_to_uri(uri) == uri
    assert "\u202e" not in uri_to_iri(uri)


@pytest.mark.parametrize(
    "mark", ["\u061c", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069"]
)
def test_marks_of_direction_stay_encoded(mark: str) -> None:
    from urllib.parse import quote

    for uri in (f"http://h/a{quote(mark)}%C3%A9", f"http://h/?a={quote(mark)}%C3%A9"):
        assert uri_to_iri(uri) == uri.replace("%C3%A9", "é")
    url = get_current_url("http", "h", "", f"/a{mark}é")
    assert url == f"http://h/a{quote(mark)}é"


def test_host_trust() -> None:
    assert (
        host_is_trusted("a.b:80", [".b"])
        and host_is_trusted("b", ".b")
        and host_is_trusted("A", ["a"])
    )
    assert not host_is_trusted("ab", [".b"]) and not host_is_trusted("c", ["a", "b"])
    assert host_is_trusted("xn--9ca.com", ["é.com"]) and not host_is_trusted("a", ["é" * 70])


@pytest.mark.parametrize(
    ("arguments", "host"),
    [
        (("http", "a:80"), "a"),
        (("https", "a:80"), "a:80"),
        (("wss", "a:443"), "a"),
        (("http", None, ("b", 8080)), "b:8080"),
        (("http", None, ("::1", 80)), "[::1]"),
        (("http", None, ("/run/sock", None)), ""),
        (("http", None), ""),
    ],
)
def test_get_host(arguments: tuple[object, ...], host: str) -> None:
    assert get_host(*arguments) == host


@pytest.mark.parametrize(
    ("arguments", "url"),
    [
        (("http", "a"), "http://a/"),
        (("http", "a", "/r/", "/p q"), "http://a/r/p%20q"),
        (("http", "a", "", "/é#?"), "http://a/é%23%3F"),
        (("http", "a", "/r%41", "/%C3%A9%2F"), "http://a/r%2541/%25C3%25A9%252F"),
        (("http", "xn--n3h.net", "/", "//x", b""), "http://☃.net/x"),
        (("http", "a", "", "/", b'a=%26%C3%A9 \xff"#'), 'http://a/?a=%26é%20%FF"%23'),
        (("http", "a", "/r", None, b"q"), "http://a/r/"),
    ],
)
def test_current_url(arguments: tuple[object, ...], url: str) -> None:
    assert get_current_url(*arguments) == url


PATHS = st.text("aé%25#?/; \\\u202e").map(lambda text: text.strip("/"))


@settings(max_examples=200, deadline=None)
@given(PATHS, PATHS)
def test_current_url_leads_back_to_the_path(root: str, path: str) -> None:
    url = iri_to_uri(get_current_url("http", "h", f"/{root}", f"/{path}", b"q"))
    parts = urlsplit(url)
    assert unquote(parts.path) == (f"/{root}/{path}" if root else f"/{path}")
    assert (parts.netloc, parts.query, parts.fragment) == ("h", "q", "")


@pytest.mark.parametrize(
    ("length", "encoding", "expected"),
    [
        (None, None, None),
        ("5", None, 5),
        ("-1", None, 0),
        ("x", None, 0),
        (" 5\t", "gzip", 5),
        ("5", "gzip, Chunked", None),
        ("+5", None, 0),
        ("٥", None, 0),
    ],
)
def test_content_length(length: str | None, encoding: str | None, expected: int | None) -> None:
    assert get_content_length(length, encoding) == expected


@pytest.mark.parametrize("iri", ["http://h/\ud800", "/\udfff", "//\ud800/", "?\ud800#\ud800"])
def test_half_of_a_surrogate_pair_is_replaced(iri: str) -> None:
    assert iri_to_uri(iri) == iri_to_uri(re.sub("[\ud800-\udfff]", "\ufffd", iri))


@pytest.mark.parametrize(
    ("iri", "uri"),
    [
        ("http://☃.net/påth?q=èry%DF#ü", "http://xn--n3h.net/p%C3%A5th?q=%C3%A8ry%DF#%C3%BC"),
        ("http://u:@ex.com:0/", "http://u:@ex.com:0/"),
        ("/%2F%3F%25", "/%2F%3F%25"),
        ("http://[::1]:80/é", "http://[::1]:80/%C3%A9"),
        ("/plain/path", "/plain/path"),
        ("ftp://☕/", "ftp://xn--53h/"),
        ("http://🦊:ö@h/", "http://%F0%9F%A6%8A:%C3%B6@h/"),
        ("http://h/\x85%85?%20è#%20é", "http://h/%C2%85%85?%20%C3%A8#%20%C3%A9"),
        ('http://h/"|?a="<#<`>', "http://h/%22%7C?a=%22%3C#%3C%60%3E"),
        ("urn:name:5", "urn:name:5"),
        ("", ""),
    ],
)
def test_iri_and_uri(iri: str, uri: str) -> None:
    assert iri_to_uri(iri) == uri
    assert uri_to_iri(uri) == iri
    assert iri_to_uri(uri) == uri and uri_to_iri(iri) == iri


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zs"]), min_size=1))
def test_uri_keeps_meaning(text: str) -> None:
    iri = "/" + text.replace("/", "")
    uri = iri_to_uri(iri)
    assert uri.isascii() and iri_to_uri(uri) == uri == iri_to_uri(uri_to_iri(uri))


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8"), min_size=1), st.text(st.characters(codec="utf-8"))
        )
    )
)
def test_query_round_trip(pairs: list[tuple[str, str]]) -> None:
    assert parse_query(_urlencode(pairs)) == pairs


def test_query_without_value() -> None:
    assert _urlencode([("a", None), ("b", "")]) == "b="
    assert parse_query("a&&=b&c=%zz%") == [("a", ""), ("", "b"), ("c", "%zz%")]


def test_get_content_type() -> None:
    assert get_content_type("image/svg+xml", "utf-8") == "image/svg+xml; charset=utf-8"
    assert get_content_type("application/json", "utf-8") == "application/json"


def test_cached_property() -> None:
    class Plain:
        calls = 0

        @cached_property
        def value(self) -> int:
            """Doc."""
            self.calls += 1
            return self.calls

    plain = Plain()
    assert plain.value == plain.value == 1 and Plain.value.__doc__ == "Doc."
    plain.value = 9
    assert plain.value == 9
    del plain.value
    assert plain.value == 2 and isinstance(Plain.value, cached_property)


def test_cached_property_in_a_slot() -> None:
    class Slotted:
        __slots__ = ("_cache_value",)

        @cached_property
        def value(self) -> object:
            return object()

    slotted = Slotted()
    first = slotted.value
    assert slotted.value is first
    del slotted.value, slotted.value
    assert slotted.value is not first
    slotted.value = 5
    assert slotted.value == 5


def test_cached_property_lets_errors_through() -> None:
    class Broken:
        @cached_property
        def value(self) -> int:
            raise AttributeError("inner")

    with pytest.raises(AttributeError, match="inner"):
        Broken().value


def test_header_property_repr() -> None:
    assert repr(header_property("A")) == "<header_property A>"


def test_url_ends_where_a_part_is_missing() -> None:
    assert get_current_url("http", "h", None, "/p", b"q") == "http://h/"
    assert get_current_url("http", "h", "/r", None, b"q") == "http://h/r/"
    assert get_current_url("http", "h", "", "/p", b"q") == "http://h/p?q"


def test_error_handler_is_for_decoding() -> None:
    assert b"a\xff".decode("utf-8", "werkzeug.url_quote") == "a%FF"
    with pytest.raises(UnicodeEncodeError):
        "\u00e9".encode("ascii", "werkzeug.url_quote")
