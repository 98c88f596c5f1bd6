"""The cookies of the test client, by the rules of RFC 6265bis."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkzeug._cookiejar import domain_matches, is_loopback
from werkzeug.test import Client, Cookie
from werkzeug.wrappers import Request, Response


@Request.application
def app(request: Request) -> Response:
    response = Response(request.headers.get("Cookie", "-"))
    for value in request.args.getlist("set"):
        response.headers.add("Set-Cookie", value)
    return response


def sent(set_cookie: str, set_at: str, sent_to: str) -> str:
    """Return what a client sends to one URL after another one has set a cookie."""
    client = Client(app)
    client.get(set_at, query_string={"set": set_cookie})
    return client.get(sent_to).text


PAST = "Thu, 01 Jan 1970 00:00:00 GMT"


@pytest.mark.parametrize(
    ("set_cookie", "is_kept"),
    [
        (f"a=1; Max-Age=100; Expires={PAST}", True),
        (f"a=1; Expires={PAST}; Max-Age=100", True),
        (f"a=1; Max-Age=x; Expires={PAST}", False),
        ("a=1; Max-Age=0; Expires=Fri, 01 Jan 2999 00:00:00 GMT", False),
        ("a=1; Max-Age=-5", False),
        ("a=1; Max-Age=" + "9" * 6000, True),
        ("a=1; Max-Age=-" + "9" * 6000, False),
        ("a=1; Expires=Sun, 06 Nov 1994 08:49:37 GMT", False),
        ("a=1; Expires=Fri, 01 Jan 2999 00:00:00 GMT", True),
        ("a=1; Expires=never", True),
        ("a=1; Expires=", True),
    ],
)
def test_lifetime(set_cookie: str, is_kept: bool) -> None:
    assert sent(set_cookie, "/", "/") == ("a=1" if is_kept else "-")
    # What is no longer valid deletes what is kept.
    client = Client(app)
    client.set_cookie("a", "0")
    client.get("/", query_string={"set": f"{set_cookie}; Path=/"})
    assert client.get("/").text == ("a=1" if is_kept else "-")


@pytest.mark.parametrize(
    "attribute", ["", "; Path", "; Path=", "; Path=x", "; Path=.", "; Path=%2F"]
)
@pytest.mark.parametrize(
    ("set_at", "default"),
    [("/", "/"), ("/x", "/"), ("/d/x", "/d"), ("/d/", "/d"), ("/d/e/x", "/d/e")],
)
def test_default_path(attribute: str, set_at: str, default: str) -> None:
    client = Client(app)
    client.get(set_at, query_string={"set": f"a=1{attribute}"})
    assert client.get_cookie("a", path=default) is not None


@pytest.mark.parametrize(
    ("path", "requested", "is_sent"),
    [
        ("/d", "/d", True),
        ("/d", "/d/", True),
        ("/d", "/d/x", True),
        ("/d", "/dx", False),
        ("/d/", "/d", False),
        ("/d/", "/d/x", True),
        ("/D", "/d", False),
        ("/%C3%A9", "/é/x", True),
        ("/a%20b", "/a b", True),
    ],
)
def test_paths(path: str, requested: str, is_sent: bool) -> None:
    assert sent(f"a=1; Path={path}", "/", requested) == ("a=1" if is_sent else "-")


@pytest.mark.parametrize(
    ("domain", "set_at", "sent_to", "is_sent"),
    [
        # For the host alone.
        ("", "http://ex.test", "http://ex.test", True),
        ("", "http://EX.test", "http://ex.TEST", True),
        ("", "http://ex.test", "http://sub.ex.test", False),
        ("; Domain=", "http://ex.test", "http://sub.ex.test", False),
        ("; Domain=.", "http://ex.test", "http://sub.ex.test", False),
        # For a domain.
        ("; Domain=ex.test", "http://ex.test", "http://sub.ex.test", True),
        ("; Domain=EX.Test", "http://ex.test", "http://sub.ex.test", True),
        ("; Domain=.ex.test", "http://sub.ex.test", "http://ex.test", True),
        ("; domain=LocalHost", "http://localhost", "http://localhost", True),
        ("; Domain=ex.test", "http://ex.test:5000", "http://ex.test:6000", True),
        # Of somebody else.
        ("; Domain=other.test", "http://ex.test", "http://other.test", False),
        ("; Domain=other.test", "http://ex.test", "http://ex.test", False),
        ("; Domain=sub.ex.test", "http://ex.test", "http://sub.ex.test", False),
        ("; Domain=x.test", "http://ex.test", "http://x.test", False),
        # An address has no subdomains.
        ("; Domain=0.0.1", "http://10.0.0.1", "http://10.0.0.1", False),
        ("; Domain=10.0.0.1", "http://10.0.0.1", "http://10.0.0.1", True),
        ("", "http://[::1]:80", "http://[::1]:81", True),
    ],
)
def test_domains(domain: str, set_at: str, sent_to: str, is_sent: bool) -> None:
    client = Client(app)
    client.get("/", set_at, query_string={"set": f"a=1{domain}"})
    assert client.get("/", sent_to).text == ("a=1" if is_sent else "-")


@pytest.mark.parametrize(
    ("set_at", "sent_to", "is_sent"),
    [
        ("https://ex.test", "https://ex.test", True),
        ("https://ex.test", "http://ex.test", False),
        ("https://ex.test", "http://sub.ex.test", False),
        ("http://ex.test", "https://ex.test", True),
        # A test that never uses https.
        ("http://ex.test", "http://ex.test", True),
        # Browsers trust the way to their own machine.
        ("https://localhost", "http://localhost", True),
        ("https://app.localhost", "http://app.localhost", True),
        ("https://127.0.0.1", "http://127.0.0.1", True),
        ("https://[::1]", "http://[::1]", True),
    ],
)
def test_secure(set_at: str, sent_to: str, is_sent: bool) -> None:
    client = Client(app)
    domain = "; Domain=ex.test" if "sub" in sent_to else ""
    client.get("/", set_at, query_string={"set": f"a=1; Secure{domain}"})
    assert client.get("/", sent_to).text == ("a=1" if is_sent else "-")


def test_secure_cookie_of_a_test() -> None:
    client = Client(app)
    client.set_cookie("a", "1", domain="EX.test", secure=True)
    assert client.get_cookie("a", domain="Ex.Test") is not None
    assert client.get("/", "http://ex.test").text == "-"
    assert client.get("/", "https://ex.test").text == "a=1"
    client.delete_cookie("a", domain="ex.TEST")
    assert client.get("/", "https://ex.test").text == "-"


@pytest.mark.parametrize(
    ("set_cookie", "is_kept"),
    [
        ("__Secure-a=1; Secure", True),
        ("__Secure-a=1", False),
        ("__Host-a=1; Secure; Path=/", True),
        ("__host-a=1; Secure; Path=/; Domain=ex.test", False),
        ("__Host-a=1; Secure; Path=/x", False),
        ("__Host-a=1; Path=/", False),
    ],
)
def test_names_with_a_prefix(set_cookie: str, is_kept: bool) -> None:
    client = Client(app)
    client.get("/", "https://ex.test", query_string={"set": set_cookie})
    assert (client.get("/", "https://ex.test").text != "-") is is_kept


@pytest.mark.parametrize(
    ("given", "header"),
    [
        ("b=2", "a=1; b=2"),
        ("a=2", "a=2"),
        ("a=2; c=3", "a=2; c=3"),
        ("b", "a=1; b"),
        ('b="; a=2"', 'b="; a=2"'),
    ],
)
def test_header_of_the_test(given: str, header: str) -> None:
    client = Client(app)
    assert client.get("/", headers={"Cookie": given}).text == given
    client.set_cookie("a", "1")
    assert client.get("/", headers={"Cookie": given}).text == header
    assert client.get("/").text == "a=1"


def test_header_of_the_test_and_redirects() -> None:
    @Request.application
    def counting(request: Request) -> Response:
        count = int(request.cookies.get("count", "0")) + 1
        response = Response(request.headers["Cookie"], 302 if count < 3 else 200)
        response.location = f"/{count}"
        response.set_cookie("count", str(count))
        return response

    client = Client(counting)
    response = client.get("/", headers={"Cookie": "b=2"}, follow_redirects=True)
    assert response.text == "count=2; b=2"
    # The same request again: what the client added the first time is not the test's own.
    request = response.request
    assert client.open(request).text == "count=3; b=2"
    assert client.open(request).text == "count=4; b=2"


def test_order() -> None:
    client = Client(app)
    for name, path in (("a", "/"), ("b", "/d"), ("c", "/"), ("d", "/d")):
        client.set_cookie(name, "1", path=path)
    assert client.get("/d").text == "b=1; d=1; a=1; c=1"


hosts = st.from_regex(r"[a-c]{1,2}(\.[a-c]{1,2}){0,3}", fullmatch=True)


@given(hosts, hosts)
def test_domain_matching(host: str, domain: str) -> None:
    parts, wanted = host.split("."), domain.split(".")
    assert domain_matches(host, domain) == (parts[-len(wanted) :] == wanted)


@given(st.text(max_size=60))
def test_any_header_is_read(header: str) -> None:
    cookie = Cookie._from_response_header("ex.test", "/d/x", header)
    assert cookie.domain and cookie.path.startswith("/")
    cookie._matches_request("ex.test", "/d/x", "http")
    assert cookie._may_be_set("ex.test") in {True, False}


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("localhost", True),
        ("a.localhost", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("127.example", False),
        ("notlocalhost", False),
        ("localhost.test", False),
        ("10.0.0.1", False),
    ],
)
def test_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
