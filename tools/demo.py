"""Serve the guestbook until Ctrl-C, or with ``--check`` visit it with an HTTP client.

Needs an environment that has the six and blinker. With ``--check`` the exit code is 0 if every
answer was the expected one.
"""

from __future__ import annotations

import argparse
import http.client
import importlib.metadata
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "examples" / "guestbook"
SIX = ("MarkupSafe", "itsdangerous", "click", "Jinja2", "Werkzeug", "Flask")
FLASK = [sys.executable, "-m", "flask", "--app", "guestbook"]


def free_port(wanted: int) -> int:
    """Return the wanted port of the loopback interface, or another one if it is taken."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise SystemExit("no port of 127.0.0.1 is free")


def environment(instance: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("FLASK_")}
    return {**kept, "GUESTBOOK_INSTANCE": str(instance)}


def prepare(instance: Path) -> None:
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in SIX)
    print(f"running on {versions}", flush=True)
    command = [*FLASK, "init-db", "--samples"]
    subprocess.run(command, cwd=APP, env=environment(instance), check=True)


def serve(port: int) -> int:
    instance = ROOT / ".nox" / "out" / "guestbook"
    prepare(instance)
    print(f"\n  The guestbook is open: http://127.0.0.1:{port}/  (Ctrl-C closes it)\n", flush=True)
    command = [*FLASK, "run", "--port", str(port)]
    server = subprocess.Popen(command, cwd=APP, env=environment(instance))
    try:
        return server.wait()
    except KeyboardInterrupt:
        server.wait(10)
        return 0


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


@dataclass
class Visitor:
    """An HTTP client with a cookie and nothing else."""

    port: int
    cookie: str | None = None
    differences: list[str] = field(default_factory=list)

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Answer:
        headers = {"Content-Type": kind} if kind else {}
        if self.cookie:
            headers["Cookie"] = self.cookie
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        connection.close()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookie = line.partition(";")[0]
        return answer

    def expect(self, what: str, holds: object, found: object = "") -> None:
        print(f"  {'ok ' if holds else 'NO '} {what}", flush=True)
        if not holds:
            self.differences.append(f"{what}; found: {str(found)[:600]}")


def form(fields: dict[str, str], picture: bytes) -> tuple[bytes, str]:
    """Return a multipart body, as a browser writes it."""
    boundary = "----visitor5fJ2kQx"
    lines = []
    for name, value in fields.items():
        lines.append(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        )
    lines.append(
        f'--{boundary}\r\nContent-Disposition: form-data; name="picture"; filename="me.png"\r\n'
        "Content-Type: image/png\r\n\r\n"
    )
    body = "".join(lines).encode() + picture + f"\r\n--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"


def small_picture() -> bytes:
    """Return a red PNG of 8 by 8 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + check

    head = bytes.fromhex("00000008 00000008 08 02 00 00 00")
    rows = (b"\0" + b"\xb0\x30\x20" * 8) * 8
    parts = [chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


NAME = "<script>alert('x')</script>"
WORDS = "Grüße & 🍪 from us\nمرحبا بكم <b>שלום</b>"
ESCAPED = (
    "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;",
    "Grüße &amp; 🍪",
    "&lt;b&gt;שלום&lt;/b&gt;",
)


def visit(port: int) -> list[str]:
    """Do what a visitor does, and return what was not as expected."""
    guest = Visitor(port)
    picture = small_picture()
    first = guest.ask("GET", "/")
    guest.expect("the book opens", first.status == 200 and "Sign the book" in first.text, first)
    style = re.search(r'href="(/static/[^"]+\.css)"', first.text)
    css = guest.ask("GET", style[1]) if style else first
    guest.expect("its style sheet is served", css.headers.get_content_type() == "text/css", css)

    body, kind = form({"name": NAME, "words": WORDS}, picture)
    signed = guest.ask("POST", "/", body, kind)
    target = urlsplit(signed.headers.get("Location", ""))
    guest.expect("signing redirects", signed.status in {302, 303} and target.path == "/", signed)
    page = guest.ask("GET", target.path or "/")
    shown = all(text in page.text for text in ESCAPED) and "<script>" not in page.text
    guest.expect("name and words are escaped on the page", shown, page.text)
    guest.expect("emoji and right-to-left letters are there", "مرحبا بكم" in page.text, page.text)
    guest.expect(
        "the flashed message is shown", "Thank you, &lt;script&gt;" in page.text, page.text
    )
    again = guest.ask("GET", "/")
    guest.expect("and only once", "Thank you" not in again.text, again.text)
    guest.expect("the visitor is remembered", "You signed before as" in again.text, again.text)

    listed = json.loads(guest.ask("GET", "/api/entries").body)
    entry = json.loads(guest.ask("GET", f"/api/entries/{listed[0]['id']}").body)
    same = (entry["name"], entry["words"].replace("\r\n", "\n")) == (NAME, WORDS)
    guest.expect("the JSON endpoint returns the entry unchanged", same, entry)
    seen = guest.ask("GET", f"/pictures/{entry['picture']}")
    guest.expect("the picture comes back as it was sent", seen.body == picture, seen)

    missing = guest.ask("GET", "/nowhere")
    styled = missing.status == 404 and "Back to the book" in missing.text
    guest.expect("a missing page is a styled 404", styled and "style.css" in missing.text, missing)
    large = guest.ask("POST", "/", *form({"name": "x", "words": "y"}, picture + bytes(3_000_000)))
    guest.expect("an upload over the limit is a styled 413", large.status == 413, large)

    honest = guest.cookie or ""
    name, _, value = honest.partition("=")
    guest.cookie = f"{name}={value[:-3]}{'AAA' if not value.endswith('AAA') else 'BBB'}"
    forged = guest.ask("GET", "/")
    refused = forged.status == 200 and "You signed before" not in forged.text
    guest.expect("a tampered session cookie is refused", bool(value) and refused, forged.text)
    return guest.differences


def check() -> int:
    instance = Path(tempfile.mkdtemp(prefix="guestbook-"))
    port = free_port(0)
    prepare(instance)
    log = instance / "server.log"
    with log.open("wb") as output:
        command = [*FLASK, "run", "--port", str(port)]
        server = subprocess.Popen(command, cwd=APP, env=environment(instance), stdout=output, stderr=output)  # fmt: skip
        try:
            wait_for(port, server)
            differences = visit(port)
        except Exception as error:
            differences = [f"the visit stopped: {error!r}"]
        finally:
            server.terminate()
            server.wait(10)
    if differences:
        print("\n".join(["", "What differed:", *differences, "", "The server said:"]))
        print(log.read_text("utf-8", "replace")[-4000:])
    else:
        print("The guestbook stands: everything was as wanted.")
    shutil.rmtree(instance)
    return 1 if differences else 0


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not open its port within 30 seconds")


def main() -> int:
    parser = argparse.ArgumentParser(description="Serve the guestbook, or check that it stands.")
    parser.add_argument("--check", action="store_true", help="visit it unattended, on a free port")
    parser.add_argument("--port", type=int, default=5000, help="where to serve (default 5000)")
    options = parser.parse_args()
    return check() if options.check else serve(free_port(options.port))


if __name__ == "__main__":
    sys.exit(main())
