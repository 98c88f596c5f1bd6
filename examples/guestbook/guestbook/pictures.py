"""Uploaded pictures. A file is what its first bytes say, not what its name or sender says."""

from __future__ import annotations

import secrets
from pathlib import Path

from flask import current_app
from werkzeug.datastructures import FileStorage

# (offset, bytes found there) for each kind; all of them browsers can show and cannot execute.
KINDS = {
    "png": [(0, b"\x89PNG\r\n\x1a\n")],
    "jpg": [(0, b"\xff\xd8\xff")],
    "gif": [(0, b"GIF8")],
    "webp": [(0, b"RIFF"), (8, b"WEBP")],
}


def folder() -> Path:
    return Path(current_app.instance_path, "pictures")


def kind(head: bytes) -> str | None:
    """Return the file extension for a picture that begins with `head`, or None."""
    for ending, marks in KINDS.items():
        if all(head[offset:].startswith(mark) for offset, mark in marks):
            return ending
    return None


def keep(upload: FileStorage) -> str | None:
    """Store an upload under a name of ours and give that name; None when it is no picture."""
    ending = kind(upload.stream.read(16))
    if ending is None:
        return None
    upload.stream.seek(0)
    name = f"{secrets.token_hex(8)}.{ending}"
    folder().mkdir(exist_ok=True)
    upload.save(folder() / name)
    return name
