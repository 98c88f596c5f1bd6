"""Loops, conditions, assignments and scopes."""

from __future__ import annotations

from .. import nodes
from ..idtracking import VAR_LOAD_ALIAS, VAR_LOAD_PARAMETER, VAR_LOAD_RESOLVE
from .analysis import Needs, Survey, find_needs, find_undeclared
from .output import Output

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .frame import Frame


class CompilerExit(Exception):
    """What follows in this body is never reached, so no code is written for it."""

    __module__ = "jinja2.compiler"


class Control(Output):
    """The part of the code generator which writes the flow of control."""

    _assign_stack: list[set[str]]

    _survey: Survey | None
    _is_subclass: bool

    def _occurs(self, *kinds: type[nodes.Node]) -> bool:
        """Whether the template has such nodes anywhere."""
        return self._survey is None or not self._survey.kinds.isdisjoint(kinds)

    def _undeclared(self, members: t.Iterable[nodes.Node], names: t.Iterable[str]) -> set[str]:
        """:func:`find_undeclared`, if the template reads one of the names at all."""
        if self._survey is not None and self._survey.names.isdisjoint(names):
            return set()
        return find_undeclared(members, names)

    def _assigns(self, body: list[nodes.Node]) -> bool:
        kinds = (nodes.Assign, nodes.AssignBlock)
        return self._occurs(*kinds) and any(
            isinstance(node, kinds) or node.find(kinds) is not None  # type: ignore[arg-type]
            for node in body
        )

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
        """Give the variables of a scope their first values."""
        unset = []
        for target, (kind, source) in frame.symbols.loads.items():
            if kind == VAR_LOAD_RESOLVE:
                self.writeline(f"{target} = {self.get_resolve_func()}({source!r})")
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

    def pull_dependencies(self, nodes: t.Iterable[nodes.Node]) -> None:
        """Look up filters and tests once, before the body of a function that needs them."""
        if not self._needs_functions():
            return
        needs = self._needs(nodes)
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

    def _needs(self, body: t.Iterable[nodes.Node]) -> Needs:
        """What a function with this body needs."""
        seen = self._survey.needs(body) if self._survey is not None else None
        return find_needs(body) if seen is None else seen

    def _needs_functions(self) -> bool:
        return self._occurs(nodes.Filter, nodes.Test)

    def func(self, name: str) -> str:
        """The beginning of a function definition."""
        return f"{self.choose_async()}def {name}"

    def _scoped_body(self, node: nodes.Node, frame: Frame, body: list[nodes.Node]) -> None:
        inner = frame.inner()
        inner.symbols.analyze_node(node)
        self.enter_frame(inner)
        self.blockvisit(body, inner)
        self.leave_frame(inner)

    def visit_If(self, node: nodes.If, frame: Frame) -> None:
        branch = frame.soft()
        word = "if"
        for choice in (node, *node.elif_):
            self.writeline(f"{word} ", choice)
            self.visit(choice.test, branch)
            self.write(":")
            self._indented(choice.body, branch)
            word = "elif"
        if node.else_:
            self.writeline("else:")
            self._indented(node.else_, branch)

    def _indented(self, body: list[nodes.Node], frame: Frame) -> None:
        self.indent()
        self.blockvisit(body, frame)
        self.outdent()

    # -- loops

    def visit_For(self, node: nodes.For, frame: Frame) -> None:
        body = frame.inner()
        body.loop_frame = True
        otherwise = frame.inner()
        loop_target = None
        if self._needs_loop_variable(node):
            loop_target = body.symbols.declare_parameter("loop")
            self._loop_targets.add(loop_target)
        body.symbols.analyze_node(node, for_branch="body")
        if node.else_:
            otherwise.symbols.analyze_node(node, for_branch="else")
        self._repeated += 1
        select = self._loop_filter(node, frame) if node.test is not None else None
        if loop_target is None and select is None and self._is_comprehensible(node, body):
            self._comprehension(node, frame, body)
        elif node.recursive:
            self._recursive_loop(node, frame, body, otherwise, select, loop_target)
        else:
            self._loop(node, frame, body, otherwise, select, loop_target)
        self._repeated -= 1
        # Names that the loop assigned do not leave it.
        if self._assign_stack:
            self._assign_stack[-1].difference_update(body.symbols.stores)

    def _needs_loop_variable(self, node: nodes.For) -> bool:
        if node.recursive or "loop" in self._undeclared(node.body, ("loop",)):
            return True
        return self._occurs(nodes.Block) and any(
            block.scoped for block in node.find_all(nodes.Block)
        )

    def _is_comprehensible(self, node: nodes.For, body: Frame) -> bool:
        """Whether the loop does nothing but output for each item, by what the item and outer
        scopes give."""
        return (
            self._lazy is not None
            and not self.environment.is_async
            and not body.require_output_check
            and not node.else_
            and len(node.body) == 1
            and type(node.body[0]) is nodes.Output
            and bool(node.body[0].nodes)
            and all(kind == VAR_LOAD_PARAMETER for kind, _ in body.symbols.loads.values())
            and all(type(part) in _PLAIN_TARGETS for part in node.target._everything())
            and not (self._is_subclass and self._changes_loops())
        )

    @classmethod
    def _changes_loops(cls) -> bool:
        """Whether a subclass has its own way for what comprehensions leave out."""
        return any(getattr(cls, name) is not getattr(Control, name) for name in _LOOP_HOOKS)

    def _comprehension(self, node: nodes.For, frame: Frame, body: Frame) -> None:
        """Write the loop as a list comprehension, which is the fastest loop that Python has; in
        the lazy version it is a loop."""
        body._tracks_vars = False  # type: ignore[attr-defined]
        output: nodes.Output = node.body[0]  # type: ignore[assignment]
        finalize = self._make_finalize()
        pieces = self._pieces(output, body, finalize)
        target = _target_text(node.target, body)
        items = self.temporary_identifier()
        self.writeline(f"{items} = ", node)
        self.visit(node.iter, frame)
        if sum(not isinstance(piece, list) for piece in pieces) == 1:
            self._joined_loop(node, frame, body, pieces, items, target)
            return
        begin, end = f"{frame.buffer or 'out'}.extend([", f"for {target} in {items}])"
        if frame.buffer is None:
            self._either_line(begin, f"for {target} in {items}:")
            self.newline(output)
            self.write("    ")
            self._joined(pieces, body, finalize, "yield ")
            self._either_line(end, "", node)
        else:
            self.writeline(begin)
            self.newline(output)
            self._joined(pieces, body, finalize)
            self.writeline(end, node)

    def _joined_loop(
        self,
        node: nodes.For,
        frame: Frame,
        body: Frame,
        pieces: list[list[t.Any] | nodes.Expr],
        items: str,
        target: str,
    ) -> None:
        """Write a loop whose body has one value between constants: the values are joined by what
        stands between two of them, so that nothing is formatted for each item."""

        def line(fast: str, lazy: str, node: nodes.Node | None = None) -> None:
            self._either_line(fast, lazy if frame.buffer is None else fast, node)

        def part(fast: str, lazy: str) -> None:
            self._either(fast, lazy if frame.buffer is None else fast)

        finalize = self._make_finalize()
        value = next(piece for piece in pieces if not isinstance(piece, list))
        before, after = (
            "".join(end) if isinstance(end, list) else "" for end in (pieces[0], pieces[-1])
        )
        whole = repr(before.replace("%", "%%") + "%s" + after.replace("%", "%%"))
        begin = f"    ((yield {before!r})," if before else "    ("
        end = f",(yield {after!r}))" if after else ",)"
        values = self.temporary_identifier()
        if isinstance(value, nodes.Name) and target == body.symbols.ref(value.name):
            convert = _converter(body, finalize.src)
        else:
            convert = None
        # What cannot be iterated fails in the line of the loop, a value in its own line.
        if convert is not None:
            line("", f"for {target} in {items}:", node)
            line("", f"{begin}(yield {convert}({target})){end}", value)
            line(f"{values} = [*map({convert}, {items})]", "", node)
        else:
            line(f"{values} = [", f"for {target} in {items}:", node)
            self.newline(value)
            part("", f"{begin}(yield ")
            self._write_value(value, body, finalize)
            part("", f"){end}")
            line(f"for {target} in {items}]", "", node)
        joined = f"{after + before!r}.join({values})"
        out = frame.buffer or "out"
        line(f"if {values}: {out}.append({whole} % ({joined},))", "")

    def _loop_filter(self, node: nodes.For, frame: Frame) -> str:
        """Write a generator which lets pass what the loop's own condition accepts."""
        name = self.temporary_identifier()
        inner = frame.inner()
        inner.symbols.analyze_node(node, for_branch="test")
        self.writeline(f"{self.func(name)}(fiter):", node.test)
        self.indent()
        self.enter_frame(inner)
        self.writeline(self.choose_async("async for ", "for "))
        self.visit(node.target, inner)
        self.write(" in " + self.choose_async("auto_aiter(fiter)", "fiter") + ":")
        self.indent()
        self.writeline("if ", node.test)
        self.visit(node.test, inner)  # type: ignore[arg-type]
        self.write(":")
        self.indent()
        self.writeline("yield ")
        self.visit(node.target, inner)
        self.outdent(3)
        self.leave_frame(inner, with_python_scope=True)
        return name

    def _recursive_loop(
        self,
        node: nodes.For,
        frame: Frame,
        body: Frame,
        otherwise: Frame,
        select: str | None,
        loop_target: str | None,
    ) -> None:
        """Write the loop as a function that its body may call."""
        self.writeline(f"{self.func('loop')}(reciter, loop_render_func, depth=0):", node)
        self.indent()
        self.buffer(body)
        otherwise.buffer = body.buffer
        self._loop(node, frame, body, otherwise, select, loop_target)
        self.return_buffer_contents(body)
        self.outdent()
        self.start_write(frame, node)
        if self.environment.is_async:
            self.write("await loop(auto_aiter(")
            self.visit(node.iter, frame)
            self.write("), loop)")
        else:
            self.write("loop(")
            self.visit(node.iter, frame)
            self.write(", loop)")
        self.end_write(frame)

    def _loop(
        self,
        node: nodes.For,
        frame: Frame,
        body: Frame,
        otherwise: Frame,
        select: str | None,
        loop_target: str | None,
    ) -> None:
        if loop_target is not None:
            self.writeline(f"{loop_target} = missing")
        was_empty = self.temporary_identifier() if node.else_ else None
        if was_empty is not None:
            self.writeline(f"{was_empty} = True")
        self._loop_head(node, frame, body, select, loop_target)
        self.indent()
        self.enter_frame(body)
        if was_empty is not None:
            self.writeline(f"{was_empty} = False")
        if self._assigns(node.body):
            self.writeline("_loop_vars = {}")
        else:
            body._tracks_vars = False  # type: ignore[attr-defined]
        self.blockvisit(node.body, body)
        self.outdent()
        self.leave_frame(body, with_python_scope=node.recursive and not node.else_)
        if was_empty is not None:
            self.writeline(f"if {was_empty}:")
            self.indent()
            self.enter_frame(otherwise)
            self.blockvisit(node.else_, otherwise)
            self.leave_frame(otherwise)
            self.outdent()

    def _loop_head(
        self,
        node: nodes.For,
        frame: Frame,
        body: Frame,
        select: str | None,
        loop_target: str | None,
    ) -> None:
        is_async = self.environment.is_async
        if loop_target is not None and not is_async:
            # The loop object hands out the items itself: no pair is made for each of them.
            self.writeline(f"{loop_target} = LoopContext(", node)
            self._loop_items(node, frame, select, False)
            more = ", loop_render_func, depth" if node.recursive else ""
            self.write(f", undefined{more})")
            self.writeline("for ", node)
            self.visit(node.target, body)
            self.write(f" in {loop_target}._each():")
            return
        self.writeline(self.choose_async("async for ", "for "), node)
        self.visit(node.target, body)
        if loop_target is None:
            self.write(" in ")
            self._loop_items(node, frame, select, is_async)
            self.write(":")
            return
        self.write(f", {loop_target} in AsyncLoopContext(")
        self._loop_items(node, frame, select, False)
        more = ", loop_render_func, depth" if node.recursive else ""
        self.write(f", undefined{more}):")

    def _loop_items(
        self, node: nodes.For, frame: Frame, select: str | None, asynchronous: bool
    ) -> None:
        opened = 0
        if select is not None:
            self.write(f"{select}(")
            opened += 1
        elif asynchronous and not node.recursive:
            self.write("auto_aiter(")
            opened += 1
        if node.recursive:
            self.write("reciter")
        else:
            self.visit(node.iter, frame)
        self.write(")" * opened)

    def visit_Continue(self, node: nodes.Continue, frame: Frame) -> None:
        self.writeline("continue", node)

    def visit_Break(self, node: nodes.Break, frame: Frame) -> None:
        self.writeline("break", node)

    # -- assignments

    def push_assign_tracking(self) -> None:
        """Begin to note which names are assigned."""
        self._assign_stack.append(set())

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

    def _note_assigned(self, target: nodes.Node, frame: Frame) -> None:
        for name in (target, *target.find_all(nodes.Name)):
            if isinstance(name, nodes.Name) and self._assign_stack:
                if frame.toplevel or frame.loop_frame or frame.block_frame:
                    self._assign_stack[-1].add(name.name)

    def _check_namespaces(self, target: nodes.Node, frame: Frame) -> None:
        """Only namespaces have attributes that a template may assign to."""
        seen: set[str] = set()
        members = [target] if isinstance(target, nodes.NSRef) else target.find_all(nodes.NSRef)
        for member in members:
            ref = frame.symbols.ref(member.name)
            if ref in seen:
                continue
            seen.add(ref)
            self.writeline(f"if not isinstance({ref}, Namespace):", target)
            self.writeline(
                "    raise TemplateRuntimeError('cannot assign attribute on non-namespace object')"
            )

    def visit_Assign(self, node: nodes.Assign, frame: Frame) -> None:
        self._begin_assignment(node.target, frame)
        self._write_target(node, frame)
        self.visit(node.node, frame)
        self.pop_assign_tracking(frame)

    def _begin_assignment(self, target: nodes.Node, frame: Frame) -> None:
        self.push_assign_tracking()
        self._note_assigned(target, frame)

    def _write_target(self, node: nodes.Assign | nodes.AssignBlock, frame: Frame) -> None:
        """Write the left side of an assignment."""
        self._check_namespaces(node.target, frame)
        self.newline(node)
        self.visit(node.target, frame)
        self.write(" = ")

    def visit_AssignBlock(self, node: nodes.AssignBlock, frame: Frame) -> None:
        self._begin_assignment(node.target, frame)
        inner = frame.inner()
        # The text is the value of a variable, whether or not the template is a child.
        inner.require_output_check = False
        inner.symbols.analyze_node(node)
        self.enter_frame(inner)
        self.buffer(inner)
        self.blockvisit(node.body, inner)
        self._write_target(node, frame)
        self.write("(Markup if context.eval_ctx.autoescape else identity)(")
        if node.filter is not None:
            self.visit_Filter(node.filter, inner)
        else:
            self.write(f"concat({inner.buffer})")
        self.write(")")
        self.pop_assign_tracking(frame)
        self.leave_frame(inner)

    def visit_ExprStmt(self, node: nodes.ExprStmt, frame: Frame) -> None:
        self.newline(node)
        self.visit(node.node, frame)

    # -- scopes

    def visit_With(self, node: nodes.With, frame: Frame) -> None:
        inner = frame.inner()
        inner.symbols.analyze_node(node)
        self.enter_frame(inner)
        for target, value in zip(node.targets, node.values, strict=True):
            self.newline(node)
            self.visit(target, inner)
            self.write(" = ")
            self.visit(value, frame)
        self.blockvisit(node.body, inner)
        self.leave_frame(inner)

    def visit_Scope(self, node: nodes.Scope, frame: Frame) -> None:
        self._scoped_body(node, frame, node.body)

    def visit_OverlayScope(self, node: nodes.OverlayScope, frame: Frame) -> None:
        context = self.temporary_identifier()
        self.writeline(f"{context} = {self.derive_context(frame)}", node)
        self.writeline(f"{context}.vars = ")
        self.visit(node.context, frame)
        self.push_context_reference(context)
        inner = frame.inner(isolated=True)
        inner.buffer = frame.buffer
        inner.symbols.analyze_node(node)
        self.enter_frame(inner)
        self.blockvisit(node.body, inner)
        self.leave_frame(inner)
        self.pop_context_reference()

    def visit_EvalContextModifier(self, node: nodes.EvalContextModifier, frame: Frame) -> None:
        for option in node.options:
            self.writeline(f"context.eval_ctx.{option.key} = ", node)
            self.visit(option.value, frame)
            try:
                value = option.value.as_const(frame.eval_ctx)
            except nodes.Impossible:
                frame.eval_ctx.volatile = True
            else:
                setattr(frame.eval_ctx, option.key, value)

    def visit_ScopedEvalContextModifier(
        self, node: nodes.ScopedEvalContextModifier, frame: Frame
    ) -> None:
        variable = self.temporary_identifier()
        before = frame.eval_ctx.save()
        self.writeline(f"{variable} = context.eval_ctx.save()", node)
        self.visit_EvalContextModifier(node, frame)
        for child in node.body:
            self.visit(child, frame)
        frame.eval_ctx.revert(before)
        self.writeline(f"context.eval_ctx.revert({variable})")


_PLAIN_TARGETS = frozenset({nodes.Name, nodes.Tuple})
#: What is called for a loop and for its variables, unless it is a comprehension.
_LOOP_HOOKS = ("blockvisit", "enter_frame", "leave_frame", "visit_Name", "visit_Tuple")


def _converter(frame: Frame, finalize: str | None) -> str | None:
    """The function that makes text of a value, if one function does."""
    if finalize is not None or frame.eval_ctx.volatile:
        return None
    return "_escape_text" if frame.eval_ctx.autoescape else "str"


def _target_text(target: nodes.Node, frame: Frame) -> str:
    if isinstance(target, nodes.Name):
        return frame.symbols.ref(target.name)
    assert isinstance(target, nodes.Tuple)
    return "(" + "".join(f"{_target_text(item, frame)}, " for item in target.items) + ")"
