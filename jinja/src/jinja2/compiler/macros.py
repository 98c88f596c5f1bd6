"""Macros, call blocks and filter blocks."""

from __future__ import annotations

from .. import nodes
from .frame import Frame, MacroRef

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .generator import CodeGenerator

_SPECIAL = ("caller", "kwargs", "varargs")
_CALLER_NEEDS_DEFAULT = (
    'When defining macros or call blocks the special "caller" argument must be omitted or be'
    " given a default."
)


def write_macro_body(
    g: CodeGenerator, node: nodes.Macro | nodes.CallBlock, frame: Frame
) -> tuple[Frame, MacroRef]:
    """Write the function of a macro. Returns its frame, and what it reads."""
    frame = frame.inner()
    frame.symbols.analyze_node(node)
    macro = MacroRef(node)
    targets = [frame.symbols.ref(arg.name) for arg in node.args]
    if len(set(targets)) < len(targets):
        g.fail_at(node, "a parameter is named twice")
    targets.extend(_special_parameters(g, macro, frame))
    # The text is a value, whether or not the template turns out to be a child, and macros may be
    # called by the blocks of the page.
    frame.require_output_check = frame.before_page = False
    g.writeline(f"{g.func('macro')}({', '.join(targets)}):", node)
    g.indent()
    g.repeated += 1
    nested, g.nested_loops = g.nested_loops, 0
    g.buffer(frame)
    g.enter_frame(frame)
    _write_defaults(g, node, frame)
    g.blockvisit(node.body, frame)
    g.return_buffer_contents(frame, force_unescaped=True)
    g.leave_frame(frame, with_python_scope=True)
    g.nested_loops = nested
    g.repeated -= 1
    g.outdent()
    return frame, macro


def _special_parameters(g: CodeGenerator, macro: MacroRef, frame: Frame) -> t.Iterator[str]:
    """Declare those of `caller`, `kwargs` and `varargs` which the body reads, unless it has
    parameters of that name.
    """
    node = macro.node
    own = {arg.name: index for index, arg in enumerate(node.args)}
    read = g.undeclared(node.body, _SPECIAL)
    for name in _SPECIAL:
        if name not in read:
            continue
        if name not in own:
            yield frame.symbols.declare_parameter(name)
        elif name != "caller":
            continue
        elif own[name] < len(node.args) - len(node.defaults):
            g.fail_at(node, _CALLER_NEEDS_DEFAULT)
        setattr(macro, f"accesses_{name}", True)


def _write_defaults(g: CodeGenerator, node: nodes.Macro | nodes.CallBlock, frame: Frame) -> None:
    """Write what parameters are when nothing was passed."""
    g.push_parameter_definitions(frame)
    required = len(node.args) - len(node.defaults)
    for index, arg in enumerate(node.args):
        target = frame.symbols.ref(arg.name)
        g.writeline(f"if {target} is missing:")
        g.indent()
        if index < required:
            reason = f"parameter {arg.name!r} was not provided"
            g.writeline(f"{target} = undefined({reason!r}, name={arg.name!r})")
        else:
            default = node.defaults[index - required]
            g.writeline(f"{target} = ", default)
            g.visit(default, frame)
        g.mark_parameter_stored(target)
        g.outdent()
    g.pop_parameter_definitions()


def write_macro_object(g: CodeGenerator, macro: MacroRef) -> None:
    """Write the expression that makes the macro of the function."""
    node = macro.node
    names = "".join(f"{arg.name!r}, " for arg in node.args)
    reads = (macro.accesses_kwargs, macro.accesses_varargs, macro.accesses_caller)
    g.write(
        f"Macro(environment, macro, {getattr(node, 'name', None)!r}, ({names}), "
        f"{', '.join(map(repr, reads))}, context.eval_ctx.autoescape)"
    )


def write_macro(g: CodeGenerator, node: nodes.Macro, frame: Frame) -> None:
    macro_frame, macro = g.macro_body(node, frame)
    g.newline()
    if frame.toplevel:
        if not node.name.startswith("_"):
            g.write(f"context.exported_vars.add({node.name!r})")
            g.newline()
        g.write(f"context.vars[{node.name!r}] = ")
    g.write(f"{frame.symbols.ref(node.name)} = ")
    g.macro_def(macro, macro_frame)


def write_call_block(g: CodeGenerator, node: nodes.CallBlock, frame: Frame) -> None:
    if not g.begin_page_output(frame):
        return
    caller_frame, caller = g.macro_body(node, frame)
    g.writeline("caller = ")
    g.macro_def(caller, caller_frame)
    begin, end = g.text_brackets()
    g.start_write(frame, node)
    g.write(begin)
    g.visit_Call(node.call, frame, forward_caller=True)
    g.write(end)
    g.end_write(frame)
    g.end_page_output(frame)


def write_filter_block(g: CodeGenerator, node: nodes.FilterBlock, frame: Frame) -> None:
    if not g.begin_page_output(frame):
        return
    inner = frame.inner()
    inner.symbols.analyze_node(node)
    g.enter_frame(inner)
    g.buffer(inner)
    g.blockvisit(node.body, inner)
    begin, end = g.text_brackets()
    g.start_write(frame, node)
    g.write(begin)
    g.visit_Filter(node.filter, inner)
    g.write(end)
    g.end_write(frame)
    g.leave_frame(inner)
    g.end_page_output(frame)


WRITERS: dict[type[nodes.Node], t.Any] = {
    nodes.CallBlock: write_call_block,
    nodes.FilterBlock: write_filter_block,
    nodes.Macro: write_macro,
}
