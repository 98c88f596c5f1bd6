"""The fast paths that ask whether a method is overridden."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import flask
from flask._overrides import Originals
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from werkzeug.routing import Map, MapAdapter

SOURCES = Path(flask.__file__).parent

#: every use: module and methods in question; and what the fast path gains (CPython 3.13)
USES = {
    # The host is not read before it is needed: 21 us instead of 23 us for "Hello, World!".
    ("_request/url_building.py", "Map", "bind", "bind_to_environ"),
    # A session is not opened if nobody uses it: 20 us instead of 28 us for "Hello, World!".
    (
        *("sessions.py", "SecureCookieSessionInterface", "open_session"),
        *("save_session", "is_null_session", "make_null_session"),
    ),
}


def _uses() -> Iterator[tuple[str, ...]]:
    for path in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Originals"):
                reads = ast.walk(node.args[1])
                names = [read.attr for read in reads if isinstance(read, ast.Attribute)]
                yield path.relative_to(SOURCES).as_posix(), ast.unparse(node.args[0]), *names


def test_all_uses_are_listed_with_their_gain() -> None:
    assert set(_uses()) == USES


def test_one_place_compares_methods_in_another_way() -> None:
    # In helpers.url_for the values are not packed twice: 2.8 us instead of 3.5 us for a URL with
    # two variables. The comparison is written out, as the call would take 0.1 us of that.
    found = {
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Compare)
        and any(isinstance(operator, (ast.Is, ast.IsNot)) for operator in node.ops)
        and re.match(r"(method$|(kind|cls|type\(\w+\))\.)", ast.unparse(node.left))
        and ast.unparse(node.comparators[0]) != "None"
    }
    assert found == {"helpers.py"}


class _Base:
    def method(self) -> None: ...


class _Same(_Base): ...


class _Other(_Base):
    def method(self) -> None: ...


def _replaced() -> _Base:
    instance = _Base()
    instance.__dict__["method"] = print
    return instance


@pytest.mark.parametrize(
    ("instance", "expected"),
    [(_Base(), True), (_Same(), True), (_Other(), False), (_replaced(), False), (object(), False)],
    ids=["base", "subclass", "override", "attribute", "another class"],
)
def test_kept_by(instance: object, expected: bool) -> None:
    assert Originals(_Base, lambda cls: cls.method).kept_by(instance) is expected


def test_each_of_several_methods_counts() -> None:
    originals = Originals(_Other, lambda cls: (cls.__repr__, cls.method))
    assert originals.kept_by(_Other())
    assert not originals.kept_by(_Base())


def test_a_patched_class_does_not_keep_them(monkeypatch: pytest.MonkeyPatch) -> None:
    originals = Originals(_Base, lambda cls: cls.method)
    monkeypatch.setattr(_Base, "method", print)
    assert not originals.kept_by(_Base())


@pytest.fixture
def app() -> flask.Flask:
    app = flask.Flask("overrides")
    app.secret_key = "key"

    @app.get("/")
    def index() -> str:
        return flask.url_for("index")

    return app


def test_url_for_of_the_object(app: flask.Flask) -> None:
    app.__dict__["url_for"] = lambda endpoint, **values: f"own {endpoint}"
    assert app.test_client().get("/").text == "own index"


def test_url_for_of_a_patched_class(app: flask.Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flask.Flask, "url_for", lambda self, endpoint, **values: "patched")
    assert app.test_client().get("/").text == "patched"


def test_bind_to_environ_of_the_map(app: flask.Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []

    def bind(environ: dict[str, object], **names: object) -> MapAdapter:
        seen.append(environ["PATH_INFO"])
        return Map.bind_to_environ(app.url_map, environ)

    monkeypatch.setattr(app.url_map, "bind_to_environ", bind)
    assert app.test_client().get("/").text == "/"
    assert seen == ["/"]


@pytest.mark.parametrize("of_object", [False, True])
def test_open_session_is_called_for_each_request(app: flask.Flask, of_object: bool) -> None:
    opened: list[str] = []

    class Interface(SecureCookieSessionInterface):
        def open_session(
            self, app: flask.Flask, request: flask.Request
        ) -> SecureCookieSession | None:
            opened.append(request.path)
            return super().open_session(app, request)

    if of_object:
        app.session_interface = SecureCookieSessionInterface()
        app.session_interface.__dict__["open_session"] = Interface().open_session
    else:
        app.session_interface = Interface()
    app.test_client().get("/")
    assert opened == ["/"]
