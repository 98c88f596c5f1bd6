"""Rehearse a release: build from a commit's files, check as an index would, install everywhere.

``rehearse(sources, libraries, epoch, work)`` runs all steps for libraries whose sources lie in
``sources``, an export of the commit, and returns a report. Nothing outside of ``work`` changes.
The steps of a library are independent: a failure is reported and the rest goes on.

1. *build*: twice, in folders, time zones, locales and umasks of their own; the bytes are equal.
2. *contents*: metadata, tags, entry points and files are those of the table, and no others.
3. *sdist*: builds the same wheel; its tests pass from the unpacked sdist alone.
4. *install*: from an index on the loopback interface that is the only one: alone, upgraded from
   the original and back, and below the originals' releases of the libraries that need it.
5. *together*: all that is released, and what depends on it, in one environment; the console script.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from . import members, wheels
from .contents import check_contents, version_of
from .environments import Environment, serve_index
from .processes import Failure, run
from .support import LIBRARIES, PYTHONS, ROOT, Library, dependents, in_order

THIRD_PARTY = ("blinker",)  # what the six need besides each other


@dataclass
class Step:
    """One check of a rehearsal."""

    library: str
    name: str
    passed: bool
    seconds: float
    detail: str = ""


@dataclass
class Report:
    """The steps of a rehearsal, and the files that it would publish."""

    steps: list[Step] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)  # name -> SHA-256

    @property
    def passed(self) -> bool:
        return all(step.passed for step in self.steps)

    def run(self, library: str, name: str, step: Callable[..., str], *arguments: object) -> bool:
        """Run one step; any error that it raises is its result, not the end of the rehearsal."""
        print(f"  {library}: {name} ...", flush=True)
        start = time.monotonic()
        try:
            detail = step(*arguments)
            passed = True
        except (Failure, OSError, LookupError, ValueError, subprocess.SubprocessError) as error:
            detail = str(error) or type(error).__name__
            passed = False
        seconds = time.monotonic() - start
        self.steps.append(Step(library, name, passed, seconds, detail.strip()))
        return passed

    def screen(self) -> str:
        """Return the report as a table that fits a screen, with the details of what failed."""
        lines = [f"{'library':14}{'step':34}{'seconds':>8}  result"]
        for step in self.steps:
            result = "passed" if step.passed else "FAILED"
            note = f" ({step.detail.splitlines()[0]})" if step.passed and step.detail else ""
            lines.append(f"{step.library:14}{step.name:34}{step.seconds:8.1f}  {result}{note[:60]}")
        for step in self.steps:
            if not step.passed:
                lines += ["", f"{step.library}, {step.name}:"]
                lines += [f"    {line}" for line in step.detail.splitlines()[-15:]]
        failed = sum(not step.passed for step in self.steps)
        lines += ["", f"{len(self.steps)} steps, {failed} failed, {len(self.files)} files"]
        return "\n".join(lines)

    def to_json(self) -> str:
        table = {"passed": self.passed, "files": self.files}
        return json.dumps({**table, "steps": [asdict(step) for step in self.steps]}, indent=2)


# Builds


def build(sources: Path, library: Library, target: Path, epoch: str, **variables: str) -> None:
    """Build sdist and wheel of a library from exported sources into ``target``."""
    target.mkdir(parents=True)
    command = [sys.executable, "-m", "build", "--outdir", str(target)]
    if shutil.which("uv"):
        command += ["--installer", "uv"]
    locked = {name: str(wheels.CONSTRAINTS) for name in ("PIP_CONSTRAINT", "UV_CONSTRAINT")}
    pure = {"MARKUPSAFE_PURE": "1"}  # wheels with C are built on each platform, by cibuildwheel
    fixed = {"SOURCE_DATE_EPOCH": epoch, "PYTHONHASHSEED": "0"}
    run([*command, str(sources / library.folder)], **locked, **pure, **fixed, **variables)


def digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
    }


def build_twice(sources: Path, library: Library, work: Path, epoch: str) -> str:
    """Build in two places that differ in all that must not matter, and compare the bytes."""
    dist = work / "dist" / library.folder
    build(sources, library, dist, epoch)
    with tempfile.TemporaryDirectory(prefix="another place ") as elsewhere:
        copy = Path(elsewhere, "sources")
        shutil.copytree(sources / library.folder, copy / library.folder)
        before = os.umask(0o077)
        try:
            for path in copy.rglob("*"):
                os.utime(path, (1_000_000_000, 1_000_000_000))
                path.chmod(0o700 if path.is_dir() else 0o600)
            second = Path(elsewhere, "dist")
            build(copy, library, second, epoch, TZ="Asia/Kathmandu", LC_ALL="C", LANG="C")
        finally:
            os.umask(before)
        first, other = digests(dist), digests(second)
    if first != other:
        names = [name for name in {*first, *other} if first.get(name) != other.get(name)]
        raise Failure(f"two builds differ in {', '.join(sorted(names))}")
    return f"{len(first)} files, the same bytes twice"


def expect_installed(found: dict[str, str], wanted: dict[str, str]) -> None:
    if found != wanted:
        raise Failure(f"installed {found}, wanted {wanted}")


def install_alone(env: Environment, library: Library, version: str) -> str:
    """Install one library: exactly what it needs comes along, and every module imports."""
    env.pip("install", f"{library.distribution}=={version}")
    env.pip("check")
    found = env.installed()
    if found.get(canonicalize_name(library.distribution)) != version:
        raise Failure(f"installed {found}, wanted {library.distribution} {version}")
    needed = {canonicalize_name(library.distribution)} | {
        canonicalize_name(Requirement(need).name) for need in library.row["dependencies"]
    }
    if set(found) != needed:
        raise Failure(f"installed {sorted(found)}, wanted {sorted(needed)}")
    alone = ["-I", str(ROOT / "tools" / "alone.py"), library.package, library.distribution]
    run([str(env.python), *alone])
    env.smoke([library])
    return ", ".join(f"{name} {found[name]}" for name in sorted(found))


def upgrade_and_back(env: Environment, library: Library, version: str) -> str:
    """Go from the original to ours and back; nothing of ours is left."""
    original = f"{library.distribution}=={library.original}"
    env.pip("install", original)
    before, versions = env.files(), env.installed()
    env.pip("install", "--upgrade", f"{library.distribution}=={version}")
    env.pip("check")
    env.smoke([library])
    env.pip("install", original)
    env.pip("check")
    env.smoke([library])
    expect_installed(env.installed(), versions)
    left = sorted(env.files() - before)
    if left:
        raise Failure(f"left over: {', '.join(left[:10])}")
    return f"{library.original} -> {version} -> {library.original}"


def below_originals(env: Environment, library: Library, version: str) -> str:
    """Put ours below the originals of all libraries that need it."""
    upper = [row for row in dependents([library.folder]) if row != library]
    if not upper:
        return "nothing needs it"
    env.pip("install", *(f"{row.distribution}=={row.original}" for row in upper))
    env.pip("install", f"{library.distribution}=={version}")
    env.pip("check")
    env.smoke([library, *upper])
    return f"below {', '.join(f'{row.distribution} {row.original}' for row in upper)}"


def together(env: Environment, versions: dict[str, str]) -> str:
    """Install all that is released at once, use it, and start the console script."""
    chosen = in_order(versions)
    env.pip("install", *(f"{row.distribution}=={versions[row.folder]}" for row in chosen))
    env.pip("check")
    env.smoke(chosen)
    if "flask" in versions:
        script = env.python.with_name("flask" + env.python.suffix)
        said = run([str(script), "--version"])
        if f"Flask {versions['flask']}" not in said:
            raise Failure(f"flask --version prints {said!r}")
    return f"{len(chosen)} libraries"


def fill_index(folder: Path, work: Path) -> str:
    """Copy the built files, and download once what else the installations need."""
    folder.mkdir()
    for path in sorted((work / "dist").glob("*/*")):
        shutil.copy(path, folder)
    originals = [f"{row.distribution}=={row.original}" for row in LIBRARIES.values()]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--dest", str(folder)]
    command += ["--disable-pip-version-check", "--only-binary=:all:", *THIRD_PARTY, *originals]
    run(command)
    return f"{len(list(folder.iterdir()))} files; from here on no other index is asked"


# The whole


INSTALLATIONS = {
    "alone": install_alone,
    "upgrade and downgrade": upgrade_and_back,
    "below the originals": below_originals,
}


def check_sdist(env: Environment, library: Library, work: Path) -> str:
    """Run the tests that the sdist carries, in the unpacked sdist, on the built wheel."""
    dist = work / "dist" / library.folder
    (sdist,) = dist.glob("*.tar.gz")
    place = work / "unpacked" / library.folder
    place.mkdir(parents=True)
    shutil.unpack_archive(sdist, place, filter="data")
    (top,) = place.iterdir()
    (wheel,) = dist.glob("*.whl")
    env.pip("install", str(wheel))
    # Tools for testing are no part of the release: they come from the usual index.
    groups = members.wanted_project(library, [PYTHONS[0]], "")["dependency-groups"]
    needs = ["--only-binary=hypothesis", *groups["tests"]]
    if shutil.which("uv"):
        run(["uv", "pip", "install", "--quiet", "--python", str(env.python), *needs])
    else:
        run([str(env.python), "-m", "pip", "install", "--quiet", *needs])
    words = ["-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "--no-header", "tests"]
    said = run([str(env.python), *words], top, CI="true")
    return said.strip().splitlines()[-1]


def build_from_sdist(library: Library, work: Path, epoch: str) -> str:
    """Build the wheel again, from the sdist as a user would; the bytes are those of the first."""
    dist = work / "dist" / library.folder
    (sdist,) = dist.glob("*.tar.gz")
    (wheel,) = dist.glob("*.whl")
    with tempfile.TemporaryDirectory() as folder:
        shutil.unpack_archive(sdist, folder, filter="data")
        (top,) = Path(folder).iterdir()
        command = [sys.executable, "-m", "build", "--wheel", "--outdir", f"{folder}/dist", str(top)]
        if shutil.which("uv"):
            command += ["--installer", "uv"]
        locked = {name: str(wheels.CONSTRAINTS) for name in ("PIP_CONSTRAINT", "UV_CONSTRAINT")}
        run(command, **locked, SOURCE_DATE_EPOCH=epoch, PYTHONHASHSEED="0", MARKUPSAFE_PURE="1")
        (again,) = Path(folder, "dist").glob("*.whl")
        if again.read_bytes() != wheel.read_bytes():
            raise Failure(f"{again.name} from the sdist differs from {wheel.name}")
    return "the same wheel"


def rehearse(sources: Path, libraries: list[Library], epoch: str, work: Path) -> Report:
    """Run every step.

    :param sources: the export of the commit, with a folder for each library.
    :param libraries: what is to be released, in the order of the dependencies.
    :param epoch: the date of the release as seconds, for the files in the archives.
    :param work: an empty folder for all that is made.
    """
    report = Report()
    versions: dict[str, str] = {}
    for library in libraries:
        name = library.folder
        if not report.run(name, "build twice", build_twice, sources, library, work, epoch):
            continue
        versions[name] = version_of(sources, library)
        report.files |= digests(work / "dist" / name)
        report.run(name, "contents", check_contents, sources, library, work)
        report.run(name, "wheel from sdist", build_from_sdist, library, work, epoch)
    folder = work / "index"
    if not versions or not report.run("all", "index", fill_index, folder, work):
        return report
    with serve_index(folder, work / "index.log") as index:

        def fresh(name: str) -> Environment:
            return Environment(work / "envs" / name, index)

        for library in in_order(versions):
            name, version = library.folder, versions[library.folder]
            for step, function in INSTALLATIONS.items():
                environment = fresh(f"{name} {step}".replace(" ", "-"))
                report.run(name, step, function, environment, library, version)
            report.run(
                name, "tests of the sdist", check_sdist, fresh(f"{name}-tests"), library, work
            )
        report.run("all", "together", together, fresh("together"), versions)
    return report


def export(revision: str, target: Path, repository: Path = ROOT) -> str:
    """Write the files of a commit below ``target``; return the commit's time in seconds."""
    target.mkdir(parents=True)
    archive = subprocess.run(
        ["git", "archive", revision], cwd=repository, capture_output=True, check=True
    )
    subprocess.run(["tar", "-x", "-C", str(target)], input=archive.stdout, check=True)
    command = ["git", "log", "-1", "--format=%ct", revision]
    return run(command, repository).strip()


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="rehearse", description="Rehearse a release.")
    parser.add_argument("libraries", nargs="*", help=f"some of {', '.join(LIBRARIES)}")
    parser.add_argument("--revision", default="HEAD", help="the commit to build (default: HEAD)")
    options = parser.parse_args(words)
    chosen = in_order(options.libraries or LIBRARIES)
    work = ROOT / ".nox" / "out" / "rehearsal"
    shutil.rmtree(work, ignore_errors=True)
    epoch = export(options.revision, work / "sources")
    report = rehearse(work / "sources", chosen, epoch, work)
    (work / "report.json").write_text(report.to_json(), "utf-8")
    print(f"\n{report.screen()}")
    return 0 if report.passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
