"""The matrix of the workflows: which sessions a change asks for, and on which Python."""

from __future__ import annotations

from collections.abc import Iterable

from .support import FLOOR, PYTHONS

# Sessions that look at the affected libraries, once each.
ONCE = ["alone", "minimums", "typing", "lint", "dist", "examples"]
# Sessions that look at all six whatever has changed. Coverage is among them when the tests of all
# six run in the same place.
WHOLE = ["consistency", "docs", "api", "coverage"]
NAMES = {"pypy3.11": "pypy-3.11"}  # as the workflows' set-up action calls them


def rows(affected: Iterable[str], libraries: Iterable[str]) -> list[dict[str, str]]:
    """Return a row for each job: the session, the Python it needs, the libraries it looks at."""
    chosen = list(affected)
    words = " ".join(chosen)
    found = []
    if chosen:
        found += [(f"tests-{row.name}", row.name, words) for row in PYTHONS]
        found += [(name, FLOOR.name, words) for name in ONCE]
    everything = chosen == list(libraries)
    found += [(name, FLOOR.name, "") for name in WHOLE if name != "coverage" or everything]
    return [
        {"session": name, "python": NAMES.get(python, python), "libraries": words}
        for name, python, words in found
    ]
