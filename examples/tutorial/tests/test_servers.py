"""The same visit under each server that is installed."""

from __future__ import annotations

import http.client
import importlib.util
import os
import re
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1]
SERVERS = {
    "flask": ["-m", "flask", "--app", "journal", "run", "--port", "{port}"],
    "gunicorn": ["-m", "gunicorn", "-b", "127.0.0.1:{port}", "journal:create_app()"],
    "waitress": ["-m", "waitress", "--listen=127.0.0.1:{port}", "--call", "journal:create_app"],
}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(params=SERVERS)
def port(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[int]:
    if importlib.util.find_spec(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    if request.param == "gunicorn" and os.name == "nt":
        pytest.skip("gunicorn does not run here")
    number = free_port()
    environment = {**os.environ, "JOURNAL_INSTANCE": str(tmp_path)}
    command = [sys.executable, "-m", "flask", "--app", "journal", "init-db"]
    subprocess.run(command, cwd=HERE, env=environment, check=True, capture_output=True)
    words = [word.format(port=number) for word in SERVERS[request.param]]
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=HERE,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", number)) == 0:
                    break
            assert process.poll() is None, "the server ended"
            time.sleep(0.05)
        yield number
    finally:
        process.terminate()
        process.wait(10)


def test_a_visit(port: int) -> None:
    cookie = ""

    def ask(method: str, path: str, **fields: str) -> tuple[int, str]:
        nonlocal cookie
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        link.request(method, path, urllib.parse.urlencode(fields) or None, headers)
        answer = link.getresponse()
        body = answer.read().decode()
        set_cookie = answer.headers["Set-Cookie"]
        if set_cookie:
            cookie = set_cookie.partition(";")[0]
        link.close()
        return answer.status, body

    def token(path: str) -> str:
        found = re.search(r'name="form_token" value="([^"]+)"', ask("GET", path)[1])
        assert found is not None
        return found[1]

    fields = {"name": "Ada", "password": "long enough"}
    assert ask("POST", "/join", form_token=token("/join"), **fields)[0] == 303
    fields = {"title": "Served", "words": "Bytes on a wire."}
    assert ask("POST", "/write", form_token=token("/write"), **fields)[0] == 303
    status, body = ask("GET", "/1")
    assert status == 200 and "Bytes on a wire." in body
    assert ask("GET", "/static/journal.css")[0] == 200
    assert ask("GET", "/nowhere")[0] == 404
