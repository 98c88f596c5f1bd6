"""Tree → Python text. The door of the package: :class:`CodeGenerator` and :func:`generate`.

Goes in: a :class:`~jinja2.nodes.Template` and an environment. Comes out: the text of a module as
``jinja2._abi`` describes it. The hard part: each function is written in two versions at once, a
fast one that appends to a list and a lazy one that yields; subclasses that change how output is
written get the lazy one only, by the hooks they know.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from .. import nodes
from .._autoescape import EvalContext
from .._literals import has_safe_repr
from ..exceptions import TemplateAssertionError
from ..idtracking import (
    VAR_LOAD_ALIAS,
    VAR_LOAD_PARAMETER,
    VAR_LOAD_RESOLVE,
    VAR_LOAD_UNDEFINED,
    Symbols,
)
from ..optimizer import Optimizer
from ..visitor import NodeVisitor
from .analysis import (
    DependencyFinderVisitor,
    UndeclaredNameVisitor,
    VisitorExit,
    find_undeclared,
)
from .control import CompilerExit
from .expressions import operators, optimizeconst
from .frame import Frame, MacroRef
from .inheritance import Inheritance

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from ..environment import Environment

concat: t.Callable[[t.Iterable[str]], str] = "".join


def generate(
    node: nodes.Template,
    environment: Environment,
    name: str | None,
    filename: str | None,
    stream: t.TextIO | None = None,
    defer_init: bool = False,
    optimized: bool = True,
) -> str | None:
    """The Python text of a template, or ``None`` if it is written to a `stream`.

    :raises TypeError: the node is not a whole template.
    """
    if not isinstance(node, nodes.Template):
        raise TypeError("Can't compile non template nodes")
    kind = environment.code_generator_class
    writer: t.Any = kind(environment, name, filename, stream, defer_init, optimized)
    writer.visit(node)
    return writer.stream.getvalue() if stream is None else None


class CodeGenerator(Inheritance):
    """Writes the Python module of one template. Subclasses are set as the environment's
    ``code_generator_class``."""

    def __init__(
        self,
        environment: Environment,
        name: str | None,
        filename: str | None,
        stream: t.TextIO | None = None,
        defer_init: bool = False,
        optimized: bool = True,
    ) -> None:
        self.environment = environment
        self.name = name
        self.filename = filename
        self.defer_init = defer_init
        self.optimizer: Optimizer | None = Optimizer(environment) if optimized else None
        self._start_writing(stream, _is_two_faced(type(self)))
        self.created_block_context = False
        #: Aliases of imported objects, variables of filters and tests.
        self.import_aliases: dict[str, str] = {}
        self.filters: dict[str, str] = {}
        self.tests: dict[str, str] = {}
        self.blocks: dict[str, nodes.Block] = {}
        #: How many `extends` were seen, and whether one of them is always reached.
        self.extends_so_far = 0
        self.has_known_extends = False
        self._last_identifier = 0
        self._finalize = None
        self._has_accessors = False
        self._repeated = 0
        self._loop_targets = set()
        self._survey = None
        self._is_subclass = type(self) is not CodeGenerator
        self._assign_stack = []
        self._param_def_block = []
        self._context_reference_stack = ["context"]

    @property
    def optimized(self) -> bool:
        """Whether constants are folded."""
        return self.optimizer is not None


#: Methods that say how output leaves a function. Who replaces one of them writes generators.
_OUTPUT_HOOKS = (
    "_default_finalize",
    "_make_finalize",
    "_output_child_post",
    "_output_child_pre",
    "_output_child_to_const",
    "_output_const_repr",
    "buffer",
    "end_write",
    "return_buffer_contents",
    "simple_write",
    "start_write",
    "write",
    "write_commons",
    "writeline",
)
_STATEMENT_VISITORS = tuple(
    f"visit_{kind.__name__}"
    for kind in vars(nodes).values()
    if isinstance(kind, type)
    and issubclass(kind, (nodes.Stmt, nodes.Template))
    and kind is not nodes.Stmt
)


def _is_two_faced(cls: type[CodeGenerator]) -> bool:
    """Whether a generator class writes output as this room does."""
    return cls is CodeGenerator or all(
        getattr(cls, name, None) is getattr(CodeGenerator, name, None)
        for name in (*_OUTPUT_HOOKS, *_STATEMENT_VISITORS)
    )


__all__ = [
    "VAR_LOAD_ALIAS",
    "VAR_LOAD_PARAMETER",
    "VAR_LOAD_RESOLVE",
    "VAR_LOAD_UNDEFINED",
    "CodeGenerator",
    "CompilerExit",
    "DependencyFinderVisitor",
    "EvalContext",
    "Frame",
    "MacroRef",
    "Markup",
    "NodeVisitor",
    "Optimizer",
    "Symbols",
    "TemplateAssertionError",
    "UndeclaredNameVisitor",
    "VisitorExit",
    "concat",
    "escape",
    "find_undeclared",
    "generate",
    "has_safe_repr",
    "operators",
    "optimizeconst",
]
