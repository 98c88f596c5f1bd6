"""Find out which variables and templates a template uses, without rendering it.

A variable is undeclared if some render of the template may look it up in the context that the
program passed. It is not if an assignment is executed before, whatever way the template takes:

- Assignments, imports and macros count from their place on. Those in a condition count after it if
  all branches have them, ``else`` included. Those in a loop, ``with``, ``filter``, ``call``,
  ``autoescape`` or block count within it. The targets of a loop and of ``with`` count in the body.
- The body of a macro, a loop and the like also has the variables that are assigned later around
  it, unless that is in a condition or the variable is read before.
- A block is executed at its place, after the assignments of the top level before it. A template
  with ``extends`` executes its blocks after all of them. A scoped block also sees the variables
  around it, unless the template has ``extends``. A template that uses ``self`` may execute each
  block there.
- Globals of the environment are never undeclared.
"""

from __future__ import annotations

from . import nodes
from .compiler import CodeGenerator, Frame
from .idtracking import VAR_LOAD_ALIAS, VAR_LOAD_RESOLVE, Symbols

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .environment import Environment


class TrackingCodeGenerator(CodeGenerator):
    """Goes through a template as the compiler does, and collects the names that its code resolves
    in the context, whether their values are used or not.
    """

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment, "<introspection>", "<introspection>")
        self.undeclared_identifiers: set[str] = set()

    def write(self, x: str) -> None:
        """Drop the code."""
        self._written += 1

    def enter_frame(self, frame: Frame) -> None:
        super().enter_frame(frame)
        known = self.environment.globals
        for kind, source in frame.symbols.loads.values():
            if kind == "resolve" and source not in known:
                self.undeclared_identifiers.add(source)


class _Scope:
    """The names at one place of a template.

    :param symbols: where the compiler gets the names from.
    :param assigned: the names that have a value whenever this place is reached.
    :param block: the name of the block around.
    :param exported: the assigned names that other blocks see. At the top level of the template
        that is `assigned` itself.
    """

    __slots__ = ("assigned", "block", "exported", "symbols")

    def __init__(
        self,
        symbols: Symbols,
        assigned: set[str],
        block: str | None = None,
        exported: set[str] | None = None,
    ) -> None:
        self.symbols = symbols
        self.assigned = assigned
        self.block = block
        self.exported = assigned if exported is None else exported

    def branch(self) -> _Scope:
        """Return the scope for a branch of a condition."""
        assigned = self.assigned.copy()
        exported = assigned if self.exported is self.assigned else self.exported
        return _Scope(self.symbols, assigned, self.block, exported)

    def inner(self, node: nodes.Node, names: t.Iterable[str] = (), **options: str) -> _Scope:
        """Return the scope that a statement opens; `names` have values in it."""
        symbols = Symbols(self.symbols)
        symbols.analyze_node(node, **options)
        return _Scope(symbols, self.assigned.union(names), self.block, self.exported)

    def may_look_up(self, name: str) -> bool:
        """Return whether reading the name here may take it from the context."""
        if name in self.assigned:
            return False
        target = self.symbols.find_ref(name)
        while target is not None:
            kind, source = self.symbols.find_load(target) or (None, None)
            if kind != VAR_LOAD_ALIAS:
                return kind == VAR_LOAD_RESOLVE
            target = source
        return True


class _Reader:
    """Goes through a template in the order of execution, twice: first to find out which names are
    assigned whenever a block is executed, then to collect the names that are undeclared.
    """

    def __init__(self, tree: nodes.Template) -> None:
        self.undeclared: set[str] = set()
        self._is_child = tree.find(nodes.Extends) is not None
        self._entries: dict[str, set[str]] = {}
        self._at_self: list[tuple[str | None, set[str]]] = []
        exported = self._read(tree)
        if any(isinstance(node, nodes.Extends) for node in tree.body):
            self._entries = {name: exported.copy() for name in self._entries}
        elif self._is_child:
            for entry in self._entries.values():
                entry &= exported
        for block, assigned in self._at_self:
            at_most = assigned if block is None else self._entries[block] & exported
            for entry in self._entries.values():
                entry &= at_most
        self._final_entries = self._entries.copy()
        self.undeclared.clear()
        self._read(tree)

    _final_entries: t.Mapping[str, set[str]] = {}

    def _read(self, tree: nodes.Template) -> set[str]:
        symbols = Symbols()
        symbols.analyze_node(tree)
        root = _Scope(symbols, {"self"})
        self._body(tree.body, root)
        return root.assigned

    def _body(self, body: t.Iterable[nodes.Node], scope: _Scope) -> None:
        for node in body:
            for kind in type(node).__mro__:
                statement = _STATEMENTS.get(kind)
                if statement is not None:
                    statement(self, node, scope)
                    break

    def _any(self, node: nodes.Node, scope: _Scope) -> None:
        if isinstance(node, nodes.Expr):
            self._expression(node, scope)
        else:
            self._body(node.iter_child_nodes(), scope)

    def _expression(self, node: nodes.Node | None, scope: _Scope) -> None:
        if node is None:
            return
        found: list[t.Any] = [*node.find_all((nodes.Name, nodes.NSRef))]
        if isinstance(node, (nodes.Name, nodes.NSRef)):
            found.append(node)
        for name in found:
            if isinstance(name, nodes.Name) and name.ctx != "load":
                continue
            if name.name == "self" and scope.may_look_up("self") is False:
                self._at_self.append((scope.block, scope.assigned.copy()))
            if scope.may_look_up(name.name):
                self.undeclared.add(name.name)

    def _expressions(self, members: t.Iterable[nodes.Node], scope: _Scope) -> None:
        for node in members:
            self._expression(node, scope)

    def _if(self, node: nodes.If, scope: _Scope) -> None:
        self._expression(node.test, scope)
        ends: list[set[str]] = []
        for body in (node.body, *[other.body for other in node.elif_], node.else_):
            branch = scope.branch()
            self._body(body, branch)
            ends.append(branch.assigned)
        self._expressions([other.test for other in node.elif_], scope)
        scope.assigned |= set.intersection(*ends)

    def _for(self, node: nodes.For, scope: _Scope) -> None:
        self._expression(node.iter, scope)
        targets = {*_targets(node.target)}
        self._expression(node.test, scope.inner(node, targets, for_branch="test"))
        self._body(node.body, scope.inner(node, targets | {"loop"}, for_branch="body"))
        self._body(node.else_, scope.inner(node, for_branch="else"))

    def _with(self, node: nodes.With, scope: _Scope) -> None:
        self._expressions(node.values, scope)
        names = [name for target in node.targets for name in _targets(target)]
        self._body(node.body, scope.inner(node, names))

    def _block(self, node: nodes.Block, scope: _Scope) -> None:
        entry = scope.exported.copy()
        if node.scoped and not self._is_child:
            entry |= scope.assigned
        self._entries[node.name] = entry
        entry = self._final_entries.get(node.name, entry) | {"self", "super"}
        symbols = Symbols()
        symbols.analyze_node(node)
        self._body(node.body, _Scope(symbols, entry.copy(), node.name, scope.exported))

    def _function(self, node: nodes.Macro | nodes.CallBlock, scope: _Scope) -> None:
        if isinstance(node, nodes.CallBlock):
            self._expression(node.call, scope)
        names = [argument.name for argument in node.args]
        inner = scope.inner(node, [*names, *_IN_MACROS])
        self._expressions(node.defaults, inner)
        self._body(node.body, inner)
        if isinstance(node, nodes.Macro):
            scope.assigned.add(node.name)

    def _filter(self, node: nodes.FilterBlock, scope: _Scope) -> None:
        self._expression(node.filter, scope)
        self._body(node.body, scope.inner(node))

    def _scope(self, node: nodes.Scope | nodes.OverlayScope, scope: _Scope) -> None:
        if isinstance(node, nodes.OverlayScope):
            self._expression(node.context, scope)
        self._body(node.body, scope.inner(node))

    def _set(self, node: nodes.Assign, scope: _Scope) -> None:
        self._expression(node.node, scope)
        self._expression(node.target, scope)
        scope.assigned.update(_targets(node.target))

    def _set_block(self, node: nodes.AssignBlock, scope: _Scope) -> None:
        self._body(node.body, scope.inner(node))
        self._expression(node.filter, scope)
        self._expression(node.target, scope)
        scope.assigned.update(_targets(node.target))

    def _import(self, node: nodes.Import | nodes.FromImport, scope: _Scope) -> None:
        self._expression(node.template, scope)
        if isinstance(node, nodes.Import):
            scope.assigned.add(node.target)
        else:
            names = [name[1] if isinstance(name, tuple) else name for name in node.names]
            scope.assigned.update(names)


_IN_MACROS = ("caller", "kwargs", "varargs")

_STATEMENTS: dict[type, t.Callable[..., None]] = {
    nodes.If: _Reader._if,
    nodes.For: _Reader._for,
    nodes.With: _Reader._with,
    nodes.Block: _Reader._block,
    nodes.Macro: _Reader._function,
    nodes.CallBlock: _Reader._function,
    nodes.FilterBlock: _Reader._filter,
    nodes.Scope: _Reader._scope,
    nodes.OverlayScope: _Reader._scope,
    nodes.Assign: _Reader._set,
    nodes.AssignBlock: _Reader._set_block,
    nodes.Import: _Reader._import,
    nodes.FromImport: _Reader._import,
    nodes.Node: _Reader._any,
}


def _targets(target: nodes.Node) -> t.Iterator[str]:
    """Return the names that an assignment to the target sets."""
    if isinstance(target, nodes.Name):
        yield target.name
    for name in target.find_all(nodes.Name):
        yield name.name


def find_undeclared_variables(ast: nodes.Template) -> set[str]:
    """Return the names of all variables that some render may take from the context.

    Globals of the environment are not among them. The head of this module has the rules::

        >>> from jinja2 import Environment, meta
        >>> meta.find_undeclared_variables(Environment().parse("{% set a = 42 %}{{ b + a }}"))
        {'b'}

    :raises TemplateAssertionError: the template would not compile.
    """
    environment: Environment = ast.environment  # type: ignore[assignment]
    # The errors of a template that would not compile.
    TrackingCodeGenerator(environment).visit(ast)
    return _Reader(ast).undeclared.difference(environment.globals)


_REFERRING = (nodes.Extends, nodes.FromImport, nodes.Import, nodes.Include)


def find_referenced_templates(ast: nodes.Template) -> t.Iterator[str | None]:
    """Return the names of all templates that the template extends, includes or imports, in order.
    ``None`` stands for a name that is only known at run time.
    """
    for node in ast.find_all(_REFERRING):
        yield from _names(node.template, isinstance(node, nodes.Include))  # type: ignore[attr-defined]


def _names(wanted: nodes.Expr, may_be_many: bool) -> t.Iterator[str | None]:
    if isinstance(wanted, nodes.Const):
        value = wanted.value
        if isinstance(value, str):
            yield value
        elif may_be_many and isinstance(value, (tuple, list)):
            yield from (name for name in value if isinstance(name, str))
        else:
            yield None
    elif isinstance(wanted, (nodes.Tuple, nodes.List)):
        for member in wanted.items:
            if not isinstance(member, nodes.Const):
                yield None
            elif isinstance(member.value, str):
                yield member.value
    else:
        yield None
