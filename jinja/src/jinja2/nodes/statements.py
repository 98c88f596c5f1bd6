"""Output and control: everything that stands in ``{% … %}``."""

from __future__ import annotations

from .base import Expr, Node, Stmt

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from .calls import Call, Filter
    from .expressions import Keyword, Name

_HOME = "jinja2.nodes"


class Output(Stmt):
    """Prints expressions and plain text, one after the other."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("nodes",)
    nodes: list[Expr]


class Extends(Stmt):
    """The template continues as a child of another."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("template",)
    template: Expr


class For(Stmt):
    """A loop; ``test`` filters the items, ``else_`` runs when there is none."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("target", "iter", "body", "else_", "test", "recursive")
    target: Node
    iter: Node
    body: list[Node]
    else_: list[Node]
    test: Node | None
    recursive: bool


class If(Stmt):
    """A choice; ``elif_`` is a list of further :class:`If`."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("test", "body", "elif_", "else_")
    test: Node
    body: list[Node]
    elif_: list[If]
    else_: list[Node]


class Macro(Stmt):
    """A macro; the last parameters have the ``defaults``."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("name", "args", "defaults", "body")
    name: str
    args: list[Name]
    defaults: list[Expr]
    body: list[Node]


class CallBlock(Stmt):
    """A call that hands its body over as the macro ``caller``."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("call", "args", "defaults", "body")
    call: Call
    args: list[Name]
    defaults: list[Expr]
    body: list[Node]


class FilterBlock(Stmt):
    """A filter over the output of the body."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("body", "filter")
    body: list[Node]
    filter: Filter


class With(Stmt):
    """A scope with variables of its own; all values are computed before any is assigned."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("targets", "values", "body")
    targets: list[Expr]
    values: list[Expr]
    body: list[Node]


class Block(Stmt):
    """A block that children can replace."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("name", "body", "scoped", "required")
    name: str
    body: list[Node]
    scoped: bool
    required: bool


class Include(Stmt):
    """The output of another template."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("template", "with_context", "ignore_missing")
    template: Expr
    with_context: bool
    ignore_missing: bool


class Import(Stmt):
    """Another template as a module under a name."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("template", "target", "with_context")
    template: Expr
    target: str
    with_context: bool


class FromImport(Stmt):
    """Names of another template; a pair is a name and its alias."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("template", "names", "with_context")
    template: Expr
    names: list[str | tuple[str, str]]
    with_context: bool


class ExprStmt(Stmt):
    """An expression whose value is thrown away."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("node",)
    node: Node


class Assign(Stmt):
    """``set`` with a value."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("target", "node")
    target: Expr
    node: Node


class AssignBlock(Stmt):
    """``set`` with a body, which may be filtered."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("target", "filter", "body")
    target: Expr
    filter: Filter | None
    body: list[Node]


class Continue(Stmt):
    """On to the next item of the loop."""

    __module__ = _HOME


class Break(Stmt):
    """Out of the loop."""

    __module__ = _HOME


class Scope(Stmt):
    """A scope without anything of its own."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("body",)
    body: list[Node]


class OverlayScope(Stmt):
    """A scope in which names are sought in a mapping first. For extensions."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("context", "body")
    context: Expr
    body: list[Node]


class EvalContextModifier(Stmt):
    """Changes options of the evaluation context from here on, ``autoescape`` for one."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("options",)
    options: list[Keyword]


class ScopedEvalContextModifier(EvalContextModifier):
    """The same, for its body only."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("body",)
    body: list[Node]
