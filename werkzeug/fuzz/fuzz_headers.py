"""Header parsers: any text is read without an error, and what they wrote they read again."""

from __future__ import annotations

from werkzeug import http
from werkzeug.datastructures import Authorization, LanguageAccept, MIMEAccept, WWWAuthenticate
from werkzeug.sansio.utils import get_content_length, get_host
from werkzeug.urls import parse_query

PARSERS = [
    http.parse_list_header,
    http.parse_set_header,
    http.parse_etags,
    http.parse_cache_control_header,
    http.parse_csp_header,
    http.parse_range_header,
    http.parse_content_range_header,
    http.parse_if_range_header,
    http.parse_age,
    http.parse_cookie,
    http.unquote_etag,
    Authorization.from_header,
    WWWAuthenticate.from_header,
    get_content_length,
    parse_query,
]


def one_input(data: bytes) -> None:
    text = data.decode("latin1")
    for parse in PARSERS:
        parse(text)
    http.parse_date(text)
    get_host("http", text)

    items = http.parse_list_header(text)
    assert http.parse_list_header(http.dump_header(items)) == items
    for cls in (MIMEAccept, LanguageAccept):
        accept = http.parse_accept_header(text, cls)
        assert all(0 <= quality <= 1 for _, quality in accept)
        accept.best_match(["text/html", "application/json"])
    value, options = http.parse_options_header(text)
    if "%22" not in text and "*" not in text:
        again = http.parse_options_header(http.dump_options_header(value, options))
        assert again == (value, options)
    tags = http.parse_etags(text)
    if not tags.star_tag:
        assert http.parse_etags(tags.to_header()).as_set(True) == tags.as_set(True)
