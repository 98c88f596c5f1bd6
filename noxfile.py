#!/usr/bin/env python3
# /// script
# requires-python = ">=3.11"
# dependencies = ["nox>=2026.8.10"]
# ///
"""The one matrix of the six libraries.

    python3 noxfile.py                        all checks, on the Pythons found here
    python3 noxfile.py -s demo                build all six, serve the guestbook
    python3 noxfile.py -s tests -- click      one session for one library
    python3 noxfile.py --list                 what else there is

Words after ``--`` name libraries (all six if there are none); for ``tests`` what follows them goes
to pytest. Needs Python and pip alone: nox itself is fetched into ``.nox/bootstrap`` at first use.
With uv at hand, ``uvx nox`` does the same.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parent
NEEDS_NOX = "nox>=2026.8.10"


def bootstrap() -> None:
    """Run this file again in an environment that has nox, making it first where it is missing."""
    if sys.version_info < (3, 11):
        found = ".".join(map(str, sys.version_info[:3]))
        raise SystemExit(f"Python 3.11 or newer is needed to run the checks, this is {found}.")
    folder = ROOT / ".nox" / "bootstrap"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ready = folder / "ready.txt"
    if not ready.exists() or ready.read_text() != f"{NEEDS_NOX} {sys.version}":
        print("first use: fetching nox ...", flush=True)
        make_environment(folder)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, NEEDS_NOX], check=True)
        # uv makes environments in a tenth of the time; where it has no wheel, pip does the work.
        subprocess.run([*pip, "--only-binary=:all:", "uv"], check=False)
        ready.write_text(f"{NEEDS_NOX} {sys.version}")
    os.environ["PATH"] = f"{python.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    arguments = sys.argv[1:]
    if not any(word.startswith(("-j", "--parallel", "-l", "--list")) for word in arguments):
        arguments = ["--parallel", "auto", *arguments] if runs_many(arguments) else arguments
    turn = None if {"demo", "-l", "--list"}.intersection(arguments) else take_turn()
    report = ROOT / ".nox" / "report.json"
    report.unlink(missing_ok=True)
    command = [str(python), "-m", "nox", "--noxfile", __file__, "--report", str(report)]
    process = subprocess.Popen([*command, *arguments])
    while True:
        try:
            code = process.wait()
            break
        except KeyboardInterrupt:
            continue  # nox got it too, and cleans up
    if turn is not None:
        turn.close()
    if report.exists():
        sum_up(json.loads(report.read_text("utf-8"))["sessions"])
    raise SystemExit(code)


def take_turn() -> IO[str] | None:
    """Wait until no other run uses this checkout: runs share environments and built wheels."""
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    lock = (ROOT / ".nox" / "lock").open("w", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("another run uses this checkout, waiting for its end ...", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def make_environment(folder: Path) -> None:
    """Make an environment with pip, also where Python came without its own means to do so."""
    venv = [sys.executable, "-m", "venv", "--clear", str(folder)]
    if subprocess.run(venv, capture_output=True).returncode == 0:
        return
    helper = folder.with_name("virtualenv")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(helper)]
    subprocess.run([*pip, "virtualenv"], check=True)
    environment = {**os.environ, "PYTHONPATH": str(helper)}
    command = [sys.executable, "-m", "virtualenv", "--quiet", "--clear", str(folder)]
    subprocess.run(command, check=True, env=environment)


def sum_up(sessions: list[dict[str, Any]]) -> None:
    """Close with what passed and what did not, so that nothing is left out silently."""
    by_result: dict[str, list[str]] = {}
    for session in sessions:
        by_result.setdefault(session["result"], []).append(session["signatures"][0])
    left_out = by_result.get("skipped", [])
    failed = [name for key in ("failed", "aborted") for name in by_result.get(key, ())]
    if left_out:
        print(
            f"not run, since their Python is not found or they were not asked for: {', '.join(left_out)}"
        )
    if failed:
        print(f"failed: {', '.join(failed)}")
    done = len(by_result.get("success", ()))
    print(f"sessions: {done} passed, {len(failed)} failed, {len(left_out)} skipped")


def runs_many(arguments: list[str]) -> bool:
    """Return whether sessions may run side by side: not the demo, nor what measures."""
    return not {"demo", "bench", "affected", "plan", "release", "rehearse"}.intersection(arguments)


if __name__ == "__main__":
    bootstrap()

import nox

sys.path.insert(0, str(ROOT))
from tools import plan as matrix_plan
from tools import pythons, support, wheels
from tools.support import FLOOR, LIBRARIES, PYTHONS, Library

nox.needs_version = NEEDS_NOX.removeprefix("nox")
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.download_python = "never"
# Skipped Pythons are listed for a person; a workflow that asks for one must get it.
nox.options.error_on_missing_interpreters = "GITHUB_ACTIONS" in os.environ
nox.options.stop_on_first_error = False
nox.options.reuse_venv = "yes"

ORIGINALS = [f"{library.distribution}=={library.original}" for library in LIBRARIES.values()]


def stand_in(python: support.Python) -> str:
    """Return the name under which a Python of the table is found here, or its own."""
    names = (python.name, *python.instead)
    return next((name for name in names if pythons.find(name)), python.name)


MATRIX = {stand_in(python): python for python in PYTHONS}
pythons.put_on_path(list(MATRIX))
MEASURED = [name for name, row in MATRIX.items() if row.coverage and pythons.find(name)]
# Benchmarks and comparisons use the Python that the figures in the docs were measured with.
MEASURING = "3.13" if pythons.find("3.13") else None
DATA = ROOT / ".nox" / "out" / "coverage"
# Its newest releases want a Rust compiler where they have no wheel; an older one has one.
WHEELS_ONLY = ["--only-binary=hypothesis"]
# The versions of tools, not of what tests use: those are to be found broken by new releases.
LOCKED = ["-c", str(ROOT / "tools" / "constraints.txt")]


def chosen(session: nox.Session) -> tuple[list[Library], list[str]]:
    """Return the libraries that the words after ``--`` name, and the words that follow."""
    words = list(session.posargs)
    libraries: list[str] = []
    while words and not words[0].startswith("-") and "::" not in words[0]:
        try:
            libraries.append(support.find_library(words[0]).folder)
        except LookupError as error:
            session.error(str(error))
        del words[0]
    return support.in_order(libraries or LIBRARIES), words


def uv_of(session: nox.Session) -> list[str]:
    """Return uv for sessions that build, if the matrix has it: it installs back ends faster."""
    return ["uv"] if session.venv_backend == "uv" else []


def group(library: Library, name: str) -> list[str]:
    return nox.project.dependency_groups(
        nox.project.load_toml(library.path / "pyproject.toml"), name
    )


def install(session: nox.Session, libraries: list[Library], *more: str) -> None:
    """Install the wheels built here and nothing of the six from anywhere else."""
    files = [str(wheels.installable(library)) for library in libraries]
    # An environment that is used again may hold an older build of the same version.
    session.install("--force-reinstall", "--no-deps", *files, silent=True)
    session.install(*files, *more, *WHEELS_ONLY, silent=True)


def run_tests(session: nox.Session, library: Library, *words: str, measured: bool = False) -> None:
    command = ["-m", "pytest", "-c", "pyproject.toml", "--rootdir", ".", "-p", "no:cacheprovider"]
    command += ["-q", str(library.path.relative_to(ROOT) / "tests"), *words]
    # Hypothesis takes this for a machine that others use, too: no deadlines, the same examples.
    environment = {"CI": "true"}
    if measured:
        DATA.mkdir(parents=True, exist_ok=True)
        data = DATA / f".coverage.{library.folder}.{session.python}"
        environment["COVERAGE_CORE"] = "sysmon" if session.python in {"3.14", "3.15"} else "ctrace"
        command = ["-m", "coverage", "run", f"--data-file={data}", *command]
    session.run("python", *command, env=environment)


@nox.session(name="wheels", reuse_venv=True)
def build_wheels(session: nox.Session) -> None:
    """Build the sdists and wheels that changed. Every other session asks for this one first."""
    session.install("build", *uv_of(session), *LOCKED, silent=True)
    session.run("python", "-m", "tools.wheels")


@nox.session(python=list(MATRIX), requires=["wheels"], allow_parallel=True)
def tests(session: nox.Session) -> None:
    """Run the tests on the built wheels. Words: libraries, then arguments for pytest."""
    libraries, words = chosen(session)
    row = MATRIX[str(session.python)]
    if row.name != session.python:
        session.warn(f"Python {row.name} is not found here; {session.python} is used instead")
    needed = {need for library in libraries for need in group(library, "tests")}
    install(session, support.closure(lib.folder for lib in libraries), *sorted(needed), "coverage")
    if row.development:
        session.env["PYTHONDEVMODE"] = "1"
    failed = []
    for library in libraries:
        try:
            run_tests(session, library, *words, measured=row.coverage)
        except nox.command.CommandFailed:
            failed.append(library.distribution)
    if failed:
        session.error(f"tests failed on Python {session.python}: {', '.join(failed)}")


@nox.session(requires=["wheels"], allow_parallel=True)
@nox.parametrize("folder", list(LIBRARIES))
def alone(session: nox.Session, folder: str) -> None:
    """Install one wheel in an empty environment, import all its modules, run its tests."""
    if folder not in {library.folder for library in chosen(session)[0]}:
        session.skip(f"{folder} was not asked for")
    library = LIBRARIES[folder]
    install(session, support.closure([folder]))
    session.run("python", "-I", "tools/alone.py", library.package, library.distribution)
    session.install(*group(library, "tests"), *WHEELS_ONLY, silent=True)
    run_tests(session, library)


@nox.session(python=FLOOR.name, requires=["wheels"], allow_parallel=True)
@nox.parametrize("folder", [name for name, library in LIBRARIES.items() if library.needs])
def minimums(session: nox.Session, folder: str) -> None:
    """Run the tests with the lowest versions of the dependencies that the metadata allows."""
    if folder not in {library.folder for library in chosen(session)[0]}:
        session.skip(f"{folder} was not asked for")
    library = LIBRARIES[folder]
    metadata = nox.project.load_toml(library.path / "pyproject.toml")["project"]
    lowest = [need.replace(">=", "==") for need in metadata["dependencies"]]
    install(session, [library], *lowest, *group(library, "tests"))
    run_tests(session, library)


@nox.session(requires=["wheels"], allow_parallel=True)
def typing(session: nox.Session) -> None:
    """Check types: mypy strict, pyright, how complete they are, and what editors complete."""
    libraries, _ = chosen(session)
    needs = ["mypy", "pyright[nodejs]", "blinker", "asgiref", "python-dotenv", "watchdog", "Babel"]
    needs += ["types-setuptools", "greenlet", "cryptography", "jedi"]
    install(session, list(LIBRARIES.values()), *needs, *LOCKED)
    session.run("mypy", *(f"{library.folder}/src/{library.package}" for library in libraries))
    for program in sorted(path for lib in libraries for path in lib.path.glob("typed/*.py")):
        session.run("mypy", "--strict", str(program.relative_to(ROOT)))
    session.run("pyright", *(f"{library.folder}/src" for library in libraries))
    for library in libraries:
        session.run("python", "tools/verify_types.py", library.package)
    session.run("python", "tools/completions.py")


@nox.session(allow_parallel=True)
def lint(session: nox.Session) -> None:
    """Check style and the direction of imports: ruff, and the layers of each library."""
    session.install("ruff", "import-linter", *LOCKED, silent=True)
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    paths = os.pathsep.join(str(library.path / "src") for library in LIBRARIES.values())
    session.run("lint-imports", "--config", "layers.toml", "--no-cache", env={"PYTHONPATH": paths})
    session.run("python", "-m", "tools.shape", "--check", env={"PYTHONPATH": paths})


@nox.session(allow_parallel=True)
def consistency(session: nox.Session) -> None:
    """Compare the six with each other, with the table and with the calendar."""
    session.install(
        "packaging", "pytest", "pytest-randomly", "sp-repo-review[cli]", "validate-pyproject[all]",
        "zizmor", "pyyaml", "towncrier", "pypiserver", "cibuildwheel", *LOCKED, silent=True,
    )  # fmt: skip
    session.run("python", "-m", "tools.consistency")
    session.run("python", "-m", "pytest", "-c", "pyproject.toml", "-q", "tools/tests")
    session.run("repo-review", ".", silent=True)
    each = ["--select", "PP002,PP003,PP004,PP005,VPP001"]  # the rest is configured at the root
    session.run("repo-review", *LIBRARIES, *each, silent=True)
    for library in LIBRARIES.values():
        project = ["--config", f"{library.folder}/pyproject.toml", "--dir", library.folder]
        # What the next release would write, shown to nobody: every fragment must be readable.
        session.run("towncrier", "build", "--draft", "--version", "next", *project, silent=True)
    session.run(
        "zizmor", "--offline", "--no-progress", "--quiet", "--persona", "auditor", ".github"
    )


@nox.session(requires=["wheels"], allow_parallel=True)
def docs(session: nox.Session) -> None:
    """Build the documentation and run its examples; a warning is an error."""
    install(session, list(LIBRARIES.values()), "sphinx", "myst-parser", "furo", "asgiref", *LOCKED)
    output = ROOT / ".nox" / "out" / "docs"
    for builder in ("html", "doctest"):
        session.run(
            "sphinx-build",
            "-W",
            "--keep-going",
            "-q",
            "-b",
            builder,
            "docs",
            str(output / builder),
        )
    session.log(f"the pages are in {output / 'html'}")


@nox.session(requires=["wheels"], allow_parallel=True)
def dist(session: nox.Session) -> None:
    """Build twice and compare; check metadata and contents of what would be published."""
    libraries, _ = chosen(session)
    needs = ["build", "twine", "check-wheel-contents"]
    session.install(*needs, *uv_of(session), *LOCKED, silent=True)
    session.run("python", "-m", "tools.rebuild", *(library.folder for library in libraries))
    files = [str(path) for lib in libraries for path in (wheels.sdist(lib), wheels.wheel(lib))]
    session.run("twine", "check", "--strict", *files, silent=True)
    for library in libraries:
        tree = f"{library.folder}/src/{library.package}"
        omit = "__pycache__,*.c,*.so,*.pyd"  # what a compiler reads and wrote
        wheel = str(wheels.wheel(library))
        command = ["--package", tree, "--package-omit", omit, "--ignore", "W102", wheel]
        session.run("check-wheel-contents", *command)


@nox.session(requires=[f"tests-{name}" for name in MEASURED])
def coverage(session: nox.Session) -> None:
    """Combine what the tests ran, and hold each library to its floor in the table."""
    libraries, _ = chosen(session)
    session.install("coverage", silent=True)
    low = []
    for library in libraries:
        data = DATA / f"combined.{library.folder}"
        parts = sorted(str(path) for path in DATA.glob(f".coverage.{library.folder}.*"))
        if not parts:
            session.error(f"no test of {library.distribution} was measured; run -s tests first")
        session.run("coverage", "combine", "-q", "--keep", f"--data-file={data}", *parts)
        include = f"--include={library.folder}/src/*"
        floor = f"--fail-under={library.coverage}"
        try:
            session.run("coverage", "report", f"--data-file={data}", include, floor)
        except nox.command.CommandFailed:
            low.append(f"{library.distribution} (at least {library.coverage} % wanted)")
    if low:
        session.error(f"too little is covered: {', '.join(low)}")


def install_demo(session: nox.Session) -> None:
    """Put exactly the six wheels and blinker in the session's environment."""
    session.log("installing the six wheels ...")
    files = [str(wheels.wheel(library)) for library in LIBRARIES.values()]
    session.install("--no-deps", "--force-reinstall", *files, silent=True)
    session.install("blinker", silent=True)


@nox.session(default=False, requires=["wheels"])
def demo(session: nox.Session) -> None:
    """Serve the guestbook from the six wheels until Ctrl-C. Words: --check, --port NUMBER."""
    install_demo(session)
    session.run("python", "-u", "tools/demo.py", *session.posargs, success_codes=[0, 130])


@nox.session(requires=["wheels"], allow_parallel=True)
def examples(session: nox.Session) -> None:
    """Visit the demo unattended, then run the examples' own tests."""
    install_demo(session)
    session.run("python", "-u", "tools/demo.py", "--check")
    session.install("pytest-randomly", silent=True)
    for folder in sorted(path.parent for path in ROOT.glob("examples/*/tests")):
        project = nox.project.load_toml(folder / "pyproject.toml")
        session.install(*nox.project.dependency_groups(project, "tests"), silent=True)
        command = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error"]
        with session.chdir(folder):
            if "coverage" in project.get("tool", {}):
                session.run("python", "-m", "coverage", "run", *command)
                session.run("python", "-m", "coverage", "report")
            else:
                session.run("python", *command)


@nox.session(python=MEASURING, default=False, requires=["wheels"])
def bench(session: nox.Session) -> None:
    """Measure ours against the originals. Words: libraries, then options of tools/bench.py."""
    libraries, words = chosen(session)
    install(session, list(LIBRARIES.values()), "pyperf", "asgiref")
    python = originals(session, "asgiref")
    names = [library.folder for library in libraries]
    session.run("python", "tools/bench.py", "--originals", python, *words, *names)


@nox.session(python=MEASURING, default=False, requires=["wheels"], allow_parallel=True)
def compare(session: nox.Session) -> None:
    """Ask ours and the originals the same questions and show where the answers differ."""
    libraries, words = chosen(session)
    install(session, list(LIBRARIES.values()), "asgiref")
    python = originals(session, "asgiref")
    names = [library.folder for library in libraries]
    session.run("python", "tools/compare.py", "--originals", python, *words, *names)


@nox.session(python=MEASURING, default=False, requires=["wheels"])
def extensions(session: nox.Session) -> None:
    """Give well-known extensions of Flask the same tasks on ours and on the originals."""
    folder = ROOT / "flask" / "extensions"
    needs = ["-r", str(folder / "requirements.txt")]
    session.install(*needs, silent=True)
    install(session, list(LIBRARIES.values()))
    python = originals(session, *needs, name="extended")
    session.run("python", str(folder / "compare.py"), "--ours", "python", "--originals", python)


@nox.session(python=MEASURING, default=False, requires=["wheels"])
def soak(session: nox.Session) -> None:
    """Serve 100,000 requests from 50 clients. Words: options of flask/soak/soak.py."""
    install(session, list(LIBRARIES.values()), "asgiref")
    session.run("python", "flask/soak/soak.py", *session.posargs)


@nox.session(python=MEASURING, default=False, requires=["wheels"], allow_parallel=True)
def vectors(session: nox.Session) -> None:
    """Give Werkzeug the bodies and URLs that others collected, downloaded by version and hash."""
    folder = ROOT / "werkzeug" / "vectors"
    install(session, support.closure(["werkzeug"]), "pip", "pytest", "pytest-randomly", "pyyaml")
    place = Path(session.create_tmp()).resolve() / "vectors"
    shutil.rmtree(place, ignore_errors=True)
    session.log("fetching the vectors ...")
    download = ["-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps"]
    needs = ["--require-hashes", "-r", str(folder / "requirements.txt")]
    session.run("python", *download, *needs, "-d", str(place), silent=True)
    for archive in sorted(place.glob("*.tar.gz")):
        shutil.unpack_archive(archive, place, filter="data")
    command = ["-m", "pytest", "-c", "pyproject.toml", "--rootdir", ".", "-p", "no:cacheprovider"]
    command += ["-q", str(folder.relative_to(ROOT))]
    session.run("python", *command, env={"VECTORS": str(place)})


def originals(session: nox.Session, *more: str, name: str = "originals") -> str:
    """Return an interpreter that has the six originals."""
    folder = Path(session.create_tmp()).parent / name
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        session.run("python", "-m", "venv", str(folder), silent=True)
        session.log("fetching the originals ...")
    pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    session.run(*pip, *ORIGINALS, *more, external=True, silent=True)
    return str(python)


@nox.session(default=False, requires=["wheels"], allow_parallel=True)
def pairs(session: nox.Session) -> None:
    """Run the tests of each library with the originals' releases of its siblings."""
    libraries, _ = chosen(session)
    for library in libraries:
        if not library.needs:
            continue
        siblings = [
            need
            for need in ORIGINALS
            if support.find_library(need.split("==")[0]).folder in library.needs
        ]
        session.install(
            "--force-reinstall",
            "--no-deps",
            str(wheels.installable(library)),
            *siblings,
            silent=True,
        )
        session.install("blinker", *group(library, "tests"), silent=True)
        run_tests(session, library)


@nox.session(default=False, venv_backend="none")
def affected(session: nox.Session) -> None:
    """Check what a change can break. Words: changed paths, or --since REV for a git revision."""
    paths = changed_paths(session)
    names = [library.folder for library in support.affected(paths)]
    session.log(f"{len(paths)} changed paths can break: {', '.join(names) or 'the pages alone'}")
    if "--dry-run" in session.posargs:
        return
    sessions = ["tests", "alone", "minimums", "typing", "lint", "dist"] if names else []
    sessions += ["examples"] if "flask" in names else []
    command = [sys.executable, "-m", "nox", "--noxfile", __file__, "--parallel", "auto"]
    outcome = subprocess.run([*command, "-s", *sessions, "consistency", "docs", "--", *names])
    if outcome.returncode:
        session.error("what the change can break does not stand")


def changed_paths(session: nox.Session) -> list[str]:
    """Return the paths among the words after ``--``, or those changed ``--since REV``."""
    words = [word for word in session.posargs if word != "--dry-run"]
    if words[:1] != ["--since"]:
        return words
    since = words[1] if len(words) > 1 else "HEAD"
    lines = [
        subprocess.run(["git", *command], cwd=ROOT, capture_output=True, text=True, check=True)
        for command in (
            ["diff", "--name-only", since],
            ["ls-files", "--others", "--exclude-standard"],
        )
    ]
    return [path for done in lines for path in done.stdout.splitlines()]


RELEASING = ["build", "twine", "towncrier", "pypiserver", "packaging", "pip"]


@nox.session(default=False)
def release(session: nox.Session) -> None:
    """Show what a release would do, or do it. Words: libraries or all, a version, --execute."""
    session.install(*RELEASING, *uv_of(session), *LOCKED, silent=True)
    session.run("python", "-m", "tools.release", *session.posargs)


@nox.session(default=False)
def rehearse(session: nox.Session) -> None:
    """Build and install as a release would, from the last commit. Words: libraries, --revision."""
    session.install(*RELEASING, *uv_of(session), *LOCKED, silent=True)
    session.run("python", "-m", "tools.rehearse", *session.posargs)


@nox.session(default=False)
def backport(session: nox.Session) -> None:
    """Take commits over to a maintenance branch. Words: a library, a line like 8.6, commits."""
    session.install(*RELEASING, *LOCKED, silent=True)
    session.run("python", "-m", "tools.backport", *session.posargs)


@nox.session(default=False)
def published(session: nox.Session) -> None:
    """Check a tag, and that the index serves its files. Words: --tag NAME, --files FOLDER."""
    session.install("packaging", *LOCKED, silent=True)
    session.run("python", "-m", "tools.published", *session.posargs)


@nox.session(default=False, venv_backend="none")
def fragments(session: nox.Session) -> None:
    """Fail for a library whose sources changed without a fragment. Words: paths, or --since REV."""
    bare = support.without_fragment(changed_paths(session))
    if bare:
        names = ", ".join(f"{name}/changes/+short-name.fixed.md" for name in bare)
        session.error(f"a change of sources needs a line for the changelog: {names}")


@nox.session(default=False)
def lock(session: nox.Session) -> None:
    """Write tools/constraints.txt anew: the versions of the tools, none younger than a week."""
    session.install("uv", silent=True)
    session.run("python", "-m", "tools.lock")


@nox.session(default=False, venv_backend="none")
def plan(session: nox.Session) -> None:
    """Write the matrix of the workflows. Words: none for everything, or --since REV."""
    paths = changed_paths(session) if session.posargs else ["noxfile.py"]
    names = [library.folder for library in support.affected(paths)]
    rows = matrix_plan.rows(names, LIBRARIES)
    text = json.dumps(rows)
    output = os.environ.get("GITHUB_OUTPUT")
    if output:
        with Path(output).open("a", encoding="utf-8") as file:
            file.write(f"sessions={text}\n")
    print(text)
