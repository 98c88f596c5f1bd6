from __future__ import annotations

from pathlib import Path

import pytest

from flask import Flask
from flask.testing import FlaskClient
from guestbook import create_app


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    app = create_app({"TESTING": True, "SECRET_KEY": "for tests"}, str(tmp_path / "instance"))
    assert app.test_cli_runner().invoke(args=["init-db"]).exit_code == 0
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
