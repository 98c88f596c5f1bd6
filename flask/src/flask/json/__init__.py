"""JSON with the settings of the current application.

Outside of an application context the functions fall back to the standard library, with
the conversions of the default provider.
"""

from __future__ import annotations

import json as _json

from .._late_names import module_attribute
from ..globals import _cv_app, current_app
from .provider import _default

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .._annotations import Flask, Response


_current_app = current_app


def _app() -> Flask | None:
    """Return the current application, or ``None`` outside of an application context."""
    if current_app is not _current_app:
        # A test has put a mock into this module.
        return current_app
    context = _cv_app.get(None)
    return None if context is None else context.app


def dumps(obj: t.Any, **kwargs: t.Any) -> str:
    """Write ``obj`` as text, through ``current_app.json`` when there is an application."""
    app = _app()
    if app is not None:
        return app.json.dumps(obj, **kwargs)
    kwargs.setdefault("default", _default)
    return _json.dumps(obj, **kwargs)


def dump(obj: t.Any, fp: t.IO[str], **kwargs: t.Any) -> None:
    """Write ``obj`` into a text file."""
    app = _app()
    if app is not None:
        app.json.dump(obj, fp, **kwargs)
        return
    kwargs.setdefault("default", _default)
    _json.dump(obj, fp, **kwargs)


def loads(s: str | bytes, **kwargs: t.Any) -> t.Any:
    """Read text or UTF-8 bytes."""
    app = _app()
    reader = _json if app is None else app.json
    return reader.loads(s, **kwargs)


def load(fp: t.IO[t.AnyStr], **kwargs: t.Any) -> t.Any:
    """Read a text or binary file."""
    app = _app()
    reader = _json if app is None else app.json
    return reader.load(fp, **kwargs)


def jsonify(*args: object, **kwargs: object) -> Response:
    """Return a JSON response of the current application.

    One argument is written as it is, several as a list, keywords as a dict.

    :raises TypeError: arguments and keywords were given together.
    """
    return current_app.json.response(*args, **kwargs)  # type: ignore[return-value]


def __getattr__(name: str) -> t.Any:
    return module_attribute(__name__, name)
