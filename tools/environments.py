"""Environments that install from one index on the loopback interface and from nowhere else."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from packaging.utils import canonicalize_name

from .processes import Failure, run
from .support import ROOT, Library


class Environment:
    """An environment that installs from one index and from nowhere else."""

    def __init__(self, folder: Path, index: str) -> None:
        self.folder = folder
        self.index = index
        self.python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        if shutil.which("uv"):
            run(["uv", "venv", "--quiet", "--python", sys.executable, str(folder)])
        else:
            run([sys.executable, "-m", "venv", str(folder)])

    def pip(self, *words: str) -> str:
        # No configuration file and no variable of the caller adds another index.
        clean = {
            "PIP_CONFIG_FILE": os.devnull,
            "UV_NO_CONFIG": "1",
            **dict.fromkeys(("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_CONSTRAINT"), ""),
        }
        if shutil.which("uv"):
            head = ["uv", "pip", words[0], "--python", str(self.python)]
        else:
            head = [str(self.python), "-m", "pip", "--disable-pip-version-check", words[0]]
            if words[0] == "uninstall":
                head.append("--yes")
        index = ["--index-url", self.index] if words[0] == "install" else []
        return run([*head, *index, *words[1:]], **clean)

    def installed(self) -> dict[str, str]:
        code = (
            "import importlib.metadata as m, json;"
            "print(json.dumps({d.name: d.version for d in m.distributions()}))"
        )
        found = json.loads(run([str(self.python), "-I", "-c", code]))
        tools = {"pip", "setuptools", "wheel"}
        return {canonicalize_name(k): v for k, v in found.items() if k not in tools}

    def files(self) -> set[str]:
        return {
            path.relative_to(self.folder).as_posix()
            for path in self.folder.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }

    def smoke(self, libraries: list[Library]) -> None:
        names = [library.package for library in libraries]
        run([str(self.python), "-I", str(ROOT / "tools" / "smoke.py"), *names])


@contextlib.contextmanager
def serve_index(folder: Path, log: Path) -> Iterator[str]:
    """Serve the files of a folder as an index on the loopback interface; yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["-m", "pypiserver", "run", "--interface", "127.0.0.1", "--port", str(port)]
    words += ["--disable-fallback", "--backend", "simple-dir", str(folder)]
    with log.open("w") as output:
        server = subprocess.Popen([sys.executable, *words], stdout=output, stderr=output)
        try:
            address = f"http://127.0.0.1:{port}/simple/"
            for _ in range(100):
                with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5):
                    break
                if server.poll() is not None:
                    raise Failure(f"the index did not start:\n{log.read_text()[-2000:]}")
                time.sleep(0.1)
            else:
                raise Failure("the index did not answer within ten seconds")
            yield address
        finally:
            server.terminate()
            server.wait(timeout=10)
