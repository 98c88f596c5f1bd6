"""The words of code and prose, and the rules as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.consistency import RULES

from .conftest import findings


def test_a_table_that_is_missing_is_a_finding(copy: Path) -> None:
    project = copy / "flask" / "pyproject.toml"
    text = project.read_text("utf-8")
    project.write_text(text.replace("[project]", "[projects]"), "utf-8")
    found = findings(copy)
    assert "flask/pyproject.toml: projects" in found
    assert "rule pins: cannot be checked" in found


def test_every_rule_has_a_docstring() -> None:
    assert all(rule.__doc__ for rule in RULES)


@pytest.mark.parametrize(
    "line", ["# This room is a module.", '"""Give the value."""', "In: a text."]
)
def test_words_of_the_private_language_are_found(copy: Path, line: str) -> None:
    path = copy / "itsdangerous" / "src" / "itsdangerous" / "new.py"
    path.write_text(f"x = 1\n{line}\n", "utf-8")
    assert "itsdangerous/src/itsdangerous/new.py: line 2" in findings(copy)
