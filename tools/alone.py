"""Import every module of an installed package, in an interpreter that has nothing else.

The exit code is 0, or the module that cannot be imported is named.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import pkgutil
import sys
import warnings

# Importing these does something by design: they are programs, or need another system.
PROGRAMS = {"__main__", "_winconsole"}


def main(package: str, distribution: str) -> int:
    warnings.simplefilter("error")
    root = importlib.import_module(package)
    count = 1
    for found in pkgutil.walk_packages(root.__path__, f"{package}."):
        if found.name.rpartition(".")[2] in PROGRAMS:
            continue
        importlib.import_module(found.name)
        count += 1
    print(f"{distribution} {importlib.metadata.version(distribution)}: {count} modules import")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
