"""Text for pages and logs out of anything, without ever failing.

An error that is to be shown may bring values whose text fails, lone surrogates (which no encoding
has), or an environ that breaks the rules of WSGI. None of that may hide the error itself.
"""

from __future__ import annotations

import typing as t

from .._internal import _wsgi_decoding_dance


def text_of(value: object) -> str:
    """Return ``str(value)``, or what it is if that fails."""
    try:
        return str(value)
    except Exception:
        return f"<unprintable {type(value).__qualname__} object>"


def environ_text(value: object) -> str:
    """Return a value of a WSGI environ as the client meant it; as it is, if it is not Latin-1."""
    text = text_of(value)
    try:
        return _wsgi_decoding_dance(text)
    except UnicodeEncodeError:
        return text


def utf8(text: str) -> bytes:
    """Return text as UTF-8. Lone surrogates are spelled out, such as ``\\ud800``."""
    return text.encode("utf-8", "backslashreplace")


def write_text(stream: t.Any, text: str) -> None:
    """Write to a text stream. What its encoding does not have is spelled out."""
    try:
        stream.write(text)
    except UnicodeError:
        stream.write(text.encode("ascii", "backslashreplace").decode("ascii"))
