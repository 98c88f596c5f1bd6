"""Where an application lies: root path, package folder, prefix of an installation."""

from __future__ import annotations

import importlib
import os
import sys
import types
import typing as t
from pathlib import Path

import pytest

from flask import Flask
from flask.helpers import get_root_path
from flask.sansio.scaffold import find_package


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> t.Callable[[str], Path]:
    """Make a folder below a temporary one and put it on the path."""

    def make(folder: str) -> Path:
        made = tmp_path / folder
        made.mkdir(parents=True)
        monkeypatch.syspath_prepend(str(made))
        return made

    monkeypatch.setattr(sys, "modules", dict(sys.modules))
    return make


def test_root_path_of_what_is_not_imported(site: t.Callable[[str], Path]) -> None:
    folder = site("here")
    (folder / "single_file.py").write_text("")
    (folder / "a_package").mkdir()
    (folder / "a_package" / "__init__.py").write_text("")
    assert get_root_path("single_file") == str(folder)
    assert get_root_path("a_package") == str(folder / "a_package")
    assert get_root_path("nothing_of_that_name") == os.getcwd()
    assert get_root_path("nothing.of.that_name") == os.getcwd()


def test_a_namespace_package_has_no_root(site: t.Callable[[str], Path]) -> None:
    folder = site("here")
    (folder / "only_a_folder").mkdir()
    assert get_root_path("only_a_folder") == os.getcwd()
    importlib.import_module("only_a_folder")
    with pytest.raises(RuntimeError, match="root path needs to be explicitly provided"):
        get_root_path("only_a_folder")


@pytest.mark.parametrize(
    ("folder", "prefix"),
    [
        ("prefix/lib/python3/site-packages", "prefix"),
        ("prefix/Lib/site-packages", "prefix"),
        ("prefix/site-packages", "prefix"),
        ("elsewhere", None),
    ],
)
def test_the_prefix_of_an_installation(
    site: t.Callable[[str], Path], tmp_path: Path, folder: str, prefix: str | None
) -> None:
    place = site(folder)
    (place / "installed.py").write_text("")
    found, where = find_package("installed")
    assert found == (None if prefix is None else str(tmp_path / prefix))
    assert where == str(place)
    instance = Flask("installed").instance_path
    if prefix is None:
        assert instance == str(place / "instance")
    else:
        assert instance == str(tmp_path / prefix / "var" / "installed-instance")


def test_the_prefix_of_this_python(site: t.Callable[[str], Path], monkeypatch) -> None:
    place = site("python/packages")
    (place / "installed.py").write_text("")
    monkeypatch.setattr(sys, "prefix", str(place.parent))
    assert find_package("installed") == (str(place.parent), str(place))


def test_namespace_packages(site: t.Callable[[str], Path]) -> None:
    first, second = site("first"), site("second")
    for place, name in ((first, "one"), (second, "two")):
        (place / "spread" / name).mkdir(parents=True)
        (place / "spread" / name / "__init__.py").write_text("")
    assert find_package("spread.one") == (None, str(first))
    assert find_package("spread.two") == (None, str(second))
    assert find_package("spread")[1] in {str(first), str(second)}


def test_names_that_are_no_modules() -> None:
    assert find_package("") == (None, os.getcwd())
    assert find_package("nothing_of_that_name") == (None, os.getcwd())


def test_the_name_of_a_script(monkeypatch: pytest.MonkeyPatch) -> None:
    main = types.ModuleType("__main__")
    monkeypatch.setitem(sys.modules, "__main__", main)
    assert Flask("__main__", root_path="/").name == "__main__"
    main.__file__ = os.path.join("folder", "script.py")
    assert Flask("__main__", root_path="/").name == "script"
