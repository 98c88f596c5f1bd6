"""The test client, against an application that does next to nothing."""

from __future__ import annotations

import io

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def workloads() -> dict[str, Callable[[], object]]:
    """Name to operation."""
    from werkzeug.test import Client, EnvironBuilder, create_environ
    from werkzeug.wrappers import Request, Response

    @Request.application
    def app(request: Request) -> Response:
        if request.path == "/old":
            return Response("", 302, headers={"Location": "/new"})
        if request.path == "/form":
            return Response(request.form["a"])
        return Response("hello")

    client = Client(app)
    cookies = Client(app)
    cookies.set_cookie("a", "b")
    cookies.set_cookie("c", "d")
    return {
        "create_environ": lambda: create_environ("/x", "http://example.org"),
        "builder with form": lambda: EnvironBuilder("/x", data={"a": "b"}).get_environ(),
        "get": lambda: client.get("/x").get_data(),
        "get with query and headers": lambda: client.get(
            "/x", query_string={"a": "1"}, headers={"X-A": "1"}
        ).get_data(),
        "get with cookies": lambda: cookies.get("/x").get_data(),
        "post form": lambda: client.post("/form", data={"a": "b", "c": "d"}).get_data(),
        "post json": lambda: client.post("/x", json={"a": 1}).get_data(),
        "post file": lambda: client.post(
            "/form", data={"a": "b", "f": (io.BytesIO(b"x" * 1000), "f.txt")}
        ).get_data(),
        "follow redirect": lambda: client.get("/old", follow_redirects=True).get_data(),
    }
