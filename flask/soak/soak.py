"""Many clients for some minutes: nothing may leak, and no answer may reach another client.

    python flask/soak/soak.py --requests 100000 --clients 50

A process serves one application with a thread per connection, on loopback. Clients in threads of
this process send marked requests of every kind: sessions, forms, uploads, streams, templates,
async views, files, errors. Each checks that the answer carries its mark and that its session
counts its own visits. In between the server is asked what it holds: memory, contexts, requests,
open files, threads. After the first fifth none of these may grow. Ends with 1 if one does.
"""

from __future__ import annotations

import argparse
import gc
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import typing as t
from pathlib import Path

UPLOAD = b"0123456789abcdef" * 2048
KINDS = ("session", "form", "upload", "stream", "template", "async", "file", "error", "missing")
WATCHED = ("RequestContext", "AppContext", "Request", "Response", "SecureCookieSession")
ALLOWED_GROWTH_KB = 4096


# The server


def make_app(folder: str) -> t.Any:
    """An application with a view of each kind; all answers contain the mark that was sent."""
    import asyncio

    from flask import (
        Flask,
        g,
        render_template_string,
        request,
        send_from_directory,
        session,
        stream_with_context,
    )

    app = Flask("soak", static_folder=None, root_path=folder)
    app.secret_key = "soak"
    app.logger.disabled = True

    @app.before_request
    def remember() -> None:
        g.mark = request.args.get("mark")

    @app.after_request
    def report(response: t.Any) -> t.Any:
        response.headers["X-Mark"] = g.mark or ""
        return response

    @app.get("/session")
    def count() -> t.Any:
        session["visits"] = session.get("visits", 0) + 1
        return {"visits": session["visits"], "mark": g.mark}

    @app.post("/form")
    def form() -> t.Any:
        return {"mark": request.form["mark"]}

    @app.post("/upload")
    def upload() -> t.Any:
        return {"mark": g.mark, "size": len(request.files["file"].read())}

    @app.get("/stream")
    def stream() -> t.Any:
        @stream_with_context
        def pieces() -> t.Iterator[str]:
            for number in range(5):
                yield f"{number}:{g.mark}:{request.args['mark']};"

        return pieces()

    @app.get("/template")
    def template() -> str:
        return render_template_string("{% for x in range(9) %}{{ g.mark }} {% endfor %}")

    @app.get("/async")
    async def asynchronous() -> t.Any:
        await asyncio.sleep(0)
        return {"mark": request.args["mark"]}

    @app.get("/file")
    def file() -> t.Any:
        return send_from_directory(folder, "file.txt", mimetype="text/plain")

    @app.get("/error")
    def error() -> t.Any:
        raise ValueError(g.mark)

    @app.get("/stats")
    def stats() -> t.Any:
        return holdings()

    return app


def holdings() -> dict[str, int]:
    """Return what this process holds: memory in kB, live objects, open files, threads."""
    gc.collect()
    found = dict.fromkeys(WATCHED, 0)
    for thing in gc.get_objects():
        name = type(thing).__name__
        if name in found and type(thing).__module__.startswith(("flask", "werkzeug")):
            found[name] += 1
    with open("/proc/self/status") as status:
        memory = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
    files = len(os.listdir("/proc/self/fd"))
    return {"memory": memory, "files": files, "threads": threading.active_count(), **found}


def serve(folder: str) -> None:
    """Serve on a free port, whose number is printed."""
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Handler(WSGIRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_request(self, *args: t.Any) -> None:
            pass

    server = make_server("127.0.0.1", 0, make_app(folder), threaded=True, request_handler=Handler)
    print(server.server_port, flush=True)
    server.serve_forever()


# The clients


class Client(threading.Thread):
    """One browser: a connection now and then, a cookie, and a list of what went wrong."""

    def __init__(self, number: int, port: int, requests: int) -> None:
        super().__init__(name=f"client {number}")
        self.number = number
        self.port = port
        self.requests = requests
        self.done = 0
        self.visits = 0
        self.cookie = ""
        self.mistakes: list[str] = []
        self.random = random.Random(number)
        self.link: http.client.HTTPConnection | None = None

    def run(self) -> None:
        for serial in range(self.requests):
            kind = self.random.choice(KINDS)
            try:
                self.visit(kind, f"{self.number}-{serial}")
            except Exception as e:
                self.mistakes.append(f"{kind} {serial}: {type(e).__name__}: {e}")
                self.link = None
            self.done += 1
            if self.link is not None and self.random.random() < 0.02:
                self.link.close()
                self.link = None

    def visit(self, kind: str, mark: str) -> None:
        """Send one request and check what comes back."""
        if self.link is None:
            self.link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": self.cookie}
        body: bytes | None = None
        if kind == "form":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = f"mark={mark}".encode()
        elif kind == "upload":
            headers["Content-Type"] = "multipart/form-data; boundary=b"
            head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n'
            body = head + UPLOAD + b"\r\n--b--\r\n"
        method = "GET" if body is None else "POST"
        self.link.request(method, f"/{kind}?mark={mark}", body, headers)
        answer = self.link.getresponse()
        text = answer.read().decode()
        status = {"error": 500, "missing": 404}.get(kind, 200)
        assert answer.status == status, f"status {answer.status}"
        assert answer.headers["X-Mark"] == mark, f"the mark of {answer.headers['X-Mark']}"
        self.check(kind, mark, text, answer.headers["Set-Cookie"])

    def check(self, kind: str, mark: str, text: str, cookie: str | None) -> None:
        if kind == "session":
            self.visits += 1
            assert json.loads(text) == {"visits": self.visits, "mark": mark}, text
            assert cookie is not None
            self.cookie = cookie.partition(";")[0]
            return
        assert cookie is None, "a cookie that nobody set"
        if kind in ("form", "async"):
            assert json.loads(text)["mark"] == mark, text
        elif kind == "upload":
            assert json.loads(text) == {"mark": mark, "size": len(UPLOAD)}, text
        elif kind == "stream":
            assert text == "".join(f"{n}:{mark}:{mark};" for n in range(5)), text
        elif kind == "template":
            assert text == f"{mark} " * 9, text
        elif kind == "file":
            assert text == "a file", text


def ask(port: int) -> dict[str, int]:
    """Return what the server holds now."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    link.request("GET", "/stats")
    found: dict[str, int] = json.loads(link.getresponse().read())
    link.close()
    return found


def watch(port: int, clients: list[Client], total: int) -> list[tuple[int, dict[str, int]]]:
    """Ask the server after each tenth of the requests."""
    rows: list[tuple[int, dict[str, int]]] = []
    while any(client.is_alive() for client in clients):
        done = sum(client.done for client in clients)
        if done >= total * (len(rows) + 1) // 10:
            rows.append((done, ask(port)))
            print(done, rows[-1][1], flush=True)
        time.sleep(0.2)
    for client in clients:
        if client.link is not None:
            client.link.close()
    time.sleep(1)
    rows.append((total, ask(port)))
    print("idle", rows[-1][1], flush=True)
    return rows


def verdict(rows: list[tuple[int, dict[str, int]]], clients: list[Client]) -> list[str]:
    """Return what is wrong, in sentences."""
    wrong = [mistake for client in clients for mistake in client.mistakes]
    warm = rows[min(1, len(rows) - 1)][1]
    end = rows[-1][1]
    if end["memory"] > warm["memory"] + ALLOWED_GROWTH_KB:
        wrong.append(f"memory grew from {warm['memory']} to {end['memory']} kB")
    # Nothing goes on but the question itself.
    wrong += [f"{end[name]} of {name} are left" for name in WATCHED if end[name] > 1]
    if end["threads"] > 3 or end["files"] > 20:
        wrong.append(f"{end['threads']} threads and {end['files']} files are left")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--serve", metavar="FOLDER", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve)
        return 0

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "file.txt").write_text("a file")
        command = [sys.executable, __file__, "--serve", folder]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout is not None
            port = int(server.stdout.readline())
            each = options.requests // options.clients
            clients = [Client(number, port, each) for number in range(options.clients)]
            begun = time.monotonic()
            for client in clients:
                client.start()
            rows = watch(port, clients, each * options.clients)
            took = time.monotonic() - begun
        finally:
            server.terminate()
            server.wait()
    wrong = verdict(rows, clients)
    print(f"{each * options.clients} requests of {len(clients)} clients in {took:.0f} s")
    for sentence in wrong[:20]:
        print("WRONG:", sentence)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
