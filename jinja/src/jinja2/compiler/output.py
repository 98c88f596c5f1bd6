"""``{{ … }}`` and plain text: fold, escape, finalise, and hand it to where output goes."""

from __future__ import annotations

import sys
import typing as t

from markupsafe import escape

from .. import nodes
from .._marks import _PassArg
from .analysis import may_be_constant
from .expressions import PASSED, Expressions

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from .._autoescape import EvalContext
    from .frame import Frame


#: Whether formatting by ``%`` makes text of each value before the next one is computed. CPython
#: compiles it like that; elsewhere all values come first, and the text of one could change.
_FORMATS_IN_TURN = sys.implementation.name == "cpython"


class FinalizeInfo(t.NamedTuple):
    """How a value becomes text: ``const`` does it now (``None`` when it takes a context), ``src``
    is the beginning of the code that does it at run time, up to the value."""

    const: t.Callable[..., t.Any] | None
    src: str | None


def _text_function(eval_ctx: EvalContext) -> str:
    """The code of the function that makes text of a value."""
    if eval_ctx.volatile:
        return "(_escape_text if context.eval_ctx.autoescape else str)"
    return "_escape_text" if eval_ctx.autoescape else "str"


class Output(Expressions):
    """The part of the code generator which writes output."""

    has_known_extends: bool
    _finalize: FinalizeInfo | None

    def buffer(self, frame: Frame) -> None:
        """From here on the output of the frame is collected in a list."""
        frame.buffer = self.temporary_identifier()
        self.writeline(f"{frame.buffer} = []")

    def return_buffer_contents(self, frame: Frame, force_unescaped: bool = False) -> None:
        """Return what was collected, marked as safe where output is escaped."""
        text = f"concat({frame.buffer})" if force_unescaped else self._buffer_text(frame)
        self.writeline(f"return {text}")

    def start_write(self, frame: Frame, node: nodes.Node | None = None) -> None:
        """Begin a statement that outputs the expression which follows."""
        self.newline(node)
        if frame.buffer is None:
            self._either("out.append(", "yield ")
        else:
            self.write(f"{frame.buffer}.append(")

    def end_write(self, frame: Frame) -> None:
        """End what :meth:`start_write` began."""
        if frame.buffer is None:
            self._either(")", "")
        else:
            self.write(")")

    def simple_write(self, s: str, frame: Frame, node: nodes.Node | None = None) -> None:
        """Output the value of an expression that is given as code."""
        self.start_write(frame, node)
        self.write(s)
        self.end_write(frame)

    def _start_text(self) -> str:
        """Before a value which should be text but may be anything."""
        return "" if self._lazy is None else "str("

    def _end_text(self) -> str:
        return "" if self._lazy is None else ")"

    _default_finalize: t.Callable[[t.Any], t.Any] = staticmethod(str)

    def _make_finalize(self) -> FinalizeInfo:
        """How values become text in this environment."""
        if self._finalize is not None:
            return self._finalize
        default = self._default_finalize
        users = self.environment.finalize
        const: t.Callable[..., t.Any] | None = default
        src = None
        if users is not None:
            mark = _PassArg.from_obj(users)
            src = "environment.finalize("
            if mark is not None:
                src += f"{PASSED[mark]}, "
            if mark is None or mark is _PassArg.environment:
                first = () if mark is None else (self.environment,)

                def finalized(value: t.Any) -> t.Any:
                    return default(users(*first, value))

                const = finalized
            else:
                const = None
        self._finalize = FinalizeInfo(const, src)
        return self._finalize

    def _output_const_repr(self, group: t.Iterable[t.Any]) -> str:
        """The code of neighbouring constants."""
        return repr("".join(map(str, group)))

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: FinalizeInfo) -> str:
        """The text of an expression whose value is known.

        :raises Impossible: it is not.
        """
        value = node.as_const(frame.eval_ctx)
        if frame.eval_ctx.autoescape:
            value = escape(value)
        if isinstance(node, nodes.TemplateData):
            return str(value)
        return finalize.const(value)  # type: ignore[misc,no-any-return]

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: FinalizeInfo) -> None:
        """Write what stands before the code of an expression that is output."""
        self.write(f"{_text_function(frame.eval_ctx)}({finalize.src or ''}")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: FinalizeInfo) -> None:
        """Write what stands behind it."""
        self.write(")" if finalize.src is None else "))")

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:
        if frame.require_output_check:
            if self.has_known_extends:
                # A child outputs nothing but through its parent.
                return
            self.writeline("if parent_template is None:")
            self.indent()
        finalize = self._make_finalize()
        pieces = self._pieces(node, frame, finalize)
        if self._lazy is None:
            self._write_apart(node, pieces, frame, finalize)
        elif pieces:
            self._write_joined(node, pieces, frame, finalize)
        if frame.require_output_check:
            self.outdent()

    def _pieces(
        self, node: nodes.Output, frame: Frame, finalize: FinalizeInfo
    ) -> list[list[t.Any] | nodes.Expr]:
        """What is output: expressions, and lists of neighbouring constants."""
        pieces: list[list[t.Any] | nodes.Expr] = []
        for child in node.nodes:
            try:
                const = self._known_text(child, frame, finalize)
            except Exception:
                # Whatever is wrong with it will be wrong at run time too, and have a place there.
                pieces.append(child)
                continue
            if pieces and isinstance(pieces[-1], list):
                pieces[-1].append(const)
            else:
                pieces.append([const])
        return pieces

    def _known_text(self, child: nodes.Expr, frame: Frame, finalize: FinalizeInfo) -> t.Any:
        if isinstance(child, nodes.TemplateData):
            if self._lazy is not None:
                return child.data
        elif finalize.const is None or frame.eval_ctx.volatile or not may_be_constant(child):
            raise nodes.Impossible()
        return self._output_child_to_const(child, frame, finalize)

    def _write_joined(
        self,
        node: nodes.Output,
        pieces: list[list[t.Any] | nodes.Expr],
        frame: Frame,
        finalize: FinalizeInfo,
    ) -> None:
        """One statement for all pieces."""
        self.newline(node)
        if frame.buffer is None:
            self._either("out.append(", "")
            self._joined(pieces, frame, finalize, "yield ")
            self._either(")", "")
        else:
            self.write(f"{frame.buffer}.append(")
            self._joined(pieces, frame, finalize)
            self.write(")")

    def _joined(
        self,
        pieces: list[list[t.Any] | nodes.Expr],
        frame: Frame,
        finalize: FinalizeInfo,
        apart: str = "",
    ) -> None:
        """One expression for all pieces. What comes from the template only enters the code as the
        repr of a string; Python turns the formatting by ``%`` into direct joining.

        :param apart: what the lazy version writes before each piece, instead of joining them.
        """
        expressions = [piece for piece in pieces if not isinstance(piece, list)]
        if len(pieces) == 1 or not expressions:
            self._either("", apart)
            if expressions:
                self._write_value(expressions[0], frame, finalize)
            else:
                self.write(repr("".join(pieces[0])))  # type: ignore[arg-type]
            return
        texts = [
            "".join(piece).replace("%", "%%") if isinstance(piece, list) else "%s"
            for piece in pieces
        ]
        joining = f"{''.join(texts)!r} % ("
        self._either(joining, "(" if apart else joining)
        # Formatting makes text of a value that needs nothing else.
        bare = _FORMATS_IN_TURN and not (
            frame.eval_ctx.volatile or frame.eval_ctx.autoescape or finalize.src
        )
        for piece in pieces:
            if isinstance(piece, list):
                self._either("", f"({apart}{''.join(piece)!r})," if apart else "")
                continue
            self.newline(piece)
            if bare:
                self._either("", f"({apart}str(" if apart else "")
                self.visit(piece, frame)
                self._either(",", "))," if apart else ",")
            else:
                self._either("", f"({apart}" if apart else "")
                self._write_value(piece, frame, finalize)
                self._either(",", ")," if apart else ",")
        self.write(")")

    def _write_value(self, expression: nodes.Expr, frame: Frame, finalize: FinalizeInfo) -> None:
        self._output_child_pre(expression, frame, finalize)
        self.visit(expression, frame)
        self._output_child_post(expression, frame, finalize)

    def _write_apart(
        self,
        node: nodes.Output,
        pieces: list[list[t.Any] | nodes.Expr],
        frame: Frame,
        finalize: FinalizeInfo,
    ) -> None:
        """A statement for each piece, by the hooks that subclasses override."""
        for piece in pieces:
            if isinstance(piece, list):
                self.start_write(frame, node)
                self.write(self._output_const_repr(piece))
            else:
                self.start_write(frame, piece)
                self._write_value(piece, frame, finalize)
            self.end_write(frame)
        if not pieces:
            self.writeline("pass")
