"""One connection of the development server, which carries one request.

The head of the request is parsed strictly and becomes a WSGI environ. A request that other servers on
the way might read differently (two lengths, both a length and a transfer coding, odd line ends) is
answered with 400 and a closed connection: such differences allow request smuggling (RFC 9112, section
11.2).
"""

from __future__ import annotations

import re
import select
import socket
import ssl
import sys
import time
import typing as t
from http import HTTPStatus
from http.client import HTTPMessage
from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote_to_bytes, urlsplit

from .._internal import _log
from ..exceptions import BadRequest, InternalServerError
from ..urls import uri_to_iri
from .chunks import BadChunk, DechunkedInput

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from .server import BaseWSGIServer

__all__ = ["WSGIRequestHandler", "connection_dropped_errors"]

#: What a read or write raises when the client is gone.
connection_dropped_errors: tuple[type[Exception], ...] = (
    ConnectionError,
    socket.timeout,
    ssl.SSLEOFError,
)

LONGEST_LINE = 65536
MOST_HEADERS = 100
TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")  # RFC 9110, section 5.6.2
REQUEST_LINE = re.compile(r"(\S+) (\S+) HTTP/([0-9]+)\.([0-9]+)\Z")
CONTROLS = {code: f"\\x{code:02x}" for code in (*range(0x20), *range(0x7F, 0xA0))}
CONTROLS[ord("\\")] = "\\\\"

# How long, and for how much, a client that is still sending is listened to after the answer, so
# that it reads the answer instead of a reset connection.
LINGER_SECONDS = 10.0
SILENT_SECONDS = 2.0
PATIENCE_SECONDS = 1.0
LINGER_BYTES = 64 * 1024 * 1024


class Refused(Exception):
    """The head of a request that is answered without the application."""

    def __init__(self, code: int, message: str, explain: str | None = None) -> None:
        super().__init__(code, message, explain)


def read_headers(readline: t.Callable[[int], bytes]) -> HTTPMessage:
    """Read the header fields of a request up to the empty line.

    :raises Refused: a field is malformed, too long, or there are too many.
    """
    headers = HTTPMessage()
    for _ in range(MOST_HEADERS + 1):
        line = readline(LONGEST_LINE + 1)
        if len(line) > LONGEST_LINE:
            limit = f"got more than {LONGEST_LINE} bytes when reading header line"
            raise Refused(431, "Line too long", limit)
        if line in {b"\r\n", b"\n", b""}:
            return headers
        name, colon, value = line.rstrip(b"\r\n").partition(b":")
        if not colon or not TOKEN.match(name):
            shown = line[:60].rstrip().decode("latin-1")
            raise Refused(400, f"Bad header ({shown!r})")
        value = value.strip(b" \t")
        if b"\r" in value or b"\0" in value:
            raise Refused(400, f"Bad value of header {name.decode()!r}")
        headers[name.decode("ascii")] = value.decode("latin-1")
    raise Refused(431, "Too many headers", f"got more than {MOST_HEADERS} headers")


def check_framing(headers: HTTPMessage) -> None:
    """Refuse a head that leaves open where the body ends (RFC 9112, section 6), or whose request it
    is (section 3.2).

    :raises Refused: several hosts, lengths that differ or are no numbers, a length beside a
        transfer coding, or a coding other than chunked.
    """
    if len(headers.get_all("Host", ())) > 1:
        raise Refused(400, "More than one Host")
    lengths = set(headers.get_all("Content-Length", ()))
    codings = [
        coding.strip(" \t").lower()
        for field in headers.get_all("Transfer-Encoding", ())
        for coding in field.split(",")
    ]
    if len(lengths) > 1:
        raise Refused(400, "More than one Content-Length")
    if any(not (length.isascii() and length.isdigit()) for length in lengths):
        raise Refused(400, "Content-Length is no number")
    if codings and lengths:
        raise Refused(400, "Content-Length beside Transfer-Encoding")
    if codings and codings[-1] != "chunked":
        raise Refused(400, "Transfer-Encoding does not end with chunked")
    if codings.count("chunked") > 1:
        raise Refused(400, "Transfer-Encoding is chunked more than once")
    if len(codings) > 1:
        raise Refused(501, f"Transfer coding {codings[0]!r} is not supported")


def printable(line: bytes | str) -> str:
    """Return text for a log line, with control characters spelled out."""
    text = line.decode("latin-1") if isinstance(line, bytes) else line
    return text.translate(CONTROLS)


class WSGIRequestHandler(BaseHTTPRequestHandler):
    """Handle one request with the server's WSGI application.

    `make_environ`, `address_string`, `port_integer`, `run_wsgi` and the ``log_*`` methods are meant
    to be overridden where a program wants other behaviour.
    """

    server: BaseWSGIServer
    environ: WSGIEnvironment
    # Buffered, so that the head and the first piece of the body leave in one packet; `Answer`
    # flushes after each piece.
    wbufsize = 65536
    # The names of the header fields of the application, in lower case.
    _given_fields: t.Collection[str] = ()

    @property
    def server_version(self) -> str:  # type: ignore[override]
        return self.server._server_version

    def __getattr__(self, name: str) -> t.Any:
        # http.server looks for do_GET, do_POST and so on; all methods are handled alike here.
        if name.startswith("do_"):
            return self.run_wsgi
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def setup(self) -> None:
        super().setup()
        one_by_one = not (self.server.multithread or self.server.multiprocess)
        if not one_by_one and self.protocol_version == "HTTP/1.0":
            # Answers without a length come in chunks, which only this version knows.
            self.protocol_version = "HTTP/1.1"

    # Reading the head

    def parse_request(self) -> bool:
        """Read the head after the request line. Return ``False`` if it was refused."""
        self.command = ""
        self.request_version = "HTTP/1.0"
        self.close_connection = True
        self.requestline = str(self.raw_requestline, "latin-1").rstrip("\r\n")
        if not self.requestline:
            return False
        try:
            self._parse_request_line()
            self.headers = read_headers(self.rfile.readline)
            check_framing(self.headers)
        except Refused as refused:
            code, *texts = refused.args
            self.send_error(HTTPStatus(code), *filter(None, texts))
            return False
        expects = self.headers.get("Expect", "").lower() == "100-continue"
        if expects and self.request_version >= "HTTP/1.1" <= self.protocol_version:
            return self.handle_expect_100()
        return True

    def handle_expect_100(self) -> bool:
        """Send ``100 Continue`` to a client that waits for it before it sends the body."""
        result = super().handle_expect_100()
        self.wfile.flush()
        return result

    def _parse_request_line(self) -> None:
        match = REQUEST_LINE.match(self.requestline)
        if match is None:
            raise Refused(400, f"Bad request syntax ({self.requestline[:200]!r})")
        self.command, target, major, minor = match.groups()
        if int(major) != 1:
            raise Refused(505, f"Invalid HTTP version ({major}.{minor})")
        self.request_version = f"HTTP/{major}.{minor}"
        # A browser sent to //host would go there: the path of a request begins with one slash.
        self.path = f"/{target.lstrip('/')}" if target.startswith("//") else target
        if self.path is not target:
            self.requestline = f"{self.command} {self.path} {self.request_version}"
        try:
            urlsplit(self.path)
        except ValueError as error:
            raise Refused(400, f"Bad request target ({target[:200]!r})", str(error)) from None

    def make_environ(self) -> WSGIEnvironment:
        """Return the WSGI environ (PEP 3333) of the request."""
        target = urlsplit(self.path)
        address = self.server.server_address
        unix = isinstance(address, str)
        absolute = bool(target.scheme and target.netloc)
        path = target.path if absolute or not target.netloc else f"/{target.netloc}{target.path}"
        environ: WSGIEnvironment = {
            # The request line.
            "REQUEST_METHOD": self.command,
            "RAW_URI": self.path,
            "REQUEST_URI": self.path,
            "PATH_INFO": unquote_to_bytes(path.encode("latin-1")).decode("latin-1"),
            "QUERY_STRING": target.query,
            "SERVER_PROTOCOL": self.request_version,
            # Both ends of the connection.
            "SERVER_NAME": address if unix else address[0],
            "SERVER_PORT": "0" if unix else str(address[1]),
            "REMOTE_ADDR": self.address_string(),
            "REMOTE_PORT": self.port_integer(),
            **self._server_facts(),
        }
        self._add_headers(environ)
        if absolute:
            environ["HTTP_HOST"] = target.netloc.rpartition("@")[2]
        if "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
            environ["wsgi.input_terminated"] = True
            environ["wsgi.input"] = DechunkedInput(t.cast("t.IO[bytes]", self.rfile))
        self._add_client_certificate(environ)
        return environ

    def _server_facts(self) -> WSGIEnvironment:
        """Return the keys of the environ that do not depend on the request."""
        server = self.server
        return {
            "SCRIPT_NAME": "",
            "SERVER_SOFTWARE": self.server_version,
            "werkzeug.socket": self.connection,
            "wsgi.errors": sys.stderr,
            "wsgi.input": self.rfile,
            "wsgi.multiprocess": server.multiprocess,
            "wsgi.multithread": server.multithread,
            "wsgi.run_once": False,
            "wsgi.url_scheme": "http" if server.ssl_context is None else "https",
            "wsgi.version": (1, 0),
        }

    def _add_headers(self, environ: WSGIEnvironment) -> None:
        for name, value in self.headers.items():
            if "_" in name:
                continue  # it would pass for the header that is spelled with a dash
            key = name.upper().replace("-", "_")
            if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
                key = f"HTTP_{key}"
                if key in environ:
                    # Cookies are no list of values between commas (RFC 9113 8.2.3).
                    comma = "; " if key == "HTTP_COOKIE" else ","
                    value = f"{environ[key]}{comma}{value}"
            environ[key] = value

    def _add_client_certificate(self, environ: WSGIEnvironment) -> None:
        ask = getattr(self.connection, "getpeercert", None)
        certificate = ask(binary_form=True) if ask is not None else None
        if certificate is not None:
            environ["SSL_CLIENT_CERT"] = ssl.DER_cert_to_PEM_cert(certificate)

    # Running the application

    def send_response(self, code: int, message: str | None = None) -> None:
        """Begin an answer: the status line, and ``Server`` and ``Date`` unless the application has
        its own. Each of them is a single field (RFC 9110, sections 6.6.1 and 10.2.4).
        """
        self.log_request(code)
        self.send_response_only(code, message)
        if "server" not in self._given_fields:
            self.send_header("Server", self.version_string())
        if "date" not in self._given_fields:
            self.send_header("Date", self.date_time_string())

    def run_wsgi(self) -> None:
        """Call the application and write its answer."""
        self.environ = environ = self.make_environ()
        answer = Answer(self)
        try:
            answer.run(self.server.app, environ)
        except connection_dropped_errors as error:
            self.connection_dropped(error, environ)
        except Exception as error:
            if self.server.passthrough_errors:
                raise
            self._answer_error(answer, error)
        self._linger()

    def _answer_error(self, answer: Answer, error: Exception) -> None:
        """Answer with an error if nothing was sent yet, and log the error."""
        broken_body = isinstance(error, BadChunk)
        message = ": ".join(filter(None, (str(error), getattr(error, "hint", ""))))
        if answer.sent_status is None:
            app = BadRequest(message) if broken_body else InternalServerError()
            answer.reset()
            answer.run(app, self.environ)
        self.close_connection = True
        if broken_body:
            self.server.log("error", "Bad request body: %s", message)
            return
        from traceback import format_exception

        self.server.log("error", "Error on request:\n%s", "".join(format_exception(error)).rstrip())

    def _linger(self) -> None:
        """Let a client that is still sending read the answer before the connection closes."""
        connection = self.connection
        if isinstance(connection, ssl.SSLSocket):
            return
        try:
            self.wfile.flush()
            # A client that announced a body may be about to send it.
            announced = self.headers.get("Content-Length", self.headers.get("Transfer-Encoding"))
            patience = 0 if announced in {None, "0"} else PATIENCE_SECONDS
            if not patience and not select.select([connection], [], [], 0)[0]:
                return
            connection.shutdown(socket.SHUT_WR)
            if not select.select([connection], [], [], patience)[0]:
                return
            connection.settimeout(SILENT_SECONDS)
            end, taken = time.monotonic() + LINGER_SECONDS, 0
            while taken < LINGER_BYTES and time.monotonic() < end:
                got = len(connection.recv(65536))
                if not got:
                    return
                taken += got
        except (OSError, ValueError):
            pass  # it went away by itself

    def handle(self) -> None:
        """Handle the request of this connection."""
        try:
            super().handle()
        except connection_dropped_errors as error:
            self.connection_dropped(error)
        except Exception as error:
            if self.server.ssl_context is None or not isinstance(error, ssl.SSLError):
                raise
            self.log_error("SSL error occurred: %s", error)

    def connection_dropped(
        self, error: BaseException, environ: WSGIEnvironment | None = None
    ) -> None:
        """Do nothing; a hook that is called when the client has closed the connection."""

    # Addresses and the log

    def address_string(self) -> str:
        """Return the address of the client, for the environ and the log."""
        if getattr(self, "environ", None):
            return t.cast(str, self.environ["REMOTE_ADDR"])
        if not self.client_address:
            return "<local>"
        return self.client_address[0]

    def port_integer(self) -> int:
        """Return the port of the client."""
        address: t.Sequence[t.Any] = self.client_address
        return int(address[1]) if len(address) > 1 else 0

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Log one answered request, with a colour for its kind of status."""
        code = str(int(code)) if isinstance(code, int) else str(code)
        line = self.requestline
        if getattr(self, "path", None) and self.command:
            try:
                line = f"{self.command} {uri_to_iri(self.path)} {self.request_version}"
            except ValueError:
                pass  # no URL: shown as it came
        line = printable(line)
        if self.server._log_in_colour:
            line = colour(line, code)
        self.log("info", '"%s" %s %s', line, code, size)

    def log_error(self, format: str, *args: t.Any) -> None:
        self.log("error", format, *args)

    def log_message(self, format: str, *args: t.Any) -> None:
        self.log("info", format, *args)

    def log(self, type: str, message: str, *args: t.Any) -> None:
        """Log a message about this client."""
        start = f"{printable(self.address_string())} - - [{self.log_date_time_string()}] "
        _log(type, f"{start.replace('%', '%%')}{message}\n", *args)


# The escape codes around the request line of the log, by status.
STYLES = {"1": "1", "200": "", "2": "35;1", "304": "36", "3": "32", "404": "33", "4": "31;1"}


def colour(text: str, code: str) -> str:
    style = STYLES.get(code, STYLES.get(code[:1], "35;1"))
    start = "".join(f"\x1b[{part}m" for part in style.split(";")) if style else ""
    return f"{start}{text}\x1b[0m" if start else text


# Fields of which an answer has one: those of RFC 9110 that are not lists.
SINGLE_FIELDS = frozenset(
    {
        "age",
        "content-length",
        "content-location",
        "content-range",
        "content-type",
        "date",
        "etag",
        "expires",
        "last-modified",
        "location",
        "retry-after",
        "server",
    }
)


def single_fields(headers: list[tuple[str, str]]) -> t.Iterator[tuple[str, str]]:
    """Yield the header fields of an application. Of a single field that it has several times, only the
    first is sent. ``Connection`` is left to the server.
    """
    seen = {"connection"}
    for name, value in headers:
        lower = name.lower()
        if lower in seen:
            continue
        if lower in SINGLE_FIELDS:
            seen.add(lower)
        yield name, value


def connection_options(headers: list[tuple[str, str]]) -> list[str]:
    """Return the options of ``Connection`` that an application has, except for those that decide
    whether the connection closes.
    """
    options = ",".join(value for name, value in headers if name.lower() == "connection").split(",")
    stripped = (option.strip() for option in options)
    return [option for option in stripped if option.lower() not in {"", "close", "keep-alive"}]


class Answer:
    """The answer of an application to one request, written as it comes."""

    def __init__(self, handler: WSGIRequestHandler) -> None:
        self.handler = handler
        self.status: str | None = None
        self.headers: list[tuple[str, str]] = []
        self.sent_status: str | None = None
        self.chunked = False
        self.bodiless = False

    def reset(self) -> None:
        self.status = None
        self.headers = []

    def start(
        self, status: str, headers: list[tuple[str, str]], exc_info: t.Any = None
    ) -> t.Callable[[bytes], None]:
        """PEP 3333's ``start_response``."""
        if exc_info:
            try:
                if self.sent_status is not None:
                    raise exc_info[1].with_traceback(exc_info[2])
            finally:
                exc_info = None
        elif self.status is not None:
            raise AssertionError("Headers already set")
        self.status, self.headers = status, headers
        return self.write

    def run(self, app: t.Any, environ: WSGIEnvironment) -> None:
        result = app(environ, self.start)
        try:
            for data in result:
                self.write(data)
            if self.sent_status is None:
                self.write(b"")
            if self.chunked:
                self.handler.wfile.write(b"0\r\n\r\n")
        finally:
            close = getattr(result, "close", None)
            if close is not None:
                close()

    def write(self, data: bytes) -> None:
        if self.status is None:
            raise AssertionError("write() before start_response")
        if not isinstance(data, bytes):
            problem = AssertionError("applications must write bytes")
            problem.add_note(f"This one wrote {type(data).__name__}.")
            raise problem
        if self.sent_status is None:
            self._send_head()
        if data and not self.bodiless:
            out = self.handler.wfile
            out.write(b"%x\r\n%b\r\n" % (len(data), data) if self.chunked else data)
            out.flush()

    def _send_head(self) -> None:
        handler, status = self.handler, t.cast(str, self.status)
        code_text, _, reason = status.partition(" ")
        code = int(code_text)
        self.sent_status = status
        names = {name.lower() for name, _ in self.headers}
        handler._given_fields = names
        handler.send_response(code, reason)
        handler._given_fields = ()
        for name, value in single_fields(self.headers):
            handler.send_header(name, value)
        empty = 100 <= code < 200 or code in {204, 304}
        self.bodiless = empty or handler.command == "HEAD"
        # Without a length, chunks show a client of HTTP/1.1 where the body ends.
        self.chunked = (
            not self.bodiless
            and not names.intersection(("content-length", "transfer-encoding"))
            and handler.protocol_version >= "HTTP/1.1"
            and handler.request_version >= "HTTP/1.1"
        )
        if self.chunked:
            handler.send_header("Transfer-Encoding", "chunked")
        # One request a connection, so that no thread of the server waits for a further one.
        handler.send_header("Connection", ", ".join([*connection_options(self.headers), "close"]))
        handler.end_headers()


# The class is documented where programs import it from.
for _class in (WSGIRequestHandler, DechunkedInput):
    _class.__module__ = "werkzeug.serving"
del _class
