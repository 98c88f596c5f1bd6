"""Statements: one method for each tag, found by its name.

The stream stands at the name of the tag before, and at the end of the last tag that belongs to the
statement afterwards.
"""

from __future__ import annotations

from .. import nodes
from ..exceptions import TemplateAssertionError
from .expressions import ExpressionParsing

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    ImportInclude = t.TypeVar("ImportInclude", nodes.Import, nodes.Include)

#: Tags of the language, each read by the method named here.
STATEMENTS = {
    "autoescape": "parse_autoescape",
    "block": "parse_block",
    "call": "parse_call_block",
    "extends": "parse_extends",
    "filter": "parse_filter_block",
    "for": "parse_for",
    "from": "parse_from",
    "if": "parse_if",
    "import": "parse_import",
    "include": "parse_include",
    "macro": "parse_macro",
    "print": "parse_print",
    "set": "parse_set",
    "with": "parse_with",
}

_PRIVATE = "names starting with an underline can not be imported"
_HYPHENATED_BLOCK = (
    "Block names in Jinja have to be valid Python identifiers and may not contain hyphens,"
    " use an underscore instead."
)


class StatementParsing(ExpressionParsing):
    """The methods of the parser that read statements."""

    def parse_statements(
        self, end_tokens: tuple[str, ...], drop_needle: bool = False
    ) -> list[nodes.Node]:
        """Read the rest of a tag and its body, up to a tag that fits one of the expressions.

        The stream then stands at the name of that tag, or after it with `drop_needle`.
        """
        # People write a colon here as in Python.
        self.stream.skip_if("colon")
        self.stream.expect("block_end")
        body = self.subparse(end_tokens)
        if self.stream.current.type == "eof":
            self.fail_eof(end_tokens)
        if drop_needle:
            next(self.stream)
        return body

    def subparse(self, end_tokens: tuple[str, ...] | None = None) -> list[nodes.Node]:
        raise AssertionError("the parser has it")

    def fail_eof(
        self, end_tokens: tuple[str, ...] | None = None, lineno: int | None = None
    ) -> t.NoReturn:
        raise AssertionError("the parser has it")

    def parse_assign_target(
        self,
        with_tuple: bool = True,
        name_only: bool = False,
        extra_end_rules: tuple[str, ...] | None = None,
        with_namespace: bool = False,
    ) -> t.Any:
        """Read what is assigned to.

        :param with_tuple: allow several targets.
        :param name_only: allow nothing but one name.
        :param extra_end_rules: token expressions that end a tuple of targets.
        :param with_namespace: allow attributes of namespaces.
        """
        target: nodes.Expr
        if name_only:
            word = self.stream.expect("name")
            target = nodes.Name(word.value, "store", lineno=word.lineno)
        elif with_tuple:
            target = self.parse_tuple(True, True, extra_end_rules, with_namespace=with_namespace)
        else:
            target = self.parse_primary(with_namespace)
        if not name_only:
            target.set_ctx("store")
        if not target.can_assign():
            kind = type(target).__name__.lower()
            self.fail(f"can't assign to {kind!r}", target.lineno)
        return target

    def parse_set(self) -> nodes.Assign | nodes.AssignBlock:
        lineno = next(self.stream).lineno
        target = self.parse_assign_target(with_namespace=True)
        if self.stream.skip_if("assign"):
            return nodes.Assign(target, self.parse_tuple(), lineno=lineno)
        filters = self.parse_filter(None)
        body = self.parse_statements(("name:endset",), drop_needle=True)
        return nodes.AssignBlock(target, filters, body, lineno=lineno)

    def parse_for(self) -> nodes.For:
        stream = self.stream
        lineno = stream.expect("name:for").lineno
        # Words that follow are no end rules: `in` and `recursive` may be names of variables.
        target = self.parse_assign_target()
        stream.expect("name:in")
        items = self.parse_tuple(with_condexpr=False)
        test = self.parse_expression() if stream.skip_if("name:if") else None
        recursive = stream.skip_if("name:recursive")
        body = self.parse_statements(("name:endfor", "name:else"))
        otherwise: list[nodes.Node] = []
        if next(stream).value == "else":
            otherwise = self.parse_statements(("name:endfor",), drop_needle=True)
        return nodes.For(target, items, body, otherwise, test, recursive, lineno=lineno)

    def parse_if(self) -> nodes.If:
        result, ending = self._branch(self.stream.expect("name:if").lineno)
        while ending.value == "elif":
            branch, ending = self._branch(self.stream.current.lineno)
            result.elif_.append(branch)
        if ending.value == "else":
            result.else_ = self.parse_statements(("name:endif",), drop_needle=True)
        return result

    def _branch(self, lineno: int) -> tuple[nodes.If, t.Any]:
        """One condition with its body, and the token after it."""
        test = self.parse_tuple(with_condexpr=False)
        body = self.parse_statements(("name:elif", "name:else", "name:endif"))
        return nodes.If(test, body, [], [], lineno=lineno), next(self.stream)

    def parse_with(self) -> nodes.With:
        stream = self.stream
        lineno = next(stream).lineno
        targets: list[nodes.Expr] = []
        values: list[nodes.Expr] = []
        while stream.current.type not in ("block_end", "colon"):
            if targets:
                stream.expect("comma")
            target = self.parse_assign_target()
            target.set_ctx("param")
            targets.append(target)
            stream.expect("assign")
            values.append(self.parse_expression())
        body = self.parse_statements(("name:endwith",), drop_needle=True)
        return nodes.With(targets, values, body, lineno=lineno)

    def parse_autoescape(self) -> nodes.Scope:
        lineno = next(self.stream).lineno
        options = [nodes.Keyword("autoescape", self.parse_expression())]
        body = self.parse_statements(("name:endautoescape",), drop_needle=True)
        return nodes.Scope([nodes.ScopedEvalContextModifier(options, body, lineno=lineno)])

    def parse_block(self) -> nodes.Block:
        stream = self.stream
        lineno = next(stream).lineno
        name = stream.expect("name").value
        scoped = stream.skip_if("name:scoped")
        required = stream.skip_if("name:required")
        if stream.current.type == "sub":
            self.fail(_HYPHENATED_BLOCK)
        body = self.parse_statements(("name:endblock",), drop_needle=True)
        if required and not all(map(_is_blank, body)):
            self.fail("Required blocks can only contain comments or whitespace")
        stream.skip_if("name:" + name)
        return nodes.Block(name, body, scoped, required, lineno=lineno)

    def parse_extends(self) -> nodes.Extends:
        lineno = next(self.stream).lineno
        return nodes.Extends(self.parse_expression(), lineno=lineno)

    def _context_wish(self) -> bool | None:
        """Read ``with context`` or ``without context``, if it stands here."""
        stream = self.stream
        if stream.current.test_any("name:with", "name:without"):
            if stream.look().test("name:context"):
                wish = next(stream).value == "with"
                stream.skip()
                return wish
        return None

    def parse_import_context(self, node: ImportInclude, default: bool) -> ImportInclude:
        """Read whether the other template sees the context, and note it in the node."""
        wish = self._context_wish()
        node.with_context = default if wish is None else wish
        return node

    def parse_include(self) -> nodes.Include:
        stream = self.stream
        node = nodes.Include(lineno=next(stream).lineno)
        node.template = self.parse_expression()
        node.ignore_missing = False
        if stream.current.test("name:ignore") and stream.look().test("name:missing"):
            node.ignore_missing = True
            stream.skip(2)
        return self.parse_import_context(node, True)

    def parse_import(self) -> nodes.Import:
        stream = self.stream
        lineno = next(stream).lineno
        template = self.parse_expression()
        stream.expect("name:as")
        alias = self.parse_assign_target(name_only=True)
        node = nodes.Import(lineno=lineno)
        node.template, node.target = template, alias.name
        return self.parse_import_context(node, False)

    def parse_from(self) -> nodes.FromImport:
        stream = self.stream
        lineno = next(stream).lineno
        template = self.parse_expression()
        stream.expect("name:import")
        names: list[str | tuple[str, str]] = []
        wish = self._context_wish()
        while wish is None:
            names.append(self._imported_name())
            wish = self._context_wish()
            if wish is None and not stream.skip_if("comma"):
                break
            if wish is None:
                wish = self._context_wish()
        return nodes.FromImport(template, names, bool(wish), lineno=lineno)

    def _imported_name(self) -> str | tuple[str, str]:
        target = self.parse_assign_target(name_only=True)
        if target.name[0] == "_":
            self.fail(_PRIVATE, target.lineno, TemplateAssertionError)
        if self.stream.skip_if("name:as"):
            return target.name, self.parse_assign_target(name_only=True).name
        name: str = target.name
        return name

    def parse_signature(self, node: nodes.Macro | nodes.CallBlock) -> None:
        """Read parameters in parentheses and note them in the node."""
        stream = self.stream
        node.args, node.defaults = [], []
        stream.expect("lparen")
        while stream.current.type != "rparen":
            if node.args:
                stream.expect("comma")
            name = stream.current
            parameter = self.parse_assign_target(name_only=True)
            parameter.set_ctx("param")
            if stream.skip_if("assign"):
                node.defaults.append(self.parse_expression())
            elif node.defaults:
                self.fail("non-default argument follows default argument")
            if any(other.name == parameter.name for other in node.args):
                self._fail_at(name, f"parameter {parameter.name!r} is named twice")
            node.args.append(parameter)
        stream.expect("rparen")

    def parse_call_block(self) -> nodes.CallBlock:
        node = nodes.CallBlock(lineno=next(self.stream).lineno)
        if self.stream.current.type == "lparen":
            self.parse_signature(node)
        else:
            node.args, node.defaults = [], []
        call = self.parse_expression()
        if not isinstance(call, nodes.Call):
            self.fail("expected call", node.lineno)
        node.call, node.body = call, self._body("endcall")
        return node

    def parse_filter_block(self) -> nodes.FilterBlock:
        lineno = next(self.stream).lineno
        applied = self.parse_filter(None, start_inline=True)
        return nodes.FilterBlock(self._body("endfilter"), applied, lineno=lineno)

    def parse_macro(self) -> nodes.Macro:
        macro = nodes.Macro(lineno=next(self.stream).lineno)
        macro.name = self.parse_assign_target(name_only=True).name
        self.parse_signature(macro)
        macro.body = self._body("endmacro")
        return macro

    def _body(self, end: str) -> list[nodes.Node]:
        """Return the statements up to the tag that ends them, and that tag."""
        return self.parse_statements((f"name:{end}",), drop_needle=True)

    def parse_print(self) -> nodes.Output:
        stream = self.stream
        lineno = next(stream).lineno
        values: list[nodes.Expr] = []
        while stream.current.type not in ("block_end", "colon"):
            if values:
                stream.expect("comma")
            values.append(self.parse_expression())
        return nodes.Output(values, lineno=lineno)


def _is_blank(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Output) and all(
        isinstance(piece, nodes.TemplateData) and piece.data.isspace() for piece in node.nodes
    )
