from __future__ import annotations

import tomllib
from pathlib import Path

from flask import Flask
from guestbook import create_app


def test_the_key_is_made_once(app: Flask) -> None:
    settings = Path(app.instance_path, "config.toml")
    key = tomllib.loads(settings.read_text("utf-8"))["SECRET_KEY"]
    assert len(key) == 64
    again = app.test_cli_runner().invoke(args=["init-db"])
    assert "A new secret key" not in again.output
    assert create_app(instance=app.instance_path).config["SECRET_KEY"] == key


def test_samples_go_into_an_empty_book_only(app: Flask) -> None:
    runner = app.test_cli_runner()
    assert "3 entries to begin with" in runner.invoke(args=["init-db", "--samples"]).output
    assert "to begin with" not in runner.invoke(args=["init-db", "--samples"]).output
    assert len(app.test_client().get("/api/entries").get_json()) == 3


def test_help_names_the_option(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["init-db", "--help"])
    assert result.exit_code == 0
    assert "--samples" in result.output
