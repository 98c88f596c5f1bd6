"""A guestbook. `create_app` builds the application; everything else hangs on it."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Flask, render_template
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from . import book, entries


def create_app(config: Mapping[str, Any] | None = None, instance: str | None = None) -> Flask:
    """Make the application.

    `instance` is the folder for everything that it stores; without it GUESTBOOK_INSTANCE is asked,
    then Flask's usual place is taken. `config` comes last and wins, which is what tests need.
    """
    instance = instance or os.environ.get("GUESTBOOK_INSTANCE")
    app = Flask(
        __name__,
        instance_path=os.path.abspath(instance) if instance else None,
        instance_relative_config=True,
    )
    app.config.from_mapping(
        ENTRIES_PER_PAGE=20,
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,  # of a whole request; larger ones are answered with 413
        SESSION_COOKIE_SAMESITE="Lax",  # other sites cannot sign in a visitor's name
    )
    # `flask init-db` writes this file, with a secret key of its own.
    app.config.from_file("config.toml", load=tomllib.load, text=False, silent=True)
    app.config.from_mapping(config or {})

    os.makedirs(app.instance_path, exist_ok=True)
    entries.init_app(app)
    app.register_blueprint(book.bp)
    app.register_error_handler(HTTPException, show_error)
    app.add_template_filter(day)
    return app


def day(moment: datetime) -> str:
    """Return a date for people: 22 November 2026."""
    return f"{moment.day} {moment:%B %Y}"


def show_error(error: HTTPException) -> tuple[str, int | None]:
    """Every HTTP error on a page that looks like the others."""
    explanation = error.description
    if isinstance(error, RequestEntityTooLarge):
        explanation = "Together, words and picture may weigh 2 MB. Please choose a smaller picture."
    return render_template("error.html", error=error, explanation=explanation), error.code
