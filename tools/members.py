"""Compare each library's folder with the one table of what a library holds.

``wanted_project`` returns what a ``pyproject.toml`` must say, from what all six have in common and
the library's row in ``support.toml``. Whatever differs is a finding: a missing key, another value,
a key, file or folder that the table does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from .findings import Checkout, Finding, expect, expect_table
from .support import PAGES, REPOSITORY, Library, Python
from .wheels import WITH_C

FLIT = {"requires": ["flit_core>=3.11,<5"], "build-backend": "flit_core.buildapi"}
SETUPTOOLS = {"requires": ["setuptools>=77,<100"], "build-backend": "setuptools.build_meta"}

FILES = {"pyproject.toml", "README.md", "LICENSE.txt", "CHANGES.md"}
FOLDERS = {"src", "tests", "benchmarks", "fuzz", "changes", "compare"}
LEFT_BY_TOOLS = {"build", "dist", "__pycache__"}  # .gitignore has them, too
README_SECTIONS = ["## Install", "## Use", "## Documentation", "## License"]
TESTS = ["hypothesis", "pytest", "pytest-randomly"]
# The tests of an sdist run without the configuration of the root.
PYTEST = {
    "addopts": ["-ra", "--strict-config", "--strict-markers", "--import-mode=importlib"],
    "xfail_strict": True,
    "filterwarnings": ["error"],
    "log_level": "INFO",
}
URLS = {
    "Documentation": PAGES + "/{}/",
    "Changes": REPOSITORY + "/blob/main/{}/CHANGES.md",
    "Source": REPOSITORY + "/tree/main/{}",
    "Issues": REPOSITORY + "/issues",
}
FRAGMENT_TYPES = ["added", "changed", "deprecated", "removed", "fixed", "faster", "security"]
FRAGMENT = re.compile(rf"\+?[\w-]+\.({'|'.join(FRAGMENT_TYPES)})(\.\d+)?\.md")
START = "<!-- towncrier release notes start -->\n"
INTRODUCTION = (
    "# Changes of {}\n\nEvery change arrives with a fragment in `changes/`; "
    "a release gathers them here.\n\n" + START
)
RELEASE = re.compile(r"^## (?P<version>\S+) \((?P<date>\d{4}-\d\d-\d\d)\)$")
SECTIONS = [f"### {name.capitalize()}" for name in FRAGMENT_TYPES]


def wanted_project(library: Library, pythons: list[Python], version: object) -> dict[str, Any]:
    """Return the whole pyproject.toml of a library as a table.

    :param version: the version, which no table holds.
    """
    row = library.row
    project: dict[str, Any] = {
        "name": library.distribution,
        "version": version,
        "description": row["description"],
        "readme": "README.md",
        "requires-python": f">={pythons[0].name}",
        "license": "BSD-3-Clause",
        "license-files": ["LICENSE.txt"],
        "maintainers": [{"name": "Pallets", "email": "contact@palletsprojects.com"}],
        "classifiers": classifiers(row, pythons),
        "dependencies": row["dependencies"],
        "urls": {name: url.format(library.folder) for name, url in URLS.items()},
    }
    optional = {"optional-dependencies": "extras", "scripts": "scripts"}
    project |= {key: row[name] for key, name in optional.items() if name in row}
    if "entry-points" in row:
        project["entry-points"] = row["entry-points"]
    flit: dict[str, Any] = {
        "module": {"name": library.package},
        "sdist": {
            "include": [
                "CHANGES.md",
                *(f"{folder}/" for folder in row.get("folders", ()) if folder == "examples"),
                "fuzz/",
                "tests/",
            ],
            "exclude": ["**/__pycache__/"],
        },
    }
    setuptools = {
        "package-dir": {"": "src"},
        "packages": [library.package],
        "include-package-data": False,
        "package-data": {library.package: ["py.typed", "*.pyi"]},
    }
    with_c = {"setuptools": setuptools, "cibuildwheel": wanted_cibuildwheel(pythons)}
    back_end = with_c if library.folder == WITH_C else {"flit": flit}
    return {
        "build-system": SETUPTOOLS if library.folder == WITH_C else FLIT,
        "project": project,
        "dependency-groups": {
            "tests": sorted([*TESTS, *row["tests"]], key=lambda need: re.split(r"[; ]", need)[0]),
            "typing": [],
            "bench": ["pyperf"],
        },
        "tool": {
            **back_end,
            "pytest": {"ini_options": PYTEST},
            "towncrier": wanted_towncrier(library),
        },
    }


def wanted_cibuildwheel(pythons: list[Python]) -> dict[str, Any]:
    """Return how wheels with C are built: for each CPython and the free-threaded build."""
    lines = [f"cp{line.name.replace('.', '')}-*" for line in pythons]
    return {
        "build": " ".join([*lines, "cp314t-*"]),
        "enable": ["cpython-prerelease"],
        "test-command": "python -m pytest -c {package}/pyproject.toml {package}/tests",
        "test-requires": TESTS,
        "environment": {"REQUIRE_C": "1"},
    }


def classifiers(row: dict[str, Any], pythons: list[Python]) -> list[str]:
    python = "Programming Language :: Python"
    return [
        "Development Status :: 5 - Production/Stable",
        *(f"Environment :: {name}" for name in row.get("environment", ())),
        *(f"Framework :: {name}" for name in row.get("frameworks", ())),
        "Intended Audience :: Developers",
        "Operating System :: OS Independent",
        python,
        f"{python} :: 3",
        f"{python} :: 3 :: Only",
        *(f"{python} :: {line.name}" for line in pythons),
        f"{python} :: Free Threading",
        f"{python} :: Implementation :: CPython",
        f"{python} :: Implementation :: PyPy",
        *(f"Topic :: {name}" for name in row["topics"]),
        "Typing :: Typed",
    ]


def wanted_towncrier(library: Library) -> dict[str, Any]:
    return {
        "name": library.distribution,
        "package": library.package,
        "package_dir": "src",
        "directory": "changes",
        "filename": "CHANGES.md",
        "start_string": START,
        "title_format": "## {version} ({project_date})",
        "underlines": ["", "", ""],
        "issue_format": "#{issue}",
        "type": [
            {"directory": name, "name": name.capitalize(), "showcontent": True}
            for name in FRAGMENT_TYPES
        ],
    }


def projects(checkout: Checkout) -> Iterator[Finding]:
    """Check each pyproject.toml, key by key, against what the table says."""
    for folder, project in checkout.projects.items():
        found = {**project, "project": dict(project.get("project", {}))}
        version = found["project"].get("version", "")
        wanted = wanted_project(checkout.libraries[folder], checkout.release_lines, version)
        yield from expect_table(f"{folder}/pyproject.toml", "", found, wanted)


def versions(checkout: Checkout) -> Iterator[Finding]:
    """Check that versions are newer than the originals', and the same in all their places."""
    for folder, library in checkout.libraries.items():
        file = f"{folder}/pyproject.toml"
        text = str(checkout.projects[folder].get("project", {}).get("version", ""))
        try:
            newer = Version(text) > Version(library.original)
        except InvalidVersion:
            newer = False
        if not newer:
            wanted = f"a version above {library.original}, the original's"
            yield Finding(file, "project.version", text, wanted)
        code = checkout.read_text(f"{folder}/src/{library.package}/__init__.py")
        stated = re.search(r'^__version__ = "(.*)"', code, re.MULTILINE)
        if stated:
            name = f"{folder}/src/{library.package}/__init__.py"
            yield from expect(name, "__version__", stated[1], text)


def pins(checkout: Checkout) -> Iterator[Finding]:
    """Check that a sibling's version here satisfies each dependency on it."""
    found = {
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
            if {spec.operator for spec in need.specifier} != {">="}:
                wanted = "one lower bound, and no upper one"
                yield Finding(file, f"project.dependencies: {line}", line, wanted)
            if name in found:
                needed.append(names[name])
                if not need.specifier.contains(found[name], prereleases=True):
                    wanted = f"a range that holds {found[name]}, the version in this repository"
                    yield Finding(file, f"project.dependencies: {name}", line, wanted)
        table = sorted(checkout.libraries[folder].needs)
        yield from expect("support.toml", f"libraries.{folder}.needs", table, sorted(needed))


def layout(checkout: Checkout) -> Iterator[Finding]:
    """Check that each library has the files and folders of the table and no others."""
    licence = checkout.read_text("LICENSE.txt")
    for folder, library in checkout.libraries.items():
        path = checkout.root / folder
        wanted = FILES | FOLDERS | set(library.row.get("folders", ()))
        if folder == WITH_C:
            wanted |= {"setup.py", "MANIFEST.in"}
        found = {
            entry.name
            for entry in path.iterdir()
            if entry.name not in LEFT_BY_TOOLS and not entry.name.endswith("_cache")
        }
        yield from expect(folder, "missing files and folders", sorted(wanted - found), [])
        yield from expect(folder, "unknown files and folders", sorted(found - wanted), [])
        if not (path / f"src/{library.package}/py.typed").is_file():
            file = f"{folder}/src/{library.package}/py.typed"
            yield Finding(file, "exists", False, True)
        same = checkout.read_text(f"{folder}/LICENSE.txt") == licence
        yield from expect(f"{folder}/LICENSE.txt", "the same text as at the root", same, True)
    manifest = checkout.read_text(f"{WITH_C}/MANIFEST.in").splitlines()
    for line in ("include CHANGES.md", "include setup.py", "graft tests", "graft fuzz"):
        if line not in manifest:
            yield Finding(f"{WITH_C}/MANIFEST.in", line, MISSING_LINE, line)


MISSING_LINE = "no such line"


def readmes(checkout: Checkout) -> Iterator[Finding]:
    """Check sections and links of the README files."""
    for folder, library in checkout.libraries.items():
        fences = 0
        heads = []
        for line in checkout.read_text(f"{folder}/README.md").splitlines():
            fences += line.startswith("```")
            if fences % 2 == 0 and line.startswith("#"):
                heads.append(line)
        wanted = [f"# {library.distribution}", *README_SECTIONS]
        yield from expect(f"{folder}/README.md", "headings", heads, wanted)
        link = f"<{URLS['Documentation'].format(folder)}>"
        there = link in checkout.read_text(f"{folder}/README.md")
        yield from expect(f"{folder}/README.md", link, there, True)


def fragments(checkout: Checkout) -> Iterator[Finding]:
    """Check names, types and texts of the changelog's fragments."""
    for folder in checkout.libraries:
        for path in sorted((checkout.root / folder / "changes").iterdir()):
            file = f"{folder}/changes/{path.name}"
            if path.name == ".gitignore":
                continue
            if not FRAGMENT.fullmatch(path.name):
                wanted = f"name.TYPE.md, with a type of {', '.join(FRAGMENT_TYPES)}"
                yield Finding(file, "name of the fragment", path.name, wanted)
                continue
            text = path.read_text("utf-8")
            if not text.strip() or not text.endswith("\n") or text.lstrip().startswith("#"):
                wanted = "one or two lines of text that end with a line feed, without a heading"
                yield Finding(file, "text of the fragment", text[:60], wanted)


def changelogs(checkout: Checkout) -> Iterator[Finding]:
    """Check that a changelog has its introduction and, below, what releases wrote there."""
    for folder, library in checkout.libraries.items():
        file = f"{folder}/CHANGES.md"
        text = checkout.read_text(file)
        introduction = INTRODUCTION.format(library.distribution)
        if not text.startswith(introduction):
            yield Finding(file, "introduction", text[: len(introduction)], introduction)
            continue
        yield from check_releases(checkout, folder, text.removeprefix(introduction))


def check_releases(checkout: Checkout, folder: str, text: str) -> Iterator[Finding]:
    file = f"{folder}/CHANGES.md"
    found: list[Version] = []
    days: list[date] = []
    for line in text.splitlines():
        if line.startswith("### ") and line not in SECTIONS:
            yield Finding(file, "heading", line, f"one of {', '.join(SECTIONS)}")
        if not line.startswith(("# ", "## ")):
            continue
        match = RELEASE.match(line)
        if match is None:
            yield Finding(file, "heading", line, "## VERSION (YYYY-MM-DD)")
            continue
        found.append(Version(match["version"]))
        days.append(date.fromisoformat(match["date"]))
    if text.strip() and not text.strip().startswith("## "):
        yield Finding(file, "text without a release", text.strip()[:60], "a fragment in changes/")
    yield from expect(file, "order of the releases", found, sorted(found, reverse=True))
    yield from expect(file, "order of the dates", days, sorted(days, reverse=True))
    try:
        current = Version(str(checkout.projects[folder]["project"]["version"]))
    except InvalidVersion:
        return  # `versions` reports it
    if found and not (current == found[0] or (current.is_devrelease and current > found[0])):
        wanted = f"{found[0]}, the newest release in CHANGES.md, or a later .dev version"
        yield Finding(f"{folder}/pyproject.toml", "project.version", str(current), wanted)
    tag = f"{folder}-{found[0]}" if found else None
    released = checkout.git("show", f"{tag}:{file}") if tag else None
    whole = checkout.read_text(file)
    if released is not None and released != whole:
        yield Finding(file, "changed after the release", tag, f"the text of the tag {tag}")


RULES = (projects, versions, pins, layout, readmes, fragments, changelogs)
