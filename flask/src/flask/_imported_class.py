"""Class attributes whose value is imported at first use.

For defaults that most programs use late or never; a subclass sets its own.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t


class ImportedClass:
    """Stands for a class of another module until it is read the first time."""

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name
        self._loaded: object = None

    def __get__(self, obj: object, owner: type | None = None) -> t.Any:
        if self._loaded is None:
            self._loaded = getattr(import_module(self._module), self._name)
        return self._loaded


def class_from(module: str, name: str) -> t.Any:
    """Return a class attribute with the value of ``module.name``."""
    return ImportedClass(module, name)
