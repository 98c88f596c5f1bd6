"""The limits of untrusted templates, by classes of attack."""

from __future__ import annotations

import array
import collections
import sys
import types
import warnings
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from jinja2 import StrictUndefined, sandbox
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.sandbox import (
    ImmutableSandboxedEnvironment,
    SandboxedEnvironment,
    is_internal_attribute,
    modifies_known_mutable,
    safe_range,
    unsafe,
)
from markupsafe import Markup


class Thing:
    public = "shown"
    _private = "hidden"

    def method(self) -> str:
        return "called"

    @unsafe
    def dangerous(self) -> str:
        return "boom"

    def alter(self) -> str:
        return "boom"

    alter.alters_data = True  # type: ignore[attr-defined]

    def __str__(self) -> str:
        return "a thing"


class Mapping(dict):  # type: ignore[type-arg]
    pass


def function() -> None:
    pass


def generator() -> Iterator[None]:
    yield


async def coroutine() -> None:
    pass


async def async_generator() -> AsyncIterator[None]:
    yield


class Text(str):
    pass


VALUES: dict[str, Any] = {
    "thing": Thing(),
    "Thing": Thing,
    "function": function,
    "generator": generator(),
    "agen": async_generator(),
    "safe": Markup("{0.__class__}"),
    "text": Text("{0.__class__}"),
    "data": Mapping({"_x": 1, "__class__": 2}),
    "builtin": len,
    "bound": [].append,
    "frame": sys._getframe(),
    "code": function.__code__,
}


def render(source: str, environment: SandboxedEnvironment | None = None) -> str:
    return (environment or SandboxedEnvironment()).from_string(source).render(VALUES)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ thing.public }}{{ thing.method() }}", "showncalled"),
        ("{{ thing['public'] }}{{ thing|attr('public') }}", "shownshown"),
        ("{{ '{0.public}'.format(thing) }}", "shown"),
        ("{{ '{t.public}'.format_map({'t': thing}) }}", "shown"),
        ("{{ '{0[public]}'.format(thing) }}", "shown"),
        ("{{ '{:>4}|{!r}'.format('a', 'b') }}", "   a|'b'"),
        ("{{ ('<{}>'|safe).format('<') }}", "<&lt;>"),
        ("{{ data['_x'] }}{{ data['__class__'] }}{{ data._x }}", "121"),
        ("{{ range(5)|list }}", "[0, 1, 2, 3, 4]"),
        ("{{ [3, 1]|sort|join }}{{ {'a': 1}.items()|list }}", "13[('a', 1)]"),
        ("{% set x = [] %}{{ x.append(1) }}{{ x }}", "None[1]"),
        ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1) }}", "1"),
        ("{% for i in [1, 2] %}{{ loop.index }}{% endfor %}", "12"),
        ("{% set n = namespace(a=1) %}{{ n.a }}{{ joiner()() }}{{ cycler(1, 2).next() }}", "11"),
    ],
)
def test_harmless_things_work(source: str, expected: str) -> None:
    assert render(source) == expected


# Each is an expression for something that must not be reached. What is printed must be empty, or
# an error must be raised.
FORBIDDEN = """
thing._private
thing['_private']
thing.__class__
thing['__class__']
thing|attr('__class__')
thing|attr('_private')
[thing]|map(attribute='__class__')|first
[thing]|map(attribute='_private')|list|join
[thing]|map('attr', '__class__')|first
[thing]|map('attr', '_private')|list|join
[thing]|sum(attribute='_private', start=0)
[thing]|join(attribute='__class__')
([thing]|groupby('__class__'))[0].grouper
([thing]|max(attribute='_private'))._private
([thing]|selectattr('_private')|list)[0].public
([thing]|selectattr('__class__')|list)[0].public
([thing]|unique(attribute='__class__')|list)[0].__class__
thing.method.__func__
thing.method.__self__.__class__
thing.method.__globals__
function.__globals__
function.__code__
function['__globals__']
function|attr('__globals__')
generator.gi_frame
generator.gi_code
generator|attr('gi_frame')
agen.ag_frame
agen.ag_code
frame.f_globals
frame.f_back
frame.f_locals
code.co_code
code.co_consts
builtin.__self__
bound.__self__
Thing.mro
Thing.mro()
Thing.__mro__
Thing.__subclasses__()
Thing.__init_subclass__
''.__class__.__mro__
''['__class__']
{}.__class__.__base__
[].__class__.__base__.__subclasses__()
().__class__.__bases__[0]
cycler.__init__.__globals__
lipsum.__globals__
joiner.__init__
namespace.__init__
dict.mro()
range.__globals__
self.__init__.__globals__
self._TemplateReference__context
loop.__class__
'{0.__class__}'.format(thing)
'{0._private}'.format(thing)
'{0.__class__.__init__.__globals__}'.format(thing)
'{t.__class__}'.format(t=thing)
'{t.__class__}'.format_map({'t': thing})
'{0[__class__]}'.format(thing)
('{0.__class__}'|attr('format'))(thing)
('{t.__class__}'|attr('format_map'))({'t': thing})
['{0.__class__}']|map(attribute='format')|map('string')|list|last == ''
'{0:{1.__class__}}'.format('', thing)
'{0.gi_frame}'.format(generator)
safe.format(thing)
text.format(thing)
(text|attr('format'))(thing)
thing.dangerous()
thing.alter()
(thing|attr('dangerous'))()
"""


@pytest.mark.parametrize("expression", FORBIDDEN.strip().splitlines())
@pytest.mark.parametrize("options", [{}, {"enable_async": True}, {"optimized": False}])
def test_forbidden_things(expression: str, options: dict[str, Any]) -> None:
    environment = SandboxedEnvironment(**options)
    try:
        found = environment.from_string("{{ (" + expression + ")|string }}").render(VALUES)
    except (SecurityError, UndefinedError, AttributeError):
        return
    assert found in ("", "None", "False", "Undefined")


def test_wrapped_when_obtained() -> None:
    # Whoever calls the method later, its fields stay within the sandbox.
    called: list[Any] = []
    environment = SandboxedEnvironment(undefined=StrictUndefined)
    environment.filters["call"] = lambda method, *args: called.append(method) or method(*args)
    for source in (
        "{{ '{0.__class__}'.format|call(1) }}",
        "{{ ('{0.__class__}'|attr('format'))|call(1) }}",
        "{{ ['{0.__class__}']|map(attribute='format')|first|call(1) }}",
        "{{ '{x.__class__}'.format_map|call({'x': 1}) }}",
        "{% set f = '{0.__class__}'.format %}{{ f|call(1) }}",
    ):
        with pytest.raises(SecurityError, match="access to attribute '__class__' of 'int' object"):
            environment.from_string(source).render()
    assert called
    assert not any(isinstance(method, types.BuiltinMethodType) for method in called)


def test_formatting_keeps_its_kind() -> None:
    environment = SandboxedEnvironment()
    formatting = environment.wrap_str_format(Markup("<{}>").format)
    assert formatting is not None
    assert formatting("<") == Markup("<&lt;>")
    assert isinstance(formatting("<"), Markup)
    formatting = environment.wrap_str_format(Text("{}").format)
    assert formatting is not None
    assert type(formatting(1)) is Text
    for other in (3, "a".upper, "a", str.format, str.format_map, [].append, None):
        assert environment.wrap_str_format(other) is None


def test_a_method_of_a_nameless_callable() -> None:
    class Nameless:
        def __call__(self, owner: object) -> str:
            return "called"

    owner = types.SimpleNamespace()
    owner.method = types.MethodType(Nameless(), owner)
    assert SandboxedEnvironment().from_string("{{ o.method() }}").render(o=owner) == "called"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("'a'.format_map()", r"format_map\(\) takes exactly one argument \(0 given\)"),
        ("'a'.format_map(1, 2)", r"format_map\(\) takes exactly one argument \(2 given\)"),
        ("'a'.format_map({}, x=1)", r"format_map\(\) takes no keyword arguments"),
    ],
)
def test_arguments_of_format_map(call: str, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        render("{{ " + call + " }}")


def test_keys_that_change_their_mind() -> None:
    class Key(str):
        def __str__(self) -> str:
            return "__class__"

    environment = SandboxedEnvironment()
    value = environment.getitem(Thing(), Key("public"))
    with pytest.raises(SecurityError):
        value.anything


def test_messages() -> None:
    with pytest.raises(SecurityError) as caught:
        render("{{ thing._private.x }}")
    assert str(caught.value) == "access to attribute '_private' of 'Thing' object is unsafe."
    with pytest.raises(SecurityError, match=r"dangerous of .* is not safely callable"):
        render("{{ thing.dangerous() }}")


def test_ranges() -> None:
    assert safe_range(3) == range(3)
    assert safe_range(5, 1, -2) == range(5, 1, -2)
    assert len(safe_range(sandbox.MAX_RANGE)) == sandbox.MAX_RANGE
    assert safe_range(0, 10**9, 10**8)
    assert not safe_range(0)
    for args in ((sandbox.MAX_RANGE + 1,), (10**30,), (0, -(10**6), -1)):
        with pytest.raises(OverflowError):
            safe_range(*args)
    with pytest.raises(
        OverflowError, match=r"Range too big\. The sandbox blocks ranges larger than MAX_RANGE"
    ):
        render("{{ range(1000000) }}")


def test_range_limit_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "MAX_RANGE", 3)
    with pytest.raises(OverflowError):
        safe_range(4)


def test_operators() -> None:
    class Own(SandboxedEnvironment):
        intercepted_binops = frozenset(["+", "**"])
        intercepted_unops = frozenset(["-"])

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
            if operator == "**":
                raise SecurityError("no powers")
            return super().call_binop(context, operator, left, right) + 100

        def call_unop(self, context: Any, operator: str, arg: Any) -> Any:
            return super().call_unop(context, operator, arg) - 100

    assert render("{{ 1 + 2 }} {{ 2 * 3 }} {{ -1 }} {{ +1 }}", Own()) == "103 6 -101 1"
    with pytest.raises(SecurityError, match="no powers"):
        render("{{ 2 ** 3 }}", Own())


def test_own_rules() -> None:
    class Own(SandboxedEnvironment):
        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            return attr != "public"

        def is_safe_callable(self, obj: Any) -> bool:
            return False

    environment = Own()
    assert render("{{ thing.public }}{{ thing._private }}", environment) == "hidden"
    with pytest.raises(SecurityError):
        render("{{ function() }}", environment)


@pytest.mark.parametrize(
    ("obj", "attr", "internal"),
    [
        (function, "__code__", True),
        (function, "x", False),
        (Thing().method, "__self__", True),
        (Thing, "mro", True),
        (Thing(), "mro", False),
        (function.__code__, "anything", True),
        (sys._getframe(), "f_locals", True),
        (VALUES["generator"], "gi_frame", True),
        (VALUES["generator"], "send", False),
        (VALUES["agen"], "ag_code", True),
        ("a", "upper", False),
    ],
)
def test_internal(obj: object, attr: str, internal: bool) -> None:
    assert is_internal_attribute(obj, attr) is internal


def test_internal_of_others() -> None:
    waiting = coroutine()
    try:
        assert is_internal_attribute(waiting, "cr_frame")
        assert not is_internal_attribute(waiting, "send")
    finally:
        waiting.close()
    try:
        raise ValueError
    except ValueError as error:
        assert is_internal_attribute(error.__traceback__, "tb_frame")


def _changers(obj: Any) -> set[str]:
    """The public methods that change an object, found by trying them."""
    import copy

    changing: set[str] = set()
    for name in dir(obj):
        if name.startswith("_"):
            continue
        for args in ((), (0,), ("a",), (0, 1), ({"zz": 1},), ([7, 8],), (["zz"],), (b"zz",)):
            twin = copy.deepcopy(obj)
            before = repr(twin)
            try:
                getattr(twin, name)(*args)
            except Exception:
                pass
            if repr(twin) != before:
                changing.add(name)
    return changing


@pytest.mark.parametrize(
    "obj",
    [
        [3, 1, 2],
        {"a": 1, 0: 2},
        {"a", 0, 1},
        collections.deque([3, 1, 2]),
        bytearray(b"abc"),
        array.array("i", [3, 1, 2]),
        collections.OrderedDict(a=1, b=2),
        collections.Counter("aab"),
        collections.defaultdict(list, a=[1]),
        collections.UserList([3, 1, 2]),
        collections.UserDict(a=1),
        collections.ChainMap({"a": 1}),
    ],
    ids=lambda obj: type(obj).__name__,
)
def test_everything_that_changes_a_container_is_known(obj: Any) -> None:
    changing = {
        name for name in _changers(obj) if not isinstance(getattr(type(obj), name, None), property)
    }
    assert changing - {"data"}
    assert {name for name in changing if not modifies_known_mutable(obj, name)} <= {"data"}


@pytest.mark.parametrize("obj", [(), frozenset(), "", 1, types.MappingProxyType({}), {}.keys()])
def test_nothing_changes_the_immutable(obj: object) -> None:
    assert not [name for name in dir(obj) if modifies_known_mutable(obj, name)]


@pytest.mark.parametrize(
    "expression",
    [
        "[].append(1)",
        "{}.update({})",
        "{}|attr('clear')",
        "s.add(1)",
        "l|attr('append')",
        "l['append']",
        "d.appendleft(1)",
        "[l]|map(attribute='append')|first",
        "l.__setitem__",
        "l.__iadd__",
    ],
)
def test_immutable(expression: str) -> None:
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
    values = {"s": {1}, "l": [1], "d": collections.deque([1])}
    with pytest.raises(SecurityError):
        environment.from_string("{{ " + expression + " }}").render(values)
    assert values == {"s": {1}, "l": [1], "d": collections.deque([1])}
    assert environment.from_string("{{ l.index(1) }}{{ l.count(1) }}").render(values) == "01"


def test_nothing_leads_to_globals() -> None:
    """Walk all attributes that a template gets, three steps deep, from many starting points."""
    # Reading some attributes of code objects warns.
    warnings.simplefilter("ignore", DeprecationWarning)
    environment = SandboxedEnvironment()
    starts: list[Any] = [*VALUES.values(), *environment.globals.values(), 1, 1.5, 1j, b"", None]
    starts += [[], {}, set(), range(3), slice(1), Ellipsis, environment.from_string("").module]
    forbidden = (types.FrameType, types.CodeType, types.ModuleType)
    seen: set[int] = set()
    keep: list[Any] = []
    for depth in range(3):
        found: list[Any] = []
        for obj in starts:
            for name in dir(obj):
                value = environment.getattr(obj, name)
                if isinstance(value, environment.undefined) or id(value) in seen:
                    continue
                seen.add(id(value))
                keep.append(value)
                assert not name.startswith("__"), (obj, name)
                assert value is not globals()
                if depth or obj is not VALUES["frame"]:
                    assert not isinstance(value, forbidden), (obj, name)
                found.append(value)
        starts = found
