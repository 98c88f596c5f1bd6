"""The last screen of a run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools import summary

REPORT = {
    "sessions": [
        {"signatures": ["wheels"], "result": "success", "duration": 1.2, "reason": None},
        {"signatures": ["tests-3.13"], "result": "failed", "duration": 61.0, "reason": None},
        {"signatures": ["alone(folder='click')"], "result": "success", "duration": 9.0},
        {
            "signatures": ["tests-3.15"],
            "result": "skipped",
            "reason": "Python interpreter 3.15 not found",
        },
        {
            "signatures": ["alone(folder='jinja')"],
            "result": "skipped",
            "reason": "jinja was not asked for",
        },
    ]
}
CLICK = """<testsuites><testsuite tests="3" failures="1" errors="0" skipped="1" time="2.5">
<testcase classname="click.tests.test_a" name="test_one"/>
<testcase classname="click.tests.test_a" name="test_two">
  <failure message="AssertionError: assert 1 == 2&#10;more">text</failure></testcase>
<testcase classname="click.tests.test_a" name="test_three"><skipped message="no shell"/></testcase>
</testsuite></testsuites>"""
MARKUPSAFE = """<testsuites><testsuite tests="2" failures="0" errors="0" skipped="2" time="1">
<testcase name="a"><skipped message="no C extension here"/></testcase>
<testcase name="b"><skipped message="no C extension here"/></testcase>
</testsuite></testsuites>"""


@pytest.fixture
def found(tmp_path: Path) -> summary.Summary:
    (tmp_path / "report.json").write_text(json.dumps(REPORT))
    results = tmp_path / "results"
    results.mkdir()
    (results / "tests-3.13--click.xml").write_text(CLICK)
    (results / "tests-3.13--markupsafe.xml").write_text(MARKUPSAFE)
    name = summary.file_name("alone(folder='click')")
    (results / f"{name}--click.xml").write_text(MARKUPSAFE)
    return summary.read([tmp_path / "report.json", tmp_path / "none.json"], results)


def test_the_screen(found: summary.Summary) -> None:
    assert summary.screen(found, 100).splitlines() == [
        "",
        "session                seconds          markupsafe  click",
        "wheels                 1",
        "tests-3.13             61       FAILED  0           1 FAILED",
        "alone(folder='click')  9                            0",
        "click, tests-3.13: click.tests.test_a::test_two",
        "    AssertionError: assert 1 == 2",
        "click, alone(folder='click'): 2 tests skipped: no C extension here".replace(
            "alone(folder='click')", summary.file_name("alone(folder='click')")
        ),
        "markupsafe, tests-3.13: 2 tests skipped: no C extension here",
        "not found: tests-3.15",
        "not asked for: alone(folder='jinja')",
        "failed: tests-3.13",
        "sessions: 2 passed, 1 failed, 2 skipped; tests: 1 passed, 1 failed, 5 skipped",
    ]


def test_every_line_fits_the_terminal(found: summary.Summary) -> None:
    assert max(len(line) for line in summary.screen(found, 40).splitlines()) <= 40


def test_json_and_the_page_of_a_workflow(
    found: summary.Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "page.md"))
    summary.write(found, tmp_path / "out" / "summary.json")
    whole = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert whole["tests"][1]["first"] == "click.tests.test_a::test_two"
    page = (tmp_path / "page.md").read_text()
    assert "| tests-3.13 | failed | 61 |" in page
    assert "**click, tests-3.13**: `click.tests.test_a::test_two`" in page
