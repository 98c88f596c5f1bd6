"""Expressions: a node becomes the text of a Python expression.

One function for each type of node, found in :data:`WRITERS`. Python allows some two hundred
nested brackets and limits how deep its own compiler may go. So chains of first operands that are
longer than :data:`~jinja2.compiler.analysis.LONGEST_CHAIN` (``a.b.c...``, ``a or b or c...``) are
computed in steps, ``(t_1 := a.b.c, t_2 := f(t_1), t_2.d)[-1]``, and conditions after an ``else``
get no brackets of their own.
"""

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
from .analysis import LONGEST_CHAIN, chain_of, may_be_constant

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing_extensions as te

    from .frame import Frame
    from .generator import CodeGenerator

    Write = t.Callable[[CodeGenerator, t.Any, Frame], None]

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

#: Attributes of the loop which are read without the environment, and the code that reads them.
_LOOP_ATTRIBUTES = {
    name: "{}." + name
    for name in "index0 revindex revindex0 last length previtem nextitem depth depth0".split()
}
_LOOP_ATTRIBUTES.update({"index": "({}.index0 + 1)", "first": "({}.index0 == 0)"})

#: In an async environment: how many awaited expressions may be nested in the fast form, which
#: takes three brackets for each.
_MOST_AWAITED_FAST = 25


def optimizeconst(f: F) -> F:
    """Decorate a function that writes an expression: if its value is known, write that instead."""

    def write_folded(g: CodeGenerator, node: nodes.Expr, frame: Frame, **kwargs: object) -> None:
        if g.optimizer is not None and not frame.eval_ctx.volatile and may_be_constant(node):
            try:
                value = node.as_const(frame.eval_ctx)
                known = nodes.Const.from_untrusted(value, node.lineno, g.environment)
            except nodes.Impossible:
                pass
            else:
                g.visit(known, frame)
                return
        f(g, node, frame, **kwargs)

    return update_wrapper(write_folded, f)  # type: ignore[return-value]


optimizeconst.__module__ = "jinja2.compiler"


# -- names and literals


def is_surely_set(g: CodeGenerator, target: str, frame: Frame) -> bool:
    """Return whether a variable has a value whenever it is read here."""
    load = frame.symbols.find_load(target)
    return (
        load is not None and load[0] == VAR_LOAD_PARAMETER and not g.parameter_is_undeclared(target)
    )


def write_name(g: CodeGenerator, node: nodes.Name, frame: Frame) -> None:
    target = frame.symbols.ref(node.name)
    if node.ctx == "load" and not is_surely_set(g, target, frame):
        g.write(f"(undefined(name={node.name!r}) if {target} is missing else {target})")
    else:
        g.write(target)


def write_nsref(g: CodeGenerator, node: nodes.NSRef, frame: Frame) -> None:
    # What is assigned to was checked before the statement.
    g.write(f"{frame.symbols.ref(node.name)}[{node.attr!r}]")


def write_const(g: CodeGenerator, node: nodes.Const, frame: Frame) -> None:
    g.write(literal_text(node.as_const(frame.eval_ctx)))


def write_template_data(g: CodeGenerator, node: nodes.TemplateData, frame: Frame) -> None:
    try:
        g.write(repr(node.as_const(frame.eval_ctx)))
    except nodes.Impossible:
        g.write(f"(Markup if context.eval_ctx.autoescape else identity)({node.data!r})")


def _write_items(g: CodeGenerator, items: t.Iterable[nodes.Node], frame: Frame) -> int:
    count = 0
    for count, item in enumerate(items, 1):
        if count > 1:
            g.write(", ")
        if type(item) is nodes.Slice:
            # In a subscript of several parts, which is an ordinary tuple in generated code.
            _write_slice_object(g, item, frame)
        else:
            g.visit(item, frame)
    return count


def write_tuple(g: CodeGenerator, node: nodes.Tuple, frame: Frame) -> None:
    g.write("(")
    count = _write_items(g, node.items, frame)
    g.write(",)" if count == 1 else ")")


def write_list(g: CodeGenerator, node: nodes.List, frame: Frame) -> None:
    g.write("[")
    _write_items(g, node.items, frame)
    g.write("]")


def write_dict(g: CodeGenerator, node: nodes.Dict, frame: Frame) -> None:
    g.write("{")
    for pair in node.items:
        g.visit(pair.key, frame)
        g.write(": ")
        g.visit(pair.value, frame)
        g.write(", ")
    g.write("}")


# -- operators


def _binary(sign: str) -> Write:
    @optimizeconst
    def write(g: CodeGenerator, node: nodes.BinExpr, frame: Frame) -> None:
        environment = g.environment
        if environment.sandboxed and sign in environment.intercepted_binops:  # type: ignore[attr-defined]
            g.write(f"environment.call_binop(context, {sign!r}, ")
            g.visit(node.left, frame)
            g.write(", ")
        else:
            g.write("(")
            g.visit(node.left, frame)
            g.write(f" {sign} ")
        g.visit(node.right, frame)
        g.write(")")

    return write


def _unary(sign: str) -> Write:
    @optimizeconst
    def write(g: CodeGenerator, node: nodes.UnaryExpr, frame: Frame) -> None:
        environment = g.environment
        if environment.sandboxed and sign in environment.intercepted_unops:  # type: ignore[attr-defined]
            g.write(f"environment.call_unop(context, {sign!r}, ")
        else:
            g.write(f"({sign} ")
        g.visit(node.node, frame)
        g.write(")")

    return write


@optimizeconst
def write_concat(g: CodeGenerator, node: nodes.Concat, frame: Frame) -> None:
    if frame.eval_ctx.volatile:
        join = "(markup_join if context.eval_ctx.autoescape else str_join)"
    else:
        join = "markup_join" if frame.eval_ctx.autoescape else "str_join"
    g.write(join + "((")
    for part in node.nodes:
        g.visit(part, frame)
        g.write(", ")
    g.write("))")


@optimizeconst
def write_compare(g: CodeGenerator, node: nodes.Compare, frame: Frame) -> None:
    g.write("(")
    g.visit(node.expr, frame)
    for operand in node.ops:
        g.visit(operand, frame)
    g.write(")")


def write_operand(g: CodeGenerator, node: nodes.Operand, frame: Frame) -> None:
    g.write(f" {operators[node.op]} ")
    g.visit(node.expr, frame)


@optimizeconst
def write_condition(g: CodeGenerator, node: nodes.CondExpr, frame: Frame) -> None:
    frame = frame.soft()
    g.write("(")
    # A condition after `else` needs no brackets of its own, so that any number may follow.
    while True:
        g.visit(node.expr1, frame)
        g.write(" if ")
        g.visit(node.test, frame)
        g.write(" else ")
        if type(node.expr2) is not nodes.CondExpr:
            break
        node = node.expr2
    if node.expr2 is not None:
        g.visit(node.expr2, frame)
    else:
        reason = (
            f"the inline if-expression on {g.position(node)} evaluated to false and no"
            " else section was defined."
        )
        g.write(f"Undefined({reason!r})")
    g.write(")")


# -- attributes, items, calls


def _begin_await(g: CodeGenerator) -> str | None:
    """Begin an expression whose value may have to be awaited; returns its end."""
    if not g.environment.is_async:
        return None
    g.awaited += 1
    if g.awaited > _MOST_AWAITED_FAST:
        g.write("await auto_await(")
        return ")"
    variable = g.temporary_identifier()
    # A look at the type spares plain values the trip through a coroutine.
    g.write(f"({variable} if type({variable} := ")
    return f") in _plain_types else await auto_await({variable}))"


def _end_await(g: CodeGenerator, node: nodes.Expr, end: str | None) -> None:
    if end is not None:
        g.awaited -= 1
        g.back_to_line_of(node)
        g.write(end)


@optimizeconst
def write_getattr(g: CodeGenerator, node: nodes.Getattr, frame: Frame) -> None:
    shortcut = _loop_attribute(g, node, frame)
    if shortcut is not None:
        g.write(shortcut)
        return
    end = _begin_await(g)
    if node._spelling is not None:
        g.write("_spelled(environment, ")
        g.visit(node.node, frame)
        g.write(f", {node.attr!r}, {node._spelling!r})")
    elif g.has_accessors and g.repeated:
        _look_up(g, node, frame)
    else:
        # For what happens once, compiling takes longer than running.
        g.write("environment.getattr(")
        g.visit(node.node, frame)
        g.write(f", {node.attr!r})")
    _end_await(g, node, end)


def _look_up(g: CodeGenerator, node: nodes.Getattr, frame: Frame) -> None:
    """Write a look-up that calls a function of Python's own for most values: ``getattr``, or
    ``dict.get`` for names that no dict has as an attribute.
    """
    found, owner = g.temporary_identifier(), g.temporary_identifier()
    name = repr(node.attr)
    g.write(f"({found} if ({found} := ")
    if hasattr(dict, node.attr):
        g.write(f"peek(({owner} := ")
        peek = f"), {name}, missing)"
    else:
        g.write(f"({owner}.get({name}, missing) if type({owner} := ")
        peek = f") is plain else peek({owner}, {name}, missing))"
    g.visit(node.node, frame)
    g.back_to_line_of(node)
    g.write(f"{peek}) is not missing else dig(environment, {owner}, {name}))")


def _loop_attribute(g: CodeGenerator, node: nodes.Getattr, frame: Frame) -> str | None:
    """Return the code of an attribute of the loop's own variable, if that is what the node reads."""
    owner = node.node
    if (
        g.environment.is_async
        or g.environment.sandboxed
        or node.attr not in _LOOP_ATTRIBUTES
        or type(owner) is not nodes.Name
        or owner.name != "loop"
    ):
        return None
    target = frame.symbols.ref("loop")
    if target not in g.loop_targets or not is_surely_set(g, target, frame):
        return None
    return _LOOP_ATTRIBUTES[node.attr].format(target)


@optimizeconst
def write_getitem(g: CodeGenerator, node: nodes.Getitem, frame: Frame) -> None:
    if isinstance(node.arg, nodes.Slice):
        if may_be_constant(node.node):
            # Python warns of literals that have no items, also of those that it folds itself.
            _write_wrapped(g, "identity", node.node, frame)
        else:
            g.visit(node.node, frame)
        g.write("[")
        g.visit(node.arg, frame)
        g.write("]")
        return
    end = _begin_await(g)
    g.write("environment.getitem(")
    g.visit(node.node, frame)
    g.write(", ")
    g.visit(node.arg, frame)
    g.write(")")
    _end_await(g, node, end)


def write_slice(g: CodeGenerator, node: nodes.Slice, frame: Frame) -> None:
    for bound, before in ((node.start, ""), (node.stop, ":"), (node.step, ":")):
        if bound is not None or bound is node.stop:
            g.write(before)
        if bound is not None:
            g.visit(bound, frame)


def _write_slice_object(g: CodeGenerator, node: nodes.Slice, frame: Frame) -> None:
    g.write("slice(")
    for bound in (node.start, node.stop, node.step):
        if bound is None:
            g.write("None")
        else:
            g.visit(bound, frame)
        g.write(", ")
    g.write(")")


def buffer_text(frame: Frame) -> str:
    """Return the code of what a buffer holds, marked as safe where output is escaped."""
    text = f"concat({frame.buffer})"
    if frame.eval_ctx.volatile:
        return f"(Markup if context.eval_ctx.autoescape else identity)({text})"
    return f"Markup({text})" if frame.eval_ctx.autoescape else text


@optimizeconst
def write_filter(g: CodeGenerator, node: nodes.Filter, frame: Frame) -> None:
    _filter_or_test(g, node, frame, "filter", g.environment.filters, g.filters)


@optimizeconst
def write_test(g: CodeGenerator, node: nodes.Test, frame: Frame) -> None:
    _filter_or_test(g, node, frame, "test", g.environment.tests, g.tests)


def _filter_or_test(
    g: CodeGenerator,
    node: nodes.Filter | nodes.Test,
    frame: Frame,
    kind: str,
    table: t.Mapping[str, t.Any],
    variables: dict[str, str],
) -> None:
    func = table.get(node.name)
    # In a branch that may not run, the name may also be one that does not exist.
    if func is None and not frame.soft_frame:
        _fail_unknown(g, kind, node, table)
    end = _begin_await(g)
    g.write(f"{variables[node.name]}(")
    mark = _PassArg.from_obj(func) if func is not None else None
    if mark is not None:
        g.write(f"{PASSED[mark]}, ")
    if node.node is not None:
        g.visit(node.node, frame)
    else:
        g.write(buffer_text(frame))
    g.signature(node, frame)
    g.write(")")
    _end_await(g, node, end)


def _fail_unknown(
    g: CodeGenerator, kind: str, node: nodes.Filter | nodes.Test, table: t.Mapping[str, t.Any]
) -> te.NoReturn:
    try:
        g.fail_at(node, f"No {kind} named {node.name!r}.")
    except TemplateAssertionError as error:
        note_later(error, lambda: (did_you_mean(node.name, table),))
        raise


@optimizeconst
def write_call(
    g: CodeGenerator, node: nodes.Call, frame: Frame, forward_caller: bool = False
) -> None:
    end = _begin_await(g)
    sandboxed = g.environment.sandboxed
    callee = node.node
    if not sandboxed and not forward_caller and _calls_super(g, node, frame):
        # Nothing that context.call() does concerns a block, and a frame less lets templates
        # inherit deeper.
        g.write(f"{frame.symbols.ref('super')}()")
        _end_await(g, node, end)
        return
    g.write("environment.call(context, " if sandboxed else "context.call(")
    g.visit(callee, frame)
    extra = {}
    if forward_caller:
        extra["caller"] = "caller"
    # Callables which take the context also see what a loop or block has assigned.
    if frame.tracks_vars:
        if frame.loop_frame:
            extra["_loop_vars"] = "_loop_vars"
        if frame.block_frame:
            extra["_block_vars"] = "_block_vars"
    g.signature(node, frame, extra)
    g.write(")")
    _end_await(g, node, end)


def _calls_super(g: CodeGenerator, node: nodes.Call, frame: Frame) -> bool:
    """Return whether the call is ``super()``, and the name is the one that the compiler chose."""
    callee = node.node
    return (
        type(callee) is nodes.Name
        and callee.name == "super"
        and frame.block is not None
        and not (node.args or node.kwargs or node.dyn_args or node.dyn_kwargs)
        and g.survey is not None
        and "super" not in g.survey.assigned
        and is_surely_set(g, frame.symbols.ref("super"), frame)
    )


def write_keyword(g: CodeGenerator, node: nodes.Keyword, frame: Frame) -> None:
    g.write(f"{node.key}=")
    g.visit(node.value, frame)


def write_signature(
    g: CodeGenerator,
    node: nodes.Call | nodes.Filter | nodes.Test,
    frame: Frame,
    extra: t.Mapping[str, t.Any],
) -> None:
    """Write the arguments of a call, each after a comma; `extra` holds code by keyword."""
    for arg in node.args:
        g.write(", ")
        g.visit(arg, frame)
    names: list[t.Any] = [keyword.key for keyword in node.kwargs]
    for position, name in enumerate(names):
        if name in names[:position] or (name == "caller" and "caller" in extra):
            g.fail_at(node, f"keyword argument {name!r} is given twice")
    added = {key: code for key, code in extra.items() if key not in names}
    # A reserved word of Python can be passed as a keyword, but not be spelled as one.
    if any(map(_is_reserved, [*names, *added])):
        _spelled_out(g, node, frame, added)
        return
    for keyword in node.kwargs:
        g.write(", ")
        g.visit(keyword, frame)
    for key, code in added.items():
        g.write(f", {key}={code}")
    if node.dyn_args is not None:
        g.write(", *")
        g.visit(node.dyn_args, frame)
    if node.dyn_kwargs is not None:
        g.write(", **")
        g.visit(node.dyn_kwargs, frame)


def _spelled_out(
    g: CodeGenerator,
    node: nodes.Call | nodes.Filter | nodes.Test,
    frame: Frame,
    extra: t.Mapping[str, t.Any],
) -> None:
    if node.dyn_args is not None:
        g.write(", *")
        g.visit(node.dyn_args, frame)
    g.write(", **{")
    for keyword in node.kwargs:
        g.write(f"{keyword.key!r}: ")
        g.visit(keyword.value, frame)
        g.write(", ")
    for key, code in extra.items():
        g.write(f"{key!r}: {code}, ")
    g.write("}")
    if node.dyn_kwargs is not None:
        g.write(", **")
        g.visit(node.dyn_kwargs, frame)


def _is_reserved(name: str) -> bool:
    return iskeyword(name) or name == "__debug__"


def write_long_chain(g: CodeGenerator, node: nodes.Expr, frame: Frame) -> None:
    """Write a chain of first operands in steps. The operand that comes first is computed before
    everything else in any case, so it may as well be computed by an expression of its own.
    """
    chain = chain_of(node)
    g.write("(")
    for link in reversed(chain[LONGEST_CHAIN::LONGEST_CHAIN]):
        variable = g.temporary_identifier()
        g.write(f"{variable} := ")
        g.visit(link, frame)
        g.write(", ")
        g.computed[id(link)] = variable
    g.visit(node, frame)
    g.write(")[-1]")


# -- what only extensions and the parser make


def _write_wrapped(g: CodeGenerator, function: str, argument: nodes.Expr, frame: Frame) -> None:
    g.write(f"{function}(")
    g.visit(argument, frame)
    g.write(")")


def write_mark_safe(g: CodeGenerator, node: nodes.MarkSafe, frame: Frame) -> None:
    _write_wrapped(g, "Markup", node.expr, frame)


def write_mark_safe_if_autoescape(
    g: CodeGenerator, node: nodes.MarkSafeIfAutoescape, frame: Frame
) -> None:
    marking = "(Markup if context.eval_ctx.autoescape else identity)"
    _write_wrapped(g, marking, node.expr, frame)


def write_derived_context(
    g: CodeGenerator, node: nodes.DerivedContextReference, frame: Frame
) -> None:
    g.write(g.derive_context(frame))


def write_context(g: CodeGenerator, node: nodes.ContextReference, frame: Frame) -> None:
    g.write("context")


def write_internal_name(g: CodeGenerator, node: nodes.InternalName, frame: Frame) -> None:
    g.write(node.name)


def write_imported_name(g: CodeGenerator, node: nodes.ImportedName, frame: Frame) -> None:
    g.write(g.import_aliases[node.importname])


def write_extension_attribute(
    g: CodeGenerator, node: nodes.ExtensionAttribute, frame: Frame
) -> None:
    g.write(f"environment.extensions[{node.identifier!r}].{node.name}")


def write_environment_attribute(
    g: CodeGenerator, node: nodes.EnvironmentAttribute, frame: Frame
) -> None:
    g.write(f"environment.{node.name}")


#: The function for each type of node.
WRITERS: dict[type[nodes.Node], Write] = {
    **{
        kind: _binary(kind.operator)
        for kind in (
            *(nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow),
            *(nodes.And, nodes.Or),
        )
    },
    **{kind: _unary(kind.operator) for kind in (nodes.Neg, nodes.Pos, nodes.Not)},
    nodes.Call: write_call,
    nodes.Compare: write_compare,
    nodes.Concat: write_concat,
    nodes.CondExpr: write_condition,
    nodes.Const: write_const,
    nodes.ContextReference: write_context,
    nodes.DerivedContextReference: write_derived_context,
    nodes.Dict: write_dict,
    nodes.EnvironmentAttribute: write_environment_attribute,
    nodes.ExtensionAttribute: write_extension_attribute,
    nodes.Filter: write_filter,
    nodes.Getattr: write_getattr,
    nodes.Getitem: write_getitem,
    nodes.ImportedName: write_imported_name,
    nodes.InternalName: write_internal_name,
    nodes.Keyword: write_keyword,
    nodes.List: write_list,
    nodes.MarkSafe: write_mark_safe,
    nodes.MarkSafeIfAutoescape: write_mark_safe_if_autoescape,
    nodes.NSRef: write_nsref,
    nodes.Name: write_name,
    nodes.Operand: write_operand,
    nodes.Slice: write_slice,
    nodes.TemplateData: write_template_data,
    nodes.Test: write_test,
    nodes.Tuple: write_tuple,
}
