"""A group that imports what its commands need when they run, so that help stays quick.

$ python late.py --help
$ python late.py base64 encode-me
"""

from __future__ import annotations

from importlib import import_module

import click

#: command: module, function that takes and gives bytes, help
TOOLS = {
    "base64": ("base64", "b64encode", "Encode TEXT in base 64."),
    "hex": ("binascii", "hexlify", "Write TEXT in hexadecimal digits."),
    "squeeze": ("zlib", "compress", "Print how short TEXT gets."),
}


class LateGroup(click.Group):
    """A group whose commands are made when somebody asks for them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(TOOLS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in TOOLS:
            return None
        module, function, help = TOOLS[cmd_name]

        def work(text: str) -> None:
            result: bytes = getattr(import_module(module), function)(text.encode())
            click.echo(result if result.isascii() else f"{len(result)} bytes")

        return click.Command(cmd_name, params=[click.Argument(["text"])], callback=work, help=help)


@click.group(cls=LateGroup)
def late() -> None:
    """Encode texts."""


if __name__ == "__main__":
    late()
