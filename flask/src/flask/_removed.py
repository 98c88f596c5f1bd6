"""Names that Flask once had: what to use instead, and since when.

In: the module and name that somebody asked for.  Out: an :class:`AttributeError` to raise.
"""

from __future__ import annotations

_GONE: dict[str, dict[str, tuple[str, str]]] = {
    "flask": {
        "Markup": ("3.0", "from markupsafe import Markup"),
        "escape": ("3.0", "from markupsafe import escape"),
        "safe_join": ("2.1", "from werkzeug.utils import safe_join"),
        "total_seconds": ("2.1", "use timedelta.total_seconds()"),
        "_app_ctx_stack": ("2.3", "from flask import g, or flask.globals.app_ctx"),
        "_request_ctx_stack": ("2.3", "from flask import request, or flask.globals.request_ctx"),
        "signals_available": ("3.0", "signals are always available"),
    },
    "flask.json": {
        "JSONEncoder": ("2.3", "subclass flask.json.provider.DefaultJSONProvider"),
        "JSONDecoder": ("2.3", "subclass flask.json.provider.DefaultJSONProvider"),
        "htmlsafe_dumps": ("2.1", "from jinja2.utils import htmlsafe_json_dumps"),
        "htmlsafe_dump": ("2.1", "from jinja2.utils import htmlsafe_json_dumps"),
    },
    "flask.globals": {
        "_app_ctx_stack": ("2.3", "from flask.globals import app_ctx"),
        "_request_ctx_stack": ("2.3", "from flask.globals import request_ctx"),
    },
    "flask.helpers": {
        "safe_join": ("2.1", "from werkzeug.utils import safe_join"),
        "total_seconds": ("2.1", "use timedelta.total_seconds()"),
        "get_env": ("2.3", "use get_debug_flag()"),
        "locked_cached_property": ("3.0", "from werkzeug.utils import cached_property"),
    },
    "Flask": {
        "before_first_request": (
            "2.3",
            "run the code where the application is made, inside 'with app.app_context():'",
        ),
        "before_first_request_funcs": ("2.3", "run the code where the application is made"),
        "json_encoder": ("2.3", "set json_provider_class, or app.json.default"),
        "json_decoder": ("2.3", "set json_provider_class"),
        "env": ("2.3", "use app.debug"),
        "propagate_exceptions": ("2.3", "use app.config['PROPAGATE_EXCEPTIONS']"),
        "session_cookie_name": ("2.3", "use app.config['SESSION_COOKIE_NAME']"),
        "send_file_max_age_default": ("2.3", "use app.config['SEND_FILE_MAX_AGE_DEFAULT']"),
        "use_x_sendfile": ("2.3", "use app.config['USE_X_SENDFILE']"),
        "templates_auto_reload": ("2.3", "use app.config['TEMPLATES_AUTO_RELOAD']"),
        "got_first_request": ("3.0", "run the code where the application is made"),
    },
    "Blueprint": {
        "before_app_first_request": ("2.3", "use record_once() or the application's set-up"),
        "json_encoder": ("2.3", "set the application's json_provider_class"),
        "json_decoder": ("2.3", "set the application's json_provider_class"),
    },
}


def answer(place: str, name: str, first_line: str | None = None) -> AttributeError:
    """The error for a name that is not there, with the way out if it was there once."""
    text = first_line or f"module {place!r} has no attribute {name!r}"
    gone = _GONE.get(place, {}).get(name)
    if gone is not None:
        version, instead = gone
        text = f"{text}\n'{name}' was removed in Flask {version}. Instead: {instead}"
    return AttributeError(text, name=name)


def answer_for_object(obj: object, name: str) -> AttributeError:
    """The error for a missing attribute of an application or a blueprint."""
    kind = type(obj)
    first = f"{kind.__name__!r} object has no attribute {name!r}"
    for base in kind.__mro__:
        if name in _GONE.get(base.__name__, ()):
            error = answer(base.__name__, name, first)
            break
    else:
        error = AttributeError(first, name=name)
    error.obj = obj
    return error
