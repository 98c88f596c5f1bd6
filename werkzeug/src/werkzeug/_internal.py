"""Helpers for all modules of the package.

The logger is made on the first message, because importing and configuring ``logging`` is slow and
most programs configure their own.
"""

from __future__ import annotations

from datetime import UTC

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import logging
    import typing as t
    from datetime import datetime

    from _typeshed.wsgi import WSGIEnvironment

    from ._properties import _DictAccessorProperty as _DictAccessorProperty

__all__ = [
    "_dt_as_utc",
    "_get_environ",
    "_log",
    "_missing",
    "_plain_int",
    "_wsgi_decoding_dance",
    "_wsgi_encoding_dance",
]


class _Missing:
    """The type of the mark for "no value was given"."""

    def __repr__(self) -> str:
        return "no value"

    def __reduce__(self) -> str:
        return "_missing"


_missing = _Missing()


def _wsgi_decoding_dance(s: str) -> str:
    """Turn the Latin-1 text of a WSGI environ into the text that the client meant (UTF-8)."""
    if s.isascii():
        return s
    return s.encode("latin1").decode(errors="replace")


def _wsgi_encoding_dance(s: str) -> str:
    """Turn text into the Latin-1 form that a WSGI environ holds."""
    if s.isascii():
        return s
    return s.encode().decode("latin1")


def _get_environ(obj: WSGIEnvironment | t.Any) -> WSGIEnvironment:
    """Return the environ of a request, or the environ itself.

    :raises AssertionError: the value is neither.
    """
    env = getattr(obj, "environ", obj)
    if not isinstance(env, dict):
        raise AssertionError(f"{type(obj).__name__!r} is not a WSGI environment (has to be a dict)")
    return env


def _plain_int(value: str) -> int:
    """Read a decimal integer of ASCII digits with an optional minus sign.

    Spaces and tabs around it are allowed. ``int`` would also take a plus sign, underscores and
    the digits of other scripts, none of which HTTP knows.

    :raises ValueError: the text is anything else.
    """
    value = value.strip(" \t")
    digits = value[1:] if value[:1] == "-" else value
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError(f"{value!r} is not a plain decimal integer")
    return int(value)


def _dt_as_utc(dt: datetime | None) -> datetime | None:
    """Return the moment in UTC. A naive value is taken to be in UTC already."""
    if dt is None:
        return None

    if dt.tzinfo is None:
        return dt.replace(tzinfo=UTC)
    if dt.tzinfo is UTC:
        return dt
    return dt.astimezone(UTC)


_logger: logging.Logger | None = None


def _has_level_handler(logger: logging.Logger) -> bool:
    """Return whether some handler, here or on a parent, would show a message of the logger's level."""
    level = logger.getEffectiveLevel()
    current: logging.Logger | None = logger
    while current is not None:
        if any(handler.level <= level for handler in current.handlers):
            return True
        if not current.propagate:
            break
        current = current.parent
    return False


def _log(type: str, message: str, *args: object, **kwargs: object) -> None:
    """Log a message with the ``werkzeug`` logger.

    On first use the logger gets the level *info* if none is set, and a handler on standard error
    if nothing would show its messages.

    :param type: the level, as the name of a logger method.
    """
    global _logger
    if _logger is None:
        import logging

        _logger = logging.getLogger("werkzeug")
        if _logger.level == logging.NOTSET:
            _logger.setLevel(logging.INFO)
        if not _has_level_handler(_logger):
            _logger.addHandler(_color_handler_class()())
    getattr(_logger, type)(message.rstrip(), *args, **kwargs)


def _color_handler_class() -> type[logging.StreamHandler[t.TextIO]]:
    from ._log_handler import _ColorStreamHandler

    return _ColorStreamHandler


def module_getattr(module: str) -> t.Callable[[str], t.Any]:
    """Return the ``__getattr__`` of a module of :data:`._late_names.LATE_NAMES`.

    A name that was found is put into the module, which is then not asked again.
    """

    def __getattr__(name: str) -> object:
        # Every ``from`` import asks for ``__path__``; the table is not loaded for that.
        if name[:2] != "__":
            from ._late_names import LATE_NAMES

            home = LATE_NAMES[module.removeprefix("werkzeug.")].get(name)
            if home is not None:
                import sys
                from importlib import import_module

                value = getattr(import_module(home), name)
                setattr(sys.modules[module], name, value)
                return value
        raise AttributeError(f"module {module!r} has no attribute {name!r}")

    return __getattr__


# Names that are available here though they are defined elsewhere, imported on first use.
_ELSEWHERE = {
    "_ColorStreamHandler": "_log_handler",
    "_DictAccessorProperty": "_properties",
}


def __getattr__(name: str) -> t.Any:
    try:
        home = _ELSEWHERE[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    from importlib import import_module

    value = getattr(import_module("." + home, __package__), name)
    globals()[name] = value
    return value
