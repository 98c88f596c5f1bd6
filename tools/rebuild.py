"""Build each library a second time, elsewhere and otherwise, and compare the bytes.

In: names of libraries. Out: exit code 0 when every sdist and pure wheel is byte-equal with the
first build; else the names of the files that differ.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from pathlib import Path

from . import wheels
from .support import LIBRARIES


def digests(folder: Path) -> dict[str, str]:
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.suffix in {".whl", ".gz"}
    }


def main(folders: list[str]) -> int:
    different = []
    for folder in folders or list(LIBRARIES):
        first = digests(wheels.built(LIBRARIES[folder]))
        with tempfile.TemporaryDirectory(prefix="another place ") as elsewhere:
            before = os.umask(0o077)
            os.environ.update(TZ="Asia/Kathmandu", LC_ALL="C")
            try:
                wheels.build(LIBRARIES[folder], Path(elsewhere, "dist"))
            finally:
                os.umask(before)
            second = digests(Path(elsewhere, "dist"))
        different += [name for name in first if first[name] != second.get(name)]
        print(f"{folder}: {len(first)} files, built twice")
    if different:
        print(f"these differ between two builds: {', '.join(different)}")
    return 1 if different else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
