"""Build sdists and wheels of the six, once for each state of their sources.

Files are written below ``.nox/out/dist/<library>/``. What was built from the same bytes is not
built again, so that every session can call this. MarkupSafe has a wheel per interpreter; sessions
with other interpreters install its sdist.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from .support import LIBRARIES, ROOT, Library, in_order

DIST = ROOT / ".nox" / "out" / "dist"
FIXED_DATE = "1767225600"  # 2026-01-01
WITH_C = "markupsafe"
CONSTRAINTS = ROOT / "tools" / "constraints.txt"
FALLBACK = "MarkupSafe: no C extension"  # how its build says that it went on without a compiler
LEFT_OUT = {"__pycache__", "build", "dist", ".pytest_cache", ".hypothesis"}
LEFT_OUT_ENDINGS = (".pyc", ".so", ".pyd", ".o", ".orig")


def sources(library: Library) -> list[Path]:
    """All files that can end up in the sdist, in a fixed order."""
    return sorted(
        path
        for path in library.path.rglob("*")
        if path.is_file()
        and not LEFT_OUT.intersection(path.relative_to(library.path).parts)
        and not any(part.endswith(".egg-info") for part in path.parts)
        and not path.name.endswith(LEFT_OUT_ENDINGS)
    )


def fingerprint(library: Library) -> str:
    # A wheel with C is one for the interpreter that built it.
    interpreter = sys.version if library.folder == WITH_C else ""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", FIXED_DATE)
    digest = hashlib.sha256(f"{interpreter} {epoch}".encode())
    digest.update(CONSTRAINTS.read_bytes())
    for path in sources(library):
        digest.update(str(path.relative_to(library.path)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def clean_copy(library: Library, folder: Path) -> Path:
    """Copy the library's sources, without what a build or a test run left beside them."""
    target = folder / library.folder
    for path in sources(library):
        copy = target / path.relative_to(library.path)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
    return target


def build(library: Library, dist: Path, **variables: str) -> str:
    """Build the sdist, and the wheel from the sdist, in `dist`; return the output of the build.

    :param variables: more environment variables for the build.
    """
    work = dist.with_name(dist.name + ".work")
    shutil.rmtree(work, ignore_errors=True)
    shutil.rmtree(dist, ignore_errors=True)
    source = clean_copy(library, work)
    command = [sys.executable, "-m", "build", "--outdir", str(dist), str(source)]
    if shutil.which("uv"):
        command += ["--installer", "uv"]
    done = subprocess.run(command, capture_output=True, text=True, env=reproducible() | variables)
    shutil.rmtree(work, ignore_errors=True)
    if done.returncode:
        raise SystemExit(f"building {library.distribution} failed:\n{done.stdout}{done.stderr}")
    said = done.stdout + done.stderr
    for line in said.splitlines():
        if line.startswith(FALLBACK):
            print(f"  {line}")
    return said


def reproducible() -> dict[str, str]:
    """Return an environment in which a build makes the same bytes each time.

    The date in the archives is a fixed one, since the date of a commit differs between a shallow
    clone and a full one. A release gives its own day.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", FIXED_DATE)
    # The back ends are installed for each build; these make pip and uv take the locked ones.
    locked = {"PIP_CONSTRAINT": str(CONSTRAINTS), "UV_CONSTRAINT": str(CONSTRAINTS)}
    return {**os.environ, **locked, "SOURCE_DATE_EPOCH": epoch, "PYTHONHASHSEED": "0"}


def built(library: Library) -> Path:
    """Return the folder with this library's sdist and wheel; build them if needed."""
    dist = DIST / library.folder
    mark = DIST / f"{library.folder}.built-from"  # beside the folder, which is what is uploaded
    wanted = fingerprint(library)
    if not mark.is_file() or mark.read_text() != wanted:
        print(f"building {library.distribution} (sdist and wheel) ...", flush=True)
        build(library, dist)
        mark.write_text(wanted)
    return dist


def wheel(library: Library) -> Path:
    return next((DIST / library.folder).glob("*.whl"))


def sdist(library: Library) -> Path:
    return next((DIST / library.folder).glob("*.tar.gz"))


def installable(library: Library) -> Path:
    """Return a file that any interpreter can install: the wheel if it is pure, else the sdist."""
    pure = wheel(library).name.endswith("-none-any.whl")
    return wheel(library) if pure else sdist(library)


def main(folders: list[str]) -> None:
    for library in in_order(folders or LIBRARIES):
        folder = built(library)
        names = sorted(path.name for path in folder.iterdir() if path.suffix in {".whl", ".gz"})
        print(f"{library.distribution}: {', '.join(names)}")


if __name__ == "__main__":
    main(sys.argv[1:])
