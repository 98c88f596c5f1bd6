"""The input of the rules of `nox -s consistency`, and their result: findings."""

from __future__ import annotations

import subprocess
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from .support import ROOT, Library, Python, read_table


@dataclass(frozen=True)
class Finding:
    """One drift: where it is, what stands there and what should."""

    file: str
    key: str
    found: object
    wanted: object

    def __str__(self) -> str:
        return f"{self.file}: {self.key}\n    found  {self.found!r}\n    wanted {self.wanted!r}"


@dataclass(frozen=True)
class Checkout:
    """The input of the rules: the folder, the table, the day, and each pyproject.toml."""

    root: Path
    today: date
    libraries: dict[str, Library]
    pythons: list[Python]
    projects: dict[str, dict[str, Any]]

    @classmethod
    def read(cls, root: Path = ROOT, today: date | None = None) -> Checkout:
        libraries, pythons = read_table(root / "support.toml")
        projects = {
            folder: tomllib.loads((root / folder / "pyproject.toml").read_text("utf-8"))
            for folder in libraries
        }
        return cls(root, today or datetime.now(UTC).date(), libraries, pythons, projects)

    @property
    def release_lines(self) -> list[Python]:
        return sorted((row for row in self.pythons if row.is_release_line), key=lambda r: r.version)

    def read_text(self, name: str) -> str:
        """Return the text of a file below the root, or an empty one if there is no such file."""
        path = self.root / name
        return path.read_text("utf-8") if path.is_file() else ""

    def git(self, *arguments: str) -> str | None:
        """Return what a git command prints, or ``None`` where it fails, as without a repository."""
        try:
            done = subprocess.run(
                ["git", *arguments], cwd=self.root, capture_output=True, text=True, check=True
            )
        except (OSError, subprocess.CalledProcessError):
            return None
        return done.stdout


Rule = Callable[[Checkout], Iterator[Finding]]

MISSING = "nothing"


def expect(file: str, key: str, found: object, wanted: object) -> Iterator[Finding]:
    if found != wanted:
        yield Finding(file, key, found, wanted)


def expect_table(file: str, key: str, found: object, wanted: object) -> Iterator[Finding]:
    """Compare two trees of tables; each finding names the key at which they differ."""
    if not isinstance(found, dict) or not isinstance(wanted, dict):
        yield from expect(file, key, found, wanted)
        return
    for name in sorted({*found, *wanted}):
        below = f"{key}.{name}" if key else name
        yield from expect_table(file, below, found.get(name, MISSING), wanted.get(name, MISSING))
