"""Names that modules have only for programs that import them from there."""

from __future__ import annotations

import subprocess
import sys
import warnings
from importlib import import_module
from unittest.mock import patch

import pytest

from jinja2._late_names import LATE_NAMES

NAMES = [
    (module, name, home) for module, names in LATE_NAMES.items() for name, home in names.items()
]


@pytest.mark.parametrize(("module", "name", "home"), NAMES)
def test_names_are_those_of_their_home(module: str, name: str, home: str) -> None:
    place = import_module(f"jinja2.{module}")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        value = getattr(place, name)
    assert value is getattr(import_module(home), name)
    with patch(f"jinja2.{module}.{name}") as replaced:
        assert getattr(place, name) is replaced
    assert getattr(place, name) is value


@pytest.mark.parametrize("module", LATE_NAMES)
def test_other_names_are_missing(module: str) -> None:
    place = import_module(f"jinja2.{module}")
    with pytest.raises(AttributeError, match=f"module 'jinja2.{module}' has no attribute 'nope'"):
        place.nope
    assert not hasattr(place, "__path_of_nothing__")


def test_the_table_is_loaded_on_demand() -> None:
    code = "import sys, jinja2.ext, jinja2.nativetypes; print('jinja2._late_names' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
