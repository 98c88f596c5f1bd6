"""The same seeded inputs for both sides: tokens, refusals, their types, texts and attributes."""

# ruff: noqa: B023 - every function made in a loop is called within its turn

from __future__ import annotations

import hashlib
import pickle
import random
from collections.abc import Callable, Iterator
from typing import Any

import itsdangerous
from itsdangerous import encoding

EXPECTED_DIFFERENCES = {
    "surrogate": "text without a UTF-8 form is a refused token, not a UnicodeEncodeError",
    "beyond": "a signed time that no datetime can hold is BadTimeSignature, not ValueError",
}

NOW = 1_700_000_000


class Clock(itsdangerous.TimestampSigner):
    now = NOW

    def get_timestamp(self) -> int:
        return self.now


def outcome(call: Callable[[], object]) -> object:
    """Return what a call returns or raises, in a form that JSON can hold."""
    try:
        return repr(call())
    except Exception as error:
        kept = {name: repr(value) for name, value in sorted(vars(error).items()) if name[0] != "_"}
        return [type(error).__name__, str(error).split("\n")[0], kept, repr(error.__cause__)]


def random_object(rng: random.Random, depth: int = 3) -> Any:
    kind = rng.randrange(9 if depth else 6)

    if kind == 0:
        return rng.choice([None, True, False])
    if kind == 1:
        return rng.randrange(-(10 ** rng.randrange(1, 30)), 10 ** rng.randrange(1, 30))
    if kind == 2:
        return rng.random() * 10 ** rng.randrange(-20, 20)
    if kind < 6:
        letters = rng.choice(["abc", "0123456789", 'é☃"\\\n\x00', "the user id "])
        return "".join(rng.choices(letters, k=rng.randrange(rng.choice([5, 60, 400]))))
    if kind == 6:
        return {f"k{n}": random_object(rng, depth - 1) for n in range(rng.randrange(6))}

    return [random_object(rng, depth - 1) for _ in range(rng.randrange(6))]


def random_settings(rng: random.Random) -> dict[str, Any]:
    return {
        "salt": rng.choice(["salt", b"\xff", "", "é", None]),
        "sep": rng.choice([".", ".", ":", "..", "é", b"|"]),
        "key_derivation": rng.choice([None, "concat", "django-concat", "hmac", "none"]),
        "digest_method": rng.choice([None, hashlib.sha1, hashlib.sha256, hashlib.sha512]),
    }


def random_bytes(rng: random.Random, limit: int = 40) -> bytes:
    alphabet = rng.choice([bytes(range(256)), b"abcAZ09-_.=", b".", b"\x00\xff"])
    return bytes(rng.choices(alphabet, k=rng.randrange(limit)))


def damaged(rng: random.Random, token: bytes) -> bytes:
    place = rng.randrange(len(token) + 1)
    return rng.choice(
        [
            token[:place],
            token + b"A",
            token[:place] + random_bytes(rng, 4) + token[place:],
            token[:place] + token[place + 1 :],
            token.replace(b".", b"", 1),
        ]
    )


def encodings(rng: random.Random) -> Iterator[tuple[str, object]]:
    for number in range(1500):
        data = random_bytes(rng)
        yield (
            f"base64 {number}",
            [
                outcome(lambda data=data: encoding.base64_encode(data)),
                outcome(lambda data=data: encoding.base64_decode(data)),
                outcome(lambda data=data: encoding.base64_decode(data.decode("latin-1"))),
                outcome(lambda data=data: encoding.bytes_to_int(data)),
            ],
        )
        value = rng.randrange(-5, 2 ** rng.randrange(1, 70))
        yield f"integer {number}", outcome(lambda value=value: encoding.int_to_bytes(value))


def signers(rng: random.Random) -> Iterator[tuple[str, object]]:
    for number in range(1500):
        settings = random_settings(rng)
        keys = [random_bytes(rng, 200) or b"k" for _ in range(rng.randrange(1, 5))]
        value = random_bytes(rng)

        for cls in (itsdangerous.Signer, Clock):
            signer = cls(keys, **settings)
            token = signer.sign(value)
            old = cls(keys[0], **settings).sign(value)
            bad = damaged(rng, token)
            yield (
                f"{cls.__name__} {number}",
                [
                    repr(token),
                    outcome(lambda: signer.unsign(token)),
                    outcome(lambda: signer.unsign(old)),
                    outcome(lambda: signer.unsign(bad)),
                    outcome(lambda: signer.validate(bad)),
                    outcome(lambda: signer.derive_key(value)),
                ],
            )


def is_beyond(written: bytes) -> bool:
    """Return whether a timestamp can be read and is later than the year 9999."""
    try:
        return (
            encoding.bytes_to_int(encoding.base64_decode(written.rpartition(b".")[2]))
            > 253402300799
        )
    except Exception:
        return False


def times(rng: random.Random) -> Iterator[tuple[str, object]]:
    signer, plain = Clock("secret"), itsdangerous.Signer("secret")

    for number in range(1000):
        written = encoding.base64_encode(
            encoding.int_to_bytes(rng.randrange(2 ** rng.randrange(1, 36)))
        )
        written = rng.choice([written, random_bytes(rng, 14)])
        token = plain.sign(random_bytes(rng, 8) + b"." + written)
        age = rng.choice([None, 0, 10**9, 10**12, -1, 1.5])
        dated = rng.random() < 0.5

        for suffix in (b"", b"x"):
            got = outcome(
                lambda suffix=suffix: signer.unsign(token + suffix, age, return_timestamp=dated)
            )
            yield f"{'beyond' if is_beyond(written) else 'time'} {number} {suffix!r}", got

    for power in (38, 48, 63):
        token = plain.sign(b"v." + encoding.base64_encode(encoding.int_to_bytes(2**power)))
        yield f"late {power}", outcome(lambda token=token: signer.unsign(token))
        yield f"beyond {power}", outcome(lambda token=token: signer.unsign(token, max_age=5))


def serializers(rng: random.Random) -> Iterator[tuple[str, object]]:
    classes = [
        (itsdangerous.Serializer, {}),
        (itsdangerous.URLSafeSerializer, {}),
        (itsdangerous.TimedSerializer, {"signer": Clock}),
        (itsdangerous.URLSafeTimedSerializer, {"signer": Clock}),
        (itsdangerous.Serializer, {"serializer": pickle}),
        (itsdangerous.URLSafeSerializer, {"serializer_kwargs": {"sort_keys": True}}),
    ]

    for number in range(1200):
        settings = random_settings(rng)
        salt = settings.pop("salt")
        obj = random_object(rng)
        keys = [f"key {n}" for n in range(rng.randrange(1, 4))]
        fallbacks = rng.choice([None, [{"digest_method": hashlib.md5}], [itsdangerous.Signer]])
        cls, options = rng.choice(classes)
        if "signer" in options and fallbacks and fallbacks[0] is itsdangerous.Signer:
            fallbacks = [Clock]
        make: Any = cls
        serializer = make(
            keys, salt=salt, signer_kwargs=settings, fallback_signers=fallbacks, **options
        )
        token = serializer.dumps(obj)
        raw = token if isinstance(token, bytes) else token.encode()
        old = make(keys[0], salt=salt, signer_kwargs={"digest_method": hashlib.md5}, **options)
        old_token = old.dumps(obj)
        bad, payload = damaged(rng, raw), random_bytes(rng)
        signed = serializer.make_signer().sign(payload)
        got: list[object] = [repr(token)]

        for candidate in (token, raw, old_token, bad, payload, signed):
            if "serializer" in options and candidate in (bad, payload, signed):
                continue  # pickle is not for junk
            got.append(outcome(lambda candidate=candidate: serializer.loads(candidate)))
            got.append(outcome(lambda candidate=candidate: serializer.loads_unsafe(candidate)))

        yield f"{cls.__name__} {number}", got


def surrogates(rng: random.Random) -> Iterator[tuple[str, object]]:
    for cls in (itsdangerous.Serializer, itsdangerous.URLSafeTimedSerializer):
        yield f"surrogate {cls.__name__}", outcome(lambda cls=cls: cls("k").loads("\ud800.x"))


def observations() -> Iterator[tuple[str, object]]:
    rng = random.Random(20240416)

    for part in (encodings, signers, times, serializers, surrogates):
        yield from part(rng)
