"""The functions and classes of jinja2.utils."""

from __future__ import annotations

import pytest

from jinja2 import defaults, utils


def test_consume() -> None:
    items = iter([1, 2])
    utils.consume(items)
    assert list(items) == []


def test_concat() -> None:
    assert utils.concat(["a", "b"]) == "ab"


@pytest.mark.parametrize("name", utils.__all__)
def test_names(name: str) -> None:
    found = getattr(utils, name)
    home = getattr(found, "__module__", "jinja2.utils")
    assert home in ("jinja2.utils", None)


def test_defaults() -> None:
    assert sorted(defaults.DEFAULT_NAMESPACE) == [
        "cycler",
        "dict",
        "joiner",
        "lipsum",
        "namespace",
        "range",
    ]
    assert len(defaults.DEFAULT_FILTERS) == 54
    assert len(defaults.DEFAULT_TESTS) == 39
    assert defaults.VARIABLE_START_STRING == "{{"
