"""The ``g`` object: a namespace that lives as long as an application context."""

from __future__ import annotations

from .globals import _cv_app

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

_missing: t.Any = object()


class _AppCtxGlobals:
    """Any attribute may be set; it also has the reading half of a dict's methods."""

    __module__ = "flask.ctx"

    def __getattr__(self, name: str) -> t.Any:
        raise AttributeError(name)

    if TYPE_CHECKING:

        def __setattr__(self, name: str, value: t.Any) -> None: ...

    def __delattr__(self, name: str) -> None:
        try:
            del self.__dict__[name]
        except KeyError:
            raise AttributeError(name) from None

    def get(self, name: str, default: t.Any | None = None) -> t.Any:
        """An attribute, or ``default`` when it is not set."""
        return self.__dict__.get(name, default)

    def pop(self, name: str, default: t.Any = _missing) -> t.Any:
        """Take an attribute out.

        :raises KeyError: it is not set and there is no default.
        """
        if default is _missing:
            return self.__dict__.pop(name)
        return self.__dict__.pop(name, default)

    def setdefault(self, name: str, default: t.Any = None) -> t.Any:
        """An attribute, which is set to ``default`` if it is not set."""
        return self.__dict__.setdefault(name, default)

    def __contains__(self, item: str) -> bool:
        return item in self.__dict__

    def __iter__(self) -> t.Iterator[str]:
        return iter(self.__dict__)

    def __repr__(self) -> str:
        context = _cv_app.get(None)
        if context is None:
            return object.__repr__(self)
        return f"<flask.g of '{context.app.name}'>"
