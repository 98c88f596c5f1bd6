"""The answers of containers and header values to random operations."""

from __future__ import annotations

import pickle
import random
import warnings
from collections.abc import Callable, Iterator

from werkzeug import datastructures as ds
from werkzeug.exceptions import HTTPException, abort, default_exceptions

EXPECTED_DIFFERENCES = {
    "LanguageAccept refused": "a language with quality 0 is never the answer (RFC 9110, 12.4.2)",
    "headers bad": "names with a line break, and null characters, are refused too",
}

MULTI = [
    "d['a']",
    "d['z']",
    "d.get('z', 5)",
    "d.get('a', type=str)",
    "d.pop('a')",
    "d.pop('z')",
    "d.pop('z', 1)",
    "d.popitem()",
    "d.poplist('b')",
    "d.popitemlist()",
    "d.getlist('a')",
    "d.getlist('a', type=str)",
    "list(d.items())",
    "list(d.items(multi=True))",
    "list(d.lists())",
    "list(d.values())",
    "list(d.listvalues())",
    "sorted(d)",
    "len(d)",
    "'a' in d",
    "d.to_dict()",
    "d.to_dict(False)",
    "d.setdefault('z')",
    "d.setdefault('a', 9)",
    "d.setlist('a', [7])",
    "d.setlistdefault('q')",
    "d.add('a', 5)",
    "d.update({'a': [8, 9], 'z': (1,)})",
    "d.update([('a', 6)])",
    "d | {'a': 9}",
    "d | 5",
    "d.__ior__({'y': 1})",
    "d.__delitem__('a')",
    "d.__setitem__('b', 0)",
    "dict(d)",
    "d.copy()",
    "bool(d)",
    "d == {'a': [1, 2]}",
    "d.clear()",
]
HEADERS = [
    "d['a']",
    "d['Z']",
    "d[0]",
    "d[1:]",
    "d.get('B')",
    "d.get('a', type=int)",
    "d.getlist('A')",
    "list(d)",
    "d.add('X', 'y', a_b='c d')",
    "d.set('a', 9)",
    "d.remove('b')",
    "d.pop('a')",
    "d.pop()",
    "d.pop(0)",
    "d.popitem()",
    "d.setdefault('q', 1)",
    "d.setlist('a', ['x', 'y'])",
    "d.setlist('a', [])",
    "d.setlistdefault('w', ['1'])",
    "d.update({'a': '7', 'q': ['1', '2']})",
    "d.update(a='5')",
    "d.extend([('A', 5)], z='1')",
    "d | {'a': '9'}",
    "d.__ior__([('a', '9'), ('a', '8')])",
    "str(d)",
    "len(d)",
    "d.__delitem__(0)",
    "d.__setitem__(slice(0, 2), [('x', 'y')])",
    "d.clear()",
    "'A' in d",
    "d.add('x', 'a\\nb')",
]


def _call(function: Callable[[], object]) -> str:
    try:
        return repr(function())
    except HTTPException as error:
        return f"{type(error).__name__}: {error} {error.args}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def containers() -> Iterator[tuple[str, object]]:
    rng = random.Random(21)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ordered = ds.OrderedMultiDict
    classes = [ds.MultiDict, ds.ImmutableMultiDict, ds.FileMultiDict, ordered]
    for number in range(300):
        cls = rng.choice(classes)
        items = [(rng.choice("abc"), rng.randint(0, 3)) for _ in range(rng.randint(0, 5))]
        d = cls(items)
        for step in range(6):
            code = rng.choice(
                [
                    code
                    for code in MULTI
                    if cls is not ordered or ("clear" not in code and "del" not in code)
                ]
            )
            yield f"{cls.__name__} {number} {step} {code}", _call(lambda code=code, d=d: eval(code))
            yield f"{cls.__name__} {number} {step} after", repr(d)
    for number in range(200):
        d = ds.CombinedMultiDict(
            ds.MultiDict([(rng.choice("abc"), rng.randint(0, 3)) for _ in range(rng.randint(0, 4))])
            for _ in range(2)
        )
        code = rng.choice(MULTI)
        # The order of keys is that of a set in the originals.
        if "==" not in code and code != "dict(d)":
            yield f"combined {number} {code}", _call(lambda code=code, d=d: eval(code))


def headers() -> Iterator[tuple[str, object]]:
    rng = random.Random(22)
    for number in range(300):
        d = ds.Headers(
            [(rng.choice("aAbBc"), str(rng.randint(0, 9))) for _ in range(rng.randint(0, 5))]
        )
        for step in range(5):
            code = rng.choice(HEADERS)
            yield f"headers {number} {step} {code}", _call(lambda code=code, d=d: eval(code))
            yield f"headers {number} {step} after", repr(d)
    for bad in ("a\0b",):
        yield f"headers bad {bad!r}", _call(lambda bad=bad: ds.Headers([("a", bad)]))
    yield "headers bad name", _call(lambda: ds.Headers([("a\nb", "c")]))


def accept() -> Iterator[tuple[str, object]]:
    rng = random.Random(23)
    pools: dict[type[ds.Accept], list[str]] = {
        ds.MIMEAccept: [
            "text/html",
            "text/*",
            "*/*",
            "text/plain",
            "text/html;level=1",
            "TEXT/HTML",
            "*",
            "foo",
            "*/html",
            "application/json",
            "text/html;x=y;level=2",
        ],
        ds.LanguageAccept: ["en", "en-US", "en_us", "de", "*", "de-AT-x", "fr", "EN", "zh-Hant"],
        ds.CharsetAccept: ["utf-8", "UTF8", "latin1", "iso-8859-1", "*", "foo"],
        ds.Accept: ["a", "b", "*", "A", "c"],
    }
    for cls, pool in pools.items():
        for number in range(300):
            items = [
                (rng.choice(pool), rng.choice([1, 0.5, 0.1, 0, 0.9]))
                for _ in range(rng.randint(0, 5))
            ]
            value = cls(items)
            ours = rng.choices(pool, k=rng.randint(0, 4))
            key = rng.choice(pool)
            name = cls.__name__
            if cls is ds.LanguageAccept:
                refused = {item.lower() for item, quality in items if quality == 0}
                if not refused.isdisjoint(offer.lower().replace("_", "-") for offer in ours):
                    name = "LanguageAccept refused"
            label = f"{name} {number} {items} {ours} {key}"
            yield label, [repr(value), str(value), value.best]
            yield f"{label} best_match", _call(lambda v=value, o=ours: v.best_match(o, "default"))
            yield (
                f"{label} quality",
                _call(lambda v=value, k=key: (v.quality(k), k in v, v.find(k))),
            )


def states() -> Iterator[tuple[str, object]]:
    """The parts of which a pickle consists, which programs exchange."""
    for value in [
        ds.MultiDict([("a", 1), ("a", 2)]),
        ds.ImmutableMultiDict([("a", 1)]),
        ds.Headers([("a", "b")]),
        ds.ImmutableDict(a=1),
        ds.ImmutableList([1]),
        ds.CallbackDict({"a": 1}),
        ds.Range("bytes", [(0, 1)]),
        ds.IfRange("a"),
        ds.ContentRange("bytes", 0, 1, 2),
        ds.RequestCacheControl({"a": "b"}),
        ds.ContentSecurityPolicy({"a": "b"}),
        ds.Accept([("a", 1)]),
        ds.Authorization("x", {"a": "b"}),
    ]:
        yield f"pickle {type(value).__name__}", pickle.dumps(value, 2).hex()
        yield f"home {type(value).__name__}", [type(value).__module__, type(value).__qualname__]


def errors() -> Iterator[tuple[str, object]]:
    for code in [*default_exceptions, 999]:
        yield f"abort {code}", _call(lambda code=code: abort(code))
    for code, cls in sorted(default_exceptions.items()):
        error = cls()
        yield (
            f"error {code}",
            [repr(error), str(error), error.get_body(), error.get_headers(), cls.__module__],
        )


def observations() -> Iterator[tuple[str, object]]:
    yield from containers()
    yield from headers()
    yield from accept()
    yield from states()
    yield from errors()
