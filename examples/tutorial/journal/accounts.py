"""Writers: joining, signing in, signing out."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, session, url_for
from werkzeug.security import check_password_hash, generate_password_hash
from werkzeug.wrappers import Response

from .store import connection

bp = Blueprint("accounts", __name__)

# Checked when nobody has the name: whether a name exists shall not show in the time it takes.
NOBODY = generate_password_hash("nobody's password")


@bp.before_app_request
def find_writer() -> None:
    """Put the writer who is signed in, or None, into `g.writer`."""
    g.writer = None
    if "writer_id" in session:
        g.writer = (
            connection()
            .execute("SELECT id, name FROM writer WHERE id = ?", [session["writer_id"]])
            .fetchone()
        )


def writers_only(view: Callable[..., Any]) -> Callable[..., Any]:
    """Send visitors who are not signed in to the form first, and then back."""

    @wraps(view)
    def guarded(**values: Any) -> Any:
        if g.writer is None:
            return redirect(url_for("accounts.sign_in", back=request.full_path.rstrip("?")))
        return view(**values)

    return guarded


def enter(writer_id: int) -> Response:
    """Begin a session of this writer, and go to where they wanted."""
    session.clear()
    session["writer_id"] = writer_id
    back = request.args.get("back", "")
    # Only paths of this site: "//elsewhere" is another one.
    inside = back.startswith("/") and not back.startswith(("//", "/\\"))
    return redirect(back if inside else url_for("pages.latest"), 303)


@bp.route("/join", methods=["GET", "POST"])
def join() -> str | Response | tuple[str, int]:
    if request.method == "GET":
        return render_template("join.html")
    name, password = request.form["name"].strip(), request.form["password"]
    if not name or len(password) < 8:
        flash("A name is needed, and a password of eight characters or more.")
        return render_template("join.html"), 422
    try:
        with connection() as db:
            made = db.execute(
                "INSERT INTO writer (name, password_hash) VALUES (?, ?)",
                [name, generate_password_hash(password)],
            )
    except sqlite3.IntegrityError:
        flash(f"The name {name} is taken.")
        return render_template("join.html"), 409
    return enter(made.lastrowid or 0)


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> str | Response | tuple[str, int]:
    if request.method == "GET":
        return render_template("sign_in.html")
    writer = (
        connection()
        .execute("SELECT id, password_hash FROM writer WHERE name = ?", [request.form["name"]])
        .fetchone()
    )
    stored = writer["password_hash"] if writer else NOBODY
    if not check_password_hash(stored, request.form["password"]) or writer is None:
        flash("Name and password do not go together.")
        return render_template("sign_in.html"), 403
    return enter(writer["id"])


@bp.post("/sign-out")
def sign_out() -> Response:
    session.clear()
    return redirect(url_for("pages.latest"), 303)
