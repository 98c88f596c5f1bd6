"""Ask a tree without rendering it.

Goes in: a tree, from ``Environment.parse``. Comes out: names of variables and of other templates.
"""

from __future__ import annotations

from . import nodes
from .compiler import CodeGenerator, Frame

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .environment import Environment


class TrackingCodeGenerator(CodeGenerator):
    """Goes through a template as the compiler does, and notes what it would look up."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment, "<introspection>", "<introspection>")
        self.undeclared_identifiers: set[str] = set()

    def write(self, x: str) -> None:
        """Code is not what is wanted."""
        self._written += 1

    def enter_frame(self, frame: Frame) -> None:
        super().enter_frame(frame)
        known = self.environment.globals
        for kind, source in frame.symbols.loads.values():
            if kind == "resolve" and source not in known:
                self.undeclared_identifiers.add(source)


def find_undeclared_variables(ast: nodes.Template) -> set[str]:
    """The names of all variables that the template will look up in the context, globals of the
    environment apart. Which of them a run looks up depends on the run::

        >>> from jinja2 import Environment, meta
        >>> meta.find_undeclared_variables(Environment().parse("{% set a = 42 %}{{ b + a }}"))
        {'b'}

    :raises TemplateAssertionError: the template would not compile.
    """
    generator = TrackingCodeGenerator(ast.environment)  # type: ignore[arg-type]
    generator.visit(ast)
    return generator.undeclared_identifiers


_REFERRING = (nodes.Extends, nodes.FromImport, nodes.Import, nodes.Include)


def find_referenced_templates(ast: nodes.Template) -> t.Iterator[str | None]:
    """The names of all templates that the template extends, includes or imports, in order.
    ``None`` stands for a name that is only known at run time."""
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
