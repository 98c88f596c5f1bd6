"""Pass requests on to other servers, by path prefix, so that they share one origin in development.

Bodies are streamed in both directions.
"""

from __future__ import annotations

from http import client
from urllib.parse import quote, urlsplit

from ..datastructures import EnvironHeaders
from ..http import is_hop_by_hop_header
from ..wsgi import get_input_stream

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Iterable, Iterator, Mapping

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class ProxyMiddleware:
    """Passes requests below some prefixes to other servers.

    :param app: answers everything else.
    :param targets: path prefix to options: ``target`` (the URL of the server; required),
        ``remove_prefix`` (take the prefix off the path; off by default), ``host`` (the ``Host``
        header: ``"<auto>"`` for that of the target, which is the default, ``None`` for that of
        the request, or a name), ``headers`` (headers to add) and ``ssl_context``.
    :param chunk_size: bytes that are read at a time.
    :param timeout: seconds until a silent server counts as failed (502).
    """

    def __init__(
        self,
        app: WSGIApplication,
        targets: Mapping[str, dict[str, t.Any]],
        chunk_size: int = 2 << 13,
        timeout: int = 10,
    ) -> None:
        self.app = app
        self.targets: dict[str, dict[str, t.Any]] = {}
        for prefix, options in targets.items():
            settings = {
                "remove_prefix": False,
                "host": "<auto>",
                "headers": {},
                "ssl_context": None,
            }
            self.targets[f"/{prefix.strip('/')}/"] = {**settings, **options}
        self.chunk_size = chunk_size
        self.timeout = timeout

    def proxy_to(self, opts: dict[str, t.Any], path: str, prefix: str) -> WSGIApplication:
        """Return an application that passes its requests to one target."""
        target = urlsplit(opts["target"])
        if target.scheme not in ("http", "https"):
            raise RuntimeError(f"Target scheme must be 'http' or 'https', got {target.scheme!r}.")

        def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            from ..exceptions import BadGateway

            remote = path[len(prefix) :] if opts["remove_prefix"] else path.lstrip("/")
            url = f"{target.path.rstrip('/')}/{quote(remote.lstrip('/'), safe='/:%')}"
            if environ.get("QUERY_STRING"):
                url += f"?{environ['QUERY_STRING']}"
            headers, chunked = self._request_headers(environ, opts, target.netloc)
            try:
                connection = self._connect(target, opts)
                connection.connect()
                connection.putrequest(environ["REQUEST_METHOD"], url, skip_host=True)
                for name, value in headers:
                    connection.putheader(name.title() if name.islower() else name, value)
                connection.endheaders()
                self._send_body(connection, environ, chunked)
                response = connection.getresponse()
            except OSError:
                return BadGateway()(environ, start_response)
            answer = [
                (name, value)
                for name, value in response.getheaders()
                if not is_hop_by_hop_header(name)
            ]
            start_response(f"{response.status} {response.reason}", answer)
            return self._body(response)

        return application

    def _connect(self, target: t.Any, opts: dict[str, t.Any]) -> client.HTTPConnection:
        if target.scheme == "http":
            return client.HTTPConnection(target.hostname, target.port or 80, timeout=self.timeout)
        return client.HTTPSConnection(
            target.hostname,
            target.port or 443,
            timeout=self.timeout,
            context=opts["ssl_context"],
        )

    def _request_headers(
        self, environ: WSGIEnvironment, opts: dict[str, t.Any], netloc: str
    ) -> tuple[list[tuple[str, str]], bool]:
        """Return the headers for the target, and whether the body comes in chunks."""
        headers = [
            (name, value)
            for name, value in EnvironHeaders(environ)
            if name.lower() not in ("content-length", "host") and not is_hop_by_hop_header(name)
        ]
        headers.append(("Connection", "close"))
        host = opts["host"]
        if host == "<auto>":
            host = netloc
        elif host is None:
            host = environ["HTTP_HOST"]
        headers.append(("Host", host))
        headers.extend(opts["headers"].items())
        length = environ.get("CONTENT_LENGTH")
        chunked = False
        if length not in ("", None):
            headers.append(("Content-Length", str(length)))
        elif "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
            headers.append(("Transfer-Encoding", "chunked"))
            chunked = True
        return headers, chunked

    def _send_body(
        self, connection: client.HTTPConnection, environ: WSGIEnvironment, chunked: bool
    ) -> None:
        stream = get_input_stream(environ)
        while True:
            data = stream.read(self.chunk_size)
            if chunked:
                connection.send(b"%x\r\n%s\r\n" % (len(data), data))
            elif data:
                connection.send(data)
            if not data:
                return

    def _body(self, response: client.HTTPResponse) -> Iterator[bytes]:
        while True:
            try:
                data = response.read(self.chunk_size)
            except OSError:
                return
            if not data:
                return
            yield data

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        app = self.app
        for prefix, options in self.targets.items():
            if path.startswith(prefix):
                app = self.proxy_to(options, path, prefix)
                break
        return app(environ, start_response)
