"""Secrets in; derived keys, and functions that authenticate bytes, out.

A derivation is a row in a table: secret, salt and digest in, key out. An authenticator is HMAC
(RFC 2104) with one key, whose two padded blocks were hashed once and are copied for each value.
Both are kept in a :class:`KeyMemory`, which lives and dies with the signer or serializer that
made it and never grows past a bound. Nothing here knows how a token is written.
"""

from __future__ import annotations

from .encoding import want_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Callable, Hashable, Iterable

    Authenticator = Callable[[bytes], bytes]
    Derivation = Callable[[bytes, bytes, t.Any], bytes]

#: How many entries each half of a memory holds before the oldest makes room.
BOUND = 128

_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))


def list_secrets(
    secret_key: str | bytes | Iterable[str] | Iterable[bytes],
) -> list[bytes]:
    """Give the secrets from oldest to newest, as bytes; a single one is a list of itself."""
    if isinstance(secret_key, (str, bytes)):
        return [want_bytes(secret_key)]

    return [s.encode() if isinstance(s, str) else s for s in secret_key]


class KeyMemory:
    """What was already computed from the keys of one owner.

    A copy or a pickle of it is empty, so neither derived keys nor hash states travel.
    """

    __slots__ = ("authenticators", "derived")

    def __init__(self) -> None:
        self.derived: dict[Hashable, bytes] = {}
        self.authenticators: dict[Hashable, Authenticator] = {}

    def __reduce__(self) -> tuple[type[KeyMemory], tuple[()]]:
        return KeyMemory, ()

    def derive(self, derivation: object, secret: bytes, salt: bytes, digest: t.Any) -> bytes:
        """Derive a key, or recall it."""
        row = (secret, salt, derivation, digest)

        # Looked up without exceptions: a KeyError would carry the secret into tracebacks.
        try:
            key = self.derived.get(row)
            lasting = True
        except TypeError:  # unhashable parts (a bytearray, say) may change
            key = None
            lasting = False

        if key is None:
            key = derive(derivation, secret, salt, digest)

            if lasting:
                _remember(self.derived, row, key)

        return key

    def authenticator(self, key: bytes, digest: t.Any) -> Authenticator:
        """Prepare HMAC with this key, or recall it."""
        row = (key, digest)

        try:
            authenticate = self.authenticators.get(row)
            lasting = True
        except TypeError:
            authenticate = None
            lasting = False

        if authenticate is None:
            authenticate = make_authenticator(key, digest)

            if lasting:
                _remember(self.authenticators, row, authenticate)

        return authenticate


def _remember(memory: dict[t.Any, t.Any], row: Hashable, value: object) -> None:
    memory[row] = value

    if len(memory) > BOUND:
        # Another thread may have taken the same entry out.
        memory.pop(next(iter(memory)), None)


def make_authenticator(key: bytes, digest: t.Any, once: bool = False) -> Authenticator:
    """Give the function ``value -> HMAC(key, value)``.

    :param digest: a hash constructor, or what else :func:`hmac.new` takes as ``digestmod``.
    :param once: the function will be called once, so nothing needs to be kept for later.
    """
    if type(key) is bytes and callable(digest):
        inner = digest()
        block = getattr(inner, "block_size", 0)

        if block >= 16:
            return _hashing(key, digest, block, inner, once)

    import hmac

    # Names, modules and odd digests: the standard library decides, and warns where it should.
    chosen: t.Any = digest
    return lambda value: hmac.new(key, value, chosen).digest()


def _hashing(key: bytes, digest: t.Any, block: int, inner: t.Any, once: bool) -> Authenticator:
    if len(key) > block:
        key = digest(key).digest()

    padded = key.ljust(block, b"\0")

    if once:
        before, around = padded.translate(_INNER), padded.translate(_OUTER)
        return lambda value: digest(around + digest(before + value).digest()).digest()

    inner.update(padded.translate(_INNER))
    fresh_inner = inner.copy
    fresh_outer = digest(padded.translate(_OUTER)).copy

    def authenticate(value: bytes) -> bytes:
        inside = fresh_inner()
        inside.update(value)
        outside = fresh_outer()
        outside.update(inside.digest())
        code: bytes = outside.digest()
        return code

    return authenticate


def _concat(secret: bytes, salt: bytes, digest: t.Any) -> bytes:
    key: bytes = digest(salt + secret).digest()
    return key


def _django_concat(secret: bytes, salt: bytes, digest: t.Any) -> bytes:
    key: bytes = digest(salt + b"signer" + secret).digest()
    return key


def _hmac(secret: bytes, salt: bytes, digest: t.Any) -> bytes:
    return make_authenticator(secret, digest, once=True)(salt)


def _none(secret: bytes, salt: bytes, digest: t.Any) -> bytes:
    return secret


#: Every way to turn a secret into a key, by the name that ``key_derivation`` takes.
DERIVATIONS: dict[str, Derivation] = {
    "concat": _concat,
    "django-concat": _django_concat,
    "hmac": _hmac,
    "none": _none,
}


def derive(derivation: object, secret: bytes, salt: bytes, digest: t.Any) -> bytes:
    """Derive a key by the named row of :data:`DERIVATIONS`.

    :raises TypeError: if there is no such row.
    """
    row = DERIVATIONS.get(derivation) if isinstance(derivation, str) else None

    if row is None:
        error = TypeError("Unknown key derivation method")
        error.add_note(f"{derivation!r} is none of {', '.join(map(repr, DERIVATIONS))}.")
        raise error

    return row(secret, salt, digest)
