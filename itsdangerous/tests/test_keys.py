"""HMAC against the vectors of the RFCs, derivations against their definitions, bounded memory."""

from __future__ import annotations

import copy
import hashlib
import hmac
import pickle
import warnings
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itsdangerous import HMACAlgorithm, Signer
from itsdangerous._keys import BOUND, KeyMemory, list_secrets, make_authenticator


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
    assert make_authenticator(key, digest, once=True)(data) == mac


@given(st.binary(max_size=200), st.binary(max_size=300))
def test_hmac_as_in_the_standard_library(key: bytes, value: bytes) -> None:
    for digest in (hashlib.sha1, hashlib.sha384):
        authenticate = make_authenticator(key, digest)
        assert authenticate(value) == hmac.digest(key, value, digest().name)
        assert authenticate(value) == hmac.digest(key, value, digest().name)


def test_digests_by_name_and_odd_ones() -> None:
    assert make_authenticator(b"k", "sha256")(b"v") == hmac.digest(b"k", b"v", "sha256")
    mutable: Any = bytearray(b"k")
    assert make_authenticator(mutable, hashlib.sha1)(b"v") == hmac.digest(b"k", b"v", "sha1")

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
        signature = make_authenticator(b"k", Tiny)(b"v")

    assert signature == hmac.digest(b"k", b"v", "sha1")


DERIVED = {
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


def test_memory_is_bounded() -> None:
    memory = KeyMemory()

    for number in range(3 * BOUND):
        key = memory.derive("concat", b"secret", str(number).encode(), hashlib.sha1)
        memory.authenticator(key, hashlib.sha1)

    assert len(memory.derived) == len(memory.authenticators) == BOUND


def test_memory_does_not_travel() -> None:
    memory = KeyMemory()
    memory.authenticator(memory.derive("concat", b"s", b"salt", hashlib.sha1), hashlib.sha1)

    for other in (copy.copy(memory), copy.deepcopy(memory), pickle.loads(pickle.dumps(memory))):
        assert (other.derived, other.authenticators) == ({}, {})

    assert "salt" not in repr(memory)


def test_what_can_change_is_not_remembered() -> None:
    memory = KeyMemory()
    secret: Any = bytearray(b"one")
    before = memory.derive("none", secret, b"", hashlib.sha1)
    assert memory.derived == {}
    assert memory.authenticator(before, hashlib.sha1)(b"v") == hmac.digest(b"one", b"v", "sha1")
    secret[:] = b"two"
    assert memory.authenticator(before, hashlib.sha1)(b"v") == hmac.digest(b"two", b"v", "sha1")
    assert memory.authenticators == {}


def test_no_warnings_on_the_usual_way() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        make_authenticator(b"k", hashlib.sha512)(b"v")
