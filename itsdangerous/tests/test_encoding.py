"""Base64 and integers against the standard library, and at their limits."""

from __future__ import annotations

import base64
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itsdangerous import BadData, encoding


@given(st.binary())
def test_base64_as_in_the_standard_library(data: bytes) -> None:
    written = encoding.base64_encode(data)
    assert written == base64.urlsafe_b64encode(data).rstrip(b"=")
    assert encoding.base64_decode(written) == data
    assert encoding.base64_decode(written.decode()) == data
    assert encoding.base64_decode(written + b"=" * (-len(written) % 4)) == data


def test_text() -> None:
    assert encoding.base64_encode("é") == b"w6k"
    assert encoding.want_bytes("é") == b"\xc3\xa9"
    assert encoding.want_bytes("é", "ascii", "replace") == b"?"
    assert encoding.want_bytes(b"\xff") == b"\xff"


@pytest.mark.parametrize("data", ["a", "abcde", b"a", "a\nb", "ab=c"])
def test_no_base64(data: str | bytes) -> None:
    with pytest.raises(BadData, match=r"^Invalid base64-encoded data$") as caught:
        encoding.base64_decode(data)

    assert isinstance(caught.value.__cause__, ValueError)


@given(st.one_of(st.text(st.characters()), st.binary()))
def test_junk_decodes_or_is_bad_data(data: str | bytes) -> None:
    try:
        assert type(encoding.base64_decode(data)) is bytes
    except BadData:
        pass


@given(st.integers(0, 2**64 - 1))
def test_integers(number: int) -> None:
    written = encoding.int_to_bytes(number)
    assert written == struct.pack(">Q", number).lstrip(b"\0")
    assert encoding.bytes_to_int(written) == number


@pytest.mark.parametrize("number", [-1, 2**64, 1.5, "1", None])
def test_no_unsigned_64_bit_integer(number: int) -> None:
    with pytest.raises((struct.error, ValueError)):  # the latter for negative ones on PyPy
        encoding.int_to_bytes(number)


def test_integers_from_other_types() -> None:
    assert encoding.int_to_bytes(True) == b"\x01"
    data: Any = bytearray(b"\x01\x00")
    assert encoding.bytes_to_int(data) == 256

    with pytest.raises(struct.error):
        encoding.bytes_to_int(b"\xff" * 9)


def test_alphabet() -> None:
    letters = set(base64.urlsafe_b64encode(bytes(range(256)) * 3)) | {ord("=")}
    assert set(encoding._base64_alphabet) >= letters
    assert len(encoding._base64_alphabet) == 65
