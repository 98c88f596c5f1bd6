"""The report of a rehearsal, and builds that must be equal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools import rehearse
from tools.processes import Failure, run
from tools.rehearse import Report
from tools.support import LIBRARIES


def fail(text: str) -> str:
    raise Failure(text)


def test_a_failed_step_does_not_end_the_rehearsal() -> None:
    report = Report()
    assert not report.run("click", "first", fail, "one line\nand another")
    assert report.run("click", "second", str, "fine")
    assert not report.passed
    lines = report.screen().splitlines()
    assert lines[1].split() == ["click", "first", "0.0", "FAILED"]
    assert lines[2].split() == ["click", "second", "0.0", "passed", "(fine)"]
    assert lines[3:] == [
        *("", "click, first:", "    one line", "    and another", ""),
        "2 steps, 1 failed, 0 files",
    ]
    assert json.loads(report.to_json())["steps"][0]["detail"] == "one line\nand another"


def test_a_command_that_fails_shows_the_end_of_its_output() -> None:
    with pytest.raises(Failure, match=r"exit code 2 of python3? -c (?s:.*)the reason"):
        run(["python3", "-c", "print('the reason'); raise SystemExit(2)"])


def test_builds_that_differ_are_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sources" / "click").mkdir(parents=True)
    count = 0

    def build(sources: Path, library: object, target: Path, epoch: str, **variables: str) -> None:
        nonlocal count
        count += 1
        target.mkdir(parents=True)
        (target / "same.whl").write_text("x")
        (target / "other.tar.gz").write_text(str(count))

    monkeypatch.setattr(rehearse, "build", build)
    with pytest.raises(Failure, match=r"two builds differ in other.tar.gz"):
        rehearse.build_twice(tmp_path / "sources", LIBRARIES["click"], tmp_path / "work", "1")


def test_a_version_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "click").mkdir()
    (tmp_path / "click" / "pyproject.toml").write_text("[project]\n")
    with pytest.raises(Failure, match="has no version"):
        rehearse.version_of(tmp_path, LIBRARIES["click"])
