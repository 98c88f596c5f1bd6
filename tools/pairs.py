"""Try each library of ours beside the originals of its siblings, in both directions, as a table.

*theirs on ours*: the original Jinja, Werkzeug and Flask, oldest and newest, on each of our siblings
alone and on all of them. *ours on theirs*: our three on the original of each sibling and of all.
Every pair has an environment of its own, in which pip decides whether the versions allow each other;
``smoke.py`` runs in it. With ``--questions`` the scripts of ``compare`` ask it, too: its answers are
those of the originals, but for the reasons that those scripts give.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from . import wheels
from .processes import Failure, run
from .support import LIBRARIES, ROOT, Library, in_order

# The oldest original that is tried where no dependency of a library above it says one.
OLDEST = {"flask": "3.0.0"}


@dataclass
class Pair:
    """One environment: an upper library and its siblings, each ours or theirs."""

    upper: str
    upper_version: str  # "ours", or that of an original
    changed: str  # the sibling that is of the other side, or "all"
    result: str = ""
    detail: str = ""


def oldest(library: Library) -> str:
    """Return the lowest original that a library above it accepts."""
    name = canonicalize_name(library.distribution)
    for other in LIBRARIES.values():
        for line in other.row["dependencies"]:
            need = Requirement(line)
            if canonicalize_name(need.name) == name and other.folder == "flask":
                return next(iter(need.specifier)).version
    return OLDEST[library.folder]


def plan(libraries: list[Library]) -> Iterator[Pair]:
    for library in libraries:
        if not library.needs:
            continue
        columns = [*library.needs, *(["all"] if len(library.needs) > 1 else [])]
        for version in dict.fromkeys((oldest(library), library.original)):
            yield from (Pair(library.folder, version, column) for column in columns)
        yield from (Pair(library.folder, "ours", column) for column in columns)


def requirements(pair: Pair) -> list[str]:
    """Return what to install: files of ours, versions of theirs."""
    upper = LIBRARIES[pair.upper]
    ours_below = pair.upper_version != "ours"
    found = [file_of(upper)] if not ours_below else [f"{upper.distribution}=={pair.upper_version}"]
    for sibling in in_order(upper.needs):
        is_changed = pair.changed in {sibling.folder, "all"}
        if is_changed == ours_below:
            found.append(file_of(sibling))
        elif pair.upper_version in {"ours", upper.original}:
            found.append(f"{sibling.distribution}=={sibling.original}")
    return found


def file_of(library: Library) -> str:
    return str(wheels.installable(library))


def try_pair(pair: Pair, folder: Path, originals: str, questions: bool) -> None:
    """Install and use one pair; its result is one of passed, not allowed, FAILED."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    try:
        run([sys.executable, "-m", "uv", "venv", "--quiet", str(folder)])
        install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", str(python)]
        run([*install, *requirements(pair), *(["asgiref"] if questions else [])])
    except Failure as failure:
        refused = "unsatisfiable" in str(failure) or "conflict" in str(failure)
        pair.result, pair.detail = "not allowed" if refused else "FAILED", str(failure)
        return
    upper = LIBRARIES[pair.upper]
    try:
        run([sys.executable, "-m", "uv", "pip", "check", "--python", str(python)])
        names = [row.package for row in (*in_order(upper.needs), upper)]
        run([str(python), "-I", str(ROOT / "tools" / "smoke.py"), *names])
        if questions and pair.upper_version in {"ours", upper.original}:
            ask(pair, python, originals)
    except Failure as failure:
        pair.result, pair.detail = "FAILED", str(failure)
        return
    pair.result = "passed"


def ask(pair: Pair, python: Path, originals: str) -> None:
    """Ask the pair and the originals what ``compare`` asks of the upper library."""
    compare = [sys.executable, str(ROOT / "tools" / "compare.py"), "--mixed"]
    run([*compare, "--ours", str(python), "--originals", originals, pair.upper])


def show(pairs: list[Pair]) -> str:
    """Return the tables, one for each upper library, and what failed."""
    lines = []
    for upper in dict.fromkeys(pair.upper for pair in pairs):
        rows = [pair for pair in pairs if pair.upper == upper]
        columns = list(dict.fromkeys(pair.changed for pair in rows))
        lines.append(f"{upper:20}" + "".join(f"{name:>14}" for name in columns))
        for version in dict.fromkeys(pair.upper_version for pair in rows):
            title = "ours on theirs" if version == "ours" else f"{version} on ours"
            cells = {pair.changed: pair.result for pair in rows if pair.upper_version == version}
            lines.append(f"{title:20}" + "".join(f"{cells[name]:>14}" for name in columns))
        lines.append("")
    for pair in pairs:
        if pair.result == "FAILED":
            lines.append(f"{pair.upper} {pair.upper_version}, {pair.changed}:")
            lines += [f"    {line}" for line in pair.detail.splitlines()[-12:]]
    return "\n".join(lines)


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="pairs", description="Ours beside the originals.")
    parser.add_argument("libraries", nargs="*", help=f"some of {', '.join(LIBRARIES)}")
    parser.add_argument("--questions", action="store_true", help="ask what compare asks, too")
    parser.add_argument("--originals", required=True, help="interpreter that has the originals")
    options = parser.parse_args(words)
    pairs = list(plan(in_order(options.libraries or LIBRARIES)))
    with tempfile.TemporaryDirectory() as folder:
        for number, pair in enumerate(pairs):
            place = Path(folder, str(number))
            try:
                try_pair(pair, place, options.originals, options.questions)
            except subprocess.SubprocessError as error:
                pair.result, pair.detail = "FAILED", str(error)
            print(f"  {pair.upper} {pair.upper_version}, {pair.changed}: {pair.result}", flush=True)
    target = ROOT / ".nox" / "out" / "pairs.json"
    target.write_text(json.dumps([asdict(pair) for pair in pairs], indent=2), "utf-8")
    print(f"\n{show(pairs)}")
    return 1 if any(pair.result == "FAILED" for pair in pairs) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
