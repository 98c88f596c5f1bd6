"""Kinds of tokens, the token itself, and how errors name them."""

from __future__ import annotations

import typing as t
from sys import intern

from ..exceptions import TemplateSyntaxError

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing_extensions as te

# One interned object per kind, so that comparing kinds is comparing addresses.
TOKEN_LPAREN = intern("lparen")
TOKEN_RPAREN = intern("rparen")
TOKEN_LBRACKET = intern("lbracket")
TOKEN_RBRACKET = intern("rbracket")
TOKEN_LBRACE = intern("lbrace")
TOKEN_RBRACE = intern("rbrace")
TOKEN_EQ = intern("eq")
TOKEN_NE = intern("ne")
TOKEN_LT = intern("lt")
TOKEN_GT = intern("gt")
TOKEN_LTEQ = intern("lteq")
TOKEN_GTEQ = intern("gteq")
TOKEN_ADD = intern("add")
TOKEN_MUL = intern("mul")
TOKEN_SUB = intern("sub")
TOKEN_POW = intern("pow")
TOKEN_DIV = intern("div")
TOKEN_MOD = intern("mod")
TOKEN_FLOORDIV = intern("floordiv")
TOKEN_TILDE = intern("tilde")
TOKEN_PIPE = intern("pipe")
TOKEN_DOT = intern("dot")
TOKEN_COMMA = intern("comma")
TOKEN_COLON = intern("colon")
TOKEN_ASSIGN = intern("assign")
TOKEN_SEMICOLON = intern("semicolon")

TOKEN_FLOAT = intern("float")
TOKEN_INTEGER = intern("integer")
TOKEN_NAME = intern("name")
TOKEN_OPERATOR = intern("operator")
TOKEN_STRING = intern("string")
TOKEN_WHITESPACE = intern("whitespace")

TOKEN_BLOCK_BEGIN = intern("block_begin")
TOKEN_BLOCK_END = intern("block_end")
TOKEN_COMMENT = intern("comment")
TOKEN_COMMENT_BEGIN = intern("comment_begin")
TOKEN_COMMENT_END = intern("comment_end")
TOKEN_DATA = intern("data")
TOKEN_EOF = intern("eof")
TOKEN_INITIAL = intern("initial")
TOKEN_LINECOMMENT = intern("linecomment")
TOKEN_LINECOMMENT_BEGIN = intern("linecomment_begin")
TOKEN_LINECOMMENT_END = intern("linecomment_end")
TOKEN_LINESTATEMENT_BEGIN = intern("linestatement_begin")
TOKEN_LINESTATEMENT_END = intern("linestatement_end")
TOKEN_RAW_BEGIN = intern("raw_begin")
TOKEN_RAW_END = intern("raw_end")
TOKEN_VARIABLE_BEGIN = intern("variable_begin")
TOKEN_VARIABLE_END = intern("variable_end")

operators: dict[str, str] = {
    "(": TOKEN_LPAREN,
    ")": TOKEN_RPAREN,
    "[": TOKEN_LBRACKET,
    "]": TOKEN_RBRACKET,
    "{": TOKEN_LBRACE,
    "}": TOKEN_RBRACE,
    "==": TOKEN_EQ,
    "!=": TOKEN_NE,
    "<": TOKEN_LT,
    ">": TOKEN_GT,
    "<=": TOKEN_LTEQ,
    ">=": TOKEN_GTEQ,
    "+": TOKEN_ADD,
    "*": TOKEN_MUL,
    "-": TOKEN_SUB,
    "**": TOKEN_POW,
    "/": TOKEN_DIV,
    "%": TOKEN_MOD,
    "//": TOKEN_FLOORDIV,
    "~": TOKEN_TILDE,
    "|": TOKEN_PIPE,
    ".": TOKEN_DOT,
    ",": TOKEN_COMMA,
    ":": TOKEN_COLON,
    "=": TOKEN_ASSIGN,
    ";": TOKEN_SEMICOLON,
}
reverse_operators: dict[str, str] = {kind: sign for sign, kind in operators.items()}

ignored_tokens: frozenset[str] = frozenset(
    {TOKEN_WHITESPACE}
    | {TOKEN_COMMENT_BEGIN, TOKEN_COMMENT, TOKEN_COMMENT_END}
    | {TOKEN_LINECOMMENT_BEGIN, TOKEN_LINECOMMENT, TOKEN_LINECOMMENT_END}
)
ignore_if_empty: frozenset[str] = frozenset(
    {TOKEN_WHITESPACE, TOKEN_DATA, TOKEN_COMMENT, TOKEN_LINECOMMENT}
)

_SPOKEN = {
    TOKEN_BLOCK_BEGIN: "begin of statement block",
    TOKEN_BLOCK_END: "end of statement block",
    TOKEN_COMMENT: "comment",
    TOKEN_COMMENT_BEGIN: "begin of comment",
    TOKEN_COMMENT_END: "end of comment",
    TOKEN_DATA: "template data / text",
    TOKEN_EOF: "end of template",
    TOKEN_LINECOMMENT: "comment",
    TOKEN_LINESTATEMENT_BEGIN: "begin of line statement",
    TOKEN_LINESTATEMENT_END: "end of line statement",
    TOKEN_VARIABLE_BEGIN: "begin of print statement",
    TOKEN_VARIABLE_END: "end of print statement",
}


def _spoken_kind(kind: str) -> str:
    return reverse_operators.get(kind) or _SPOKEN.get(kind, kind)


def describe_token(token: Token) -> str:
    """Return a description of a token for an error: a name itself, others by their kind."""
    return token.value if token.type == TOKEN_NAME else _spoken_kind(token.type)


def describe_token_expr(expr: str) -> str:
    """Return a description of a token expression, ``kind`` or ``kind:value``, for an error."""
    kind, colon, value = expr.partition(":")
    if colon and kind == TOKEN_NAME:
        return value
    return _spoken_kind(kind)


class Token(t.NamedTuple):
    """One token: the line it begins in (from 1), its kind, and its value."""

    lineno: int
    type: str
    value: str

    @property
    def offset(self) -> int | None:
        """Where in the source the token begins; ``None`` if a program made it."""
        return None

    @property
    def spelling(self) -> str | None:
        """Return how the template spells a name that is not normalised."""
        return None

    def __str__(self) -> str:
        return describe_token(self)

    def test(self, expr: str) -> bool:
        """Return whether the token fits an expression: ``"kind"`` or ``"kind:value"``."""
        kind = self.type
        if kind == expr:
            return True
        return ":" in expr and expr == f"{kind}:{self.value}"

    def test_any(self, *iterable: str) -> bool:
        """Return whether the token fits any of the expressions."""
        return any(map(self.test, iterable))


class PlacedToken(Token):
    """A token that the lexer has made: it knows its offset."""

    offset: int | None = None
    spelling: str | None = None

    def __reduce__(self) -> tuple[t.Any, ...]:
        return Token, (*self,)


# To programs they are all tokens.
PlacedToken.__name__ = PlacedToken.__qualname__ = "Token"


def column_of(text: str, offset: int) -> int:
    """Return the column (from 1) of an offset."""
    return offset - text.rfind("\n", 0, offset)


class Failure:
    """An error waiting for its place; calling it with one raises it."""

    message: str
    error_class: type[TemplateSyntaxError]

    def __init__(self, message: str, cls: type[TemplateSyntaxError] = TemplateSyntaxError) -> None:
        self.message = message
        self.error_class = cls

    def __call__(self, lineno: int, filename: str | None) -> te.NoReturn:
        raise self.error_class(self.message, lineno, filename)


def count_newlines(value: str) -> int:
    """Return the number of line ends in a text; ``\\r\\n`` counts as one."""
    return value.count("\n") + value.count("\r") - value.count("\r\n")


for _public in (Token, PlacedToken, Failure, describe_token, describe_token_expr, count_newlines):
    _public.__module__ = "jinja2.lexer"
del _public
