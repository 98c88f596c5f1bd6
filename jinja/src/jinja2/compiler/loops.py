"""Loops.

A loop is a loop of Python, unless

* it does nothing but output for each item: then it is a list comprehension, the fastest loop that
  Python has. If its body has one value only, the values are joined by the text that stands between
  two of them, so that nothing is formatted for each item;
* it is recursive, or nested so deep that Python would refuse it: then it is a function.
"""

from __future__ import annotations

from .. import nodes
from ..idtracking import VAR_LOAD_PARAMETER
from .output import FinalizeInfo, converter, find_pieces, write_joined, write_value

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .frame import Frame
    from .generator import CodeGenerator
    from .output import Piece

#: Python allows twenty loops, ``try`` and ``with`` inside of each other in one function.
_MOST_NESTED = 8

#: What passes the variables of a scope on to another template, with its loop.
_PASSES_ON = (nodes.Include, nodes.Import, nodes.FromImport, nodes.DerivedContextReference)


def write_for(g: CodeGenerator, node: nodes.For, frame: Frame) -> None:
    body = frame.inner()
    body.loop_frame = True
    otherwise = frame.inner()
    loop_target = None
    if _needs_loop_variable(g, node):
        loop_target = body.symbols.declare_parameter("loop")
    body.symbols.analyze_node(node, for_branch="body")
    if node.else_:
        otherwise.symbols.analyze_node(node, for_branch="else")
    body.tracks_vars = g.assigns(node.body)
    g.repeated += 1
    select = _write_filter(g, node, frame) if node.test is not None else None
    loop = _Loop(node, frame, body, otherwise, select, loop_target)
    if loop_target is None and select is None and _is_comprehensible(g, node, body):
        _write_comprehension(g, node, frame, body)
    elif node.recursive:
        _write_recursive(g, loop)
    elif g.nested_loops >= _MOST_NESTED:
        _write_apart(g, loop)
    else:
        _write_loop(g, loop)
    g.repeated -= 1
    # Names that the loop assigned do not leave it.
    g.forget_assigned(body.symbols.stores)


class _Loop:
    """The facts about one loop that the functions of this module share."""

    __slots__ = ("body", "frame", "node", "otherwise", "select", "target")

    def __init__(
        self,
        node: nodes.For,
        frame: Frame,
        body: Frame,
        otherwise: Frame,
        select: str | None,
        target: str | None,
    ) -> None:
        self.node = node
        #: Where the loop stands, its body, and its ``else``.
        self.frame = frame
        self.body = body
        self.otherwise = otherwise
        #: The function that filters the items, and the variable for ``loop``, if there are any.
        self.select = select
        self.target = target


def _needs_loop_variable(g: CodeGenerator, node: nodes.For) -> bool:
    if node.recursive or "loop" in g.undeclared(node.body, ("loop",)):
        return True
    if g.occurs(*_PASSES_ON) and any(
        getattr(found, "with_context", True)
        for statement in node.body
        for found in (statement, *statement.find_all(_PASSES_ON))
        if isinstance(found, _PASSES_ON)
    ):
        return True
    return g.occurs(nodes.Block) and any(block.scoped for block in node.find_all(nodes.Block))


# -- loops as comprehensions


def _is_comprehensible(g: CodeGenerator, node: nodes.For, body: Frame) -> bool:
    """Return whether the loop does nothing but output for each item, by what the item and outer scopes
    give.
    """
    return (
        not g.hooked
        and (g.eager or body.buffer is not None)
        and not g.environment.is_async
        and not body.require_output_check
        and not node.else_
        and len(node.body) == 1
        and type(node.body[0]) is nodes.Output
        and bool(node.body[0].nodes)
        and all(kind == VAR_LOAD_PARAMETER for kind, _ in body.symbols.loads.values())
        and all(type(part) in _PLAIN_TARGETS for part in node.target._everything())
        and not g.changes_loops()
    )


_PLAIN_TARGETS = frozenset({nodes.Name, nodes.Tuple})


def _write_comprehension(g: CodeGenerator, node: nodes.For, frame: Frame, body: Frame) -> None:
    output: nodes.Output = node.body[0]  # type: ignore[assignment]
    finalize = g._make_finalize()
    pieces = find_pieces(g, output, body, finalize)
    target = _target_text(node.target, body)
    items = g.temporary_identifier()
    g.writeline(f"{items} = ", node)
    g.visit(node.iter, frame)
    if sum(not isinstance(piece, list) for piece in pieces) == 1:
        _write_joined_loop(g, node, frame, body, pieces, items, target, finalize)
        return
    g.writeline(f"{frame.buffer or 'out'}.extend([")
    g.newline(output)
    write_joined(g, pieces, body, finalize)
    g.writeline(f"for {target} in {items}])", node)


def _write_joined_loop(
    g: CodeGenerator,
    node: nodes.For,
    frame: Frame,
    body: Frame,
    pieces: list[Piece],
    items: str,
    target: str,
    finalize: FinalizeInfo,
) -> None:
    """Write a loop whose body has one value between constants: ``<li>a</li><li>b</li>`` is
    ``<li>%s</li>`` with the values joined by ``</li><li>``.
    """
    value = next(piece for piece in pieces if not isinstance(piece, list))
    before, after = (
        "".join(end) if isinstance(end, list) else "" for end in (pieces[0], pieces[-1])
    )
    whole = before.replace("%", "%%") + "%s" + after.replace("%", "%%")
    values = g.temporary_identifier()
    convert = converter(body, finalize)
    # What cannot be iterated fails in the line of the loop, a value in its own line.
    if convert and isinstance(value, nodes.Name) and target == body.symbols.ref(value.name):
        g.writeline(f"{values} = [*map({convert}, {items})]", node)
    else:
        g.writeline(f"{values} = [", node)
        g.newline(value)
        write_value(g, value, body, finalize)
        g.writeline(f"for {target} in {items}]", node)
    joined = f"{after + before!r}.join({values})"
    g.writeline(f"if {values}: {frame.buffer or 'out'}.append({whole!r} % ({joined},))")


def _target_text(target: nodes.Node, frame: Frame) -> str:
    if isinstance(target, nodes.Name):
        return frame.symbols.ref(target.name)
    assert isinstance(target, nodes.Tuple)
    return "(" + "".join(f"{_target_text(item, frame)}, " for item in target.items) + ")"


# -- loops as loops


def _write_filter(g: CodeGenerator, node: nodes.For, frame: Frame) -> str:
    """Write a generator of the items that the loop's own condition accepts; returns its name."""
    name = g.temporary_identifier()
    inner = frame.inner()
    inner.symbols.analyze_node(node, for_branch="test")
    g.writeline(f"{g.func(name)}(fiter):", node.test)
    g.indent()
    g.enter_frame(inner)
    g.writeline(g.choose_async("async for ", "for "))
    g.visit(node.target, inner)
    g.write(" in " + g.choose_async("auto_aiter(fiter)", "fiter") + ":")
    g.indent()
    g.writeline("if ", node.test)
    g.visit(node.test, inner)  # type: ignore[arg-type]
    g.write(":")
    g.indent()
    g.writeline("yield ")
    g.visit(node.target, inner)
    g.outdent(3)
    g.leave_frame(inner, with_python_scope=True)
    return name


def _write_recursive(g: CodeGenerator, loop: _Loop) -> None:
    """Write the loop as a function that its body may call."""
    node, frame, body = loop.node, loop.frame, loop.body
    g.writeline(f"{g.func('loop')}(reciter, loop_render_func, depth=0):", node)
    g.indent()
    nested, g.nested_loops = g.nested_loops, 0
    g.buffer(body)
    loop.otherwise.buffer = body.buffer
    _write_loop(g, loop)
    g.return_buffer_contents(body)
    g.nested_loops = nested
    g.outdent()
    g.start_write(frame, node)
    if g.environment.is_async:
        g.write("await loop(auto_aiter(")
        g.visit(node.iter, frame)
        g.write("), loop)")
    else:
        g.write("loop(")
        g.visit(node.iter, frame)
        g.write(", loop)")
    g.end_write(frame)


def _write_apart(g: CodeGenerator, loop: _Loop) -> None:
    """Write the loop as a function, since Python limits how deep the loops of one function are
    nested. What it assigns belongs to its own scope, so nothing has to be handed back.
    """
    name = g.temporary_identifier()
    g.writeline(f"{g.func(name)}():", loop.node)
    g.indent()
    nested, g.nested_loops = g.nested_loops, 0
    yields = not g.eager and loop.frame.buffer is None
    if yields:
        g.writeline("if 0: yield None")
    _write_loop(g, loop)
    g.nested_loops = nested
    g.outdent()
    if yields:
        g.write_pieces(f"{name}()", loop.node)
    else:
        g.writeline(g.choose_async("await ", "") + f"{name}()", loop.node)


def _write_loop(g: CodeGenerator, loop: _Loop) -> None:
    node, body = loop.node, loop.body
    if loop.target is not None:
        g.writeline(f"{loop.target} = missing")
    was_empty = g.temporary_identifier() if node.else_ else None
    if was_empty is not None:
        g.writeline(f"{was_empty} = True")
    _write_head(g, loop)
    g.indent()
    g.nested_loops += 1
    if loop.target is not None:
        g.loop_targets.add(loop.target)
    g.enter_frame(body)
    if was_empty is not None:
        g.writeline(f"{was_empty} = False")
    if body.tracks_vars:
        g.writeline("_loop_vars = {}")
    g.blockvisit(node.body, body)
    g.loop_targets.discard(loop.target)
    g.nested_loops -= 1
    g.outdent()
    g.leave_frame(body, with_python_scope=node.recursive and not node.else_)
    if was_empty is not None:
        g.writeline(f"if {was_empty}:")
        g.indent()
        g.enter_frame(loop.otherwise)
        g.blockvisit(node.else_, loop.otherwise)
        g.leave_frame(loop.otherwise)
        g.outdent()


def _write_head(g: CodeGenerator, loop: _Loop) -> None:
    node, target = loop.node, loop.target
    is_async = g.environment.is_async
    if target is not None and not is_async:
        # The loop object hands out the items itself: no pair is made for each of them.
        g.writeline(f"{target} = LoopContext(", node)
        _write_iterable(g, loop, False)
        more = ", loop_render_func, depth" if node.recursive else ""
        g.write(f", undefined{more})")
        g.writeline("for ", node)
        g.visit(node.target, loop.body)
        g.write(f" in {target}._each():")
        return
    g.writeline(g.choose_async("async for ", "for "), node)
    g.visit(node.target, loop.body)
    if target is None:
        g.write(" in ")
        _write_iterable(g, loop, is_async)
        g.write(":")
        return
    g.write(f", {target} in AsyncLoopContext(")
    _write_iterable(g, loop, False)
    more = ", loop_render_func, depth" if node.recursive else ""
    g.write(f", undefined{more}):")


def _write_iterable(g: CodeGenerator, loop: _Loop, asynchronous: bool) -> None:
    brackets = 0
    if loop.select is not None:
        if g.environment.is_async and not g.eager:
            g.write("_opened(context, ")
            brackets += 1
        g.write(f"{loop.select}(")
        brackets += 1
    elif asynchronous and not loop.node.recursive:
        g.write("auto_aiter(")
        brackets += 1
    if loop.node.recursive:
        g.write("reciter")
    elif g.environment.is_async and not g.eager:
        # A stream that is closed early closes what it reads.
        g.write("_opened(context, ")
        g.visit(loop.node.iter, loop.frame)
        g.write(")")
    else:
        g.visit(loop.node.iter, loop.frame)
    g.write(")" * brackets)


def write_continue(g: CodeGenerator, node: nodes.Continue, frame: Frame) -> None:
    g.writeline("continue", node)


def write_break(g: CodeGenerator, node: nodes.Break, frame: Frame) -> None:
    g.writeline("break", node)


WRITERS: dict[type[nodes.Node], t.Any] = {
    nodes.Break: write_break,
    nodes.Continue: write_continue,
    nodes.For: write_for,
}
