"""Fixtures: an application, its client, and a clean environment."""

from __future__ import annotations

import importlib
import os
import sys
import typing as t
from collections.abc import Iterator

import pytest

# The folder of the tests has the name of the package: pytest puts an empty module in its place.
if getattr(sys.modules.get("flask"), "__file__", None) is None:
    sys.modules.pop("flask", None)
    importlib.import_module("flask")

from flask import Flask
from flask.globals import _cv_app, _cv_request
from flask.testing import FlaskClient, FlaskCliRunner


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("FLASK_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("FLASK_SKIP_DOTENV", "1")


@pytest.fixture(autouse=True)
def _no_context_left() -> Iterator[None]:
    yield
    left = []
    # The next test must not find what this one left, or it would fail for it.
    for variable in (_cv_request, _cv_app):
        while (context := variable.get(None)) is not None:
            left.append(context)
            context.pop()
    assert left == []


@pytest.fixture
def app() -> Flask:
    made = Flask("sample", root_path=os.path.dirname(__file__))
    made.config.update(TESTING=True, SECRET_KEY="test key")
    return made


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


@pytest.fixture
def modules(tmp_path: t.Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[t.Callable[..., None]]:
    """Write modules into a folder on the path; they are forgotten afterwards."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.chdir(tmp_path)
    before = set(sys.modules)

    def write(**sources: str) -> None:
        for name, source in sources.items():
            (tmp_path / f"{name}.py").write_text(source)

    yield write
    for name in set(sys.modules) - before:
        if (getattr(sys.modules[name], "__file__", None) or "").startswith(str(tmp_path)):
            del sys.modules[name]
