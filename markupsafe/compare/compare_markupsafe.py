"""Answers of the package to generated inputs.

Yields pairs of a label and an outcome, the same for every run, so that two
implementations can be compared. Only names that every release of MarkupSafe 3 has are used.
"""

from __future__ import annotations

import pickle
import random

import markupsafe
from markupsafe import EscapeFormatter, Markup, escape, escape_silent, soft_str

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

EXPECTED_DIFFERENCES = {
    "arguments/escape/": "the function is built in, so the interpreter words its errors otherwise",
    "fields/self": "format takes a field with the name self, as str.format does",
    "percent/formatted": "a value is formatted first and escaped then, and %x and %c work",
    "percent/tuple/368": "two values are wrong, and ours reports the text before the number",
    "version": "another release",
}

RUNS = ("a", "xyz", " ", "é", "Ж", "\U0001f40d", "\ud800", "&", "<", ">", '"', "'", "&amp;", "\n")
ROUNDS = 400


class Text(str):
    pass


class Spoken(str):
    def __str__(self) -> str:
        return "<spoken>"


class Section(Markup):
    pass


class Loud(Markup):
    @classmethod
    def escape(cls, s: Any, /) -> Any:
        return cls(f"[{escape(s)}]")


class Own(Markup):
    def __html__(self) -> Any:
        return "<own>"


class Prefixed(Markup):
    def __new__(cls, *args: Any) -> Any:
        return super().__new__(cls, "P" + str(*args))


class Html:
    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def __html__(self) -> Any:
        return self.answer

    def __repr__(self) -> str:
        return "<Html>"


class HtmlFormat(Html):
    def __html_format__(self, spec: str) -> str:
        return f"<f {spec}>"


class MarkupFormat(Html):
    def __html_format__(self, spec: str) -> Any:
        return Markup(f"<f {spec}>")


class Raising:
    def __html__(self) -> str:
        raise ZeroDivisionError("html")

    def __repr__(self) -> str:
        return "<Raising>"


class Shown:
    def __init__(self, answer: Any) -> None:
        self.answer = answer

    def __str__(self) -> str:
        return self.answer  # type: ignore[no-any-return]


class Answering:
    def __getattr__(self, name: str) -> Any:
        if name == "__html__":
            return lambda: "<answer>"
        raise AttributeError(name)

    def __repr__(self) -> str:
        return "<Answering>"


class Refusing:
    def __getattr__(self, name: str) -> Any:
        raise LookupError(name)

    def __repr__(self) -> str:
        return "<Refusing>"


class Proxy:
    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return str

    def __str__(self) -> str:
        return "<proxy>"


class Formatted:
    def __format__(self, spec: str) -> str:
        return f"<{spec}>"

    def __repr__(self) -> str:
        return "<Formatted>"


class Names(dict):  # type: ignore[type-arg]
    def __missing__(self, key: Any) -> Any:
        return f"<{key}>"


class Items:
    def __getitem__(self, key: Any) -> Any:
        return f"<{key}>"

    def __repr__(self) -> str:
        return "<Items>"


class Pair(tuple):  # type: ignore[type-arg]
    pass


class Two:
    def __index__(self) -> int:
        return 2

    def __repr__(self) -> str:
        return "<Two>"


CLASSES = (Markup, Section, Loud, Own, Prefixed)


def values() -> list[Any]:
    plain: list[Any] = [
        "<a>&'\"",
        "",
        "plain",
        "Жe<",
        0,
        5,
        -1,
        10**20,
        1.5,
        True,
        None,
        b"<",
        ["<"],
        ("<",),
    ]
    plain += [{"a": "<"}, {"<"}, 1 + 2j, float("nan"), float("inf"), Two()]
    texts = [
        Text("<"),
        Text("t"),
        Spoken("x"),
        Markup("<m>"),
        Section("<s>"),
        Loud("<l>"),
        Own("<o>"),
    ]
    answers: list[Any] = [
        "<h>",
        Text("<h>"),
        Spoken("x"),
        Markup("<h>"),
        Own("<o>"),
        5,
        None,
        Html("<deep>"),
    ]
    answers += [Html(Html("<deeper>")), Shown(5), Raising()]
    objects: list[Any] = [Html(answer) for answer in answers]
    objects += [HtmlFormat("<h>"), MarkupFormat("<h>"), Raising(), Answering(), Refusing(), Proxy()]
    objects += [Shown("<s>"), Shown(Text("<s>")), Shown(Markup("<s>")), Shown(5), Formatted()]
    objects += [Names(), Items(), Pair(("<", 1)), Html, HtmlFormat, str, list, int]
    return [*plain, *texts, *objects]


def show(value: Any) -> Any:
    """Return a value for JSON that differs between types, which ``==`` does not."""
    if isinstance(value, (list, tuple)) and type(value) in (list, tuple):
        return [type(value).__name__, *map(show, value)]

    if type(value) is str or (isinstance(type(value), type) and issubclass(type(value), str)):
        return [type(value).__name__, ascii(str.__str__(value))]

    return [type(value).__name__, without_addresses(ascii(value))]


def without_addresses(text: str) -> str:
    head, *pieces = text.split(" at 0x")
    return head + "".join(" at ?" + piece.lstrip("0123456789abcdef") for piece in pieces)


def outcome(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    try:
        shown = show(function(*args, **kwargs))
    except Exception as error:
        shown = ["raised", type(error).__name__, ascii(str(error).splitlines()[:1])]

    return [without_addresses(part) if isinstance(part, str) else part for part in shown]


def random_text(source: random.Random, runs: tuple[str, ...] = RUNS, count: int = 9) -> str:
    return "".join(
        source.choice(runs) * source.choice((1, 1, 2, 17)) for _ in range(source.randrange(count))
    )


def escaping() -> Iterator[tuple[str, object]]:
    source = random.Random(1)

    for index in range(2 * ROUNDS):
        yield f"text/{index}", outcome(escape, random_text(source))

    for index, value in enumerate(values()):
        for function in (escape, escape_silent, soft_str, *CLASSES):
            yield f"objects/{function.__name__}/{index}", outcome(function, value)

        for cls in CLASSES:
            yield f"objects/escape/{cls.__name__}/{index}", outcome(cls.escape, value)

        for args in [("ascii",), ("ascii", "replace"), (None,), (None, "x"), (5,), ("nonsense",)]:
            yield f"decode/{index}/{args}", outcome(Markup, value, *args)

    for raw in (b"<", b"\xff", bytearray(b"<\xff"), memoryview(b"x")):
        for args in [("utf-8",), ("ascii", "ignore"), ("latin-1", "strict"), ("ascii",)]:
            yield f"decode/{type(raw).__name__}/{bytes(raw)!r}/{args}", outcome(Markup, raw, *args)


def arguments() -> Iterator[tuple[str, object]]:
    for positional, named in [
        ((), {}),
        ((1, 2), {}),
        ((), {"s": 1}),
        ((1, 2, 3, 4), {}),
        ((), {"x": 1}),
    ]:
        for function in (escape, escape_silent, soft_str, Markup):
            label = f"arguments/{function.__name__}/{positional}/{named}"
            yield label, outcome(function, *positional, **named)

    for cls in CLASSES:
        for name, value in (("object", 5), ("encoding", "ascii"), ("errors", "ignore")):
            yield f"arguments/{cls.__name__}/{name}", outcome(cls, **{name: value})


METHODS: dict[str, list[tuple[Any, ...]]] = {
    "capitalize": [()], "casefold": [()], "lower": [()], "upper": [()], "title": [()],
    "swapcase": [()], "strip": [(), ("<",), (None,), (5,)], "lstrip": [(), ("<a",), (Html("<"),)],
    "rstrip": [(), ("> ",)], "removeprefix": [("<",), ("",), (5,)], "removesuffix": [(">",)],
    "center": [(20,), (20, "-"), (20, "<"), ("x",), (), (Two(),)], "ljust": [(20,), (20, "-")],
    "rjust": [(20,), (20, "&"), (20, "ab")], "zfill": [(20,), ("x",)],
    "expandtabs": [(), (2,), ("x",)], "split": [(), ("<",), (None, 1), ("a", 1), ("",), (5,)],
    "rsplit": [(), ("<",), (None, 1), ("a", 1)], "splitlines": [(), (True,), (False,)],
    "partition": [("<",), ("a",), ("",), (5,)], "rpartition": [("<",), ("a",), ("",)],
    "replace": [("a", "<"), ("<", Markup("<b>")), ("a", Html("<h>")), ("a", 5), ("a", "<", 1), (1, "a"), ("a",)],
    "translate": [({97: "<"},), ({97: None},), ({},), (5,)], "unescape": [()], "striptags": [()],
    "join": [(["<", Markup("<")],), ("ab<",), (5,), ([],), ([Html("<h>"), None, 5],), ([Raising()],), ({"<": 1},)],
    "__add__": [("<",), (Markup("<"),), (5,), (Html("<h>"),), (Proxy(),)],
    "__radd__": [("<",), (Markup("<"),), (5,), (Html("<h>"),), (Text("<"),)],
    "__mul__": [(2,), ("x",), (Two(),), (1.5,)], "__rmul__": [(2,), (-1,)],
    "__getitem__": [(0,), (slice(1, 3),), (slice(None, None, -1),), ("x",), (10**6,)],
    "__html__": [()], "__html_format__": [("",), ("x",)], "__repr__": [()], "__str__": [()],
    "__format__": [("",), (">40",), ("x",)], "__getnewargs__": [()], "encode": [("utf-8", "replace")],
    "find": [("<",)], "count": [("a",)], "startswith": [("<",)], "isalpha": [()], "__len__": [()],
    "__contains__": [("<",)], "__eq__": [("a",)], "__lt__": [("b",)], "__reduce_ex__": [(2,)],
}  # fmt: skip


def methods() -> Iterator[tuple[str, object]]:
    source = random.Random(2)
    texts = ["", "a", "<a> & 'b'", "A\tb\nc", *(random_text(source) for _ in range(8))]

    for cls in CLASSES:
        for number, text in enumerate(texts):
            for name, calls in METHODS.items():
                for call, args in enumerate(calls):
                    label = f"methods/{cls.__name__}/{name}/{number}/{call}"
                    yield label, outcome(getattr(cls(text), name), *args)


def operators() -> Iterator[tuple[str, object]]:
    for cls in CLASSES:
        for index, value in enumerate(values()):
            yield f"plus/{cls.__name__}/{index}", outcome(lambda: cls("<b>") + value)  # noqa: B023
            yield f"plus/right/{cls.__name__}/{index}", outcome(lambda: value + cls("<b>"))  # noqa: B023
            yield (
                f"times/{cls.__name__}/{index}",
                outcome(
                    lambda: cls("<b>") * (value if value != 10**20 else 3)  # noqa: B023
                ),
            )


PERCENT = ("%s", "%r", "%a", "%d", "%5s", "%-5.2s|", "%.1f", "%i", "%x", "%c", "%%", "%", "%(a)s",
           "%(a)r", "%(b)d", "%(a(b))s", "<", "text ", "%z", "%+05d", "%e", "%ld", "%u")  # fmt: skip


# In a format with one of these, the originals pad and cut the escaped text, or raise.
FORMATTED = ("%5s", "%-5.2s|", "%x", "%c")


def percent_label(form: str, label: str) -> str:
    return f"percent/formatted/{label}" if any(f in form for f in FORMATTED) else f"percent/{label}"


def percent() -> Iterator[tuple[str, object]]:
    source = random.Random(3)
    some = values()

    for index, value in enumerate(some):
        for number, form in enumerate(PERCENT):
            for cls in (Markup, Loud):
                label = percent_label(form, f"{cls.__name__}/{number}/{index}")
                yield label, outcome(cls(form).__mod__, value)

    for index in range(3 * ROUNDS):
        form = "".join(source.choice(PERCENT) for _ in range(source.randrange(5)))
        picked = tuple(source.choice(some) for _ in range(source.randrange(4)))
        names = {name: source.choice(some) for name in ("a", "b", "a(b)")}
        yield percent_label(form, f"tuple/{index}"), outcome(Markup(form).__mod__, picked)
        yield percent_label(form, f"names/{index}"), outcome(Section(form).__mod__, names)
        yield percent_label(form, f"names/markup/{index}"), outcome(Markup(form).__mod__, names)


FIELDS = ("{}", "{0}", "{1}", "{a}", "{!r}", "{!s}", "{!a}", "{:>6}", "{:x}", "{:.2f}", "{a!r:>9}",
          "{{", "}}", "<", "{", "}", "{a.real}", "{0[0]}", "{a[a]}", "{:{}}", "{:{b}}", "{!z}", "{ }",
          "{b:{b}}", "{c}", "{0:<}", "{00}", "{-1}", "{a!}", "{a!rr}", "{0.__class__}")  # fmt: skip


def fields() -> Iterator[tuple[str, object]]:
    source = random.Random(4)
    some = values()
    formatter = EscapeFormatter(escape)

    for index, value in enumerate(some):
        for number, form in enumerate(FIELDS):
            for cls in (Markup, Loud):
                label = f"fields/{cls.__name__}/{number}/{index}"
                yield label, outcome(cls(form).format, value, a=value, b=">4")

            yield f"fields/map/{number}/{index}", outcome(Markup(form).format_map, {"a": value})

        for spec in ("", ">9", "x"):
            yield f"fields/one/{spec}/{index}", outcome(formatter.format_field, value, spec)

    for index in range(3 * ROUNDS):
        form = "".join(source.choice(FIELDS) for _ in range(source.randrange(5)))
        picked = [source.choice(some) for _ in range(source.randrange(4))]
        names = {name: source.choice(some) for name in "ab"}
        yield f"fields/mixed/{index}", outcome(Markup(form).format, *picked, **names)
        yield f"fields/formatter/{index}", outcome(formatter.format, form, *picked, **names)

    yield "fields/missing", outcome(Markup("{a}{<}").format_map, Names())
    yield "fields/nothing", outcome(Markup("{a}").format_map, 5)
    yield "fields/self", outcome(lambda: Markup("{self}").format(self="<"))


TAGS = (
    "<",
    ">",
    "<!--",
    "-->",
    "--",
    "!",
    "-",
    "a",
    " \n",
    "<b>",
    "</b>",
    "&lt;",
    "&amp;",
    "&#60;",
)


def stripping() -> Iterator[tuple[str, object]]:
    source = random.Random(5)

    for index in range(3 * ROUNDS):
        markup = Markup(random_text(source, TAGS, 12))
        yield f"striptags/{index}", outcome(markup.striptags)
        yield f"unescape/{index}", outcome(markup.unescape)


def package() -> Iterator[tuple[str, object]]:
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        yield f"pickle/{protocol}", pickle.dumps(Markup("<Ж>"), protocol).hex()
        yield f"pickle/function/{protocol}", pickle.dumps(escape, protocol).hex()

    yield "mro", [cls.__qualname__ for cls in Markup.__mro__]
    yield "formatter/mro", [cls.__module__ for cls in EscapeFormatter.__mro__]
    yield "missing", outcome(getattr, markupsafe, "nonsense")
    yield "removed", outcome(getattr, markupsafe, "soft_unicode")

    for name in ("escape", "escape_silent", "soft_str", "Markup", "EscapeFormatter"):
        named = getattr(markupsafe, name)
        yield f"names/{name}", [named.__module__, named.__qualname__]

    import warnings

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield "version", [markupsafe.__version__, *(str(warning.message) for warning in caught)]

    yield "version warning", [warning.category.__name__ for warning in caught]


def observations() -> Iterator[tuple[str, object]]:
    for part in (escaping, arguments, methods, operators, percent, fields, stripping, package):
        yield from part()
