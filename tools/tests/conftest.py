"""A copy of what the rules read, in which drift may be planted."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from tools.consistency import check
from tools.findings import Checkout
from tools.support import LIBRARIES, ROOT

TODAY = date(2026, 11, 22)
SHARED = (
    *("support.toml", "pyproject.toml", "noxfile.py", "LICENSE.txt", "README.md"),
    *("CONTRIBUTING.md", ".pre-commit-config.yaml", "tools/constraints.txt", "docs/index.md"),
)
MEMBER = ("pyproject.toml", "README.md", "LICENSE.txt", "CHANGES.md")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The files that the rules read, in a repository of its own without a commit."""
    root = tmp_path / "copy"
    (root / "tools").mkdir(parents=True)
    (root / "docs").mkdir()
    for name in SHARED:
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / ".github", root / ".github")
    for folder, library in LIBRARIES.items():
        source, target = ROOT / folder, root / folder
        target.mkdir()
        names = [*MEMBER, "MANIFEST.in", "setup.py"]
        for name in (name for name in names if (source / name).is_file()):
            shutil.copy(source / name, target)
        for name in (
            *("tests", "benchmarks", "fuzz", "compare", f"src/{library.package}"),
            *library.row.get("folders", ()),
        ):
            (target / name).mkdir(parents=True)
        package = target / "src" / library.package
        (package / "py.typed").touch()
        shutil.copy(source / "src" / library.package / "__init__.py", package)
        shutil.copytree(source / "changes", target / "changes")
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    return root


def findings(root: Path, today: date = TODAY) -> list[str]:
    return [f"{finding.file}: {finding.key}" for finding in check(Checkout.read(root, today))]


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, f"{path} no longer has {old!r}: plant another drift"
    path.write_text(text.replace(old, new, 1), "utf-8")
