"""The debugger as middleware: what it answers, and whom."""

from __future__ import annotations

import contextvars
import io
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from werkzeug.debug import PIN_TIME, DebuggedApplication, _request, hash_pin
from werkzeug.test import Client, TestResponse

current: contextvars.ContextVar[str] = contextvars.ContextVar("current", default="nothing")


def app(environ: dict[str, Any], start_response: Any) -> Any:
    path = environ["PATH_INFO"]
    if path == "/fine":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"fine"]
    if path == "/late":
        start_response("200 OK", [("Content-Type", "text/plain")])
        return late()
    number = int(environ.get("QUERY_STRING") or 0)
    current.set(f"request {number}")
    raise ValueError(f"number <{number}>")


def late() -> Iterator[bytes]:
    raise ValueError("before the first piece")
    yield b""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """No test waits; what would be waited is kept."""
    waited: list[float] = []
    monkeypatch.setattr("werkzeug.debug.time.sleep", waited.append)
    monkeypatch.delenv("WERKZEUG_RUN_MAIN", raising=False)
    monkeypatch.setenv("WERKZEUG_DEBUG_PIN", "123-456")
    yield waited


class Page:
    """A client of a debugger that saw an error."""

    def __init__(self, debugged: DebuggedApplication, path: str = "/", **options: Any) -> None:
        self.debugged = debugged
        self.client = Client(debugged)
        self.errors = io.StringIO()
        self.response = self.client.get(path, errors_stream=self.errors, **options)
        self.html = self.response.text
        found = re.search(r'SECRET = "(\w+)"', self.html)
        assert found is not None
        self.secret = found[1]
        self.frames = re.findall(r'id="frame-(\d+)"', self.html)

    def send(self, base_url: str = "http://localhost", **query: str) -> TestResponse:
        query = {"__debugger__": "yes", "s": self.secret, **query}
        return self.client.get("/", query_string=query, base_url=base_url)

    def unlock(self) -> None:
        assert self.send(cmd="pinauth", pin="123456").json == {"auth": True, "exhausted": False}

    def run(self, code: str, frame: str | None = None) -> TestResponse:
        return self.send(cmd=code, frm=self.frames[-1] if frame is None else frame)


def make(**options: Any) -> DebuggedApplication:
    options.setdefault("evalex", True)
    return DebuggedApplication(options.pop("app", app), **options)


def test_without_errors_nothing_changes() -> None:
    response = Client(make()).get("/fine")
    assert (response.status_code, response.data) == (200, b"fine")
    assert response.headers.to_wsgi_list() == [("Content-Type", "text/plain")]


def test_an_error_becomes_a_page() -> None:
    page = Page(make(evalex=False), "/?7")
    assert page.response.status_code == 500
    assert page.response.mimetype == "text/html"
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "ValueError: number &lt;7&gt;" in page.html
    assert "EVALEX = false" in page.html
    assert page.errors.getvalue().startswith("Traceback (most recent call last):\n")
    assert page.errors.getvalue().endswith("ValueError: number <7>\n")
    # The frames of the debugger are no part of it.
    assert "debug_application" not in page.errors.getvalue()


def test_an_error_before_the_first_piece_replaces_the_answer() -> None:
    page = Page(make(), "/late")
    assert page.response.status_code == 500
    assert "before the first piece" in page.html


def test_too_late_for_a_page() -> None:
    def begun(environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        start_response("200 OK", [])
        yield b"piece"
        raise ValueError("late")

    calls: list[Any] = []

    def start_response(status: str, headers: Any, exc_info: Any = None) -> Any:
        calls.append(status)
        if exc_info is not None:
            raise exc_info[1]

    errors = io.StringIO()
    environ = {"PATH_INFO": "/", "REQUEST_METHOD": "GET", "wsgi.errors": errors, "HTTP_HOST": "x"}
    assert list(make(app=begun)(environ, start_response)) == [b"piece"]
    assert "response headers were already sent" in errors.getvalue()
    assert errors.getvalue().endswith("ValueError: late\n")
    assert calls == ["200 OK", "500 INTERNAL SERVER ERROR"]


class Body:
    def __init__(self, fail: bool) -> None:
        self.fail = fail
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        yield b"one"
        if self.fail:
            raise ValueError

    def close(self) -> None:
        self.closed += 1


def ignore_start(status: str, headers: Any, exc_info: Any = None, /) -> Any:
    return None


@pytest.mark.parametrize("fail", [True, False])
@pytest.mark.parametrize("read_all", [True, False])
def test_bodies_are_closed_once(fail: bool, read_all: bool) -> None:
    body = Body(fail)
    environ = {
        "PATH_INFO": "/",
        "REQUEST_METHOD": "GET",
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
        "HTTP_HOST": "localhost",
    }
    given = make(app=lambda environ, start: body)(environ, ignore_start)
    assert next(iter(given)) == b"one"
    if read_all:
        list(given)
    given.close()  # type: ignore[attr-defined]
    assert body.closed == 1


def test_errors_of_close_are_shown() -> None:
    class Closing(list[bytes]):
        def close(self) -> None:
            raise ValueError("in close")

    page = Page(make(app=lambda environ, start: Closing()))
    assert "in close" in page.html


def test_the_pin_opens_the_console() -> None:
    page = Page(make())
    assert page.run("1 + 1").status_code == 403
    assert page.send(view="locals", frm=page.frames[-1]).status_code == 403
    response = page.send(cmd="pinauth", pin=" 123-456 ")
    cookie = response.headers["Set-Cookie"]
    assert response.json == {"auth": True, "exhausted": False}
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie and "Secure" not in cookie
    assert page.run("1 + number").text == '>>> 1 + number\n<span class="number">1</span>'
    shown = page.send(view="locals", frm=page.frames[-1]).text
    assert "<th>path" in shown
    assert "EVALEX_TRUSTED = true" in page.client.get("/").text


def test_the_cookie_is_secure_over_https() -> None:
    page = Page(make())
    cookie = page.send(base_url="https://localhost", cmd="pinauth", pin="123456")
    assert "Secure" in cookie.headers["Set-Cookie"]


def test_ten_wrong_pins_lock(quick: list[float]) -> None:
    page = Page(make())
    for _ in range(10):
        assert page.send(cmd="pinauth", pin="0").json == {"auth": False, "exhausted": False}
    assert quick == [0.5] * 6 + [5.0] * 4
    for pin in ("0", "123456"):
        response = page.send(cmd="pinauth", pin=pin)
        assert response.json == {"auth": False, "exhausted": True}
        assert "Set-Cookie" not in response.headers
    assert page.run("1").status_code == 403


def test_tries_at_the_same_time_count(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Page(make())
    gate = threading.Barrier(11, timeout=20)
    monkeypatch.setattr("werkzeug.debug.time.sleep", lambda seconds: gate.wait())
    query = {"__debugger__": "yes", "s": page.secret, "cmd": "pinauth", "pin": "0"}

    def one_try() -> None:
        answer = Client(page.debugged).get("/", query_string=query).json
        assert answer == {"auth": False, "exhausted": False}

    threads = [threading.Thread(target=one_try) for _ in range(10)]
    for thread in threads:
        thread.start()
    gate.wait()
    for thread in threads:
        thread.join()
    assert page.send(cmd="pinauth", pin="123456").json == {"auth": False, "exhausted": True}


def test_a_right_pin_forgives() -> None:
    page = Page(make())
    for _ in range(9):
        page.send(cmd="pinauth", pin="0")
    page.unlock()
    assert Client(page.debugged).get("/").status_code == 500
    other = Page(page.debugged)
    assert other.send(cmd="pinauth", pin="0").json == {"auth": False, "exhausted": False}


def cookie_of(debugged: DebuggedApplication, value: str) -> dict[str, Any]:
    return {"HTTP_COOKIE": f"{debugged.pin_cookie_name}={value}"}


def test_cookies(monkeypatch: pytest.MonkeyPatch) -> None:
    debugged = make()
    monkeypatch.setattr("werkzeug.debug.time.time", lambda: 10_000_000.0)
    right = hash_pin("123-456")
    for value, trust in {
        f"10000000|{right}": True,
        f"{10_000_000 - PIN_TIME + 1}|{right}": True,
        f"{10_000_000 - PIN_TIME}|{right}": None,
        f"10000000|{right[:-1]}": None,
        f"10000000|{hash_pin('123456')}": None,
        f"{'9' * 5000}|{right}": None,
        f"-1|{right}": False,
        right: False,
        "": False,
    }.items():
        assert debugged.check_pin_trust(cookie_of(debugged, value)) is trust, value
    assert debugged.check_pin_trust({}) is False
    debugged.pin = None
    assert debugged.check_pin_trust({}) is True


def test_no_pin() -> None:
    page = Page(make(pin_security=False))
    assert "EVALEX_TRUSTED = true" in page.html
    assert page.run("1").text.endswith("1</span>")
    answer = page.send(cmd="pinauth", pin="")
    assert answer.json == {"auth": True, "exhausted": False}
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("host", "trusted"),
    [
        ("localhost", True),
        ("shop.localhost:5000", True),
        ("127.0.0.1:5000", True),
        ("localhost.evil.example", False),
        ("evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("10.0.0.1", False),
        ("", False),
    ],
)
def test_hosts(host: str, trusted: bool) -> None:
    assert make().check_host_trust({"HTTP_HOST": host}) is trusted


def test_strange_hosts_get_no_command() -> None:
    page = Page(make())
    page.unlock()
    evil = "http://evil.example"
    # The cookie, too, would come along if a name led to this machine.
    cookie = page.client.get_cookie(page.debugged.pin_cookie_name)
    assert cookie is not None
    page.client.set_cookie(cookie.key, cookie.value, domain="evil.example")
    frame = page.frames[-1]
    for query in (
        {"cmd": "1", "frm": frame},
        {"view": "locals", "frm": frame},
        {"cmd": "pinauth", "pin": "123456"},
        {"cmd": "printpin"},
    ):
        response = page.send(base_url=evil, **query)
        assert response.status_code == 400, query
        assert "evil.example" in response.text
    assert page.client.get("/console", base_url=evil).status_code == 400
    shown = page.client.get("/", base_url=evil).text
    assert "EVALEX = false" in shown
    assert "does not trust the host <code>evil.example</code>" in shown
    page.debugged.trusted_hosts.append("evil.example")
    assert page.run("1").status_code == 200


def test_commands_need_the_secret() -> None:
    page = Page(make())
    page.unlock()
    page.secret = "another"
    assert page.run("1").status_code == 500
    assert page.send(cmd="pinauth", pin="123456").status_code == 500
    assert page.send(cmd="printpin").status_code == 500


def test_unknown_frames() -> None:
    page = Page(make())
    page.unlock()
    assert page.run("1", "1").status_code == 404
    assert page.run("1", "x").status_code == 404
    assert page.send().status_code == 500
    assert page.send(view="other").status_code == 500


def test_no_console_unless_asked_for() -> None:
    page = Page(make(evalex=False))
    page.unlock()
    assert page.run("1").status_code == 500
    assert page.client.get("/console").status_code == 500
    assert page.debugged.frames == {}


def test_console_page() -> None:
    debugged = make(console_init_func=lambda: {"apples": 3})
    client = Client(debugged)
    assert "CONSOLE_MODE = true" in client.get("/console").text
    assert client.get("/console").headers["Cache-Control"] == "no-store"
    query = {"__debugger__": "yes", "s": debugged.secret, "frm": "0"}
    client.get("/", query_string={**query, "cmd": "pinauth", "pin": "123456"})
    shown = client.get("/", query_string={**query, "cmd": "apples, app.__name__"}).text
    assert "3</span>" in shown and "app" in shown
    assert "apples" in client.get("/", query_string={**query, "view": "locals"}).text
    assert make(console_path="").evalex
    elsewhere = Client(make(console_path="/shell"))
    assert elsewhere.get("/shell").status_code == 200
    assert elsewhere.get("/console").status_code == 500


@pytest.mark.parametrize("name", ["style.css", "debugger.js", "console.png"])
def test_resources(name: str) -> None:
    client = Client(make())
    query = {"__debugger__": "yes", "cmd": "resource", "f": name}
    response = client.get("/", query_string=query)
    assert response.status_code == 200
    assert len(response.data) > 50
    again = client.get("/", query_string=query, headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("name", ["../pin.py", "/etc/passwd", "nothing", "style.css/"])
def test_other_files_are_no_resources(name: str) -> None:
    query = {"__debugger__": "yes", "cmd": "resource", "f": name}
    assert Client(make()).get("/", query_string=query).status_code == 404
    assert Client(make()).get("/?__debugger__=yes&cmd=resource").status_code == 500


def test_each_frame_runs_where_it_was() -> None:
    debugged = make()
    debugged.pin = None
    pages = [Page(debugged, f"/?{number}") for number in range(3)]
    names = {"current": current}
    for page in pages:
        debugged.frames[int(page.frames[-1])].console._interpreter.locals.update(names)
    seen: dict[int, str] = {}

    def look(number: int) -> None:
        shown = pages[number].run("current.get() + f' {number}'").text
        seen[number] = re.sub("<[^>]*>", "", shown).rpartition("\n")[2]

    threads = [threading.Thread(target=look, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = {number: f"&#39;request {number} {number}&#39;" for number in range(3)}
    assert seen == expected
    # What a console sets stays with its frame.
    pages[0].run("current.set('changed'); None")
    assert "changed" in pages[0].run("current.get()").text
    assert "changed" not in pages[1].run("current.get()").text


def test_contexts_are_entered_again() -> None:
    events: list[str] = []

    @contextmanager
    def context() -> Iterator[None]:
        events.append("enter")
        yield
        events.append("leave")

    class Again:
        def __enter__(self) -> None:
            self.inner = context()
            self.inner.__enter__()

        def __exit__(self, *exc_info: Any) -> None:
            self.inner.__exit__(None, None, None)

    def preserving(environ: dict[str, Any], start_response: Any) -> Any:
        environ["werkzeug.debug.preserve_context"](Again())
        raise ValueError

    page = Page(make(app=preserving))
    page.unlock()
    page.run("1")
    page.send(view="locals", frm=page.frames[-1])
    assert events == ["enter", "leave"] * 2


def test_old_frames_are_forgotten() -> None:
    debugged = make()
    first = Page(debugged)
    client = Client(debugged)
    for _ in range(50):
        client.get("/")
    kept = debugged.frames, debugged.frame_contexts, debugged._surroundings
    assert [len(table) for table in kept] == [50 * len(first.frames)] * 3
    assert int(first.frames[0]) not in debugged.frames


def test_hidden_frames() -> None:
    def hiding(environ: dict[str, Any], start_response: Any) -> Any:
        __traceback_hide__ = True
        return app(environ, start_response)

    assert "hiding" not in Page(make(app=hiding)).errors.getvalue()
    assert "hiding" in Page(make(app=hiding, show_hidden_frames=True)).errors.getvalue()


def test_log(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    def logged(query: str = "printpin", **options: Any) -> list[str]:
        caplog.clear()
        debugged = make(**options)
        Client(debugged).get(f"/?__debugger__=yes&cmd={query}&s={debugged.secret}")
        return caplog.messages

    asked = [
        " * To enable the debugger you need to enter the security pin:",
        " * Debugger pin code: 123-456",
    ]
    assert logged() == asked
    assert logged(pin_logging=False) == []
    assert logged(pin_security=False) == []
    monkeypatch.setenv("WERKZEUG_RUN_MAIN", "true")
    active = " * Debugger is active!"
    assert logged() == [active, " * Debugger PIN: 123-456", *asked]
    assert logged(pin_logging=False) == []
    assert logged(pin_security=False) == []
    monkeypatch.setenv("WERKZEUG_DEBUG_PIN", "off")
    assert logged() == [active, " * Debugger PIN disabled. DEBUGGER UNSECURED!"]


def test_the_request_is_shown_without_its_secrets() -> None:
    headers = {
        "Authorization": "Bearer abc.def",
        "X-Api-Key": "k-123",
        "X-Shown": "<plain>",
        "Referer": "http://localhost/a?token=t-1&page=2",
    }
    page = Page(
        make(app=lambda environ, start_response: 1 / 0),
        "/cart <b>",
        query_string={"page": "2", "password": "hunter2"},
        headers=headers,
    )
    shown_request = page.html.partition('<section class="request">')[2].partition("</section>")[0]
    for secret in ("abc.def", "k-123", "hunter2", "t-1"):
        assert secret not in shown_request
    for shown in ("GET /cart &lt;b&gt;?page=2", "&lt;plain&gt;", "Bearer", "page=2"):
        assert shown in shown_request


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("Cookie", "a=1; b", f"a={_request.MASK}; b={_request.MASK}"),
        ("Authorization", "odd", _request.MASK),
        ("Proxy-Authorization", "Basic YQ==", f"Basic {_request.MASK}"),
        ("Referer", "/a?b=1&key=2", f"/a?b=1&key={_request.MASK}"),
        ("X-Csrf-Token", "1", _request.MASK),
        ("Accept", "*/*", "*/*"),
    ],
)
def test_masks(name: str, value: str, shown: str) -> None:
    assert _request.masked_header(name, value) == shown
