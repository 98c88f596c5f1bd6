"""Laws of the containers, and what each header value answers."""

from __future__ import annotations

import copy
import pickle
from io import BytesIO
from pathlib import Path
from tempfile import SpooledTemporaryFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkzeug import datastructures as ds
from werkzeug import http
from werkzeug.exceptions import BadRequestKeyError

pairs = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 5)))


@given(pairs)
def test_multi_dict_laws(items: list[tuple[str, int]]) -> None:
    multi = ds.MultiDict(items)
    assert sorted(multi.items(multi=True)) == sorted(items)
    for key in "abcd":
        values = [value for name, value in items if name == key]
        assert multi.getlist(key) == values
        assert multi.get(key) == (values[0] if values else None)
        assert (key in multi) is bool(values)
        if values:
            assert multi[key] == values[0]
        else:
            with pytest.raises(BadRequestKeyError):
                multi[key]
    assert ds.MultiDict(multi) == multi == ds.MultiDict(multi.to_dict(flat=False))
    assert dict(multi) == multi.to_dict() == dict(zip(multi.keys(), multi.values(), strict=True))
    assert [values for _, values in multi.lists()] == list(multi.listvalues())


@given(pairs, pairs)
def test_multi_dict_union_adds(left: list[tuple[str, int]], right: list[tuple[str, int]]) -> None:
    both = ds.MultiDict(left) | ds.MultiDict(right)
    assert both == ds.MultiDict(left + right)
    combined = ds.CombinedMultiDict([ds.MultiDict(left), ds.MultiDict(right)])
    assert combined.copy() == both
    assert len(combined) == len(both) and set(combined) == set(both)
    for key in "abcd":
        assert combined.getlist(key) == both.getlist(key)
        assert combined.get(key) == both.get(key)


@given(pairs)
def test_copies_and_pickles(items: list[tuple[str, int]]) -> None:
    for cls in (ds.MultiDict, ds.ImmutableMultiDict):
        value = cls(items)
        for other in (
            copy.copy(value),
            copy.deepcopy(value),
            *(pickle.loads(pickle.dumps(value, n)) for n in range(2, 6)),
        ):
            assert other == value and type(other) is cls
            assert list(other.items(multi=True)) == list(value.items(multi=True))


def test_multi_dict_changes() -> None:
    multi = ds.MultiDict([("a", 1), ("a", 2), ("b", 3)])
    multi["c"] = 4
    multi.add("c", 5)
    multi.setlist("d", [6])
    assert multi.setdefault("a", 9) == 1 and multi.setdefault("e", 7) == 7
    assert multi.setlistdefault("f") == [] and multi.setlistdefault("a") == [1, 2]
    assert multi.pop("a") == 1 and multi.pop("a", None) is None
    assert multi.poplist("c") == [4, 5] and multi.poplist("c") == []
    assert multi.popitemlist() == ("f", [])
    assert multi.popitem() == ("e", 7)
    multi.update({"b": [8, 9]})
    multi |= {"b": 10}
    assert multi.to_dict(flat=False) == {"b": [3, 8, 9, 10], "d": [6]}
    multi.clear()
    for fails in (multi.popitem, multi.popitemlist, lambda: multi.pop("x")):
        with pytest.raises(BadRequestKeyError):
            fails()
    multi.setlist("x", ())
    with pytest.raises(BadRequestKeyError):
        multi.popitem()
    with pytest.raises(TypeError):
        multi | [("a", 1)]
    assert multi.__ior__(5) is NotImplemented


def test_type_conversion() -> None:
    multi = ds.MultiDict([("a", "x"), ("a", "1"), ("b", "2")])
    assert multi.get("b", type=int) == 2
    assert multi.get("a", -1, type=int) == -1
    assert multi.getlist("a", type=int) == [1]
    assert ds.TypeConversionDict(a="1").get("a", type=int) == 1
    assert ds.TypeConversionDict(a="x").get("a", type=int) is None
    assert ds.TypeConversionDict().get("a", 5) == 5
    combined = ds.CombinedMultiDict(
        [ds.MultiDict(a="x")] if False else [ds.MultiDict({"a": "x"}), multi]
    )
    assert combined.get("b", type=int) == 2 and combined.get("a", 0, type=int) == 0


IMMUTABLE = [
    ds.ImmutableDict(a=1),
    ds.ImmutableMultiDict([("a", 1)]),
    ds.ImmutableTypeConversionDict(a=1),
    ds.ImmutableList([1]),
    ds.CombinedMultiDict([ds.MultiDict([("a", 1)])]),
    ds.RequestCacheControl({"a": "b"}),
]
CHANGES = {
    "__setitem__": (0, 1),
    "__delitem__": (0,),
    "pop": (0,),
    "clear": (),
    "popitem": (),
    "update": ({},),
    "setdefault": (0, 1),
    "__ior__": ({},),
    "add": (0, 1),
    "setlist": (0, []),
    "poplist": (0,),
    "popitemlist": (),
    "setlistdefault": (0,),
    "append": (1,),
    "extend": ([],),
    "insert": (0, 1),
    "remove": (1,),
    "reverse": (),
    "sort": (),
    "__iadd__": ([],),
    "__imul__": (2,),
}


@pytest.mark.parametrize("value", IMMUTABLE, ids=lambda x: type(x).__name__)
@pytest.mark.parametrize("change", CHANGES)
def test_immutable(value: object, change: str) -> None:
    before = repr(value)
    if hasattr(value, change):
        with pytest.raises(TypeError, match="objects are immutable"):
            getattr(value, change)(*CHANGES[change])
    assert repr(value) == before
    assert hash(value) == hash(value)
    assert pickle.loads(pickle.dumps(value)) == value


def test_immutable_copies() -> None:
    assert type(ds.ImmutableDict().copy()) is dict
    assert type(ds.ImmutableMultiDict().copy()) is ds.MultiDict
    assert type(ds.ImmutableTypeConversionDict().copy()) is ds.TypeConversionDict
    for value in (ds.ImmutableDict(), ds.ImmutableTypeConversionDict(), ds.ImmutableMultiDict()):
        assert copy.copy(value) is value
    assert ds.ImmutableDict.fromkeys("ab") == {"a": None, "b": None}
    with pytest.raises(TypeError, match="fromkeys"):
        ds.CombinedMultiDict.fromkeys("a")


def test_callback_dict() -> None:
    calls: list[dict[str, int]] = []
    value = ds.CallbackDict({"a": 1}, lambda x: calls.append(dict(x)))
    value.setdefault("a", 5)
    value.pop("z", None)
    assert not calls
    value.setdefault("b", 2)
    value["c"] = 3
    value |= {"d": 4}
    value.update(e=5)
    value.update({"f": 6})
    assert value.pop("a") == 1
    del value["b"]
    assert value.popitem() == ("f", 6)
    value.clear()
    assert len(calls) == 9 and calls[-1] == {}
    assert repr(value) == "<CallbackDict {}>"


@pytest.mark.filterwarnings("ignore:'OrderedMultiDict':DeprecationWarning")
@pytest.mark.parametrize("name", ["OrderedMultiDict", "ImmutableOrderedMultiDict"])
@pytest.mark.parametrize(
    "module", ["werkzeug.datastructures", "werkzeug.datastructures.structures"]
)
def test_ordered_is_deprecated(module: str, name: str) -> None:
    from importlib import import_module

    with pytest.warns(DeprecationWarning, match="'OrderedMultiDict' is deprecated") as caught:
        cls = getattr(import_module(module), name)
        cls([])
    assert len(caught) == 2 and {warning.filename for warning in caught} == {__file__}
    value = cls([("a", 1), ("b", 2), ("a", 3)])
    assert list(value.items(multi=True)) == [("a", 1), ("b", 2), ("a", 3)]
    assert pickle.loads(pickle.dumps(value)) == value
    assert value != cls([("a", 1), ("a", 3), ("b", 2)])
    assert value == ds.MultiDict([("a", 1), ("a", 3), ("b", 2)])
    assert list(value.lists()) == [("a", [1, 3]), ("b", [2])]


@pytest.mark.filterwarnings("ignore:'OrderedMultiDict':DeprecationWarning")
def test_ordered_changes() -> None:
    from werkzeug.datastructures.structures import _OrderedMultiDict

    value = _OrderedMultiDict([("a", 1), ("b", 2), ("a", 3)])
    value["b"] = 5
    value.setlist("c", [6, 7])
    assert value.getlist("c", type=str) == ["6", "7"]
    assert value.pop("a") == 1 and value.pop("a", 0) == 0 and value["b"] == 5
    assert value.popitem() == ("c", 6) and list(value.values()) == [5]
    assert list(value.listvalues()) == [[5]] and list(value) == ["b"]
    del value["b"]
    for fails in (
        value.popitem,
        lambda: value.__delitem__("b"),
        lambda: value.pop("a"),
        lambda: value["a"],
    ):
        with pytest.raises(BadRequestKeyError):
            fails()
    with pytest.raises(TypeError):
        value.setlistdefault("a")
    value.add("q", 1)
    value.clear()
    assert not list(value.items())


def test_lookup_of_a_subclass_is_asked() -> None:
    class Known(ds.MultiDict[str, str]):
        def __getitem__(self, key: str) -> str:
            return f"the {key}"

    known = Known()
    assert known.get("a") == known.get("a", "b") == known.setdefault("a", "b") == "the a"


def test_unknown_name() -> None:
    from werkzeug.datastructures import structures

    for module in (ds, structures):
        with pytest.raises(AttributeError, match="has no attribute 'nope'"):
            module.nope


def test_headers() -> None:
    headers = ds.Headers([("A", "1"), ("b", "2"), ("a", "3")])
    assert headers["A"] == headers["a"] == "1" and headers[0] == ("A", "1")
    assert headers[1:] == ds.Headers([("b", "2"), ("a", "3")])
    assert headers.getlist("a", type=int) == [1, 3] and headers.get_all("A") == ["1", "3"]
    assert headers.get("b", type=lambda x: int("x"), default=9) == 9
    headers.set("a", 5)
    headers.add("C", "v", file_name="x y", none=None)
    headers.setlist("b", ["6", "7"])
    assert headers.to_wsgi_list() == [
        ("a", "5"),
        ("b", "6"),
        ("C", 'v; file-name="x y"'),
        ("b", "7"),
    ]
    assert headers.setdefault("a", "9") == "5" and headers.setdefault("d", 9) == "9"
    assert headers.setlistdefault("e", ["1"]) == ["1"]
    assert headers.pop("b") == "6" and headers.pop("b", None) is None and "b" not in headers
    assert headers.pop() == headers.__class__([("e", "1")])[0] and headers.pop(0) == ("a", "5")
    assert headers.popitem() == ("d", "9")
    headers[0] = ("x", 1)
    headers[1:] = [("y", 2)]
    headers["z"] = "3"
    assert str(headers) == "x: 1\r\ny: 2\r\nz: 3\r\n\r\n"
    headers.update({"x": ["4", "5"], "y": "6"}, q="7")
    headers |= [("q", "8")]
    assert list(headers) == [("x", "4"), ("y", "6"), ("z", "3"), ("x", "5"), ("q", "8")]
    assert headers | {"z": "1"} != headers and copy.copy(headers) == headers
    assert pickle.loads(pickle.dumps(headers)) == headers
    assert list(headers.items(lower=True)) and next(iter(headers.values())) == "4"
    del headers["x"], headers[0], headers[5:]
    headers.remove("nope")
    headers.extend(ds.MultiDict([("m", "1"), ("m", "2")]), n="3")
    headers.update(ds.Headers([("m", "9")]))
    assert list(headers.keys(lower=True)) == ["z", "q", "m", "n"]
    headers.clear()
    assert len(headers) == 0 and headers != [] and headers.__ior__(5) is NotImplemented
    for fails in (lambda: headers["x"], lambda: headers.pop("x")):
        with pytest.raises(BadRequestKeyError):
            fails()
    with pytest.raises(TypeError):
        headers | [("a", "b")]


@pytest.mark.parametrize("bad", ["a\nb", "a\rb", "a\0b"])
def test_headers_refuse_line_breaks(bad: str) -> None:
    headers = ds.Headers([("a", "b")])
    changes = [
        lambda: headers.add("x", bad),
        lambda: headers.add(bad, "x"),
        lambda: headers.set("a", bad),
        lambda: headers.setlist("a", [bad]),
        lambda: headers.extend([("x", bad)]),
        lambda: headers.update(x=bad),
        lambda: headers.add("x", "y", z=bad),
        lambda: headers.__setitem__(0, ("x", bad)),
        lambda: headers.__setitem__(slice(1), [("x", bad)]),
        lambda: headers.setdefault("x", bad),
    ]
    for change in changes:
        with pytest.raises(ValueError, match="must not contain"):
            change()
    assert list(headers) == [("a", "b")]


def test_environ_headers() -> None:
    environ = {
        "HTTP_X_FOO": "1",
        "CONTENT_TYPE": "t/x",
        "CONTENT_LENGTH": "",
        "HTTP_CONTENT_TYPE": "no",
        "REQUEST_METHOD": "GET",
        5: "x",
    }
    headers = ds.EnvironHeaders(environ)
    assert list(headers) == [("X-Foo", "1"), ("Content-Type", "t/x")] and len(headers) == 2
    assert headers["x-foo"] == "1" and headers.get("Content-Type") == "t/x" and 5 not in headers
    environ["HTTP_Y"] = "2"
    assert headers.getlist("y", type=int) == [2]
    assert headers == ds.EnvironHeaders(environ) and headers != ds.EnvironHeaders({})
    for change in (
        headers.copy,
        lambda: headers | {},
        lambda: headers.set("a", "b"),
        headers.popitem,
    ):
        with pytest.raises(TypeError):
            change()
    for missing in ("nope", "X-Nope", 0):
        with pytest.raises(BadRequestKeyError) as caught:
            headers[missing]
        assert caught.value.args == (missing,) and isinstance(caught.value, KeyError)


def test_header_set() -> None:
    seen: list[str] = []
    words = ds.HeaderSet(["a", "B"], lambda x: seen.append(x.to_header()))
    assert "b" in words and words.index("b") == 1 and words.find("z") == -1 and words[0] == "a"
    words.add("A")
    words.discard("z")
    assert not seen
    words.update(["c", "a b"])
    words.remove("B")
    words[0] = "X"
    del words[1]
    assert seen[-1] == 'X, "a b"' == str(words)
    assert words.as_set() == {"x", "a b"} and words.as_set(preserve_casing=True) == {"X", "a b"}
    words.clear()
    assert not words and len(words) == 0 and repr(words) == "HeaderSet([])"
    with pytest.raises(KeyError):
        words.remove("q")
    with pytest.raises(IndexError):
        words.index("q")
    assert ds.HeaderSet(["a"]) | {"b"} == {"a", "b"}


def test_accept() -> None:
    accept = ds.Accept([("a", 0.5), ("b", 1), ("*", 0.1)])
    assert (
        accept.best == "b" and accept["a"] == 0.5 and accept["z"] == 0.1 and accept[0] == ("b", 1)
    )
    assert accept.best_match(["z", "a"]) == "a" and accept.find("a") == 1 and "q" in accept
    assert accept.index(("a", 0.5)) == 1 and list(accept.values()) == ["b", "a", "*"]
    assert str(accept) == "b,a;q=0.5,*;q=0.1"
    assert not ds.Accept(None).provided and ds.Accept(accept).provided and ds.Accept().best is None
    assert ds.Accept([("a", 0)]).best_match(["a"], "x") == "x"
    assert pickle.loads(pickle.dumps(accept)) == accept
    with pytest.raises(ValueError):
        ds.Accept().index("a")


@pytest.mark.parametrize(
    ("client", "ours", "best"),
    [
        ("text/html, */*;q=0.1", ["application/json", "text/html"], "text/html"),
        ("text/*, text/html;q=0.1", ["text/html", "text/plain"], "text/plain"),
        (
            "text/html;level=1, text/html;q=0.5",
            ["text/html", "text/html;level=1"],
            "text/html;level=1",
        ),
        ("*/*", ["a/b", "c/d"], "a/b"),
        ("text/html;q=0", ["text/html"], None),
        ("foo, */html", ["text/html"], None),
        ("text/html", ["TEXT/HTML"], "TEXT/HTML"),
    ],
)
def test_mime_accept(client: str, ours: list[str], best: str | None) -> None:
    assert ds.MIMEAccept.from_header(client).best_match(ours) == best


def test_mime_accept_flags() -> None:
    accept = ds.MIMEAccept([("application/xhtml+xml", 1), ("application/json", 1)])
    assert accept.accept_html and accept.accept_xhtml and accept.accept_json
    for bad in ("html", "*/html"):
        with pytest.raises(ValueError, match="invalid mimetype"):
            accept.best_match([bad])


@pytest.mark.parametrize(
    ("client", "ours", "best"),
    [
        ("en-US", ["en_us"], "en_us"),
        ("de-AT", ["en", "de"], "de"),
        ("de", ["en-GB", "de-AT"], "de-AT"),
        ("fr", ["en"], None),
        ("zh-Hans-CN", ["zh", "zh-Hans"], "zh-Hans"),
        ("zh-Hant-TW", ["zh-Hans", "zh"], "zh"),
        ("zh-Hans", ["zh", "zh-Hant-TW", "zh_Hans_CN"], "zh"),
        ("zh-Hans", ["zh-Hant-TW", "zh_Hans_CN"], "zh_Hans_CN"),
        ("fr-CH;q=0.8, de-AT;q=0.9", ["fr", "de"], "de"),
        ("fr-CH, fr;q=0.5", ["fr"], "fr"),
        ("en", ["eng-US", "en-GB"], "en-GB"),
        ("de-AT;q=0, de", ["de-AT", "de-CH"], "de-CH"),
    ],
)
def test_language_accept(client: str, ours: list[str], best: str | None) -> None:
    assert ds.LanguageAccept.from_header(client).best_match(ours) == best


def test_charset_accept() -> None:
    accept = ds.CharsetAccept([("ISO-8859-1", 0.5), ("nope", 1)])
    assert accept["latin1"] == 0.5 and accept["NOPE"] == 1 and accept["utf-8"] == 0


def test_cache_control() -> None:
    seen: list[str] = []
    control = ds.ResponseCacheControl((), lambda x: seen.append(str(x)))
    control.max_age = 5
    control.no_cache = True
    control.private = "x y"
    control.public = 1
    control.immutable = False
    assert seen[-1] == 'max-age=5, no-cache, private="x y", public'
    assert (control.max_age, control.no_cache, control.private, control.public) == (
        5,
        True,
        "x y",
        True,
    )
    del control.max_age, control.max_age
    control.s_maxage = None
    assert control.max_age is None and repr(control).startswith(
        "<ResponseCacheControl no-cache=None"
    )
    with pytest.raises(ValueError):
        control.max_age = "x"
    request = ds.RequestCacheControl.from_header("max-stale, max-age=x, min-fresh, no-transform")
    assert (request.max_stale, request.max_age, request.min_fresh, request.no_transform) == (
        True,
        None,
        None,
        True,
    )
    assert not ds.RequestCacheControl(None).provided and request.provided
    with pytest.raises(TypeError):
        request.max_age = 5


def test_content_security_policy() -> None:
    policy = ds.ContentSecurityPolicy.from_header("default-src 'self' ; x; img-src  *;")
    assert policy == {"default-src": "'self'", "x": "", "img-src": "*"} and policy.img_src == "*"
    policy.img_src = None
    policy.font_src = "a"
    del policy.font_src, policy.font_src
    assert str(policy) == "default-src 'self'; x" and policy.script_src is None
    assert repr(policy).startswith("<ContentSecurityPolicy default-src=")
    policy.sandbox = ""
    assert str(policy) == "default-src 'self'; x; sandbox" and policy.sandbox == ""


@pytest.mark.parametrize(
    ("header", "dumped"),
    [
        ("upgrade-insecure-requests; sandbox ;", "upgrade-insecure-requests; sandbox"),
        ("default-src 'self'; DEFAULT-SRC *", "default-src 'self'"),
        ("IMG-src a; img-src b", "img-src a"),
        ("img-src\t*; \n font-src \t b  c\t", "img-src *; font-src b  c"),
        (";; ;", ""),
    ],
)
def test_content_security_policy_text(header: str, dumped: str) -> None:
    policy = ds.ContentSecurityPolicy.from_header(header)
    assert policy.to_header() == http.dump_csp_header(policy) == dumped
    assert http.parse_csp_header(header) == policy


def test_cache_control_text() -> None:
    for control in (
        ds.ResponseCacheControl.from_header("MAX-AGE=5, No-Store"),
        http.parse_cache_control_header("MAX-AGE=5, No-Store", cls=ds.ResponseCacheControl),
    ):
        assert control.max_age == 5 and control.no_store
    control.no_cache, control.private = "X-A", 'X-"'
    control.stale_if_error = 3
    dumped = 'max-age=5, no-store, no-cache="X-A", private="X-\\"", stale-if-error=3'
    assert control.to_header() == dumped
    assert ds.ResponseCacheControl.from_header(dumped) == control


words = st.lists(st.sampled_from(["a", "A", "b", "B", "c", "Dd", "dD"]), max_size=6)


@given(words, st.lists(st.tuples(st.sampled_from(["add", "set", "del", "discard", "update"]),
       st.integers(-7, 7), st.sampled_from(["a", "A", "b", "C", "x"]))))  # fmt: skip
def test_header_set_holds_each_word_once(
    start: list[str], changes: list[tuple[str, int, str]]
) -> None:
    held = ds.HeaderSet(start)
    for change, at, word in changes:
        try:
            if change == "set":
                held[at] = word
                assert held[held.find(word)] == word
            elif change == "del":
                del held[at]
            else:
                getattr(held, change)([word] if change == "update" else word)
        except IndexError:
            assert not -len(held) <= at < len(held)
        listed = list(held)
        lowered = [word.lower() for word in listed]
        assert len(held) == len(listed) == len(set(lowered)) and bool(held) == bool(listed)
        assert held.as_set() == set(lowered) and held.as_set(True) == set(listed)
        assert all(word in held and listed[held.index(word)] == word for word in listed)
        assert list(ds.HeaderSet.from_header(held.to_header())) == listed


def test_etags() -> None:
    tags = ds.ETags(["a"], ["b"])
    assert (
        "a" in tags and "b" not in tags and tags.contains_weak("b") and tags.contains_raw('W/"b"')
    )
    assert tags(data=b"") is False and tags("a") and tags("b", include_weak=True)
    assert tags.contains_raw('"a"') and tags.is_strong("a") and tags.is_weak("b")
    assert list(tags) == ["a"] and len(tags) == 1 and tags and not ds.ETags()
    assert str(tags) == '"a", W/"b"' and str(ds.ETags(star_tag=True)) == "*"
    assert "x" in ds.ETags(star_tag=True)
    with pytest.raises(TypeError):
        tags()


@pytest.mark.parametrize(
    ("header", "scheme", "parameters", "token"),
    [
        ("Basic dTpwOnE=", "basic", {"username": "u", "password": "p:q"}, None),
        ('Digest a=b, c="d e"', "digest", {"a": "b", "c": "d e"}, None),
        ("Bearer abc==", "bearer", {}, "abc=="),
    ],
)
def test_authorization(header: str, scheme: str, parameters: object, token: str | None) -> None:
    value = ds.Authorization.from_header(header)
    assert (value.type, value.parameters, value.token) == (scheme, parameters, token)
    assert str(value) == header and value.nope is None and value["nope"] is None
    assert value == ds.Authorization.from_header(header) and value != header
    assert pickle.loads(pickle.dumps(value)) == value and copy.deepcopy(value) == value
    for key in parameters:
        assert key in value and value.get(key) == value[key] == getattr(value, key)


@pytest.mark.parametrize(
    "header", [None, "", "Basic dTp!w", "Basic x", "Basic 6To=", "Basic", "Basic dQ=="]
)
def test_no_authorization(header: str | None) -> None:
    assert ds.Authorization.from_header(header) is None


def test_www_authenticate() -> None:
    value = ds.WWWAuthenticate("digest", {"realm": "x", "algorithm": "MD5"})
    assert str(value) == 'Digest realm="x", algorithm=MD5'
    seen: list[str] = []
    value._on_update = lambda x: seen.append(str(x))
    value.realm = "y"
    value["qop"] = "auth"
    del value.algorithm, value["nope"]
    value.nope = None
    assert (
        seen[-1] == 'Digest realm="y", qop="auth"' and "qop" in value and value.get("a", "b") == "b"
    )
    value.type = "Bearer"
    value.parameters = {"realm": "a b"}
    assert seen[-1] == 'Bearer realm="a b"'
    value.token = "t"
    assert seen[-1] == "Bearer t" and "Bearer t" in repr(value)
    again = pickle.loads(pickle.dumps(value))
    assert again == value and again != "x"
    again.parameters["z"] = "1"
    assert ds.WWWAuthenticate.from_header('Basic realm="x"').realm == "x"
    assert ds.WWWAuthenticate.from_header("Negotiate a").token == "a"
    assert ds.WWWAuthenticate.from_header(None) is None
    assert str(ds.WWWAuthenticate("negotiate")) == "Negotiate"
    assert str(ds.WWWAuthenticate.from_header("Negotiate")) == "Negotiate"
    assert str(ds.Authorization.from_header("Negotiate")) == "Negotiate"


def test_if_range() -> None:
    assert str(ds.IfRange("a")) == '"a"' and str(ds.IfRange()) == ""
    assert str(ds.IfRange.from_header("Sun, 06 Nov 1994 08:49:37 GMT")).startswith("Sun")
    assert ds.IfRange.from_header('"a"').etag == "a" and repr(ds.IfRange()) == "<IfRange ''>"


def test_file_storage(tmp_path: Path) -> None:
    file = ds.FileStorage(BytesIO(b"a\nb"), "x.txt", "f", "Text/Plain; a=b", 3)
    assert (file.mimetype, file.mimetype_params, file.content_length) == (
        "text/plain",
        {"a": "b"},
        3,
    )
    assert list(file) == [b"a\n", b"b"] and file and file.seek(0) == 0
    file.save(tmp_path / "x")
    assert (tmp_path / "x").read_bytes() == b"a\nb"
    file.seek(0)
    target = BytesIO()
    file.save(target)
    assert target.getvalue() == b"a\nb" and not target.closed
    assert repr(file) == "<FileStorage: 'x.txt' ('Text/Plain; a=b')>"
    file.close()
    assert file.closed and not ds.FileStorage() and ds.FileStorage().content_length == 0
    with pytest.raises(AttributeError):
        file.nope
    with (tmp_path / "x").open("rb") as stream:
        assert ds.FileStorage(stream).filename == str(tmp_path / "x")

    files = ds.FileMultiDict()
    files.add_file("a", BytesIO(b"x"), "a.txt")
    files.add_file("a", tmp_path / "x", content_type="a/b")
    files.add_file("b", file)
    assert [f.content_type for f in files.getlist("a")] == ["text/plain", "a/b"]
    files.getlist("a")[1].close()


def test_what_is_being_made_has_no_parts_yet() -> None:
    with pytest.raises(AttributeError):
        ds.FileStorage.__new__(ds.FileStorage).stream
    with pytest.raises(AttributeError):
        ds.WWWAuthenticate("basic")._nothing
    with SpooledTemporaryFile() as spooled:
        spooled.write(b"ab")
        # Only the file inside knows this one.
        assert ds.FileStorage(spooled).getvalue() == b"ab"


@pytest.mark.filterwarnings("ignore:'OrderedMultiDict':DeprecationWarning")
def test_state_of_an_ordered_one_is_replaced() -> None:
    from werkzeug.datastructures.structures import _OrderedMultiDict

    value = _OrderedMultiDict([("a", 1)])
    value.__setstate__([("b", 2)])
    assert list(value.items(multi=True)) == [("b", 2)]
