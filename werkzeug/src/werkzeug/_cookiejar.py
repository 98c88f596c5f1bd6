"""The cookies of the test client (RFC 6265, as far as a test needs it).

In: ``Set-Cookie`` headers and the URL they came from. Out: which cookies a request sends. It has
no clock: a cookie lives until it is deleted.
"""

from __future__ import annotations

from dataclasses import dataclass

from ._header.cookies import parse_cookie_pairs
from ._header.dates import parse_date

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from datetime import datetime


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
    """How long it lives, in seconds."""

    domain: str
    """The domain it is for."""

    origin_only: bool
    """Whether subdomains do not get it."""

    path: str
    """The path it is for."""

    secure: bool | None
    http_only: bool | None
    same_site: str | None

    def _matches_request(self, server_name: str, path: str) -> bool:
        """Whether a request to this host and path sends the cookie."""
        return self._matches_host(server_name) and self._matches_path(path)

    def _matches_host(self, server_name: str) -> bool:
        # A dot in front says nothing (RFC 6265, section 5.2.3).
        domain = self.domain.lstrip(".")
        if server_name == domain:
            return True
        return not self.origin_only and server_name.endswith(f".{domain}")

    def _matches_path(self, path: str) -> bool:
        own = self.path
        if path == own:
            return True
        return path.startswith(own if own.endswith("/") else f"{own}/")

    def _to_request_header(self) -> str:
        return f"{self.key}={self.value}"

    @property
    def _storage_key(self) -> tuple[str, str, str]:
        """Domain, path and name. A new cookie replaces one with the same."""
        return self.domain, self.path, self.decoded_key

    @property
    def _should_delete(self) -> bool:
        """Whether receiving this cookie deletes the one that is kept."""
        if self.max_age is not None and self.max_age <= 0:
            return True
        return self.expires is not None and self.expires.timestamp() == 0

    @classmethod
    def _from_response_header(cls, server_name: str, path: str, header: str) -> Cookie:
        """Read a ``Set-Cookie`` header.

        :param server_name: the host that sent it.
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
        decoded = dict(parse_cookie_pairs(pair))
        decoded_key, decoded_value = next(iter(decoded.items()), (key, value))
        return cls(
            key=key,
            value=value,
            decoded_key=decoded_key,
            decoded_value=decoded_value,
            expires=parse_date(options.get("expires")),
            max_age=_seconds(options.get("max-age")),
            domain=options.get("domain") or server_name,
            origin_only="domain" not in options,
            path=options.get("path") or path.rpartition("/")[0] or "/",
            secure="secure" in options,
            http_only="httponly" in options,
            same_site=options.get("samesite"),
        )


# The decorator above looks the module up while it works, which may not be imported yet.
Cookie.__module__ = "werkzeug.test"


def _seconds(text: str | None) -> int | None:
    """A number of seconds; ``None`` for anything else, as RFC 6265 asks for."""
    digits = (text or "").removeprefix("-")
    return int(text or "") if digits.isascii() and digits.isdecimal() else None


def _split_quoted(header: str) -> tuple[str, list[str]]:
    """Split at semicolons that stand outside of quotes."""
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
