"""The lexer: a source becomes a :class:`TokenStream` for the parser, or raw tokens for tools.

A lexer belongs to a syntax, not to an environment: equal syntaxes share one. Tokens carry the
offset at which they begin (``Token.offset``); :func:`~jinja2.lexer.tokens.column_of` makes a
column of it, and nothing else counts columns.

Names are normalised to NFKC, as Python normalises identifiers (PEP 3131): names that differ in
their spelling only are one, and fit the keyword arguments of ``render()``. The spelling stays with
the token, for values that are known under it: the keys of dicts are not normalised.
"""

from __future__ import annotations

from itertools import chain, repeat

from .._caches import LRUCache, register_cache
from .._syntax import SYNTAX_OPTIONS
from ..exceptions import TemplateSyntaxError
from .rules import (
    OptionalLStrip,
    SyntaxTable,
    compile_rules,
    float_re,
    integer_re,
    newline_re,
    operator_re,
    string_re,
    whitespace_re,
)
from .scan import Scanner
from .stream import TokenStream, TokenStreamIterator
from .tokens import (
    TOKEN_ADD,
    TOKEN_ASSIGN,
    TOKEN_BLOCK_BEGIN,
    TOKEN_BLOCK_END,
    TOKEN_COLON,
    TOKEN_COMMA,
    TOKEN_COMMENT,
    TOKEN_COMMENT_BEGIN,
    TOKEN_COMMENT_END,
    TOKEN_DATA,
    TOKEN_DIV,
    TOKEN_DOT,
    TOKEN_EOF,
    TOKEN_EQ,
    TOKEN_FLOAT,
    TOKEN_FLOORDIV,
    TOKEN_GT,
    TOKEN_GTEQ,
    TOKEN_INITIAL,
    TOKEN_INTEGER,
    TOKEN_LBRACE,
    TOKEN_LBRACKET,
    TOKEN_LINECOMMENT,
    TOKEN_LINECOMMENT_BEGIN,
    TOKEN_LINECOMMENT_END,
    TOKEN_LINESTATEMENT_BEGIN,
    TOKEN_LINESTATEMENT_END,
    TOKEN_LPAREN,
    TOKEN_LT,
    TOKEN_LTEQ,
    TOKEN_MOD,
    TOKEN_MUL,
    TOKEN_NAME,
    TOKEN_NE,
    TOKEN_OPERATOR,
    TOKEN_PIPE,
    TOKEN_POW,
    TOKEN_RAW_BEGIN,
    TOKEN_RAW_END,
    TOKEN_RBRACE,
    TOKEN_RBRACKET,
    TOKEN_RPAREN,
    TOKEN_SEMICOLON,
    TOKEN_STRING,
    TOKEN_SUB,
    TOKEN_TILDE,
    TOKEN_VARIABLE_BEGIN,
    TOKEN_VARIABLE_END,
    TOKEN_WHITESPACE,
    Failure,
    PlacedToken,
    Token,
    count_newlines,
    describe_token,
    describe_token_expr,
    ignore_if_empty,
    ignored_tokens,
    operators,
    reverse_operators,
)

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from ..environment import Environment

_DROPPED = ignored_tokens | {TOKEN_RAW_BEGIN, TOKEN_RAW_END}
_RENAMED = {
    TOKEN_LINESTATEMENT_BEGIN: TOKEN_BLOCK_BEGIN,
    TOKEN_LINESTATEMENT_END: TOKEN_BLOCK_END,
}

_lexer_cache = LRUCache(50)
register_cache(_lexer_cache.clear)


def get_lexer(environment: Environment) -> Lexer:
    """Return the lexer for the syntax of an environment, made once per syntax."""
    key = tuple(getattr(environment, option) for option in SYNTAX_OPTIONS)
    lexer: Lexer | None = _lexer_cache.get(key)
    if lexer is None:
        lexer = _lexer_cache[key] = Lexer(environment)
    return lexer


class Lexer:
    """Turns sources of one syntax into tokens. Use :func:`get_lexer` instead of making one."""

    def __init__(self, environment: Environment) -> None:
        self.lstrip_blocks: bool = environment.lstrip_blocks
        self.newline_sequence: str = environment.newline_sequence
        self.keep_trailing_newline: bool = environment.keep_trailing_newline
        self._table = SyntaxTable(environment)

    @property
    def rules(self) -> dict[str, t.Any]:
        """The pattern of each state, for a look."""
        table = self._table
        return {
            "root": table.interruption,
            "comment_begin": table.comment_end,
            "raw_begin": table.raw_end,
            "block_begin": table.block,
            "variable_begin": table.variable,
            "linestatement_begin": table.linestatement,
        }

    def _normalize_newlines(self, value: str) -> str:
        """Line ends of plain text as the environment wants them."""
        sequence = self.newline_sequence
        return value if sequence == "\n" else newline_re.sub(sequence, value)

    def _prepared(self, source: str) -> str:
        source = str(source)
        if "\r" in source:
            source = newline_re.sub("\n", source)
        if not self.keep_trailing_newline and source.endswith("\n"):
            source = source[:-1]
        return source

    def _scanner(
        self, source: str, name: str | None, filename: str | None, state: str | None
    ) -> Scanner:
        return Scanner(
            self._prepared(source), self._table, self.lstrip_blocks, name, filename, state
        )

    def tokenize(
        self,
        source: str,
        name: str | None = None,
        filename: str | None = None,
        state: str | None = None,
    ) -> TokenStream:
        """Return the tokens for the parser: what :meth:`tokeniter` gives, through :meth:`wrap`.

        A subclass may change raw tokens in either of them; the tokens then know no offsets.
        """
        kind = type(self)
        tokens: t.Iterable[Token]
        if kind.tokeniter is Lexer.tokeniter and kind.wrap is Lexer.wrap:
            # The same tokens without a generator in between, and with their offsets.
            scanner = self._scanner(source, name, filename, state)
            raw = chain.from_iterable(scanner.batches())
            tokens = self._converted(raw, scanner.offsets, name, filename)
        else:
            tokens = self.wrap(self.tokeniter(source, name, filename, state), name, filename)
        return TokenStream(tokens, name, filename)

    def tokeniter(
        self,
        source: str,
        name: str | None,
        filename: str | None = None,
        state: str | None = None,
    ) -> t.Iterator[tuple[int, str, str]]:
        """Raw tokens ``(line, kind, text)``, whitespace and comments included."""
        yield from chain.from_iterable(self._scanner(source, name, filename, state).batches())

    def wrap(
        self,
        stream: t.Iterable[tuple[int, str, str]],
        name: str | None = None,
        filename: str | None = None,
    ) -> t.Iterator[Token]:
        """Make tokens of raw tokens: drop what the parser ignores, convert texts to values."""
        return self._converted(stream, repeat(None), name, filename)

    def _converted(
        self,
        stream: t.Iterable[tuple[int, str, str]],
        offsets: t.Iterable[int | None],
        name: str | None,
        filename: str | None,
    ) -> t.Iterator[Token]:
        new, placed, dropped, named_operators = tuple.__new__, PlacedToken, _DROPPED, operators
        plain_newlines = self.newline_sequence == "\n"
        # A scanner adds the offsets of a batch before it hands the batch out.
        for (lineno, kind, text), offset in zip(stream, offsets):  # noqa: B905
            if kind in dropped:
                continue
            value: object = text
            if kind == TOKEN_NAME:
                if not text.isascii():
                    value = _normalized(text, lineno, name, filename)
            elif kind == TOKEN_OPERATOR:
                kind = named_operators[text]
            elif kind == TOKEN_DATA:
                if not plain_newlines:
                    value = self._normalize_newlines(text)
            elif kind == TOKEN_STRING:
                value = self._string_value(text, lineno, name, filename)
            elif kind == TOKEN_INTEGER:
                value = _integer(text, lineno, name, filename)
            elif kind == TOKEN_FLOAT:
                value = float(text.replace("_", ""))
            elif kind in _RENAMED:
                kind = _RENAMED[kind]
            token = new(placed, (lineno, kind, value))
            token.offset = offset
            if kind == TOKEN_NAME and value is not text:
                token.spelling = text
            yield token

    def _string_value(self, text: str, lineno: int, name: str | None, filename: str | None) -> str:
        inner = self._normalize_newlines(text[1:-1])
        if "\\" not in inner:
            return inner
        try:
            return inner.encode("ascii", "backslashreplace").decode("unicode-escape")
        except Exception as error:
            message = str(error).split(":")[-1].strip()
            raise TemplateSyntaxError(message, lineno, name, filename) from error


def _normalized(text: str, lineno: int, name: str | None, filename: str | None) -> str:
    if not text.isidentifier():
        message = "Invalid character in identifier"
        raise TemplateSyntaxError(message, lineno, name, filename)
    from unicodedata import normalize

    normal = normalize("NFKC", text)
    return text if normal == text else normal


def _integer(text: str, lineno: int, name: str | None, filename: str | None) -> int:
    try:
        return int(text.replace("_", ""), 0)
    except ValueError as error:
        # Python limits how many digits it converts.
        raise TemplateSyntaxError(str(error), lineno, name, filename) from error


__all__ = [
    "TOKEN_ADD",
    "TOKEN_ASSIGN",
    "TOKEN_BLOCK_BEGIN",
    "TOKEN_BLOCK_END",
    "TOKEN_COLON",
    "TOKEN_COMMA",
    "TOKEN_COMMENT",
    "TOKEN_COMMENT_BEGIN",
    "TOKEN_COMMENT_END",
    "TOKEN_DATA",
    "TOKEN_DIV",
    "TOKEN_DOT",
    "TOKEN_EOF",
    "TOKEN_EQ",
    "TOKEN_FLOAT",
    "TOKEN_FLOORDIV",
    "TOKEN_GT",
    "TOKEN_GTEQ",
    "TOKEN_INITIAL",
    "TOKEN_INTEGER",
    "TOKEN_LBRACE",
    "TOKEN_LBRACKET",
    "TOKEN_LINECOMMENT",
    "TOKEN_LINECOMMENT_BEGIN",
    "TOKEN_LINECOMMENT_END",
    "TOKEN_LINESTATEMENT_BEGIN",
    "TOKEN_LINESTATEMENT_END",
    "TOKEN_LPAREN",
    "TOKEN_LT",
    "TOKEN_LTEQ",
    "TOKEN_MOD",
    "TOKEN_MUL",
    "TOKEN_NAME",
    "TOKEN_NE",
    "TOKEN_OPERATOR",
    "TOKEN_PIPE",
    "TOKEN_POW",
    "TOKEN_RAW_BEGIN",
    "TOKEN_RAW_END",
    "TOKEN_RBRACE",
    "TOKEN_RBRACKET",
    "TOKEN_RPAREN",
    "TOKEN_SEMICOLON",
    "TOKEN_STRING",
    "TOKEN_SUB",
    "TOKEN_TILDE",
    "TOKEN_VARIABLE_BEGIN",
    "TOKEN_VARIABLE_END",
    "TOKEN_WHITESPACE",
    "Failure",
    "Lexer",
    "OptionalLStrip",
    "Token",
    "TokenStream",
    "TokenStreamIterator",
    "compile_rules",
    "count_newlines",
    "describe_token",
    "describe_token_expr",
    "float_re",
    "get_lexer",
    "ignore_if_empty",
    "ignored_tokens",
    "integer_re",
    "newline_re",
    "operator_re",
    "operators",
    "reverse_operators",
    "string_re",
    "whitespace_re",
]
