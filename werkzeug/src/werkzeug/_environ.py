"""Read a WSGI environ (PEP 3333): a dict in, text out. No stream is touched.

Texts of the environ hold bytes as Latin-1; what comes out here is what the client meant.
"""

from __future__ import annotations

from ._internal import _wsgi_decoding_dance

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def path_info(environ: WSGIEnvironment) -> str:
    """Return the path below the application, decoded."""
    return _wsgi_decoding_dance(environ.get("PATH_INFO", ""))


def script_name(environ: WSGIEnvironment) -> str:
    """Return the path at which the application is mounted, decoded."""
    return _wsgi_decoding_dance(environ.get("SCRIPT_NAME", ""))


def query_bytes(environ: WSGIEnvironment) -> bytes:
    """Return the query string as the client sent it."""
    query: str = environ.get("QUERY_STRING", "")
    return query.encode("latin1")


def server(environ: WSGIEnvironment) -> tuple[str, int | None] | None:
    """Name and port of the server, or path and ``None`` of a Unix socket.

    ``None`` if the environ does not name a server.
    """
    name = environ.get("SERVER_NAME")
    if not name:
        return None
    try:
        return name, int(environ["SERVER_PORT"])
    except (KeyError, TypeError, ValueError):
        return name, None
