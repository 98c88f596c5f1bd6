"""Derive keys from secrets, and keep what was computed from them.

A token is signed with a key that is derived from the secret and a salt. Deriving it and setting up
HMAC (RFC 2104) for it takes longer than signing a short value, and a program does both again and
again with the same few secrets. :class:`KeyCache` keeps the results for the signer or serializer
that owns it. It is bounded, dies with its owner, and never takes part in a copy or a pickle.

This module does not know how a token is written.
"""

from __future__ import annotations

import typing as t

from .encoding import want_bytes

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import collections.abc as cabc
    import hmac

    Digest = t.Callable[..., t.Any]
    Secrets = str | bytes | cabc.Iterable[str] | cabc.Iterable[bytes]

#: The greatest number of entries in each half of a :class:`KeyCache`.
CACHE_SIZE = 128


def list_secrets(secret_key: Secrets) -> list[bytes]:
    """Return the secrets from oldest to newest; a single one becomes a list of one."""
    if isinstance(secret_key, (str, bytes)):
        return [want_bytes(secret_key)]
    return [want_bytes(secret) for secret in secret_key]


def concat(secret: bytes, salt: bytes, digest: Digest) -> bytes:
    """Hash salt and secret."""
    return digest(salt + secret).digest()  # type: ignore[no-any-return]


def django_concat(secret: bytes, salt: bytes, digest: Digest) -> bytes:
    """Hash salt, the word ``signer`` and secret, as Django does."""
    return digest(salt + b"signer" + secret).digest()  # type: ignore[no-any-return]


def hmac_digest(key: bytes, value: bytes, digest: Digest) -> bytes:
    """Sign a value with HMAC. As a derivation it signs the salt with the secret."""
    import hmac  # deferred, as below: hmac and hashlib take 4 of the 60 ms of `import flask`

    return hmac.digest(key, value, digest)


def no_derivation(secret: bytes, salt: bytes, digest: Digest) -> bytes:
    """Use the secret as it is."""
    return secret


#: Every derivation, by the name that ``key_derivation`` takes.
DERIVATIONS: dict[str, t.Callable[[bytes, bytes, Digest], bytes]] = {
    "concat": concat,
    "django-concat": django_concat,
    "hmac": hmac_digest,
    "none": no_derivation,
}


def derive(derivation: object, secret: bytes, salt: bytes, digest: Digest) -> bytes:
    """Derive a key.

    :raises TypeError: if ``derivation`` is no name in :data:`DERIVATIONS`.
    """
    method = DERIVATIONS.get(derivation) if isinstance(derivation, str) else None
    if method is None:
        error = TypeError("Unknown key derivation method")
        error.add_note(f"{derivation!r} is none of {', '.join(map(repr, DERIVATIONS))}.")
        raise error
    return method(secret, salt, digest)


class KeyCache:
    """The derived keys and prepared HMAC states of one signer or serializer."""

    __slots__ = ("derived", "prepared")

    def __init__(self) -> None:
        #: (derivation, secret, salt, digest) to key
        self.derived: dict[tuple[str, bytes, bytes, Digest], bytes] = {}
        #: (key, digest) to an HMAC that has hashed the key and no value yet
        self.prepared: dict[tuple[bytes, Digest], hmac.HMAC] = {}

    def derive(self, derivation: str, secret: bytes, salt: bytes, digest: Digest) -> bytes:
        """Return :func:`derive` of the same arguments."""
        row = (derivation, secret, salt, digest)
        # ``get``, since the text of a KeyError would show the secret in a traceback.
        try:
            key = self.derived.get(row)
        except TypeError:  # not hashable: a bytearray can change, so nothing is kept for it
            return derive(derivation, secret, salt, digest)
        if key is None:
            key = derive(derivation, secret, salt, digest)
            _keep(self.derived, row, key)
        return key

    def hmac(self, key: bytes, value: bytes, digest: Digest) -> bytes:
        """Return the HMAC of a value.

        Hashing the key takes half of the time for a short value: ``hmac.new`` took 1.9 µs and a
        copy of a prepared one 1.3 µs (CPython 3.13, SHA-1, a value of 100 bytes).
        """
        row = (key, digest)
        try:
            mac = self.prepared.get(row)
        except TypeError:
            return hmac_digest(key, value, digest)
        if mac is None:
            import hmac

            mac = hmac.new(key, digestmod=digest)
            _keep(self.prepared, row, mac)
        mac = mac.copy()
        mac.update(value)
        return mac.digest()


def _keep(cache: dict[t.Any, t.Any], row: t.Any, value: object) -> None:
    cache[row] = value
    if len(cache) > CACHE_SIZE:
        # With a default: another thread may have removed the same entry.
        cache.pop(next(iter(cache)), None)


def state_without_cache(owner: object) -> t.Any:
    """Return the state of an object to copy or pickle, without what was computed from its keys."""
    state: t.Any = object.__getstate__(owner)
    attributes, slot_values = state if isinstance(state, tuple) else (state, None)
    kept = {
        name: value
        for name, value in (attributes or {}).items()
        if name not in ("_cache", "_last_signer", "_last_settings")
    }
    return kept if slot_values is None else (kept, slot_values)
