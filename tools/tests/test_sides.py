"""Both tools that ask two interpreters: a script in, ratios or differences out."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import bench, compare

BENCHMARK = """
PROCESSES = {"start": "import json"}

def workloads():
    print("not an answer")
    return {"nothing": lambda: None, "something": lambda: sum(range(2000))}
"""
QUESTIONS = """
import os

EXPECTED_DIFFERENCES = {"side": "they are two", **REASONS}

def observations():
    yield "number", 1
    yield "side", os.environ["SIDE"]
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "bench_sample.py"
    path.write_text(BENCHMARK)
    return path


def test_both_sides_answer_for_each_workload(script: Path) -> None:
    pythons = dict.fromkeys(bench.SIDES, sys.executable)
    found = dict(bench.run_script(script, pythons, 10, ""))
    assert list(found) == ["nothing", "something", bench.BARE, "start"]
    for values in found.values():
        assert set(values) == set(bench.SIDES)
        assert all(value > 0 for value in values["ours"])
    assert bench.typical(found["something"]["ours"]) > bench.typical(found["nothing"]["ours"])


def test_only_what_was_asked_for_is_measured(script: Path) -> None:
    pythons = dict.fromkeys(bench.SIDES, sys.executable)
    assert [name for name, _ in bench.run_script(script, pythons, 5, "some")] == ["something"]


def test_a_script_that_fails_ends_the_run(tmp_path: Path) -> None:
    path = tmp_path / "bench_broken.py"
    path.write_text("import module_that_is_not_there")
    with pytest.raises(SystemExit, match="failed under"):
        bench.Side(sys.executable, path)


def test_ratio_is_net_of_the_bare_interpreter() -> None:
    values = {"originals": [5.0] * 9, "ours": [3.0] * 9}
    bare = {"originals": [1.0] * 9, "ours": [1.0] * 9}
    assert bench.row("start", values, bare)["ratio"] == 2.0
    assert bench.row("start", values, None)["ratio"] == pytest.approx(5 / 3)


def side(folder: Path, name: str) -> str:
    """An interpreter that knows which side it is."""
    path = folder / name
    path.write_text(f'#!/bin/sh\nSIDE={name} exec "{sys.executable}" "$@"\n')
    path.chmod(0o755)
    return str(path)


@pytest.mark.skipif(os.name == "nt", reason="the two interpreters are shell scripts")
@pytest.mark.parametrize(
    ("reasons", "equal", "said"),
    [
        ("{}", True, "2 observations, 0 unexplained differences, 1 reasons used"),
        ('{"gone": "mended since"}', False, "no difference needs the reason 'gone'"),
    ],
)
def test_differences_need_reasons(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], reasons: str, equal: bool, said: str
) -> None:
    path = tmp_path / "compare_sample.py"
    path.write_text(f"REASONS = {reasons}\n{QUESTIONS}")
    assert compare.compare(path, side(tmp_path, "ours"), side(tmp_path, "originals")) is equal
    assert said in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="the two interpreters are shell scripts")
def test_a_difference_without_reason_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "compare_sample.py"
    path.write_text("REASONS = {}\n" + QUESTIONS.replace('"side", os', '"other", os'))
    assert not compare.compare(path, side(tmp_path, "ours"), side(tmp_path, "originals"))
    out = capsys.readouterr().out
    assert 'other\n    ours      "ours"\n    originals "originals"' in out


def test_the_tools_say_what_they_need() -> None:
    for tool in ("bench", "compare"):
        done = subprocess.run(
            [sys.executable, str(bench.ROOT / "tools" / f"{tool}.py")],
            capture_output=True,
            text=True,
        )
        assert done.returncode == 2
        assert "--originals" in done.stderr
