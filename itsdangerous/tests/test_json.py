"""Compact JSON is what the standard library writes without spaces."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itsdangerous import _json

OBJECTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def expected(obj: Any) -> str:
    return json.dumps(obj, ensure_ascii=False, separators=(",", ":"))


@given(OBJECTS)
def test_round_trip(obj: Any) -> None:
    text = _json._CompactJSON.dumps(obj)
    assert text == expected(obj)
    assert _json._CompactJSON.loads(text) == obj


@pytest.mark.parametrize("text", [" [1]", "[1] ", "\n[1]\t", b"[1]", "[1]"])
def test_spaces_and_bytes_are_read(text: str | bytes) -> None:
    assert _json._CompactJSON.loads(text) == [1]


@pytest.mark.parametrize("text", ["[1] x", "[1][1]", "", " "])
def test_what_follows_the_value_is_an_error(text: str) -> None:
    with pytest.raises(json.JSONDecodeError):
        _json._CompactJSON.loads(text)


def test_keyword_arguments() -> None:
    assert _json._CompactJSON.dumps({"b": 1, "a": 2}, sort_keys=True) == '{"a":2,"b":1}'
    assert _json._CompactJSON.dumps({"é": 1}, ensure_ascii=True) == '{"\\u00e9":1}'


def test_errors_are_those_of_json() -> None:
    loop: list[Any] = []
    loop.append(loop)

    with pytest.raises(TypeError, match="Object of type set is not JSON serializable"):
        _json._CompactJSON.dumps([{1}])

    with pytest.raises(ValueError, match="Circular reference"):
        _json._CompactJSON.dumps(loop)

    with pytest.raises(json.JSONDecodeError):
        _json._CompactJSON.loads("{")
