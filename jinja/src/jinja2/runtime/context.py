"""The variables of one rendering.

A context holds the values that were given, the globals and the blocks, and resolves names.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from types import BuiltinFunctionType, FunctionType, MethodType

from .._autoescape import EvalContext
from .._marks import _PassArg, internalcode, missing
from .blocks import BlockReference
from .macros import Macro

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from ..async_utils import OpenIterators
    from ..environment import Environment
    from .undefined import Undefined

    Block = t.Callable[["Context"], t.Iterator[str]]

# Objects of these types are called as they are: they wear a mark themselves, or none.
_PLAIN_CALLABLES = frozenset({FunctionType, BuiltinFunctionType, MethodType, type})
_STOPPED = "value was undefined because a callable raised a StopIteration exception"


def _merged(globals: t.Mapping[str, t.Any] | None, vars: dict[str, t.Any]) -> dict[str, t.Any]:
    """Return a new dict of both. The maps of a chain are copied whole, which is much faster than
    going through the chain.
    """
    if type(globals) is ChainMap:
        merged: dict[str, t.Any] = {}
        for level in reversed(globals.maps):
            merged.update(level)
        merged.update(vars)
        return merged
    return {**(globals or {}), **vars}


def new_context(
    environment: Environment,
    template_name: str | None,
    blocks: dict[str, Block],
    vars: dict[str, t.Any] | None = None,
    shared: bool = False,
    globals: t.MutableMapping[str, t.Any] | None = None,
    locals: t.Mapping[str, t.Any] | None = None,
) -> Context:
    """Make a context.

    :param vars: the values that were given.
    :param shared: `vars` belongs to another context, globals included; it is not changed.
    :param locals: more values, of the place where the other template is used.
    """
    if vars is None:
        vars = {}
    parent = vars if shared else _merged(globals, vars)
    if locals:
        if shared:
            parent = parent.copy()
        for name, value in locals.items():
            if value is not missing:
                parent[name] = value
    return environment.context_class(environment, parent, template_name, blocks, globals=globals)


new_context.__module__ = "jinja2.runtime"


class _Late:
    """An attribute that is computed when it is first asked for, and then is an ordinary one."""

    __slots__ = ("compute", "name")

    def __init__(self, compute: t.Callable[[t.Any], t.Any]) -> None:
        self.compute = compute

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: object, owner: type) -> object:
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.compute(instance)
        return value


def _eval_ctx_of(context: Context) -> EvalContext:
    return EvalContext(context.environment, context.name)


def _global_names(context: Context) -> set[str]:
    given = context._globals
    return set() if given is None else set(given)


class Context:
    """The variables of a template while it is rendered.

    Names are sought in ``vars`` (what the template assigned at its top level) and then in
    ``parent`` (what it was given, and the globals). ``exported_vars`` names what importing
    templates may see. Contexts are not to be made by hand, and functions marked with
    :func:`~jinja2.pass_context` should only read them.
    """

    __module__ = "jinja2.runtime"

    environment: Environment
    parent: dict[str, t.Any]
    vars: dict[str, t.Any]
    name: str | None
    exported_vars: set[str] = _Late(lambda context: set())  # type: ignore[assignment]
    blocks: dict[str, list[Block]]
    eval_ctx: t.Any = _Late(_eval_ctx_of)
    #: What an asynchronous stream reads from, to be closed with it.
    _open: OpenIterators | None = None
    globals_keys: t.Any = _Late(_global_names)

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, t.Any],
        name: str | None,
        blocks: dict[str, Block],
        globals: t.MutableMapping[str, t.Any] | None = None,
    ) -> None:
        self.environment = environment
        self.parent = parent
        self.vars = {}
        self.name = name
        self.blocks = {key: [block] for key, block in blocks.items()} if blocks else {}
        self._globals = globals

    def super(self, name: str, current: Block) -> BlockReference | Undefined:
        """Return the block that `current` overrides."""
        try:
            stack = self.blocks[name]
            depth = stack.index(current) + 1
            stack[depth]
        except LookupError:
            return self.environment.undefined(
                f"there is no parent block called {name!r}.", name="super"
            )
        return BlockReference(name, self, stack, depth)

    def get(self, key: str, default: t.Any = None) -> t.Any:
        """Return the value of a name, or `default`."""
        try:
            return self[key]
        except KeyError:
            return default

    def resolve(self, key: str) -> t.Any | Undefined:
        """Return the value of a name, or an undefined value. Override :meth:`resolve_or_missing`
        instead of this.
        """
        value = self.resolve_or_missing(key)
        if value is missing:
            return self.environment.undefined(name=key)
        return value

    def resolve_or_missing(self, key: str) -> t.Any:
        """Return the value of a name, or :data:`missing`. Compiled templates look up names with
        this, so it is what subclasses override.
        """
        if key in self.vars:
            return self.vars[key]
        return self.parent.get(key, missing)

    def get_exported(self) -> dict[str, t.Any]:
        """Return what an importing template may see."""
        return {name: self.vars[name] for name in self.exported_vars}

    def get_all(self) -> dict[str, t.Any]:
        """All variables as one dict, which must not be changed."""
        if not self.vars:
            return self.parent
        if not self.parent:
            return self.vars
        return {**self.parent, **self.vars}

    @internalcode
    def call(self, obj: t.Callable[..., t.Any], /, *args: t.Any, **kwargs: t.Any) -> t.Any:
        """Call an object as a template does: one that is marked for it gets the context, the
        evaluation context or the environment first.
        """
        loop_vars = kwargs.pop("_loop_vars", None) if kwargs else None
        block_vars = kwargs.pop("_block_vars", None) if kwargs else None
        kind = type(obj)
        if kind is Macro:
            return obj._called(args, kwargs, self.eval_ctx.autoescape)  # type: ignore[attr-defined]
        mark = getattr(obj, "jinja_pass_arg", None)
        # An object that answers every attribute, such as a mock, has no mark: its type counts.
        if type(mark) is not _PassArg and kind not in _PLAIN_CALLABLES:
            method = getattr(obj, "__call__", None)  # noqa: B004
            mark = getattr(method, "jinja_pass_arg", None)
            if type(mark) is _PassArg:
                obj = method  # type: ignore[assignment]
        if type(mark) is _PassArg:
            args = (self._wanted_by(mark, loop_vars, block_vars), *args)
        try:
            return obj(*args, **kwargs)
        except StopIteration:
            # Let through, it would end the generator that the template is.
            return self.environment.undefined(_STOPPED)

    def _wanted_by(self, mark: _PassArg, *inner: dict[str, t.Any] | None) -> object:
        """Return what a callable with this mark gets first; `inner` is what scopes inside of the
        template assigned.
        """
        if mark is _PassArg.environment:
            return self.environment
        if mark is _PassArg.eval_context:
            return self.eval_ctx
        context = self
        for assigned in inner:
            if assigned:
                context = context.derived(assigned)
        return context

    def derived(self, locals: dict[str, t.Any] | None = None) -> Context:
        """Return a context with more values, for a scope inside of the template."""
        context = new_context(self.environment, self.name, {}, self.get_all(), True, None, locals)
        context.eval_ctx = self.eval_ctx
        context.blocks.update((name, list(stack)) for name, stack in self.blocks.items())
        return context

    def keys(self) -> t.KeysView[str]:
        """All names."""
        return self.get_all().keys()

    def values(self) -> t.ValuesView[t.Any]:
        """All values."""
        return self.get_all().values()

    def items(self) -> t.ItemsView[str, t.Any]:
        """All names with their values."""
        return self.get_all().items()

    def __contains__(self, name: str) -> bool:
        return name in self.vars or name in self.parent

    def __getitem__(self, key: str) -> t.Any:
        """Return the value of a name.

        :raises KeyError: it has none.
        """
        value = self.resolve_or_missing(key)
        if value is missing:
            raise KeyError(key)
        return value

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.get_all()!r} of {self.name!r}>"


Mapping.register(Context)  # pyright: ignore[reportAttributeAccessIssue]
