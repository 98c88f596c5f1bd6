"""Take what trusted proxies say about the client from ``X-Forwarded-*`` headers.

The number of proxies decides which values are theirs; the others may be forged.
"""

from __future__ import annotations

import re
from urllib.parse import unquote_to_bytes

from ..http import parse_list_header

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*").fullmatch  # RFC 3986, section 3.1


class ProxyFix:
    """Sets address, scheme, host, port and mount point from the headers of proxies. What they
    were is kept in ``werkzeug.proxy_fix.orig``.

    A scheme is taken in lower case, a mount point with one slash before it and none after it. A
    scheme or port that is malformed is ignored.

    Each number says how many proxies set the header; 0 for none. Too high a number lets clients
    forge the value.

    :param app: the application.
    :param x_for: ``X-Forwarded-For``: the address of the client.
    :param x_proto: ``X-Forwarded-Proto``: the scheme.
    :param x_host: ``X-Forwarded-Host``: the host.
    :param x_port: ``X-Forwarded-Port``: the port.
    :param x_prefix: ``X-Forwarded-Prefix``: the mount point, as it stands in a URL.
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
        self.app = app
        self.x_for = x_for
        self.x_proto = x_proto
        self.x_host = x_host
        self.x_port = x_port
        self.x_prefix = x_prefix

    def _get_real_value(self, trusted: int, value: str | None) -> str | None:
        """Return the value that the outermost trusted proxy set, if there are that many."""
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
        if port and _is_port(port):
            _set_port(environ, port)
        prefix = self._get_real_value(self.x_prefix, get("HTTP_X_FORWARDED_PREFIX"))
        if prefix:
            if "%" in prefix:
                # The header has a piece of a URL, the environ has it decoded.
                prefix = unquote_to_bytes(prefix.encode("latin1")).decode("latin1")
            # Two slashes at the start would make a host of the first segment.
            path = prefix.strip("/")
            environ["SCRIPT_NAME"] = f"/{path}" if path else ""
        return self.app(environ, start_response)

    def _set_client(self, environ: WSGIEnvironment) -> None:
        address = self._get_real_value(self.x_for, environ.get("HTTP_X_FORWARDED_FOR"))
        if address:
            environ["REMOTE_ADDR"] = address
        scheme = self._get_real_value(self.x_proto, environ.get("HTTP_X_FORWARDED_PROTO"))
        if scheme and _SCHEME(scheme.lower()):
            environ["wsgi.url_scheme"] = scheme.lower()


def _is_port(port: str) -> bool:
    return port.isascii() and port.isdecimal() and len(port) <= 5 and int(port) <= 65535


def _split_port(host: str) -> tuple[str, str]:
    """Return host and port; the colons of an IPv6 address are not those of a port."""
    name, _, port = host.rpartition(":")
    is_bracketed = name.startswith("[") and name.endswith("]")
    if not name or (":" in name and not is_bracketed) or (port and not _is_port(port)):
        return host, ""
    return name, port


def _set_host(environ: WSGIEnvironment, host: str) -> None:
    name, port = _split_port(host)
    environ["HTTP_HOST"] = host
    environ["SERVER_NAME"] = name
    if port:
        environ["SERVER_PORT"] = port


def _set_port(environ: WSGIEnvironment, port: str) -> None:
    host = environ.get("HTTP_HOST")
    if host:
        environ["HTTP_HOST"] = f"{_split_port(host)[0]}:{port}"
    environ["SERVER_PORT"] = port
