"""Run programs for the checks: a failure is an error that shows the end of the output."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


class Failure(Exception):
    """A step's result is not the wanted one."""


def run(command: list[str], folder: Path | None = None, **environment: str) -> str:
    """Run a command and return its output.

    :raises Failure: if it fails, with the end of what it printed.
    """
    done = subprocess.run(
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **environment},
    )
    if done.returncode:
        words = " ".join(command)
        raise Failure(f"exit code {done.returncode} of {words[:200]}\n{done.stdout[-3000:]}")
    return done.stdout
