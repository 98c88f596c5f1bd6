"""Where in a template an error comes from: lines and columns of expressions.

Nothing is kept for this while templates run. When an error leaves a template, its source is parsed
once more by a parser that notes the tokens of each node, and generated once more while each node
notes the code it writes. That maps the position of the failing instruction to an expression. The
map stays with the template, so that further errors are cheap.
"""

from __future__ import annotations

import io

from . import nodes
from .exceptions import TemplateSyntaxError
from .lexer.tokens import Token, column_of
from .parser import Parser

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from types import CodeType

    from ._notes import Origin

#: Statements whose tag is all there is of them, or nearly.
_SHORT_STATEMENTS = (
    nodes.Assign,
    nodes.ExprStmt,
    nodes.Extends,
    nodes.FromImport,
    nodes.Import,
    nodes.Include,
)
_SUBSCRIPTS = (nodes.Getattr, nodes.Getitem)


class Extent:
    """The tokens of a node: the first, the last, and the one that stands for it in messages."""

    __slots__ = ("anchor", "first", "last")

    def __init__(self, first: Token, last: Token, anchor: Token) -> None:
        self.first = first
        self.last = last
        self.anchor = anchor


class _PlacingParser(Parser):
    """A parser that notes the extent of nodes."""

    def __init__(self, *args: t.Any, **kwargs: t.Any) -> None:
        self.extents: dict[int, Extent] = {}
        super().__init__(*args, **kwargs)

    def _note(self, node: object, first: Token, anchor: Token | None = None) -> None:
        if isinstance(node, nodes.Node) and id(node) not in self.extents:
            last = self.stream._taken
            self.extents[id(node)] = Extent(first, last, anchor or first)


def _placing(name: str) -> t.Callable[..., t.Any]:
    """Return the method of the parser, made to note the extent of what it reads from its beginning."""
    plain = getattr(Parser, name)

    def read(self: _PlacingParser, *args: object, **kwargs: object) -> object:
        first = self.stream.current
        node = plain(self, *args, **kwargs)
        self._note(node, first)
        return node

    return read


def _placing_after(name: str) -> t.Callable[..., t.Any]:
    """Return the same for a method that reads what follows its first argument, and belongs to it."""
    plain = getattr(Parser, name)

    def read(self: _PlacingParser, operand: object, *args: object, **kwargs: object) -> object:
        anchor = self.stream.current
        node = plain(self, operand, *args, **kwargs)
        if isinstance(node, nodes.Getattr):
            anchor = self.stream._taken
        before = self.extents.get(id(operand))
        self._note(node, before.first if before is not None else anchor, anchor)
        return node

    return read


for _name in (
    *("parse_statement", "parse_assign_target", "parse_condexpr", "parse_or", "parse_and"),
    *("parse_not", "parse_compare", "parse_math1", "parse_concat", "parse_math2", "parse_pow"),
    *("parse_unary", "parse_primary", "parse_tuple", "parse_list", "parse_dict"),
    "parse_subscribed",
):
    setattr(_PlacingParser, _name, _placing(_name))
for _name in ("parse_subscript", "parse_call", "parse_test", "_filter"):
    setattr(_PlacingParser, _name, _placing_after(_name))
del _name


class Place:
    """A place in a template, with offsets in its text."""

    __slots__ = ("anchor", "begin", "end", "node", "text", "tree")

    def __init__(
        self, tree: _PlacedTree, node: nodes.Node, anchor: int, begin: int, end: int
    ) -> None:
        self.tree = tree
        self.node = node
        self.text = tree.text
        #: Where a caret belongs.
        self.anchor = anchor
        #: What may be underlined.
        self.begin = begin
        self.end = end

    def position(self, offset: int) -> tuple[int, int]:
        """Line (from 1) and column (from 0, in bytes, as Python counts them) of an offset."""
        start = self.text.rfind("\n", 0, offset) + 1
        return self.text.count("\n", 0, offset) + 1, len(
            self.text[start:offset].encode("utf-8", "replace")
        )

    def of_undefined(self, origin: Origin) -> Place:
        """Return the place of the part which is undefined."""
        return self.tree.place(_undefined_operand(self.node, origin)) or self

    @property
    def line(self) -> int:
        """The line of the caret, from 1."""
        return self.position(self.anchor)[0]

    @property
    def column(self) -> int:
        """The column of the caret in characters, from 1."""
        return column_of(self.text, self.anchor)


class _PlacedTree:
    """A tree with the extents of its nodes."""

    def __init__(
        self, environment: t.Any, source: str, name: str | None, filename: str | None
    ) -> None:
        parser = _PlacingParser(environment, source, name, filename)
        self.tree = parser.parse()
        self.tree._source = source
        self.extents = parser.extents
        self.lexer = environment.lexer
        # Offsets count in what the lexer reads, which must be what the author has written.
        self.is_reliable = environment.preprocess(source, name, filename) == source
        self.text: str = self.lexer._prepared(source)

    def place(self, node: nodes.Node | None) -> Place | None:
        """Where a node stands, or ``None`` if it is not known."""
        extent = self._extent(node) if node is not None and self.is_reliable else None
        if extent is None:
            return None
        begin, anchor, last = extent.first.offset, extent.anchor.offset, extent.last.offset
        if begin is None or anchor is None or last is None:
            return None
        found = self.lexer._table.brackets.match(self.text, last)
        return Place(self, node, anchor, begin, found.end() if found else last + 1)  # type: ignore[arg-type]

    def _extent(self, node: nodes.Node) -> Extent | None:
        extent = self.extents.get(id(node))
        if extent is None and isinstance(node, nodes.Expr):
            # Inside of a chain of operators: from the first part to the last.
            parts = [part for part in map(self._extent, node._children()) if part is not None]
            if parts:
                extent = Extent(parts[0].first, parts[-1].last, parts[0].anchor)
        return extent


class _Tracing:
    """Mixed into a class of code generators: notes which code each node writes."""

    def visit(self: t.Any, node: nodes.Node, *args: t.Any, **kwargs: t.Any) -> t.Any:
        # A pending line end is written together with the node.
        before = self.stream.tell()
        result = super().visit(node, *args, **kwargs)  # type: ignore[misc]
        after = self.stream.tell()
        if after > before:
            self.spans.append((before, after, node))
        return result


class CodeMap:
    """Maps positions in one form of the generated code of a template to its nodes."""

    def __init__(self, template: t.Any, source: str, version: tuple[bool, bool | None]) -> None:
        environment = template.environment
        kind = environment.code_generator_class
        self.placed = _PlacedTree(environment, source, template.name, template.filename)
        tracing: t.Any = type(kind.__name__, (_Tracing, kind), {"__module__": kind.__module__})
        writer = tracing(
            environment, template.name, template.filename, None, False, environment.optimized
        )
        # The class of the environment decides what is imported, not this one.
        writer.is_subclass = kind(environment, None, None).is_subclass
        if version != (True, None):
            writer.eager, writer.autoescape = version
        writer.stream, writer.spans = io.StringIO(), []
        writer.visit(self.placed.tree)
        self.checksum: int = writer.checksum
        self._text: str = writer.stream.getvalue()
        self._spans: list[tuple[int, int, nodes.Node]] = writer.spans
        self._known: dict[tuple[int, int], nodes.Node | None] = {}

    def node_at(self, code: CodeType, instruction: int) -> nodes.Node | None:
        """Return the node that wrote an instruction, or ``None`` if it is not known."""
        positions = list(code.co_positions())
        index = instruction // 2
        if not 0 <= index < len(positions):
            return None
        line, end_line, begin, end = positions[index]
        if line is None or end_line is None or begin is None or end is None:
            return None
        key = (self._offset(line, begin), self._offset(end_line, end))
        if key not in self._known:
            self._known[key] = self._find(*key)
        return self._known[key]

    def _find(self, begin: int, end: int) -> nodes.Node | None:
        around = [span for span in self._spans if span[0] <= begin and end <= span[1]]
        found = min(around, key=lambda span: span[1] - span[0], default=None)
        if found is not None and not isinstance(found[2], _SHORT_STATEMENTS):
            if isinstance(found[2], nodes.Expr):
                return found[2]
            # A call that makes text of an expression belongs to the expression.
            inside = [
                span
                for span in self._spans
                if begin <= span[0] and span[1] <= end and isinstance(span[2], nodes.Expr)
            ]
            inner = max(inside, key=lambda span: span[1] - span[0], default=None)
            return inner[2] if inner is not None else found[2]
        return found[2] if found is not None else None

    def _offset(self, line: int, width: int) -> int:
        """Return the offset in the code of a line and a column, which Python counts in bytes."""
        start = 0
        for _ in range(line - 1):
            start = self._text.index("\n", start) + 1
        end = self._text.find("\n", start)
        text = self._text[start : end if end >= 0 else len(self._text)]
        if not text.isascii():
            width = len(text.encode("utf-8", "replace")[:width].decode(errors="ignore"))
        return start + width


def column_of_error(environment: t.Any, source: str, error: TemplateSyntaxError) -> int | None:
    """Return the column (from 1) of an error that the compiler found, or ``None`` if it cannot be
    known: the template is compiled once more, and fails again.
    """
    placed = _PlacedTree(environment, source, error.name, error.filename)
    try:
        environment._generate(placed.tree, error.name, error.filename)
    except TemplateSyntaxError as again:
        if (again.message, again.lineno) == (error.message, error.lineno):
            place = placed.place(getattr(again, "_node", None))
            return None if place is None else place.column
    return None


def _undefined_operand(node: nodes.Node, origin: Origin) -> nodes.Node:
    """Return the part of a failing expression that is undefined, or the expression itself."""
    first = getattr(node, "node", None)
    parts = [] if not isinstance(first, nodes.Node) else [first]
    parts += [*node.find_all((nodes.Name, *_SUBSCRIPTS)), node]
    for part in parts:
        if isinstance(part, nodes.Name):
            key: object = part.name
        elif isinstance(part, nodes.Getattr):
            key = part.attr
        elif isinstance(part, nodes.Getitem) and isinstance(part.arg, nodes.Const):
            key = part.arg.value
        else:
            continue
        if key == origin.name:
            return part
    return node


def path_of(node: nodes.Node, name: object) -> str | None:
    """Return how a template wrote the value that is undefined: ``a.b['c']``.

    :param node: the expression that failed.
    :param name: the name that was looked up last. The result is ``None`` if it occurs twice.
    """
    within = {path for part in node.find_all(_SUBSCRIPTS) if (path := _path(part, name))}
    if not within:
        within = {path for path in (_path(node, name),) if path}
    return within.pop() if len(within) == 1 else None


def _path(node: nodes.Node, last: object) -> str | None:
    """Return the text of a chain of attributes and items that ends with a name."""
    parts: list[str] = []
    while isinstance(node, _SUBSCRIPTS):
        if isinstance(node, nodes.Getattr):
            key: object = node.attr
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
