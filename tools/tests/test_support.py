"""The libraries that a change can break, and their order."""

from __future__ import annotations

import pytest

from tools import support

EVERYTHING = ["markupsafe", "itsdangerous", "click", "jinja", "werkzeug", "flask"]


def test_the_closure_brings_what_is_needed() -> None:
    assert [library.folder for library in support.closure(["jinja"])] == ["markupsafe", "jinja"]
    assert [library.folder for library in support.closure(["flask"])] == EVERYTHING


def test_the_table_is_in_dependency_order() -> None:
    seen: set[str] = set()
    for folder, library in support.LIBRARIES.items():
        assert seen.issuperset(library.needs)
        seen.add(folder)


def test_libraries_are_found_by_any_of_their_names() -> None:
    for name in ("jinja", "Jinja2", "jinja2"):
        assert support.find_library(name).folder == "jinja"
    with pytest.raises(LookupError, match=r"'django' is no library; they are: markupsafe"):
        support.find_library("django")


def test_the_floor_is_a_release_line() -> None:
    assert support.FLOOR.is_release_line
    assert [p.name for p in support.PYTHONS if not p.is_release_line] == ["3.14t", "pypy3.11"]


def test_a_change_of_sources_needs_a_fragment() -> None:
    paths = ["click/src/click/core.py", "flask/src/flask/app.py", "flask/changes/+x.fixed.md"]
    assert support.without_fragment(paths) == ["click"]
    assert support.without_fragment(["click/tests/test_core.py", "docs/index.md"]) == []
