"""The environment: configuration, registries, and the way from a name or a source to a template.

Programs override its methods, so each is small and does one thing.
"""

from __future__ import annotations

import os
from collections import ChainMap
from weakref import ref as _ref

from markupsafe import Markup

from . import nodes
from ._autoescape import EvalContext
from ._caches import LRUCache
from ._imports import import_string, module_getattr
from ._marks import _PassArg, internalcode, is_undefined, missing, replaceable
from ._near import did_you_mean
from ._template import (
    Template,
    TemplateExpression,
    TemplateModule,
    TemplateStream,
    get_spontaneous_environment,
)
from .compiler import CodeGenerator, generate, generate_version
from .defaults import (
    BLOCK_END_STRING,
    BLOCK_START_STRING,
    COMMENT_END_STRING,
    COMMENT_START_STRING,
    DEFAULT_FILTERS,
    DEFAULT_NAMESPACE,
    DEFAULT_POLICIES,
    DEFAULT_TESTS,
    KEEP_TRAILING_NEWLINE,
    LINE_COMMENT_PREFIX,
    LINE_STATEMENT_PREFIX,
    LSTRIP_BLOCKS,
    NEWLINE_SEQUENCE,
    TRIM_BLOCKS,
    VARIABLE_END_STRING,
    VARIABLE_START_STRING,
)
from .exceptions import (
    TemplateNotFound,
    TemplateRuntimeError,
    TemplatesNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from .lexer import TokenStream, get_lexer
from .parser import Parser
from .runtime import Context, Undefined, new_context
from .runtime.undefined import attribute_or_undefined, item_or_undefined
from .utils import concat, consume

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from types import CodeType

    import typing_extensions as te

    from .bccache import BytecodeCache
    from .ext import Extension
    from .lexer import Lexer
    from .loaders import BaseLoader

    TemplateCache = t.MutableMapping[tuple[_ref[t.Any], str], Template]
    Call = t.Callable[..., t.Any]
    AnyTemplate = str | Template


def create_cache(size: int) -> TemplateCache | None:
    """Return a cache for templates: none for the size 0, one without limit for a negative size."""
    if size > 0:
        return LRUCache(size)  # type: ignore[return-value]
    return {} if size else None


def copy_cache(cache: TemplateCache | None) -> TemplateCache | None:
    """Return an empty cache of the same kind."""
    if cache is None:
        return None
    if type(cache) is dict:
        return {}
    return LRUCache(cache.capacity)  # type: ignore[attr-defined, return-value]


def load_extensions(
    environment: Environment, extensions: t.Sequence[str | type[Extension]]
) -> dict[str, Extension]:
    """Make the extensions, which are given as classes or by their import names."""
    made: dict[str, Extension] = {}
    for wanted in extensions:
        kind: type[Extension] = import_string(wanted) if isinstance(wanted, str) else wanted
        made[kind.identifier] = kind(environment)
    return made


def _checked(environment: Environment) -> Environment:
    """Refuse options that cannot work."""
    if environment.undefined is not Undefined:
        assert issubclass(environment.undefined, Undefined), (
            "'undefined' must be a subclass of 'jinja2.Undefined'."
        )
    block = environment.block_start_string
    variable = environment.variable_start_string
    assert block != variable != environment.comment_start_string != block, (
        "block, variable and comment start strings must be different."
    )
    assert environment.newline_sequence in {"\r", "\r\n", "\n"}, (
        "'newline_sequence' must be one of '\\n', '\\r\\n', or '\\r'."
    )
    return environment


class Environment:
    """Holds the configuration that templates share, and loads them.

    Environments can be changed as long as they are not shared and no template was loaded; after
    that the results are undefined.

    :param block_start_string: begins a statement.
    :param block_end_string: ends a statement.
    :param variable_start_string: begins an expression that is printed.
    :param variable_end_string: ends an expression that is printed.
    :param comment_start_string: begins a comment.
    :param comment_end_string: ends a comment.
    :param line_statement_prefix: makes a line a statement.
    :param line_comment_prefix: makes the rest of a line a comment.
    :param trim_blocks: remove the first newline after a statement.
    :param lstrip_blocks: remove white space between the start of a line and a statement.
    :param newline_sequence: what ends the lines of the output.
    :param keep_trailing_newline: keep the newline at the end of a template.
    :param extensions: extensions to load, as classes or import names.
    :param optimized: compute constant expressions when compiling.
    :param undefined: the class of undefined values.
    :param finalize: a function that gets every printed value and gives what is printed.
    :param autoescape: whether output is escaped, or a function of the template's name that says
        so.
    :param loader: where templates come from.
    :param cache_size: how many templates are kept; 0 keeps none and -1 all.
    :param auto_reload: look whether a template changed whenever it is asked for.
    :param bytecode_cache: keeps compiled code between processes.
    :param enable_async: templates may wait for awaitables.
    """

    #: Whether templates run in a sandbox.
    sandboxed = False
    #: Whether this is an overlay of another environment.
    overlayed = False
    #: The environment that this one is an overlay of.
    linked_to: Environment | None = None
    #: Whether this was made for templates without one; it must not be changed then.
    shared = False
    #: Writes the Python code of templates.
    code_generator_class: type[CodeGenerator] = CodeGenerator
    #: Joins the output of templates.
    concat: t.Callable[[t.Iterable[str]], str] = "".join
    #: The class of contexts.
    context_class: type[Context] = Context
    #: The class of templates.
    template_class: type[Template] = Template

    def __init__(
        self,
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
        undefined: type[Undefined] = Undefined,
        finalize: Call | None = None,
        autoescape: bool | t.Callable[[str | None], bool] = False,
        loader: BaseLoader | None = None,
        cache_size: int = 400,
        auto_reload: bool = True,
        bytecode_cache: BytecodeCache | None = None,
        enable_async: bool = False,
    ) -> None:
        # Syntax.
        self.keep_trailing_newline = keep_trailing_newline
        self.newline_sequence = newline_sequence
        self.lstrip_blocks = lstrip_blocks
        self.trim_blocks = trim_blocks
        self.line_comment_prefix = line_comment_prefix
        self.line_statement_prefix = line_statement_prefix
        self.comment_end_string = comment_end_string
        self.comment_start_string = comment_start_string
        self.variable_end_string = variable_end_string
        self.variable_start_string = variable_start_string
        self.block_end_string = block_end_string
        self.block_start_string = block_start_string

        # Running.
        self.undefined: type[Undefined] = undefined
        self.optimized = optimized
        self.finalize = finalize
        self.autoescape = autoescape

        # Registries.
        self.filters: dict[str, Call] = DEFAULT_FILTERS.copy()
        self.tests: dict[str, Call] = DEFAULT_TESTS.copy()
        self.globals: dict[str, t.Any] = DEFAULT_NAMESPACE.copy()

        # Loading.
        self.loader = loader
        self.cache: TemplateCache | None = create_cache(cache_size)
        self.bytecode_cache = bytecode_cache
        self.auto_reload = auto_reload

        self.policies: dict[str, t.Any] = DEFAULT_POLICIES.copy()
        self.is_async = enable_async
        # Extensions may read everything above, and find those that were made before them here.
        self.extensions: dict[str, Extension] = {}
        if extensions:
            self.extensions = load_extensions(self, extensions)
        _checked(self)

    def add_extension(self, extension: str | type[Extension]) -> None:
        """Load an extension after the environment was made."""
        self.extensions.update(load_extensions(self, [extension]))

    def extend(self, **attributes: t.Any) -> None:
        """Add attributes that are not there yet. Extensions register their settings so."""
        for name, value in attributes.items():
            if not hasattr(self, name):
                setattr(self, name, value)

    def overlay(
        self,
        block_start_string: str = missing,
        block_end_string: str = missing,
        variable_start_string: str = missing,
        variable_end_string: str = missing,
        comment_start_string: str = missing,
        comment_end_string: str = missing,
        line_statement_prefix: str | None = missing,
        line_comment_prefix: str | None = missing,
        trim_blocks: bool = missing,
        lstrip_blocks: bool = missing,
        newline_sequence: te.Literal["\n", "\r\n", "\r"] = missing,
        keep_trailing_newline: bool = missing,
        extensions: t.Sequence[str | type[Extension]] = missing,
        optimized: bool = missing,
        undefined: type[Undefined] = missing,
        finalize: Call | None = missing,
        autoescape: bool | t.Callable[[str | None], bool] = missing,
        loader: BaseLoader | None = missing,
        cache_size: int = missing,
        auto_reload: bool = missing,
        bytecode_cache: BytecodeCache | None = missing,
        enable_async: bool = missing,
    ) -> te.Self:
        """Return a new environment that shares everything with this one but what is given here.

        Registries stay common: a filter that is added to one is there in both. Extensions are
        added to those that are loaded. The cache is separate.
        """
        given = (
            *(block_start_string, block_end_string, variable_start_string, variable_end_string),
            *(comment_start_string, comment_end_string, line_statement_prefix),
            *(line_comment_prefix, trim_blocks, lstrip_blocks, newline_sequence),
            *(keep_trailing_newline, optimized, undefined, finalize, autoescape, loader),
            *(auto_reload, bytecode_cache, enable_async),
        )
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        twin.overlayed = True
        twin.linked_to = self
        for name, value in zip(_OVERLAID, given, strict=True):
            if value is not missing:
                setattr(twin, name, value)
        twin.cache = copy_cache(self.cache) if cache_size is missing else create_cache(cache_size)
        mine = self.extensions
        twin.extensions = {name: mine[name].bind(twin) for name in mine} if mine else {}
        if extensions is not missing:
            twin.extensions.update(load_extensions(twin, extensions))
        _checked(twin)
        return twin

    @property
    def lexer(self) -> Lexer:
        """The lexer for the syntax of this environment."""
        return get_lexer(self)

    def iter_extensions(self) -> t.Iterator[Extension]:
        """Yield the extensions by priority."""
        return iter(sorted(self.extensions.values(), key=lambda extension: extension.priority))

    # --- What templates ask for while they run --------------------------------------------

    @replaceable
    def getitem(self, obj: t.Any, argument: str | t.Any) -> t.Any | Undefined:
        """Return an item of an object, or an attribute if there is no such item."""
        try:
            return obj[argument]
        except (AttributeError, TypeError, LookupError) as error:
            return attribute_or_undefined(self, obj, argument, error)

    @replaceable
    def getattr(self, obj: t.Any, attribute: str) -> t.Any:
        """Return an attribute of an object, or an item if there is no such attribute."""
        if type(obj) is dict:
            # This spares the error that most dicts would raise.
            found = getattr(obj, attribute, missing)
            return item_or_undefined(self, obj, attribute) if found is missing else found
        try:
            return getattr(obj, attribute)
        except AttributeError as error:
            return item_or_undefined(self, obj, attribute, error)

    def _call_named(
        self,
        kind: str,
        known: t.Mapping[str, Call],
        name: str | Undefined,
        value: object,
        args: t.Sequence[t.Any] | None,
        kwargs: t.Mapping[str, t.Any] | None,
        context: Context | None,
        eval_ctx: EvalContext | None,
    ) -> object:
        function = known.get(name)  # type: ignore[arg-type]
        if function is None:
            raise _unknown(kind, name, known)
        mark = _PassArg.from_obj(function)
        if mark is None:
            return function(value, *(args or ()), **(kwargs or {}))
        first: object = self
        if mark is _PassArg.context:
            if context is None:
                raise TemplateRuntimeError(f"Attempted to invoke a context {kind} without context.")
            first = context
        elif mark is _PassArg.eval_context:
            first = eval_ctx
            if first is None:
                first = EvalContext(self) if context is None else context.eval_ctx
        return function(first, value, *(args or ()), **(kwargs or {}))

    @replaceable
    def call_filter(
        self,
        name: str,
        value: t.Any,
        args: t.Sequence[t.Any] | None = None,
        kwargs: t.Mapping[str, t.Any] | None = None,
        context: Context | None = None,
        eval_ctx: EvalContext | None = None,
    ) -> t.Any:
        """Apply a filter as a template does. In an asynchronous environment the result may have
        to be awaited.

        :raises TemplateRuntimeError: there is no such filter, or it wants a context.
        """
        return self._call_named(
            "filter", self.filters, name, value, args, kwargs, context, eval_ctx
        )

    @replaceable
    def call_test(
        self,
        name: str,
        value: t.Any,
        args: t.Sequence[t.Any] | None = None,
        kwargs: t.Mapping[str, t.Any] | None = None,
        context: Context | None = None,
        eval_ctx: EvalContext | None = None,
    ) -> t.Any:
        """Ask a test as a template does. In an asynchronous environment the result may have to be
        awaited.

        :raises TemplateRuntimeError: there is no such test, or it wants a context.
        """
        return self._call_named("test", self.tests, name, value, args, kwargs, context, eval_ctx)

    # --- From source to code ------------------------------------------------------------------

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        """Return the source after the ``preprocess`` methods of all extensions."""
        source = str(source)
        for extension in self.iter_extensions():
            source = extension.preprocess(source, name, filename)
        return source

    def lex(
        self, source: str, name: str | None = None, filename: str | None = None
    ) -> t.Iterator[tuple[int, str, str]]:
        """Return the tokens of a source as tuples of line, kind and text. For extensions and
        debugging: neither :meth:`preprocess` nor token filters are applied.
        """
        source = str(source)
        try:
            return self.lexer.tokeniter(source, name, filename)
        except TemplateSyntaxError:
            self.handle_exception(source=source)

    def _tokenize(
        self, source: str, name: str | None, filename: str | None = None, state: str | None = None
    ) -> TokenStream:
        """Return the tokens that the parser reads: preprocessed and filtered by the extensions."""
        source = self.preprocess(source, name, filename)
        stream = self.lexer.tokenize(source, name, filename, state)
        for extension in self.iter_extensions():
            filtered = extension.filter_stream(stream)
            if not isinstance(filtered, TokenStream):
                filtered = TokenStream(filtered, name, filename)
            stream = filtered
        return stream

    @internalcode
    def parse(
        self, source: str, name: str | None = None, filename: str | None = None
    ) -> nodes.Template:
        """Return the syntax tree of a source.

        :raises TemplateSyntaxError: the source does not follow the grammar.
        """
        try:
            tree = self._parse(source, name, filename)
        except TemplateSyntaxError:
            self.handle_exception(source)
        return tree

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parser = Parser(self, source, name, filename)
        return parser.parse()

    def _generate(
        self,
        source: nodes.Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,
    ) -> str:
        return generate(  # type: ignore[return-value]
            source, self, name, filename, defer_init=defer_init, optimized=self.optimized
        )

    def _compile(self, source: str, filename: str) -> CodeType:
        return compile(source, filename, "exec")

    if TYPE_CHECKING:

        @t.overload
        def compile(
            self,
            source: str | nodes.Template,
            name: str | None = None,
            filename: str | None = None,
            raw: te.Literal[False] = False,
            defer_init: bool = False,
        ) -> CodeType: ...

        @t.overload
        def compile(
            self,
            source: str | nodes.Template,
            name: str | None = None,
            filename: str | None = None,
            raw: te.Literal[True] = ...,
            defer_init: bool = False,
        ) -> str: ...

    @internalcode
    def compile(
        self,
        source: str | nodes.Template,
        name: str | None = None,
        filename: str | None = None,
        raw: bool = False,
        defer_init: bool = False,
    ) -> str | CodeType:
        """Compile a source or a syntax tree.

        :param name: the name of the template, by which it is known to loaders.
        :param filename: the file, for tracebacks.
        :param raw: give the Python code instead of a code object.
        :param defer_init: the code is going to be imported, by ``ModuleLoader``.
        :raises TemplateSyntaxError: the source does not follow the grammar.
        """
        text = source if isinstance(source, str) else None
        try:
            if isinstance(source, str):
                tree = self._parse(source, name, filename)
                tree._source = source
            else:
                tree = source
            code = self._generate(tree, name, filename, defer_init=defer_init)
            if raw:
                return code
            try:
                return self._compile(code, "<template>" if filename is None else filename)
            except SyntaxError as error:
                raise _refused_by_python(error, code, name, filename) from error
        except TemplateSyntaxError as error:
            if text is not None and not (error._has_place or error.translated):
                self._place_late(error, text)
            self.handle_exception(source=text)

    def _compile_version(
        self,
        source: str,
        name: str | None,
        filename: str | None,
        checksum: int,
        eager: bool,
        autoescape: bool | None,
    ) -> CodeType | None:
        """Another form of a compiled template, for the run time: see
        :func:`~jinja2.compiler.generate_version`.
        """
        try:
            tree = self._parse(source, name, filename)
        except TemplateSyntaxError:
            return None
        tree._source = source
        generator = generate_version(tree, self, name, filename, checksum, eager, autoescape)
        if generator is None:
            return None
        text = generator.stream.getvalue()  # type: ignore[attr-defined]
        return self._compile(text, "<template>" if filename is None else filename)

    def _place_late(self, error: TemplateSyntaxError, source: str) -> None:
        """Let an error of the compiler find its column when somebody asks."""

        def find() -> int | None:
            from ._locate import column_of_error

            return column_of_error(self, source, error)

        error._find_column = find

    def compile_expression(self, source: str, undefined_to_none: bool = True) -> TemplateExpression:
        """Make a function of an expression.

        The function takes the variables::

            >>> is_answer = Environment().compile_expression("answer == 42")
            >>> is_answer(answer=42)
            True

        :param undefined_to_none: give ``None`` for undefined results.
        :raises TemplateSyntaxError: the source is no expression.
        """
        parser = Parser(self, source, state="variable")
        try:
            expression = parser.parse_expression()
            if not parser.stream.eos:
                raise TemplateSyntaxError(
                    "chunk after expression", parser.stream.current.lineno, None, None
                )
            expression.set_environment(self)
        except TemplateSyntaxError:
            self.handle_exception(source=source)
        assign = nodes.Assign(nodes.Name("result", "store"), expression, lineno=1)
        template = self.from_string(nodes.Template([assign], lineno=1))
        return TemplateExpression(template, undefined_to_none)

    def compile_templates(
        self,
        target: str | os.PathLike[str],
        extensions: t.Collection[str] | None = None,
        filter_func: t.Callable[[str], bool] | None = None,
        zip: str | None = "deflated",
        log_function: t.Callable[[str], None] | None = None,
        ignore_errors: bool = True,
    ) -> None:
        """Compile all templates of the loader for ``ModuleLoader``.

        :param target: the folder or zip file to write.
        :param extensions: only templates whose names end with one of these; see
            :meth:`list_templates`.
        :param filter_func: only templates for whose names this is true.
        :param zip: ``"deflated"``, ``"stored"``, or ``None`` for a folder.
        :param log_function: is called with a message about each template.
        :param ignore_errors: go on after a template that does not compile.
        """
        from ._precompile import open_target

        names = self.list_templates(extensions, filter_func)
        assert self.loader is not None, "No loader configured."
        log = log_function or (lambda message: None)
        with open_target(os.fspath(target), zip, log) as write:
            for name in names:
                source, filename, _ = self.loader.get_source(self, name)
                try:
                    code = self.compile(source, name, filename, True, True)
                except TemplateSyntaxError as error:
                    if not ignore_errors:
                        raise
                    log(f'Could not compile "{name}": {error}')
                    continue
                written = write(name, code)
                log(f'Compiled "{name}" as {written}')
        log("Finished compiling templates")

    def list_templates(
        self,
        extensions: t.Collection[str] | None = None,
        filter_func: t.Callable[[str], bool] | None = None,
    ) -> list[str]:
        """Return the names of all templates of the loader.

        :param extensions: only names with one of these after their last dot.
        :param filter_func: only names for which this is true.
        :raises TypeError: both were given, or the loader cannot list its templates.
        """
        assert self.loader is not None, "No loader configured."
        names = self.loader.list_templates()
        if extensions is not None:
            if filter_func is not None:
                raise TypeError("either extensions or filter_func can be passed, but not both")
            return [name for name in names if _extension(name) in extensions]
        if filter_func is not None:
            return [name for name in names if filter_func(name)]
        return names

    def handle_exception(self, source: str | None = None) -> te.NoReturn:
        """Raise the exception that is being handled again, with a traceback that points into
        templates.

        :param source: the source of the template, if there is no file to read it from.
        """
        from .debug import rewrite_traceback_stack

        error = rewrite_traceback_stack(source=source)
        if isinstance(error, TemplateNotFound) and "__notes__" not in error.__dict__:
            error._explain = self._near_names
        raise error

    # --- From name to template ----------------------------------------------------------------

    def join_path(self, template: str, parent: str) -> str:
        """Return the full name of a template that another one refers to. By default all names are
        full; override this to make them relative.
        """
        return template

    def _near_names(self, error: TemplateNotFound) -> t.Iterator[str]:
        """Return notes that suggest names which are similar to those that were not found."""
        candidates = getattr(self.loader, "_candidates", None)
        if candidates is None:
            return
        for name in error.templates:
            hint = did_you_mean(name, candidates(name)) if isinstance(name, str) else None
            if hint is not None:
                yield hint if len(error.templates) == 1 else f"{name!r}: {hint}"

    @internalcode
    def _load_template(self, name: str, globals: t.MutableMapping[str, t.Any] | None) -> Template:
        loader = self.loader
        if loader is None:
            raise TypeError("no loader for this environment specified")
        cache = self.cache
        if cache is None:
            return loader.load(self, name, self.make_globals(globals))
        # An overlay or another loader must not find templates that this loader made.
        key = (_ref(loader), name)
        template = cache.get(key)
        if template is not None:
            if not self.auto_reload:
                fresh = True
            elif type(template) is Template:
                # As the property does, but calling it takes time.
                fresh = (uptodate := template._uptodate) is None or uptodate()
            else:
                fresh = template.is_up_to_date
            if fresh:
                if globals:
                    template.globals.update(globals)
                return template
        template = loader.load(self, name, self.make_globals(globals))
        cache[key] = template
        return template

    @internalcode
    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: t.MutableMapping[str, t.Any] | None = None,
    ) -> Template:
        """Load a template by its name; a template is given back.

        :param parent: the name of the template that refers to this one; see :meth:`join_path`.
        :param globals: further globals of the template. If it is in the
            cache already, these are added to those it has.
        :raises TemplateNotFound: the loader does not know it.
        """
        if isinstance(name, Template):
            return name
        if parent is not None:
            return self._load_template(self.join_path(name, parent), globals)
        try:
            return self._load_template(name, globals)
        except TemplateNotFound as error:
            # Templates that refer to others are explained when the error leaves them.
            error._explain = self._near_names
            raise

    @internalcode
    def select_template(
        self,
        names: t.Iterable[str | Template],
        parent: str | None = None,
        globals: t.MutableMapping[str, t.Any] | None = None,
    ) -> Template:
        """Load the first of several templates that there is. The parameters are those of
        :meth:`get_template`.

        :raises TemplatesNotFound: the loader knows none of them, or no names were given.
        """
        if is_undefined(names):
            names._fail_with_undefined_error()  # type: ignore[attr-defined]
        if not names:
            raise TemplatesNotFound(message="Tried to select from an empty list of templates.")
        for candidate in names:
            found = self._if_there(candidate, parent, globals)
            if found is not None:
                return found
        error = TemplatesNotFound(names)  # type: ignore[arg-type]
        if parent is None:
            error._explain = self._near_names
        raise error

    @internalcode
    def _if_there(
        self,
        candidate: str | Template,
        parent: str | None,
        globals: t.MutableMapping[str, t.Any] | None,
    ) -> Template | None:
        if isinstance(candidate, Template):
            return candidate
        full = candidate if parent is None else self.join_path(candidate, parent)
        try:
            return self._load_template(full, globals)
        except (TemplateNotFound, UndefinedError):
            return None

    @internalcode
    def get_or_select_template(
        self,
        template_name_or_list: str | Template | list[str | Template],
        parent: str | None = None,
        globals: t.MutableMapping[str, t.Any] | None = None,
    ) -> Template:
        """:meth:`get_template` for a name, :meth:`select_template` for several."""
        wanted: object = template_name_or_list
        if isinstance(wanted, Template):
            return wanted
        one = isinstance(wanted, str) or is_undefined(wanted)
        choose: t.Callable[..., Template] = self.get_template if one else self.select_template
        return choose(wanted, parent, globals)

    def from_string(
        self,
        source: str | nodes.Template,
        globals: t.MutableMapping[str, t.Any] | None = None,
        template_class: type[Template] | None = None,
    ) -> Template:
        """Make a template of its source, without a loader.

        :param globals: further globals of the template.
        :param template_class: the class of the template, instead of ``template_class``.
        """
        own_globals = self.make_globals(globals)
        kind = template_class or self.template_class
        template = kind.from_code(self, self.compile(source), own_globals, None)
        if isinstance(source, str):
            template._source = source
        return template

    def make_globals(self, d: t.MutableMapping[str, t.Any] | None) -> t.MutableMapping[str, t.Any]:
        """Return the globals of a template: its own ones in front of the environment's."""
        return ChainMap({} if d is None else d, self.globals)


# The class for templates without an environment; its module cannot import this one.
Template.environment_class = Environment

# The attributes that overlay() may set, in the order of its parameters.
_OVERLAID = (
    *("block_start_string", "block_end_string", "variable_start_string", "variable_end_string"),
    *("comment_start_string", "comment_end_string", "line_statement_prefix"),
    *("line_comment_prefix", "trim_blocks", "lstrip_blocks", "newline_sequence"),
    *("keep_trailing_newline", "optimized", "undefined", "finalize", "autoescape", "loader"),
    *("auto_reload", "bytecode_cache", "is_async"),
)


def _refused_by_python(
    error: SyntaxError, code: str, name: str | None, filename: str | None
) -> TemplateSyntaxError:
    """Return the error for a template whose code exceeds a limit of Python."""
    _, _, lines = code.rpartition("\ndebug_info = '")
    line = 1
    for pair in lines.rstrip("'\n").split("&"):
        template_line, _, code_line = pair.partition("=")
        if not code_line or int(code_line) > (error.lineno or 0):
            break
        line = int(template_line)
    message = f"Python refuses the code of this template: {error.msg}"
    return TemplateSyntaxError(message, line, name, filename)


def _extension(name: str) -> str | None:
    _, dot, extension = name.rpartition(".")
    return extension if dot else None


def _unknown(kind: str, name: str | Undefined, known: t.Mapping[str, Call]) -> TemplateRuntimeError:
    """Return the error for a filter or test that nobody registered."""
    message = f"No {kind} named {name!r}."
    if is_undefined(name):
        try:
            name._fail_with_undefined_error()  # type: ignore[union-attr]
        except Exception as reason:
            message += f" ({reason}; did you forget to quote the callable name?)"
    error = TemplateRuntimeError(message)
    hint = did_you_mean(name, known)
    if hint is not None:
        error.add_note(hint)
    return error


__all__ = [
    "CodeGenerator",
    "Context",
    "Environment",
    "EvalContext",
    "LRUCache",
    "Markup",
    "Parser",
    "Template",
    "TemplateExpression",
    "TemplateModule",
    "TemplateStream",
    "TokenStream",
    "Undefined",
    "concat",
    "consume",
    "copy_cache",
    "create_cache",
    "generate",
    "get_lexer",
    "get_spontaneous_environment",
    "load_extensions",
    "new_context",
]

if not TYPE_CHECKING:
    __getattr__ = module_getattr(__name__)
