from __future__ import annotations

from pathlib import Path

import pytest

from flask import Flask
from flask.testing import FlaskClient
from journal import create_app
from werkzeug.test import TestResponse


class Visitor(FlaskClient):
    """A client that fills in forms."""

    def send(self, url: str, **fields: str) -> TestResponse:
        """Load a form, then post it with its token."""
        self.get("/join")
        with self.session_transaction() as session:
            token = session["form_token"]
        return self.post(url, data={"form_token": token, **fields})

    def join(self, name: str) -> Visitor:
        answer = self.send("/join", name=name, password="long enough")
        assert answer.status_code == 303
        return self

    def write(self, url: str = "/write", title: str = "Rain", words: str = "It rained."):
        return self.send(url, title=title, words=words)


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setenv("JOURNAL_INSTANCE", str(tmp_path))
    app = create_app({"TESTING": True, "SECRET_KEY": "for tests", "PAGES_AT_ONCE": 2})
    app.test_client_class = Visitor
    assert app.test_cli_runner().invoke(args=["init-db"]).exit_code == 0
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody who has no account."""
    return app.test_client()


@pytest.fixture
def ada(app: Flask) -> FlaskClient:
    """A writer."""
    return app.test_client().join("Ada")
