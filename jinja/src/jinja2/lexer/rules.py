"""Delimiters and whitespace options, compiled into patterns once per syntax.

A :class:`SyntaxTable` has one pattern for each state of the scanner. All patterns are linear: each
character of a source is looked at a bounded number of times.
"""

from __future__ import annotations

import re

from .._identifier import pattern as name_re
from .tokens import (
    TOKEN_BLOCK_BEGIN,
    TOKEN_COMMENT_BEGIN,
    TOKEN_FLOAT,
    TOKEN_INTEGER,
    TOKEN_LINECOMMENT_BEGIN,
    TOKEN_LINESTATEMENT_BEGIN,
    TOKEN_NAME,
    TOKEN_OPERATOR,
    TOKEN_RAW_BEGIN,
    TOKEN_STRING,
    TOKEN_VARIABLE_BEGIN,
    TOKEN_WHITESPACE,
    operators,
)

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from ..environment import Environment

whitespace_re: re.Pattern[str] = re.compile(r"\s+")
newline_re: re.Pattern[str] = re.compile(r"(\r\n|\r|\n)")
string_re: re.Pattern[str] = re.compile(
    r"""'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*\"""",
    re.DOTALL,
)
integer_re: re.Pattern[str] = re.compile(
    r"""
    0b(?:_?[01])+       |
    0o(?:_?[0-7])+      |
    0x(?:_?[0-9a-f])+   |
    [1-9](?:_?\d)*      |
    0(?:_?0)*
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Not after a dot: in `row.1.5` the numbers are two subscripts.
float_re: re.Pattern[str] = re.compile(
    r"(?<!\.)\d+(?:_\d+)*(?:\.\d+(?:_\d+)*(?:e[+\-]?\d+(?:_\d+)*)?|e[+\-]?\d+(?:_\d+)*)",
    re.IGNORECASE,
)
operator_re: re.Pattern[str] = re.compile(
    "(" + "|".join(map(re.escape, sorted(operators, key=lambda sign: (-len(sign), sign)))) + ")"
)


class OptionalLStrip(tuple):  # type: ignore[type-arg]
    """Marks token groups of a rule whose preceding whitespace a sign may strip."""

    __module__ = "jinja2.lexer"
    __slots__ = ()

    def __new__(cls, *members: str, **kwargs: object) -> OptionalLStrip:
        return super().__new__(cls, members)


def compile_rules(environment: Environment) -> list[tuple[str, str]]:
    """Return what may interrupt plain text: pairs of state and pattern, the first match wins.

    Longer delimiters come first, so that one may begin with another.
    """
    starts = [
        (TOKEN_COMMENT_BEGIN, environment.comment_start_string, ""),
        (TOKEN_BLOCK_BEGIN, environment.block_start_string, ""),
        (TOKEN_VARIABLE_BEGIN, environment.variable_start_string, ""),
    ]
    if environment.line_statement_prefix is not None:
        prefix = environment.line_statement_prefix
        starts.append((TOKEN_LINESTATEMENT_BEGIN, prefix, r"^[ \t\v]*"))
    if environment.line_comment_prefix is not None:
        prefix = environment.line_comment_prefix
        starts.append((TOKEN_LINECOMMENT_BEGIN, prefix, r"(?:^|(?<=\S))[^\S\r\n]*"))
    starts.sort(key=lambda start: (len(start[1]), start[0]), reverse=True)
    return [(state, before + re.escape(sign)) for state, sign, before in starts]


compile_rules.__module__ = "jinja2.lexer"


def _named(kind: str, pattern: str) -> str:
    return f"(?P<{kind}>{pattern})"


def _tag_pattern(end: str | None) -> re.Pattern[str]:
    """All that may stand in a tag which ends by `end`; without one, what may stand in brackets."""
    compact_integer = "".join(integer_re.pattern.split())
    kinds = (
        *((("end", end),) if end is not None else ()),
        (TOKEN_WHITESPACE, whitespace_re.pattern),
        (TOKEN_FLOAT, f"(?i:{float_re.pattern})"),
        (TOKEN_INTEGER, f"(?i:{compact_integer})"),
        (TOKEN_NAME, name_re.pattern),
        (TOKEN_STRING, f"(?s:{string_re.pattern})"),
        (TOKEN_OPERATOR, operator_re.pattern[1:-1]),
    )
    return re.compile("|".join(_named(kind, pattern) for kind, pattern in kinds), re.MULTILINE)


class SyntaxTable:
    """The patterns of one syntax, and the options that the scanner asks for."""

    __slots__ = (
        "block",
        "brackets",
        "comment_end",
        "interruption",
        "linestatement",
        "raw_end",
        "variable",
    )

    def __init__(self, environment: Environment) -> None:
        block_start = re.escape(environment.block_start_string)
        block_end = re.escape(environment.block_end_string)
        comment_end = re.escape(environment.comment_end_string)
        variable_end = re.escape(environment.variable_end_string)
        newline = r"\n?" if environment.trim_blocks else ""

        raw = rf"{block_start}(?P<raw_begin_sign>[-+]?)\s*raw\s*(?:-{block_end}\s*|{block_end})"
        parts = [_named(TOKEN_RAW_BEGIN, raw)]
        for state, pattern in compile_rules(environment):
            parts.append(_named(state, rf"{pattern}(?P<{state}_sign>[-+]?)"))
        self.interruption: re.Pattern[str] = re.compile("|".join(parts), re.MULTILINE)

        ending = rf"\+{block_end}|-{block_end}\s*|{block_end}{newline}"
        self.block: re.Pattern[str] = _tag_pattern(ending)
        self.variable: re.Pattern[str] = _tag_pattern(rf"-{variable_end}\s*|{variable_end}")
        self.brackets: re.Pattern[str] = _tag_pattern(None)
        self.linestatement: re.Pattern[str] = _tag_pattern(r"\s*(?:\n|$)")
        self.comment_end: re.Pattern[str] = re.compile(
            rf"\+{comment_end}|-{comment_end}\s*|{comment_end}{newline}"
        )
        self.raw_end: re.Pattern[str] = re.compile(
            rf"{block_start}(?P<sign>[-+]?)\s*endraw\s*(?:{ending})"
        )
