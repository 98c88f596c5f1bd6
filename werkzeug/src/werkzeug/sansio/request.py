"""The head of a request: method, URL and headers as Python values, each parsed on first use.

This module does not know bodies or WSGI environs.
"""

from __future__ import annotations

from .._header.dates import parse_date
from .._header.lists import parse_list_header, parse_options_header
from .._internal import module_getattr
from .._properties import (
    cached_property,
    combined_header,
    header_list_property,
    header_property,
)
from ..datastructures import (
    Accept,
    Authorization,
    CharsetAccept,
    ETags,
    Headers,
    HeaderSet,
    IfRange,
    ImmutableList,
    ImmutableMultiDict,
    LanguageAccept,
    MIMEAccept,
    MultiDict,
    Range,
    RequestCacheControl,
)
from ..urls import parse_query
from ..user_agent import UserAgent
from .http import parse_cookie
from .utils import _invalid_host, get_content_length, get_current_url, get_host

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from datetime import datetime


def _words(value: str) -> HeaderSet:
    return HeaderSet.from_header(value)


class Request:
    """The head of a request, without a body and without a server.

    :param method: such as ``GET``; upper case in the attribute.
    :param scheme: such as ``https``.
    :param server: name and port of the server, or path and ``None`` of a Unix socket.
    :param root_path: path at which the application is mounted.
    :param path: path below it.
    :param query_string: what stands after the question mark, as it came.
    :param headers: of the request.
    :param remote_addr: address of the client.
    """

    trusted_hosts: list[str] | None = None
    """Hosts that may be asked for; any other raises
    :exc:`~werkzeug.exceptions.SecurityError`. A name that starts with a dot means all its
    subdomains. ``None`` trusts every host."""

    user_agent_class: type[UserAgent] = UserAgent
    """Class of :attr:`user_agent`."""

    list_storage_class: type[list[t.Any]] = ImmutableList
    """Class of :attr:`access_route`."""

    dict_storage_class: type[MultiDict[str, t.Any]] = ImmutableMultiDict
    """Class of :attr:`cookies`."""

    parameter_storage_class: type[MultiDict[str, t.Any]] = ImmutableMultiDict
    """Class of :attr:`args`, and of the values of a form."""

    def __init__(
        self,
        method: str,
        scheme: str,
        server: tuple[str, int | None] | None,
        root_path: str,
        path: str,
        query_string: bytes,
        headers: Headers,
        remote_addr: str | None,
    ) -> None:
        self.method = method.upper()
        self.scheme = scheme
        self.server = server
        self.root_path = root_path.rstrip("/")
        self.path = "/" + path.lstrip("/")
        self.query_string = query_string
        self.headers = headers
        self.remote_addr = remote_addr

    def __repr__(self) -> str:
        try:
            url = self.url
        except Exception as error:
            url = f"(invalid URL: {error})"
        return f"<{type(self).__name__} {url!r} [{self.method}]>"

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """The query string, parsed."""
        return self.parameter_storage_class(
            parse_query(self.query_string.decode(errors="werkzeug.url_quote"))
        )

    @cached_property
    def access_route(self) -> list[str]:
        """Addresses from the client to the last proxy, as the headers claim."""
        claimed = combined_header(self.headers, "X-Forwarded-For")
        if claimed is not None:
            route = parse_list_header(claimed)
        else:
            route = [] if self.remote_addr is None else [self.remote_addr]
        return self.list_storage_class(route)

    @cached_property
    def full_path(self) -> str:
        """Path and query. The question mark is there even without a query."""
        return f"{self.path}?{self.query_string.decode(errors='replace')}"

    @property
    def is_secure(self) -> bool:
        """``True`` if the scheme is one with TLS."""
        return self.scheme.lower() in {"https", "wss"}

    @cached_property
    def host(self) -> str:
        """The host, with its port unless that is the usual one. Empty if the request names none.

        :raises ~werkzeug.exceptions.SecurityError: it is not valid, or not one of
            :attr:`trusted_hosts`.
        """
        header = self.headers.get("host")
        host = get_host(self.scheme, header, self.server, self.trusted_hosts)
        if not host and header:
            raise _invalid_host(header)
        return host

    @cached_property
    def host_url(self) -> str:
        """Scheme and host as a URL."""
        return get_current_url(self.scheme, self.host)

    @cached_property
    def root_url(self) -> str:
        """The URL at which the application is mounted."""
        return get_current_url(self.scheme, self.host, self.root_path)

    @cached_property
    def base_url(self) -> str:
        """The URL without the query."""
        return get_current_url(self.scheme, self.host, self.root_path, self.path)

    @cached_property
    def url(self) -> str:
        """The whole URL, as an IRI."""
        return get_current_url(self.scheme, self.host, self.root_path, self.path, self.query_string)

    @cached_property
    def cookies(self) -> ImmutableMultiDict[str, str]:
        """The cookies."""
        header = ";".join(self.headers.getlist("Cookie"))
        return parse_cookie(header, self.dict_storage_class)  # type: ignore[return-value]

    content_type = header_property[str](
        "Content-Type", doc="Type of the body, with options.", read_only=True
    )

    @cached_property
    def content_length(self) -> int | None:
        """Length of the body in bytes; ``None`` if it is not known."""
        return get_content_length(
            self.headers.get("Content-Length"), self.headers.get("Transfer-Encoding")
        )

    content_encoding = header_list_property[str](
        "Content-Encoding", doc="How the body is packed, such as ``gzip``.", read_only=True
    )
    content_md5 = header_property[str](
        "Content-MD5", doc="A checksum of the body. Obsolete.", read_only=True
    )
    referrer = header_property[str](
        "Referer", doc="URL of the page with the link to this one.", read_only=True
    )
    date = header_property(
        "Date", None, parse_date, doc="When the request was made, in UTC.", read_only=True
    )
    max_forwards = header_property(
        "Max-Forwards", None, int, doc="Over how many hops this may go.", read_only=True
    )
    origin = header_property[str](
        "Origin", doc="Site whose page or script sends the request.", read_only=True
    )
    access_control_request_headers = header_list_property(
        "Access-Control-Request-Headers",
        load_func=_words,
        doc="Headers that a script of another site wants to send.",
        read_only=True,
    )
    access_control_request_method = header_property[str](
        "Access-Control-Request-Method",
        doc="Method that a script of another site wants to use.",
        read_only=True,
    )

    def _parse_content_type(self) -> tuple[str, dict[str, str]]:
        parsed: tuple[str, dict[str, str]] | None = self.__dict__.get("_parsed_content_type")
        if parsed is None:
            parsed = parse_options_header(self.headers.get("Content-Type", ""))
            self._parsed_content_type = parsed
        return parsed

    @property
    def mimetype(self) -> str:
        """The content type without options, in lower case."""
        return self._parse_content_type()[0].lower()

    @property
    def mimetype_params(self) -> dict[str, str]:
        """The options of the content type."""
        return self._parse_content_type()[1]

    @property
    def is_json(self) -> bool:
        """``True`` if the mimetype is ``application/json`` or ends with ``+json``."""
        mimetype = self.mimetype
        return mimetype == "application/json" or (
            mimetype.startswith("application/") and mimetype.endswith("+json")
        )

    @cached_property
    def pragma(self) -> HeaderSet:
        """Directives for caches of old."""
        return HeaderSet.from_header(combined_header(self.headers, "Pragma"))

    @cached_property
    def accept_mimetypes(self) -> MIMEAccept:
        """Types that the client accepts."""
        return MIMEAccept.from_header(combined_header(self.headers, "Accept"))

    @cached_property
    def accept_charsets(self) -> CharsetAccept:
        """Charsets that the client accepts."""
        return CharsetAccept.from_header(combined_header(self.headers, "Accept-Charset"))

    @cached_property
    def accept_encodings(self) -> Accept:
        """Packings that the client accepts, such as ``gzip``."""
        return Accept.from_header(combined_header(self.headers, "Accept-Encoding"))

    @cached_property
    def accept_languages(self) -> LanguageAccept:
        """Languages that the client accepts."""
        return LanguageAccept.from_header(combined_header(self.headers, "Accept-Language"))

    @cached_property
    def cache_control(self) -> RequestCacheControl:
        """The ``Cache-Control`` header: what the client allows caches to do."""
        return RequestCacheControl.from_header(combined_header(self.headers, "Cache-Control"))

    @cached_property
    def if_match(self) -> ETags:
        """Tags of which one has to be current."""
        return ETags.from_header(combined_header(self.headers, "If-Match"))

    @cached_property
    def range(self) -> Range | None:
        """The parts that the client wants."""
        return Range.from_header(self.headers.get("Range"))

    @cached_property
    def if_range(self) -> IfRange:
        """The condition of :attr:`range`."""
        return IfRange.from_header(self.headers.get("If-Range"))

    @cached_property
    def if_unmodified_since(self) -> datetime | None:
        """The moment since which there may be no change, in UTC."""
        return parse_date(self.headers.get("If-Unmodified-Since"))

    @cached_property
    def if_modified_since(self) -> datetime | None:
        """The moment since which there has to be a change, in UTC."""
        return parse_date(self.headers.get("If-Modified-Since"))

    @cached_property
    def if_none_match(self) -> ETags:
        """Tags of which none may be current."""
        return ETags.from_header(combined_header(self.headers, "If-None-Match"))

    @cached_property
    def user_agent(self) -> UserAgent:
        """The program of the client. Parsed by :attr:`user_agent_class`."""
        return self.user_agent_class(self.headers.get("User-Agent", ""))

    @cached_property
    def authorization(self) -> Authorization | None:
        """The ``Authorization`` header; ``None`` if it is missing or cannot be parsed."""
        return Authorization.from_header(self.headers.get("Authorization"))


if not TYPE_CHECKING:
    __getattr__ = module_getattr(__name__)
