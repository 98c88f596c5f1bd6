"""Which name comes from where.

For each scope there are :class:`Symbols`: for each template name the Python variable that holds it
(its *target*), and how that variable gets its first value: it is a parameter, it is resolved from
the context, it copies the variable of an outer scope, or it starts without a value.
"""

from __future__ import annotations

from . import nodes
from .visitor import NodeVisitor

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    import typing_extensions as te

VAR_LOAD_PARAMETER = "param"
VAR_LOAD_RESOLVE = "resolve"
VAR_LOAD_ALIAS = "alias"
VAR_LOAD_UNDEFINED = "undefined"


def find_symbols(nodes: t.Iterable[nodes.Node], parent_symbols: Symbols | None = None) -> Symbols:
    """Return the symbols of a scope that consists of these nodes."""
    symbols = Symbols(parent=parent_symbols)
    visitor = FrameSymbolVisitor(symbols)
    for node in nodes:
        visitor.visit(node)
    return symbols


def symbols_for_node(node: nodes.Node, parent_symbols: Symbols | None = None) -> Symbols:
    """Return the symbols of the scope that a node opens."""
    symbols = Symbols(parent=parent_symbols)
    symbols.analyze_node(node)
    return symbols


class Symbols:
    """The names of one scope. ``level`` is its depth and part of each target."""

    def __init__(self, parent: Symbols | None = None, level: int | None = None) -> None:
        if level is None:
            level = 0 if parent is None else parent.level + 1
        self.level: int = level
        self.parent = parent
        self.refs: dict[str, str] = {}
        self.loads: dict[str, t.Any] = {}
        self.stores: set[str] = set()

    def analyze_node(self, node: nodes.Node, **kwargs: t.Any) -> None:
        """Take in all names of the scope that the node opens."""
        RootVisitor(self).visit(node, **kwargs)

    def _outwards(self) -> t.Iterator[Symbols]:
        scope: Symbols | None = self
        while scope is not None:
            yield scope
            scope = scope.parent

    def _define(self, name: str, kind: str, source: str | None = None) -> str:
        target = f"l_{self.level}_{name}"
        self.refs[name] = target
        self.loads[target] = (kind, source)
        return target

    def find_load(self, target: str) -> t.Any | None:
        """Return how a target gets its first value, here or in an outer scope."""
        scope: Symbols | None = self
        while scope is not None:
            if target in scope.loads:
                return scope.loads[target]
            scope = scope.parent
        return None

    def find_ref(self, name: str) -> str | None:
        """Return the target of a name, here or in an outer scope, or ``None``."""
        scope: Symbols | None = self
        while scope is not None:
            target = scope.refs.get(name)
            if target is not None:
                return target
            scope = scope.parent
        return None

    def ref(self, name: str) -> str:
        """Return the target of a name which was taken in before."""
        target = self.find_ref(name)
        if target is None:
            raise AssertionError(f"the name {name!r} was not seen when the scope was analysed")
        return target

    def copy(self) -> te.Self:
        """Return the same scope, to go on in another branch."""
        twin = object.__new__(type(self))
        twin.level, twin.parent = self.level, self.parent
        twin.refs, twin.loads = self.refs.copy(), self.loads.copy()
        twin.stores = self.stores.copy()
        return twin

    def store(self, name: str) -> None:
        """Note that the scope assigns to the name."""
        self.stores.add(name)
        if name in self.refs:
            return
        outer = self.parent.find_ref(name) if self.parent is not None else None
        if outer is None:
            self._define(name, VAR_LOAD_UNDEFINED)
        else:
            self._define(name, VAR_LOAD_ALIAS, outer)

    def declare_parameter(self, name: str) -> str:
        """Note that the scope gets the name with a value."""
        self.stores.add(name)
        return self._define(name, VAR_LOAD_PARAMETER)

    def load(self, name: str) -> None:
        """Note that the scope reads the name."""
        if self.find_ref(name) is None:
            self._define(name, VAR_LOAD_RESOLVE, name)

    def branch_update(self, branch_symbols: t.Sequence[Symbols]) -> None:
        """Take in what several branches did, of which one will run.

        A name that one of them assigns must have a value when another one runs.
        """
        assigned: dict[str, None] = {}
        for branch in branch_symbols:
            assigned.update(dict.fromkeys(sorted(branch.stores - self.stores)))
        for branch in branch_symbols:
            self.refs.update(branch.refs)
            self.loads.update(branch.loads)
            self.stores.update(branch.stores)
        for name in assigned:
            target = self.ref(name)
            outer = self.parent.find_ref(name) if self.parent is not None else None
            if outer is None:
                self.loads[target] = (VAR_LOAD_RESOLVE, name)
            else:
                self.loads[target] = (VAR_LOAD_ALIAS, outer)

    def dump_stores(self) -> dict[str, str]:
        """All assigned names, of outer scopes too, with the targets that are visible here."""
        found: dict[str, str] = {}
        for scope in self._outwards():
            for name in sorted(scope.stores):
                if name not in found:
                    found[name] = self.ref(name)
        return found

    def dump_param_targets(self) -> set[str]:
        """All targets that are parameters, of outer scopes too."""
        return {
            target
            for scope in self._outwards()
            for target, (kind, _) in scope.loads.items()
            if kind == VAR_LOAD_PARAMETER
        }


class RootVisitor(NodeVisitor):
    """Goes through the scope that one node opens, not into scopes inside of it."""

    def __init__(self, symbols: Symbols) -> None:
        self.sym_visitor: FrameSymbolVisitor = FrameSymbolVisitor(symbols)

    def _enter(self, members: t.Iterable[nodes.Node]) -> None:
        visit = self.sym_visitor.visit
        for member in members:
            visit(member)

    def _simple_visit(self, node: nodes.Node, **kwargs: object) -> None:
        self._enter(node._children())

    visit_Template = _simple_visit
    visit_Block = _simple_visit
    visit_Macro = _simple_visit
    visit_FilterBlock = _simple_visit
    visit_Scope = _simple_visit
    visit_ScopedEvalContextModifier = _simple_visit
    visit_If = _simple_visit

    def visit_AssignBlock(self, node: nodes.AssignBlock, **kwargs: t.Any) -> None:
        self._enter(node.body)

    def visit_OverlayScope(self, node: nodes.OverlayScope, **kwargs: t.Any) -> None:
        self._enter(node.body)

    def visit_CallBlock(self, node: nodes.CallBlock, **kwargs: t.Any) -> None:
        self._enter(node.iter_child_nodes(exclude=("call",)))

    def visit_With(self, node: nodes.With, **kwargs: t.Any) -> None:
        self._enter(node.targets)
        self._enter(node.body)

    def visit_For(self, node: nodes.For, for_branch: str = "body", **kwargs: t.Any) -> None:
        if for_branch == "else":
            self._enter(node.else_)
            return
        if for_branch not in ("body", "test"):
            raise RuntimeError(f"a loop has no branch {for_branch!r}")
        self.sym_visitor.visit(node.target, store_as_param=True)
        if for_branch == "body":
            self._enter(node.body)
        elif node.test is not None:
            self.sym_visitor.visit(node.test)

    def generic_visit(self, node: nodes.Node, *args: t.Any, **kwargs: t.Any) -> None:
        raise NotImplementedError(f"{type(node).__name__} does not open a scope")


_NAMING = frozenset({nodes.Name, nodes.NSRef})
#: The method of the symbols that takes a name, by the context in which it stands.
_TAKES = {"load": "load", "param": "declare_parameter", "store": "store"}


class FrameSymbolVisitor(NodeVisitor):
    """Takes the names of one scope into its symbols, in the order in which they happen."""

    def __init__(self, symbols: Symbols) -> None:
        self.symbols = symbols

    def visit_Name(self, node: nodes.Name, store_as_param: bool = False, **kwargs: t.Any) -> None:
        take = _TAKES.get("param" if store_as_param else node.ctx)
        if take is not None:
            getattr(self.symbols, take)(node.name)

    def generic_visit(self, node: nodes.Node, *args: t.Any, **kwargs: t.Any) -> None:
        if not isinstance(node, nodes.Expr):
            super().generic_visit(node, *args, **kwargs)
            return
        # Without recursion: an expression may be a chain of any length.
        waiting = node._children()
        waiting.reverse()
        while waiting:
            part = waiting.pop()
            if type(part) in _NAMING:
                self.visit(part, *args, **kwargs)
            else:
                below = part._children()
                below.reverse()
                waiting.extend(below)

    def visit_NSRef(self, node: nodes.NSRef, **kwargs: t.Any) -> None:
        # Assigning to an attribute reads the namespace.
        self.symbols.load(node.name)

    def visit_If(self, node: nodes.If, **kwargs: t.Any) -> None:
        self.visit(node.test, **kwargs)
        before = self.symbols

        def branch(members: t.Iterable[nodes.Node]) -> Symbols:
            self.symbols = mine = before.copy()
            for member in members:
                self.visit(member, **kwargs)
            self.symbols = before
            return mine

        before.branch_update([branch(node.body), branch(node.elif_), branch(node.else_)])

    # -- statements that open a scope: only what they evaluate outside of it

    def visit_OverlayScope(self, node: nodes.OverlayScope, **kwargs: t.Any) -> None:
        self.visit(node.context, **kwargs)

    def visit_With(self, node: nodes.With, **kwargs: t.Any) -> None:
        for outside in node.values:
            self.visit(outside, **kwargs)

    def visit_FilterBlock(self, node: nodes.FilterBlock, **kwargs: t.Any) -> None:
        self.visit(node.filter, **kwargs)

    def visit_For(self, node: nodes.For, **kwargs: t.Any) -> None:
        self.visit(node.iter, **kwargs)

    def visit_CallBlock(self, node: nodes.CallBlock, **kwargs: t.Any) -> None:
        self.visit(node.call, **kwargs)

    # -- statements that set names

    def visit_AssignBlock(self, node: nodes.AssignBlock, **kwargs: t.Any) -> None:
        for part in (node.filter, node.target):
            if part is not None:
                self.visit(part, **kwargs)

    def visit_Assign(self, node: nodes.Assign, **kwargs: t.Any) -> None:
        # The value first: in `set x = x` the right side is the name as it was.
        for part in (node.node, node.target):
            self.visit(part, **kwargs)

    def visit_FromImport(self, node: nodes.FromImport, **kwargs: t.Any) -> None:
        self.generic_visit(node, **kwargs)
        for name in node.names:
            self.symbols.store(name[1] if isinstance(name, tuple) else name)

    def visit_Import(self, node: nodes.Import, **kwargs: t.Any) -> None:
        self.generic_visit(node, **kwargs)
        self.symbols.store(node.target)

    def visit_Macro(self, node: nodes.Macro, **kwargs: t.Any) -> None:
        self.symbols.store(node.name)

    # -- what is another function

    def visit_Scope(self, node: nodes.Scope, **kwargs: t.Any) -> None:
        """Stop at an inner scope, which is analysed by itself."""

    def visit_Block(self, node: nodes.Block, **kwargs: t.Any) -> None:
        """Stop at a block, which is a function of its own."""
