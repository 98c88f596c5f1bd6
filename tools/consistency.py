"""Compare the six with each other, with the table of support and with the calendar.

Returns findings, each with file, key, what was found and what was wanted. Only what general tools
cannot check is checked here: that the six agree with each other and with ``support.toml``.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .support import ROOT, Library, Python, read_table

FLIT = {"requires": ["flit_core>=3.11,<5"], "build-backend": "flit_core.buildapi"}
SETUPTOOLS = {"requires": ["setuptools>=77,<100"], "build-backend": "setuptools.build_meta"}
BUILD_SYSTEMS = {"markupsafe": SETUPTOOLS}  # the one with a C extension

FOLDERS = ("src", "tests", "benchmarks", "fuzz", "changes")
FILES = ("pyproject.toml", "README.md", "LICENSE.txt", "CHANGES.md")
README_SECTIONS = ["## Install", "## Use", "## Documentation", "## License"]
GROUPS = ["tests", "typing", "bench"]
ROOT_TOOLS = {
    "black",
    "coverage",
    "importlinter",
    "isort",
    "mypy",
    "nox",
    "pyright",
    "pytest",
    "ruff",
}
FRAGMENT_TYPES = ["added", "changed", "deprecated", "removed", "fixed", "faster", "security"]
URLS = {
    "Documentation": "https://{}.palletsprojects.com/",
    "Changes": "https://{}.palletsprojects.com/page/changes/",
    "Source": "https://github.com/pallets/{}/",
    "Chat": "https://discord.gg/pallets",
    "Donate": "https://palletsprojects.com/donate",
}


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


Rule = Callable[[Checkout], Iterator[Finding]]


def expect(file: str, key: str, found: object, wanted: object) -> Iterator[Finding]:
    if found != wanted:
        yield Finding(file, key, found, wanted)


def calendar(checkout: Checkout) -> Iterator[Finding]:
    """Check that no Python of the table has reached its end of life."""
    for row in checkout.pythons:
        if row.end_of_life < checkout.today:
            wanted = f"no row: its end of life was {row.end_of_life}, raise the floor"
            yield Finding("support.toml", f'pythons."{row.name}"', row.name, wanted)


def pythons(checkout: Checkout) -> Iterator[Finding]:
    """Check that requires-python and the classifiers agree with the table."""
    floor = f">={checkout.release_lines[0].name}"
    start = "Programming Language :: Python :: 3."
    wanted = [f"{start}{row.version[1]}" for row in checkout.release_lines]
    for folder, project in checkout.projects.items():
        file = f"{folder}/pyproject.toml"
        metadata = project["project"]
        yield from expect(file, "project.requires-python", metadata.get("requires-python"), floor)
        found = [line for line in metadata.get("classifiers", ()) if line.startswith(start)]
        yield from expect(file, "project.classifiers (Pythons)", found, wanted)
    root = tomllib.loads((checkout.root / "pyproject.toml").read_text("utf-8"))["tool"]
    name = checkout.release_lines[0].name
    for tool, key, value in (
        ("ruff", "target-version", f"py{name.replace('.', '')}"),
        ("mypy", "python_version", name),
        ("pyright", "pythonVersion", name),
    ):
        yield from expect("pyproject.toml", f"tool.{tool}.{key}", root[tool].get(key), value)


def build_systems(checkout: Checkout) -> Iterator[Finding]:
    """Check that build back ends and their pins are the agreed ones."""
    for folder, project in checkout.projects.items():
        wanted = BUILD_SYSTEMS.get(folder, FLIT)
        yield from expect(
            f"{folder}/pyproject.toml", "build-system", project["build-system"], wanted
        )


def metadata(checkout: Checkout) -> Iterator[Finding]:
    """Check that names, licence, maintainers and URLs are of one kind."""
    maintainers = [{"name": "Pallets", "email": "contact@palletsprojects.com"}]
    for folder, project in checkout.projects.items():
        file = f"{folder}/pyproject.toml"
        found = project["project"]
        wanted = {
            "name": checkout.libraries[folder].distribution,
            "readme": "README.md",
            "license": "BSD-3-Clause",
            "license-files": ["LICENSE.txt"],
            "maintainers": maintainers,
            "urls": {name: url.format(folder) for name, url in URLS.items()},
        }
        for key, value in wanted.items():
            yield from expect(file, f"project.{key}", found.get(key), value)
        typed = "Typing :: Typed" in found.get("classifiers", ())
        yield from expect(file, "project.classifiers (Typing :: Typed)", typed, True)


def groups(checkout: Checkout) -> Iterator[Finding]:
    """Check that the dependency groups have the same names everywhere."""
    for folder, project in checkout.projects.items():
        found = list(project.get("dependency-groups", {}))
        yield from expect(f"{folder}/pyproject.toml", "dependency-groups", found, GROUPS)


def tool_tables(checkout: Checkout) -> Iterator[Finding]:
    """Check that shared tool configuration is in the root alone."""
    for folder, project in checkout.projects.items():
        strays = sorted(ROOT_TOOLS.intersection(project.get("tool", {})))
        yield from expect(f"{folder}/pyproject.toml", "tool.* that belong in the root", strays, [])


def changelogs(checkout: Checkout) -> Iterator[Finding]:
    """Check that changelogs are set up alike, and each fragment has a known type."""
    for folder, project in checkout.projects.items():
        file = f"{folder}/pyproject.toml"
        library = checkout.libraries[folder]
        found = dict(project.get("tool", {}).get("towncrier", {}))
        types = [row.get("directory") for row in found.pop("type", ())]
        wanted = {
            "name": library.distribution,
            "package": library.package,
            "package_dir": "src",
            "directory": "changes",
            "filename": "CHANGES.md",
            "start_string": "<!-- towncrier release notes start -->\n",
            "title_format": "## {version} ({project_date})",
            "underlines": ["", "", ""],
            "issue_format": "#{issue}",
        }
        yield from expect(file, "tool.towncrier", found, wanted)
        yield from expect(file, "tool.towncrier.type", types, FRAGMENT_TYPES)
        changes = checkout.root / folder / "CHANGES.md"
        marked = changes.is_file() and wanted["start_string"].strip() in changes.read_text("utf-8")
        yield from expect(f"{folder}/CHANGES.md", "the mark where releases are added", marked, True)
        for fragment in sorted((checkout.root / folder / "changes").glob("*.*")):
            parts = fragment.name.split(".")
            if fragment.name != ".gitignore" and (
                len(parts) < 3 or parts[-2] not in FRAGMENT_TYPES
            ):
                where = f"{folder}/changes/{fragment.name}"
                yield Finding(where, "type of the fragment", fragment.name, FRAGMENT_TYPES)


def layout(checkout: Checkout) -> Iterator[Finding]:
    """Check that each library has the same folders and files, and is typed."""
    licence = (checkout.root / "LICENSE.txt").read_text("utf-8")
    for folder, library in checkout.libraries.items():
        path = checkout.root / folder
        missing = [name for name in FOLDERS if not (path / name).is_dir()]
        missing += [name for name in FILES if not (path / name).is_file()]
        yield from expect(folder, "missing folders and files", missing, [])
        typed = f"src/{library.package}/py.typed"
        yield from expect(f"{folder}/{typed}", "exists", (path / typed).is_file(), True)
        mine = path / "LICENSE.txt"
        same = mine.is_file() and mine.read_text("utf-8") == licence
        yield from expect(f"{folder}/LICENSE.txt", "the same text as at the root", same, True)


def readmes(checkout: Checkout) -> Iterator[Finding]:
    """Check that the README files have the same sections in the same order."""
    for folder, library in checkout.libraries.items():
        path = checkout.root / folder / "README.md"
        lines = path.read_text("utf-8").splitlines() if path.is_file() else []
        fences = 0
        heads = []
        for line in lines:
            fences += line.startswith("```")
            if fences % 2 == 0 and line.startswith("#"):
                heads.append(line)
        wanted = [f"# {library.distribution}", *README_SECTIONS]
        yield from expect(f"{folder}/README.md", "headings", heads, wanted)


def pins(checkout: Checkout) -> Iterator[Finding]:
    """Check that a sibling's version here satisfies each dependency on it."""
    versions = {
        canonicalize_name(library.distribution): checkout.projects[folder]["project"]["version"]
        for folder, library in checkout.libraries.items()
    }
    names = {canonicalize_name(lib.distribution): name for name, lib in checkout.libraries.items()}
    for folder, project in checkout.projects.items():
        file = f"{folder}/pyproject.toml"
        needed = []
        for line in project["project"].get("dependencies", ()):
            need = Requirement(line)
            name = canonicalize_name(need.name)
            lower = [spec for spec in need.specifier if spec.operator in {">=", "=="}]
            if not lower:
                yield Finding(file, f"project.dependencies: {line}", line, "a lower bound")
            if name in versions:
                needed.append(names[name])
                if not need.specifier.contains(versions[name]):
                    wanted = f"a range that holds {versions[name]}, the version in this repository"
                    yield Finding(file, f"project.dependencies: {name}", line, wanted)
        table = sorted(checkout.libraries[folder].needs)
        yield from expect("support.toml", f"libraries.{folder}.needs", table, sorted(needed))


# Words of the private language that docs/style.md replaces, and openings of docstrings that say
# neither what a function returns nor what it does.
WORDS = re.compile(
    r"\b(rooms?|doors?|roofs?|faces?|who asks?|told|tells?|gave|(?:goes|comes) (?:in|out):)(?!\w)"
    r"|^(?:In|Out|In and out): "
    r'|^\s*"""(?:Give|Gives|Tell|Tells|Whether|What|How|Who)\b',
    re.IGNORECASE | re.MULTILINE,
)
# Where the words are right: the style page lists them, examples have their own subjects.
WORDS_ALLOWED = {
    "docs/style.md",
    "docs/click/groups.md",
    "flask/extensions/tasks.py",
    "tools/consistency.py",
    "tools/tests/test_consistency.py",
}
SWEPT = ("markupsafe", "itsdangerous", "flask", "docs", "tools", "examples")


def vocabulary(checkout: Checkout) -> Iterator[Finding]:
    """Check that code and prose use the words of docs/style.md."""
    for top in SWEPT:
        for path in sorted((checkout.root / top).rglob("*")):
            name = path.relative_to(checkout.root).as_posix()
            if path.suffix not in {".py", ".md"} or name in WORDS_ALLOWED or "/build/" in name:
                continue
            text = path.read_text("utf-8")
            for match in WORDS.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                wanted = "the word of docs/style.md"
                yield Finding(name, f"line {line}", match.group().strip(), wanted)


RULES: tuple[Rule, ...] = (
    calendar,
    pythons,
    build_systems,
    metadata,
    groups,
    tool_tables,
    changelogs,
    layout,
    readmes,
    pins,
    vocabulary,
)


def check(checkout: Checkout) -> list[Finding]:
    return [finding for rule in RULES for finding in rule(checkout)]


def main() -> int:
    findings = check(Checkout.read())
    for finding in findings:
        print(finding)
    print(f"{len(RULES)} rules over six libraries, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
