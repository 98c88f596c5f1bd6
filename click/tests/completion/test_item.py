"""Suggestions."""

from __future__ import annotations

from click.shell_completion import (
    CompletionItem,
)


def test_items_hold_whatever_they_are_given() -> None:
    item = CompletionItem("v", extra=3)
    assert (item.value, item.type, item.help, item.extra, item.other) == (
        "v",
        "plain",
        None,
        3,
        None,
    )
