"""Maps and adapters: matching, redirects, building, binding, priorities."""

from __future__ import annotations

import copy
import random
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from werkzeug.exceptions import BadHost, MethodNotAllowed, NotFound, SecurityError
from werkzeug.routing import (
    BaseConverter,
    BuildError,
    Map,
    MapAdapter,
    NoMatch,
    RequestAliasRedirect,
    RequestPath,
    RequestRedirect,
    Rule,
    StateMachineMatcher,
    WebsocketMismatch,
)
from werkzeug.routing.explain import AmbiguousRules
from werkzeug.routing.matcher import SlashRequired, State


def adapter(*rules: Rule | str, bind: dict | None = None, **options: object) -> MapAdapter:
    made = [Rule(rule, endpoint=rule) if isinstance(rule, str) else rule for rule in rules]
    return Map(made, **options).bind("example.org", **(bind or {}))


def redirected(adapter: MapAdapter, path: str, **options: object) -> str:
    with pytest.raises(RequestRedirect) as caught:
        adapter.match(path, **options)
    return caught.value.new_url


def test_static_before_dynamic_before_path() -> None:
    a = adapter("/<path:p>", "/<x>", "/<int:i>", "/a", "/<x>/b", "/a/<x>")
    assert a.match("/a")[0] == "/a"
    assert a.match("/1")[0] == "/<int:i>"
    assert a.match("/z")[0] == "/<x>"
    assert a.match("/z/z")[0] == "/<path:p>"
    assert a.match("/a/b")[0] == "/a/<x>"
    assert a.match("/z/b")[0] == "/<x>/b"


def test_backtracking_out_of_a_static_part() -> None:
    a = adapter("/a/x/1", "/<p>/<q>/2", "/a/<q>/3", "/a/<int:n>/<path:rest>")
    assert a.match("/a/x/2") == ("/<p>/<q>/2", {"p": "a", "q": "x"})
    assert a.match("/a/x/3") == ("/a/<q>/3", {"q": "x"})
    assert a.match("/a/7/x/y") == ("/a/<int:n>/<path:rest>", {"n": 7, "rest": "x/y"})
    with pytest.raises(NotFound):
        a.match("/a/x/4")


def test_path_variables() -> None:
    a = adapter("/<path:p>/edit", "/<path:p>/", "/f/<path:p>")
    assert a.match("/a/b/edit")[1] == {"p": "a/b"}
    assert a.match("/a/b/") == ("/<path:p>/", {"p": "a/b"})
    assert redirected(a, "/a/b") == "http://example.org/a/b/"
    assert a.match("/f/a//b/")[1] == {"p": "a//b/"}


def test_strict_slashes() -> None:
    a = adapter("/a/", "/a", "/b/", Rule("/c/<x>/", endpoint="c"))
    assert a.match("/a")[0] == "/a" and a.match("/a/")[0] == "/a/"
    assert redirected(a, "/b") == "http://example.org/b/"
    assert redirected(a, "/c/ü?") == "http://example.org/c/%C3%BC%3F/"
    assert redirected(adapter("/"), "") == "http://example.org/"
    b = adapter("/a/", strict_slashes=False)
    assert b.match("/a")[0] == b.match("/a/")[0] == "/a/"
    c = adapter(
        Rule("/a", endpoint=1, strict_slashes=False),
        Rule("/<x>-b", endpoint=2, strict_slashes=False),
    )
    assert c.match("/a/")[0] == 1 and c.match("/x-b/") == (2, {"x": "x"})
    with pytest.raises(NotFound):
        adapter("/a").match("/a/")
    with pytest.raises(NotFound):
        adapter("/<x>").match("/a/")


def test_merge_slashes() -> None:
    a = adapter("/a/<x>/", "/b/c", Rule("/d//e", endpoint="d", merge_slashes=False))
    assert redirected(a, "/a//x/") == "http://example.org/a/x/"
    assert redirected(a, "/a////x") == "http://example.org/a/x/"
    assert redirected(a, "/b//c") == "http://example.org/b/c"
    assert a.match("/d//e")[0] == "d"
    assert a.match("//b/c")[0] == "/b/c"
    for path in ("/d/e", "/d///e", "/x//y"):
        with pytest.raises(NotFound):
            a.match(path)
    with pytest.raises(NotFound):
        adapter("/b/c", merge_slashes=False).match("/b//c")
    map_ = Map()
    map_.merge_slashes = False
    assert not map_.merge_slashes


@pytest.mark.parametrize("path", ["//evil.org", "///evil.org", "/\\evil.org", "//evil.org//"])
def test_redirects_stay_on_the_host(path: str) -> None:
    a = adapter("/<x>/", "/<x>/<y>/")
    try:
        a.match(path)
    except RequestRedirect as redirect:
        assert redirect.new_url.startswith("http://example.org/")
    except NotFound:
        pass


def test_methods() -> None:
    a = adapter(
        Rule("/a", endpoint="read", methods=["GET"]),
        Rule("/a", endpoint="write", methods=["POST", "PUT"]),
        Rule("/<x>", endpoint="any", methods=["DELETE"]),
        Rule("/b/", endpoint="b", methods=["POST"]),
    )
    assert a.match("/a", "head")[0] == "read"
    assert a.match("/a", "POST")[0] == "write"
    assert a.match("/a", "DELETE")[0] == "any"
    with pytest.raises(MethodNotAllowed) as caught:
        a.match("/a", "PATCH")
    assert set(caught.value.valid_methods) == {"GET", "HEAD", "POST", "PUT", "DELETE"}
    assert set(a.allowed_methods("/a")) == {"GET", "HEAD", "POST", "PUT", "DELETE"}
    assert a.allowed_methods("/a/b/c") == []
    assert redirected(a, "/b", method="POST") == "http://example.org/b/"
    with pytest.raises(MethodNotAllowed):
        a.match("/b")
    assert a.test("/a") and a.test("/b", "POST") and not a.test("/a/b")


def test_websockets() -> None:
    a = adapter(
        Rule("/ws", endpoint="ws", websocket=True),
        Rule("/page", endpoint="page"),
        Rule("/both", endpoint="b1"),
        Rule("/both", endpoint="b2", websocket=True),
    )
    assert a.match("/ws", websocket=True)[0] == "ws"
    assert (a.match("/both")[0], a.match("/both", websocket=True)[0]) == ("b1", "b2")
    for path, websocket in (("/ws", False), ("/page", True)):
        with pytest.raises(WebsocketMismatch):
            a.match(path, websocket=websocket)
    assert a.build("ws") == "ws://example.org/ws"
    assert a.build("ws", url_scheme="https") == "wss://example.org/ws"
    socket = a.map.bind("example.org", url_scheme="wss")
    assert socket.websocket
    assert socket.build("page", force_external=True) == "https://example.org/page"
    assert socket.build("page", force_external=True, url_scheme="ws") == "http://example.org/page"


def test_validation_error_ends_the_search() -> None:
    a = adapter("/<int(max=5):x>", "/<x>")
    with pytest.raises(NotFound):
        a.match("/9")


def test_defaults_redirect_to_the_shorter_url() -> None:
    a = adapter(
        Rule("/all/", endpoint="all", defaults={"page": 1}),
        Rule("/all/<int:page>", endpoint="all"),
        Rule("/n/", endpoint="n", defaults={"q": 1}, build_only=True),
        Rule("/n/<int:q>", endpoint="n"),
    )
    assert a.match("/all/") == ("all", {"page": 1})
    assert redirected(a, "/all/1", query_args={"a": "b"}) == "http://example.org/all/?a=b"
    assert a.match("/all/2") == ("all", {"page": 2})
    assert a.match("/n/1") == ("n", {"q": 1})
    assert a.build("all", {"page": 1}) == "/all/"
    a.map.redirect_defaults = False
    assert a.match("/all/1") == ("all", {"page": 1})


def test_aliases() -> None:
    a = adapter(
        Rule("/new/<x>", endpoint="e"), Rule("/old/<x>", endpoint="e", alias=True),
        Rule("/o", endpoint="z", alias=True), Rule("/z", endpoint="z"),
        bind={"query_args": "q=1"},
    )  # fmt: skip
    assert redirected(a, "/old/a") == "http://example.org/new/a?q=1"
    assert redirected(a, "/o") == "http://example.org/z?q=1"
    assert redirected(a, "/o", query_args={}) == "http://example.org/z"
    assert a.build("e", {"x": 1}) == "/new/1"


def test_redirect_to() -> None:
    a = adapter(
        Rule("/a/<int:x>", endpoint=1, redirect_to="/b/<x>"),
        Rule("/f/<x>", endpoint=2, redirect_to=lambda adapter, x: f"g/{x}"),
        bind={"script_name": "/app", "subdomain": "s"}, default_subdomain="s",
    )  # fmt: skip
    assert redirected(a, "/a/5") == "http://s.example.org/b/5"
    assert redirected(a, "/f/y") == "http://s.example.org/app/g/y"


def test_hosts_and_subdomains() -> None:
    hosts = Map(
        [Rule("/", host="<name>.org", endpoint="n"), Rule("/", host="b.org:80", endpoint="b"),
         Rule("/x", host="b.org:80", endpoint="n")],
        host_matching=True,
    )  # fmt: skip
    assert hosts.bind("a.org").match("/") == ("n", {"name": "a"})
    at_b = hosts.bind("b.org:80")
    assert at_b.match("/") == ("b", {})
    assert at_b.build("n", {"name": "q"}) == "/x?name=q"
    assert hosts.bind("q.org").build("b") == "http://b.org:80/"
    assert at_b.get_host(None) == "b.org:80" and at_b.get_host("c") == "c"
    with pytest.raises(RuntimeError, match="host matching"):
        hosts.bind("a", subdomain="x")
    sub = Map(
        [Rule("/", subdomain="<user>", endpoint="u"), Rule("/", endpoint="top")],
        default_subdomain="www",
    )
    assert sub.bind("e.org", subdomain="ada").match("/") == ("u", {"user": "ada"})
    assert sub.bind("e.org").match("/")[0] == "top"
    assert sub.bind("e.org").build("u", {"user": "bob"}) == "http://bob.e.org/"
    assert sub.bind("e.org").get_host("") == "e.org"


def test_bind() -> None:
    made = Map().bind("EXÄMPLE.org", "app", path_info="p", query_args={"a": "1"})
    assert (made.server_name, made.script_name, made.path_info) == (
        "xn--exmple-cua.org",
        "app/",
        "p",
    )
    with pytest.raises(BadHost):
        Map().bind("a" * 70 + ".org")
    assert Map().bind("x").subdomain == ""


def environ(**extra: str) -> dict[str, object]:
    return {
        "REQUEST_METHOD": "GET", "SERVER_NAME": "e.org", "SERVER_PORT": "80", "PATH_INFO": "/\xc3\xa9",
        "SCRIPT_NAME": "/app", "QUERY_STRING": "a=\xc3\xa9", "wsgi.url_scheme": "http", **extra,
    }  # fmt: skip


def test_bind_to_environ() -> None:
    made = Map().bind_to_environ(environ())
    assert (made.path_info, made.script_name, made.query_args) == ("/é", "/app/", "a=é")
    assert (made.server_name, made.subdomain) == ("e.org", "")
    bare = {
        key: environ()[key]
        for key in ("REQUEST_METHOD", "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme")
    }
    made = Map().bind_to_environ(bare)
    assert (made.path_info, made.script_name, made.query_args) == ("/", "/", None)
    at_sub = Map().bind_to_environ(environ(HTTP_HOST="A.b.e.org:80"), "E.org:80")
    assert (at_sub.server_name, at_sub.subdomain) == ("e.org", "a.b")
    assert Map().bind_to_environ(environ(HTTP_HOST="e.org"), "e.org").subdomain == ""
    assert Map().bind_to_environ(environ(), "x.org", "s").subdomain == "s"
    assert Map(host_matching=True).bind_to_environ(environ(), "x.org").subdomain is None
    with pytest.raises(RuntimeError, match="host matching"):
        Map(host_matching=True).bind_to_environ(environ(), subdomain="s")
    with pytest.raises(SecurityError, match="not valid"):
        Map().bind_to_environ(environ(HTTP_HOST="bad host"), "e.org")
    assert Map().bind("🐍" + "a" * 52 + ":8443").server_name.partition(":")[::2] == (
        "xn--" + "a" * 52 + "-p8646c",
        "8443",
    )
    for host in ("other.org", "xe.org"):
        with pytest.warns(UserWarning, match="doesn't match configured server name"):
            assert Map().bind_to_environ(environ(HTTP_HOST=host), "e.org").subdomain == "<invalid>"


@pytest.mark.parametrize(
    ("connection", "upgrade", "scheme", "expected"),
    [
        ("keep-alive, Upgrade", "WebSocket", "http", "ws"),
        ("upgrade", "websocket", "https", "wss"),
        ("close", "websocket", "http", "http"),
        ("upgrade", "h2c", "http", "http"),
    ],
)
def test_websocket_requests(connection: str, upgrade: str, scheme: str, expected: str) -> None:
    env = environ(HTTP_CONNECTION=connection, HTTP_UPGRADE=upgrade)
    env["wsgi.url_scheme"] = scheme
    made = Map().bind_to_environ(env)
    assert (made.url_scheme, made.websocket) == (expected, expected.startswith("ws"))


def test_build() -> None:
    from werkzeug.datastructures import MultiDict

    a = adapter(
        Rule("/", endpoint="e"), Rule("/<a>", endpoint="e"), Rule("/<a>/<b>", endpoint="e"),
        Rule("/m", endpoint="m", methods=["POST"]), Rule("/m2", endpoint="m", methods=["GET"]),
        Rule("//x", endpoint="slashes", merge_slashes=False),
        bind={"script_name": "/app/"},
    )  # fmt: skip
    assert a.build("e") == "/app/"
    assert a.build("e", {"a": 1, "b": None, "c": [1, None], "d": "x y"}) == "/app/1?c=1&d=x+y"
    assert a.build("e", {"a": 1, "b": 2}) == "/app/1/2"
    assert a.build("e", MultiDict([("a", "1"), ("c", "2"), ("c", "3")])) == "/app/1?c=2&c=3"
    assert a.build("e", {"q": b"\xff"}) == "/app/?q=%FF"
    assert a.build("e", {"q": 1}, append_unknown=False) == "/app/"
    assert a.build("m") == "/app/m2"
    assert a.build("m", method="POST") == "/app/m"
    assert a.build("e", force_external=True) == "http://example.org/app/"
    assert a.build("e", force_external=True, url_scheme="") == "//example.org/app/"
    assert a.map.bind("h").build("slashes") == "/x"
    by_key = adapter(Rule("/", endpoint="e"), sort_parameters=True, sort_key=lambda item: item[1])
    assert by_key.build("e", {"a": 2, "b": 1}) == "/?b=1&a=2"


def test_build_errors_say_what_to_do() -> None:
    a = adapter(
        Rule("/u/<int:id>", endpoint="user.show"), Rule("/u/", endpoint="user.list", methods=["GET"]),
        Rule("/d", endpoint="user.d", defaults={"q": 1}),
    )  # fmt: skip

    def message(*args: object) -> str:
        with pytest.raises(BuildError) as caught:
            a.build(*args)
        assert caught.value.suggested is caught.value.suggested
        return str(caught.value)

    assert message("user.sho") == (
        "Could not build url for endpoint 'user.sho'. Did you mean 'user.show' instead?"
    )
    assert message("user.show", {"x": 1, "a": 2}) == (
        "Could not build url for endpoint 'user.show' with values ['a', 'x']."
        " Did you forget to specify values ['id']?"
    )
    assert message("user.list", None, "POST") == (
        "Could not build url for endpoint 'user.list' ('POST')."
        " Did you mean to use methods ['GET', 'HEAD']?"
    )
    assert message("user.d", {"q": 2}) == (
        "Could not build url for endpoint 'user.d' with values ['q']."
    )
    with pytest.raises(BuildError) as caught:
        Map().bind("x").build("nothing")
    assert str(caught.value) == "Could not build url for endpoint 'nothing'."
    alone = BuildError("e", {}, None)
    assert alone.suggested is None and alone.args == ("e", {}, None)
    alone.suggested = next(a.map.iter_rules())
    assert "Did you mean 'user.show'" in str(alone)


def test_dispatch() -> None:
    a = adapter("/a", "/b/", bind={"path_info": "/a"})
    assert a.dispatch(lambda endpoint, values: (endpoint, values)) == ("/a", {})
    assert isinstance(a.dispatch(lambda *args: None, "/b"), RequestRedirect)
    with pytest.raises(NotFound):
        a.dispatch(lambda *args: None, "/c")
    assert isinstance(a.dispatch(lambda *args: None, "/c", catch_http_exceptions=True), NotFound)


def test_redirect_urls() -> None:
    a = adapter(bind={"script_name": "/app", "query_args": {"a": [1, 2]}, "url_scheme": ""})
    assert a.make_redirect_url("//x") == "http://example.org/app/x?a=1&a=2"
    assert a.make_redirect_url("x", "q", "sub") == "http://sub.example.org/app/x?q"
    lonely = adapter(Rule("/a", endpoint="e", alias=True))
    with pytest.raises(AssertionError, match="No canonical URL"):
        lonely.make_alias_redirect_url("http://example.org/a", "e", {}, "GET", {})


def test_redirect_is_a_response() -> None:
    redirect = RequestRedirect("http://example.org/<é>")
    response = redirect.get_response()
    assert response.status_code == 308
    assert response.headers["Location"] == "http://example.org/<é>"
    assert "&lt;é&gt;" in response.get_data(as_text=True)


def test_map_facts() -> None:
    map_ = Map([Rule("/", endpoint="a"), Rule("/b/<x>", endpoint="a"), Rule("/c", endpoint="c")])
    assert [rule.rule for rule in map_.iter_rules("a")] == ["/b/<x>", "/"]
    assert map_.is_endpoint_expecting("a", "x") and not map_.is_endpoint_expecting("a", "y")
    for call in (lambda: map_.iter_rules("z"), lambda: map_.is_endpoint_expecting("z", "x")):
        with pytest.raises(KeyError):
            call()
    assert repr(map_).startswith("Map([<Rule '/b/<x>' -> a>,")
    map_.update()
    map_.add(Rule("/new", endpoint="new"))
    assert map_.bind("x").match("/new")[0] == "new"


def test_update_from_threads() -> None:
    for _ in range(20):
        map_ = Map([Rule(f"/{n}/<x>", endpoint=n) for n in range(50)])
        found: list[object] = []
        start = threading.Barrier(4)

        def run(
            map_: Map = map_, found: list[object] = found, start: threading.Barrier = start
        ) -> None:
            start.wait()
            found.append(map_.bind("x").match("/7/a"))

        threads = [threading.Thread(target=run) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [(7, {"x": "a"})] * 4


def test_update_waits_and_then_has_nothing_to_do() -> None:
    map_ = Map([Rule("/<x>", endpoint="e")])

    class Meanwhile:
        def __enter__(self) -> None:
            map_._matcher.update()
            map_._remap = False

        def __exit__(self, *args: object) -> None:
            pass

    map_._remap_lock = Meanwhile()
    map_.update()
    assert map_.bind("x").match("/a")[0] == "e"


# --- priorities ---

PIECES = (
    "a", "b", "<int:i>", "<float:f>", "<x>", "<string(length=1):s>", "<any(a, b):n>", "a<y>",
    "<z>b", "<path:p>",
)  # fmt: skip
rule_texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=3, unique=True).map(
    lambda pieces: "/" + "/".join(pieces)
)


def winner(texts: list[str], path: str) -> str | None:
    try:
        return adapter(*texts).match(path)[0]
    except NotFound:
        return None


@settings(max_examples=150, deadline=None)
@given(st.lists(rule_texts, min_size=1, max_size=7, unique=True), st.lists(
    st.sampled_from(("a", "b", "1", "ab", "1.5")), min_size=1, max_size=3))  # fmt: skip
def test_rules_that_do_not_fit_never_decide(texts: list[str], parts: list[str]) -> None:
    path = "/" + "/".join(parts)
    fitting = [text for text in texts if winner([text], path)]
    assert winner(texts, path) == winner(fitting, path)


def test_an_unrelated_rule_does_not_change_the_order_of_two_others() -> None:
    one, two = "/<string(length=2):lang>/<path:rest>", "/<name>/about"
    for unrelated in ([], ["/<name>/x/y"], ["/<string(length=2):lang>/q"]):
        assert winner([*unrelated, one, two], "/de/about") == one
        assert winner([*unrelated, two, one], "/de/about") == two
    # Neither does one for another method.
    rules = [
        Rule(two, endpoint="post", methods=["POST"]),
        Rule(one, endpoint="1"),
        Rule(two, endpoint="2"),
    ]
    assert adapter(*rules).match("/de/about")[0] == "1"


def test_ties_with_deeper_rules() -> None:
    a = adapter(
        "/<string(length=2):a>/<path:p>", "/<x>/<path:q>/edit", "/<x>/<int:n>",
        Rule("/<string(length=2):a>/<int:n>/", endpoint="slash"),
        Rule("/<x>/<string(length=2):b>", endpoint="loose", strict_slashes=False),
    )  # fmt: skip
    assert a.match("/de/x/edit")[0] == "/<string(length=2):a>/<path:p>"
    assert a.match("/deu/x/edit")[0] == "/<x>/<path:q>/edit"
    assert a.match("/de/5/")[0] == "slash"
    assert a.match("/deu/ab/")[0] == "loose"
    with pytest.raises(NotFound):
        a.match("/x")


def test_many_variables_in_one_part() -> None:
    text = "-".join(f"<v{number}>" for number in range(12))
    values = adapter(f"/{text}").match("/" + "-".join("abcdefghijkl"))[1]
    assert values == {f"v{number}": "abcdefghijkl"[number] for number in range(12)}


def test_converter_that_matches_nothing() -> None:
    class Maybe(BaseConverter):
        regex = "[^/]*"

    a = adapter(Rule("/a/<maybe:x>", endpoint="e"), Rule("/<y>", endpoint="y", strict_slashes=False),
                converters={"maybe": Maybe})  # fmt: skip
    assert a.match("/a/") == ("e", {"x": ""})
    assert a.match("/b/") == ("y", {"y": "b"})


# --- explanations ---


def test_explain() -> None:
    map_ = Map(
        [
            Rule("/users/<int(max=9):id>", endpoint="user", methods=["GET"]),
            Rule("/users/<path:rest>", endpoint="rest"),
            Rule("/users/me/", endpoint="me"),
            Rule("/users/<name>", endpoint="ws", websocket=True),
            Rule("/b", endpoint="b", build_only=True),
            Rule("/users/<uuid:u>/<x>", endpoint="deep"),
            Rule("/dirs/<path:p>/", endpoint="dirs"),
        ]
    )
    found = map_.explain("/users/7")
    assert found.winner.endpoint == "user"
    reasons = {trial.rule.endpoint: trial.reason for trial in found.trials}
    assert reasons == {
        "user": "wins",
        "rest": "fits, but a rule with a higher priority comes first",
        "me": "part 2 of the path is '7', not 'me'",
        "ws": "the path fits, but the rule is only for WebSockets",
        "b": "only builds URLs",
        "deep": "part 2 of the path is '7', which does not fit the pattern "
        "([A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12})",
        "dirs": "part 1 of the path is 'users', not 'dirs'",
    }
    text = str(found)
    assert text.startswith("GET /users/7: 'user' with {'id': 7}")
    assert "  * <Rule '/users/<id>' (GET, HEAD) -> user>: wins" in text
    assert [trial.matched for trial in found.trials].count(True) == 2
    refused = {t.rule.endpoint: t.reason for t in map_.explain("/users/70", "post").trials}
    assert refused["user"] == "the path fits, but POST is none of GET, HEAD"
    refused = {t.rule.endpoint: t.reason for t in map_.explain("/users/70").trials}
    assert refused["user"] == "a converter refuses one of the values ['70']"
    redirect = map_.explain("/users/me")
    assert redirect.winner.endpoint == "me" and "redirect to /users/me/" in redirect.outcome
    assert map_.explain(
        "/users//me/"
    ).outcome == "redirect to /users/me/, without doubled slashes" or (
        map_.explain("/users//me/").winner.endpoint == "rest"
    )
    assert map_.explain("").outcome == "404, no rule fits"
    short = {t.rule.endpoint: t.reason for t in map_.explain("/users").trials}
    assert short["me"] == "the path ends before 'me'"
    assert map_.explain("/dirs/a").winner.endpoint == "dirs"
    long = {t.rule.endpoint: t.reason for t in map_.explain("/users/1/2/3").trials}
    assert long["user"] == "the path goes on with '/2/3'"
    assert map_.explain("/users/x", websocket=True).winner.endpoint == "ws"
    other = {t.rule.endpoint: t.reason for t in map_.explain("/users/7", domain="s").trials}
    assert other["me"] == "the host is 's', not ''"


def test_explain_outcomes() -> None:
    map_ = Map(
        [Rule("/a", endpoint="e", alias=True), Rule("/b", endpoint="e"),
         Rule("/p", endpoint="p", methods=["POST"]), Rule("/w", endpoint="w", websocket=True),
         Rule("/m/n", endpoint="m")],
    )  # fmt: skip
    assert map_.explain("/a").outcome == "redirect to the URL of 'e', since the rule is an alias"
    assert map_.explain("/p").outcome == "405, allowed are POST"
    assert map_.explain("/w").outcome == "400, the rule is not for this kind of connection"
    assert map_.explain("/m//n").outcome == "redirect to /m/n, without doubled slashes"
    assert map_.explain("/b", websocket=True).trials[1].reason.endswith("not for WebSockets")
    assert Map(host_matching=True).explain("/").domain == ""


@pytest.mark.parametrize(
    ("first", "second", "ambiguous"),
    [
        ("/<x>", "/<y>", True),
        ("/<string(length=2):x>", "/<y>", True),
        ("/<string(length=2):x>/a", "/<y>/<z>", True),
        ("/<string(length=2):x>/a", "/<y>/b", False),
        ("/<string(length=2):x>/a", "/<y>/b/c", False),
        ("/<string(length=2):x>/<path:p>", "/<y>/b/c", True),
        ("/<int:x>", "/<float:y>", False),
        ("/<int:x>", "/<y>", False),
        ("/<any(a, b):x>", "/<any(b, c):y>", True),
        ("/<any(a, b):x>", "/<any(c, d):y>", False),
        ("/<int(fixed_digits=2):x>", "/<int(fixed_digits=4):y>", True),
        ("/<path:x>", "/<path:y>", True),
        ("/a<path:x>", "/b<path:y>", False),
        ("/<path:x>/", "/<path:y>/", True),
        ("/a", "/b", False),
        ("/a", "/a", True),
        ("/a/", "/a", False),
        ("/q<x>", "/<x>q", True),
        ("/<x>/<int:i>", "/<x>/<any(1, a):j>", False),
        ("/<string(length=2):x>/<int:a>", "/<y>/5", True),
    ],
)
def test_ambiguous_rules(first: str, second: str, ambiguous: bool) -> None:
    map_ = Map([Rule(first, endpoint=1), Rule(second, endpoint=2)])
    found = map_.ambiguous_rules()
    one, two = map_.iter_rules()
    assert found == ([AmbiguousRules(one, two)] if ambiguous else [])
    if ambiguous:
        assert str(found[0]) == f"{one!r} hides {two!r} where both fit"


class Letters(BaseConverter):
    part_isolating = False
    regex = "[a-z/]+"


class Vowels(Letters):
    regex = "[aeiou/]+"


class Digits(Letters):
    regex = "[0-9/]+"


class Odd(BaseConverter):
    regex = "~odd~[0-9]+~"


class Even(BaseConverter):
    regex = "~even~[0-9]+~"


@pytest.mark.parametrize(
    ("first", "second", "ambiguous"),
    [
        ("/<letters:x>", "/<vowels:y>", True),
        ("/<letters:x>", "/<digits:y>", False),
        # Nothing that is tried fits either, so nothing shows that they are apart.
        ("/<odd:x>", "/<even:y>", True),
        ("/<int(signed=True, fixed_digits=7):x>", "/<int(fixed_digits=7):y>", True),
    ],
)
def test_ambiguous_rules_of_own_converters(first: str, second: str, ambiguous: bool) -> None:
    own = {"letters": Letters, "vowels": Vowels, "digits": Digits, "odd": Odd, "even": Even}
    rules = [Rule(first, endpoint=1), Rule(second, endpoint=2)]
    assert bool(Map(rules, converters=own).ambiguous_rules()) is ambiguous


def test_rules_for_other_requests_are_not_ambiguous() -> None:
    map_ = Map(
        [Rule("/a", endpoint=1, methods=["GET"]), Rule("/a", endpoint=2, methods=["POST"]),
         Rule("/a", endpoint=3, websocket=True), Rule("/a", endpoint=4, build_only=True)]
    )  # fmt: skip
    assert map_.ambiguous_rules() == []


# --- the matcher on its own ---


def test_matcher_raises_what_it_finds() -> None:
    map_ = Map([Rule("/a/", endpoint="a"), Rule("/o/<x>", endpoint="o", alias=True)])
    matcher = map_._matcher
    map_.update()
    with pytest.raises(SlashRequired):
        matcher.match("", "/a", "GET", False)
    with pytest.raises(RequestPath) as path:
        matcher.match("", "//a", "GET", False)
    assert path.value.path_info == "/a/"
    with pytest.raises(RequestAliasRedirect) as alias:
        matcher.match("", "/o/1", "GET", False)
    assert alias.value.matched_values == {"x": "1"}
    with pytest.raises(NoMatch) as miss:
        StateMachineMatcher(True).match("", "/", "GET", False)
    assert miss.value.args == (set(), False)


def test_states() -> None:
    rule = Rule("/<x>", endpoint="e")
    Map([rule])
    state = State()
    inner = state.step(rule._parts[2])
    assert state.step(rule._parts[2]) is inner
    assert state.dynamic == [(rule._parts[2], inner)]
    assert State(state.dynamic, [], {}) == state != State()
    assert state != 1
    assert repr(State()) == "State(dynamic=[], rules=[], static={})"


def test_rules_survive_a_copy_of_the_map() -> None:
    rules = [Rule("/a", endpoint="a"), Rule("/<x>", endpoint="x")]
    random.Random(1).shuffle(rules)
    map_ = Map([rule.empty() for rule in rules])
    again = Map([copy.copy(rule) for rule in rules])
    assert map_.bind("x").match("/a") == again.bind("x").match("/a")


def test_fixed_urls_are_forgotten_when_rules_come() -> None:
    map_ = Map([Rule("/one", endpoint="a", methods=["GET"])])
    adapter = map_.bind("example.org")
    assert [adapter.build("a") for _ in range(2)] == ["/one", "/one"]
    assert adapter.build("a", {"q": "1"}) == "/one?q=1"
    with pytest.raises(BuildError):
        adapter.build("a", method="POST")
    other = map_.bind("example.org", "/app", url_scheme="https")
    assert other.build("a", force_external=True) == "https://example.org/app/one"
    map_.add(Rule("/two", endpoint="a", defaults={"x": 1}))
    assert adapter.build("a") == "/two"
    assert adapter.build("a", {"x": 1}) == "/two"


def test_explain_loose_slashes_and_odd_converters() -> None:
    class Bare:
        """A converter that is not made from the base class."""

        regex = "q{7}"
        weight = 100
        part_isolating = True

        def __init__(self, map_: Map, *args: object, **kwargs: object) -> None:
            pass

        def to_python(self, value: str) -> str:
            return value

        def to_url(self, value: str) -> str:
            return value

    rules = [
        Rule("/a", endpoint="loose", strict_slashes=False),
        Rule("/b/<bare:x>", endpoint="1"),
        Rule("/b/<bare:y>z", endpoint="2"),
        Rule("/<int(fixed_digits=3):n>", endpoint="3"),
        Rule("/<int(min=5):n>", endpoint="4"),
    ]
    map_ = Map(rules, converters={"bare": Bare})
    assert map_.explain("/a/").winner.endpoint == "loose"
    assert map_.explain("/b/qqqqqqq").winner.endpoint == "1"
    pairs = {(str(p.first.endpoint), str(p.second.endpoint)) for p in map_.ambiguous_rules()}
    assert ("3", "4") in pairs


def test_slash_and_method_are_both_missing() -> None:
    map_ = Map(
        [
            Rule("/a/", endpoint="post", methods=["POST"]),
            Rule("/a/", endpoint="put", methods=["PUT"]),
        ]
    )
    with pytest.raises(NotFound):
        map_.bind("x").match("/a")


def test_only_a_new_build_turns_the_short_way_off() -> None:
    class Plain(Rule):
        pass

    class Own(Rule):
        def build(self, values: object, append_unknown: bool = True) -> tuple[str, str]:
            return "", "/own"

    map_ = Map([Plain("/a", endpoint="plain"), Own("/b", endpoint="own")])
    assert map_.bind("x").build("plain") == "/a" and map_.bind("x").build("own") == "/own"


def test_branch_for_another_kind_of_connection_does_not_redirect() -> None:
    own = Rule("/a/", endpoint="socket", websocket=True)
    adapter = Map([own]).bind("x")
    with pytest.raises(NotFound):
        adapter.match("/a")
    with pytest.raises(RequestRedirect) as info:
        adapter.match("/a", websocket=True)
    assert info.value.new_url == "http://x/a/"
    both = Map([own.empty(), Rule("/a/", endpoint="page"), Rule("/<x>", endpoint="any")])
    with pytest.raises(RequestRedirect):
        both.bind("x").match("/a")


def test_build_looks_past_the_default_method() -> None:
    rules = [
        Rule("/<int:x>", endpoint=1, methods=["POST"]),
        Rule("/<y>", endpoint=1, methods=["POST"]),
    ]
    adapter = Map(rules).bind("x")
    assert (adapter.build(1, {"x": 3}), adapter.build(1, {"y": "q"})) == ("/3", "/q")
    with pytest.raises(BuildError):
        adapter.build(1, {"z": 1})


def test_default_redirect_for_a_rule_of_another_map() -> None:
    foreign = Rule("/b/<int:p>", endpoint=1)
    Map([foreign])
    rules = [Rule("/a/", endpoint=1, defaults={"p": 1}), Rule("/a/<int:p>", endpoint=1)]
    adapter = Map(rules).bind("x")
    assert adapter.get_default_redirect(foreign, "GET", {"p": 1}, {}) == "http://x/a/"
    assert adapter.get_default_redirect(foreign, "GET", {"p": 2}, {}) is None
