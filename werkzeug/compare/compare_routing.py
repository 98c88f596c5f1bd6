"""The answers of maps, rules and adapters, for random rule sets and for chosen ones."""

# ruff: noqa: B023 - every function is called in the round of the loop that makes it
from __future__ import annotations

import random
import warnings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from werkzeug.routing import MapAdapter, Rule

EXPECTED_DIFFERENCES = {
    "sorted:build:1:{'q': ('1', None)}": "values that are not given are left out before sorting",
    "alias:build:m:{'x': 'é/ü?'}": "a value that is no number is a BuildError",
    "redirect:build:n:{'x': 'é/ü?'}": "a variable without slashes takes no slash",
    "subdomain:build:1:{'u': 'f o'}": "a blank is not part of a host (RFC 3986 3.2.2)",
    "host:build:1:{'u': 'f o'}": "a blank is not part of a host (RFC 3986 3.2.2)",
    "environ:{'HTTP_HOST': 'bad host'}": "an invalid host is answered with 400",
}

_PIECES = (
    "a", "b", "<x>", "<int:i>", "<float:f>", "<string(length=2):s>", "<any(a, b, cc):n>",
    "<path:p>", "<uuid:u>", "a-<x>", "<x>-b", "<x>.<y>", "<int(fixed_digits=2):d>", "<int(max=5):m>",
)  # fmt: skip
_PATHS = ("a", "b", "cc", "1", "12", "7", "1.5", "a-b", "a.b", "", "x-b", "a-", "zz", "é")


def _shown(value: object) -> str:
    """The repr, with methods in one order: a set has none that holds for two processes."""
    return repr(value).replace("(HEAD, GET)", "(GET, HEAD)")


def _call(function: Callable[[], object]) -> object:
    from werkzeug.routing import RequestRedirect

    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            value = function()
    except RequestRedirect as error:
        return ["redirect", error.new_url]
    except Exception as error:
        methods = getattr(error, "valid_methods", None)
        return [type(error).__name__, str(error), sorted(methods) if methods else None]
    return [_shown(value), [str(item.message) for item in caught]]


def _build(rule: Rule, adapter: MapAdapter, values: dict[str, object]) -> object:
    """The URL, if it leads back to the values. Ours refuses to build others."""
    from urllib.parse import unquote, urlsplit

    from werkzeug.routing import Map

    answer = _call(lambda: adapter.build(rule.endpoint, values))
    if any(values.get(name) is None for name in rule.arguments):
        return answer
    try:
        path = unquote(urlsplit(adapter.build(rule.endpoint, values)).path)
        alone = Map([rule.empty()]).bind("example.org")
        found = alone.match(path, min(rule.methods or ("GET",)))[1]
    except Exception:
        return "leads nowhere"
    same = all(
        str(value) == str(values[name]) or value == values[name] for name, value in found.items()
    )
    return answer if same else "leads nowhere"


def _random_rule(random_: random.Random, index: int) -> str:
    count = random_.randint(1, 3)
    pieces = []
    used: set[str] = set()
    for _ in range(count):
        piece = random_.choice(_PIECES)
        names = {part.split(">")[0].split(":")[-1] for part in piece.split("<")[1:]}
        if names & used:
            piece = "b"
        else:
            used |= names
        pieces.append(piece)
    return "/" + "/".join(pieces) + random_.choice(("", "", "/"))


def _random_maps() -> Iterator[tuple[str, object]]:
    from werkzeug.routing import Map, Rule

    random_ = random.Random(20)
    for number in range(400):
        texts = [_random_rule(random_, index) for index in range(random_.randint(1, 2))]
        options = [
            {
                "methods": random_.choice((None, None, ["GET"], ["POST"])),
                "strict_slashes": random_.choice((None, None, False)),
            }
            for _ in texts
        ]
        map_ = Map(
            [
                Rule(t, endpoint=str(i), **o)
                for i, (t, o) in enumerate(zip(texts, options, strict=True))
            ]
        )
        adapter = map_.bind("example.org")
        for _ in range(25):
            path = "/" + "/".join(random_.choice(_PATHS) for _ in range(random_.randint(0, 3)))
            path += random_.choice(("", "", "/", "//"))
            label = f"random:{number}:{texts}:{[o['strict_slashes'] for o in options]}:{path}"
            method = random_.choice(("GET", "POST"))
            yield f"{label}:{method}", _call(lambda: adapter.match(path, method))
            yield f"{label}:allowed", sorted(adapter.allowed_methods(path))
        for rule in map_.iter_rules():
            yield f"random:{number}:{rule.endpoint}:{rule}:trace", repr(rule._trace)
            yield f"random:{number}:{rule.endpoint}:{rule}:repr", _shown(rule)
            for _ in range(4):
                values = {
                    name: random_.choice(("a", "1", 2, "é b", 1.5, None, "x/y"))
                    for name in (*sorted(rule.arguments), *random_.sample(["q", "r"], 1))
                }
                yield (
                    f"random:{number}:{rule.endpoint}:{rule}:build:{values}",
                    _build(rule, adapter, values),
                )


def _chosen() -> Iterator[tuple[str, object]]:
    from werkzeug.routing import EndpointPrefix, Map, Rule, RuleTemplate, Subdomain, Submount

    R = Rule
    sets: dict[str, tuple[list[object], dict[str, object], dict[str, object]]] = {
        "defaults": (
            [
                R("/d/", endpoint="d", defaults={"page": 1}),
                R("/d/<int:page>", endpoint="d"),
                R("/all/", endpoint="all", defaults={"a": 1, "b": 2}),
                R("/all/<int:a>/", endpoint="all", defaults={"b": 2}),
                R("/all/<int:a>/<int:b>", endpoint="all"),
            ],
            {}, {"script_name": "/app"},
        ),
        "alias": (
            [R("/new", endpoint="n"), R("/old", endpoint="n", alias=True),
             R("/o/<int:x>", endpoint="m", alias=True), R("/m/<int:x>", endpoint="m")],
            {}, {"query_args": {"a": "b c"}},
        ),
        "redirect": (
            [R("/old/<x>", endpoint="n", redirect_to="/new/<x>"),
             R("/o2/<int:x>", endpoint="n", redirect_to=lambda adapter, x: f"q/{x}"),
             R("/o3", endpoint="n", redirect_to="http://z/")],
            {}, {"script_name": "/app", "query_args": "q=1"},
        ),
        "slashes": (
            [R("/a//b", endpoint="1", merge_slashes=False), R("/c//d/", endpoint="2"),
             R("/e/<path:p>/", endpoint="3"), R("/<x>/<y>", endpoint="4", strict_slashes=False)],
            {}, {"path_info": "/c", "query_args": "x=1"},
        ),
        "loose": ([R("/a", endpoint="1"), R("/b/", endpoint="2")], {"strict_slashes": False}, {}),
        "no-merge": ([R("/a/b", endpoint="1")], {"merge_slashes": False}, {}),
        "websocket": (
            [R("/a", endpoint="1", websocket=True), R("/b", endpoint="2"),
             R("/c/", endpoint="3", websocket=True)],
            {}, {"url_scheme": "wss"},
        ),
        "subdomain": (
            [R("/x", subdomain="<u>", endpoint="1"), R("/y", subdomain="st", endpoint="2"),
             R("/z", endpoint="3"), Subdomain("k", [R("/k", endpoint="4")])],
            {"default_subdomain": "www"}, {"subdomain": "st"},
        ),
        "host": (
            [R("/x", host="<u>.com", endpoint="1"), R("/y", host="b.org", endpoint="2"),
             R("/y", host="c.org", endpoint="2"), R("/s/", host="b.org", endpoint="3")],
            {"host_matching": True}, {"server_name": "b.org"},
        ),
        "factories": (
            [Submount("/a/", [R("/", endpoint="x"), R("/b", endpoint="y", methods=["POST"])]),
             Subdomain("st", [EndpointPrefix("p/", [Submount("/q", [R("/z", endpoint="r")])])]),
             RuleTemplate([R("/$name/", endpoint="$name.i", defaults={"v": "$name", "z": 1}),
                           R("/$name/<x>", endpoint="${name}.x")])(name="foo")],
            {}, {},
        ),
        "methods": (
            [R("/m", endpoint="m", methods=["POST"]), R("/m2", endpoint="m", methods=["GET"]),
             R("/m", endpoint="n", methods=["PUT"]), R("/bo", endpoint="bo", build_only=True)],
            {}, {"url_scheme": "https"},
        ),
        "many": (
            [R("/" + "-".join(f"<v{i}>" for i in range(12)), endpoint="v")], {}, {},
        ),
        "sorted": ([R("/", endpoint="1"), R("/<a>", endpoint="1")], {"sort_parameters": True}, {}),
    }  # fmt: skip
    paths = (
        "", "/", "a", "/a", "/a/", "/a//b", "/a/b", "/a///b", "/b", "/b/", "/c", "/c/", "/c/d",
        "/c//d", "/d", "/d/", "/d/1", "/d/2", "/all/", "/all/1/", "/all/1/2", "/all/1/3", "/all/3/2",
        "/old", "/new", "/o/5", "/m/5", "/old/é", "/o2/5", "/o3", "/e/x/y", "/e/x//y", "/x", "/y",
        "/z", "/k", "/s", "/q/z", "/foo", "/foo/", "/foo/bar", "/m", "/m2", "/bo", "/a|b", "/%20",
        "/" + "-".join("abcdefghijkl"),
    )  # fmt: skip
    endpoints = ("d", "all", "n", "m", "1", "2", "3", "4", "x", "y", "p/r", "foo.i", "bo", "nope")
    arguments: tuple[dict[str, object] | None, ...] = (
        None, {}, {"page": 1}, {"page": 2}, {"page": "1"}, {"a": 1, "b": 2}, {"a": 5, "b": 2},
        {"a": 1, "q": "z y"}, {"u": "foo"}, {"u": "f o"}, {"x": "é/ü?"}, {"p": "a/b"}, {"q": [2, 1]},
        {"q": ("1", None)}, {"x": 5, "l": {"s"}},
    )  # fmt: skip
    for name, (rules, settings, binding) in sets.items():
        map_ = Map(rules, **settings)  # type: ignore[arg-type]
        adapter = map_.bind(**{"server_name": "example.org", **binding})  # type: ignore[arg-type]
        yield f"{name}:map", _shown(map_)
        for path in paths:
            for method in ("GET", "POST"):
                yield f"{name}:match:{path}:{method}", _call(lambda: adapter.match(path, method))
            yield f"{name}:rule:{path}", _call(lambda: adapter.match(path, return_rule=True))
            yield f"{name}:socket:{path}", _call(lambda: adapter.match(path, websocket=True))
            yield f"{name}:test:{path}", _call(lambda: adapter.test(path))
        for endpoint in endpoints:
            for values in arguments:
                for options in ({}, {"force_external": True}, {"method": "POST"},
                                {"url_scheme": "ws"}, {"append_unknown": False}):  # fmt: skip
                    yield (
                        f"{name}:build:{endpoint}:{values}:{options}",
                        _call(lambda: adapter.build(endpoint, values, **options)),
                    )


def _syntax() -> Iterator[tuple[str, object]]:
    from werkzeug.routing import Map, Rule, parse_converter_args

    texts = (
        "a", "/<", "/<>", "/<x", "/x>", "/<foo:x>", "/<int():x>", "/<int(a:x>", "/<1x>", "/<int:>",
        '/<string(length="a"):x>', "/<any():x>", "/<x>>", "/<<x>", "/<int(3):x>", "/< x>",
        "/<a(b):c(d):x>", "/<any(a>b):x>", "/<int(signed=True, min=-1):x>",
    )  # fmt: skip
    for text in texts:
        yield (
            f"syntax:{text}",
            _call(lambda: [rule._trace for rule in Map([Rule(text, endpoint="e")]).iter_rules()]),
        )
    arguments = (
        "", "1", "a", '"a"', "'a b'", "True,False,None", 'x=1,y="q"', "1.5", "-1", "a b",
        "x=1 , 2", ",", '"a\\"b"', "é", 'x="a,b"', "x=", "a-b", "01", "1_000", "x = 3", "-1.5", ".5",
        "1e3", "'it''s'", "+1", "true", "[1]", "a, b,c", "min=1, max=5",
    )  # fmt: skip
    for text in arguments:
        yield f"arguments:{text}", _call(lambda: parse_converter_args(text))


def _environs() -> Iterator[tuple[str, object]]:
    from werkzeug.routing import Map

    base = {
        "REQUEST_METHOD": "GET", "SERVER_NAME": "ex.com", "SERVER_PORT": "80",
        "wsgi.url_scheme": "http", "PATH_INFO": "/\xc3\xa9", "SCRIPT_NAME": "/a",
        "QUERY_STRING": "x=\xc3\xa9",
    }  # fmt: skip
    changes: tuple[dict[str, str], ...] = (
        {}, {"HTTP_HOST": "www.ex.com"}, {"HTTP_HOST": "www.EX.com:80"}, {"HTTP_HOST": "other.org"},
        {"HTTP_HOST": "a.b.ex.com:8080"}, {"HTTP_HOST": "bad host"}, {"HTTP_HOST": ""},
        {"HTTP_HOST": "www.ex.com:443", "wsgi.url_scheme": "https"}, {"SERVER_PORT": "8080"},
        {"HTTP_CONNECTION": "keep-alive, Upgrade", "HTTP_UPGRADE": "WebSocket"},
        {"HTTP_CONNECTION": "close", "HTTP_UPGRADE": "websocket"}, {"HTTP_HOST": "xex.com"},
    )  # fmt: skip
    for change in changes:
        for name in (None, "ex.com", "EX.com:80", "ex.com:443", "ex.com:8080"):
            for subdomain in (None, "sub"):
                for host_matching in (False, True):

                    def bind() -> object:
                        adapter = Map(host_matching=host_matching).bind_to_environ(
                            {**base, **change}, name, subdomain
                        )
                        return {k: v for k, v in vars(adapter).items() if k != "map"}

                    yield f"environ:{change}:{name}:{subdomain}:{host_matching}", _call(bind)


def observations() -> Iterator[tuple[str, object]]:
    """All answers."""
    yield from _syntax()
    yield from _chosen()
    yield from _random_maps()
    yield from _environs()
