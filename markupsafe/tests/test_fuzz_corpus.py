"""Every seed of the fuzz corpus passes."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

FUZZ = Path(__file__).parent.parent / "fuzz"
SEEDS = [
    pytest.param(folder.name, seed, id=f"{folder.name}-{seed.name}")
    for folder in sorted((FUZZ / "corpus").iterdir())
    for seed in sorted(folder.iterdir())
]


def test_there_are_seeds() -> None:
    assert SEEDS


@pytest.mark.parametrize(("topic", "seed"), SEEDS)
def test_seed(topic: str, seed: Path) -> None:
    spec = importlib.util.spec_from_file_location(f"fuzz_{topic}", FUZZ / f"fuzz_{topic}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.one_input(seed.read_bytes())
