"""Compare the public interface with the originals' and with that of the last tag of each library.

griffe compares both versions without importing them. What it reports as removed is looked up in the
installed package as well, since names that are made at run time are there for users. What remains
is a finding, unless ``api_waivers.toml`` has it, with a reason and a date. A public name that the
original does not have needs a place in the documentation.
"""

from __future__ import annotations

import argparse
import fnmatch
import importlib
import sys
import tempfile
import tomllib
import warnings
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import griffe

from .processes import Failure, run
from .rehearse import export
from .release import Repository
from .removed import ledger
from .support import LIBRARIES, ROOT, Library, in_order

WAIVERS = Path(__file__).with_name("api_waivers.toml")
ORIGINALS = "originals"


@dataclass(frozen=True)
class Waiver:
    """A difference that is meant: which, since when and why."""

    against: str  # "originals", or a tag
    pattern: str  # of dotted names, as for file names
    kind: str
    reason: str
    date: date

    def covers(self, against: str, name: str, kind: str) -> bool:
        return (
            (self.against, self.kind) == (against, kind)
            and fnmatch.fnmatchcase(name, self.pattern)
        )  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """One change that can break a program."""

    against: str
    name: str
    kind: str
    detail: str

    def __str__(self) -> str:
        return f"{self.name}: {self.kind} against {self.against} ({self.detail})"


def read_waivers(path: Path = WAIVERS) -> list[Waiver]:
    """Return the waivers of the table.

    :raises Failure: if one has no reason or no date.
    """
    found = []
    for row in tomllib.loads(path.read_text("utf-8")).get("waiver", ()):
        if not row.get("reason") or not isinstance(row.get("date"), date):
            raise Failure(f"{path.name}: {row.get('pattern')!r} needs a reason and a date")
        found.append(Waiver(**{"against": ORIGINALS, **row}))
    return found


def exists(name: str) -> bool:
    """Return whether a dotted name leads to something in the installed package."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        try:
            with warnings.catch_warnings():
                # Old finders of other packages, which pytest would turn into errors.
                warnings.simplefilter("ignore", ImportWarning)
                found: Any = importlib.import_module(".".join(parts[:count]))
        except ImportError:
            continue
        for part in parts[count:]:
            if part in getattr(found, "__annotations__", {}):
                return True
            try:
                found = getattr(found, part)
            except AttributeError:
                return False
        return True
    return False


def compare(library: Library, old: Path, new: Path, against: str) -> list[Difference]:
    """Return what breaks between two folders that hold the package."""
    one, other = (
        griffe.load(library.package, search_paths=[folder], allow_inspection=False)
        for folder in (old, new)
    )
    found = []
    for breakage in griffe.find_breaking_changes(one, other):
        name, kind = breakage.obj.path, breakage.kind.value
        there = name.startswith(library.package) and exists(name)
        if breakage.kind in RUN_TIME and there:
            continue
        found.append(
            Difference(against, name, kind, f"{breakage.old_value} -> {breakage.new_value}")
        )
    return found


# What reads of the text alone cannot decide: a name that the run time has is no loss.
RUN_TIME = {griffe.BreakageKind.OBJECT_REMOVED, griffe.BreakageKind.OBJECT_CHANGED_KIND}


def fetch_original(library: Library, folder: Path) -> Path:
    """Download and unpack the original's wheel, for griffe alone to read."""
    need = f"{library.distribution}=={library.original}"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    run([*command, "--disable-pip-version-check", "--only-binary=:all:", "-d", str(folder), need])
    (wheel,) = folder.glob("*.whl")
    target = folder / "unpacked"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def undocumented(library: Library, original: Path) -> list[str]:
    """Return public names that the original lacks and no page of the documentation has."""
    package = griffe.load(library.package, search_paths=[original], allow_inspection=False)
    known = set(package.members)
    module = importlib.import_module(library.package)
    names = [
        name
        for name in getattr(module, "__all__", dir(module))
        if not name.startswith("_") and name != "annotations"
    ]
    pages = "".join(
        path.read_text("utf-8") for path in sorted((ROOT / "docs" / library.folder).rglob("*.md"))
    )
    return [name for name in names if name not in known and name not in pages]


def check(library: Library, work: Path, waivers: list[Waiver], used: set[Waiver]) -> list[str]:
    """Return the findings of one library; add the waivers that it needed to ``used``."""
    new = ROOT / library.folder / "src"
    original = fetch_original(library, work / library.folder)
    differences = compare(library, original, new, ORIGINALS)
    repository = Repository(ROOT)
    released = repository.released(library)
    if released:
        tag = f"{library.folder}-{released[-1]}"
        export(tag, work / tag)
        differences += compare(library, work / tag / library.folder / "src", new, tag)
    found = []
    gone = ledger(library)
    for row in differences:
        if row.name in gone:
            continue  # its error says what to use instead
        waiver = next((w for w in waivers if w.covers(row.against, row.name, row.kind)), None)
        if waiver is None:
            found.append(str(row))
        else:
            used.add(waiver)
    found += [
        f"{library.package}.{name}: a name that the original lacks, and docs/{library.folder} as well"
        for name in undocumented(library, original)
    ]
    print(f"{library.folder}: {len(differences)} differences, {len(found)} findings", flush=True)
    return found


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="api", description="Compare public interfaces.")
    parser.add_argument("libraries", nargs="*", help=f"some of {', '.join(LIBRARIES)}")
    chosen = in_order(parser.parse_args(words).libraries or LIBRARIES)
    try:
        waivers = read_waivers()
        used: set[Waiver] = set()
        with tempfile.TemporaryDirectory() as folder:
            found = [line for row in chosen for line in check(row, Path(folder), waivers, used)]
    except Failure as failure:
        print(failure)
        return 1
    packages = {library.package for library in chosen}
    found += [
        f"api_waivers.toml: nothing needs {row.pattern!r} ({row.kind}) any more"
        for row in waivers
        if row not in used and row.pattern.split(".")[0] in packages
    ]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
