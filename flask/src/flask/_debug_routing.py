"""Explain a URL that was not found, and the headers of a proxy that are not read.

Used in debug mode only.
"""

from __future__ import annotations

import os

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from werkzeug.exceptions import HTTPException

    from ._annotations import Flask, Request

_SHOWN = 3


def _rules_near(app: Flask, path: str) -> list[str]:
    """Return rules whose text resembles a path, the nearest first."""
    from difflib import get_close_matches

    texts = list(dict.fromkeys(rule.rule for rule in app.url_map.iter_rules()))
    return get_close_matches(path, texts, n=_SHOWN, cutoff=0.6)


def _slash_variant(app: Flask, path: str) -> str | None:
    """Return a rule that differs from a path by the slash at its end only."""
    other = path.rstrip("/") if path.endswith("/") else f"{path}/"
    return next((rule.rule for rule in app.url_map.iter_rules() if rule.rule == other), None)


def _blueprint_handlers(app: Flask, path: str, code: int) -> list[str]:
    """Return blueprints that serve URLs near a path and have a handler for a code."""
    found = []
    for name, handlers in app.error_handler_spec.items():
        if name is None or not handlers.get(code):
            continue
        blueprint = app.blueprints.get(name)
        prefix = None if blueprint is None else blueprint.url_prefix
        if prefix and path.startswith(prefix):
            found.append(name)
    return found


def add_route_hints(app: Flask, request: Request, error: HTTPException) -> None:
    """Add to the description of a 404 or 405 of the routing what is near, and who will not
    be asked for it.
    """
    path = request.path
    lines = []
    if error.code == 404:
        slash = _slash_variant(app, path)
        if slash is not None:
            lines.append(
                f"There is a rule {slash!r}. A rule without a slash at its end matches no URL"
                " with one; one with it redirects."
            )
        near = [rule for rule in _rules_near(app, path) if rule != slash]
        if near:
            lines.append(f"Rules that are near: {', '.join(map(repr, near))}.")
        if not lines:
            lines.append("No rule is near; 'flask routes' lists them all.")
    for name in _blueprint_handlers(app, path, error.code or 0):
        lines.append(
            f"Blueprint {name!r} has a handler for {error.code}, but no URL was found, so no"
            " blueprint was. Register the handler on the application and look at request.path"
            " there."
        )
    _describe(error, lines)


def add_file_hint(error: HTTPException, folder: str, filename: str) -> None:
    """Add to the description of a 404 where a file was sought."""
    state = "" if os.path.isdir(folder) else ", which does not exist"
    _describe(error, [f"There is no file {filename!r} in the folder {folder!r}{state}."])


def _describe(error: HTTPException, lines: list[str]) -> None:
    if lines:
        error.description = "\n".join([error.description or "", *lines, "(Shown in debug mode.)"])


def warn_about_proxy(app: Flask, request: Request) -> None:
    """Log, once for an application, that the scheme a proxy sends is not read."""
    environ = request.environ
    sent = environ.get("HTTP_X_FORWARDED_PROTO")
    if (
        sent is None
        or sent == environ["wsgi.url_scheme"]
        or "werkzeug.proxy_fix.orig" in environ
        or app.__dict__.get("_warned_about_proxy")
    ):
        return
    app.__dict__["_warned_about_proxy"] = True
    app.logger.warning(
        "A URL was built with %r, but the request says 'X-Forwarded-Proto: %s'. If a proxy of"
        " yours sets this header, let ProxyFix read it:\n"
        "  from werkzeug.middleware.proxy_fix import ProxyFix\n"
        "  app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1, x_host=1)",
        environ["wsgi.url_scheme"],
        sent,
    )


def tell_where_the_body_went(app: Flask, request: Request) -> None:
    """Log that an empty ``request.data`` is that of a form."""
    names = [f"request.{name}" for name in ("form", "files") if getattr(request, name)]
    if names:
        app.logger.debug(
            "request.data is empty: the body was parsed as %s and is in %s. Call"
            " request.get_data() before anything else to have it raw.",
            request.mimetype,
            " and ".join(names),
        )
