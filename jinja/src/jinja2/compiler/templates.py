"""The module of a template, its blocks, and everything that reaches into other templates."""

from __future__ import annotations

import typing as t

from .. import nodes
from .._abi import async_exported, exported, private_async_exported, private_exported
from .._autoescape import EvalContext
from .analysis import Survey
from .frame import Frame

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from .generator import CodeGenerator

_SPOILED_LOOP = "Can't assign to special loop variable in for-loop target"

_OVERRIDES = (nodes.Block, nodes.Extends)
_CALLED = (nodes.Filter, nodes.Test)
#: Names of the run time which only templates with one of these nodes refer to.
_NEEDED_BY: dict[str, tuple[type[nodes.Node], ...]] = {
    "LoopContext": (nodes.For,),
    "AsyncLoopContext": (nodes.For,),
    "TemplateReference": (nodes.Name,),
    "Macro": (nodes.Macro, nodes.CallBlock),
    "TemplateRuntimeError": (*_OVERRIDES, nodes.NSRef),
    "TemplateNotFound": (),
    "Namespace": (nodes.NSRef,),
    "internalcode": (),
    "escape": (),
    "markup_join": (nodes.Concat,),
    "str_join": (nodes.Concat,),
    "_absent": _CALLED,
    "_accessors": (nodes.Getattr,),
    "_include": (nodes.Include,),
    "_include_async": (nodes.Include,),
    "_inherit": (nodes.Extends,),
    "_into": (*_OVERRIDES, nodes.Include),
    "_into_async": (*_OVERRIDES, nodes.Include),
    "_missing_export": (nodes.FromImport,),
    "_spelled": (nodes.Getattr,),
    "_stated": (nodes.Block,),
}


class CompilerExit(Exception):
    """Raised for the rest of a body that is never reached, so that no code is written for it."""

    __module__ = "jinja2.compiler"


# -- the module and its functions


def write_template(g: CodeGenerator, node: nodes.Template, frame: Frame | None = None) -> None:
    assert frame is None, "a template is not inside of anything"
    if node._source is None:
        # Without a source the other form could not be made when it is needed.
        g.eager = False
    g.survey = survey = Survey(node)
    if survey.spoiled_loop is not None:
        g.fail_at(survey.spoiled_loop, _SPOILED_LOOP)
    for block, _ in survey.blocks:
        if block.name in g.blocks:
            g.fail_at(block, f"block {block.name!r} defined twice")
        g.blocks[block.name] = block
    _write_imports(g, survey)
    _write_root(g, node)
    for block, stated in survey.blocks:
        _write_block_function(g, block, stated)
    _write_epilogue(g, node, survey)


def _write_imports(g: CodeGenerator, survey: Survey) -> None:
    names = [*exported, *private_exported]
    if g.environment.is_async:
        names += [*async_exported, *private_async_exported]
    if not g.is_subclass:
        # A small template spends much of its compilation on names that it does not use.
        names = [
            name
            for name in names
            if name not in _NEEDED_BY or not survey.kinds.isdisjoint(_NEEDED_BY[name])
        ]
    g.writeline("from jinja2.runtime import " + ", ".join(names))
    for wanted in survey.imported:
        name = wanted.importname
        if name in g.import_aliases:
            continue
        alias = g.import_aliases[name] = g.temporary_identifier()
        module, dot, attribute = name.rpartition(".")
        if dot:
            g.writeline(f"from {module} import {attribute} as {alias}")
        else:
            g.writeline(f"import {name} as {alias}")
    g.writeline(f"name = {g.name!r}")


def _function_frame(g: CodeGenerator) -> Frame:
    # What happens to the evaluation context in one function does not reach another.
    eval_ctx = EvalContext(g.environment, g.name)
    if g.autoescape is not None:
        eval_ctx.autoescape = g.autoescape
    return Frame(eval_ctx)


def _write_head(g: CodeGenerator, name: str, node: nodes.Node | None) -> None:
    g.newline(node, extra=1)
    g.write(f"{g.func(name)}(context{', out' if g.eager else ''}):")
    g.indent()
    g.write_commons()


def _write_body(g: CodeGenerator, body: list[nodes.Node], frame: Frame) -> None:
    """Write what follows the special variables of a function, and leave it open."""
    g.enter_frame(frame)
    g.pull_dependencies(body)
    g.has_accessors = g.occurs(nodes.Getattr) and g.needs(body).attributes
    if g.has_accessors:
        g.writeline("peek, dig, plain = _accessors(environment)")
    g.blockvisit(body, frame)
    g.leave_frame(frame, with_python_scope=True)


def _write_root(g: CodeGenerator, node: nodes.Template) -> None:
    frame = _function_frame(g)
    _write_head(g, "root", None)
    _declare_self(g, node.body, frame)
    frame.symbols.analyze_node(node)
    frame.toplevel = frame.rootlevel = True
    if g.occurs(nodes.Extends):
        frame.require_output_check = frame.before_page = True
        g.writeline("parent_template = None")
        if g.survey is not None and g.survey.extends > 1:
            g.writeline("extends = 0")
    _write_body(g, node.body, frame)
    _write_parents(g)
    g.outdent()


def _write_parents(g: CodeGenerator) -> None:
    """Write the rendering of the parent, in the line of the `extends` that chose it."""
    root = "parent_template.root_render_func"
    if g.has_known_extends:
        # Those before it would have made it an error.
        _write_rendered(g, root, "context", None, g.extends[-1])
        return
    for number, node in enumerate(g.extends, 1):
        several = g.survey is not None and g.survey.extends > 1
        test = f"extends == {number}" if several else "parent_template is not None"
        g.writeline(f"if {test}:")
        g.indent()
        _write_rendered(g, root, "context", None, node)
        g.outdent()


def _write_rendered(
    g: CodeGenerator, function: str, argument: str, buffer: str | None, node: nodes.Node
) -> None:
    """Write a statement that outputs what a function of this or another template renders.

    :param function: the code of what ``root`` or ``blocks`` of a module hold.
    :param argument: the code of its argument.
    """
    if not g.eager and buffer is None:
        g.write_pieces(f"{function}({argument})", node)
    elif g.environment.is_async:
        g.writeline(f"await _into_async({function})({argument}, {buffer or 'out'})", node)
    else:
        g.writeline(f"_into({function})({argument}, {buffer or 'out'})", node)


def _write_block_function(
    g: CodeGenerator, block: nodes.Block, stated: tuple[nodes.ScopedEvalContextModifier, ...]
) -> None:
    name = block.name
    frame = _function_frame(g)
    frame.block_frame = True
    frame.block = name
    _write_head(g, f"block_{name}", block)
    undeclared = _declare_self(g, block.body, frame)
    if "super" in undeclared:
        target = frame.symbols.declare_parameter("super")
        g.writeline(f"{target} = context.super({name!r}, blocks[{name!r}])")
    body = block.body
    # A block may be rendered by another template, but an `autoescape` around it holds in it.
    for statement in reversed(stated):
        options, line = statement.options, statement.lineno
        wrapped: list[nodes.Node] = [nodes.ScopedEvalContextModifier(options, body, lineno=line)]
        body = wrapped
    if stated:
        block = nodes.Block(name, body, block.scoped, block.required, lineno=block.lineno)
    frame.symbols.analyze_node(block)
    frame.tracks_vars = g.assigns(block.body)
    if frame.tracks_vars:
        g.writeline("_block_vars = {}")
    _write_body(g, body, frame)
    g.outdent()


def _declare_self(g: CodeGenerator, body: list[nodes.Node], frame: Frame) -> set[str]:
    undeclared = g.undeclared(body, ("self", "super"))
    if "self" in undeclared:
        target = frame.symbols.declare_parameter("self")
        g.writeline(f"{target} = TemplateReference(context)")
    return undeclared


def _write_epilogue(g: CodeGenerator, node: nodes.Template, survey: Survey) -> None:
    blocks = ", ".join(f"{name!r}: block_{name}" for name in g.blocks)
    if g.eager:
        stated = "".join(f"{block.name!r}, " for block, around in survey.blocks if around)
        g.checksum = g.compute_checksum()
        g.newline(extra=1)
        g.write(
            f"root, blocks = _versions(globals(), root, {{{blocks}}}, ({stated}),"
            f" {g.checksum}, {node._source!r})"
        )
    else:
        g.newline(extra=1)
        g.write(f"blocks = {{{blocks}}}")
    lines = "&".join(f"{template}={code}" for template, code in g.debug_info)
    g.writeline(f"debug_info = {lines!r}")


# -- blocks and parents


def write_block(g: CodeGenerator, node: nodes.Block, frame: Frame) -> None:
    asks = False
    if frame.before_page and g.extends_so_far:
        if g.has_known_extends:
            # The parent decides where the block is shown.
            return
        asks = True
        g.writeline("if parent_template is None:")
        g.indent()
    context = g.derive_context(frame) if node.scoped else g.get_context_ref()
    if node.required:
        reason = f"Required block {node.name!r} not found"
        g.writeline(f"if len(context.blocks[{node.name!r}]) <= 1:", node)
        g.writeline(f"    raise TemplateRuntimeError({reason!r})", node)
    function = f"context.blocks[{node.name!r}][0]"
    if g.stated_autoescape or g.autoescape is not None:
        function = f"_stated(context, {function})"
    _write_rendered(g, function, context, frame.buffer, node)
    g.outdent(asks)


def write_extends(g: CodeGenerator, node: nodes.Extends, frame: Frame) -> None:
    if not frame.toplevel:
        g.fail_at(node, "cannot use extend from a non top-level scope")
    if g.extends_so_far:
        _refuse_second_parent(g)
    g.extends_so_far += 1
    g.extends.append(node)
    g.has_known_extends = g.has_known_extends or frame.rootlevel
    g.newline(node)
    _write_loaded(g, node.template, frame, "parent_template = ")
    g.writeline("_inherit(context, parent_template)")
    if g.survey is not None and g.survey.extends > 1:
        g.writeline(f"extends = {g.extends_so_far}")


def _refuse_second_parent(g: CodeGenerator) -> None:
    """Write the error for a second parent, which is one if the first is reached."""
    failing = "raise TemplateRuntimeError('extended multiple times')"
    if g.has_known_extends:
        g.writeline(failing)
        raise CompilerExit()
    g.writeline("if parent_template is not None:")
    g.writeline(f"    {failing}")


def _write_loaded(g: CodeGenerator, name: nodes.Expr, frame: Frame, before: str) -> None:
    """Write the code that loads another template."""
    g.write(f"{before}environment.get_template(")
    g.visit(name, frame)
    g.write(f", {g.name!r})")


# -- other templates


def write_include(g: CodeGenerator, node: nodes.Include, frame: Frame) -> None:
    if not g.begin_page_output(frame):
        return
    which = "get_or_select_template"
    if isinstance(node.template, nodes.Const):
        if isinstance(node.template.value, str):
            which = "get_template"
        elif isinstance(node.template.value, (tuple, list)):
            which = "select_template"
    elif isinstance(node.template, (nodes.Tuple, nodes.List)):
        which = "select_template"
    template = g.temporary_identifier()
    if node.with_context and not (node.ignore_missing or g.environment.is_async):
        # The usual case, without a call in between.
        g.writeline(f"{template} = environment.{which}(", node)
        g.visit(node.template, frame)
        g.write(f", {g.name!r})")
        arguments = f"context.get_all(), True, {g.dump_local_context(frame)}"
        argument = f"{template}.new_context({arguments})"
        _write_rendered(g, f"{template}.root_render_func", argument, frame.buffer, node)
    else:
        argument = g.temporary_identifier()
        include = g.choose_async("await _include_async", "_include")
        g.writeline(f"{template}, {argument} = {include}(context, environment.{which}, ", node)
        g.visit(node.template, frame)
        variables = g.dump_local_context(frame) if node.with_context else None
        g.write(f", {g.name!r}, {variables}, {bool(node.ignore_missing)!r})")
        _write_rendered(g, template, argument, frame.buffer, node)
    g.end_page_output(frame)


def _write_module(
    g: CodeGenerator, targets: list[str], node: nodes.Import | nodes.FromImport, frame: Frame
) -> None:
    """Write a statement that assigns the module of another template."""
    if node.with_context:
        variables = g.dump_local_context(frame)
        method, arguments = "make_module", f"context.get_all(), True, {variables}"
    else:
        method, arguments = "_get_default_module", "context"
    before = "".join(f"{target} = " for target in targets)
    if g.environment.is_async:
        before, method = before + "await ", method + "_async"
    g.newline(node)
    _write_loaded(g, node.template, frame, before)
    g.write(f".{method}({arguments})")


def write_import(g: CodeGenerator, node: nodes.Import, frame: Frame) -> None:
    targets = [frame.symbols.ref(node.target)]
    if frame.toplevel:
        targets.append(f"context.vars[{node.target!r}]")
    _write_module(g, targets, node, frame)
    if frame.toplevel and not node.target.startswith("_"):
        g.writeline(f"context.exported_vars.discard({node.target!r})")


def write_from_import(g: CodeGenerator, node: nodes.FromImport, frame: Frame) -> None:
    _write_module(g, ["included_template"], node, frame)
    targets: list[str] = []
    for item in node.names:
        name, alias = item if isinstance(item, tuple) else (item, item)
        target = frame.symbols.ref(alias)
        g.writeline(f"{target} = getattr(included_template, {name!r}, missing)")
        g.writeline(f"if {target} is missing:")
        place = g.position(node)
        g.writeline(
            f"    {target} = _missing_export(undefined, included_template, {place!r}, {name!r})"
        )
        targets.append(alias)
    if not frame.toplevel or not targets:
        return
    pairs = ", ".join(f"{name!r}: {frame.symbols.ref(name)}" for name in targets)
    g.writeline(f"context.vars.update({{{pairs}}})")
    public = [name for name in targets if not name.startswith("_")]
    if public:
        names = "".join(f"{name!r}, " for name in public)
        g.writeline(f"context.exported_vars.difference_update(({names}))")


WRITERS: dict[type[nodes.Node], t.Any] = {
    nodes.Block: write_block,
    nodes.Extends: write_extends,
    nodes.FromImport: write_from_import,
    nodes.Import: write_import,
    nodes.Include: write_include,
    nodes.Template: write_template,
}
