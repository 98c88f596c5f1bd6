"""Contexts and parameters that are added to usage errors."""

from __future__ import annotations

import pytest

import click
import click.core


def test_usage_errors_are_augmented() -> None:
    ctx = click.Context(click.Command("c"))
    option = click.Option(["--x"])
    with pytest.raises(click.BadParameter) as bad, click.core.augment_usage_errors(ctx, option):
        raise click.BadParameter("m")
    assert (bad.value.ctx, bad.value.param) == (ctx, option)
    with pytest.raises(click.UsageError) as usage, click.core.augment_usage_errors(ctx, option):
        raise click.UsageError("m")
    assert usage.value.ctx is ctx
    with pytest.raises(ValueError), click.core.augment_usage_errors(ctx):
        raise ValueError
