"""Write and read JSON for one application.

A provider uses nothing of its application but the response class and the debug flag.
"""

from __future__ import annotations

import json
import weakref

from werkzeug.http import http_date

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from werkzeug.sansio.response import Response

    from .._annotations import App


class JSONProvider:
    """The operations an application needs. Subclass it to use another library.

    :meth:`dumps` and :meth:`loads` must be given; the rest stands on them.
    """

    def __init__(self, app: App) -> None:
        self._app: App = weakref.proxy(app)

    def dumps(self, obj: t.Any, **kwargs: t.Any) -> str:
        """Write ``obj`` as JSON text."""
        raise NotImplementedError

    def loads(self, s: str | bytes, **kwargs: t.Any) -> t.Any:
        """Read JSON from text or UTF-8 bytes."""
        raise NotImplementedError

    def dump(self, obj: t.Any, fp: t.IO[str], **kwargs: t.Any) -> None:
        """Write ``obj`` into a text file, which should use UTF-8."""
        text = self.dumps(obj, **kwargs)
        fp.write(text)

    def load(self, fp: t.IO[t.AnyStr], **kwargs: t.Any) -> t.Any:
        """Read JSON from a text or binary file."""
        return self.loads(fp.read(), **kwargs)

    def _prepare_response_obj(self, args: tuple[t.Any, ...], kwargs: dict[str, t.Any]) -> t.Any:
        if not args:
            return kwargs or None
        if kwargs:
            raise TypeError("app.json.response() takes either args or kwargs, not both")
        return args[0] if len(args) == 1 else args

    def response(self, /, *args: t.Any, **kwargs: t.Any) -> Response:
        """Return a response with one value, a list of the arguments or a dict of the keywords.

        :raises TypeError: both kinds of arguments were given.
        """
        value = self._prepare_response_obj(args, kwargs)
        return self._app.response_class(self.dumps(value), mimetype="application/json")


def _default(o: object) -> t.Any:
    """Return a JSON value for dates, decimals, UUIDs, dataclasses and ``__html__`` objects."""
    import dataclasses
    import datetime
    import decimal
    import uuid

    if isinstance(o, datetime.date):
        return http_date(o)
    if isinstance(o, decimal.Decimal | uuid.UUID):
        return str(o)
    if dataclasses.is_dataclass(o):
        return dataclasses.asdict(o)  # type: ignore[arg-type]
    markup = getattr(o, "__html__", None)
    if markup is not None:
        return str(markup())
    raise TypeError(f"Object of type {type(o).__name__} is not JSON serializable")


class DefaultJSONProvider(JSONProvider):
    """The standard library's JSON, with dates, decimals, UUIDs, dataclasses and markup."""

    mimetype = "application/json"
    """The media type of responses."""

    compact: bool | None = None
    """Leave out indentation and blanks in responses; ``None``: unless in debug mode."""

    sort_keys = True
    """Sort the keys of dicts, so that equal values give equal text."""

    ensure_ascii = True
    """Write other characters than ASCII as escapes."""

    default: t.Callable[[t.Any], t.Any] = staticmethod(_default)
    """Makes a JSON value of an object that JSON does not know, or raises ``TypeError``."""

    def dumps(self, obj: t.Any, **kwargs: t.Any) -> str:
        """Write ``obj``; keywords are those of :func:`json.dumps`."""
        if not kwargs:
            return json.JSONEncoder(
                default=self.default, ensure_ascii=self.ensure_ascii, sort_keys=self.sort_keys
            ).encode(obj)
        settings: dict[str, t.Any] = {
            "default": self.default,
            "ensure_ascii": self.ensure_ascii,
            "sort_keys": self.sort_keys,
        }
        return json.dumps(obj, **(settings | kwargs))

    def loads(self, s: str | bytes, **kwargs: t.Any) -> t.Any:
        """Read text or bytes; keywords are those of :func:`json.loads`."""
        return json.loads(s, **kwargs)

    def response(self, /, *args: t.Any, **kwargs: t.Any) -> Response:
        """Return a response whose text ends with a line feed; indented in debug mode."""
        value = self._prepare_response_obj(args, kwargs)
        compact = self.compact
        if compact or (compact is None and not self._app.debug):
            text = self.dumps(value, separators=(",", ":"))
        else:
            text = self.dumps(value, indent=2)
        return self._app.response_class(f"{text}\n", mimetype=self.mimetype)
