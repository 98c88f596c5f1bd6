"""Every seed of the fuzz target, replayed."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

FUZZ = Path(__file__).parent.parent / "fuzz"
SEEDS = sorted((FUZZ / "corpus" / "loads").iterdir())


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_seed(seed: Path) -> None:
    spec = importlib.util.spec_from_file_location("fuzz_loads", FUZZ / "fuzz_loads.py")
    assert spec is not None and spec.loader is not None
    target = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(target)
    target.one_input(seed.read_bytes())
