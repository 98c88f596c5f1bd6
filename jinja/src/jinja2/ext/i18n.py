"""Translation: the ``trans`` tag, and the functions that it calls.

A tag becomes a call of ``gettext``, ``ngettext``, ``pgettext`` or ``npgettext``. In the old style
the template formats the result, in the new style the function does.
"""

from __future__ import annotations

import re

from markupsafe import Markup

from .. import nodes
from .._marks import pass_context
from ..exceptions import TemplateAssertionError
from .base import Extension
from .messages import GETTEXT_FUNCTIONS, extract_from_ast

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from ..environment import Environment
    from ..lexer import Token
    from ..parser import Parser
    from ..runtime import Context
    from .messages import Extracted

_INSTALLED = GETTEXT_FUNCTIONS[1:]
_LINE_END = re.compile(r"\s*\n\s*")


@pass_context
def _gettext_alias(context: Context, /, *args: t.Any, **kwargs: t.Any) -> t.Any:
    """``_``: whatever ``gettext`` is in this context."""
    return context.call(context.resolve("gettext"), *args, **kwargs)


def _formatted(context: Context, text: str, variables: dict[str, t.Any]) -> str:
    if context.eval_ctx.autoescape:
        text = Markup(text)
    # Always, so that a percent sign is doubled in all messages or in none.
    return text % variables


def _make_new_gettext(func: t.Callable[[str], str]) -> t.Callable[..., str]:
    @pass_context
    def gettext(context: Context, string: str, /, **variables: t.Any) -> str:
        return _formatted(context, context.call(func, string), variables)

    return gettext


def _make_new_ngettext(func: t.Callable[[str, str, int], str]) -> t.Callable[..., str]:
    @pass_context
    def ngettext(
        context: Context, singular: str, plural: str, num: int, /, **variables: t.Any
    ) -> str:
        variables.setdefault("num", num)
        return _formatted(context, context.call(func, singular, plural, num), variables)

    return ngettext


def _make_new_pgettext(func: t.Callable[[str, str], str]) -> t.Callable[..., str]:
    @pass_context
    def pgettext(context: Context, string_ctx: str, string: str, /, **variables: t.Any) -> str:
        variables.setdefault("context", string_ctx)
        return _formatted(context, context.call(func, string_ctx, string), variables)

    return pgettext


def _make_new_npgettext(func: t.Callable[[str, str, str, int], str]) -> t.Callable[..., str]:
    @pass_context
    def npgettext(
        context: Context,
        string_ctx: str,
        singular: str,
        plural: str,
        num: int,
        /,
        **variables: t.Any,
    ) -> str:
        variables.setdefault("context", string_ctx)
        variables.setdefault("num", num)
        text = context.call(func, string_ctx, singular, plural, num)
        return _formatted(context, text, variables)

    return npgettext


_NEW_STYLE: dict[str, t.Callable[[t.Any], t.Callable[..., str]]] = {
    "gettext": _make_new_gettext,
    "ngettext": _make_new_ngettext,
    "pgettext": _make_new_pgettext,
    "npgettext": _make_new_npgettext,
}


class _Tag:
    """The parts of one ``trans`` tag that were read so far."""

    def __init__(self) -> None:
        self.variables: dict[str, nodes.Expr] = {}
        self.trimmed: bool | None = None
        #: What decides between singular and plural, and whether it goes by the name of `num`.
        self.count: nodes.Expr | None = None
        self.count_is_num = False
        #: A call that would otherwise run twice.
        self.assignment: nodes.Assign | None = None

    def count_by(self, name: str, value: nodes.Expr) -> None:
        self.count = value
        self.count_is_num = name == "num"


class InternationalizationExtension(Extension):
    """Adds ``trans`` and the methods that install translations to the environment."""

    __module__ = "jinja2.ext"
    tags: set[str] = {"trans"}

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.extend(
            newstyle_gettext=False,
            extract_translations=self._extract,
            install_gettext_callables=self._install_callables,
            install_gettext_translations=self._install,
            install_null_translations=self._install_null,
            uninstall_gettext_translations=self._uninstall,
        )
        environment.globals["_"] = _gettext_alias

    # -- methods that the environment gets

    def _install(self, translations: object, newstyle: bool | None = None) -> None:
        """Use the functions of a translations object of :mod:`gettext` or Babel."""

        def function(name: str) -> t.Any:
            # Old translation objects have variants for unicode.
            return getattr(translations, "u" + name, None) or getattr(translations, name)

        self._install_callables(
            function("gettext"),
            function("ngettext"),
            newstyle=newstyle,
            pgettext=getattr(translations, "pgettext", None),
            npgettext=getattr(translations, "npgettext", None),
        )

    def _install_null(self, newstyle: bool | None = None) -> None:
        """Use functions that translate nothing."""
        import gettext

        nothing = gettext.NullTranslations()
        self._install_callables(
            nothing.gettext,
            nothing.ngettext,
            newstyle=newstyle,
            pgettext=nothing.pgettext,
            npgettext=nothing.npgettext,
        )

    def _install_callables(
        self,
        gettext: t.Callable[[str], str],
        ngettext: t.Callable[[str, str, int], str],
        newstyle: bool | None = None,
        pgettext: t.Callable[[str, str], str] | None = None,
        npgettext: t.Callable[[str, str, str, int], str] | None = None,
    ) -> None:
        """Use these functions."""
        environment = self.environment
        if newstyle is not None:
            environment.newstyle_gettext = newstyle  # type: ignore[attr-defined]
        given = (gettext, ngettext, pgettext, npgettext)
        functions: dict[str, t.Any] = dict(zip(_INSTALLED, given, strict=True))
        if environment.newstyle_gettext:  # type: ignore[attr-defined]
            for name, function in functions.items():
                if function is not None:
                    functions[name] = _NEW_STYLE[name](function)
        environment.globals.update(functions)

    def _uninstall(self, translations: object) -> None:
        """Take the functions away."""
        for name in _INSTALLED:
            self.environment.globals.pop(name, None)

    def _extract(
        self,
        source: str | nodes.Template,
        gettext_functions: t.Sequence[str] = GETTEXT_FUNCTIONS,
    ) -> t.Iterator[Extracted]:
        """All messages of a template; see :func:`extract_from_ast`."""
        tree = self.environment.parse(source) if isinstance(source, str) else source
        return extract_from_ast(tree, gettext_functions)

    # -- the tag

    def parse(self, parser: Parser) -> nodes.Node | list[nodes.Node]:
        stream = parser.stream
        lineno = next(stream).lineno
        context_token = stream.next_if("string")
        tag = _Tag()
        self._parse_variables(parser, tag)
        stream.expect("block_end")
        names, singular = self._parse_block(parser, True)
        if names and tag.count is None:
            tag.count_by(names[0], nodes.Name(names[0], "load"))
        plural = None
        if stream.current.test("name:pluralize"):
            self._parse_pluralize(parser, tag)
            plural_names, plural = self._parse_block(parser, False)
            names += plural_names
            if tag.count is None:
                parser.fail("pluralize without variables", lineno)
        next(stream)
        for name in names:
            tag.variables.setdefault(name, nodes.Name(name, "load"))
        trimmed = tag.trimmed
        if trimmed is None:
            trimmed = self.environment.policies["ext.i18n.trimmed"]
        if trimmed:
            singular = self._trim_whitespace(singular)
            plural = None if plural is None else self._trim_whitespace(plural)
        node = self._make_node(
            singular,
            plural,
            None if context_token is None else context_token.value,
            tag.variables,
            tag.count if plural is not None else None,
            bool(names),
            tag.count_is_num and plural is not None,
        )
        node.set_lineno(lineno)
        if tag.assignment is None:
            return node
        tag.assignment.set_lineno(lineno)
        return [tag.assignment, node]

    def _parse_variables(self, parser: Parser, tag: _Tag) -> None:
        stream = parser.stream
        while stream.current.type != "block_end":
            if stream.skip_if("colon"):
                break
            if tag.variables:
                stream.expect("comma")
            if stream.skip_if("colon"):
                break
            token = stream.expect("name")
            name = token.value
            if name in tag.variables:
                parser.fail(
                    f"translatable variable {name!r} defined twice.",
                    token.lineno,
                    exc=TemplateAssertionError,
                )
            if stream.current.type == "assign":
                next(stream)
                value = parser.parse_expression()
            elif tag.trimmed is None and name in ("trimmed", "notrimmed"):
                tag.trimmed = name == "trimmed"
                continue
            else:
                value = nodes.Name(name, "load", lineno=token.lineno)
            self._add_variable(tag, token, value)

    def _add_variable(self, tag: _Tag, token: Token, value: nodes.Expr) -> None:
        if tag.count is None and isinstance(value, nodes.Call):
            tag.assignment = nodes.Assign(nodes.Name("_trans", "store"), value)
            value = nodes.Name("_trans", "load")
            tag.count = value
        elif tag.count is None:
            tag.count_by(token.value, value)
        tag.variables[token.value] = value

    def _parse_pluralize(self, parser: Parser, tag: _Tag) -> None:
        stream = parser.stream
        next(stream)
        if stream.current.type not in ("block_end", "colon"):
            token = stream.expect("name")
            if token.value not in tag.variables:
                parser.fail(
                    f"unknown variable {token.value!r} for pluralization",
                    token.lineno,
                    exc=TemplateAssertionError,
                )
            tag.count_by(token.value, tag.variables[token.value])
        stream.skip_if("colon")
        stream.expect("block_end")

    def _trim_whitespace(self, string: str, _ws_re: re.Pattern[str] = _LINE_END) -> str:
        """Return the text on one line."""
        return _ws_re.sub(" ", string.strip())

    def _parse_block(self, parser: Parser, allow_pluralize: bool) -> tuple[list[str], str]:
        """Read text and names up to the tag after them. Return the names, and the text as a
        format string.
        """
        stream = parser.stream
        names: list[str] = []
        parts: list[str] = []
        while True:
            kind = stream.current.type
            if kind == "data":
                parts.append(next(stream).value.replace("%", "%%"))
            elif kind == "variable_begin":
                next(stream)
                name = stream.expect("name").value
                names.append(name)
                parts.append(f"%({name})s")
                stream.expect("variable_end")
            elif kind == "block_begin":
                next(stream)
                tag = stream.current.value if stream.current.type == "name" else None
                if tag == "endtrans" or (tag == "pluralize" and allow_pluralize):
                    return names, "".join(parts)
                self._fail_inside(parser, tag)
            elif stream.eos:
                parser.fail("unclosed translation block")
            else:
                raise RuntimeError("internal parser error")

    def _fail_inside(self, parser: Parser, tag: str | None) -> t.NoReturn:
        if tag == "pluralize":
            parser.fail("a translatable section can have only one pluralize section")
        if tag == "trans":
            parser.fail("trans blocks can't be nested; did you mean `endtrans`?")
        parser.fail(f"control structures in translatable sections are not allowed; saw `{tag}`")

    def _make_node(
        self,
        singular: str,
        plural: str | None,
        context: str | None,
        variables: dict[str, nodes.Expr],
        plural_expr: nodes.Expr | None,
        vars_referenced: bool,
        num_called_num: bool,
    ) -> nodes.Output:
        """Return the call that gives the translated text."""
        newstyle = self.environment.newstyle_gettext  # type: ignore[attr-defined]
        if not vars_referenced and not newstyle:
            # Nobody will format the text, so nobody would halve the percent signs again.
            singular = singular.replace("%%", "%")
            plural = None if plural is None else plural.replace("%%", "%")
        name = "gettext" if context is None else "pgettext"
        args: list[nodes.Expr] = [] if context is None else [nodes.Const(context)]
        args.append(nodes.Const(singular))
        if plural_expr is not None:
            name = "n" + name
            args += [nodes.Const(plural), plural_expr]
        call = nodes.Call(nodes.Name(name, "load"), args, [], None, None)
        result: nodes.Expr = call
        if newstyle:
            # The function adds the number itself.
            call.kwargs = [
                nodes.Keyword(key, value)
                for key, value in variables.items()
                if not (num_called_num and key == "num")
            ]
        else:
            result = nodes.MarkSafeIfAutoescape(call)
            if variables:
                pairs = [nodes.Pair(nodes.Const(key), value) for key, value in variables.items()]
                result = nodes.Mod(result, nodes.Dict(pairs))
        return nodes.Output([result])
