"""Each rule on what the six share is loud on a planted drift."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from .conftest import findings, replace

CHECKS = ".github/workflows/checks.yaml"
PLANTED = [
    ("pyproject.toml", '"werkzeug", "flask"]', '"werkzeug"]', "tool.uv.workspace.members"),
    ("pyproject.toml", "click = { workspace = true }\n", "", "tool.uv.sources.click.workspace"),
    ("pyproject.toml", '"py311"', '"py312"', "tool.ruff.target-version"),
    ("pyproject.toml", "\nstrict = true", "\nstrict = false", "tool.mypy.strict"),
    (
        "pyproject.toml",
        'pythonVersion = "3.11"',
        'pythonVersion = "3.12"',
        "tool.pyright.pythonVersion",
    ),
    (
        "pyproject.toml",
        'filterwarnings = ["error"]',
        "filterwarnings = []",
        "tool.pytest.ini_options.filterwarnings",
    ),
    ("pyproject.toml", '"flask", "itsdangerous", ', '"flask", ', "tool.coverage.run.source_pkgs"),
    ("pyproject.toml", 'click = ["click/src", ', 'click = ["src", ', "tool.coverage.paths.click"),
    ("pyproject.toml", "[tool.mypy]", "[tool.black]\nx = 1\n\n[tool.mypy]", "tool.*"),
    ("support.toml", 'needs = ["markupsafe"]', "needs = []", "libraries.jinja.needs"),
    ("support.toml", "2031-10-31", "2025-10-31", 'pythons."3.15"'),
    ("support.toml", "2031-10-31", "2032-10-31", 'pythons."3.15".end-of-life'),
    ("support.toml", "coverage = 100", "coverage = 99", "libraries.markupsafe.coverage"),
    ("support.toml", "coverage = 96", "coverage = 90", "libraries.jinja.coverage"),
    (
        "noxfile.py",
        '# requires-python = ">=3.11"',
        '# requires-python = ">=3.10"',
        "script header.requires-python",
    ),
    (
        "noxfile.py",
        '# dependencies = ["nox',
        '# dependencies = ["uv", "nox',
        "script header.dependencies",
    ),
    ("README.md", "| Click | ", "| Klick | ", "rows of the table of libraries"),
    ("CONTRIBUTING.md", "| `dist` |", "| `dists` |", "sessions"),
    ("docs/index.md", "\njinja/index\n", "\n", "parts that the index leaves out"),
    (".pre-commit-config.yaml", "ruff==", "ruff==0.", "ruff-check"),
    (".pre-commit-config.yaml", "ruff==", "black==", "ruff-check"),
    (CHECKS, "permissions: {}", "permissions: write-all", "permissions"),
    (CHECKS, "needs: plan", "needs: plann", "jobs.check.needs"),
    (CHECKS, "  pull_request:\n", "", "missing triggers"),
    (CHECKS, "    timeout-minutes: 60\n", "", "jobs.check.timeout-minutes"),
    (
        CHECKS,
        "    permissions:\n      contents: read\n",
        "    permissions: write-all\n",
        "jobs.plan.permissions",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "key"), PLANTED)
def test_a_planted_drift_is_found(copy: Path, file: str, old: str, new: str, key: str) -> None:
    replace(copy / file, old, new)
    assert f"{file}: {key}" in findings(copy)


def test_a_reference_release_that_differs_from_the_table_is_found(copy: Path) -> None:
    replace(copy / "support.toml", 'original = "8.5.1"', 'original = "8.5.0"')
    assert any(line.startswith("CONTRIBUTING.md: MarkupSafe") for line in findings(copy))


def test_types_of_fragments_that_differ_are_found(copy: Path) -> None:
    replace(copy / "CONTRIBUTING.md", "removed, fixed, faster", "removed, mended, faster")
    assert any(line.startswith("CONTRIBUTING.md: The types are") for line in findings(copy))


@pytest.mark.parametrize(
    "uses", ["actions/checkout@v4", "actions/checkout@0000000000000000000000000000000000000000"]
)
def test_an_action_that_is_not_pinned_alike_is_found(copy: Path, uses: str) -> None:
    path = copy / CHECKS
    text = path.read_text("utf-8")
    old = next(line for line in text.splitlines() if "uses: actions/checkout@" in line)
    path.write_text(text.replace(old, f"      - uses: {uses}", 1), "utf-8")
    assert any(line.startswith(f"{CHECKS}: jobs.") for line in findings(copy))


def test_a_python_past_its_end_of_life_is_found(copy: Path) -> None:
    assert 'support.toml: pythons."3.11"' in findings(copy, date(2027, 11, 1))


def test_an_unknown_folder_is_found(copy: Path) -> None:
    (copy / "quart").mkdir()
    (copy / "quart" / "pyproject.toml").touch()
    assert ".: unknown files and folders" in findings(copy)


def test_line_ends_of_windows_are_found(copy: Path) -> None:
    path = copy / "flask" / "README.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert ".: files with CR LF at line ends" in findings(copy)


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        (
            "@nox.session(allow_parallel=True)\ndef lint(",
            "@nox.session\ndef more(session):\n    pass\n\n\n@nox.session(allow_parallel=True)\ndef lint(",
            "sessions",
        ),
        (
            "@nox.session(default=False)\ndef affected(",
            "@nox.session\ndef affected(",
            "sessions",
        ),
    ],
)
def test_a_session_that_the_workflows_leave_out_is_found(
    copy: Path, old: str, new: str, key: str
) -> None:
    replace(copy / "noxfile.py", old, new)
    assert f"tools/plan.py: {key}" in findings(copy)


def test_a_python_that_the_workflows_leave_out_is_found(copy: Path) -> None:
    row = '[pythons."3.16"]\nend-of-life = 2032-10-31\n\n[pythons."3.15"]'
    replace(copy / "support.toml", '[pythons."3.15"]', row)
    assert "tools/plan.py: Pythons" in findings(copy)
