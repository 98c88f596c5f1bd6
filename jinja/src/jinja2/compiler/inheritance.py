"""The whole template, blocks, and everything that reaches into other templates."""

from __future__ import annotations

from .. import nodes
from .._abi import async_exported, exported, private_async_exported, private_exported
from .._autoescape import EvalContext
from .analysis import Survey
from .control import CompilerExit
from .frame import Frame
from .functions import Functions

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
    "_including": (nodes.Include,),
    "_include_async": (nodes.Include,),
    "_including_async": (nodes.Include,),
    "_inherit": (nodes.Extends,),
    "_put_root": (nodes.Extends,),
    "_put_root_async": (nodes.Extends,),
    "_put_block": (nodes.Block,),
    "_put_block_async": (nodes.Block,),
    "_missing_export": (nodes.FromImport,),
}


class Inheritance(Functions):
    """The part of the code generator which writes functions, and the module around them."""

    blocks: dict[str, nodes.Block]
    extends_so_far: int
    has_known_extends: bool
    created_block_context: bool

    def write_commons(self) -> None:
        """Write the beginning of a function: what its body refers to."""
        self.writeline("environment = context.environment")
        self.writeline("resolve = context.resolve_or_missing")
        self.writeline("undefined = environment.undefined")
        self.writeline("concat = environment.concat")
        # What makes the function a generator, if nothing else does.
        self._either_line("", "if 0: yield None")

    def _accessors(self, members: list[nodes.Node]) -> None:
        """Write how attributes are looked up, if they are."""
        self._has_accessors = self._occurs(nodes.Getattr) and self._needs(members).attributes
        if self._has_accessors:
            self.writeline("peek, dig, plain = _accessors(environment)")

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        assert frame is None, "a template is not inside of anything"
        self._survey = survey = Survey(node)
        if survey.spoiled_loop is not None:
            self.fail(_SPOILED_LOOP, survey.spoiled_loop.lineno)
        have_extends = nodes.Extends in survey.kinds
        for block in survey.blocks:
            if block.name in self.blocks:
                self.fail(f"block {block.name!r} defined twice", block.lineno)
            self.blocks[block.name] = block
        self._imports(survey)
        self._root_function(node, have_extends)
        for name, block in self.blocks.items():
            self._block_function(name, block)
        self._epilogue()

    def _imports(self, survey: Survey) -> None:
        names = [*exported, *private_exported]
        if self.environment.is_async:
            names += [*async_exported, *private_async_exported]
        if self._lazy is not None and not self._is_subclass:
            # A small template spends much of its compilation on names that it does not use.
            names = [
                name
                for name in names
                if name not in _NEEDED_BY or not survey.kinds.isdisjoint(_NEEDED_BY[name])
            ]
        self.writeline("from jinja2.runtime import " + ", ".join(names))
        for wanted in survey.imported:
            name = wanted.importname
            if name in self.import_aliases:
                continue
            alias = self.import_aliases[name] = self.temporary_identifier()
            module, dot, attribute = name.rpartition(".")
            if dot:
                self.writeline(f"from {module} import {attribute} as {alias}")
            else:
                self.writeline(f"import {name} as {alias}")
        self.writeline(f"name = {self.name!r}")

    def _function_head(self, name: str, node: nodes.Node | None) -> None:
        self.newline(node, extra=1)
        self._either(f"{self.func(name)}(context, out):", f"{self.func(name)}(context):")
        self.indent()
        self.write_commons()

    def _function_body(self, body: list[nodes.Node], frame: Frame) -> None:
        """Write what follows the special variables, and end the function."""
        self.enter_frame(frame)
        self.pull_dependencies(body)
        self._accessors(body)
        self.blockvisit(body, frame)
        self.leave_frame(frame, with_python_scope=True)
        self.outdent()

    def _root_function(self, node: nodes.Template, have_extends: bool) -> None:
        frame = Frame(EvalContext(self.environment, self.name))
        self._function_head("root", None)
        self._declare_self(node.body, frame)
        frame.symbols.analyze_node(node)
        frame.toplevel = frame.rootlevel = True
        frame.require_output_check = have_extends and not self.has_known_extends
        if have_extends:
            self.writeline("parent_template = None")
        self._function_body(node.body, frame)
        if have_extends:
            self.indent()
            if not self.has_known_extends:
                self.writeline("if parent_template is not None:")
                self.indent()
            self._write_parent()
            self.outdent(1 + (not self.has_known_extends))

    def _write_parent(self) -> None:
        self.newline()
        if self.environment.is_async:
            self._either(
                "await _put_root_async(parent_template, context, out)",
                "async for event in parent_template.root_render_func(context): yield event",
            )
        else:
            self._either(
                "_put_root(parent_template, context, out)",
                "yield from parent_template.root_render_func(context)",
            )

    def _block_function(self, name: str, block: nodes.Block) -> None:
        # What happens to the evaluation context in one function does not reach another.
        frame = Frame(EvalContext(self.environment, self.name))
        frame.block_frame = True
        self._function_head(f"block_{name}", block)
        undeclared = self._declare_self(block.body, frame)
        if "super" in undeclared:
            target = frame.symbols.declare_parameter("super")
            self.writeline(f"{target} = context.super({name!r}, blocks[{name!r}])")
        frame.symbols.analyze_node(block)
        frame.block = name
        if self._assigns(block.body):
            self.writeline("_block_vars = {}")
        else:
            frame._tracks_vars = False  # type: ignore[attr-defined]
        self._function_body(block.body, frame)

    def _declare_self(self, body: list[nodes.Node], frame: Frame) -> set[str]:
        undeclared = self._undeclared(body, ("self", "super"))
        if "self" in undeclared:
            target = frame.symbols.declare_parameter("self")
            self.writeline(f"{target} = TemplateReference(context)")
        return undeclared

    def _epilogue(self) -> None:
        blocks = ", ".join(f"{name!r}: block_{name}" for name in self.blocks)
        self.newline(extra=1)
        if self._lazy is None:
            self.write(f"blocks = {{{blocks}}}")
        else:
            self._lazy.append(f"\n\nblocks = {{{blocks}}}\n")
            lazy = "".join(self._lazy)
            self._lazy = None
            self.write(f"root, blocks = _two_faces(globals(), root, {{{blocks}}}, {lazy!r})")
        lines = "&".join(f"{template}={code}" for template, code in self.debug_info)
        self.writeline(f"debug_info = {lines!r}")

    # -- blocks and parents

    def visit_Block(self, node: nodes.Block, frame: Frame) -> None:
        depth = 0
        if frame.toplevel:
            if self.has_known_extends:
                # The parent decides where the block is shown.
                return
            if self.extends_so_far > 0:
                self.writeline("if parent_template is None:")
                self.indent()
                depth = 1
        context = self.derive_context(frame) if node.scoped else self.get_context_ref()
        if node.required:
            reason = f"Required block {node.name!r} not found"
            self.writeline(f"if len(context.blocks[{node.name!r}]) <= 1:", node)
            self.writeline(f"    raise TemplateRuntimeError({reason!r})", node)
        self._write_block_call(node, frame, context)
        self.outdent(depth)

    def _write_block_call(self, node: nodes.Block, frame: Frame, context: str) -> None:
        name = repr(node.name)
        function = f"context.blocks[{name}][0]({context})"
        self.newline(node)
        if self.environment.is_async:
            put = f"await _put_block_async({context}, context.blocks[{name}][0], "
            lazy = f"async for event in {function}: yield event"
        else:
            put = f"_put_block({context}, context.blocks[{name}][0], "
            lazy = f"yield from {function}"
        if frame.buffer is None:
            self._either(f"{put}out)", lazy)
        else:
            self.write(f"{put}{frame.buffer})")

    def visit_Extends(self, node: nodes.Extends, frame: Frame) -> None:
        if not frame.toplevel:
            self.fail("cannot use extend from a non top-level scope", node.lineno)
        if self.extends_so_far:
            self._refuse_second_parent()
        self.extends_so_far += 1
        self.has_known_extends = self.has_known_extends or frame.rootlevel
        self.newline(node)
        self._write_loaded(node.template, frame, "parent_template = ")
        self.writeline("_inherit(context, parent_template)")

    def _refuse_second_parent(self) -> None:
        """A second parent is an error, if the first is reached."""
        failing = "raise TemplateRuntimeError('extended multiple times')"
        if self.has_known_extends:
            self.writeline(failing)
            raise CompilerExit()
        self.writeline("if parent_template is not None:")
        self.writeline(f"    {failing}")

    def _write_loaded(self, name: nodes.Expr, frame: Frame, before: str) -> None:
        """Write the code that loads another template."""
        self.write(f"{before}environment.get_template(")
        self.visit(name, frame)
        self.write(f", {self.name!r})")

    # -- other templates

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:
        which = "get_or_select_template"
        if isinstance(node.template, nodes.Const):
            if isinstance(node.template.value, str):
                which = "get_template"
            elif isinstance(node.template.value, (tuple, list)):
                which = "select_template"
        elif isinstance(node.template, (nodes.Tuple, nodes.List)):
            which = "select_template"
        is_async = self.environment.is_async
        self.newline(node)
        fast, lazy, lazy_end = "_include(", "yield from _including(", ")"
        if is_async:
            fast = "await _include_async("
            lazy, lazy_end = "async for event in _including_async(", "): yield event"
        if frame.buffer is None:
            self._either(fast, lazy)
        else:
            self.write(fast)
        self.write(f"context, environment.{which}, ")
        self.visit(node.template, frame)
        variables = self.dump_local_context(frame) if node.with_context else None
        self.write(f", {self.name!r}, {variables}, {bool(node.ignore_missing)!r}")
        if frame.buffer is None:
            self._either(", out)", lazy_end)
        else:
            self.write(f", {frame.buffer})")

    def _write_module(
        self, targets: list[str], node: nodes.Import | nodes.FromImport, frame: Frame
    ) -> None:
        """Write a statement that assigns the module of another template."""
        if node.with_context:
            variables = self.dump_local_context(frame)
            method, arguments = "make_module", f"context.get_all(), True, {variables}"
        else:
            method, arguments = "_get_default_module", "context"
        before = "".join(f"{target} = " for target in targets)
        if self.environment.is_async:
            before, method = before + "await ", method + "_async"
        self.newline(node)
        self._write_loaded(node.template, frame, before)
        self.write(f".{method}({arguments})")

    def visit_Import(self, node: nodes.Import, frame: Frame) -> None:
        targets = [frame.symbols.ref(node.target)]
        if frame.toplevel:
            targets.append(f"context.vars[{node.target!r}]")
        self._write_module(targets, node, frame)
        if frame.toplevel and not node.target.startswith("_"):
            self.writeline(f"context.exported_vars.discard({node.target!r})")

    def visit_FromImport(self, node: nodes.FromImport, frame: Frame) -> None:
        self._write_module(["included_template"], node, frame)
        targets: list[str] = []
        for item in node.names:
            name, alias = item if isinstance(item, tuple) else (item, item)
            target = frame.symbols.ref(alias)
            self.writeline(f"{target} = getattr(included_template, {name!r}, missing)")
            self.writeline(f"if {target} is missing:")
            place = self.position(node)
            self.writeline(
                f"    {target} = _missing_export(undefined, included_template, {place!r}, {name!r})"
            )
            targets.append(alias)
        if not frame.toplevel or not targets:
            return
        pairs = ", ".join(f"{name!r}: {frame.symbols.ref(name)}" for name in targets)
        self.writeline(f"context.vars.update({{{pairs}}})")
        public = [name for name in targets if not name.startswith("_")]
        if public:
            names = "".join(f"{name!r}, " for name in public)
            self.writeline(f"context.exported_vars.difference_update(({names}))")
