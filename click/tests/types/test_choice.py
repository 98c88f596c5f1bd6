"""One of several values."""

from __future__ import annotations

import enum

from hypothesis import given
from hypothesis import strategies as st

import click
import click.decorators
import click.testing
import click.types


class Shade(enum.Enum):
    DARK = 1
    LIGHT = 2


def test_choices_tell_their_facts() -> None:
    choice = click.Choice(Shade, case_sensitive=False)
    facts = choice.to_info_dict()
    assert (facts["choices"], facts["case_sensitive"]) == ((Shade.DARK, Shade.LIGHT), False)
    assert choice._normalized_mapping() == {Shade.DARK: "dark", Shade.LIGHT: "light"}
    assert choice.convert("DaRk", None, None) is Shade.DARK


@given(st.lists(st.text(min_size=1), min_size=1, unique=True))
def test_every_choice_finds_itself(choices: list[str]) -> None:
    kind = click.Choice(choices)
    assert [kind(choice) for choice in choices] == choices
