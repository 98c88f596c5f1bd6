"""The logger of an application, with a handler if none is set up."""

from __future__ import annotations

import logging
import sys

from werkzeug.local import LocalProxy

from .globals import request

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from ._annotations import App


def _errors_stream() -> t.TextIO:
    return request.environ["wsgi.errors"] if request else sys.stderr  # type: ignore[truthy-bool]


wsgi_errors_stream: t.TextIO = LocalProxy(_errors_stream)  # type: ignore[assignment]
"""Where the server wants errors of the current request; ``sys.stderr`` outside of one."""

default_handler = logging.StreamHandler(wsgi_errors_stream)
"""Writes to :data:`wsgi_errors_stream`."""
default_handler.setFormatter(
    logging.Formatter("[%(asctime)s] %(levelname)s in %(module)s: %(message)s")
)


def has_level_handler(logger: logging.Logger) -> bool:
    """Return whether some handler up the chain takes what this logger lets through."""
    level = logger.getEffectiveLevel()
    current: logging.Logger | None = logger
    while current is not None:
        if any(handler.level <= level for handler in current.handlers):
            return True
        current = current.parent if current.propagate else None
    return False


def create_logger(app: App) -> logging.Logger:
    """Return the logger named like the application.

    In debug mode its level is ``DEBUG`` unless one was set. It gets
    :data:`default_handler` when no handler would take its messages.
    """
    made = logging.getLogger(app.name)
    if made.level == logging.NOTSET and app.debug:
        made.setLevel(logging.DEBUG)
    if not has_level_handler(made):
        made.addHandler(default_handler)
    return made
