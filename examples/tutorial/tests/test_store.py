from __future__ import annotations

import sqlite3
import tomllib
from pathlib import Path

import pytest

from flask import Flask
from journal import create_app
from journal.store import connection


def test_one_connection_per_context(app: Flask) -> None:
    with app.app_context():
        first = connection()
        assert connection() is first
    with app.app_context():
        assert connection() is not first
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        first.execute("SELECT 1")


def test_init_db_keeps_what_is_there(app: Flask) -> None:
    settings = Path(app.instance_path, "journal.toml")
    key = tomllib.loads(settings.read_text("utf-8"))["SECRET_KEY"]
    runner = app.test_cli_runner()
    refused = runner.invoke(args=["init-db"])
    assert refused.exit_code == 1
    assert "Use --again" in refused.output
    assert runner.invoke(args=["init-db", "--again"]).exit_code == 0
    assert tomllib.loads(settings.read_text("utf-8"))["SECRET_KEY"] == key
    assert create_app().config["SECRET_KEY"] == key


def test_the_usual_instance_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JOURNAL_INSTANCE", raising=False)
    assert Path(create_app().instance_path).is_absolute()
