"""Commands made from functions."""

from __future__ import annotations

import click


def test_names_drop_one_suffix() -> None:
    def init_db_command() -> None: ...
    def run_grp() -> None: ...
    def command() -> None: ...

    names = [click.command(function).name for function in (init_db_command, run_grp, command)]
    assert names == ["init-db", "run", "command"]
