"""The compiler: a tree becomes the text of a Python module.

:func:`generate` runs a :class:`CodeGenerator`. The module that it writes is described in
``jinja2._abi``. For the template ::

    {% macro m(a) %}<{{ a }}>{% endmacro %}
    {% for i in items %}{{ loop.index }}{{ m(i) }}{% endfor %}
    {% block b %}{{ x }}{% endblock %}

in an environment that escapes and trims blocks, the generated module is this (long lines are broken here)::

    from jinja2.runtime import LoopContext, TemplateReference, Macro, Markup,
            TemplateRuntimeError, missing, identity, Undefined, _accessors, _escape_text,
            _into, _spelled, _stated, _versions
    name = None

    def root(context, out):
        environment = context.environment
        resolve = context.resolve_or_missing
        undefined = environment.undefined
        concat = environment.concat
        l_0_items = resolve('items')
        l_0_m = missing
        peek, dig, plain = _accessors(environment)
        def macro(l_1_a):
            t_1 = []
            if l_1_a is missing:
                l_1_a = undefined("parameter 'a' was not provided", name='a')
            t_1.append('<%s>' % (
            _escape_text(l_1_a),))
            return concat(t_1)
        context.exported_vars.add('m')
        context.vars['m'] = l_0_m = Macro(environment, macro, 'm', ('a', ), False, False,
            False, context.eval_ctx.autoescape)
        l_1_loop = missing
        l_1_loop = LoopContext((undefined(name='items') if l_0_items is missing else l_0_items), undefined)
        for l_1_i in l_1_loop._each():
            out.append('%s%s' % (
            _escape_text((l_1_loop.index0 + 1)),
            _escape_text(context.call((undefined(name='m') if l_0_m is missing else l_0_m),
            l_1_i)),))
        l_1_loop = l_1_i = missing
        _into(context.blocks['b'][0])(context, out)

    def block_b(context, out):
        environment = context.environment
        resolve = context.resolve_or_missing
        undefined = environment.undefined
        concat = environment.concat
        l_0_x = resolve('x')
        out.append(_escape_text((undefined(name='x') if l_0_x is missing else l_0_x)))

    root, blocks = _versions(globals(), root, {'b': block_b}, (), 2103279701,
            '{% macro m(a) %}<{{ a }}>{% endmacro %}\\n{% for i in items %}{{ loop.index }}{{ m(i) }}{% endfor %}\\n{% block b %}{{ x }}{% endblock %}')
    debug_info = '1=12&2=22&3=28'

Each template name is a Python variable: ``l_0_items`` is ``items`` of the outermost scope. A scope
begins by giving its variables their values and ends by taking them back. ``missing`` stands for a
name without a value.

**One emitter, two forms.** A function that appends to the list ``out`` is the fastest way to a
whole text, but nobody can read its output piece by piece. For that the same tree is written once
more with :attr:`CodeGenerator.eager` off: functions are generators, and each piece has a ``yield``
of its own. Few templates are ever read piece by piece, so the module holds its template's source,
and the second form is written at first use; see :func:`generate_version`. Subclasses that override
how output is written get generators only, as does a tree without a source.

**The same text every time.** Whatever has no order of its own is sorted, so that the text depends
on the template and the environment alone. ``generate_version`` relies on it: it compares checksums
to make sure that the environment still compiles the template as it did.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from .. import nodes
from .._autoescape import EvalContext
from .._literals import has_safe_repr
from ..exceptions import TemplateAssertionError
from ..idtracking import (
    VAR_LOAD_ALIAS,
    VAR_LOAD_PARAMETER,
    VAR_LOAD_RESOLVE,
    VAR_LOAD_UNDEFINED,
    Symbols,
)
from ..optimizer import Optimizer
from ..visitor import NodeVisitor
from .analysis import (
    DependencyFinderVisitor,
    UndeclaredNameVisitor,
    VisitorExit,
    find_undeclared,
)
from .expressions import operators, optimizeconst
from .frame import Frame, MacroRef
from .generator import CodeGenerator
from .templates import CompilerExit

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from ..environment import Environment

concat: t.Callable[[t.Iterable[str]], str] = "".join


def generate(
    node: nodes.Template,
    environment: Environment,
    name: str | None,
    filename: str | None,
    stream: t.TextIO | None = None,
    defer_init: bool = False,
    optimized: bool = True,
) -> str | None:
    """Return the Python text of a template, or ``None`` if it is written to a `stream`.

    :raises TypeError: the node is not a whole template.
    """
    if not isinstance(node, nodes.Template):
        raise TypeError("Can't compile non template nodes")
    kind = environment.code_generator_class
    writer: t.Any = kind(environment, name, filename, stream, defer_init, optimized)
    writer.visit(node)
    return writer.stream.getvalue() if stream is None else None


def generate_version(
    node: nodes.Template,
    environment: Environment,
    name: str | None,
    filename: str | None,
    checksum: int,
    eager: bool,
    autoescape: bool | None,
    kind: type[CodeGenerator] | None = None,
) -> CodeGenerator | None:
    """Write another form of a module that was generated before, and return its generator.

    :param checksum: that of the module. The result is ``None`` if the environment no longer
        compiles the template to the same code.
    :param eager: write functions that append to a list, or generators.
    :param autoescape: escape output or not, whatever the environment says; ``None`` does as it
        says.
    :param kind: the class of the generator, instead of that of the environment.
    """

    def written(kind: t.Any, eager: bool, autoescape: bool | None) -> CodeGenerator:
        generator: CodeGenerator = kind(
            environment, name, filename, None, False, environment.optimized
        )
        generator.eager = eager
        generator.autoescape = autoescape
        generator.visit(node)
        return generator

    if written(environment.code_generator_class, True, None).checksum != checksum:
        return None
    return written(kind or environment.code_generator_class, eager, autoescape)


__all__ = [
    "VAR_LOAD_ALIAS",
    "VAR_LOAD_PARAMETER",
    "VAR_LOAD_RESOLVE",
    "VAR_LOAD_UNDEFINED",
    "CodeGenerator",
    "CompilerExit",
    "DependencyFinderVisitor",
    "EvalContext",
    "Frame",
    "MacroRef",
    "Markup",
    "NodeVisitor",
    "Optimizer",
    "Symbols",
    "TemplateAssertionError",
    "UndeclaredNameVisitor",
    "VisitorExit",
    "concat",
    "escape",
    "find_undeclared",
    "generate",
    "has_safe_repr",
    "operators",
    "optimizeconst",
]
