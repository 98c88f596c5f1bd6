"""Exceptions of routing: misses, redirects, and URLs that cannot be built."""

from __future__ import annotations

from .. import exceptions as _http_errors
from .._internal import module_getattr
from .._redirect_page import redirect_page
from ..exceptions import BadRequest, HTTPException

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

    from _typeshed.wsgi import WSGIEnvironment

    from ..wrappers.request import Request
    from ..wrappers.response import Response
    from .map import MapAdapter
    from .rules import Rule

__all__ = [
    "BuildError",
    "NoMatch",
    "RequestAliasRedirect",
    "RequestPath",
    "RequestRedirect",
    "RoutingException",
    "WebsocketMismatch",
]


class RoutingException(Exception):
    """The base of the exceptions by which routing answers a request without a match."""


class RequestRedirect(HTTPException, RoutingException):
    """The request belongs to another URL. Also a response that redirects there with 308.

    :param new_url: the absolute URL.
    """

    code = 308

    def __init__(self, new_url: str) -> None:
        super().__init__(new_url)
        self.new_url = new_url

    def get_response(
        self,
        environ: WSGIEnvironment | Request | None = None,
        scope: dict[str, t.Any] | None = None,
    ) -> Response:
        """Return the redirect."""
        make = _http_errors._response_class or _http_errors._load_response_class()
        response = make(redirect_page(self.new_url), self.code, mimetype="text/html")
        response.headers["Location"] = self.new_url
        return response


class RequestPath(RoutingException):
    """The path is right, but written differently: with doubled slashes."""

    def __init__(self, path_info: str) -> None:
        super().__init__()
        self.path_info = path_info


class RequestAliasRedirect(RoutingException):
    """The rule is an alias; the request belongs to the URL of the endpoint itself."""

    def __init__(self, matched_values: t.Mapping[str, object], endpoint: t.Any) -> None:
        super().__init__()
        self.endpoint, self.matched_values = endpoint, matched_values


class BuildError(RoutingException, LookupError):
    """No URL can be built from this endpoint, these values and this method.

    The message names a similar endpoint, or the values and methods that are missing.
    """

    def __init__(
        self,
        endpoint: t.Any,
        values: t.Mapping[str, object],
        method: str | None,
        adapter: MapAdapter | None = None,
    ) -> None:
        super().__init__(endpoint, values, method)
        self.adapter = adapter
        self.endpoint, self.values, self.method = endpoint, values, method

    @property
    def suggested(self) -> Rule | None:
        """The rule that is most like what was asked for. Found once, on first use."""
        cache = self.__dict__
        if "suggested" not in cache:
            cache["suggested"] = self.closest_rule(self.adapter)
        found: Rule | None = cache["suggested"]
        return found

    @suggested.setter
    def suggested(self, rule: Rule | None) -> None:
        self.__dict__["suggested"] = rule

    def closest_rule(self, adapter: MapAdapter | None) -> Rule | None:
        """Return the rule with the most similar endpoint; among equals the one that takes the
        values and allows the method.
        """
        if adapter is None:
            return None
        from difflib import SequenceMatcher

        compare = SequenceMatcher(None, b=str(self.endpoint))
        given = set(self.values or ())

        def likeness(rule: Rule) -> tuple[float, int]:
            compare.set_seq1(str(rule.endpoint))
            takes_values = given.issubset(rule.arguments)
            return compare.ratio(), takes_values + bool(
                rule.methods and self.method in rule.methods
            )

        return max(adapter.map._rules, key=likeness, default=None)

    def __str__(self) -> str:
        asked = f"Could not build url for endpoint {self.endpoint!r}"
        if self.method:
            asked += f" ({self.method!r})"
        if self.values:
            asked += f" with values {sorted(self.values)!r}"
        return f"{asked}.{self._advice()}"

    def _advice(self) -> str:
        rule = self.suggested
        if rule is None:
            return ""
        if rule.endpoint != self.endpoint:
            return f" Did you mean {rule.endpoint!r} instead?"
        advice = ""
        if self.method and rule.methods is not None and self.method not in rule.methods:
            advice += f" Did you mean to use methods {sorted(rule.methods)!r}?"
        missing = rule._missing(self.values or ()) or self._missing_elsewhere()
        if missing:
            advice += f" Did you forget to specify values {missing!r}?"
        return advice

    def _missing_elsewhere(self) -> list[str]:
        """Return the fewest values that another rule of the endpoint lacks, if those that are
        given suit it.
        """
        if self.adapter is None:
            return []
        values = self.values or {}
        lacks = [
            rule._missing(values)
            for rule in self.adapter.map._rules_by_endpoint.get(self.endpoint, ())
            if (self.method is None or rule.methods is None or self.method in rule.methods)
            and rule._refusal(values) is None
        ]
        return min(filter(None, lacks), key=len, default=[])


class WebsocketMismatch(BadRequest):
    """The rule is for WebSocket requests and this is none, or the other way round."""


class NoMatch(Exception):
    """No rule fits.

    :param have_match_for: the methods of rules that fit but for the method.
    :param websocket_mismatch: whether a rule fits but for being (no) WebSocket rule.
    """

    def __init__(self, have_match_for: set[str], websocket_mismatch: bool) -> None:
        self.have_match_for = have_match_for
        self.websocket_mismatch = websocket_mismatch


if not TYPE_CHECKING:
    __getattr__ = module_getattr(__name__)
