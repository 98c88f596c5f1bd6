"""Answer for names that a public module does not define itself.

Two tables: names that are imported when they are first looked up, because programs import
them from a module of Flask where they are no part of its documented interface, and names
that earlier versions had, with what to write instead.
"""

from __future__ import annotations

import sys

# Public module -> name -> the module that defines it. Importing them at the top would cost
# start-up time, and some of them would be import cycles.
_IMPORTED: dict[str, dict[str, str]] = {
    "flask.app": {
        "BadRequestKeyError": "werkzeug.exceptions",
        "BaseResponse": "werkzeug.wrappers:Response",
        "BuildError": "werkzeug.routing",
        "Environment": "flask.templating",
        "Headers": "werkzeug.datastructures",
        "MapAdapter": "werkzeug.routing",
        "_cv_app": "flask.globals",
        "cli": "flask",
        "current_app": "flask.globals",
        "g": "flask.globals",
        "is_running_from_reloader": "werkzeug.serving",
    },
    "flask.blueprints": {"AppGroup": "flask.cli"},
    "flask.cli": {
        "import_string": "werkzeug.utils",
        "is_running_from_reloader": "werkzeug.serving",
        "run_simple": "werkzeug.serving",
    },
    "flask.debughelpers": {
        "App": "flask.sansio.app",
        "BaseLoader": "jinja2",
        "Blueprint": "flask.blueprints",
        "RequestRedirect": "werkzeug.routing",
        "request_ctx": "flask.globals",
    },
    "flask.helpers": {"BaseResponse": "werkzeug.wrappers:Response"},
    "flask.templating": {
        "BaseEnvironment": "jinja2:Environment",
        "BaseLoader": "jinja2",
        "TemplateNotFound": "jinja2",
        "request": "flask.globals",
    },
    "flask.testing": {
        "CliRunner": "click.testing",
        "FlaskCliRunner": "flask._cli.test_runner",
        "Result": "click.testing",
        "ScriptInfo": "flask.cli",
    },
    "flask.wrappers": {"current_app": "flask.globals"},
}

_REMOVED: dict[str, dict[str, tuple[str, str]]] = {
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


def module_attribute(place: str, name: str) -> object:
    """Return a name that a module lacks; called from the module's ``__getattr__``.

    The value is not kept in the module, so that a test which patches the name leaves no
    trace.

    :raises AttributeError: the module never had the name, or has it no longer. For a
        ``from`` import this is an :exc:`ImportError`: Python replaces an
        ``AttributeError`` there, and its text would be lost.
    """
    source = _IMPORTED.get(place, {}).get(name)
    if source is None:
        raise _missing(place, name)
    from importlib import import_module

    module, _, original = source.partition(":")
    return getattr(import_module(module), original or name)


def _missing(place: str, name: str) -> AttributeError | ImportError:
    removed = _REMOVED.get(place, {}).get(name)
    if removed is not None and _is_from_import():
        path = sys.modules[place].__file__
        first = f"cannot import name {name!r} from {place!r} ({path})"
        return ImportError(_with_way_out(first, name, removed), name=place, path=path)
    first = name if place == "flask" else f"module {place!r} has no attribute {name!r}"
    return AttributeError(_with_way_out(first, name, removed), name=name)


def _is_from_import() -> bool:
    """Return whether a ``from`` import looks the name up."""
    try:
        from opcode import opmap

        frame = sys._getframe(4)
        return frame.f_code.co_code[frame.f_lasti] == opmap["IMPORT_FROM"]
    except (ValueError, IndexError, KeyError):
        return False


def _with_way_out(first: str, name: str, gone: tuple[str, str] | None) -> str:
    if gone is None:
        return first
    version, instead = gone
    return f"{first}\n'{name}' was removed in Flask {version}. Instead: {instead}"


def object_attribute_error(obj: object, name: str) -> AttributeError:
    """Return the error for a missing attribute of an application or a blueprint."""
    kind = type(obj)
    first = f"{kind.__name__!r} object has no attribute {name!r}"
    known = (_REMOVED.get(base.__name__, {}).get(name) for base in kind.__mro__)
    gone = next((found for found in known if found is not None), None)
    error = AttributeError(_with_way_out(first, name, gone), name=name)
    error.obj = obj
    return error
