"""Believe what trusted proxies say about the client.

In: a request with ``X-Forwarded-*`` headers. Out: the same request, seen from the client's side.
The number of proxies is what decides which values are theirs; the rest could be anybody's.
"""

from __future__ import annotations

from ..http import parse_list_header

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class ProxyFix:
    """Sets address, scheme, host, port and mount point from the headers of proxies. What they
    were is kept in ``werkzeug.proxy_fix.orig``.

    Each number says how many proxies set the header; 0 for none. Too high a number lets clients
    forge the value.

    :param app: the application.
    :param x_for: ``X-Forwarded-For``: the address of the client.
    :param x_proto: ``X-Forwarded-Proto``: the scheme.
    :param x_host: ``X-Forwarded-Host``: the host.
    :param x_port: ``X-Forwarded-Port``: the port.
    :param x_prefix: ``X-Forwarded-Prefix``: the mount point.
    """

    def __init__(
        self,
        app: WSGIApplication,
        x_for: int = 1,
        x_proto: int = 1,
        x_host: int = 0,
        x_port: int = 0,
        x_prefix: int = 0,
    ) -> None:
        self.x_prefix = x_prefix
        self.x_host, self.x_port = x_host, x_port
        self.x_for, self.x_proto = x_for, x_proto
        self.app = app

    def _get_real_value(self, trusted: int, value: str | None) -> str | None:
        """The value that the outermost trusted proxy set, if there are that many."""
        if not (trusted and value):
            return None
        values = parse_list_header(value)
        return values[-trusted] if len(values) >= trusted else None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        get = environ.get
        environ["werkzeug.proxy_fix.orig"] = {
            key: get(key)
            for key in (
                "REMOTE_ADDR",
                "wsgi.url_scheme",
                "HTTP_HOST",
                "SERVER_NAME",
                "SERVER_PORT",
                "SCRIPT_NAME",
            )
        }
        self._set_client(environ)
        host = self._get_real_value(self.x_host, get("HTTP_X_FORWARDED_HOST"))
        if host:
            _set_host(environ, host)
        port = self._get_real_value(self.x_port, get("HTTP_X_FORWARDED_PORT"))
        if port:
            _set_port(environ, port)
        prefix = self._get_real_value(self.x_prefix, get("HTTP_X_FORWARDED_PREFIX"))
        if prefix:
            environ["SCRIPT_NAME"] = prefix
        return self.app(environ, start_response)

    def _set_client(self, environ: WSGIEnvironment) -> None:
        address = self._get_real_value(self.x_for, environ.get("HTTP_X_FORWARDED_FOR"))
        if address:
            environ["REMOTE_ADDR"] = address
        scheme = self._get_real_value(self.x_proto, environ.get("HTTP_X_FORWARDED_PROTO"))
        if scheme:
            environ["wsgi.url_scheme"] = scheme


def _split_port(host: str) -> tuple[str, str]:
    """Host and port; the colons of an IPv6 address are no port."""
    name, separator, port = host.rpartition(":")
    if not separator or port.endswith("]"):
        return host, ""
    return name, port


def _set_host(environ: WSGIEnvironment, host: str) -> None:
    environ["HTTP_HOST"] = environ["SERVER_NAME"] = host
    name, port = _split_port(host)
    if port:
        environ["SERVER_NAME"] = name
        environ["SERVER_PORT"] = port


def _set_port(environ: WSGIEnvironment, port: str) -> None:
    host = environ.get("HTTP_HOST")
    if host:
        environ["HTTP_HOST"] = f"{_split_port(host)[0]}:{port}"
    environ["SERVER_PORT"] = port
