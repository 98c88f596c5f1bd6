"""Times: signed, read, aged, and refused when they make no sense."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itsdangerous import (
    BadData,
    BadPayload,
    BadSignature,
    BadTimeSignature,
    SignatureExpired,
    Signer,
    TimedSerializer,
    TimestampSigner,
    URLSafeTimedSerializer,
)
from itsdangerous.encoding import base64_encode, int_to_bytes, want_bytes

NOON = 1_700_000_000
WHEN = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


def test_clock_of_the_system() -> None:
    signer = TimestampSigner("secret")
    before = int(time.time())
    value, moment = signer.unsign(signer.sign("value"), max_age=60, return_timestamp=True)
    assert value == b"value"
    assert moment.tzinfo is UTC
    assert before <= moment.timestamp() <= time.time()


def test_age(clock: Any) -> None:
    signer = clock("secret")
    signed = signer.sign("value")
    clock.now = NOON + 100
    assert signer.unsign(signed, max_age=100) == b"value"
    assert signer.validate(signed, 100) and not signer.validate(signed, max_age=99)

    with pytest.raises(SignatureExpired, match=r"^Signature age 100 > 99 seconds$") as caught:
        signer.unsign(signed, max_age=99)

    assert (caught.value.payload, caught.value.date_signed) == (b"value", WHEN)
    clock.now = NOON - 7
    assert signer.unsign(signed) == b"value"

    with pytest.raises(SignatureExpired, match=r"^Signature age -7 < 0 seconds$"):
        signer.unsign(signed, max_age=1000)


@given(st.integers(0, 2**34), st.integers(0, 2**20))
def test_age_is_monotone(signed_at: int, age: int) -> None:
    class Clock(TimestampSigner):
        now = signed_at

        def get_timestamp(self) -> int:
            return self.now

    signer = Clock("secret")
    signed = signer.sign("value")
    Clock.now += age
    assert signer.validate(signed, age)
    assert signer.validate(signed, age + 1)
    assert not signer.validate(signed, age - 1)


def test_refused_with_date(clock: Any) -> None:
    signer = clock("secret")
    signed = signer.sign("value")

    with pytest.raises(BadTimeSignature, match=r"does not match$") as caught:
        signer.unsign(signed + b"x")

    assert (caught.value.payload, caught.value.date_signed) == (b"value", WHEN)


@pytest.mark.parametrize("token", ["value", "value.AAAA", "\ud800"])
def test_refused_without_time(clock: Any, token: str) -> None:
    with pytest.raises(BadSignature) as caught:
        clock("secret").unsign(token)

    assert type(caught.value) is BadSignature


def test_missing_time(clock: Any) -> None:
    with pytest.raises(BadTimeSignature, match=r"^timestamp missing$") as caught:
        clock("secret").unsign(Signer("secret").sign("value"))

    assert caught.value.payload == b"value"


@pytest.mark.parametrize("written", [b"a", b"_" * 12, b"_" * 24])
def test_malformed_time(clock: Any, written: bytes) -> None:
    signed = Signer("secret").sign(b"value." + written)

    with pytest.raises(BadTimeSignature, match=r"^Malformed timestamp$") as caught:
        clock("secret").unsign(signed)

    assert (caught.value.payload, caught.value.date_signed) == (b"value", None)

    with pytest.raises(BadTimeSignature, match=r"does not match$") as caught:
        clock("secret").unsign(signed + b"x")

    assert (caught.value.payload, caught.value.date_signed) == (b"value", None)


@pytest.mark.parametrize("timestamp", [253402300800, 2**63, 2**64 - 1])
@pytest.mark.parametrize("options", [{"max_age": 5}, {"return_timestamp": True}])
def test_times_beyond_datetimes(clock: Any, timestamp: int, options: dict[str, Any]) -> None:
    written = base64_encode(int_to_bytes(timestamp))
    signed = Signer("secret").sign(b"value." + written)
    assert clock("secret").unsign(signed) == b"value"

    with pytest.raises(BadTimeSignature, match=r"^Malformed timestamp$"):
        clock("secret").unsign(signed, **options)

    with pytest.raises(BadTimeSignature, match=r"^Malformed timestamp$"):
        clock("secret").unsign(signed + b"x")


def test_time_that_is_no_integer(clock: Any) -> None:
    clock.now = True
    assert clock("secret").sign("value").startswith(b"value.AQ.")
    clock.now = 1
    assert clock("secret").sign("value").startswith(b"value.AQ.")


def test_separators(clock: Any) -> None:
    signer = clock("secret", sep=":")
    signer.sep = "|"
    assert signer.unsign(signer.sign("a.b:c")) == b"a.b:c"


def test_serializer(clock: Any) -> None:
    serializer = URLSafeTimedSerializer("secret", signer=clock)
    token = serializer.dumps({"id": 5})
    clock.now += 10
    assert serializer.loads(token) == {"id": 5}
    assert serializer.loads(token, 10) == {"id": 5}
    assert serializer.loads(token, max_age=10, return_timestamp=True) == ({"id": 5}, WHEN)
    assert serializer.loads_unsafe(token) == (True, {"id": 5})
    assert serializer.loads_unsafe(token, 9) == (False, {"id": 5})
    assert serializer.loads_unsafe(token, salt="other") == (False, {"id": 5})

    with pytest.raises(SignatureExpired) as caught:
        serializer.loads(token, max_age=9)

    assert caught.value.date_signed == WHEN

    with pytest.raises(BadSignature):
        serializer.loads(token, salt="other")


def test_plain_signer_within_a_serializer() -> None:
    serializer = URLSafeTimedSerializer(["old", "new"])
    token = URLSafeTimedSerializer("old").dumps([1])
    assert serializer.loads(token, max_age=60) == [1]
    assert serializer.loads(token, return_timestamp=True)[1].tzinfo is UTC

    with pytest.raises(BadTimeSignature):
        serializer.loads(token[:-3] + "AAA")


def test_expired_ends_the_search(clock: Any) -> None:
    asked: list[bytes] = []

    class Spy(TimestampSigner):
        def unsign(self, signed_value: str | bytes, *args: Any, **kwargs: Any) -> Any:
            asked.append(self.secret_key)
            return super().unsign(signed_value, *args, **kwargs)

    serializer = TimedSerializer(["a", "b"], signer=clock, fallback_signers=[Spy])
    token = TimedSerializer("a", signer=clock).dumps([1])
    clock.now += 10

    with pytest.raises(SignatureExpired):
        serializer.loads(token, max_age=5)

    assert asked == []

    with pytest.raises(BadTimeSignature):
        serializer.loads(token + "x")

    assert asked == [b"a", b"b"]


def test_overridden_unsign_gets_the_whole_question() -> None:
    seen: list[dict[str, Any]] = []

    class Spy(TimestampSigner):
        def unsign(  # type: ignore[override]
            self, signed_value: str | bytes, **kwargs: Any
        ) -> Any:
            seen.append(kwargs)
            return super().unsign(signed_value, **kwargs)

    class Dater(TimestampSigner):
        def timestamp_to_datetime(self, ts: int) -> datetime:
            seen.append({"ts": type(ts)})
            return super().timestamp_to_datetime(ts)

    for signer in (Spy, Dater):
        serializer = TimedSerializer("secret", signer=signer)
        serializer.loads(serializer.dumps([1]))

    assert seen == [{"max_age": None, "return_timestamp": True}, {"ts": int}]


def test_unreadable_payload(clock: Any) -> None:
    with pytest.raises(BadPayload):
        TimedSerializer("secret", signer=clock).loads(
            clock("secret", salt="itsdangerous").sign("{")
        )


@given(st.one_of(st.text(st.characters()), st.binary()))
def test_junk_is_bad_data(junk: str | bytes) -> None:
    with pytest.raises(BadData):
        TimestampSigner("secret").unsign(junk)

    with pytest.raises(BadData):
        URLSafeTimedSerializer("secret").loads(junk)

    assert URLSafeTimedSerializer("secret").loads_unsafe(junk)[0] is False
    assert not TimestampSigner("secret").validate(junk, 5)


@pytest.mark.parametrize("tail", [b"", b"x"])
def test_a_class_between_is_asked(tail: bytes) -> None:
    """A class between the two signers among the bases of a class sees every token."""
    seen: list[bytes] = []

    class Between(Signer):
        def unsign(self, signed_value: str | bytes) -> bytes:
            seen.append(want_bytes(signed_value))
            return super().unsign(signed_value)

    class Watched(TimestampSigner, Between):
        pass

    token = TimestampSigner("secret").sign("value") + tail

    if tail:
        with pytest.raises(BadTimeSignature, match="does not match") as caught:
            Watched("secret").unsign(token)

        assert caught.value.payload == b"value"
        assert caught.value.date_signed is not None
    else:
        assert Watched("secret").unsign(token) == b"value"

    assert seen == [token]


def test_a_class_between_that_finds_no_signature() -> None:
    class Between(Signer):
        def unsign(self, signed_value: str | bytes) -> bytes:
            return super().unsign(signed_value)

    class Watched(TimestampSigner, Between):
        pass

    with pytest.raises(BadSignature, match=r"No b'\.' found") as caught:
        Watched("secret").unsign(b"value")

    assert caught.value.payload is None

    unstamped = Signer("secret", salt=Watched("secret").salt).sign(b"value")

    with pytest.raises(BadSignature, match="does not match") as caught:
        Watched("secret").unsign(unstamped + b"x")

    assert type(caught.value) is BadSignature
    assert caught.value.payload == b"value"
