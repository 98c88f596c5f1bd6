"""Parts of rules compared with texts: the answers of ``re``, in linear time."""

from __future__ import annotations

import re
import typing as t

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import BaseConverter, Map, RequestRedirect, Rule
from werkzeug.routing.parts import RulePart, rule_parts
from werkzeug.routing.texts import _linear, _steps, compile_part

VARIABLES = (
    "<path:{}>",
    "<{}>",
    "<int:{}>",
    "<int(signed=True):{}>",
    "<float:{}>",
    "<float(signed=True):{}>",
    "<string(length=2):{}>",
    "<string(minlength=2, maxlength=3):{}>",
    '<any(x, xy, "x/y", "1.1"):{}>',
    "<uuid:{}>",
)
UUID = "12345678-1234-1234-1234-123456789abc"
TEXTS = st.lists(st.sampled_from(["a", "x", "y", "/", "1", ".", "-", "\n", "/x/", UUID])).map(
    "".join
)


@st.composite
def rules(draw: t.Any) -> str:
    count = draw(st.integers(2, 4))
    fixed = st.sampled_from(["", "/", "/x/", "-", ".", "a"])
    text = "/<path:first>" if draw(st.booleans()) else "/<first>"
    for index in range(count - 1):
        text += draw(fixed) + draw(st.sampled_from(VARIABLES)).format(f"v{index}")
    return text + draw(st.sampled_from(["", "/", "/x", "/x/"]))


def variable_parts(rule: str) -> list[RulePart]:
    made = Rule(rule, endpoint="e")
    Map([made])
    return [part for part in rule_parts(made) if len(part._items) > 1]


@given(rules(), st.lists(TEXTS, min_size=10, max_size=30))
@settings(max_examples=200)
def test_answers_are_those_of_re(rule: str, texts: list[str]) -> None:
    for part in variable_parts(rule):
        steps = _steps(part._items)
        assert steps is not None
        pattern = re.compile(part.content)
        for text in texts:
            found = pattern.match(text)
            expected = None
            if found is not None:
                names = [name for name in pattern.groupindex if name.startswith("__werkzeug_")]
                expected = found.group(*names) if len(names) > 1 else (found[names[0]],)
                if part.suffixed:
                    expected += (found[pattern.groups],)
            assert _linear(steps, text, part.suffixed) == expected


class Counted(str):
    """A text that counts how often one of its characters is read."""

    __slots__ = ("reads",)

    def __new__(cls, text: str) -> Counted:
        made = super().__new__(cls, text)
        made.reads = 0
        return made

    def __getitem__(self, key: t.Any) -> str:
        self.reads += 1
        return super().__getitem__(key)

    def __iter__(self) -> t.Iterator[str]:
        self.reads += len(self)
        return super().__iter__()


@pytest.mark.parametrize(
    "rule",
    [
        "/<path:a>/x/<path:b>/y",
        "/<path:a>/<path:b>/<path:c>",
        "/<path:a><b>/",
        "/<a>-<b>-<int:c>x",
        "/<path:a>/<int:b>/<path:c>/<float:d>/",
    ],
)
def test_steps_grow_with_the_text_only(rule: str) -> None:
    (part,) = variable_parts(rule)
    counts = []
    for size in (500, 1000, 2000):
        text = Counted("a/x/1-" * size + "!/")
        compile_part(part)(text)
        counts.append(text.reads)
    assert 0 < counts[0]
    assert counts[1] <= 2.1 * counts[0] and counts[2] <= 2.1 * counts[1]


def test_long_paths_and_hosts() -> None:
    found = Map([Rule("/<path:a>/x/<path:b>/y", endpoint="p")]).bind("h")
    with pytest.raises(NotFound):
        found.match("/" + "a/x/" * 20_000 + "!")
    assert found.match("/" + "a/x/" * 20_000 + "b/y")[1]["a"] == "a"
    hosts = Map([Rule("/", host="<a>.<b>.<c>.x", endpoint="h")], host_matching=True)
    adapter = hosts.bind("h")
    adapter.server_name = "a." * 20_000 + "y"
    with pytest.raises(NotFound):
        adapter.match("/")


def test_patterns_of_others_are_left_to_re() -> None:
    class Vowels(BaseConverter):
        regex = "[aeiou]*"

    found = Map([Rule("/<vowels:a>x<vowels:b>", endpoint="v")], converters={"vowels": Vowels}).bind(
        "h"
    )
    assert found.match("/aexio")[1] == {"a": "ae", "b": "io"}


SEGMENTS = st.sampled_from(
    ["a", "x", "<v{}>", "<int:v{}>", "a<v{}>", "<v{}>-a", "<float:v{}>", "<any(a, x):v{}>"]
)


@st.composite
def maps(draw: t.Any) -> list[tuple[str, dict[str, t.Any]]]:
    found = []
    for _ in range(draw(st.integers(1, 5))):
        segments = draw(st.lists(SEGMENTS, min_size=1, max_size=3))
        if draw(st.booleans()):
            segments[-1] = "<path:v{}>"
        text = "/" + "/".join(part.format(index) for index, part in enumerate(segments))
        options = {
            "methods": draw(st.sampled_from([None, ["GET"], ["POST"]])),
            "websocket": False,
            "strict_slashes": draw(st.booleans()),
            "subdomain": draw(st.sampled_from(["", "", "<s>", "api"])),
        }
        if options["methods"] is None:
            options["websocket"] = draw(st.booleans())
        found.append((text + draw(st.sampled_from(["", "/"])), options))
    return found


PATHS = st.lists(st.sampled_from(["a", "x", "1", "1.5", "ab", "b-a", "", "é"]), max_size=4).map(
    lambda parts: "/" + "/".join(parts)
)


def answer(rules: list[Rule], path: str, domain: str, method: str, socket: bool) -> t.Any:
    """The rule and its values, where a redirect leads, or the name of the error."""
    adapter = Map(rules).bind("h", subdomain=domain)
    try:
        rule, values = adapter.match(path, method, return_rule=True, websocket=socket)
    except RequestRedirect as redirect:
        return redirect.new_url
    except HTTPException as error:
        return type(error).__name__
    return rule.endpoint, dict(values)


@given(
    maps(),
    PATHS,
    st.sampled_from(["", "api", "b"]),
    st.sampled_from(["GET", "POST"]),
    st.booleans(),
)
@settings(max_examples=300, deadline=None)
def test_many_rules_answer_as_one_of_them(
    rules: list[tuple[str, dict[str, t.Any]]], path: str, domain: str, method: str, socket: bool
) -> None:
    """A naive matcher asks each rule alone. The map finds something where it finds something, and
    its answer is that of one of the rules that fit.
    """

    def made() -> list[Rule]:
        return [
            Rule(text, endpoint=number, **options) for number, (text, options) in enumerate(rules)
        ]

    alone = [answer([rule], path, domain, method, socket) for rule in made()]
    found = answer(made(), path, domain, method, socket)
    errors = {"NotFound", "MethodNotAllowed", "WebsocketMismatch"}
    if isinstance(found, str) and found in errors:
        assert all(isinstance(one, str) and one in errors for one in alone)
        assert found == next(
            (name for name in ("MethodNotAllowed", "WebsocketMismatch") if name in alone),
            "NotFound",
        )
    else:
        assert found in alone
