"""A response that is a WSGI application.

The module registers its class in :mod:`werkzeug.exceptions`, so that errors can be rendered.
"""

from __future__ import annotations

import json

from .. import exceptions as _errors
from .._header.preconditions import failed_precondition, if_range_holds
from .._header.vocab import ENTITY_HEADERS
from .._internal import _get_environ, module_getattr
from .._properties import cached_property
from .._wsgi.iterators import ClosingIterator, _RangeWrapper
from ..datastructures import Headers
from ..http import (
    generate_etag,
    http_date,
    parse_range_header,
    remove_entity_headers,
)
from ..sansio.response import Response as _SansIOResponse
from ..urls import iri_to_uri

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from http import HTTPStatus

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from .request import Request


# Headers that describe the content and how long it may be cached. They are not true of the page of a
# 412, except for ``Last-Modified``, which describes the resource.
_HEADERS_OF_CONTENT = (ENTITY_HEADERS | {"cache-control", "content-disposition", "x-sendfile"}) - {
    "last-modified"
}


class _Body:
    """A body whose blocks are all known, so that it has a length for the server."""

    __slots__ = ("_blocks", "_iterator", "_response")

    def __init__(self, blocks: list[bytes] | tuple[bytes, ...], response: Response) -> None:
        self._blocks = blocks
        self._response = response
        self._iterator: Iterator[bytes] | None = None

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._blocks)

    def __len__(self) -> int:
        return len(self._blocks)

    def __next__(self) -> bytes:
        if self._iterator is None:
            self._iterator = iter(self._blocks)
        return next(self._iterator)

    def close(self) -> None:
        self._response.close()


def _count(blocks: t.Any) -> int | None:
    """Return the number of blocks, ``None`` if it is not known."""
    try:
        return len(blocks)
    except (TypeError, AttributeError):
        return None


def _encode(blocks: Iterable[str | bytes]) -> Iterator[bytes]:
    for block in blocks:
        yield block.encode() if isinstance(block, str) else block


class Response(_SansIOResponse):
    """A response: body, status and headers. It is a WSGI application.

    :param response: the body. Text is encoded as UTF-8. An iterable is sent block by block.
    :param status: code or status line.
    :param headers: names with values.
    :param mimetype: the media type; a charset is added to text.
    :param content_type: the whole content type, in place of ``mimetype``.
    :param direct_passthrough: give the iterable to the server as it is; for :func:`wrap_file`.
    """

    #: Turn an iterable body into a list when something needs its length or content.
    implicit_sequence_conversion = True
    #: Make a relative ``Location`` absolute.
    autocorrect_location_header = False
    #: Set ``Content-Length`` when the body is known.
    automatically_set_content_length = True
    #: What :attr:`json` and :meth:`get_json` read with.
    json_module: t.Any = json

    response: Iterable[str] | Iterable[bytes]

    def __init__(
        self,
        response: Iterable[bytes] | bytes | Iterable[str] | str | None = None,
        status: int | str | HTTPStatus | None = None,
        headers: Mapping[str, str | Iterable[str]] | Iterable[tuple[str, str]] | None = None,
        mimetype: str | None = None,
        content_type: str | None = None,
        direct_passthrough: bool = False,
    ) -> None:
        super().__init__(status, headers, mimetype, content_type)
        self.direct_passthrough = direct_passthrough
        self._on_close: list[Callable[[], t.Any]] = []
        if response is None:
            self.response = []
        elif not isinstance(response, (str, bytes, bytearray)):
            self.response = response
        elif headers is not None or type(self).set_data is not Response.set_data:
            self.set_data(response)
        else:
            # As set_data does, but nothing is there yet that could have the name.
            data = response.encode() if isinstance(response, str) else bytes(response)
            self.response = [data]
            if self.automatically_set_content_length:
                self.headers._list.append(("Content-Length", str(len(data))))

    def call_on_close(self, func: Callable[[], t.Any]) -> Callable[[], t.Any]:
        """Run a function when the response is closed. Usable as a decorator."""
        self._on_close.append(func)
        return func

    def __repr__(self) -> str:
        if self.is_sequence:
            body = f"{sum(map(len, self.iter_encoded()))} bytes"
        else:
            body = "streamed" if self.is_streamed else "likely-streamed"
        return f"<{type(self).__name__} {body} [{self.status}]>"

    @classmethod
    def force_type(cls, response: Response, environ: WSGIEnvironment | None = None) -> Response:
        """Make a response of this class from another response, or from a WSGI application.

        :param environ: needed to call an application.
        """
        if not isinstance(response, Response):
            if environ is None:
                raise TypeError(
                    "cannot convert WSGI application into response objects without an environ"
                )
            # The application has said everything: defaults of the class come too late.
            response = Response.from_app(response, environ)
        response.__class__ = cls
        return response

    @classmethod
    def from_app(
        cls, app: WSGIApplication, environ: WSGIEnvironment, buffered: bool = False
    ) -> Response:
        """Make a response of what an application answers.

        :param buffered: collect the whole body at once.
        """
        from .._wsgi.call import run_wsgi_app

        return cls(*run_wsgi_app(app, environ, buffered))

    # --- the body ---

    if TYPE_CHECKING:

        @t.overload
        def get_data(self, as_text: t.Literal[False] = False) -> bytes: ...
        @t.overload
        def get_data(self, as_text: t.Literal[True]) -> str: ...

    def get_data(self, as_text: bool = False) -> bytes | str:
        """Return the whole body. An iterable is turned into a list for that.

        :param as_text: decode it as UTF-8.
        """
        self._ensure_sequence()
        data = b"".join(self.iter_encoded())
        return data.decode() if as_text else data

    def set_data(self, value: bytes | str) -> None:
        """Replace the body."""
        # A server may refuse bytes that can change.
        if isinstance(value, str):
            value = value.encode()
        elif not isinstance(value, bytes):
            value = bytes(memoryview(value))
        self.response = [value]
        if self.automatically_set_content_length:
            self.headers["Content-Length"] = str(len(value))

    data = property(get_data, set_data, doc="The whole body as bytes.")

    def calculate_content_length(self) -> int | None:
        """Return the length of the body, if it is known or may be collected."""
        try:
            self._ensure_sequence()
        except RuntimeError:
            return None
        return sum(map(len, self.iter_encoded()))

    @property
    def is_sequence(self) -> bool:
        """``True`` if the body is a list or a tuple."""
        return isinstance(self.response, (tuple, list))

    @property
    def is_streamed(self) -> bool:
        """``True`` if the body has no length yet."""
        return _count(self.response) is None

    def _ensure_sequence(self, mutable: bool = False) -> None:
        """Make sure that the body is a list (or a tuple).

        :raises RuntimeError: when the body may not be collected.
        """
        body = self.response
        if isinstance(body, (list, tuple)):
            if mutable and not isinstance(body, list):
                collected: t.Any = list(body)
                self.response = collected
            return
        if self.direct_passthrough:
            raise RuntimeError(
                "Attempted implicit sequence conversion but the"
                " response object is in direct passthrough mode."
            )
        if not self.implicit_sequence_conversion:
            raise RuntimeError(
                "The response object required the iterable to be a sequence,"
                " but the implicit conversion was disabled. Call make_sequence() yourself."
            )
        self.make_sequence()

    def iter_encoded(self) -> Iterator[bytes]:
        """Yield the body block by block, as bytes."""
        return _encode(self.response)

    def make_sequence(self) -> None:
        """Collect an iterable body in a list. It is closed with the response."""
        if self.is_sequence:
            return
        close = getattr(self.response, "close", None)
        self.response = [*self.iter_encoded()]
        if close is not None:
            self.call_on_close(close)

    def close(self) -> None:
        """Close the body and run what :meth:`call_on_close` was given, each function once."""
        close = getattr(self.response, "close", None)
        if close is not None:
            close()
        calls = self._on_close
        while calls:
            calls.pop(0)()

    def __enter__(self) -> Response:
        return self

    def __exit__(self, exc_type: object, exc_value: object, tb: object) -> None:
        self.close()

    def freeze(self) -> None:
        """Collect the body, set its length and an ETag: ready for a cache or a pickle."""
        blocks = self.response = [*self.iter_encoded()]
        self.headers["Content-Length"] = f"{sum(map(len, blocks))}"
        self.add_etag()

    @cached_property
    def stream(self) -> ResponseStream:
        """The body as a file to write to."""
        return ResponseStream(self)

    # --- JSON ---

    @property
    def json(self) -> t.Any | None:
        """The parsed body; ``None`` if it is not declared as JSON."""
        return self.get_json()

    if TYPE_CHECKING:

        @t.overload
        def get_json(self, force: bool = ..., silent: t.Literal[False] = ...) -> t.Any: ...
        @t.overload
        def get_json(self, force: bool = ..., silent: bool = ...) -> t.Any | None: ...

    def get_json(self, force: bool = False, silent: bool = False) -> t.Any | None:
        """Parse the body as JSON.

        :param force: do not look at the content type.
        :param silent: return ``None`` for a body that is no JSON.
        :raises ValueError: for a body that is no JSON.
        """
        if force or self.is_json:
            data = self.get_data()
            try:
                return self.json_module.loads(data)
            except ValueError:
                if not silent:
                    raise
        return None

    # --- WSGI ---

    def get_wsgi_headers(self, environ: WSGIEnvironment) -> Headers:
        """Return a copy of the headers as they are sent: with ASCII URLs, and with the content
        length where status and body allow one.
        """
        return Headers(self._wsgi_header_list(environ))

    def _wsgi_header_list(self, environ: WSGIEnvironment) -> list[tuple[str, str]]:
        """Return the headers as they are sent, in one pass."""
        headers = self.headers
        # Programs have put a dict or a list of pairs in place of the headers.
        pairs = headers._list.copy() if headers.__class__ is Headers else Headers(headers)._list
        status = self._status_code
        has_length = False
        drop_length = status == 204 or 100 <= status < 200
        special = False
        for name, _ in pairs:
            lowered = name.lower()
            if lowered == "content-length":
                has_length = True
                special = special or drop_length
            elif lowered == "location" or lowered == "content-location":
                special = True
        if special:
            pairs = self._send_urls(pairs, environ, drop_length)
        if status == 304:
            allowed = ["expires", "content-location"]
            if not any(name.lower() == "etag" for name, _ in pairs):
                # The only validator that a cache can use to update what it has.
                allowed.append("last-modified")
            remove_entity_headers(pairs, allowed)
        elif (
            not has_length
            and not drop_length
            and self.automatically_set_content_length
            and isinstance(self.response, (list, tuple))
        ):
            pairs.append(("Content-Length", str(sum(map(len, self.iter_encoded())))))
        return pairs

    def _send_urls(
        self, pairs: list[tuple[str, str]], environ: WSGIEnvironment, drop_length: bool
    ) -> list[tuple[str, str]]:
        """Write the URLs of the headers in ASCII; leave the content length out."""
        sent: list[tuple[str, str]] = []
        for name, value in pairs:
            lowered = name.lower()
            if lowered == "location":
                value = iri_to_uri(value)
                if self.autocorrect_location_header:
                    from urllib.parse import urljoin

                    from ..wsgi import get_current_url

                    here = iri_to_uri(get_current_url(environ, strip_querystring=True))
                    value = urljoin(here, value)
            elif lowered == "content-location":
                value = iri_to_uri(value)
            elif drop_length and lowered == "content-length":
                continue
            sent.append((name, value))
        return sent

    def get_app_iter(self, environ: WSGIEnvironment) -> Iterable[bytes]:
        """Return the body as it is sent: empty for ``HEAD`` and for statuses without one."""
        status = self._status_code
        if environ["REQUEST_METHOD"] == "HEAD" or status in (204, 304) or 100 <= status < 200:
            needs_close = self._on_close or hasattr(self.response, "close")
            return _Body((), self) if needs_close else ()
        body = self.response
        if self.direct_passthrough:
            return body  # type: ignore[return-value]
        if body.__class__ is list and type(self).iter_encoded is Response.iter_encoded:
            blocks: t.Any = body
            for block in blocks:
                if block.__class__ is not bytes:
                    blocks = [item.encode() if isinstance(item, str) else item for item in blocks]
                    break
            return _Body(blocks, self)
        return ClosingIterator(self.iter_encoded(), self.close)

    def get_wsgi_response(
        self, environ: WSGIEnvironment
    ) -> tuple[Iterable[bytes], str, list[tuple[str, str]]]:
        """Body, status line and headers as they are sent."""
        if type(self).get_wsgi_headers is Response.get_wsgi_headers:
            headers = self._wsgi_header_list(environ)
        else:
            headers = self.get_wsgi_headers(environ).to_wsgi_list()
        return self.get_app_iter(environ), self.status, headers

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as a WSGI application."""
        body, status, headers = self.get_wsgi_response(environ)
        start_response(status, headers)
        return body

    # --- conditional and partial responses ---

    def add_etag(self, overwrite: bool = False, weak: bool = False) -> None:
        """Set an ETag made from the body, unless there is one.

        :param overwrite: replace one that is there.
        """
        if overwrite or "etag" not in self.headers:
            self.set_etag(generate_etag(self.get_data()), weak)

    def make_conditional(
        self,
        request_or_environ: WSGIEnvironment | Request,
        accept_ranges: bool | str = False,
        complete_length: int | None = None,
    ) -> Response:
        """Answer the conditions of a ``GET`` or ``HEAD`` request (RFC 9110, section 13.2.2): 304 if
        the client has this already, 412 with a short page if the resource is not what the client
        wants to act on, 206 for a part.

        Only a successful response (2xx) is changed. A part is sent for ``GET`` with a single range
        of bytes within the content. Several ranges, or another unit, get the whole.

        :param accept_ranges: whether parts may be asked for, or the name of the unit. Units other
            than ``bytes`` are announced, but their parts are not sent.
        :param complete_length: the length of the whole; needed for parts of a stream.
        :raises RequestedRangeNotSatisfiable: for a malformed range of bytes, or one that lies
            outside of the content.
        """
        environ = _get_environ(request_or_environ)
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self
        if "date" not in self.headers:
            self.headers["Date"] = http_date()
        units = _range_units(accept_ranges)
        if 200 <= self._status_code < 300:
            if units is not None:
                self.headers["Accept-Ranges"] = units
            if (
                "HTTP_IF_NONE_MATCH" in environ
                or "HTTP_IF_MODIFIED_SINCE" in environ
                or "HTTP_RANGE" in environ
                or "HTTP_IF_MATCH" in environ
                or "HTTP_IF_UNMODIFIED_SINCE" in environ
            ):
                self._answer_conditions(environ, complete_length, units)
        if self.automatically_set_content_length and "content-length" not in self.headers:
            length = self.calculate_content_length()
            if length is not None:
                self.headers["Content-Length"] = str(length)
        return self

    def _answer_conditions(
        self, environ: WSGIEnvironment, complete_length: int | None, units: str | None
    ) -> None:
        """Evaluate the preconditions, and then the range, of a request that has some."""
        failed = failed_precondition(
            self.headers.get("etag"),
            self.last_modified,
            if_match=environ.get("HTTP_IF_MATCH"),
            if_unmodified_since=environ.get("HTTP_IF_UNMODIFIED_SINCE"),
            if_none_match=environ.get("HTTP_IF_NONE_MATCH"),
            if_modified_since=environ.get("HTTP_IF_MODIFIED_SINCE"),
        )
        if failed == 412:
            self._refuse_precondition()
        elif failed is not None:
            self.status_code = failed
        else:
            self._process_range_request(environ, complete_length, units)

    def _refuse_precondition(self) -> None:
        """Replace the content by the short page of a 412."""
        close = getattr(self.response, "close", None)
        if close is not None:
            self.call_on_close(close)
        error = _errors.PreconditionFailed()
        self.headers[:] = [
            pair for pair in self.headers if pair[0].lower() not in _HEADERS_OF_CONTENT
        ]
        self.headers.extend(error.get_headers())
        self.status_code = 412
        self.direct_passthrough = False
        self.set_data(error.get_body())

    def _is_range_request_processable(self, environ: WSGIEnvironment) -> bool:
        """Return whether the request asks for a part, and its ``If-Range`` condition holds."""
        if environ["REQUEST_METHOD"] != "GET" or self._status_code != 200:
            return False
        asked: str | None = environ.get("HTTP_RANGE")
        if not asked or asked.partition("=")[0].strip(" \t").lower() != "bytes":
            # A unit that the server does not know is ignored (RFC 9110, section 14.2).
            return False
        condition = environ.get("HTTP_IF_RANGE")
        return not condition or if_range_holds(
            condition, self.headers.get("etag"), self.last_modified
        )

    def _process_range_request(
        self, environ: WSGIEnvironment, complete_length: int | None, units: str | None
    ) -> bool:
        """Turn this into the part that was asked for, if one was.

        Several ranges that can be satisfied get the whole: a server may ignore ``Range``, and no
        request can make it send more than the content.
        """
        if units is None or units.lower() != "bytes" or not complete_length:
            return False
        if not self._is_range_request_processable(environ):
            return False
        asked = parse_range_header(environ.get("HTTP_RANGE"))
        windows = [] if asked is None else asked._satisfiable(complete_length)
        if not windows:
            raise _errors.RequestedRangeNotSatisfiable(complete_length)
        if len(windows) > 1:
            return False
        start, stop = windows[0]
        self.headers["Content-Length"] = str(stop - start)
        self.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{complete_length}"
        self.status_code = 206
        self._wrap_range_response(start, stop - start)
        return True

    def _wrap_range_response(self, start: int, length: int | None) -> None:
        """Send only a part of the content."""
        if self.status_code == 206:
            content: t.Any = self.response
            if not self.direct_passthrough and not hasattr(content, "seekable"):
                # Positions count bytes, so text is encoded first.
                if hasattr(content, "close"):
                    self.call_on_close(content.close)
                content = _encode(content)
            self.response = _RangeWrapper(content, start, length)


def _range_units(accept_ranges: bool | str) -> str | None:
    """Return what the ``Accept-Ranges`` header says; ``None`` for nothing."""
    if accept_ranges is True:
        return "bytes"
    if accept_ranges is False:
        return None
    if isinstance(accept_ranges, str):
        return accept_ranges
    raise ValueError("Invalid accept_ranges value")


class ResponseStream:
    """Writes to the body of a response, whatever it is made of."""

    mode = "wb+"

    def __init__(self, response: Response) -> None:
        self.response = response
        self.closed = False

    def write(self, value: bytes) -> int:
        """Append a block. The announced content length is dropped, since it changes."""
        self._ensure_open()
        self.response._ensure_sequence(mutable=True)
        self.response.response.append(value)  # type: ignore[union-attr]
        self.response.headers.pop("Content-Length", None)
        return len(value)

    def writelines(self, seq: Iterable[bytes]) -> None:
        """Append several blocks."""
        for block in seq:
            self.write(block)

    def close(self) -> None:
        self.closed = True

    def _ensure_open(self) -> None:
        if self.closed:
            raise ValueError("I/O operation on closed file")

    def isatty(self) -> bool:
        self._ensure_open()
        return False

    def flush(self) -> None:
        self._ensure_open()

    def tell(self) -> int:
        """Return the length of the body so far."""
        self.response._ensure_sequence()
        return sum(map(len, self.response.response))

    @property
    def encoding(self) -> str:
        return "utf-8"


_errors._response_class = Response


if not TYPE_CHECKING:
    __getattr__ = module_getattr(__name__)
