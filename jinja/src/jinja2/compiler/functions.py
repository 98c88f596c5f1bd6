"""Macros, call blocks and filter blocks."""

from __future__ import annotations

from .. import nodes
from .control import Control
from .frame import Frame, MacroRef

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

_SPECIAL = ("caller", "kwargs", "varargs")
_CALLER_NEEDS_DEFAULT = (
    'When defining macros or call blocks the special "caller" argument must be omitted or be'
    " given a default."
)


class Functions(Control):
    """The part of the code generator which writes macros."""

    def macro_body(
        self, node: nodes.Macro | nodes.CallBlock, frame: Frame
    ) -> tuple[Frame, MacroRef]:
        """Write the function behind a macro. Gives its frame, and what it reads."""
        frame = frame.inner()
        frame.symbols.analyze_node(node)
        macro = MacroRef(node)
        targets = [frame.symbols.ref(arg.name) for arg in node.args]
        targets.extend(self._special_parameters(macro, frame))
        # The text is a value, whether or not the template turns out to be a child.
        frame.require_output_check = False
        self.writeline(f"{self.func('macro')}({', '.join(targets)}):", node)
        self.indent()
        self._repeated += 1
        self.buffer(frame)
        self.enter_frame(frame)
        self._defaults(node, frame)
        self.blockvisit(node.body, frame)
        self.return_buffer_contents(frame, force_unescaped=True)
        self.leave_frame(frame, with_python_scope=True)
        self._repeated -= 1
        self.outdent()
        return frame, macro

    def _special_parameters(self, macro: MacroRef, frame: Frame) -> t.Iterator[str]:
        """Declare those of `caller`, `kwargs` and `varargs` which the body reads, unless it has
        parameters of that name."""
        node = macro.node
        own = {arg.name: index for index, arg in enumerate(node.args)}
        read = self._undeclared(node.body, _SPECIAL)
        for name in _SPECIAL:
            if name not in read:
                continue
            if name not in own:
                yield frame.symbols.declare_parameter(name)
            elif name != "caller":
                continue
            elif own[name] < len(node.args) - len(node.defaults):
                self.fail(_CALLER_NEEDS_DEFAULT, node.lineno)
            setattr(macro, f"accesses_{name}", True)

    def _defaults(self, node: nodes.Macro | nodes.CallBlock, frame: Frame) -> None:
        """Write what parameters are when nothing was passed."""
        self.push_parameter_definitions(frame)
        required = len(node.args) - len(node.defaults)
        for index, arg in enumerate(node.args):
            target = frame.symbols.ref(arg.name)
            self.writeline(f"if {target} is missing:")
            self.indent()
            if index < required:
                reason = f"parameter {arg.name!r} was not provided"
                self.writeline(f"{target} = undefined({reason!r}, name={arg.name!r})")
            else:
                default = node.defaults[index - required]
                self.writeline(f"{target} = ", default)
                self.visit(default, frame)
            self.mark_parameter_stored(target)
            self.outdent()
        self.pop_parameter_definitions()

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """Write the expression that makes the macro of the function."""
        node = macro_ref.node
        names = "".join(f"{arg.name!r}, " for arg in node.args)
        reads = (
            macro_ref.accesses_kwargs,
            macro_ref.accesses_varargs,
            macro_ref.accesses_caller,
        )
        self.write(
            f"Macro(environment, macro, {getattr(node, 'name', None)!r}, ({names}), "
            f"{', '.join(map(repr, reads))}, context.eval_ctx.autoescape)"
        )

    def visit_Macro(self, node: nodes.Macro, frame: Frame) -> None:
        macro_frame, macro = self.macro_body(node, frame)
        self.newline()
        if frame.toplevel:
            if not node.name.startswith("_"):
                self.write(f"context.exported_vars.add({node.name!r})")
                self.newline()
            self.write(f"context.vars[{node.name!r}] = ")
        self.write(f"{frame.symbols.ref(node.name)} = ")
        self.macro_def(macro, macro_frame)

    def visit_CallBlock(self, node: nodes.CallBlock, frame: Frame) -> None:
        caller_frame, caller = self.macro_body(node, frame)
        self.writeline("caller = ")
        self.macro_def(caller, caller_frame)
        self.start_write(frame, node)
        self.write(self._start_text())
        self.visit_Call(node.call, frame, forward_caller=True)
        self.write(self._end_text())
        self.end_write(frame)

    def visit_FilterBlock(self, node: nodes.FilterBlock, frame: Frame) -> None:
        inner = frame.inner()
        inner.symbols.analyze_node(node)
        self.enter_frame(inner)
        self.buffer(inner)
        self.blockvisit(node.body, inner)
        self.start_write(frame, node)
        self.write(self._start_text())
        self.visit_Filter(node.filter, inner)
        self.write(self._end_text())
        self.end_write(frame)
        self.leave_frame(inner)
