"""Which source wins and what comes of it: the table in ``data/sources.json``.

A row has a declaration, a command line, perhaps an environment variable, an entry of the default
map and what is typed at prompts; and the value with its source, or the error.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import click
from click.testing import CliRunner

ROWS = json.loads((Path(__file__).parent.parent / "data" / "sources.json").read_text("utf-8"))
TYPES: dict[str, Any] = {
    "int": int,
    "str": str,
    "float": float,
    "bool": bool,
    "pair": (int, str),
}
KINDS = {"option": (click.Option, "--x"), "argument": (click.Argument, "x")}


def declare(row: dict[str, Any]) -> click.Parameter:
    settings = dict(row["settings"])
    if "type" in settings:
        settings["type"] = TYPES[settings["type"]]
    if isinstance(settings.get("default"), list):
        settings["default"] = tuple(settings["default"])
    kind, spelling = KINDS[row["kind"]]
    param: click.Parameter = kind([spelling], envvar="X", **settings)
    return param


def outcome(row: dict[str, Any]) -> dict[str, str]:
    seen: dict[str, str] = {}

    @click.pass_context
    def callback(ctx: click.Context, x: object) -> None:
        source = ctx.get_parameter_source("x")
        assert source is not None
        seen.update(value=repr(x), source=source.name)

    result = CliRunner().invoke(
        click.Command("c", params=[declare(row)], callback=callback),
        row["args"],
        env={"X": row.get("env")},
        default_map={"x": row["map"]} if "map" in row else None,
        input=row.get("input", ""),
    )
    if seen:
        return seen
    lines = result.stderr.splitlines()
    return {"error": next(line for line in lines if line.startswith(("Error:", "Aborted")))}


@pytest.mark.parametrize("number", range(0, len(ROWS), 25))
def test_rows(number: int) -> None:
    for row in ROWS[number : number + 25]:
        wanted = {key: row[key] for key in ("value", "source", "error") if key in row}
        assert outcome(row) == wanted, row


def test_every_source_is_in_the_table() -> None:
    assert {row.get("source") for row in ROWS} >= {
        "PROMPT",
        "COMMANDLINE",
        "ENVIRONMENT",
        "DEFAULT_MAP",
        "DEFAULT",
    }
