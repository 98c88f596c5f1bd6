"""Extensions: their base, those that ship with the engine, and the extraction of messages."""

from __future__ import annotations

import io

import pytest

from jinja2 import Environment, nodes
from jinja2.ext import (
    Extension,
    InternationalizationExtension,
    babel_extract,
    extract_from_ast,
)
from jinja2.lexer import Token


class Upper(Extension):
    tags = {"upper"}
    priority = 50

    def __init__(self, environment):
        super().__init__(environment)
        environment.extend(upper_calls=[])

    def parse(self, parser):
        lineno = next(parser.stream).lineno
        argument = parser.parse_expression()
        body = parser.parse_statements(("name:endupper",), drop_needle=True)
        call = self.call_method("_render", [argument, nodes.ContextReference()])
        return nodes.CallBlock(call, [], [], body).set_lineno(lineno)

    def _render(self, argument, context, caller):
        self.environment.upper_calls.append((argument, context["x"]))
        return caller().upper()


def test_call_of_a_method():
    environment = Environment(extensions=[Upper])
    source = "{% upper 'arg' %}a{{ x }}{% for i in [1] %}{{ i }}b{% endfor %}{% endupper %}"
    assert environment.from_string(source).render(x="x") == "AX1B"
    assert environment.upper_calls == [("arg", "x")]
    assert Upper.identifier == f"{__name__}.Upper"


def test_overlay_binds_extensions():
    environment = Environment(extensions=[Upper])
    overlay = environment.overlay()
    extension = overlay.extensions[Upper.identifier]
    assert extension.environment is overlay
    assert environment.extensions[Upper.identifier].environment is environment


def test_priorities():
    class First(Extension):
        priority = 10

        def preprocess(self, source, name, filename=None):
            return source + "1"

    class Last(Extension):
        def preprocess(self, source, name, filename=None):
            return source + "2"

    environment = Environment(extensions=[Last, First])
    assert environment.from_string("0").render() == "012"


def test_token_filter():
    class Shout(Extension):
        def filter_stream(self, stream):
            for token in stream:
                if token.type == "data":
                    token = Token(token.lineno, "data", token.value.upper())
                yield token

    environment = Environment(extensions=[Shout])
    assert environment.from_string("ab{{ 'c' }}").render() == "ABc"


class Nodes(Extension):
    tags = {"nodes"}

    def parse(self, parser):
        lineno = next(parser.stream).lineno
        body = parser.parse_statements(("name:endnodes",), drop_needle=True)
        name = parser.free_identifier()
        return [
            nodes.Assign(name, nodes.ImportedName("os.path.sep")),
            nodes.OverlayScope(nodes.Dict([nodes.Pair(nodes.Const("y"), name)]), body),
            nodes.Output(
                [
                    nodes.MarkSafe(nodes.Const("<")),
                    nodes.EnvironmentAttribute("sandboxed"),
                    self.call_method("_look", [nodes.DerivedContextReference()]),
                ],
                lineno=lineno,
            ),
        ]

    def _look(self, context):
        return context["x"]


def test_nodes_for_extensions():
    import os

    environment = Environment(extensions=[Nodes], autoescape=True)
    source = "{% nodes %}[{{ y }}{{ x }}]{% endnodes %}"
    assert environment.from_string(source).render(x="X") == f"[{os.path.sep}X]<FalseX"


def test_small_tags():
    environment = Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])
    source = (
        "{% for i in range(9) %}{% if i is odd %}{% continue %}{% elif i > 5 %}{% break %}"
        "{% endif %}{% do seen.append(i) %}{{ i }}{% endfor %}"
    )
    seen = []
    assert environment.from_string(source).render(seen=seen) == "024"
    assert seen == [0, 2, 4]


def test_debug_tag():
    environment = Environment(extensions=["jinja2.ext.debug"])
    text = environment.from_string("Hello\n{% debug %}").render(x=1)
    for word in ("'context'", "'cycler'", "'filters'", "'abs'", "'tests'", "'callable'"):
        assert word in text


def translating(newstyle=False, **options):
    environment = Environment(extensions=["jinja2.ext.i18n"], **options)
    german = {"Hello %(name)s!": "Hallo %(name)s!", "100%%": "100%% wahr", "100%": "100% wahr"}

    def gettext(text):
        return german.get(text, text.upper() if text == "title" else text)

    def ngettext(singular, plural, number):
        return f"{singular if number == 1 else plural}"

    environment.install_gettext_callables(
        gettext,
        ngettext,
        newstyle=newstyle,
        pgettext=lambda context, text: f"{context}:{text}",
        npgettext=lambda context, one, many, n: f"{context}:{one if n == 1 else many}",
    )
    return environment


@pytest.mark.parametrize("newstyle", [False, True])
@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{% trans %}title{% endtrans %}", "TITLE"),
        ("{{ _('title') }}{{ gettext('title') }}", "TITLETITLE"),
        ("{% trans %}Hello {{ name }}!{% endtrans %}", "Hallo Ann!"),
        ("{% trans name='Bob' %}Hello {{ name }}!{% endtrans %}", "Hallo Bob!"),
        ("{% trans n=2 %}one{% pluralize %}many {{ n }}{% endtrans %}", "many 2"),
        ("{% trans n=1 %}one {{ n }}{% pluralize %}many{% endtrans %}", "one 1"),
        ("{% trans num=1 %}one {{ num }}{% pluralize %}many{% endtrans %}", "one 1"),
        ("{% trans a=1, n=3 %}{{ a }}{% pluralize n %}{{ n }}s{% endtrans %}", "3s"),
        ("{% trans n=items()|length %}1{% pluralize %}{{ n }}{% endtrans %}", "3"),
        ("{% trans n=count() %}1{% pluralize %}{{ n }}{% endtrans %}", "7"),
        ("{% trans %}100%{% endtrans %}", "100% wahr"),
        ("{% trans 'ctx' %}text{% endtrans %}", "ctx:text"),
        ("{% trans 'ctx' n=2 %}a{% pluralize %}b{{ n }}{% endtrans %}", "ctx:b2"),
        ("{% trans trimmed %}\n  a\n  b {{ name }}\n{% endtrans %}", "a b Ann"),
        ("{% trans notrimmed %} a {% endtrans %}", " a "),
        ("{% trans name, : %}{{ name }}{% endtrans %}", "Ann"),
    ],
)
def test_trans(newstyle, source, expected):
    template = translating(newstyle).from_string(source)
    given = {"name": "Ann", "items": lambda: [1, 2, 3], "count": lambda: 7}
    assert template.render(given) == expected


def test_new_style_functions_format():
    environment = translating(newstyle=True, autoescape=True)
    source = "{{ gettext('Hello %(name)s!', name='<') }}{{ ngettext('%(num)s', '%(num)ss', 2) }}"
    assert environment.from_string(source).render() == "Hallo &lt;!2s"
    source = "{{ pgettext('c', '%(context)s') }}{{ npgettext('c', 'a', '%(num)s', 3) }}"
    assert environment.from_string(source).render() == "c:cc:3"


def test_policy_trims():
    environment = translating()
    environment.policies["ext.i18n.trimmed"] = True
    assert environment.from_string("{% trans %} a\n b {% endtrans %}").render() == "a b"


def test_installing():
    environment = Environment(extensions=["jinja2.ext.i18n"])
    environment.install_null_translations(newstyle=True)
    assert environment.newstyle_gettext
    assert environment.from_string("{{ _('%(a)s', a=1) }}").render() == "1"
    environment.uninstall_gettext_translations(None)
    assert "gettext" not in environment.globals

    class Translations:
        gettext = staticmethod(str.upper)
        ngettext = staticmethod(lambda one, many, n: many)

    environment.install_gettext_translations(Translations())
    assert environment.globals["pgettext"] is None


def test_calls_run_once():
    calls = []
    environment = translating()
    source = "{% trans n=count() %}one{% pluralize %}{{ n }} and {{ n }}{% endtrans %}"

    def count():
        calls.append(1)
        return 5

    assert environment.from_string(source).render(count=count) == "5 and 5"
    assert len(calls) == 1


MESSAGES = """
{# note: first #}
{{ gettext('one') }}
{% trans %}two{% endtrans %}
{% trans n=2 %}apple{% pluralize %}apples{% endtrans %}
{# other: no #}{{ _('three', x=1) }}
{{ gettext(variable) }}{{ ngettext('a', variable, 3) }}{{ other('x') }}
"""


def test_extraction():
    environment = Environment(extensions=["jinja2.ext.i18n"])
    assert list(environment.extract_translations(MESSAGES)) == [
        (3, "gettext", "one"),
        (4, "gettext", "two"),
        (5, "ngettext", ("apple", "apples", None)),
        (6, "_", ("three", None)),
        (7, "gettext", None),
        (7, "ngettext", ("a", None, None)),
    ]
    tree = environment.parse(MESSAGES)
    found = [message for _, _, message in extract_from_ast(tree, babel_style=False)]
    assert found == [("one",), ("two",), ("apple", "apples"), ("three",), ("a",)]


def extracted(source, tags=("note:",), **options):
    return list(babel_extract(io.BytesIO(source.encode()), ("gettext", "_"), tags, options))


def test_babel():
    assert extracted(MESSAGES)[:2] == [
        (3, "gettext", "one", ["first"]),
        (4, "gettext", "two", []),
    ]
    assert extracted(MESSAGES, tags=())[0][3] == []
    assert extracted("{{ _('a' }}") == []
    with pytest.raises(Exception, match="expected"):
        extracted("{{ _('a' }}", silent="false")
    assert extracted("{% trans %} a\n b{% endtrans %}", trimmed="yes") == [
        (1, "gettext", "a b", [])
    ]
    source = "# for x in y\n{{ _('a') }}{% do x %}\n# endfor"
    options = {"line_statement_prefix": "#", "extensions": "jinja2.ext.do, "}
    assert [m for _, _, m, _ in extracted(source, **options)] == ["a"]


def test_unknown_method_of_a_tag():
    class Silent(Extension):
        tags = {"silent"}

    with pytest.raises(NotImplementedError):
        Environment(extensions=[Silent]).parse("{% silent %}")


def test_home():
    assert InternationalizationExtension.identifier == "jinja2.ext.InternationalizationExtension"
