"""Generated command lines: a usage error or a value, and nothing else.

The first byte of the input chooses settings, the rest are arguments between zero bytes. The values
and the remaining tokens together must be the arguments.
"""

from __future__ import annotations

import click

PARAMS: list[click.Parameter] = [
    click.Option(["-f", "--flag/--no-flag"]),
    click.Option(["-v"], count=True),
    click.Option(["-o", "--one"]),
    click.Option(["-p", "--pair"], nargs=2),
    click.Option(["-m", "--many"], multiple=True),
    click.Option(["-q", "--maybe"], is_flag=False, flag_value="bare"),
    click.Option(["/slash"], is_flag=True),
    click.Argument(["first"], required=False),
    click.Argument(["rest"], nargs=-1),
]


def one_input(data: bytes) -> None:
    settings = data[0] if data else 0
    args = [part.decode("utf-8", "surrogateescape") for part in data[1:].split(b"\0")]
    command = click.Command(
        "fuzz",
        params=PARAMS,
        callback=lambda **values: values,
        add_help_option=False,
        context_settings={
            "ignore_unknown_options": bool(settings & 1),
            "allow_interspersed_args": not settings & 2,
        },
    )
    try:
        values = command.main(list(args), "fuzz", standalone_mode=False)
    except click.UsageError as error:
        assert error.format_message()
        return
    assert isinstance(values["rest"], tuple)
    assert values["v"] >= 0
    given = "\0".join(args)
    for value in (values["first"], *values["rest"], *values["many"]):
        assert value is None or value in given or set(value) <= set(given)
