"""The progress bar: what it counts and what it draws."""

from __future__ import annotations

import io
import os
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import click

START = "\r" if os.name == "nt" else "\r\x1b[?25l"
END = "\n" if os.name == "nt" else "\x1b[?25h\n"


class Terminal(io.StringIO):
    def isatty(self) -> Any:
        return True


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    now = [100.0]
    monkeypatch.setattr(time, "time", lambda: now[0])
    return now


def lines(file: Any) -> Any:
    return file.getvalue().removesuffix(END).split(START)[1:]


def test_bar_with_percent_and_time(clock: Any) -> None:
    file = Terminal()
    with click.progressbar(range(4), label="Work", width=8, file=file) as bar:
        for _ in bar:
            clock[0] += 1
    assert lines(file) == [
        "Work  [--------]    0%",
        "Work  [##------]   25%  00:00:03",
        "Work  [####----]   50%  00:00:02",
        "Work  [######--]   75%  00:00:01",
        "Work  [########]  100%          ",
    ]


def test_long_times_have_days(clock: Any) -> None:
    with click.progressbar(length=2, file=Terminal()) as bar:
        clock[0] += 93784.0
        bar.update(1)
        assert bar.format_eta() == "1d 02:03:04"


def test_without_terminal_only_the_label_is_printed() -> None:
    file = io.StringIO()
    with click.progressbar([1, 2], label="Work", file=file) as bar:
        assert list(bar) == [1, 2]
    assert file.getvalue() == "Work\n"


def test_hidden_bar_prints_nothing_and_counts() -> None:
    file = Terminal()
    with click.progressbar([1, 2], hidden=True, file=file) as bar:
        assert list(bar) == [1, 2]
    assert (file.getvalue(), bar.pos) == ("", 2)


def test_unknown_length_shows_a_mark_that_moves(clock: Any) -> None:
    file = Terminal()
    with click.progressbar((n for n in range(2)), width=5, show_pos=True, file=file) as bar:
        for _ in bar:
            clock[0] += 1
    assert lines(file) == ["  [-----]  0", "  [---#-]  1", "  [-#---]  2", "  [#####]  2"]


def test_items_are_shown(clock: Any) -> None:
    file = Terminal()
    show = lambda item: None if item is None else f"<{item}>"  # noqa: E731
    with click.progressbar("ab", width=2, show_percent=False, item_show_func=show, file=file) as b:
        assert list(b) == ["a", "b"]
    assert [line.strip() for line in lines(file)] == [
        "[--]", "[--]  <a>", "[#-]  <a>", "[#-]  <b>", "[##]  <b>", "[##]",
    ]  # fmt: skip


def test_width_follows_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.get_terminal_size", lambda *args: os.terminal_size((20, 5)))
    file = Terminal()
    with click.progressbar(length=1, width=0, file=file):
        pass
    assert lines(file) == ["  [----------]    0%"]


def test_steps_that_wait_are_counted_at_the_end() -> None:
    file = Terminal()
    with click.progressbar(length=20, update_min_steps=7, show_pos=True, file=file) as bar:
        for _ in range(20):
            bar.update(1)
    assert bar.pos == 20
    assert "20/20" in lines(file)[-1]


def test_changed_attributes_are_drawn() -> None:
    file = Terminal()
    with click.progressbar(length=100, width=2, file=file) as bar:
        bar.label = "New"
        bar.update(0)
        assert "New" not in file.getvalue()
        bar.update(1)
    assert lines(file)[-1].startswith("New  [--]    1%")


def test_methods_of_subclasses_are_asked_every_time() -> Any:
    from click._termui_impl import ProgressBar

    class Counting(ProgressBar):
        def format_pct(self) -> Any:
            return f"{self.pos} of many"

    file = Terminal()
    template = "%(info)s"
    with Counting(None, length=1000, bar_template=template, width=9, file=file) as bar:
        bar.update(1)
        bar.update(1)
    assert [line.strip() for line in lines(file)] == [
        "0 of many", "1 of many", "2 of many",
    ]  # fmt: skip


def test_misuse_is_an_error() -> None:
    with pytest.raises(TypeError, match="iterable or length is required"):
        click.progressbar(file=io.StringIO())
    with pytest.raises(RuntimeError, match="in a with block"):
        iter(click.progressbar([1], file=io.StringIO()))


@given(st.lists(st.integers(0, 9), max_size=20), st.integers(1, 30), st.integers(1, 5))
def test_share_never_leaves_its_range(steps: Any, length: Any, least: Any) -> None:
    file = Terminal()
    with click.progressbar(length=length, update_min_steps=least, file=file) as bar:
        for step in steps:
            bar.update(step)
            assert 0.0 <= bar.pct <= 1.0
    assert bar.pos == sum(steps)
    assert bar.finished == (bar.pos >= length or (not steps and length == 0))


@pytest.mark.parametrize("fill", ["#", "日", "\U0001f7e9"])
def test_wide_characters_fill_the_terminal(monkeypatch: pytest.MonkeyPatch, fill: str) -> None:
    from click._ansi import term_len

    monkeypatch.setenv("COLUMNS", "40")
    with click.progressbar(length=4, width=0, fill_char=fill, label="作業", show_eta=False) as bar:
        bar.update(4)
        bar._fit()
        assert 38 <= term_len(bar.format_progress_line()) <= 40
