"""Benchmarks of ours against the originals, side by side in one run.

Takes the libraries to measure and two interpreters, one with ours installed and one with the
originals. Prints a table of ratios; ``--output FOLDER`` also writes the values of both sides as
files for ``pyperf compare_to``. Each file ``<library>/benchmarks/bench_*.py`` has ``workloads()``,
which returns callables by name, or ``PROCESSES``, programs for ``python -c`` by name, or both.
Programs are measured as whole processes, net of a bare interpreter.

The hard part is noise. Both sides stay loaded, share one processor and take turns in bursts of a
few milliseconds, so that a machine which slows down slows both; what is compared is the mean of
each side's fastest tenth.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from tools.support import LIBRARIES  # noqa: E402

BARE = "(bare interpreter)"
BURST = 0.004  # seconds; long against the clock's step, short against what disturbs a machine
SIDES = ("originals", "ours")
Values = dict[str, list[float]]


class Side:
    """One script, loaded in one interpreter, ready to be asked."""

    def __init__(self, python: str, script: Path) -> None:
        self.python = python
        inside = str(Path(__file__).with_name("inside.py"))
        self.process = subprocess.Popen(
            [python, inside, "measure", str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        hello = self.answer()
        self.workloads: list[str] = hello["workloads"]
        self.programs: dict[str, str] = hello["processes"]

    def __enter__(self) -> Side:
        return self

    def __exit__(self, *problem: object) -> None:
        self.process.communicate(timeout=60)

    def answer(self) -> dict:  # type: ignore[type-arg]
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            self.process.communicate(timeout=60)
            raise SystemExit(f"the benchmark failed under {self.python}")
        return json.loads(line)  # type: ignore[no-any-return]

    def seconds(self, name: str, calls: int) -> float:
        """Return the seconds for one call, as the mean of so many."""
        assert self.process.stdin is not None
        print(json.dumps([name, calls]), file=self.process.stdin, flush=True)
        return float(self.answer()) / calls  # type: ignore[arg-type]

    def calls_for(self, name: str) -> int:
        """Return the number of calls that fill a burst."""
        self.seconds(name, 1)  # the first call may load what all later ones use
        calls = 1
        while (taken := self.seconds(name, calls)) * calls < BURST / 4:
            calls *= 4
        return max(1, round(BURST / taken))

    def start(self, code: str) -> float:
        """Return the seconds of a whole process, with modules compiled as after an installation."""
        unset = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH")
        environment = {name: value for name, value in os.environ.items() if name not in unset}
        begin = perf_counter()
        subprocess.run(
            [self.python, "-c", code], check=True, env=environment, stdout=-3, timeout=60
        )
        return perf_counter() - begin


def in_turns(ask: dict[str, Callable[[], float]], rounds: int) -> Values:
    """Ask every side once a round, now one first, now the other."""
    found: Values = {side: [] for side in ask}
    for turn in range(rounds):
        for side in ask if turn % 2 == 0 else reversed(ask):
            found[side].append(ask[side]())
    return found


def run_script(script: Path, pythons: dict[str, str], rounds: int, only: str) -> Iterator[tuple[str, Values]]:  # fmt: skip
    with ExitStack() as stack:
        sides = {
            name: stack.enter_context(Side(python, script)) for name, python in pythons.items()
        }
        ours = sides["ours"]
        for name in ours.workloads:
            if only in name:
                ask = {s: partial(side.seconds, name, side.calls_for(name)) for s, side in sides.items()}  # fmt: skip
                yield name, in_turns(ask, rounds)
        programs = {name: code for name, code in ours.programs.items() if only in name}
        for name, code in {BARE: "pass", **programs}.items() if programs else ():
            ask = {s: partial(side.start, code) for s, side in sides.items()}
            in_turns(ask, 1)  # compiles what was not
            yield name, in_turns(ask, max(rounds // 2, 5))


def typical(values: list[float]) -> float:
    """Return the mean of the fastest tenth: the time while nothing disturbs the code."""
    return statistics.mean(sorted(values)[: max(1, len(values) // 10)])


def row(name: str, values: Values, bare: Values | None) -> dict[str, object]:
    middle = {side: typical(values[side]) for side in SIDES}
    if bare is not None:
        middle = {side: max(middle[side] - typical(bare[side]), 1e-5) for side in SIDES}
    return {"name": name, **middle, "ratio": middle["originals"] / middle["ours"]}


def duration(seconds: float) -> str:
    for unit, scale in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        if seconds * scale >= 1:
            return f"{seconds * scale:.2f} {unit}"
    return f"{seconds * 1e9:.1f} ns"


def show(row: dict[str, object]) -> None:
    sides = [duration(float(str(row[side]))) for side in SIDES]
    print(f"{row['name']!s:<44}  {sides[0]:>10}  {sides[1]:>10}  {row['ratio']:>6.2f}x", flush=True)


def keep(folder: Path, everything: dict[str, Values]) -> None:
    """Write the values of each side in the format of pyperf."""
    import pyperf

    folder.mkdir(parents=True, exist_ok=True)
    for side in SIDES:
        benchmarks = [
            pyperf.Benchmark([pyperf.Run(values[side], metadata={"name": name, "unit": "second"})])
            for name, values in everything.items()
        ]
        pyperf.BenchmarkSuite(benchmarks).dump(str(folder / f"{side}.json"), replace=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure ours against the originals.")
    parser.add_argument("libraries", nargs="*", help=f"some of: {' '.join(LIBRARIES)}")
    parser.add_argument("--ours", default=sys.executable, help="interpreter with ours installed")
    parser.add_argument(
        "--originals", required=True, help="interpreter with the originals installed"
    )
    parser.add_argument(
        "--rounds", type=int, default=60, help="bursts of each side (default: %(default)s)"
    )
    parser.add_argument("--only", default="", help="only workloads whose name contains this text")
    parser.add_argument("--output", type=Path, help="a folder for the values, as pyperf files")
    options = parser.parse_args()
    pythons = {"originals": options.originals, "ours": options.ours}
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})  # the sides inherit it
    everything: dict[str, Values] = {}
    for library in options.libraries or LIBRARIES:
        print(f"== {library:<41}  {'originals':>10}  {'ours':>10}  {'ratio':>7}")
        ratios = []
        for script in sorted(ROOT.glob(f"{library}/benchmarks/bench_*.py")):
            bare = None
            for name, values in run_script(script, pythons, options.rounds, options.only):
                if name == BARE:
                    bare = values
                    continue
                everything[f"{library}: {name}"] = values
                result = row(name, values, bare)
                ratios.append(float(str(result["ratio"])))
                show(result)
        if ratios and not any(map(math.isnan, ratios)):
            mean = statistics.geometric_mean(ratios)
            print(f"geometric mean {mean:.2f}x, lowest {min(ratios):.2f}x\n")
    if options.output:
        keep(options.output, everything)


if __name__ == "__main__":
    main()
