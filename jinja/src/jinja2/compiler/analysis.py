"""Questions about subtrees: which filters, tests and undeclared names they need."""

from __future__ import annotations

from .. import nodes
from ..visitor import NodeVisitor

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

_HOME = "jinja2.compiler"


class VisitorExit(RuntimeError):
    """Ends a visit early: everything that was sought is found."""

    __module__ = _HOME


class DependencyFinderVisitor(NodeVisitor):
    """Collects the names of filters and tests, not of those in blocks."""

    __module__ = _HOME

    filters: set[str]
    tests: set[str]

    def __init__(self) -> None:
        self.filters = set()
        self.tests = set()

    def visit_Filter(self, node: nodes.Filter) -> None:
        self.generic_visit(node)
        self.filters.add(node.name)

    def visit_Test(self, node: nodes.Test) -> None:
        self.generic_visit(node)
        self.tests.add(node.name)

    def visit_Block(self, node: nodes.Block) -> None:
        """A block is a function of its own."""


class UndeclaredNameVisitor(NodeVisitor):
    """Collects which of some names are read before they are assigned, not in blocks.

    :raises VisitorExit: all of them are found.
    """

    __module__ = _HOME

    names: set[str]
    undeclared: set[str]

    def __init__(self, names: t.Iterable[str]) -> None:
        self.names = set(names)
        self.undeclared = set()

    def visit_Name(self, node: nodes.Name) -> None:
        if node.name not in self.names:
            return
        if node.ctx != "load":
            self.names.discard(node.name)
            return
        self.undeclared.add(node.name)
        if self.undeclared == self.names:
            raise VisitorExit()

    def visit_Block(self, node: nodes.Block) -> None:
        """A block is a function of its own."""


def find_undeclared(nodes: t.Iterable[nodes.Node], names: t.Iterable[str]) -> set[str]:
    """Which of the names the nodes read without having assigned them before."""
    visitor = UndeclaredNameVisitor(names)
    try:
        for node in nodes:
            visitor.visit(node)
    except VisitorExit:
        pass
    return visitor.undeclared


find_undeclared.__module__ = _HOME


class Needs:
    """What a function refers to besides its variables: filters, tests, and attributes."""

    __slots__ = ("attributes", "filters", "tests")

    def __init__(self) -> None:
        self.filters: set[str] = set()
        self.tests: set[str] = set()
        self.attributes: bool = False


def find_needs(members: t.Iterable[nodes.Node]) -> Needs:
    """What a function with this body needs."""
    found = Needs()
    for member in members:
        _add_needs(member, found)
    return found


def _add_needs(node: nodes.Node, found: Needs) -> None:
    kind = type(node)
    if kind is nodes.Block:
        return
    if kind is nodes.Filter:
        found.filters.add(node.name)  # type: ignore[attr-defined]
    elif kind is nodes.Test:
        found.tests.add(node.name)  # type: ignore[attr-defined]
    elif kind is nodes.Getattr:
        found.attributes = True
    for child in node._children():
        _add_needs(child, found)


_MADE_AT_RUN_TIME = (
    nodes.Name,
    nodes.Call,
    nodes.NSRef,
    nodes.ContextReference,
    nodes.DerivedContextReference,
    nodes.EnvironmentAttribute,
    nodes.ExtensionAttribute,
    nodes.ImportedName,
    nodes.InternalName,
)


def may_be_constant(node: nodes.Expr) -> bool:
    """Whether it is worth trying to fold the expression: whether all leaves are literals.

    Conditions and logic may hide a leaf that is never reached, so they are always worth it.
    """
    kind = type(node)
    if kind is nodes.Const:
        return True
    if kind in _RUN_TIME_KINDS:
        return False
    if kind in _SHORT_CIRCUITS:
        return True
    for child in node._children():
        if not may_be_constant(child):  # type: ignore[arg-type]
            return False
    return True


_RUN_TIME_KINDS = frozenset(_MADE_AT_RUN_TIME)
_SHORT_CIRCUITS = frozenset({nodes.And, nodes.Or, nodes.CondExpr})


class Survey:
    """What occurs in a template at all: one look at the whole tree spares many at its parts."""

    def __init__(self, tree: nodes.Template) -> None:
        #: Types of nodes, names that are read, blocks and imported objects in their order.
        self.kinds: set[type[nodes.Node]] = set()
        self.names: set[str] = set()
        self.blocks: list[nodes.Block] = []
        self.imported: list[nodes.ImportedName] = []
        #: Where a loop assigns to the name of its own variable.
        self.spoiled_loop: nodes.Name | None = None
        self._needs: dict[int, Needs] = {}
        self._enter(tree, False)

    def needs(self, body: t.Any) -> Needs | None:
        """What the function with this body needs, if it is one that was seen."""
        return self._needs.get(id(body))

    def _enter(self, function: nodes.Template | nodes.Block, in_loop: bool) -> None:
        needs = self._needs[id(function.body)] = Needs()
        self._walk(function, in_loop, needs)

    def _walk(self, node: nodes.Node, in_loop: bool, needs: Needs) -> None:
        for child in node._children():
            kind = type(child)
            self.kinds.add(kind)
            if kind is nodes.Name:
                self._name(child, in_loop)  # type: ignore[arg-type]
            elif kind is nodes.Block:
                self.blocks.append(child)  # type: ignore[arg-type]
                self._enter(child, in_loop)  # type: ignore[arg-type]
            elif kind not in _LEAVES:
                if kind is nodes.Getattr:
                    needs.attributes = True
                elif kind is nodes.Filter:
                    needs.filters.add(child.name)  # type: ignore[attr-defined]
                elif kind is nodes.Test:
                    needs.tests.add(child.name)  # type: ignore[attr-defined]
                elif kind is nodes.ImportedName:
                    self.imported.append(child)  # type: ignore[arg-type]
                self._walk(child, in_loop or kind is nodes.For, needs)

    def _name(self, node: nodes.Name, in_loop: bool) -> None:
        if node.ctx == "load":
            self.names.add(node.name)
        elif in_loop and node.ctx == "store" and node.name == "loop":
            self.spoiled_loop = self.spoiled_loop or node


_LEAVES = frozenset({nodes.TemplateData, nodes.Const})
