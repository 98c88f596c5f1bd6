"""Every seed of the fuzz corpus passes, and so do inputs that hypothesis makes."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

FUZZ = Path(__file__).parent.parent / "fuzz"
SEEDS = [
    pytest.param(folder.name, seed, id=f"{folder.name}-{seed.name}")
    for folder in sorted((FUZZ / "corpus").iterdir())
    for seed in sorted(folder.iterdir())
]


def load(topic: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"fuzz_{topic}", FUZZ / f"fuzz_{topic}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("topic", "seed"), SEEDS)
def test_seed(topic: str, seed: Path) -> None:
    load(topic).one_input(seed.read_bytes())


WORDS = [
    "--flag",
    "--no-flag",
    "-v",
    "-vv",
    "-o",
    "--one=x",
    "-p",
    "-m",
    "-q",
    "--",
    "-",
    "a",
    "/s",
]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 3), st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=8))
def test_generated_lines(mode: int, words: list[str]) -> None:
    line = "\0".join(words).encode("utf-8", "surrogatepass")
    load("parser").one_input(bytes([mode]) + line)
