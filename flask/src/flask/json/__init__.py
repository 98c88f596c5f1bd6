"""JSON with the settings of the current application.

Outside of an application context the functions fall back to the standard library, with
the conversions of the default provider.
"""

from __future__ import annotations

import json as _json

from ..globals import _cv_app, current_app
from .provider import _default

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from ..wrappers import Response


def dumps(obj: t.Any, **kwargs: t.Any) -> str:
    """Write ``obj`` as text, through ``current_app.json`` when there is an application."""
    context = _cv_app.get(None)
    if context is not None:
        return context.app.json.dumps(obj, **kwargs)
    kwargs.setdefault("default", _default)
    return _json.dumps(obj, **kwargs)


def dump(obj: t.Any, fp: t.IO[str], **kwargs: t.Any) -> None:
    """Write ``obj`` into a text file."""
    context = _cv_app.get(None)
    if context is not None:
        context.app.json.dump(obj, fp, **kwargs)
        return
    kwargs.setdefault("default", _default)
    _json.dump(obj, fp, **kwargs)


def loads(s: str | bytes, **kwargs: t.Any) -> t.Any:
    """Read text or UTF-8 bytes."""
    context = _cv_app.get(None)
    reader = _json if context is None else context.app.json
    return reader.loads(s, **kwargs)


def load(fp: t.IO[t.AnyStr], **kwargs: t.Any) -> t.Any:
    """Read a text or binary file."""
    context = _cv_app.get(None)
    reader = _json if context is None else context.app.json
    return reader.load(fp, **kwargs)


def jsonify(*args: t.Any, **kwargs: t.Any) -> Response:
    """A JSON response of the current application.

    One argument is written as it is, several as a list, keywords as a dict.

    :raises TypeError: arguments and keywords were given together.
    """
    return current_app.json.response(*args, **kwargs)  # type: ignore[return-value]


def __getattr__(name: str) -> t.NoReturn:
    from .._removed import answer

    raise answer(__name__, name)
