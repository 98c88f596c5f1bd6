"""Expressions: from tokens to nodes.

Each method reads one form and leaves the stream after it. Loosest first, each form reads the next
tighter one::

    tuple      = condition {"," condition}
    condition  = or ["if" or ["else" condition]]
    or         = and {"or" and}
    and        = not {"and" not}
    not        = "not" not | comparison
    comparison = sum {("==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not" "in") sum}
    sum        = concat {("+" | "-") concat}
    concat     = product {"~" product}
    product    = power {("*" | "/" | "//" | "%") power}
    power      = unary {"**" unary}
    unary      = ("-" | "+") unary | primary {postfix} {"|" filter | "is" test}
    postfix    = "." name | "." integer | "[" subscripts "]" | "(" arguments ")"
"""

from __future__ import annotations

from .. import nodes
from ..exceptions import TemplateSyntaxError
from ..lexer import describe_token

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    import typing_extensions as te

    from ..lexer import Token, TokenStream

    Arguments = tuple[list[nodes.Expr], list[nodes.Keyword], nodes.Expr | None, nodes.Expr | None]

_COMPARISONS = frozenset({"eq", "ne", "lt", "lteq", "gt", "gteq"})
_SUMS: dict[str, type[nodes.BinExpr]] = {"add": nodes.Add, "sub": nodes.Sub}
_PRODUCTS: dict[str, type[nodes.BinExpr]] = {
    "mul": nodes.Mul,
    "div": nodes.Div,
    "floordiv": nodes.FloorDiv,
    "mod": nodes.Mod,
}
_SIGNS: dict[str, type[nodes.UnaryExpr]] = {"add": nodes.Pos, "sub": nodes.Neg}
_CONSTANTS = {
    "true": True,
    "True": True,
    "false": False,
    "False": False,
    "none": None,
    "None": None,
}
# What may begin the one argument of a test that is written without parentheses.
_TEST_ARGUMENT_STARTS = frozenset(
    {"name", "string", "integer", "float", "lparen", "lbracket", "lbrace"}
)
_ATOMS = frozenset({"name", "string", "integer", "float"})
_ENDS = frozenset({"variable_end", "block_end", "comma", "rparen", "rbracket", "rbrace"})
_ALWAYS_ENDS_TUPLE = frozenset({"variable_end", "block_end", "rparen"})


class ExpressionParsing:
    """The methods of the parser that read expressions. Brackets call each of them once more, so
    that how deep brackets may be nested is decided by how many there are: loops are written out
    instead of shared.
    """

    stream: TokenStream

    def fail(
        self,
        msg: str,
        lineno: int | None = None,
        exc: type[TemplateSyntaxError] = TemplateSyntaxError,
    ) -> te.NoReturn:
        raise exc(msg, lineno or self.stream.current.lineno)

    def _fail_at(self, token: Token, msg: str) -> te.NoReturn:
        self.fail(msg, token.lineno)

    def _at_name(self, value: str) -> bool:
        token = self.stream.current
        return token.type == "name" and token.value == value

    def parse_expression(self, with_condexpr: bool = True) -> nodes.Expr:
        """Read an expression; `with_condexpr` allows an ``if`` in it."""
        stream = self.stream
        token = stream.current
        if token.type in _ATOMS and stream.look().type in _ENDS and token.value != "not":
            # Most expressions are a name or a literal: it need not go through all forms. Parsing
            # takes a tenth less time.
            return self.parse_primary()
        return self.parse_condexpr() if with_condexpr else self.parse_or()

    def parse_condexpr(self) -> nodes.Expr:
        lineno = self.stream.current.lineno
        node = self.parse_or()
        if not self._at_name("if"):
            return node
        # Without recursion: any number of conditions may follow each other.
        waiting: list[tuple[nodes.Expr, nodes.Expr, int]] = []
        while self._at_name("if"):
            next(self.stream)
            test = self.parse_or()
            if self.stream.skip_if("name:else"):
                waiting.append((test, node, lineno))
                lineno = self.stream.current.lineno
                node = self.parse_or()
            else:
                node = nodes.CondExpr(test, node, None, lineno=lineno)
                lineno = self.stream.current.lineno
        for test, value, line in reversed(waiting):
            node = nodes.CondExpr(test, value, node, lineno=line)
        return node

    def parse_or(self) -> nodes.Expr:
        stream = self.stream
        lineno = stream.current.lineno
        node = self.parse_and()
        while stream.current.type == "name" and stream.current.value == "or":
            next(stream)
            node = nodes.Or(node, self.parse_and(), lineno=lineno)
            lineno = stream.current.lineno
        return node

    def parse_and(self) -> nodes.Expr:
        stream = self.stream
        lineno = stream.current.lineno
        node = self.parse_not()
        while stream.current.type == "name" and stream.current.value == "and":
            next(stream)
            node = nodes.And(node, self.parse_not(), lineno=lineno)
            lineno = stream.current.lineno
        return node

    def parse_not(self) -> nodes.Expr:
        if not self._at_name("not"):
            return self.parse_compare()
        lines: list[int] = []
        while self._at_name("not"):
            lines.append(next(self.stream).lineno)
        node = self.parse_compare()
        for lineno in reversed(lines):
            node = nodes.Not(node, lineno=lineno)
        return node

    def parse_compare(self) -> nodes.Expr:
        lineno = self.stream.current.lineno
        first = self.parse_math1()
        operands: list[nodes.Operand] = []
        while (name := self._comparison()) is not None:
            operands.append(nodes.Operand(name, self.parse_math1(), lineno=lineno))
            lineno = self.stream.current.lineno
        return nodes.Compare(first, operands, lineno=lineno) if operands else first

    def _comparison(self) -> str | None:
        """Take a comparing operator and give its name, if one stands here."""
        stream = self.stream
        token = stream.current
        if token.type in _COMPARISONS:
            return next(stream).type
        if token.type == "name":
            if token.value == "in":
                next(stream)
                return "in"
            if token.value == "not" and stream.look().test("name:in"):
                stream.skip(2)
                return "notin"
        return None

    def parse_math1(self) -> nodes.Expr:
        stream = self.stream
        lineno = stream.current.lineno
        node = self.parse_concat()
        while (kind := _SUMS.get(stream.current.type)) is not None:
            next(stream)
            node = kind(node, self.parse_concat(), lineno=lineno)
            lineno = stream.current.lineno
        return node

    def parse_concat(self) -> nodes.Expr:
        lineno = self.stream.current.lineno
        parts = [self.parse_math2()]
        while self.stream.current.type == "tilde":
            next(self.stream)
            parts.append(self.parse_math2())
        return nodes.Concat(parts, lineno=lineno) if len(parts) > 1 else parts[0]

    def parse_math2(self) -> nodes.Expr:
        stream = self.stream
        lineno = stream.current.lineno
        node = self.parse_pow()
        while (kind := _PRODUCTS.get(stream.current.type)) is not None:
            next(stream)
            node = kind(node, self.parse_pow(), lineno=lineno)
            lineno = stream.current.lineno
        return node

    def parse_pow(self) -> nodes.Expr:
        lineno = self.stream.current.lineno
        left = self.parse_unary()
        while self.stream.current.type == "pow":
            next(self.stream)
            left = nodes.Pow(left, self.parse_unary(), lineno=lineno)
            lineno = self.stream.current.lineno
        return left

    def parse_unary(self, with_filter: bool = True) -> nodes.Expr:
        signs: list[Token] | None = None
        while self.stream.current.type in _SIGNS:
            signs = signs or []
            signs.append(next(self.stream))
        node = self.parse_postfix(self.parse_primary())
        if signs is not None:
            for sign in reversed(signs):
                node = _SIGNS[sign.type](node, lineno=sign.lineno)
        return self.parse_filter_expr(node) if with_filter else node

    def parse_primary(self, with_namespace: bool = False) -> nodes.Expr:
        """Read a name, a literal or something in brackets."""
        stream = self.stream
        token = stream.current
        kind = token.type
        if kind == "name":
            next(stream)
            if token.value in _CONSTANTS:
                return nodes.Const(_CONSTANTS[token.value], lineno=token.lineno)
            if with_namespace and stream.current.type == "dot":
                next(stream)
                attribute = stream.expect("name")
                return nodes.NSRef(token.value, attribute.value, lineno=token.lineno)
            name = nodes.Name(token.value, "load", lineno=token.lineno)
            if token.spelling is not None:
                name._spelling = token.spelling
            return name
        if kind == "string":
            return self._strings()
        if kind == "integer" or kind == "float":
            next(stream)
            return nodes.Const(token.value, lineno=token.lineno)
        if kind == "lparen":
            next(stream)
            node = self.parse_tuple(explicit_parentheses=True, with_namespace=with_namespace)
            stream.expect("rparen")
            return node
        if kind == "lbracket":
            return self.parse_list()
        if kind == "lbrace":
            return self.parse_dict()
        self.fail(f"unexpected {describe_token(token)!r}", token.lineno)

    def _strings(self) -> nodes.Const:
        """Strings that stand side by side are one."""
        stream = self.stream
        first = next(stream)
        value = first.value
        while stream.current.type == "string":
            value += next(stream).value
        return nodes.Const(value, lineno=first.lineno)

    def parse_tuple(
        self,
        simplified: bool = False,
        with_condexpr: bool = True,
        extra_end_rules: tuple[str, ...] | None = None,
        explicit_parentheses: bool = False,
        with_namespace: bool = False,
    ) -> nodes.Tuple | nodes.Expr:
        """Read expressions separated by commas; a single one without a comma is itself.

        :param simplified: allow only names and literals, as in assignments.
        :param with_condexpr: allow ``if`` in the expressions.
        :param extra_end_rules: token expressions that end the tuple.
        :param explicit_parentheses: parentheses stand around it, so it may be empty.
        :param with_namespace: allow attributes of namespaces, as in ``set``.
        """
        stream = self.stream
        lineno = stream.current.lineno
        items: list[nodes.Expr] = []
        is_tuple = False
        while not self.is_tuple_end(extra_end_rules):
            if simplified:
                items.append(self.parse_primary(with_namespace))
            else:
                items.append(self.parse_expression(with_condexpr))
            if stream.current.type != "comma":
                break
            next(stream)
            is_tuple = True
        if not is_tuple:
            if items:
                return items[0]
            if not explicit_parentheses:
                self.fail(f"Expected an expression, got {describe_token(stream.current)!r}")
        return nodes.Tuple(items, "load", lineno=lineno)

    def is_tuple_end(self, extra_end_rules: tuple[str, ...] | None = None) -> bool:
        """Return whether a tuple ends here."""
        token = self.stream.current
        if token.type in _ALWAYS_ENDS_TUPLE:
            return True
        return extra_end_rules is not None and token.test_any(*extra_end_rules)

    def parse_list(self) -> nodes.List:
        opening = self.stream.expect("lbracket")
        items: list[nodes.Expr] = []
        for _ in self._until("rbracket"):
            items.append(self.parse_expression())
        return nodes.List(items, lineno=opening.lineno)

    def parse_dict(self) -> nodes.Dict:
        opening = self.stream.expect("lbrace")
        items: list[nodes.Pair] = []
        for _ in self._until("rbrace"):
            key = self.parse_expression()
            self.stream.expect("colon")
            items.append(nodes.Pair(key, self.parse_expression(), lineno=key.lineno))
        return nodes.Dict(items, lineno=opening.lineno)

    def _until(self, closing: str) -> t.Iterator[None]:
        """Once for each item up to the closing bracket; a comma may follow the last one."""
        stream = self.stream
        first = True
        while stream.current.type != closing:
            if not first:
                stream.expect("comma")
                if stream.current.type == closing:
                    break
            first = False
            yield
        stream.expect(closing)

    def parse_postfix(self, node: nodes.Expr) -> nodes.Expr:
        """Read attributes, subscripts and calls after an expression."""
        while True:
            kind = self.stream.current.type
            if kind == "dot" or kind == "lbracket":
                node = self.parse_subscript(node)
            elif kind == "lparen":
                node = self.parse_call(node)
            else:
                return node

    def parse_filter_expr(self, node: nodes.Expr) -> nodes.Expr:
        """Read filters and tests after an expression, and calls of their results."""
        while True:
            token = self.stream.current
            if token.type == "pipe":
                node = self.parse_filter(node)  # type: ignore[assignment]
            elif token.type == "name" and token.value == "is":
                node = self.parse_test(node)
            elif token.type == "lparen":
                node = self.parse_call(node)
            else:
                return node

    def parse_subscript(self, node: nodes.Expr) -> nodes.Getattr | nodes.Getitem:
        """Read ``.name``, ``.1`` or ``[…]``."""
        opening = next(self.stream)
        if opening.type == "dot":
            return self._attribute(node, opening.lineno)
        if opening.type != "lbracket":
            self.fail("expected subscript expression", opening.lineno)
        parts: list[nodes.Expr] = []
        while self.stream.current.type != "rbracket":
            if parts:
                self.stream.expect("comma")
            parts.append(self.parse_subscribed())
        self.stream.expect("rbracket")
        key = parts[0] if len(parts) == 1 else nodes.Tuple(parts, "load", lineno=opening.lineno)
        return nodes.Getitem(node, key, "load", lineno=opening.lineno)

    def _attribute(self, node: nodes.Expr, lineno: int) -> nodes.Getattr | nodes.Getitem:
        token = next(self.stream)
        if token.type == "name":
            attribute = nodes.Getattr(node, token.value, "load", lineno=token.lineno)
            if token.spelling is not None:
                attribute._spelling = token.spelling
            return attribute
        if token.type != "integer":
            self.fail("expected name or number", token.lineno)
        key = nodes.Const(token.value, lineno=token.lineno)
        return nodes.Getitem(node, key, "load", lineno=lineno)

    def parse_subscribed(self) -> nodes.Expr:
        """Read one subscript: an expression or a slice."""
        stream = self.stream
        lineno = stream.current.lineno
        start: nodes.Expr | None = None
        if stream.current.type != "colon":
            start = self.parse_expression()
            if stream.current.type != "colon":
                return start
        next(stream)
        stop = self._slice_bound()
        step: nodes.Expr | None = None
        if stream.current.type == "colon":
            next(stream)
            step = self._slice_bound()
        return nodes.Slice(start, stop, step, lineno=lineno)

    def _slice_bound(self) -> nodes.Expr | None:
        if self.stream.current.type in ("colon", "rbracket", "comma"):
            return None
        return self.parse_expression()

    def parse_call_args(self) -> Arguments:
        """Read arguments in parentheses: positional, by keyword, ``*`` and ``**``."""
        stream = self.stream
        opening = stream.expect("lparen")
        args: list[nodes.Expr] = []
        kwargs: list[nodes.Keyword] = []
        star: nodes.Expr | None = None
        double_star: nodes.Expr | None = None

        def allow(condition: bool) -> None:
            if not condition:
                self.fail("invalid syntax for function call expression", opening.lineno)

        for _ in self._until("rparen"):
            token = stream.current
            if token.type == "mul":
                allow(star is None and double_star is None)
                next(stream)
                star = self.parse_expression()
            elif token.type == "pow":
                allow(double_star is None)
                next(stream)
                double_star = self.parse_expression()
            elif token.type == "name" and stream.look().type == "assign":
                allow(double_star is None)
                kwargs.append(self._keyword(token, kwargs))
            else:
                allow(star is None and double_star is None and not kwargs)
                args.append(self.parse_expression())
        return args, kwargs, star, double_star

    def _keyword(self, name: Token, others: list[nodes.Keyword]) -> nodes.Keyword:
        if any(other.key == name.value for other in others):
            self._fail_at(name, f"keyword argument {name.value!r} is given twice")
        self.stream.skip(2)
        value = self.parse_expression()
        return nodes.Keyword(name.value, value, lineno=value.lineno)

    def parse_call(self, node: nodes.Expr) -> nodes.Call:
        """Read the arguments of a call of `node`."""
        # The last token read belongs to the callee; the line of the call is where its list opens.
        lineno = self.stream.current.lineno
        return nodes.Call(node, *self.parse_call_args(), lineno=lineno)

    def _dotted_name(self) -> tuple[str, int]:
        stream = self.stream
        token = stream.expect("name")
        name = token.value
        while stream.current.type == "dot":
            next(stream)
            name += "." + stream.expect("name").value
        return name, token.lineno

    def parse_filter(
        self, node: nodes.Expr | None, start_inline: bool = False
    ) -> nodes.Expr | None:
        """Read filters. `start_inline` says that the first has no ``|`` before it."""
        stream = self.stream
        while start_inline or stream.current.type == "pipe":
            if not start_inline:
                next(stream)
            start_inline = False
            node = self._filter(node)
        return node

    def _filter(self, node: nodes.Expr | None) -> nodes.Filter:
        name, lineno = self._dotted_name()
        arguments: Arguments = ([], [], None, None)
        if self.stream.current.type == "lparen":
            arguments = self.parse_call_args()
        return nodes.Filter(node, name, *arguments, lineno=lineno)

    def parse_test(self, node: nodes.Expr) -> nodes.Expr:
        """Read a test from its ``is`` on."""
        stream = self.stream
        lineno = next(stream).lineno
        negated = stream.skip_if("name:not")
        name, _ = self._dotted_name()
        arguments: Arguments = ([], [], None, None)
        token = stream.current
        if token.type == "lparen":
            arguments = self.parse_call_args()
        elif token.type in _TEST_ARGUMENT_STARTS and not token.test_any(
            "name:else", "name:or", "name:and"
        ):
            if self._at_name("is"):
                self.fail("You cannot chain multiple tests with is")
            argument = self.parse_postfix(self.parse_primary())
            arguments = ([argument], [], None, None)
        test: nodes.Expr = nodes.Test(node, name, *arguments, lineno=lineno)
        return nodes.Not(test, lineno=lineno) if negated else test
