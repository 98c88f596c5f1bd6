"""From source to raw tokens, by the patterns of a :class:`~jinja2.lexer.rules.SyntaxTable`.

Raw tokens are tuples ``(line, kind, text)``, whitespace and comments included; joined they give back
the source except for what the stripping signs removed. Where each of them begins is in a list
beside them. There is one method for each state, which reads one stretch of the source. An error is
raised when the reader arrives at it, after the tokens before it.
"""

from __future__ import annotations

from ..exceptions import TemplateSyntaxError
from .tokens import (
    TOKEN_BLOCK_BEGIN,
    TOKEN_BLOCK_END,
    TOKEN_COMMENT,
    TOKEN_COMMENT_BEGIN,
    TOKEN_COMMENT_END,
    TOKEN_DATA,
    TOKEN_LINECOMMENT,
    TOKEN_LINECOMMENT_BEGIN,
    TOKEN_LINECOMMENT_END,
    TOKEN_LINESTATEMENT_BEGIN,
    TOKEN_LINESTATEMENT_END,
    TOKEN_OPERATOR,
    TOKEN_RAW_BEGIN,
    TOKEN_RAW_END,
    TOKEN_VARIABLE_BEGIN,
    TOKEN_VARIABLE_END,
    column_of,
)

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .rules import SyntaxTable

    RawToken = tuple[int, str, str]

_CLOSERS = {"{": "}", "(": ")", "[": "]"}
_TAG_ENDS = {
    TOKEN_BLOCK_BEGIN: TOKEN_BLOCK_END,
    TOKEN_VARIABLE_BEGIN: TOKEN_VARIABLE_END,
    TOKEN_LINESTATEMENT_BEGIN: TOKEN_LINESTATEMENT_END,
}


class Scanner:
    """The place in one source: position, line, and what state the next stretch is in."""

    __slots__ = (
        "error",
        "filename",
        "lineno",
        "lstrip",
        "name",
        "offsets",
        "pos",
        "source",
        "state",
        "table",
    )

    def __init__(
        self,
        source: str,
        table: SyntaxTable,
        lstrip: bool,
        name: str | None,
        filename: str | None,
        state: str | None = None,
    ) -> None:
        self.source: str = source
        self.table: SyntaxTable = table
        self.lstrip: bool = lstrip
        self.name: str | None = name
        self.filename: str | None = filename
        #: Where each token begins that was made so far.
        self.offsets: list[int] = []
        self.pos: int = 0
        self.lineno: int = 1
        self.error: TemplateSyntaxError | None = None
        if state is not None and state != "root":
            assert state in ("variable", "block"), "invalid state"
            state += "_begin"
            self.state: str | None = state
        else:
            self.state = None

    def batches(self) -> t.Iterator[list[RawToken]]:
        """Everything, stretch by stretch."""
        end = len(self.source)
        tags = _TAG_ENDS
        # What belongs to a line also ends where the source ends, if with an empty text.
        of_a_line = (TOKEN_LINECOMMENT_BEGIN, TOKEN_LINESTATEMENT_BEGIN)
        while self.pos < end or self.state in of_a_line:
            state = self.state
            if state is None:
                yield self.text()
            elif state in tags:
                yield self.tag(state)
            elif state == TOKEN_COMMENT_BEGIN:
                yield self.comment()
            elif state == TOKEN_RAW_BEGIN:
                yield self.raw()
            else:
                yield self.line_comment()
            if self.error is not None:
                raise self.error

    def fail(self, message: str, pos: int) -> None:
        """Keep an error until the tokens before it are read."""
        self.error = TemplateSyntaxError(message, self.lineno, self.name, self.filename)
        self.error.column = column_of(self.source, pos)

    def kept_text(self, begin: int, stop: int, sign: str, strippable: bool) -> str:
        """Plain text in front of a delimiter, less what the delimiter takes away."""
        text = self.source[begin:stop]
        if sign == "-":
            return text.rstrip()
        if strippable and sign != "+" and self.lstrip:
            line = text.rfind("\n") + 1
            at_line_start = line > 0 or begin == 0 or self.source[begin - 1] == "\n"
            if at_line_start and (len(text) == line or text[line:].isspace()):
                return text[:line]
        return text

    def text(self) -> list[RawToken]:
        """Plain text up to the next delimiter, and the delimiter."""
        source, begin, line = self.source, self.pos, self.lineno
        found = self.table.interruption.search(source, begin)
        if found is None:
            self.pos = len(source)
            self.offsets.append(begin)
            return [(line, TOKEN_DATA, source[begin:])]
        stop, self.pos = found.span()
        # The group that closed last is the delimiter: the group of its sign lies inside.
        kind = found.lastgroup or ""
        out: list[RawToken] = []
        if stop > begin:
            sign = found[kind + "_sign"]
            text = self.kept_text(begin, stop, sign, kind != TOKEN_VARIABLE_BEGIN)
            if text:
                self.offsets.append(begin)
                out.append((line, TOKEN_DATA, text))
            line += source.count("\n", begin, stop)
        delimiter = found[kind]
        self.offsets.append(stop)
        out.append((line, kind, delimiter))
        self.lineno = line + delimiter.count("\n")
        self.state = kind
        return out

    def tag(self, state: str) -> list[RawToken]:
        """Yield what stands between the delimiters of a tag, and the end delimiter."""
        source, pos, line = self.source, self.pos, self.lineno
        table = self.table
        if state == TOKEN_VARIABLE_BEGIN:
            pattern = table.variable
        elif state == TOKEN_BLOCK_BEGIN:
            pattern = table.block
        else:
            pattern = table.linestatement
        # Inside brackets the end delimiter has no meaning: its characters are operators there.
        outside, inside = pattern.match, table.brackets.match
        note = self.offsets.append
        out: list[RawToken] = []
        expected: list[str] = []
        while True:
            found = inside(source, pos) if expected else outside(source, pos)
            if found is None:
                break
            kind = found.lastgroup
            value = found[0]
            note(pos)
            if kind == "end":
                out.append((line, _TAG_ENDS[state], value))
                self.pos = found.end()
                self.lineno = line + value.count("\n")
                self.state = None
                return out
            if kind == TOKEN_OPERATOR:
                if value in _CLOSERS:
                    expected.append(_CLOSERS[value])
                elif value in ")]}":
                    wanted = expected.pop() if expected else None
                    if wanted != value:
                        self.lineno = line
                        but = "" if wanted is None else f", expected {wanted!r}"
                        self.fail(f"unexpected {value!r}{but}", pos)
                        return out
            out.append((line, kind, value))  # type: ignore[arg-type]
            pos += len(value)
            if "\n" in value:
                line += value.count("\n")
        self.pos = pos
        self.lineno = line
        self.state = None
        if pos < len(source):
            self.fail(f"unexpected char {source[pos]!r} at {pos}", pos)
        return out

    def comment(self) -> list[RawToken]:
        """Yield the inside of a comment and its end."""
        begin = self.pos
        found = self.table.comment_end.search(self.source, begin)
        if found is None:
            self.fail("Missing end of comment tag", begin)
            return []
        return self._body(TOKEN_COMMENT, self.source[begin : found.start()], found, begin)

    def raw(self) -> list[RawToken]:
        """Text in which nothing is a delimiter but the end of it."""
        begin = self.pos
        found = self.table.raw_end.search(self.source, begin)
        if found is None:
            self.fail("Missing end of raw directive", begin)
            return []
        text = self.kept_text(begin, found.start(), found["sign"], True)
        return self._body(TOKEN_DATA, text, found, begin)

    def line_comment(self) -> list[RawToken]:
        """Yield the rest of a line; the line end stays text."""
        begin = self.pos
        stop = self.source.find("\n", begin)
        if stop < 0:
            stop = len(self.source)
        self.pos, self.state = stop, None
        out = [(self.lineno, TOKEN_LINECOMMENT_END, "")]
        if stop > begin:
            out.insert(0, (self.lineno, TOKEN_LINECOMMENT, self.source[begin:stop]))
            self.offsets.append(begin)
        self.offsets.append(stop)
        return out

    def _body(self, kind: str, text: str, end: t.Any, begin: int) -> list[RawToken]:
        out: list[RawToken] = []
        if text:
            self.offsets.append(begin)
            out.append((self.lineno, kind, text))
        line = self.lineno + self.source.count("\n", begin, end.start())
        closing = TOKEN_COMMENT_END if kind is TOKEN_COMMENT else TOKEN_RAW_END
        self.offsets.append(end.start())
        out.append((line, closing, end[0]))
        self.lineno = line + end[0].count("\n")
        self.pos = end.end()
        self.state = None
        return out
