"""The public names of the package."""

from __future__ import annotations

import subprocess
import sys

import click


def test_star_import_takes_every_public_name() -> None:
    names: dict[str, object] = {}
    exec("from click import *", names)
    public = {
        name
        for name, value in vars(click).items()
        if not name.startswith("_") and getattr(value, "__module__", "").startswith("click")
    }
    assert public <= names.keys()
    assert {"Choice", "File", "Path", "prompt", "secho", "style", "progressbar"} <= names.keys()
    assert "sys" not in names


def test_late_names_are_listed() -> None:
    listed = dir(click)
    assert sorted(listed) == listed
    assert {"Choice", "Tuple", "edit", "launch", "echo_via_pager"} <= set(listed)
    assert set(click.__all__) <= set(listed) | {"termui"}


def test_importing_loads_no_typing() -> None:
    code = "import sys, click; sys.exit('typing' in sys.modules)"
    assert subprocess.run([sys.executable, "-S", "-c", _ON_PATH + code]).returncode == 0


_ON_PATH = f"import sys; sys.path[:0] = {sys.path!r}; "
