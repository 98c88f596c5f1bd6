"""The cookies of the test client, by the rules for user agents in RFC 6265bis.

Two rules are wider than those of a browser, because a test has one client and rarely uses TLS:

- A cookie does not expire while it is kept. Only its ``Set-Cookie`` header decides: one that says
  that it has expired deletes it.
- A ``Secure`` cookie that came over http is sent over http again. One that came over https, or was
  set by the test, is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import unquote

from ._header.cookies import parse_cookie_pairs
from ._header.dates import parse_date

_SECURE_SCHEMES = frozenset({"https", "wss"})


@dataclass
class Cookie:
    """A cookie as the test client keeps it."""

    key: str
    """The name, as it was sent."""

    value: str
    """The value, as it was sent."""

    decoded_key: str
    """The name as the application sees it."""

    decoded_value: str
    """The value as the application sees it."""

    expires: datetime | None
    """When it expires; ``None`` for the end of the session."""

    max_age: int | None
    """Its lifetime in seconds."""

    domain: str
    """The domain it is for."""

    origin_only: bool
    """``True`` if it is not sent to subdomains."""

    path: str
    """The path it is for."""

    secure: bool | None
    http_only: bool | None
    same_site: str | None

    # Whether it was received over http. A class variable, so that it is not a field.
    _came_over_http = False

    def _matches_request(self, server_name: str, path: str, scheme: str = "https") -> bool:
        """Return whether a request to this URL sends the cookie.

        :param server_name: host of the request, in lower case.
        :param path: whole path of the request, decoded as in an environ.
        """
        return (
            self._matches_host(server_name)
            and self._matches_path(path)
            and (
                not self.secure
                or scheme in _SECURE_SCHEMES
                or self._came_over_http
                or is_loopback(server_name)
            )
        )

    def _matches_host(self, server_name: str) -> bool:
        # A dot at the start has no meaning (RFC 6265bis, section 5.6.3).
        domain = self.domain.lstrip(".").lower()
        if server_name == domain:
            return True
        return not self.origin_only and domain_matches(server_name, domain)

    def _matches_path(self, path: str) -> bool:
        own = unquote(self.path, "latin1") if "%" in self.path else self.path
        if path == own:
            return True
        return path.startswith(own if own.endswith("/") else f"{own}/")

    def _may_be_set(self, server_name: str) -> bool:
        """Return whether a host may set the cookie: for itself or a domain it is part of, and, for
        the names with a prefix, only with the attributes that the prefix promises.
        """
        name = self.key.lower()
        if name.startswith("__secure-") and not self.secure:
            return False
        if name.startswith("__host-") and not (
            self.secure and self.origin_only and self.path == "/"
        ):
            return False
        return self.origin_only or domain_matches(server_name, self.domain)

    def _to_request_header(self) -> str:
        return f"{self.key}={self.value}"

    @property
    def _storage_key(self) -> tuple[str, str, str]:
        """Domain, path and name. A new cookie replaces one with the same."""
        return self.domain, self.path, self.decoded_key

    @property
    def _should_delete(self) -> bool:
        """``True`` if receiving this cookie deletes the one that is kept. ``Max-Age`` decides before
        ``Expires``.
        """
        if self.max_age is not None:
            return self.max_age <= 0
        return self.expires is not None and self.expires <= datetime.now(UTC)

    @classmethod
    def _from_response_header(cls, server_name: str, path: str, header: str) -> Cookie:
        """Read a ``Set-Cookie`` header.

        :param server_name: the host that sent it, in lower case.
        :param path: the path that it was sent for.
        """
        pair, *attributes = header.split(";")
        if '"' in pair or '"' in header:
            pair, attributes = _split_quoted(header)
        key, _, value = pair.partition("=")
        key, value = key.strip(), value.strip()
        options: dict[str, str] = {}
        for attribute in attributes:
            name, _, text = attribute.partition("=")
            options[name.strip().lower()] = text.strip()
        domain = options.get("domain", "").lstrip(".").lower()
        own_path = options.get("path", "")
        decoded = dict(parse_cookie_pairs(pair))
        decoded_key, decoded_value = next(iter(decoded.items()), (key, value))
        return cls(
            key=key,
            value=value,
            decoded_key=decoded_key,
            decoded_value=decoded_value,
            expires=parse_date(options.get("expires")),
            max_age=_seconds(options.get("max-age")),
            domain=domain or server_name,
            origin_only=not domain,
            path=own_path if own_path.startswith("/") else path.rpartition("/")[0] or "/",
            secure="secure" in options,
            http_only="httponly" in options,
            same_site=options.get("samesite"),
        )


# The decorator above looks the module up while it works, which may not be imported yet.
Cookie.__module__ = "werkzeug.test"


def domain_matches(host: str, domain: str) -> bool:
    """Return whether a host is a domain or below it. An IP address is below nothing."""
    if host == domain:
        return True
    return host.endswith(f".{domain}") and not _is_address(host)


def _is_address(host: str) -> bool:
    return ":" in host or host.replace(".", "").isdecimal()


def is_loopback(host: str) -> bool:
    """Return whether browsers take a host for this machine, and http to it for secure."""
    if host == "localhost" or host.endswith(".localhost") or host == "::1":
        return True
    return host.startswith("127.") and _is_address(host)


def _seconds(text: str | None) -> int | None:
    """Return a number of seconds; ``None`` for anything else, as RFC 6265bis asks for."""
    digits = (text or "").removeprefix("-")
    if not (digits.isascii() and digits.isdecimal()):
        return None
    # More digits than a date can need; Python refuses to read thousands of them.
    seconds = int(digits[:18])
    return -seconds if text != digits else seconds


def _split_quoted(header: str) -> tuple[str, list[str]]:
    """Split at semicolons outside of quotes."""
    parts = [""]
    quoted = False
    escaped = False
    for char in header:
        if char == ";" and not quoted:
            parts.append("")
            continue
        parts[-1] += char
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == '"':
            quoted = not quoted
    return parts[0], parts[1:]
