"""Wrapping, tables and usage lines for generated texts and widths.

Usage lines and indented texts are only tried where there is space: click 8.5.1 does not come back
otherwise.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from click.formatting import HelpFormatter, wrap_text

WORDS = [
    "a",
    "word",
    "long-hyphen-word",
    "x" * 30,
    "äöüäöü",
    "\n",
    "\n\n",
    "\n\n\b\n",
    "\t",
    "  ",
    "\n   ",
    "foo.",
    "--opt",
    "-x",
    "e.g.",
    " ",
    "\n  \n",
    "ü-ü",
]
WIDTHS = [10, 20, 30, 40, 60, 78]
TERMS = ["--a", "-a, --long-opt TEXT", "--" + "z" * 30, "", "\x1b[1mb\x1b[0m"]
PROGRAMS = ["prog", "a long prog name that is long", "p\x1b[31mq\x1b[0m"]

EXPECTED_DIFFERENCES: dict[str, str] = {
    "usage:": "usage lines are broken at blanks only, and keep the name of the program",
    **dict.fromkeys(
        [
            f"wrap:{number}:"
            for number in [55, 234, 337, 417, 671, 791, 975, 1032, 1362, 1756, 1784, 1821]
        ],
        "a line that is full takes no part of a long word",
    ),
    **dict.fromkeys(
        [
            f"table:{number}:"
            for number in [
                19,
                48,
                57,
                80,
                162,
                257,
                309,
                392,
                410,
                627,
                645,
                703,
                774,
                811,
                815,
                887,
                947,
            ]
        ],
        "a line that is full takes no part of a long word",
    ),
    **dict.fromkeys(
        [f"text:{number}:" for number in [744]],
        "a line that is full takes no part of a long word",
    ),
}


def _shown(make: Callable[[], object]) -> object:
    try:
        return make()
    except Exception as error:
        return repr(error)


def _page(width: int, indents: int, method: str, *args: object) -> object:
    def make() -> object:
        formatter = HelpFormatter(width=width)
        for _ in range(indents):
            formatter.indent()
        getattr(formatter, method)(*args)
        return formatter.getvalue()

    return _shown(make)


def observations() -> Iterator[tuple[str, object]]:
    chance = random.Random(8)

    def text(most: int) -> str:
        glue = chance.choice([" ", " ", ""])
        return glue.join(chance.choice(WORDS) for _ in range(chance.randint(0, most)))

    for number in range(2000):
        words = text(14)
        width = chance.choice([20, 30, 78])
        first, later = chance.choice(["", " ", "    "]), chance.choice(["", " ", "      "])
        keep = chance.random() < 0.5
        label = f"wrap:{number}:{words!r}:{width}:{first!r}:{later!r}:{keep}"
        yield label, _shown(lambda: wrap_text(words, width, first, later, keep))  # noqa: B023
    for number in range(1000):
        width, indents = chance.choice(WIDTHS[2:]), chance.randint(0, 3)
        args = (chance.choice(PROGRAMS), text(10).replace("\n", ""))
        prefix = chance.choice([None, "", "Usage: ", "X: "])
        label = f"usage:{number}:{width}:{indents}:{args!r}:{prefix!r}"
        yield label, _page(width, indents, "write_usage", *args, prefix)
    for number in range(1000):
        width, indents = chance.choice(WIDTHS), chance.randint(0, 3)
        rows = [
            (chance.choice(TERMS), re.sub(r"[ \t]{3,}|\t", " ", text(10)))
            for _ in range(chance.randint(1, 4))
        ]
        table = (rows, chance.choice([30, 10]), chance.choice([2, 1]))
        label = f"table:{number}:{width}:{indents}:{table!r}"
        yield label, _page(width, indents, "write_dl", *table)
    for number in range(1000):
        width, indents = chance.choice(WIDTHS[2:]), chance.randint(0, 3)
        words = re.sub(r"[ \t]{3,}|\t", " ", text(20))
        yield (
            f"text:{number}:{width}:{indents}:{words!r}",
            _page(width, indents, "write_text", words),
        )
