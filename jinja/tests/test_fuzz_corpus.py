"""Replays the seeds of the fuzzers."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

FUZZ = Path(__file__).parent.parent / "fuzz"
SEEDS = [
    (target, seed)
    for target in sorted(FUZZ.glob("fuzz_*.py"))
    for seed in sorted((FUZZ / "corpus" / target.stem.removeprefix("fuzz_")).iterdir())
]


@pytest.mark.parametrize(("target", "seed"), SEEDS, ids=lambda path: path.name)
def test_seed(target, seed):
    spec = importlib.util.spec_from_file_location(target.stem, target)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.one_input(seed.read_bytes())
