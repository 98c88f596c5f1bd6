"""Flask: a small framework for web applications that grows with them.

The door to the package: public names, and helpful answers for names that were removed.
Names that bring Jinja, blinker or Click along are loaded when they are used first.
"""

from __future__ import annotations

from .app import Flask as Flask
from .blueprints import Blueprint as Blueprint
from .config import Config as Config
from .ctx import after_this_request as after_this_request
from .ctx import copy_current_request_context as copy_current_request_context
from .ctx import has_app_context as has_app_context
from .ctx import has_request_context as has_request_context
from .globals import current_app as current_app
from .globals import g as g
from .globals import request as request
from .globals import session as session
from .helpers import abort as abort
from .helpers import flash as flash
from .helpers import get_flashed_messages as get_flashed_messages
from .helpers import get_template_attribute as get_template_attribute
from .helpers import make_response as make_response
from .helpers import redirect as redirect
from .helpers import send_file as send_file
from .helpers import send_from_directory as send_from_directory
from .helpers import stream_with_context as stream_with_context
from .helpers import url_for as url_for
from .json import jsonify as jsonify
from .wrappers import Request as Request
from .wrappers import Response as Response

TYPE_CHECKING = False
if TYPE_CHECKING:
    import typing as t

    from . import json as json
    from .signals import appcontext_popped as appcontext_popped
    from .signals import appcontext_pushed as appcontext_pushed
    from .signals import appcontext_tearing_down as appcontext_tearing_down
    from .signals import before_render_template as before_render_template
    from .signals import got_request_exception as got_request_exception
    from .signals import message_flashed as message_flashed
    from .signals import request_finished as request_finished
    from .signals import request_started as request_started
    from .signals import request_tearing_down as request_tearing_down
    from .signals import template_rendered as template_rendered
    from .templating import render_template as render_template
    from .templating import render_template_string as render_template_string
    from .templating import stream_template as stream_template
    from .templating import stream_template_string as stream_template_string

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
    from ._removed import answer

    raise answer(__name__, name)


def __dir__() -> list[str]:
    return sorted({*_names, *_LATE, *_SUBMODULES})
