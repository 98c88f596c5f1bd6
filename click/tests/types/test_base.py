"""The base class of types, and functions as types."""

from __future__ import annotations

from typing import Any

import pytest

import click
import click.decorators
import click.testing
import click.types
from click.types import convert_type


@pytest.mark.parametrize(
    ("error", "message"), [(ValueError("why"), "why"), (ValueError(), "x"), (ValueError(""), "x")]
)
def test_functions_as_types_say_why(error: ValueError, message: str) -> None:
    def check(text: str) -> str:
        raise error

    with pytest.raises(click.BadParameter) as caught:
        click.types.convert_type(check).convert("x", None, None)
    assert caught.value.message == message


def test_methods_of_types_get_names_for_what_they_get() -> None:
    seen: list[str] = []

    class Loud(click.Choice[str]):
        def normalize_choice(self, choice: object, ctx: click.Context | None) -> str:
            return super().normalize_choice(choice=choice, ctx=ctx)

        def fail(self, *args: Any, **more: Any) -> Any:
            seen.extend(sorted(more))
            super().fail(*args, **more)

    with pytest.raises(click.BadParameter):
        Loud(["a"]).convert("b", None, None)
    assert seen == ["ctx", "param"]


def test_function_without_message_shows_the_value() -> None:
    def refuse(value: object) -> None:
        raise ValueError

    for value, text in (("x", "x"), (5, "5"), (b"a\xff", r"b'a\xff'")):
        with pytest.raises(click.BadParameter) as caught:
            convert_type(refuse)(value)
        assert caught.value.message == text
