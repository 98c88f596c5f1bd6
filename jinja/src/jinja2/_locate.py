"""The column of an error that is found after parsing.

Goes in: a template, its source, and where in the generated code an error came from; or the error
of a compilation. Comes out: a column of the source. Nothing is kept for this while templates run:
the source is compiled once more, with tokens that know their offsets, while each node notes what
code it writes.
"""

from __future__ import annotations

from .exceptions import TemplateSyntaxError

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from types import CodeType, TracebackType

    from . import nodes


class _PlacedLine(int):
    """A line number that also knows an offset."""

    offset: int


def place_of(
    template: t.Any, source: str, traceback: TracebackType, line: int, lazy: bool
) -> tuple[int | None, nodes.Node | None]:
    """The column (from 1) of the expression that failed, and its node; ``None`` for what cannot
    be told.

    :param lazy: whether the lazy version of the code was running.
    """
    place = _failing_code(traceback.tb_frame.f_code, traceback.tb_lasti)
    if place is None:
        return None, None
    tree, text = _placed_tree(template.environment, source, template.name, template.filename)
    node = _node_at(template, tree, place, lazy)
    if node is None or node.lineno != line:
        return None, None
    return _column(node.lineno, text), node


def column_of_error(environment: t.Any, source: str, error: TemplateSyntaxError) -> int | None:
    """The column (from 1) of an error that the compiler found, or ``None`` if it cannot be told:
    the template is compiled once more, and fails again."""
    name, filename = error.name, error.filename
    text = source
    try:
        tree, text = _placed_tree(environment, source, name, filename)
        environment._generate(tree, name, filename)
    except TemplateSyntaxError as again:
        if (again.message, again.lineno) == (error.message, error.lineno):
            return _column(again.lineno, text)
    return None


def _column(line: int, text: str) -> int | None:
    offset = getattr(line, "offset", None)
    return None if offset is None else offset - text.rfind("\n", 0, offset)


def path_of(node: nodes.Node, name: t.Any) -> str | None:
    """How a template wrote the value that is undefined: ``a.b['c']``.

    :param node: the expression that failed.
    :param name: the name that was sought last. Nothing is told if it occurs twice.
    """
    from . import nodes

    kinds = (nodes.Getattr, nodes.Getitem)
    within = {path for part in node.find_all(kinds) if (path := _path(part, name))}
    if not within:
        within = {path for path in (_path(node, name),) if path}
    return within.pop() if len(within) == 1 else None


def _path(node: nodes.Node, last: t.Any) -> str | None:
    """The text of a chain of attributes and items that ends with a name."""
    from . import nodes

    parts: list[str] = []
    while isinstance(node, (nodes.Getattr, nodes.Getitem)):
        if isinstance(node, nodes.Getattr):
            key: t.Any = node.attr
            part = f".{key}"
        elif isinstance(node.arg, nodes.Const):
            key = node.arg.value
            part = f"[{key!r}]"
        else:
            return None
        if not parts and key != last:
            return None
        parts.append(part)
        node = node.node
    if not parts or not isinstance(node, nodes.Name):
        return None
    return node.name + "".join(reversed(parts))


def _failing_code(code: CodeType, instruction: int) -> tuple[int, int, int] | None:
    """Line and columns of the generated code where an instruction comes from."""
    positions = list(code.co_positions())
    index = instruction // 2
    if not 0 <= index < len(positions):
        return None
    line, end_line, begin, end = positions[index]
    if line is None or begin is None or end is None or line != end_line:
        return None
    return line, begin, end


def _placed_tree(
    environment: t.Any, source: str, name: str | None, filename: str | None
) -> tuple[t.Any, str]:
    """The tree of a source whose lines know their offsets, and the text that they count in."""
    from .lexer import Token, TokenStream
    from .parser import Parser

    lexer = environment.lexer
    offsets: list[int] = []
    scanner = lexer._scanner(source, name, filename, None, offsets)
    raw = [token for batch in scanner.batches() for token in batch]

    def placed() -> t.Iterator[tuple[int, str, str]]:
        for (line, kind, text), offset in zip(raw, offsets, strict=True):
            place = _PlacedLine(line)
            place.offset = offset
            yield place, kind, text

    tokens: list[Token] = list(lexer.wrap(placed(), name, filename))
    parser = Parser(environment, "", name, filename)
    parser.stream = TokenStream(tokens, name, filename)
    for extension in environment.iter_extensions():
        filtered = extension.filter_stream(parser.stream)
        if not isinstance(filtered, TokenStream):
            filtered = TokenStream(filtered, name, filename)
        parser.stream = filtered
    return parser.parse(), scanner.source


def _node_at(
    template: t.Any, tree: nodes.Template, place: tuple[int, int, int], lazy: bool
) -> nodes.Node | None:
    """The smallest expression whose code holds the place."""
    import io

    environment = template.environment
    kind = environment.code_generator_class
    found: list[tuple[int, nodes.Node]] = []
    wanted_line, wanted_begin, wanted_end = place

    class Tracing(kind):  # type: ignore[misc,valid-type]
        lazy_text = ""
        lazy_length = lazy_count = 0

        def written(self) -> int:
            """How much of the version that failed is there."""
            fragments = self._lazy
            if not lazy or fragments is None:
                return self.stream.tell()  # type: ignore[no-any-return]
            self.lazy_length += sum(map(len, fragments[self.lazy_count :]))
            self.lazy_count = len(fragments)
            return self.lazy_length

        def visit(self, node: nodes.Node, *args: t.Any, **kwargs: t.Any) -> t.Any:
            # A pending line end is written together with the node.
            before = self.written()
            result = super().visit(node, *args, **kwargs)
            after = self.written()
            if after > before:
                spans.append((before, after, node))
            return result

        def _epilogue(self) -> None:
            if lazy and self._lazy is not None:
                self.lazy_text = "".join(self._lazy)
            super()._epilogue()

    spans: list[tuple[int, int, nodes.Node]] = []
    generator = Tracing(
        environment, template.name, template.filename, io.StringIO(), False, environment.optimized
    )
    generator.visit(tree)
    text = generator.lazy_text or generator.stream.getvalue()
    start = _offset_of_line(text, wanted_line)
    begin = start + _characters(text, start, wanted_begin)
    end = start + _characters(text, start, wanted_end)
    for first, last, node in spans:
        if first <= begin and end <= last:
            found.append((last - first, node))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _offset_of_line(text: str, line: int) -> int:
    offset = 0
    for _ in range(line - 1):
        offset = text.index("\n", offset) + 1
    return offset


def _characters(text: str, start: int, width: int) -> int:
    """How many characters the first bytes of a line are: Python counts columns in UTF-8."""
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)]
    if line.isascii():
        return width
    return len(line.encode()[:width].decode(errors="ignore"))
