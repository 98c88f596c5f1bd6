"""An object in, its serialized form out, signed; and the object back.

The serializer is anything with ``dumps`` and ``loads``; the signer is made anew for every call, so
that ``salt`` may differ, and is lent the keys that were already derived. This file knows no clock
and no alphabet of URLs.
"""

from __future__ import annotations

import typing as t

from ._keys import KeyMemory, list_secrets
from .encoding import want_bytes
from .exc import BadPayload, BadSignature
from .signer import Signer, token_bytes, without_memory

TYPE_CHECKING = False
if TYPE_CHECKING:
    import collections.abc as cabc

    import typing_extensions as te

    _TSerialized = te.TypeVar("_TSerialized", bound=str | bytes, default=str)

    class _PDataSerializer(t.Protocol[_TSerialized]):
        def loads(self, payload: _TSerialized, /) -> t.Any: ...
        def dumps(self, obj: t.Any, /) -> _TSerialized: ...

    class _AnySerializer(t.Protocol):
        loads: t.Callable[..., t.Any]
        dumps: t.Callable[..., t.Any]

    Fallback = dict[str, t.Any] | tuple[type[Signer], dict[str, t.Any]] | type[Signer]
else:
    _TSerialized = t.TypeVar("_TSerialized")


def is_text_serializer(
    serializer: _PDataSerializer[t.Any],
) -> te.TypeGuard[_PDataSerializer[str]]:
    """Tell whether a serializer writes text rather than bytes, by letting it write ``{}``."""
    return isinstance(serializer.dumps({}), str)


class _LazyJSON:
    """Stands for the ``json`` module in a class body, and loads it when it is looked up."""

    def __get__(self, instance: object, owner: type | None = None) -> t.Any:
        import json

        return json


class Serializer(t.Generic[_TSerialized]):
    """Serializes objects and signs the result.

    :param secret_key: one secret, or several from oldest to newest. The last one signs, all
        verify.
    :param salt: a name for the context, so that a token made for one purpose is refused for
        another. ``None`` leaves it to the signer.
    :param serializer: an object with ``dumps`` and ``loads``; :mod:`json` if not given.
    :param serializer_kwargs: keyword arguments for each call of ``serializer.dumps``.
    :param signer: the class that signs, :attr:`default_signer` if not given.
    :param signer_kwargs: keyword arguments for it.
    :param fallback_signers: other ways in which tokens may have been signed: keyword arguments
        for ``signer``, a class, or a pair of both. They verify and never sign.
    """

    #: The serializer when none is given.
    default_serializer: _PDataSerializer[t.Any] = t.cast("_PDataSerializer[t.Any]", _LazyJSON())

    #: The signer class when none is given.
    default_signer: type[Signer] = Signer

    #: The fallbacks when none are given.
    default_fallback_signers: list[Fallback] = []

    #: Secrets from oldest to newest.
    secret_keys: list[bytes]
    salt: str | bytes | None
    serializer: _PDataSerializer[_TSerialized]
    #: Whether :meth:`dumps` gives text.
    is_text_serializer: bool
    serializer_kwargs: dict[str, t.Any]
    signer: type[Signer]
    signer_kwargs: dict[str, t.Any]
    fallback_signers: list[Fallback]

    # Made on first use and lent to every signer.
    _memory: KeyMemory | None = None

    # The signer of the last call with what it was made from.
    _kept: tuple[t.Any, ...] | None = None

    if TYPE_CHECKING:

        @t.overload
        def __init__(
            self: Serializer[str],
            secret_key: str | bytes | cabc.Iterable[str] | cabc.Iterable[bytes],
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
            secret_key: str | bytes | cabc.Iterable[str] | cabc.Iterable[bytes],
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
            secret_key: str | bytes | cabc.Iterable[str] | cabc.Iterable[bytes],
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
            secret_key: str | bytes | cabc.Iterable[str] | cabc.Iterable[bytes],
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
            secret_key: str | bytes | cabc.Iterable[str] | cabc.Iterable[bytes],
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
        secret_key: str | bytes | cabc.Iterable[str] | cabc.Iterable[bytes],
        salt: str | bytes | None = b"itsdangerous",
        serializer: t.Any | None = None,
        serializer_kwargs: dict[str, t.Any] | None = None,
        signer: type[Signer] | None = None,
        signer_kwargs: dict[str, t.Any] | None = None,
        fallback_signers: list[Fallback] | None = None,
    ) -> None:
        self.secret_keys = list_secrets(secret_key)
        self.salt = salt.encode() if isinstance(salt, str) else salt
        self.serializer = chosen = self.default_serializer if serializer is None else serializer
        self.is_text_serializer = is_text_serializer(chosen)
        self.serializer_kwargs = serializer_kwargs or {}
        self.signer = self.default_signer if signer is None else signer
        self.signer_kwargs = signer_kwargs or {}
        self.fallback_signers = (
            list(self.default_fallback_signers) if fallback_signers is None else fallback_signers
        )

    def __getstate__(self) -> t.Any:
        return without_memory(self)

    @property
    def secret_key(self) -> bytes:
        """The newest of :attr:`secret_keys`: the one that signs."""
        return self.secret_keys[-1]

    def load_payload(
        self, payload: bytes, serializer: _PDataSerializer[t.Any] | None = None
    ) -> t.Any:
        """Turn a payload, its signature already checked, back into an object.

        :param serializer: reads it instead of :attr:`serializer`.
        :raises BadPayload: if the serializer fails, whatever it raises.
        """
        try:
            if serializer is None:
                reader: t.Any = self.serializer
                reads_text = self.is_text_serializer
            else:
                reader = serializer
                reads_text = is_text_serializer(serializer)

            return reader.loads(payload.decode() if reads_text else payload)
        except Exception as error:
            raise BadPayload(
                "Could not load the payload because an exception occurred on unserializing the"
                " data.",
                original_error=error,
            ) from error

    def dump_payload(self, obj: t.Any) -> bytes:
        """Turn an object into the bytes to sign."""
        writer: t.Any = self.serializer
        kwargs = self.serializer_kwargs
        payload: str | bytes = writer.dumps(obj, **kwargs) if kwargs else writer.dumps(obj)
        return payload.encode() if isinstance(payload, str) else payload

    def make_signer(self, salt: str | bytes | None = None) -> Signer:
        """Give a new signer that signs with the newest key and verifies with all.

        :param salt: :attr:`salt` if not given.
        """
        return self._lend(
            self.signer(
                self.secret_keys, salt=self.salt if salt is None else salt, **self.signer_kwargs
            )
        )

    def _own_signer(self, salt: str | bytes | None) -> Signer:
        """Give what :meth:`make_signer` gives, for use within one call.

        Plain signers of this package are kept while nothing they were made from has changed:
        no one else holds them, so no one can tell.
        """
        if getattr(self.make_signer, "__func__", None) is not _MAKE_SIGNER:
            return self.make_signer(salt)

        if salt is None:
            salt = self.salt

        cls = self.signer
        kept = self._kept

        if (
            kept is not None
            and kept[0] is cls
            and kept[1] is salt
            and kept[2] == self.secret_keys
            and kept[3] == self.signer_kwargs
            and kept[4] is cls.default_digest_method
            and kept[5] is cls.default_key_derivation
            and kept[6] is cls.__init__
        ):
            signer: Signer = kept[7]
            return signer

        signer = self.make_signer(salt)

        if "_plain" in cls.__dict__:
            self._kept = (
                cls,
                salt,
                list(self.secret_keys),
                dict(self.signer_kwargs),
                cls.default_digest_method,
                cls.default_key_derivation,
                cls.__init__,
                signer,
            )

        return signer

    def _unsigners(self, salt: str | bytes | None) -> cabc.Iterable[Signer]:
        """Give what :meth:`iter_unsigners` gives, for use within one call."""
        if (
            self.fallback_signers
            or getattr(self.iter_unsigners, "__func__", None) not in _ITER_UNSIGNERS
            or Serializer.iter_unsigners is not _ITER_UNSIGNERS[0]
        ):
            return self.iter_unsigners(salt)

        # An override of ``make_signer`` is told the salt in use here, and ``None`` by ``dumps``.
        return (self._own_signer(self.salt if salt is None else salt),)

    def iter_unsigners(self, salt: str | bytes | None = None) -> cabc.Iterator[Signer]:
        """Give every signer that may have signed a token, the current way first.

        Each fallback comes once for each key, the oldest first.
        """
        if salt is None:
            salt = self.salt

        yield self.make_signer(salt)

        for fallback in self.fallback_signers:
            cls, kwargs = self._read_fallback(fallback)

            for secret in self.secret_keys:
                yield self._lend(cls(secret, salt=salt, **kwargs))

    def _read_fallback(self, fallback: Fallback) -> tuple[type[Signer], dict[str, t.Any]]:
        if isinstance(fallback, dict):
            return self.signer, fallback

        if isinstance(fallback, tuple):
            return fallback

        return fallback, self.signer_kwargs

    def _lend(self, signer: Signer) -> Signer:
        """Let a new signer use what was computed from the keys before."""
        if isinstance(signer, Signer):
            if self._memory is None:
                # The first is often the last, and computes for itself.
                self._memory = KeyMemory()
            else:
                signer._memory = self._memory

        return signer

    def dumps(self, obj: t.Any, salt: str | bytes | None = None) -> _TSerialized:
        """Give the signed serialized object: text if the serializer writes text, else bytes.

        :param salt: :attr:`salt` if not given.
        """
        payload = want_bytes(self.dump_payload(obj))
        token = self._own_signer(salt).sign(payload)
        return token.decode() if self.is_text_serializer else token  # type: ignore[return-value]

    def dump(self, obj: t.Any, f: t.IO[t.Any], salt: str | bytes | None = None) -> None:
        """Write :meth:`dumps` to a file opened for what it gives, text or bytes."""
        f.write(self.dumps(obj, salt))

    def loads(self, s: str | bytes, salt: str | bytes | None = None, **kwargs: t.Any) -> t.Any:
        """Check a token and give the object in it.

        :param salt: :attr:`salt` if not given.
        :raises BadSignature: if neither the signer nor a fallback finds the signature genuine.
        :raises BadPayload: if the signature is genuine and the payload cannot be read.
        """
        token = token_bytes(s)
        refusal: BadSignature | None = None

        for signer in self._unsigners(salt):
            try:
                return self.load_payload(signer.unsign(token))
            except BadSignature as error:
                refusal = error

        raise t.cast("BadSignature", refusal)

    def load(self, f: t.IO[t.Any], salt: str | bytes | None = None) -> t.Any:
        """Read a file to its end and give it to :meth:`loads`."""
        return self.loads(f.read(), salt)

    def loads_unsafe(self, s: str | bytes, salt: str | bytes | None = None) -> tuple[bool, t.Any]:
        """Give whether the signature is genuine, and the object whether or not it is.

        For debugging only: an attacker decides what the second part is when the first is false.
        The object is ``None`` if it cannot be read. Use a serializer that is safe on any input.

        :raises BadPayload: if the signature is genuine and the payload cannot be read.
        """
        return self._loads_unverified(s, {"salt": salt})

    def _loads_unverified(self, s: str | bytes, kwargs: dict[str, t.Any]) -> tuple[bool, t.Any]:
        try:
            return True, self.loads(s, **kwargs)
        except BadSignature as error:
            payload = error.payload

        if payload is None:
            return False, None

        try:
            return False, self.load_payload(payload)
        except BadPayload:
            return False, None

    def load_unsafe(self, f: t.IO[t.Any], salt: str | bytes | None = None) -> tuple[bool, t.Any]:
        """Read a file to its end and give it to :meth:`loads_unsafe`."""
        return self.loads_unsafe(f.read(), salt=salt)


# As they are here: whoever replaces one, in a subclass or in place, is asked instead.
_MAKE_SIGNER = Serializer.make_signer
_ITER_UNSIGNERS: list[object] = [Serializer.iter_unsigners]
