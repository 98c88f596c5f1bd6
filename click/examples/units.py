"""Converts lengths: a type of its own, choices, and a default from the environment.

$ python units.py 2.5km --to mi
1.5534 mi
"""

from __future__ import annotations

import re

import click

METRES = {"mm": 0.001, "m": 1.0, "km": 1000.0, "ft": 0.3048, "mi": 1609.344}


class Length(click.ParamType[float]):
    """A number with a unit, as metres."""

    name = "length"

    def convert(
        self, value: str | float, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        if isinstance(value, float):
            return value
        match = re.fullmatch(r"([0-9.]+)\s*([a-z]+)", value)
        if match is None or match[2] not in METRES:
            self.fail(f"{value!r} is no length such as 3m or 2.5km.", param, ctx)
        return float(match[1]) * METRES[match[2]]


@click.command()
@click.argument("length", type=Length(), help="Number and unit, such as 2.5km.")
@click.option("--to", type=click.Choice(list(METRES)), default="m", envvar="UNITS_TO")
@click.option("--digits", type=click.IntRange(0, 12), default=4, show_default=True)
def convert(length: float, to: str, digits: int) -> None:
    """Convert LENGTH to another unit."""
    click.echo(f"{length / METRES[to]:.{digits}f} {to}")


if __name__ == "__main__":
    convert()
