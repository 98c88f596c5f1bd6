"""The map: all rules of an application and the settings that they share.

Matching and building are in the adapter that :meth:`Map.bind` returns.
"""

from __future__ import annotations

from threading import Lock

from .._environ import path_info as _path_info
from .._environ import script_name as _script_name
from .._environ import server as _server
from .._internal import _get_environ, _wsgi_decoding_dance, module_getattr
from ..datastructures import ImmutableDict
from ..exceptions import BadHost
from ..sansio.utils import _checked_host, _is_bare_name, _split_port
from ..urls import _normal_host
from .adapter import MapAdapter
from .converters import DEFAULT_CONVERTERS
from .matcher import StateMachineMatcher

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from _typeshed.wsgi import WSGIEnvironment

    from ..wrappers.request import Request
    from .converters import BaseConverter
    from .explain import AmbiguousRules, Explanation
    from .rules import Rule, RuleFactory

__all__ = ["Map", "MapAdapter"]

_SOCKET_SCHEME = {"https": "wss"}
_DEFAULT_PORT = {"http": ":80", "ws": ":80", "https": ":443", "wss": ":443"}


class Map:
    """The rules of an application.

    :param rules: rules and rule factories.
    :param default_subdomain: the subdomain of rules that name none.
    :param strict_slashes: whether the last slash matters. A branch URL without it then redirects.
    :param merge_slashes: whether paths with doubled slashes redirect to those without.
    :param redirect_defaults: whether a URL redirects to a shorter one of the same endpoint that
        has the same values as defaults.
    :param converters: further converters by name.
    :param sort_parameters: sort the query strings of built URLs.
    :param sort_key: the sort key for that.
    :param host_matching: match whole host names; the ``host`` of the rules counts in place of
        their ``subdomain``.
    """

    #: Converters of every map. A subclass may replace them.
    default_converters: ImmutableDict[str, type[BaseConverter]] = ImmutableDict(DEFAULT_CONVERTERS)
    #: The lock that guards :meth:`update`.
    lock_class: Callable[[], t.Any] = Lock

    def __init__(
        self,
        rules: Iterable[RuleFactory] | None = None,
        default_subdomain: str = "",
        strict_slashes: bool = True,
        merge_slashes: bool = True,
        redirect_defaults: bool = True,
        converters: Mapping[str, type[BaseConverter]] | None = None,
        sort_parameters: bool = False,
        sort_key: Callable[[t.Any], t.Any] | None = None,
        host_matching: bool = False,
    ) -> None:
        self._matcher = StateMachineMatcher(merge_slashes)
        self._rules_by_endpoint: dict[t.Any, list[Rule]] = {}
        self._endpoints_with_defaults: set[t.Any] = set()
        self._shared_converters: dict[tuple[t.Any, str | None], BaseConverter] = {}
        self._remap = True
        self._remap_lock = self.lock_class()
        self._fixed_urls: dict[t.Any, tuple[str, str, bool]] = {}
        self.default_subdomain = default_subdomain
        self.strict_slashes = strict_slashes
        self.redirect_defaults = redirect_defaults
        self.host_matching = host_matching
        self.converters: dict[str, type[BaseConverter]] = dict(self.default_converters)
        if converters:
            self.converters.update(converters)
        self.sort_parameters = sort_parameters
        self.sort_key = sort_key
        for factory in rules or ():
            self.add(factory)

    @property
    def merge_slashes(self) -> bool:
        """``True`` if paths with doubled slashes redirect to those without."""
        return self._matcher.merge_slashes

    @merge_slashes.setter
    def merge_slashes(self, value: bool) -> None:
        self._matcher.merge_slashes = value

    @property
    def _rules(self) -> list[Rule]:
        return [rule for rules in self._rules_by_endpoint.values() for rule in rules]

    def is_endpoint_expecting(self, endpoint: t.Any, *arguments: str) -> bool:
        """Return whether some rule of the endpoint has all these variables.

        :raises KeyError: for an endpoint that has no rules.
        """
        self.update()
        for rule in self._rules_by_endpoint[endpoint]:
            if rule.arguments.issuperset(arguments):
                return True
        return False

    def iter_rules(self, endpoint: t.Any | None = None) -> Iterator[Rule]:
        """All rules, or those of one endpoint.

        :raises KeyError: for an endpoint that has no rules.
        """
        self.update()
        return iter(self._rules if endpoint is None else self._rules_by_endpoint[endpoint])

    def add(self, rulefactory: RuleFactory) -> None:
        """Add a rule, or all rules of a factory."""
        for rule in rulefactory.get_rules(self):
            rule.bind(self)
            if not rule.build_only:
                self._matcher.add(rule)
            endpoint = rule.endpoint
            if endpoint in self._rules_by_endpoint:
                self._rules_by_endpoint[endpoint].append(rule)
            else:
                self._rules_by_endpoint[endpoint] = [rule]
            if rule.defaults:
                self._endpoints_with_defaults.add(endpoint)
        self._remap = True

    def update(self) -> None:
        """Sort what was added. Matching and building call this by themselves."""
        if not self._remap:
            return
        with self._remap_lock:
            if not self._remap:
                return
            self._matcher.update()
            self._fixed_urls.clear()
            for rules in self._rules_by_endpoint.values():
                if len(rules) > 1:
                    rules.sort(key=_build_order)
            self._remap = False

    def bind(
        self,
        server_name: str,
        script_name: str | None = None,
        subdomain: str | None = None,
        url_scheme: str = "http",
        default_method: str = "GET",
        path_info: str | None = None,
        query_args: Mapping[str, object] | str | None = None,
    ) -> MapAdapter:
        """Bind the map to a host, for matching and building outside of a request.

        :param server_name: the host name, with the port if it is not that of the scheme.
        :param script_name: where the application is mounted.
        :param subdomain: the map's default if not given.
        :raises RuntimeError: for a subdomain in a map with host matching.
        :raises BadHost: when the name cannot be written as an internationalised domain name.
        """
        if self.host_matching:
            if subdomain is not None:
                raise _subdomain_refused()
        elif subdomain is None:
            subdomain = self.default_subdomain
        return MapAdapter(
            self,
            _ascii_host(server_name.lower()),
            "/" if script_name is None else script_name,
            subdomain,
            url_scheme if url_scheme == "http" or not url_scheme else url_scheme.lower(),
            "/" if path_info is None else path_info,
            default_method,
            query_args,
        )

    def bind_to_environ(
        self,
        environ: WSGIEnvironment | Request,
        server_name: str | None = None,
        subdomain: str | None = None,
    ) -> MapAdapter:
        """Bind the map to a request.

        :param environ: the WSGI environ, or a request.
        :param server_name: the name the application is served as. The rest of the request's host
            is the subdomain; without this there is none.
        :param subdomain: use this one and do not look at the host.
        :raises ~werkzeug.exceptions.SecurityError: the host of the request is not valid.
        """
        env: t.Any = environ if environ.__class__ is dict else _get_environ(environ)
        scheme: str = env["wsgi.url_scheme"]
        if scheme != "http":
            scheme = scheme.lower()
        header = env.get("HTTP_HOST")
        if header and _is_bare_name(header):
            host: str = header.lower()
        else:
            host = _normal_host(_checked_host(scheme, header, None if header else _server(env)))
        if "HTTP_UPGRADE" in env and _asks_for_websocket(env):
            scheme = _SOCKET_SCHEME.get(scheme, "ws")
        if server_name is None:
            server_name = host
            if subdomain is None and not self.host_matching:
                subdomain = ""
        else:
            server_name = server_name.lower().removesuffix(_DEFAULT_PORT.get(scheme, ""))
            if subdomain is None and not self.host_matching:
                subdomain = _subdomain(host, server_name)
        query = env.get("QUERY_STRING")
        if self.host_matching and subdomain is not None:
            raise _subdomain_refused()
        return MapAdapter(
            self,
            _ascii_host(server_name),
            _script_name(env) if "SCRIPT_NAME" in env else "/",
            subdomain,
            scheme,
            _path_info(env) if "PATH_INFO" in env else "/",
            env["REQUEST_METHOD"],
            None if query is None else _wsgi_decoding_dance(query),
        )

    def explain(
        self,
        path: str,
        method: str = "GET",
        *,
        domain: str | None = None,
        websocket: bool = False,
    ) -> Explanation:
        """Say for each rule why it would win or lose a request. Print the result, or go through
        its ``trials``.

        :param path: the path of the request.
        :param domain: subdomain, or host with host matching; the map's default if not given.
        """
        from .explain import explain

        self.update()
        return explain(self, path, method, domain, websocket)

    def ambiguous_rules(self) -> list[AmbiguousRules]:
        """Return the pairs of rules which can fit the same request without one being more
        specific, so that the one that was added first wins.
        """
        from .explain import ambiguous_rules

        self.update()
        return ambiguous_rules(self)

    def __repr__(self) -> str:
        from pprint import pformat

        return f"{type(self).__name__}({pformat(list(self.iter_rules()))})"


def _subdomain_refused() -> RuntimeError:
    return RuntimeError("host matching enabled and a subdomain was provided")


def _build_order(rule: Rule) -> tuple[int, int, int]:
    return rule.build_compare_key()


def _ascii_host(name: str) -> str:
    """Return the host name in its ASCII form. The limits of a label are on the name without the
    port.
    """
    if name.isascii() and len(name) < 64 and ".." not in name and name[:1] != ".":
        return name
    bare, port = _split_port(name)
    if bare[:1] == "[":
        return name
    try:
        bare = bare.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise BadHost() from error
    return bare if port is None else f"{bare}:{port}"


def _asks_for_websocket(env: WSGIEnvironment) -> bool:
    if env["HTTP_UPGRADE"].lower() != "websocket":
        return False
    tokens = env.get("HTTP_CONNECTION", "").lower().split(",")
    return any(token.strip() == "upgrade" for token in tokens)


def _subdomain(host: str, server_name: str) -> str:
    """Return what stands before the server name in a host. Warns, and gives what no rule can
    match, when the host does not end with the server name.
    """
    if host == server_name:
        return ""
    if server_name and host.endswith(f".{server_name}"):
        return ".".join(filter(None, host[: -len(server_name) - 1].split(".")))
    from warnings import warn

    warn(
        f"Current server name {host!r} doesn't match configured server name {server_name!r}",
        stacklevel=3,
    )
    return "<invalid>"


if not TYPE_CHECKING:
    __getattr__ = module_getattr(__name__)
