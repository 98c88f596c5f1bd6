"""The pages of the book: reading, signing, pictures, and the same as JSON."""

from __future__ import annotations

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    send_from_directory,
    session,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from . import entries, pictures

bp = Blueprint("book", __name__)

LONGEST_NAME = 80
LONGEST_WORDS = 2000


@bp.get("/")
def read() -> str:
    """Show the newest entries and the form to add one."""
    return show({})


@bp.post("/")
def sign() -> BaseResponse | tuple[str, int]:
    """Add an entry, then send the browser back to the book."""
    name = request.form.get("name", "").strip()
    words = request.form.get("words", "").strip()
    problems = {}
    if not 1 <= len(name) <= LONGEST_NAME:
        problems["name"] = f"Please give a name of at most {LONGEST_NAME} characters."
    if not 1 <= len(words) <= LONGEST_WORDS:
        problems["words"] = f"Please leave some words, at most {LONGEST_WORDS} characters."

    picture = None
    upload = request.files.get("picture")
    if upload and not problems:
        picture = pictures.keep(upload)
        if picture is None:
            problems["picture"] = "This file is no PNG, JPEG, GIF or WebP picture."
    if problems:
        return show(problems), 422

    number = entries.add(name, words, picture)
    session["name"] = name
    flash(f"Thank you, {name}. Your words are in the book.")
    return redirect(url_for("book.read", _anchor=f"entry-{number}"))


def show(problems: dict[str, str]) -> str:
    page = max(request.args.get("page", 1, type=int), 1)
    size = current_app.config["ENTRIES_PER_PAGE"]
    total = entries.count()
    return render_template(
        "book.html",
        entries=entries.newest(size, (page - 1) * size),
        page=page,
        pages=max(-(-total // size), 1),
        total=total,
        problems=problems,
        known_name=session.get("name"),
    )


@bp.get("/pictures/<name>")
def picture(name: str) -> Response:
    return send_from_directory(pictures.folder(), name, max_age=3600)


@bp.get("/api/entries")
def all_as_json() -> Response:
    limit = min(request.args.get("limit", 20, type=int), 100)
    return jsonify([entry.as_json() for entry in entries.newest(limit)])


@bp.get("/api/entries/<int:number>")
def one_as_json(number: int) -> Response:
    entry = entries.find(number)
    if entry is None:
        abort(404, f"There is no entry {number} in the book.")
    return jsonify(entry.as_json())
