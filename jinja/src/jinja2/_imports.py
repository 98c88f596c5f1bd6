"""Import objects by their names, open files that may be missing, describe types."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t


def import_string(import_name: str, silent: bool = False) -> t.Any:
    """Import an object by its name, written ``package.module.name`` or ``package.module:name``.

    :param silent: give ``None`` instead of raising.
    :raises ImportError: there is no such module.
    :raises AttributeError: the module has no such name.
    """
    module, colon, name = import_name.partition(":")
    if not colon:
        module, _, name = import_name.rpartition(".")
    try:
        if not module:
            __import__(name)
            return sys.modules[name]
        __import__(module)
        return getattr(sys.modules[module], name)
    except (ImportError, AttributeError):
        if silent:
            return None
        raise


def open_if_exists(filename: str, mode: str = "rb") -> t.IO[t.Any] | None:
    """Open the file, or give ``None`` when there is no regular file of that name."""
    if not os.path.isfile(filename):
        return None
    return open(filename, mode)


def object_type_repr(obj: object) -> str:
    """Return a short text that names the type of an object: ``int object``, ``None``."""
    if obj is None:
        return "None"
    if obj is Ellipsis:
        return "Ellipsis"
    kind = type(obj)
    if kind.__module__ == "builtins":
        return f"{kind.__name__} object"
    return f"{kind.__module__}.{kind.__name__} object"


for _public in (import_string, open_if_exists, object_type_repr):
    _public.__module__ = "jinja2.utils"
del _public


def module_getattr(module: str) -> t.Callable[[str], t.Any]:
    """Return the ``__getattr__`` of a module of :data:`._late_names.LATE_NAMES`.

    A name that was found is put into the module, which is then not asked again.
    """

    def __getattr__(name: str) -> object:
        # Every ``from`` import asks for ``__path__``; the table is not loaded for that.
        if name[:2] != "__":
            from ._late_names import LATE_NAMES

            home = LATE_NAMES[module.removeprefix("jinja2.")].get(name)
            if home is not None:
                import sys
                from importlib import import_module

                value = getattr(import_module(home), name)
                setattr(sys.modules[module], name, value)
                return value
        raise AttributeError(f"module {module!r} has no attribute {name!r}")

    return __getattr__
