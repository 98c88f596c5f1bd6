"""Classes that can be subscripted: how many parameters, and what stands for those left out."""

from __future__ import annotations

import typing as t

import pytest

import click
from click.shell_completion import CompletionItem

T = t.TypeVar("T")
U = t.TypeVar("U")


def test_arguments_are_kept_and_filled_up() -> None:
    assert t.get_args(click.ParamType[int]) == (int, t.Any)
    assert t.get_args(click.ParamType[int, str]) == (int, str)
    assert t.get_args(click.Choice[int]) == (int,)
    assert t.get_origin(click.Path[str]) is click.Path
    assert CompletionItem[str]("x").value == "x"


@pytest.mark.parametrize("cls", [click.File, click.DateTime, click.IntRange, click.Tuple])
def test_classes_without_parameters_take_none(cls: t.Any) -> None:
    with pytest.raises(TypeError, match="is not a generic class"):
        cls[int]


@pytest.mark.parametrize(("cls", "count"), [(click.ParamType, 2), (click.Choice, 1)])
def test_too_many_arguments(cls: t.Any, count: int) -> None:
    with pytest.raises(TypeError, match=f"actual 3, expected {count}"):
        cls[int, int, int]


def test_subclasses_have_the_parameters_that_they_leave_open() -> None:
    class Open(click.ParamType[T]):
        name = "open"

    class Both(click.ParamType[t.List[T]], t.Generic[U, T]):  # noqa: UP006
        name = "both"

    class Closed(Open[int]):
        pass

    assert Open[int]()("x") == "x"
    assert t.get_args(Both[int, str]) == (int, str)
    assert Closed()("x") == "x"
    with pytest.raises(TypeError, match="is not a generic class"):
        Closed[int]  # type: ignore[misc]
