"""Workloads of commands: declare, parse, dispatch, help pages, errors, printing.

Each workload is one operation. They use only names that every release of click 8 has.
"""

from __future__ import annotations

import io

import click

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

PROCESSES = {
    "import": "import click",
    "program": (
        "import click; main = click.option('--x', default=1)(lambda x: click.echo(x)); "
        "click.command('main')(main)(['--x', '2'])"
    ),
}


def _nothing(**values: object) -> None:
    return None


def _many_options() -> click.Command:
    params: list[click.Parameter] = [
        click.Option([f"--option-{number}"], type=int, default=number, help=f"Number {number}.")
        for number in range(20)
    ]
    return click.Command("many", params=params, callback=_nothing, help="Takes many options.")


def _decorated() -> click.Command:
    def function(**values: object) -> None:
        return None

    decorated = function
    for number in range(20):
        decorated = click.option(f"--option-{number}", type=int, default=number)(decorated)
    return click.command("many")(decorated)


def _big_group() -> click.Group:
    group = click.Group("big", callback=_nothing, help="Has many commands.")
    for number in range(100):
        name = f"command-{number}"
        group.add_command(click.Command(name, callback=_nothing, help=f"Does {number}. Well."))
    return group


def workloads() -> dict[str, Callable[[], object]]:
    one = click.Command("one", params=[click.Option(["--x"])], callback=_nothing)
    many = _many_options()
    line = [part for number in range(20) for part in (f"--option-{number}", str(number))]
    group = _big_group()
    sink = io.StringIO()

    def declare_and_parse() -> object:
        return _many_options().main(line, "many", standalone_mode=False)

    def usage_error() -> object:
        try:
            return many.main(["--option-x"], "many", standalone_mode=False)
        except click.UsageError as error:
            sink.seek(0)
            error.show(sink)
            return error

    def help_of(command: click.Command) -> Callable[[], object]:
        def show() -> object:
            with click.Context(command, info_name=command.name, terminal_width=80) as ctx:
                return command.get_help(ctx)

        return show

    def print_line() -> object:
        sink.seek(0)
        return click.echo("A line of text.", file=sink)

    return {
        "one option": lambda: one.main(["--x", "1"], "one", standalone_mode=False),
        "20 options": lambda: many.main(line, "many", standalone_mode=False),
        "20 options, 1 given": lambda: many.main(
            ["--option-3", "1"], "many", standalone_mode=False
        ),
        "declare 20 options": _many_options,
        "declare 20 options by decorators": _decorated,
        "declare 20 options and parse": declare_and_parse,
        "group of 100": lambda: group.main(["command-50"], "big", standalone_mode=False),
        "help of 20 options": help_of(many),
        "help of 100 commands": help_of(group),
        "usage error": usage_error,
        "echo": print_line,
    }
