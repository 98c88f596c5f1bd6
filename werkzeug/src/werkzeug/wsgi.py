"""Helpers for WSGI applications: read an environ, and wrap request and response bodies."""

from __future__ import annotations

from . import _environ
from ._internal import module_getattr
from ._wsgi.iterators import ClosingIterator as ClosingIterator
from ._wsgi.iterators import FileWrapper as FileWrapper
from ._wsgi.iterators import _RangeWrapper as _RangeWrapper
from ._wsgi.iterators import responder as responder
from ._wsgi.iterators import wrap_file as wrap_file
from ._wsgi.streams import LimitedStream as LimitedStream
from ._wsgi.streams import content_length as _content_length
from ._wsgi.streams import input_stream as _input_stream
from .sansio import utils as _sansio_utils
from .sansio.utils import host_is_trusted as host_is_trusted

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Collection

    from _typeshed.wsgi import WSGIEnvironment


def get_current_url(
    environ: WSGIEnvironment,
    root_only: bool = False,
    strip_querystring: bool = False,
    host_only: bool = False,
    trusted_hosts: Collection[str] | None = None,
) -> str:
    """Return the URL of a request as an IRI.

    :param root_only: only up to the mount point.
    :param strip_querystring: leave the query string out.
    :param host_only: only scheme and host.
    :param trusted_hosts: refuse other hosts.
    :raises ~werkzeug.exceptions.SecurityError: for a host that is not valid or not trusted.
    """
    parts: dict[str, t.Any] = {
        "scheme": environ["wsgi.url_scheme"],
        "host": get_host(environ, trusted_hosts),
    }
    if not parts["host"] and environ.get("HTTP_HOST"):
        raise _sansio_utils._invalid_host(environ["HTTP_HOST"])
    if not host_only:
        parts["root_path"] = _environ.script_name(environ)
        if not root_only:
            parts["path"] = _environ.path_info(environ)
            if not strip_querystring:
                parts["query_string"] = _environ.query_bytes(environ)
    return _sansio_utils.get_current_url(**parts)


def get_host(environ: WSGIEnvironment, trusted_hosts: Collection[str] | None = None) -> str:
    """Return the host that a request is for: of its ``Host`` header, else of the server. The port
    is left out when it is that of the scheme. Empty when it is not valid.

    :param trusted_hosts: refuse other hosts. A name that begins with a dot includes subdomains.
    :raises ~werkzeug.exceptions.SecurityError: for a host that is not trusted.
    """
    return _sansio_utils.get_host(
        environ["wsgi.url_scheme"],
        environ.get("HTTP_HOST"),
        _environ.server(environ),
        trusted_hosts,
    )


def get_content_length(environ: WSGIEnvironment) -> int | None:
    """Return the announced length of the body in bytes. ``None`` if there is no such header or
    the body comes in chunks, 0 if the header is not a number.
    """
    return _content_length(environ)


def get_input_stream(
    environ: WSGIEnvironment,
    safe_fallback: bool = True,
    max_content_length: int | None = None,
) -> t.IO[bytes]:
    """Return the body of a request as a stream that ends where the body ends.

    :param safe_fallback: without an announced length, return an empty stream and not one that may
        never end.
    :param max_content_length: the greatest length, for announced and for other bodies. A longer
        body is never cut: without an announced length, the read that reaches past the limit
        raises the error.
    :raises RequestEntityTooLarge: when the announced length is greater.
    """
    return _input_stream(environ, safe_fallback, max_content_length)


def get_path_info(environ: WSGIEnvironment) -> str:
    """Return the path below the application, decoded."""
    return _environ.path_info(environ)


if not TYPE_CHECKING:
    __getattr__ = module_getattr(__name__)
