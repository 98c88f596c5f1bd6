"""Files of a release that differ from the table or from the commit are found."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from tools.contents import ACCEPTED, sdist_problems, wheel_problems
from tools.members import wanted_project
from tools.support import LIBRARIES, PYTHONS, Library

FLASK = LIBRARIES["flask"]
LINES = sorted((row for row in PYTHONS if row.is_release_line), key=lambda row: row.version)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources" / "flask"
    (folder / "src" / "flask").mkdir(parents=True)
    (folder / "tests").mkdir()
    (folder / "pyproject.toml").write_text('[project]\nversion = "3.2.0"\n')
    (folder / "src" / "flask" / "app.py").write_text("x")
    (folder / "tests" / "test_app.py").write_text("x")
    return tmp_path / "sources"


def metadata(library: Library) -> str:
    project = wanted_project(library, LINES, "3.2.0")["project"]
    needs = [f"Requires-Dist: {need}" for need in project["dependencies"]]
    for extra, optional in project["optional-dependencies"].items():
        needs += [f"Provides-Extra: {extra}"]
        needs += [f'Requires-Dist: {need}; extra == "{extra}"' for need in optional]
    lines = [
        "Metadata-Version: 2.4",
        f"Name: {project['name']}",
        "Version: 3.2.0",
        f"Summary: {project['description']}",
        f"Requires-Python: {project['requires-python']}",
        f"License-Expression: {project['license']}",
        *needs,
        *(f"Classifier: {name}" for name in project["classifiers"]),
        *(f"Project-URL: {name}, {url}" for name, url in project["urls"].items()),
    ]
    return "\n".join(lines) + "\n"


def make_wheel(folder: Path, name: str = "flask-3.2.0-py3-none-any.whl", **changed: str) -> Path:
    files = {
        "flask/app.py": "x",
        "flask-3.2.0.dist-info/METADATA": metadata(FLASK),
        "flask-3.2.0.dist-info/RECORD": "",
        "flask-3.2.0.dist-info/entry_points.txt": "[console_scripts]\nflask = flask.cli:main\n",
    }
    files |= {key.replace("__", "/"): text for key, text in changed.items()}
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        for key, text in files.items():
            if text is not None:
                archive.writestr(key, text)
    return path


def test_a_good_wheel(sources: Path, tmp_path: Path) -> None:
    assert list(wheel_problems(make_wheel(tmp_path), sources, FLASK)) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("Requires-Dist: click>=8.1.3\n", "Requires-Dist: click>=7\n", "Requires-Dist"),
        ("Requires-Dist: click>=8.1.3\n", "", "Requires-Dist"),
        ("Provides-Extra: dotenv\n", "Provides-Extra: env\n", "Provides-Extra"),
        ("Classifier: Typing :: Typed\n", "", "Classifier"),
        ("Requires-Python: >=3.11\n", "Requires-Python: >=3.12\n", "Requires-Python"),
        ("Version: 3.2.0\n", "Version: 3.2.1\n", "Version"),
        ("License-Expression: BSD-3-Clause\n", "License-Expression: MIT\n", "License-Expression"),
    ],
)
def test_other_metadata(sources: Path, tmp_path: Path, old: str, new: str, problem: str) -> None:
    text = metadata(FLASK)
    assert old in text
    changed = {"flask-3.2.0.dist-info/METADATA": text.replace(old, new)}
    (found,) = wheel_problems(make_wheel(tmp_path, **changed), sources, FLASK)
    assert found.startswith(f"METADATA: {problem} is ")


def test_other_files(sources: Path, tmp_path: Path) -> None:
    (sources / "flask" / "src" / "flask" / "py.typed").write_text("")
    wheel = make_wheel(tmp_path, flask__notes="secret")
    assert list(wheel_problems(wheel, sources, FLASK)) == [
        f"{wheel.name}: flask/notes is not in the commit",
        f"{wheel.name}: flask/py.typed is missing",
    ]


def test_a_script_that_is_gone(sources: Path, tmp_path: Path) -> None:
    changed = {"flask-3.2.0.dist-info/entry_points.txt": ""}
    (found,) = wheel_problems(make_wheel(tmp_path, **changed), sources, FLASK)
    assert "entry points {}, wanted {'console_scripts': {'flask': 'flask.cli:main'}}" in found


def test_names_and_tags(sources: Path, tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path, "flask-3.2.1-cp313-cp313-linux_x86_64.whl")
    assert list(wheel_problems(wheel, sources, FLASK)) == [
        f"{wheel.name} is not named Flask 3.2.0",
        f"{wheel.name}: an index refuses the platform 'linux_x86_64'",
    ]


@pytest.mark.parametrize(
    ("platform", "accepted"),
    [
        ("any", True),
        ("manylinux_2_28_x86_64", True),
        ("manylinux2014_aarch64", True),
        ("musllinux_1_2_x86_64", True),
        ("macosx_11_0_arm64", True),
        ("win_amd64", True),
        ("win32", True),
        ("linux_x86_64", False),
    ],
)
def test_platforms_that_an_index_accepts(platform: str, accepted: bool) -> None:
    assert bool(ACCEPTED.fullmatch(platform)) is accepted


def test_an_sdist(sources: Path, tmp_path: Path) -> None:
    path = tmp_path / "flask-3.2.0.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name in ("PKG-INFO", "pyproject.toml", "src/flask/app.py", "src/flask/notes.env"):
            archive.addfile(tarfile.TarInfo(f"flask-3.2.0/{name}"), io.BytesIO())
    assert list(sdist_problems(path, sources, FLASK)) == [
        f"{path.name}: src/flask/notes.env is not in the commit",
        f"{path.name}: tests/test_app.py is missing",
    ]
