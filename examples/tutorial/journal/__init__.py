"""A journal with several writers. `create_app` builds the application."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from typing import Any

from flask import Flask, render_template
from werkzeug.exceptions import HTTPException

from . import accounts, forms, pages, store


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Make the application; `config` wins over the file in the instance folder."""
    instance = os.environ.get("JOURNAL_INSTANCE")
    app = Flask(
        __name__,
        instance_path=os.path.abspath(instance) if instance else None,
        instance_relative_config=True,
    )
    app.config.from_mapping(
        DATABASE=os.path.join(app.instance_path, "journal.sqlite"),
        PAGES_AT_ONCE=10,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    app.config.from_file("journal.toml", load=tomllib.load, text=False, silent=True)
    app.config.from_mapping(config)

    store.init_app(app)
    forms.init_app(app)
    app.register_blueprint(accounts.bp)
    app.register_blueprint(pages.bp)
    app.register_error_handler(HTTPException, show_error)
    return app


def show_error(error: HTTPException) -> tuple[str, int | None]:
    return render_template("error.html", error=error), error.code
