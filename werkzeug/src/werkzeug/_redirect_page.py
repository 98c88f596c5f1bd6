"""The body of a redirect: a URL in, a short HTML page out."""

from __future__ import annotations

from markupsafe import escape


def redirect_page(location: str) -> str:
    """Return a page for clients that do not follow the ``Location`` header by themselves."""
    target = escape(location)
    return (
        "<!doctype html>\n"
        "<html lang=en>\n"
        "<title>Redirecting...</title>\n"
        "<h1>Redirecting...</h1>\n"
        "<p>You should be redirected automatically to the target URL: "
        f'<a href="{target}">{target}</a>. If not, click the link.\n'
    )
