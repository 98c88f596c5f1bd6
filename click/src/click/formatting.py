"""Format help pages: sections, tables of two columns, usage lines.

Widths are columns of a terminal. This module does not know commands and parameters.
"""

from __future__ import annotations

from contextlib import contextmanager

from ._ansi import expand_tabs
from ._ansi import term_len as term_len
from ._i18n import translate as _
from ._option_names import join_options as join_options
from ._textwrap import fill, indent_lines, paragraphs

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

#: Width of every formatter that was given none; tests set it.
FORCED_WIDTH: int | None = None

#: Width of a page when the terminal is wider and nobody allowed more.
_PAGE_WIDTH = 80


def measure_table(rows: Iterable[tuple[str, str]]) -> tuple[int, ...]:
    """Return the width of each column."""
    widths: list[int] = []
    for row in rows:
        widths += [0] * (len(row) - len(widths))
        for column, text in enumerate(row):
            widths[column] = max(widths[column], term_len(text))
    return tuple(widths)


def iter_rows(rows: Iterable[tuple[str, str]], col_count: int) -> Iterator[tuple[str, ...]]:
    """Yield each row, filled up with empty texts to ``col_count`` columns."""
    for row in rows:
        yield (*row, *("",) * (col_count - len(row)))


def wrap_text(
    text: str,
    width: int = 78,
    initial_indent: str = "",
    subsequent_indent: str = "",
    preserve_paragraphs: bool = False,
) -> str:
    """Wrap ``text`` to lines of at most ``width`` columns.

    Escape sequences take no columns, wide characters take two. A word that fits no line is broken.

    :param initial_indent: text before the first line; its columns count.
    :param subsequent_indent: text before all other lines; its columns count.
    :param preserve_paragraphs: blank lines separate paragraphs which are wrapped one by one,
        keep the indent of their first line, and are left as they are when that first line is a
        lone ``\\b``.
    :raises ValueError: ``width`` is not positive.
    """
    text = expand_tabs(text)
    if not preserve_paragraphs:
        return fill(text, width, initial_indent, subsequent_indent)
    wrapped = []
    for indent, raw, body in paragraphs(text):
        extra = " " * indent
        first, later = initial_indent + extra, subsequent_indent + extra
        if raw:
            wrapped.append(indent_lines(body, first, later))
        else:
            wrapped.append(fill(body, width, first, later))
    return "\n\n".join(wrapped)


def _usable_width(limit: int | None) -> int:
    """Return the width of the terminal, within bounds."""
    if FORCED_WIDTH is not None:
        return FORCED_WIDTH
    from shutil import get_terminal_size

    return max(min(get_terminal_size().columns, limit or _PAGE_WIDTH) - 2, 50)


class HelpFormatter:
    """The text of a help page, which is written piece by piece.

    :param indent_increment: spaces that one :meth:`indent` adds.
    :param width: width of the page in columns; by default, and if it is not positive, that of the
        terminal less two, but at least 50.
    :param max_width: limit of a width that is taken from the terminal, 80 by default.
    """

    def __init__(
        self,
        indent_increment: int = 2,
        width: int | None = None,
        max_width: int | None = None,
    ) -> None:
        self.indent_increment = indent_increment
        if width is None or width <= 0:
            # A terminal that does not know its size has a width of 0.
            width = _usable_width(max_width)
        self.width: int = width
        self.current_indent: int = 0
        self.buffer: list[str] = []

    def write(self, string: str) -> None:
        """Add ``string`` as it is."""
        self.buffer.append(string)

    def indent(self) -> None:
        """Indent the next lines by one step more."""
        self.current_indent += self.indent_increment

    def dedent(self) -> None:
        """Indent the next lines by one step less."""
        self.current_indent -= self.indent_increment

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Add a usage line, broken at blanks only.

        The arguments continue below each other, or on a new line if the name is long.

        :param prog: the name of the program.
        :param args: what follows the name.
        :param prefix: text before the name, by default ``Usage:`` and a space.
        """
        if prefix is None:
            prefix = "{} ".format(_("Usage:"))
        # The indentation includes the prefix.
        head = f"{' ' * (self.current_indent - term_len(prefix))}{prefix}{prog}"
        if not args.strip():
            self.write(f"{head.rstrip()}\n")
            return
        head += " "
        column = term_len(head)
        width = max(self.width - self.current_indent, 1)
        args = expand_tabs(args)
        if width >= column + 20:
            text = fill(args, width, head, " " * column, break_words=False)
        else:
            # The arguments would be squeezed beside the name.
            later = " " * (max(self.current_indent, term_len(prefix)) + 4)
            text = f"{head}\n{fill(args, width, later, later, break_words=False)}"
        self.write(f"{text}\n")

    def write_heading(self, heading: str) -> None:
        """Add a line with ``heading`` and a colon."""
        self.write(f"{' ' * self.current_indent}{heading}:\n")

    def write_paragraph(self) -> None:
        """Add a blank line, unless the page is empty."""
        if self.buffer:
            self.write("\n")

    def write_text(self, text: str) -> None:
        """Add ``text``, wrapped and indented; its paragraphs stay apart."""
        margin = " " * self.current_indent
        wrapped = wrap_text(
            text,
            max(self.width, 1),
            initial_indent=margin,
            subsequent_indent=margin,
            preserve_paragraphs=True,
        )
        self.write(f"{wrapped}\n")

    def write_dl(
        self,
        rows: Iterable[tuple[str, str]],
        col_max: int = 30,
        col_spacing: int = 2,
    ) -> None:
        """Add a table of terms and their descriptions.

        :param col_max: greatest width of the first column; a longer term has its description on the
            next line.
        :param col_spacing: spaces between the columns.
        :raises TypeError: the rows do not have two columns.
        """
        entries = list(rows)
        widths = measure_table(entries)
        if len(widths) != 2:
            raise TypeError("Expected two columns for definition list")
        start = min(widths[0], col_max) + col_spacing
        text_width = max(self.width - start - 2, 10)
        margin = " " * self.current_indent
        below = " " * (start + self.current_indent)
        for term, text in iter_rows(entries, len(widths)):
            self.write(f"{margin}{term}")
            if not text:
                self.write("\n")
                continue
            shown = term_len(term)
            gap = " " * (start - shown) if shown <= start - col_spacing else f"\n{below}"
            lines = wrap_text(text, text_width, preserve_paragraphs=True).splitlines()
            if lines:
                self.write(f"{gap}{lines[0]}\n")
                for line in lines[1:]:
                    self.write(f"{below}{line}\n")
            else:
                self.write(f"{gap}\n")

    @contextmanager
    def section(self, name: str) -> Generator[None]:
        """Write the heading ``name``, and indent what is written in the block."""
        self.write_paragraph()
        self.write_heading(name)
        with self.indentation():
            yield

    @contextmanager
    def indentation(self) -> Generator[None]:
        """Indent the lines that are written in the block."""
        self.indent()
        try:
            yield
        finally:
            self.dedent()

    def getvalue(self) -> str:
        """Return the page."""
        return "".join(self.buffer)
