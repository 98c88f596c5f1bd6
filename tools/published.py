"""Check a tag before its files are published, and the index after it.

``--tag click-8.6.0`` compares the tag with the version in the repository, and prints library and
date for the workflow. With ``--files FOLDER`` it asks the index until it serves every file of the
folder with the same hash.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import os
import re
import sys
import time
import urllib.error
import urllib.request
from datetime import date
from pathlib import Path

from packaging.utils import canonicalize_name

from .processes import Failure, run
from .release import Repository, epoch_of
from .support import LIBRARIES, ROOT, Library

INDEX = "https://pypi.org/simple/"
LINK = re.compile(r'<a [^>]*href="([^"]+)"[^>]*>([^<]+)</a>')


def read_tag(tag: str, root: Path = ROOT) -> tuple[Library, str]:
    """Return the library of a tag and the seconds since 1970 of its release's day.

    :raises Failure: if the tag, the version and the changelog do not agree.
    """
    folder, _, version = tag.rpartition("-")
    if folder not in LIBRARIES:
        raise Failure(f"the tag {tag!r} names no library; tags are like click-8.6.0")
    library = LIBRARIES[folder]
    found = Repository(root).version(library)
    if str(found) != version:
        raise Failure(f"the tag {tag} is on a commit whose version is {found}")
    changes = (root / folder / "CHANGES.md").read_text("utf-8")
    day = re.search(rf"^## {re.escape(version)} \((\d{{4}}-\d\d-\d\d)\)$", changes, re.MULTILINE)
    if day is None:
        raise Failure(f"{folder}/CHANGES.md has no section of {version}")
    return library, epoch_of(date.fromisoformat(day[1]))


def served(library: Library, index: str) -> dict[str, str]:
    """Return the hash by name of each file that an index lists for a library."""
    address = f"{index}{canonicalize_name(library.distribution)}/"
    with urllib.request.urlopen(address, timeout=30) as answer:
        page = answer.read().decode()
    return {
        html.unescape(name).strip(): link.partition("#sha256=")[2]
        for link, name in LINK.findall(page)
    }


def differences(library: Library, folder: Path, index: str) -> list[str]:
    """Return a line for each file of the folder that the index does not serve as it is."""
    try:
        there = served(library, index)
    except urllib.error.HTTPError as error:
        return [f"{error.url}: {error.code} {error.reason}"]
    files = [path for path in sorted(folder.iterdir()) if path.suffix in {".whl", ".gz"}]
    if not files:
        return [f"{folder} has no file to compare"]
    found = []
    for path in files:
        mine = hashlib.sha256(path.read_bytes()).hexdigest()
        theirs = there.get(path.name, "nothing")
        if mine != theirs:
            found.append(f"{path.name}: the index serves {theirs}, built was {mine}")
    return found


def wait_for(library: Library, folder: Path, index: str, seconds: float) -> list[str]:
    """Ask until nothing differs or the time is over; return what differs."""
    end = time.monotonic() + seconds
    while True:
        found = differences(library, folder, index)
        if not found or time.monotonic() > end:
            return found
        time.sleep(min(10.0, seconds / 10))


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="published", description=__doc__)
    parser.add_argument("--tag", required=True, help="like click-8.6.0")
    parser.add_argument("--files", type=Path, help="the folder of what was published")
    parser.add_argument("--index", default=INDEX, help=f"default: {INDEX}")
    parser.add_argument("--seconds", type=float, default=600, help="how long to ask (default: 600)")
    options = parser.parse_args(words)
    try:
        run(["git", "rev-parse", "--quiet", "--verify", f"refs/tags/{options.tag}"], ROOT)
        library, epoch = read_tag(options.tag)
    except Failure as failure:
        print(failure)
        return 1
    print(f"{options.tag}: {library.distribution}, released on day {epoch}")
    output = os.environ.get("GITHUB_OUTPUT")
    if output:
        with Path(output).open("a", encoding="utf-8") as file:
            file.write(f"library={library.folder}\ndate={epoch}\n")
    if options.files is None:
        return 0
    found = wait_for(library, options.files, options.index, options.seconds)
    print("\n".join(found) or f"{options.index} serves these bytes")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
