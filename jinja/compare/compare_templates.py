"""Generated templates: what they render to, or how they fail.

The generator is seeded, so both sides see the same templates. Errors are compared by type and by
the first line of their message.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Iterator

from jinja2 import ChainableUndefined, DictLoader, Environment, StrictUndefined, pass_context
from jinja2.nativetypes import NativeEnvironment
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

_SET_FILTER = "names in the arguments of the filter of a set block are resolved"
_VOLATILE = "where escaping is decided at run time, constants and joined values follow it"
_INFINITY = "an infinite number may stand anywhere"
_INCLUDE = "an include without context in a set block belongs to its value"
_ENTITIES = "entities stay as they are in uppercase"

EXPECTED_DIFFERENCES = {
    **{f"{kind}/67": _SET_FILTER for kind in ("written", "lazily")},
    **{f"{kind}/71": _VOLATILE for kind in ("written", "lazily")},
    **{f"{kind}/88": _INFINITY for kind in ("written", "lazily")},
    **{f"{kind}/{n}/": _ENTITIES for kind in ("written", "lazily") for n in (38, 39)},
    "generated/251/": _ENTITIES,
    "generated/381/": _INCLUDE,
    "generated/562/": _INCLUDE,
}

_ADDRESS = re.compile("0x[0-9a-f]+")

NAMES = ["a", "b", "items", "user", "text", "html", "none_", "missing_", "n", "f", "ctx", "rows"]
FILTERS = ["upper", "e", "length", "default('d')", "join('-')", "list", "first", "safe", "int"]
FILTERS += ["map('string')|list", "sort|list", "replace('a', '<')", "nofilter", "string", "title"]
TESTS = ["defined", "none", "odd", "string", "iterable", "mapping", "eq 1", "in [1, 2]", "notest"]
OPERATORS = ["+", "-", "*", "/", "//", "%", "~", "==", "!=", "<", ">=", "and", "or", "in", "not in"]
LITERALS = ["1", "2.5", "'s'", "'<&>'", "true", "none", "[1, 2]", "(1, 'x')", "{'k': 'v<'}", "0"]
ATTRIBUTES = [".name", ".k", ".0", "['name']", "[0]", "[1:]", ".missing", "[-1]", ".tags"]


class User:
    name = "Ann <b>"
    tags = ("x", "y")

    def greet(self, greeting: str = "hi") -> str:
        return f"{greeting} {self.name}"

    def __repr__(self) -> str:
        return "<User>"


@pass_context
def see_context(context: object, *names: str) -> str:
    return ",".join(str(context.get(name, "-")) for name in ("a", "x", "i", "loop_", *names))


def values() -> dict[str, object]:
    return {
        "a": 1,
        "b": "b<c",
        "items": [1, 2, 3],
        "rows": [{"name": "r1", "k": 1}, {"name": "r2", "k": 2}],
        "user": User(),
        "text": "plain",
        "html": Markup("<i>"),
        "none_": None,
        "n": 7,
        "f": lambda *args, **kwargs: f"f{args}{sorted(kwargs)}",
        "ctx": see_context,
    }


class Grammar:
    """Writes templates. Depth bounds them; everything else is chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.blocks = 0

    def pick(self, choices: list[str]) -> str:
        return self.chance.choice(choices)

    def expression(self, depth: int) -> str:
        kind = self.chance.randrange(16)
        if depth <= 0 or kind < 4:
            return self.pick([*NAMES, *LITERALS, "x", "i", "loop.index", "loop.last", "x"])
        inner = self.expression(depth - 1)
        if kind < 6:
            return f"{inner}|{self.pick(FILTERS)}"
        if kind < 7:
            return f"({inner} is {self.pick(['', 'not '])}{self.pick(TESTS)})"
        if kind < 9:
            return f"({inner} {self.pick(OPERATORS)} {self.expression(depth - 1)})"
        if kind < 10:
            return f"({inner} if {self.expression(depth - 1)} else {self.expression(depth - 1)})"
        if kind < 11:
            return f"({inner} if {self.expression(depth - 1)})"
        if kind < 13:
            return f"{self.pick(NAMES)}{self.pick(ATTRIBUTES)}"
        if kind < 14:
            arguments = self.pick(["", "1", "k=2", "1, *items", "1, **{'z': 3}", "*[1], k=1"])
            return f"{self.pick(['f', 'ctx', 'user.greet', 'm', 'range', 'dict'])}({arguments})"
        if kind < 15:
            return f"{self.pick(['not ', '-', '+'])}{inner}"
        return f"[{inner}, {self.expression(depth - 1)}]"

    def body(self, depth: int) -> str:
        return "".join(self.statement(depth) for _ in range(self.chance.randrange(1, 4)))

    def statement(self, depth: int) -> str:
        kind = self.chance.randrange(24)
        if depth <= 0 or kind < 8:
            return self.pick([f"{{{{ {self.expression(2)} }}}}", "text\n", " < ", "{# c #}", "%"])
        e, body = self.expression(1), self.body
        name = self.pick(["x", "a", "y", "_z"])
        if kind < 9:
            return (
                f"{{% if {e} %}}{body(depth - 1)}{{% elif {name} %}}{body(depth - 1)}{{% endif %}}"
            )
        if kind < 10:
            return f"{{% if {e} %}}{body(depth - 1)}{{% else %}}{body(depth - 1)}{{% endif %}}"
        if kind < 13:
            items = self.pick(["items", "rows", "range(2)", "[]", e])
            test = self.pick(["", "", f" if {self.pick(['i', 'a', 'i == 2'])}"])
            other = self.pick(["", f"{{% else %}}{body(depth - 1)}"])
            return f"{{% for i in {items}{test} %}}{body(depth - 1)}{other}{{% endfor %}}"
        if kind < 15:
            return f"{{% set {name} = {e} %}}"
        if kind < 16:
            flt = self.pick(["", "|upper", "|trim|title"])
            return f"{{% set {name}{flt} %}}{body(depth - 1)}{{% endset %}}"
        if kind < 17:
            return f"{{% with x = {e}, w = x %}}{body(depth - 1)}{{{{ w }}}}{{% endwith %}}"
        if kind < 18:
            signature = self.pick(["", "p", "p, q=2", "p=x, q=p", "p, caller=none"])
            inside = self.pick(["", "{{ p }}", "{{ varargs }}{{ kwargs }}", "{{ caller() }}"])
            return f"{{% macro m({signature}) %}}{inside}{body(depth - 1)}{{% endmacro %}}"
        if kind < 19:
            call = self.pick(["m()", "m(1)", "m(1, q=3)", "m(1, 2, 3, z=4)", "f(1)"])
            return f"{{% call {call} %}}{body(depth - 1)}{{% endcall %}}"
        if kind < 20:
            flt = self.pick(["upper", "e", "replace('t', '<')|lower"])
            return f"{{% filter {flt} %}}{body(depth - 1)}{{% endfilter %}}"
        if kind < 21:
            self.blocks += 1
            scoped = self.pick(["", " scoped"])
            return f"{{% block b{self.blocks}{scoped} %}}{body(depth - 1)}{{% endblock %}}"
        if kind < 22:
            value = self.pick(["true", "false", "a"])
            return f"{{% autoescape {value} %}}{body(depth - 1)}{{% endautoescape %}}"
        if kind < 23:
            wish = self.pick(["", " without context", " ignore missing"])
            which = self.pick(["'part'", "'lost'", "['lost', 'part']", "part_name"])
            return f"{{% include {which}{wish} %}}"
        use = self.pick(["{{ lib.m1(1) }}", "{{ lib.v }}", "{{ lib.nope }}|"])
        return f"{{% import 'lib' as lib{self.pick(['', ' with context'])} %}}{use}"


PARTS = {
    "part": "[part {{ x }}{{ a }}{{ i }}{% set a = 9 %}]",
    "lib": "{% macro m1(p) %}<m1 {{ p }} {{ a }}>{% endmacro %}{% set v = '<v>' %}",
    "base": "<{% block b1 %}base1{% endblock %}|{% block b2 %}base2 {{ a }}{% endblock %}>",
    "mid": "{% extends 'base' %}{% block b1 %}mid({{ super() }}){% endblock %}",
}

WRITTEN = [
    "{{ a }}{{ b }}{{ html }}{{ text|e }}{{ missing_ }}{{ '<'|safe }}{{ '<' }}",
    "{% extends 'base' %}{% block b1 %}child {{ super() }} {{ self.b2() }}{% endblock %}",
    "{% extends 'mid' %}{% block b1 %}leaf {{ super() }} {{ super.super() }}{% endblock %}",
    "{% if a %}{% extends 'base' %}{% endif %}x{% block b2 %}{{ super() }}!{% endblock %}y",
    "{% if not a %}{% extends 'base' %}{% endif %}x{% block b2 %}own{% endblock %}y",
    "{% extends 'base' %}{% extends 'mid' %}",
    "{% set x = 1 %}{% for i in items %}{% set x = i %}{% endfor %}{{ x }}",
    "{% for i in items %}{% if loop.first %}{% set x = i %}{% endif %}{{ x }}{% endfor %}",
    "{% set x = 1 %}{% if a %}{% set x = 2 %}{% endif %}{{ x }}{% if n %}{{ x }}{% endif %}",
    "{{ x }}{% if a %}{% set x = 2 %}{% endif %}{{ x }}",
    "{% if n > 9 %}{% set a = 2 %}{% endif %}{{ a }}",
    "{% macro m(p, q=p) %}{{ p }}{{ q }}{% endmacro %}{{ m(1) }}{{ m(1, 2) }}{{ m() }}{{ m(q=3) }}",
    "{% macro m(p) %}{{ p }}{{ caller(p, 2) }}{% endmacro %}{% call(u, v=5) m(3) %}{{ u }}{{ v }}{% endcall %}",
    "{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, z=3) }}",
    "{% macro m(p) %}{{ p }}{% endmacro %}{{ m(1, 2) }}",
    "{% macro m(p) %}{{ p }}{% endmacro %}{{ m(z=2) }}",
    "{% macro m(p, caller) %}{{ p }}{{ caller() }}{% endmacro %}{{ m(1) }}",
    "{% macro m(caller, p=1) %}{{ caller() }}{% endmacro %}",
    "{% for i in items %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ loop.previtem }}{{ loop.nextitem }}{{ loop.cycle('o', 'e') }}{{ loop.depth }}{{ loop.changed(i // 2) }}|{% endfor %}",
    "{% for i in items if i != 2 %}{{ loop.index }}/{{ loop.length }}:{{ i }} {% endfor %}",
    "{% for i in [1, [2, [3]]] recursive %}{{ loop.depth0 }}:{% if i is iterable %}[{{ loop(i) }}]{% else %}{{ i }}{% endif %}{% endfor %}",
    "{% for i in [] recursive %}x{% else %}none{% endfor %}",
    "{% for i in items %}{% for j in items %}{{ loop.index }}{% endfor %}{{ loop.index }}{% endfor %}",
    "{% for i in items %}{% set outer = loop %}{% for j in items %}{{ outer.index }}{{ loop.index }} {% endfor %}{% endfor %}",
    "{{ loop }}",
    "{{ loop.index }}",
    "{% for i in items %}{% endfor %}{{ i }}",
    "{% for loop in items %}{% endfor %}",
    "{% for i in items %}{% set loop = 1 %}{% endfor %}",
    "{% for a, b in [(1, 2), (3, 4)] %}{{ a }}{{ b }}{% endfor %}{{ a }}{{ b }}",
    "{% for i in missing_ %}x{% else %}empty{% endfor %}",
    "{% for k, v in {'a': 1}.items() %}{{ k }}={{ v }}{% endfor %}",
    "{% for i in n %}{% endfor %}",
    "{{ items.append(4) }}{{ items }}",
    "{% set ns = namespace(c=0) %}{% for i in items %}{% set ns.c = ns.c + i %}{% endfor %}{{ ns.c }}",
    "{% set ns = 1 %}{% set ns.x = 2 %}",
    "{% set ns = namespace() %}{% set ns.x, y = 1, 2 %}{{ ns.x }}{{ y }}",
    "{% set x %}<b>{{ b }}</b>{% endset %}{{ x }}",
    "{% set x | upper %}q{{ b }}{% endset %}{{ x }}",
    "{% filter upper %}{{ b }}<i>{% endfilter %}",
    "{% filter indent(2)|e %}a\nb{{ html }}{% endfilter %}",
    "{% with a = 2, b = a %}{{ a }}{{ b }}{% endwith %}{{ a }}",
    "{% with %}{% set a = 5 %}{{ a }}{% endwith %}{{ a }}",
    "{% include 'part' %}",
    "{% include 'part' without context %}",
    "{% include 'lost' %}",
    "{% include 'lost' ignore missing %}ok",
    "{% include ['lost', 'part'] %}",
    "{% include ['lost', 'gone'] %}",
    "{% include [] %}",
    "{% include missing_ %}",
    "{% include [] ignore missing %}k",
    "{% for i in items %}{% include 'part' %}{% endfor %}",
    "{% set x = 4 %}{% include 'part' %}{{ a }}",
    "{% import 'lib' as lib %}{{ lib.m1(b) }}{{ lib.v }}{{ lib.zzz }}",
    "{{ lib }}{% import 'lib' as lib %}",
    "{% import 'lib' as lib with context %}{{ lib.m1(b) }}",
    "{% from 'lib' import m1, v as w %}{{ m1(2) }}{{ w }}",
    "{% from 'lib' import nope %}{{ nope }}|{{ nope() }}",
    "{% from 'lib' import _x %}",
    "{% block b1 %}{{ a }}{% endblock %}{{ self.b1() }}{{ self.nope() }}",
    "{% block b1 required %}{% endblock %}",
    "{% extends 'base' %}{% set a = 'top' %}{% block b2 %}{{ a }}{{ super() }}{% endblock %}",
    "{% extends 'base' %}{% macro mm() %}M{% endmacro %}{% block b2 %}{{ mm() }}{% endblock %}",
    "{% extends missing_ %}",
    "{% extends 'lost' %}",
    "{% block a %}{% endblock %}{% block a %}{% endblock %}",
    "{% set x|default(q) %}v{% endset %}{{ x }}",
    "{% for i in items %}{% block bb scoped %}{{ i }}{{ loop.index }}{% endblock %}{% endfor %}",
    "{% for i in items %}{% block bb %}{{ i }}{% endblock %}{% endfor %}",
    "{% autoescape true %}{{ b }}{% autoescape false %}{{ b }}{% endautoescape %}{{ b }}{% endautoescape %}{{ b }}",
    "{% autoescape a %}{{ b }}{{ '<' }}{{ html ~ b }}{% set q %}<{% endset %}{{ q }}{% endautoescape %}",
    "{{ html ~ b }}{{ b ~ html }}{{ html + b }}{{ '%s' % b }}{{ html % () }}",
    "{{ '<x>' ~ b }}",
    "{{ a if b else c }}{{ a if missing_ }}{{ (a if missing_) is defined }}",
    "{{ missing_.x }}",
    "{{ user.name }}{{ user['name'] }}{{ user.greet('yo') }}{{ user.nope }}",
    "{{ user.nope.x }}",
    "{{ none_.x }}",
    "{{ rows[0].name }}{{ rows.0.name }}{{ rows|map(attribute='name')|join(',') }}{{ rows[5] }}",
    "{{ f(1, x=2) }}{{ f(*items) }}{{ f(**{'q': 1}) }}{{ f(1, *items, z=1, **{'q': 1}) }}{{ f(class=1) }}",
    "{{ missing_() }}",
    "{{ missing_ + 1 }}",
    "{{ 1 / 0 }}",
    "{{ a.b.c.d }}",
    "{{ items[1:] }}{{ items[::-1] }}{{ text[:2] }}",
    "{{ 1 < 2 < 3 }}{{ 1 < 3 < 2 }}{{ a in items }}{{ a not in items }}{{ not a in items }}",
    "{{ 2 ** 3 ** 2 }}{{ -2 ** 2 }}{{ 7 // 2 }}{{ 7 % 3 }}{{ 1.5 * 2 }}{{ 10 / 4 }}",
    "{{ 1e400 }}{% set x = 1e400 %}{{ x > 5 }}",
    "{{ a is defined }}{{ missing_ is defined }}{{ missing_ is undefined }}{{ a is odd }}{{ a is divisibleby 2 }}",
    "{{ a is not none and b is string }}{{ a is eq 1 }}{{ a is sameas true }}",
    "{{ a is nope }}",
    "{{ a|nope }}",
    "{% if false %}{{ a|nope }}{% endif %}ok",
    "{% if true %}{{ a|nope }}{% endif %}ok",
    "{{ (a|nope) if false else 2 }}",
    "{{ ctx('x') }}{% set x = 3 %}{{ ctx('x') }}{% for i in [5] %}{% set x = 7 %}{{ ctx('x') }}{% endfor %}",
    "{% block bq %}{% set x = 8 %}{{ ctx('x') }}{% endblock %}",
    "{{ ctx.nope }}{{ range(3)|list }}{{ dict(a=1) }}",
    "{{ cycler('a', 'b').next() }}{% set j = joiner('|') %}{{ j() }}{{ j() }}",
    "{{ lipsum(n=0) }}",
    "{{ '%s'|format(1) }}",
    "{{ [1, 2]|sum }}{{ ['b', 'a']|sort|join }}{{ 'abc'|first }}{{ []|first }}",
    "{{ {'a': {'b': 1}}.a.b }}{{ {'items': 1}.items }}",
    "{{ 'a' 'b' }}{{ \"x\\ny\" }}{{ 'é' }}",
    "{{ a }}\n{{ b }}\n",
    "a\r\nb\rc\n",
    "{%- if a -%}  x  {%- endif -%}  y",
    "  {%+ if a +%}\n z {% endif %}\n",
    "{% raw %}{{ a }}{% endraw %}",
    "{% raw -%}  {{ a }}  {%- endraw %}",
    "{{ '{{' }}{{ '}}' }}",
    "100% {{ a }}% %s {{ b }}",
    "{{ a }}%(x)s{{ b }}%%",
    "{% print a, b %}",
    "{% set a, b = b, a %}{{ a }}{{ b }}",
    "{% set (x, y) = (1, 2) %}{{ x }}{{ y }}",
    "{% set x = (1, 2) %}{{ x }}",
    "{% macro outer() %}{% macro inner() %}i{{ a }}{% endmacro %}{{ inner() }}{% endmacro %}{{ outer() }}",
    "{% macro m() %}{{ x }}{% endmacro %}{% set x = 1 %}{{ m() }}{% set x = 2 %}{{ m() }}",
    "{% macro m(x=x) %}{{ x }}{% endmacro %}{{ m() }}",
    "{% set f2 = f %}{{ f2(1) }}{{ (f)(2) }}",
    "{% for i in items %}{% macro m() %}{{ i }}{% endmacro %}{{ m() }}{% endfor %}{{ m }}",
    "{% set x = 1 %}{% macro m() %}{% set x = 2 %}{{ x }}{% endmacro %}{{ m() }}{{ x }}",
    "{{ _('x') }}",
    "{% for i in items %}{% if i == 2 %}{% continue %}{% endif %}{{ i }}{% if loop.last %}{% break %}{% endif %}{% endfor %}",
    "{% do items.append(9) %}{{ items }}",
    "{% trans %}x {{ a }}{% endtrans %}",
    "{% trans n=items|length %}one {{ n }}{% pluralize %}many {{ n }}%{% endtrans %}",
    "{% call user.greet() %}x{% endcall %}",
    "{% call missing_() %}x{% endcall %}",
    "{{ caller() }}",
    "{{ varargs }}",
]


def environments() -> dict[str, Environment]:
    loader = DictLoader(PARTS)
    extensions = ["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols"]
    common = {"loader": loader, "extensions": extensions}
    made = {
        "plain": Environment(**common),
        "escaping": Environment(**common, autoescape=True),
        "strict": Environment(**common, undefined=StrictUndefined, autoescape=True),
        "chained": Environment(**common, undefined=ChainableUndefined, optimized=False),
        "trim": Environment(
            **common, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
        ),
        "final": Environment(**common, autoescape=True, finalize=lambda v: "-" if v is None else v),
        "sandbox": SandboxedEnvironment(**common, autoescape=True),
        "native": NativeEnvironment(**common),
        "async": Environment(**common, autoescape=True, enable_async=True),
    }
    for environment in made.values():
        environment.install_null_translations()
    return made


def outcome(environment: Environment, source: str, lazily: bool) -> list[str]:
    try:
        template = environment.from_string(source)
        if environment.is_async:
            text = asyncio.run(template.render_async(values()))
        elif lazily:
            # Programs that stream see where a piece ends; nobody sees empty ones.
            pieces = [str(piece) for piece in template.generate(values())]
            return ["ok", *(_ADDRESS.sub("0x", piece) for piece in pieces if piece)]
        else:
            text = template.render(values())
    except Exception as error:
        message = str(error).partition("\n")[0]
        return [type(error).__name__, message]
    return ["ok", _ADDRESS.sub("0x", repr(text))]


def observations() -> Iterator[tuple[str, object]]:
    made = environments()
    for number, source in enumerate(WRITTEN):
        for name, environment in made.items():
            yield f"written/{number}/{name} {source}", outcome(environment, source, False)
            if name in ("plain", "escaping"):
                yield f"lazily/{number}/{name} {source}", outcome(environment, source, True)
    for seed in range(600):
        source = Grammar(random.Random(seed)).body(3)
        for index, (name, environment) in enumerate(made.items()):
            if (seed + index) % 3 == 0:
                lazily = seed % 2 == 0 and name != "native"
                yield f"generated/{seed}/{name} {source}", outcome(environment, source, lazily)
