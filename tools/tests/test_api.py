"""Waivers of differences, and names that only the run time has."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("griffe")

from tools import api
from tools.processes import Failure
from tools.support import LIBRARIES

ROW = '[[waiver]]\npattern = "click.*.F"\nkind = "Public object was removed"\n'


def test_every_waiver_of_the_table_is_whole() -> None:
    waivers = api.read_waivers()
    assert all(row.against == api.ORIGINALS and row.reason for row in waivers)


@pytest.mark.parametrize("rest", ["date = 2026-12-01\n", 'reason = "x"\n', 'reason = ""\n'])
def test_a_waiver_needs_a_reason_and_a_date(tmp_path: Path, rest: str) -> None:
    path = tmp_path / "waivers.toml"
    path.write_text(ROW + rest)
    with pytest.raises(Failure, match=r"waivers.toml: 'click.\*.F' needs a reason and a date"):
        api.read_waivers(path)


def test_what_a_waiver_covers(tmp_path: Path) -> None:
    path = tmp_path / "waivers.toml"
    path.write_text(f'{ROW}reason = "x"\ndate = 2026-12-01\n')
    (waiver,) = api.read_waivers(path)
    assert waiver.covers("originals", "click.core.F", "Public object was removed")
    assert not waiver.covers("click-8.6.0", "click.core.F", "Public object was removed")
    assert not waiver.covers("originals", "click.core.G", "Public object was removed")


def write(folder: Path, text: str) -> Path:
    (folder / "click").mkdir(parents=True)
    (folder / "click" / "__init__.py").write_text(text)
    return folder


def test_differences_of_two_versions(tmp_path: Path) -> None:
    old = write(tmp_path / "old", "def one(a, b=1): ...\ndef two(): ...\n")
    new = write(tmp_path / "new", "def one(a, b=2): ...\n")
    found = api.compare(LIBRARIES["click"], old, new, "click-1.0")
    assert [str(row).partition(" (")[0] for row in found] == [
        "click.one: Parameter default was changed against click-1.0",
        "click.two: Public object was removed against click-1.0",
    ]


@pytest.mark.parametrize(
    ("name", "there"),
    [("os.path.join", True), ("os.path.joint", False), ("nowhere.x", False), ("os", True)],
)
def test_names_of_the_run_time(name: str, there: bool) -> None:
    assert api.exists(name) is there
