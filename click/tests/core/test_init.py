"""The public names of ``click.core``."""

from __future__ import annotations

import pytest

import click
import click.core
import click.decorators
import click.testing
import click.types
from click.testing import CliRunner, Result

RUNNER = CliRunner()


def test_reprs_name_what_it_is() -> None:
    assert repr(click.Command("c")) == "<Command c>"
    assert repr(click.Option(["--x"])) == "<Option x>"
    assert repr(Result(RUNNER, b"", b"", b"", None, 0, None)) == "<Result okay>"
    assert repr(Result(RUNNER, b"", b"", b"", None, 1, ValueError("x"))) == (
        "<Result ValueError('x')>"
    )


def test_old_classes_stand_for_the_new_ones() -> None:
    with pytest.warns(DeprecationWarning, match="BaseCommand"):
        base = click.BaseCommand
    with pytest.warns(DeprecationWarning, match="MultiCommand"):
        multi = click.core.MultiCommand
    assert isinstance(click.Command("c"), base)
    assert isinstance(click.Group("c"), multi)
    assert not isinstance(click.Command("c"), multi)
    assert issubclass(click.Group, base)
    with pytest.raises(AttributeError):
        _ = click.core.nope
    with pytest.warns(DeprecationWarning, match="__version__"):
        assert click.__version__
    with pytest.raises(AttributeError):
        _ = click.nope
