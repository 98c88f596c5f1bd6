"""Conditions, assignments and scopes."""

from __future__ import annotations

from .. import nodes

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .frame import Frame
    from .generator import CodeGenerator


def write_if(g: CodeGenerator, node: nodes.If, frame: Frame) -> None:
    branch = frame.soft()
    word = "if"
    for choice in (node, *node.elif_):
        g.writeline(f"{word} ", choice)
        g.visit(choice.test, branch)
        g.write(":")
        _write_indented(g, choice.body, branch)
        word = "elif"
    if node.else_:
        g.writeline("else:")
        _write_indented(g, node.else_, branch)


def _write_indented(g: CodeGenerator, body: list[nodes.Node], frame: Frame) -> None:
    g.indent()
    g.blockvisit(body, frame)
    g.outdent()


def write_expression_statement(g: CodeGenerator, node: nodes.ExprStmt, frame: Frame) -> None:
    g.newline(node)
    g.visit(node.node, frame)


# -- assignments


def _check_namespaces(g: CodeGenerator, target: nodes.Node, frame: Frame) -> None:
    """Only namespaces have attributes that a template may assign to."""
    seen: set[str] = set()
    members = [target] if isinstance(target, nodes.NSRef) else target.find_all(nodes.NSRef)
    for member in members:
        ref = frame.symbols.ref(member.name)
        if ref in seen:
            continue
        seen.add(ref)
        g.writeline(f"if not isinstance({ref}, Namespace):", target)
        g.writeline(
            "    raise TemplateRuntimeError('cannot assign attribute on non-namespace object')"
        )


def _begin_assignment(g: CodeGenerator, target: nodes.Node, frame: Frame) -> None:
    g.push_assign_tracking()
    if frame.toplevel or frame.loop_frame or frame.block_frame:
        for name in (target, *target.find_all(nodes.Name)):
            if isinstance(name, nodes.Name):
                g.note_assigned(name.name)


def _write_target(g: CodeGenerator, node: nodes.Assign | nodes.AssignBlock, frame: Frame) -> None:
    """Write the left side of an assignment."""
    _check_namespaces(g, node.target, frame)
    g.newline(node)
    g.visit(node.target, frame)
    g.write(" = ")


def write_assign(g: CodeGenerator, node: nodes.Assign, frame: Frame) -> None:
    _begin_assignment(g, node.target, frame)
    _write_target(g, node, frame)
    g.visit(node.node, frame)
    g.pop_assign_tracking(frame)


def write_assign_block(g: CodeGenerator, node: nodes.AssignBlock, frame: Frame) -> None:
    _begin_assignment(g, node.target, frame)
    inner = frame.inner()
    # The text is the value of a variable, whether or not the template is a child.
    inner.require_output_check = False
    inner.symbols.analyze_node(node)
    g.enter_frame(inner)
    g.buffer(inner)
    g.blockvisit(node.body, inner)
    _write_target(g, node, frame)
    g.write("(Markup if context.eval_ctx.autoescape else identity)(")
    if node.filter is not None:
        g.visit_Filter(node.filter, inner)
    else:
        g.write(f"concat({inner.buffer})")
    g.write(")")
    g.pop_assign_tracking(frame)
    g.leave_frame(inner)


# -- scopes


def write_with(g: CodeGenerator, node: nodes.With, frame: Frame) -> None:
    inner = frame.inner()
    inner.symbols.analyze_node(node)
    g.enter_frame(inner)
    for target, value in zip(node.targets, node.values, strict=True):
        g.newline(node)
        g.visit(target, inner)
        g.write(" = ")
        g.visit(value, frame)
    g.blockvisit(node.body, inner)
    g.leave_frame(inner)


def write_scope(g: CodeGenerator, node: nodes.Scope, frame: Frame) -> None:
    inner = frame.inner()
    inner.symbols.analyze_node(node)
    g.enter_frame(inner)
    g.blockvisit(node.body, inner)
    g.leave_frame(inner)


def write_overlay_scope(g: CodeGenerator, node: nodes.OverlayScope, frame: Frame) -> None:
    context = g.temporary_identifier()
    g.writeline(f"{context} = {g.derive_context(frame)}", node)
    g.writeline(f"{context}.vars = ")
    g.visit(node.context, frame)
    g.push_context_reference(context)
    inner = frame.inner(isolated=True)
    inner.buffer = frame.buffer
    inner.symbols.analyze_node(node)
    g.enter_frame(inner)
    g.blockvisit(node.body, inner)
    g.leave_frame(inner)
    g.pop_context_reference()


def write_modifier(g: CodeGenerator, node: nodes.EvalContextModifier, frame: Frame) -> None:
    for option in node.options:
        g.writeline(f"context.eval_ctx.{option.key} = ", node)
        g.visit(option.value, frame)
        if option.key == "autoescape":
            # Blocks that are rendered here follow the statement, not their own template.
            g.writeline("context.eval_ctx._is_stated = True")
        try:
            value = option.value.as_const(frame.eval_ctx)
        except nodes.Impossible:
            frame.eval_ctx.volatile = True
        else:
            setattr(frame.eval_ctx, option.key, value)


def write_scoped_modifier(
    g: CodeGenerator, node: nodes.ScopedEvalContextModifier, frame: Frame
) -> None:
    variable = g.temporary_identifier()
    before = frame.eval_ctx.save()
    g.writeline(f"{variable} = context.eval_ctx.save()", node)
    g.visit_EvalContextModifier(node, frame)
    g.stated_autoescape += 1
    for child in node.body:
        g.visit(child, frame)
    g.stated_autoescape -= 1
    frame.eval_ctx.revert(before)
    g.writeline(f"context.eval_ctx.revert({variable})")


WRITERS: dict[type[nodes.Node], t.Any] = {
    nodes.Assign: write_assign,
    nodes.AssignBlock: write_assign_block,
    nodes.EvalContextModifier: write_modifier,
    nodes.ExprStmt: write_expression_statement,
    nodes.If: write_if,
    nodes.OverlayScope: write_overlay_scope,
    nodes.Scope: write_scope,
    nodes.ScopedEvalContextModifier: write_scoped_modifier,
    nodes.With: write_with,
}
