"""Objects in, tokens out, and back: salts, keys, fallbacks, hooks and serializers of all kinds."""

from __future__ import annotations

import copy
import hashlib
import io
import json
import pickle
from collections.abc import Callable, Iterator
from typing import Any, get_origin

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from itsdangerous import (
    BadData,
    BadPayload,
    BadSignature,
    HMACAlgorithm,
    NoneAlgorithm,
    Serializer,
    Signer,
    TimedSerializer,
    TimestampSigner,
    URLSafeSerializer,
    URLSafeTimedSerializer,
)
from itsdangerous.encoding import base64_decode
from itsdangerous.serializer import is_text_serializer

CLASSES: list[Any] = [Serializer, URLSafeSerializer, TimedSerializer, URLSafeTimedSerializer]
OBJECTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("cls", CLASSES)
@given(obj=OBJECTS)
def test_round_trip(cls: Any, obj: Any) -> None:
    serializer = cls("secret", salt="trip")
    token = serializer.dumps(obj)
    assert type(token) is str
    assert serializer.loads(token) == serializer.loads(token.encode()) == obj
    assert serializer.loads_unsafe(token) == (True, obj)
    assert cls(["new", "secret", "newest"], salt="trip").loads(token) == obj


@pytest.mark.parametrize("cls", CLASSES)
@given(junk=st.one_of(st.text(st.characters()), st.binary()))
def test_junk_is_bad_data(cls: Any, junk: str | bytes) -> None:
    serializer = cls("secret", fallback_signers=[{"digest_method": hashlib.md5}])

    with pytest.raises(BadData):
        serializer.loads(junk)

    assert serializer.loads_unsafe(junk)[0] is False


@pytest.mark.parametrize("cls", CLASSES)
@given(payload=st.binary())
def test_signed_junk_is_bad_data(cls: Any, payload: bytes) -> None:
    serializer = cls("secret")

    try:
        serializer.loads(serializer.make_signer().sign(payload))
    except BadData:
        pass


@pytest.mark.parametrize("cls", CLASSES)
def test_deep_and_large_payloads(cls: Any) -> None:
    serializer = cls("secret")

    for payload in ("[" * 100_000, "1" * 5000):

        class Raw:
            dumps = staticmethod(lambda obj, payload=payload: payload)
            loads = staticmethod(json.loads)

        token = cls("secret", serializer=Raw).dumps(None)

        with pytest.raises(BadPayload) as caught:
            serializer.loads(token)

        assert isinstance(caught.value.original_error, (RecursionError, ValueError))


@given(OBJECTS, st.data())
def test_any_changed_bit_is_refused(obj: Any, data: st.DataObject) -> None:
    serializer = URLSafeTimedSerializer("secret")
    genuine = serializer.dumps(obj).encode()
    changed = bytearray(genuine)
    place = data.draw(st.integers(0, len(changed) * 8 - 1))
    changed[place // 8] ^= 1 << place % 8
    token = bytes(changed)

    # Base64 spells 20 bytes in more than one way: the last letter has bits to spare.
    assume(spelled_out(token) != spelled_out(genuine))

    with pytest.raises(BadSignature):
        serializer.loads(token)


def spelled_out(token: bytes) -> tuple[bytes, bytes]:
    """Return what is signed, and the bytes of the signature."""
    value, _, signature = token.rpartition(b".")

    try:
        return value, base64_decode(signature)
    except BadData:
        return value, b"no base64"


def test_salts() -> None:
    serializer = Serializer("secret", salt="one")
    token = serializer.dumps([1])
    assert serializer.dumps([1], salt="one") == token
    assert serializer.loads(serializer.dumps([1], salt="two"), salt="two") == [1]
    assert serializer.loads(token, "one") == [1]
    assert serializer.loads(token, ignored=True) == [1]

    for other in (Serializer("secret", salt="two"), Serializer("secret"), Serializer("x", "one")):
        with pytest.raises(BadSignature):
            other.loads(token)

    assert Serializer("secret", salt=None).make_signer().salt == b"itsdangerous.Signer"
    assert serializer.make_signer("").salt == b""


def change_secrets(serializer: Serializer[str]) -> None:
    serializer.secret_keys[-1] = b"changed"


def add_secret(serializer: Serializer[str]) -> None:
    serializer.secret_keys.append(b"changed")


def change_salt(serializer: Serializer[str]) -> None:
    serializer.salt = b"changed"


def change_kwargs(serializer: Serializer[str]) -> None:
    serializer.signer_kwargs["key_derivation"] = "hmac"


def replace_kwargs(serializer: Serializer[str]) -> None:
    serializer.signer_kwargs = {"digest_method": hashlib.sha256}


def change_signer(serializer: Serializer[str]) -> None:
    serializer.signer = TimestampSigner


@pytest.mark.parametrize(
    "change",
    [change_secrets, add_secret, change_salt, change_kwargs, replace_kwargs, change_signer],
)
def test_changes_after_use_count(change: Callable[[Serializer[str]], None]) -> None:
    used: Serializer[str] = Serializer(["old", "new"])
    fresh: Serializer[str] = Serializer(["old", "new"])
    before = used.dumps([1])
    assert used.loads(before) == [1]
    change(used)
    change(fresh)
    assert used.make_signer().sign(b"x") == fresh.make_signer().sign(b"x")
    assert fresh.dumps([1]) != before
    assert used.loads_unsafe(before)[0] is fresh.loads_unsafe(before)[0]

    if change is not change_signer:
        assert used.dumps([1]) == fresh.dumps([1])


def test_defaults_of_the_signer_replaced_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    serializer = Serializer("secret")
    tokens = {serializer.dumps([1])}
    monkeypatch.setattr(Signer, "default_key_derivation", "hmac")
    tokens.add(serializer.dumps([1]))
    monkeypatch.setattr(Signer, "default_digest_method", staticmethod(hashlib.sha256))
    tokens.add(serializer.dumps([1]))
    init = Signer.__init__

    def salted(self: Signer, *args: Any, **kwargs: Any) -> None:
        init(self, *args, **{**kwargs, "salt": "always"})

    monkeypatch.setattr(Signer, "__init__", salted)
    tokens.add(serializer.dumps([1]))
    assert len(tokens) == 4


def test_made_signers_belong_to_the_caller() -> None:
    serializer = Serializer("secret")
    token = serializer.dumps([1])
    signer = serializer.make_signer()
    assert signer is not serializer.make_signer()
    signer.secret_keys.append(b"other")
    signer.salt = b"other"
    signer.algorithm.digest_method = hashlib.md5  # type: ignore[attr-defined]
    assert serializer.dumps([1]) == token
    assert serializer.secret_keys == [b"secret"]


def test_no_keys() -> None:
    serializer = Serializer([])

    with pytest.raises(BadSignature):
        serializer.loads("[1].AAAA")

    for use in (lambda: serializer.secret_key, lambda: serializer.dumps(1)):
        with pytest.raises(IndexError):
            use()


def test_secret_key() -> None:
    assert Serializer(["old", "new"]).secret_key == b"new"


def test_fallbacks() -> None:
    serializer = Serializer(
        ["a", "b"],
        fallback_signers=[
            {"digest_method": hashlib.md5, "sep": ":"},
            (TimestampSigner, {"key_derivation": "hmac"}),
            Signer,
        ],
        signer_kwargs={"key_derivation": "none"},
    )
    asked = [
        (type(signer), signer.secret_keys, signer.sep, signer.key_derivation, signer.salt)
        for signer in serializer.iter_unsigners("salty")
    ]
    assert asked == [
        (Signer, [b"a", b"b"], b".", "none", b"salty"),
        (Signer, [b"a"], b":", "django-concat", b"salty"),
        (Signer, [b"b"], b":", "django-concat", b"salty"),
        (TimestampSigner, [b"a"], b".", "hmac", b"salty"),
        (TimestampSigner, [b"b"], b".", "hmac", b"salty"),
        (Signer, [b"a"], b".", "none", b"salty"),
        (Signer, [b"b"], b".", "none", b"salty"),
    ]
    assert next(iter(serializer.iter_unsigners())).salt == b"itsdangerous"

    for kwargs in ({"digest_method": hashlib.md5, "sep": ":"}, {"key_derivation": "none"}):
        for _ in range(2):
            assert serializer.loads(Serializer("a", signer_kwargs=kwargs).dumps([1])) == [1]

    with pytest.raises(BadSignature, match="does not match"):
        serializer.loads("[1].AAAA")


def test_default_fallbacks_are_copied() -> None:
    class Own(Serializer[str]):
        default_fallback_signers = [{"digest_method": hashlib.md5}]

    one = Own("secret")
    one.fallback_signers.append(Signer)
    assert len(Own("secret").fallback_signers) == 1
    assert len(Own.default_fallback_signers) == 1
    assert (
        one.loads(Serializer("secret", signer_kwargs={"digest_method": hashlib.md5}).dumps(5)) == 5
    )


def test_files() -> None:
    serializer = Serializer("secret")
    file = io.StringIO()
    serializer.dump([1], file, salt="file")
    file.seek(0)
    assert serializer.load(file, salt="file") == [1]
    file.seek(0)
    assert serializer.load_unsafe(file) == (False, [1])


def test_bytes_serializers() -> None:
    for cls in CLASSES:
        serializer = cls("secret", serializer=pickle)
        assert not serializer.is_text_serializer
        token = serializer.dumps({1, 2})
        assert type(token) is bytes
        assert serializer.loads(token) == {1, 2}

    assert is_text_serializer(json)
    assert not is_text_serializer(pickle)


def test_load_payload_with_another_serializer() -> None:
    serializer = Serializer("secret")
    assert serializer.load_payload(b"[1]") == [1]
    assert serializer.load_payload(pickle.dumps({1}), pickle) == {1}
    assert serializer.load_payload(pickle.dumps({1}), serializer=pickle) == {1}

    with pytest.raises(BadPayload):
        serializer.load_payload(b"[1]", object())  # type: ignore[arg-type]


def test_serializer_keyword_arguments() -> None:
    serializer = Serializer("secret", serializer_kwargs={"sort_keys": True})
    assert serializer.dump_payload({"b": 1, "a": 2}) == b'{"a": 2, "b": 1}'


def test_what_the_serializer_raises_is_kept() -> None:
    class Failing:
        dumps = staticmethod(lambda obj: "x")

        @staticmethod
        def loads(text: str) -> Any:
            raise KeyError("cause")

    serializer = Serializer("secret", serializer=Failing)

    with pytest.raises(BadPayload, match=r"^Could not load the payload because an exc") as caught:
        serializer.loads(serializer.dumps(1))

    assert isinstance(caught.value.original_error, KeyError)
    assert caught.value.__cause__ is caught.value.original_error
    assert serializer.loads_unsafe("x.AAAA") == (False, None)

    with pytest.raises(BadPayload):
        serializer.loads_unsafe(serializer.dumps(1))


def test_hooks_are_asked() -> None:
    calls: list[Any] = []

    class Own(TimedSerializer[str]):
        default_serializer = json
        default_signer = TimestampSigner

        def make_signer(self, salt: str | bytes | None = None) -> Signer:
            calls.append(salt)
            return super().make_signer(salt)

        def dump_payload(self, obj: Any) -> bytes:
            return super().dump_payload([obj])

        def load_payload(self, payload: bytes, serializer: Any = None) -> Any:
            return super().load_payload(payload, serializer)[0]

    own = Own("secret")
    assert own.loads(own.dumps(5)) == 5
    assert calls == [None, b"itsdangerous"]

    class Two(Serializer[str]):
        def iter_unsigners(self, salt: str | bytes | None = None) -> Iterator[Signer]:
            yield Signer("elsewhere", salt="x")
            yield from super().iter_unsigners(salt)

    assert Two("secret").loads(Signer("elsewhere", salt="x").sign("[1]")) == [1]
    assert Two("secret").loads(Serializer("secret").dumps([1])) == [1]

    class Counting(Signer):
        made = 0

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            type(self).made += 1
            super().__init__(*args, **kwargs)

    counted = Serializer("secret", signer=Counting)
    assert counted.loads(counted.dumps(1)) == 1
    assert Counting.made == 2


def test_signers_of_another_make() -> None:
    class Plain:
        """Has what a serializer calls, and nothing else."""

        __slots__ = ()

        def __init__(self, *args: Any, **kwargs: Any) -> None: ...

        def sign(self, value: bytes) -> bytes:
            return value + b"!"

        def unsign(self, value: bytes) -> bytes:
            return value[:-1]

    signer: Any = Plain
    serializer = Serializer("secret", signer=signer)
    assert serializer.dumps([1]) == "[1]!"
    assert serializer.loads("[1]!") == [1]


def test_shared_algorithm() -> None:
    algorithm = HMACAlgorithm(hashlib.sha256)
    one = Serializer("one", signer_kwargs={"algorithm": algorithm})
    two = Serializer("two", signer_kwargs={"algorithm": algorithm})
    token = one.dumps(1)
    assert two.loads_unsafe(token) == (False, 1)
    algorithm.digest_method = hashlib.sha512
    assert one.loads_unsafe(token) == (False, 1)
    assert two.loads(two.dumps(2)) == 2


def test_copies_and_pickles() -> None:
    serializer = URLSafeSerializer(["old", "new"])
    token = serializer.dumps([1])

    for other in (
        copy.copy(serializer),
        copy.deepcopy(serializer),
        pickle.loads(pickle.dumps(serializer)),
    ):
        assert vars(other).keys() == vars(URLSafeSerializer("x")).keys()
        assert other.dumps([1]) == token


def test_generic() -> None:
    assert get_origin(Serializer[str]) is Serializer
    assert get_origin(TimedSerializer[bytes]) is TimedSerializer
    assert Serializer.default_serializer is json
    assert Serializer("secret").serializer is json


def test_signers_replaced_on_one_instance_are_asked() -> None:
    serializer: Any = URLSafeTimedSerializer("secret")
    plain = serializer.dumps(1)
    serializer.make_signer = lambda salt=None: TimestampSigner("other")
    other = serializer.dumps(1)
    assert serializer.loads(other) == 1

    with pytest.raises(BadSignature):
        serializer.loads(plain)

    serializer.iter_unsigners = lambda salt=None: iter([TimestampSigner("secret", serializer.salt)])
    assert serializer.loads(plain) == 1


def test_unsigners_replaced_in_place_are_asked_by_timed_serializers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unsigners = [TimestampSigner("other")]
    monkeypatch.setattr(Serializer, "iter_unsigners", lambda self, salt=None: iter(unsigners))
    serializer = URLSafeTimedSerializer("secret")

    with pytest.raises(BadSignature):
        serializer.loads(serializer.dumps(1))


CHANGES: list[Callable[[Any], object]] = [
    lambda s: s.secret_keys.append(b"newer"),
    lambda s: s.secret_keys.reverse(),
    lambda s: setattr(s, "secret_keys", [b"other"]),
    lambda s: setattr(s, "salt", b"other salt"),
    lambda s: s.signer_kwargs.update(key_derivation="hmac"),
    lambda s: s.signer_kwargs.update(digest_method=hashlib.sha256),
    lambda s: s.signer_kwargs.clear(),
    lambda s: setattr(s, "signer", type("Other", (s.signer,), {"default_key_derivation": "none"})),
    lambda s: setattr(s, "make_signer", lambda salt=None: TimestampSigner("by hand")),
    lambda s: setattr(s, "fallback_signers", [{"key_derivation": "concat"}]),
]


@pytest.mark.parametrize("cls", [Serializer, TimedSerializer, URLSafeTimedSerializer])
@given(changes=st.lists(st.integers(0, len(CHANGES) - 1), max_size=5), salts=st.booleans())
def test_signer_of_the_last_call(cls: type[Serializer], changes: list[int], salts: bool) -> None:
    """A serializer used all the time signs and verifies as one that is made for each call."""
    used = cls("secret", signer_kwargs={})
    salt = "for one call" if salts else None
    for number in [None, *changes]:
        if number is not None:
            CHANGES[number](used)
        fresh = copy.copy(used)
        assert fresh._last_signer is None
        token = fresh.dumps([1], salt)
        assert used.loads(token, salt=salt) == [1]
        assert fresh.loads(used.dumps([1], salt), salt=salt) == [1]


def test_an_algorithm_of_another_kind_gets_no_cache() -> None:
    serializer = Serializer("secret", signer_kwargs={"algorithm": NoneAlgorithm()})
    for _ in range(2):
        assert serializer.make_signer().sign("value") == b"value."
        assert serializer.loads(serializer.dumps([1])) == [1]
