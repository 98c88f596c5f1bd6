"""The ledger of names that a library no longer has, and what to use instead.

A library that removes a public name keeps it in a table ``_REMOVED``, from which its error is made;
documentation and the comparison of interfaces read the same table. The libraries must be installed.
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

from .support import ROOT, Library


def ledger(library: Library) -> dict[str, str]:
    """Return the sentence for each removed name, which is dotted from the package on."""
    found: dict[str, str] = {}
    for module in modules_with_table(library):
        for name, value in importlib.import_module(module)._REMOVED.items():
            if isinstance(value, dict):  # by the module or class that had them
                rows = {f"{name}.{inner}": row for inner, row in value.items()}
            else:
                rows = {name: value}
            for key, row in rows.items():
                inside = key.startswith(f"{library.package}.")
                found[key if inside else f"{library.package}.{key}"] = sentence(row)
    return found


def modules_with_table(library: Library, root: Path = ROOT) -> Iterator[str]:
    source = root / library.folder / "src"
    for path in sorted((source / library.package).rglob("*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            value = getattr(node, "value", None)
            targets = getattr(node, "targets", [getattr(node, "target", None)])
            if isinstance(value, ast.Dict) and any(
                isinstance(target, ast.Name) and target.id == "_REMOVED" for target in targets
            ):
                parts = path.relative_to(source).with_suffix("").parts
                yield ".".join(part for part in parts if part != "__init__")


def sentence(row: str | tuple[str, str]) -> str:
    """Return one sentence for a row: a text, or the version and what to use instead."""
    return row if isinstance(row, str) else f"removed in {row[0]}; {row[1]}"
