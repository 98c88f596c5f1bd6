"""Flask beside other frameworks: the same two answers, called without a server.

It measures as many of Bottle, Django, Falcon, Quart and Starlette as are installed, also in other
interpreters given with ``--python``, and prints a table and the names that were not found. WSGI
applications are called directly, ASGI ones in one event loop, which is not counted. ``--memory``
adds what importing takes.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import io
import json
import resource
import subprocess
import sys
import time
import typing as t
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version

DATA = {"message": "Hello", "numbers": [1, 2, 3], "user": {"id": 7, "name": "x"}}
TEXT = "Hello, World!"
Once = Callable[[], object]
PEERS: dict[str, Callable[[], t.Any]] = {}
ASGI = {"Quart", "Starlette"}


def peer(make: Callable[[], t.Any]) -> Callable[[], t.Any]:
    PEERS[make.__name__] = make
    return make


@peer
def Flask() -> t.Any:
    flask = importlib.import_module("flask")
    app = flask.Flask("peers", static_folder=None)
    app.add_url_rule("/", "hello", lambda: TEXT)
    app.add_url_rule("/json", "json", lambda: DATA)
    return app


@peer
def Bottle() -> t.Any:
    bottle = importlib.import_module("bottle")
    app = bottle.Bottle()
    app.route("/", callback=lambda: TEXT)
    app.route("/json", callback=lambda: DATA)
    return app


@peer
def Django() -> t.Any:
    settings = importlib.import_module("django.conf").settings
    http = importlib.import_module("django.http")
    path = importlib.import_module("django.urls").path
    urls = [
        path("", lambda request: http.HttpResponse(TEXT)),
        path("json", lambda request: http.JsonResponse(DATA)),
    ]
    root = type(sys)("peers_urls")
    root.urlpatterns = urls  # type: ignore[attr-defined]
    sys.modules["peers_urls"] = root
    settings.configure(ROOT_URLCONF="peers_urls", ALLOWED_HOSTS=["*"], MIDDLEWARE=[])
    return importlib.import_module("django.core.wsgi").get_wsgi_application()


@peer
def Falcon() -> t.Any:
    falcon = importlib.import_module("falcon")

    class Hello:
        def on_get(self, request: t.Any, response: t.Any) -> None:
            response.text = TEXT

    class Json:
        def on_get(self, request: t.Any, response: t.Any) -> None:
            response.media = DATA

    app = falcon.App(media_type="text/plain")
    app.add_route("/", Hello())
    app.add_route("/json", Json())
    app.resp_options.default_media_type = falcon.MEDIA_JSON
    return app


@peer
def Quart() -> t.Any:
    quart = importlib.import_module("quart")
    app = quart.Quart("peers", static_folder=None)

    @app.route("/")
    async def hello() -> str:
        return TEXT

    @app.route("/json")
    async def data() -> t.Any:
        return DATA

    return app


@peer
def Starlette() -> t.Any:
    responses = importlib.import_module("starlette.responses")
    Route = importlib.import_module("starlette.routing").Route

    async def hello(request: t.Any) -> t.Any:
        return responses.PlainTextResponse(TEXT)

    async def data(request: t.Any) -> t.Any:
        return responses.JSONResponse(DATA)

    routes = [Route("/", hello), Route("/json", data)]
    return importlib.import_module("starlette.applications").Starlette(routes=routes)


def over_wsgi(app: t.Any, path: str) -> Once:
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_ACCEPT": "*/*",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }

    def start_response(status: str, headers: object, exc_info: object = None) -> None:
        assert status.startswith("200"), status

    def once() -> object:
        body = app(environ.copy(), start_response)
        try:
            return b"".join(body)
        finally:
            if hasattr(body, "close"):
                body.close()

    return once


def over_asgi(app: t.Any, path: str, loop: asyncio.AbstractEventLoop) -> Once:
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"accept", b"*/*")],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
        "state": {},
    }

    async def call() -> list[dict[str, t.Any]]:
        sent: list[dict[str, t.Any]] = []
        asked = False
        answered = asyncio.Event()

        async def receive() -> dict[str, t.Any]:
            nonlocal asked
            if asked:
                # Servers say this when the answer is complete, and Quart waits for it.
                await answered.wait()
                return {"type": "http.disconnect"}
            asked = True
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: dict[str, t.Any]) -> None:
            sent.append(message)
            if message["type"] == "http.response.body" and not message.get("more_body"):
                answered.set()

        await app(scope.copy(), receive, send)
        assert sent[0]["status"] == 200, sent
        return sent

    return lambda: loop.run_until_complete(call())


def best(once: Once) -> float:
    """Seconds for one call: the best of many short rounds."""
    for _ in range(50):
        once()
    found = 1.0
    for _ in range(40):
        start = time.perf_counter()
        for _ in range(50):
            once()
        found = min(found, (time.perf_counter() - start) / 50)
    return found


def measured(memory: bool) -> Iterator[tuple[str, dict[str, t.Any]]]:
    """Each peer that is here, with its version and figures; ``None`` for one that is not."""
    loop = asyncio.new_event_loop()
    for name, make in PEERS.items():
        try:
            found = version(name)
        except PackageNotFoundError:
            yield name, {}
            continue
        app = make()
        row: dict[str, t.Any] = {"version": found}
        for label, path in (("hello", "/"), ("json", "/json")):
            once = over_asgi(app, path, loop) if name in ASGI else over_wsgi(app, path)
            row[label] = best(once) * 1e6
        if memory:
            # What is resident now: the peak would count the parent's as well.
            code = f"import {name.lower()}; print(open('/proc/self/statm').read().split()[1])"
            run = [sys.executable, "-c", code]
            done = subprocess.run(run, capture_output=True, text=True, check=True)
            row["memory"] = int(done.stdout) * resource.getpagesize() / 2**20
        yield name, row
    loop.close()


def main() -> None:
    """Measure here and in the other interpreters, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--python", action="append", default=[], help="another interpreter")
    parser.add_argument("--memory", action="store_true", help="memory after import, too (Linux)")
    parser.add_argument("--json", action="store_true", help="print figures for a program")
    args = parser.parse_args()
    rows = {(sys.executable, name): row for name, row in measured(args.memory)}
    if args.json:
        print(json.dumps([[name, row] for (_, name), row in rows.items()]))
        return
    for python in args.python:
        command = [python, __file__, "--json", *(["--memory"] if args.memory else [])]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        rows |= {(python, name): row for name, row in json.loads(done.stdout)}
    base = rows[sys.executable, "Flask"]
    if not base:
        raise SystemExit("Flask is not installed beside this interpreter.")
    print(f"{'':24} {'hello':>9} {'':>6} {'json':>9} {'':>6} {'memory' * args.memory:>9}")
    for (_, name), row in rows.items():
        if row:
            title = f"{name} {row['version']}"
            figures = [f"{row[k]:6.1f} us {row[k] / base[k]:5.2f}x" for k in ("hello", "json")]
            memory = f"{row['memory']:6.1f} MB" if args.memory else ""
            print(f"{title:24} {'  '.join(figures)}  {memory}")
    missing = sorted({name for (_, name), row in rows.items() if not row and name != "Flask"})
    here = {name for (_, name), row in rows.items() if row}
    print("not found:", ", ".join(name for name in missing if name not in here) or "none")


if __name__ == "__main__":
    main()
