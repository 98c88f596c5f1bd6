"""Fixtures of the tests of ``click.core``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import click


@pytest.fixture
def make_group() -> Callable[..., click.Group]:
    """Return a function that makes a group with two commands."""

    def make(**settings: Any) -> click.Group:
        def echo_name() -> None:
            click.echo("tool")

        tool = click.Group("tool", callback=echo_name, **settings)

        @tool.command()
        @click.option("--size", default=1)
        @click.argument("names", nargs=-1)
        def show(size: int, names: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
            """Show it. All of it."""
            click.echo(f"show {size} {names}")
            return size, names

        @tool.command()
        def drop_cmd() -> str:
            click.echo("drop")
            return "dropped"

        return tool

    return make
