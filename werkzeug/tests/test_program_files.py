"""Which files belong to the program that runs."""

from __future__ import annotations

import os
import sys
import sysconfig
import time
from pathlib import Path

import pytest

from werkzeug._program_files import ProgramFiles, is_program_path, library_folders, program_folders


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # It reads its data from a module that has to be found.
    library_folders()
    root = tmp_path / "program"
    root.mkdir()
    monkeypatch.setattr(sys, "path", [str(root)])
    return root


def write(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("")
    return str(path)


def test_all_python_files(root: Path) -> None:
    expected = {
        write(root / name)
        for name in ("a.py", "p/__init__.py", "p/q/b.py", "namespace/deep/c.py", ".hidden/d.py")
    }
    for name in (
        "text.txt",
        ".#a.py",
        "__pycache__/x.py",
        "node_modules/x.py",
        "lib/site-packages/x.py",
        "environment/x.py",
        "environment/pyvenv.cfg",
        "data/1/2/3/x.py",
    ):
        write(root / name)
    assert ProgramFiles().find() == (expected, set())


def test_a_folder_below_another_one_of_the_path(root: Path) -> None:
    far = root / "data" / "1" / "2" / "3"
    file = write(far / "x.py")
    sys.path.append(str(far))
    assert ProgramFiles().find()[0] == {file}


def test_what_is_added(root: Path) -> None:
    files = ProgramFiles()
    first = write(root / "a.py")
    assert files.find() == ({first}, set())
    assert files.find() == ({first}, set())
    second = write(root / "b.py")
    assert files.find() == ({first, second}, {second})
    package = write(root / "new" / "__init__.py")
    assert files.find() == ({first, second, package}, {package})
    os.unlink(second)
    assert files.find() == ({first, package}, set())


def test_a_folder_that_is_new_on_the_path(root: Path, tmp_path: Path) -> None:
    files = ProgramFiles()
    files.find()
    file = write(tmp_path / "other" / "x.py")
    sys.path.append(str(tmp_path / "other"))
    assert files.find() == ({file}, set())


def test_folders_are_listed_again_only_after_a_change(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root / "a.py")
    long_ago = time.time() - 100
    os.utime(root, (long_ago, long_ago))
    files = ProgramFiles()
    listed: list[object] = []
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: listed.append(path) or scandir(path))
    files.find()
    files.find()
    assert listed == [str(root)]
    write(root / "b.py")
    files.find()
    assert listed == [str(root)] * 2


def test_links_in_a_circle(root: Path) -> None:
    file = write(root / "p" / "a.py")
    try:
        (root / "p" / "circle").symlink_to(root)
    except OSError:
        pytest.skip("no symbolic links")
    assert ProgramFiles().find()[0] == {file}


def test_libraries_are_not_the_program(root: Path) -> None:
    for name in ("stdlib", "purelib", "platlib"):
        sys.path.append(sysconfig.get_path(name))
    sys.path += [os.path.dirname(sys.executable), str(root / "missing"), str(root / "a.zip")]
    assert program_folders() == [str(root)]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/srv/app/a.py", True),
        ("/srv/app/a.txt", False),
        ("/srv/app/.#a.py", False),
        ("/srv/app/__pycache__/a.py", False),
        ("/srv/lib/site-packages/a.py", False),
        (os.__file__, False),
    ],
)
def test_program_paths(path: str, expected: bool) -> None:
    assert is_program_path(path.replace("/", os.sep)) is expected
