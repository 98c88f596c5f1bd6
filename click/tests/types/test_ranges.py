"""Numbers between bounds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import click
import click.decorators
import click.testing
import click.types


def test_open_bounds_of_decimals_do_not_clamp() -> None:
    with pytest.raises(TypeError, match="Clamping is not supported for open bounds"):
        click.FloatRange(0, 1, min_open=True, clamp=True)


def test_open_bounds_cannot_clamp_floats() -> None:
    with pytest.raises(TypeError, match="Clamping is not supported"):
        click.FloatRange(0, 1, min_open=True, clamp=True)


@given(st.integers(), st.integers(), st.integers())
def test_clamping_ends_within_bounds(low: int, high: int, value: int) -> None:
    low, high = sorted((low, high))
    assert low <= click.IntRange(low, high, clamp=True)(value) <= high


@pytest.mark.parametrize("clamp", [False, True])
@pytest.mark.parametrize("value", ["nan", "-nan", "NaN", float("nan")])
def test_what_cannot_be_compared_is_in_no_range(clamp: bool, value: Any) -> None:
    for low, high in ((0, None), (None, 1), (0, 1)):
        with pytest.raises(click.BadParameter, match="nan is not in the range"):
            click.FloatRange(low, high, clamp=clamp).convert(value, None, None)


@given(
    st.floats(),
    st.none() | st.floats(allow_nan=False),
    st.none() | st.floats(allow_nan=False),
    st.booleans(),
    st.booleans(),
)
def test_a_range_holds_what_lies_between_its_bounds(
    number: float, low: float | None, high: float | None, low_open: bool, high_open: bool
) -> None:
    kind = click.FloatRange(low, high, min_open=low_open, max_open=high_open)
    above = low is None or low < number or (low == number and not low_open)
    below = high is None or number < high or (number == high and not high_open)
    if above and below:
        assert kind.convert(number, None, None) is number
    else:
        with pytest.raises(click.BadParameter):
            kind.convert(number, None, None)
