"""Find the rule for a host and a path.

Rules without variables under a fixed host stand in a dictionary. The others form a tree with one
step per path segment, in which fixed texts come before patterns and patterns are ordered by
weight. The hard part are patterns of equal weight: there, only rules that fit this very request
may decide, or a rule's priority would depend on others that have nothing to do with it.
"""

from __future__ import annotations

import re
from itertools import pairwise

from .._internal import module_getattr
from .converters import ValidationError
from .exceptions import NoMatch, RequestAliasRedirect, RequestPath
from .parts import rule_parts
from .texts import compile_part

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Iterator, Sequence

    from .parts import RulePart
    from .rules import Rule
    from .texts import Test

    #: A rule that fits, its captured texts, and whether the path still lacks its last slash.
    Found = tuple[Rule, tuple[str, ...], bool]

__all__ = ["SlashRequired", "State", "StateMachineMatcher"]

_SLASHES = re.compile("/{2,}")
_NO_CAPTURES: tuple[str, ...] = ()


class SlashRequired(Exception):
    """The path fits a branch rule, except for its last slash."""


# --- The tree -----------------------------------------------------------------------------------


class _Edge:
    """A pattern and the state after it. The pattern is compiled when it is first tried."""

    __slots__ = ("final", "part", "state", "test")

    def __init__(self, part: RulePart) -> None:
        self.part = part
        self.final = part.final
        self.state = State()
        self.test: Test = self._first_test

    def _first_test(self, text: str) -> tuple[str, ...] | None:
        self.test = test = compile_part(self.part)
        return test(text)


class State:
    """The continuations at one point of a path: fixed texts, patterns, or the end of rules."""

    __slots__ = ("_edges", "_ties", "rules", "static")
    __match_args__ = ("dynamic", "rules", "static")
    __hash__ = None  # type: ignore[assignment]

    def __init__(
        self,
        dynamic: list[tuple[RulePart, State]] | None = None,
        rules: list[Rule] | None = None,
        static: dict[str, State] | None = None,
    ) -> None:
        self._edges: list[_Edge] = []
        #: For each edge, whether the next one has the same weight.
        self._ties = False
        for part, state in dynamic or ():
            edge = _Edge(part)
            edge.state = state
            self._edges.append(edge)
        self.rules: list[Rule] = [] if rules is None else rules
        self.static: dict[str, State] = {} if static is None else static

    @property
    def dynamic(self) -> list[tuple[RulePart, State]]:
        """The patterns and the states after them, in the order they are tried."""
        return [(edge.part, edge.state) for edge in self._edges]

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        assert isinstance(other, State)
        return (
            self.dynamic == other.dynamic
            and self.rules == other.rules
            and self.static == other.static
        )

    def __repr__(self) -> str:
        return f"State(dynamic={self.dynamic!r}, rules={self.rules!r}, static={self.static!r})"

    def step(self, part: RulePart) -> State:
        """Return the state after a part. It is made if it is new."""
        if part.static:
            state = self.static.get(part.content)
            if state is None:
                state = self.static[part.content] = State()
            return state
        for edge in self._edges:
            if edge.part == part:
                return edge.state
        edge = _Edge(part)
        self._edges.append(edge)
        return edge.state

    def order(self) -> None:
        """Sort the patterns here and below by weight."""
        pending = [self]
        while pending:
            state = pending.pop()
            edges = state._edges
            if len(edges) > 1:
                edges.sort(key=lambda edge: edge.part.weight)
                weights = [edge.part.weight for edge in edges]
                state._ties = any(a == b for a, b in pairwise(weights))
            pending += [edge.state for edge in edges]
            pending += state.static.values()


class _Query:
    """One question to the matcher, and what nearly answered it."""

    __slots__ = ("method", "methods", "parts", "websocket", "wrong_scheme")

    def __init__(self, parts: Sequence[str], method: str, websocket: bool) -> None:
        self.parts = parts
        self.method = method
        self.websocket = websocket
        #: Methods of rules that fit but for the method.
        self.methods: set[str] = set()
        #: Whether a rule fits but for being (no) WebSocket rule.
        self.wrong_scheme = False

    def accepts(self, rule: Rule) -> bool:
        methods = rule.methods
        if methods is not None and self.method not in methods:
            self.methods |= methods
            return False
        if rule.websocket != self.websocket:
            self.wrong_scheme = True
            return False
        return True

    def fits(self, rule: Rule) -> bool:
        """As :meth:`accepts`, but without taking notes."""
        methods = rule.methods
        return rule.websocket == self.websocket and (methods is None or self.method in methods)

    def at_end(self, state: State, captured: tuple[str, ...]) -> Iterator[Found]:
        """Return the rules that end here, where the path ends."""
        for rule in state.rules:
            if self.accepts(rule):
                yield rule, captured, False
        yield from self.at_branch(state, captured)

    def at_branch(self, state: State, captured: tuple[str, ...]) -> Iterator[Found]:
        """Return the rules that end here with one slash more than the path."""
        branch = state.static.get("")
        if branch is not None:
            for rule in branch.rules:
                if self.fits(rule):
                    yield rule, captured, bool(rule.strict_slashes)

    def without_slash(self, state: State, captured: tuple[str, ...]) -> Iterator[Found]:
        """Return the leaf rules that do not mind that the path has a slash more."""
        for rule in state.rules:
            if not rule.strict_slashes and self.accepts(rule):
                yield rule, captured, False

    def first(
        self, state: State, parts: Sequence[str], index: int, captured: tuple[str, ...]
    ) -> Found | None:
        """Return the best rule below a state for the path parts from ``index`` on."""
        size = len(parts)
        while index < size:
            part = parts[index]
            child = state.static.get(part)
            edges = state._edges
            if not part or (child is not None and edges) or len(edges) > 1:
                return self.best(state, parts, index, captured)
            # There is one way on, so there is nothing to come back to.
            if child is not None:
                state = child
            elif not edges:
                return None
            else:
                (edge,) = edges
                if edge.final:
                    return next(self.after_final(edge, parts, index, captured), None)
                texts = edge.test(part)
                if texts is None:
                    return None
                captured += texts
                state = edge.state
            index += 1
        for rule in state.rules:
            if self.accepts(rule):
                return rule, captured, False
        return next(self.at_branch(state, captured), None)

    def best(
        self, state: State, parts: Sequence[str], index: int, captured: tuple[str, ...]
    ) -> Found | None:
        """As :meth:`first`, where there are several ways on."""
        part = parts[index]
        child = state.static.get(part)
        if child is not None:
            found = self.first(child, parts, index + 1, captured)
            if found is not None:
                return found
        if state._ties:
            found = self.first_of_ties(state, parts, index, captured)
            if found is not None:
                return found
        else:
            for edge in state._edges:
                if edge.final:
                    found = next(self.after_final(edge, parts, index, captured), None)
                else:
                    texts = edge.test(part)
                    if texts is None:
                        continue
                    found = self.first(edge.state, parts, index + 1, captured + texts)
                if found is not None:
                    return found
        if part == "" and index == len(parts) - 1:
            return next(self.without_slash(state, captured), None)
        return None

    def after_final(
        self, edge: _Edge, parts: Sequence[str], index: int, captured: tuple[str, ...]
    ) -> Iterator[Found]:
        """Yield what fits after a pattern that takes the rest of the path."""
        texts = edge.test("/".join(parts[index:]))
        if texts is None:
            return
        rest: Sequence[str] = ()
        if edge.part.suffixed:
            rest = ("",) if texts[-1] else ()
            texts = texts[:-1]
        yield from self.every(edge.state, rest, 0, captured + texts)

    def after(
        self, edge: _Edge, parts: Sequence[str], index: int, captured: tuple[str, ...]
    ) -> Iterator[Found]:
        """Yield what fits after a pattern."""
        if edge.final:
            yield from self.after_final(edge, parts, index, captured)
            return
        texts = edge.test(parts[index])
        if texts is not None:
            yield from self.every(edge.state, parts, index + 1, captured + texts)

    def every(
        self, state: State, parts: Sequence[str], index: int, captured: tuple[str, ...]
    ) -> Iterator[Found]:
        """All rules below a state that fit, best first."""
        if index == len(parts):
            yield from self.at_end(state, captured)
            return
        part = parts[index]
        child = state.static.get(part)
        if child is not None:
            yield from self.every(child, parts, index + 1, captured)
        for group in self.tied(state, parts, index, captured):
            for found in group:
                yield from found
        if part == "" and index == len(parts) - 1:
            yield from self.without_slash(state, captured)

    def tied(
        self, state: State, parts: Sequence[str], index: int, captured: tuple[str, ...]
    ) -> Iterator[list[list[Found]]]:
        """Yield, for each weight, what fits after the patterns of this weight. The pattern with the
        earliest fitting rule comes first.
        """
        edges = state._edges
        start = 0
        while start < len(edges):
            end = start + 1
            while end < len(edges) and edges[end].part.weight == edges[start].part.weight:
                end += 1
            results = [
                found
                for edge in edges[start:end]
                if (found := list(self.after(edge, parts, index, captured)))
            ]
            if len(results) > 1:
                results.sort(key=_earliest)
            yield results
            start = end

    def first_of_ties(
        self, state: State, parts: Sequence[str], index: int, captured: tuple[str, ...]
    ) -> Found | None:
        for results in self.tied(state, parts, index, captured):
            if results:
                return results[0][0]
        return None


def _earliest(found: list[Found]) -> int:
    return min(rule._order for rule, _, _ in found)


# --- The matcher --------------------------------------------------------------------------------


def _is_plain(rule: Rule) -> bool:
    return len(rule._path_pieces) == 1 and len(rule._host_pieces) == 1


class StateMachineMatcher:
    """All rules of a map that can match.

    :param merge_slashes: whether a path with doubled slashes is tried again without them.
    """

    def __init__(self, merge_slashes: bool) -> None:
        self.merge_slashes = merge_slashes
        #: Host, then path: the rules without variables.
        self._plain: dict[str, dict[str, list[Rule]]] = {}
        self._root = State()
        #: Rules with variables that are not in the tree yet.
        self._waiting: list[Rule] = []
        self._count = 0

    def add(self, rule: Rule) -> None:
        """Add a bound rule. :meth:`update` must run before the next match."""
        self._count += 1
        rule._order = self._count
        if not _is_plain(rule):
            self._waiting.append(rule)
            return
        paths = self._plain.setdefault(rule._host_pieces[0], {})
        path = rule._path_pieces[0]
        if path in paths:
            paths[path].append(rule)
        else:
            paths[path] = [rule]

    def update(self) -> None:
        """Put the rules that were added in the tree and order it."""
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        for rule in waiting:
            state = self._root
            for part in rule_parts(rule):
                state = state.step(part)
            state.rules.append(rule)
        self._root.order()

    def match(
        self, domain: str, path: str, method: str, websocket: bool
    ) -> tuple[Rule, t.MutableMapping[str, t.Any]]:
        """Find the rule for a request.

        :param domain: host or subdomain.
        :param path: begins with a slash, or is empty.
        :raises SlashRequired: the path needs a slash at its end.
        :raises RequestPath: the path is right without doubled slashes.
        :raises RequestAliasRedirect: the rule is an alias.
        :raises NoMatch: there is no rule.
        """
        paths = self._plain.get(domain)
        if paths is not None and path in paths:
            for rule in paths[path]:
                methods = rule.methods
                if (methods is None or method in methods) and rule.websocket == websocket:
                    values = dict(rule.defaults) if rule.defaults else {}
                    if rule.alias and rule.map.redirect_defaults:
                        raise RequestAliasRedirect(values, rule.endpoint)
                    return rule, values
        query = _Query((), method, websocket)
        found = self._find(domain, path, query)
        if found is not None:
            return self._finish(found, query)
        if self.merge_slashes and "//" in path:
            merged = _SLASHES.sub("/", path)
            found = self._find(domain, merged, query)
            if found is not None and found[0].merge_slashes:
                raise RequestPath(f"{merged}/" if found[2] else merged)
        raise NoMatch(query.methods, query.wrong_scheme)

    def _finish(self, found: Found, query: _Query) -> tuple[Rule, dict[str, t.Any]]:
        rule, texts, slash = found
        if slash:
            raise SlashRequired()
        try:
            values = rule._read(texts)
        except ValidationError:
            raise NoMatch(query.methods, query.wrong_scheme) from None
        if rule.alias and rule.map.redirect_defaults:
            raise RequestAliasRedirect(values, rule.endpoint)
        return rule, values

    def _find(self, domain: str, path: str, query: _Query) -> Found | None:
        paths = self._plain.get(domain)
        if paths is not None:
            found = self._find_plain(paths, path, query)
            if found is not None:
                return found
        root = self._root
        if not root.static and not root._edges:
            return None
        return query.first(root, [domain, *path.split("/")], 0, _NO_CAPTURES)

    def _find_plain(self, paths: dict[str, list[Rule]], path: str, query: _Query) -> Found | None:
        """Return a rule without variables, with or without the last slash."""
        for rule in paths.get(path, ()):
            if query.accepts(rule):
                return rule, _NO_CAPTURES, False
        if path[-1:] != "/":
            for rule in paths.get(path + "/", ()):
                if query.fits(rule):
                    return rule, _NO_CAPTURES, bool(rule.strict_slashes)
        else:
            for rule in paths.get(path[:-1], ()):
                if not rule.strict_slashes and query.accepts(rule):
                    return rule, _NO_CAPTURES, False
        return None


if not TYPE_CHECKING:
    __getattr__ = module_getattr(__name__)
