"""Blocks at run time: ``self.block()``, ``super()``, and the versions of compiled functions.

A compiled function appends its output to a list. The other versions, generators and functions with
another autoescape setting, are compiled when one of them is used for the first time. The names of
this module that begin with ``put`` or ``include`` return functions to be called by generated code
instead of calling them, so that they take no frame while other templates run: the depth to which
templates include and extend each other is limited by Python's recursion limit.
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


class _Versions:
    """A compiled module, and the versions of it that were made so far."""

    __slots__ = ("_made", "checksum", "namespace", "source", "stated")

    def __init__(
        self,
        namespace: dict[str, t.Any],
        stated: tuple[str, ...],
        checksum: int,
        source: str,
    ) -> None:
        self.namespace = namespace
        #: Functions of blocks that stand in an ``autoescape`` statement of their own.
        self.stated = {f"block_{name}" for name in stated}
        self.checksum = checksum
        self.source = source
        self._made: dict[tuple[bool, bool | None], dict[str, t.Any] | None] = {}

    def functions(self, eager: bool, autoescape: bool | None) -> dict[str, t.Any] | None:
        """Return the namespace of a version, or ``None`` if the environment has changed so much
        that it would no longer be the same template.
        """
        key = (eager, autoescape)
        if key not in self._made:
            self._made[key] = self._make(eager, autoescape)
        return self._made[key]

    def _make(self, eager: bool, autoescape: bool | None) -> dict[str, t.Any] | None:
        namespace = self.namespace
        code = namespace["environment"]._compile_version(
            self.source, namespace["name"], namespace["__file__"], self.checksum, eager, autoescape
        )
        if code is None:
            return None
        functions = namespace.copy()
        functions["_versions"] = _just_functions
        functions["__jinja_version__"] = (eager, autoescape)
        exec(code, functions)
        # A block finds its place among its overrides by the object that they hold.
        functions["blocks"] = namespace["blocks"]
        return functions


def _just_functions(
    namespace: dict[str, t.Any], root: Into, blocks: dict[str, Into], *unused: object
) -> tuple[Into, dict[str, Into]]:
    return root, blocks


class RenderFunction:
    """A compiled root or block. Called with a context it gives its pieces lazily; :attr:`into`
    appends them all to a list.
    """

    __slots__ = ("_autoescape", "_original", "_versions", "into")

    def __init__(
        self,
        into: t.Any,
        versions: _Versions,
        autoescape: bool | None = None,
        original: t.Any = None,
    ) -> None:
        self.into: Into = into
        self._versions = versions
        self._autoescape = autoescape
        self._original = original or into

    def __call__(self, context: Context) -> t.Any:
        functions = self._versions.functions(False, self._autoescape)
        if functions is None:
            at_once = _at_once_async if context.environment.is_async else _at_once
            return opened(context, at_once(context, self.into))
        return opened(context, functions[self._original.__name__](context))

    def stated(self, autoescape: bool) -> RenderFunction:
        """Return the same function for a place where an ``autoescape`` statement holds."""
        name = self._original.__name__
        versions = self._versions
        if autoescape is self._autoescape or name in versions.stated:
            return self
        functions = versions.functions(True, autoescape)
        if functions is None:
            return self
        return RenderFunction(functions[name], versions, autoescape, self._original)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._original.__name__}>"


@internalcode
def _at_once(context: Context, into: Into) -> Pieces:
    out: list[str] = []
    into(context, out)
    yield from out


@internalcode
async def _at_once_async(context: Context, into: Into) -> t.AsyncIterator[str]:
    out: list[str] = []
    await into(context, out)
    for piece in out:
        yield piece


def versions(
    namespace: dict[str, t.Any],
    root: Into,
    blocks: dict[str, Into],
    stated: tuple[str, ...],
    checksum: int,
    source: str,
) -> tuple[RenderFunction, dict[str, RenderFunction]]:
    """Make the public functions of a compiled module.

    :param stated: the blocks that stand in an ``autoescape`` statement of their own.
    :param checksum: distinguishes the code of the module from other code for the same source.
    :param source: what the module was compiled from.
    """
    made = _Versions(namespace, stated, checksum, source)
    functions = {name: RenderFunction(function, made) for name, function in blocks.items()}
    return RenderFunction(root, made), functions


def stated(context: Context, block: object) -> t.Any:
    """Return a block for a place where an ``autoescape`` statement holds. A function of another
    compiler is returned as it is.
    """
    if type(block) is RenderFunction:
        return block.stated(context.eval_ctx.autoescape)
    return block


def into(function: t.Any) -> Into:
    """Return the function that appends to a list what a root or block renders."""
    found: Into | None = getattr(function, "into", None)
    if found is not None:
        return found

    @internalcode
    def extend(context: Context, out: list[str]) -> None:
        out.extend(function(context))

    return extend


def into_async(function: t.Any) -> Into:
    """As :func:`into`, in an async environment."""
    found: Into | None = getattr(function, "into", None)
    if found is not None:
        return found

    @internalcode
    async def extend(context: Context, out: list[str]) -> None:
        async for piece in function(context):
            out.append(piece)

    return extend


def inherit(context: Context, parent: t.Any) -> None:
    """Put the blocks of a parent after those of its children."""
    blocks = context.blocks
    for name, block in parent.blocks.items():
        blocks.setdefault(name, []).append(block)


def _copied(pieces: t.Iterable[str]) -> t.Iterator[str]:
    """Stands for the root of a template whose output exists already: its argument."""
    return iter(pieces)


async def _copied_async(pieces: t.Iterable[str]) -> t.AsyncIterator[str]:
    for piece in pieces:
        yield piece


@internalcode
def include(
    context: Context,
    get: t.Any,
    wanted: t.Any,
    parent: str | None,
    variables: dict[str, t.Any] | None,
    ignore_missing: bool,
) -> tuple[t.Any, t.Any]:
    """Return what renders another template that may be missing, or does not see the context: a
    function as in ``root``, and its argument.

    :param get: the method of the environment that finds the template.
    :param variables: those of the scope; ``None`` if the template does not see the context.
    """
    try:
        template = get(wanted, parent)
    except TemplateNotFound:
        if ignore_missing:
            return _copied, ()
        raise
    if variables is None:
        return _copied, template._get_default_module()._body_stream
    return template.root_render_func, template.new_context(context.get_all(), True, variables)


@internalcode
async def include_async(
    context: Context,
    get: t.Any,
    wanted: t.Any,
    parent: str | None,
    variables: dict[str, t.Any] | None,
    ignore_missing: bool,
) -> tuple[t.Any, t.Any]:
    """As :func:`include`, in an async environment."""
    try:
        template = get(wanted, parent)
    except TemplateNotFound:
        if ignore_missing:
            return _copied_async, ()
        raise
    if variables is None:
        module = await template._get_default_module_async()
        return _copied_async, module._body_stream
    inner = template.new_context(context.get_all(), True, variables)
    inner._open = context._open
    return template.root_render_func, inner


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
    overrides.
    """

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

    def _block(self) -> object:
        block = self._stack[self._depth]
        # `super()` and `self.b()` in an `autoescape` statement follow it.
        return stated(self._context, block) if self._context.eval_ctx._is_stated else block

    @internalcode
    async def _async_call(self) -> str:
        out: list[str] = []
        await into_async(self._block())(self._context, out)
        return self._text(out)

    def _text(self, out: list[str]) -> str:
        text = self._context.environment.concat(out)
        return Markup(text) if self._context.eval_ctx.autoescape else text

    @internalcode
    def __call__(self) -> str:
        """Return the output of the block; in an async environment it has to be awaited."""
        if self._context.environment.is_async:
            return self._async_call()  # type: ignore[return-value]
        out: list[str] = []
        into(self._block())(self._context, out)
        return self._text(out)
