"""Find the folders of a package, and the parents of a blueprint.

This module asks the import system and opens no file.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec


def get_root_path(import_name: str) -> str:
    """Return the folder that holds a package, or the one that holds a module.

    :param import_name: the ``__name__`` an application or blueprint was given.
    :raises RuntimeError: the module says nothing about files (namespace packages,
        some import hooks).
    """
    module = sys.modules.get(import_name)
    file: str | None = getattr(module, "__file__", None)
    if file is not None:
        return os.path.dirname(os.path.abspath(file))

    spec = _spec_of(import_name)
    if spec is None or spec.loader is None:
        return os.getcwd()

    path: str | None
    if hasattr(spec.loader, "get_filename"):
        path = str(spec.loader.get_filename(import_name))  # pyright: ignore[reportAttributeAccessIssue]
    else:
        __import__(import_name)
        path = getattr(sys.modules[import_name], "__file__", None)

    if path is None:
        raise RuntimeError(
            "No root path can be found for the provided module"
            f" {import_name!r}. This can happen because the module came from an import hook"
            " that does not provide file name information or because it's a namespace"
            " package. In this case the root path needs to be explicitly provided."
        )
    return os.path.dirname(os.path.abspath(path))


def _spec_of(import_name: str) -> ModuleSpec | None:
    """Return the spec of a module that may not be imported yet; ``None`` when there is none."""
    from importlib.util import find_spec

    try:
        return find_spec(import_name)
    except (ImportError, ValueError):
        return None


def _is_inside(path: str, folder: str) -> bool:
    """Return whether ``path`` lies in ``folder``; both are absolute."""
    try:
        return os.path.commonpath([path, folder]) == os.path.abspath(folder)
    except ValueError:  # different drives
        return False


def package_folder(import_name: str) -> str:
    """Return the folder from which the top-level package or module of a name is imported."""
    top = import_name.partition(".")[0]
    try:
        spec = _spec_of(import_name) and _spec_of(top)
    except AttributeError:
        spec = None
    if spec is None:
        return os.getcwd()

    places = spec.submodule_search_locations
    if not places:
        return os.path.dirname(spec.origin or "")
    if spec.origin not in (None, "namespace"):
        return os.path.dirname(os.path.dirname(spec.origin or ""))

    # A namespace package may be spread over several folders: take the portion that
    # holds the module asked for.
    inner = _spec_of(import_name)
    if inner is not None and inner.origin not in (None, "namespace"):
        for place in places:
            if _is_inside(os.path.abspath(inner.origin or ""), os.path.abspath(place)):
                return os.path.dirname(os.path.abspath(place))
    return os.path.dirname(os.path.abspath(next(iter(places))))


def find_package(import_name: str) -> tuple[str | None, str]:
    """Return the prefix a package is installed under, and the folder it is imported from.

    :return: ``(prefix, folder)``; the prefix is ``None`` when the package is not
        installed, so that its instance folder stands beside it.
    """
    folder = os.path.abspath(package_folder(import_name)) if import_name else os.getcwd()
    raw = package_folder(import_name)
    if _is_inside(folder, os.path.abspath(sys.prefix)):
        return sys.prefix, raw

    parent, name = os.path.split(folder)
    if name.lower() != "site-packages":
        return None, raw
    above, lib = os.path.split(parent)
    if lib.lower() == "lib":  # Windows: prefix/Lib/site-packages
        return above, raw
    if os.path.basename(above).lower() == "lib":  # prefix/lib/pythonX.Y/site-packages
        return os.path.dirname(above), raw
    return parent, raw


def blueprint_chain(name: str) -> list[str]:
    """Return a registered blueprint's name and those of its parents, innermost first."""
    chain = [name]
    while "." in name:
        name = name.rpartition(".")[0]
        chain.append(name)
    return chain
