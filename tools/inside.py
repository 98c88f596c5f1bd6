"""Run a script in an interpreter that has ours or the originals, for ``bench`` and ``compare``.

The scripts are ``<library>/benchmarks/bench_*.py`` and ``<library>/compare/compare_*.py``. Prints
lines of JSON. Uses the standard library alone.

    inside.py observe PATH    the reasons for differences, then each observation
    inside.py measure PATH    the names of what can be measured; then, for each request on standard
                              input, ``[name, calls]``, the seconds that so many calls took
"""

from __future__ import annotations

import gc
import importlib.util
import itertools
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from types import ModuleType


def load(path: Path) -> ModuleType:
    """Import a script by its path."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def observe(path: Path) -> None:
    module = load(path)
    print(json.dumps(getattr(module, "EXPECTED_DIFFERENCES", {})))
    for label, answer in module.observations():
        print(json.dumps([label, answer], sort_keys=True, default=repr))


def burst(function: Callable[[], object], calls: int) -> float:
    """Return the seconds that so many calls take, without collecting earlier garbage."""
    turns = itertools.repeat(None, calls)
    gc.collect(0)
    begin = perf_counter()
    for _ in turns:
        function()
    return perf_counter() - begin


def measure(path: Path) -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a workload prints is no answer
    module = load(path)
    functions: dict[str, Callable[[], object]] = getattr(module, "workloads", dict)()
    hello = {"workloads": list(functions), "processes": getattr(module, "PROCESSES", {})}
    print(json.dumps(hello), file=answers, flush=True)
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        name, calls = json.loads(line)
        print(burst(functions[name], calls), file=answers, flush=True)


if __name__ == "__main__":
    {"observe": observe, "measure": measure}[sys.argv[1]](Path(sys.argv[2]))
