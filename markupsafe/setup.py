"""Build MarkupSafe with its C extension where that is possible, and without it elsewhere.

``MARKUPSAFE_PURE=1`` in the environment asks for the pure Python wheel, and ``REQUIRE_C=1`` for an
error where the extension cannot be built. With
``SOURCE_DATE_EPOCH`` set, the same sources give the same bytes.
"""

from __future__ import annotations

import gzip
import os
import platform
import sys
import tarfile
from pathlib import Path
from typing import Any

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.command.sdist import sdist

PURE_VARIABLE = "MARKUPSAFE_PURE"

# The modes of the files in a wheel are part of its bytes.
os.umask(0o022)


def wants_extension() -> bool:
    """Return whether this interpreter profits from the extension and it is not switched off."""
    declined = os.environ.get(PURE_VARIABLE, "").strip().lower() not in {"", "0", "false", "no"}
    return platform.python_implementation() == "CPython" and not declined


class OptionalBuildExt(build_ext):
    """Compile if the machine can; say in one line if it cannot, and go on without."""

    def build_extensions(self) -> None:
        # Debug information would name the folder in which the build ran.
        if self.compiler.compiler_type == "unix":
            for extension in self.extensions:
                extension.extra_compile_args.append("-g0")

        super().build_extensions()

    def run(self) -> None:
        try:
            super().run()
        except Exception as error:
            if os.environ.get("REQUIRE_C"):
                raise
            self.go_on_pure(error)

    def go_on_pure(self, error: Exception) -> None:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        print(
            f"MarkupSafe: no C extension, installing pure Python ({reason[:120]})",
            file=sys.stderr,
        )
        # Nothing is left to build or copy, so the result is the same for all platforms.
        self.extensions.clear()
        self.distribution.ext_modules = None
        wheel = self.distribution.command_obj.get("bdist_wheel")

        if wheel is not None:
            wheel.root_is_pure = True


class ReproducibleSdist(sdist):
    """Pack with fixed times, owners, modes and order if ``SOURCE_DATE_EPOCH`` is set."""

    def make_archive(
        self, base_name: str, format: str, root_dir: Any = None, base_dir: Any = None, **owners: Any
    ) -> str:
        epoch = os.environ.get("SOURCE_DATE_EPOCH")

        if epoch is None or format != "gztar":
            return super().make_archive(base_name, format, root_dir, base_dir, **owners)

        def settle(member: tarfile.TarInfo) -> tarfile.TarInfo:
            member.mtime = int(epoch)
            member.uid = member.gid = 0
            member.uname = member.gname = ""
            member.mode = 0o755 if member.isdir() else 0o644
            return member

        target = Path(f"{base_name}.tar.gz")
        target.parent.mkdir(parents=True, exist_ok=True)

        with (
            target.open("wb") as raw,
            gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=int(epoch)) as packed,
            tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
        ):
            # A folder is read in sorted order.
            archive.add(base_dir, filter=settle)

        return os.fspath(target)


setup(
    cmdclass={"build_ext": OptionalBuildExt, "sdist": ReproducibleSdist},
    ext_modules=(
        [Extension("markupsafe._speedups", ["src/markupsafe/_speedups.c"])]
        if wants_extension()
        else []
    ),
)
