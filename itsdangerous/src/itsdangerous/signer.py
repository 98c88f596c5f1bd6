"""Sign bytes, and verify what was signed.

A signed value is ``value + sep + base64(signature)``. The newest secret signs, all verify. The
program that verifies chooses digest and key derivation; nothing inside a token does.

This module knows no clock, and no format of the value.
"""

from __future__ import annotations

import typing as t

from ._keys import KeyCache, derive, hmac_digest, list_secrets, state_without_cache
from .encoding import _base64_alphabet, base64_decode, base64_encode, want_bytes
from .exc import BadSignature

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    from ._keys import Digest, Secrets


def _lazy_sha1(string: bytes = b"") -> t.Any:
    """Return SHA-1, looked up at the call: a Python built without it can use other digests."""
    import hashlib

    return hashlib.sha1(string)


class SigningAlgorithm:
    """An algorithm that makes a signature from a key and a value.

    A subclass implements :meth:`get_signature`.
    """

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        """Return the raw signature of a value.

        :param key: the derived key.
        """
        raise NotImplementedError()

    def verify_signature(self, key: bytes, value: bytes, sig: bytes) -> bool:
        """Return whether the raw signature is that of the value, in constant time."""
        import hmac  # here and above: hashlib and hmac take 4 of the 60 ms of `import flask`

        return hmac.compare_digest(sig, self.get_signature(key, value))


class NoneAlgorithm(SigningAlgorithm):
    """Sign nothing: every signature is empty. For values whose integrity does not matter."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        return b""


class HMACAlgorithm(SigningAlgorithm):
    """Sign with HMAC (RFC 2104).

    :param digest_method: a hash function such as :func:`hashlib.sha256`;
        :attr:`default_digest_method` if not given.
    """

    #: The digest when none is given: SHA-1, which is still sound inside HMAC. Override it with a
    #: ``staticmethod``.
    default_digest_method: t.Any = staticmethod(_lazy_sha1)

    #: The digest in use.
    digest_method: Digest

    # Made at the first use, or lent by the serializer.
    _cache: KeyCache | None = None

    def __init__(self, digest_method: Digest | None = None) -> None:
        self.digest_method = self.default_digest_method if digest_method is None else digest_method

    def __getstate__(self) -> t.Any:
        return state_without_cache(self)

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        if self._cache is None:
            self._cache = KeyCache()  # for the second call: many a signer is used once
            return hmac_digest(key, value, self.digest_method)
        return self._cache.hmac(key, value, self.digest_method)


class Signer:
    """Append a signature to bytes, and remove it again after verifying it.

    >>> Signer("secret").sign("value")
    b'value.-2b2Vg1X_KBU1C6DLNDlPUR2w6M'
    >>> Signer("secret").unsign("value.-2b2Vg1X_KBU1C6DLNDlPUR2w6M")
    b'value'

    :param secret_key: one secret, or several from oldest to newest. The newest signs, all verify.
    :param salt: the name of the context. One secret gives other keys with other salts, so that a
        token of one context is refused in another. It need not be secret.
    :param sep: what separates value and signature.
    :param key_derivation: ``concat``, ``django-concat``, ``hmac`` or ``none``;
        :attr:`default_key_derivation` if not given.
    :param digest_method: a hash function such as :func:`hashlib.sha256`, for the derivation and
        for HMAC; :attr:`default_digest_method` if not given.
    :param algorithm: an instance that signs instead of HMAC with ``digest_method``.
    :raises ValueError: if ``sep`` could occur within a signature.
    """

    #: The digest when none is given. Override it with a ``staticmethod``.
    default_digest_method: t.Any = staticmethod(_lazy_sha1)

    #: The derivation when none is given.
    default_key_derivation: str = "django-concat"

    #: The secrets from oldest to newest.
    secret_keys: list[bytes]
    #: What separates value and signature.
    sep: bytes
    salt: str | bytes
    key_derivation: str
    digest_method: Digest
    algorithm: SigningAlgorithm

    # Made at the first use, or lent by the serializer.
    _cache: KeyCache | None = None

    # Looked up in the class itself: subclasses do not inherit it.
    _is_stateless = True

    def __init__(
        self,
        secret_key: Secrets,
        salt: str | bytes | None = b"itsdangerous.Signer",
        sep: str | bytes = b".",
        key_derivation: str | None = None,
        digest_method: t.Any | None = None,
        algorithm: SigningAlgorithm | None = None,
    ) -> None:
        self.secret_keys = list_secrets(secret_key)
        self.sep = want_bytes(sep)
        if self.sep in _base64_alphabet:
            raise ValueError(
                "The given separator cannot be used because it may be contained in the signature"
                " itself. ASCII letters, digits, and '-_=' must not be used."
            )
        self.salt = b"itsdangerous.Signer" if salt is None else want_bytes(salt)
        if key_derivation is None:
            key_derivation = self.default_key_derivation
        self.key_derivation = key_derivation
        digest: Digest = self.default_digest_method if digest_method is None else digest_method
        self.digest_method = digest
        self.algorithm = HMACAlgorithm(digest) if algorithm is None else algorithm

    def __getstate__(self) -> t.Any:
        return state_without_cache(self)

    @property
    def secret_key(self) -> bytes:
        """The newest of :attr:`secret_keys`, which signs."""
        return self.secret_keys[-1]

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        """Derive the key that :attr:`algorithm` signs with.

        Derivation, salt and digest are read at each call, so they can be changed.

        :param secret_key: the newest secret if not given.
        :raises TypeError: if :attr:`key_derivation` is unknown.
        """
        secret = self.secret_keys[-1] if secret_key is None else want_bytes(secret_key)
        salt = want_bytes(self.salt)
        if self._cache is None:
            self._cache = KeyCache()
            return derive(self.key_derivation, secret, salt, self.digest_method)
        return self._cache.derive(self.key_derivation, secret, salt, self.digest_method)

    def get_signature(self, value: str | bytes) -> bytes:
        """Return the signature of a value, base64 encoded as in a token."""
        key = self.derive_key()
        return base64_encode(self.algorithm.get_signature(key, want_bytes(value)))

    def sign(self, value: str | bytes) -> bytes:
        """Return the value, :attr:`sep` and the signature. Text is encoded as UTF-8."""
        value = want_bytes(value)
        return value + want_bytes(self.sep) + self.get_signature(value)

    def verify_signature(self, value: str | bytes, sig: str | bytes) -> bool:
        """Return whether one of the secrets gives this signature, the newest tried first."""
        try:
            raw = base64_decode(sig)
            value = want_bytes(value)
        except Exception:  # not base64, or text that is not UTF-8: nobody signed it
            return False
        return any(
            self.algorithm.verify_signature(self.derive_key(secret), value, raw)
            for secret in reversed(self.secret_keys)
        )

    def unsign(self, signed_value: str | bytes) -> bytes:
        """Verify the signature and return the value.

        :raises BadSignature: if there is no signature, or it does not match.
        """
        signed = token_bytes(signed_value)
        sep = want_bytes(self.sep)
        value, found, sig = signed.rpartition(sep)
        if not found:
            raise BadSignature(f"No {sep!r} found in value")
        if self.verify_signature(value, sig):
            return value
        raise BadSignature(f"Signature {sig!r} does not match", payload=value)

    def validate(self, signed_value: str | bytes) -> bool:
        """Return whether :meth:`unsign` returns a value."""
        try:
            self.unsign(signed_value)
        except BadSignature:
            return False
        return True


def token_bytes(token: str | bytes) -> bytes:
    """Return the bytes of a token that came from outside.

    :raises BadSignature: for text that UTF-8 cannot encode (lone surrogates): nobody signed it.
    """
    try:
        return want_bytes(token)
    except UnicodeEncodeError as error:
        raise BadSignature("The value is not a token: it cannot be encoded as UTF-8") from error
