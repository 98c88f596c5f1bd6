"""The code generator: lines of text, and the methods that subclasses override.

The functions that write a node are in the modules below, one for each type of node; the class has
each of them as its method ``visit_X``.
"""

from __future__ import annotations

import io
from zlib import crc32

from .. import nodes
from ..exceptions import TemplateAssertionError
from ..idtracking import VAR_LOAD_ALIAS, VAR_LOAD_PARAMETER, VAR_LOAD_RESOLVE
from ..optimizer import Optimizer
from ..visitor import NodeVisitor
from . import expressions, loops, macros, output, statements, templates
from .analysis import Needs, Survey, find_needs, find_undeclared
from .templates import CompilerExit

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    import typing_extensions as te

    from ..environment import Environment
    from .frame import Frame, MacroRef

#: Python refuses a hundred levels of indentation.
_DEEPEST = 96

#: The methods of CodeGenerator by which output leaves a function. A subclass that overrides one of
#: them, or the visitor of a statement, gets generator functions in which each is called.
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
#: What is called for a loop and for its variables, unless it is a comprehension.
_LOOP_HOOKS = ("blockvisit", "enter_frame", "leave_frame", "visit_Name", "visit_Tuple")


class CodeGenerator(NodeVisitor):
    """Writes the Python module of one template. Subclasses are set as the environment's
    ``code_generator_class``.
    """

    __module__ = "jinja2.compiler"

    environment: Environment
    name: str | None
    filename: str | None
    stream: t.TextIO
    created_block_context: bool
    defer_init: bool
    optimizer: Optimizer | None
    import_aliases: dict[str, str]
    filters: dict[str, str]
    tests: dict[str, str]
    blocks: dict[str, nodes.Block]
    extends_so_far: int
    has_known_extends: bool
    code_lineno: int
    debug_info: list[tuple[int, int]]

    if TYPE_CHECKING:
        visit_Call: t.Callable[..., None]
        visit_EvalContextModifier: t.Callable[..., None]
        visit_Filter: t.Callable[..., None]

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
        self.stream = io.StringIO() if stream is None else stream
        self.defer_init = defer_init
        self.optimizer = Optimizer(environment) if optimized else None
        self.created_block_context = False
        #: Aliases of imported objects, variables of filters and tests.
        self.import_aliases = {}
        self.filters = {}
        self.tests = {}
        self.blocks = {}
        #: The `extends` that were seen, and whether one of them is always reached.
        self.extends_so_far = 0
        self.extends: list[nodes.Extends] = []
        self.has_known_extends = False

        self.is_subclass: bool = type(self) is not CodeGenerator
        #: Whether a subclass changes how output is written.
        self.hooked: bool = self.is_subclass and not _is_plain(type(self))
        #: Whether functions append to a list, instead of being generators.
        self.eager: bool = stream is None and not self.hooked
        #: What the functions begin with instead of the environment's own setting.
        self.autoescape: bool | None = None
        #: Distinguishes a module from one that was generated differently.
        self.checksum = 0

        #: Pairs of template line and generated line.
        self.debug_info = []
        self.code_lineno = 1
        self._indentation = 0
        self._pending_lines = 0
        self._pending_template_line: int | None = None
        self._last_template_line = 0
        self._begun = False
        #: How many fragments were written: shows whether a body turned out to be empty.
        self._written = 0

        self.survey: Survey | None = None
        #: How many loops and macros, loops of one function, `autoescape` statements, and awaited
        #: expressions surround the place that is written.
        self.repeated = 0
        self.nested_loops = 0
        self.stated_autoescape = 0
        self.awaited = 0
        #: Variables that hold the object of a loop.
        self.loop_targets: set[str | None] = set()
        #: Whether the function has the variables for looking up attributes.
        self.has_accessors = False
        #: Variables with the value of expressions that are computed already, by ``id`` of the node;
        #: empty for a chain that is being written.
        self.computed: dict[int, str] = {}
        self._last_identifier = 0
        self._finalize: output.FinalizeInfo | None = None
        self._assign_stack: list[set[str]] = []
        self._param_def_block: list[set[str]] = []
        self._context_reference_stack = ["context"]

    @property
    def optimized(self) -> bool:
        """``True`` if constants are folded."""
        return self.optimizer is not None

    def fail(self, msg: str, lineno: int) -> te.NoReturn:
        """Raise an error at a line of the template."""
        raise TemplateAssertionError(msg, lineno, self.name, self.filename)

    def fail_at(self, node: nodes.Node, msg: str) -> te.NoReturn:
        """Raise an error at a node, which also has a column."""
        try:
            self.fail(msg, node.lineno)
        except TemplateAssertionError as error:
            error._node = node  # type: ignore[attr-defined]
            raise

    # -- text

    def visit(self, node: nodes.Node, *args: t.Any, **kwargs: t.Any) -> t.Any:
        """Write a node. An expression in another line of the template gets a line of its own."""
        line = node.lineno
        has_line = line is not None  # a node that an extension made may have none
        if line != self._last_template_line and has_line and isinstance(node, nodes.Expr):
            self._break_line(line)
        survey = self.survey
        if survey is not None and survey.long_chains:
            known = self.computed.get(id(node))
            if known:
                return self.write(known)
            if known is None and id(node) in survey.long_chains:
                self.computed[id(node)] = ""
                return expressions.write_long_chain(self, node, *args)  # type: ignore[arg-type]
        method = self.get_visitor(node)
        if method is None:
            method = self.generic_visit
        return method(node, *args, **kwargs)

    def indent(self) -> None:
        """Indent what follows by one level."""
        self._indentation += 1
        if self._indentation > _DEEPEST:
            self.fail("statements are nested too deeply", self._last_template_line)

    def outdent(self, step: int = 1) -> None:
        """Take back one or more levels."""
        self._indentation -= step

    def write(self, x: str) -> None:
        """Write a fragment of code."""
        if self._pending_lines:
            x = self._line_end() + x
        self._begun = True
        self._written += 1
        self.stream.write(x)

    def _line_end(self) -> str:
        """Return the pending line end, with the indentation of the next line."""
        lines = self._pending_lines if self._begun else 0
        self._pending_lines = 0
        self.code_lineno += lines
        if self._pending_template_line is not None:
            self.debug_info.append((self._pending_template_line, self.code_lineno))
            self._pending_template_line = None
        return "\n" * lines + "    " * self._indentation

    def _break_line(self, line: int) -> None:
        """Go on in a new line of code, which belongs to another line of the template, in the
        middle of a statement.
        """
        self._last_template_line = line
        if self._pending_lines:
            self._pending_template_line = line
        elif self._begun:
            self.write("\\\n")
            self.code_lineno += 1
            self.debug_info.append((line, self.code_lineno))

    def back_to_line_of(self, node: nodes.Node) -> None:
        """Map the rest of an expression to its own line, wherever its operands stand."""
        if node.lineno != self._last_template_line and node.lineno is not None:
            self._break_line(node.lineno)

    def writeline(self, x: str, node: nodes.Node | None = None, extra: int = 0) -> None:
        """Write a line; see :meth:`newline`."""
        self.newline(node, extra)
        self.write(x)

    def newline(self, node: nodes.Node | None = None, extra: int = 0) -> None:
        """End the line, with `extra` empty lines; the next one belongs to the line of `node`."""
        self._pending_lines = max(self._pending_lines, 1 + extra)
        if node is not None and node.lineno != self._last_template_line:
            self._pending_template_line = self._last_template_line = node.lineno

    def compute_checksum(self) -> int:
        """Return a number that is the same whenever the same code was written so far."""
        written = getattr(self.stream, "getvalue", str)()
        return crc32(written.encode("utf-8", "surrogatepass"))

    # -- output

    def buffer(self, frame: Frame) -> None:
        """From here on the output of the frame is collected in a list."""
        frame.buffer = self.temporary_identifier()
        self.writeline(f"{frame.buffer} = []")

    def return_buffer_contents(self, frame: Frame, force_unescaped: bool = False) -> None:
        """Return what was collected, marked as safe where output is escaped."""
        text = f"concat({frame.buffer})" if force_unescaped else expressions.buffer_text(frame)
        self.writeline(f"return {text}")

    def start_write(self, frame: Frame, node: nodes.Node | None = None) -> None:
        """Begin a statement that outputs the expression which follows."""
        self.newline(node)
        if frame.buffer is not None:
            self.write(f"{frame.buffer}.append(")
        else:
            self.write("out.append(" if self.eager else "yield ")

    def end_write(self, frame: Frame) -> None:
        """End what :meth:`start_write` began."""
        if frame.buffer is not None or self.eager:
            self.write(")")

    def simple_write(self, s: str, frame: Frame, node: nodes.Node | None = None) -> None:
        """Output the value of an expression that is given as code."""
        self.start_write(frame, node)
        self.write(s)
        self.end_write(frame)

    def write_pieces(self, iterable: str, node: nodes.Node) -> None:
        """Output the pieces of a generator one by one, in a function that is a generator."""
        if not self.environment.is_async:
            self.writeline(f"yield from {iterable}", node)
            return
        # A generator that is not read to its end does not close those that it reads.
        pieces = self.temporary_identifier()
        self.writeline(f"{pieces} = {iterable}", node)
        self.writeline("try:")
        self.writeline(f"    async for event in {pieces}: yield event")
        self.writeline("finally:")
        self.writeline(f"    await {pieces}.aclose()")

    def text_brackets(self) -> tuple[str, str]:
        """Return what stands around a value which should be text but may be anything."""
        return ("", "") if self.hooked else ("str(", ")")

    def begin_page_output(self, frame: Frame) -> bool:
        """Begin a statement that only makes sense for its output: outside of blocks, a child
        outputs nothing. Returns whether there is anything to write.
        """
        if frame.require_output_check and self.extends_so_far:
            if self.has_known_extends:
                return False
            self.writeline("if parent_template is None:")
            self.indent()
        return True

    def end_page_output(self, frame: Frame) -> None:
        """End what :meth:`begin_page_output` began."""
        self.outdent(frame.require_output_check and self.extends_so_far > 0)

    _default_finalize: t.Callable[[t.Any], t.Any] = staticmethod(str)

    def _make_finalize(self) -> output.FinalizeInfo:
        """Return how values become text in this environment."""
        if self._finalize is None:
            self._finalize = output.make_finalize(self)
        return self._finalize

    def _output_const_repr(self, group: t.Iterable[t.Any]) -> str:
        """Return the code of neighbouring constants."""
        return repr("".join(map(str, group)))

    def _output_child_to_const(
        self, node: nodes.Expr, frame: Frame, finalize: output.FinalizeInfo
    ) -> object:
        """Return the text of an expression whose value is known.

        :raises Impossible: it is not.
        """
        return output.known_text(self, node, frame, finalize)

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: output.FinalizeInfo
    ) -> None:
        """Write what stands before the code of an expression that is output."""
        self.write(f"{output.text_function(frame.eval_ctx)}({finalize.src or ''}")

    def _output_child_post(
        self, node: nodes.Expr, frame: Frame, finalize: output.FinalizeInfo
    ) -> None:
        """Write what stands after it."""
        self.write(")" if finalize.src is None else "))")

    # -- bodies and scopes

    def blockvisit(self, nodes: t.Iterable[nodes.Node], frame: Frame) -> None:
        """Write a body."""
        before = self._written
        try:
            for node in nodes:
                self.visit(node, frame)
        except CompilerExit:
            pass
        if self._written == before:
            self.writeline("pass")

    def enter_frame(self, frame: Frame) -> None:
        """Assign the first values of the variables of a scope."""
        unset = []
        for target, (kind, source) in frame.symbols.loads.items():
            if kind == VAR_LOAD_RESOLVE:
                self.writeline(f"{target} = {self.get_resolve_func()}({source!r})")
                spelling = self.survey.spellings.get(source) if self.survey is not None else None
                if spelling is not None:
                    resolved = f"{self.get_resolve_func()}({spelling!r})"
                    self.writeline(f"if {target} is missing: {target} = {resolved}")
            elif kind == VAR_LOAD_ALIAS:
                self.writeline(f"{target} = {source}")
            elif kind != VAR_LOAD_PARAMETER:
                unset.append(target)
        if unset:
            self.writeline(f"{' = '.join(unset)} = missing")

    def leave_frame(self, frame: Frame, with_python_scope: bool = False) -> None:
        """Take the values back, unless the function ends here anyway."""
        if not with_python_scope and frame.symbols.loads:
            self.writeline(f"{' = '.join(frame.symbols.loads)} = missing")

    def func(self, name: str) -> str:
        """Return the beginning of a function definition."""
        return f"{self.choose_async()}def {name}"

    def write_commons(self) -> None:
        """Write the beginning of a function: what its body refers to."""
        self.writeline("environment = context.environment")
        self.writeline("resolve = context.resolve_or_missing")
        self.writeline("undefined = environment.undefined")
        self.writeline("concat = environment.concat")
        if not self.eager:
            # What makes the function a generator, if nothing else does.
            self.writeline("if 0: yield None")

    def pull_dependencies(self, nodes: t.Iterable[nodes.Node]) -> None:
        """Look up filters and tests once, before the body of a function that needs them."""
        if not self.occurs(*templates._CALLED):
            return
        needs = self.needs(nodes)
        for kind, names, known in (
            ("filter", needs.filters, self.filters),
            ("test", needs.tests, self.tests),
        ):
            for name in sorted(names):
                variable = known.get(name)
                if variable is None:
                    variable = known[name] = self.temporary_identifier()
                self.writeline("try:")
                self.writeline(f"    {variable} = environment.{kind}s[{name!r}]")
                self.writeline("except KeyError:")
                self.writeline(f"    {variable} = _absent({kind!r}, {name!r})")

    def macro_body(
        self, node: nodes.Macro | nodes.CallBlock, frame: Frame
    ) -> tuple[Frame, MacroRef]:
        """Write the function of a macro. Returns its frame, and what it reads."""
        return macros.write_macro_body(self, node, frame)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write the expression that makes the macro of the function."""
        macros.write_macro_object(self, macro_ref)

    def signature(
        self,
        node: nodes.Call | nodes.Filter | nodes.Test,
        frame: Frame,
        extra_kwargs: t.Mapping[str, t.Any] | None = None,
    ) -> None:
        """Write the arguments of a call, each after a comma; `extra_kwargs` are code."""
        expressions.write_signature(self, node, frame, extra_kwargs or {})

    # -- names

    def temporary_identifier(self) -> str:
        """Return a new variable of generated code."""
        self._last_identifier += 1
        return f"t_{self._last_identifier}"

    def choose_async(self, async_value: str = "async ", sync_value: str = "") -> str:
        """One of two texts, as the environment is async or not."""
        return async_value if self.environment.is_async else sync_value

    def position(self, node: nodes.Node) -> str:
        """Return the place of a node, for messages."""
        place = f"line {node.lineno}"
        return place if self.name is None else f"{place} in {self.name!r}"

    def get_context_ref(self) -> str:
        """Return the variable of the present context."""
        return self._context_reference_stack[-1]

    def push_context_reference(self, target: str) -> None:
        """From now on another variable holds the context."""
        self._context_reference_stack.append(target)

    def pop_context_reference(self) -> None:
        """Back to the context before."""
        self._context_reference_stack.pop()

    def get_resolve_func(self) -> str:
        """Return the code that looks a name up in the present context."""
        target = self._context_reference_stack[-1]
        return "resolve" if target == "context" else f"{target}.resolve_or_missing"

    def dump_local_context(self, frame: Frame) -> str:
        """All assigned names with their variables, as the code of a dict."""
        pairs = frame.symbols.dump_stores().items()
        return "{" + ", ".join(f"{name!r}: {target}" for name, target in pairs) + "}"

    def derive_context(self, frame: Frame) -> str:
        """Return the code of a context which also holds the names assigned here."""
        return f"{self.get_context_ref()}.derived({self.dump_local_context(frame)})"

    def push_parameter_definitions(self, frame: Frame) -> None:
        """Begin to write defaults of parameters: none has its value yet."""
        self._param_def_block.append(frame.symbols.dump_param_targets())

    def pop_parameter_definitions(self) -> None:
        """All parameters have their values."""
        self._param_def_block.pop()

    def mark_parameter_stored(self, target: str) -> None:
        """Note that a parameter has its value."""
        if self._param_def_block:
            self._param_def_block[-1].discard(target)

    def parameter_is_undeclared(self, target: str) -> bool:
        """Return whether it is a parameter which may have no value yet."""
        return bool(self._param_def_block) and target in self._param_def_block[-1]

    # -- assignments

    def push_assign_tracking(self) -> None:
        """Begin to note which names are assigned."""
        self._assign_stack.append(set())

    def note_assigned(self, name: str) -> None:
        """Note that a name is assigned here."""
        if self._assign_stack:
            self._assign_stack[-1].add(name)

    def forget_assigned(self, names: t.Iterable[str]) -> None:
        """Forget names that belonged to a scope that has ended."""
        if self._assign_stack:
            self._assign_stack[-1].difference_update(names)

    def pop_assign_tracking(self, frame: Frame) -> None:
        """Make what was assigned since visible outside of the function, where it has to be."""
        names = sorted(self._assign_stack.pop())
        if not names or not (frame.toplevel or frame.loop_frame or frame.block_frame):
            return
        if frame.loop_frame:
            table = "_loop_vars"
        elif frame.block_frame:
            table = "_block_vars"
        else:
            table = "context.vars"
        refs = [(name, frame.symbols.ref(name)) for name in names]
        if len(refs) == 1:
            self.writeline(f"{table}[{refs[0][0]!r}] = {refs[0][1]}")
        else:
            pairs = ", ".join(f"{name!r}: {target}" for name, target in refs)
            self.writeline(f"{table}.update({{{pairs}}})")
        if table != "context.vars":
            return
        public = [name for name in names if not name.startswith("_")]
        if len(public) == 1:
            self.writeline(f"context.exported_vars.add({public[0]!r})")
        elif public:
            self.writeline(f"context.exported_vars.update(({', '.join(map(repr, public))}))")

    # -- what the template has at all

    def occurs(self, *kinds: type[nodes.Node]) -> bool:
        """Return whether the template has such nodes anywhere."""
        return self.survey is None or not self.survey.kinds.isdisjoint(kinds)

    def needs(self, body: t.Iterable[nodes.Node]) -> Needs:
        """Return what a function with this body needs."""
        seen = self.survey.needs(body) if self.survey is not None else None
        return find_needs(body) if seen is None else seen

    def undeclared(self, members: t.Iterable[nodes.Node], names: t.Iterable[str]) -> set[str]:
        """:func:`find_undeclared`, if the template reads one of the names at all."""
        if self.survey is not None and self.survey.names.isdisjoint(names):
            return set()
        return find_undeclared(members, names)

    def assigns(self, body: list[nodes.Node]) -> bool:
        """Return whether there is an assignment anywhere in a body."""
        kinds = (nodes.Assign, nodes.AssignBlock)
        return self.occurs(*kinds) and any(
            isinstance(node, kinds) or node.find(kinds) is not None  # type: ignore[arg-type]
            for node in body
        )

    def changes_loops(self) -> bool:
        """Return whether a subclass has its own way for what comprehensions leave out."""
        return self.is_subclass and any(
            getattr(type(self), name) is not getattr(CodeGenerator, name) for name in _LOOP_HOOKS
        )


_WRITERS = {
    **expressions.WRITERS,
    **output.WRITERS,
    **statements.WRITERS,
    **loops.WRITERS,
    **macros.WRITERS,
    **templates.WRITERS,
}
for _kind, _write in _WRITERS.items():
    setattr(CodeGenerator, f"visit_{_kind.__name__}", _write)
del _kind, _write

_REPLACED = (
    *_OUTPUT_HOOKS,
    *(
        f"visit_{kind.__name__}"
        for kind in _WRITERS
        if issubclass(kind, (nodes.Stmt, nodes.Template))
    ),
)


def _is_plain(cls: type[CodeGenerator]) -> bool:
    """Return whether a subclass leaves statements and output as they are."""
    return all(getattr(cls, name) is getattr(CodeGenerator, name) for name in _REPLACED)
