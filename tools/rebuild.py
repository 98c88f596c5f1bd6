"""Build each library a second time, in another folder and environment, and compare the bytes.

The exit code is 0 if every file equals the first build, and if MarkupSafe without a working
compiler builds its pure wheel and says so. Otherwise the differences are printed.
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
    stands = "markupsafe" not in (folders or LIBRARIES) or fallback_stands()
    return 0 if stands and not different else 1


def fallback_stands() -> bool:
    """MarkupSafe with a compiler that fails: the pure wheel, the same as if asked for, and a line."""
    with tempfile.TemporaryDirectory() as folder:
        failed, asked = Path(folder, "failed"), Path(folder, "asked")
        said = wheels.build(
            LIBRARIES["markupsafe"], failed, CC=sys.executable, CFLAGS="--no-compiler"
        )
        wheels.build(LIBRARIES["markupsafe"], asked, MARKUPSAFE_PURE="1")
        names = [path.name for path in failed.glob("*.whl")]
        pure = len(names) == 1 and names[0].endswith("-py3-none-any.whl")
        lines = [line for line in said.splitlines() if line.startswith(wheels.FALLBACK)]
        stands = pure and bool(lines) and digests(failed) == digests(asked)
        print(
            f"markupsafe without a compiler: {', '.join(names)}, {'stands' if stands else 'FAILS'}"
        )
        return stands


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
