"""The types of values, as type checkers report them for programs."""

from __future__ import annotations

import os
import pathlib
from typing import assert_type

import click
from click.shell_completion import CompletionItem

assert_type(click.Path(exists=True)("x"), str | bytes | os.PathLike[str])
assert_type(click.Path(path_type=pathlib.Path)("x"), pathlib.Path)
assert_type(click.Choice(["a", "b"])("a"), str)
assert_type(click.IntRange(1, 5)(3), int)

# Names without an annotation, and classes without arguments, are complete.
paths = click.Path(exists=True)


class Upper(click.ParamType):
    name = "upper"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return value.upper()

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        return [CompletionItem(incomplete.upper())]
