"""The ``Cookie`` header as pairs, and the text of a ``Set-Cookie`` header (RFC 6265bis).

Names are never decoded, so that no name can pose as another. Attributes cannot start further
attributes.
"""

from __future__ import annotations

from time import time

from .dates import http_date
from .quoting import closing_quote

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from datetime import datetime, timedelta

_OCTAL_DIGITS = frozenset("01234567")

# Bytes that need no quotes in a value, and what the others become between quotes.
_drop_plain = {c: None for c in range(0x21, 0x7F) if c not in b'",;\\'}
_escapes = {chr(c): f"\\{c:03o}" for c in (*range(0x20), *b",;", *range(0x7F, 0x100))}
_escapes |= {'"': '\\"', "\\": "\\\\"}
_escape_table = str.maketrans(_escapes)


def parse_cookie_pairs(header: str) -> list[tuple[str, str]]:
    """Read a ``Cookie`` header as browsers send it (RFC 6265bis): names and values are the text
    between the delimiters, without the spaces and tabs around it.

    A value in quotes is unquoted, as :func:`dump_cookie` and other servers quote. It may contain
    semicolons. A value with quotes elsewhere is taken as it is. A name without ``=`` has an empty
    value; a value without a name is dropped.
    """
    if '"' not in header:
        return [pair for piece in header.split(";") if (pair := _raw_pair(piece))[0]]

    pairs = []
    at, size = 0, len(header)
    while at < size:
        end = header.find(";", at)
        if end == -1:
            end = size
        name, value = _raw_pair(header[at:end])
        if value[:1] == '"':
            opening = header.index('"', header.index("=", at))
            closing = closing_quote(header, opening + 1)
            if closing != -1:
                following = header.find(";", closing)
                if following == -1:
                    following = size
                if not header[closing + 1 : following].strip(" \t"):
                    value = _unquote(header[opening + 1 : closing])
                    end = following
        if name:
            pairs.append((name, value))
        at = end + 1
    return pairs


def _raw_pair(piece: str) -> tuple[str, str]:
    """Split ``name=value``."""
    name, _, value = piece.partition("=")
    return name.strip(" \t"), value.strip(" \t")


def _unquote(text: str) -> str:
    r"""Remove the escapes: ``\"``, ``\\`` and ``\ooo``, a byte in octal."""
    if "\\" not in text:
        return text
    first, *rest = text.split("\\")
    out = [first.encode()]
    escaped_backslash = False
    for piece in rest:
        if escaped_backslash:
            # The backslash before this piece was itself escaped by the one before.
            out.append(piece.encode())
            escaped_backslash = False
        elif not piece:
            out.append(b"\\")
            escaped_backslash = True
        elif piece[0] in "0123" and len(piece) > 2 and _OCTAL_DIGITS.issuperset(piece[:3]):
            out.append(bytes([int(piece[:3], 8)]) + piece[3:].encode())
        else:
            out.append(piece.encode())
    return b"".join(out).decode(errors="replace")


def dump_cookie(
    key: str,
    value: str = "",
    max_age: timedelta | int | None = None,
    expires: str | datetime | int | float | None = None,
    path: str | None = "/",
    domain: str | None = None,
    secure: bool = False,
    httponly: bool = False,
    sync_expires: bool = True,
    max_size: int = 4093,
    samesite: str | None = None,
    partitioned: bool = False,
) -> str:
    """Return a ``Set-Cookie`` header, without its name.

    :param key: name of the cookie. It is not quoted, and must not come from a user.
    :param value: any text; quoted and escaped where necessary.
    :param max_age: seconds until the cookie expires; ``None`` keeps it for the browser session.
    :param expires: the date and time at which the cookie expires.
    :param path: send the cookie only for URLs below this path.
    :param domain: send the cookie to this domain and its subdomains; ``None`` means only to the
        host that set it.
    :param secure: send the cookie only over TLS.
    :param httponly: hide the cookie from scripts.
    :param sync_expires: set ``expires`` from ``max_age`` when it is not given.
    :param max_size: warn if the header is longer; 0 never warns.
    :param samesite: ``"Strict"``, ``"Lax"`` or ``"None"``, in any case.
    :param partitioned: use separate cookies for each site that embeds this one. Implies
        ``secure``.
    :raises ValueError: ``samesite`` is none of these, or the name or an attribute contains a
        control character or delimiter that would start another attribute.
    """
    name = key if key.isascii() else key.encode().decode("latin1")
    content = _quote(value)
    header = f"{name}={content}"
    _refuse_injection(name)
    # Settings say "no domain" with False, too.
    if domain or domain == "":
        domain = _dump_domain(domain)
        _refuse_injection("", domain)
        header += f"; Domain={domain}"
    if expires is not None or (max_age is not None and sync_expires):
        moment = _dump_expires(expires, max_age)
        _refuse_injection("", moment)
        header += f"; Expires={moment}"
    if max_age is not None:
        header += _dump_max_age(max_age)
    if secure or partitioned:
        header += "; Secure"
    if httponly:
        header += "; HttpOnly"
    if path is not None:
        header += f"; Path={path if path in {'/', ''} else _quote_path(path)}"
    if samesite is not None:
        header += f"; SameSite={_dump_samesite(samesite)}"
    if partitioned:
        header += "; Partitioned"
    if max_size and len(header) > max_size:
        _warn_size(key, len(content), len(header), max_size)
    return header


def _quote(value: str) -> str:
    if not isinstance(value, str):
        raise TypeError(f"The value of a cookie must be str, not {type(value).__name__}.")
    if value.isalnum() and value.isascii():
        return value
    if not value.translate(_drop_plain):
        return value
    return f'"{value.encode().decode("latin1").translate(_escape_table)}"'


def _dump_domain(domain: str) -> str:
    """Return the domain without port and leading dots, in ASCII.

    :raises UnicodeError: it cannot be a domain.
    """
    domain = domain.partition(":")[0].lstrip(".")
    labels = domain.removesuffix(".").split(".")
    if domain.isascii() and (domain in {"", "."} or all(0 < len(x) < 64 for x in labels)):
        return domain
    # The codec is slow to import, and only needed for non-ASCII or invalid names.
    return domain.encode("idna").decode("ascii")


def _dump_expires(
    expires: str | datetime | int | float | None, max_age: timedelta | int | None
) -> str:
    if expires is None:
        age: t.Any = max_age
        seconds = age.total_seconds() if hasattr(age, "total_seconds") else int(age)
        return http_date(time() + seconds)
    return expires if isinstance(expires, str) else http_date(expires)


def _dump_max_age(age: t.Any) -> str:
    if isinstance(age, bool):
        return "; Max-Age" if age else ""
    return f"; Max-Age={int(age.total_seconds()) if hasattr(age, 'total_seconds') else age}"


def _quote_path(path: str) -> str:
    from urllib.parse import quote

    return quote(path, safe="%!$&'()*+,/:=@")


def _dump_samesite(samesite: str) -> str:
    samesite = samesite.title()
    if samesite not in {"Strict", "Lax", "None"}:
        raise ValueError("SameSite must be 'Strict', 'Lax', or 'None'.")
    return samesite


def _refuse_injection(name: str, *attributes: str) -> None:
    """Refuse text that would be read as something else than it was given for.

    :raises ValueError: the name or an attribute has a control character or a delimiter.
    """
    if ";" in name or "=" in name or not name.isprintable():
        raise ValueError(f"Cookie name {name!r} must not contain ';', '=' or control characters.")
    for text in attributes:
        if ";" in text or not text.isprintable():
            raise ValueError(
                f"Cookie attribute {text!r} must not contain ';' or control characters."
            )


def _warn_size(key: str, value_size: int, size: int, max_size: int) -> None:
    import warnings

    warnings.warn(
        f"The {key!r} cookie is too large: the value was {value_size} bytes but the header"
        f" required {size - value_size} extra bytes. The final size was {size} bytes but the"
        f" limit is {max_size} bytes. Browsers may silently ignore cookies larger than this.",
        stacklevel=3,
    )
