"""Which host is meant and may be trusted, the current URL, and the length of a body.

Everything here takes header texts and parts of a URL. No environ is known.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .._internal import _plain_int, module_getattr
from ..exceptions import SecurityError
from ..urls import (
    _KEEP_QUERY,
    _decode_idna,
    _decode_part,
    _encode_bidi,
    _normal_host,
)

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t

_DEFAULT_PORTS = {"http": "80", "https": "443", "ws": "80", "wss": "443"}
# RFC 3986 3.2.2: a registered name, and what stands in brackets (with the zone of RFC 6874).
# They are rare, so they are compiled when the first of them comes.
_REG_NAME = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=]++|%[0-9A-Fa-f]{2})+"
_FUTURE_ADDRESS = r"[vV][0-9A-Fa-f]+\.[A-Za-z0-9\-._~!$&'()*+,;=:]+"
_ZONE = r"(?:[A-Za-z0-9\-._~]++|%[0-9A-Fa-f]{2})+"


def _split_port(host: str) -> tuple[str, str | None]:
    """Split a host in name and port; a port that is not there is ``None``."""
    if host[:1] == "[":
        name, bracket, rest = host.partition("]")
        return name + bracket, rest.removeprefix(":") if rest[:1] == ":" else (rest or None)
    name, colon, port = host.partition(":")
    return name, port if colon else None


def _is_valid_host(host: str) -> bool:
    """Return whether the text has the form of a host: name or bracketed IPv6, and perhaps a port."""
    name, port = _split_port(host)
    if port:
        if not (port.isascii() and port.isdigit() and len(port) <= 5):
            return False
        if port[0] == "0" or int(port) > 65535:
            return False
    if name[:1] == "[":
        if host[len(name) : len(name) + 1] not in {"", ":"}:
            return False
        return name[-1] == "]" and _is_literal_address(name[1:-1])
    return _is_bare_name(name) or re.fullmatch(_REG_NAME, name) is not None


def _is_literal_address(text: str) -> bool:
    """Return whether this may stand in brackets: an IPv6 address, perhaps with a zone, or the address of
    a later version.
    """
    if text[:1] in {"v", "V"}:
        return re.fullmatch(_FUTURE_ADDRESS, text) is not None
    from ipaddress import IPv6Address

    address, zone_mark, zone = text.partition("%25")
    if zone_mark and re.fullmatch(_ZONE, zone) is None:
        return False
    if "%" in address:
        return False
    try:
        IPv6Address(address)
    except ValueError:
        return False
    return True


def _is_bare_name(host: str) -> bool:
    """Return whether this is a valid name without a port, which most requests carry and which needs no
    further look.
    """
    return host.isascii() and host.replace(".", "").replace("-", "").isalnum()


def host_is_trusted(hostname: str | None, trusted_list: t.Collection[str] | None = None) -> bool:
    """Return whether a host has a valid form (RFC 3986 3.2.2) and is one of those that are trusted.

    :param hostname: name, perhaps with a port, which is ignored.
    :param trusted_list: names; one that starts with a dot means all subdomains and itself.
        ``None`` and an empty list mean that no list was configured: every host of valid form is
        trusted then.
    """
    if not hostname:
        return False
    if _is_bare_name(hostname):
        name = hostname.lower()
    elif _is_valid_host(hostname):
        name = _comparable(hostname)
    else:
        return False
    if not trusted_list:
        return True
    if isinstance(trusted_list, str):
        trusted_list = (trusted_list,)

    for trusted in trusted_list:
        suffix = trusted[:1] == "."
        wanted = trusted[1:] if suffix else trusted
        if name == wanted:
            return True
        wanted = _comparable(wanted)
        if name == wanted or (suffix and name.endswith(f".{wanted}")):
            return True
    return False


def _comparable(host: str) -> str:
    name = _split_port(host)[0]
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    return name.lower()


def get_host(
    scheme: str,
    host_header: str | None,
    server: tuple[str, int | None] | None = None,
    trusted_hosts: t.Collection[str] | None = None,
) -> str:
    """Return the host that a request means, without the port if it is usual for the scheme.

    :param scheme: of the request.
    :param host_header: the ``Host`` header.
    :param server: name and port of the server, used if there is no header. A Unix socket, which
        has no port, is no host.
    :param trusted_hosts: see :func:`host_is_trusted`.
    :return: the host, without an empty port. The empty text if there is none or if it is not
        valid; do not make a URL of that. ``Request.host``, :func:`.get_current_url` and
        :meth:`.Map.bind_to_environ` answer an invalid host with :exc:`~werkzeug.exceptions.SecurityError`.
    :raises ~werkzeug.exceptions.SecurityError: hosts to trust are given, and this is none of them.
    """
    if host_header is not None:
        host = host_header
        if not trusted_hosts:
            # What most requests carry: a name without a port, or with the usual one.
            name = host
            if ":" in host:
                name, _, port = host.partition(":")
                if port and port != _DEFAULT_PORTS.get(scheme):
                    name = ""
            # _is_bare_name() without the call, which every request would pay.
            if name.replace(".", "").replace("-", "").isalnum() and name.isascii():
                return name
    elif server is not None and server[1] is not None:
        name = server[0]
        if ":" in name and name[:1] != "[":
            name = f"[{name}]"
        host = f"{name}:{server[1]}"
    else:
        return ""

    # An empty port is the usual one (RFC 3986 6.2.3).
    host = host.removesuffix(":")
    usual = _DEFAULT_PORTS.get(scheme.lower())
    if usual is not None and host.endswith(usual) and host[-len(usual) - 1 : -len(usual)] == ":":
        host = host[: -len(usual) - 1]

    if trusted_hosts:
        if not host_is_trusted(host, trusted_hosts):
            raise SecurityError(f"Host {host!r} is not trusted.")
    elif not host_is_trusted(host):
        return ""
    return host


def _checked_host(
    scheme: str,
    host_header: str | None,
    server: tuple[str, int | None] | None = None,
    trusted_hosts: t.Collection[str] | None = None,
) -> str:
    """As :func:`get_host`, for those who make URLs of the host: an invalid one is an error.

    Browsers read ``http:///name/`` as ``http://name/`` (WHATWG URL 4.4), so a URL with an empty
    host would let a path choose the host.

    :raises ~werkzeug.exceptions.SecurityError: the host is invalid or not trusted.
    """
    host = get_host(scheme, host_header, server, trusted_hosts)
    if not host and host_header:
        raise _invalid_host(host_header)
    return host


def _invalid_host(host: str) -> SecurityError:
    error = SecurityError(f"Host {host!r} is not valid.")
    error.add_note("A host is a name or a bracketed IPv6 address, and perhaps a port.")
    return error


def get_current_url(
    scheme: str,
    host: str,
    root_path: str | None = None,
    path: str | None = None,
    query_string: bytes | None = None,
) -> str:
    """Return the URL of a request as an IRI, with scheme and host in lower case (RFC 3986
    6.2.2.1).

    :param root_path: decoded path at which the application is mounted; without it the URL ends at
        the host.
    :param path: decoded path below it; without it the URL ends at the root.
    :param query_string: the query as the client sent it; not used without a path.
    """
    if root_path is None:
        path = None
    url = _origin(scheme, host) + _join_paths(root_path, path)
    if query_string and path is not None:
        query = query_string.decode("latin1")
        if (
            not query.isprintable()
            or not query.isascii()
            or "%" in query
            or " " in query
            or "#" in query
        ):
            query = _readable_query(query_string)
        url = f"{url}?{query}"
    return url


@lru_cache(maxsize=16)
def _origin(scheme: str, host: str) -> str:
    """Scheme and host as they begin an IRI. A server answers for few hosts, so they are kept."""
    return f"{scheme.lower()}://{_decode_idna(_normal_host(host))}"


def _join_paths(root_path: str | None, path: str | None) -> str:
    joined = f"{root_path.rstrip('/') if root_path else ''}/"
    if path:
        joined += path.lstrip("/")
    if "%" in joined:
        # The paths are decoded already; decoding twice would name another resource (RFC 3986 2.4).
        joined = joined.replace("%", "%25")
    return _encode_unseen(joined, "#", "?")


def _readable_query(query: bytes) -> str:
    return _encode_unseen(_decode_part(query.decode(errors="werkzeug.url_quote"), _KEEP_QUERY), "#")


def _encode_unseen(text: str, mark: str, also: str = " ") -> str:
    """Encode controls, blanks and the given characters, which would not survive in a URL."""
    if text.isprintable() and " " not in text and mark not in text and also not in text:
        return text
    codes = (*range(0x21), 0x7F, ord(mark), ord(also))
    return _encode_bidi(text.translate({code: f"%{code:02X}" for code in codes}))


def get_content_length(
    http_content_length: str | None = None, http_transfer_encoding: str | None = None
) -> int | None:
    """Return the length of a body: not negative, and 0 if the header is not a number.

    :return: ``None`` if the header is not given, or the body comes in chunks.
    """
    if http_content_length is None:
        return None
    if http_transfer_encoding and "chunked" in {
        coding.strip(" \t").lower() for coding in http_transfer_encoding.split(",")
    }:
        return None
    try:
        return max(0, _plain_int(http_content_length))
    except ValueError:
        return 0


if not TYPE_CHECKING:
    __getattr__ = module_getattr(__name__)
