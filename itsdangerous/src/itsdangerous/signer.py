"""A value and secrets in, the value with its signature out; and back.

A signed value is ``value + sep + base64(signature)``. The newest key signs, every key verifies.
Which digest and which derivation apply is decided by the program that verifies; nothing inside a
token is asked. This file knows no clock and no format of the value.
"""

from __future__ import annotations

from ._keys import KeyMemory, derive, list_secrets, make_authenticator
from .encoding import _base64_alphabet, base64_decode, base64_encode, want_bytes
from .exc import BadSignature

TYPE_CHECKING = False
if TYPE_CHECKING:
    import typing as t
    from collections.abc import Callable, Iterable

    from ._keys import Authenticator

    # What authenticators depend on, and they themselves: one for each secret, newest first.
    Prepared = tuple[list[bytes], t.Any, str, t.Any, t.Any, tuple[Authenticator, ...]]


def _lazy_sha1(string: bytes = b"") -> t.Any:
    """SHA-1, looked up when called: a Python without it can still import and use other digests."""
    return _sha1(string)


def _first_sha1(string: bytes) -> t.Any:
    global _sha1
    import hashlib

    _sha1 = hashlib.sha1
    return _sha1(string)


def _first_equal(given: bytes, expected: bytes) -> bool:
    global _equal
    import hmac

    _equal = hmac.compare_digest
    return _equal(given, expected)


_sha1: Callable[[bytes], t.Any] = _first_sha1
_equal: Callable[[bytes, bytes], bool] = _first_equal


class SigningAlgorithm:
    """How a key and a value make a signature. A subclass implements :meth:`get_signature`."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        """Give the raw signature of the value under this (already derived) key."""
        raise NotImplementedError()

    def verify_signature(self, key: bytes, value: bytes, sig: bytes) -> bool:
        """Tell, in constant time, whether the raw signature belongs to the value."""
        return _equal(sig, self.get_signature(key, value))


class NoneAlgorithm(SigningAlgorithm):
    """Signs nothing: every signature is empty. For values whose integrity does not matter."""

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        return b""


class HMACAlgorithm(SigningAlgorithm):
    """HMAC as in RFC 2104.

    :param digest_method: a constructor such as :func:`hashlib.sha256`.
    """

    #: The digest when none is given: SHA-1, which is sound inside HMAC. Replace it as a
    #: ``staticmethod``.
    default_digest_method: t.Any = staticmethod(_lazy_sha1)

    #: The digest in use.
    digest_method: t.Any

    # Made on first use.
    _memory: KeyMemory | None = None

    def __init__(self, digest_method: t.Any = None) -> None:
        self.digest_method = self.default_digest_method if digest_method is None else digest_method

    def __getstate__(self) -> t.Any:
        return without_memory(self)

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        memory = self._memory

        if memory is None:
            memory = self._memory = KeyMemory()

        return memory.authenticator(key, self.digest_method)(value)


_COMPUTED = frozenset({"_memory", "_prepared", "_kept"})


def without_memory(owner: object) -> t.Any:
    """The state to copy or pickle: everything but what can be computed again."""
    state: t.Any = object.__getstate__(owner)
    attributes, slots = state if isinstance(state, tuple) else (state, None)
    kept = {name: value for name, value in attributes.items() if name not in _COMPUTED}
    return kept if slots is None else (kept, slots)


class Signer:
    """Appends a signature to bytes, and takes it off again once it has proved to be genuine.

    :param secret_key: one secret, or several from oldest to newest. The last one signs.
    :param salt: a name for the context. Equal secrets with different salts give different keys,
        so that a token of one context is refused in another. It is no secret.
    :param sep: what stands between value and signature. No part of the base64 alphabet.
    :param key_derivation: ``concat``, ``django-concat``, ``hmac`` or ``none``.
    :param digest_method: a constructor such as :func:`hashlib.sha256`, for derivation and HMAC.
    :param algorithm: an instance that signs instead of HMAC with ``digest_method``.
    :raises ValueError: if ``sep`` could occur within a signature.
    """

    #: The digest when none is given. Replace it as a ``staticmethod``.
    default_digest_method: t.Any = staticmethod(_lazy_sha1)

    #: The derivation when none is given.
    default_key_derivation: str = "django-concat"

    #: Secrets from oldest to newest.
    secret_keys: list[bytes]
    sep: bytes
    salt: str | bytes | None
    key_derivation: str
    digest_method: t.Any
    algorithm: SigningAlgorithm

    # Made on first use, or put in place by the serializer which made this signer.
    _memory: KeyMemory | None = None
    _prepared: Prepared | None = None

    # Said by the class itself and not inherited: two signers made alike behave alike.
    _plain = True

    def __init__(
        self,
        secret_key: str | bytes | Iterable[str] | Iterable[bytes],
        salt: str | bytes | None = b"itsdangerous.Signer",
        sep: str | bytes = b".",
        key_derivation: str | None = None,
        digest_method: t.Any | None = None,
        algorithm: SigningAlgorithm | None = None,
    ) -> None:
        self.secret_keys = list_secrets(secret_key)
        self.sep = sep = want_bytes(sep)

        if sep in _base64_alphabet:
            raise ValueError(
                "The given separator cannot be used because it may be contained in the signature"
                " itself. ASCII letters, digits, and '-_=' must not be used."
            )

        self.salt = b"itsdangerous.Signer" if salt is None else want_bytes(salt)
        self.key_derivation = (
            self.default_key_derivation if key_derivation is None else key_derivation
        )
        self.digest_method = digest = (
            self.default_digest_method if digest_method is None else digest_method
        )
        self.algorithm = HMACAlgorithm(digest) if algorithm is None else algorithm

    def __getstate__(self) -> t.Any:
        return without_memory(self)

    @property
    def secret_key(self) -> bytes:
        """The newest of :attr:`secret_keys`: the one that signs."""
        return self.secret_keys[-1]

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        """Give the key that a secret becomes under the salt, derivation and digest of now.

        :param secret_key: the newest secret if not given.
        :raises TypeError: for an unknown derivation.
        """
        if secret_key is None:
            secret_key = self.secret_keys[-1]
        elif isinstance(secret_key, str):
            secret_key = secret_key.encode()

        memory = self._memory

        if memory is None:
            memory = self._memory = KeyMemory()

        salt: t.Any = self.salt

        if isinstance(salt, str):
            salt = salt.encode()

        return memory.derive(self.key_derivation, secret_key, salt, self.digest_method)

    def _authenticators(self, every: bool) -> tuple[Authenticator, ...] | None:
        """Give prepared HMACs for the settings of now: of every secret, or the newest at least.

        ``None`` if a subclass, an instance or another algorithm has its own idea of them.
        """
        algorithm: t.Any = self.algorithm

        # What a class or an instance has put in place of a method is no such method. The instance's
        # ``__dict__`` would tell, too, but an object that has shown it once is slower from then on.
        if (
            getattr(self.derive_key, "__func__", None) is not _DERIVE_KEY
            or getattr(getattr(algorithm, "get_signature", None), "__func__", None)
            is not _HMAC_SIGNATURE
            or getattr(algorithm.verify_signature, "__func__", None) is not _VERIFY
        ):
            return None

        prepared = self._prepared

        if (
            prepared is not None
            and prepared[0] == self.secret_keys
            and prepared[1] is self.salt
            and prepared[2] is self.key_derivation
            and prepared[3] is self.digest_method
            and prepared[4] is algorithm.digest_method
            and (not every or len(prepared[5]) == len(prepared[0]))
        ):
            return prepared[5]

        return self._prepare(algorithm, every)

    def _prepare(self, algorithm: t.Any, every: bool) -> tuple[Authenticator, ...] | None:
        secrets = list(self.secret_keys)
        salt, derivation, digest = self.salt, self.key_derivation, self.digest_method
        own: t.Any = algorithm.digest_method

        used = secrets[::-1] if every else secrets[-1:]

        # What can change in place is never kept.
        if type(salt) is not bytes or {*map(type, used)} != {bytes}:
            return None

        known = self._memory
        memory = self._memory = known or KeyMemory()

        if known is None and not every:
            # Many a signer is asked once, and what is kept costs more than it saves then.
            key = derive(derivation, used[0], salt, digest)
            return (make_authenticator(key, own, once=True),)

        ready = tuple(
            memory.authenticator(memory.derive(derivation, secret, salt, digest), own)
            for secret in used
        )
        self._prepared = secrets, salt, derivation, digest, own, ready
        return ready

    def get_signature(self, value: str | bytes) -> bytes:
        """Give the signature of a value alone, as it is written into a token."""
        if isinstance(value, str):
            value = value.encode()

        made = self._authenticators(False)

        if made:
            return base64_encode(made[0](value))

        return base64_encode(self.algorithm.get_signature(self.derive_key(), value))

    def sign(self, value: str | bytes) -> bytes:
        """Give the value followed by separator and signature. Text is taken as UTF-8."""
        value = want_bytes(value)
        sep: t.Any = self.sep
        return value + (sep.encode() if isinstance(sep, str) else sep) + self.get_signature(value)

    def verify_signature(self, value: str | bytes, sig: str | bytes) -> bool:
        """Tell whether any of the keys gives this signature, the newest tried first."""
        try:
            raw = base64_decode(sig)

            if isinstance(value, str):
                value = value.encode()
        except Exception:  # whatever it is: it is no signature, or nobody can have signed the value
            return False

        made = self._authenticators(False)

        if made is None:
            return self._verify_by_hooks(value, raw)

        if made and _equal(raw, made[0](value)):
            return True

        if len(self.secret_keys) < 2:
            return False

        made = self._authenticators(True)

        if made is None:
            return self._verify_by_hooks(value, raw)

        return any(_equal(raw, authenticate(value)) for authenticate in made[1:])

    def _verify_by_hooks(self, value: bytes, raw: bytes) -> bool:
        for secret in reversed(self.secret_keys):
            if self.algorithm.verify_signature(self.derive_key(secret), value, raw):
                return True

        return False

    def unsign(self, signed_value: str | bytes) -> bytes:
        """Check the signature and give the value without it.

        :raises BadSignature: if there is no signature, or it is not genuine.
        """
        value, mismatch = self._check(signed_value)

        if mismatch:
            raise BadSignature(mismatch, payload=value)

        return value

    def _check(self, signed_value: str | bytes) -> tuple[bytes, str]:
        """Give the value, and what to say of its signature if it is not genuine, else nothing.

        :raises BadSignature: if there is no signature.
        """
        signed = token_bytes(signed_value) if isinstance(signed_value, str) else signed_value
        sep = self.sep

        if isinstance(sep, str):
            sep = sep.encode()

        if sep not in signed:
            raise BadSignature(f"No {sep!r} found in value")

        value, sig = signed.rsplit(sep, 1)
        genuine = self.verify_signature(value, sig)
        return value, "" if genuine else f"Signature {sig!r} does not match"

    def validate(self, signed_value: str | bytes) -> bool:
        """Tell whether :meth:`unsign` would give a value."""
        try:
            self.unsign(signed_value)
        except BadSignature:
            return False

        return True


# As they are here: whoever replaces one, in a subclass or in place, is asked instead.
_HMAC_SIGNATURE = HMACAlgorithm.get_signature
_VERIFY = SigningAlgorithm.verify_signature
_DERIVE_KEY = Signer.derive_key


def token_bytes(token: str | bytes) -> bytes:
    """Give the bytes of a token that came from outside.

    :raises BadSignature: for text that has no UTF-8 form (lone surrogates): nobody signed it.
    """
    try:
        return want_bytes(token)
    except UnicodeEncodeError as error:
        raise BadSignature("The value is no token: it cannot be written as UTF-8") from error
