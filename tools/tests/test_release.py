"""Releases in a repository of their own: what is refused, made, undone, resumed."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path

import pytest

from tools import release
from tools.backport import backport
from tools.findings import Checkout
from tools.members import changelogs, versions
from tools.processes import Failure
from tools.release import Planned, Repository
from tools.support import LIBRARIES

from .conftest import TODAY

DAY = date(2026, 12, 2)
NEXT = date(2026, 12, 9)


@pytest.fixture
def root(copy: Path) -> Path:
    """A repository with one commit on main."""
    (copy / ".gitignore").write_text(".nox/\n")
    for folder, library in LIBRARIES.items():
        for path in (copy / folder / "changes").glob("*.md"):
            path.unlink()
        (copy / folder / "changes" / "+first.added.md").write_text("The first release.\n")
        (copy / folder / "src" / library.package / "py.typed").write_text("")
    git(copy, "config", "user.name", "A")
    git(copy, "config", "user.email", "a@example.com")
    git(copy, "symbolic-ref", "HEAD", "refs/heads/main")
    git(copy, "add", "--all")
    git(copy, "commit", "--quiet", "--message", "first")
    return copy


def git(root: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def add_fragment(root: Path, folder: str) -> None:
    (root / folder / "changes" / "+more.fixed.md").write_text("A fault is mended.\n")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "mend")


def go(root: Path, *words: str, execute: bool = True, day: date = DAY) -> str:
    return release.release(root, list(words), execute=execute, day=day, rehearsed=False)


def state(root: Path) -> tuple[str, str, str]:
    return git(root, "rev-parse", "HEAD"), git(root, "tag"), git(root, "status", "--porcelain")


def test_a_dry_run_shows_everything_and_changes_nothing(root: Path) -> None:
    before = state(root)
    said = go(root, "click", execute=False)
    assert "click 8.6.0 (the first from this repository), tag click-8.6.0, then 8.6.1.dev0" in said
    assert "- The first release." in said
    assert "nothing was changed; --execute" in said
    assert state(root) == before


def test_a_release_makes_commit_tag_changelog_and_the_next_version(root: Path) -> None:
    said = go(root, "click")
    assert "git push --atomic origin main click-8.6.0" in said
    assert git(root, "log", "--format=%s").splitlines() == [
        "after the release: click 8.6.1.dev0",
        "click: release 8.6.0",
        "first",
    ]
    assert git(root, "status", "--porcelain") == ""
    released = git(root, "show", "click-8.6.0:click/pyproject.toml")
    assert 'version = "8.6.0"' in released
    assert Repository(root).version(LIBRARIES["click"]) == release.Version("8.6.1.dev0")
    text = (root / "click" / "CHANGES.md").read_text("utf-8")
    assert "## 8.6.0 (2026-12-02)\n\n### Added\n\n- The first release." in text
    assert not list((root / "click" / "changes").glob("*.md"))
    assert git(root, "cat-file", "-p", "click-8.6.0").endswith("- The first release.")
    checkout = Checkout.read(root, TODAY)
    assert [*changelogs(checkout), *versions(checkout)] == []


def test_every_place_of_a_version_changes(root: Path) -> None:
    go(root, "jinja")
    code = "jinja/src/jinja2/__init__.py"
    assert '__version__ = "3.2.0"' in git(root, "show", f"jinja-3.2.0:{code}")
    assert '__version__ = "3.2.1.dev0"' in (root / code).read_text("utf-8")


def test_a_joint_release_follows_the_dependencies(root: Path) -> None:
    said = go(root, "flask", "markupsafe", execute=False)
    assert said.index("MarkupSafe 3.1.0") < said.index("Flask 3.2.0")
    go(root, "all")
    assert len(git(root, "tag").splitlines()) == 6


@pytest.mark.parametrize(
    ("word", "wanted"),
    [("patch", "8.6.1"), ("minor", "8.7.0"), ("major", "9.0.0"), ("8.6.5", "8.6.5"), ("", "8.6.1")],
)
def test_parts_of_the_next_version(root: Path, word: str, wanted: str) -> None:
    go(root, "click")
    add_fragment(root, "click")
    said = go(root, "click", *([word] if word else []), execute=False, day=NEXT)
    assert f"click {wanted} (after 8.6.0)" in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["clik"], "'clik' is no library; they are: markupsafe"),
        ([], "no library is named"),
        (["minor"], "no library is named"),
        (["click", "minor", "patch"], "two versions: minor and patch"),
        (["click", "8.x"], "'8.x' is no version"),
        (["click", "8.5.1"], "click 8.5.1 is not newer than the original's 8.5.1"),
    ],
)
def test_wrong_words_are_refused(root: Path, words: list[str], sentence: str) -> None:
    before = state(root)
    with pytest.raises(Failure, match=sentence):
        go(root, *words)
    assert state(root) == before


def test_a_changed_tree_is_refused(root: Path) -> None:
    (root / "click" / "src" / "click" / "notes.env").write_text("secret")
    with pytest.raises(Failure, match=r"1 changes that are not committed: click/src/click/notes"):
        go(root, "click")


def test_a_library_without_fragments_is_refused(root: Path) -> None:
    go(root, "click")
    with pytest.raises(Failure, match="click/changes has no fragment"):
        go(root, "click", "minor")


def test_another_branch_is_refused(root: Path) -> None:
    git(root, "switch", "--quiet", "--create", "topic")
    with pytest.raises(
        Failure, match=r"the branch 'topic'; click is released from main or click-8.6.x"
    ):
        go(root, "click")


def test_a_library_whose_sibling_is_not_released_is_refused(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = LIBRARIES["flask"].row
    needs = [need.replace("click>=8.1.3", "click>=8.6.0") for need in row["dependencies"]]
    monkeypatch.setitem(row, "dependencies", needs)
    with pytest.raises(Failure, match=r"flask needs click>=8.6.0, and no release of click is that"):
        go(root, "flask")
    assert "Flask 3.2.0" in go(root, "flask", "click", execute=False)
    go(root, "click")
    assert "Flask 3.2.0" in go(root, "flask", execute=False)


def test_the_same_command_again_shows_what_is_left(root: Path) -> None:
    go(root, "click", "8.6.0")
    before = state(root)
    said = go(root, "click", "8.6.0")
    assert said.startswith("released here: click-8.6.0\nleft to do: git push --atomic origin main")
    assert state(root) == before


def test_a_failure_while_preparing_leaves_the_repository_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(root)

    def fail(*arguments: object) -> str:
        raise Failure("no section")

    monkeypatch.setattr(release, "read_notes", fail)
    with pytest.raises(Failure, match="no section"):
        go(root, "click")
    assert state(root) == before


@pytest.mark.parametrize("step", ["read-tree", "update-ref", "unlink"])
def test_an_interrupted_release_is_finished_by_the_same_command(
    root: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    class Interrupted(BaseException):
        pass

    real_git, real_run, real_unlink = Repository.git, subprocess.run, Path.unlink

    def stopped_git(self: Repository, *words: str, **environment: str) -> str:
        if step == words[0] == "read-tree":
            raise Interrupted
        return real_git(self, *words, **environment)

    def stopped_run(command: list[str], *arguments: object, **options: object) -> object:
        if step == "update-ref" and "update-ref" in command:
            raise Interrupted
        return real_run(command, *arguments, **options)  # type: ignore[call-overload]

    def stopped_unlink(self: Path, missing_ok: bool = False) -> None:
        if step == "unlink" and self.name == "release.json":
            raise Interrupted
        real_unlink(self, missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Repository, "git", stopped_git)
        patch.setattr(subprocess, "run", stopped_run)
        patch.setattr(Path, "unlink", stopped_unlink)
        with pytest.raises(Interrupted):
            go(root, "click", "8.6.0")
    assert Repository(root).journal.is_file()
    said = go(root, "click", "8.6.0")
    assert "left to do: git push --atomic origin main click-8.6.0" in said
    assert git(root, "tag") == "click-8.6.0"
    assert git(root, "status", "--porcelain") == ""
    assert git(root, "log", "-1", "--format=%s") == "after the release: click 8.6.1.dev0"
    assert not Repository(root).journal.exists()


def test_a_tag_that_appears_meanwhile_undoes_the_whole(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = git(root, "rev-parse", "HEAD")
    real = release.take_over

    def take_over(repository: Repository, clone: Repository, plan: list[Planned], old: str) -> None:
        git(root, "tag", "click-8.6.0")
        real(repository, clone, plan, old)

    monkeypatch.setattr(release, "take_over", take_over)
    with pytest.raises(Failure, match="nothing was released"):
        go(root, "click")
    assert state(root) == (head, "click-8.6.0", "")


def test_a_security_release_from_a_maintenance_branch(root: Path) -> None:
    go(root, "click", "8.6.0")
    add_fragment(root, "click")
    go(root, "click", "8.7.0", day=NEXT)
    git(root, "switch", "--quiet", "--create", "click-8.6.x", "click-8.6.0")
    add_fragment(root, "click")
    said = go(root, "click", "8.6.1", day=NEXT)
    assert "git push --atomic origin click-8.6.x click-8.6.1" in said
    add_fragment(root, "click")
    git(root, "tag", "--delete", "click-8.6.0")
    with pytest.raises(Failure, match=r"click 8.6.0 is not newer than the released 8.6.1"):
        go(root, "click", "8.6.0")


def test_commits_go_to_a_maintenance_branch(root: Path) -> None:
    go(root, "click", "8.6.0")
    add_fragment(root, "click")
    said = backport(root, "click", "8.6", ["HEAD"])
    assert said.startswith("click-8.6.x has 1 more commits")
    assert git(root, "branch", "--show-current") == "click-8.6.x"
    assert git(root, "log", "--format=%s").splitlines() == ["mend", "click: release 8.6.0", "first"]
    assert "(cherry picked from commit " in git(root, "log", "-1", "--format=%b")
    assert "click 8.6.1 (after 8.6.0)" in go(root, "click", "patch", execute=False, day=NEXT)
    git(root, "switch", "--quiet", "main")
    assert "click-8.6.x has 1 more" in backport_again(root)


def backport_again(root: Path) -> str:
    (root / "click" / "changes" / "+other.fixed.md").write_text("Another fault is mended.\n")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "other")
    return backport(root, "click", "8.6", ["HEAD"])


@pytest.mark.parametrize(
    ("name", "line", "commit", "sentence"),
    [
        ("clik", "8.6", "HEAD", "'clik' is no library"),
        ("click", "8.5", "HEAD", "click has no release of the line 8.5"),
        ("click", "8.6", "HEAD~1", "a commit does not apply to click-8.6.x"),
        ("click", "8.6", "nothing", "exit code"),
    ],
)
def test_a_backport_that_cannot_be_done(
    root: Path, name: str, line: str, commit: str, sentence: str
) -> None:
    go(root, "click", "8.6.0")
    add_fragment(root, "click")
    (root / "click" / "changes" / "+more.fixed.md").write_text("Changed.\n")
    git(root, "commit", "--quiet", "--all", "--message", "change")
    target = "HEAD" if commit == "HEAD~1" else commit
    with pytest.raises(Failure, match=sentence):
        backport(root, name, line, [target])


def test_a_backport_wants_a_clean_tree(root: Path) -> None:
    (root / "new").write_text("x")
    with pytest.raises(Failure, match="not committed"):
        backport(root, "click", "8.6", ["HEAD"])


def test_the_journal_is_json_with_the_tags(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def finish(repository: Repository) -> bool:
        if repository.journal.is_file():
            seen.append(json.loads(repository.journal.read_text("utf-8")))
        return False

    monkeypatch.setattr(release, "finish", finish)
    go(root, "click")
    assert list(seen[0]["tags"]) == ["click-8.6.0"]
