"""Output: ``{{ … }}`` and plain text.

A run of output is a list of *pieces*: expressions, and constants with what is known of
expressions already. Where the text is collected in a list, all pieces become one string by one
statement; where each piece has to leave a generator before the next one is computed, each has a
statement of its own.
"""

from __future__ import annotations

import sys
import typing as t

from markupsafe import escape

from .. import nodes
from .._marks import _PassArg
from .analysis import may_be_constant
from .expressions import PASSED

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from .._autoescape import EvalContext
    from .frame import Frame
    from .generator import CodeGenerator

    Piece = list[t.Any] | nodes.Expr

#: Whether formatting by ``%`` makes text of each value before the next one is computed. CPython
#: compiles it like that; elsewhere all values come first, and the text of one could change.
_FORMATS_IN_TURN = sys.implementation.name == "cpython"


class FinalizeInfo(t.NamedTuple):
    """The way in which a value becomes text: ``const`` does it now (``None`` when it takes a context), ``src``
    is the beginning of the code that does it at run time, up to the value.
    """

    const: t.Callable[..., t.Any] | None
    src: str | None


def text_function(eval_ctx: EvalContext) -> str:
    """Return the code of the function that makes text of a value."""
    if eval_ctx.volatile:
        return "(_escape_text if context.eval_ctx.autoescape else str)"
    return "_escape_text" if eval_ctx.autoescape else "str"


def make_finalize(g: CodeGenerator) -> FinalizeInfo:
    """Return how values become text in the environment of a generator."""
    default = g._default_finalize
    users = g.environment.finalize
    if users is None:
        return FinalizeInfo(default, None)
    mark = _PassArg.from_obj(users)
    src = "environment.finalize("
    if mark is not None:
        src += f"{PASSED[mark]}, "
    if mark is not None and mark is not _PassArg.environment:
        return FinalizeInfo(None, src)
    first = () if mark is None else (g.environment,)

    def finalized(value: object) -> object:
        return default(users(*first, value))

    return FinalizeInfo(finalized, src)


def known_text(g: CodeGenerator, node: nodes.Expr, frame: Frame, finalize: FinalizeInfo) -> t.Any:
    """Return the text of an expression whose value is known.

    :raises Impossible: it is not.
    """
    value = node.as_const(frame.eval_ctx)
    if frame.eval_ctx.autoescape:
        value = escape(value)
    if isinstance(node, nodes.TemplateData):
        return str(value)
    return finalize.const(value)  # type: ignore[misc]


def write_output(g: CodeGenerator, node: nodes.Output, frame: Frame) -> None:
    if not g.begin_page_output(frame):
        return
    finalize = g._make_finalize()
    pieces = find_pieces(g, node, frame, finalize)
    if not g.hooked and (g.eager or frame.buffer is not None):
        if pieces:
            g.start_write(frame, node)
            write_joined(g, pieces, frame, finalize)
            g.end_write(frame)
    else:
        _write_apart(g, node, pieces, frame, finalize)
    g.end_page_output(frame)


def find_pieces(
    g: CodeGenerator, node: nodes.Output, frame: Frame, finalize: FinalizeInfo
) -> list[Piece]:
    """Yield what is output: expressions, and lists of neighbouring constants."""
    pieces: list[Piece] = []
    for child in node.nodes:
        try:
            const = _constant(g, child, frame, finalize)
        except Exception:
            # Whatever is wrong with it will be wrong at run time too, and have a place there.
            pieces.append(child)
            continue
        if pieces and isinstance(pieces[-1], list):
            pieces[-1].append(const)
        else:
            pieces.append([const])
    return pieces


def _constant(g: CodeGenerator, child: nodes.Expr, frame: Frame, finalize: FinalizeInfo) -> object:
    if isinstance(child, nodes.TemplateData):
        if not g.hooked:
            return child.data
    elif finalize.const is None or frame.eval_ctx.volatile or not may_be_constant(child):
        raise nodes.Impossible()
    return g._output_child_to_const(child, frame, finalize)


def write_joined(
    g: CodeGenerator, pieces: list[Piece], frame: Frame, finalize: FinalizeInfo
) -> None:
    """Write one expression for all pieces. What comes from the template only enters the code as
    the repr of a string; Python compiles the formatting by ``%`` to direct joining.
    """
    expressions = [piece for piece in pieces if not isinstance(piece, list)]
    if not expressions:
        g.write(repr("".join(pieces[0])))  # type: ignore[arg-type]
        return
    if len(pieces) == 1:
        write_value(g, expressions[0], frame, finalize)
        return
    texts = [
        "".join(piece).replace("%", "%%") if isinstance(piece, list) else "%s" for piece in pieces
    ]
    g.write(f"{''.join(texts)!r} % (")
    # Formatting makes text of a value that needs nothing else.
    bare = _FORMATS_IN_TURN and converter(frame, finalize) == "str"
    for expression in expressions:
        g.newline(expression)
        if bare:
            g.visit(expression, frame)
        else:
            write_value(g, expression, frame, finalize)
        g.write(",")
    g.write(")")


def converter(frame: Frame, finalize: FinalizeInfo) -> str | None:
    """Return the function that makes text of a value, if one function does."""
    if finalize.src is not None or frame.eval_ctx.volatile:
        return None
    return text_function(frame.eval_ctx)


def write_value(
    g: CodeGenerator, expression: nodes.Expr, frame: Frame, finalize: FinalizeInfo
) -> None:
    """Write an expression as text."""
    g._output_child_pre(expression, frame, finalize)
    g.visit(expression, frame)
    g._output_child_post(expression, frame, finalize)


def _write_apart(
    g: CodeGenerator,
    node: nodes.Output,
    pieces: list[Piece],
    frame: Frame,
    finalize: FinalizeInfo,
) -> None:
    """Write a statement for each piece, by the methods that subclasses override."""
    for piece in pieces:
        if isinstance(piece, list):
            g.start_write(frame, node)
            g.write(g._output_const_repr(piece))
        else:
            g.start_write(frame, piece)
            write_value(g, piece, frame, finalize)
        g.end_write(frame)
    if not pieces:
        g.writeline("pass")


WRITERS: dict[type[nodes.Node], t.Any] = {nodes.Output: write_output}
