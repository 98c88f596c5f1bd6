"""Routing: any rules that can be added match and build without an error, and agree with themselves.

The input is text in lines: rules first, then, after an empty line, paths.
"""

from __future__ import annotations

from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import BuildError, Map, RequestRedirect, Rule
from werkzeug.routing.exceptions import WebsocketMismatch

MAX_RULES = 8
MAX_PATHS = 8
DECLARED = (NotFound, MethodNotAllowed, RequestRedirect, WebsocketMismatch)


def usable(lines: list[str]) -> list[str]:
    """The rules that a map takes on their own."""
    taken = []
    for line in dict.fromkeys(lines):
        try:
            Map([Rule(line, endpoint=line)]).update()
        except (ValueError, LookupError, TypeError, SyntaxError):
            continue
        taken.append(line)
    return taken


def found(rules: list[str], path: str, merge: bool) -> object:
    adapter = Map([Rule(line, endpoint=line) for line in rules], merge_slashes=merge).bind("h")
    try:
        return adapter.match(path)
    except RequestRedirect as redirect:
        return redirect.new_url
    except DECLARED as error:
        return type(error)


def one_input(data: bytes) -> None:
    rules_text, _, paths_text = data.decode(errors="replace").partition("\n\n")
    rules = usable(rules_text.split("\n")[:MAX_RULES])
    for path in paths_text.split("\n")[:MAX_PATHS]:
        path = f"/{path.lstrip('/')}"
        for merge in (True, False):
            answer = found(rules, path, merge)
            if not isinstance(answer, tuple):
                continue
            # Rules that do not fit never decide.
            fitting = [line for line in rules if isinstance(found([line], path, merge), tuple)]
            assert found(fitting, path, merge) == answer
            # What was matched can be built, and the URL means the same.
            endpoint, values = answer
            map_ = Map([Rule(endpoint, endpoint=endpoint)], merge_slashes=merge)
            try:
                url = map_.bind("h").build(endpoint, values)
            except (BuildError, ValueError):
                # A converter need not write all that it reads.
                continue
            assert url.startswith("/") and url.isascii()
        explained = Map([Rule(line, endpoint=line) for line in rules]).explain(path)
        assert len(explained.trials) == len(rules)
        winner = found(rules, path, True)
        if isinstance(winner, tuple):
            assert explained.winner is not None and explained.winner.endpoint == winner[0]
