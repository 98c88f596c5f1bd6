"""The tree: what every node can do.

Nodes have fields and a line; they can be walked, compared, printed and changed. Concrete nodes name
their fields and, for expressions, their constant value.
"""

from __future__ import annotations

from .._autoescape import EvalContext

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    import typing_extensions as te

    from ..environment import Environment

    N = t.TypeVar("N", bound="Node")

_HOME = "jinja2.nodes"

#: Fields which hold text or a truth value in every node that has them.
_NO_CHILDREN = frozenset(
    "attr ctx data identifier ignore_missing importname name op recursive required scoped"
    " with_context".split()
)


class Impossible(Exception):
    """The node has no value before the template runs."""

    __module__ = _HOME


class NodeType(type):
    """Gathers ``fields`` and ``attributes`` of a node class along its one base."""

    __module__ = _HOME

    def __new__(mcs, name: str, bases: tuple[type, ...], d: dict[str, t.Any]) -> t.Any:
        for listed in ("fields", "attributes"):
            inherited: tuple[str, ...] = getattr(bases[0], listed, ()) if bases else ()
            d[listed] = (*inherited, *d.get(listed, ()))
        d.setdefault("abstract", False)
        # What visitors ask of each node: the name of their method, and where children may be.
        d["_visit_name"] = f"visit_{name}"
        d["_child_fields"] = (
            ()
            if name == "Const"
            else tuple(field for field in d["fields"] if field not in _NO_CHILDREN)
        )
        d.setdefault("__module__", _HOME)
        return super().__new__(mcs, name, bases, d)


class Node(metaclass=NodeType):
    """Base of all nodes.

    A node is made with all of its fields by position, or none of them; ``lineno`` and
    ``environment`` are keyword arguments.
    """

    __module__ = _HOME
    fields: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ("lineno", "environment")
    abstract = True

    lineno: int
    environment: Environment | None
    _visit_name: t.ClassVar[str]
    _child_fields: t.ClassVar[tuple[str, ...]]

    def __init__(self, *fields: t.Any, **attributes: t.Any) -> None:
        if self.abstract:
            raise TypeError("abstract nodes are not instantiable")
        if fields:
            names = self.fields
            if len(fields) != len(names):
                raise TypeError(self._wrong_count())
            for name, value in zip(names, fields, strict=True):
                setattr(self, name, value)
        self.lineno = attributes.pop("lineno", None)
        self.environment = attributes.pop("environment", None)
        if attributes:
            raise TypeError(f"unknown attribute {next(iter(attributes))!r}")

    def _wrong_count(self) -> str:
        count = len(self.fields)
        allowed = f"0 or {count}" if count else "0"
        return f"{type(self).__name__!r} takes {allowed} argument{'' if count == 1 else 's'}"

    def iter_fields(
        self,
        exclude: t.Container[str] | None = None,
        only: t.Container[str] | None = None,
    ) -> t.Iterator[tuple[str, t.Any]]:
        """Pairs of name and value of all fields that are set; `exclude` some, or `only` some."""
        mine = self.__dict__
        for name in self.fields:
            if exclude is not None:
                wanted = name not in exclude
            else:
                wanted = only is None or name in only
            if wanted and name in mine:
                yield name, mine[name]

    def iter_child_nodes(
        self,
        exclude: t.Container[str] | None = None,
        only: t.Container[str] | None = None,
    ) -> t.Iterator[Node]:
        """All nodes in the fields, those in lists included."""
        for _, value in self.iter_fields(exclude, only):
            if isinstance(value, Node):
                yield value
            elif isinstance(value, list):
                for member in value:
                    if isinstance(member, Node):
                        yield member

    def _children(self) -> list[Node]:
        """As :meth:`iter_child_nodes` without choice, as a list."""
        fields = self._child_fields
        if not fields:
            return []
        mine = self.__dict__
        children: list[Node] = []
        for name in fields:
            value = mine.get(name)
            if isinstance(value, list):
                for member in value:
                    if isinstance(member, Node):
                        children.append(member)
            elif isinstance(value, Node):
                children.append(value)
        return children

    def find(self, node_type: type[N]) -> N | None:
        """Return the first node of a type below this one, or ``None``."""
        return next(self.find_all(node_type), None)

    def find_all(self, node_type: type[N] | tuple[type[N], ...]) -> t.Iterator[N]:
        """All nodes of one or several types below this one, in the order of the source."""
        waiting = self._children()
        waiting.reverse()
        while waiting:
            node = waiting.pop()
            if isinstance(node, node_type):
                yield node
            waiting.extend(reversed(node._children()))

    def _everything(self) -> list[Node]:
        nodes: list[Node] = [self]
        # The list grows while it is gone through.
        for node in nodes:
            nodes.extend(node._children())
        return nodes

    def set_ctx(self, ctx: str) -> Node:
        """Say for this node and all below whether names are loaded or stored."""
        for node in self._everything():
            if "ctx" in node.fields:
                node.ctx = ctx  # type: ignore[attr-defined]
        return self

    def set_lineno(self, lineno: int, override: bool = False) -> Node:
        """Set the line of this node and of all below that have none, or of all of them."""
        for node in self._everything():
            if "lineno" in node.attributes and (override or node.lineno is None):
                node.lineno = lineno
        return self

    def set_environment(self, environment: Environment) -> Node:
        """Attach the environment to this node and all below."""
        for node in self._everything():
            node.environment = environment
        return self

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Node) or type(self) is not type(other):
            return NotImplemented
        return dict(self.iter_fields()) == dict(other.iter_fields())

    __hash__: t.Callable[[t.Any], int] = object.__hash__  # type: ignore[assignment]

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name, None)!r}" for name in self.fields)
        return f"{type(self).__name__}({shown})"

    def dump(self) -> str:
        """Return the tree as Python text that would build it."""

        def text(value: object) -> str:
            if isinstance(value, Node):
                inner = ", ".join(text(getattr(value, name, None)) for name in value.fields)
                return f"nodes.{type(value).__name__}({inner})"
            if isinstance(value, list):
                return f"[{', '.join(map(text, value))}]"
            return repr(value)

        return text(self)


class Stmt(Node):
    """Base of all statements."""

    __module__ = _HOME
    abstract = True


class Helper(Node):
    """Base of nodes that only exist inside of one kind of other node."""

    __module__ = _HOME
    abstract = True


class Expr(Node):
    """Base of all expressions."""

    __module__ = _HOME
    abstract = True

    def as_const(self, eval_ctx: EvalContext | None = None) -> t.Any:
        """Return the value, when it can be known before the template runs.

        :raises Impossible: it cannot.
        """
        raise Impossible()

    def can_assign(self) -> bool:
        """Return whether the expression may stand where something is assigned."""
        return False


class Template(Node):
    """A whole template; nodes of this type are what the compiler takes."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("body",)
    body: list[Node]
    #: The text that the tree was made of, if nothing but the parser has made it.
    _source: str | None = None


def get_eval_context(node: Node, ctx: EvalContext | None) -> EvalContext:
    """Return the given evaluation context, or a new one of the node's environment."""
    if ctx is not None:
        return ctx
    if node.environment is None:
        raise RuntimeError(
            "if no eval context is passed, the node must have an attached environment."
        )
    return EvalContext(node.environment)


get_eval_context.__module__ = _HOME


def no_more_node_types() -> None:
    """From now on a new node class is an error: no visitor would know it."""
    NodeType.__new__ = staticmethod(_refuse)  # type: ignore[method-assign]


def _refuse(*args: object, **kwargs: object) -> te.NoReturn:
    raise TypeError("can't create custom node types")
