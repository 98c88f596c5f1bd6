"""Questions about subtrees: which filters, tests and undeclared names they need."""

from __future__ import annotations

from .. import nodes
from ..visitor import NodeVisitor

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

_HOME = "jinja2.compiler"


class VisitorExit(RuntimeError):
    """Ends a visit early: everything that was searched for is found."""

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
        """Stop at a block, which is a function of its own."""


class UndeclaredNameVisitor(NodeVisitor):
    """Collects which of some names are read before they are assigned, not in blocks.

    For programs that use it: it knows no scopes, as :func:`find_undeclared` does.

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
        """Stop at a block, which is a function of its own."""


def find_undeclared(nodes: t.Iterable[nodes.Node], names: t.Iterable[str]) -> set[str]:
    """Which of the names the nodes read without having assigned them before. What is assigned
    in a scope inside hides a name in that scope only.
    """
    found: set[str] = set()
    _collect_reads(nodes, set(names), found)
    return found


find_undeclared.__module__ = _HOME


def _collect_reads(members: t.Iterable[nodes.Node], names: set[str], found: set[str]) -> None:
    """Add those of the names that are read to `found`; discard those that are assigned."""
    for node in members:
        kind = type(node)
        if kind in _PARTS:
            outside, scopes = _PARTS[kind](node)
            _collect_reads(outside, names, found)
            for parts, own in scopes:
                _collect_reads(parts, names - own, found)
            if kind is nodes.Macro:
                names.discard(node.name)  # type: ignore[attr-defined]
        elif kind is nodes.If:
            _collect_reads_of_branches(node, names, found)  # type: ignore[arg-type]
        elif isinstance(node, nodes.Expr):
            _collect_reads_of_expression(node, names, found)
        elif kind is not nodes.Block:
            # A block is a function of its own.
            _collect_reads(node._children(), names, found)


def _collect_reads_of_branches(node: nodes.If, names: set[str], found: set[str]) -> None:
    _collect_reads([node.test], names, found)
    open_names: set[str] = set()
    for branch in (node.body, node.elif_, node.else_):
        mine = names.copy()
        _collect_reads(branch, mine, found)
        open_names |= mine
    names &= open_names


def _collect_reads_of_expression(node: nodes.Expr, names: set[str], found: set[str]) -> None:
    # Without recursion: an expression may be a chain of any length.
    waiting: list[nodes.Node] = [node]
    while waiting:
        part = waiting.pop()
        if type(part) is nodes.Name:
            if part.ctx != "load":
                names.discard(part.name)
            elif part.name in names:
                found.add(part.name)
        else:
            waiting.extend(part._children())


_NONE: frozenset[str] = frozenset()
_LOOP: frozenset[str] = frozenset({"loop"})


def _parameters(node: t.Any) -> frozenset[str]:
    return frozenset(arg.name for arg in node.args)


#: For each statement that opens scopes: the parts outside of them, and the parts of each scope
#: with the names that it gets with a value.
_PARTS: dict[type[nodes.Node], t.Callable[[t.Any], tuple[t.Any, t.Any]]] = {
    nodes.With: lambda node: (node.values, [([*node.targets, *node.body], _NONE)]),
    nodes.For: lambda node: (
        [node.iter],
        [
            ([node.target] if node.test is None else [node.target, node.test], _NONE),
            ([node.target, *node.body], _LOOP),
            (node.else_, _NONE),
        ],
    ),
    nodes.Macro: lambda node: ((), [([*node.defaults, *node.body], _parameters(node))]),
    nodes.CallBlock: lambda node: (
        [node.call],
        [([*node.defaults, *node.body], _parameters(node))],
    ),
    nodes.FilterBlock: lambda node: ([node.filter], [(node.body, _NONE)]),
    nodes.AssignBlock: lambda node: (
        [part for part in (node.filter, node.target) if part is not None],
        [(node.body, _NONE)],
    ),
    nodes.Scope: lambda node: ((), [(node.body, _NONE)]),
    nodes.OverlayScope: lambda node: ([node.context], [(node.body, _NONE)]),
}


class Needs:
    """The filters, tests and attributes that a function refers to besides its variables."""

    __slots__ = ("attributes", "filters", "tests")

    def __init__(self) -> None:
        self.filters: set[str] = set()
        self.tests: set[str] = set()
        self.attributes: bool = False


def find_needs(members: t.Iterable[nodes.Node]) -> Needs:
    """Return what a function with this body needs."""
    found = Needs()
    waiting = [*members]
    while waiting:
        node = waiting.pop()
        kind = type(node)
        if kind is nodes.Block:
            continue
        if kind is nodes.Filter:
            found.filters.add(node.name)  # type: ignore[attr-defined]
        elif kind is nodes.Test:
            found.tests.add(node.name)  # type: ignore[attr-defined]
        elif kind is nodes.Getattr:
            found.attributes = True
        waiting.extend(node._children())
    return found


_RUN_TIME_KINDS = frozenset(
    {
        nodes.Name,
        nodes.Call,
        nodes.NSRef,
        nodes.ContextReference,
        nodes.DerivedContextReference,
        nodes.EnvironmentAttribute,
        nodes.ExtensionAttribute,
        nodes.ImportedName,
        nodes.InternalName,
    }
)
_SHORT_CIRCUITS = frozenset({nodes.And, nodes.Or, nodes.CondExpr})
#: Expressions with more parts than this are not folded: computing them is recursive.
_MOST_FOLDED = 400


def may_be_constant(node: nodes.Expr) -> bool:
    """Return whether it is worth trying to fold the expression: whether all leaves are literals.

    Conditions and logic may hide a leaf that is never reached, so they are always worth it.
    """
    waiting: list[nodes.Node] = [node]
    for part in waiting:
        kind = type(part)
        if kind in _RUN_TIME_KINDS:
            return False
        if kind not in _SHORT_CIRCUITS:
            # The list grows while it is gone through.
            waiting.extend(part._children())
    return len(waiting) < _MOST_FOLDED


#: The operand of an expression that is computed first, whatever else happens.
FIRST_OPERAND: dict[type[nodes.Node], str] = {
    **dict.fromkeys((nodes.And, nodes.Or, nodes.Add, nodes.Sub, nodes.Mul), "left"),
    **dict.fromkeys((nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow), "left"),
    **dict.fromkeys((nodes.Not, nodes.Neg, nodes.Pos), "node"),
    **dict.fromkeys((nodes.Filter, nodes.Test, nodes.Getattr, nodes.Getitem), "node"),
    nodes.Call: "node",
    nodes.Compare: "expr",
}

#: How long a chain of first operands may be to be written as one nested expression.
LONGEST_CHAIN = 40


def chain_of(node: nodes.Node) -> list[nodes.Node]:
    """Return the expression and its first operands, from the outside in."""
    chain = [node]
    while (field := FIRST_OPERAND.get(type(node))) is not None:
        node = getattr(node, field)
        # What a filter block filters is not an expression.
        if node is None:
            break
        chain.append(node)
    return chain


class Survey:
    """The kinds of nodes that occur in a template: one look at the whole tree spares many at its parts."""

    def __init__(self, tree: nodes.Template) -> None:
        #: Types of nodes, names that are read, and imported objects in their order.
        self.kinds: set[type[nodes.Node]] = set()
        self.names: set[str] = set()
        #: How the template spells names that are not normalised.
        self.spellings: dict[str, str] = {}
        #: Names that are assigned to by anything but an import.
        self.assigned: set[str] = set()
        self.imported: list[nodes.ImportedName] = []
        #: Blocks in their order, each with the ``autoescape`` statements around it.
        self.blocks: list[tuple[nodes.Block, tuple[nodes.ScopedEvalContextModifier, ...]]] = []
        #: How many `extends` there are.
        self.extends: int = 0
        #: Where a loop assigns to the name of its own variable.
        self.spoiled_loop: nodes.Name | None = None
        #: The outermost nodes of chains that are too long for one expression.
        self.long_chains: set[int] = set()
        self._needs: dict[int, Needs] = {}
        self._enter(tree, False, ())

    def needs(self, body: t.Any) -> Needs | None:
        """Return what the function with this body needs, if it is one that was seen."""
        return self._needs.get(id(body))

    def _enter(self, function: nodes.Template | nodes.Block, in_loop: bool, stated: object) -> None:
        needs = self._needs[id(function.body)] = Needs()
        self._walk(function, in_loop, needs, stated)

    def _walk(self, node: nodes.Node, in_loop: bool, needs: Needs, stated: t.Any) -> None:
        """Look at everything below a statement. Recursive for statements only."""
        waiting = node._children()
        waiting.reverse()
        count = 0
        while waiting:
            child = waiting.pop()
            kind = type(child)
            self.kinds.add(kind)
            if kind is nodes.Name:
                self._name(child, in_loop)  # type: ignore[arg-type]
            elif kind in _LEAVES:
                continue
            elif kind is nodes.Block:
                self.blocks.append((child, stated))  # type: ignore[arg-type]
                self._enter(child, in_loop, stated)  # type: ignore[arg-type]
            elif kind in _STATEMENTS:
                self.extends += kind is nodes.Extends
                more = (*stated, child) if kind is nodes.ScopedEvalContextModifier else stated
                self._walk(child, in_loop or kind is nodes.For, needs, more)
            else:
                if kind is nodes.Getattr:
                    needs.attributes = True
                elif kind is nodes.Filter:
                    needs.filters.add(child.name)  # type: ignore[attr-defined]
                elif kind is nodes.Test:
                    needs.tests.add(child.name)  # type: ignore[attr-defined]
                elif kind is nodes.ImportedName:
                    self.imported.append(child)  # type: ignore[arg-type]
                below = child._children()
                below.reverse()
                waiting.extend(below)
                count += 1
        if count > LONGEST_CHAIN:
            self._find_long_chains(node)

    def _find_long_chains(self, statement: nodes.Node) -> None:
        waiting = statement._children()
        while waiting:
            node = waiting.pop()
            if type(node) in _STATEMENTS:
                continue
            chain = chain_of(node)
            if len(chain) > LONGEST_CHAIN:
                self.long_chains.add(id(node))
            for link, following in zip(chain, [*chain[1:], None], strict=True):
                waiting.extend(part for part in link._children() if part is not following)

    def _name(self, node: nodes.Name, in_loop: bool) -> None:
        if node.ctx == "load":
            self.names.add(node.name)
            if node._spelling is not None:
                self.spellings[node.name] = node._spelling
            return
        self.assigned.add(node.name)
        if in_loop and node.ctx == "store" and node.name == "loop":
            self.spoiled_loop = self.spoiled_loop or node


_LEAVES = frozenset({nodes.TemplateData, nodes.Const})
_STATEMENTS = frozenset(
    kind for kind in vars(nodes).values() if isinstance(kind, type) and issubclass(kind, nodes.Stmt)
)
