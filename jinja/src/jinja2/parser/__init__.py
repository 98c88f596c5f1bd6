"""Tokens → tree. The door of the package: :class:`Parser`.

Goes in: source. Comes out: a :class:`~jinja2.nodes.Template`, or a syntax error that says what
was found, what was expected, where, and where it can, what to do.
"""

from __future__ import annotations

from .. import nodes
from .._imports import module_getattr
from .._notes import note_later
from ..exceptions import TemplateSyntaxError
from ..lexer import TokenStream, describe_token_expr
from .statements import STATEMENTS, StatementParsing

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    import typing_extensions as te

    from ..environment import Environment

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
    at the name of their tag."""

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

    def fail_unknown_tag(self, name: str, lineno: int | None = None) -> te.NoReturn:
        """Raise the error of a tag that nobody knows, or that stands in the wrong place."""
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
        """Raise the error of a template that ends while tags are open."""
        parts = ["Unexpected end of template."]
        stack = [*self._end_token_stack, *(() if end_tokens is None else (end_tokens,))]
        if stack:
            parts.append(f"Jinja was looking for the following tags: {_joined(stack[-1])}.")
        self._fail_with(parts, lineno, None)

    def _fail_with(
        self,
        parts: list[str],
        lineno: int | None,
        hint: t.Callable[[], t.Iterable[str | None]] | None,
    ) -> te.NoReturn:
        if self._tag_stack:
            innermost = self._tag_stack[-1]
            parts.append(f"The innermost block that needs to be closed is {innermost!r}.")
        try:
            self.fail(" ".join(parts), lineno)
        except TemplateSyntaxError as error:
            if hint is not None:
                note_later(error, hint)
            raise

    def _hint_for_tag(self, name: str, open_tags: list[tuple[str, ...]]) -> str | None:
        home = _TAGS_OF_EXTENSIONS.get(name)
        if home is not None:
            return f"The tag {name!r} belongs to the extension {home!r}: add it to the environment."
        from difflib import get_close_matches

        known = [*STATEMENTS, *self.extensions]
        for ends in open_tags:
            known.extend(map(describe_token_expr, ends))
        close = get_close_matches(name, known, n=1)
        return f"Did you mean {close[0]!r}?" if close else None

    def free_identifier(self, lineno: int | None = None) -> nodes.InternalName:
        """A new name that no template can spell. For extensions that need a variable."""
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
        try:
            node: nodes.Node | list[nodes.Node] = read()
            return node
        finally:
            self._tag_stack.pop()

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
            if not error._has_place and error.lineno == self.stream.current.lineno:
                error._find_column = self._column_of_current
            raise
        result.set_environment(self.environment)
        return result

    def _column_of_current(self) -> int | None:
        """The column of the current token.

        Tokens know their line only. An error is rare, so the source is scanned again, with
        positions, and the token is found by counting from the end.
        """
        stream = self.stream
        if self._is_filtered():
            return None
        at_end = stream.current.type == "eof"
        try:
            left = len(stream._pushed) + sum(1 for _ in stream._iter)
        except TemplateSyntaxError:
            return None
        lexer = self.environment.lexer
        offsets: list[int] = []
        scanner = lexer._scanner(self._source, None, None, self._state, offsets)
        raw = [token for batch in scanner.batches() for token in batch]
        marked = (
            (offset, kind, text) for offset, (_, kind, text) in zip(offsets, raw, strict=True)
        )
        places = [token.lineno for token in lexer.wrap(marked)]
        text = scanner.source
        offset = len(text) if at_end else places[len(places) - left - 1]
        return offset - text.rfind("\n", 0, offset)

    def _is_filtered(self) -> bool:
        """Whether an extension changed the source or the tokens, so that positions are off."""
        return not all(
            getattr(method, "_keeps_positions", False)
            for extension in self.environment.iter_extensions()
            for method in (extension.filter_stream, extension.preprocess)
        )


def _joined(end_tokens: t.Iterable[str]) -> str:
    return " or ".join(repr(describe_token_expr(expr)) for expr in end_tokens)


__all__ = ["Parser"]

if not TYPE_CHECKING:
    __getattr__ = module_getattr(__name__)
