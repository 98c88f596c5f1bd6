"""The seeds of the fuzzers pass."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

FUZZ = Path(__file__).parent.parent / "fuzz"
SEEDS = sorted(FUZZ.glob("corpus/*/*"))


@pytest.mark.skipif(not FUZZ.is_dir(), reason="the sdist has no fuzzers")
def test_there_are_seeds() -> None:
    assert {seed.parent.name for seed in SEEDS} == {
        path.stem.removeprefix("fuzz_") for path in FUZZ.glob("fuzz_*.py")
    }


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: f"{seed.parent.name}-{seed.name}")
def test_seed(seed: Path) -> None:
    name = f"fuzz_{seed.parent.name}"
    spec = importlib.util.spec_from_file_location(name, FUZZ / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.one_input(seed.read_bytes())
