"""Sign a value or an object together with the time.

A timed value is ``value + sep + base64(seconds since 1970)``, and that is what is signed. The time
comes from :meth:`TimestampSigner.get_timestamp` alone. Datetimes are aware, in UTC.
"""

from __future__ import annotations

import time
import typing as t
from datetime import UTC, datetime

from .encoding import base64_decode, base64_encode, bytes_to_int, int_to_bytes, want_bytes
from .exc import BadSignature, BadTimeSignature, SignatureExpired
from .serializer import Serializer, _TSerialized
from .signer import Signer, token_bytes

TYPE_CHECKING: bool = False
if TYPE_CHECKING:
    import collections.abc as cabc


class TimestampSigner(Signer):
    """A :class:`~itsdangerous.Signer` that also signs the time, and can refuse old values."""

    _is_stateless = True

    def get_timestamp(self) -> int:
        """Return the seconds since 1970 UTC. Override it to set the clock."""
        return int(time.time())

    def timestamp_to_datetime(self, ts: int) -> datetime:
        """Return an aware datetime in UTC.

        :raises ValueError: (or OverflowError, OSError) if ``datetime`` has no such year.
        """
        return datetime.fromtimestamp(ts, UTC)

    def sign(self, value: str | bytes) -> bytes:
        """Return the value, the time, and the signature of both, separated by :attr:`sep`."""
        sep = want_bytes(self.sep)
        timestamp = base64_encode(int_to_bytes(self.get_timestamp()))
        timed = want_bytes(value) + sep + timestamp
        return timed + sep + self.get_signature(timed)

    # Both overloads have a default for ``return_timestamp``: the public interface has them so.
    @t.overload
    def unsign(
        self,
        signed_value: str | bytes,
        max_age: int | None = None,
        return_timestamp: t.Literal[False] = False,
    ) -> bytes: ...
    @t.overload
    def unsign(
        self,
        signed_value: str | bytes,
        max_age: int | None = None,
        return_timestamp: t.Literal[True] = True,
    ) -> tuple[bytes, datetime]: ...
    def unsign(
        self,
        signed_value: str | bytes,
        max_age: int | None = None,
        return_timestamp: bool = False,
    ) -> tuple[bytes, datetime] | bytes:
        """Verify signature and age, and return the value.

        :param max_age: the greatest age in seconds. With it, values from the future are refused.
        :param return_timestamp: return a tuple of the value and the datetime of signing.
        :raises SignatureExpired: if the age is greater than ``max_age``, or less than 0.
        :raises BadTimeSignature: if there is no readable time, or the signature does not match
            and a time was found.
        :raises BadSignature: if there is no signature, or it does not match.
        """
        mismatch = None
        try:
            timed = super().unsign(signed_value)
        except BadSignature as error:
            if not error.payload:
                raise
            mismatch = error
            timed = error.payload
        value, found, encoded = timed.rpartition(want_bytes(self.sep))
        if not found:
            raise mismatch or BadTimeSignature("timestamp missing", payload=timed)
        try:
            timestamp = bytes_to_int(base64_decode(encoded))
        except Exception:  # not base64, or more than 64 bits
            raise BadTimeSignature(str(mismatch or "Malformed timestamp"), payload=value) from None
        if mismatch is not None:
            date = self._datetime(timestamp, value)
            raise BadTimeSignature(str(mismatch), payload=value, date_signed=date)
        if max_age is not None:
            self._check_age(timestamp, max_age, value)
        return (value, self._datetime(timestamp, value)) if return_timestamp else value

    def _check_age(self, timestamp: int, max_age: int, value: bytes) -> None:
        age = self.get_timestamp() - timestamp
        if age > max_age:
            problem = f"Signature age {age} > {max_age} seconds"
        elif age < 0:
            problem = f"Signature age {age} < 0 seconds"
        else:
            return
        raise SignatureExpired(problem, payload=value, date_signed=self._datetime(timestamp, value))

    def _datetime(self, timestamp: int, value: bytes) -> datetime:
        try:
            return self.timestamp_to_datetime(timestamp)
        except (ValueError, OSError, OverflowError) as error:
            raise BadTimeSignature("Malformed timestamp", payload=value) from error

    def validate(self, signed_value: str | bytes, max_age: int | None = None) -> bool:
        """Return whether :meth:`unsign` returns a value."""
        try:
            self.unsign(signed_value, max_age=max_age)
        except BadSignature:
            return False
        return True


class TimedSerializer(Serializer[_TSerialized]):
    """A :class:`~itsdangerous.Serializer` whose tokens carry the time of signing."""

    default_signer: type[TimestampSigner] = TimestampSigner

    if TYPE_CHECKING:

        def iter_unsigners(
            self, salt: str | bytes | None = None
        ) -> cabc.Iterator[TimestampSigner]: ...

    # The public interface has another order of parameters than the base class.
    def loads(  # type: ignore[override]
        self,
        s: str | bytes,
        max_age: int | None = None,
        return_timestamp: bool = False,
        salt: str | bytes | None = None,
    ) -> t.Any:
        """Verify a token and its age, and return the object.

        :param max_age: the greatest age in seconds.
        :param return_timestamp: return a tuple of the object and the datetime of signing.
        :param salt: :attr:`salt` if not given.
        :raises SignatureExpired: if the age is out of bounds. Later signers are not tried.
        :raises BadSignature: if the signature does not match with any signer.
        :raises BadPayload: if the signature matches and the payload cannot be loaded.
        """
        token = token_bytes(s)
        mismatch: BadSignature | None = None
        for signer in t.cast("cabc.Iterable[TimestampSigner]", self._unsigners(salt)):
            try:
                payload, signed_at = signer.unsign(token, max_age=max_age, return_timestamp=True)
                obj = self.load_payload(payload)
            except SignatureExpired:
                raise
            except BadSignature as error:
                mismatch = error
            else:
                return (obj, signed_at) if return_timestamp else obj
        raise t.cast("BadSignature", mismatch)

    def loads_unsafe(  # type: ignore[override]
        self,
        s: str | bytes,
        max_age: int | None = None,
        salt: str | bytes | None = None,
    ) -> tuple[bool, t.Any]:
        """As :meth:`Serializer.loads_unsafe`, with the age checked as in :meth:`loads`."""
        return self._loads_unsafe(s, {"salt": salt, "max_age": max_age})
