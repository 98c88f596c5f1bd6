"""Where the journal is kept: SQLite, one connection per application context."""

from __future__ import annotations

import os
import secrets
import sqlite3

import click
from flask import Flask, current_app, g
from flask.cli import with_appcontext

SCHEMA = """
CREATE TABLE writer (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    password_hash TEXT NOT NULL
);
CREATE TABLE page (
    id INTEGER PRIMARY KEY,
    writer_id INTEGER NOT NULL REFERENCES writer (id),
    written TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    title TEXT NOT NULL,
    words TEXT NOT NULL
);
"""


def connection() -> sqlite3.Connection:
    """Return the connection of this context, opened at the first call."""
    if "connection" not in g:
        g.connection = sqlite3.connect(current_app.config["DATABASE"])
        g.connection.row_factory = sqlite3.Row
        g.connection.execute("PRAGMA foreign_keys = ON")
    return g.connection


def close_connection(error: BaseException | None) -> None:
    opened = g.pop("connection", None)
    if opened is not None:
        opened.close()


@click.command("init-db")
@click.option("--again", is_flag=True, help="Throw away what is there.")
@with_appcontext
def init_db(again: bool) -> None:
    """Make the tables, and a secret key if there is none."""
    folder = current_app.instance_path
    os.makedirs(folder, exist_ok=True)
    settings = os.path.join(folder, "journal.toml")
    if not os.path.exists(settings):
        with open(settings, "w", encoding="utf-8") as file:
            file.write(f'SECRET_KEY = "{secrets.token_hex()}"\n')
    database = current_app.config["DATABASE"]
    if os.path.exists(database):
        if not again:
            raise click.ClickException(f"{database} exists. Use --again to start anew.")
        os.remove(database)
    connection().executescript(SCHEMA)
    click.echo(f"The journal is kept in {database}.")


def init_app(app: Flask) -> None:
    app.teardown_appcontext(close_connection)
    app.cli.add_command(init_db)
