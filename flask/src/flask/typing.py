"""The types of what the functions of an application take and return."""

# The aliases hold forward references, which "|" does not take.
# ruff: noqa: UP007

from __future__ import annotations

from collections.abc import AsyncIterable, Awaitable, Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, Union

if TYPE_CHECKING:  # pragma: no cover
    from _typeshed.wsgi import WSGIApplication

    from werkzeug.datastructures import Headers
    from werkzeug.sansio.response import Response

# Headers of an answer: by name, as pairs, or ready made.
HeaderValue = Union[list[str], tuple[str, ...], str]
HeadersValue = Union[Mapping[str, HeaderValue], Sequence[tuple[str, HeaderValue]], "Headers"]

# What becomes a body: whole, in pieces, as JSON, or a response of its own.
ResponseValue = Union[
    str,
    bytes,
    Iterator[str],
    Iterator[bytes],
    AsyncIterable[str],
    AsyncIterable[bytes],
    Mapping[str, Any],
    list[Any],
    "Response",
]

# What a view may return. A status of ``None`` is that of the response; it may come from the
# ``code`` of an HTTP error, which has none when it carries a response of its own.
ResponseReturnValue = Union[
    ResponseValue,
    tuple[ResponseValue, Union[int, None]],
    tuple[ResponseValue, HeadersValue],
    tuple[ResponseValue, Union[int, None], HeadersValue],
    "WSGIApplication",
]

# The functions below may also be coroutine functions where an awaitable stands. A union of
# functions, and not a function with a union as its result: each is one or the other.
RouteCallable = Union[
    Callable[..., Awaitable[ResponseReturnValue]], Callable[..., ResponseReturnValue]
]

# The parameter is ``Any``: a handler names the error that it was registered for, and a
# union of all error classes would refuse that.
ErrorHandlerCallable = Union[
    Callable[[Any], Awaitable[ResponseReturnValue]], Callable[[Any], ResponseReturnValue]
]

# Before, after and at the end of a request.
BeforeFirstRequestCallable = Union[Callable[[], Awaitable[None]], Callable[[], None]]
BeforeRequestCallable = Union[
    Callable[[], Awaitable[Union[ResponseReturnValue, None]]],
    Callable[[], Union[ResponseReturnValue, None]],
]
# An upper bound, so that hooks may name the subclass of response that they handle.
ResponseClass = TypeVar("ResponseClass", bound="Response")
AfterRequestCallable = Union[
    Callable[[ResponseClass], Awaitable[ResponseClass]], Callable[[ResponseClass], ResponseClass]
]
TeardownCallable = Union[
    Callable[[Union[BaseException, None]], Awaitable[None]],
    Callable[[Union[BaseException, None]], None],
]

# URLs.
URLValuePreprocessorCallable = Callable[[Union[str, None], Union[dict[str, Any], None]], None]
URLDefaultCallable = Callable[[str, dict[str, Any]], None]

# Templates and the shell.
TemplateTestCallable = Callable[..., bool]
TemplateGlobalCallable = Callable[..., Any]
TemplateFilterCallable = Callable[..., Any]
TemplateContextProcessorCallable = Union[
    Callable[[], Awaitable[dict[str, Any]]], Callable[[], dict[str, Any]]
]
ShellContextProcessorCallable = Callable[[], dict[str, Any]]

# The key of a registry; ``None`` is the application.
AppOrBlueprintKey = Union[str, None]
