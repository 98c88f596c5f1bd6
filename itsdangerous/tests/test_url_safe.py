"""Compression and the alphabet of URLs."""

from __future__ import annotations

import json
import pickle
import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from itsdangerous import BadPayload, URLSafeSerializer
from itsdangerous.encoding import base64_decode, base64_encode

ALPHABET = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


@given(st.recursive(st.text(), lambda inner: st.lists(inner)))
def test_alphabet(obj: object) -> None:
    assert set(URLSafeSerializer("secret").dumps(obj)) <= ALPHABET


@example("x" * 40)
@given(st.text(max_size=40))
def test_compressed_only_if_shorter(text: str) -> None:
    serializer = URLSafeSerializer("secret")
    payload = serializer.dump_payload(text)
    plain = json.dumps(text, ensure_ascii=False).encode()
    compressed = zlib.compress(plain)

    if payload.startswith(b"."):
        assert base64_decode(payload[1:]) == compressed
        assert len(compressed) < len(plain) - 1
    else:
        assert base64_decode(payload) == plain
        assert len(compressed) >= len(plain) - 1


@pytest.mark.parametrize(
    ("payload", "text"),
    [
        (b"a", "Could not base64 decode the payload because of an exception"),
        (b".a", "Could not base64 decode the payload because of an exception"),
        (b".AAAA", "Could not zlib decompress the payload before decoding the payload"),
        (b".", "Could not zlib decompress the payload before decoding the payload"),
        (b"", "Could not load the payload because an exception occurred on unserializing"),
        (b"_w", "Could not load the payload because an exception occurred on unserializing"),
    ],
)
def test_layers_that_fail(payload: bytes, text: str) -> None:
    serializer = URLSafeSerializer("secret")

    with pytest.raises(BadPayload) as caught:
        serializer.loads(serializer.make_signer().sign(payload))

    assert str(caught.value).startswith(text)
    assert caught.value.original_error is caught.value.__cause__ is not None
    assert serializer.loads_unsafe(payload + b".AAAA") == (False, None)


def test_load_payload_with_another_serializer() -> None:
    serializer = URLSafeSerializer("secret")
    payload = base64_encode(pickle.dumps({1}))
    assert serializer.load_payload(payload, pickle) == {1}
    assert serializer.load_payload(payload, serializer=pickle) == {1}
