"""Progress bars in a terminal, and completion as a whole process."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable

_GROUP = """\
import os
os.environ.update(COMP_WORDS="tool command-5", COMP_CWORD="1", _TOOL_COMPLETE="bash_complete")
import click
@click.group()
def tool(): pass
for number in range(100):
    tool.add_command(click.Command(f"command-{number}", help=f"Command {number}. More."))
try:
    tool(prog_name="tool")
except SystemExit:
    pass
"""

# One line: the command is noted beside the figures.
PROCESSES = {"complete one of 100 commands": f"exec({_GROUP!r})"}


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _iterate() -> None:
    with click.progressbar(range(1000), file=_Terminal()) as bar:
        for _ in bar:
            pass


def _update() -> None:
    with click.progressbar(length=1000, file=_Terminal()) as bar:
        for _ in range(1000):
            bar.update(1)


def workloads() -> dict[str, Callable[[], object]]:
    """Return what is measured."""
    return {"iterate over 1000 items": _iterate, "update 1000 times": _update}
