"""The development server: one request after the other over a real socket, as browsers send it.

The client runs in the same process, on as little as it takes. What is logged goes nowhere, but is
formatted.
"""

from __future__ import annotations

import atexit
import logging
import os
import socket
import threading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = (
    b" HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0)\r\n"
    b"Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
    b"Accept-Language: en-US,en;q=0.5\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
    b"Connection: keep-alive\r\nUpgrade-Insecure-Requests: 1\r\n"
)
FORM = b"name=ada&mail=ada%40example.org&text=hello+world"


def workloads() -> dict[str, Callable[[], object]]:
    """Name to operation."""
    from werkzeug.serving import make_server
    from werkzeug.wrappers import Request, Response

    logger = logging.getLogger("werkzeug")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    nowhere = open(os.devnull, "w", encoding="utf-8")
    atexit.register(nowhere.close)
    logger.addHandler(logging.StreamHandler(nowhere))

    @Request.application
    def app(request: Request) -> Response:
        return Response(request.form["name"] if request.method == "POST" else "Hello, World!")

    def address(threaded: bool) -> tuple[str, int]:
        server = make_server("127.0.0.1", 0, app, threaded=threaded)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return "127.0.0.1", server.port

    def asker(target: tuple[str, int], request: bytes) -> Callable[[], object]:
        def ask() -> int:
            with socket.create_connection(target) as connection:
                connection.sendall(request)
                size = 0
                while got := len(connection.recv(65536)):
                    size += got
            return size

        return ask

    post = b"POST /" + HEAD + b"Content-Type: application/x-www-form-urlencoded\r\n"
    post += b"Content-Length: %d\r\n\r\n%b" % (len(FORM), FORM)
    plain, threaded = address(False), address(True)
    return {
        "hello": asker(plain, b"GET /" + HEAD + b"\r\n"),
        "hello, a thread for each": asker(threaded, b"GET /" + HEAD + b"\r\n"),
        "form": asker(threaded, post),
    }
