"""The base class of extensions."""

from __future__ import annotations

from .. import nodes

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    import typing_extensions as te

    from ..environment import Environment
    from ..lexer import Token, TokenStream
    from ..parser import Parser


class Extension:
    """Adds tags or changes sources. Each environment has an instance of its own; what belongs to
    the environment is kept on the environment, under names that begin with the extension's.
    """

    __module__ = "jinja2.ext"

    environment: Environment

    #: The import name, by which the environment and nodes refer to the extension.
    identifier: t.ClassVar[str]

    #: The names of the tags for which :meth:`parse` is called.
    tags: set[str] = set()

    #: Extensions with a lower number come first.
    priority = 100

    def __init_subclass__(cls) -> None:
        cls.identifier = f"{cls.__module__}.{cls.__name__}"

    def __init__(self, environment: Environment) -> None:
        self.environment = environment

    def bind(self, environment: Environment) -> te.Self:
        """Return a copy of this extension for another environment, an overlay for one."""
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        twin.environment = environment
        return twin

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Change the source before it is split into tokens. Gives it back as it is by default."""
        return source

    def filter_stream(self, stream: TokenStream) -> TokenStream | t.Iterable[Token]:
        """Change the tokens before they are parsed: give a stream or any iterable of tokens."""
        return stream

    def parse(self, parser: Parser) -> nodes.Node | list[nodes.Node]:
        """Read one of :attr:`tags`, at whose name the parser's stream stands, up to the end of
        its (last) tag, and give one or more nodes.
        """
        raise NotImplementedError(f"{type(self).__name__} has tags but does not parse them")

    def attr(self, name: str, lineno: int | None = None) -> nodes.ExtensionAttribute:
        """Return a node for an attribute of this extension, such as ``self.attr("_helper")``."""
        return nodes.ExtensionAttribute(self.identifier, name, lineno=lineno)

    def call_method(
        self,
        name: str,
        args: list[nodes.Expr] | None = None,
        kwargs: list[nodes.Keyword] | None = None,
        dyn_args: nodes.Expr | None = None,
        dyn_kwargs: nodes.Expr | None = None,
        lineno: int | None = None,
    ) -> nodes.Call:
        """Return a node for a call of a method of this extension."""
        return nodes.Call(
            self.attr(name, lineno=lineno),
            args if args is not None else [],
            kwargs if kwargs is not None else [],
            dyn_args,
            dyn_kwargs,
            lineno=lineno,
        )


# The parser asks for this: positions of tokens hold only while nobody changes them.
Extension.preprocess._keeps_positions = True  # type: ignore[attr-defined]
Extension.filter_stream._keeps_positions = True  # type: ignore[attr-defined]
