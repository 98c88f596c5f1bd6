"""Fold what is known before the template runs.

Constant expressions are replaced by :class:`~jinja2.nodes.Const`. Anything that fails stays as it is,
so that it fails at run time.
"""

from __future__ import annotations

from . import nodes
from .visitor import NodeTransformer

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .environment import Environment


def optimize(node: nodes.Node, environment: Environment) -> nodes.Node:
    """Return the node with everything folded that can be."""
    folded: nodes.Node = Optimizer(environment).visit(node)
    return folded


class Optimizer(NodeTransformer):
    """Folds constants from the leaves up. Visit with an
    :class:`~jinja2.nodes.EvalContext` as the second argument, or none.
    """

    def __init__(self, environment: Environment | None) -> None:
        self.environment = environment

    def generic_visit(self, node: nodes.Node, *args: t.Any, **kwargs: t.Any) -> nodes.Node:
        folded = super().generic_visit(node, *args, **kwargs)
        # Literals of plain values are constants already; folding plain text would lose its mark.
        if not isinstance(folded, nodes.Expr) or isinstance(
            folded, (nodes.Const, nodes.TemplateData)
        ):
            return folded
        try:
            value = folded.as_const(args[0] if args else None)
            return nodes.Const.from_untrusted(
                value, lineno=folded.lineno, environment=self.environment
            )
        except nodes.Impossible:
            return folded
