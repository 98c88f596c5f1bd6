"""HMAC against the vectors of the RFCs, derivations against their definitions, bounded memory."""

from __future__ import annotations

import copy
import hashlib
import hmac
import pickle
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itsdangerous import HMACAlgorithm, Signer, TimestampSigner
from itsdangerous._keys import CACHE_SIZE, KeyCache, list_secrets


def test_rfc_vectors(hmac_row: dict[str, Any]) -> None:
    if "key" in hmac_row:
        key = bytes.fromhex(hmac_row["key"])
    else:
        byte, count = hmac_row["key_repeat"]
        key = bytes.fromhex(byte) * count

    data, mac = bytes.fromhex(hmac_row["data"]), bytes.fromhex(hmac_row["mac"])
    digest = getattr(hashlib, hmac_row["digest"])
    algorithm = HMACAlgorithm(digest)

    for _ in range(2):
        assert algorithm.get_signature(key, data) == mac

    assert algorithm.verify_signature(key, data, mac)
    assert not algorithm.verify_signature(key, data, mac[:-1])


@given(st.binary(max_size=200), st.binary(max_size=300))
def test_hmac_as_in_the_standard_library(key: bytes, value: bytes) -> None:
    cache = KeyCache()
    for digest in (hashlib.sha1, hashlib.sha384):
        for _ in range(2):  # the second one is a copy of a prepared state that was used before
            assert cache.hmac(key, value, digest) == hmac.digest(key, value, digest().name)


def test_digests_by_name_and_odd_ones() -> None:
    cache = KeyCache()
    by_name: Any = "sha256"
    assert cache.hmac(b"k", b"v", by_name) == hmac.digest(b"k", b"v", "sha256")
    mutable: Any = bytearray(b"k")
    assert cache.hmac(mutable, b"v", hashlib.sha1) == hmac.digest(b"k", b"v", "sha1")

    class Tiny:
        """A digest whose block is too small for HMAC."""

        block_size, digest_size = 8, 20

        def __init__(self, data: bytes = b"") -> None:
            self.hash = hashlib.sha1(data)
            self.update, self.digest = self.hash.update, self.hash.digest

        def copy(self) -> Tiny:
            other = Tiny()
            other.hash = self.hash.copy()
            other.update, other.digest = other.hash.update, other.hash.digest
            return other

    with pytest.warns(RuntimeWarning, match="block_size of 8"):
        signature = cache.hmac(b"k", b"v", Tiny)

    assert signature == hmac.digest(b"k", b"v", "sha1")


DERIVED: dict[str, Callable[[bytes, bytes], bytes]] = {
    "concat": lambda secret, salt: hashlib.sha256(salt + secret).digest(),
    "django-concat": lambda secret, salt: hashlib.sha256(salt + b"signer" + secret).digest(),
    "hmac": lambda secret, salt: hmac.digest(secret, salt, "sha256"),
    "none": lambda secret, salt: secret,
}


@pytest.mark.parametrize("derivation", DERIVED)
@given(secret=st.binary(max_size=100), salt=st.binary(max_size=100))
def test_derivations(derivation: str, secret: bytes, salt: bytes) -> None:
    signer = Signer(secret, salt=salt, key_derivation=derivation, digest_method=hashlib.sha256)
    assert signer.derive_key() == DERIVED[derivation](secret, salt)
    assert signer.derive_key(secret) == signer.derive_key()


@pytest.mark.parametrize("derivation", ["", "unknown", b"concat", ["hmac"]])
def test_unknown_derivation(derivation: Any) -> None:
    with pytest.raises(TypeError, match=r"^Unknown key derivation method") as caught:
        Signer("hidden-secret", key_derivation=derivation).sign("value")

    (note,) = caught.value.__notes__
    assert repr(derivation) in note and "'django-concat'" in note
    assert "hidden-secret" not in repr([caught.value, caught.value.__context__, note])


def test_list_of_secrets() -> None:
    assert list_secrets("é") == ["é".encode()]
    assert list_secrets(b"a") == [b"a"]
    assert list_secrets(["a", "b"]) == [b"a", b"b"]
    assert list_secrets(s for s in (b"a", b"b")) == [b"a", b"b"]


def test_cache_is_bounded() -> None:
    cache = KeyCache()
    for number in range(3 * CACHE_SIZE):
        key = cache.derive("concat", b"secret", str(number).encode(), hashlib.sha1)
        cache.hmac(key, b"value", hashlib.sha1)
    assert len(cache.derived) == len(cache.prepared) == CACHE_SIZE


def signed(owner: Signer) -> Signer:
    owner.sign("value")
    return owner


@pytest.mark.parametrize(
    "owner", [signed(Signer("a secret")), signed(TimestampSigner("a secret"))], ids=type
)
def test_cache_is_neither_copied_nor_pickled(owner: Signer) -> None:
    assert owner._cache is not None
    assert owner.algorithm._cache is not None  # type: ignore[attr-defined]
    for other in (copy.copy(owner), copy.deepcopy(owner), pickle.loads(pickle.dumps(owner))):
        assert other._cache is None
        assert other.sign("value") == owner.sign("value")
    assert b"itsdangerous._keys" not in pickle.dumps(owner)


def test_cached_keys_do_not_show_in_a_repr() -> None:
    cache = KeyCache()
    cache.derive("concat", b"hidden", b"salt", hashlib.sha1)
    assert "hidden" not in repr(cache)


def test_what_can_change_is_not_cached() -> None:
    cache = KeyCache()
    secret: Any = bytearray(b"one")
    key = cache.derive("none", secret, b"", hashlib.sha1)
    assert cache.derived == {}
    assert cache.hmac(key, b"v", hashlib.sha1) == hmac.digest(b"one", b"v", "sha1")
    secret[:] = b"two"
    assert cache.hmac(key, b"v", hashlib.sha1) == hmac.digest(b"two", b"v", "sha1")
    assert cache.prepared == {}


def test_no_warnings_on_the_usual_way() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        KeyCache().hmac(b"k", b"v", hashlib.sha512)
