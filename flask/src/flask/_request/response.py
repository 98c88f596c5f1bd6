"""Make a response of the value that a view returned.

This module does not know the application or its contexts.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterable, Iterator

from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response as BaseResponse

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from ..wrappers import Request, Response

_HEADER_TYPES = (Headers, dict, tuple, list)
_BODY_TYPES = (str, bytes, bytearray, Iterator)


def split_tuple(value: tuple[t.Any, ...]) -> tuple[t.Any, t.Any, t.Any]:
    """Return ``(body, status, headers)`` of a tuple that may lack one of the last two.

    :raises TypeError: it has another length.
    """
    size = len(value)
    if size == 3:
        return value
    if size == 2:
        body, second = value
        if isinstance(second, _HEADER_TYPES):
            return body, None, second
        return body, second, None
    raise TypeError(
        "The view function did not return a valid response tuple. The tuple must have the"
        " form (body, status, headers), (body, status), or (body, headers)."
    )


def to_response(
    value: object,
    response_class: type[Response],
    request: Request,
    make_json: t.Callable[[object], object],
    describe_view: t.Callable[[], tuple[str, str]],
) -> Response:
    """Make a response.

    :param make_json: makes a response of a dict or a list.
    :param describe_view: gives endpoint and whereabouts of the view, for the errors.
    :raises TypeError: the value cannot become a response.
    """
    status = headers = None
    if isinstance(value, tuple):
        value, status, headers = split_tuple(value)
    if value is None:
        endpoint, where = describe_view()
        error = TypeError(
            f"The view function for {endpoint!r} did not return a valid response. The"
            " function either returned None or ended without a return statement."
        )
        error.add_note(f"{where}Every path through the view must end in 'return ...'.")
        raise error

    response: t.Any = value
    if not isinstance(value, response_class):
        if isinstance(value, _BODY_TYPES):
            response = response_class(
                value,  # type: ignore[arg-type]
                status=status,
                headers=headers,
            )
            status = headers = None
        elif isinstance(value, dict | list):
            response = make_json(value)
        elif isinstance(value, AsyncIterable):
            response = response_class(
                value,  # type: ignore[arg-type]
                status=status,
                headers=headers,
            )
            status = headers = None
        elif isinstance(value, BaseResponse) or callable(value):
            try:
                response = response_class.force_type(response, request.environ)
            except TypeError as e:
                raise _refusal(value, describe_view, f"{e}\n").with_traceback(
                    sys.exc_info()[2]
                ) from None
        else:
            raise _refusal(value, describe_view)

    body = getattr(response, "response", None)
    if hasattr(type(body), "__aiter__"):
        from .._async import iterate

        response.response = iterate(body)  # type: ignore[arg-type]

    if status is not None:
        if isinstance(status, str | bytes | bytearray):
            response.status = status
        else:
            response.status_code = status
    if headers:
        response.headers.update(headers)
    return response  # type: ignore[no-any-return]


def _refusal(
    value: object, describe_view: t.Callable[[], tuple[str, str]], before: str = ""
) -> TypeError:
    error = TypeError(
        f"{before}The view function did not return a valid response. The return type must"
        " be a string, dict, list, tuple with headers or status, Response instance, or WSGI"
        f" callable, but it was a {type(value).__name__}."
    )
    try:
        _, where = describe_view()
    except RuntimeError:  # there is no request, so no view
        where = ""
    error.add_note(f"{where}Return str(value) for text, or a dict or list for JSON.")
    return error
