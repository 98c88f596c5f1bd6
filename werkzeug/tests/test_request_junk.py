"""No attribute of a request fails for what a client sends, but with an error of the client."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request

ATTRIBUTES = sorted(
    name
    for name in dir(Request)
    # `application` and `from_values` make something else of the class.
    if not name.startswith("_") and not callable(getattr(Request, name))
)
HEADERS = [
    "ACCEPT",
    "ACCEPT_CHARSET",
    "ACCEPT_ENCODING",
    "ACCEPT_LANGUAGE",
    "ACCESS_CONTROL_REQUEST_HEADERS",
    "AUTHORIZATION",
    "CACHE_CONTROL",
    "COOKIE",
    "DATE",
    "HOST",
    "IF_MATCH",
    "IF_MODIFIED_SINCE",
    "IF_NONE_MATCH",
    "IF_RANGE",
    "IF_UNMODIFIED_SINCE",
    "MAX_FORWARDS",
    "PRAGMA",
    "RANGE",
    "REFERER",
    "TRANSFER_ENCODING",
    "USER_AGENT",
    "X_FORWARDED_FOR",
]
PIECES = [
    *"\x00\t !\"#%&'()*+,-./0159:;<=>?@AZ[\\]^_`az{|}~\x7f\x80\xa0\xc3\xe9\xff",
    "\xc3\xa9",
    "%C3",
    "%zz",
    "basic ",
    "digest ",
    "bytes=",
    "charset*=utf-8''",
    "q=",
    '"a"',
    "W/",
    "max-age=",
    "multipart/form-data; boundary=",
    "application/json",
    "application/x-www-form-urlencoded",
    "chunked",
    "xn--",
    "[::1",
    "9" * 30,
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "http://",
]
texts = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)
environs = st.fixed_dictionaries(
    {},
    optional={
        **{f"HTTP_{name}": texts for name in HEADERS},
        **dict.fromkeys(
            (
                "CONTENT_TYPE",
                "CONTENT_LENGTH",
                "PATH_INFO",
                "SCRIPT_NAME",
                "QUERY_STRING",
                "REQUEST_METHOD",
                "REMOTE_ADDR",
                "SERVER_NAME",
                "SERVER_PORT",
            ),
            texts,
        ),
        "wsgi.input_terminated": st.just(True),
    },
)


def make(environ: dict[str, object], body: bytes) -> Request:
    return Request({"wsgi.input": BytesIO(body), "wsgi.url_scheme": "http", **environ})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(environs, texts.map(lambda text: text.encode("latin1")))
def test_attributes(environ: dict[str, object], body: bytes) -> None:
    for name in ATTRIBUTES:
        try:
            getattr(make(environ, body), name)
        except HTTPException as error:
            assert error.code is not None and 400 <= error.code < 500, name
        except Exception as error:
            error.add_note(f"request.{name} of {environ!r} with {body!r}")
            raise
    request = make(environ, body)
    repr(request)
    request.get_json(force=True, silent=True)
    request.get_data(as_text=True)


@given(texts, texts.map(lambda text: text.encode("latin1")))
def test_bodies_of_any_type(content_type: str, body: bytes) -> None:
    with make({"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body))}, body) as request:
        request.form, request.files, request.values
    request = make({"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body))}, body)
    assert request.get_data() == body


def test_all_attributes_are_asked_for() -> None:
    assert {"form", "json", "url", "authorization", "if_range", "cookies"} <= set(ATTRIBUTES)
    with pytest.raises(AttributeError):
        make({}, b"").missing
