"""Expressions that only extensions and the parser make."""

from __future__ import annotations

from markupsafe import Markup

from .base import Expr, Impossible, get_eval_context

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .._autoescape import EvalContext

_HOME = "jinja2.nodes"


class EnvironmentAttribute(Expr):
    """An attribute of the environment."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("name",)
    name: str


class ExtensionAttribute(Expr):
    """An attribute of the extension with this identifier; see :meth:`Extension.attr`."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("identifier", "name")
    identifier: str
    name: str


class ImportedName(Expr):
    """A Python object by its import name, such as ``cgi.escape``."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("importname",)
    importname: str


class InternalName(Expr):
    """A name that no template can spell; only ``parser.free_identifier()`` makes it."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("name",)
    name: str

    def __init__(self) -> None:
        raise TypeError(
            "Can't create internal names.  Use the `free_identifier` method on a parser."
        )


class MarkSafe(Expr):
    """Marks the value of an expression as safe."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("expr",)
    expr: Expr

    def as_const(self, eval_ctx: EvalContext | None = None) -> Markup:
        eval_ctx = get_eval_context(self, eval_ctx)
        return Markup(self.expr.as_const(eval_ctx))


class MarkSafeIfAutoescape(Expr):
    """Marks the value of an expression as safe where output is escaped."""

    __module__ = _HOME
    fields: tuple[str, ...] = ("expr",)
    expr: Expr

    def as_const(self, eval_ctx: EvalContext | None = None) -> Markup | t.Any:
        eval_ctx = get_eval_context(self, eval_ctx)
        if eval_ctx.volatile:
            raise Impossible()
        value = self.expr.as_const(eval_ctx)
        return Markup(value) if eval_ctx.autoescape else value


class ContextReference(Expr):
    """The present :class:`~jinja2.runtime.Context`."""

    __module__ = _HOME


class DerivedContextReference(Expr):
    """The present context together with the variables of the scopes around."""

    __module__ = _HOME
