"""Arithmetic, comparison and logic."""

from __future__ import annotations

import operator

from .base import Expr, Helper, Impossible, get_eval_context

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .._autoescape import EvalContext

_HOME = "jinja2.nodes"

_BINARY: dict[str, t.Callable[[t.Any, t.Any], t.Any]] = {
    "**": operator.pow,
    "%": operator.mod,
    "//": operator.floordiv,
    "/": operator.truediv,
    "*": operator.mul,
    "-": operator.sub,
    "+": operator.add,
}
_UNARY: dict[str, t.Callable[[t.Any], t.Any]] = {
    "-": operator.neg,
    "+": operator.pos,
    "not": operator.not_,
}
_COMPARING: dict[str, t.Callable[[t.Any, t.Any], t.Any]] = {
    "in": lambda member, group: member in group,
    "notin": lambda member, group: member not in group,
    "lt": operator.lt,
    "lteq": operator.le,
    "eq": operator.eq,
    "ne": operator.ne,
    "gteq": operator.ge,
    "gt": operator.gt,
}


def _intercepted(eval_ctx: EvalContext, sign: str, table: str) -> bool:
    """Return whether a sandbox wants to see this operator at run time."""
    environment = eval_ctx.environment
    return environment.sandboxed and sign in getattr(environment, table)


class BinExpr(Expr):
    """Base of operators between two expressions."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("left", "right")
    abstract = True
    left: Expr
    right: Expr
    operator: str

    def as_const(self, eval_ctx: EvalContext | None = None) -> t.Any:
        eval_ctx = get_eval_context(self, eval_ctx)
        if _intercepted(eval_ctx, self.operator, "intercepted_binops"):
            raise Impossible()
        compute = _BINARY[self.operator]
        left, right = self.left.as_const(eval_ctx), self.right.as_const(eval_ctx)
        try:
            return compute(left, right)
        except Exception as error:
            # The same error at run time can point at the place.
            raise Impossible() from error


class UnaryExpr(Expr):
    """Base of operators before one expression."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("node",)
    abstract = True
    node: Expr
    operator: str

    def as_const(self, eval_ctx: EvalContext | None = None) -> t.Any:
        eval_ctx = get_eval_context(self, eval_ctx)
        if _intercepted(eval_ctx, self.operator, "intercepted_unops"):
            raise Impossible()
        value = self.node.as_const(eval_ctx)
        try:
            return _UNARY[self.operator](value)
        except Exception as error:
            raise Impossible() from error


class Add(BinExpr):
    """``left + right``."""

    __module__ = _HOME
    operator = "+"


class Sub(BinExpr):
    """``left - right``."""

    __module__ = _HOME
    operator = "-"


class Mul(BinExpr):
    """``left * right``."""

    __module__ = _HOME
    operator = "*"


class Div(BinExpr):
    """``left / right``."""

    __module__ = _HOME
    operator = "/"


class FloorDiv(BinExpr):
    """``left // right``."""

    __module__ = _HOME
    operator = "//"


class Mod(BinExpr):
    """``left % right``."""

    __module__ = _HOME
    operator = "%"


class Pow(BinExpr):
    """``left ** right``."""

    __module__ = _HOME
    operator = "**"


class And(BinExpr):
    """``left and right``."""

    __module__ = _HOME
    operator = "and"

    def as_const(self, eval_ctx: EvalContext | None = None) -> t.Any:
        eval_ctx = get_eval_context(self, eval_ctx)
        return self.left.as_const(eval_ctx) and self.right.as_const(eval_ctx)


class Or(BinExpr):
    """``left or right``."""

    __module__ = _HOME
    operator = "or"

    def as_const(self, eval_ctx: EvalContext | None = None) -> t.Any:
        eval_ctx = get_eval_context(self, eval_ctx)
        return self.left.as_const(eval_ctx) or self.right.as_const(eval_ctx)


class Not(UnaryExpr):
    """``not node``."""

    __module__ = _HOME
    operator = "not"


class Neg(UnaryExpr):
    """``-node``."""

    __module__ = _HOME
    operator = "-"


class Pos(UnaryExpr):
    """``+node``."""

    __module__ = _HOME
    operator = "+"


class Concat(Expr):
    """Expressions joined as text with ``~``."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("nodes",)
    nodes: list[Expr]

    def as_const(self, eval_ctx: EvalContext | None = None) -> str:
        eval_ctx = get_eval_context(self, eval_ctx)
        return "".join(str(node.as_const(eval_ctx)) for node in self.nodes)


class Operand(Helper):
    """One comparison of a :class:`Compare`: an operator by name, and the right side."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("op", "expr")
    op: str
    expr: Expr


class Compare(Expr):
    """A chain of comparisons. ``ops`` is a list of :class:`Operand`."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("expr", "ops")
    expr: Expr
    ops: list[Operand]

    def as_const(self, eval_ctx: EvalContext | None = None) -> t.Any:
        eval_ctx = get_eval_context(self, eval_ctx)
        left = result = self.expr.as_const(eval_ctx)
        try:
            for operand in self.ops:
                right = operand.expr.as_const(eval_ctx)
                result = _COMPARING[operand.op](left, right)
                if not result:
                    return False
                left = right
        except Exception as error:
            raise Impossible() from error
        return result
