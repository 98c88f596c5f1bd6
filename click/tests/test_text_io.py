"""Text streams that leave their buffer open."""

from __future__ import annotations

import gc
import io
from collections.abc import Callable
from typing import Any

import pytest

from click._text_io import FixedStream, NonClosingTextIOWrapper


class Bare:
    """A stream with no more than it is given."""

    def __init__(self, **members: Any) -> None:
        self.__dict__.update(members)


def test_a_wrapper_leaves_its_buffer_open() -> None:
    binary = io.BytesIO()
    wrapper = NonClosingTextIOWrapper(binary, "utf-8", "strict", force_writable=True)
    wrapper.write("x")
    wrapper.flush()
    del wrapper
    gc.collect()
    assert binary.getvalue() == b"x"


@pytest.mark.parametrize(
    ("members", "answers"),
    [
        ({}, (False, False, False)),
        ({"read": lambda size: b"", "write": lambda data: 0}, (True, True, False)),
        ({"tell": lambda: 3, "seek": lambda where: where}, (False, False, True)),
        (
            {"readable": lambda: True, "writable": lambda: False, "seekable": lambda: True},
            (True, False, True),
        ),
    ],
)
def test_incomplete_streams_are_asked_by_trying(
    members: dict[str, Callable[..., Any]], answers: tuple[bool, bool, bool]
) -> None:
    fixed = FixedStream(Bare(**members))  # type: ignore[arg-type]
    assert (fixed.readable(), fixed.writable(), fixed.seekable()) == answers
    claimed = FixedStream(Bare(), force_readable=True, force_writable=True)  # type: ignore[arg-type]
    assert claimed.readable() and claimed.writable()


def test_reading_once_works_with_and_without_a_method_for_it() -> None:
    assert FixedStream(io.BytesIO(b"abc")).read1(2) == b"ab"
    assert FixedStream(Bare(read=lambda size: b"abc"[:size])).read1(2) == b"ab"  # type: ignore[arg-type]
