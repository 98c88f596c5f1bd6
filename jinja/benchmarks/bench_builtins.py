"""Every filter, test, global and loop attribute on its own: each is applied a few times within a
template, so that it and not the rendering around it is measured."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from jinja2 import Environment
from markupsafe import Markup

TIMES = 20
TEXT = "The quick brown fox jumps over the lazy dog, see https://example.com/ (or not)."
ROWS = [
    {"name": f"Name {n * 7 % 50}", "size": n * 7 % 13, "group": n % 5, "on": n % 2, "at": {"x": n}}
    for n in range(50)
]

#: Filters in the form in which a template applies them, by what is being filtered.
FILTERS: dict[str, tuple[str, ...]] = {
    "word": (
        "-3|abs",
        "word|attr('upper')",
        "word|capitalize",
        "word|center(20)",
        "nope|default('x')",
        "word|default('x')",
        "nope|d('x', true)",
        "word|escape",
        "word|forceescape",
        "'%s and %d'|format(word, 3)",
        "word|length",
        "word|lower",
        "word|replace('o', 'a')",
        "word|reverse",
        "word|safe",
        "word|string",
        "safe|string",
        "word|striptags",
        "word|title",
        "word|tojson",
        "word|trim",
        "word|truncate(3)",
        "word|upper",
        "safe|upper",
        "word|urlencode",
        "word|urlize",
        "word|wordcount",
        "word|wordwrap(10)",
        "word|indent",
        "word|pprint",
        "word|first",
        "word|last",
        "word|list",
        "word|random",
    ),
    "text": (
        "text|capitalize",
        "text|center(100)",
        "text|e",
        "text|forceescape",
        "text|indent",
        "text|indent(2, true)",
        "text|lower",
        "text|replace('fox', 'cat')",
        "text|striptags",
        "html|striptags",
        "text|title",
        "text|trim",
        "text|truncate(40)",
        "text|truncate(40, true)",
        "text|upper",
        "text|urlencode",
        "text|urlize",
        "text|urlize(10, true, target='_blank')",
        "text|wordcount",
        "text|wordwrap(40)",
        "text|count",
    ),
    "number": (
        "number|filesizeformat",
        "number|filesizeformat(true)",
        "3|filesizeformat",
        "number|float",
        "'1.5'|float",
        "'x'|float",
        "number|int",
        "'42'|int",
        "'4.2'|int",
        "'x'|int(3)",
        "'ff'|int(0, 16)",
        "1.2345|round",
        "number|round(2)",
        "number|round(2, 'floor')",
        "number|string",
        "number|tojson",
        "number|pprint",
    ),
    "rows": (
        "rows|batch(7)|list",
        "rows|batch(7, none)|list",
        "rows|count",
        "rows|first",
        "rows|groupby('group')",
        "rows|groupby('name')",
        "rows|groupby('nope', default=1)",
        "rows|groupby('name', case_sensitive=true)",
        "rows|join(',', 'name')",
        "words|join",
        "words|join(', ')",
        "numbers|join('-')",
        "rows|last",
        "rows|list",
        "rows|map(attribute='name')|list",
        "rows|map(attribute='at.x')|list",
        "rows|map(attribute='nope', default=1)|list",
        "words|map('upper')|list",
        "words|map('replace', 'a', 'b')|list",
        "words|map('default', 'x')|list",
        "numbers|max",
        "words|max",
        "rows|max(attribute='size')",
        "numbers|min",
        "words|min",
        "rows|min(attribute='size')",
        "rows|random",
        "numbers|reject('odd')|list",
        "numbers|reject|list",
        "rows|rejectattr('on')|list",
        "rows|rejectattr('size', 'gt', 5)|list",
        "rows|reverse|list",
        "numbers|select('odd')|list",
        "numbers|select|list",
        "numbers|select('divisibleby', 3)|list",
        "rows|selectattr('on')|list",
        "rows|selectattr('size', 'gt', 5)|list",
        "rows|selectattr('name', 'defined')|list",
        "numbers|slice(4)|list",
        "numbers|slice(4, 0)|list",
        "words|sort",
        "numbers|sort",
        "words|sort(case_sensitive=true)",
        "words|sort(true)",
        "rows|sort(attribute='name')",
        "rows|sort(attribute='size,name')",
        "rows|sort(attribute='at.x')",
        "numbers|sum",
        "rows|sum(attribute='size')",
        "rows|tojson",
        "words|unique|list",
        "words|unique(true)|list",
        "rows|unique(attribute='group')|list",
        "rows|pprint",
        "words|string",
    ),
    "mapping": (
        "mapping|dictsort",
        "mapping|dictsort(true)",
        "mapping|dictsort(by='value')",
        "mapping|dictsort(reverse=true)",
        "mapping|items|list",
        "nope|items|list",
        "mapping|length",
        "mapping|tojson",
        "mapping|tojson(indent=1)",
        "mapping|urlencode",
        "mapping|xmlattr",
        "mapping|pprint",
        "mapping|attr('keys')",
        "mapping|list",
    ),
}

TESTS = (
    "word is boolean",
    "word is callable",
    "word is defined",
    "nope is defined",
    "number is divisibleby(3)",
    "word is eq('x')",
    "word is escaped",
    "number is even",
    "number is false",
    "'upper' is filter",
    "number is float",
    "number is ge(3)",
    "number is gt(3)",
    "word is in(words)",
    "number is integer",
    "words is iterable",
    "number is le(3)",
    "number is lt(3)",
    "word is lower",
    "mapping is mapping",
    "number is ne(3)",
    "none is none",
    "number is number",
    "number is odd",
    "word is sameas(word)",
    "words is sequence",
    "word is string",
    "'odd' is test",
    "number is true",
    "nope is undefined",
    "word is upper",
    "word is not string",
)

#: What is in the loop, over which it goes.
LOOPS = {
    name: f"{{{{ loop.{name} }}}}"
    for name in (
        *("index", "index0", "revindex", "revindex0", "first", "last", "length"),
        *("previtem", "nextitem", "depth", "depth0", "cycle('a', 'b')", "changed(item % 3)"),
    )
}

WHOLE = {
    "range": "{% for n in range(20) %}{% set x = range(n) %}{% endfor %}",
    "dict": "{% for n in range(20) %}{% set x = dict(a=1, b=n) %}{% endfor %}",
    "cycler": "{% set c = cycler('a', 'b') %}{% for n in range(20) %}{{ c.next() }}{{ c.current }}{% endfor %}",
    "joiner": "{% set j = joiner() %}{% for n in range(20) %}{{ j() }}{{ n }}{% endfor %}",
    "namespace": "{% set ns = namespace(a=1) %}{% for n in range(20) %}{% set ns.a = ns.a + n %}{% endfor %}{{ ns.a }}",
    "lipsum": "{{ lipsum(1) }}",
    "filter block": "{% for n in range(20) %}{% filter upper %}a{{ n }}{% endfilter %}{% endfor %}",
    "set block": "{% for n in range(20) %}{% set x %}a{{ n }}{% endset %}{{ x }}{% endfor %}",
    "with": "{% for n in range(20) %}{% with a = n, b = 2 %}{{ a }}{{ b }}{% endwith %}{% endfor %}",
    "autoescape block": "{% for n in range(20) %}{% autoescape true %}{{ n }}{% endautoescape %}{% endfor %}",
    "call block": "{% macro m(x) %}<{{ caller(x) }}>{% endmacro %}"
    "{% for n in range(20) %}{% call(y) m(n) %}{{ y }}{% endcall %}{% endfor %}",
    "macro varargs": "{% macro m() %}{{ varargs|length }}{{ kwargs|length }}{% endmacro %}"
    "{% for n in range(20) %}{{ m(1, 2, a=n) }}{% endfor %}",
    "macro defaults": "{% macro m(a, b=1, c=2) %}{{ a }}{{ b }}{{ c }}{% endmacro %}"
    "{% for n in range(20) %}{{ m(n, c=3) }}{% endfor %}",
    "recursive loop": "{% for n in tree recursive %}{{ n.v }}{{ loop(n.c) }}{% endfor %}",
    "loop filter": "{% for n in numbers if n is odd %}{{ n }}{% else %}none{% endfor %}",
    "loop unpacking": "{% for k, v in mapping.items() %}{{ k }}={{ v }} {% endfor %}",
    "loop in loop": "{% for r in rows %}{{ loop.index }}{% for k in r %}{{ loop.index }}{{ k }}{% endfor %}{% endfor %}",
    "conditions": "{% for n in numbers %}{% if n > 30 %}a{% elif n == 3 or n < 2 and n %}b{% else %}c{% endif %}{% endfor %}",
    "inline if": "{% for n in numbers %}{{ 'a' if n > 3 else 'b' }}{% endfor %}",
    "attributes": "{% for r in rows %}{{ r.name }}{{ r.at.x }}{{ r['size'] }}{% endfor %}",
    "method calls": "{% for w in words %}{{ w.upper() }}{{ w.replace('a', 'b') }}{% endfor %}",
    "concatenation": "{% for n in numbers %}{{ n ~ ':' ~ word ~ n }}{% endfor %}",
    "arithmetic": "{% for n in numbers %}{{ (n + 1) * 2 // 3 % 5 - n ** 2 }}{% endfor %}",
    "undefined": "{% for n in numbers %}{{ nope }}{% if nope %}x{% endif %}{% for x in nope %}{% endfor %}{% endfor %}",
    "missing attribute": "{% for r in rows %}{{ r.nope }}{% endfor %}",
    "slices": "{% for n in numbers %}{{ word[1:2] }}{{ words[n % 3] }}{{ words[-1] }}{% endfor %}",
    "literals": "{% for n in numbers %}{% set x = [n, 2, (3, n), {'a': n}] %}{% endfor %}",
    "set": "{% for n in numbers %}{% set a = n %}{% set b, c = a, 1 %}{{ b }}{% endfor %}",
}


def _tree(depth: int) -> list[dict[str, object]]:
    return [{"v": depth, "c": _tree(depth - 1) if depth else []} for _ in range(3)]


def _values() -> dict[str, object]:
    return {
        "word": "Jinja <b>",
        "safe": Markup("<i>safe</i>"),
        "text": TEXT * 5,
        "html": f"<p>{TEXT}</p>\n<!-- no --> &amp; " * 5,
        "number": 123456.789,
        "rows": ROWS,
        "words": [f"Word {n * 7 % 50}" for n in range(50)],
        "numbers": [n * 7 % 50 for n in range(50)],
        "mapping": {f"key{n}": f"value {n}" for n in range(10)},
        "tree": _tree(3),
    }


def _several(expression: str) -> str:
    return f"{{% for _ in range({TIMES}) %}}{{% set x = {expression} %}}{{% endfor %}}"


def workloads() -> dict[str, Callable[[], object]]:
    plain = Environment()
    escaping = Environment(autoescape=True)
    waiting = Environment(enable_async=True)
    values = _values()
    loop = asyncio.new_event_loop()

    def rendering(environment: Environment, source: str) -> Callable[[], object]:
        template = environment.from_string(source)
        if not environment.is_async:
            return lambda: template.render(values)
        return lambda: loop.run_until_complete(template.render_async(values))

    expressions = [expression for group in FILTERS.values() for expression in group]
    found: dict[str, Callable[[], object]] = {}
    for expression in expressions:
        found[f"filter {expression}"] = rendering(plain, _several(expression))
    for expression in TESTS:
        found[f"test {expression}"] = rendering(plain, _several(expression))
    for name, body in LOOPS.items():
        source = f"{{% for item in numbers %}}{body}{{% endfor %}}"
        found[f"loop.{name}"] = rendering(plain, source)
        if name not in ("length", "last", "revindex", "revindex0", "nextitem"):
            found[f"async loop.{name}"] = rendering(waiting, source)
    for name, source in WHOLE.items():
        found[f"whole {name}"] = rendering(plain, source)
        found[f"escaped {name}"] = rendering(escaping, source)
        found[f"async {name}"] = rendering(waiting, source)
    # Those that go through a sequence have another form in asynchronous environments.
    for expression in FILTERS["rows"]:
        found[f"async filter {expression}"] = rendering(waiting, _several(expression))
    return found
