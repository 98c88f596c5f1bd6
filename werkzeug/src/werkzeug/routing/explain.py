"""Explain why a rule wins or loses, and list rules that only win because they were added first.

Nothing here runs while requests are answered.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .converters import ValidationError
from .exceptions import NoMatch, RequestAliasRedirect, RequestPath
from .matcher import SlashRequired, _Edge, _Query
from .parts import rule_parts

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from .map import Map
    from .parts import RulePart
    from .rules import Rule

_SAMPLES = (
    "a",
    "aa",
    "abc",
    "1",
    "12",
    "1.0",
    "-1",
    "-1.0",
    "12345678-1234-1234-1234-123456789abc",
)


@dataclass(frozen=True)
class RuleTrial:
    """The answer of one rule to one request."""

    rule: Rule
    """The rule."""

    matched: bool
    """``True`` if the rule answers the request, or would if no better one did."""

    reason: str
    """Why it wins or loses, as a sentence."""

    def __str__(self) -> str:
        return f"{self.rule!r}: {self.reason}"


@dataclass(frozen=True)
class Explanation:
    """The answers of all rules to one request, best first."""

    path: str
    method: str
    domain: str
    trials: list[RuleTrial] = field(default_factory=list)
    """One entry for each rule of the map, in the order of their priority."""

    winner: Rule | None = None
    """The rule that answers, if there is one."""

    outcome: str = ""
    """The result of the match, as a sentence."""

    def __str__(self) -> str:
        lines = [f"{self.method} {self.path}: {self.outcome}"]
        lines += [f"  {'*' if item.rule is self.winner else ' '} {item}" for item in self.trials]
        return "\n".join(lines)


@dataclass(frozen=True)
class AmbiguousRules:
    """Two rules that fit the same request, without one being more specific."""

    first: Rule
    """The rule that wins, because it was added first."""

    second: Rule
    """The rule that loses."""

    def __str__(self) -> str:
        return f"{self.first!r} hides {self.second!r} where both fit"


def _priority(rule: Rule) -> tuple[t.Any, ...]:
    """Sorts rules the way they are tried."""
    return tuple((0,) if part.static else (1, part.weight) for part in rule_parts(rule)), (
        rule._order
    )


def explain(map: Map, path: str, method: str, domain: str | None, websocket: bool) -> Explanation:
    """See :meth:`Map.explain`."""
    if domain is None:
        domain = "" if map.host_matching else map.default_subdomain
    method = method.upper()
    path = f"/{path.lstrip('/')}" if path else ""
    winner, outcome = _outcome(map, domain, path, method, websocket)
    rules = sorted(map._rules, key=_priority)
    parts = [domain, *path.split("/")]
    trials = [_trial(rule, parts, method, websocket, winner) for rule in rules]
    return Explanation(path, method, domain, trials, winner, outcome)


def _outcome(
    map: Map, domain: str, path: str, method: str, websocket: bool
) -> tuple[Rule | None, str]:
    """Return the rule that answers, and what it comes to."""
    matcher = map._matcher
    try:
        rule, values = matcher.match(domain, path, method, websocket)
    except SlashRequired:
        found = matcher._find(domain, path, _Query((), method, websocket))
        assert found is not None
        return found[0], f"redirect to {path}/, since the rule ends with a slash"
    except RequestPath as redirect:
        return None, f"redirect to {redirect.path_info}, without doubled slashes"
    except RequestAliasRedirect as redirect:
        return None, f"redirect to the URL of {redirect.endpoint!r}, since the rule is an alias"
    except NoMatch as missed:
        if missed.have_match_for:
            return None, f"405, allowed are {', '.join(sorted(missed.have_match_for))}"
        if missed.websocket_mismatch:
            return None, "400, the rule is not for this kind of connection"
        return None, "404, no rule fits"
    return rule, f"{rule.endpoint!r} with {values!r}"


def _trial(
    rule: Rule, parts: list[str], method: str, websocket: bool, winner: Rule | None
) -> RuleTrial:
    """Return what one rule, as if it were alone, says to the request."""
    if rule.build_only:
        return RuleTrial(rule, False, "only builds URLs")
    problem, texts = _compare(rule, parts)
    if problem:
        return RuleTrial(rule, False, problem)
    if rule.methods is not None and method not in rule.methods:
        allowed = ", ".join(sorted(rule.methods))
        return RuleTrial(rule, False, f"the path fits, but {method} is none of {allowed}")
    if rule.websocket != websocket:
        kind = "only" if rule.websocket else "not"
        return RuleTrial(rule, False, f"the path fits, but the rule is {kind} for WebSockets")
    try:
        rule._read(texts)
    except ValidationError:
        return RuleTrial(rule, False, f"a converter refuses one of the values {list(texts)}")
    if rule is winner:
        return RuleTrial(rule, True, "wins")
    return RuleTrial(rule, True, "fits, but a rule with a higher priority comes first")


def _compare(rule: Rule, parts: list[str]) -> tuple[str, tuple[str, ...]]:
    """Return the first part of the path that does not fit, in words; else the captured texts."""
    texts: tuple[str, ...] = ()
    steps = rule_parts(rule)
    for index, part in enumerate(steps):
        where = "the host" if index == 0 else f"part {index - 1} of the path"
        if index == len(parts):
            if part.content == "" and index == len(steps) - 1:
                return "", texts
            return f"the path ends before {_shown(part)}", texts
        text = parts[index]
        if part.static:
            if part.content != text:
                return f"{where} is {text!r}, not {part.content!r}", texts
            continue
        if part.final:
            text = "/".join(parts[index:])
        found = _Edge(part).test(text)
        if found is None:
            return f"{where} is {text!r}, which does not fit {_shown(part)}", texts
        if part.final:
            return "", texts + (found[:-1] if part.suffixed else found)
        texts += found
    if len(parts) > len(steps):
        rest = "/".join(parts[len(steps) :])
        if rest or rule.strict_slashes:
            return f"the path goes on with {'/' + rest!r}", texts
    return "", texts


def _shown(part: RulePart) -> str:
    """Return a part for people: the pattern without the names of its groups."""
    if part.static:
        return repr(part.content or "/")
    pattern = re.sub(r"\?P<__werkzeug_\d+>", "", part.content)
    return f"the pattern {pattern.removesuffix(chr(92) + 'Z')}"


def ambiguous_rules(map: Map) -> list[AmbiguousRules]:
    """See :meth:`Map.ambiguous_rules`."""
    rules = sorted(
        (rule for rule in map._rules if not rule.build_only), key=lambda rule: rule._order
    )
    steps = {id(rule): rule_parts(rule) for rule in rules}
    return [
        AmbiguousRules(first, second)
        for index, first in enumerate(rules)
        for second in rules[index + 1 :]
        if _serve_together(first, second)
        and _tie(first, second, steps[id(first)], steps[id(second)])
    ]


def _serve_together(a: Rule, b: Rule) -> bool:
    """Return whether some method and kind of connection is answered by both."""
    if a.websocket != b.websocket:
        return False
    return a.methods is None or b.methods is None or not a.methods.isdisjoint(b.methods)


def _tie(a: Rule, b: Rule, parts_a: list[RulePart], parts_b: list[RulePart]) -> bool:
    """Return whether both may fit one path, and the first part in which they differ does not say
    which is better.
    """
    for part_a, part_b in zip(parts_a, parts_b, strict=False):
        if part_a == part_b:
            if part_a.final:
                return True
            continue
        if part_a.static != part_b.static or part_a.weight != part_b.weight:
            # One is more specific here, or two fixed texts differ.
            return False
        if part_a.static or not _overlap(a, b, part_a, part_b):
            return False
        if part_a.final or part_b.final:
            return True
        # From here on, whatever follows only has to be able to fit.
        return _rest_overlaps(a, b, parts_a, parts_b)
    return len(parts_a) == len(parts_b)


def _rest_overlaps(a: Rule, b: Rule, parts_a: list[RulePart], parts_b: list[RulePart]) -> bool:
    for part_a, part_b in zip(parts_a, parts_b, strict=False):
        if part_a.final or part_b.final:
            return True
        if not _overlap(a, b, part_a, part_b):
            return False
    return len(parts_a) == len(parts_b)


def _overlap(a: Rule, b: Rule, part_a: RulePart, part_b: RulePart) -> bool:
    """Return whether one text may fit two parts. Patterns of unknown converters are taken to overlap
    unless none of their samples does.
    """
    if part_a.static and part_b.static:
        return part_a.content == part_b.content
    test_a, test_b = _Edge(part_a), _Edge(part_b)
    if part_a.static:
        return test_b.test(part_a.content) is not None
    if part_b.static:
        return test_a.test(part_b.content) is not None
    samples = {*_SAMPLES, *_converter_samples(a), *_converter_samples(b), *_framed_samples(a, b)}
    fits_a = {text for text in samples if test_a.test(text) is not None}
    fits_b = {text for text in samples if test_b.test(text) is not None}
    if fits_a and fits_b:
        return not fits_a.isdisjoint(fits_b)
    # No sample speaks for one of them, so nothing shows that they are apart.
    return True


def _converter_samples(rule: Rule) -> list[str]:
    """Texts that the converters of a rule are likely to take."""
    samples: list[str] = []
    for converter in rule._converters.values():
        samples += [str(item) for item in getattr(converter, "items", ())]
        lengths = re.findall(r"\{(\d+)", converter.regex)
        samples += ["a" * int(length) for length in lengths if int(length) < 1000]
        digits = getattr(converter, "fixed_digits", 0)
        if isinstance(digits, int) and digits:
            samples.append("1" * digits)
    return samples


def _framed_samples(*rules: Rule) -> set[str]:
    """Texts around which the fixed texts of rules stand."""
    fixed = {
        text
        for rule in rules
        for piece in rule._path_pieces[::2]
        for text in piece.split("/")
        if text
    }
    return {
        f"{before}{middle}{after}"
        for before in ("", *fixed)
        for after in ("", *fixed)
        for middle in ("a", "1")
    }
