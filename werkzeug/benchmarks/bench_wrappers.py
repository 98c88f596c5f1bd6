"""Requests, responses, errors and files, as a server drives them."""

from __future__ import annotations

import atexit
import io
import os
import tempfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def _environ() -> dict[str, object]:
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/users/17",
        "QUERY_STRING": "page=2&sort=name&q=a+b",
        "SERVER_NAME": "example.org",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "example.org",
        "HTTP_ACCEPT": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8",
        "HTTP_USER_AGENT": "Mozilla/5.0",
        "HTTP_COOKIE": "session=abcdef; theme=dark",
        "HTTP_ACCEPT_LANGUAGE": "de,en;q=0.5",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.version": (1, 0),
    }


def _start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
    return None


def workloads() -> dict[str, Callable[[], object]]:
    """Name to operation."""
    from werkzeug.exceptions import NotFound
    from werkzeug.utils import redirect, send_file
    from werkzeug.wrappers import Request, Response

    environ = _environ()

    def answer(response: Response) -> bytes:
        body = response(environ, _start)
        data = b"".join(body)
        close = getattr(body, "close", None)
        if close is not None:
            close()
        return data

    def read() -> object:
        request = Request(environ)
        return (
            request.args.get("page"),
            request.cookies.get("theme"),
            request.url,
            request.headers.get("User-Agent"),
            request.path,
        )

    def form() -> object:
        body = b"name=ada&mail=ada%40example.org&text=hello+world"
        posted = {
            **environ,
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
        return Request(posted).form["mail"]

    def json() -> object:
        body = b'{"name": "ada", "tags": [1, 2, 3]}'
        posted = {
            **environ,
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
        }
        return Request(posted).get_json()

    def headers() -> bytes:
        response = Response("hello", mimetype="text/html", headers={"X-A": "1"})
        response.set_cookie("theme", "dark", httponly=True)
        response.cache_control.max_age = 60
        return answer(response)

    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    path = os.path.join(folder.name, "page.txt")
    with open(path, "wb") as target:
        target.write(b"x" * 4096)

    return {
        "make request": lambda: Request(environ),
        "request, args, cookies, url, headers": read,
        "request, form": form,
        "request, json": json,
        "make response": lambda: Response("hello"),
        "response as application": lambda: answer(Response("hello")),
        "response with headers": headers,
        "response, streamed": lambda: answer(Response(iter(["a", "b", "c"]))),
        "404": lambda: answer(NotFound().get_response(environ)),
        "redirect": lambda: answer(redirect("/elsewhere")),
        "send_file": lambda: answer(send_file(path, environ)),
    }
