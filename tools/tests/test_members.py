"""Each rule on the libraries is quiet on the repository and loud on a planted drift."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools.consistency import check
from tools.findings import Checkout
from tools.support import PYTHONS, ROOT

from .conftest import TODAY, findings, replace

# file, what stands there, what is planted, the finding
PLANTED = [
    (
        "flask",
        'requires-python = ">=3.11"',
        'requires-python = ">=3.12"',
        "project.requires-python",
    ),
    ("click", '    "Programming Language :: Python :: 3.13",\n', "", "project.classifiers"),
    (
        "click",
        '    "Programming Language :: Python :: Implementation :: PyPy",\n',
        "",
        "project.classifiers",
    ),
    (
        "jinja",
        '    "Programming Language :: Python :: Free Threading",\n',
        "",
        "project.classifiers",
    ),
    ("flask", "5 - Production/Stable", "4 - Beta", "project.classifiers"),
    ("werkzeug", '    "Typing :: Typed",\n', "", "project.classifiers"),
    ("jinja", "flit_core>=3.11,<5", "flit_core>=3", "build-system.requires"),
    ("markupsafe", "setuptools.build_meta", "flit_core.buildapi", "build-system.build-backend"),
    ("click", "BSD-3-Clause", "MIT", "project.license"),
    ("click", "Changes = ", "Changelog = ", "project.urls.Changelog"),
    ("werkzeug", "contact@palletsprojects.com", "someone@example.com", "project.maintainers"),
    (
        "itsdangerous",
        'readme = "README.md"',
        'authors = [{ name = "A" }]\nreadme = "README.md"',
        "project.authors",
    ),
    ("itsdangerous", 'description = "Signs', 'description = "It signs', "project.description"),
    ("flask", "tests = [", "test = [", "dependency-groups.test"),
    ("flask", '"asgiref", "hypothesis"', '"hypothesis"', "dependency-groups.tests"),
    ("click", 'bench = ["pyperf"]', 'bench = ["pyperf", "rich"]', "dependency-groups.bench"),
    ("flask", "[tool.towncrier]", "[tool.ruff]\nline-length = 80\n\n[tool.towncrier]", "tool.ruff"),
    ("flask", "[tool.towncrier]", "[tool.hatch]\nx = 1\n\n[tool.towncrier]", "tool.hatch"),
    ("jinja", 'directory = "changes"', 'directory = "news"', "tool.towncrier.directory"),
    ("jinja", '"faster"', '"speed"', "tool.towncrier.type"),
    (
        "jinja",
        'name = "Security"\nshowcontent = true',
        'name = "Security"\nshowcontent = false',
        "tool.towncrier.type",
    ),
    ("flask", "click>=8.1.3", "click>=9", "project.dependencies: click"),
    ("flask", '"click>=8.1.3"', '"click"', "project.dependencies: click"),
    ("flask", '"click>=8.1.3"', '"click>=8.1.3,<9"', "project.dependencies: click>=8.1.3,<9"),
    ("flask", '"click>=8.1.3"', '"click>=7"', "project.dependencies"),
    (
        "werkzeug",
        '    "markupsafe>=2.1.1",\n',
        '    "markupsafe>=2.1.1",\n    "requests>=2",\n',
        "project.dependencies",
    ),
    ("jinja", "markupsafe>=2.0", "MarkupSafe>=2.0", "project.dependencies"),
    ("flask", "dotenv = [", "env = [", "project.optional-dependencies.env"),
    (
        "flask",
        'async = ["asgiref>=3.2"]',
        'async = ["asgiref"]',
        "project.optional-dependencies.async",
    ),
    ("flask", 'flask = "flask.cli:main"\n', "", "project.scripts.flask"),
    (
        "jinja",
        "jinja2.ext:babel_extract[i18n]",
        "jinja2.ext:babel_extract",
        "project.entry-points.babel.extractors.jinja2",
    ),
    ("flask", '"fuzz/", "tests/"', '"fuzz/"', "tool.flit.sdist.include"),
    ("markupsafe", '"py.typed", "*.pyi"', '"py.typed"', "tool.setuptools.package-data.markupsafe"),
    ("click", 'version = "', 'version = "0.', "project.version"),
    ("click", 'version = "', 'version = "x', "project.version"),
]


def test_the_repository_has_no_finding() -> None:
    assert [str(finding) for finding in check(Checkout.read())] == []


def test_a_copy_of_it_has_no_finding(copy: Path) -> None:
    assert findings(copy) == []


@pytest.mark.parametrize(("folder", "old", "new", "key"), PLANTED)
def test_a_drift_in_a_pyproject_is_found(
    copy: Path, folder: str, old: str, new: str, key: str
) -> None:
    replace(copy / folder / "pyproject.toml", old, new)
    assert f"{folder}/pyproject.toml: {key}" in findings(copy)


OTHER_FILES = [
    ("jinja/src/jinja2/__init__.py", '__version__ = "', '__version__ = "9', "__version__"),
    ("click/LICENSE.txt", "2026", "2027", "the same text as at the root"),
    ("werkzeug/README.md", "## Use", "## Usage", "headings"),
    (
        "jinja/README.md",
        "/pallets/jinja/>",
        "/pallets/jinja2/>",
        "<https://pallets.github.io/pallets/jinja/>",
    ),
    ("itsdangerous/CHANGES.md", "towncrier release notes start", "releases", "introduction"),
    (
        "flask/CHANGES.md",
        "start -->\n",
        "start -->\n\n- A note by hand\n",
        "text without a release",
    ),
    ("flask/CHANGES.md", "start -->\n", "start -->\n\n## Version 3\n", "heading"),
    (
        "flask/CHANGES.md",
        "start -->\n",
        "start -->\n\n## 3.1.9 (2026-01-02)\n\n### News\n",
        "heading",
    ),
    (
        "flask/CHANGES.md",
        "start -->\n",
        "start -->\n\n## 3.1.8 (2026-01-02)\n\n## 3.1.9 (2026-01-01)\n",
        "order of the releases",
    ),
    (
        "flask/CHANGES.md",
        "start -->\n",
        "start -->\n\n## 3.1.9 (2026-01-01)\n\n## 3.1.8 (2026-01-02)\n",
        "order of the dates",
    ),
    ("markupsafe/MANIFEST.in", "graft tests\n", "", "graft tests"),
]


@pytest.mark.parametrize(("file", "old", "new", "key"), OTHER_FILES)
def test_a_drift_in_another_file_is_found(
    copy: Path, file: str, old: str, new: str, key: str
) -> None:
    replace(copy / file, old, new)
    assert f"{file}: {key}" in findings(copy)


def test_a_version_other_than_the_newest_release_is_found(copy: Path) -> None:
    replace(copy / "click/CHANGES.md", "start -->\n", "start -->\n\n## 99.0 (2026-01-02)\n")
    assert "click/pyproject.toml: project.version" in findings(copy)


def test_the_next_development_version_is_none(copy: Path) -> None:
    replace(copy / "click/CHANGES.md", "start -->\n", "start -->\n\n## 8.6.0 (2026-01-02)\n")
    project = copy / "click/pyproject.toml"
    text = project.read_text("utf-8")
    found = [line for line in text.splitlines() if line.startswith("version = ")]
    project.write_text(text.replace(found[0], 'version = "8.7.0.dev0"'), "utf-8")
    assert findings(copy) == []


def test_a_release_that_was_changed_later_is_found(copy: Path) -> None:
    changes = copy / "click/CHANGES.md"
    replace(changes, "start -->\n", "start -->\n\n## 8.6.0 (2026-01-02)\n")
    git = ["git", "-C", str(copy), "-c", "user.name=A", "-c", "user.email=a@example.com"]
    subprocess.run([*git, "add", "--all"], check=True)
    subprocess.run([*git, "commit", "--quiet", "--message", "x"], check=True)
    subprocess.run([*git, "tag", "click-8.6.0"], check=True)
    assert "click/CHANGES.md: changed after the release" not in findings(copy)
    replace(changes, "## 8.6.0", "\n## 8.6.0")
    assert "click/CHANGES.md: changed after the release" in findings(copy)


@pytest.mark.parametrize(
    "name", ["pytest.ini", ".coveragerc", "setup.cfg", "requirements.txt", "ruff.toml", "news"]
)
def test_an_unknown_file_is_found(copy: Path, name: str) -> None:
    (copy / "jinja" / name).write_text("x")
    assert "jinja: unknown files and folders" in findings(copy)


def test_missing_parts_are_found(copy: Path) -> None:
    (copy / "click" / "fuzz").rmdir()
    (copy / "jinja" / "src" / "jinja2" / "py.typed").unlink()
    found = findings(copy)
    assert "click: missing files and folders" in found
    assert "jinja/src/jinja2/py.typed: exists" in found


@pytest.mark.parametrize(
    "name", ["+idea.misc.md", "+idea.fixed.rst", "+idea", "idea.md", "a b.fixed.md"]
)
def test_a_fragment_of_no_known_name_is_found(copy: Path, name: str) -> None:
    (copy / "flask" / "changes" / name).write_text("Something.\n")
    assert f"flask/changes/{name}: name of the fragment" in findings(copy)


@pytest.mark.parametrize("text", ["", " \n", "No line feed", "# A heading\n"])
def test_a_fragment_without_a_good_text_is_found(copy: Path, text: str) -> None:
    (copy / "flask" / "changes" / "+idea.fixed.md").write_text(text)
    assert "flask/changes/+idea.fixed.md: text of the fragment" in findings(copy)


def test_a_finding_shows_found_and_wanted(copy: Path) -> None:
    replace(copy / "click/pyproject.toml", "BSD-3-Clause", "MIT")
    (finding,) = check(Checkout.read(copy, TODAY))
    assert str(finding).split("\n") == [
        "click/pyproject.toml: project.license",
        "    found  'MIT'",
        "    wanted 'BSD-3-Clause'",
    ]


def test_wheels_with_c_are_built_for_each_system_and_python() -> None:
    """The tool itself lists what it would build."""
    pytest.importorskip("cibuildwheel")
    wanted = {
        "linux": ["manylinux_x86_64", "manylinux_aarch64", "musllinux_x86_64", "musllinux_aarch64"],
        "macos": ["macosx_x86_64", "macosx_arm64"],
        "windows": ["win_amd64", "win_arm64", "win32"],
    }
    builds = [f"cp{row.name.replace('.', '')}" for row in PYTHONS if "pypy" not in row.name]
    for system, platforms in wanted.items():
        command = [sys.executable, "-m", "cibuildwheel", "markupsafe", "--platform", system]
        done = subprocess.run(
            [*command, "--archs", "all", "--print-build-identifiers"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        missing = {f"{build}-{name}" for build in builds for name in platforms}
        assert missing - set(done.stdout.split()) == set()
