"""Pages of the journal: reading them, writing them, and a feed for programs."""

from __future__ import annotations

import sqlite3
from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from .accounts import writers_only
from .store import connection

bp = Blueprint("pages", __name__)

SELECT = """
SELECT page.id, title, words, written, writer_id, name
FROM page JOIN writer ON writer.id = writer_id
"""


def some_pages(number: int) -> list[sqlite3.Row]:
    """Show the pages of the screen with this number, the latest first."""
    size = current_app.config["PAGES_AT_ONCE"]
    return (
        connection()
        .execute(f"{SELECT} ORDER BY page.id DESC LIMIT ? OFFSET ?", [size, size * (number - 1)])
        .fetchall()
    )


def one_page(page_id: int, to_change: bool = False) -> sqlite3.Row:
    """Return a page, or abort with 404; for changes also with 403 if somebody else wrote it."""
    page: sqlite3.Row | None = (
        connection().execute(f"{SELECT} WHERE page.id = ?", [page_id]).fetchone()
    )
    if page is None:
        abort(404, "There is no such page.")
    if to_change and page["writer_id"] != g.writer["id"]:
        abort(403, f"{page['name']} wrote this page; only they change it.")
    return page


def sent_page() -> tuple[str, str] | None:
    """Title and words that were sent; None, with a message, if one is missing."""
    title, words = request.form["title"].strip(), request.form["words"].strip()
    if title and words:
        return title, words
    flash("A page has a title and some words.")
    return None


@bp.get("/")
def latest() -> str:
    number = max(1, request.args.get("screen", 1, type=int))
    return render_template("latest.html", pages=some_pages(number), number=number)


@bp.get("/pages.json")
def feed() -> list[dict[str, Any]]:
    """Return the latest pages, for programs."""
    return [
        {
            "title": page["title"],
            "writer": page["name"],
            "written": page["written"],
            "url": url_for("pages.read", page_id=page["id"], _external=True),
        }
        for page in some_pages(1)
    ]


@bp.get("/<int:page_id>")
def read(page_id: int) -> str:
    return render_template("read.html", page=one_page(page_id))


@bp.route("/write", methods=["GET", "POST"])
@writers_only
def write() -> str | Response | tuple[str, int]:
    if request.method == "GET":
        return render_template("write.html", page=None)
    sent = sent_page()
    if sent is None:
        return render_template("write.html", page=request.form), 422
    with connection() as db:
        made = db.execute(
            "INSERT INTO page (writer_id, title, words) VALUES (?, ?, ?)", [g.writer["id"], *sent]
        )
    return redirect(url_for("pages.read", page_id=made.lastrowid), 303)


@bp.route("/<int:page_id>/change", methods=["GET", "POST"])
@writers_only
def change(page_id: int) -> str | Response | tuple[str, int]:
    page = one_page(page_id, to_change=True)
    if request.method == "GET":
        return render_template("write.html", page=page)
    sent = sent_page()
    if sent is None:
        return render_template("write.html", page=request.form), 422
    with connection() as db:
        db.execute("UPDATE page SET title = ?, words = ? WHERE id = ?", [*sent, page_id])
    return redirect(url_for("pages.read", page_id=page_id), 303)


@bp.post("/<int:page_id>/tear-out")
@writers_only
def tear_out(page_id: int) -> Response:
    one_page(page_id, to_change=True)
    with connection() as db:
        db.execute("DELETE FROM page WHERE id = ?", [page_id])
    flash("The page is gone.")
    return redirect(url_for("pages.latest"), 303)
