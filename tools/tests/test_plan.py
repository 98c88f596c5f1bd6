"""The matrix of the workflows."""

from __future__ import annotations

from tools import plan
from tools.support import LIBRARIES, PYTHONS


def test_a_plan_of_everything_has_each_python_and_coverage() -> None:
    found = plan.rows(list(LIBRARIES), LIBRARIES)
    names = [row["session"] for row in found]
    assert names == [*(f"tests-{row.name}" for row in PYTHONS), *plan.ONCE, *plan.WHOLE]
    assert {"session": "tests-pypy3.11", "python": "pypy-3.11"}.items() <= found[6].items()


def test_a_plan_of_one_library_names_it_and_leaves_coverage_out() -> None:
    found = {row["session"]: row["libraries"] for row in plan.rows(["flask"], LIBRARIES)}
    assert found["alone"] == "flask"
    assert found["docs"] == ""
    assert "coverage" not in found


def test_a_plan_of_pages_alone_has_no_tests() -> None:
    names = [row["session"] for row in plan.rows([], LIBRARIES)]
    assert names == ["consistency", "docs", "api"]
