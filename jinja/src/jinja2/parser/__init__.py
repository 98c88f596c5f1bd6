"""The parser: from a source to a tree.

An error says what was found, what was expected, where, and, where it can, what to do.
"""

from __future__ import annotations

from .. import nodes
from .._imports import module_getattr
from .._notes import note_later
from ..exceptions import TemplateSyntaxError
from ..lexer import Token, TokenStream, describe_token_expr
from ..lexer.tokens import column_of
from .statements import STATEMENTS, StatementParsing

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    import typing_extensions as te

    from ..environment import Environment

#: What tags are called in other languages.
_OTHER_WORDS = {"elseif": "elif", "elsif": "elif", "endeach": "endfor", "foreach": "for"}

#: Tags of extensions that ship with the engine.
_TAGS_OF_EXTENSIONS = {
    "break": "jinja2.ext.loopcontrols",
    "continue": "jinja2.ext.loopcontrols",
    "debug": "jinja2.ext.debug",
    "do": "jinja2.ext.do",
    "pluralize": "jinja2.ext.i18n",
    "trans": "jinja2.ext.i18n",
}


class Parser(StatementParsing):
    """Reads one source. Extensions get it in their ``parse`` method, with :attr:`stream` standing
    at the name of their tag.
    """

    def __init__(
        self,
        environment: Environment,
        source: str,
        name: str | None = None,
        filename: str | None = None,
        state: str | None = None,
    ) -> None:
        self.environment = environment
        self.stream: TokenStream = environment._tokenize(source, name, filename, state)
        self.name = name
        self.filename = filename
        self.closed = False
        self.extensions: dict[str, t.Callable[[Parser], nodes.Node | list[nodes.Node]]] = {}
        for extension in environment.iter_extensions():
            for tag in extension.tags:
                self.extensions[tag] = extension.parse
        self._source = source
        self._state = state
        self._last_identifier = 0
        self._tag_stack: list[str] = []
        self._tag_tokens: list[Token] = []
        self._end_token_stack: list[tuple[str, ...]] = []

    def fail(
        self,
        msg: str,
        lineno: int | None = None,
        exc: type[TemplateSyntaxError] = TemplateSyntaxError,
    ) -> te.NoReturn:
        """Raise a syntax error at a line, or at the current token."""
        if lineno is None:
            lineno = self.stream.current.lineno
        raise exc(msg, lineno, self.name, self.filename)

    def _fail_at(self, token: Token, msg: str) -> te.NoReturn:
        """Raise a syntax error at a token."""
        error = TemplateSyntaxError(msg, token.lineno, self.name, self.filename)
        error._find_column = lambda: self._column_of(token)
        raise error

    def fail_unknown_tag(self, name: str, lineno: int | None = None) -> te.NoReturn:
        """Raise the error of a tag that is not known, or that stands in the wrong place."""
        parts = [f"Encountered unknown tag {name!r}."]
        if self._end_token_stack:
            open_tags = self._end_token_stack
            expected = {describe_token_expr(expr) for ends in open_tags for expr in ends}
            looking = _joined(open_tags[-1])
            if name in expected:
                parts.append(
                    "You probably made a nesting mistake. Jinja is expecting this tag,"
                    f" but currently looking for {looking}."
                )
            else:
                parts.append(f"Jinja was looking for the following tags: {looking}.")
        ends = self._end_token_stack[-1:]
        self._fail_with(parts, lineno, lambda: (self._hint_for_tag(name, ends),))

    def fail_eof(
        self, end_tokens: tuple[str, ...] | None = None, lineno: int | None = None
    ) -> te.NoReturn:
        """Raise the error of a template that ends while tags are open: at the innermost of them,
        unless a line is given.
        """
        parts = ["Unexpected end of template."]
        stack = [*self._end_token_stack, *(() if end_tokens is None else (end_tokens,))]
        if stack:
            parts.append(f"Jinja was looking for the following tags: {_joined(stack[-1])}.")
        at = self._tag_tokens[-1] if lineno is None and self._tag_tokens else None
        self._fail_with(parts, lineno, None, at)

    def _fail_with(
        self,
        parts: list[str],
        lineno: int | None,
        hint: t.Callable[[], t.Iterable[str | None]] | None,
        at: Token | None = None,
    ) -> te.NoReturn:
        if self._tag_stack:
            innermost = self._tag_stack[-1]
            parts.append(f"The innermost block that needs to be closed is {innermost!r}.")
        try:
            if at is not None:
                self._fail_at(at, " ".join(parts))
            self.fail(" ".join(parts), lineno)
        except TemplateSyntaxError as error:
            if hint is not None:
                note_later(error, hint)
            raise

    def _hint_for_tag(self, name: str, open_tags: list[tuple[str, ...]]) -> str | None:
        home = _TAGS_OF_EXTENSIONS.get(name)
        if home is not None:
            return f"The tag {name!r} belongs to the extension {home!r}: add it to the environment."
        words = [describe_token_expr(expr) for ends in open_tags for expr in ends]
        known = [*STATEMENTS, *self.extensions, *words]
        other = _OTHER_WORDS.get(name)
        if other in known:
            return f"Did you mean {other!r}?"
        if not open_tags and (name.startswith("end") or name in ("elif", "else", *_OTHER_WORDS)):
            return f"No block is open that {name!r} could belong to."
        from difflib import get_close_matches

        close = get_close_matches(name, known, n=1)
        return f"Did you mean {close[0]!r}?" if close else None

    def free_identifier(self, lineno: int | None = None) -> nodes.InternalName:
        """Return a new name that no template can spell. For extensions that need a variable."""
        self._last_identifier += 1
        name = object.__new__(nodes.InternalName)
        nodes.Node.__init__(name, f"fi{self._last_identifier}", lineno=lineno)
        return name

    def parse_statement(self) -> nodes.Node | list[nodes.Node]:
        """Read one statement."""
        token = self.stream.current
        if token.type != "name":
            self.fail("tag name expected", token.lineno)
        tag = token.value
        method = STATEMENTS.get(tag)
        if method is not None:
            read: t.Callable[[], t.Any] = getattr(self, method)
        elif tag in self.extensions:
            extension = self.extensions[tag]

            def read() -> t.Any:
                return extension(self)

        else:
            self.fail_unknown_tag(tag, token.lineno)
        self._tag_stack.append(tag)
        self._tag_tokens.append(token)
        try:
            node: nodes.Node | list[nodes.Node] = read()
            return node
        finally:
            self._tag_stack.pop()
            self._tag_tokens.pop()

    def subparse(self, end_tokens: tuple[str, ...] | None = None) -> list[nodes.Node]:
        """Read text and tags up to a tag that fits one of the expressions, or to the end."""
        stream = self.stream
        body: list[nodes.Node] = []
        pieces: list[nodes.Expr] = []
        if end_tokens is not None:
            self._end_token_stack.append(end_tokens)

        def flush() -> None:
            if pieces:
                body.append(nodes.Output(pieces[:], lineno=pieces[0].lineno))
                pieces.clear()

        try:
            while True:
                token = stream.current
                kind = token.type
                if kind == "data":
                    if token.value:
                        pieces.append(nodes.TemplateData(token.value, lineno=token.lineno))
                    next(stream)
                elif kind == "variable_begin":
                    next(stream)
                    pieces.append(self.parse_tuple(with_condexpr=True))
                    stream.expect("variable_end")
                elif kind == "block_begin":
                    flush()
                    next(stream)
                    if end_tokens is not None and stream.current.test_any(*end_tokens):
                        return body
                    statement = self.parse_statement()
                    if isinstance(statement, list):
                        body.extend(statement)
                    else:
                        body.append(statement)
                    # A line statement may end with a colon.
                    stream.skip_if("colon")
                    stream.expect("block_end")
                elif kind == "eof":
                    flush()
                    return body
                else:
                    raise AssertionError("internal parsing error")
        finally:
            if end_tokens is not None:
                self._end_token_stack.pop()

    def parse(self) -> nodes.Template:
        """Read the whole template."""
        try:
            result = nodes.Template(self.subparse(), lineno=1)
        except TemplateSyntaxError as error:
            current = self.stream.current
            if not error._has_place and error.lineno == current.lineno:
                error._find_column = lambda: self._column_of(current)
            raise
        result.set_environment(self.environment)
        return result

    def _column_of(self, token: Token) -> int | None:
        """Return the column of a token, if it is known. Offsets count in the source that the lexer
        read, which is not that of the template if an extension has changed it.
        """
        environment = self.environment
        if environment.preprocess(self._source, self.name, self.filename) != self._source:
            return None
        text = environment.lexer._prepared(self._source)
        if token.type == "eof" and self.stream.current is token:
            return column_of(text, len(text))
        return None if token.offset is None else column_of(text, token.offset)


def _joined(end_tokens: t.Iterable[str]) -> str:
    return " or ".join(repr(describe_token_expr(expr)) for expr in end_tokens)


__all__ = ["Parser"]

if not TYPE_CHECKING:
    __getattr__ = module_getattr(__name__)
