"""The programs in ``click/examples`` do what their pages say."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from click.testing import CliRunner

FOLDER = Path(__file__).parent.parent / "examples"


@pytest.fixture
def example(request: pytest.FixtureRequest) -> Iterator[ModuleType]:
    path = FOLDER / f"{request.param}.py"
    spec = importlib.util.spec_from_file_location(f"example_{request.param}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


def test_every_example_is_tested() -> None:
    source = Path(__file__).read_text("utf-8")
    assert all(f'["{path.stem}"]' in source for path in FOLDER.glob("*.py"))


@pytest.mark.parametrize("example", ["units"], indirect=True)
@pytest.mark.parametrize(
    ("args", "env", "code", "output"),
    [
        (["2.5km", "--to", "mi"], {}, 0, "1.5534 mi\n"),
        (["10ft", "--digits", "1"], {}, 0, "3.0 m\n"),
        (["1m"], {"UNITS_TO": "mm"}, 0, "1000.0000 mm\n"),
        (["1 parsec"], {}, 2, "'1 parsec' is no length such as 3m or 2.5km.\n"),
        (["1m", "--digits", "20"], {}, 2, "20 is not in the range 0<=x<=12.\n"),
        (["1m"], {"UNITS_TO": "yard"}, 2, "the environment variable 'UNITS_TO'.\n"),
    ],
)
def test_units(
    example: Any, runner: CliRunner, args: list[str], env: dict[str, str], code: int, output: str
) -> None:
    result = runner.invoke(example.convert, args, env=env)
    assert result.exit_code == code
    assert result.output.endswith(output)


@pytest.mark.parametrize("example", ["ledger"], indirect=True)
def test_ledger(example: Any, runner: CliRunner, tmp_path: Path) -> None:
    def run(*args: str, **more: Any) -> Any:
        env = {"LEDGER_FILE": str(tmp_path / "trip.json")}
        return runner.invoke(example.ledger, args, env=env, **more)

    assert run("total").output == "0.00 in 0 entries\n"
    assert run("add", "12.5", "train").output == "train: 12.50\n"
    assert run("add", "3", "tea").exit_code == 0
    assert run("add", "0", "air").exit_code == 2
    assert run("total").output == "15.50 in 2 entries\n"
    assert run("total", "--only", "tea").output == "3.00 in 1 entries\n"
    assert run("clear", input="n\n").exit_code == 1
    assert run("clear", "--yes").exit_code == 0
    assert run("total").output == "0.00 in 0 entries\n"
    assert [path.name for path in tmp_path.iterdir()] == ["trip.json"]


@pytest.mark.parametrize("example", ["filters"], indirect=True)
@pytest.mark.parametrize(
    ("args", "output"),
    [
        (["sort", "unique", "number"], "1 a\n2 b\n"),
        (["number", "--start", "7"], "7 b\n8 a\n9 b\n"),
        (["sort", "--reverse"], "b\nb\na\n"),
        (["without", "b"], "a\n"),
        ([], "b\na\nb\n"),
    ],
)
def test_filters(example: Any, runner: CliRunner, args: list[str], output: str) -> None:
    assert runner.invoke(example.filters, args, input="b\na\nb\n").output == output


@pytest.mark.parametrize("example", ["late"], indirect=True)
def test_late(example: Any, runner: CliRunner) -> None:
    assert runner.invoke(example.late, ["hex", "ab"]).output == "6162\n"
    assert runner.invoke(example.late, ["base64", "ab"]).output == "YWI=\n"
    assert runner.invoke(example.late, ["squeeze", "a" * 99]).output.endswith(" bytes\n")
    assert "Print how short TEXT gets." in runner.invoke(example.late, ["--help"]).output
    assert "Did you mean 'hex'?" in runner.invoke(example.late, ["hexx", "ab"]).output
