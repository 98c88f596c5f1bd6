"""Build MarkupSafe with its C extension where that is possible, and without it elsewhere.

``MARKUPSAFE_PURE=1`` in the environment asks for the pure Python wheel.
"""

from __future__ import annotations

import os
import platform
import sys

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

PURE_VARIABLE = "MARKUPSAFE_PURE"


def wants_extension() -> bool:
    """Whether this interpreter profits from the extension and nobody declined it."""
    declined = os.environ.get(PURE_VARIABLE, "").strip().lower() not in {"", "0", "false", "no"}
    return platform.python_implementation() == "CPython" and not declined


class OptionalBuildExt(build_ext):
    """Compile if the machine can; say in one line if it cannot, and go on without."""

    def run(self) -> None:
        try:
            super().run()
        except Exception as error:
            self.go_on_pure(error)

    def go_on_pure(self, error: Exception) -> None:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        print(
            f"MarkupSafe: the C extension was not built ({reason}); installing pure Python.",
            file=sys.stderr,
        )
        # Without extensions nothing is left to copy, and the wheel is tagged as pure.
        self.extensions.clear()
        self.distribution.ext_modules = None


setup(
    cmdclass={"build_ext": OptionalBuildExt},
    ext_modules=(
        [Extension("markupsafe._speedups", ["src/markupsafe/_speedups.c"])]
        if wants_extension()
        else []
    ),
)
