"""Templates that can be rendered, their modules, expressions and streams.

Compiling is the environment's work. Its module sets ``Template.environment_class``.
"""

from __future__ import annotations

from functools import lru_cache

from markupsafe import Markup

from ._caches import register_cache
from ._marks import internalcode, is_undefined
from ._syntax import (
    BLOCK_END_STRING,
    BLOCK_START_STRING,
    COMMENT_END_STRING,
    COMMENT_START_STRING,
    KEEP_TRAILING_NEWLINE,
    LINE_COMMENT_PREFIX,
    LINE_STATEMENT_PREFIX,
    LSTRIP_BLOCKS,
    NEWLINE_SEQUENCE,
    TRIM_BLOCKS,
    VARIABLE_END_STRING,
    VARIABLE_START_STRING,
)
from .async_utils import OpenIterators
from .runtime import new_context
from .runtime.undefined import Undefined
from .utils import concat as _join

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import os
    import typing as t
    from types import CodeType

    import typing_extensions as te

    from . import nodes
    from .environment import Environment
    from .ext import Extension
    from .runtime import Context
    from .runtime import Undefined as UndefinedType

    Env = t.TypeVar("Env", bound="Environment")

_NOT_ASYNC = "The environment was not created with async mode enabled."


@lru_cache(maxsize=10)
def get_spontaneous_environment(cls: type[Env], *args: t.Any) -> Env:
    """Return the environment of templates that were made without one. Those made with the same
    options share it, so it must not be changed.
    """
    environment = cls(*args)
    environment.shared = True
    return environment


get_spontaneous_environment.__module__ = "jinja2.environment"
register_cache(get_spontaneous_environment.cache_clear)


@internalcode
def _run(coroutine: t.Coroutine[t.Any, t.Any, t.Any]) -> t.Any:
    """Run a coroutine to its end in an event loop of its own."""
    import asyncio

    try:
        return asyncio.run(coroutine)
    finally:
        # Where a loop runs already, the coroutine was not even started.
        coroutine.close()


class Template:
    """A compiled template, ready to be rendered any number of times and from any thread.

    Environments make them. The constructor is for strings: it takes the options of
    :class:`Environment` that matter without a loader, and templates with the same options share
    an environment.

    ``globals`` holds the values that every rendering sees; it must not be changed once the
    template was rendered. ``name`` and ``filename`` may be ``None``.
    """

    __module__ = "jinja2.environment"

    #: The class of environments that the constructor makes.
    environment_class: type[Environment]

    environment: Environment
    globals: t.MutableMapping[str, t.Any]
    name: str | None
    filename: str | None
    blocks: dict[str, t.Callable[[Context], t.Iterator[str]]]
    root_render_func: t.Callable[[Context], t.Iterator[str]]
    _module: TemplateModule | None
    _debug_info: str
    _uptodate: t.Callable[[], bool] | None
    #: What errors quote from, where no loader can be asked.
    _source: str | None = None

    def __new__(
        cls,
        source: str | nodes.Template,
        block_start_string: str = BLOCK_START_STRING,
        block_end_string: str = BLOCK_END_STRING,
        variable_start_string: str = VARIABLE_START_STRING,
        variable_end_string: str = VARIABLE_END_STRING,
        comment_start_string: str = COMMENT_START_STRING,
        comment_end_string: str = COMMENT_END_STRING,
        line_statement_prefix: str | None = LINE_STATEMENT_PREFIX,
        line_comment_prefix: str | None = LINE_COMMENT_PREFIX,
        trim_blocks: bool = TRIM_BLOCKS,
        lstrip_blocks: bool = LSTRIP_BLOCKS,
        newline_sequence: te.Literal["\n", "\r\n", "\r"] = NEWLINE_SEQUENCE,
        keep_trailing_newline: bool = KEEP_TRAILING_NEWLINE,
        extensions: t.Sequence[str | type[Extension]] = (),
        optimized: bool = True,
        undefined: type[UndefinedType] = Undefined,
        finalize: t.Callable[..., t.Any] | None = None,
        autoescape: bool | t.Callable[[str | None], bool] = False,
        enable_async: bool = False,
    ) -> t.Any:  # subclasses of the environment may use any class of templates
        loader, cache_size, auto_reload, bytecode_cache = None, 0, False, None
        # Checkers do not take classes for hashable.
        shared: t.Any = get_spontaneous_environment
        environment = shared(
            cls.environment_class,
            block_start_string,
            block_end_string,
            variable_start_string,
            variable_end_string,
            comment_start_string,
            comment_end_string,
            line_statement_prefix,
            line_comment_prefix,
            trim_blocks,
            lstrip_blocks,
            newline_sequence,
            keep_trailing_newline,
            tuple(extensions),
            optimized,
            undefined,
            finalize,
            autoescape,
            loader,
            cache_size,
            auto_reload,
            bytecode_cache,
            enable_async,
        )
        return environment.from_string(source, template_class=cls)

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: t.MutableMapping[str, t.Any],
        uptodate: t.Callable[[], bool] | None = None,
    ) -> Template:
        """Make a template of compiled code. Loaders use this."""
        namespace: dict[str, t.Any] = {
            "environment": environment,
            "__file__": code.co_filename,
        }
        exec(code, namespace)
        template = cls._from_namespace(environment, namespace, globals)
        template._uptodate = uptodate
        return template

    @classmethod
    def from_module_dict(
        cls,
        environment: Environment,
        module_dict: t.MutableMapping[str, t.Any],
        globals: t.MutableMapping[str, t.Any],
    ) -> Template:
        """Make a template of the namespace of an imported module. Loaders use this."""
        return cls._from_namespace(environment, module_dict, globals)

    @classmethod
    def _from_namespace(
        cls,
        environment: Environment,
        namespace: t.MutableMapping[str, t.Any],
        globals: t.MutableMapping[str, t.Any],
    ) -> Template:
        template: Template = object.__new__(cls)
        template.environment = environment
        template.globals = globals
        template.name = namespace["name"]
        template.filename = namespace["__file__"]
        template.blocks = namespace["blocks"]
        template.root_render_func = namespace["root"]
        template._module = None
        template._debug_info = namespace["debug_info"]
        template._uptodate = None
        # The generated code finds its environment here, and tracebacks their template.
        namespace["environment"] = environment
        namespace["__jinja_template__"] = template
        return template

    def new_context(
        self,
        vars: dict[str, t.Any] | None = None,
        shared: bool = False,
        locals: t.Mapping[str, t.Any] | None = None,
    ) -> Context:
        """Return a context for this template.

        :param vars: the values of the variables.
        :param shared: `vars` is the parent of another context already; no globals are added.
        :param locals: values that templates which are included or imported see too.
        """
        return new_context(
            self.environment, self.name, self.blocks, vars, shared, self.globals, locals
        )

    def render(self, *args: t.Any, **kwargs: t.Any) -> str:
        """Render the template as one text.

        Takes the arguments of :class:`dict`::

            template.render(knights="that say nih")
            template.render({"knights": "that say nih"})

        In an asynchronous environment this runs an event loop, so it cannot be used where one
        runs already.
        """
        environment = self.environment
        if environment.is_async:
            return _run(self.render_async(*args, **kwargs))  # type: ignore[no-any-return]
        context = self.new_context(dict(*args, **kwargs) if args else kwargs)
        try:
            concat = environment.concat
            if concat == _join:
                return concat(_pieces(self.root_render_func, context))
            # An environment that joins in its own way meets the errors of pieces itself.
            return concat(self.root_render_func(context))
        except Exception:
            environment.handle_exception()

    async def render_async(self, *args: t.Any, **kwargs: t.Any) -> str:
        """As :meth:`render`, in an asynchronous environment.

        :raises RuntimeError: the environment is not asynchronous.
        """
        environment = self.environment
        if not environment.is_async:
            raise RuntimeError(_NOT_ASYNC)
        context = self.new_context(dict(*args, **kwargs))
        try:
            return environment.concat(await _pieces_async(self.root_render_func, context))
        except Exception:
            return environment.handle_exception()

    def stream(self, *args: t.Any, **kwargs: t.Any) -> TemplateStream:
        """As :meth:`generate`, as a :class:`TemplateStream`."""
        return TemplateStream(self.generate(*args, **kwargs))

    def generate(self, *args: t.Any, **kwargs: t.Any) -> t.Iterator[str]:
        """Render the template piece by piece: nothing runs before its piece is asked for."""
        environment = self.environment
        if environment.is_async:

            async def collect() -> list[str]:
                return [piece async for piece in self.generate_async(*args, **kwargs)]

            yield from _run(collect())
            return
        context = self.new_context(dict(*args, **kwargs))
        try:
            yield from self.root_render_func(context)
        except Exception:
            yield environment.handle_exception()

    async def generate_async(self, *args: t.Any, **kwargs: t.Any) -> t.AsyncGenerator[str, object]:
        """As :meth:`generate`, in an asynchronous environment.

        :raises RuntimeError: the environment is not asynchronous.
        """
        environment = self.environment
        if not environment.is_async:
            raise RuntimeError(_NOT_ASYNC)
        context = self.new_context(dict(*args, **kwargs))
        context._open = iterators = OpenIterators()
        try:
            pieces: t.Any = self.root_render_func(context)
            iterators.add(pieces)
            async for piece in pieces:
                yield piece
        except Exception:
            await iterators.aclose()
            yield environment.handle_exception()
        except BaseException:
            await iterators.aclose()
            raise

    def make_module(
        self,
        vars: dict[str, t.Any] | None = None,
        shared: bool = False,
        locals: t.Mapping[str, t.Any] | None = None,
    ) -> TemplateModule:
        """Render the template and give what it exports: its macros and top level variables. The
        parameters are those of :meth:`new_context`.
        """
        return TemplateModule(self, self.new_context(vars, shared, locals))

    async def make_module_async(
        self,
        vars: dict[str, t.Any] | None = None,
        shared: bool = False,
        locals: t.Mapping[str, t.Any] | None = None,
    ) -> TemplateModule:
        """As :meth:`make_module`, in an asynchronous environment."""
        context = self.new_context(vars, shared, locals)
        return TemplateModule(self, context, await _pieces_async(self.root_render_func, context))

    def _added_globals(self, context: Context | None) -> dict[str, t.Any]:
        """Return the globals that an importing template has and this one lacks."""
        if context is None:
            return {}
        mine = self.globals
        parent = context.parent
        return {key: parent[key] for key in context.globals_keys if key not in mine}

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        """Return the module for importing. It is made once, unless the importing context has
        globals of its own.
        """
        if self.environment.is_async:
            raise RuntimeError("Module is not available in async mode.")
        added = self._added_globals(ctx)
        if added:
            return self.make_module(added)
        if self._module is None:
            self._module = self.make_module()
        return self._module

    async def _get_default_module_async(self, ctx: Context | None = None) -> TemplateModule:
        added = self._added_globals(ctx)
        if added:
            return await self.make_module_async(added)
        if self._module is None:
            self._module = await self.make_module_async()
        return self._module

    @property
    def module(self) -> TemplateModule:
        """Return the exports of the template if it is rendered without variables.

        They are made once::

            Template("{% macro foo() %}42{% endmacro %}").module.foo()

        Not available in an asynchronous environment.
        """
        return self._get_default_module()

    def get_corresponding_lineno(self, lineno: int) -> int:
        """Return the line of the template for a line of the generated code."""
        found = 1
        for template_line, code_line in self.debug_info:
            if code_line > lineno:
                break
            found = template_line
        return found

    @property
    def is_up_to_date(self) -> bool:
        """Return whether the source has not changed since the template was loaded."""
        uptodate = self._uptodate
        return uptodate is None or uptodate()

    @property
    def debug_info(self) -> list[tuple[int, int]]:
        """Pairs of lines: of the template and of the generated code."""
        pairs = (pair.partition("=") for pair in self._debug_info.split("&") if pair)
        return [(int(template), int(code)) for template, _, code in pairs]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {_display_name(self, self.name)}>"


def _display_name(owner: object, name: str | None) -> str:
    return f"memory:{id(owner):x}" if name is None else repr(name)


@internalcode
def _pieces(root: t.Callable[[Context], t.Iterator[str]], context: Context) -> list[str]:
    """All output of a template."""
    into = getattr(root, "into", None)
    if into is None:
        return list(root(context))
    pieces: list[str] = []
    into(context, pieces)
    return pieces


@internalcode
async def _pieces_async(root: t.Callable[[Context], t.Any], context: Context) -> list[str]:
    into = getattr(root, "into", None)
    if into is None:
        return [piece async for piece in root(context)]
    pieces: list[str] = []
    await into(context, pieces)
    return pieces


class TemplateModule:
    """The exports of a template, as attributes. As text, it is what the template printed."""

    __module__ = "jinja2.environment"

    _body_stream: t.Iterable[str]

    def __init__(
        self,
        template: Template,
        context: Context,
        body_stream: t.Iterable[str] | None = None,
    ) -> None:
        if body_stream is None:
            if context.environment.is_async:
                raise RuntimeError(
                    "Async mode requires a body stream to be passed to a template module."
                    " Use the async methods of the API you are using."
                )
            # Without a call in between, so that templates can import each other deeper.
            into = getattr(template.root_render_func, "into", None)
            if into is None:
                body_stream = list(template.root_render_func(context))
            else:
                pieces: list[str] = []
                into(context, pieces)
                body_stream = pieces
        self._body_stream = body_stream
        self.__dict__.update(context.get_exported())
        self.__name__ = template.name

    def __html__(self) -> Markup:
        return Markup(str(self))

    def __str__(self) -> str:
        return "".join(self._body_stream)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {_display_name(self, self.__name__)}>"


class TemplateExpression:
    """An expression of the template language that Python can call; see
    ``Environment.compile_expression``.
    """

    __module__ = "jinja2.environment"

    def __init__(self, template: Template, undefined_to_none: bool) -> None:
        self._template = template
        self._undefined_to_none = undefined_to_none

    def __call__(self, *args: t.Any, **kwargs: t.Any) -> t.Any | None:
        """Return the value of the expression. Takes the arguments of :class:`dict`."""
        template = self._template
        context = template.new_context(dict(*args, **kwargs))
        _pieces(template.root_render_func, context)
        value = context.vars["result"]
        return None if self._undefined_to_none and is_undefined(value) else value


class TemplateStream:
    """An iterator over the output of a template.

    Without buffering, each item is one piece of output, which may be very short. With buffering,
    several pieces are joined to one item.
    """

    __module__ = "jinja2.environment"

    def __init__(self, gen: t.Iterator[str]) -> None:
        self._gen = gen
        self.disable_buffering()

    def dump(
        self,
        fp: str | os.PathLike[str] | t.IO[bytes] | t.IO[str],
        encoding: str | None = None,
        errors: str | None = "strict",
    ) -> None:
        """Write all output to a file.

        :param fp: a file object, or the name of a file that is made.
        :param encoding: how text becomes bytes; by default UTF-8 for a name, and file objects get
            text.
        :param errors: what to do with characters that the encoding lacks.
        """
        if isinstance(fp, str) or hasattr(fp, "__fspath__"):
            path: t.Any = fp
            with open(path, "wb") as file:
                self._write(file, encoding or "utf-8", errors)
        else:
            self._write(fp, encoding, errors)

    def _write(self, file: t.Any, encoding: str | None, errors: str | None) -> None:
        output: t.Iterable[t.Any] = self
        if encoding is not None:
            output = (str(piece).encode(encoding, errors or "strict") for piece in self)
        else:
            # A native template gives values.
            output = map(str, self)
        if hasattr(file, "writelines"):
            file.writelines(output)
            return
        for piece in output:
            file.write(piece)

    def disable_buffering(self) -> None:
        """Return each piece on its own."""
        self._source = self._gen
        self.buffered = False

    def enable_buffering(self, size: int = 5) -> None:
        """Join `size` pieces to one item.

        :raises ValueError: the size is less than two.
        """
        if size <= 1:
            raise ValueError("buffer size too small")
        self._source = _joined(self._gen, size)
        self.buffered = True

    def __iter__(self) -> TemplateStream:
        return self

    def __next__(self) -> str:
        return next(self._source)


def _joined(pieces: t.Iterator[str], size: int) -> t.Iterator[str]:
    """Join so many pieces at a time. Empty text does not count; a value of a native template counts
    as its text.
    """
    held: list[str] = []
    for piece in map(str, pieces):
        if not piece:
            continue
        held.append(piece)
        if len(held) == size:
            yield "".join(held)
            held.clear()
    if held:
        yield "".join(held)
