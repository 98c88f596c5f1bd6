"""Walk a tree, or rewrite it.

A visitor has a method ``visit_<name of the node class>`` for each type of node that it handles.
"""

from __future__ import annotations

from .nodes.base import Node

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    VisitCallable = t.Callable[..., t.Any]


class NodeVisitor:
    """Calls ``visit_X`` for a node of class ``X``, or :meth:`generic_visit`, which visits the
    children. Further arguments are handed on.
    """

    def get_visitor(self, node: Node) -> VisitCallable | None:
        """Return the method for this node, or ``None``."""
        return getattr(self, node._visit_name, None)

    def visit(self, node: Node, *args: t.Any, **kwargs: t.Any) -> t.Any:
        """Visit a node."""
        method = self.get_visitor(node)
        if method is None:
            method = self.generic_visit
        return method(node, *args, **kwargs)

    def generic_visit(self, node: Node, *args: t.Any, **kwargs: t.Any) -> t.Any:
        """Visit all children."""
        for child in node._children():
            self.visit(child, *args, **kwargs)


class NodeTransformer(NodeVisitor):
    """A visitor whose methods give the node that takes the place of the visited one.

    In a list ``None`` removes the node and a list puts several in its place; in a field of its
    own ``None`` removes the field.
    """

    def generic_visit(self, node: Node, *args: t.Any, **kwargs: t.Any) -> Node:
        """Rewrite all children in place."""
        for field, before in tuple(node.iter_fields()):
            if isinstance(before, list):
                before[:] = self._rewritten(before, args, kwargs)
            elif isinstance(before, Node):
                after = self.visit(before, *args, **kwargs)
                if after is None:
                    delattr(node, field)
                else:
                    setattr(node, field, after)
        return node

    def _rewritten(
        self, members: list[t.Any], args: tuple[t.Any, ...], kwargs: dict[str, t.Any]
    ) -> list[t.Any]:
        out: list[t.Any] = []
        for member in members:
            if not isinstance(member, Node):
                out.append(member)
                continue
            after = self.visit(member, *args, **kwargs)
            if isinstance(after, Node) or (after is not None and not _iterable(after)):
                out.append(after)
            elif after is not None:
                out.extend(after)
        return out

    def visit_list(self, node: Node, *args: t.Any, **kwargs: t.Any) -> list[Node]:
        """As :meth:`visit`, but the result is always a list."""
        after = self.visit(node, *args, **kwargs)
        return after if isinstance(after, list) else [after]


def _iterable(value: object) -> bool:
    return hasattr(value, "__iter__")
