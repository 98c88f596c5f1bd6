"""Explain in which folders a template was looked for."""

from __future__ import annotations

import os

from .globals import _cv_request

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from jinja2 import BaseLoader

    from ._annotations import App, Scaffold


def _settings(loader: BaseLoader) -> t.Iterator[str]:
    """Yield the class of a loader and those of its attributes that are plain values."""
    kind = type(loader)
    yield f"class: {kind.__module__}.{kind.__name__}"
    for key, value in sorted(vars(loader).items()):
        if key.startswith("_"):
            continue
        if isinstance(value, tuple | list):
            if all(isinstance(item, str) for item in value):
                yield f"{key}:"
                yield from (f"  - {item}" for item in value)
        elif isinstance(value, str | int | float | bool):
            yield f"{key}: {value!r}"


def _owner(app: App, owner: Scaffold) -> str:
    if owner is app:
        return f"application {owner.import_name!r}"
    return f"blueprint {owner.name!r} ({owner.import_name})"


def explain_template_loading_attempts(
    app: App,
    template: str,
    attempts: list[
        tuple[
            BaseLoader,
            Scaffold,
            tuple[str, str | None, t.Callable[[], bool] | None] | None,
        ]
    ],
) -> None:
    """Log which loaders were asked for a template and which of them have it."""
    lines = [f"Locating template {template!r}:"]
    hits = 0
    for number, (loader, owner, source) in enumerate(attempts, start=1):
        lines.append(f"{number:5}: trying loader of {_owner(app, owner)}")
        lines.extend(f"       {line}" for line in _settings(loader))
        if source is None:
            lines.append("       -> no match")
        else:
            lines.append(f"       -> found ({source[1] or '<string>'!r})")
            hits += 1

    ctx = _cv_request.get(None)
    blueprint = None if ctx is None else ctx.request.blueprint
    if hits != 1:
        lines.append(
            "Error: the template could not be found."
            if not hits
            else "Warning: multiple loaders returned a match for the template."
        )
        if blueprint is not None:
            lines.append(
                "  The template was looked up from an endpoint that belongs to the"
                f" blueprint {blueprint!r}."
            )
            lines.append("  Maybe you did not place a template in the right folder?")
            lines.append("  See https://flask.palletsprojects.com/blueprints/#templates")
    app.logger.info("\n".join(lines))


def folders_note(template: str, loaders: list[tuple[Scaffold, BaseLoader]]) -> str:
    """List the folders that were searched, and similar names in them."""
    folders = [
        folder
        for _, loader in loaders
        for folder in getattr(loader, "searchpath", ())
        if isinstance(folder, str)
    ]
    if not folders:
        return "No template folder was searched: neither the application nor a blueprint has one."
    lines = ["Searched:"]
    for folder in dict.fromkeys(folders):
        state = "" if os.path.isdir(folder) else "  (this folder does not exist)"
        lines.append(f"  {folder}{state}")
        sibling = os.path.join(os.path.dirname(folder), "template")
        if state and os.path.isdir(sibling):
            lines.append(f"  {sibling} exists: Flask looks in 'templates', with an s")
    near = _near_names(template, loaders)
    if near:
        lines.append(f"Did you mean {' or '.join(map(repr, near))}?")
    return "\n".join(lines)


def _near_names(template: str, loaders: list[tuple[Scaffold, BaseLoader]]) -> list[str]:
    from difflib import get_close_matches

    names: dict[str, None] = {}
    for _, loader in loaders:
        try:
            names.update(dict.fromkeys(loader.list_templates()))
        except Exception:  # loaders need not be able to list
            continue
    base = template.rpartition("/")[2]
    same = [name for name in names if name.rpartition("/")[2] == base]
    return same[:3] or get_close_matches(template, list(names), n=3)
