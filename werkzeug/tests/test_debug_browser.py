"""The debugger in a real browser: unlock it, look at variables, run code, on a phone, too.

The browser is driven over the WebDriver protocol, which is plain HTTP with JSON.
"""

from __future__ import annotations

import http.client
import io
import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from werkzeug.debug import DebuggedApplication
from werkzeug.serving import WSGIRequestHandler, make_server

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key of element references, W3C WebDriver
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
)


def app(environ: dict[str, Any], start_response: Any) -> Any:
    basket = {"apples": 3, "note": "<img src=x onerror=document.title='run'>"}
    try:
        return [basket["pears"]]
    except KeyError as error:
        raise LookupError("nothing <script>document.title='run'</script> found") from error


class Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        pass


class Browser:
    """A session of a browser."""

    def __init__(self, port: int, options: dict[str, Any]) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.path = ""
        wanted = {"browserName": "chrome", "goog:chromeOptions": options}
        session = self.command("POST", "/session", capabilities={"alwaysMatch": wanted})
        self.path = f"/session/{session['sessionId']}"
        self.command("POST", "/timeouts", implicit=5000, script=5000)

    def command(self, method: str, path: str, **parameters: Any) -> Any:
        body = json.dumps(parameters) if method == "POST" else None
        self.connection.request(method, self.path + path, body)
        reply = json.loads(self.connection.getresponse().read())["value"]
        if isinstance(reply, dict) and "error" in reply:
            raise AssertionError(f"{reply['error']}: {reply['message']}")
        return reply

    def open(self, url: str) -> None:
        self.command("POST", "/url", url=url)

    def find(self, selector: str) -> str:
        found = self.command("POST", "/element", using="css selector", value=selector)
        return f"/element/{found[ELEMENT]}"

    def click(self, selector: str) -> None:
        self.command("POST", f"{self.find(selector)}/click")

    def type(self, selector: str, text: str) -> None:
        self.command("POST", f"{self.find(selector)}/value", text=text)

    def text(self, selector: str) -> str:
        shown = self.command("GET", f"{self.find(selector)}/text")
        assert isinstance(shown, str)
        return shown

    def script(self, code: str) -> Any:
        return self.command("POST", "/execute/sync", script=code, args=[])

    def wait_for(self, condition: str) -> None:
        """Wait until an expression is true."""
        code = (
            "const done = arguments[0], look = () => "
            f"({condition}) ? done(true) : setTimeout(look, 20); look();"
        )
        self.command("POST", "/execute/async", script=code, args=[])

    def press(self, key: str) -> None:
        actions = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        keyboard = {"type": "key", "id": "keyboard", "actions": actions}
        self.command("POST", "/actions", actions=[keyboard])

    def quit(self) -> None:
        self.command("DELETE", "")
        self.connection.close()


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, dict[str, Any]]]:
    """The port of a driver, and the options that start a browser of its own."""
    program = shutil.which("chromedriver")
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None or browser is None:
        pytest.skip("needs chromium and chromedriver")
    profile: Path = tmp_path_factory.mktemp("profile")
    options = {"binary": browser, "args": [*OPTIONS, f"--user-data-dir={profile}"]}
    process = subprocess.Popen(
        [program, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if "started successfully on port " in line:
                yield int(line.rsplit(" ", 1)[1].strip(".\n")), options
                break
        else:
            pytest.skip("chromedriver does not start here")
    finally:
        process.terminate()
        process.communicate()


@pytest.fixture(scope="module", params=["desktop", "phone"])
def session(
    driver: tuple[int, dict[str, Any]], request: pytest.FixtureRequest
) -> Iterator[Browser]:
    port, options = driver
    if request.param == "phone":
        screen = {"width": 390, "height": 844, "pixelRatio": 2}
        options = {**options, "mobileEmulation": {"deviceMetrics": screen}}
    else:
        options = {**options, "args": [*options["args"], "--window-size=1280,900"]}
    session = Browser(port, options)
    yield session
    session.quit()


@pytest.fixture
def browser(session: Browser) -> Iterator[Browser]:
    yield session
    session.command("DELETE", "/cookie")


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("WERKZEUG_DEBUG_PIN", "314-159")
    debugged = DebuggedApplication(app, evalex=True, pin_logging=False)
    server = make_server("127.0.0.1", 0, debugged, threaded=True, request_handler=Silent)
    server.log = lambda *args: None  # type: ignore[method-assign]
    monkeypatch.setattr("sys.stderr", io.StringIO())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.socket.getsockname()[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


ENTER, ESCAPE = "\ue007", "\ue00c"


def test_a_person_finds_the_error(browser: Browser, address: str) -> None:
    browser.open(f"{address}/pears?token=hidden")
    assert browser.text("h1") == "LookupError"
    assert "<script>document.title='run'</script>" in browser.text(".errormsg")
    assert "run" != browser.script("return document.title")
    assert browser.text(".exc-divider mark") == 'basket["pears"]'
    # Nothing is wider than the screen but what scrolls on its own.
    assert browser.script("return document.documentElement.scrollWidth <= innerWidth")

    # A wrong PIN first, then the right one; the keyboard is enough.
    browser.script("document.querySelector('details[open] .tools button').focus()")
    browser.press(ENTER)
    browser.type("#pin-field", f"1{ENTER}")
    browser.wait_for("document.getElementById('pin-answer').textContent.includes('not the PIN')")
    assert browser.script("return document.querySelector('.output')") is None
    browser.type("#pin-field", f"314159{ENTER}")
    table = browser.text(".output table")
    assert "basket" in table and "onerror=document.title" in table
    assert "run" != browser.script("return document.title")

    # The console of the same frame.
    browser.click("details[open] .tools button:nth-child(2)")
    browser.type(".console textarea", f"sum([1, 2]) + basket['apples']{ENTER}")
    browser.wait_for("document.querySelectorAll('.log > div .number').length == 1")
    assert browser.text(".log > div .number") == "6"
    browser.type(".console textarea", f"for i in 'ab':{ENTER}")
    browser.wait_for("document.querySelector('.prompt').textContent == '...'")
    browser.type(".console textarea", f"    print(i * 2){ENTER}")
    browser.wait_for("document.querySelectorAll('.log > div').length == 3")
    browser.type(".console textarea", ENTER)
    browser.wait_for("document.querySelector('.log').textContent.includes('aa\\nbb')")
    browser.type(".console textarea", f"1 / 0{ENTER}")
    assert "ZeroDivisionError" in browser.text(".log pre.traceback")

    # The browser is trusted now: a new page asks no more.
    browser.open(f"{address}/console")
    browser.type(".console textarea", f"app.__name__{ENTER}")
    assert browser.text(".log .string") == "'app'"
    assert browser.script("return document.getElementById('pin').open") is False


def test_nobody_gets_in_without_the_pin(browser: Browser, address: str) -> None:
    browser.open(address)
    browser.click("details[open] .tools button")
    browser.press(ESCAPE)
    browser.wait_for("!document.getElementById('pin').open")
    assert browser.script("return document.querySelector('.output, .console')") is None
    inside = "document.querySelector('details[open].frame').id.slice(6)"
    code = f"return fetch('?__debugger__=yes&cmd=1&s=' + SECRET + '&frm=' + {inside})"
    assert browser.script(f"{code}.then(reply => reply.status)") == 403


def test_the_page_runs_no_script_but_its_own(browser: Browser, address: str) -> None:
    browser.open(address)
    browser.script(
        "const one = document.createElement('script'); one.textContent = \"document.title = 'run'\";"
        "document.body.append(one)"
    )
    assert browser.script("return document.title") != "run"
