"""Fixtures of the tests of Click."""

from __future__ import annotations

import importlib
import sys

import pytest

# Pytest names test modules by their folders, and makes an empty package of the first folder,
# which has the name of ours.
if getattr(sys.modules.get("click"), "__file__", None) is None:
    for name in [name for name in sys.modules if name == "click"]:
        del sys.modules[name]
    importlib.import_module("click")

from click.testing import CliRunner


@pytest.fixture
def runner() -> CliRunner:
    return CliRunner()
