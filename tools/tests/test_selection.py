"""The libraries, sessions and tests that a change asks for."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tools.selection import changed_since, normal, select
from tools.support import LIBRARIES, ROOT

EVERYTHING = list(LIBRARIES)


@pytest.mark.parametrize(
    ("paths", "changed", "above"),
    [
        (["markupsafe/src/markupsafe/_native.py"], ["markupsafe"], ["jinja", "werkzeug", "flask"]),
        (["click/pyproject.toml"], ["click"], ["flask"]),
        (["itsdangerous/src/x", "werkzeug/src/x"], ["itsdangerous", "werkzeug"], ["flask"]),
        (["jinja/tests/test_loaders.py"], ["jinja"], []),
        (["jinja/compare/compare_filters.py"], ["jinja"], []),
        (["jinja/benchmarks/bench_render.py"], [], []),
        (["flask/README.md", "click/changes/+x.fixed.md"], [], []),
        (["flask/src/x", "click/changes/+x.fixed.md"], ["flask"], []),
        (["noxfile.py"], EVERYTHING, []),
        (["support.toml"], EVERYTHING, []),
        (["README.md", "docs/click/index.md", ".github/workflows/checks.yaml"], [], []),
        (["examples/guestbook/guestbook/views.py"], [], []),
        ([], [], []),
    ],
)
def test_libraries(paths: list[str], changed: list[str], above: list[str]) -> None:
    found = select(paths)
    assert [library.folder for library in found.changed] == changed
    assert [library.folder for library in found.above] == above


@pytest.mark.parametrize(
    ("path", "sessions"),
    [
        ("click/changes/+x.fixed.md", {"consistency"}),
        ("click/benchmarks/bench_x.py", {"lint"}),
        ("click/tests/test_x.py", {"tests", "lint"}),
        ("click/compare/compare_x.py", {"compare", "lint"}),
        ("docs/click/index.md", {"docs", "consistency"}),
        ("examples/guestbook/x.py", {"examples", "lint"}),
        (".github/dependabot.yml", {"consistency"}),
        ("README.md", {"consistency"}),
    ],
)
def test_sessions(path: str, sessions: set[str]) -> None:
    assert select([path]).sessions == sessions


def test_sources_ask_for_all_that_reads_them() -> None:
    assert {"tests", "alone", "minimums", "typing", "examples"} <= select(["flask/src/x"]).sessions
    assert "examples" not in select(["flask/tests/test_app.py"]).sessions


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("click/src/click/parser.py", "click/tests/test_parser.py"),
        ("click/tests/test_parser.py", "click/tests/test_parser.py"),
        ("itsdangerous/src/itsdangerous/url_safe.py", "itsdangerous/tests/test_url_safe.py"),
    ],
)
def test_the_nearest_tests(path: str, wanted: str) -> None:
    folder = path.partition("/")[0]
    assert wanted in select([path]).nearest[folder]


@pytest.mark.parametrize(
    "path", ["click/README.md", "click/tests/test_none.py", "click/tests/x.txt"]
)
def test_a_path_without_nearest_tests(path: str) -> None:
    assert select([path]).nearest == {}


@pytest.mark.parametrize("spelling", ["click/src/x", "./click/src/x", "docs/../click/src/x"])
def test_spellings_of_a_path(spelling: str) -> None:
    assert normal(spelling) == "click/src/x"
    assert normal(str(ROOT / "click" / "src" / "x")) == "click/src/x"


def test_a_path_outside_is_refused() -> None:
    with pytest.raises(LookupError, match=r"'\.\./x' does not lie in the repository"):
        select(["../x"])


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    (tmp_path / "click").mkdir()
    (tmp_path / "flask").mkdir()
    (tmp_path / "click" / "module.py").write_text("one\n" * 20)
    commit(tmp_path)
    return tmp_path


def git(root: Path, *words: str) -> None:
    names = ["-c", "user.name=A", "-c", "user.email=a@example.com"]
    subprocess.run(["git", *names, *words], cwd=root, check=True, capture_output=True)


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "x")


def test_a_moved_file_counts_with_both_paths(repository: Path) -> None:
    git(repository, "switch", "--quiet", "--create", "topic")
    (repository / "click" / "module.py").rename(repository / "flask" / "module.py")
    commit(repository)
    assert changed_since("main", repository) == ["click/module.py", "flask/module.py"]


def test_changes_of_the_other_branch_do_not_count(repository: Path) -> None:
    git(repository, "branch", "topic")
    (repository / "click" / "other.py").write_text("x")
    commit(repository)
    git(repository, "switch", "--quiet", "topic")
    (repository / "flask" / "new.py").write_text("x")
    assert changed_since("main", repository) == ["flask/new.py"]


def test_a_wrong_revision_is_one_sentence(repository: Path) -> None:
    with pytest.raises(LookupError, match=r"git merge-base nowhere: Not a valid object name"):
        changed_since("nowhere", repository)


def test_a_folder_without_git_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(LookupError, match="not a git repository"):
        changed_since("main", tmp_path)
