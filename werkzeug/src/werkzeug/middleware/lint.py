"""Check what a server and an application say to each other by PEP 3333 and HTTP (RFC 9110), and warn
about what is wrong. The answer is passed on as it is.
"""

from __future__ import annotations

from warnings import warn

from ..datastructures import Headers
from ..http import is_entity_header
from ..wsgi import FileWrapper

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# What a 304 response may say about the representation that it stands for (RFC 9110, sections 8.6
# and 15.4.5).
_ENTITY_HEADERS_OF_304 = frozenset(
    {"content-length", "content-location", "expires", "last-modified"}
)
_REQUIRED_KEYS = (
    "REQUEST_METHOD",
    "SERVER_NAME",
    "SERVER_PORT",
    "wsgi.version",
    "wsgi.input",
    "wsgi.errors",
    "wsgi.multithread",
    "wsgi.multiprocess",
    "wsgi.run_once",
)


class WSGIWarning(Warning):
    """Something is not as WSGI wants it."""


class HTTPWarning(Warning):
    """Something is not as HTTP wants it."""


def _wsgi(message: str, level: int = 3) -> None:
    warn(message, WSGIWarning, stacklevel=level + 1)


def _http(message: str, level: int = 3) -> None:
    warn(message, HTTPWarning, stacklevel=level + 1)


def check_type(context: str, obj: object, need: type = str) -> None:
    """Warn when an object is not exactly of a type.

    :param context: what the object is, for the message.
    """
    if type(obj) is not need:
        _wsgi(f"{context!r} requires {need.__name__!r}, got {type(obj).__name__!r}.")


class _Watched:
    """A stream of the environ that no application may close."""

    role: str

    def __init__(self, stream: t.IO[t.Any]) -> None:
        self._stream = stream

    def close(self) -> None:
        _wsgi(f"The application closed the {self.role} stream!", 2)
        self._stream.close()


class InputStream(_Watched):
    """Watches ``wsgi.input``."""

    role = "input"
    _stream: t.IO[bytes]

    def read(self, *args: t.Any) -> bytes:
        if len(args) == 0:
            _wsgi(
                "WSGI does not guarantee an EOF marker on the input stream, thus making"
                " calls to 'wsgi.input.read()' unsafe. Conforming servers may never"
                " return from this call.",
                2,
            )
        elif len(args) != 1:
            _wsgi("Too many parameters passed to 'wsgi.input.read()'.", 2)
        return self._stream.read(*args)

    def readline(self, *args: t.Any) -> bytes:
        if len(args) == 0:
            _wsgi(
                "Calls to 'wsgi.input.readline()' without arguments are unsafe."
                " Use 'wsgi.input.read()' instead.",
                2,
            )
        elif len(args) == 1:
            _wsgi(
                "'wsgi.input.readline()' was called with a size hint. WSGI does not"
                " support this, although it's available on all major servers.",
                2,
            )
        else:
            raise TypeError("Too many arguments passed to 'wsgi.input.readline()'.")
        return self._stream.readline(*args)

    def __iter__(self) -> Iterator[bytes]:
        try:
            return iter(self._stream)
        except TypeError:
            _wsgi("'wsgi.input' is not iterable.", 2)
            return iter(())


class ErrorStream(_Watched):
    """Watches ``wsgi.errors``."""

    role = "error"
    _stream: t.IO[str]

    def write(self, s: str) -> None:
        check_type("wsgi.error.write()", s, str)
        self._stream.write(s)

    def flush(self) -> None:
        self._stream.flush()

    def writelines(self, seq: Iterable[str]) -> None:
        for line in seq:
            self.write(line)


_WATCHED_STREAMS: dict[str, type[_Watched]] = {
    "wsgi.errors": ErrorStream,
    "wsgi.input": InputStream,
}


class GuardedWrite:
    """Watches the function that ``start_response`` returned."""

    def __init__(self, write: t.Callable[[bytes], object], chunks: list[int]) -> None:
        self._write = write
        self._chunks = chunks

    def __call__(self, s: bytes) -> None:
        check_type("write()", s, bytes)
        self._write(s)
        self._chunks.append(len(s))


class GuardedIterator:
    """Watches the body."""

    def __init__(
        self,
        iterator: Iterable[bytes],
        headers_set: tuple[int, Headers],
        chunks: list[int],
        *,
        is_head: bool = False,
    ) -> None:
        # Nothing was handed out yet if the next line fails, so nothing has to be closed.
        self.closed = True
        self._iterator = iterator
        self._next = iter(iterator).__next__
        self.closed = False
        self.headers_set = headers_set
        self.chunks = chunks
        self._is_head = is_head

    def __iter__(self) -> GuardedIterator:
        return self

    def __next__(self) -> bytes:
        if self.closed:
            _wsgi("Iterated over closed 'app_iter'.", 2)
        block = self._next()
        if not self.headers_set:
            _wsgi("The application returned before it started the response.", 2)
        check_type("application iterator items", block, bytes)
        self.chunks.append(len(block))
        return block

    def close(self) -> None:
        self.closed = True
        close = getattr(self._iterator, "close", None)
        if close is not None:
            close()
        if self.headers_set:
            status, headers = self.headers_set
            self._check_length(status, headers, sum(self.chunks))

    def _check_length(self, status: int, headers: Headers, sent: int) -> None:
        """Compare what was sent with what status and headers allow."""
        announced = headers.get("content-length", type=int)
        if status == 304:
            for name, _ in headers:
                name = name.lower()
                if name not in _ENTITY_HEADERS_OF_304 and is_entity_header(name):
                    _http(f"Entity header {name!r} found in 304 response.")
            if sent:
                _http("304 responses must not have a body.")
        elif 100 <= status < 200 or status == 204:
            if announced:
                _http(f"{status} responses must have an empty content length.")
            if sent:
                _http(f"{status} responses must not have a body.")
        elif self._is_head and not sent:
            # The length is that of the answer to GET (RFC 9110, section 9.3.2).
            return
        elif announced is not None and announced != sent:
            _wsgi("Content-Length and the number of bytes sent to the client do not match.")

    def __del__(self) -> None:
        if not self.closed:
            try:
                _wsgi("Iterator was garbage collected before it was closed.", 2)
            except Exception:
                # A warning that is an error has nowhere to go from here.
                pass


class _GuardedStart:
    """Watches ``start_response``. What it was called with is kept for the body."""

    def __init__(self, lint: LintMiddleware, start_response: StartResponse) -> None:
        self._lint = lint
        self._start_response = start_response
        #: Status and headers; empty until they are known.
        self.answer: list[t.Any] = []
        #: The length of each block that was sent.
        self.chunks: list[int] = []

    def __call__(self, *args: t.Any, **kwargs: t.Any) -> GuardedWrite:
        if not 2 <= len(args) <= 3:
            _wsgi(f"Invalid number of arguments: {len(args)}, expected 2 or 3.", 2)
        if kwargs:
            _wsgi("'start_response' does not take keyword arguments.", 2)
        status, headers, exc_info = args[0], args[1], (*args, None)[2]
        self.answer[:] = self._lint.check_start_response(status, headers, exc_info)
        write = self._start_response(status, headers, exc_info)
        return GuardedWrite(write, self.chunks)


class LintMiddleware:
    """Warns about what server and application do wrong.

    :param app: the application to watch.
    """

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def check_environ(self, environ: WSGIEnvironment) -> None:
        """Check what the server passed."""
        if type(environ) is not dict:
            _wsgi("WSGI environment is not a standard Python dict.", 4)
        for key in _REQUIRED_KEYS:
            if key not in environ:
                _wsgi(f"Required environment key {key!r} not found")
        if environ["wsgi.version"] != (1, 0):
            _wsgi("Environ is not a WSGI 1.0 environ.")
        for key in ("SCRIPT_NAME", "PATH_INFO"):
            path = environ.get(key, "")
            if path and path[0] != "/":
                _wsgi(f"{key!r} does not start with a slash: {path!r}")

    def check_start_response(
        self,
        status: str,
        headers: list[tuple[str, str]],
        exc_info: tuple[type[BaseException], BaseException, TracebackType] | None,
    ) -> tuple[int, Headers]:
        """Check status and headers, and return them parsed."""
        check_type("status", status, str)
        code = status.split(None, 1)[0]
        if len(code) != 3 or not code.isdecimal():
            _wsgi("Status code must be three digits.")
        if len(status) < 4 or status[3] != " ":
            _wsgi(
                f"Invalid value for status {status!r}. Valid status strings are three"
                " digits, a space and a status explanation."
            )
        number = int(code)
        if number < 100:
            _wsgi("Status code < 100 detected.")
        if type(headers) is not list:
            _wsgi("Header list is not a list.")
        for item in headers:
            self._check_header(item)
        if exc_info is not None and not isinstance(exc_info, tuple):
            _wsgi("Invalid value for exc_info.")
        checked = Headers(headers)
        self.check_headers(checked)
        return number, checked

    def _check_header(self, item: t.Any) -> None:
        if type(item) is not tuple or len(item) != 2:
            _wsgi("Header items must be 2-item tuples.", 4)
        name, value = item
        if type(name) is not str or type(value) is not str:
            _wsgi("Header keys and values must be strings.", 4)
        if str(name).lower() == "status":
            _wsgi("The status header is not supported due to conflicts with the CGI spec.", 4)

    def check_headers(self, headers: Headers) -> None:
        """Check the values of single headers."""
        etag = headers.get("etag")
        if etag is not None:
            if etag.startswith(("W/", "w/")):
                if etag.startswith("w/"):
                    _http("Weak etag indicator should be upper case.", 4)
                etag = etag[2:]
            if not (etag[:1] == etag[-1:] == '"'):
                _http("Unquoted etag emitted.", 4)

    def check_iterator(self, app_iter: t.Iterable[bytes]) -> None:
        """Check the body before it is read."""
        if isinstance(app_iter, str):
            _wsgi(
                "The application returned a string. The response will send one character"
                " at a time to the client, which will kill performance. Return a list or"
                " iterable instead."
            )

    def __call__(self, *args: t.Any, **kwargs: t.Any) -> t.Iterable[bytes]:
        count = len(args)
        if count != 2:
            _wsgi("A WSGI app takes two arguments.", 2)
        if kwargs:
            _wsgi("A WSGI app does not take keyword arguments.", 2)
        environ: WSGIEnvironment
        start_response: StartResponse
        environ, start_response = args[0], args[1]
        self.check_environ(environ)
        for key, watch in _WATCHED_STREAMS.items():
            environ[key] = watch(environ[key])
        # The iterable is then known not to be the server's own file wrapper.
        environ["wsgi.file_wrapper"] = FileWrapper

        start = _GuardedStart(self, start_response)
        body = self.app(environ, start)
        self.check_iterator(body)
        is_head = environ.get("REQUEST_METHOD") == "HEAD"
        return GuardedIterator(body, start.answer, start.chunks, is_head=is_head)  # type: ignore[arg-type]
