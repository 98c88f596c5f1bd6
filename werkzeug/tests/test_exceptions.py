"""Errors: what each one says, and how one is found by its code."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime

import pytest

from werkzeug import exceptions
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import HTTPException


def all_errors() -> list[type[HTTPException]]:
    return [
        value
        for value in vars(exceptions).values()
        if isinstance(value, type) and issubclass(value, HTTPException) and value.code
    ]


@pytest.mark.parametrize("error", all_errors(), ids=lambda cls: cls.__name__)
def test_every_error_renders(error: type[HTTPException]) -> None:
    instance = error()
    response = instance.get_response({})
    assert response.status_code == error.code
    assert instance.name.encode() in response.data.replace(b"&#39;", b"'")
    assert response.content_type == "text/html; charset=utf-8"
    assert str(instance).startswith(f"{error.code} {instance.name}: ")
    assert pickle.loads(pickle.dumps(instance)).code == error.code


def test_default_exceptions_are_the_plain_ones() -> None:
    assert exceptions.default_exceptions[400] is exceptions.BadRequest
    assert len(exceptions.default_exceptions) == 31
    assert list(exceptions.default_exceptions) == sorted(exceptions.default_exceptions)


def test_description_is_escaped() -> None:
    body = exceptions.NotFound("<a>\nb").get_body()
    assert "<p>&lt;a&gt;<br>b</p>" in body


def test_abort_by_code() -> None:
    with pytest.raises(exceptions.NotFound) as caught:
        exceptions.abort(404, "gone fishing")
    assert caught.value.description == "gone fishing"


@pytest.mark.parametrize("code", [999, "404", None])
def test_abort_without_error(code: object) -> None:
    with pytest.raises(LookupError, match="no exception for"):
        exceptions.abort(code)


def test_abort_with_response() -> None:
    from werkzeug.wrappers import Response

    response = Response("hi", 299)
    with pytest.raises(HTTPException) as caught:
        exceptions.abort(response)
    assert caught.value.get_response() is response
    assert repr(caught.value) == "<HTTPException '???: Unknown Error'>"


def test_aborter_extra() -> None:
    class Mine(HTTPException):
        code = 999

    aborter = exceptions.Aborter(extra={999: Mine})
    with pytest.raises(Mine):
        aborter(999)
    with pytest.raises(LookupError):
        exceptions.Aborter(mapping={})(404)


def test_as_wsgi_application() -> None:
    seen = []
    body = b"".join(
        exceptions.ImATeapot()(
            {"REQUEST_METHOD": "GET"}, lambda status, headers: seen.append(status)
        )
    )
    assert seen == ["418 I'M A TEAPOT"]
    assert body.startswith(b"<!doctype html>")


def test_environ_has_to_be_one() -> None:
    with pytest.raises(AssertionError, match="not a WSGI environment"):
        exceptions.NotFound().get_response(5)


def test_key_error() -> None:
    error = exceptions.BadRequestKeyError("name")
    assert isinstance(error, KeyError)
    assert "name" not in error.get_body()
    error.show_exception = True
    assert error.description.endswith("\nKeyError: 'name'")
    error.description = "else"
    assert error.description == "else\nKeyError: 'name'"
    assert exceptions.BadRequestKeyError().args == ()


@pytest.mark.parametrize(
    ("error", "header"),
    [
        (exceptions.MethodNotAllowed(["GET", "PUT"]), ("Allow", "GET, PUT")),
        (exceptions.TooManyRequests(retry_after=3), ("Retry-After", "3")),
        (exceptions.ServiceUnavailable(retry_after=0), ("Retry-After", "0")),
        (
            exceptions.ServiceUnavailable(retry_after=datetime(2020, 1, 1, tzinfo=UTC)),
            ("Retry-After", "Wed, 01 Jan 2020 00:00:00 GMT"),
        ),
        (exceptions.RequestedRangeNotSatisfiable(10), ("Content-Range", "bytes */10")),
        (
            exceptions.Unauthorized(www_authenticate=WWWAuthenticate("basic", {"realm": "x"})),
            ("WWW-Authenticate", 'Basic realm="x"'),
        ),
        (
            exceptions.Unauthorized(www_authenticate=[WWWAuthenticate("negotiate")]),
            ("WWW-Authenticate", "Negotiate"),
        ),
    ],
)
def test_headers(error: HTTPException, header: tuple[str, str]) -> None:
    assert header in error.get_headers()
    assert len(type(error)().get_headers()) == 1


def test_original_exception() -> None:
    cause = ValueError()
    assert exceptions.InternalServerError(original_exception=cause).original_exception is cause
