"""The stack of contexts."""

from __future__ import annotations

import pytest

import click
import click.core


def test_without_a_context_there_is_none() -> None:
    assert click.get_current_context(silent=True) is None
    with pytest.raises(RuntimeError, match="There is no active click context"):
        click.get_current_context()


def test_context_outside_of_a_command() -> None:
    assert click.get_current_context(silent=True) is None
    with pytest.raises(RuntimeError, match="no active click context") as caught:
        click.get_current_context()
    assert caught.value.__notes__
