"""Words that no session understands are answered in one sentence, before anything is made."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tools.support import ROOT


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["-s", "lint", "--", "clickk"], "lint takes no words after --, found clickk"),
        (["-s", "docs", "--", "--foo"], "docs takes no words after --, found --foo"),
        (["-s", "tests-3.13", "--", "clickk"], "'clickk' is no library; they are: markupsafe, "),
        (["--", "clickk"], "'clickk' is no library; they are: markupsafe, "),
        (["-s", "affected"], "name changed paths, or --since REV; found nothing"),
        (["-s", "affected", "--", "--sinse", "main"], "name changed paths, or --since REV; found "),
        (["-s", "affected", "--", "--since", "nowhere"], "git merge-base nowhere: "),
        (["-s", "affected", "--", "../x"], "'../x' does not lie in the repository"),
    ],
)
def test_wrong_words(words: list[str], sentence: str) -> None:
    command = [sys.executable, str(ROOT / "noxfile.py"), *words]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith(sentence)
    assert len(done.stderr.splitlines()) == 1
