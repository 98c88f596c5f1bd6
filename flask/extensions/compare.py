"""Return well-known extensions the same work on two installations, and show what differs.

    python flask/extensions/compare.py --ours PYTHON --originals PYTHON [TASK ...]

Both interpreters need the packages of ``requirements.txt``; one has ours below them, the other
Flask and its siblings from PyPI. Ends with 1 if an answer differs or a task fails.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import typing as t
from pathlib import Path

TASKS = Path(__file__).with_name("tasks.py")


def answers(python: str, names: list[str]) -> dict[str, t.Any]:
    """Return what the tasks give with one interpreter."""
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    run = subprocess.run(
        [python, str(TASKS), *names], stdout=subprocess.PIPE, text=True, env=environment, check=True
    )
    found: dict[str, t.Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--ours", required=True)
    parser.add_argument("--originals", required=True)
    parser.add_argument("tasks", nargs="*")
    options = parser.parse_args()
    ours = answers(options.ours, options.tasks)
    theirs = answers(options.originals, options.tasks)
    bad = 0
    for name, expected in theirs.items():
        got = ours.get(name)
        if got == expected and "failed" not in expected:
            print(f"{name}: the same")
            continue
        bad += 1
        left, right = json.dumps(expected), json.dumps(got)
        pairs = enumerate(zip(left, right, strict=False))
        start = max(0, next((at for at, (a, b) in pairs if a != b), 0) - 60)
        print(f"{name}: DIFFERENT, or failed with both")
        print(f"  originals: ...{left[start : start + 300]}")
        print(f"  ours:      ...{right[start : start + 300]}")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
