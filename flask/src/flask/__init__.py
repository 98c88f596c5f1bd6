"""Flask, a small framework for web applications.

Names that need Jinja, blinker or Click are imported when they are first used.
"""

from __future__ import annotations

from .app import Flask
from .blueprints import Blueprint
from .config import Config
from .ctx import (
    after_this_request,
    copy_current_request_context,
    has_app_context,
    has_request_context,
)
from .globals import current_app, g, request, session
from .helpers import (
    abort,
    flash,
    get_flashed_messages,
    get_template_attribute,
    make_response,
    redirect,
    send_file,
    send_from_directory,
    stream_with_context,
    url_for,
)
from .json import jsonify
from .wrappers import Request, Response

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from . import json as json
    from .signals import (
        appcontext_popped,
        appcontext_pushed,
        appcontext_tearing_down,
        before_render_template,
        got_request_exception,
        message_flashed,
        request_finished,
        request_started,
        request_tearing_down,
        template_rendered,
    )
    from .templating import (
        render_template,
        render_template_string,
        stream_template,
        stream_template_string,
    )
del TYPE_CHECKING

_LATE = {
    **dict.fromkeys(
        (
            "appcontext_popped",
            "appcontext_pushed",
            "appcontext_tearing_down",
            "before_render_template",
            "got_request_exception",
            "message_flashed",
            "request_finished",
            "request_started",
            "request_tearing_down",
            "template_rendered",
        ),
        "signals",
    ),
    **dict.fromkeys(
        (
            "render_template",
            "render_template_string",
            "stream_template",
            "stream_template_string",
        ),
        "templating",
    ),
}
_SUBMODULES = frozenset(
    {"cli", "debughelpers", "logging", "signals", "templating", "testing", "views"}
)

__all__ = [
    "Blueprint",
    "Config",
    "Flask",
    "Request",
    "Response",
    "abort",
    "after_this_request",
    "copy_current_request_context",
    "current_app",
    "flash",
    "g",
    "get_flashed_messages",
    "get_template_attribute",
    "has_app_context",
    "has_request_context",
    "json",
    "jsonify",
    "make_response",
    "redirect",
    "request",
    "send_file",
    "send_from_directory",
    "session",
    "stream_with_context",
    "url_for",
    "appcontext_popped",
    "appcontext_pushed",
    "appcontext_tearing_down",
    "before_render_template",
    "got_request_exception",
    "message_flashed",
    "render_template",
    "render_template_string",
    "request_finished",
    "request_started",
    "request_tearing_down",
    "stream_template",
    "stream_template_string",
    "template_rendered",
]


# ``globals`` is a module here.
_names = vars()


def __getattr__(name: str) -> t.Any:
    from importlib import import_module

    if name in _LATE:
        value = getattr(import_module(f".{_LATE[name]}", __name__), name)
        _names[name] = value
        return value
    if name in _SUBMODULES:
        return import_module(f".{name}", __name__)
    if name == "__version__":
        import warnings
        from importlib.metadata import version

        warnings.warn(
            "The '__version__' attribute is deprecated. Use feature detection or"
            " 'importlib.metadata.version(\"flask\")' instead.",
            DeprecationWarning,
            stacklevel=2,
        )
        return version("flask")
    from ._late_names import module_attribute

    return module_attribute(__name__, name)


def __dir__() -> list[str]:
    return sorted({*_names, *_LATE, *_SUBMODULES})
