"""Write the versions of the tools and build back ends to ``tools/constraints.txt``.

Reads ``tools/constraints.in``. Only releases that are at least a week old are taken, so that a
broken or hostile release is known before it is used here. Needs uv.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

from .support import FLOOR, LIBRARIES, ROOT

COOLDOWN = timedelta(days=7)
HEADER = "# Written by `nox -s lock` from constraints.in: no release younger than a week.\n"


def command(now: datetime) -> list[str]:
    """Return the command that resolves; the six are left out, they come from this repository."""
    words = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--upgrade"]
    words += ["--python-version", FLOOR.name, "--exclude-newer", (now - COOLDOWN).isoformat()]
    words += ["--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"]
    for library in LIBRARIES.values():
        words += ["--no-emit-package", library.distribution]
    return [*words, "tools/constraints.in"]


def main() -> None:
    done = subprocess.run(
        command(datetime.now(UTC)), cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    target = ROOT / "tools" / "constraints.txt"
    lines = [line for line in done.stdout.splitlines() if not line.startswith("#")]
    target.write_text(HEADER + "\n".join(lines) + "\n", "utf-8")
    print(f"{target.relative_to(ROOT)}: {len(lines)} versions")


if __name__ == "__main__":
    main()
