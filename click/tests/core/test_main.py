"""Commands as programs: how they end, and what they say on the way out."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

import click
from click.core.main import program_arguments
from click.testing import CliRunner


def raising(error: BaseException) -> Callable[[], NoReturn]:
    def run() -> NoReturn:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "code", "stderr"),
    [
        (click.ClickException("broken"), 1, "Error: broken\n"),
        (click.UsageError("wrong"), 2, "Error: wrong\n"),
        (click.FileError("f", "gone"), 1, "Error: Could not open file 'f': gone\n"),
        (click.Abort(), 1, "Aborted!\n"),
        (KeyboardInterrupt(), 1, "\nAborted!\n"),
        (EOFError(), 1, "\nAborted!\n"),
        (click.exceptions.Exit(), 0, ""),
        (click.exceptions.Exit(7), 7, ""),
        (SystemExit(3), 3, ""),
    ],
)
def test_exit_codes(error: BaseException, code: int, stderr: str) -> None:
    result = CliRunner().invoke(click.Command("c", callback=raising(error)))
    assert result.exit_code == code
    assert result.stderr.endswith(stderr)
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (click.ClickException("x"), click.ClickException),
        (click.Abort(), click.Abort),
        (KeyboardInterrupt(), click.Abort),
        (ValueError("x"), ValueError),
    ],
)
def test_without_standalone_mode_errors_come_out(
    error: BaseException, expected: type[BaseException]
) -> None:
    with pytest.raises(expected) as caught:
        click.Command("c", callback=raising(error)).main([], standalone_mode=False)
    if isinstance(error, KeyboardInterrupt):
        assert caught.value.__cause__ is error


def test_without_standalone_mode_the_value_or_the_code_is_given() -> None:
    assert click.Command("c", callback=lambda: "value").main([], standalone_mode=False) == "value"
    ending = click.Command("c", callback=raising(click.exceptions.Exit(4)))
    assert ending.main([], standalone_mode=False) == 4


@pytest.mark.parametrize(("number", "code"), [(errno.EPIPE, 1), (errno.EIO, None)])
def test_a_broken_pipe_ends_quietly(
    monkeypatch: pytest.MonkeyPatch, number: int, code: int | None
) -> None:
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, getattr(sys, name))
    command = click.Command("c", callback=raising(OSError(number, "x")))
    with pytest.raises(OSError if code is None else SystemExit) as caught:
        command.main([])
    if code is not None:
        assert isinstance(caught.value, SystemExit)
        assert caught.value.code == code
        assert type(sys.stdout).__name__ == type(sys.stderr).__name__ == "_PacifyFlushWrapper"


def test_a_closed_stream_is_not_wrapped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", sys.stderr)
    with pytest.raises(SystemExit):
        click.Command("c", callback=raising(OSError(errno.EPIPE, "x"))).main([])
    assert sys.stdout is None


class Interrupting:
    """A stream that is interrupted when it is written to for the ``count``-th time."""

    def __init__(self, count: int) -> None:
        self.count = count

    def write(self, text: str) -> int:
        self.count -= 1
        if self.count == 0:
            raise KeyboardInterrupt
        return len(text)

    def flush(self) -> None: ...


@pytest.mark.parametrize("count", range(1, 6))
@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyboardInterrupt(), 1),
        (EOFError(), 1),
        (click.Abort(), 1),
        (click.ClickException("x"), 1),
        (click.FileError("f"), 1),
        (click.UsageError("x"), 2),
        (click.BadParameter("x"), 2),
        (click.NoSuchOption("--x"), 2),
    ],
)
def test_a_second_interrupt_keeps_the_code(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, count: int
) -> None:
    monkeypatch.setattr(sys, "stderr", Interrupting(count))
    with pytest.raises(SystemExit) as caught:
        click.Command("c", callback=raising(error)).main([])
    assert caught.value.code == code


def interrupted_show(error: click.ClickException) -> click.ClickException:
    vars(error)["show"] = raising(KeyboardInterrupt())
    return error


@pytest.mark.parametrize(
    ("error", "code"), [(click.UsageError("x"), 2), (click.ClickException("x"), 1)]
)
def test_an_interrupted_message_keeps_the_code(error: click.ClickException, code: int) -> None:
    with pytest.raises(SystemExit) as caught:
        click.Command("c", callback=raising(interrupted_show(error))).main([])
    assert caught.value.code == code
    with pytest.raises(click.ClickException):
        click.Command("c", callback=raising(error)).main([], standalone_mode=False)


@pytest.mark.parametrize("count", [1, 2, 3])
@pytest.mark.parametrize(
    ("error", "code"),
    [(None, 0), (click.exceptions.Exit(3), 3), (click.Abort(), 1), (click.UsageError("x"), 2)],
)
def test_interrupts_while_the_process_ends_keep_the_code(
    monkeypatch: pytest.MonkeyPatch, error: BaseException | None, code: int, count: int
) -> None:
    left = [count]
    really_exit = sys.exit

    def interrupted(status: int) -> NoReturn:
        left[0] -= 1
        if left[0] >= 0:
            raise KeyboardInterrupt
        really_exit(status)

    monkeypatch.setattr(sys, "exit", interrupted)
    callback = (lambda: None) if error is None else raising(error)
    with pytest.raises(SystemExit) as caught:
        click.Command("c", callback=callback).main([])
    assert caught.value.code == code


def test_a_late_interrupt_reaches_the_caller_without_standalone_mode(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stderr", Interrupting(1))
    with pytest.raises(KeyboardInterrupt):
        click.Command("c", callback=raising(KeyboardInterrupt())).main([], standalone_mode=False)


def test_a_resource_that_swallows_the_error_ends_with_1() -> None:
    class Swallow:
        def __enter__(self) -> None: ...

        def __exit__(self, *details: object) -> bool:
            return True

    @click.command()
    @click.pass_context
    def cli(ctx: click.Context) -> None:
        ctx.with_resource(Swallow())
        raise ValueError("x")

    for standalone in (True, False):
        with pytest.raises(SystemExit) as caught:
            cli.main([], standalone_mode=standalone)
        assert caught.value.code == 1


def test_arguments_of_the_process_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["/bin/prog", "one", "two"])

    @click.command()
    @click.argument("words", nargs=-1)
    @click.pass_context
    def cli(ctx: click.Context, words: tuple[str, ...]) -> Any:
        return ctx.info_name, words

    name, words = cli.main(standalone_mode=False)
    assert words == ("one", "two")
    assert name


def test_patterns_are_expanded_on_windows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from click.utils import _expand_args

    (tmp_path / "a.txt").touch()
    (tmp_path / "b.txt").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NAME", "value")
    monkeypatch.setenv("HOME", "/home/me")
    monkeypatch.setenv("USERPROFILE", "/home/me")
    assert sorted(_expand_args(["*.txt"])) == ["a.txt", "b.txt"]
    assert _expand_args(["*.no", "$NAME", "~/x", "[", "**/[z-a]"]) == [
        "*.no",
        "value",
        "/home/me/x",
        "[",
        "**/[z-a]",
    ]
    assert _expand_args(["$NAME", "~"], user=False, env=False) == ["$NAME", "~"]
    monkeypatch.setattr(sys, "argv", ["prog", "*.txt"])
    monkeypatch.setattr(os, "name", "nt")
    assert sorted(program_arguments(None, True)) == ["a.txt", "b.txt"]
    assert program_arguments(None, False) == ["*.txt"]
    assert program_arguments(("x",), True) == ["x"]
