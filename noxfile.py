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

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

from tools import selection, summary, support

INNER_REPORT = ROOT / ".nox" / "inner-report.json"
RESULTS = ROOT / ".nox" / "out" / "results"
# Sessions whose words begin with libraries, and those that take no words at all.
NAMES_LIBRARIES = {"tests", "alone", "minimums", "typing", "dist", "coverage", "bench", "compare"}
NAMES_LIBRARIES |= {"pairs", "api", "rehearse"}
NO_WORDS = {"wheels", "lint", "consistency", "docs", "examples", "extensions", "vectors", "lock"}
NEEDS_NOX = "nox>=2026.8.10"


def bootstrap() -> None:
    """Run this file again in an environment that has nox, making it first where it is missing."""
    if sys.version_info < (3, 11):
        found = ".".join(map(str, sys.version_info[:3]))
        raise SystemExit(f"Python 3.11 or newer is needed to run the checks, this is {found}.")
    arguments = sys.argv[1:]
    problem = wrong_words(arguments)
    if problem:
        raise SystemExit(problem)
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
    if not any(word.startswith(("-j", "--parallel", "-l", "--list")) for word in arguments):
        arguments = ["--parallel", "auto", *arguments] if runs_many(arguments) else arguments
    turn = None if {"demo", "-l", "--list"}.intersection(arguments) else take_turn()
    reports = [ROOT / ".nox" / "report.json", INNER_REPORT]
    for report in reports:
        report.unlink(missing_ok=True)
    shutil.rmtree(RESULTS, ignore_errors=True)
    command = [str(python), "-m", "nox", "--noxfile", __file__, "--report", str(reports[0])]
    code = run_to_the_end([*command, *arguments])
    if turn is not None:
        turn.close()
    if reports[0].exists():
        found = summary.read(reports, RESULTS)
        summary.write(found, ROOT / ".nox" / "summary.json")
        if found.sessions and "demo" not in arguments:
            print(summary.screen(found))
        missing = [row.name for row in found.skipped if row.name in arguments]
        if missing and not code:
            raise SystemExit(f"asked for and not found: {', '.join(missing)}")
    raise SystemExit(code)


def run_to_the_end(command: list[str]) -> int:
    """Run nox, and end everything that it started if this process is asked to end."""
    # A group of its own, so that all of it can be ended; signals of the terminal are passed on.
    group = {"process_group": 0} if os.name == "posix" else {}
    process = subprocess.Popen(command, **group)  # type: ignore[call-overload]
    asked = 0

    def end(number: int, frame: object) -> None:
        nonlocal asked
        asked += 1
        with contextlib.suppress(ProcessLookupError):
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGINT if asked == 1 else signal.SIGKILL)
        if asked == 1 and number == signal.SIGTERM:
            signal.alarm(5)

    if os.name == "posix":
        for name in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM, signal.SIGHUP):
            signal.signal(name, end)
    while True:
        try:
            code = process.wait()
            break
        except KeyboardInterrupt:
            continue  # nox got it too, and cleans up
    if asked and os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    return code


def wrong_words(arguments: list[str]) -> str | None:
    """Return a sentence about a word that no session understands, before anything is built."""
    at = arguments.index("--") if "--" in arguments else len(arguments)
    options, words = arguments[:at], arguments[at + 1 :]
    asked = [word for word in options if not word.startswith("-")]
    if set(asked) & {"affected", "fragments"}:
        try:
            selection.select(read_changed(words))
        except LookupError as error:
            return str(error)
    names = [word.partition("-3.")[0].partition("-pypy")[0].partition("(")[0] for word in asked]
    if not words:
        return None
    if names and set(names) <= NO_WORDS:
        return f"{', '.join(asked)} takes no words after --, found {' '.join(words)}"
    if not names or set(names) & NAMES_LIBRARIES:
        for word in words:
            if word.startswith("-") or "::" in word or "/" in word or "." in word:
                break
            try:
                support.find_library(word)
            except LookupError as error:
                return str(error)
    return None


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


def runs_many(arguments: list[str]) -> bool:
    """Return whether sessions may run side by side: not the demo, nor what measures."""
    return not {"demo", "bench", "affected", "plan", "release", "rehearse"}.intersection(arguments)


def read_changed(words: list[str]) -> list[str]:
    """Return the paths among the words after ``--``, or those changed ``--since REV``.

    :raises LookupError: for a revision that does not exist, and for other options.
    """
    words = [word for word in words if word != "--dry-run"]
    if words[:1] == ["--since"] and len(words) == 2:
        return selection.changed_since(words[1])
    strange = [word for word in words if word.startswith("-")]
    if strange or not words:
        found = " ".join(words) or "nothing"
        raise LookupError(f"name changed paths, or --since REV; found {found}")
    return words


if __name__ == "__main__":
    bootstrap()

import nox

from tools import plan as matrix_plan
from tools import pythons, wheels
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
    paths = [word for word in words if ".py" in word and not word.startswith("-")]
    where = [] if paths else [str(library.path.relative_to(ROOT) / "tests")]
    RESULTS.mkdir(parents=True, exist_ok=True)
    name = f"{summary.file_name(session.name)}--{library.folder}.xml"
    command += ["-q", f"--junitxml={RESULTS / name}", *where, *words]
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
        "zizmor", "pyyaml", "towncrier", "pypiserver", "cibuildwheel", "griffe", *LOCKED, silent=True,
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
    """Try ours beside the originals, in both directions. Words: libraries, --questions, --tests."""
    libraries, words = chosen(session)
    session.install("uv", "packaging", *LOCKED, silent=True)
    python = originals(session, "asgiref")
    names = [library.folder for library in libraries]
    failed = False
    with_tests = "--tests" in words
    words = [word for word in words if word != "--tests"]
    try:
        session.run("python", "-m", "tools.pairs", "--originals", python, *words, *names)
    except nox.command.CommandFailed:
        failed = True
    for library in libraries if with_tests else ():
        if library.needs:
            siblings = [f"{s.distribution}=={s.original}" for s in support.in_order(library.needs)]
            file = str(wheels.installable(library))
            session.install("--force-reinstall", "--no-deps", file, *siblings, silent=True)
            session.install("blinker", *group(library, "tests"), *WHEELS_ONLY, silent=True)
            try:
                run_tests(session, library)
            except nox.command.CommandFailed:
                failed = True
    if failed:
        session.error("a pair fails")


@nox.session(python=MEASURING, requires=["wheels"], allow_parallel=True)
def api(session: nox.Session) -> None:
    """Compare the public interface with the originals' and the last tags'. Words: libraries."""
    libraries, _ = chosen(session)
    needs = ["griffe", "pip", "packaging", "asgiref", "pytest", "pytest-randomly", "pyyaml"]
    install(session, list(LIBRARIES.values()), *needs, *LOCKED)
    session.run(
        "python", "-m", "pytest", "-c", "pyproject.toml", "-q", "tools/tests/test_removed.py"
    )
    session.run("python", "-m", "tools.api", *(library.folder for library in libraries))


@nox.session(default=False)
def affected(session: nox.Session) -> None:
    """Check what a change can break, the nearest first. Words: paths, or --since REV; --dry-run."""
    paths = read_changed(session.posargs)
    found = selection.select(paths)
    names = [library.folder for library in found.libraries]
    rest = sorted(found.sessions - {"compare"})
    session.log(f"{len(paths)} changed paths can break: {', '.join(names) or 'no library'}; "
                f"sessions: {', '.join(rest) or 'none'}")  # fmt: skip
    if "--dry-run" in session.posargs:
        return
    if found.changed:
        check_nearest(session, found)
    if rest:
        command = [sys.executable, "-m", "nox", "--noxfile", __file__, "--parallel", "auto"]
        command += ["--report", str(INNER_REPORT), "-s", *rest, "--", *names]
        if subprocess.run(command).returncode:
            session.error("what the change can break does not pass")


def check_nearest(session: nox.Session, found: selection.Selection) -> None:
    """Run the tests that are nearest to the change on one Python, each stage up to its first failure."""
    begin = time.monotonic()

    def stage(title: str, library: Library, *words: str) -> None:
        try:
            run_tests(session, library, "-x", "--tb=short", *words)
        except nox.command.CommandFailed:
            session.error(f"{title}, after {time.monotonic() - begin:.0f} s")

    session.install("build", *uv_of(session), *LOCKED, silent=True)
    changed = [library.folder for library in found.changed]
    everything = support.closure(library.folder for library in found.libraries)
    session.run("python", "-m", "tools.wheels", *(lib.folder for lib in everything), silent=True)
    needs = {need for library in found.libraries for need in group(library, "tests")}
    install(session, everything, *sorted(needs), "asgiref")
    for library in found.changed:
        tests = found.nearest.get(library.folder, [])
        if tests:
            stage(f"the nearest tests of {library.folder} fail", library, *tests)
    for library in (*found.changed, *found.above):
        what = "suite" if library in found.changed else "suite, which needs what has changed,"
        stage(f"{library.folder}'s {what} fails", library)
    if "tests" in found.sessions or "compare" in found.sessions:
        python = originals(session, "asgiref")
        session.run("python", "tools/compare.py", "--originals", python, *changed)
    session.log(f"the libraries pass on one Python, after {time.monotonic() - begin:.0f} s")


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
    bare = support.without_fragment(read_changed(session.posargs))
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
    paths = read_changed(session.posargs) if session.posargs else ["noxfile.py"]
    names = [library.folder for library in selection.select(paths).libraries]
    rows = matrix_plan.rows(names, LIBRARIES)
    text = json.dumps(rows)
    output = os.environ.get("GITHUB_OUTPUT")
    if output:
        with Path(output).open("a", encoding="utf-8") as file:
            file.write(f"sessions={text}\n")
    print(text)
