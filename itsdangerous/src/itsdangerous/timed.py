"""A value or object in, the same out, signed together with the time.

A timed value is ``value + sep + base64(seconds since 1970)``, and that is what gets signed. The
clock is :meth:`TimestampSigner.get_timestamp` and nothing else. Times that people see are aware
datetimes in UTC.
"""

from __future__ import annotations

import time
import typing as t

from .encoding import base64_decode, base64_encode, bytes_to_int, int_to_bytes
from .exc import BadSignature, BadTimeSignature, SignatureExpired
from .serializer import _ITER_UNSIGNERS, Serializer, _TSerialized
from .signer import Signer, token_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    import collections.abc as cabc
    from datetime import datetime

# The second written last, and how it is written: a busy second is encoded once.
_written: tuple[int, bytes] = (0, b"")


def _write_time(timestamp: int) -> bytes:
    global _written
    second, text = _written

    if timestamp != second or type(timestamp) is not int:
        text = base64_encode(int_to_bytes(timestamp))
        _written = timestamp, text

    return text


def _read_time(text: bytes) -> int | None:
    try:
        return bytes_to_int(base64_decode(text))
    except Exception:  # no base64, or more than 64 bits
        return None


class TimestampSigner(Signer):
    """A :class:`Signer` that also signs the time, and can refuse what is too old."""

    _plain = True

    def get_timestamp(self) -> int:
        """Give the time of now in whole seconds since 1970 UTC. Override it to set the clock."""
        return int(time.time())

    def timestamp_to_datetime(self, ts: int) -> datetime:
        """Give an aware datetime in UTC.

        :raises ValueError: (or OverflowError, OSError) beyond the years that datetimes know.
        """
        import datetime

        return datetime.datetime.fromtimestamp(ts, datetime.UTC)

    def sign(self, value: str | bytes) -> bytes:
        """Give the value followed by the time of now and the signature of both."""
        sep = self.sep

        if isinstance(sep, str):
            sep = sep.encode()

        if isinstance(value, str):
            value = value.encode()

        timed = value + sep + _write_time(self.get_timestamp())
        return timed + sep + self.get_signature(timed)

    # The two overloads are those of the interface: the second has a default as well.
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
        """Check signature and age, and give the value.

        :param max_age: the greatest age in seconds to accept; negative ages are refused with it.
        :param return_timestamp: give the pair of the value and the moment of signing.
        :raises SignatureExpired: if the age is out of bounds.
        :raises BadTimeSignature: if the time is absent or unreadable.
        :raises BadSignature: if the signature is not genuine.
        """
        if getattr(super().unsign, "__func__", None) is _SIGNER_UNSIGN:
            timed, mismatch = self._check(signed_value)
        else:
            try:
                timed, mismatch = super().unsign(signed_value), ""
            except BadSignature as error:
                if not error.payload:
                    raise

                timed, mismatch = error.payload, str(error)

        sep = self.sep

        if isinstance(sep, str):
            sep = sep.encode()

        if sep not in timed:
            if mismatch:
                raise BadSignature(mismatch, payload=timed)

            raise BadTimeSignature("timestamp missing", payload=timed)

        value, written = timed.rsplit(sep, 1)
        timestamp = _read_time(written)

        if mismatch:
            claimed = None if timestamp is None else self._date(timestamp, value)
            raise BadTimeSignature(mismatch, payload=value, date_signed=claimed)

        if timestamp is None:
            raise BadTimeSignature("Malformed timestamp", payload=value)

        if max_age is not None:
            self._check_age(timestamp, max_age, value)

        return (value, self._date(timestamp, value)) if return_timestamp else value

    def _check_age(self, timestamp: int, max_age: int, value: bytes) -> None:
        age = self.get_timestamp() - timestamp

        if age > max_age:
            problem = f"Signature age {age} > {max_age} seconds"
        elif age < 0:
            problem = f"Signature age {age} < 0 seconds"
        else:
            return

        raise SignatureExpired(problem, payload=value, date_signed=self._date(timestamp, value))

    def _date(self, timestamp: int, value: bytes) -> datetime:
        try:
            return self.timestamp_to_datetime(timestamp)
        except (ValueError, OSError, OverflowError) as error:
            raise BadTimeSignature("Malformed timestamp", payload=value) from error

    def validate(self, signed_value: str | bytes, max_age: int | None = None) -> bool:
        """Tell whether :meth:`unsign` would give a value."""
        try:
            self.unsign(signed_value, max_age=max_age)
        except BadSignature:
            return False

        return True


# As they are here: whoever replaces one, in a subclass or in place, is asked instead.
_SIGNER_UNSIGN = Signer.unsign
_UNSIGN = TimestampSigner.unsign
_TO_DATETIME = TimestampSigner.timestamp_to_datetime


class TimedSerializer(Serializer[_TSerialized]):
    """A :class:`~itsdangerous.Serializer` whose tokens carry the time of signing."""

    default_signer: type[TimestampSigner] = TimestampSigner

    def iter_unsigners(self, salt: str | bytes | None = None) -> cabc.Iterator[TimestampSigner]:
        return t.cast("cabc.Iterator[TimestampSigner]", super().iter_unsigners(salt))

    # The order of the parameters is part of the interface.
    def loads(  # type: ignore[override]
        self,
        s: str | bytes,
        max_age: int | None = None,
        return_timestamp: bool = False,
        salt: str | bytes | None = None,
    ) -> t.Any:
        """Check a token and its age and give the object in it.

        :param max_age: the greatest age in seconds to accept.
        :param return_timestamp: give the pair of the object and the moment of signing.
        :param salt: :attr:`salt` if not given.
        :raises SignatureExpired: if the age is out of bounds; fallbacks are not asked any more.
        :raises BadSignature: if neither the signer nor a fallback finds the signature genuine.
        :raises BadPayload: if the signature is genuine and the payload cannot be read.
        """
        token = token_bytes(s)
        refusal: BadSignature | None = None

        for signer in t.cast("cabc.Iterable[TimestampSigner]", self._unsigners(salt)):
            try:
                payload, date_signed = _unsign_for(signer, token, max_age, return_timestamp)
                obj = self.load_payload(payload)
            except SignatureExpired:
                raise
            except BadSignature as error:
                refusal = error
            else:
                return (obj, date_signed) if return_timestamp else obj

        raise t.cast("BadSignature", refusal)

    # Without ``return_timestamp`` and with another order: as in :meth:`loads`.
    def loads_unsafe(  # type: ignore[override]
        self,
        s: str | bytes,
        max_age: int | None = None,
        salt: str | bytes | None = None,
    ) -> tuple[bool, t.Any]:
        return self._loads_unverified(s, {"salt": salt, "max_age": max_age})


_ITER_UNSIGNERS.append(TimedSerializer.iter_unsigners)


def _unsign_for(
    signer: TimestampSigner, token: bytes, max_age: int | None, dated: bool
) -> tuple[bytes, datetime | None]:
    """Unsign, and make a datetime only for who asks or replaced how it is made."""
    cls = type(signer)

    if dated or cls.unsign is not _UNSIGN or cls.timestamp_to_datetime is not _TO_DATETIME:
        return signer.unsign(token, max_age=max_age, return_timestamp=True)

    return signer.unsign(token, max_age), None
