"""Rules, their grammar, factories and converters."""

from __future__ import annotations

import pickle
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from werkzeug import routing
from werkzeug.routing import (
    BaseConverter,
    EndpointPrefix,
    Map,
    Rule,
    RuleFactory,
    RuleTemplate,
    Subdomain,
    Submount,
    ValidationError,
    parse_converter_args,
)
from werkzeug.routing.converters import NumberConverter
from werkzeug.routing.rules import RulePart, Weighting


def bound(text: str, **options: object) -> Rule:
    rule = Rule(text, endpoint="e", **options)
    Map([rule])
    return rule


@pytest.mark.parametrize(
    ("text", "args", "kwargs"),
    [
        ("", (), {}),
        ("1, 2", (1, 2), {}),
        ("1,2", (1, 2), {}),
        ("a, 'b c', \"d,e\"", ("a", "b c", "d,e"), {}),
        ("True, False, None", (True, False, None), {}),
        ("min=1, max = 2.5, x=y", (), {"min": 1, "max": 2.5, "x": "y"}),
        ("x='1', 3", (3,), {"x": "1"}),
        (",", (), {}),
    ],
)
def test_converter_arguments(text: str, args: tuple, kwargs: dict) -> None:
    assert parse_converter_args(text) == (args, kwargs)


@pytest.mark.parametrize(
    ("text", "junk"),
    [("a b", "a"), ("-1", "-"), ("[1]", "["), ("'it''s'", "'it''s'"[:4]), ("?", "?")],
)
def test_converter_arguments_that_are_none(text: str, junk: str) -> None:
    with pytest.raises(ValueError) as caught:
        parse_converter_args(text)
    assert str(caught.value) == f"Cannot parse converter argument '{junk}'"


@pytest.mark.parametrize("text", ["/<", "/<>", "/<x", "/<1x>", "/<<x>", "/a/< x>", "/<int(a:x>"])
def test_malformed_rules_say_how_a_variable_is_written(text: str) -> None:
    with pytest.raises(ValueError) as caught:
        bound(text)
    assert str(caught.value) == f"malformed url rule: {text!r}"
    assert "'<converter:name>'" in caught.value.__notes__[0]


def test_a_rule_begins_with_a_slash() -> None:
    for text in ("", "a"):
        with pytest.raises(ValueError, match="must start with a slash"):
            Rule(text)


def test_a_variable_is_used_once() -> None:
    with pytest.raises(SyntaxError) as caught:
        bound("/<x>/<x>")
    assert str(caught.value).startswith("duplicate argument 'x' in function definition")
    assert "its own name" in caught.value.__notes__[0]
    with pytest.raises(SyntaxError):
        bound("/<x>", subdomain="<x>")


def test_unknown_converter_lists_the_known_ones() -> None:
    with pytest.raises(LookupError) as caught:
        bound("/<nope:x>")
    assert str(caught.value) == "the converter 'nope' does not exist"
    assert "any, default, float" in caught.value.__notes__[0]


def test_methods() -> None:
    assert Rule("/", methods=["get", "Post"]).methods == {"GET", "HEAD", "POST"}
    assert Rule("/", methods=()).methods == set()
    assert Rule("/").methods is None
    with pytest.raises(TypeError, match="list of strings"):
        Rule("/", methods="GET")
    with pytest.raises(ValueError, match="WebSocket rules"):
        Rule("/", methods=["POST"], websocket=True)
    assert Rule("/", methods=["OPTIONS"], websocket=True).methods == {"OPTIONS"}


def test_branch_and_leaf() -> None:
    assert Rule("/a/").is_branch and not Rule("/a/").is_leaf
    assert Rule("/a").is_leaf and not Rule("/a").is_branch


def test_trace_repr_and_equality() -> None:
    rule = bound("/a/<int:x>-<y>/", subdomain="<u>.k", methods=["GET"])
    assert rule._trace == [
        (True, "u"), (False, ".k"), (False, "|"), (False, "/"), (False, "a"), (False, "/"),
        (True, "x"), (False, "-"), (True, "y"), (False, "/"),
    ]  # fmt: skip
    assert repr(rule) == "<Rule '<u>.k|/a/<x>-<y>/' (GET, HEAD) -> e>"
    assert str(rule) == "/a/<int:x>-<y>/"
    assert rule.arguments == {"u", "x", "y"}
    assert repr(Rule("/")) == "<Rule (unbound)>"
    assert Rule("/")._trace == [] == Rule("/")._parts
    assert bound("/<x>") == bound("/<int:x>") != bound("/<y>")
    assert bound("/<x>") != "/<x>"
    with pytest.raises(TypeError):
        hash(rule)


def test_parts_have_weights() -> None:
    host, _, first, second, third = bound("/a/x-<y>/<path:p>", subdomain="s")._parts
    assert (host.content, host.static, host.final) == ("s", True, False)
    assert first == RulePart("a", False, True, False, Weighting(-1, [(0, -1)], 0, []))
    assert second.weight == Weighting(-1, [(0, -2)], -1, [100])
    assert (third.final, third.suffixed, third.weight.argument_weights) == (True, False, [200])
    assert bound("/<path:p>/")._parts[2].suffixed
    assert "content='a', final=False" in repr(first)
    assert first != "a"
    assert not bound("/", subdomain="<path:p>")._parts[0].final


def test_binding_twice() -> None:
    rule = bound("/a")
    with pytest.raises(RuntimeError, match="already bound to map") as caught:
        Map([rule])
    assert "rule.empty()" in caught.value.__notes__[0]
    copy = rule.empty()
    assert copy.map is None
    Map([copy])


def test_empty_keeps_every_option() -> None:
    rule = Rule(
        "/a", defaults={"x": 1}, subdomain="s", methods=["GET"], endpoint="e", websocket=True,
        merge_slashes=False, strict_slashes=False, host="h", alias=True, build_only=True,
    )  # fmt: skip
    copy = rule.empty()
    assert vars(copy) == vars(rule)
    assert copy.defaults is not rule.defaults
    assert set(Rule("/").get_empty_kwargs()) == {
        "defaults", "subdomain", "methods", "build_only", "endpoint", "strict_slashes",
        "redirect_to", "alias", "host",
    }  # fmt: skip


def test_refresh_parses_again() -> None:
    rule = bound("/a/<x>")
    rule.rule = "/b/<y>"
    rule.refresh()
    assert rule._trace[-1] == (True, "y")


def test_slashes_are_merged_in_rules() -> None:
    assert repr(bound("/a//b/<x>//c")) == "<Rule '/a/b/<x>/c' -> e>"
    assert repr(bound("/a//b", merge_slashes=False)) == "<Rule '/a//b' -> e>"


def test_build_of_a_rule() -> None:
    rule = bound("/<a>/<int:b>", defaults={"q": 1})
    assert rule.build({"a": "x y", "b": 2, "c": [1, None, 3], "q": 1}) == ("", "/x%20y/2?c=1&c=3")
    assert rule.build({"a": "x", "b": 2, "c": 3}, append_unknown=False) == ("", "/x/2")
    with pytest.raises(TypeError, match="needs a value for 'b'"):
        rule.build({"a": 1})

    class Broken(BaseConverter):
        def to_url(self, value: object) -> str:
            raise {"key": KeyError("inside"), "no": ValidationError()}[value]

    rule = Rule("/<broken:x>", endpoint="e")
    adapter = Map([rule], converters={"broken": Broken}).bind("")
    assert rule.build({"x": "no"}) is None
    with pytest.raises(routing.BuildError):
        adapter.build("e", {"x": "no"})
    for build in (rule.build, lambda values: adapter.build("e", values)):
        with pytest.raises(KeyError, match="inside"):
            build({"x": "key"})


@pytest.mark.parametrize("text", ["/%<a>", "/<a>%s", "/%/<a>/%%<b>", "/%/<a>/<b>/<c>%d", "/%25"])
def test_percent_signs_in_rules_are_quoted_once(text: str) -> None:
    values = {"a": 1, "b": 2, "c": 3}
    expected = text.replace("%", "%25")
    for name, value in values.items():
        expected = expected.replace(f"<{name}>", str(value))
    assert bound(text).build(values, append_unknown=False) == ("", expected)


def test_suitable_for_and_provides_defaults_for() -> None:
    short = Rule("/p/", endpoint="p", defaults={"n": 1}, methods=["GET"])
    long = Rule("/p/<int:n>", endpoint="p")
    Map([short, long])
    assert short.suitable_for({}) and short.suitable_for({"n": 1}, "GET")
    assert not short.suitable_for({"n": 2})
    assert not short.suitable_for({}, "POST")
    assert not long.suitable_for({}) and long.suitable_for({"n": 5}, "ANY")
    assert short.provides_defaults_for(long)
    assert not long.provides_defaults_for(short)
    assert not short.provides_defaults_for(short)
    assert not bound("/<a>/<b>", defaults={"b": 1, "z": 2}).suitable_for({"b": 1})
    assert bound("/").suitable_for({})


def test_subclass_that_replaces_building() -> None:
    class Loud(Rule):
        def build(self, values: object, append_unknown: bool = True) -> tuple[str, str] | None:
            host, path = super().build(values, append_unknown)
            return host, path.upper()

        def get_converter(self, *args: object) -> BaseConverter:
            seen.append(args)
            return super().get_converter(*args)

    seen: list[object] = []
    adapter = Map([Loud("/a/<int(min=1):x>", endpoint="e")]).bind("")
    assert adapter.build("e", {"x": 3}) == "/A/3"
    assert seen == [("x", "int", (), {"min": 1})]


def test_factories() -> None:
    class Twice(RuleFactory):
        def get_rules(self, map: Map) -> list[Rule]:
            return [Rule("/t1", endpoint="t1"), Rule("/t2", endpoint="t2")]

    rules = [
        Submount("/a/", [Rule("/", endpoint="x"), EndpointPrefix("p/", [Twice()])]),
        Subdomain("s", [Submount("/b", [Rule("/c", endpoint="y", websocket=True)])]),
    ]
    found = list(Map(rules).iter_rules())
    assert [(r.rule, r.endpoint, r.subdomain) for r in found] == [
        ("/a/", "x", ""), ("/a/t1", "p/t1", ""), ("/a/t2", "p/t2", ""), ("/b/c", "y", "s"),
    ]  # fmt: skip
    assert found[3].websocket
    # A factory can be used again.
    assert len(list(Map(rules).iter_rules())) == 4
    with pytest.raises(NotImplementedError):
        RuleFactory().get_rules(Map())


def test_templates() -> None:
    template = RuleTemplate(
        [
            Rule("/$name/", endpoint="$name.index", defaults={"kind": "$name", "n": 1}),
            Rule("/$name/<x>", endpoint=5, subdomain="$name", host="$name.org"),
        ]
    )
    one, two = Map([template(name="cat")]).iter_rules()
    assert (one.rule, one.endpoint, one.defaults) == (
        "/cat/", "cat.index", {"kind": "cat", "n": 1}
    )  # fmt: skip
    assert (two.rule, two.endpoint, two.subdomain, two.host) == ("/cat/<x>", 5, "cat", "cat.org")
    with pytest.raises(KeyError):
        Map([template({})])


# --- converters ---


def convert(converter: str, text: str) -> object:
    adapter = Map([Rule(f"/<{converter}:x>", endpoint="e")]).bind("")
    return adapter.match(f"/{text}")[1]["x"]


@pytest.mark.parametrize(
    ("converter", "text", "value"),
    [
        ("string", "a b", "a b"),
        ("string(length=2)", "de", "de"),
        ("string(minlength=2, maxlength=3)", "abc", "abc"),
        ("any(a, b.c)", "b.c", "b.c"),
        ("any(1, 2)", "2", "2"),
        ("path", "a/b/", "a/b/"),
        ("int", "007", 7),
        ("int", "\N{ARABIC-INDIC DIGIT THREE}", 3),
        ("int(fixed_digits=3)", "007", 7),
        ("int(signed=True)", "-5", -5),
        ("float", "1.5", 1.5),
        ("float(signed=True, min=0.5)", "1.5", 1.5),
        ("uuid", "A" * 8 + "-aaaa-1111-0000-" + "b" * 12, uuid.UUID("a" * 8 + "aaaa11110000" + "b" * 12)),
    ],
)  # fmt: skip
def test_converters_match(converter: str, text: str, value: object) -> None:
    assert convert(converter, text) == value


@pytest.mark.parametrize(
    ("converter", "text"),
    [
        ("string(length=2)", "d"),
        ("string(maxlength=2)", "abc"),
        ("any(a)", "b"),
        ("any(a.b)", "axb"),
        ("int", "-1"),
        ("int", "1\n"),
        ("int", "1" * 5000),
        ("int(fixed_digits=3)", "07"),
        ("int(min=5)", "4"),
        ("int(max=5)", "6"),
        ("float", "1"),
        ("float(max=1)", "1.5"),
        ("uuid", "x"),
    ],
)
def test_converters_refuse(converter: str, text: str) -> None:
    with pytest.raises(routing.exceptions.HTTPException):
        convert(converter, text)


def test_converters_write() -> None:
    map_ = Map()
    assert routing.UnicodeConverter(map_).to_url("a b/é?") == "a%20b/%C3%A9%3F"
    assert routing.IntegerConverter(map_, fixed_digits=3).to_url("7") == "007"
    assert routing.FloatConverter(map_).to_url(1) == "1.0"
    assert routing.UUIDConverter(map_).to_url(uuid.UUID(int=0)) == str(uuid.UUID(int=0))
    words = routing.AnyConverter(map_, "b", "a")
    assert words.to_url("a") == "a"
    with pytest.raises(ValueError) as caught:
        words.to_url("c")
    assert str(caught.value) == "'c' is not one of 'a', 'b'"
    assert NumberConverter(map_).to_url("5") == "5"


def test_isolation_follows_the_pattern() -> None:
    class Words(BaseConverter):
        regex = r"\w+"

    class Deep(BaseConverter):
        regex = r"\w+/\w+"

    class Said(BaseConverter):
        regex = r"\w+/\w+"
        part_isolating = True

    class Child(Deep):
        pass

    assert (Words.part_isolating, Deep.part_isolating) == (True, False)
    assert (Said.part_isolating, Child.part_isolating) == (True, False)


def test_custom_converter_with_groups_and_weight() -> None:
    class Pair(BaseConverter):
        regex = r"(\d+)-(\d+)"
        weight = 10

        def to_python(self, value: str) -> tuple[int, ...]:
            return tuple(map(int, value.split("-")))

        def to_url(self, value: tuple[int, ...]) -> str:
            return "-".join(map(str, value))

    adapter = Map(
        [Rule("/<x>", endpoint="text"), Rule("/<pair:x>", endpoint="pair"),
         Rule("/<pair:a>.<pair:b>", endpoint="two")],
        converters={"pair": Pair},
    ).bind("")  # fmt: skip
    assert adapter.match("/1-2") == ("pair", {"x": (1, 2)})
    assert adapter.match("/1-2.3-4") == ("two", {"a": (1, 2), "b": (3, 4)})
    assert adapter.match("/1-x") == ("text", {"x": "1-x"})
    assert adapter.build("pair", {"x": (1, 2)}) == "/1-2"


@given(
    st.text(min_size=1).filter(lambda s: "/" not in s), st.integers(0), st.text("ab/", min_size=1)
)
def test_what_is_built_matches(text: str, number: int, path: str) -> None:
    adapter = Map([Rule("/<x>/<int:n>/<path:p>", endpoint="e")]).bind("")
    values = {"x": text, "n": number, "p": "a" + path}
    from urllib.parse import unquote

    if len(str(number)) < 4000 and text.isprintable():
        assert adapter.match(unquote(adapter.build("e", values))) == ("e", values)


def test_rules_do_not_share_custom_converters() -> None:
    class Own(BaseConverter):
        pass

    a, b = Rule("/<own:x>", endpoint="a"), Rule("/b/<own:x>", endpoint="b")
    Map([a, b], converters={"own": Own})
    assert a._converters["x"] is not b._converters["x"]


def test_validation_error_is_a_value_error() -> None:
    assert issubclass(ValidationError, ValueError)
    assert pickle.loads(pickle.dumps(ValidationError("x"))).args == ("x",)
