"""Every public function, method and property with ordinary input: nothing may be slower.

A row is one call.
"""

from __future__ import annotations

import contextlib
import enum
import io
import os
import tempfile
from collections.abc import Callable

import click
from click import formatting, shell_completion, types, utils
from click.parser import normalize_opt, split_arg_string, split_opt
from click.testing import CliRunner

HERE = os.path.dirname(__file__)
TEXT = "Lorem ipsum dolor sit amet, consetetur sadipscing elitr, sed diam nonumy. " * 6


class Color(enum.Enum):
    RED = "r"
    GREEN = "g"


@click.command()
@click.option("--name", "-n", default="world", help="Who to greet.", show_default=True)
@click.option("--count", "-c", type=int, default=1)
@click.option("--flag/--no-flag", default=False)
@click.option("--color", type=click.Choice(["red", "green"]))
@click.argument("words", nargs=-1)
def command(**values: object) -> None:
    """Greet somebody."""


@click.group()
@click.option("--verbose", is_flag=True)
def group(verbose: bool) -> None:
    """Do things."""


for _number in range(20):
    group.command(f"cmd{_number}", help=f"Do thing {_number}.")(lambda: None)
group.add_command(command, "command")


def quiet(function: Callable[[], object]) -> Callable[[], object]:
    def call() -> None:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            with contextlib.suppress(SystemExit, click.ClickException, click.Abort):
                function()

    return call


def conversions() -> dict[str, Callable[[], object]]:
    choice = click.Choice(["red", "green"])
    loose = click.Choice(["Red", "Green"], case_sensitive=False)
    member = click.Choice(Color)
    pairs: dict[str, tuple[click.ParamType, object]] = {
        "STRING": (click.STRING, "abc"),
        "INT": (click.INT, "42"),
        "FLOAT": (click.FLOAT, "4.2"),
        "BOOL": (click.BOOL, "yes"),
        "UUID": (click.UUID, "12345678123456781234567812345678"),
        "UNPROCESSED": (click.UNPROCESSED, "abc"),
        "IntRange": (click.IntRange(0, 100), "42"),
        "IntRange clamp": (click.IntRange(0, 10, clamp=True), "42"),
        "FloatRange": (click.FloatRange(0, 100), "4.2"),
        "DateTime": (click.DateTime(), "2023-11-14"),
        "DateTime last": (click.DateTime(), "2023-11-14 22:13:20"),
        "Choice": (choice, "green"),
        "Choice loose": (loose, "GREEN"),
        "Choice enum": (member, "GREEN"),
        "Path": (click.Path(), "/tmp"),
        "Path exists": (click.Path(exists=True), HERE),
        "Path resolve": (click.Path(resolve_path=True), HERE),
        "Tuple": (click.Tuple([int, str]), ("1", "a")),
        "File": (click.File("r"), __file__),
        "File lazy": (click.File("w", lazy=True), os.path.join(tempfile.gettempdir(), "never")),
    }
    rows: dict[str, Callable[[], object]] = {
        f"{name}.convert": lambda k=kind, v=value: k.convert(v, None, None)
        for name, (kind, value) in pairs.items()
    }

    def refused(kind: click.ParamType, value: object) -> None:
        with contextlib.suppress(click.BadParameter):
            kind.convert(value, None, None)

    for name, value in {"INT": "x", "BOOL": "x", "Choice": "x", "IntRange": "500"}.items():
        rows[f"{name}.convert wrong"] = lambda k=pairs[name][0], v=value: refused(k, v)
    rows |= {
        f"{name}.to_info_dict": kind.to_info_dict
        for name, (kind, _) in pairs.items()
        if not name.startswith("UNP")
    }
    rows |= {
        "convert_type": lambda: types.convert_type(int),
        "convert_type guess": lambda: types.convert_type(None, 5),
        "convert_type function": lambda: types.convert_type(lambda value: value),
        "Choice()": lambda: click.Choice(["red", "green"]),
        "IntRange()": lambda: click.IntRange(0, 5),
        "Path()": lambda: click.Path(exists=True),
        "File()": lambda: click.File("r"),
        "Tuple()": lambda: click.Tuple([int, str]),
    }
    return rows


def terminal() -> dict[str, Callable[[], object]]:
    styled = click.style("hello", fg="red", bold=True)
    stream = io.StringIO()
    binary = io.BytesIO()

    def formatter() -> formatting.HelpFormatter:
        return formatting.HelpFormatter(width=80)

    def page() -> str:
        made = formatter()
        made.write_usage("prog", "[OPTIONS] NAME")
        with made.section("Options"):
            made.write_dl([("--name TEXT", "Who to greet."), ("--help", "Show this.")])
        return made.getvalue()

    def progress() -> None:
        with click.progressbar(range(100), file=io.StringIO()) as bar:
            for _ in bar:
                pass

    return {
        "style": lambda: click.style("hello", fg="red"),
        "style plain": lambda: click.style("hello"),
        "style all": lambda: click.style("hello", fg="red", bg=20, bold=True, underline=True),
        "style rgb": lambda: click.style("hello", fg=(1, 2, 3)),
        "style number": lambda: click.style(5, dim=False),
        "unstyle": lambda: click.unstyle(styled),
        "unstyle plain": lambda: click.unstyle("hello"),
        "secho": lambda: click.secho("hello", fg="red", file=stream),
        "secho plain": lambda: click.secho("hello", file=stream),
        "echo": lambda: click.echo("hello", file=stream),
        "echo bytes": lambda: click.echo(b"hello", file=binary),
        "echo number": lambda: click.echo(5, file=stream),
        "echo empty": lambda: click.echo(file=stream),
        "echo colored": lambda: click.echo(styled, file=stream),
        "echo color kept": lambda: click.echo(styled, file=stream, color=True),
        "format_filename": lambda: click.format_filename("/tmp/a.txt"),
        "format_filename short": lambda: click.format_filename("/tmp/a.txt", shorten=True),
        "get_app_dir": lambda: click.get_app_dir("Foo Bar"),
        "get_text_stream": lambda: click.get_text_stream("stdout"),
        "get_binary_stream": lambda: click.get_binary_stream("stdout"),
        "open_file": lambda: click.open_file(__file__).close(),
        "open_file -": lambda: click.open_file("-"),
        "LazyFile": lambda: utils.LazyFile(__file__).close(),
        "KeepOpenFile": lambda: utils.KeepOpenFile(stream),
        "make_str": lambda: utils.make_str(b"hello"),
        "make_default_short_help": lambda: utils.make_default_short_help(TEXT),
        "safecall": lambda: utils.safecall(lambda: None)(),
        "PacifyFlushWrapper": lambda: utils.PacifyFlushWrapper(stream).flush(),
        "wrap_text": lambda: formatting.wrap_text(TEXT, 70),
        "wrap_text paragraphs": lambda: formatting.wrap_text(
            f"{TEXT}\n\n{TEXT}", 70, "  ", "  ", preserve_paragraphs=True
        ),
        "wrap_text short": lambda: formatting.wrap_text("hello", 70),
        "measure_table": lambda: formatting.measure_table([("a", "b"), ("ccc", "d")]),
        "iter_rows": lambda: list(formatting.iter_rows([("a",), ("b", "c")], 2)),
        "join_options": lambda: formatting.join_options(["--a", "-b", "/c"]),
        "HelpFormatter()": formatter,
        "HelpFormatter page": page,
        "progressbar": progress,
        "progressbar length": lambda: click.progressbar(length=5, file=stream),
        "clear": lambda: click.clear(),
    }


def contexts() -> dict[str, Callable[[], object]]:
    context = command.make_context("prog", ["--name", "x", "a", "b"])
    child = click.Context(command, parent=context, info_name="sub")
    option = next(p for p in command.params if p.name == "name")
    argument = next(p for p in command.params if p.name == "words")
    group_context = click.Context(group, info_name="prog")

    def scoped() -> object:
        with context.scope(cleanup=False):
            return click.get_current_context()

    rows: dict[str, Callable[[], object]] = {
        "Context()": lambda: click.Context(command),
        "Context() child": lambda: click.Context(command, parent=context, info_name="sub"),
        "Context.scope": scoped,
        "Context.command_path": lambda: child.command_path,
        "Context.find_root": child.find_root,
        "Context.find_object": lambda: child.find_object(dict),
        "Context.ensure_object": lambda: child.ensure_object(dict),
        "Context.lookup_default": lambda: child.lookup_default("x"),
        "Context.get_parameter_source": lambda: context.get_parameter_source("name"),
        "Context.meta": lambda: child.meta,
        "Context.get_usage": child.get_usage,
        "Context.get_help": child.get_help,
        "Context.make_formatter": child.make_formatter,
        "Context.call_on_close": lambda: click.Context(command).call_on_close(lambda: None),
        "Context.close": lambda: click.Context(command).close(),
        "Context.invoke": lambda: child.invoke(lambda: None),
        "Context.invoke command": lambda: child.invoke(command),
        "Context.forward": lambda: context.forward(command),
        "Context.to_info_dict": context.to_info_dict,
        "Context.protected_args": lambda: group_context.args,
        "Command.get_params": lambda: command.get_params(context),
        "Command.get_usage": lambda: command.get_usage(context),
        "Command.get_help": lambda: command.get_help(context),
        "Command.get_short_help_str": lambda: command.get_short_help_str(),
        "Command.get_help_option": lambda: command.get_help_option(context),
        "Command.get_help_option_names": lambda: command.get_help_option_names(context),
        "Command.collect_usage_pieces": lambda: command.collect_usage_pieces(context),
        "Command.make_parser": lambda: command.make_parser(context),
        "Command.make_context": lambda: command.make_context("prog", ["--name", "x"]),
        "Command.parse_args": lambda: command.parse_args(click.Context(command), ["-c", "5", "a"]),
        "Command.to_info_dict": lambda: command.to_info_dict(context),
        "Command.shell_complete": lambda: command.shell_complete(context, "--"),
        "Command.main": lambda: command.main(["--name", "x"], standalone_mode=False),
        "Command.main help": quiet(lambda: command.main(["--help"])),
        "Command.main wrong": quiet(lambda: command.main(["--nmae", "x"])),
        "Group.list_commands": lambda: group.list_commands(group_context),
        "Group.get_command": lambda: group.get_command(group_context, "cmd5"),
        "Group.resolve_command": lambda: group.resolve_command(group_context, ["cmd5", "x"]),
        "Group.get_help": lambda: group.get_help(group_context),
        "Group.to_info_dict": lambda: group.to_info_dict(group_context),
        "Group.shell_complete": lambda: group.shell_complete(group_context, "c"),
        "Group.main": lambda: group.main(["cmd5"], standalone_mode=False),
        "Group.main deep": lambda: group.main(["command", "-c", "5"], standalone_mode=False),
        "Group.main wrong": quiet(lambda: group.main(["nothing"])),
        "Group.add_command": lambda: click.Group("x").add_command(command),
        "CommandCollection": lambda: click.CommandCollection(sources=[group]).list_commands(
            group_context
        ),
        "Option.get_help_record": lambda: option.get_help_record(context),
        "Option.get_default": lambda: option.get_default(context),
        "Option.make_metavar": lambda: option.make_metavar(context),
        "Option.get_error_hint": lambda: option.get_error_hint(context),
        "Option.human_readable_name": lambda: option.human_readable_name,
        "Option.type_cast_value": lambda: option.type_cast_value(context, "x"),
        "Option.process_value": lambda: option.process_value(context, "x"),
        "Option.consume_value": lambda: option.consume_value(context, {"name": "x"}),
        "Option.handle_parse_result": lambda: option.handle_parse_result(
            click.Context(command), {"name": "x"}, []
        ),
        "Option.resolve_envvar_value": lambda: option.resolve_envvar_value(context),
        "Option.value_is_missing": lambda: option.value_is_missing("x"),
        "Option.to_info_dict": option.to_info_dict,
        "Option.shell_complete": lambda: option.shell_complete(context, ""),
        "Argument.make_metavar": lambda: argument.make_metavar(context),
        "Argument.get_usage_pieces": lambda: argument.get_usage_pieces(context),
        "Argument.type_cast_value": lambda: argument.type_cast_value(context, ("a", "b")),
        "Argument.to_info_dict": argument.to_info_dict,
        "Option()": lambda: click.Option(["--name", "-n"], default="x", help="A name."),
        "Option() flag": lambda: click.Option(["--flag/--no-flag"]),
        "Argument()": lambda: click.Argument(["name"]),
        "Command()": lambda: click.Command("x", callback=lambda: None),
        "Group()": lambda: click.Group("x"),
        "@command": lambda: click.command()(lambda: None),
        "@command @option": lambda: click.command()(click.option("--a", default=1)(lambda a: None)),
        "@argument": lambda: click.argument("a")(lambda a: None),
        "@group": lambda: click.group()(lambda: None),
        "@version_option": lambda: click.version_option("1.0")(lambda: None),
        "@help_option": lambda: click.help_option("-h")(lambda: None),
        "@password_option": lambda: click.password_option()(lambda: None),
        "@confirmation_option": lambda: click.confirmation_option()(lambda: None),
        "@pass_context": lambda: click.pass_context(lambda ctx: None),
        "make_pass_decorator": lambda: click.make_pass_decorator(dict)(lambda value: None),
        "get_current_context silent": lambda: click.get_current_context(silent=True),
    }
    return rows


def errors() -> dict[str, Callable[[], object]]:
    context = click.Context(command, info_name="prog")
    made: dict[str, Callable[[], click.ClickException]] = {
        "ClickException": lambda: click.ClickException("x"),
        "UsageError": lambda: click.UsageError("x", context),
        "BadParameter": lambda: click.BadParameter("x", context, command.params[0]),
        "MissingParameter": lambda: click.MissingParameter(ctx=context, param=command.params[0]),
        "NoSuchOption": lambda: click.NoSuchOption("--nmae", possibilities=["--name"]),
        "BadOptionUsage": lambda: click.BadOptionUsage("--name", "x", context),
        "FileError": lambda: click.FileError("a.txt", "gone"),
    }
    rows: dict[str, Callable[[], object]] = {}
    for name, make in made.items():
        rows[f"{name}()"] = make
        rows[f"{name}.format_message"] = lambda m=make: m().format_message()
        rows[f"{name}.show"] = lambda m=make: m().show(io.StringIO())
    return rows


def others() -> dict[str, Callable[[], object]]:
    runner = CliRunner()
    result = runner.invoke(command, [])
    bash = shell_completion.BashComplete(group, {}, "prog", "_PROG_COMPLETE")
    return {
        "split_opt": lambda: split_opt("--name"),
        "normalize_opt": lambda: normalize_opt("--name", None),
        "split_arg_string": lambda: split_arg_string("a 'b c' d"),
        "split_arg_string open": lambda: split_arg_string("a 'b c"),
        "CompletionItem": lambda: shell_completion.CompletionItem("a", help="b"),
        "get_completion_class": lambda: shell_completion.get_completion_class("bash"),
        "ShellComplete.get_completions": lambda: bash.get_completions([], "cm"),
        "ShellComplete.get_completions option": lambda: bash.get_completions(["command"], "--"),
        "ShellComplete.format_completion": lambda: bash.format_completion(
            shell_completion.CompletionItem("a")
        ),
        "ShellComplete.source": bash.source_vars,
        "CliRunner()": lambda: CliRunner(),
        "CliRunner.invoke": lambda: runner.invoke(command, ["--name", "x"]),
        "CliRunner.invoke help": lambda: runner.invoke(group, ["--help"]),
        "CliRunner.invoke wrong": lambda: runner.invoke(command, ["--nmae"]),
        "Result.output": lambda: result.output,
    }


def workloads() -> dict[str, Callable[[], object]]:
    return {**conversions(), **terminal(), **contexts(), **errors(), **others()}
