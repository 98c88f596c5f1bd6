"""Take commits over to the maintenance branch of a release line.

``python -m tools.backport click 8.6 COMMIT ...`` switches to the branch ``click-8.6.x``, which it
makes from the newest tag of that line if needed, and takes the commits over in the given order.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .processes import Failure
from .release import Repository
from .support import ROOT, find_library


def backport(root: Path, name: str, line: str, commits: list[str]) -> str:
    """Return what was done.

    :raises Failure: if the line has no release, the tree is not clean or a commit does not apply;
        in the last case the branch waits for the solution.
    """
    repository = Repository(root)
    try:
        library = find_library(name)
    except LookupError as error:
        raise Failure(str(error)) from None
    if repository.changes():
        raise Failure("the tree has changes that are not committed")
    hashes = [repository.git("rev-parse", "--verify", f"{commit}^{{commit}}") for commit in commits]
    branch = f"{library.folder}-{line}.x"
    if repository.git("branch", "--list", branch):
        repository.git("switch", "--quiet", branch)
    else:
        released = [
            version
            for version in repository.released(library)
            if ".".join(map(str, version.release[:2])) == line
        ]
        if not released:
            raise Failure(f"{library.folder} has no release of the line {line}")
        repository.git("switch", "--quiet", "--create", branch, f"{library.folder}-{released[-1]}")
    try:
        repository.git("cherry-pick", "-x", *hashes)
    except Failure as failure:
        raise Failure(
            f"{failure}\na commit does not apply to {branch}: solve it, then "
            "`git add` and `git cherry-pick --continue`; or `git cherry-pick --abort`"
        ) from None
    return f"{branch} has {len(hashes)} more commits; release it with: release -- {name} patch"


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="backport", description=__doc__)
    parser.add_argument("library")
    parser.add_argument("line", help="like 8.6")
    parser.add_argument("commits", nargs="+", metavar="COMMIT")
    options = parser.parse_args(words)
    try:
        print(backport(ROOT, options.library, options.line, options.commits))
    except Failure as failure:
        print(failure)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
