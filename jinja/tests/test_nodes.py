"""Nodes, visitors and constant folding."""

from __future__ import annotations

import pytest

from jinja2 import Environment, nodes
from jinja2.optimizer import optimize
from jinja2.visitor import NodeTransformer, NodeVisitor


def expression(text, **options):
    return Environment(**options).parse("{{ " + text + " }}").body[0].nodes[0]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: nodes.Name("a"), "'Name' takes 0 or 2 arguments"),
        (lambda: nodes.Not(1, 2), "'Not' takes 0 or 1 argument"),
        (lambda: nodes.Break(1), "'Break' takes 0 arguments"),
        (lambda: nodes.Name("a", "load", foo=1), "unknown attribute 'foo'"),
        (lambda: nodes.Stmt(), "abstract nodes are not instantiable"),
        (lambda: nodes.InternalName(), "Can't create internal names.  Use the `free_identifier`"),
        (lambda: type("Own", (nodes.Node,), {}), "can't create custom node types"),
    ],
)
def test_refused(make, message):
    with pytest.raises(TypeError, match=message.replace("(", r"\(")):
        make()


def test_fields():
    node = nodes.Name("a", "load", lineno=3)
    assert list(node.iter_fields()) == [("name", "a"), ("ctx", "load")]
    assert list(node.iter_fields(only=("name",))) == [("name", "a")]
    assert list(node.iter_fields(exclude=("name",))) == [("ctx", "load")]
    assert list(nodes.Name().iter_fields()) == []
    assert repr(nodes.Name()) == "Name(name=None, ctx=None)"
    assert node == nodes.Name("a", "load") and node != nodes.Name("b", "load")
    assert node != "a" and hash(node) != hash(nodes.Name("a", "load"))


def test_walk():
    tree = Environment().parse("{% for a in b %}{{ c(d) }}{% if e %}{{ f }}{% endif %}{% endfor %}")
    assert [name.name for name in tree.find_all(nodes.Name)] == list("abcdef")
    assert tree.find(nodes.Call).node.name == "c"
    assert tree.find(nodes.Macro) is None
    tree.set_lineno(9, override=True)
    assert {node.lineno for node in tree.find_all(nodes.Node)} == {9}
    tree.set_ctx("store")
    assert {name.ctx for name in tree.find_all(nodes.Name)} == {"store"}
    loop = tree.find(nodes.For)
    assert [type(n).__name__ for n in loop.iter_child_nodes(exclude=("body",))] == ["Name", "Name"]


CONSTANTS = {
    "1 + 2 * 3": 7,
    "'a' ~ 1": "a1",
    "1 in [1]": True,
    "1 < 2 < 3": True,
    "1 < 3 < 2": False,
    "1 not in (2,)": True,
    "{'a': 1}.a": 1,
    "[1, 2, 3][1:]": [2, 3],
    "'x'|upper": "X",
    "3 is odd": True,
    "1 if 1 else a": 1,
    "2 if 0 else 3": 3,
    "not 1": False,
    "-(2 ** 2)": -4,
    "0 and a": 0,
    "1 or a": 1,
}


@pytest.mark.parametrize("text", CONSTANTS)
def test_known_values(text):
    environment = Environment()
    node = expression(text)
    assert node.as_const() == CONSTANTS[text]
    assert optimize(node, environment) == nodes.Const(CONSTANTS[text])


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "1 / 0",
        "'a' + 1",
        "1 if 0",
        "-'a'",
        "a.b",
        "f(1)",
        "1|random",
        "1|nope",
        "1 is nope",
        "'a'|batch",
        "[1] < 2",
        "[a]",
        "x[1]",
        "1|default(a)",
    ],
)
def test_unknown_values(text):
    node = expression(text)
    with pytest.raises(nodes.Impossible):
        node.as_const()
    assert not isinstance(optimize(node, Environment()), nodes.Const)


def test_undefined_is_no_constant_of_code():
    with pytest.raises(nodes.Impossible):
        nodes.Const.from_untrusted(object())


def test_no_environment():
    with pytest.raises(RuntimeError, match="must have an attached environment"):
        nodes.List([]).as_const()


def test_visitor():
    class Names(NodeVisitor):
        def __init__(self):
            self.found = []

        def visit_Name(self, node, mark):
            self.found.append(node.name + mark)

    names = Names()
    names.visit(Environment().parse("{{ a }}{% if b %}{{ c|f(d) }}{% endif %}"), "!")
    assert names.found == ["a!", "b!", "c!", "d!"]


def test_transformer():
    class Rewrite(NodeTransformer):
        def visit_TemplateData(self, node):
            return None

        def visit_Name(self, node):
            return [node, nodes.Const(1)] if node.name == "two" else nodes.Const(node.name)

        def visit_CondExpr(self, node):
            node.expr2 = None
            return self.generic_visit(node)

    tree = Environment().parse("x{{ a }}y{{ two }}")
    Rewrite().visit(tree)
    assert tree.body[0].dump() == (
        "nodes.Output([nodes.Const('a'), nodes.Name('two', 'load'), nodes.Const(1)])"
    )
    assert len(Rewrite().visit_list(nodes.Name("two", "load"))) == 2
    assert len(Rewrite().visit_list(nodes.Name("one", "load"))) == 1
