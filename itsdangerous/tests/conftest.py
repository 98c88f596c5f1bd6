"""Clocks that stand still, and the data files."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import pytest

# With the workspace as its root, pytest takes the folder of this distribution for a package of
# the same name and puts an empty one in place of ours.
if not hasattr(sys.modules.get("itsdangerous"), "__getattr__"):  # pragma: no branch
    sys.modules.pop("itsdangerous", None)
    importlib.import_module("itsdangerous")

from itsdangerous import TimestampSigner

DATA = Path(__file__).parent / "data"
NOON = 1_700_000_000


class FixedSigner(TimestampSigner):
    """Signs at :data:`NOON` unless a test moves ``now``."""

    now = NOON

    def get_timestamp(self) -> int:
        return self.now


@pytest.fixture
def clock() -> type[FixedSigner]:
    """A signer class of its own for each test, with a clock to set."""
    return type("Clock", (FixedSigner,), {})


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with an argument ``<name>_row`` gets every row of ``data/<name>.json``."""
    for argument in metafunc.fixturenames:
        if argument.endswith("_row"):
            rows: list[Any] = json.loads((DATA / f"{argument[:-4]}.json").read_text("utf-8"))
            metafunc.parametrize(argument, rows)
