"""Filters, tests and text helpers, on fixed and on random input, as values with their types."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from jinja2 import Environment, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps, url_quote, urlize
from markupsafe import Markup

_SETTINGS = ("plain", "escaped", "strict", "unoptimized")

EXPECTED_DIFFERENCES = {
    "xmlattr quotes": "quotes and NUL cannot be part of the name of an attribute",
    "urlize at punctuation": "schemes are case-insensitive (RFC 3986, 3.1), quotes delimit (appendix C)",
    "filesize 272": "what rounds up to the next unit is shown in it",
    "indent of other line ends": "line ends are kept, and other separators end no line",
    "wordwrap of other line ends": "other separators end no line",
    "indent of safe text": "line ends are kept, and other separators end no line",
    "wordwrap of safe text": "safe text stays safe",
    "title of safe text": "safe text stays safe",
    'escaped: "<"|replace("<", safe)': "what is replaced is the text, not its escaped form",
}
for _label in _SETTINGS:
    EXPECTED_DIFFERENCES[f"{_label}: [1, 2]|batch(0)|list"] = "no batch has a length of 0"
    EXPECTED_DIFFERENCES[f"{_label}: range(3)|slice(0)|list"] = "the error says what is wrong"


class Record:
    """An object with attributes, one of which is an item too."""

    def __init__(self, **values: object) -> None:
        self.__dict__.update(values)

    def __getitem__(self, name: str) -> object:
        return {"item": "an item"}[name]

    def __repr__(self) -> str:
        return f"Record({self.__dict__!r})"


class Html:
    def __html__(self) -> str:
        return "<i>&amp;</i>"

    def __str__(self) -> str:
        return "<plain>"


RECORDS = [
    Record(name="b", size=3, tags=["x", "y"], inner={"deep": 1}),
    Record(name="A", size=1, tags=[], inner={"deep": 2}),
    Record(name="a", size=2, tags=["y"], inner={}),
]

EXPRESSIONS = """
records|groupby("name")
(records|groupby("name"))[0].grouper
(records|groupby("name")|first).list|length
records|groupby("name", case_sensitive=true)
records|groupby("nope", default="q")
records|groupby("nope")
records|groupby("inner.deep", default=0)
pairs|dictsort
pairs|dictsort(true)
pairs|dictsort(by="value")
pairs|dictsort(false, "value", true)
pairs|dictsort(by="x")
records|map(attribute="size")|list
records|map(attribute="nope", default=5)|list
records|map(attribute="nope")|list
records|map(attribute="inner.deep", default=5)|list
records|map(attribute="tags.0", default="-")|list
["a"]|map("upper")|list
["a"]|map("replace", "a", "b")|list
["a"]|map("nope")|list
["a"]|map|list
["a"]|map(x=1)|list
["a"]|map(attribute="a", x=1)|list
[]|map|list
none|map("upper")|list
[0, 1, 2]|select|list
[0, 1, 2]|reject|list
[0, 1, 2]|select("odd")|list
[0, 1, 2]|select("divisibleby", 2)|list
[0, 1, 2]|reject("gt", 1)|list
[0, 1, 2]|select("nope")|list
records|selectattr|list
records|selectattr("tags")|list
records|selectattr("size", "odd")|list
records|selectattr("size", "eq", 2)|list
records|rejectattr("nope")|list
records|rejectattr("nope", "defined")|list
5|select|list
0|select|list
records|sum(attribute="size")
records|sum("size", 10)
[[1], [2]]|sum(start=[])
["a"]|sum
records|join(",", attribute="size")
[1, "<", safe]|join("<")
[1, "<", safe]|join
records|sort(attribute="name")
records|sort(attribute="name,size")
records|sort(attribute="name", reverse=true, case_sensitive=true)
records|sort(attribute="nope")
["b", "A"]|sort
["b", 1]|sort
[3, 1]|sort(true)
[[1, 2], [0, 3]]|sort(attribute=1)
["a", "A", "b"]|unique|list
["a", "A", "b"]|unique(true)|list
records|unique(attribute="name")|list
[]|min
[]|max
[3, 1]|min
["b", "A"]|max
records|max(attribute="size")
records|min(attribute="nope")
[]|first
[]|last
[]|random
"abc"|first
{"a": 1}|last
5|random
pairs|items|list
none|items|list
nope|items|list
[1]|items|list
[1, 2, 3, 4]|batch(3)|list
[1, 2, 3, 4]|batch(3, "x")|list
[1, 2]|batch(0)|list
range(10)|slice(3)|list
range(10)|slice(3, "x")|list
range(9)|slice(3, "x")|list
range(3)|slice(5, "x")|list
range(3)|slice(0)|list
"abc"|reverse
[1, 2]|reverse|list
5|reverse
pairs|reverse|list
safe|reverse
pairs|xmlattr
{"a": none, "b": "<", "c": nope}|xmlattr
{"a": 1}|xmlattr(false)
{}|xmlattr
{"a b": none}|xmlattr
{"a b": 1}|xmlattr
{"a/b": 1}|xmlattr
{"a>b": 1}|xmlattr
{"a=b": 1}|xmlattr
{1: 1}|xmlattr
{"": 1}|xmlattr
{"a": safe, "b": html}|xmlattr
3|tojson
{"b": 1, "a": "<"}|tojson
{"a": 1}|tojson(2)
nope|tojson
safe|tojson
"a b"|urlencode
{"a": 1, "b c": "&/"}|urlencode
[("a", 1), ("b", "é")]|urlencode
3|urlencode
none|urlencode
nope|urlencode
[1, 2]|urlencode
"foo bar baz qux"|truncate(9)
"foo bar baz qux"|truncate(9, true)
"foo bar baz qux"|truncate(11)
"foo bar baz qux"|truncate(9, false, "..", 0)
"foo bar baz qux"|truncate(2)
"foo bar baz qux"|truncate(2, false, "")
"foo bar baz qux"|truncate(9, leeway=-1)
5|truncate
safe|truncate(3, true, "", 0)
"a b  c-d e_f é"|wordcount
"aaa bbb ccc"|wordwrap(7)
"aaa-bbb-ccc"|wordwrap(5, break_on_hyphens=false)
"aaa-bbb-ccc"|wordwrap(5, wrapstring="|")
3|wordwrap
"%s-%s"|format(1, 2)
"%(a)s"|format(a=1)
"%s"|format(1, a=2)
safe|format(1)
"aaa"|replace("a", "b", 2)
safe|replace("m", "<")
"<"|replace("<", safe)
3|replace(3, 4)
"<p>a &amp; b <!-- x --> c"|striptags
html|striptags
html|forceescape
safe|forceescape
safe|escape
html|e
3|safe
nope|default("x")
nope|d
""|default("x", true)
none|default("x")
none|default("x", boolean=true)
"3"|int
"x"|int(5)
"0x1f"|int(base=16)
"1f"|int(0, 16)
"3.7"|int
"1e999"|int
nope|int
"3.5"|float
"x"|float(1.5)
nope|float
42.55|round
42.55|round(1, "floor")
42.51|round(1, "ceil")
42|round
42.5|round(method="x")
1234|round(-2, "floor")
"1000"|filesizeformat
"x"|filesizeformat
1500000|filesizeformat
1500000|filesizeformat(true)
pairs|list
5|list
nope|list
{"b": [2, 1], "a": 1}|pprint
5|length
"a"|abs
records[0]|attr("name")
records[0]|attr("item")
records[0]|attr("nope")
pairs|attr("items")()|list
{"a": 1}|attr("a")
"a"|attr(3)
3|upper
none|lower
html|string
3 is boolean
true is integer
3.0 is float
true is number
nope is defined
nope is undefined
4.5 is even
3 is divisibleby 0
"upper" is filter
"zz" is filter
[] is filter
"odd" is test
html is callable
pairs is mapping
pairs is sequence
nope is sequence
html is sequence
nope is iterable
3 is iterable
safe is escaped
html is escaped
"1" is lower
"A" is upper
1 is sameas 1
1 is true
0 is false
1 is in [1]
1 is in 5
1 is lt 2
1 is ge 2
"a" is nope
"a"|nope
"""


def _shown(value: object) -> object:
    """A value as text with its kind; addresses left out."""
    if hasattr(value, "__next__"):
        value = list(value)  # type: ignore[call-overload]
    return [type(value).__name__, re.sub(r" at 0x[0-9a-f]+", "", repr(value))]


def _outcome(call: object, *args: object, **kwargs: object) -> object:
    try:
        return _shown(call(*args, **kwargs))  # type: ignore[operator]
    except Exception as error:
        return ["raised", type(error).__name__, str(error).split("\n")[0]]


def _evaluated(environment: Environment, expression: str) -> object:
    def evaluate() -> object:
        return environment.compile_expression(expression, undefined_to_none=False)(
            records=RECORDS, pairs={"b": 1, "A": 2, "c": 3}, safe=Markup("<m>"), html=Html()
        )

    return _outcome(evaluate)


def _random_text(source: random.Random, pieces: list[str], longest: int) -> str:
    return "".join(source.choice(pieces) for _ in range(source.randrange(longest + 1)))


# Uppercase schemes, quotes, and punctuation at the end of a word.
AT_PUNCTUATION = re.compile(r"""HTTP|["']|[!?:;](?:\s|$|[)>.,!?:;&])""")
OTHER_LINE_END = re.compile("[\r\x0b\u2028]")

LINKS = """http:// https:// www. HTTP:// Www. mailto: a ab foo é x-y 1 127.0.0.1 . . . . @ : 80 :8080
/ ? # com org net museum xn--a co uk mil int info edu gov ( ) < > &lt; &gt; & , _ %20 [ ::1 ] " ' tel: * = !
[1:2:3] [dead:beef:1] [::ffff:1.2.3.4] foo@bar.com a.com foo.bar.org""".split()

TEXT = [
    "a",
    "bc",
    "def",
    " ",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\t",
    "-",
    "é",
    "<",
    "(",
    ".",
    "\u2028",
    "\x0b",
]


def _with_random_input() -> Iterator[tuple[str, object]]:
    source = random.Random(20260101)
    links = [*LINKS, " ", "\n"]
    for number in range(3000):
        text = _random_text(source, links, 8)
        options: dict[str, object] = {}
        if source.random() < 0.3:
            options["trim_url_limit"] = source.randrange(1, 20)
        if source.random() < 0.3:
            options["extra_schemes"] = ["tel:", "foo"]
        if source.random() < 0.3:
            options["rel"] = 'a "b'
        kind = "urlize at punctuation" if AT_PUNCTUATION.search(text) else "urlize"
        yield f"{kind} {number}", _outcome(urlize, text, **options)
    environment = Environment()
    for number in range(400):
        text: object = _random_text(source, TEXT, 30)
        if source.random() < 0.2:
            text = Markup(text)
        width = source.randrange(1, 9)
        flag = source.random() < 0.5
        for name, args in (
            ("indent", (width, flag, source.random() < 0.5)),
            ("wordwrap", (width, flag, None, source.random() < 0.5)),
            ("title", ()),
            ("truncate", (width + 3, flag, "...", source.randrange(3))),
            ("wordcount", ()),
            ("trim", ()),
            ("center", (width * 4,)),
            ("striptags", ()),
            ("capitalize", ()),
            ("urlencode", ()),
            ("tojson", ()),
        ):
            kind = name
            if isinstance(text, Markup):
                kind += " of safe text"
            elif OTHER_LINE_END.search(text):  # type: ignore[arg-type]
                kind += " of other line ends"
            yield f"{kind} {number}", _outcome(environment.call_filter, name, text, args)
    for number in range(300):
        value = source.choice([1, 10, 999, 1000, 1023, 1024, 1025]) * 1000 ** source.randrange(9)
        value = value * source.random() if number % 2 else value
        yield (
            f"filesize {number}",
            _outcome(environment.call_filter, "filesizeformat", value, [number % 3 == 0]),
        )


def observations() -> Iterator[tuple[str, object]]:
    settings = {
        "plain": {},
        "escaped": {"autoescape": True},
        "strict": {"undefined": StrictUndefined},
        "unoptimized": {"optimized": False},
    }
    for label, options in settings.items():
        environment = Environment(**options)  # type: ignore[arg-type]
        for expression in EXPRESSIONS.strip().splitlines():
            yield f"{label}: {expression}", _evaluated(environment, expression)
    environment = Environment()
    for key in ('a"b', "a'b", "a\0b"):
        yield f"xmlattr quotes {key!r}", _outcome(environment.call_filter, "xmlattr", {key: 1})
    for prefix in "tel: tel AB: é: a: ftp:// ftp:/ ab:/// a+b: a.b: x_y: 3a:".split():
        yield (
            f"scheme {prefix}",
            _outcome(
                environment.call_filter, "urlize", f"{prefix}x y", (), {"extra_schemes": [prefix]}
            ),
        )
    for value in ("a b/c&é~", b"\xff/ ", 3, "%2F+ "):
        yield (
            f"url_quote {value!r}",
            [_outcome(url_quote, value), _outcome(url_quote, value, for_qs=True)],
        )
    yield "json", _outcome(htmlsafe_json_dumps, {"a": "<>&'\"\u2028"})
    yield from _with_random_input()
