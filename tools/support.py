"""Read ``support.toml``: libraries in dependency order, and which ones a change can break."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Library:
    """One of the six: its folder, its distribution and import names, its siblings."""

    folder: str
    distribution: str
    package: str
    needs: tuple[str, ...]
    coverage: int
    original: str
    row: dict[str, Any] = field(repr=False, hash=False)

    @property
    def path(self) -> Path:
        return ROOT / self.folder


@dataclass(frozen=True)
class Python:
    """One interpreter of the table, named as nox names it: 3.14, 3.14t, pypy3.11."""

    name: str
    end_of_life: date
    coverage: bool
    development: bool
    instead: tuple[str, ...]

    @property
    def is_release_line(self) -> bool:
        """True for the plain CPython versions, which classifiers and the floor speak of."""
        return self.name.replace(".", "").isdigit()

    @property
    def version(self) -> tuple[int, int]:
        major, minor = self.name.removeprefix("pypy").rstrip("t").split(".")
        return int(major), int(minor)


def read_table(path: Path = ROOT / "support.toml") -> tuple[dict[str, Library], list[Python]]:
    table = tomllib.loads(path.read_text("utf-8"))
    libraries = {
        folder: Library(
            folder,
            row["distribution"],
            row["package"],
            tuple(row["needs"]),
            row["coverage"],
            row["original"],
            row,
        )
        for folder, row in table["libraries"].items()
    }
    pythons = [
        Python(
            name,
            row["end-of-life"],
            row.get("coverage", False),
            row.get("development", False),
            tuple(row.get("instead", ())),
        )
        for name, row in table["pythons"].items()
    ]
    return libraries, pythons


LIBRARIES, PYTHONS = read_table()
_PROJECT = tomllib.loads((ROOT / "support.toml").read_text("utf-8"))["project"]
REPOSITORY: str = _PROJECT["repository"]
PAGES: str = _PROJECT["pages"]
FLOOR = min((python for python in PYTHONS if python.is_release_line), key=lambda p: p.version)


def find_library(name: str) -> Library:
    """Return the library of a folder, distribution or import name.

    :raises LookupError: with the known names, for any other name.
    """
    for library in LIBRARIES.values():
        if name.lower() in {library.folder, library.distribution.lower(), library.package}:
            return library
    raise LookupError(f"{name!r} is no library; they are: {', '.join(LIBRARIES)}")


def in_order(folders: Iterable[str]) -> list[Library]:
    wanted = set(folders)
    return [library for folder, library in LIBRARIES.items() if folder in wanted]


def closure(folders: Iterable[str]) -> list[Library]:
    """Return the libraries and the siblings that they need, in dependency order."""
    wanted = set(folders)
    return in_order(wanted.union(*(LIBRARIES[folder].needs for folder in wanted)))


def dependents(folders: Iterable[str]) -> list[Library]:
    """Return the libraries and all that depend on them, directly or not."""
    wanted = set(folders)
    grown = True
    while grown:
        more = {
            folder
            for folder, library in LIBRARIES.items()
            if folder not in wanted and wanted.intersection(library.needs)
        }
        grown = bool(more)
        wanted |= more
    return in_order(wanted)


def without_fragment(paths: Iterable[str]) -> list[str]:
    """Return the libraries whose sources are among the paths, and no fragment of them is."""
    names = list(paths)
    return [
        folder
        for folder in LIBRARIES
        if any(name.startswith(f"{folder}/src/") for name in names)
        and not any(name.startswith(f"{folder}/changes/") for name in names)
    ]
