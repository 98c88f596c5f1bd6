"""Choose what a change asks for: libraries, sessions, and the tests that are nearest to it.

A change in a library's sources can break the libraries that need it. A change in its tests, its
changelog, its benchmarks or its pages can break only what reads those.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from .support import LIBRARIES, ROOT, Library, dependents, in_order

# What reads a part of a library's folder, besides the sources and what decides its metadata.
PARTS = {
    "tests": ("tests", "lint"),
    "fuzz": ("tests", "lint"),
    "compare": ("compare", "lint"),
    "benchmarks": ("lint",),
    "extensions": ("lint",),
    "soak": ("lint",),
    "vectors": ("lint",),
    "typed": ("typing", "lint"),
    "examples": ("tests", "lint"),
    "changes": ("consistency",),
    "README.md": ("consistency", "dist"),
    "CHANGES.md": ("consistency",),
    "LICENSE.txt": ("consistency", "dist"),
}
SOURCES = ("tests", "alone", "minimums", "typing", "lint", "consistency", "dist", "docs")
# The same for paths outside of the libraries; what is not listed affects everything.
OUTSIDE = {
    "docs": ("docs", "consistency"),
    "examples": ("examples", "lint"),
    ".github": ("consistency",),
    ".devcontainer": ("consistency",),
    ".gitignore": ("consistency",),
    ".editorconfig": ("consistency",),
    ".pre-commit-config.yaml": ("consistency",),
    ".ci": ("consistency",),
    "tools": ("consistency", "lint", "dist", "docs", "typing", "examples"),
}


@dataclass
class Selection:
    """The libraries and sessions that a change asks for."""

    changed: list[Library] = field(default_factory=list)  # whose own suite runs first
    above: list[Library] = field(default_factory=list)  # which need a changed one
    sessions: set[str] = field(default_factory=set)
    nearest: dict[str, list[str]] = field(default_factory=dict)  # folder -> test files

    @property
    def libraries(self) -> list[Library]:
        return in_order(row.folder for row in (*self.changed, *self.above))


def normal(path: str, root: Path = ROOT) -> str:
    """Return a path from the root, with slashes, for any spelling of it.

    :raises LookupError: for a path that does not lie in the repository.
    """
    whole = (root / path).resolve()
    if not whole.is_relative_to(root.resolve()):
        raise LookupError(f"{path!r} does not lie in the repository")
    return whole.relative_to(root.resolve()).as_posix()


def select(paths: Iterable[str], root: Path = ROOT) -> Selection:
    """Return what a change of these paths asks for.

    :param paths: from the root, absolute, or with ``./``.
    :raises LookupError: for a path outside of the repository.
    """
    found = Selection()
    own: set[str] = set()
    sources: set[str] = set()
    for path in (normal(name, root) for name in paths):
        top, _, rest = path.partition("/")
        if top in LIBRARIES:
            part = rest.partition("/")[0]
            needs = PARTS.get(part, SOURCES)
            found.sessions.update(needs)
            if "tests" in needs or "compare" in needs:
                own.add(top)
            if needs is SOURCES:
                sources.add(top)
            for test in nearest_tests(root, top, rest):
                tests = found.nearest.setdefault(top, [])
                if test not in tests:
                    tests.append(test)
        elif not rest and top.endswith((".md", ".txt")):
            found.sessions.add("consistency")
        elif top in OUTSIDE:
            found.sessions.update(OUTSIDE[top])
        else:
            sources.update(LIBRARIES)
            found.sessions.update((*SOURCES, "examples", "coverage"))
    found.changed = in_order(own | sources)
    above = {row.folder for row in dependents(sources)} - {row.folder for row in found.changed}
    found.above = in_order(above)
    if any(row.folder == "flask" for row in found.libraries) and sources:
        found.sessions.add("examples")
    return found


def nearest_tests(root: Path, folder: str, rest: str) -> list[str]:
    """Return the test files of a changed file: itself, or those of the module's name."""
    path = PurePosixPath(rest)
    tests = root / folder / "tests"
    if path.parts[:1] == ("tests",):
        is_test = path.name.startswith("test_") and path.suffix == ".py"
        return [f"{folder}/{rest}"] if is_test and (root / folder / rest).is_file() else []
    if path.parts[:1] != ("src",) or len(path.parts) < 3:
        return []
    *packages, name = (part.strip("_") for part in path.with_suffix("").parts[2:])
    names = [f"test_{name}.py", f"test_{'_'.join([*packages, name])}.py"]
    names += [f"test_{package}.py" for package in packages]
    found = [
        test.relative_to(root).as_posix()
        for wanted in names
        for test in sorted(tests.rglob(wanted))
    ]
    return list(dict.fromkeys(found))


def changed_since(revision: str, root: Path = ROOT) -> list[str]:
    """Return the paths that differ from where this branch left a revision, with untracked ones.

    A file that was moved counts with both its paths.

    :raises LookupError: if there is no such revision, or this is no git repository.
    """

    def git(*words: str) -> str:
        try:
            done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True)
        except OSError:
            raise LookupError("git is not found; name the changed paths instead") from None
        if done.returncode:
            lines = done.stderr.strip().splitlines() or ["no message"]
            raise LookupError(f"git {words[0]} {words[-1]}: {lines[0].removeprefix('fatal: ')}")
        return done.stdout.strip()

    base = git("merge-base", "HEAD", revision)
    names = git("diff", "--name-only", "--no-renames", base).splitlines()
    return [*names, *git("ls-files", "--others", "--exclude-standard").splitlines()]
