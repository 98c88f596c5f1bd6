"""HTTP errors as exceptions that are also WSGI applications.

Each has a status, headers and a short HTML page. The response class that renders them is above this
module: ``wrappers.response`` registers it as :data:`_response_class` when it is imported.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from ._header.dates import http_date
from ._header.vocab import HTTP_STATUS_CODES
from ._internal import _get_environ

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from datetime import datetime

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

    from .datastructures.auth import WWWAuthenticate
    from .sansio.response import Response as SansIOResponse
    from .wrappers.request import Request as WSGIRequest
    from .wrappers.response import Response as WSGIResponse


class HTTPException(Exception):
    """The base of all errors that end in a response. Raise it, return it, or call it as WSGI.

    :param description: text for the user; the class has a default.
    :param response: a response to send instead of the page that is made from the error.
    """

    #: The default description of the class.
    description: str | None = None
    #: The status code.
    code: int | None = None
    response: SansIOResponse | None

    def __init__(
        self, description: str | None = None, response: SansIOResponse | None = None
    ) -> None:
        self.response = response
        if description is not None:
            self.description = description
        super().__init__()

    @property
    def name(self) -> str:
        """The phrase that belongs to the code."""
        return HTTP_STATUS_CODES.get(self.code, "Unknown Error")  # type: ignore[arg-type]

    def get_description(
        self, environ: WSGIEnvironment | None = None, scope: dict[str, t.Any] | None = None
    ) -> str:
        """Return the description as a paragraph of HTML."""
        text = "" if self.description is None else self.description
        return f"<p>{escape(text).replace(chr(10), Markup('<br>'))}</p>"

    def get_body(
        self, environ: WSGIEnvironment | None = None, scope: dict[str, t.Any] | None = None
    ) -> str:
        """Return the page as HTML."""
        name = escape(self.name)
        return (
            f"<!doctype html>\n<html lang=en>\n<title>{self.code} {name}</title>\n"
            f"<h1>{name}</h1>\n{self.get_description(environ)}\n"
        )

    def get_headers(
        self, environ: WSGIEnvironment | None = None, scope: dict[str, t.Any] | None = None
    ) -> list[tuple[str, str]]:
        """Return the headers that go with the page."""
        return [("Content-Type", "text/html; charset=utf-8")]

    if TYPE_CHECKING:

        @t.overload
        def get_response(
            self, environ: WSGIEnvironment | WSGIRequest | None = ..., scope: None = None
        ) -> WSGIResponse: ...
        @t.overload
        def get_response(
            self, environ: None = None, scope: dict[str, t.Any] = ...
        ) -> SansIOResponse: ...

    def get_response(
        self,
        environ: WSGIEnvironment | WSGIRequest | None = None,
        scope: dict[str, t.Any] | None = None,
    ) -> WSGIResponse | SansIOResponse:
        """Return the response that was given, or one made from the error.

        :param environ: the WSGI environ, or the request, that the error answers.
        :param scope: the ASGI scope in place of an environ.
        """
        if self.response is not None:
            return self.response
        if environ is not None:
            environ = _get_environ(environ)
        make = _response_class or _load_response_class()
        return make(self.get_body(environ, scope), self.code, self.get_headers(environ, scope))

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> t.Iterable[bytes]:
        """Answer as a WSGI application."""
        return self.get_response(environ)(environ, start_response)

    def __str__(self) -> str:
        code = "???" if self.code is None else self.code
        return f"{code} {self.name}: {self.description}"

    def __repr__(self) -> str:
        code = "???" if self.code is None else self.code
        return f"<{type(self).__name__} '{code}: {self.name}'>"


class BadRequest(HTTPException):
    """400: The request makes no sense to the server."""

    code = 400
    description = "The browser (or proxy) sent a request that this server could not understand."


class SecurityError(BadRequest):
    """The request looks like an attack."""


class BadHost(BadRequest):
    """The host that the request names is malformed or not trusted."""


class ClientDisconnected(BadRequest):
    """The client went away while its body was read."""


class BadRequestKeyError(BadRequest, KeyError):
    """A key that the client had to send is missing. Also a :exc:`KeyError`.

    :param arg: the key.
    """

    show_exception = False
    """Name the key in the description. That shows internals of the program to the client."""

    def __init__(self, arg: object | None = None, *args: t.Any, **kwargs: t.Any) -> None:
        super().__init__(*args, **kwargs)
        if arg is None:
            KeyError.__init__(self)
        else:
            KeyError.__init__(self, arg)

    _description = BadRequest.description

    @property
    def description(self) -> str:
        """The text for the client; with :attr:`show_exception` it ends with the key."""
        text = self._description or ""
        if self.show_exception:
            text = f"{text}\n{KeyError.__name__}: {KeyError.__str__(self)}"
        return text

    @description.setter
    def description(self, value: str) -> None:
        self._description = value


class Unauthorized(HTTPException):
    """401: The request lacks valid credentials.

    :param www_authenticate: the ways to log in that the response names.
    """

    code = 401
    description = (
        "The server could not verify that you are authorized to access the URL requested. "
        "You either supplied the wrong credentials (e.g. a bad password), or your browser "
        "doesn't understand how to supply the credentials required."
    )

    def __init__(
        self,
        description: str | None = None,
        response: SansIOResponse | None = None,
        www_authenticate: WWWAuthenticate | t.Iterable[WWWAuthenticate] | None = None,
    ) -> None:
        super().__init__(description, response)
        if www_authenticate is None or isinstance(www_authenticate, Iterable):
            self.www_authenticate = www_authenticate
        else:
            self.www_authenticate = (www_authenticate,)

    def get_headers(
        self, environ: WSGIEnvironment | None = None, scope: dict[str, t.Any] | None = None
    ) -> list[tuple[str, str]]:
        headers = super().get_headers(environ, scope)
        headers += [("WWW-Authenticate", str(way)) for way in self.www_authenticate or ()]
        return headers


class Forbidden(HTTPException):
    """403: The client may not do this, whoever it is."""

    code = 403
    description = (
        "You don't have the permission to access the requested resource. It is either read-"
        "protected or not readable by the server."
    )


class NotFound(HTTPException):
    """404: Nothing is at this URL."""

    code = 404
    description = (
        "The requested URL was not found on the server. If you entered the URL manually "
        "please check your spelling and try again."
    )


class MethodNotAllowed(HTTPException):
    """405: The URL exists but does not take this method.

    :param valid_methods: the methods that the URL does take.
    """

    code = 405
    description = "The method is not allowed for the requested URL."

    def __init__(
        self,
        valid_methods: t.Iterable[str] | None = None,
        description: str | None = None,
        response: SansIOResponse | None = None,
    ) -> None:
        super().__init__(description, response)
        self.valid_methods = valid_methods

    def get_headers(
        self, environ: WSGIEnvironment | None = None, scope: dict[str, t.Any] | None = None
    ) -> list[tuple[str, str]]:
        allow = [("Allow", ", ".join(self.valid_methods))] if self.valid_methods else []
        return super().get_headers(environ, scope) + allow


class NotAcceptable(HTTPException):
    """406: The server has no form of this that the client accepts."""

    code = 406
    description = (
        "The resource identified by the request is only capable of generating response "
        "entities which have content characteristics not acceptable according to the accept "
        "headers sent in the request."
    )


class RequestTimeout(HTTPException):
    """408: The request did not arrive in time."""

    code = 408
    description = (
        "The server closed the network connection because the browser didn't finish the "
        "request within the specified time."
    )


class Conflict(HTTPException):
    """409: The request does not fit the state of the resource."""

    code = 409
    description = (
        "A conflict happened while processing the request. The resource might have been "
        "modified while the request was being processed."
    )


class Gone(HTTPException):
    """410: What was at this URL was taken away for good."""

    code = 410
    description = (
        "The requested URL is no longer available on this server and there is no forwarding "
        "address. If you followed a link from a foreign page, please contact the author of "
        "this page."
    )


class LengthRequired(HTTPException):
    """411: The request must say how long its body is."""

    code = 411
    description = "A request with this method requires a valid <code>Content-Length</code> header."


class PreconditionFailed(HTTPException):
    """412: A condition in the headers of the request does not hold."""

    code = 412
    description = "The precondition on the request for the URL failed positive evaluation."


class RequestEntityTooLarge(HTTPException):
    """413: The body is larger than the server takes."""

    code = 413
    description = "The data value transmitted exceeds the capacity limit."


class RequestURITooLarge(HTTPException):
    """414: The URL is longer than the server takes."""

    code = 414
    description = (
        "The length of the requested URL exceeds the capacity limit for this server. The "
        "request cannot be processed."
    )


class UnsupportedMediaType(HTTPException):
    """415: The server does not take a body of this type."""

    code = 415
    description = "The server does not support the media type transmitted in the request."


class RequestedRangeNotSatisfiable(HTTPException):
    """416: The part that was asked for does not exist.

    :param length: the length of the whole, sent to the client.
    :param units: the unit of that length.
    """

    code = 416
    description = "The server cannot provide the requested range."

    def __init__(
        self,
        length: int | None = None,
        units: str = "bytes",
        description: str | None = None,
        response: SansIOResponse | None = None,
    ) -> None:
        super().__init__(description, response)
        self.units, self.length = units, length

    def get_headers(
        self, environ: WSGIEnvironment | None = None, scope: dict[str, t.Any] | None = None
    ) -> list[tuple[str, str]]:
        known = [] if self.length is None else [("Content-Range", f"{self.units} */{self.length}")]
        return super().get_headers(environ, scope) + known


class ExpectationFailed(HTTPException):
    """417: The server cannot meet the ``Expect`` header."""

    code = 417
    description = "The server could not meet the requirements of the Expect header"


class ImATeapot(HTTPException):
    """418: The server is a teapot (RFC 2324)."""

    code = 418
    description = "This server is a teapot, not a coffee machine"


class MisdirectedRequest(HTTPException):
    """421: The request reached a server that does not answer for this host."""

    code = 421
    description = "The server is not able to produce a response."


class UnprocessableEntity(HTTPException):
    """422: The body is well formed but means nothing the server can act on."""

    code = 422
    description = (
        "The request was well-formed but was unable to be followed due to semantic errors."
    )


class Locked(HTTPException):
    """423: The resource is locked."""

    code = 423
    description = "The resource that is being accessed is locked."


class FailedDependency(HTTPException):
    """424: Another action failed on which this one depends."""

    code = 424
    description = (
        "The method could not be performed on the resource because the requested action "
        "depended on another action and that action failed."
    )


class PreconditionRequired(HTTPException):
    """428: The server requires a conditional request, so that no update is lost."""

    code = 428
    description = (
        'This request is required to be conditional; try using "If-Match" or "If-Unmodified-Since".'
    )


class _RetryAfter(HTTPException):
    """An error that may say when to try again.

    :param retry_after: a moment, or a number of seconds from now.
    """

    def __init__(
        self,
        description: str | None = None,
        response: SansIOResponse | None = None,
        retry_after: datetime | int | None = None,
    ) -> None:
        super().__init__(description, response)
        self.retry_after = retry_after

    def get_headers(
        self, environ: WSGIEnvironment | None = None, scope: dict[str, t.Any] | None = None
    ) -> list[tuple[str, str]]:
        headers = super().get_headers(environ, scope)
        when = self.retry_after
        if when is not None:
            is_moment = hasattr(when, "timetuple")
            headers.append(("Retry-After", http_date(when) if is_moment else str(when)))
        return headers


class TooManyRequests(_RetryAfter):
    """429: The client has sent too many requests."""

    code = 429
    description = "This user has exceeded an allotted request count. Try again later."


class RequestHeaderFieldsTooLarge(HTTPException):
    """431: The headers are larger than the server takes."""

    code = 431
    description = "One or more header fields exceeds the maximum size."


class UnavailableForLegalReasons(HTTPException):
    """451: The law forbids to show this."""

    code = 451
    description = "Unavailable for legal reasons."


class InternalServerError(HTTPException):
    """500: The server failed.

    :param original_exception: the error that caused this one, for handlers to look at.
    """

    code = 500
    description = (
        "The server encountered an internal error and was unable to complete your request. "
        "Either the server is overloaded or there is an error in the application."
    )

    def __init__(
        self,
        description: str | None = None,
        response: SansIOResponse | None = None,
        original_exception: BaseException | None = None,
    ) -> None:
        self.original_exception = original_exception
        super().__init__(description, response)


class NotImplemented(HTTPException):
    """501: The server does not know the method."""

    code = 501
    description = "The server does not support the action requested by the browser."


class BadGateway(HTTPException):
    """502: The upstream server sent no valid response."""

    code = 502
    description = "The proxy server received an invalid response from an upstream server."


class ServiceUnavailable(_RetryAfter):
    """503: The server cannot answer for a while."""

    code = 503
    description = (
        "The server is temporarily unable to service your request due to maintenance "
        "downtime or capacity problems. Please try again later."
    )


class GatewayTimeout(HTTPException):
    """504: The upstream server did not respond in time."""

    code = 504
    description = "The connection to an upstream server timed out."


class HTTPVersionNotSupported(HTTPException):
    """505: The server does not speak this version of HTTP."""

    code = 505
    description = "The server does not support the HTTP protocol version used in the request."


default_exceptions: dict[int, type[HTTPException]] = {
    cls.code: cls
    for cls in sorted(
        (*HTTPException.__subclasses__(), *_RetryAfter.__subclasses__()),
        key=lambda cls: cls.code or 0,
    )
    if cls.code is not None
}


class Aborter:
    """Raise the error that belongs to a code.

    :param mapping: code to exception; by default all of this module.
    :param extra: more of them, which win over ``mapping``.
    """

    def __init__(
        self,
        mapping: dict[int, type[HTTPException]] | None = None,
        extra: dict[int, type[HTTPException]] | None = None,
    ) -> None:
        self.mapping = dict(default_exceptions if mapping is None else mapping)
        if extra is not None:
            self.mapping.update(extra)

    def __call__(self, code: int | SansIOResponse, *args: t.Any, **kwargs: t.Any) -> t.NoReturn:
        """Raise the error of a code, or one that carries the given response.

        :raises HTTPException: always, for known codes and for responses.
        :raises LookupError: no error belongs to the code.
        """
        if hasattr(code, "status_code") and hasattr(code, "headers"):
            raise HTTPException(response=code)  # type: ignore[arg-type]
        # Looked up by equality, so that 404.0 is 404.
        number: t.Any = code
        error = self.mapping.get(number)
        if error is None:
            raise LookupError(f"no exception for {code!r}")
        raise error(*args, **kwargs)


_aborter = Aborter()


def abort(status: int | SansIOResponse, *args: object, **kwargs: object) -> t.NoReturn:
    """Raise the error that belongs to a status code, or one that carries the given response.

    >>> try:
    ...     abort(404)
    ... except Exception as error:
    ...     error.code, error.name
    (404, 'Not Found')

    :param status: a code such as 404, or a response.
    :param args: passed to the exception, with ``kwargs``.
    """
    _aborter(status, *args, **kwargs)


# Set by ``werkzeug.wrappers.response`` when it is imported.
_response_class: type[WSGIResponse] | None = None


def _load_response_class() -> type[WSGIResponse]:
    """Import the module that registers the class, for an error that is rendered before that."""
    from importlib import import_module

    import_module("werkzeug.wrappers.response")
    if _response_class is None:
        raise RuntimeError("werkzeug.wrappers.response did not register its Response class")
    return _response_class
