"""Help pages of commands."""

from __future__ import annotations

import pytest

import click
from click.testing import CliRunner


def test_help_of_a_command_is_kept_as_it_is_written() -> None:
    def run() -> None: ...

    run.__doc__ = "\n    Runs.\n\n    Now.\n    "
    command = click.command(run)
    assert command.help == run.__doc__
    assert command.to_info_dict(click.Context(command))["help"] == run.__doc__
    assert "\n\n  Runs.\n\n  Now.\n\nOptions:" in CliRunner().invoke(command, ["--help"]).output


def test_nothing_of_a_help_is_shown_behind_a_form_feed() -> None:
    command = click.Command("c", help="\fhidden")
    assert "hidden" not in CliRunner().invoke(command, ["--help"]).output


@pytest.mark.parametrize(("help", "listed"), [(None, False), ("", True), ("Text", True)])
def test_arguments_are_listed_when_one_has_help(help: str | None, listed: bool) -> None:
    command = click.Command("c", params=[click.Argument(["src"], help=help)])
    output = CliRunner().invoke(command, ["--help"]).output
    assert ("Positional arguments:\n  SRC" in output) is listed
