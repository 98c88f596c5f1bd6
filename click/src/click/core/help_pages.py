"""Usage and help pages of commands, and the option that shows them.

These functions write to a formatter. The methods of commands that programs override call them.
"""

from __future__ import annotations

import sys

from .._display import clean_help
from .._i18n import translate as _
from .option import Option
from .parameter import Parameter, with_deprecation

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .._annotations import Command
    from ..formatting import HelpFormatter
    from .context import Context

# Programs patch names in the package, so these are looked up there on each use.
_core = sys.modules[__package__]

#: where the automatic help option stores its value, so that parameters may be called "help"
HELP_OPTION_NAME = "_click_default_help"


def show_help(ctx: Context, param: Parameter, value: bool) -> None:
    """Print the help page and end; the callback of help options."""
    if value and not ctx.resilient_parsing:
        _core.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


def help_option_settings() -> dict[str, Any]:
    """Return the settings of a help option."""
    return {
        "is_flag": True,
        "expose_value": False,
        "is_eager": True,
        "help": _("Show this message and exit."),
        "callback": show_help,
    }


def make_help_option(names: Sequence[str]) -> Option:
    """Return the automatic help option with these spellings."""
    return Option([*names, HELP_OPTION_NAME], **help_option_settings())


def usage_pieces(command: Command, ctx: Context) -> list[str]:
    """Return the pieces that follow the name in the usage line."""
    pieces = [command.options_metavar] if command.options_metavar else []
    for param in command.get_params(ctx):
        pieces += param.get_usage_pieces(ctx)
    return pieces


def write_help_text(command: Command, formatter: HelpFormatter) -> None:
    """Write the description, up to a form feed."""
    text = ""
    if command.help is not None:
        text = clean_help(command.help).partition("\f")[0]
    text = with_deprecation(text, command.deprecated)
    if text:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(text)


def write_arguments(command: Command, ctx: Context, formatter: HelpFormatter) -> None:
    """Write the arguments, if one of them has help."""
    arguments = [param for param in command.get_params(ctx) if param.param_type_name == "argument"]
    if all(argument.help is None for argument in arguments):
        return
    records = [argument.get_help_record(ctx) for argument in arguments]
    with formatter.section(_("Positional arguments")):
        formatter.write_dl([record for record in records if record is not None])


def write_options(command: Command, ctx: Context, formatter: HelpFormatter) -> None:
    """Write the options."""
    records = []
    for param in command.get_params(ctx):
        if param.param_type_name == "argument":
            continue
        record = param.get_help_record(ctx)
        if record is not None:
            records.append(record)
    if records:
        with formatter.section(_("Options")):
            formatter.write_dl(records)


def write_commands(entries: Sequence[tuple[str, Command]], formatter: HelpFormatter) -> None:
    """Write the subcommands, each with its summary."""
    if not entries:
        return
    longest = max(len(name) for name, _command in entries)
    limit = formatter.width - 6 - longest
    rows = [(name, command.get_short_help_str(limit)) for name, command in entries]
    with formatter.section(_("Commands")):
        formatter.write_dl(rows)


def write_epilog(command: Command, formatter: HelpFormatter) -> None:
    """Write the epilog, which is below all other parts."""
    if command.epilog:
        text = clean_help(command.epilog)
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(text)
