"""Making maps, binding them, matching paths and building URLs, in small and large maps."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug.routing import Map, Rule


def _rules(count: int) -> list[Rule]:
    from werkzeug.routing import Rule

    shapes = (
        "/section{}/about",
        "/section{}/",
        "/section{}/<int:id>",
        "/section{}/<int:id>/edit",
        "/section{}/by/<name>/<int:page>",
    )
    return [
        Rule(shapes[index % 5].format(index // 5), endpoint=f"e{index}") for index in range(count)
    ]


def _environ(path: str) -> dict[str, object]:
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": "a=1",
        "SERVER_NAME": "example.org",
        "SERVER_PORT": "80",
        "HTTP_HOST": "example.org",
        "wsgi.url_scheme": "http",
    }


def _match(map_: Map, path: str) -> Callable[[], object]:
    adapter = map_.bind("example.org")
    adapter.match(path)
    return lambda: adapter.match(path)


def _miss(map_: Map, path: str) -> Callable[[], object]:
    from werkzeug.exceptions import NotFound

    adapter = map_.bind("example.org")

    def run() -> object:
        try:
            return adapter.match(path)
        except NotFound:
            return None

    return run


def workloads() -> dict[str, Callable[[], object]]:
    """Name to operation."""
    from werkzeug.routing import Map

    found: dict[str, Callable[[], object]] = {
        "map of 100 rules": lambda: Map(_rules(100)),
        "map of 1000 rules": lambda: Map(_rules(1000)),
        "map of 1000 rules, and a match": lambda: Map(_rules(1000)).bind("x").match("/section3/"),
    }
    values = {"name": "ada", "page": 3}
    more = {**values, "q": "1"}
    for size in (10, 500, 5000):
        map_ = Map(_rules(size))
        last = size // 5 - 1
        found[f"match static, {size} rules"] = _match(map_, f"/section{last}/about")
        found[f"match int, {size} rules"] = _match(map_, f"/section{last}/17/edit")
        found[f"match text, {size} rules"] = _match(map_, f"/section{last}/by/ada/3")
        found[f"miss, {size} rules"] = _miss(map_, f"/section{last}/by/nobody")
        environ = _environ(f"/section{last}/17")
        found[f"bind and match, {size} rules"] = lambda map_=map_, environ=environ: (
            map_.bind_to_environ(environ).match()
        )
        adapter = map_.bind("example.org")
        static, dynamic = f"e{size - 5}", f"e{size - 1}"
        found[f"build static, {size} rules"] = lambda adapter=adapter, static=static: adapter.build(
            static
        )
        found[f"build dynamic, {size} rules"] = lambda adapter=adapter, dynamic=dynamic: (
            adapter.build(dynamic, values)
        )
        found[f"build with query, {size} rules"] = lambda adapter=adapter, dynamic=dynamic: (
            adapter.build(dynamic, more)
        )
    environ = _environ("/section1/17")
    found["bind_to_environ"] = lambda: map_.bind_to_environ(environ)
    found["bind_to_environ with server name"] = lambda: map_.bind_to_environ(
        environ, server_name="example.org"
    )
    return found
