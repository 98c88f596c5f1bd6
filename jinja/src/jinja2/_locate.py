"""The column of a run-time error.

Goes in: a template, its source, and where in the generated code an error came from. Comes out: a
column of the source. Nothing is kept for this while templates run: the source is compiled once
more, with tokens that know their offsets, while each node notes what code it writes.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import typing as t
    from types import CodeType, TracebackType

    from . import nodes


class _PlacedLine(int):
    """A line number that also knows an offset."""

    offset: int


def column_of(
    template: t.Any, source: str, traceback: TracebackType, line: int, lazy: bool
) -> int | None:
    """The column (from 1) of the expression that failed, or ``None`` if it cannot be told.

    :param lazy: whether the lazy version of the code was running.
    """
    place = _failing_code(traceback.tb_frame.f_code, traceback.tb_lasti)
    if place is None:
        return None
    tree, text = _placed_tree(template.environment, source, template)
    node = _node_at(template, tree, place, lazy)
    if node is None or node.lineno != line:
        return None
    offset = getattr(node.lineno, "offset", None)
    return None if offset is None else offset - text.rfind("\n", 0, offset)


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


def _placed_tree(environment: t.Any, source: str, template: t.Any) -> tuple[t.Any, str]:
    from .lexer import Token, TokenStream
    from .parser import Parser

    lexer = environment.lexer
    offsets: list[int] = []
    scanner = lexer._scanner(source, template.name, template.filename, None, offsets)
    raw = [token for batch in scanner.batches() for token in batch]

    def placed() -> t.Iterator[tuple[int, str, str]]:
        for (line, kind, text), offset in zip(raw, offsets, strict=True):
            place = _PlacedLine(line)
            place.offset = offset
            yield place, kind, text

    tokens: list[Token] = list(lexer.wrap(placed(), template.name, template.filename))
    parser = Parser(environment, "", template.name, template.filename)
    parser.stream = TokenStream(tokens, template.name, template.filename)
    for extension in environment.iter_extensions():
        filtered = extension.filter_stream(parser.stream)
        if not isinstance(filtered, TokenStream):
            filtered = TokenStream(filtered, template.name, template.filename)
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
