"""Find the Python files of the program that runs, imported or not.

They are those below the folders of ``sys.path``, without the standard library, installed packages
and virtual environments. A file is part of the program before it is imported: a module that has a
syntax error, or does not exist yet, never is.

Cost: a folder is listed again only if its time of modification changed, which adding or removing an
entry does. A look at a program of 1,000 folders takes about 2 ms while nothing changes.
"""

from __future__ import annotations

import os
import sys
import time
import typing as t
from functools import cache

__all__ = ["STANDARD_LIBRARY", "ProgramFiles", "is_program_path"]

STANDARD_LIBRARY = os.path.dirname(os.path.realpath(os.__file__)) + os.sep

# Names of folders that hold no code of the program, wherever they are.
SKIPPED_FOLDERS = frozenset(
    {
        "__pycache__",
        "dist-packages",
        "node_modules",
        "site-packages",
        ".git",
        ".hg",
        ".mypy_cache",
        ".nox",
        ".pytest_cache",
        ".ruff_cache",
        ".svn",
        ".tox",
        ".venv",
    }
)

# Time stamps of some file systems are that coarse: a folder that changed this short a time before it
# was listed may have changed once more without a new time stamp.
_COARSE_NS = 2_000_000_000

_MOST_EMPTY = 2


@cache
def library_folders() -> frozenset[str]:
    """Return the folders that Python and pip install to, in all their spellings."""
    # Looking them up is slow, and only needed under the reloader.
    import site
    import sysconfig

    folders = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    folders += [*site.getsitepackages(), site.getusersitepackages(), STANDARD_LIBRARY]
    # Programs that pip made are run from here, which puts the folder on sys.path.
    folders.append(os.path.dirname(sys.executable))
    absolute = {os.path.abspath(folder) for folder in folders}
    return frozenset(absolute | {os.path.realpath(folder) for folder in absolute})


def is_skipped(folder: str) -> bool:
    """Return whether a folder, and all below it, is not part of the program."""
    return (
        os.path.basename(folder) in SKIPPED_FOLDERS
        or folder in library_folders()
        or os.path.exists(os.path.join(folder, "pyvenv.cfg"))
    )


def is_program_path(path: str) -> bool:
    """Return whether the path of a Python file may be one of the program."""
    if not path.endswith(".py") or path.startswith(STANDARD_LIBRARY):
        return False
    *folders, name = path.split(os.sep)
    return not name.startswith(".") and SKIPPED_FOLDERS.isdisjoint(folders)


def program_folders() -> list[str]:
    """Return the folders of ``sys.path`` that belong to the program."""
    folders = dict.fromkeys(os.path.abspath(entry) for entry in sys.path)
    return [
        folder
        for folder in folders
        if SKIPPED_FOLDERS.isdisjoint(folder.split(os.sep))
        and not is_skipped(os.path.realpath(folder))
        and not is_skipped(folder)
        and not folder.startswith(STANDARD_LIBRARY)
        and os.path.isdir(folder)
    ]


class _Listing(t.NamedTuple):
    """The contents of a folder when it was listed."""

    modified: int
    is_settled: bool
    files: list[str]
    folders: list[str]


class ProgramFiles:
    """The Python files of the program, found anew by each call of :meth:`find`."""

    def __init__(self) -> None:
        self._listings: dict[str, _Listing] = {}
        self._roots: set[str] = set()

    def find(self) -> tuple[set[str], set[str]]:
        """Return all files, and those that were added since the last call.

        The files below a folder that is new on ``sys.path`` are not added ones.
        """
        files: set[str] = set()
        added: set[str] = set()
        listings: dict[str, _Listing] = {}
        seen: set[tuple[int, int]] = set()
        roots = set(program_folders())
        for root in roots:
            is_known = root in self._roots
            # Data of the program may be much larger than its code, so that the search ends below
            # _MOST_EMPTY folders in a row that have no Python files.
            todo = [(root, 0)]
            while todo:
                folder, empty = todo.pop()
                listing = self._list(folder, seen)
                if listing is None:
                    continue
                listings[folder] = listing
                files.update(listing.files)
                if is_known:
                    earlier = self._listings.get(folder)
                    if earlier is not listing:
                        added.update(listing.files)
                        added.difference_update(earlier.files if earlier else ())
                empty = 0 if listing.files or folder in roots else empty + 1
                if empty <= _MOST_EMPTY:
                    todo += [(below, empty) for below in listing.folders]
        self._listings = listings
        self._roots = roots
        return files, added

    @property
    def folders(self) -> set[str]:
        """The folders of ``sys.path`` that the last call of :meth:`find` looked through."""
        return self._roots

    def _list(self, folder: str, seen: set[tuple[int, int]]) -> _Listing | None:
        """Return what is in a folder; ``None`` if it was seen, is not readable or is skipped."""
        try:
            status = os.stat(folder)
            identity = (status.st_dev, status.st_ino)
            if identity in seen:
                # The same folder by another path, such as a symbolic link to a parent.
                return None
            seen.add(identity)
            known = self._listings.get(folder)
            if known is not None and known.is_settled and known.modified == status.st_mtime_ns:
                return known
            now = time.time_ns()
            files, folders = [], []
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.endswith(".py"):
                        if not entry.name.startswith(".") and entry.is_file():
                            files.append(entry.path)
                    elif entry.name not in SKIPPED_FOLDERS and entry.is_dir():
                        if not is_skipped(entry.path):
                            folders.append(entry.path)
        except OSError:
            return None
        modified = status.st_mtime_ns
        return _Listing(modified, now - modified > _COARSE_NS, sorted(files), sorted(folders))
