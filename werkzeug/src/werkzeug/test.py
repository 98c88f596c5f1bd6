"""Call WSGI applications in tests, without a socket: environs, a client with cookies and redirects,
and responses.
"""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from ._cookiejar import Cookie as Cookie
from ._environ_builder import EnvironBuilder as _EnvironBuilder
from ._environ_builder import encode_multipart as encode_multipart
from ._environ_builder import stream_encode_multipart as stream_encode_multipart
from ._internal import module_getattr
from ._properties import cached_property
from ._wsgi.call import run_wsgi_app as run_wsgi_app
from .http import dump_cookie
from .wrappers.request import Request
from .wrappers.response import Response
from .wsgi import get_host

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Iterable

    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

    from .datastructures import Headers

_REDIRECTS = frozenset((301, 302, 303, 305, 307, 308))
_SAME_METHOD = frozenset((307, 308))
# The key of an environ for the Cookie header that a test passed, and for the one that was sent.
_GIVEN_COOKIES = "werkzeug.test.given_cookies"


class EnvironBuilder(_EnvironBuilder):
    """Builds the environ of a request, or the request.

    :param path: the path below the mount point, with an optional query string.
    :param base_url: scheme, host and mount point.
    :param query_string: text, or a mapping of arguments.
    :param method: the HTTP method.
    :param input_stream: the body as a stream. Excludes ``data``.
    :param content_type: the content type; found out from ``data`` if not given.
    :param content_length: the content length.
    :param errors_stream: where the application writes errors; standard error by default.
    :param multithread: ``wsgi.multithread``.
    :param multiprocess: ``wsgi.multiprocess``.
    :param run_once: ``wsgi.run_once``.
    :param headers: pairs, or :class:`~werkzeug.datastructures.Headers`.
    :param data: the body: bytes, text, a stream, or a mapping of form fields. A field whose value
        is a stream or a tuple of stream, file name and content type is a file.
    :param environ_base: what the environ begins with.
    :param environ_overrides: what replaces entries of the environ at the end.
    :param mimetype: the content type without parameters; a charset is added to text.
    :param json: the body as data to encode as JSON. Excludes ``data``.
    :param auth: user and password, or an authorization.
    """

    #: The class of :meth:`get_request`.
    request_class = Request

    def get_request(self, cls: type[Request] | None = None) -> Request:
        """Return the request.

        :param cls: its class, instead of :attr:`request_class`.
        """
        return (self.request_class if cls is None else cls)(self.get_environ())


class ClientRedirectError(Exception):
    """The application redirects in a loop."""


class TestResponse(Response):
    """A response of an application under test."""

    #: The request that was answered.
    request: Request
    #: The responses that redirected here, the first one first.
    history: tuple[TestResponse, ...]

    default_mimetype = None
    # Keeps pytest from collecting it as a test.
    __test__ = False

    def __init__(
        self,
        response: Iterable[bytes],
        status: str,
        headers: Headers,
        request: Request,
        history: tuple[TestResponse] = (),  # type: ignore[assignment]
        **kwargs: t.Any,
    ) -> None:
        super().__init__(response, status, headers, **kwargs)
        self.request = request
        self.history = history

    @cached_property
    def text(self) -> str:
        """The body as text."""
        return self.get_data(as_text=True)


class Client:
    """Sends requests to an application and remembers its cookies.

    :param application: the WSGI application.
    :param response_wrapper: a class that the responses are instances of, as well.
    :param use_cookies: whether cookies are kept and sent.
    :param allow_subdomain_redirects: whether redirects to subdomains are followed.
    """

    def __init__(
        self,
        application: WSGIApplication,
        response_wrapper: type[Response] | None = None,
        use_cookies: bool = True,
        allow_subdomain_redirects: bool = False,
    ) -> None:
        self.application = application
        if response_wrapper in (None, Response):
            response_wrapper = TestResponse
        elif not issubclass(response_wrapper, TestResponse):
            response_wrapper = type("WrapperTestResponse", (TestResponse, response_wrapper), {})
        self.response_wrapper: type[TestResponse] = response_wrapper  # type: ignore[assignment]
        self._cookies: dict[tuple[str, str, str], Cookie] | None = {} if use_cookies else None
        self.allow_subdomain_redirects = allow_subdomain_redirects
        # Whether the body of the request may be needed once more.
        self._is_following = False

    # --- cookies ---

    def _jar(self) -> dict[tuple[str, str, str], Cookie]:
        if self._cookies is None:
            raise TypeError("Cookies are disabled. Create a client with 'use_cookies=True'.")
        return self._cookies

    def get_cookie(self, key: str, domain: str = "localhost", path: str = "/") -> Cookie | None:
        """Return the cookie of this name that was set for exactly this domain and path."""
        return self._jar().get((domain.lower(), path, key))

    def set_cookie(
        self,
        key: str,
        value: str = "",
        *,
        domain: str = "localhost",
        origin_only: bool = True,
        path: str = "/",
        **kwargs: t.Any,
    ) -> None:
        """Set a cookie, as if the application had.

        :param origin_only: do not send it to subdomains.
        :param kwargs: further arguments of :func:`~werkzeug.http.dump_cookie`.
        """
        jar = self._jar()
        domain = domain.lower()
        header = dump_cookie(key, value, domain=domain, path=path, **kwargs)
        cookie = Cookie._from_response_header(domain, path, header)
        cookie.origin_only = origin_only
        self._keep(jar, cookie)

    def delete_cookie(self, key: str, *, domain: str = "localhost", path: str = "/") -> None:
        """Delete a cookie, if there is one of this name for exactly this domain and path."""
        self._jar().pop((domain.lower(), path, key), None)

    @staticmethod
    def _keep(jar: dict[tuple[str, str, str], Cookie], cookie: Cookie) -> None:
        if cookie._should_delete:
            jar.pop(cookie._storage_key, None)
        else:
            jar[cookie._storage_key] = cookie

    def _add_cookies_to_wsgi(self, environ: WSGIEnvironment) -> None:
        """Put the cookies for this request in its environ, together with those of a ``Cookie`` header
        that the test passed. Of two with the same name, that of the test is sent.
        """
        if not self._cookies and _GIVEN_COOKIES not in environ:
            return
        given = _given_cookies(environ)
        host, path = _host_and_path(environ)
        scheme = environ.get("wsgi.url_scheme", "http")
        names = {pair.partition("=")[0].strip() for pair in given.split(";")}
        matching = [
            cookie
            for cookie in (self._cookies or {}).values()
            if cookie.key not in names and cookie._matches_request(host, path, scheme)
        ]
        # Longer paths come first (RFC 6265bis, section 5.8.3), then older cookies.
        matching.sort(key=lambda cookie: -len(cookie.path))
        pairs = [cookie._to_request_header() for cookie in matching]
        if given:
            pairs.append(given)
        environ.pop("HTTP_COOKIE", None)
        environ.pop(_GIVEN_COOKIES, None)
        if pairs:
            environ["HTTP_COOKIE"] = value = "; ".join(pairs)
            if value != given:
                environ[_GIVEN_COOKIES] = (given, value)

    def _update_cookies_from_response(
        self, server_name: str, path: str, headers: list[str], scheme: str = "http"
    ) -> None:
        """Keep what the ``Set-Cookie`` headers of a response set. What the host may not set is
        ignored.
        """
        if self._cookies is None:
            return
        server_name = server_name.lower()
        for header in headers:
            cookie = Cookie._from_response_header(server_name, path, header)
            if cookie._may_be_set(server_name):
                cookie._came_over_http = scheme == "http"
                self._keep(self._cookies, cookie)

    # --- requests ---

    def run_wsgi_app(
        self, environ: WSGIEnvironment, buffered: bool = False
    ) -> tuple[Iterable[bytes], str, Headers]:
        """Call the application with the cookies of this client."""
        self._add_cookies_to_wsgi(environ)
        result = run_wsgi_app(self.application, environ, buffered=buffered)
        if self._cookies is not None:
            headers = result[2].getlist("Set-Cookie")
            if headers:
                scheme = environ.get("wsgi.url_scheme", "http")
                self._update_cookies_from_response(*_host_and_path(environ), headers, scheme)
        return result

    def resolve_redirect(self, response: TestResponse, buffered: bool = False) -> TestResponse:
        """Send the request that a redirect asks for.

        A 303 asks for ``GET`` (RFC 9110, section 15.4.4). A 301 or 302 changes ``POST`` to ``GET``,
        as browsers do, and keeps all other methods with their body, as 307 and 308 always do.

        :raises RuntimeError: when it leads to another host.
        """
        environ = response.request.environ
        builder = EnvironBuilder.from_environ(environ, query_string=None)
        builder.headers.pop("Cookie", None)
        given = _given_cookies(environ)
        if given:
            builder.headers["Cookie"] = given
        here = f"{builder.script_root}{builder.path}"
        target = urlsplit(urljoin(here, response.location or ""))
        if target.netloc:
            self._check_host(target.hostname or "", builder.server_name)
            builder.url_scheme = target.scheme or builder.url_scheme
            builder.host = target.netloc.rpartition("@")[2]
        root = builder.script_root
        if root and (target.path == root or target.path.startswith(f"{root}/")):
            builder.path = target.path[len(root) :]
        else:
            builder.path = target.path
            builder.script_root = ""
        builder.query_string = target.query or ""
        builder.request_uri = _uri(target.path, target.query)
        if builder.method == "POST" and response.status_code not in _SAME_METHOD:
            asks_for_get = True
        else:
            asks_for_get = response.status_code == 303
        if asks_for_get:
            if builder.method != "HEAD":
                builder.method = "GET"
            builder.input_stream = None
            builder.content_type = None
            builder.content_length = None
            builder.headers.pop("Transfer-Encoding", None)
        else:
            _rewind(environ)
        return self.open(builder, buffered=buffered)

    def _check_host(self, target: str, server_name: str) -> None:
        """Refuse redirects that no application under test can answer."""
        if target == server_name:
            return
        if not target.endswith(f".{server_name}"):
            raise RuntimeError("Following external redirects is not supported.")
        if not self.allow_subdomain_redirects:
            raise RuntimeError("Following subdomain redirects is not enabled.")

    def _request(self, args: tuple[t.Any, ...], kwargs: dict[str, t.Any]) -> Request:
        """Return the request of a builder, an environ, a request, or the arguments of a builder."""
        if len(args) == 1 and not kwargs:
            (given,) = args
            if isinstance(given, _EnvironBuilder):
                return _get_request(given)
            if isinstance(given, dict):
                return EnvironBuilder.from_environ(given).get_request()  # type: ignore[attr-defined, no-any-return]
            if isinstance(given, Request):
                return given
        builder = EnvironBuilder(*args, **kwargs)
        try:
            return builder.get_request()
        finally:
            builder.close()

    def open(
        self,
        *args: t.Any,
        buffered: bool = False,
        follow_redirects: bool = False,
        **kwargs: t.Any,
    ) -> TestResponse:
        """Send a request.

        :param args: those of :class:`EnvironBuilder`; or one builder, environ or request.
        :param buffered: collect the whole body, and close the application's iterable.
        :param follow_redirects: follow redirects, also several.
        :raises ClientRedirectError: for redirects in a loop.
        """
        request = self._request(args, kwargs)
        response = self._send(request, buffered)
        if follow_redirects and response.status_code in _REDIRECTS:
            return self._follow(response, buffered)
        if not self._is_following:
            response.call_on_close(request.input_stream.close)
        return response

    def _send(self, request: Request, buffered: bool) -> TestResponse:
        result = self.run_wsgi_app(request.environ, buffered=buffered)
        return self.response_wrapper(*result, request=request)

    def _follow(self, response: TestResponse, buffered: bool) -> TestResponse:
        """Follow redirects to the end."""
        seen: set[tuple[str | None, int]] = set()
        history: list[TestResponse] = []
        while response.status_code in _REDIRECTS:
            if not buffered:
                response.make_sequence()
                response.close()
            step = (response.location, response.status_code)
            if step in seen:
                raise ClientRedirectError(
                    f"Loop detected: A {response.status_code} redirect"
                    f" to {response.location} was already made."
                )
            seen.add(step)
            response.history = tuple(history)
            history.append(response)
            self._is_following = True
            try:
                response = self.resolve_redirect(response, buffered=buffered)
            finally:
                self._is_following = False
        response.history = tuple(history)
        response.call_on_close(response.request.input_stream.close)
        return response

    def get(self, *args: t.Any, **kw: t.Any) -> TestResponse:
        """:meth:`open` with ``GET``."""
        return self.open(*args, **{**kw, "method": "GET"})

    def post(self, *args: t.Any, **kw: t.Any) -> TestResponse:
        """:meth:`open` with ``POST``."""
        return self.open(*args, **{**kw, "method": "POST"})

    def put(self, *args: t.Any, **kw: t.Any) -> TestResponse:
        """:meth:`open` with ``PUT``."""
        return self.open(*args, **{**kw, "method": "PUT"})

    def delete(self, *args: t.Any, **kw: t.Any) -> TestResponse:
        """:meth:`open` with ``DELETE``."""
        return self.open(*args, **{**kw, "method": "DELETE"})

    def patch(self, *args: t.Any, **kw: t.Any) -> TestResponse:
        """:meth:`open` with ``PATCH``."""
        return self.open(*args, **{**kw, "method": "PATCH"})

    def options(self, *args: t.Any, **kw: t.Any) -> TestResponse:
        """:meth:`open` with ``OPTIONS``."""
        return self.open(*args, **{**kw, "method": "OPTIONS"})

    def head(self, *args: t.Any, **kw: t.Any) -> TestResponse:
        """:meth:`open` with ``HEAD``."""
        return self.open(*args, **{**kw, "method": "HEAD"})

    def trace(self, *args: t.Any, **kw: t.Any) -> TestResponse:
        """:meth:`open` with ``TRACE``."""
        return self.open(*args, **{**kw, "method": "TRACE"})

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.application!r}>"


def _get_request(builder: t.Any) -> Request:
    return builder.get_request()  # type: ignore[no-any-return]


def _uri(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _given_cookies(environ: WSGIEnvironment) -> str:
    """Return the ``Cookie`` header that the test passed, without what a client added to it."""
    header: str = environ.get("HTTP_COOKIE", "")
    given, sent = environ.get(_GIVEN_COOKIES, (header, header))
    return given if header == sent else header


def _rewind(environ: WSGIEnvironment) -> None:
    """Let the body of a request be read again, if its stream can go back."""
    stream = environ["wsgi.input"]
    try:
        length = int(environ["CONTENT_LENGTH"])
        stream.seek(max(0, stream.seek(0, 2) - length))
    except (AttributeError, KeyError, OSError, ValueError):
        # What is left of it is sent.
        return


def _host_and_path(environ: WSGIEnvironment) -> tuple[str, str]:
    """Return host and whole path of a request, as cookies see them."""
    host = get_host(environ).lower()
    if host[:1] == "[":
        host = host[1:].partition("]")[0]
    else:
        host = host.partition(":")[0]
    root = environ.get("SCRIPT_NAME", "").rstrip("/")
    return host, f"{root}/{environ.get('PATH_INFO', '').lstrip('/')}"


def create_environ(*args: t.Any, **kwargs: t.Any) -> WSGIEnvironment:
    """Return the environ of a request. Takes the arguments of :class:`EnvironBuilder`."""
    builder = EnvironBuilder(*args, **kwargs)
    try:
        return builder.get_environ()
    finally:
        builder.close()


if not TYPE_CHECKING:
    __getattr__ = module_getattr(__name__)
