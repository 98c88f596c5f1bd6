"""The entries, in SQLite. Rows go in and come out as `Entry`; no other file speaks SQL."""

from __future__ import annotations

import secrets
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import Flask, current_app, g
from flask.cli import with_appcontext

SCHEMA = """
CREATE TABLE IF NOT EXISTS entry (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    words TEXT NOT NULL,
    picture TEXT,
    signed_at TEXT NOT NULL
)
"""
SAMPLES = [
    ("Ada", "The first page is always the hardest. Here it is."),
    ("Zoë & Łukasz", "We came for the templates and stayed for the cookies 🍪"),
    ("نور", "مرحبا! شكرا على هذا الكتاب الجميل."),
]


@dataclass(frozen=True)
class Entry:
    """An entry of one visitor."""

    id: int
    name: str
    words: str
    picture: str | None
    signed_at: datetime

    def as_json(self) -> dict[str, object]:
        return {
            "id": self.id,
            "name": self.name,
            "words": self.words,
            "picture": self.picture,
            "signed_at": self.signed_at.isoformat(),
        }


def init_app(app: Flask) -> None:
    app.teardown_appcontext(close)
    app.cli.add_command(init_db)


def database() -> sqlite3.Connection:
    """Return the connection of this request, opened at the first call."""
    if "database" not in g:
        g.database = sqlite3.connect(Path(current_app.instance_path, "guestbook.sqlite"))
        g.database.row_factory = sqlite3.Row
    connection: sqlite3.Connection = g.database
    return connection


def close(error: BaseException | None = None) -> None:
    connection = g.pop("database", None)
    if connection is not None:
        connection.close()


def from_row(row: sqlite3.Row) -> Entry:
    return Entry(**{**row, "signed_at": datetime.fromisoformat(row["signed_at"])})


def add(name: str, words: str, picture: str | None = None) -> int:
    """Store an entry and give its number."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with database() as connection:
        cursor = connection.execute(
            "INSERT INTO entry (name, words, picture, signed_at) VALUES (?, ?, ?, ?)",
            (name, words, picture, now),
        )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def find(number: int) -> Entry | None:
    row = database().execute("SELECT * FROM entry WHERE id = ?", (number,)).fetchone()
    return from_row(row) if row else None


def newest(limit: int, skip: int = 0) -> list[Entry]:
    rows = database().execute(
        "SELECT * FROM entry ORDER BY id DESC LIMIT ? OFFSET ?", (limit, skip)
    )
    return [from_row(row) for row in rows]


def count() -> int:
    number: int = database().execute("SELECT count(*) FROM entry").fetchone()[0]
    return number


@click.command("init-db")
@click.option("--samples", is_flag=True, help="Add a few entries to an empty book.")
@with_appcontext
def init_db(samples: bool) -> None:
    """Create the database and, where there is none, a secret key."""
    with database() as connection:
        connection.execute(SCHEMA)
    click.echo(f"The guestbook is in {current_app.instance_path}")
    settings = Path(current_app.instance_path, "config.toml")
    if not settings.exists():
        settings.write_text(f'SECRET_KEY = "{secrets.token_hex()}"\n', encoding="utf-8")
        settings.chmod(0o600)
        click.echo("A new secret key is in config.toml")
    if samples and not count():
        for name, words in SAMPLES:
            add(name, words)
        click.echo(f"{len(SAMPLES)} entries to begin with")
