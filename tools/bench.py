"""Benchmarks of ours against the originals, side by side in one run.

In: the libraries to measure and two interpreters, one with ours installed and one with the
originals (both need pyperf). Out: a table of ratios, and with ``--output`` the same as JSON.
Each file ``<library>/benchmarks/bench_*.py`` has ``workloads()``, which gives callables by name,
and/or ``PROCESSES``, which gives programs for ``python -c`` by name; the latter are measured as
whole processes, net of a bare interpreter. The hard part is noise: the two sides take turns, and
a ratio compares the medians of what all turns gave.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = ("markupsafe", "itsdangerous", "click", "jinja", "werkzeug", "flask")
BARE = "(bare interpreter)"


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measure(path: Path, only: str, arguments: list[str]) -> None:
    """The measuring side: runs inside either interpreter, under pyperf."""
    import pyperf

    module = load(path)
    runner = pyperf.Runner(program_args=(__file__, "--measure", str(path), "--only", only, "--"))
    runner.parse_args(arguments)
    workloads: Callable[[], dict[str, Callable[[], object]]] = getattr(module, "workloads", dict)
    for name, function in workloads().items():
        if only in name:
            runner.bench_func(name, function)
    processes: dict[str, str] = getattr(module, "PROCESSES", {})
    wanted = {name: code for name, code in processes.items() if only in name}
    for name, code in {BARE: "pass", **wanted}.items() if wanted else ():
        runner.bench_command(name, [sys.executable, "-c", code])


def one_turn(python: str, path: Path, only: str, fast: bool) -> Iterator[tuple[str, list[float]]]:
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "turn.json")
        effort = ["--values", "2", "--min-time", "0.02"] if fast else ["--values", "4", "--min-time", "0.05"]  # fmt: skip
        command = [
            *(python, __file__, "--measure", str(path), "--only", only, "--"),
            *("--quiet", "--processes", "1", "--warmups", "1", *effort, "--output", str(output)),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
        if done.returncode:
            raise SystemExit(f"{path.name} failed under {python}:\n{done.stdout}{done.stderr}")
        if output.exists():
            for benchmark in json.loads(output.read_text())["benchmarks"]:
                yield from values_of(benchmark, json.loads(output.read_text()).get("metadata", {}))


def values_of(benchmark: dict, common: dict) -> Iterator[tuple[str, list[float]]]:  # type: ignore[type-arg]
    name = benchmark.get("metadata", {}).get("name") or common["name"]
    values = [value for run in benchmark["runs"] for value in run.get("values", ())]
    yield name, values


def compare(path: Path, sides: dict[str, str], rounds: int, only: str, fast: bool) -> list[dict[str, object]]:  # fmt: skip
    """Let both sides take turns on one file and give a row for each workload."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for turn in range(rounds):
        order = list(sides.items())
        for side, python in order if turn % 2 == 0 else reversed(order):
            for name, values in one_turn(python, path, only, fast):
                found[name][side] += values
    bare = found.pop(BARE, None)
    rows: list[dict[str, object]] = []
    processes = getattr(load_quietly(path), "PROCESSES", {})
    for name, by_side in found.items():
        middle = {side: statistics.median(values) for side, values in by_side.items()}
        if bare is not None and name in processes:
            middle = {side: max(value - statistics.median(bare[side]), 1e-5) for side, value in middle.items()}  # fmt: skip
        ratio = middle["originals"] / middle["ours"] if len(middle) == 2 else float("nan")
        rows.append({"file": path.stem, "name": name, "ratio": ratio, **middle})
    return rows


def load_quietly(path: Path) -> ModuleType | None:
    """The module for its PROCESSES table; this interpreter may lack the libraries it imports."""
    try:
        return load(path)
    except ImportError:
        return process_table(path)


def process_table(path: Path) -> ModuleType:
    import ast

    module = ModuleType(path.stem)
    for node in ast.parse(path.read_text("utf-8")).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(target, ast.Name) and target.id == "PROCESSES" for target in targets):
            module.PROCESSES = {  # type: ignore[attr-defined]
                key.value: ""
                for key in node.value.keys
                if isinstance(key, ast.Constant)  # type: ignore[union-attr]
            }
    return module


def duration(seconds: float) -> str:
    for unit, scale in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        if seconds * scale >= 1:
            return f"{seconds * scale:.2f} {unit}"
    return f"{seconds * 1e9:.1f} ns"


def show(rows: list[dict[str, object]]) -> None:
    width = max((len(str(row["name"])) for row in rows), default=10)
    print(f"{'workload':<{width}}  {'originals':>10}  {'ours':>10}  {'ratio':>7}")
    for row in rows:
        sides = [duration(float(str(row.get(side, "nan")))) for side in ("originals", "ours")]
        print(f"{row['name']:<{width}}  {sides[0]:>10}  {sides[1]:>10}  {row['ratio']:>6.2f}x")
    ratios = [float(str(row["ratio"])) for row in rows]
    ratios = [ratio for ratio in ratios if not math.isnan(ratio)]
    if ratios:
        print(
            f"geometric mean {statistics.geometric_mean(ratios):.2f}x, lowest {min(ratios):.2f}x\n"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure ours against the originals.")
    parser.add_argument("libraries", nargs="*", help=f"some of: {' '.join(LIBRARIES)}")
    parser.add_argument("--ours", default=sys.executable, help="interpreter with ours installed")
    parser.add_argument("--originals", help="interpreter with the originals installed")
    parser.add_argument("--rounds", type=int, default=3, help="turns of each side (default 3)")
    parser.add_argument("--fast", action="store_true", help="shorter turns, rougher figures")
    parser.add_argument("--only", default="", help="only workloads whose name contains this text")
    parser.add_argument("--output", type=Path, help="write the rows as JSON, too")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    if "--measure" in sys.argv:
        cut = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
        options, _ = parser.parse_known_args(sys.argv[1:cut])
        measure(options.measure, options.only, sys.argv[cut + 1 :])
        return
    options = parser.parse_args()
    if not options.originals:
        parser.error("--originals is needed: the interpreter that has the originals")
    sides = {"ours": options.ours, "originals": options.originals}
    everything = []
    for library in options.libraries or LIBRARIES:
        rows = []
        for path in sorted(ROOT.glob(f"{library}/benchmarks/bench_*.py")):
            rows += compare(path, sides, options.rounds, options.only, options.fast)
        print(f"== {library}")
        show(rows)
        everything += [{"library": library, **row} for row in rows]
    if options.output:
        options.output.write_text(json.dumps(everything, indent=1))


if __name__ == "__main__":
    main()
