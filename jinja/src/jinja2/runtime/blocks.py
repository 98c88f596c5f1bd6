"""Blocks at run time: ``self.block()``, ``super()``, and the two faces of compiled functions.

Goes in: compiled functions and a context. Comes out: their output, as a list that grows or piece
by piece. Knows templates only by what they are asked for here.
"""

from __future__ import annotations

from markupsafe import Markup

from .._marks import internalcode
from ..async_utils import opened
from ..exceptions import TemplateNotFound

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .context import Context
    from .undefined import Undefined

    Pieces = t.Iterator[str]
    Into = t.Callable[[Context, list[str]], t.Any]


class _LazyModule:
    """The lazy versions of a template's functions, compiled when the first is called."""

    __slots__ = ("_functions", "namespace", "source")

    def __init__(self, namespace: dict[str, t.Any], source: str) -> None:
        self.namespace = namespace
        self.source = source
        self._functions: dict[str, t.Any] | None = None

    def function(self, name: str, filename: str) -> t.Any:
        functions = self._functions
        if functions is None:
            functions = self.namespace.copy()
            faces = functions["blocks"]
            exec(compile(self.source, filename, "exec"), functions)
            # A block finds its place among its overrides by its face.
            functions["blocks"] = faces
            self._functions = functions
        return functions[name]


class RenderFunction:
    """A compiled root or block. Called with a context it gives its pieces lazily; :attr:`into`
    appends them all to a list."""

    __slots__ = ("_module", "into")

    def __init__(self, into: t.Any, module: _LazyModule) -> None:
        self.into: Into = into
        self._module = module

    def __call__(self, context: Context) -> t.Any:
        code = self.into.__code__
        return opened(context, self._module.function(code.co_name, code.co_filename)(context))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.into.__name__}>"


def two_faces(
    namespace: dict[str, t.Any], root: Into, blocks: dict[str, Into], source: str
) -> tuple[RenderFunction, dict[str, RenderFunction]]:
    """Make the public functions of a compiled module of its fast functions and the source of
    their lazy versions."""
    module = _LazyModule(namespace, source)
    faces = {name: RenderFunction(function, module) for name, function in blocks.items()}
    return RenderFunction(root, module), faces


@internalcode
def put_block(context: Context, block: t.Any, out: list[str]) -> None:
    """Append the output of a block."""
    into = getattr(block, "into", None)
    if into is None:
        out.extend(block(context))
    else:
        into(context, out)


@internalcode
async def put_block_async(context: Context, block: t.Any, out: list[str]) -> None:
    """As :func:`put_block`, in an async environment."""
    into = getattr(block, "into", None)
    if into is None:
        async for piece in block(context):
            out.append(piece)
    else:
        await into(context, out)


@internalcode
def put_root(template: t.Any, context: Context, out: list[str]) -> None:
    """Append the output of a template for a context."""
    put_block(context, template.root_render_func, out)


@internalcode
async def put_root_async(template: t.Any, context: Context, out: list[str]) -> None:
    """As :func:`put_root`, in an async environment."""
    await put_block_async(context, template.root_render_func, out)


def inherit(context: Context, parent: t.Any) -> None:
    """Put the blocks of a parent behind those of its children."""
    blocks = context.blocks
    for name, block in parent.blocks.items():
        blocks.setdefault(name, []).append(block)


@internalcode
def _chosen(get: t.Any, wanted: t.Any, parent: str | None, ignore_missing: bool) -> t.Any:
    try:
        return get(wanted, parent)
    except TemplateNotFound:
        if ignore_missing:
            return None
        raise


@internalcode
def include(
    context: Context,
    get: t.Any,
    wanted: t.Any,
    parent: str | None,
    variables: dict[str, t.Any] | None,
    ignore_missing: bool,
    out: list[str],
) -> None:
    """Append the output of another template; without `variables` it does not see the context."""
    template = _chosen(get, wanted, parent, ignore_missing)
    if template is None:
        return
    if variables is None:
        out.extend(template._get_default_module()._body_stream)
    else:
        inner = template.new_context(context.get_all(), True, variables)
        put_block(inner, template.root_render_func, out)


@internalcode
def including(
    context: Context,
    get: t.Any,
    wanted: t.Any,
    parent: str | None,
    variables: dict[str, t.Any] | None,
    ignore_missing: bool,
) -> Pieces:
    """As :func:`include`, but lazy."""
    template = _chosen(get, wanted, parent, ignore_missing)
    if template is None:
        return
    if variables is None:
        yield from template._get_default_module()._body_stream
    else:
        inner = template.new_context(context.get_all(), True, variables)
        yield from template.root_render_func(inner)


@internalcode
async def include_async(
    context: Context,
    get: t.Any,
    wanted: t.Any,
    parent: str | None,
    variables: dict[str, t.Any] | None,
    ignore_missing: bool,
    out: list[str],
) -> None:
    """As :func:`include`, in an async environment."""
    template = _chosen(get, wanted, parent, ignore_missing)
    if template is None:
        return
    if variables is None:
        module = await template._get_default_module_async()
        out.extend(module._body_stream)
    else:
        inner = template.new_context(context.get_all(), True, variables)
        await put_block_async(inner, template.root_render_func, out)


def including_async(context: Context, *arguments: t.Any) -> t.AsyncIterator[str]:
    """As :func:`including`, in an async environment."""
    return opened(context, _including_async(context, *arguments))


@internalcode
async def _including_async(
    context: Context,
    get: t.Any,
    wanted: t.Any,
    parent: str | None,
    variables: dict[str, t.Any] | None,
    ignore_missing: bool,
) -> t.AsyncIterator[str]:
    template = _chosen(get, wanted, parent, ignore_missing)
    if template is None:
        return
    if variables is None:
        module = await template._get_default_module_async()
        for piece in module._body_stream:
            yield piece
        return
    inner = template.new_context(context.get_all(), True, variables)
    inner._open = context._open
    async for piece in template.root_render_func(inner):
        yield piece


class TemplateReference:
    """``self`` in a template: its blocks by name."""

    __module__ = "jinja2.runtime"

    def __init__(self, context: Context) -> None:
        self.__context = context

    def __getitem__(self, name: str) -> t.Any:
        return BlockReference(name, self.__context, self.__context.blocks[name], 0)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.__context.name!r}>"


class BlockReference:
    """One override of a block, which can be called for its output; ``super`` is the one that it
    overrides."""

    __module__ = "jinja2.runtime"

    name: str

    def __init__(
        self,
        name: str,
        context: Context,
        stack: list[t.Callable[[Context], Pieces]],
        depth: int,
    ) -> None:
        self.name = name
        self._context = context
        self._stack = stack
        self._depth = depth

    @property
    def super(self) -> BlockReference | Undefined:
        """The block that this one overrides."""
        deeper = self._depth + 1
        if deeper >= len(self._stack):
            return self._context.environment.undefined(
                f"there is no parent block called {self.name!r}.", name="super"
            )
        return BlockReference(self.name, self._context, self._stack, deeper)

    @internalcode
    async def _async_call(self) -> str:
        out: list[str] = []
        await put_block_async(self._context, self._stack[self._depth], out)
        return self._text(out)

    def _text(self, out: list[str]) -> str:
        text = self._context.environment.concat(out)
        return Markup(text) if self._context.eval_ctx.autoescape else text

    @internalcode
    def __call__(self) -> str:
        """The output of the block; in an async environment it has to be awaited."""
        if self._context.environment.is_async:
            return self._async_call()  # type: ignore[return-value]
        out: list[str] = []
        put_block(self._context, self._stack[self._depth], out)
        return self._text(out)
