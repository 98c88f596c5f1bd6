"""Each rule is quiet on the repository as it is and loud on a planted drift."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from tools.consistency import RULES, Checkout, check
from tools.support import LIBRARIES, ROOT

TODAY = date(2026, 11, 22)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The files that the rules read, in a folder where drift may be planted."""
    for name in ("support.toml", "pyproject.toml", "LICENSE.txt"):
        shutil.copy(ROOT / name, tmp_path)
    for folder, library in LIBRARIES.items():
        for name in ("pyproject.toml", "README.md", "LICENSE.txt", "CHANGES.md"):
            (tmp_path / folder).mkdir(exist_ok=True)
            shutil.copy(ROOT / folder / name, tmp_path / folder)
        for name in ("tests", "benchmarks", "fuzz", f"src/{library.package}"):
            (tmp_path / folder / name).mkdir(parents=True)
        (tmp_path / folder / "src" / library.package / "py.typed").touch()
        shutil.copytree(ROOT / folder / "changes", tmp_path / folder / "changes")
    return tmp_path


def findings(root: Path, today: date = TODAY) -> list[str]:
    return [f"{finding.file}: {finding.key}" for finding in check(Checkout.read(root, today))]


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, f"{path} no longer has {old!r}: plant another drift"
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_the_repository_stands() -> None:
    assert check(Checkout.read()) == []


def test_a_copy_of_it_stands(copy: Path) -> None:
    assert findings(copy) == []


PLANTED = [
    (
        "flask/pyproject.toml",
        'requires-python = ">=3.11"',
        'requires-python = ">=3.12"',
        "flask/pyproject.toml: project.requires-python",
    ),
    (
        "click/pyproject.toml",
        '    "Programming Language :: Python :: 3.13",\n',
        "",
        "click/pyproject.toml: project.classifiers (Pythons)",
    ),
    ("pyproject.toml", '"py311"', '"py312"', "pyproject.toml: tool.ruff.target-version"),
    (
        "jinja/pyproject.toml",
        "flit_core>=3.11,<5",
        "flit_core>=3",
        "jinja/pyproject.toml: build-system",
    ),
    ("click/pyproject.toml", "BSD-3-Clause", "MIT", "click/pyproject.toml: project.license"),
    ("click/pyproject.toml", "Changes = ", "Changelog = ", "click/pyproject.toml: project.urls"),
    (
        "werkzeug/pyproject.toml",
        '    "Typing :: Typed",\n',
        "",
        "werkzeug/pyproject.toml: project.classifiers (Typing :: Typed)",
    ),
    ("flask/pyproject.toml", "tests = [", "test = [", "flask/pyproject.toml: dependency-groups"),
    (
        "flask/pyproject.toml",
        "[tool.towncrier]",
        "[tool.ruff]\nline-length = 80\n\n[tool.towncrier]",
        "flask/pyproject.toml: tool.* that belong in the root",
    ),
    (
        "jinja/pyproject.toml",
        'directory = "changes"',
        'directory = "news"',
        "jinja/pyproject.toml: tool.towncrier",
    ),
    ("jinja/pyproject.toml", '"faster"', '"speed"', "jinja/pyproject.toml: tool.towncrier.type"),
    (
        "itsdangerous/CHANGES.md",
        "towncrier release notes start",
        "releases",
        "itsdangerous/CHANGES.md: the mark where releases are added",
    ),
    ("click/LICENSE.txt", "2026", "2027", "click/LICENSE.txt: the same text as at the root"),
    ("werkzeug/README.md", "## Use", "## Usage", "werkzeug/README.md: headings"),
    (
        "flask/pyproject.toml",
        "click>=8.1.3",
        "click>=9",
        "flask/pyproject.toml: project.dependencies: click",
    ),
    (
        "flask/pyproject.toml",
        '"click>=8.1.3"',
        '"click"',
        "flask/pyproject.toml: project.dependencies: click",
    ),
    (
        "jinja/pyproject.toml",
        'version = "3.2.0"',
        'version = "3.1.1"',
        "flask/pyproject.toml: project.dependencies: jinja2",
    ),
    ("support.toml", 'needs = ["markupsafe"]', "needs = []", "support.toml: libraries.jinja.needs"),
    ("support.toml", "2031-10-31", "2025-10-31", 'support.toml: pythons."3.15"'),
]


@pytest.mark.parametrize(("file", "old", "new", "found"), PLANTED)
def test_a_planted_drift_is_found(copy: Path, file: str, old: str, new: str, found: str) -> None:
    replace(copy / file, old, new)
    assert found in findings(copy)


def test_a_python_past_its_end_of_life_is_found(copy: Path) -> None:
    assert 'support.toml: pythons."3.11"' in findings(copy, date(2027, 11, 1))


def test_missing_parts_are_found(copy: Path) -> None:
    (copy / "click" / "fuzz").rmdir()
    (copy / "jinja" / "src" / "jinja2" / "py.typed").unlink()
    found = findings(copy)
    assert "click: missing folders and files" in found
    assert "jinja/src/jinja2/py.typed: exists" in found


def test_a_fragment_of_no_known_type_is_found(copy: Path) -> None:
    (copy / "flask" / "changes" / "+idea.misc.md").write_text("something")
    assert "flask/changes/+idea.misc.md: type of the fragment" in findings(copy)


def test_findings_tell_found_and_wanted(copy: Path) -> None:
    replace(copy / "click/pyproject.toml", "BSD-3-Clause", "MIT")
    (finding,) = check(Checkout.read(copy, TODAY))
    assert str(finding).split("\n") == [
        "click/pyproject.toml: project.license",
        "    found  'MIT'",
        "    wanted 'BSD-3-Clause'",
    ]


def test_every_rule_says_what_it_holds() -> None:
    assert all(rule.__doc__ for rule in RULES)


@pytest.mark.parametrize(
    "line", ["# This room is a module.", '"""Give the value."""', "In: a text."]
)
def test_words_of_the_private_language_are_found(copy: Path, line: str) -> None:
    path = copy / "itsdangerous" / "src" / "itsdangerous" / "new.py"
    path.write_text(f"x = 1\n{line}\n", "utf-8")
    assert "itsdangerous/src/itsdangerous/new.py: line 2" in findings(copy)
