"""Late and deprecated names, and where the code looks them up."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

import click
from click._late import DEPRECATED, NAMES
from click.testing import CliRunner

ALL = [(module, name, home) for module, names in NAMES.items() for name, home in names.items()]


CORE = importlib.import_module("click.core")


@pytest.mark.parametrize(("module", "name", "home"), ALL)
def test_each_name_is_that_of_its_home(module: str, name: str, home: str) -> None:
    assert getattr(importlib.import_module(module), name) is getattr(
        importlib.import_module(home), name
    )


@pytest.mark.parametrize("module", NAMES)
def test_other_names_are_not_answered(module: str) -> None:
    with pytest.raises(AttributeError, match=f"module '{module}' has no attribute 'Nothing'"):
        getattr(importlib.import_module(module), "Nothing")  # noqa: B009


FORMER = [
    (module, name, *entry) for module, names in DEPRECATED.items() for name, entry in names.items()
]


@pytest.mark.parametrize(("module", "name", "home", "present", "message"), FORMER)
def test_each_deprecated_name_warns_on_each_use(
    module: str, name: str, home: str, present: str, message: str
) -> None:
    expected = getattr(importlib.import_module(home), present)
    for _use in range(2):
        with pytest.warns(DeprecationWarning) as caught:
            assert getattr(importlib.import_module(module), name) is expected
        assert [(str(one.message), one.filename) for one in caught] == [(message, __file__)]


def test_type_checkers_see_the_late_names_of_the_package() -> None:
    tree = ast.parse(Path(click.__file__).read_text("utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    seen = {
        alias.name
        for node in block.body
        if isinstance(node, ast.ImportFrom) and node.module in ("termui", "types")
        for alias in node.names
    }
    assert seen == set(NAMES["click"])
    assert seen <= set(click.__all__)


def test_each_name_is_found_in_a_fresh_process_without_a_warning() -> None:
    lines = [f"from {module} import {name}" for module, name, _home in ALL]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "\n".join(lines)], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


class _Other(Exception):
    """Stands in for a class of errors."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args)


def _interrupted(ctx: click.Context) -> None:
    raise KeyboardInterrupt


OPTION = click.Option(["--x"], nargs=2)


PROMPTED = click.Option(["--x"], prompt=True)


YES = click.Option(["--x"], prompt=True, is_flag=True)


REQUIRED = click.Option(["--x"], required=True)


@pytest.mark.parametrize(
    ("name", "command", "args"),
    [
        ("Abort", click.Command("c", callback=click.pass_context(_interrupted)), []),
        ("Abort", click.Command("c", callback=click.pass_context(click.Context.abort)), []),
        ("UsageError", click.Command("c"), ["extra"]),
        ("BadParameter", click.Command("c", params=[click.Option(["--x"], multiple=True)]), ["m"]),
        ("MissingParameter", click.Command("c", params=[REQUIRED]), []),
        ("NoArgsIsHelpError", click.Command("c", no_args_is_help=True), []),
        ("NoSuchCommand", click.Group("c"), ["other"]),
        ("prompt", click.Command("c", params=[PROMPTED]), []),
        ("confirm", click.Command("c", params=[YES]), []),
        ("style", click.Command("c", deprecated=True, callback=lambda: None), []),
        ("echo", click.Command("c"), ["--help"]),
        ("join_options", click.Command("c"), ["--help"]),
        ("make_str", click.Group("c"), ["other"]),
        ("push_context", click.Command("c"), []),
    ],
)
def test_the_core_looks_the_name_up_in_the_package(
    monkeypatch: pytest.MonkeyPatch, name: str, command: click.Command, args: list[str]
) -> None:
    def function(*args: object, **kwargs: object) -> None:
        raise _Other(name)

    original = getattr(CORE, name)
    monkeypatch.setattr(CORE, name, _Other if isinstance(original, type) else function)
    settings: dict[str, Any] = {}
    if args == ["m"]:
        args, settings = [], {"default_map": {"x": 5}}
    with pytest.raises(_Other):
        command.main(args, standalone_mode=False, **settings)


def test_the_class_of_exits_is_looked_up_where_they_are_raised_and_caught(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Seven(Exception):
        exit_code = 7

        def __init__(self, code: int) -> None: ...

    monkeypatch.setattr(CORE, "Exit", Seven)
    command = click.Command("c", callback=click.pass_context(click.Context.exit))
    assert command.main([], standalone_mode=False) == 7


def test_other_modules_look_their_names_up(
    monkeypatch: pytest.MonkeyPatch, runner: CliRunner
) -> None:
    monkeypatch.setattr("click.types.format_filename", lambda name: "[name]")
    path = click.Command("c", params=[click.Argument(["x"], type=click.Path(exists=True))])
    assert "'[name]' does not exist" in runner.invoke(path, ["missing"]).stderr

    printed: list[object] = []
    monkeypatch.setattr("click.shell_completion.echo", lambda text, **kwargs: printed.append(text))
    runner.invoke(path, prog_name="c", env={"_C_COMPLETE": "bash_source"})
    assert len(printed) == 1

    monkeypatch.setattr("click.termui.Choice", type("Choice", (), {}))
    asked = runner.invoke(
        click.Command("c", callback=lambda: click.prompt("x", type=click.Choice(["a"]))), input="a"
    )
    assert asked.stdout == "x: a\n"


def test_former_names_warn() -> None:
    for name, instead in (("BaseCommand", click.Command), ("MultiCommand", click.Group)):
        with pytest.warns(DeprecationWarning, match=name):
            former = getattr(click, name)
        assert issubclass(instead, former)
    with pytest.warns(DeprecationWarning, match="__version__"):
        assert click.__version__
    with pytest.raises(AttributeError):
        _ = click.nothing_of_that_name
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "prompt" in dir(click)
