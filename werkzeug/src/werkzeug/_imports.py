"""Import objects by their name, and list the modules of a package.

An import that fails says which part of the name failed.
"""

from __future__ import annotations

import sys

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Iterator


class ImportStringError(ImportError):
    """An import by name failed. The message lists what could be imported and what could not.

    :param import_name: the whole name.
    :param exception: what was raised.
    """

    __module__ = "werkzeug.utils"

    import_name: str
    exception: BaseException

    def __init__(self, import_name: str, exception: BaseException) -> None:
        self.import_name = import_name
        self.exception = exception
        super().__init__(self._explain())

    def _explain(self) -> str:
        text = self.import_name
        tried: list[str] = []
        found: list[str] = []
        for part in text.replace(":", ".").split("."):
            tried.append(part)
            name = ".".join(tried)
            module = import_string(name, silent=True)
            if module:
                found.append(f"- {name!r} found in {getattr(module, '__file__', None)!r}.")
                continue
            found.append(f"- {name!r} not found.")
            break
        listing = "\n".join(found)
        return (
            f"import_string() failed for {text!r}. Possible reasons are:\n\n"
            "- missing __init__.py in a package;\n"
            "- package or module path not included in sys.path;\n"
            "- duplicated package or module name taking precedence in sys.path;\n"
            "- missing module, class, function or variable;\n\n"
            "Debugged import:\n\n"
            f"{listing}\n\n"
            "Original exception:\n\n"
            f"{type(self.exception).__name__}: {self.exception}"
        )

    def __reduce__(self) -> tuple[type, tuple[str, BaseException]]:
        return type(self), (self.import_name, self.exception)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}({self.import_name!r}, {self.exception!r})>"


def import_string(import_name: str, silent: bool = False) -> t.Any:
    """Import an object by name: ``"package.module"``, ``"package.module.name"`` or
    ``"package.module:name"``.

    :param silent: return ``None`` when the import fails.
    :raises ImportStringError: when the import fails.
    """
    name = import_name.replace(":", ".")
    try:
        return _load(name)
    except ImportError as error:
        if silent:
            return None
        raise ImportStringError(name, error).with_traceback(sys.exc_info()[2]) from None


def _load(name: str) -> object:
    try:
        __import__(name)
    except ImportError:
        if "." not in name:
            raise
    else:
        return sys.modules[name]
    module_name, _, attribute = name.rpartition(".")
    module = __import__(module_name, globals(), locals(), [attribute])
    try:
        return getattr(module, attribute)
    except AttributeError as error:
        raise ImportError(error) from None


def find_modules(
    import_path: str, include_packages: bool = False, recursive: bool = False
) -> Iterator[str]:
    """Return the names of the modules in a package.

    :param include_packages: give packages, too.
    :param recursive: go into packages.
    :raises ValueError: when the name is that of a module.
    """
    from pkgutil import iter_modules

    package = import_string(import_path)
    path = getattr(package, "__path__", None)
    if path is None:
        raise ValueError(f"{import_path!r} is not a package")
    prefix = f"{package.__name__}."
    for _, name, is_package in iter_modules(path):
        full = prefix + name
        if not is_package:
            yield full
            continue
        if include_packages:
            yield full
        if recursive:
            yield from find_modules(full, include_packages, True)
