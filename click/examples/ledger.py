"""Keeps a list of expenses in a file: a group, an object for all commands, atomic writing.

$ python ledger.py --file trip.json add 12.50 train
$ python ledger.py --file trip.json total
"""

from __future__ import annotations

import json
from pathlib import Path

import click


class Ledger:
    """The entries of one file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries: list[tuple[float, str]] = []
        if path.exists():
            self.entries = [(amount, what) for amount, what in json.loads(path.read_text())]

    def save(self) -> None:
        with click.open_file(str(self.path), "w", atomic=True) as file:
            json.dump(self.entries, file)


pass_ledger = click.make_pass_decorator(Ledger)


@click.group(context_settings={"auto_envvar_prefix": "LEDGER"})
@click.option("--file", type=click.Path(dir_okay=False, path_type=Path), default="ledger.json")
@click.pass_context
def ledger(ctx: click.Context, file: Path) -> None:
    """Keep a list of expenses."""
    ctx.obj = Ledger(file)


@ledger.command()
@click.argument("amount", type=click.FloatRange(min=0, min_open=True))
@click.argument("what")
@pass_ledger
def add(book: Ledger, amount: float, what: str) -> None:
    """Add an entry."""
    book.entries.append((amount, what))
    book.save()
    click.secho(f"{what}: {amount:.2f}", fg="green")


@ledger.command()
@click.option("--only", multiple=True, help="Only entries of this name; may be repeated.")
@pass_ledger
def total(book: Ledger, only: tuple[str, ...]) -> None:
    """Add up."""
    amounts = [amount for amount, what in book.entries if not only or what in only]
    click.echo(f"{sum(amounts):.2f} in {len(amounts)} entries")


@ledger.command()
@click.confirmation_option(prompt="Forget everything?")
@pass_ledger
def clear(book: Ledger) -> None:
    """Remove all entries."""
    book.entries.clear()
    book.save()


if __name__ == "__main__":
    ledger()
