"""Calls, filters and tests, and when their result is known in advance."""

from __future__ import annotations

from .._marks import _PassArg
from .base import Expr, Impossible, get_eval_context
from .expressions import Pair

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .._autoescape import EvalContext
    from .expressions import Keyword

_HOME = "jinja2.nodes"


def args_as_const(
    node: _FilterTestCommon | Call, eval_ctx: EvalContext | None
) -> tuple[list[t.Any], dict[t.Any, t.Any]]:
    """Return the arguments of a call as values.

    :raises Impossible: one of them is not known in advance.
    """
    args = [arg.as_const(eval_ctx) for arg in node.args]
    kwargs = dict(pair.as_const(eval_ctx) for pair in node.kwargs)
    try:
        if node.dyn_args is not None:
            args.extend(node.dyn_args.as_const(eval_ctx))
        if node.dyn_kwargs is not None:
            kwargs.update(node.dyn_kwargs.as_const(eval_ctx))
    except Exception as error:
        raise Impossible() from error
    return args, kwargs


args_as_const.__module__ = _HOME


class _FilterTestCommon(Expr):
    __module__ = _HOME
    fields: tuple[str, ...] = ("node", "name", "args", "kwargs", "dyn_args", "dyn_kwargs")
    abstract = True
    node: Expr
    name: str
    args: list[Expr]
    kwargs: list[Pair | Keyword]
    dyn_args: Expr | None
    dyn_kwargs: Expr | None
    _is_filter = True

    def as_const(self, eval_ctx: EvalContext | None = None) -> object:
        eval_ctx = get_eval_context(self, eval_ctx)
        if eval_ctx.volatile:
            raise Impossible()
        environment = eval_ctx.environment
        table = environment.filters if self._is_filter else environment.tests
        func = table.get(self.name)
        mark = _PassArg.from_obj(func) if func is not None else None
        if func is None or mark is _PassArg.context:
            raise Impossible()
        if environment.is_async and getattr(func, "jinja_async_variant", False) is True:
            raise Impossible()
        args, kwargs = args_as_const(self, eval_ctx)
        args.insert(0, self.node.as_const(eval_ctx))
        if mark is _PassArg.eval_context:
            args.insert(0, eval_ctx)
        elif mark is _PassArg.environment:
            args.insert(0, environment)
        try:
            value = func(*args, **kwargs)
        except Exception as error:
            raise Impossible() from error
        if hasattr(type(value), "__await__"):
            # Waiting is for the rendering. What will never be awaited is closed.
            getattr(value, "close", bool)()
            raise Impossible()
        return value


class Filter(_FilterTestCommon):
    """A filter applied to ``node``. In filter blocks the innermost ``node`` is ``None``: what is
    filtered is the body.
    """

    __module__ = _HOME
    node: Expr | None  # type: ignore[assignment]

    def as_const(self, eval_ctx: EvalContext | None = None) -> t.Any:
        if self.node is None:
            raise Impossible()
        return super().as_const(eval_ctx)


class Test(_FilterTestCommon):
    """A test applied to ``node``."""

    __module__ = _HOME
    _is_filter = False


class Call(Expr):
    """A call: positional arguments, :class:`Keyword` arguments, and ``*`` and ``**``."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("node", "args", "kwargs", "dyn_args", "dyn_kwargs")
    node: Expr
    args: list[Expr]
    kwargs: list[Keyword]
    dyn_args: Expr | None
    dyn_kwargs: Expr | None
