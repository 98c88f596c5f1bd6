"""Errors keep what was salvaged, also through a pickle."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime
from typing import Any

import pytest

from itsdangerous import exc

WHEN = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
CAUSE = ValueError("cause")
ERRORS = [
    (exc.BadData("m"), {}),
    (exc.BadSignature("m", b"p"), {"payload": b"p"}),
    (exc.BadTimeSignature("m", b"p", WHEN), {"payload": b"p", "date_signed": WHEN}),
    (exc.SignatureExpired("m", date_signed=WHEN), {"payload": None, "date_signed": WHEN}),
    (exc.BadHeader("m", b"p", {"alg": "x"}, CAUSE), {"header": {"alg": "x"}, "payload": b"p"}),
    (exc.BadPayload("m", CAUSE), {"original_error": CAUSE}),
]


@pytest.mark.parametrize(("error", "kept"), ERRORS)
def test_attributes_and_text(error: exc.BadData, kept: dict[str, Any]) -> None:
    assert isinstance(error, exc.BadData)
    assert (str(error), error.message, error.args) == ("m", "m", ("m",))
    assert {name: getattr(error, name) for name in kept} == kept


@pytest.mark.parametrize(("error", "kept"), ERRORS)
def test_pickle(error: exc.BadData, kept: dict[str, Any]) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert vars(copy).keys() == vars(error).keys()
    assert copy.message == "m"


def test_family() -> None:
    assert exc.SignatureExpired.__mro__[1:5] == (
        exc.BadTimeSignature,
        exc.BadSignature,
        exc.BadData,
        Exception,
    )
    assert issubclass(exc.BadHeader, exc.BadSignature)
    assert not issubclass(exc.BadPayload, exc.BadSignature)
