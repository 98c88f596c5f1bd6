"""Compare the files that a build made with the table and with the commit, as an index would."""

from __future__ import annotations

import configparser
import email
import email.message
import re
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

from . import members
from .processes import Failure, run
from .support import PYTHONS, Library

# Tags that PyPI accepts; a bare linux_x86_64 is not among them.
ACCEPTED = re.compile(r"any|(many|musl)linux_?\d\w*|macosx_\w+|win32|win_\w+|ios_\w+|android_\w+")


def check_contents(sources: Path, library: Library, work: Path) -> str:
    """Compare metadata, tags and files of what was built with the table and with the commit."""
    dist = work / "dist" / library.folder
    (sdist,) = dist.glob("*.tar.gz")
    (wheel,) = dist.glob("*.whl")
    run([sys.executable, "-m", "twine", "check", "--strict", str(sdist), str(wheel)])
    found = [*wheel_problems(wheel, sources, library), *sdist_problems(sdist, sources, library)]
    if found:
        raise Failure("\n".join(found))
    return f"{wheel.name}, {sdist.name}"


def version_of(sources: Path, library: Library) -> str:
    text = (sources / library.folder / "pyproject.toml").read_text("utf-8")
    match = re.search(r'^version = "(.+)"$', text, re.MULTILINE)
    if match is None:
        raise Failure(f"{library.folder}/pyproject.toml has no version")
    return match[1]


def wheel_problems(wheel: Path, sources: Path, library: Library) -> Iterator[str]:
    version = version_of(sources, library)
    name, found_version, _, tags = parse_wheel_filename(wheel.name)
    if (name, str(found_version)) != (canonicalize_name(library.distribution), version):
        yield f"{wheel.name} is not named {library.distribution} {version}"
    for tag in tags:
        if not ACCEPTED.fullmatch(tag.platform):
            yield f"{wheel.name}: an index refuses the platform {tag.platform!r}"
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (record,) = (entry for entry in names if entry.endswith(".dist-info/RECORD"))
        info = record.rpartition("/")[0]
        metadata = email.message_from_bytes(archive.read(f"{info}/METADATA"))
        entry_points = (
            archive.read(f"{info}/entry_points.txt").decode()
            if f"{info}/entry_points.txt" in names
            else ""
        )
    yield from metadata_problems(metadata, library, version)
    wanted, found = wanted_entry_points(library), read_entry_points(entry_points)
    if found != wanted:
        yield f"{wheel.name}: entry points {found}, wanted {wanted}"
    package = sources / library.folder / "src" / library.package
    code = {
        f"{library.package}/{path.relative_to(package).as_posix()}"
        for path in package.rglob("*")
        if path.is_file() and path.suffix != ".c"
    }
    inside = {entry for entry in names if not entry.startswith(info)}
    for entry in sorted(inside - code):
        yield f"{wheel.name}: {entry} is not in the commit"
    for entry in sorted(code - inside):
        yield f"{wheel.name}: {entry} is missing"


def metadata_problems(
    metadata: email.message.Message, library: Library, version: str
) -> Iterator[str]:
    lines = sorted((row for row in PYTHONS if row.is_release_line), key=lambda row: row.version)
    project = members.wanted_project(library, lines, version)["project"]
    extras = project.get("optional-dependencies", {})
    needs = {str(Requirement(need)) for need in project["dependencies"]}
    for extra, optional in extras.items():
        needs |= {str(Requirement(f'{need}; extra == "{extra}"')) for need in optional}
    found_needs = {
        str(Requirement(need.replace("'", '"'))) for need in metadata.get_all("Requires-Dist", ())
    }
    wanted: dict[str, tuple[object, object]] = {
        "Name": (metadata["Name"], project["name"]),
        "Version": (metadata["Version"], version),
        "Summary": (metadata["Summary"], project["description"]),
        "Requires-Python": (metadata["Requires-Python"], project["requires-python"]),
        "License-Expression": (metadata["License-Expression"], project["license"]),
        "Requires-Dist": (lower(found_needs), lower(needs)),
        "Provides-Extra": (set(metadata.get_all("Provides-Extra", ())), set(extras)),
        "Classifier": (set(metadata.get_all("Classifier", ())), set(project["classifiers"])),
        "Project-URL": (
            set(metadata.get_all("Project-URL", ())),
            {f"{name}, {url}" for name, url in project["urls"].items()},
        ),
    }
    for key, (found, right) in wanted.items():
        if found != right:
            yield f"METADATA: {key} is {found!r}, wanted {right!r}"


def lower(names: set[str]) -> set[str]:
    return {name.lower() for name in names}


def wanted_entry_points(library: Library) -> dict[str, dict[str, str]]:
    row = library.row
    groups = {"console_scripts": row.get("scripts", {}), **row.get("entry-points", {})}
    return {group: entries for group, entries in groups.items() if entries}


def read_entry_points(text: str) -> dict[str, dict[str, str]]:
    parser = configparser.ConfigParser(delimiters=("=",), interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(text)
    return {group: dict(parser[group]) for group in parser.sections()}


def sdist_problems(sdist: Path, sources: Path, library: Library) -> Iterator[str]:
    with tarfile.open(sdist) as archive:
        names = {entry.name.partition("/")[2] for entry in archive.getmembers() if entry.isfile()}
    made = {"PKG-INFO", "setup.cfg"}
    folder = sources / library.folder
    committed = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    for name in sorted(names - committed):
        if name not in made and ".egg-info/" not in name:
            yield f"{sdist.name}: {name} is not in the commit"
    parts = ("src/", "tests/", "fuzz/")
    files = {"CHANGES.md", "LICENSE.txt", "README.md", "pyproject.toml"}
    for name in sorted(committed - names):
        if name in files or name.startswith(parts):
            yield f"{sdist.name}: {name} is missing"
