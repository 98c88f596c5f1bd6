"""International text in URLs (RFC 3987), and query strings.

Bytes that are no UTF-8 stay percent-encoded, so nothing is lost. Characters that would change the
meaning of a URL stay encoded as they were.
"""

from __future__ import annotations

from .datastructures.structures import iter_multi_items

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Iterable, Mapping
    from urllib.parse import SplitResult

_CONTROLS = "".join(map(chr, range(0x21))) + "\x7f"

# What stays encoded in each part: its delimiters, and what nobody can see.
_KEEP_PATH = frozenset(f"{_CONTROLS}%/?#".encode())
_KEEP_QUERY = frozenset(f"{_CONTROLS}%&=+#".encode())
_KEEP_FRAGMENT = frozenset(f"{_CONTROLS}%".encode())
_KEEP_USER = frozenset(f"{_CONTROLS}%:@/?#".encode())

# What may stand in a part of a URI without being encoded, beside letters and digits.
_URI_SAFE = "%!#$&'()*+,/:;=?@"

_HEX_VALUES = {
    f"{a}{b}": int(a + b, 16) for a in "0123456789abcdefABCDEF" for b in "0123456789abcdefABCDEF"
}


def _escape_undecodable(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: put bytes that are no UTF-8 back in their encoded form."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join([f"%{byte:02X}" for byte in error.object[error.start : error.end]]), error.end


def _register() -> None:
    from codecs import register_error

    register_error("werkzeug.url_quote", _escape_undecodable)


_register()


#: Marks that change the direction of text. An IRI must not contain them (RFC 3987 4.1), since
#: they let one URL look like another.
_BIDI = {
    code: "".join([f"%{byte:02X}" for byte in chr(code).encode()])
    for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}


def _encode_bidi(text: str) -> str:
    """Encode the marks of :data:`_BIDI`."""
    return text if text.isprintable() else text.translate(_BIDI)


def _decode_part(text: str, keep: frozenset[int]) -> str:
    """Decode what is percent-encoded, except the bytes in ``keep`` and marks of direction."""
    if "%" not in text:
        return text
    first, *rest = text.split("%")
    out = [first]
    pending = bytearray()
    for piece in rest:
        value = _HEX_VALUES.get(piece[:2])
        if value is not None and value not in keep:
            pending.append(value)
            if len(piece) == 2:
                continue
            piece = piece[2:]
        else:
            piece = "%" + piece
        if pending:
            out.append(pending.decode(errors="werkzeug.url_quote"))
            pending.clear()
        out.append(piece)
    out.append(pending.decode(errors="werkzeug.url_quote"))
    return _encode_bidi("".join(out))


def _user_part(parts: SplitResult, convert: t.Callable[[str], str]) -> str:
    if parts.username is None:
        return ""
    user = convert(parts.username)
    if parts.password is not None:
        user = f"{user}:{convert(parts.password)}"
    return f"{user}@"


def _join_netloc(user: str, host: str, port: int | None) -> str:
    if ":" in host:
        host = f"[{host}]"
    return f"{user}{host}" if port is None else f"{user}{host}:{port}"


def uri_to_iri(uri: str) -> str:
    """Decode a URI as far as it keeps its meaning. Marks of direction stay encoded. A text
    whose host or port is malformed has no meaning to keep and is returned as it is.

    >>> uri_to_iri("https://xn--kse-qla.example/br%C3%B6tchen%2F?n=%C3%BC%FF")
    'https://käse.example/brötchen%2F?n=ü%FF'
    """
    from urllib.parse import urlsplit, urlunsplit

    try:
        parts = urlsplit(uri)
        port = parts.port
    except ValueError:
        return uri
    host = _decode_idna(_normal_host(parts.hostname)) if parts.hostname else ""
    user = _user_part(parts, lambda text: _decode_part(text, _KEEP_USER))
    return urlunsplit(
        (
            parts.scheme,
            _join_netloc(user, host, port),
            _decode_part(parts.path, _KEEP_PATH),
            _decode_part(parts.query, _KEEP_QUERY),
            _decode_part(parts.fragment, _KEEP_FRAGMENT),
        )
    )


def _normal_host(host: str) -> str:
    """Return a host in lower case, but percent-encoding in upper case (RFC 3986 6.2.2.1)."""
    host = host.lower()
    if "%" not in host:
        return host
    first, *rest = host.split("%")
    return first + "".join(
        [
            f"%{piece[:2].upper()}{piece[2:]}" if piece[:2] in _HEX_VALUES else f"%{piece}"
            for piece in rest
        ]
    )


def _decode_idna(host: str) -> str:
    """Decode the labels of a host that are Punycode; those that cannot be decoded stay."""
    if "xn--" not in host:
        return host
    labels = []
    for label in host.split("."):
        try:
            labels.append(label.encode("ascii").decode("idna"))
        except UnicodeError:
            labels.append(label)
    return ".".join(labels)


def iri_to_uri(iri: str) -> str:
    """Encode an IRI so that only ASCII remains. What is encoded already stays as it is. It takes
    any text: what is no valid host or port is percent-encoded like the rest, and half of a
    surrogate pair becomes U+FFFD, as in browsers.

    >>> iri_to_uri("https://käse.example/brötchen%2F?n=ü%FF")
    'https://xn--kse-qla.example/br%C3%B6tchen%2F?n=%C3%BC%FF'
    """
    if _is_plain_path(iri) or _is_plain_url(iri):
        return iri

    from urllib.parse import quote, urlsplit, urlunsplit

    try:
        iri.encode()
    except UnicodeEncodeError:
        iri = iri.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    try:
        parts = urlsplit(iri)
        port = parts.port
    except ValueError:
        # Without brackets the text may have a host. Encoding it again changes nothing.
        encoded = quote(iri, safe=_URI_SAFE)
        return encoded if encoded == iri else iri_to_uri(encoded)
    host = _normal_host(parts.hostname or "")
    if not host.isascii():
        try:
            # A name with percent-encoding is no domain name.
            idna = "" if "%" in host else host.encode("idna").decode("ascii")
        except UnicodeError:
            idna = ""
        host = idna or quote(host, safe=_URI_SAFE)
    user = ""
    if "@" in parts.netloc:
        user = _user_part(parts, lambda text: quote(text, safe="%!$&'()*+,;="))
    return urlunsplit(
        (
            parts.scheme,
            _join_netloc(user, host, port),
            quote(parts.path, safe=_URI_SAFE),
            quote(parts.query, safe=_URI_SAFE) if parts.query else "",
            quote(parts.fragment, safe=_URI_SAFE) if parts.fragment else "",
        )
    )


_plain_drop = str.maketrans("", "", "!$%&'()*+,-./:;=@_~")


def _is_plain_path(iri: str) -> bool:
    """Return whether this is an absolute path without anything to encode, which is its own URI."""
    if iri[:1] != "/" or iri[:2] == "//":
        return False
    bare = iri.translate(_plain_drop)
    return bare.isascii() and (bare.isalnum() or not bare)


_plain_url_drop = str.maketrans("", "", "!$%&'()*+,-./:;=@_~?")


def _is_plain_url(iri: str) -> bool:
    """Return whether this is the URL of a web page without anything to encode: its own URI."""
    scheme, _, rest = iri.partition("://")
    if scheme != "http" and scheme != "https":
        return False
    host, _, tail = rest.partition("/")
    bare = host.replace(".", "").replace("-", "")
    if not (host.isascii() and bare.isalnum() and host == host.lower()):
        return False
    bare = tail.translate(_plain_url_drop)
    return bare.isascii() and (bare.isalnum() or not bare) and tail[-1:] != "?"


def parse_query(query: str) -> list[tuple[str, str]]:
    """Read a query string or the body of a form: pairs joined by ``&``.

    >>> parse_query("a=1&b=%C3%A9+x&c")
    [('a', '1'), ('b', 'é x'), ('c', '')]

    Only ``&`` separates. A name without ``=`` has an empty value. Bytes that are no UTF-8 stay
    percent-encoded.
    """
    if "+" in query:
        query = query.replace("+", " ")
    if "%" not in query:
        return [
            (name, value)
            for name, _, value in [piece.partition("=") for piece in query.split("&") if piece]
        ]
    return [
        (_unquote(name), _unquote(value))
        for name, _, value in [piece.partition("=") for piece in query.split("&") if piece]
    ]


def _unquote(text: str) -> str:
    """Decode everything that is percent-encoded."""
    if "%" not in text:
        return text
    first, *rest = text.split("%")
    out = [first.encode(errors="surrogatepass")]
    for piece in rest:
        value = _HEX_VALUES.get(piece[:2])
        if value is None:
            out.append(b"%" + piece.encode(errors="surrogatepass"))
        else:
            out.append(_BYTES[value])
            if len(piece) > 2:
                out.append(piece[2:].encode(errors="surrogatepass"))
    return b"".join(out).decode(errors="werkzeug.url_quote")


_BYTES = [bytes([value]) for value in range(256)]


def _urlencode(query: Mapping[str, t.Any] | Iterable[tuple[str, t.Any]]) -> str:
    """Write a query string. Values that are ``None`` are left out."""
    from urllib.parse import urlencode

    items = [pair for pair in iter_multi_items(query) if pair[1] is not None]
    # Safe are the characters that a browser would leave.
    return urlencode(items, safe="!$'()*,/:;?@")
