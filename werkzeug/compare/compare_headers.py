"""The answers of the functions for headers, cookies, dates and URLs to tables and to random text."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

from werkzeug import http, security, urls
from werkzeug.sansio import utils

EXPECTED_DIFFERENCES = {
    "dump_cookie name": "a name that would start another cookie or attribute is refused",
    "dump_cookie attribute": "an attribute that would start another one is refused",
    "dump_cookie control": "control characters are escaped, all of them",
    "parse_cookie bytes": "a cookie that is no UTF-8 is read with replacement characters",
    "host of RFC 3986": "all characters of section 3.2.2, and an empty port",
    "host_is_trusted bracket": "an IPv6 host can be trusted",
    "parse_accept_header: ": "an item needs a value, a quality no digits after the point (RFC 9110)",
    "current_url of %": "the path is decoded already (RFC 3986, 2.4)",
    "parse_cache_control_header: ": "directives are tokens, and their case is ignored (RFC 9111)",
    "parse_cookie: ": "quotes and spaces within a value are kept, as browsers send them",
    "parse_csp_header: ": "directives may have no value, and the first one counts (CSP3, 2.2.1)",
    "parse_etags: ": "a star may only stand alone (RFC 9110, 13.1.1)",
    "parse_options_header: ": "pieces are joined by number, then decoded (RFC 2231)",
    "is_resource_modified: ": "evaluated as RFC 9110, section 13, says",
}

WORDS = [
    "a",
    "b",
    "c",
    "A",
    "é",
    "\xa0",
    " ",
    "\t",
    ",",
    ";",
    "=",
    '"',
    "\\",
    '\\"',
    "*",
    "*0",
    "*0*",
    "*1",
    "*1*",
    "=UTF-8''%C3%A9",
    "=ascii'en'%41",
    "''",
    "%22",
    "%",
    "q=0.5",
    ";q=1",
    "q=x",
    "W/",
    "w/",
    "-",
    "/",
    "/*",
    "text/html",
    "max-age=5",
    "no-cache",
    "0",
    "9",
    "+",
    "_",
    ":",
    "[::1]",
    ".",
    "\n",
]


# Texts for which a standard asks for another answer than that of the originals. Their labels have a
# colon after the name.
STANDARDS: dict[str, Callable[[str], object]] = {
    "parse_accept_header": re.compile(r"(?:^|,)\s*;|q=[01]\.").search,
    "parse_cache_control_header": re.compile(r"[^a-z0-9=,-]").search,
    "parse_cookie": re.compile(r'[" \t]').search,
    "parse_csp_header": lambda text: True,
    "parse_etags": lambda text: "*" in text,
    "parse_options_header": lambda text: "*" in text,
}


def _label(name: str, text: str) -> str:
    return f"{name}:" if name in STANDARDS and STANDARDS[name](text) else name


def _call(function: Callable[..., object], *args: object, **kwargs: object) -> str:
    try:
        return repr(function(*args, **kwargs))
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:60]}"


def _tags(text: str) -> object:
    tags = http.parse_etags(text)
    return sorted(tags.as_set()), sorted(tags.as_set(True)), tags.star_tag


def _options(text: str) -> object:
    value, options = http.parse_options_header(text)
    return value, list(options.items())


def random_texts() -> Iterator[tuple[str, object]]:
    rng = random.Random(11)
    parsers: dict[str, Callable[[str], object]] = {
        "parse_list_header": http.parse_list_header,
        "parse_dict_header": http.parse_dict_header,
        "parse_options_header": _options,
        "parse_accept_header": http.parse_accept_header,
        "parse_cache_control_header": http.parse_cache_control_header,
        "parse_csp_header": http.parse_csp_header,
        "parse_set_header": http.parse_set_header,
        "parse_range_header": http.parse_range_header,
        "parse_content_range_header": http.parse_content_range_header,
        "unquote_header_value": http.unquote_header_value,
        "unquote_etag": http.unquote_etag,
        "parse_age": http.parse_age,
        "content_length": utils.get_content_length,
        # Ours takes the further characters of RFC 3986 3.2.2, see below.
        "host": lambda text: utils.get_host(
            "http", re.sub("[_~!$&'()*+,;=%]", "", text).rstrip(":")
        ),
    }
    for number in range(1500):
        text = "".join(rng.choices(WORDS, k=rng.randint(0, 12)))
        for name, parse in parsers.items():
            yield f"{_label(name, text)} {number} {text!r}", _call(parse, text)
        label = "parse_etags empty" if '""' in text else _label("parse_etags", text)
        yield f"{label} {number} {text!r}", _call(_tags, text)
        cookie = text.encode().decode("latin1")
        yield f"{_label('parse_cookie', text)} {number} {text!r}", _call(http.parse_cookie, cookie)
        yield f"quote {number} {text!r}", _call(http.quote_header_value, text)
        yield f"dump_header {number} {text!r}", _call(http.dump_header, {text[:2]: text[2:]})


def dates() -> Iterator[tuple[str, object]]:
    rng = random.Random(12)
    for text in [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Sun, 06 Nov 1994 08:49:37 +0200",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "foo",
        "",
        "06 Nov 94",
        "Sun, 06 Nov 0094 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49 GMT",
    ]:
        yield f"parse_date {text!r}", _call(http.parse_date, text)
    for _ in range(300):
        moment = datetime(1900, 1, 1) + timedelta(seconds=rng.randint(0, 10**10) / 7)
        text = http.http_date(moment)
        yield f"http_date {moment}", text
        yield f"http_date {moment} utc", http.http_date(moment.replace(tzinfo=UTC))
        yield f"parse_date {text}", repr(http.parse_date(text))
        at = rng.randrange(len(text))
        broken = text[:at] + rng.choice(" :,1x") + text[at + 1 :]
        yield f"parse_date {broken}", repr(http.parse_date(broken))
    yield "http_date date", http.http_date(date(2020, 1, 2))


def cookies() -> Iterator[tuple[str, object]]:
    table: list[dict[str, object]] = [
        {},
        {"value": "b c"},
        {"value": 'é;,\\"'},
        {"path": None},
        {"path": "/é x;"},
        {"domain": ".a.com:80"},
        {"domain": "é.com"},
        {"secure": True, "httponly": True, "samesite": "lax"},
        {"samesite": "x"},
        {"partitioned": True},
        {"expires": 0},
        {"expires": datetime(2020, 1, 1)},
        {"max_age": 5, "expires": 0},
        {"max_age": timedelta(days=1), "sync_expires": False},
        {"domain": "a..b"},
        {"domain": ""},
    ]
    for options in table:
        yield f"dump_cookie {options}", _call(http.dump_cookie, "a", **options)
    for key in ("a;b", "a=b", "a\nb"):
        yield f"dump_cookie name {key!r}", _call(http.dump_cookie, key)
    for options in ({"domain": "a;b"}, {"expires": "a\nb"}):
        yield f"dump_cookie attribute {options}", _call(http.dump_cookie, "a", **options)
    for code in range(0x180):
        kind = "control" if 0x1A <= code < 0x20 else "value"
        yield f"dump_cookie {kind} {code}", _call(http.dump_cookie, "a", f"x{chr(code)}y")
    yield "parse_cookie bytes", _call(http.parse_cookie, "a=\xff")


def hosts_and_urls() -> Iterator[tuple[str, object]]:
    rng = random.Random(13)
    hosts = [
        None,
        "",
        "a",
        "a.b",
        "a:80",
        "a b",
        "é.com",
        "a:0",
        "a:65536",
        "[::1]",
        "[::1]:80",
        "[::1",
        "[g]",
        ".a",
        "a.",
        "A.com",
        "a:８",
        "a@b",
        "127.0.0.1",
        "a:080",
        "[]",
        "a\n",
    ]
    trusted: list[object] = [None, ["a"], [".b"], ["a:80"], "a", [], ["é.com"], [".com", "a"]]
    for host in hosts:
        for names in trusted:
            yield f"host_is_trusted {host!r} {names}", _call(utils.host_is_trusted, host, names)
            yield f"get_host {host!r} {names}", _call(utils.get_host, "http", host, None, names)
        for server in (None, ("s", 80), ("s", 81), ("/sock", None), ("::1", 80)):
            for scheme in ("http", "https", "wss", "x"):
                yield (
                    f"get_host {scheme} {host!r} {server}",
                    _call(utils.get_host, scheme, host, server),
                )
    for host in ("a_b", "a~b", "a!$&'()*+,;=b", "a%20b", "a:", "[::1%25eth0]"):
        yield f"host of RFC 3986 {host}", utils.get_host("http", host)
    yield "host_is_trusted bracket", utils.host_is_trusted("[::1]", ["[::1]"])
    pieces = [
        "/",
        "a",
        "é",
        "%C3%A9",
        "%2F",
        "%zz",
        "%",
        "?",
        "#",
        "&",
        "=",
        "+",
        " ",
        '"',
        "<",
        "\x7f",
        "☃",
        "%ff",
        "%20",
    ]
    for number in range(800):
        text = "/" + "".join(rng.choices(pieces, k=rng.randint(0, 8)))
        if not text.startswith("//"):
            yield f"iri_to_uri {text!r}", _call(urls.iri_to_uri, text)
            yield f"uri_to_iri {text!r}", _call(urls.uri_to_iri, text)
            full = f"http://ü@xn--n3h.net:80{text}"
            yield f"iri_to_uri {number} full", _call(urls.iri_to_uri, full)
            yield f"uri_to_iri {number} full", _call(urls.uri_to_iri, full)
        query = "".join(rng.choices(pieces, k=4)).encode()
        yield (
            f"current_url {'of %' if '%' in text else 'of'} {text!r} {query!r}",
            _call(utils.get_current_url, "http", "h", "/r", text, query),
        )


def conditions() -> Iterator[tuple[str, object]]:
    rng = random.Random(14)
    stamps = [None, "Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:38 GMT", "x"]
    tags = [None, '"a"', 'W/"a"', "*", '"b", "a"', '"c"']
    for number in range(1500):
        environ = {
            key: value
            for key, value in {
                "HTTP_RANGE": rng.choice([None, "bytes=0-"]),
                "HTTP_IF_RANGE": rng.choice([*stamps, *tags]),
                "HTTP_IF_MODIFIED_SINCE": rng.choice(stamps),
                "HTTP_IF_NONE_MATCH": rng.choice(tags),
                "HTTP_IF_MATCH": rng.choice(tags),
            }.items()
            if value
        }
        options = {
            "etag": rng.choice([None, '"a"', 'W/"a"', "b"]),
            "last_modified": rng.choice([None, *stamps[1:3], datetime(1994, 11, 6, 8, 49, 37, 5)]),
            "ignore_if_range": rng.random() < 0.5,
        }
        # A strong comparison, a tag asked of a resource without one, and the condition of a part.
        by_standard = (
            "HTTP_IF_MATCH" in environ
            or (options["etag"] is None and "HTTP_IF_NONE_MATCH" in environ)
            or ("HTTP_RANGE" in environ and "HTTP_IF_RANGE" in environ)
        )
        yield (
            f"is_resource_modified{':' * by_standard} {number} {environ} {options}",
            _call(http.is_resource_modified, environ, **options),
        )


def paths() -> Iterator[tuple[str, object]]:
    rng = random.Random(15)
    for number in range(400):
        parts = [
            "".join(rng.choices(["a", "b", "/", "..", ".", "//", "~", "\\"], k=rng.randint(0, 4)))
            for _ in range(rng.randint(0, 3))
        ]
        yield (
            f"safe_join {number} {parts}",
            _call(security.safe_join, rng.choice(["/b", "", "b/"]), *parts),
        )
    for hashed in ("", "a$b", "plain$a$b", "pbkdf2:sha256:1$salt$00", "scrypt:a:b:c$a$b"):
        yield f"check_password_hash {hashed}", _call(security.check_password_hash, hashed, "x")


def observations() -> Iterator[tuple[str, object]]:
    yield from random_texts()
    yield from dates()
    yield from cookies()
    yield from hosts_and_urls()
    yield from conditions()
    yield from paths()
