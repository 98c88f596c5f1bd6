"""Names, literals, subscripts and conditions."""

from __future__ import annotations

from markupsafe import Markup

from .._literals import has_safe_repr
from .base import Expr, Helper, Impossible, get_eval_context

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .._autoescape import EvalContext
    from ..environment import Environment

_HOME = "jinja2.nodes"
_RESERVED = frozenset({"true", "false", "none", "True", "False", "None"})


class Name(Expr):
    """A name. ``ctx`` is ``load``, ``store``, or ``param`` for a parameter."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("name", "ctx")
    name: str
    ctx: str
    #: How the template spells the name, if it is not normalised.
    _spelling: str | None = None

    def can_assign(self) -> bool:
        return self.name not in _RESERVED


class NSRef(Expr):
    """An attribute of a namespace, as the target of an assignment."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("name", "attr")
    name: str
    attr: str

    def can_assign(self) -> bool:
        # What the name stands for is only known at run time: it is checked there.
        return True


class Literal(Expr):
    """Base of literals."""

    __module__ = _HOME
    abstract = True


class Const(Literal):
    """A constant. Extensions use :meth:`from_untrusted` for values of unknown origin."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("value",)
    value: t.Any

    def as_const(self, eval_ctx: EvalContext | None = None) -> t.Any:
        return self.value

    @classmethod
    def from_untrusted(
        cls,
        value: t.Any,
        lineno: int | None = None,
        environment: Environment | None = None,
    ) -> Const:
        """Return a constant, if the value can stand in generated code.

        :raises Impossible: it cannot.
        """
        if not has_safe_repr(value):
            raise Impossible()
        return cls(value, lineno=lineno, environment=environment)


class TemplateData(Literal):
    """Plain text of the template."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("data",)
    data: str

    def as_const(self, eval_ctx: EvalContext | None = None) -> str:
        eval_ctx = get_eval_context(self, eval_ctx)
        if eval_ctx.volatile:
            raise Impossible()
        return Markup(self.data) if eval_ctx.autoescape else self.data


class Tuple(Literal):
    """A tuple, loaded or assigned to."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("items", "ctx")
    items: list[Expr]
    ctx: str

    def as_const(self, eval_ctx: EvalContext | None = None) -> tuple[t.Any, ...]:
        eval_ctx = get_eval_context(self, eval_ctx)
        return tuple(item.as_const(eval_ctx) for item in self.items)

    def can_assign(self) -> bool:
        return all(item.can_assign() for item in self.items)


class List(Literal):
    """A list."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("items",)
    items: list[Expr]

    def as_const(self, eval_ctx: EvalContext | None = None) -> list[t.Any]:
        eval_ctx = get_eval_context(self, eval_ctx)
        return [item.as_const(eval_ctx) for item in self.items]


class Dict(Literal):
    """A dict, as a list of :class:`Pair`."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("items",)
    items: list[Pair]

    def as_const(self, eval_ctx: EvalContext | None = None) -> dict[t.Any, t.Any]:
        eval_ctx = get_eval_context(self, eval_ctx)
        return dict(pair.as_const(eval_ctx) for pair in self.items)


class Pair(Helper):
    """A key and a value of a dict."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("key", "value")
    key: Expr
    value: Expr

    def as_const(self, eval_ctx: EvalContext | None = None) -> tuple[t.Any, t.Any]:
        eval_ctx = get_eval_context(self, eval_ctx)
        return self.key.as_const(eval_ctx), self.value.as_const(eval_ctx)


class Keyword(Helper):
    """A keyword argument."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("key", "value")
    key: str
    value: Expr

    def as_const(self, eval_ctx: EvalContext | None = None) -> tuple[str, t.Any]:
        eval_ctx = get_eval_context(self, eval_ctx)
        return self.key, self.value.as_const(eval_ctx)


class CondExpr(Expr):
    """``expr1 if test else expr2``; without an ``else``, ``expr2`` is ``None``."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("test", "expr1", "expr2")
    test: Expr
    expr1: Expr
    expr2: Expr | None

    def as_const(self, eval_ctx: EvalContext | None = None) -> t.Any:
        eval_ctx = get_eval_context(self, eval_ctx)
        chosen = self.expr1 if self.test.as_const(eval_ctx) else self.expr2
        if chosen is None:
            # The undefined value of the missing branch belongs to a run of the template.
            raise Impossible()
        return chosen.as_const(eval_ctx)


class Getattr(Expr):
    """``node.attr``."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("node", "attr", "ctx")
    node: Expr
    attr: str
    ctx: str
    #: How the template spells the attribute, if it is not normalised.
    _spelling: str | None = None

    def as_const(self, eval_ctx: EvalContext | None = None) -> t.Any:
        if self.ctx != "load":
            raise Impossible()
        eval_ctx = get_eval_context(self, eval_ctx)
        owner = self.node.as_const(eval_ctx)
        try:
            return eval_ctx.environment.getattr(owner, self.attr)
        except Exception as error:
            raise Impossible() from error


class Getitem(Expr):
    """``node[arg]``."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("node", "arg", "ctx")
    node: Expr
    arg: Expr
    ctx: str

    def as_const(self, eval_ctx: EvalContext | None = None) -> t.Any:
        if self.ctx != "load":
            raise Impossible()
        eval_ctx = get_eval_context(self, eval_ctx)
        owner, key = self.node.as_const(eval_ctx), self.arg.as_const(eval_ctx)
        try:
            return eval_ctx.environment.getitem(owner, key)
        except Exception as error:
            raise Impossible() from error


class Slice(Expr):
    """``start:stop:step`` in a subscript."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("start", "stop", "step")
    start: Expr | None
    stop: Expr | None
    step: Expr | None

    def as_const(self, eval_ctx: EvalContext | None = None) -> slice:
        eval_ctx = get_eval_context(self, eval_ctx)
        bounds = (self.start, self.stop, self.step)
        return slice(*(None if bound is None else bound.as_const(eval_ctx) for bound in bounds))
