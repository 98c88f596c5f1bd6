"""Ask ours and the originals the same questions, and show where the answers differ.

Takes libraries and an interpreter that has the originals. Each ``<library>/compare/compare_*.py``
has ``observations()``, which yields pairs of a label and an answer that JSON can hold, and may have
``EXPECTED_DIFFERENCES``, which maps the start of a label to the reason why our answer differs. The
exit code is 1 when a difference has no reason, or a reason no difference.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from tools.support import LIBRARIES  # noqa: E402


def answers(python: str, path: Path) -> tuple[dict[str, str], list[tuple[str, str]]]:
    command = [python, str(Path(__file__).with_name("inside.py")), "observe", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, encoding="utf-8")
    if done.returncode:
        raise SystemExit(f"{path.name} failed under {python}:\n{done.stderr[-4000:]}")
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    pairs = [json.loads(line) for line in lines[1:]]
    return json.loads(lines[0]), [(label, json.dumps(answer)) for label, answer in pairs]


def compare(path: Path, ours: str, originals: str, mixed: bool = False) -> bool:
    """Print how one script compares; True when nothing is unexplained.

    :param mixed: some libraries are ours and some the originals': reasons may be unused.
    """
    reasons, mine = answers(ours, path)
    _, theirs = answers(originals, path)
    used: set[str] = set()
    unexplained = []
    for one, other in itertools.zip_longest(mine, theirs, fillvalue=("(nothing)", "null")):
        if one == other:
            continue
        reason = next((start for start in reasons if one[0].startswith(start)), None)
        if reason is None or one[0] != other[0]:
            unexplained.append((one, other))
        else:
            used.add(reason)
    stale = [] if mixed else sorted(set(reasons) - used)
    where = f"{path.parent.parent.name}/{path.stem}"
    print(f"{where}: {len(mine)} observations, {len(unexplained)} unexplained differences, "
          f"{len(used)} reasons used")  # fmt: skip
    for one, other in unexplained[:12]:
        print(f"  {one[0]}\n    ours      {one[1][:300]}\n    originals {other[1][:300]}")
    for start in stale:
        print(f"  no difference needs the reason {start!r}: {reasons[start]}")
    return not unexplained and not stale


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare ours with the originals as black boxes.")
    parser.add_argument("libraries", nargs="*", help=f"some of: {' '.join(LIBRARIES)}")
    parser.add_argument("--ours", default=sys.executable, help="interpreter with ours installed")
    parser.add_argument(
        "--originals", required=True, help="interpreter with the originals installed"
    )
    parser.add_argument("--mixed", action="store_true", help="some libraries are the originals'")
    options = parser.parse_args()
    scripts = [
        path
        for library in options.libraries or LIBRARIES
        for path in sorted(ROOT.glob(f"{library}/compare/compare_*.py"))
    ]
    equal = [compare(path, options.ours, options.originals, options.mixed) for path in scripts]
    return 0 if all(equal) else 1


if __name__ == "__main__":
    raise SystemExit(main())
