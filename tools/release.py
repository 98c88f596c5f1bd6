"""Release one library, several or all: plan, prepare in a clone, rehearse, then take over.

``python -m tools.release click 8.6.0`` shows what a release would do and changes nothing.
``--execute`` does it. All commits and tags are made in a clone; the repository takes them over in
one transaction after the rehearsal has passed, so that a failure leaves it as it was. An interrupted
run is finished, or shown to be finished, by the same command. Publishing is the push of the tags:
the workflow builds, attests and uploads.

Words: libraries, or ``all``; then ``major``, ``minor``, ``patch``, a version, or nothing for the
version in pyproject.toml without its ``.dev`` part.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from .processes import Failure, run
from .rehearse import export, rehearse
from .support import LIBRARIES, ROOT, Library, find_library, in_order

BUMPS = ("major", "minor", "patch")
MAIN = "main"


@dataclass(frozen=True)
class Planned:
    """One library of a release."""

    library: Library
    version: Version
    previous: Version | None  # of the last tag

    @property
    def tag(self) -> str:
        return f"{self.library.folder}-{self.version}"

    @property
    def following(self) -> Version:
        """The development version that the branch has afterwards."""
        major, minor, micro = (*self.version.release, 0, 0)[:3]
        return Version(f"{major}.{minor}.{micro + 1}.dev0")


class Repository:
    """The git commands that a release needs, in one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def git(self, *words: str, **environment: str) -> str:
        return run(["git", *words], self.root, **environment).strip()

    @property
    def branch(self) -> str:
        return self.git("branch", "--show-current")

    @property
    def head(self) -> str:
        return self.git("rev-parse", "HEAD")

    @property
    def journal(self) -> Path:
        """The file that exists while a release is taken over."""
        return Path(self.git("rev-parse", "--absolute-git-dir"), "release.json")

    def changes(self) -> list[str]:
        return self.git("status", "--porcelain", "--untracked-files=all").splitlines()

    def released(self, library: Library) -> list[Version]:
        """Return the versions that have a tag, the newest last."""
        start = f"{library.folder}-"
        found = []
        for tag in self.git("tag", "--list", f"{start}*").splitlines():
            try:
                found.append(Version(tag.removeprefix(start)))
            except InvalidVersion:
                continue
        return sorted(found)

    def version(self, library: Library) -> Version:
        text = (self.root / library.folder / "pyproject.toml").read_text("utf-8")
        match = re.search(r'^version = "(.+)"$', text, re.MULTILINE)
        if match is None:
            raise Failure(f'{library.folder}/pyproject.toml has no line version = "..."')
        return Version(match[1])

    def set_version(self, library: Library, version: Version) -> None:
        """Write the version in every place that has it."""
        project = self.root / library.folder / "pyproject.toml"
        substitute(project, r'^version = ".+"$', f'version = "{version}"')
        code = self.root / library.folder / "src" / library.package / "__init__.py"
        if re.search(r'^__version__ = "', code.read_text("utf-8"), re.MULTILINE):
            substitute(code, r'^__version__ = ".+"$', f'__version__ = "{version}"')

    def fragments(self, library: Library) -> list[Path]:
        return sorted((self.root / library.folder / "changes").glob("*.md"))


def substitute(path: Path, pattern: str, line: str) -> None:
    text, count = re.subn(pattern, line, path.read_text("utf-8"), flags=re.MULTILINE)
    if count != 1:
        raise Failure(f"{path} has {count} lines like {line!r}, one is wanted")
    path.write_text(text, "utf-8")


# Plan


def read_words(words: list[str]) -> tuple[list[Library], str]:
    """Split the words into libraries and the word for the version.

    :raises Failure: with the known names, if a word is neither.
    """
    libraries: list[str] = []
    wanted = ""
    for word in words:
        if word == "all":
            libraries += LIBRARIES
        elif word in BUMPS or word[:1].isdigit():
            if wanted:
                raise Failure(f"two versions: {wanted} and {word}; one is wanted")
            wanted = word
        else:
            try:
                libraries.append(find_library(word).folder)
            except LookupError as error:
                raise Failure(f"{error}; versions are major, minor, patch or 1.2.3") from None
    if not libraries:
        raise Failure(f"no library is named; name some of {', '.join(LIBRARIES)}, or all")
    return in_order(libraries), wanted


def next_version(current: Version, previous: Version | None, wanted: str) -> Version:
    """Return the version to release.

    A bump counts from the last release; without one, the version in the repository is the first.
    """
    if wanted not in BUMPS:
        return Version(wanted) if wanted else Version(current.base_version)
    if previous is None:
        return Version(current.base_version)
    major, minor, micro = (*previous.release, 0, 0)[:3]
    parts = {
        "major": (major + 1, 0, 0),
        "minor": (major, minor + 1, 0),
        "patch": (major, minor, micro + 1),
    }
    return Version(".".join(map(str, parts[wanted])))


def make_plan(repository: Repository, libraries: list[Library], wanted: str) -> list[Planned]:
    planned = []
    for library in libraries:
        versions = repository.released(library)
        previous = versions[-1] if versions else None
        try:
            version = next_version(repository.version(library), previous, wanted)
        except InvalidVersion:
            raise Failure(f"{wanted!r} is no version; write one like 8.6.0") from None
        planned.append(Planned(library, version, previous))
    return planned


def problems(repository: Repository, plan: list[Planned]) -> list[str]:
    """Return what stands in the way of a release, a sentence each."""
    found = []
    changes = repository.changes()
    if changes:
        names = ", ".join(line[3:] for line in changes[:5])
        found.append(f"the tree has {len(changes)} changes that are not committed: {names}")
    branch = repository.branch
    for row in plan:
        name = row.library.folder
        major, minor = (*row.version.release, 0)[:2]
        maintenance = f"{name}-{major}.{minor}.x"
        if branch not in {MAIN, maintenance}:
            found.append(f"this is the branch {branch!r}; {name} is released from {MAIN} or "
                         f"{maintenance}")  # fmt: skip
        if row.version <= Version(row.library.original):
            found.append(
                f"{name} {row.version} is not newer than the original's {row.library.original}"
            )
        # A maintenance branch is compared with its own line, main with all.
        line = [
            version
            for version in repository.released(row.library)
            if branch == MAIN or version.release[:2] == row.version.release[:2]
        ]
        if line and row.version <= line[-1]:
            found.append(f"{name} {row.version} is not newer than the released {line[-1]}")
        if not repository.fragments(row.library):
            found.append(f"{name}/changes has no fragment: nothing to release")
        found += unreleased_siblings(repository, row, plan)
    return found


def unreleased_siblings(repository: Repository, row: Planned, plan: list[Planned]) -> Iterable[str]:
    """Return a sentence for each sibling whose wanted version nobody can install."""
    names = {canonicalize_name(lib.distribution): lib for lib in LIBRARIES.values()}
    planned = {other.library.folder: other.version for other in plan}
    for line in row.library.row["dependencies"]:
        need = Requirement(line)
        sibling = names.get(canonicalize_name(need.name))
        if sibling is None:
            continue
        there = [Version(sibling.original), *repository.released(sibling)]
        if sibling.folder in planned:
            there.append(planned[sibling.folder])
        if not any(need.specifier.contains(version) for version in there):
            yield (
                f"{row.library.folder} needs {line}, and no release of {sibling.folder} is that "
                f"new: release {sibling.folder} first, or both at once"
            )


# Prepare


def prepare(clone: Repository, plan: list[Planned], day: date) -> dict[str, str]:
    """Make the commits and tags of the release in the clone; return the notes by tag."""
    notes = {}
    for row in plan:
        library = row.library
        clone.set_version(library, row.version)
        words = ["--config", f"{library.folder}/pyproject.toml", "--dir", library.folder]
        words += ["--version", str(row.version), "--date", day.isoformat(), "--yes"]
        run([sys.executable, "-m", "towncrier", "build", *words], clone.root)
        notes[row.tag] = read_notes(clone.root / library.folder / "CHANGES.md", row.version)
        clone.git("add", "--all", library.folder)
        commit(clone, f"{library.folder}: release {row.version}", day)
        tag = ["tag", "--annotate", row.tag, "--cleanup=verbatim", "--message", notes[row.tag]]
        clone.git(*tag, **dated(day))
    for row in plan:
        clone.set_version(row.library, row.following)
    clone.git("add", "--all")
    names = ", ".join(f"{row.library.folder} {row.following}" for row in plan)
    commit(clone, f"after the release: {names}", day)
    return notes


def commit(clone: Repository, subject: str, day: date) -> None:
    clone.git("commit", "--quiet", "--message", subject, **dated(day))


def dated(day: date) -> dict[str, str]:
    """Return variables that give commits and tags the date of the release, whatever the clock."""
    stamp = f"{epoch_of(day)} +0000"
    return {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}


def epoch_of(day: date) -> str:
    return str(int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()))


def read_notes(changes: Path, version: Version) -> str:
    """Return the section of one release."""
    text = changes.read_text("utf-8")
    match = re.search(rf"^## {re.escape(str(version))} .*?(?=^## |\Z)", text, re.M | re.S)
    if match is None:
        raise Failure(f"towncrier wrote no section {version} into {changes}")
    return match[0].strip() + "\n"


# Take over


def take_over(repository: Repository, clone: Repository, plan: list[Planned], old: str) -> None:
    """Move the clone's commits and tags to the repository: all of them or none."""
    new = clone.head
    tags = {row.tag: clone.git("rev-parse", f"refs/tags/{row.tag}") for row in plan}
    names = [f"refs/tags/{tag}" for tag in tags]
    # The objects alone, without a reference to them yet.
    repository.git("fetch", "--quiet", "--no-tags", str(clone.root), new, *names)
    branch = f"refs/heads/{repository.branch}"
    journal = {"branch": branch, "old": old, "new": new, "tags": tags}
    repository.journal.write_text(json.dumps(journal), "utf-8")
    finish(repository)


def finish(repository: Repository) -> bool:
    """Finish a take-over that was begun; return whether there was one."""
    path = repository.journal
    if not path.is_file():
        return False
    journal = json.loads(path.read_text("utf-8"))
    branch, old, new = journal["branch"], journal["old"], journal["new"]
    if repository.git("rev-parse", branch) == old:
        # The files first: this refuses to overwrite what was changed meanwhile.
        repository.git("read-tree", "-m", "-u", old, new)
        lines = [f"update {branch} {new} {old}"]
        lines += [f"create refs/tags/{tag} {commit}" for tag, commit in journal["tags"].items()]
        done = subprocess.run(
            ["git", "update-ref", "--stdin"],
            cwd=repository.root,
            input="\n".join(["start", *lines, "prepare", "commit", ""]),
            text=True,
            capture_output=True,
        )
        if done.returncode:
            repository.git("read-tree", "-m", "-u", new, old)
            path.unlink()
            raise Failure(f"nothing was released: {done.stderr.strip()}")
    path.unlink()
    return True


# The command


def what_is_left(branch: str, tags: Iterable[str]) -> str:
    names = " ".join(tags)
    return (
        f"left to do: git push --atomic origin {branch} {names}\n"
        "  (the push of a tag starts the workflow that builds, attests and publishes)"
    )


def describe(plan: list[Planned], notes: dict[str, str], day: date) -> str:
    lines = [f"release of {day}, in this order:"]
    for row in plan:
        before = f"after {row.previous}" if row.previous else "the first from this repository"
        lines.append(f"  {row.library.distribution} {row.version} ({before}), tag {row.tag}, "
                     f"then {row.following}")  # fmt: skip
    for tag, text in notes.items():
        lines += ["", f"notes of {tag}:", *(f"  {line}" for line in text.splitlines())]
    return "\n".join(lines)


def release(
    root: Path, words: list[str], *, execute: bool, day: date, rehearsed: bool = True
) -> str:
    """Run the release and return what to print at its end.

    :param rehearsed: ``False`` leaves the rehearsal out, for tests of the other steps.
    :raises Failure: if something stands in the way; the repository is as it was.
    """
    repository = Repository(root)
    resumed = finish(repository)
    libraries, wanted = read_words(words)
    plan = make_plan(repository, libraries, wanted)
    there = [row.tag for row in plan if repository.git("tag", "--list", row.tag)]
    if resumed or (there and len(there) == len(plan)):
        done = (
            f"released here: {', '.join(there)}" if there else "an interrupted release is finished"
        )
        return f"{done}\n{what_is_left(repository.branch, there)}"
    found = problems(repository, plan)
    if found:
        raise Failure("\n".join(["nothing was changed:", *(f"  - {line}" for line in found)]))
    old = repository.head
    work = root / ".nox" / "out" / "release"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    run(["git", "clone", "--quiet", "--shared", "--no-tags", str(root), str(work / "clone")])
    clone = Repository(work / "clone")
    for key in ("user.name", "user.email"):
        clone.git("config", key, repository.git("config", "--get", key))
    notes = prepare(clone, plan, day)
    for tag, text in notes.items():
        (work / f"{tag}.md").write_text(text, "utf-8")
    screen = describe(plan, notes, day)
    if rehearsed:
        # The last tag holds the release commits of all.
        export(plan[-1].tag, work / "sources", clone.root)
        report = rehearse(work / "sources", libraries, epoch_of(day), work)
        (work / "report.json").write_text(report.to_json(), "utf-8")
        screen = f"{screen}\n\n{report.screen()}"
        if not report.passed:
            raise Failure(f"{screen}\n\nnothing was changed: the rehearsal failed")
    if not execute:
        return f"{screen}\n\nnothing was changed; --execute makes these commits and tags"
    if repository.head != old or repository.changes():
        raise Failure("nothing was changed: the repository was changed during the rehearsal")
    take_over(repository, clone, plan, old)
    return f"{screen}\n\n{what_is_left(repository.branch, [row.tag for row in plan])}"


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="release", description="Release libraries.")
    parser.add_argument("words", nargs="*", help="libraries or all; then a version or its part")
    parser.add_argument("--execute", action="store_true", help="make the commits and tags")
    parser.add_argument("--date", type=date.fromisoformat, help="YYYY-MM-DD (default: today, UTC)")
    options = parser.parse_args(words)
    try:
        day = options.date or datetime.now(UTC).date()
        print(release(ROOT, options.words, execute=options.execute, day=day))
    except Failure as failure:
        print(failure)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
