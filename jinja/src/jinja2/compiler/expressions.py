"""Expression node → expression text."""

from __future__ import annotations

import typing as t
from functools import update_wrapper
from keyword import iskeyword

from .. import nodes
from .._literals import literal_text
from .._marks import _PassArg
from .._near import did_you_mean
from .._notes import note_later
from ..exceptions import TemplateAssertionError
from ..idtracking import VAR_LOAD_PARAMETER
from ..lexer.tokens import reverse_operators
from .analysis import may_be_constant
from .writer import Writer

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing_extensions as te

    from ..environment import Environment
    from ..optimizer import Optimizer
    from .frame import Frame

    _VisitBinary = t.Callable[[t.Any, nodes.BinExpr, Frame], None]
    _VisitUnary = t.Callable[[t.Any, nodes.UnaryExpr, Frame], None]

F = t.TypeVar("F", bound=t.Callable[..., t.Any])

operators: dict[str, str] = {
    kind: reverse_operators[kind] for kind in ("eq", "ne", "gt", "gteq", "lt", "lteq")
}
operators.update({"in": "in", "notin": "not in"})

#: What a marked filter or test gets first, as code.
PASSED = {
    _PassArg.context: "context",
    _PassArg.eval_context: "context.eval_ctx",
    _PassArg.environment: "environment",
}

#: Attributes of the loop which are read without asking the environment.
_LOOP_ATTRIBUTES = frozenset(
    "index index0 revindex revindex0 first last length previtem nextitem depth depth0".split()
)


#: What some of them are, for loops that are not asynchronous.
_LOOP_SHORTCUTS = {"index": "({}.index0 + 1)", "first": "({}.index0 == 0)"}


def optimizeconst(f: F) -> F:
    """Decorates a method that writes an expression: if its value is known, write that instead."""

    def write_folded(self: Expressions, node: nodes.Expr, frame: Frame, **kwargs: t.Any) -> None:
        if self.optimizer is not None and not frame.eval_ctx.volatile and may_be_constant(node):
            try:
                value = node.as_const(frame.eval_ctx)
                known = nodes.Const.from_untrusted(value, node.lineno, self.environment)
            except nodes.Impossible:
                pass
            else:
                self.visit(known, frame)
                return
        f(self, node, frame, **kwargs)

    return update_wrapper(write_folded, f)  # type: ignore[return-value]


optimizeconst.__module__ = "jinja2.compiler"


def _binary(sign: str) -> t.Callable[[t.Any, nodes.BinExpr, Frame], None]:
    @optimizeconst
    def visit(self: Expressions, node: nodes.BinExpr, frame: Frame) -> None:
        environment = self.environment
        if environment.sandboxed and sign in environment.intercepted_binops:  # type: ignore[attr-defined]
            self.write(f"environment.call_binop(context, {sign!r}, ")
            self.visit(node.left, frame)
            self.write(", ")
        else:
            self.write("(")
            self.visit(node.left, frame)
            self.write(f" {sign} ")
        self.visit(node.right, frame)
        self.write(")")

    return visit


def _unary(sign: str) -> t.Callable[[t.Any, nodes.UnaryExpr, Frame], None]:
    @optimizeconst
    def visit(self: Expressions, node: nodes.UnaryExpr, frame: Frame) -> None:
        environment = self.environment
        if environment.sandboxed and sign in environment.intercepted_unops:  # type: ignore[attr-defined]
            self.write(f"environment.call_unop(context, {sign!r}, ")
        else:
            self.write(f"({sign} ")
        self.visit(node.node, frame)
        self.write(")")

    return visit


class Expressions(Writer):
    """The part of the code generator which writes expressions."""

    environment: Environment
    name: str | None
    filename: str | None
    optimizer: Optimizer | None
    filters: dict[str, str]
    tests: dict[str, str]
    import_aliases: dict[str, str]
    _last_identifier: int
    _context_reference_stack: list[str]
    _param_def_block: list[set[str]]
    _has_accessors: bool
    #: How many loops and macros are around.
    _repeated: int

    def fail(self, msg: str, lineno: int) -> te.NoReturn:
        """Raise an error at a line of the template."""
        raise TemplateAssertionError(msg, lineno, self.name, self.filename)

    def temporary_identifier(self) -> str:
        """A new variable of generated code."""
        self._last_identifier += 1
        return f"t_{self._last_identifier}"

    def choose_async(self, async_value: str = "async ", sync_value: str = "") -> str:
        """One of two texts, as the environment is async or not."""
        return async_value if self.environment.is_async else sync_value

    def position(self, node: nodes.Node) -> str:
        """The place of a node for people."""
        place = f"line {node.lineno}"
        return place if self.name is None else f"{place} in {self.name!r}"

    def get_context_ref(self) -> str:
        """The variable of the present context."""
        return self._context_reference_stack[-1]

    def push_context_reference(self, target: str) -> None:
        """From now on another variable holds the context."""
        self._context_reference_stack.append(target)

    def pop_context_reference(self) -> None:
        """Back to the context before."""
        self._context_reference_stack.pop()

    def get_resolve_func(self) -> str:
        """The code that looks a name up in the present context."""
        target = self._context_reference_stack[-1]
        return "resolve" if target == "context" else f"{target}.resolve_or_missing"

    def dump_local_context(self, frame: Frame) -> str:
        """All assigned names with their variables, as the code of a dict."""
        pairs = frame.symbols.dump_stores().items()
        return "{" + ", ".join(f"{name!r}: {target}" for name, target in pairs) + "}"

    def derive_context(self, frame: Frame) -> str:
        """The code of a context which also holds the names assigned here."""
        return f"{self.get_context_ref()}.derived({self.dump_local_context(frame)})"

    def push_parameter_definitions(self, frame: Frame) -> None:
        """Begin to write defaults of parameters: none has its value yet."""
        self._param_def_block.append(frame.symbols.dump_param_targets())

    def pop_parameter_definitions(self) -> None:
        """All parameters have their values."""
        self._param_def_block.pop()

    def mark_parameter_stored(self, target: str) -> None:
        """This parameter has its value."""
        if self._param_def_block:
            self._param_def_block[-1].discard(target)

    def parameter_is_undeclared(self, target: str) -> bool:
        """Whether it is a parameter which may have no value yet."""
        return bool(self._param_def_block) and target in self._param_def_block[-1]

    def _is_surely_set(self, target: str, frame: Frame) -> bool:
        load = frame.symbols.find_load(target)
        return (
            load is not None
            and load[0] == VAR_LOAD_PARAMETER
            and not self.parameter_is_undeclared(target)
        )

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:
        target = frame.symbols.ref(node.name)
        if node.ctx == "load" and not self._is_surely_set(target, frame):
            self.write(f"(undefined(name={node.name!r}) if {target} is missing else {target})")
        else:
            self.write(target)

    def visit_NSRef(self, node: nodes.NSRef, frame: Frame) -> None:
        # What is assigned to was checked before the statement.
        self.write(f"{frame.symbols.ref(node.name)}[{node.attr!r}]")

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:
        self.write(literal_text(node.as_const(frame.eval_ctx)))

    def visit_TemplateData(self, node: nodes.TemplateData, frame: Frame) -> None:
        try:
            self.write(repr(node.as_const(frame.eval_ctx)))
        except nodes.Impossible:
            self.write(f"(Markup if context.eval_ctx.autoescape else identity)({node.data!r})")

    def _items(self, items: t.Iterable[nodes.Node], frame: Frame) -> int:
        count = 0
        for count, item in enumerate(items, 1):
            if count > 1:
                self.write(", ")
            self.visit(item, frame)
        return count

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:
        self.write("(")
        count = self._items(node.items, frame)
        self.write(",)" if count == 1 else ")")

    def visit_List(self, node: nodes.List, frame: Frame) -> None:
        self.write("[")
        self._items(node.items, frame)
        self.write("]")

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:
        self.write("{")
        for pair in node.items:
            self.visit(pair.key, frame)
            self.write(": ")
            self.visit(pair.value, frame)
            self.write(", ")
        self.write("}")

    visit_Add: _VisitBinary = _binary("+")
    visit_Sub: _VisitBinary = _binary("-")
    visit_Mul: _VisitBinary = _binary("*")
    visit_Div: _VisitBinary = _binary("/")
    visit_FloorDiv: _VisitBinary = _binary("//")
    visit_Pow: _VisitBinary = _binary("**")
    visit_Mod: _VisitBinary = _binary("%")
    visit_And: _VisitBinary = _binary("and")
    visit_Or: _VisitBinary = _binary("or")
    visit_Pos: _VisitUnary = _unary("+")
    visit_Neg: _VisitUnary = _unary("-")
    visit_Not: _VisitUnary = _unary("not")

    @optimizeconst
    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:
        if frame.eval_ctx.volatile:
            join = "(markup_join if context.eval_ctx.autoescape else str_join)"
        else:
            join = "markup_join" if frame.eval_ctx.autoescape else "str_join"
        self.write(join + "((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    @optimizeconst
    def visit_Compare(self, node: nodes.Compare, frame: Frame) -> None:
        self.write("(")
        self.visit(node.expr, frame)
        for operand in node.ops:
            self.visit(operand, frame)
        self.write(")")

    def visit_Operand(self, node: nodes.Operand, frame: Frame) -> None:
        self.write(f" {operators[node.op]} ")
        self.visit(node.expr, frame)

    def _begin_await(self) -> str | None:
        """Begin an expression whose value may have to be awaited; gives its variable."""
        if not self.environment.is_async:
            return None
        variable = self.temporary_identifier()
        # Asking for the type spares plain values the trip through a coroutine.
        self.write(f"({variable} if type({variable} := ")
        return variable

    def _end_await(self, variable: str | None) -> None:
        if variable is not None:
            self.write(f") in _plain_types else await auto_await({variable}))")

    @optimizeconst
    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        if self._writes_loop_attribute(node, frame):
            return
        awaited = self._begin_await()
        if self._has_accessors and self._repeated:
            self._look_up(node, frame)
        else:
            # Of what happens once, compiling takes longer than running.
            self.write("environment.getattr(")
            self.visit(node.node, frame)
            self.write(f", {node.attr!r})")
        self._end_await(awaited)

    def _look_up(self, node: nodes.Getattr, frame: Frame) -> None:
        found, owner = self.temporary_identifier(), self.temporary_identifier()
        name = repr(node.attr)
        # No dict has an attribute of most names, so for these its items come first.
        has_items = not hasattr(dict, node.attr)
        self.write(f"({found} if ({found} := ")
        self.write(
            f"({owner}.get({name}, missing) if type({owner} := "
            if has_items
            else f"peek(({owner} := "
        )
        self.visit(node.node, frame)
        peek = (
            f") is plain else peek({owner}, {name}, missing))"
            if has_items
            else f"), {name}, missing)"
        )
        self.write(f"{peek}) is not missing else dig(environment, {owner}, {name}))")

    def _writes_loop_attribute(self, node: nodes.Getattr, frame: Frame) -> bool:
        owner = node.node
        if (
            self.environment.is_async
            or self.environment.sandboxed
            or node.attr not in _LOOP_ATTRIBUTES
            or type(owner) is not nodes.Name
            or owner.name != "loop"
        ):
            return False
        target = frame.symbols.ref("loop")
        if target not in self._loop_targets or not self._is_surely_set(target, frame):
            return False
        self.write(_LOOP_SHORTCUTS.get(node.attr, "{}." + node.attr).format(target))
        return True

    _loop_targets: set[str]

    @optimizeconst
    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:
        is_slice = isinstance(node.arg, nodes.Slice)
        awaited = None if is_slice else self._begin_await()
        begin, middle, end = ("", "[", "]") if is_slice else ("environment.getitem(", ", ", ")")
        self.write(begin)
        self.visit(node.node, frame)
        self.write(middle)
        self.visit(node.arg, frame)
        self.write(end)
        self._end_await(awaited)

    def visit_Slice(self, node: nodes.Slice, frame: Frame) -> None:
        for bound, before in ((node.start, ""), (node.stop, ":"), (node.step, ":")):
            if bound is not None or bound is node.stop:
                self.write(before)
            if bound is not None:
                self.visit(bound, frame)

    @optimizeconst
    def visit_CondExpr(self, node: nodes.CondExpr, frame: Frame) -> None:
        frame = frame.soft()
        self.write("(")
        self.visit(node.expr1, frame)
        self.write(" if ")
        self.visit(node.test, frame)
        self.write(" else ")
        if node.expr2 is not None:
            self.visit(node.expr2, frame)
        else:
            reason = (
                f"the inline if-expression on {self.position(node)} evaluated to false and no"
                " else section was defined."
            )
            self.write(f"Undefined({reason!r})")
        self.write(")")

    @optimizeconst
    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:
        self._filter_or_test(node, frame, "filter")

    @optimizeconst
    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:
        self._filter_or_test(node, frame, "test")

    def _filter_or_test(self, node: nodes.Filter | nodes.Test, frame: Frame, kind: str) -> None:
        environment = self.environment
        is_filter = kind == "filter"
        table = environment.filters if is_filter else environment.tests
        func = table.get(node.name)
        # In a branch that may not run, the name may also be one that is not there.
        if func is None and not frame.soft_frame:
            self._fail_unknown(kind, node, table)
        awaited = self._begin_await()
        self.write(f"{(self.filters if is_filter else self.tests)[node.name]}(")
        mark = _PassArg.from_obj(func) if func is not None else None
        if mark is not None:
            self.write(f"{PASSED[mark]}, ")
        if node.node is not None:
            self.visit(node.node, frame)
        else:
            self.write(self._buffer_text(frame))
        self.signature(node, frame)
        self.write(")")
        self._end_await(awaited)

    def _fail_unknown(
        self, kind: str, node: nodes.Filter | nodes.Test, table: t.Mapping[str, t.Any]
    ) -> te.NoReturn:
        try:
            self.fail(f"No {kind} named {node.name!r}.", node.lineno)
        except TemplateAssertionError as error:
            note_later(error, lambda: (did_you_mean(node.name, table),))
            raise

    def _buffer_text(self, frame: Frame) -> str:
        """The code of what a buffer holds, marked as safe where output is escaped."""
        text = f"concat({frame.buffer})"
        if frame.eval_ctx.volatile:
            return f"(Markup if context.eval_ctx.autoescape else identity)({text})"
        return f"Markup({text})" if frame.eval_ctx.autoescape else text

    @optimizeconst
    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        awaited = self._begin_await()
        sandboxed = self.environment.sandboxed
        self.write("environment.call(context, " if sandboxed else "context.call(")
        self.visit(node.node, frame)
        extra = {}
        if forward_caller:
            extra["caller"] = "caller"
        # Callables which take the context also see what a loop or block has assigned.
        if frame.loop_frame and getattr(frame, "_tracks_vars", True):
            extra["_loop_vars"] = "_loop_vars"
        if frame.block_frame and getattr(frame, "_tracks_vars", True):
            extra["_block_vars"] = "_block_vars"
        self.signature(node, frame, extra)
        self.write(")")
        self._end_await(awaited)

    def visit_Keyword(self, node: nodes.Keyword, frame: Frame) -> None:
        self.write(f"{node.key}=")
        self.visit(node.value, frame)

    def signature(
        self,
        node: nodes.Call | nodes.Filter | nodes.Test,
        frame: Frame,
        extra_kwargs: t.Mapping[str, t.Any] | None = None,
    ) -> None:
        """Write the arguments of a call, each behind a comma; `extra_kwargs` are code."""
        for arg in node.args:
            self.write(", ")
            self.visit(arg, frame)
        extra = extra_kwargs or {}
        names: list[t.Any] = [*(keyword.key for keyword in node.kwargs), *extra]
        # A word of Python can be passed as a keyword, but not be spelled as one.
        if any(map(_is_reserved, names)):
            self._spelled_out(node, frame, extra)
            return
        for keyword in node.kwargs:
            self.write(", ")
            self.visit(keyword, frame)
        for key, code in extra.items():
            self.write(f", {key}={code}")
        if node.dyn_args is not None:
            self.write(", *")
            self.visit(node.dyn_args, frame)
        if node.dyn_kwargs is not None:
            self.write(", **")
            self.visit(node.dyn_kwargs, frame)

    def _spelled_out(
        self,
        node: nodes.Call | nodes.Filter | nodes.Test,
        frame: Frame,
        extra: t.Mapping[str, t.Any],
    ) -> None:
        if node.dyn_args is not None:
            self.write(", *")
            self.visit(node.dyn_args, frame)
        self.write(", **{")
        for keyword in node.kwargs:
            self.write(f"{keyword.key!r}: ")
            self.visit(keyword.value, frame)
            self.write(", ")
        for key, code in extra.items():
            self.write(f"{key!r}: {code}, ")
        self.write("}")
        if node.dyn_kwargs is not None:
            self.write(", **")
            self.visit(node.dyn_kwargs, frame)

    def visit_MarkSafe(self, node: nodes.MarkSafe, frame: Frame) -> None:
        self._write_call("Markup", node.expr, frame)

    def visit_MarkSafeIfAutoescape(self, node: nodes.MarkSafeIfAutoescape, frame: Frame) -> None:
        marking = "(Markup if context.eval_ctx.autoescape else identity)"
        self._write_call(marking, node.expr, frame)

    def _write_call(self, function: str, argument: nodes.Expr, frame: Frame) -> None:
        self.write(f"{function}(")
        self.visit(argument, frame)
        self.write(")")

    def visit_DerivedContextReference(
        self, node: nodes.DerivedContextReference, frame: Frame
    ) -> None:
        self.write(self.derive_context(frame))

    def visit_ContextReference(self, node: nodes.ContextReference, frame: Frame) -> None:
        self.write("context")

    def visit_InternalName(self, node: nodes.InternalName, frame: Frame) -> None:
        self.write(node.name)

    def visit_ImportedName(self, node: nodes.ImportedName, frame: Frame) -> None:
        self.write(self.import_aliases[node.importname])

    def visit_ExtensionAttribute(self, node: nodes.ExtensionAttribute, frame: Frame) -> None:
        self.write(f"environment.extensions[{node.identifier!r}].{node.name}")

    def visit_EnvironmentAttribute(self, node: nodes.EnvironmentAttribute, frame: Frame) -> None:
        self.write(f"environment.{node.name}")


def _is_reserved(name: str) -> bool:
    return iskeyword(name) or name == "__debug__"
