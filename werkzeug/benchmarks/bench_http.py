"""Headers, cookies, URLs, and the heads of requests and responses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from werkzeug import http
from werkzeug.datastructures import Headers, MIMEAccept, MultiDict
from werkzeug.sansio.request import Request
from werkzeug.sansio.response import Response

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
COOKIE = "session=eyJfcGVybWFuZW50Ijp0cnVlfQ.aSFn; theme=dark; csrftoken=abc123; lang=en"
DATE = "Sun, 06 Nov 1994 08:49:37 GMT"
PAIRS = [
    ("Host", "example.com"),
    ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"),
    ("Accept", ACCEPT),
    ("Accept-Language", "en-US,en;q=0.5"),
    ("Accept-Encoding", "gzip, deflate, br, zstd"),
    ("Cookie", COOKIE),
    ("Content-Type", "application/json"),
]


def read_request() -> object:
    request = Request(
        "GET", "https", ("example.com", 443), "", "/a/b", b"q=x&page=2&tag=a", Headers(PAIRS), None
    )
    return (
        request.args["q"],
        request.args.get("page", type=int),
        request.args.getlist("tag"),
        request.cookies.get("theme"),
        request.url,
        request.host,
        request.headers.get("User-Agent"),
        request.mimetype,
    )


def make_response() -> object:
    response = Response(200, mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    response.set_cookie("session", "abc123", httponly=True, samesite="Lax")
    return response.headers.to_wsgi_list()


def workloads() -> dict[str, Callable[[], object]]:
    moment = datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)
    headers = Headers(PAIRS)
    multi = MultiDict([("a", "1"), ("a", "2"), ("b", "3")])
    accept = http.parse_accept_header(ACCEPT, MIMEAccept)
    return {
        "request: args, cookies, url, headers": read_request,
        "response: make": lambda: Response(),
        "response: make with headers and cookie": make_response,
        "parse_options_header": lambda: http.parse_options_header(
            'form-data; name="file"; filename="holiday.png"'
        ),
        "parse_options_header: simple": lambda: http.parse_options_header(
            "text/html; charset=utf-8"
        ),
        "parse_list_header": lambda: http.parse_list_header('gzip, deflate, "a, b", br'),
        "parse_dict_header": lambda: http.parse_dict_header('max-age=5, private="a", public'),
        "parse_accept_header": lambda: http.parse_accept_header(ACCEPT, MIMEAccept),
        "best_match": lambda: accept.best_match(["application/json", "text/html"]),
        "parse_cookie": lambda: http.parse_cookie(COOKIE),
        "dump_cookie": lambda: http.dump_cookie("a", "b", max_age=5, httponly=True, samesite="Lax"),
        "parse_date": lambda: http.parse_date(DATE),
        "http_date": lambda: http.http_date(moment),
        "parse_etags": lambda: http.parse_etags('"abc", W/"def", "ghi"'),
        "parse_range_header": lambda: http.parse_range_header("bytes=0-499,600-"),
        "parse_cache_control_header": lambda: http.parse_cache_control_header(
            "max-age=0, no-cache"
        ),
        "dump_header": lambda: http.dump_header({"foo": "bar baz", "qux": None}),
        "dump_options_header": lambda: http.dump_options_header("text/html", {"charset": "utf-8"}),
        "Headers: make and look up": lambda: Headers(PAIRS).get("content-type"),
        "Headers: look up": lambda: headers.get("content-type"),
        "MultiDict: read": lambda: (
            multi["a"],
            multi.getlist("a"),
            multi.get("z"),
            list(multi.items()),
        ),
    }


PROCESSES = {
    "import werkzeug": "import werkzeug",
    "import werkzeug.http": "import werkzeug.http",
    "import werkzeug.datastructures": "import werkzeug.datastructures",
}
