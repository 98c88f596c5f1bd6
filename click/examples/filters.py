"""Passes lines through a chain of commands: chaining and a result callback.

$ printf 'b\na\nb\n' | python filters.py sort unique number
1 a
2 b
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TextIO

import click

Step = Callable[[Iterable[str]], Iterable[str]]


@click.group(chain=True, invoke_without_command=True)
@click.option("--input", "source", type=click.File(), default="-")
def filters(source: TextIO) -> None:
    """Filter lines, from left to right."""


@filters.result_callback()
def run(steps: list[Step], source: TextIO) -> None:
    lines: Iterable[str] = (line.rstrip("\n") for line in source)
    for step in steps:
        lines = step(lines)
    for line in lines:
        click.echo(line)


@filters.command("sort")
@click.option("--reverse", is_flag=True)
def in_order(reverse: bool) -> Step:
    """Sort the lines."""
    return lambda lines: sorted(lines, reverse=reverse)


@filters.command()
def unique() -> Step:
    """Drop lines that were there before."""
    return lambda lines: dict.fromkeys(lines)


@filters.command()
@click.option("--start", default=1, show_default=True)
def number(start: int) -> Step:
    """Put numbers in front."""
    return lambda lines: (f"{count} {line}" for count, line in enumerate(lines, start))


@filters.command()
@click.argument("words", nargs=-1, required=True)
def without(words: tuple[str, ...]) -> Step:
    """Drop lines that hold one of WORDS; end the words with --."""
    return lambda lines: (line for line in lines if not any(word in line for word in words))


if __name__ == "__main__":
    filters()
