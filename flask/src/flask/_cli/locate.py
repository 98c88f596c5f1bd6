"""Find an application in a module.

``flask._hooks.app_class`` is the class to look for.
"""

from __future__ import annotations

import os
import re
import sys
import traceback

import click

from .. import _hooks

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from types import ModuleType

    from .._annotations import Flask


class NoAppException(click.UsageError):
    """No application was found, or it could not be made."""

    __module__ = "flask.cli"


def _called_with_wrong_signature(func: t.Callable[..., object]) -> bool:
    """Return whether the ``TypeError`` being handled comes from the call itself.

    Then the function's own code never ran, so it is not in the traceback.
    """
    step = sys.exc_info()[2]
    try:
        code = getattr(func, "__code__", None)
        while step is not None:
            if step.tb_frame.f_code is code:
                return False
            step = step.tb_next
        return True
    finally:
        del step  # a frame in a local variable is a cycle


def find_best_app(module: ModuleType) -> Flask:
    """Return the application of a module.

    That is ``app`` or ``application``, else the only one it has, else what its
    ``create_app`` or ``make_app`` gives.

    :raises NoAppException: there is none, or there are several.
    """
    kind = _hooks.app_class
    for name in ("app", "application"):
        app = getattr(module, name, None)
        if isinstance(app, kind):
            return app

    apps = [value for value in module.__dict__.values() if isinstance(value, kind)]
    if len(apps) == 1:
        return apps[0]
    where = module.__name__
    if apps:
        raise NoAppException(
            f"Detected multiple Flask applications in module '{where}'. Use '{where}:name'"
            " to specify the correct one."
        )

    from inspect import isfunction

    for name in ("create_app", "make_app"):
        factory = getattr(module, name, None)
        if not isfunction(factory):
            continue
        try:
            app = factory()
        except TypeError as e:
            if not _called_with_wrong_signature(factory):
                raise
            raise NoAppException(
                f"Detected factory '{name}' in module '{where}', but could not call it"
                f" without arguments. Use '{where}:{name}(args)' to specify arguments."
            ) from e
        if isinstance(app, kind):
            return app

    raise NoAppException(
        f"Failed to find Flask application or factory in module '{where}'. Use"
        f" '{where}:name' to specify one."
    )


def _parse_reference(text: str) -> tuple[str, list[object], dict[str, object], bool]:
    """Parse ``name`` or ``name(literals)``: name, arguments, keywords, is it a call."""
    import ast

    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        tree = None
    if isinstance(tree, ast.Name):
        return tree.id, [], {}, False
    if not isinstance(tree, ast.Call):
        raise NoAppException(f"Failed to parse {text!r} as an attribute name or function call.")
    if not isinstance(tree.func, ast.Name):
        raise NoAppException(f"Function reference must be a simple name: {text!r}.")
    keywords: dict[str, object] = {}
    try:
        args = [ast.literal_eval(node) for node in tree.args]
        for keyword in tree.keywords:
            value = ast.literal_eval(keyword.value)
            if keyword.arg is None:
                keywords.update(value)
            else:
                keywords[keyword.arg] = value
    except ValueError:
        # What is not a literal has no place on a command line.
        raise NoAppException(f"Failed to parse arguments as literal values: {text!r}.") from None
    return tree.func.id, args, keywords, True


def find_app_by_string(module: ModuleType, app_name: str) -> Flask:
    """Return the application that a name, or a factory that a call names.

    :raises NoAppException: the text, the name or the arguments are wrong.
    """
    name, args, keywords, _ = _parse_reference(app_name)
    where = module.__name__
    try:
        found = getattr(module, name)
    except AttributeError as e:
        raise NoAppException(f"Failed to find attribute {name!r} in {where!r}.") from e

    from inspect import isfunction

    app = found
    if isfunction(found):
        try:
            app = found(*args, **keywords)
        except TypeError as e:
            if not _called_with_wrong_signature(found):
                raise
            raise NoAppException(
                f"The factory {app_name!r} in module {where!r} could not be called with the"
                " specified arguments."
            ) from e
    if isinstance(app, _hooks.app_class):
        return app
    raise NoAppException(f"A valid Flask application was not obtained from '{where}:{app_name}'.")


def prepare_import(path: str) -> str:
    """Return the import name of a file; the folder of its top package goes on ``sys.path``."""
    path = os.path.realpath(path)
    stem, extension = os.path.splitext(path)
    if extension == ".py":
        path = stem
    if os.path.basename(path) == "__init__":
        path = os.path.dirname(path)
    folder, import_name = os.path.split(path)
    while os.path.exists(f"{folder}{os.sep}__init__.py"):
        folder, package = os.path.split(folder)
        import_name = f"{package}.{import_name}"
    if sys.path[0] != folder:
        sys.path.insert(0, folder)
    return import_name


def check_is_named_file(import_name: str) -> None:
    """Make sure that an import finds the file in the folder of :func:`prepare_import`.

    Python's own modules and those that are loaded come before files on ``sys.path``, so
    ``--app site.py`` would silently use the ``site`` of the standard library.

    :raises NoAppException: the file is there, but its name belongs to another module.
    """
    folder = sys.path[0]
    top, *rest = import_name.split(".")
    base = os.path.join(folder, top)
    stem = os.path.join(base, *rest)
    files = (os.path.join(stem, "__init__.py"), f"{stem}.py")
    file = next((name for name in files if os.path.isfile(name)), None)
    if file is None:
        return

    from importlib.util import find_spec

    try:
        spec = find_spec(top)
    except (ImportError, ValueError):
        return
    if spec is None:
        return
    places = [*(spec.submodule_search_locations or ())]
    if not places and spec.has_location and spec.origin is not None:
        places = [os.path.splitext(spec.origin)[0]]
    if any(os.path.realpath(place) == os.path.realpath(base) for place in places):
        return
    raise NoAppException(
        f"Could not import {import_name!r} from {file!r}.\nThe name {top!r} belongs to another"
        f" module, {spec.origin or places or 'which is loaded already'}. Rename"
        f" {os.path.relpath(base if rest else file)!r}."
    )


def locate_app(
    module_name: str, app_name: str | None, raise_if_not_found: bool = True
) -> Flask | None:
    """Import a module and find its application.

    :param raise_if_not_found: otherwise a module that is not there gives ``None``.
    :raises NoAppException: the import fails, or there is no application.
    """
    try:
        __import__(module_name)
    except ImportError:
        # An error inside of the module leaves at least its own frame.
        if sys.exc_info()[2].tb_next:  # type: ignore[union-attr]
            raise NoAppException(
                f"While importing {module_name!r}, an ImportError was raised:"
                f"\n\n{traceback.format_exc()}{_cycle_help()}"
            ) from None
        if not raise_if_not_found:
            return None
        raise NoAppException(
            f"Could not import {module_name!r}.{_import_help(module_name)}"
        ) from None
    module = sys.modules[module_name]
    return find_best_app(module) if app_name is None else find_app_by_string(module, app_name)


def _cycle_help() -> str:
    """Name the modules that import each other, if the error being handled comes from that."""
    error = sys.exc_info()[1]
    if "partially initialized module" not in str(error):
        return ""
    names = [
        frame.f_globals.get("__name__", "?")
        for frame, _ in traceback.walk_tb(error.__traceback__)  # type: ignore[union-attr]
        if frame.f_code.co_name == "<module>"
    ]
    last = getattr(error, "name", None)
    if last is None or last not in names:
        return ""
    cycle = " -> ".join([*names[names.index(last) :], last])
    return (
        f"\nThese modules import each other: {cycle}\n"
        "Make the application in a function (create_app), or import the other module below"
        " the line that makes it.\n"
    )


def _import_help(module_name: str) -> str:
    """Say where Python looked, and what in the name looks like a mistake."""
    lines = [f"\nPython looked from {os.getcwd()!r} (sys.path[0] is {sys.path[0]!r})."]
    if module_name != module_name.strip() or set(module_name) & set("'\""):
        lines.append("The name has blanks or quotes in it: FLASK_APP and --app take it bare.")
    elif re.search(r"[\\/]", module_name):
        lines.append("A path to a file ends in '.py'; a dotted name has no slashes.")
    elif os.path.isfile(f"{module_name.split('.')[0]}.py"):
        lines.append("A file of that name is here; is this folder on sys.path?")
    return "\n".join(lines)
