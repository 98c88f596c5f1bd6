"""Find the interpreters of the table on this machine.

For a name as in ``support.toml`` (3.14, 3.14t, pypy3.11) returns the folder of an executable that
runs and is of that version. Searches PATH first, then the folders of pyenv and uv. A shim that does
not run is not used.
"""

from __future__ import annotations

import functools
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

PROBE = (
    "import sys, sysconfig;"
    "print(('pypy' if sys.implementation.name == 'pypy' else '') + '%d.%d' % sys.version_info[:2]"
    " + ('t' if sysconfig.get_config_var('Py_GIL_DISABLED') else ''))"
)


def folders() -> Iterator[Path]:
    for entry in os.environ.get("PATH", "").split(os.pathsep):
        if entry:
            yield Path(entry)
    home = Path.home()
    pyenv = Path(os.environ.get("PYENV_ROOT") or home / ".pyenv")
    yield from sorted(pyenv.glob("versions/*/bin"), reverse=True)
    yield from sorted(home.glob(".local/share/uv/python/*/bin"), reverse=True)


@functools.cache
def find(name: str) -> Path | None:
    """Return the executable for a name of the table, or ``None``."""
    executable = name if name.startswith("pypy") else f"python{name}"
    for folder in folders():
        candidate = folder / executable
        if candidate.is_file() and says(candidate) == name:
            return candidate
    return None


def says(candidate: Path) -> str | None:
    """Return the version of an interpreter, or ``None`` if it does not run."""
    try:
        done = subprocess.run(
            [candidate, "-c", PROBE], capture_output=True, text=True, timeout=30, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()


def put_on_path(names: list[str]) -> None:
    """Make the found interpreters the first of their names for everything started from here."""
    found = [str(path.parent) for name in names if (path := find(name)) is not None]
    # A working interpreter must come before a shim of the same name that leads nowhere.
    os.environ["PATH"] = os.pathsep.join(
        dict.fromkeys([*found, *os.environ.get("PATH", "").split(os.pathsep)])
    )
