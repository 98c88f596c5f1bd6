"""Build URLs, and bind the URL map to a request.

The adapter of a request reads the host only when it is needed: matching by path does not.
"""

from __future__ import annotations

from werkzeug.exceptions import SecurityError
from werkzeug.routing import BuildError, Map, MapAdapter
from werkzeug.wsgi import get_host

from .._overrides import Originals
from ..globals import _cv_app, _cv_request

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from _typeshed.wsgi import WSGIEnvironment

    from .._annotations import Flask
    from ..wrappers import Request


class RequestAdapter(MapAdapter):
    """An adapter whose server name is read from the environ when it is needed.

    Matching by path does not need it, building absolute URLs does.
    """

    _environ: WSGIEnvironment
    _server_name: str | None = None

    @property
    def server_name(self) -> str:
        name = self._server_name
        if name is None:
            host = get_host(self._environ).lower()
            if not host and self._environ.get("HTTP_HOST"):
                # A URL with an empty host would let its path choose the host.
                raise SecurityError(f"Host {self._environ['HTTP_HOST']!r} is not valid.")
            name = self._server_name = self.map.bind(host).server_name
        return name

    @server_name.setter
    def server_name(self, value: str | None) -> None:
        self._server_name = value


_BINDING = Originals(Map, lambda cls: (cls.bind, cls.bind_to_environ))


def names_to_match(app: Flask) -> tuple[str | None, str | None]:
    """Return the server name and the subdomain with which a request is matched."""
    if app.url_map.host_matching:
        return None, None
    subdomain = None if app.subdomain_matching else app.url_map.default_subdomain or ""
    return app.config["SERVER_NAME"], subdomain


def path_adapter(app: Flask, request: Request) -> MapAdapter | None:
    """Return an adapter if only the path of a request decides, otherwise ``None``."""
    url_map = app.url_map
    environ = request.environ
    server_name: str | None = app.config["SERVER_NAME"]
    if (
        server_name is not None
        or app.subdomain_matching
        or url_map.host_matching
        or "HTTP_UPGRADE" in environ
        or not _BINDING.kept_by(url_map)
    ):
        return None

    path: str = environ.get("PATH_INFO", "")
    script: str = environ.get("SCRIPT_NAME") or "/"
    query: str = environ.get("QUERY_STRING", "")
    if not (path.isascii() and script.isascii() and query.isascii()):
        return None
    adapter = RequestAdapter(
        url_map,
        server_name,  # type: ignore[arg-type]
        script,
        url_map.default_subdomain or "",
        environ["wsgi.url_scheme"].lower(),
        path,
        environ["REQUEST_METHOD"],
        query,
    )
    adapter._environ = environ
    return adapter


# What RFC 3986 3.5 lets stand in a fragment. The anchor is text: a percent sign in it is a
# character, too, and not the mark of an encoded one.
_FRAGMENT_SAFE = "!$&'()*+,/:;=?@"

_NO_ADAPTER_REQUEST = (
    "Unable to build URLs outside an active request without 'SERVER_NAME' configured. Also"
    " configure 'APPLICATION_ROOT' and 'PREFERRED_URL_SCHEME' as needed.\n"
    "For a path alone, build it while a request is being handled, or inside"
    " app.test_request_context() with _external=False."
)


def _explain_path(error: BuildError, adapter: t.Any, path: str) -> None:
    """Say in a note that a path was given where the name of an endpoint is expected."""
    try:
        found, _ = adapter.match(path, method="GET")
    except Exception:
        hint = "'flask routes' lists the endpoints."
    else:
        hint = f"The endpoint of this path is {found!r}."
    error.add_note(f"{path!r} looks like a path; url_for takes the name of an endpoint. {hint}")


def build(
    app: Flask,
    endpoint: str,
    values: dict[str, object],
    anchor: str | None,
    method: str | None,
    scheme: str | None,
    external: bool | None,
) -> str:
    """Build a URL.

    A dot in front of the endpoint stands for the blueprint of the current request. URLs
    are absolute outside of requests, and wherever a scheme is asked for.

    :raises RuntimeError: there is neither a request nor a ``SERVER_NAME``.
    :raises ValueError: a scheme for a URL that is not absolute.
    """
    request_ctx = _cv_request.get(None)
    if request_ctx is not None:
        adapter = request_ctx.url_adapter
        if endpoint[:1] == ".":
            blueprint = request_ctx.request.blueprint
            endpoint = endpoint[1:] if blueprint is None else f"{blueprint}{endpoint}"
        if external is None:
            external = scheme is not None
    else:
        app_ctx = _cv_app.get(None)
        adapter = app.create_url_adapter(None) if app_ctx is None else app_ctx.url_adapter
        if adapter is None:
            raise RuntimeError(_NO_ADAPTER_REQUEST)
        if external is None:
            external = True

    if scheme is not None and not external:
        raise ValueError("When specifying '_scheme', '_external' must be True.")

    app.inject_url_defaults(endpoint, values)
    try:
        url = adapter.build(  # type: ignore[union-attr]
            endpoint, values, method=method, url_scheme=scheme, force_external=external
        )
    except BuildError as e:
        if "/" in endpoint:
            _explain_path(e, adapter, endpoint)
        asked = {"_anchor": anchor, "_method": method, "_scheme": scheme, "_external": external}
        return app.handle_url_build_error(e, endpoint, values | asked)
    if external and request_ctx is not None and app.debug:
        from .._debug_routing import warn_about_proxy

        warn_about_proxy(app, request_ctx.request)
    if anchor is not None:
        from urllib.parse import quote

        url = f"{url}#{quote(anchor, safe=_FRAGMENT_SAFE)}"
    return url
