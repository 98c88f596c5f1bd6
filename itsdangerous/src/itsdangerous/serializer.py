"""Serialize objects and sign the result.

The serializer is anything with ``dumps`` and ``loads``. A signer is made for every call, so that
``salt`` may differ between calls, and gets the serializer's :class:`~._keys.KeyCache`.

This module does not know the time, or what may stand in a URL.
"""

from __future__ import annotations

import json
import typing as t

from ._keys import KeyCache, list_secrets, state_without_cache
from .encoding import want_bytes
from .exc import BadPayload, BadSignature
from .signer import HMACAlgorithm, Signer, token_bytes

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import collections.abc as cabc

    import typing_extensions as te

    from ._keys import Secrets

    _TSerialized = te.TypeVar("_TSerialized", bound=str | bytes, default=str)

    class _PDataSerializer(t.Protocol[_TSerialized]):
        def loads(self, payload: _TSerialized, /) -> t.Any: ...
        def dumps(self, obj: t.Any, /) -> _TSerialized: ...

    Fallback = dict[str, t.Any] | tuple[type[Signer], dict[str, t.Any]] | type[Signer]
else:
    _TSerialized = t.TypeVar("_TSerialized")


def is_text_serializer(
    serializer: _PDataSerializer[t.Any],
) -> te.TypeGuard[_PDataSerializer[str]]:
    """Return whether a serializer's ``dumps`` returns text, by serializing ``{}``."""
    return isinstance(serializer.dumps({}), str)


def is_original(method: t.Any, original: object) -> bool:
    """Return whether a bound method is the original: overridden on no class and no object."""
    return getattr(method, "__func__", None) is original


class Serializer(t.Generic[_TSerialized]):
    """Serialize objects and sign the result.

    >>> Serializer("secret").dumps([1, 2])
    '[1, 2].aSm_tJ-wozqZCnYjuHXkkAb_V9E'
    >>> Serializer("secret").loads("[1, 2].aSm_tJ-wozqZCnYjuHXkkAb_V9E")
    [1, 2]

    :param secret_key: one secret, or several from oldest to newest. The newest signs, all verify.
    :param salt: the name of the context, so that a token made for one purpose is refused for
        another. ``None`` means the default salt of the signer.
    :param serializer: an object with ``dumps`` and ``loads``; :mod:`json` if not given.
    :param serializer_kwargs: keyword arguments for each call of ``serializer.dumps``.
    :param signer: the signer class; :attr:`default_signer` if not given.
    :param signer_kwargs: keyword arguments for it.
    :param fallback_signers: other ways in which accepted tokens were signed: keyword arguments
        for ``signer``, a class, or a tuple of a class and its keyword arguments.
    """

    #: The serializer when none is given.
    default_serializer: _PDataSerializer[t.Any] = json

    #: The signer class when none is given.
    default_signer: type[Signer] = Signer

    #: The fallback signers when none are given.
    default_fallback_signers: list[Fallback] = []

    #: The secrets from oldest to newest.
    secret_keys: list[bytes]
    salt: str | bytes | None
    serializer: _PDataSerializer[_TSerialized]
    #: Whether :meth:`dumps` returns text.
    is_text_serializer: bool
    serializer_kwargs: dict[str, t.Any]
    signer: type[Signer]
    signer_kwargs: dict[str, t.Any]
    fallback_signers: list[Fallback]

    # Made on first use, and lent to every signer.
    _cache: KeyCache | None = None

    # The signer of the last call and what it was made from (``_signer_for_call``).
    _last_signer: Signer | None = None
    _last_settings: tuple[object, ...] | None = None

    if TYPE_CHECKING:

        @t.overload
        def __init__(
            self: Serializer[str],
            secret_key: Secrets,
            salt: str | bytes | None = b"itsdangerous",
            serializer: _PDataSerializer[str] | None = None,
            serializer_kwargs: dict[str, t.Any] | None = None,
            signer: type[Signer] | None = None,
            signer_kwargs: dict[str, t.Any] | None = None,
            fallback_signers: list[Fallback] | None = None,
        ) -> None: ...
        @t.overload
        def __init__(
            self: Serializer[bytes],
            secret_key: Secrets,
            salt: str | bytes | None,
            serializer: _PDataSerializer[bytes],
            serializer_kwargs: dict[str, t.Any] | None = None,
            signer: type[Signer] | None = None,
            signer_kwargs: dict[str, t.Any] | None = None,
            fallback_signers: list[Fallback] | None = None,
        ) -> None: ...
        @t.overload
        def __init__(
            self: Serializer[bytes],
            secret_key: Secrets,
            salt: str | bytes | None = b"itsdangerous",
            *,
            serializer: _PDataSerializer[bytes],
            serializer_kwargs: dict[str, t.Any] | None = None,
            signer: type[Signer] | None = None,
            signer_kwargs: dict[str, t.Any] | None = None,
            fallback_signers: list[Fallback] | None = None,
        ) -> None: ...
        @t.overload
        def __init__(
            self,
            secret_key: Secrets,
            salt: str | bytes | None,
            serializer: t.Any,
            serializer_kwargs: dict[str, t.Any] | None = None,
            signer: type[Signer] | None = None,
            signer_kwargs: dict[str, t.Any] | None = None,
            fallback_signers: list[Fallback] | None = None,
        ) -> None: ...
        @t.overload
        def __init__(
            self,
            secret_key: Secrets,
            salt: str | bytes | None = b"itsdangerous",
            *,
            serializer: t.Any,
            serializer_kwargs: dict[str, t.Any] | None = None,
            signer: type[Signer] | None = None,
            signer_kwargs: dict[str, t.Any] | None = None,
            fallback_signers: list[Fallback] | None = None,
        ) -> None: ...

    def __init__(
        self,
        secret_key: Secrets,
        salt: str | bytes | None = b"itsdangerous",
        serializer: t.Any | None = None,
        serializer_kwargs: dict[str, t.Any] | None = None,
        signer: type[Signer] | None = None,
        signer_kwargs: dict[str, t.Any] | None = None,
        fallback_signers: list[Fallback] | None = None,
    ) -> None:
        self.secret_keys = list_secrets(secret_key)
        self.salt = None if salt is None else want_bytes(salt)
        self.serializer = self.default_serializer if serializer is None else serializer
        self.is_text_serializer = is_text_serializer(self.serializer)
        self.serializer_kwargs = serializer_kwargs or {}
        self.signer = self.default_signer if signer is None else signer
        self.signer_kwargs = signer_kwargs or {}
        if fallback_signers is None:
            fallback_signers = list(self.default_fallback_signers)
        self.fallback_signers = fallback_signers

    def __getstate__(self) -> t.Any:
        return state_without_cache(self)

    @property
    def secret_key(self) -> bytes:
        """The newest of :attr:`secret_keys`, which signs."""
        return self.secret_keys[-1]

    def load_payload(
        self, payload: bytes, serializer: _PDataSerializer[t.Any] | None = None
    ) -> t.Any:
        """Load an object from a payload whose signature was verified.

        :param serializer: used instead of :attr:`serializer`.
        :raises BadPayload: if the serializer raises any exception.
        """
        try:
            if serializer is None:
                use_serializer: _PDataSerializer[t.Any] = self.serializer
                is_text = self.is_text_serializer
            else:
                use_serializer = serializer
                is_text = is_text_serializer(serializer)
            return use_serializer.loads(payload.decode() if is_text else payload)
        except Exception as error:
            raise BadPayload(
                "Could not load the payload because an exception occurred on unserializing the"
                " data.",
                original_error=error,
            ) from error

    def dump_payload(self, obj: t.Any) -> bytes:
        """Serialize an object into the bytes to sign."""
        dumps: t.Callable[..., str | bytes] = self.serializer.dumps
        return want_bytes(dumps(obj, **self.serializer_kwargs))

    def make_signer(self, salt: str | bytes | None = None) -> Signer:
        """Return a new signer that signs with the newest secret and verifies with all.

        :param salt: :attr:`salt` if not given.
        """
        if salt is None:
            salt = self.salt
        return self._lend_cache(self.signer(self.secret_keys, salt=salt, **self.signer_kwargs))

    def _signer_for_call(self, salt: str | bytes | None) -> Signer:
        """Return what :meth:`make_signer` returns, for use within one call.

        Making a signer takes a quarter of loading a short token. The next call with equal settings
        gets an equal signer, and nobody else holds the last one, so it is used again. That saves
        2.1 of 8.7 µs (CPython 3.13). ``test_signer_of_the_last_call`` compares both ways.
        """
        cls = self.signer
        # A subclass may keep state of its own, so that two signers made alike differ.
        if "_is_stateless" not in cls.__dict__ or not is_original(self.make_signer, _MAKE_SIGNER):
            return self.make_signer(salt)
        settings = (
            *(cls, cls.__init__, cls.default_digest_method, cls.default_key_derivation),
            *(self.salt if salt is None else salt, [*self.secret_keys], {**self.signer_kwargs}),
        )
        if self._last_signer is None or self._last_settings != settings:
            self._last_signer, self._last_settings = self.make_signer(salt), settings
        return self._last_signer

    def iter_unsigners(self, salt: str | bytes | None = None) -> cabc.Iterator[Signer]:
        """Return all signers to verify a token with: :meth:`make_signer` first, then the fallbacks.

        Each fallback is made once for each secret, from oldest to newest.
        """
        if salt is None:
            salt = self.salt
        yield self.make_signer(salt)
        for fallback in self.fallback_signers:
            if isinstance(fallback, dict):
                cls, kwargs = self.signer, fallback
            elif isinstance(fallback, tuple):
                cls, kwargs = fallback
            else:
                cls, kwargs = fallback, self.signer_kwargs
            for secret in self.secret_keys:
                yield self._lend_cache(cls(secret, salt=salt, **kwargs))

    def _unsigners(self, salt: str | bytes | None) -> cabc.Iterable[Signer]:
        """Return what :meth:`iter_unsigners` returns, for use within one call."""
        if self.fallback_signers or not is_original(self.iter_unsigners, _ITER_UNSIGNERS):
            return self.iter_unsigners(salt)
        return (self._signer_for_call(self.salt if salt is None else salt),)

    def _lend_cache(self, signer: Signer) -> Signer:
        """Let a new signer use the keys that earlier ones derived."""
        if self._cache is None:
            self._cache = KeyCache()  # for the second signer: many a serializer is used once
        elif isinstance(signer, Signer):
            signer._cache = self._cache
            if isinstance(signer.algorithm, HMACAlgorithm):
                signer.algorithm._cache = self._cache
        return signer

    def dumps(self, obj: t.Any, salt: str | bytes | None = None) -> _TSerialized:
        """Return the serialized object with its signature.

        :param salt: :attr:`salt` if not given.
        :return: text if the serializer returns text, else bytes.
        """
        payload = want_bytes(self.dump_payload(obj))
        token = self._signer_for_call(salt).sign(payload)
        return token.decode() if self.is_text_serializer else token  # type: ignore[return-value]

    def dump(self, obj: t.Any, f: t.IO[t.Any], salt: str | bytes | None = None) -> None:
        """Write :meth:`dumps` to a file, which must be open for what it returns, text or bytes."""
        f.write(self.dumps(obj, salt))

    def loads(self, s: str | bytes, salt: str | bytes | None = None, **kwargs: t.Any) -> t.Any:
        """Verify a token and return the object.

        :param salt: :attr:`salt` if not given.
        :raises BadSignature: if the signature does not match with any signer.
        :raises BadPayload: if the signature matches and the payload cannot be loaded.
        """
        token = token_bytes(s)
        mismatch: BadSignature | None = None
        for signer in self._unsigners(salt):
            try:
                return self.load_payload(signer.unsign(token))
            except BadSignature as error:
                mismatch = error
        raise t.cast("BadSignature", mismatch)

    def load(self, f: t.IO[t.Any], salt: str | bytes | None = None) -> t.Any:
        """Call :meth:`loads` with the content of a file."""
        return self.loads(f.read(), salt)

    def loads_unsafe(self, s: str | bytes, salt: str | bytes | None = None) -> tuple[bool, t.Any]:
        """Return whether the signature matches, and the object in any case.

        For debugging only: if the first value is false, anybody may have written the second. Use
        a serializer that is safe on any input. The object is ``None`` if it cannot be loaded.

        :raises BadPayload: if the signature matches and the payload cannot be loaded.
        """
        return self._loads_unsafe(s, {"salt": salt})

    def _loads_unsafe(self, s: str | bytes, kwargs: dict[str, t.Any]) -> tuple[bool, t.Any]:
        try:
            return True, self.loads(s, **kwargs)
        except BadSignature as error:
            if error.payload is None:
                return False, None
            try:
                return False, self.load_payload(error.payload)
            except BadPayload:
                return False, None

    def load_unsafe(self, f: t.IO[t.Any], salt: str | bytes | None = None) -> tuple[bool, t.Any]:
        """Call :meth:`loads_unsafe` with the content of a file."""
        return self.loads_unsafe(f.read(), salt=salt)


# The methods as defined here, to find out whether they are overridden (``is_original``).
_MAKE_SIGNER = Serializer.make_signer
_ITER_UNSIGNERS = Serializer.iter_unsigners
