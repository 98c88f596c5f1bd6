"""The cost of escaping and of operations on markup.

Each workload is one operation. They use only names that every
release of MarkupSafe 3 has.
"""

from __future__ import annotations

import markupsafe
from markupsafe import Markup, escape, escape_silent, soft_str

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 100_000

PROCESSES = {"import": "import markupsafe"}


class Section(Markup):
    """A subclass, as programs make them."""


class Link:
    """An object that knows its HTML."""

    def __html__(self) -> str:
        return '<a href="/">home</a>'


def _with_specials(clean: str, every: int) -> str:
    """About SIZE characters, of which one in ``every`` is special."""
    run = clean * (every - 1)
    return "".join(run + special for special in "<>&\"'" * (SIZE // (5 * every)))


def escaping() -> dict[str, Callable[[], object]]:
    """``escape`` by size, by share of special characters and by width of characters."""
    texts = {
        "empty": "",
        "short": "hello world",
        "short special": "<hello & world>",
        "line": "The quick brown fox jumps over the lazy dog. " * 2,
    }

    for width, clean in (("latin", "x"), ("bmp", "\u0416"), ("astral", "\U0001f40d")):
        texts[f"100k {width} clean"] = clean * SIZE
        texts[f"100k {width} 1%"] = _with_specials(clean, 100)
        texts[f"100k {width} 10%"] = _with_specials(clean, 10)

    values: dict[str, object] = {
        **texts,
        "int": 1234,
        "none": None,
        "markup": Markup("<br>"),
        "section": Section("<br>"),
        "link": Link(),
        "list": ["<", ">"],
    }
    return {
        f"escape {name}": lambda value=value: escape(value)  # type: ignore[misc]
        for name, value in values.items()
    }


def operations() -> dict[str, Callable[[], object]]:
    """Making markup, and its operators and methods."""
    text = "a <b> c"
    markup = Markup("<p>Some markup, with <b>tags</b> &amp; text.</p>")
    section = Section(markup)
    percent = Markup("<b>%s</b> %s")
    percent_names = Markup("<b>%(first)s</b> %(second)s")
    percent_number = Markup("<b>%d</b> %.2f")
    names = {"first": "one", "second": "<two>"}
    braces = Markup("<b>{}</b> {name} {number:.2f}")
    braces_names = Markup("<b>{first}</b> {second!r:>10}")
    pieces = ["<x>" if index % 10 == 0 else "hello" for index in range(1000)]
    link = Link()

    return {
        "Markup short": lambda: Markup("hello"),
        "Markup 100k": lambda big="x" * SIZE: Markup(big),  # type: ignore[misc]
        "Markup object": lambda: Markup(link),
        "Markup number": lambda: Markup(42),
        "Markup bytes": lambda: Markup(b"hello", "ascii"),
        "subclass": lambda: Section("hello"),
        "subclass escape": lambda: Section.escape(text),
        "escape_silent none": lambda: escape_silent(None),
        "escape_silent text": lambda: escape_silent(text),
        "soft_str": lambda: soft_str(5),
        "add": lambda: markup + text,
        "add markup": lambda: markup + markup,
        "radd": lambda: text + markup,
        "add subclass": lambda: section + text,
        "mul": lambda: markup * 3,
        "mod": lambda: percent % ("one", "<two>"),
        "mod names": lambda: percent_names % names,
        "mod numbers": lambda: percent_number % (5, 2.5),
        "format": lambda: braces.format("one", name="<two>", number=2.5),
        "format_map": lambda: braces_names.format_map(names),
        "join 1000": lambda: Markup(", ").join(pieces),
        "join 3": lambda: Markup(", ").join(["a", link, "<"]),
        "replace": lambda: markup.replace("Some", "<"),
        "split": lambda: markup.split(),
        "partition": lambda: markup.partition(","),
        "strip": lambda: markup.strip("<p>"),
        "upper": lambda: markup.upper(),
        "center": lambda: markup.center(80),
        "getitem": lambda: markup[3:20],
        "striptags": lambda: markup.striptags(),
        "striptags large": lambda big=markup * 500: big.striptags(),  # type: ignore[misc]
        "unescape": lambda: markup.unescape(),
        "repr": lambda: repr(markup),
        "formatter": lambda: markupsafe.EscapeFormatter(escape).format("{}", text),
    }


def workloads() -> dict[str, Callable[[], object]]:
    return {**escaping(), **operations()}
