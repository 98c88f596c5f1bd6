"""Tokens and quoted strings (RFC 9110, sections 5.6.2 and 5.6.4)."""

from __future__ import annotations

TOKEN_CHARS = "!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~"

_only_token_chars = frozenset(TOKEN_CHARS).issuperset


def is_token(text: str) -> bool:
    """Return whether the text needs no quotes. Empty text is no token."""
    if text.isalnum() and text.isascii():
        return True
    return bool(text) and _only_token_chars(text)


def quote_header_value(value: object, allow_token: bool = True) -> str:
    """Return the value as text, between quotes if it needs them.

    :param value: anything; ``str`` is applied.
    :param allow_token: leave a value bare that is a token.
    """
    text = value if type(value) is str else str(value)
    if allow_token and " " not in text:
        # The check of :func:`is_token`, without its call. Most tokens are words with dashes.
        if text.replace("-", "a").isalnum() and text.isascii():
            return text
        if text and _only_token_chars(text):
            return text
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if '"' in text:
        text = text.replace('"', '\\"')
    return f'"{text}"'


def unescape(text: str) -> str:
    """Remove the backslash before each escaped character, in linear time."""
    if "\\" not in text:
        return text
    # Splitting at pairs first keeps an escaped backslash from escaping what follows it.
    return "\\".join([piece.replace("\\", "") for piece in text.split("\\\\")])


def unquote_header_value(value: str) -> str:
    """Remove the quotes around a value and the escapes within. Return other values unchanged."""
    if len(value) >= 2 and value[0] == value[-1] == '"':
        return unescape(value[1:-1])
    return value


def closing_quote(text: str, start: int) -> int:
    """Return where the quoted string ends whose content begins at ``start``, or -1.

    Backslashes are counted once for each quote that follows them, so a whole header is read in
    linear time.
    """
    while True:
        end = text.find('"', start)
        if end == -1 or text[end - 1] != "\\":
            return end
        content = text[start:end]
        if (len(content) - len(content.rstrip("\\"))) % 2 == 0:
            return end
        start = end + 1
