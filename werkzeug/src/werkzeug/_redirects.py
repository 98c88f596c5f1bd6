"""Responses that redirect, with a short page."""

from __future__ import annotations

from ._environ import path_info, query_bytes
from ._redirect_page import redirect_page
from .wrappers.response import Response as _Response

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

    from .wrappers.response import Response

#: What would end a path, or be taken for encoded, in a relative URL.
_MARKS = {ord(mark): f"%{ord(mark):02X}" for mark in "%?#"}


def redirect(location: str, code: int = 302, Response: type[Response] | None = None) -> Response:
    """Return a response that redirects to a URL.

    :param location: the URL; relative ones are sent as they are.
    :param code: 301, 302, 303, 307 or 308.
    :param Response: the class of the response.
    """
    make = _Response if Response is None else Response
    response = make(redirect_page(location), code, mimetype="text/html")
    response.headers["Location"] = location
    return response


def append_slash_redirect(environ: WSGIEnvironment, code: int = 308) -> Response:
    """Return a response that redirects to the same URL with a slash at the end.

    :param environ: the environ of the request, whose path has no slash at the end.
    """
    last = path_info(environ).rpartition("/")[2]
    if not last.isalnum():
        last = last.translate(_MARKS)
    # Browsers take a segment with a colon for a scheme, and one with a backslash for a host.
    prefix = "./" if not last or ":" in last or "\\" in last else ""
    location = prefix + (f"{last}/" if last else "")
    query = query_bytes(environ).decode("latin1")
    if query:
        location += f"?{query}"
    return redirect(location, code)
