"""Tags before publishing, and an index on the loopback interface after it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import published
from tools.environments import serve_index
from tools.processes import Failure
from tools.support import LIBRARIES

from .conftest import replace

CLICK = LIBRARIES["click"]


@pytest.fixture
def released(copy: Path) -> Path:
    replace(copy / "click" / "CHANGES.md", "start -->\n", "start -->\n\n## 8.6.0 (2026-12-02)\n")
    return copy


def test_a_tag_has_a_library_and_a_day(released: Path) -> None:
    assert published.read_tag("click-8.6.0", released) == (CLICK, "1796169600")


@pytest.mark.parametrize(
    ("tag", "sentence"),
    [
        ("quart-1.0", "names no library"),
        ("8.6.0", "names no library"),
        ("click-8.7.0", "whose version is 8.6.0"),
        ("jinja-3.2.0", "has no section of 3.2.0"),
    ],
)
def test_a_tag_that_does_not_agree_is_refused(released: Path, tag: str, sentence: str) -> None:
    with pytest.raises(Failure, match=sentence):
        published.read_tag(tag, released)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    pytest.importorskip("pypiserver")
    folder = tmp_path / "index"
    folder.mkdir()
    (folder / "click-8.6.0-py3-none-any.whl").write_bytes(b"one")
    with serve_index(folder, tmp_path / "log") as address:
        yield folder, address


def test_the_same_bytes(index: tuple[Path, str]) -> None:
    folder, address = index
    assert published.wait_for(CLICK, folder, address, 5) == []


def test_other_bytes_and_missing_files(index: tuple[Path, str], tmp_path: Path) -> None:
    _, address = index
    mine = tmp_path / "mine"
    mine.mkdir()
    assert published.differences(CLICK, mine, address) == [f"{mine} has no file to compare"]
    (mine / "click-8.6.0-py3-none-any.whl").write_bytes(b"two")
    (mine / "click-8.6.0.tar.gz").write_bytes(b"")
    found = published.wait_for(CLICK, mine, address, 0.2)
    assert [line.split(":")[0] for line in found] == [
        "click-8.6.0-py3-none-any.whl",
        "click-8.6.0.tar.gz",
    ]
    assert "the index serves nothing" in found[1]
    (line,) = published.differences(LIBRARIES["flask"], mine, address)
    assert "404" in line
