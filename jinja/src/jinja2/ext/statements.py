"""Small tags: ``do``, loop controls, ``debug``."""

from __future__ import annotations

from .. import nodes
from .base import Extension

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from ..parser import Parser
    from ..runtime import Context


class ExprStmtExtension(Extension):
    """Adds ``do``, which evaluates an expression and prints nothing."""

    __module__ = "jinja2.ext"
    tags: set[str] = {"do"}

    def parse(self, parser: Parser) -> nodes.ExprStmt:
        lineno = next(parser.stream).lineno
        return nodes.ExprStmt(parser.parse_tuple(), lineno=lineno)


class LoopControlExtension(Extension):
    """Adds ``break`` and ``continue`` to loops."""

    __module__ = "jinja2.ext"
    tags: set[str] = {"break", "continue"}

    def parse(self, parser: Parser) -> nodes.Break | nodes.Continue:
        word = next(parser.stream)
        kind = nodes.Break if word.value == "break" else nodes.Continue
        return kind(lineno=word.lineno)


class DebugExtension(Extension):
    """Adds ``debug``, which prints the context and the names of filters and tests."""

    __module__ = "jinja2.ext"
    tags: set[str] = {"debug"}

    def parse(self, parser: Parser) -> nodes.Output:
        lineno = next(parser.stream).lineno
        call = self.call_method("_render", [nodes.ContextReference()], lineno=lineno)
        return nodes.Output([call], lineno=lineno)

    def _render(self, context: Context) -> str:
        from pprint import pformat

        shown = {
            "context": context.get_all(),
            "filters": sorted(self.environment.filters),
            "tests": sorted(self.environment.tests),
        }
        return pformat(shown, depth=3, compact=True)
