"""Match requests and build URLs for one host, mount point and scheme.

All redirects that routing makes get their URL here. The adapter reads no environ; the map does.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote, urljoin, urlunsplit

from ..datastructures import MultiDict
from ..exceptions import HTTPException, MethodNotAllowed, NotFound
from .converters import PATH_SAFE, AnyConverter, quote_path
from .exceptions import (
    BuildError,
    NoMatch,
    RequestAliasRedirect,
    RequestPath,
    RequestRedirect,
    WebsocketMismatch,
)
from .matcher import SlashRequired
from .rules import _VARIABLE, encode_query

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Callable, Iterable, Mapping, MutableMapping

    from _typeshed.wsgi import WSGIApplication

    from .map import Map
    from .rules import Rule

    QueryArgs = Mapping[str, t.Any] | str

#: Schemes of web pages and sockets, by whether the connection is encrypted.
_SECURE = frozenset(("https", "wss"))


class MapAdapter:
    """The result of :meth:`Map.bind`: the rules of a map, seen from one request or one site."""

    __module__ = "werkzeug.routing.map"

    map: Map
    server_name: str
    script_name: str
    subdomain: str | None
    url_scheme: str
    path_info: str
    default_method: str
    query_args: QueryArgs | None
    websocket: bool

    def __init__(
        self,
        map: Map,
        server_name: str,
        script_name: str,
        subdomain: str | None,
        url_scheme: str,
        path_info: str,
        default_method: str,
        query_args: QueryArgs | None = None,
    ) -> None:
        self.map = map
        self.server_name = server_name
        self.script_name = script_name if script_name[-1:] == "/" else script_name + "/"
        self.subdomain = subdomain
        self.url_scheme = url_scheme
        self.path_info = path_info
        self.default_method = default_method
        self.query_args = query_args
        self.websocket = url_scheme == "ws" or url_scheme == "wss"

    # --- matching ---

    def dispatch(
        self,
        view_func: Callable[[str, Mapping[str, t.Any]], WSGIApplication],
        path_info: str | None = None,
        method: str | None = None,
        catch_http_exceptions: bool = False,
    ) -> WSGIApplication:
        """Match, and call a function with endpoint and values.

        :param catch_http_exceptions: return HTTP errors that the match or the function raises.
            A redirect of the match is returned in any case.
        """
        try:
            try:
                endpoint, values = self.match(path_info, method)
            except RequestRedirect as redirect:
                return redirect
            return view_func(endpoint, values)
        except HTTPException as error:
            if catch_http_exceptions:
                return error
            raise

    if TYPE_CHECKING:

        @t.overload
        def match(
            self,
            path_info: str | None = None,
            method: str | None = None,
            return_rule: t.Literal[False] = False,
            query_args: QueryArgs | None = None,
            websocket: bool | None = None,
        ) -> tuple[t.Any, Mapping[str, t.Any]]: ...
        @t.overload
        def match(
            self,
            path_info: str | None = None,
            method: str | None = None,
            return_rule: t.Literal[True] = True,
            query_args: QueryArgs | None = None,
            websocket: bool | None = None,
        ) -> tuple[Rule, Mapping[str, t.Any]]: ...

    def match(
        self,
        path_info: str | None = None,
        method: str | None = None,
        return_rule: bool = False,
        query_args: QueryArgs | None = None,
        websocket: bool | None = None,
    ) -> tuple[t.Any | Rule, Mapping[str, t.Any]]:
        """Find endpoint and values for a path.

        :param path_info: the path; that of the bound request if not given.
        :param method: the HTTP method; that of the bound request if not given.
        :param return_rule: return the rule in place of its endpoint.
        :param query_args: goes into the URL of a redirect.
        :param websocket: whether this is a WebSocket request.
        :raises RequestRedirect: the request belongs to another URL.
        :raises NotFound: there is no rule for the path.
        :raises MethodNotAllowed: there is one, but not for this method.
        :raises WebsocketMismatch: there is one, but (not) for WebSocket requests.
        """
        map_ = self.map
        if map_._remap:
            map_.update()
        if path_info is None:
            path_info = self.path_info
        path = f"/{path_info.lstrip('/')}" if path_info else ""
        method = (method or self.default_method).upper()
        if websocket is None:
            websocket = self.websocket
        host = self.server_name if map_.host_matching else self.subdomain
        try:
            rule, values = map_._matcher.match(host, path, method, websocket)  # type: ignore[arg-type]
        except SlashRequired:
            target = quote(f"{path}/", safe=PATH_SAFE)
            raise self._redirect(target, query_args) from None
        except RequestPath as found:
            target = quote(found.path_info, safe=PATH_SAFE)
            raise self._redirect(target, query_args) from None
        except RequestAliasRedirect as found:
            raise RequestRedirect(
                self.make_alias_redirect_url(
                    f"{host}|{path}",
                    found.endpoint,
                    found.matched_values,
                    method,
                    self._query_args(query_args),
                )
            ) from None
        except NoMatch as missed:
            raise _miss(missed) from None
        if rule.endpoint in map_._endpoints_with_defaults and map_.redirect_defaults:
            url = self.get_default_redirect(rule, method, values, self._query_args(query_args))
            if url is not None:
                raise RequestRedirect(url)
        if rule.redirect_to is not None:
            raise RequestRedirect(self._redirect_target(rule, values))
        return (rule if return_rule else rule.endpoint), values

    def _query_args(self, query_args: QueryArgs | None) -> QueryArgs:
        if query_args is None:
            query_args = self.query_args
        return query_args or {}

    def _redirect(self, path: str, query_args: QueryArgs | None) -> RequestRedirect:
        return RequestRedirect(self.make_redirect_url(path, self._query_args(query_args)))

    def _redirect_target(self, rule: Rule, values: Mapping[str, object]) -> str:
        """Where the ``redirect_to`` of a rule leads; relative to the mount point."""
        target = rule.redirect_to
        if isinstance(target, str):
            converters = rule._converters
            filled = _VARIABLE.sub(lambda m: converters[m[3]].to_url(values[m[3]]), target)
            target = _inside(target, filled)
        else:
            assert target is not None
            target = target(self, **values)
        host = f"{self.subdomain}.{self.server_name}" if self.subdomain else self.server_name
        return urljoin(
            f"{self.url_scheme or 'http'}://{host}{_mount_point(self.script_name)}", target
        )

    def test(self, path_info: str | None = None, method: str | None = None) -> bool:
        """Return whether a rule or a redirect answers this path and method."""
        try:
            self.match(path_info, method)
        except RequestRedirect:
            pass
        except HTTPException:
            return False
        return True

    def allowed_methods(self, path_info: str | None = None) -> Iterable[str]:
        """Return the methods for which there is a rule for this path."""
        try:
            self.match(path_info, method="--")
        except MethodNotAllowed as error:
            return error.valid_methods  # type: ignore[return-value]
        except HTTPException:
            pass
        return []

    # --- redirects ---

    def get_host(self, domain_part: str | None) -> str:
        """Return the host name that belongs to a subdomain (or to a host, with host matching)."""
        if self.map.host_matching:
            # A rule without a host belongs to the host that the map is bound to.
            return domain_part or self.server_name
        if domain_part is None:
            domain_part = self.subdomain
        return f"{domain_part}.{self.server_name}" if domain_part else self.server_name

    def get_default_redirect(
        self,
        rule: Rule,
        method: str,
        values: MutableMapping[str, t.Any],
        query_args: QueryArgs,
    ) -> str | None:
        """Return the URL of a rule of the same endpoint that has these values as defaults, if
        there is one that comes first when URLs are built.
        """
        for other in self.map._rules_by_endpoint[rule.endpoint]:
            if other is rule:
                break
            if (
                other.provides_defaults_for(rule)
                and other.suitable_for(values, method)
                and all(values.get(name) == value for name, value in other.defaults.items())  # type: ignore[union-attr]
            ):
                built = other.build(values)
                if built is None:
                    continue
                host, path = built
                return self.make_redirect_url(path, query_args, domain_part=host)
        return None

    def encode_query_args(self, query_args: QueryArgs) -> str:
        """Return a query string from arguments; a text is returned as it is."""
        return query_args if isinstance(query_args, str) else encode_query(query_args)

    def make_redirect_url(
        self,
        path_info: str,
        query_args: QueryArgs | None = None,
        domain_part: str | None = None,
    ) -> str:
        """Return the absolute URL of a quoted path below the mount point."""
        if query_args is None:
            query_args = self.query_args
        query = self.encode_query_args(query_args) if query_args else ""
        path = f"{_mount_point(self.script_name).strip('/')}/{path_info.lstrip('/')}"
        host = self.get_host(domain_part)
        if not host:
            # An empty host would let browsers take the first segment for it.
            path = f"/{path.lstrip('/')}"
            return f"{path}?{query}" if query else path
        return urlunsplit((self.url_scheme or "http", host, path, query, None))

    def make_alias_redirect_url(
        self,
        path: str,
        endpoint: t.Any,
        values: Mapping[str, object],
        method: str,
        query_args: QueryArgs,
    ) -> str:
        """Return the absolute URL of the rule that an alias stands for.

        :raises AssertionError: when there are only aliases.
        """
        url = self.build(endpoint, values, method, append_unknown=False, force_external=True)
        if query_args:
            url += f"?{self.encode_query_args(query_args)}"
        assert url != path, "detected invalid alias setting. No canonical URL found"
        return url

    # --- building ---

    def _partial_build(
        self,
        endpoint: object,
        values: Mapping[str, object],
        method: str | None,
        append_unknown: bool,
    ) -> tuple[str, str, bool] | None:
        """Host part, path and whether it is a WebSocket rule. Without a method, rules for the
        default method come before the others.
        """
        rules = self.map._rules_by_endpoint.get(endpoint)
        if rules is None:
            return None
        if len(rules) == 1:
            # The usual case. With one rule, no host and no method is better than another.
            (rule,) = rules
            built = rule._try_build(values, method, append_unknown)
            if built is None:
                return None
            result = (*built, rule.websocket)
            if not values and method is None and rule._is_fixed:
                self.map._fixed_urls[endpoint] = result
            return result
        if method is None:
            found = self._build_one(rules, values, self.default_method, append_unknown)
            if found is not None:
                return found
        return self._build_one(rules, values, method, append_unknown)

    def _build_error(
        self, endpoint: object, values: Mapping[str, object], method: str | None
    ) -> BuildError:
        """Return the error, with a note for each rule that refuses a value."""
        kind = BuildError
        notes = []
        for rule in self.map._rules_by_endpoint.get(endpoint, ()):
            reason = rule._refusal(values)
            if reason is not None:
                notes.append(f"{rule!r}: {reason}.")
                if any(isinstance(each, AnyConverter) for each in rule._converters.values()):
                    kind = _UnknownWord
        error = kind(endpoint, values, method, self)
        for note in notes:
            error.add_note(note)
        return error

    def _build_one(
        self,
        rules: list[Rule],
        values: Mapping[str, object],
        method: str | None,
        append_unknown: bool,
    ) -> tuple[str, str, bool] | None:
        host_matching = self.map.host_matching
        elsewhere: tuple[str, str, bool] | None = None
        for rule in rules:
            built = rule._try_build(values, method, append_unknown)
            if built is None:
                continue
            host, path = built
            if not host_matching or host == self.server_name:
                return host, path, rule.websocket
            if elsewhere is None:
                elsewhere = (host, path, rule.websocket)
        return elsewhere

    def build(
        self,
        endpoint: t.Any,
        values: Mapping[str, object] | None = None,
        method: str | None = None,
        force_external: bool = False,
        append_unknown: bool = True,
        url_scheme: str | None = None,
    ) -> str:
        """Build the URL of an endpoint.

        :param values: values of the variables; others go into the query string. ``None`` counts
            as not given.
        :param method: only use rules for this method.
        :param force_external: give the whole URL also when the path would be enough.
        :param append_unknown: whether other values go into the query string.
        :param url_scheme: the scheme in place of that of the bound request; empty for a URL that
            begins with ``//``.
        :raises BuildError: when no rule fits.
        """
        map_ = self.map
        if map_._remap:
            map_.update()
        built: tuple[str, str, bool] | None = None
        if not values:
            values = {}
            if method is None:
                built = map_._fixed_urls.get(endpoint)
        elif values.__class__ is not dict or None in values.values():
            values = _given(values)
        if built is None:
            built = self._partial_build(endpoint, values, method, append_unknown)
        if built is None:
            raise self._build_error(endpoint, values, method)
        host_part, path, websocket = built
        scheme = self.url_scheme if url_scheme is None else url_scheme
        if websocket:
            force_external = True
            scheme = "wss" if scheme in _SECURE else "ws"
        elif not force_external:
            here = self.server_name if map_.host_matching else self.subdomain
            if host_part == here or (map_.host_matching and not host_part):
                root = self.script_name
                if root == "/" and path[:2] != "//":
                    return path
                return _mount_point(root) + path.lstrip("/")
        if not websocket and scheme:
            scheme = "https" if scheme in _SECURE else "http"
        prefix = f"{scheme}:" if scheme else ""
        root = self.script_name
        if root != "/":
            root = _mount_point(root)
        return f"{prefix}//{self.get_host(host_part)}{root}{path.lstrip('/')}"


@lru_cache(maxsize=16)
def _mount_point(script_name: str) -> str:
    """Return a mount point as it stands in a URL: quoted, with one slash before it.

    More slashes before it would let browsers take the first segment for a host. A site has few
    mount points, so they are kept.
    """
    return quote_path(f"/{script_name.lstrip('/')}")


class _UnknownWord(BuildError, ValueError):
    """A build error of a rule with ``any``, which programs catch as a :exc:`ValueError`."""


def _inside(pattern: str, target: str) -> str:
    """Return the filled pattern of a redirect, where values choose neither scheme nor host."""
    if pattern[:1] == "<" and ":" in target.partition("/")[0]:
        return f"./{target}"
    if target[:2] == "//" and pattern[:2] != "//":
        return f"/{target.lstrip('/')}"
    return target


def _miss(missed: NoMatch) -> HTTPException:
    """Return the HTTP error for a match that found nothing."""
    if missed.have_match_for:
        return MethodNotAllowed(valid_methods=list(missed.have_match_for))
    return WebsocketMismatch() if missed.websocket_mismatch else NotFound()


def _given(values: Mapping[str, object]) -> dict[str, t.Any]:
    """Return the values without ``None``; the list of values for each key that has several."""
    if isinstance(values, MultiDict):
        return {
            key: items[0] if len(items) == 1 else items for key, items in values.lists() if items
        }
    return {key: value for key, value in values.items() if value is not None}
