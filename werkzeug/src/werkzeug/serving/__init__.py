"""A server for development, with a reloader, a debugger in the browser, and TLS.

It is not for production: it does not protect itself against many or hostile clients.
"""

from __future__ import annotations

import os
import ssl as ssl
import typing as t
from socketserver import ThreadingMixIn as ThreadingMixIn

from .._internal import _log, module_getattr
from .chunks import DechunkedInput
from .handler import WSGIRequestHandler, connection_dropped_errors
from .server import (
    LISTEN_QUEUE,
    BaseWSGIServer,
    ForkingMixIn,
    ForkingWSGIServer,
    ThreadedWSGIServer,
    af_unix,
    can_fork,
    get_interface_ip,
    get_sockaddr,
    has_colour,
    make_server,
    select_address_family,
)
from .tls import (
    generate_adhoc_ssl_context,
    generate_adhoc_ssl_pair,
    is_ssl_error,
    load_ssl_context,
    make_ssl_devcert,
)

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

    from .server import _TSSLContextArg

__all__ = [
    "LISTEN_QUEUE",
    "BaseWSGIServer",
    "DechunkedInput",
    "ForkingMixIn",
    "ForkingWSGIServer",
    "ThreadedWSGIServer",
    "WSGIRequestHandler",
    "af_unix",
    "can_fork",
    "connection_dropped_errors",
    "generate_adhoc_ssl_context",
    "generate_adhoc_ssl_pair",
    "get_interface_ip",
    "get_sockaddr",
    "is_running_from_reloader",
    "is_ssl_error",
    "load_ssl_context",
    "make_server",
    "make_ssl_devcert",
    "run_simple",
    "select_address_family",
]


def is_running_from_reloader() -> bool:
    """Return whether this process is the one that the reloader started and will restart."""
    return os.environ.get("WERKZEUG_RUN_MAIN") == "true"


def run_simple(
    hostname: str,
    port: int,
    application: WSGIApplication,
    use_reloader: bool = False,
    use_debugger: bool = False,
    use_evalex: bool = True,
    extra_files: t.Iterable[str] | None = None,
    exclude_patterns: t.Iterable[str] | None = None,
    reloader_interval: int = 1,
    reloader_type: str = "auto",
    threaded: bool = False,
    processes: int = 1,
    request_handler: type[WSGIRequestHandler] | None = None,
    static_files: dict[str, str | tuple[str, str]] | None = None,
    passthrough_errors: bool = False,
    ssl_context: _TSSLContextArg | None = None,
) -> None:
    """Serve an application for development until Ctrl-C.

    :param hostname: a name or address, or ``unix://`` and the path of a socket.
    :param port: an integer; 0 takes a free one.
    :param use_reloader: restart when a module or one of `extra_files` changes; paths that match one
        of `exclude_patterns` (as :mod:`fnmatch` reads them) are not watched. `reloader_interval` is
        in seconds; `reloader_type` is "auto", "stat" or "watchdog".
    :param use_debugger: answer errors with the interactive debugger, whose console needs `use_evalex`.
    :param threaded: a thread for each request; or up to `processes` processes.
    :param request_handler: a subclass of :class:`WSGIRequestHandler`.
    :param static_files: URL prefixes and the folders or packages that are served under them.
    :param passthrough_errors: let errors end the server, for another debugger.
    :param ssl_context: an :class:`ssl.SSLContext`, a pair of file names, or "adhoc".
    :raises TypeError: `port` is not an integer.
    """
    if not isinstance(port, int):
        raise TypeError("port must be an integer")
    if static_files:
        from ..middleware.shared_data import SharedDataMiddleware

        application = SharedDataMiddleware(application, static_files)
    if use_debugger:
        from ..debug import DebuggedApplication

        application = DebuggedApplication(application, evalex=use_evalex)
        # The debugger answers only for trusted hosts, so that a foreign name for this machine (DNS
        # rebinding) does not reach it.
        application.trusted_hosts.append(hostname)
    inherited = os.environ.get("WERKZEUG_SERVER_FD") if is_running_from_reloader() else None
    server = make_server(
        hostname,
        port,
        application,
        threaded,
        processes,
        request_handler,
        passthrough_errors,
        ssl_context,
        fd=None if inherited is None else int(inherited),
    )
    # The process that restarts keeps the socket of the one that watches, so that a browser which
    # asks during a restart waits instead of failing.
    server.socket.set_inheritable(True)
    os.environ["WERKZEUG_SERVER_FD"] = str(server.fileno())
    if not is_running_from_reloader():
        server.log_startup()
        hint = "Press CTRL+C to quit"
        _log("info", f"\x1b[33m{hint}\x1b[0m" if has_colour() else hint)
    if not use_reloader:
        server.serve_forever()
        return

    from .._reloader import run_with_reloader

    try:
        run_with_reloader(
            server.serve_forever,
            extra_files=extra_files,
            exclude_patterns=exclude_patterns,
            interval=reloader_interval,
            reloader_type=reloader_type,
        )
    finally:
        server.server_close()


if not t.TYPE_CHECKING:
    __getattr__ = module_getattr(__name__)
