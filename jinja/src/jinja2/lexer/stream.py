"""Tokens as a stream: one is current, one may be looked at, any number pushed back."""

from __future__ import annotations

from collections import deque

from ..exceptions import TemplateSyntaxError
from .tokens import TOKEN_EOF, TOKEN_INITIAL, Token, describe_token, describe_token_expr

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t


class TokenStreamIterator:
    """Iterates a stream up to its end."""

    __module__ = "jinja2.lexer"

    stream: TokenStream

    def __init__(self, stream: TokenStream) -> None:
        self.stream = stream

    def __iter__(self) -> TokenStreamIterator:
        return self

    def __next__(self) -> Token:
        token = self.stream.current
        if token.type == TOKEN_EOF:
            self.stream.close()
            raise StopIteration
        next(self.stream)
        return token


class TokenStream:
    """A stream of tokens. :attr:`current` is the present token; ``next()`` returns it and moves
    on. At the end the current token is of kind ``eof`` for ever.
    """

    __module__ = "jinja2.lexer"

    closed: bool
    filename: str | None
    name: str | None
    current: Token

    def __init__(
        self, generator: t.Iterable[Token], name: str | None, filename: str | None
    ) -> None:
        self.closed: bool = False
        self.filename: str | None = filename
        self.name: str | None = name
        self._pushed: deque[Token] = deque()
        self._iter = iter(generator)
        self.current: Token = Token(1, TOKEN_INITIAL, "")
        #: The token that was taken last.
        self._taken: Token = self.current
        next(self)

    def __iter__(self) -> TokenStreamIterator:
        return TokenStreamIterator(self)

    def __bool__(self) -> bool:
        return bool(self._pushed) or self.current.type != TOKEN_EOF

    @property
    def eos(self) -> bool:
        """``True`` if the end is reached."""
        return not self

    def push(self, token: Token) -> None:
        """Put a token back; it comes after the current one, after others that were pushed."""
        self._pushed.append(token)

    def look(self) -> Token:
        """Return the token after the current one, without moving."""
        before = self._taken
        here = next(self)
        ahead = self.current
        self.push(ahead)
        self.current = here
        self._taken = before
        return ahead

    def skip(self, n: int = 1) -> None:
        """Move on by `n` tokens."""
        for _ in range(n):
            next(self)

    def next_if(self, expr: str) -> Token | None:
        """Take the current token if it fits the expression, else give ``None`` and stay."""
        return next(self) if self.current.test(expr) else None

    def skip_if(self, expr: str) -> bool:
        """As :meth:`next_if`, but only say whether it fitted."""
        return self.next_if(expr) is not None

    def __next__(self) -> Token:
        taken = self._taken = self.current
        if self._pushed:
            self.current = self._pushed.popleft()
        elif taken.type != TOKEN_EOF:
            for token in self._iter:
                self.current = token
                break
            else:
                self.close()
        return taken

    def close(self) -> None:
        """End the stream; what was not read is dropped."""
        self.current = Token(self.current.lineno, TOKEN_EOF, "")
        self._iter = iter(())
        self.closed = True

    def expect(self, expr: str) -> Token:
        """Take the current token, which must fit the expression.

        :raises TemplateSyntaxError: it does not.
        """
        token = self.current
        if token.type == expr or token.test(expr):
            return next(self)
        wanted = describe_token_expr(expr)
        if token.type == TOKEN_EOF:
            message = f"unexpected end of template, expected {wanted!r}."
        else:
            message = f"expected token {wanted!r}, got {describe_token(token)!r}"
        raise TemplateSyntaxError(message, token.lineno, self.name, self.filename)
