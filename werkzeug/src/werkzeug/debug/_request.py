"""The request that failed, as a section of the page.

Values that let somebody in (cookies, credentials, tokens) are masked: pages of errors are shown
around, in issues and chats.
"""

from __future__ import annotations

import re
import typing as t
from urllib.parse import parse_qsl

from markupsafe import escape

from ._text import environ_text

if t.TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

MASK = "••••••"
SECRET_NAME = re.compile(
    r"auth|cookie|csrf|xsrf|key|pass|pwd|pin\b|secret|session|sid\b|signature|token|jwt|credential",
    re.IGNORECASE,
)

REQUEST_HTML = """\
<section class="request">
<details>
<summary><h2>Request</h2> <code>%(line)s</code></summary>
%(tables)s
</details>
</section>
"""


def is_secret(name: str) -> bool:
    return SECRET_NAME.search(name) is not None


def header_fields(environ: WSGIEnvironment) -> list[tuple[str, str]]:
    """Names and values of the request's header fields, secrets masked."""
    fields = []
    for key, value in environ.items():
        if key.startswith("HTTP_"):
            key = key[5:]
        elif key not in {"CONTENT_TYPE", "CONTENT_LENGTH"} or not value:
            continue
        name = key.replace("_", "-").title()
        fields.append((name, masked_header(name, environ_text(value))))
    return sorted(fields)


def masked_header(name: str, value: str) -> str:
    if name == "Cookie":
        names = [pair.partition("=")[0].strip() for pair in value.split(";")]
        return "; ".join(f"{name}={MASK}" for name in names)
    if name.endswith("Authorization"):
        return f"{value.partition(' ')[0]} {MASK}" if " " in value else MASK
    if name == "Referer" and "?" in value:
        address, _, query = value.partition("?")
        return f"{address}?{masked_query(query)}"
    return MASK if is_secret(name) else value


def query_fields(query: str) -> list[tuple[str, str]]:
    """Names and values of a query string, secrets masked."""
    pairs = parse_qsl(query, keep_blank_values=True)
    return [(name, MASK if is_secret(name) else value) for name, value in pairs]


def masked_query(query: str) -> str:
    return "&".join(
        f"{name}={MASK}" if is_secret(name) else piece
        for piece in query.split("&")
        for name in [piece.partition("=")[0]]
    )


def table_html(title: str, fields: list[tuple[str, str]]) -> str:
    if not fields:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(value)}</td></tr>'
        for name, value in fields
    )
    return f"<h3>{title}</h3><table>{rows}</table>"


def request_html(environ: WSGIEnvironment) -> str:
    """Return the section about a request."""
    path = "".join(environ_text(environ.get(key, "")) for key in ("SCRIPT_NAME", "PATH_INFO"))
    query = environ_text(environ.get("QUERY_STRING", ""))
    address = f"{path}?{masked_query(query)}" if query else path
    line = f"{environ_text(environ.get('REQUEST_METHOD', ''))} {address}"
    return REQUEST_HTML % {
        "line": escape(line),
        "tables": table_html("Query", query_fields(query))
        + table_html("Headers", header_fields(environ)),
    }
