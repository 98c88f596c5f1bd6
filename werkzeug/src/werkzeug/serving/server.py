"""The development server: a listening socket whose connections are handled in turn, in threads or in
processes.

This module does not know HTTP; the handler class does.
"""

from __future__ import annotations

import errno
import os
import socket
import sys
import typing as t
from http.server import HTTPServer
from socketserver import ThreadingMixIn

from .._internal import _log
from . import tls
from .handler import WSGIRequestHandler

if t.TYPE_CHECKING:
    import ssl

    from _typeshed.wsgi import WSGIApplication

    _TSSLContextArg = ssl.SSLContext | tuple[str, str | None] | t.Literal["adhoc"] | None

__all__ = ["BaseWSGIServer", "ForkingWSGIServer", "ThreadedWSGIServer", "make_server"]

can_fork = hasattr(os, "fork")
LISTEN_QUEUE = 128

try:
    af_unix: socket.AddressFamily | None = socket.AF_UNIX
except AttributeError:
    af_unix = None

if t.TYPE_CHECKING:
    from socketserver import ForkingMixIn as ForkingMixIn
elif can_fork:
    from socketserver import ForkingMixIn
else:

    class ForkingMixIn:
        """A placeholder for platforms that cannot fork."""


WARNING = (
    "WARNING: This is a development server. Do not use it in a production deployment."
    " Use a production WSGI server instead."
)
UNIX = "unix://"


def select_address_family(host: str, port: int) -> socket.AddressFamily:
    """Return the socket family for a host: Unix for ``unix://path``, IPv6 for an address with colons."""
    if host.startswith(UNIX):
        return socket.AF_UNIX
    if ":" in host:
        return socket.AF_INET6
    return socket.AF_INET


def get_sockaddr(host: str, port: int, family: socket.AddressFamily) -> tuple[str, int] | str:
    """Return the address to bind to. A Unix path is made absolute; a name that does not resolve is
    returned as it is.
    """
    if family == af_unix:
        return os.path.abspath(host.partition("://")[2])
    try:
        found = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    except socket.gaierror:
        return host, port
    return found[0][4]  # type: ignore[return-value]


def get_interface_ip(family: socket.AddressFamily) -> str:
    """Return the address of this machine in its network. No packet is sent."""
    # Addresses that are reserved for private networks.
    target = "fd31:f903:5ab5:1::1" if family == socket.AF_INET6 else "10.253.155.219"
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((target, 58162))
        except OSError:
            return "::1" if family == socket.AF_INET6 else "127.0.0.1"
        return t.cast(str, probe.getsockname()[0])


def has_colour() -> bool:
    """Return whether the terminal shows colours."""
    if os.environ.get("NO_COLOR"):
        return False
    return os.name != "nt" or "WT_SESSION" in os.environ or "ANSICON" in os.environ


class BaseWSGIServer(HTTPServer):
    """A server that handles one request after the other.

    :param host: a name, an address, or ``unix://`` and a path.
    :param port: 0 takes a free one, which the attribute `port` then has.
    :param fd: an open listening socket's file descriptor, used instead of a new one.
    """

    host: str
    port: int
    app: WSGIApplication
    passthrough_errors: bool
    ssl_context: ssl.SSLContext | None

    multithread = False
    multiprocess = False
    request_queue_size = LISTEN_QUEUE
    allow_reuse_address = True

    def __init__(
        self,
        host: str,
        port: int,
        app: WSGIApplication,
        handler: type[WSGIRequestHandler] | None = None,
        passthrough_errors: bool = False,
        ssl_context: _TSSLContextArg | None = None,
        fd: int | None = None,
    ) -> None:
        self.host = host
        self.port = port
        self.app = app
        self.passthrough_errors = passthrough_errors
        self.address_family = select_address_family(host, port)
        self._log_in_colour = has_colour()
        address = get_sockaddr(host, int(port), self.address_family)
        if fd is None and isinstance(address, str):
            remove_socket_file(address)
        super().__init__(address, handler or WSGIRequestHandler, bind_and_activate=False)  # type: ignore[arg-type]
        if fd is None:
            self._listen()
        else:
            self.socket.close()
            self.socket = socket.fromfd(fd, self.address_family, socket.SOCK_STREAM)
            self.server_address = self.socket.getsockname()
        if self.address_family != af_unix:
            # Port 0 has become a real one by now.
            self.port = self.server_port = self.socket.getsockname()[1]
        self.ssl_context = tls.as_context(ssl_context)
        if self.ssl_context is not None:
            self.socket = self.ssl_context.wrap_socket(self.socket, server_side=True)

    def _listen(self) -> None:
        try:
            self.server_bind()
            self.server_activate()
        except OSError as error:
            self.server_close()
            print(error.strerror, file=sys.stderr)
            if error.errno == errno.EADDRINUSE:
                print(
                    f"Port {self.port} is in use by another program. Either identify and stop"
                    " that program, or start the server with a different port.",
                    file=sys.stderr,
                )
                if sys.platform == "darwin" and self.port == 5000:
                    print(
                        "On macOS, the AirPlay Receiver takes this port; it can be switched off in"
                        " System Settings under General, AirDrop & Handoff.",
                        file=sys.stderr,
                    )
            raise SystemExit(1) from None
        except BaseException:
            self.server_close()
            raise

    def server_bind(self) -> None:
        # HTTPServer would resolve the name of the host, which can take seconds.
        from socketserver import TCPServer

        TCPServer.server_bind(self)
        self.server_name = self.host
        self.server_port = self.port

    @property
    def _server_version(self) -> str:
        try:
            return t.cast(str, self.__dict__["_version_text"])
        except KeyError:
            from importlib.metadata import version

            self.__dict__["_version_text"] = text = f"Werkzeug/{version('werkzeug')}"
            return text

    def log(self, type: str, message: str, *args: t.Any) -> None:
        """Log a message of the server."""
        _log(type, message, *args)

    def serve_forever(self, poll_interval: float = 0.5) -> None:
        """Serve until `shutdown` is called or the process is interrupted."""
        try:
            super().serve_forever(poll_interval=poll_interval)
        except KeyboardInterrupt:
            pass
        finally:
            self.server_close()

    def handle_error(self, request: t.Any, client_address: tuple[str, int] | str) -> None:
        """Answer an error of a handler: log it, or raise it again with `passthrough_errors`."""
        if self.passthrough_errors:
            self.shutdown_request(request)
            raise  # noqa: PLE0704  (socketserver calls this while it handles the error)
        super().handle_error(request, client_address)

    def log_startup(self) -> None:
        """Log where the server listens, and that it is for development."""
        warning = f"\x1b[31m\x1b[1m{WARNING}\x1b[0m" if self._log_in_colour else WARNING
        _log("info", "\n".join([warning, *(f" * Running on {url}" for url in self._urls())]))

    def _urls(self) -> t.Iterator[str]:
        if self.address_family == af_unix:
            yield self.host
            return
        scheme = "http" if self.ssl_context is None else "https"
        hosts = [self.host]
        if self.host in {"0.0.0.0", "::"}:
            yield f"all addresses ({self.host})"
            local = "127.0.0.1" if self.host == "0.0.0.0" else "::1"
            hosts = [local, get_interface_ip(socket.AddressFamily(self.address_family))]
        for host in hosts:
            yield f"{scheme}://{f'[{host}]' if ':' in host else host}:{self.port}"


def remove_socket_file(path: str) -> None:
    """Remove the socket that an earlier server left at the path. Other files are not removed."""
    import stat

    try:
        if stat.S_ISSOCK(os.stat(path).st_mode):
            os.unlink(path)
    except OSError:
        pass


class ThreadedWSGIServer(ThreadingMixIn, BaseWSGIServer):
    """A server with a thread for each connection."""

    multithread = True
    daemon_threads = True


class ForkingWSGIServer(ForkingMixIn, BaseWSGIServer):
    """A server with a process for each connection, at most `processes` at once."""

    multiprocess = True

    def __init__(
        self,
        host: str,
        port: int,
        app: WSGIApplication,
        processes: int = 40,
        handler: type[WSGIRequestHandler] | None = None,
        passthrough_errors: bool = False,
        ssl_context: _TSSLContextArg | None = None,
        fd: int | None = None,
    ) -> None:
        if not can_fork:
            raise ValueError("Your platform does not support forking.")
        self.max_children = processes
        super().__init__(host, port, app, handler, passthrough_errors, ssl_context, fd)


def make_server(
    host: str,
    port: int,
    app: WSGIApplication,
    threaded: bool = False,
    processes: int = 1,
    request_handler: type[WSGIRequestHandler] | None = None,
    passthrough_errors: bool = False,
    ssl_context: _TSSLContextArg | None = None,
    fd: int | None = None,
) -> BaseWSGIServer:
    """Make a server that is bound and listens, but does not serve yet.

    :param threaded: handle each request in a thread of its own.
    :param processes: handle requests in at most this many processes.
    :raises ValueError: both `threaded` and `processes` are given.
    """
    if threaded and processes > 1:
        raise ValueError("Cannot have a multi-thread and multi-process server.")
    if processes > 1:
        return ForkingWSGIServer(
            host, port, app, processes, request_handler, passthrough_errors, ssl_context, fd
        )
    kind = ThreadedWSGIServer if threaded else BaseWSGIServer
    return kind(host, port, app, request_handler, passthrough_errors, ssl_context, fd)


_public: tuple[t.Any, ...] = (
    BaseWSGIServer,
    ForkingWSGIServer,
    ThreadedWSGIServer,
    get_interface_ip,
    get_sockaddr,
    make_server,
    select_address_family,
)
for _thing in _public:
    _thing.__module__ = "werkzeug.serving"
del _public, _thing
