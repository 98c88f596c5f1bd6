"""Short data is compressed into the bytes of ``zlib.compress``."""

from __future__ import annotations

import json
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itsdangerous._deflate import OVERHEAD, SMALL, compress

WORDS = [b"user", b"id", b":", b",", b"12", b'"', b"x" * 50]
PIECES = st.one_of(
    st.binary(max_size=300),
    st.lists(st.sampled_from(WORDS)).map(b"".join),
    # Few letters that share the bits of zlib's hash fill its chains.
    st.text(alphabet="aiqyAIQY", max_size=300).map(str.encode),
)


@given(PIECES, st.integers(1, 60))
def test_same_bytes(piece: bytes, times: int) -> None:
    for data in (piece, piece * times, (piece * times)[:SMALL], (piece * times)[: SMALL + 1]):
        assert compress(data) == zlib.compress(data)


@pytest.mark.parametrize("alphabet", [b"aiqy", b"aqAQ", b"ab", b"\0 @`", b"aiqyAIQY"])
def test_same_bytes_with_long_hash_chains(alphabet: bytes) -> None:
    source = random.Random(1)
    for size in range(100, SMALL + 10, 15):
        data = bytes(source.choices(alphabet, k=size))
        assert compress(data) == zlib.compress(data)


def test_same_bytes_around_the_limit() -> None:
    rows = json.dumps([{"id": n, "name": f"row {n * 7919 % 1000}"} for n in range(300)]).encode()
    for size in range(SMALL - 20, SMALL + 20):
        assert compress(rows[:size]) == zlib.compress(rows[:size])


def test_overhead() -> None:
    for size in range(OVERHEAD + 1):
        assert len(zlib.compress(b"a" * size)) >= size
